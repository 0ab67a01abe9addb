//! What the caller decides: the day, the owner's ranges, how much of what was seen may be told, and given names.

use oogmerk_model::{Cidr, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// Who is told about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Include {
    /// Cameras, recorders and other registered equipment, and what is suspected to be; the rest only as counts.
    #[default]
    Registered,
    /// The same, and network equipment of makers that a standard list names. Telephones and computers stay counts.
    Sensitive,
    /// Everything seen. Needs a purpose.
    All,
}

/// Choices for one assessment.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The moment that is now.
    pub now: Timestamp,
    /// The owner's ranges; empty for the default rule of CONTRACT.md.
    pub inside: Vec<Cidr>,
    /// Who is told about.
    pub include: Include,
    /// Names already minted: key text (`mac:…`, `serial:…`, as in [`crate::Assessment::keys`]) to device id.
    pub names: BTreeMap<String, String>,
    /// Lists to judge by, as policy ids; `None` for the standard ones.
    pub rules: Option<BTreeSet<String>>,
}

impl Options {
    /// The default rules at a moment.
    pub fn at(now: Timestamp) -> Self {
        Self { now, ..Self::default() }
    }
}
