//! People are not inventory: what is no registered thing, and not suspected to be one, leaves a count and nothing else.

use crate::options::Include;
use oogmerk_knowledge::Oracle;
use oogmerk_model::{Bystanders, Device, Kind, Means, Property, State};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a device may be told about, or only counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// A registered kind, or suspected to be one, or a person registered it.
    Registered,
    /// Somebody's thing.
    Bystander,
}

/// Judges by the kind alone: decided, contested, or suspected.
pub(crate) fn standing(
    kind: &oogmerk_model::Verdict,
    is_suspected: bool,
    mut means: impl Iterator<Item = Means>,
) -> Standing {
    let is_registered = |word: &str| Kind::parse(word).is_some_and(Kind::is_registered);
    let by_kind = match kind.verdict {
        State::Decided => kind.value.as_deref().is_some_and(is_registered),
        State::Contested => kind.rivals.iter().any(|r| is_registered(&r.value)),
        State::Undecided => is_suspected,
    };
    if by_kind || means.any(|m| m == Means::Person) { Standing::Registered } else { Standing::Bystander }
}

/// A thing a body owns, not a thing somebody carries: neither a list nor a question about equipment ever lifts a
/// telephone or a computer out of the counts.
pub(crate) fn is_equipment(device: &Device) -> bool {
    !device
        .kind
        .decided_value()
        .and_then(Kind::parse)
        .is_some_and(|k| matches!(k, Kind::Phone | Kind::Computer))
}

/// Network equipment of one of the makers asked for. The maker must be decided; the kind decided, or every voice about
/// it must say some sort of network equipment: one system runs on a maker's routers and switches alike.
pub(crate) fn is_sensitive(device: &Device, oracle: &dyn Oracle, makers: &BTreeSet<String>) -> bool {
    let is_network_word = |word: &str| {
        matches!(Kind::parse(word), Some(Kind::Router | Kind::Switch | Kind::AccessPoint | Kind::Gateway))
    };
    let mut voices = device.claims.iter().filter(|c| c.property == Property::Kind).peekable();
    let is_network = match device.kind.decided_value() {
        Some(kind) => is_network_word(kind),
        None => voices.peek().is_some() && voices.all(|c| c.value.split('|').all(is_network_word)),
    };
    let maker = device.maker.decided_value().and_then(|name| oracle.key_of_name(name));
    is_network && maker.is_some_and(|maker| makers.contains(&maker))
}

/// Counts per kind.
#[derive(Debug, Default)]
pub(crate) struct Headcount(BTreeMap<String, u64>);

impl Headcount {
    /// Counts a device and says whether it may be told about.
    pub fn admits(&mut self, device: &Device, standing: Standing, include: &Include) -> bool {
        if standing == Standing::Registered || *include == Include::All {
            return true;
        }
        let kind = device.kind.decided_value().unwrap_or("unknown");
        *self.0.entry(kind.to_owned()).or_default() += 1;
        false
    }

    /// One row per kind.
    pub fn rows(self) -> Vec<Bystanders> {
        self.0
            .into_iter()
            .map(|(kind, count)| Bystanders { schema: "oogmerk.bystanders/1".into(), kind, count })
            .collect()
    }
}
