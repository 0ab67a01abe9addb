//! People are not inventory: what is no registered thing, and not suspected to be one, leaves a count and nothing else.

use crate::identity::Identity;
use crate::options::Include;
use oogmerk_knowledge::{Oracle, WordList};
use oogmerk_model::{Bystanders, Claim, Device, Evidence, Kind, Means, Property, State};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a device may be told about, or only counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// A registered kind, or suspected to be one, or a person registered it.
    Registered,
    /// Somebody's thing.
    Bystander,
}

/// Judges by the kind where one is decided or contested; where it is open, by what is suspected and by what the thing
/// said of itself: that it answered a protocol of surveillance, or its model, serial or firmware.
pub(crate) fn standing(identity: &Identity, evidence: &[&Evidence], oracle: &dyn Oracle) -> Standing {
    let kind = &identity.told.kind;
    let is_by_kind = match kind.verdict {
        State::Decided => kind.value.as_deref().is_some_and(is_registered),
        State::Contested => kind.rivals.iter().any(|r| is_registered(&r.value)),
        State::Undecided => {
            let is_nobodys = !is_another_sort(identity) && !is_carried(evidence, oracle);
            identity.is_suspected || is_nobodys && is_telling(identity, evidence, oracle)
        }
    };
    let is_stated = evidence.iter().any(|e| e.observation.means == Means::Person);
    if is_by_kind || is_stated { Standing::Registered } else { Standing::Bystander }
}

fn is_telling(identity: &Identity, evidence: &[&Evidence], oracle: &dyn Oracle) -> bool {
    identity.told.claims.iter().any(says_what_it_is)
        || evidence.iter().any(|e| answered_surveillance(e, oracle))
}

fn is_registered(word: &str) -> bool {
    Kind::parse(word).is_some_and(Kind::is_registered)
}

/// Something speaks about its kind, and nothing says a registered one: a telephone, a computer, a printer, a switch.
fn is_another_sort(identity: &Identity) -> bool {
    let mut kinds = identity.told.claims.iter().filter(|c| c.property == Property::Kind).peekable();
    kinds.peek().is_some() && !kinds.any(|c| c.value.split('|').any(is_registered))
}

/// Whether it calls itself what only telephones and computers are called that people carry: no verdict on what it is,
/// and enough not to list it.
pub(crate) fn is_carried(evidence: &[&Evidence], oracle: &dyn Oracle) -> bool {
    let words = oracle.words();
    let is_so = |text: &str| {
        let plain = text.replace(|c: char| !c.is_alphabetic(), " ");
        words.found(WordList::Carried, &plain).next().is_some()
    };
    evidence.iter().any(|e| words.holds(WordList::CallsItself, e.field.as_str()) && is_so(&e.value))
}

/// A thing's own word on what it is, whatever the word, or an address block of a firm that sells little but cameras.
/// What lists and labels state was said by somebody else.
fn says_what_it_is(claim: &Claim) -> bool {
    let is_own = |field: &str| !field.starts_with("sheet.") && !field.starts_with("label.");
    match claim.property {
        Property::Model | Property::Serial | Property::Firmware => {
            claim.by.strip_prefix("field:").is_some_and(is_own)
        }
        Property::Kind => claim.by.starts_with("oui:"),
        _ => false,
    }
}

/// Whether it answered a protocol that only things of a surveillance system answer.
fn answered_surveillance(e: &Evidence, oracle: &dyn Oracle) -> bool {
    e.field.as_str() == "protocol.answered" && oracle.words().holds(WordList::Surveillance, e.value.trim())
}

/// A thing a body owns, not a thing somebody carries: neither a list nor a question about equipment ever lifts a
/// telephone or a computer out of the counts, nor what only looks like one.
pub(crate) fn is_equipment(device: &Device) -> bool {
    let is_somebodys =
        |word: &str| Kind::parse(word).is_some_and(|k| matches!(k, Kind::Phone | Kind::Computer));
    if let Some(kind) = device.kind.decided_value() {
        return !is_somebodys(kind);
    }
    let kinds = || {
        let claims = device.claims.iter().filter(|c| c.property == Property::Kind);
        claims.flat_map(|c| c.value.split('|'))
    };
    !kinds().any(is_somebodys) || kinds().any(is_registered)
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
