//! Hearing: what it costs to hear a field, and by what asking is told from being.
//!
//! These are facts about protocols, and no protocol is known here: the table of codecs fills it, and whoever identifies
//! is handed it.

use std::collections::{BTreeMap, BTreeSet};

/// What reading a field costs, cheapest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cost {
    /// The device says it by itself: listen longer.
    Wait,
    /// The answer to one harmless question.
    Ask,
    /// A person reads the label.
    Label,
    /// An export of its management, or whoever supplied it.
    Supplier,
}

impl Cost {
    /// Stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Cost::Wait => "wait",
            Cost::Ask => "ask",
            Cost::Label => "label",
            Cost::Supplier => "supplier",
        }
    }
}

/// What is known of protocols as far as identifying needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hearing {
    /// What a family of fields (`sadp`) costs, or one field of it (`onvif.model`), whose row then holds; `None` for
    /// what nobody here asks. A family without a row is printed by other tools only.
    pub costs: BTreeMap<&'static str, Option<Cost>>,
    /// Protocols whose fields already tell asking from being.
    pub two_sided: BTreeSet<&'static str>,
    /// Fields that show what a subject asks and not what it is.
    pub of_clients: BTreeSet<&'static str>,
}

impl Hearing {
    /// What no protocol carries: it is read from labels, exports and papers; and what every protocol adds.
    pub fn beside_protocols() -> Self {
        let costs = [
            ("label", Some(Cost::Label)),
            ("isapi", Some(Cost::Supplier)),
            ("vapix", Some(Cost::Supplier)),
            ("statement", Some(Cost::Supplier)),
            ("protocol", Some(Cost::Ask)),
            ("protocol.asked", None),
        ];
        Self { costs: costs.into(), two_sided: BTreeSet::new(), of_clients: ["protocol.asked"].into() }
    }

    /// What reading a field costs; `None` for what another tool prints and what nobody here asks.
    pub fn cost(&self, field: &str) -> Option<Cost> {
        let family = field.split('.').next().unwrap_or(field);
        self.costs.get(field).or_else(|| self.costs.get(family)).copied().flatten()
    }

    /// Whether the fields of a protocol already tell asking from being.
    pub fn is_two_sided(&self, protocol: &str) -> bool {
        self.two_sided.contains(protocol)
    }

    /// Whether a field shows what a subject asks: no vote on kind, brand, maker or model rests on it.
    pub fn is_of_clients(&self, field: &str) -> bool {
        self.of_clients.contains(field)
    }
}
