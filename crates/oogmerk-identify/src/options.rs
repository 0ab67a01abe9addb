//! What the caller decides: the day, the owner's ranges, how much of what was seen may be told, and given names.

use oogmerk_model::{Cidr, Hearing, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// Who is told about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Include {
    /// Cameras, recorders and other registered equipment, and what is suspected to be; the rest only as counts.
    #[default]
    Registered,
    /// The same, and network equipment of these makers, by key: whoever judges says whom a standard list names on the
    /// day. Telephones and computers stay counts.
    Sensitive(BTreeSet<String>),
    /// Everything seen. Needs a purpose.
    All,
}

/// How much is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Devices.
    Devices,
    /// These, and their strong keys.
    Keys,
    /// Devices, and the names of who may be stored.
    Admitted,
    /// All that a register keeps: rows of lists held against what was found, keys and questions too.
    #[default]
    Register,
}

/// Choices for one run.
#[derive(Clone, Debug)]
pub struct Options {
    /// The moment that is now.
    pub now: Timestamp,
    /// The owner's ranges; empty for the default rule of CONTRACT.md.
    pub inside: Vec<Cidr>,
    /// Who is told about.
    pub include: Include,
    /// Names already minted: key text (`mac:…`, `serial:…`, as in `Identified::keys`) to device id.
    pub names: BTreeMap<String, String>,
    /// How much is asked for: what nobody asked for takes no memory.
    pub extent: Extent,
    /// What is known of protocols.
    pub hearing: &'static Hearing,
}

impl Options {
    /// The default rules at a moment.
    pub fn at(now: Timestamp, hearing: &'static Hearing) -> Self {
        let (inside, names) = (Vec::new(), BTreeMap::new());
        Self { now, inside, include: Include::Registered, names, extent: Extent::Register, hearing }
    }

    /// Everything seen, at a moment.
    pub fn all_at(now: Timestamp, hearing: &'static Hearing) -> Self {
        Self { include: Include::All, ..Self::at(now, hearing) }
    }
}
