//! What readers hand over, one at a time, so that nobody needs a whole input in memory.

use crate::{Contact, Evidence, Source, Via, Window};
use serde::{Deserialize, Serialize};

/// One ground fact from a reader (`wire`, `import`, `discover`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// A field of an observation.
    Evidence(Evidence),
    /// Summed traffic with one peer.
    Contact(Contact),
    /// Something leaving through something inside.
    Via(Via),
    /// What was looked at, for how long.
    Window(Window),
    /// Bytes that were counted and thrown away unread.
    Dropped(Dropped),
    /// Something unreadable, named with its place.
    Problem(Problem),
}

/// Payload that is never stored or hashed: video, audio, pictures (SAFETY.md, "people are not inventory").
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropped {
    /// What sort: `rtp`, `rtsp-interleaved`, `media-type`, `non-ip` …
    pub what: String,
    /// How many packets.
    pub packets: u64,
    /// How many bytes.
    pub bytes: u64,
}

/// Bad input: what, where, why. Never stops the rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where.
    pub source: Source,
    /// Byte offset in the input, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// Why, in plain English.
    pub reason: String,
    /// Whether anything of this input could still be used.
    pub severity: Severity,
}

/// How much of an input a problem cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// One message, row or frame was skipped or cut.
    Part,
    /// The rest of the input from here on.
    Rest,
    /// Nothing of the input could be read.
    Whole,
}

/// Where readers put facts. Implemented by whoever collects: a vector in tests, the workshop in the binary.
pub trait Sink {
    /// Takes one fact.
    fn take(&mut self, fact: Fact);
}

impl Sink for Vec<Fact> {
    fn take(&mut self, fact: Fact) {
        self.push(fact);
    }
}
