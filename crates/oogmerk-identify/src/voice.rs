//! Voice: one vote about one property, and which voices are one because one answer gave them.

use oogmerk_knowledge::{Status, Weight};
use oogmerk_model::{Kind, Property};

/// One voice about one property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Vote {
    pub property: Property,
    /// Maker or brand key, or the text as it will be printed; empty for kinds.
    pub value: String,
    /// Kinds it can be; only for `Property::Kind`.
    pub kinds: Vec<Kind>,
    pub weight: Weight,
    pub status: Status,
    /// Readings of one thing share a group and count once.
    pub group: String,
    /// Which evidence, as a place in the device's slice. `None` for contacts.
    pub evidence: Option<u32>,
    pub by: String,
}

impl Vote {
    /// What it adds: a draft is a lead, however loud.
    pub fn mdb(&self) -> i64 {
        match self.status {
            Status::Draft => Weight::Weak.weight_mdb(),
            Status::Tested | Status::Proven => self.weight.weight_mdb(),
        }
    }
    /// May decide alone.
    pub fn is_decisive(&self) -> bool {
        self.weight == Weight::Decisive && self.status == Status::Proven
    }
    /// Somebody's statement about who built it.
    pub fn is_statement(&self) -> bool {
        self.property == Property::Maker && self.group == "statement"
    }
    /// Counts as one of two independent voices.
    pub fn is_solid(&self) -> bool {
        self.status != Status::Draft && self.weight >= Weight::Moderate
    }
}

/// The group of a voice that was read in a family of fields: what one answer gives is one voice, whatever the fields
/// are called. ONVIF scopes come in WS-Discovery answers.
pub(crate) fn group_of_field(group: &str) -> &str {
    match group {
        "wsd" | "ws-discovery" => "onvif",
        group => group,
    }
}

/// The protocol or format family of a field: `http`, `sadp`, `onvif` …
pub(crate) fn family(field: &str) -> &str {
    field.split('.').next().unwrap_or(field)
}

/// The votes on one property.
pub(crate) fn of(votes: &[Vote], property: Property) -> impl Iterator<Item = &Vote> {
    votes.iter().filter(move |v| v.property == property)
}
