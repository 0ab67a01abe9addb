//! A clue: evidence that does not yet know its observation. Codecs make clues; readers place them.

use oogmerk_model::{Field, Mac};
use std::net::IpAddr;
use std::ops::Range;

/// Whom a clue is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum About {
    /// The sender of the message.
    #[default]
    Sender,
    /// Whoever holds this MAC (the client in a DHCP message, a neighbour in ARP).
    Mac(Mac),
    /// Whoever holds this address.
    Ip(IpAddr),
    /// The other end of the message (a server's answer that speaks of its client).
    Receiver,
}

/// One field of one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clue {
    /// Whom it is about.
    pub about: About,
    /// Which field of `knowledge/fields.toml`.
    pub field: Field,
    /// The value as text, at most [`Clues::VALUE_MAX`] bytes.
    pub value: String,
    /// True where the value is not the bytes at `span` as they stand.
    pub decoded: bool,
    /// Where its bytes stand in the payload that was parsed. For a decoded value: the bytes it was decoded from.
    pub span: Option<Range<usize>>,
}

/// The clues of one message, in the order they were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clues(pub Vec<Clue>);

impl Clues {
    /// Longest value kept, in bytes; longer ones are cut at a character boundary and count as decoded.
    pub const VALUE_MAX: usize = 1024;

    /// Adds a clue whose value stands in `payload` at `span`. Bytes that are not UTF-8 become `�` and make it decoded.
    /// A span outside the payload or an empty value adds nothing.
    pub fn copied(&mut self, field: Field, payload: &[u8], span: Range<usize>) {
        let Some(bytes) = payload.get(span.clone()) else { return };
        if bytes.is_empty() {
            return;
        }
        let (value, decoded) = match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), false),
            Err(_) => (String::from_utf8_lossy(bytes).into_owned(), true),
        };
        self.push(About::Sender, field, value, decoded, Some(span));
    }

    /// Adds a clue whose value was computed, unescaped, unpacked or reformatted from the bytes at `span`.
    pub fn decoded(&mut self, field: Field, value: impl Into<String>, span: Option<Range<usize>>) {
        self.push(About::Sender, field, value.into(), true, span);
    }

    /// Adds a clue about somebody else than the sender.
    pub fn about(
        &mut self,
        about: About,
        field: Field,
        value: impl Into<String>,
        decoded: bool,
        span: Option<Range<usize>>,
    ) {
        self.push(about, field, value.into(), decoded, span);
    }

    fn push(
        &mut self,
        about: About,
        field: Field,
        mut value: String,
        mut decoded: bool,
        span: Option<Range<usize>>,
    ) {
        if value.trim().is_empty() {
            return;
        }
        if value.len() > Self::VALUE_MAX {
            let mut end = Self::VALUE_MAX;
            while !value.is_char_boundary(end) {
                end -= 1;
            }
            value.truncate(end);
            // What was cut off would be held for as long as the value.
            value.shrink_to_fit();
            decoded = true;
        }
        self.0.push(Clue { about, field, value, decoded, span });
    }

    /// The first value of a field, for tests and composition.
    pub fn first(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|c| c.field.as_str() == field).map(|c| c.value.as_str())
    }
}

/// Bytes that are not a message of this protocol. Always the sender's fault, never ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason} at byte {offset}")]
pub struct Malformed {
    /// Where in the payload.
    pub offset: usize,
    /// Why, in plain English.
    pub reason: &'static str,
}

impl Malformed {
    /// Not this, because.
    pub const fn at(offset: usize, reason: &'static str) -> Self {
        Self { offset, reason }
    }
}
