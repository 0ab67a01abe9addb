//! The codecs and their table: which protocol name reads which bytes.

use crate::{Clues, Malformed};

/// Whether bytes that someone else wrote have proved a codec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Only our own samples so far.
    Unproven,
    /// An independent server, client or published capture agreed; the text says which.
    Proven(&'static str),
}

/// One row of the codec table.
#[derive(Clone, Copy)]
pub struct Codec {
    /// Name as in `CONTRACT.md`, "Protocol names".
    pub name: &'static str,
    /// Reads one whole message (a datagram, a stream head, a document) into clues.
    pub read: fn(&[u8]) -> Result<Clues, Malformed>,
    /// Whether others' bytes proved it.
    pub proof: Proof,
}

/// Every codec that reads a message on its own, by name. Grows by one line per protocol.
pub const CODECS: &[Codec] = &[];

/// Reads a payload as the named protocol.
pub fn read(protocol: &str, payload: &[u8]) -> Option<Result<Clues, Malformed>> {
    CODECS.iter().find(|c| c.name == protocol).map(|c| (c.read)(payload))
}
