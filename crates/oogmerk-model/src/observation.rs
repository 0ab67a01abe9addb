//! Observation: what was seen, when, from where, by what means, under whose authority. Immutable.

use crate::{Subject, Timestamp};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One thing seen: one datagram, one stream head, one row of a table, one statement of a person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Observation {
    /// What it is about, in the words of the source.
    pub subject: Subject,
    /// When it was seen, by the vantage's clock. `None` where the source says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<Timestamp>,
    /// From where: a collector's name, an interface, an exporter. `None` where unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vantage: Option<Arc<str>>,
    /// How it was come by.
    pub means: Means,
    /// Under whose authority: a warrant's number or a person's role. `None` for files the user handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<Arc<str>>,
    /// The protocol or format the bytes were read as: `sadp`, `dhcp`, `nmap-xml`, `sheet` …
    pub protocol: Arc<str>,
    /// Where in the input the bytes stand.
    pub source: Source,
    /// SHA-256 of the raw bytes, lower-case hex. The bytes themselves are not kept. Empty where there are none.
    pub digest: Arc<str>,
}

/// How an observation was come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// Read from a capture or a live interface without sending.
    Passive,
    /// The answer to a question of ours.
    Asked,
    /// Another tool's output.
    Imported,
    /// A list kept by people: spreadsheet, contract, tender.
    Declared,
    /// Typed in by a person: a label read, a decision.
    Person,
}

/// Where bytes stand in an input. All positions count from 1 as people and `tshark` count.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Source {
    /// The input's name as the user gave it. Never trusted for anything but telling the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<Arc<str>>,
    /// Frame number in a capture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frame: Option<u64>,
    /// Line of a text, or row of a table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Sheet of a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<Arc<str>>,
}
