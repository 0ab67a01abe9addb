//! What the answers of makers' own web interfaces come down to: a document in which one device gives named values, read
//! as far as it goes. Whoever holds the document (a body in a capture, a saved file, a larger file around it) is told
//! where reading stopped.

use crate::{Clues, Malformed};
use oogmerk_bytes::spanned::Spanned;
use oogmerk_model::Mac;
use std::borrow::Cow;

/// What one such document says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Fields and values, in the order they are told.
    pub values: Vec<(&'static str, Spanned)>,
    /// Where and why reading ended early.
    pub stopped: Option<(usize, String)>,
}

impl Told {
    /// Adds a value that was made from the bytes at `offset`; a copy only where those bytes are the value. Empty ones
    /// say nothing.
    pub(super) fn add(&mut self, payload: &[u8], field: &'static str, value: &str, offset: usize) {
        if value.trim().is_empty() {
            return;
        }
        // A text with bytes that are no UTF-8 is longer than its bytes: places behind them may lie outside.
        let end = offset.saturating_add(value.len()).min(payload.len());
        self.values.push((field, Spanned::made(payload, offset.min(end)..end, value)));
    }

    /// Adds a MAC in our spelling. Zeroes and the broadcast address are no device's; a group address is kept as
    /// printed: publishers make addresses up, and it joins nothing.
    pub(super) fn add_mac(&mut self, payload: &[u8], field: &'static str, text: &str, offset: usize) {
        let mac = Mac::parse(text).filter(|mac| *mac != Mac([0; 6]) && *mac != Mac([0xff; 6]));
        if let Some(mac) = mac {
            let end = offset.saturating_add(text.len()).min(payload.len());
            self.values.push((field, Spanned::made(payload, offset.min(end)..end, mac.to_string())));
        }
    }

    /// The document, where it says anything.
    pub(super) fn or(self, reason: &'static str) -> Result<Self, Malformed> {
        if self.values.is_empty() {
            return Err(Malformed::at(self.stopped.map_or(0, |(offset, _)| offset), reason));
        }
        Ok(self)
    }

    /// The fields.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        for (field, value) in &self.values {
            value.tell(&mut clues, field);
        }
        clues
    }
}

/// Whether one of these stands in the first bytes of a document.
pub(super) fn holds_any(document: &[u8], needles: &[&[u8]]) -> bool {
    let start = &document[..document.len().min(LOOKED_AT)];
    needles.iter().any(|needle| memchr::memmem::find(start, needle).is_some())
}

/// The first bytes of a document, white space in front left out.
fn opening_bytes(document: &[u8]) -> &[u8] {
    let start = &document[..document.len().min(LOOKED_AT)];
    start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start()
}

/// The first bytes of a document, as text, white space in front left out.
pub(super) fn opening(document: &[u8]) -> Cow<'_, str> {
    let start = opening_bytes(document);
    // Nearly all is text, and known for it in a few steps.
    std::str::from_utf8(start).map_or_else(|_| String::from_utf8_lossy(start), Cow::Borrowed)
}

/// Whether a document begins with this sign, white space in front left out. Every body comes by here.
pub(super) fn begins_with(document: &[u8], sign: u8) -> bool {
    opening_bytes(document).first() == Some(&sign)
}

/// How much of a document is looked at to tell whose it is.
const LOOKED_AT: usize = 16 * 1024;
