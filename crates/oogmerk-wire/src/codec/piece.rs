//! A piece of text read from a payload, with the place its bytes stand. Not a clue yet: it has no field.

use crate::{About, Clues};
use oogmerk_model::Field;
use std::ops::Range;

/// Text, where its bytes stand, and whether the text differs from those bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Its bytes in the payload; for decoded text, the bytes it was decoded from.
    pub span: Range<usize>,
    /// True where the text is not exactly the bytes at `span`.
    pub decoded: bool,
}

impl Piece {
    /// The bytes at `span` as text; bytes that are not UTF-8 become `�` and make it decoded. A span outside is empty.
    pub fn copied(payload: &[u8], span: Range<usize>) -> Self {
        let bytes = payload.get(span.clone()).unwrap_or_default();
        match std::str::from_utf8(bytes) {
            Ok(text) => Self { text: text.to_owned(), span, decoded: false },
            Err(_) => Self { text: String::from_utf8_lossy(bytes).into_owned(), span, decoded: true },
        }
    }

    /// Text computed from the bytes at `span`; decoded only where it differs from them.
    pub fn made(payload: &[u8], span: Range<usize>, text: String) -> Self {
        let decoded = payload.get(span.clone()) != Some(text.as_bytes());
        Self { text, span, decoded }
    }

    /// The same piece after white space at both ends of the span was left out.
    pub fn trimmed(payload: &[u8], span: Range<usize>) -> Self {
        Self::copied(payload, trim(payload, span))
    }

    /// Adds it as a clue about the sender.
    pub fn put(&self, clues: &mut Clues, field: &'static str) {
        clues.about(
            About::Sender,
            Field::of(field),
            self.text.clone(),
            self.decoded,
            Some(self.span.clone()),
        );
    }
}

/// The span without ASCII white space and NUL at its ends.
pub fn trim(payload: &[u8], mut span: Range<usize>) -> Range<usize> {
    let blank = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_whitespace() || *b == 0);
    while span.start < span.end && blank(payload.get(span.start)) {
        span.start += 1;
    }
    while span.end > span.start && blank(payload.get(span.end - 1)) {
        span.end -= 1;
    }
    span
}
