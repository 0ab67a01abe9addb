//! Voice: one vote about one property, and which voices are one because one answer gave them.

use oogmerk_knowledge::{Status, Weight};
use oogmerk_model::{Evidence, Kind, Property};

/// Fields in which somebody says who built it. A statement can contest a maker (both sides are then shown); it never
/// decides one by itself.
pub(crate) const STATEMENTS: &[&str] = &["statement.maker", "sheet.maker"];

/// The group of what an address block says of the maker: the registry speaks, not the answer that prints the address.
pub(crate) const BLOCK: &str = "block";

/// Fields, or families with the stop behind them, in which another program says what it takes a device for.
const TOLD: &[&str] = &["nmap.", "shadowserver.", "agent.", "port.service", "import.vendor"];

/// Whether a reading is another program's statement and not the device's own word.
pub(crate) fn is_told(e: &Evidence) -> bool {
    let field = e.field.as_str();
    TOLD.iter().any(|told| field == *told || told.ends_with('.') && field.starts_with(told))
}

/// What another program makes of an answer is that program's statement: a hint, however sure it sounds, and one voice
/// whatever it writes down.
pub(crate) fn quote_programs(votes: &mut [Vote], evidence: &[&Evidence]) {
    for vote in votes {
        let read = vote.evidence.and_then(|at| evidence.get(at as usize));
        if read.is_some_and(|e| is_told(e)) {
            vote.weight = Weight::Weak;
            "told".clone_into(&mut vote.group);
        }
    }
}

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
        let field = self.by.strip_prefix("field:");
        self.property == Property::Maker && field.is_some_and(|field| STATEMENTS.contains(&field))
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

/// The family that a reading is of: that a protocol was answered is of the protocol.
pub(crate) fn family_read(e: &Evidence) -> &str {
    match e.field.as_str() {
        "protocol.answered" => group_of_field(e.value.trim()),
        field => group_of_field(family(field)),
    }
}

/// The votes on one property.
pub(crate) fn of(votes: &[Vote], property: Property) -> impl Iterator<Item = &Vote> {
    votes.iter().filter(move |v| v.property == property)
}
