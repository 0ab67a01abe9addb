//! Unknown: a manufacturer that a device states and that nobody has written down yet.
//!
//! What a device says of its own name feeds the brand (law 4), known or not. An unknown name is shown as what the device
//! says of itself; it is the brand where something shows that the thing belongs to a surveillance system, and no name
//! that is known stands beside it.

use crate::model_name::{fold, is_empty_word};
use crate::voice::{Vote, family, family_read};
use oogmerk_knowledge::{FieldDefinition, Lists, Oracle, Status, Weight, WordList};
use oogmerk_model::{Evidence, Kind, Property};
use std::collections::BTreeSet;

const NAME_MAX: usize = 40;
/// What stands before the field in the names of such voices.
const UNKNOWN: &str = "unknown:";
const CALLED: &str = "called:";

/// The name in a field that states one, where it is nobody's in the knowledge base.
pub(crate) fn unknown_name(
    e: &Evidence,
    at: u32,
    definition: &FieldDefinition,
    oracle: &dyn Oracle,
) -> Option<Vote> {
    let field = e.field.as_str();
    definition.states.filter(|states| *states == Property::Brand)?;
    let value = e.value.trim();
    let is_none =
        is_empty_word(value) || oracle.is_placeholder(field, value) || oracle.key_of_name(value).is_some();
    // Who sells, puts up or owns what others make writes its name there too.
    let is_dealer = oracle.words().found(WordList::Dealer, value).next().is_some();
    let letters = value.chars().filter(|c| c.is_alphabetic()).count();
    let is_name = letters >= 2
        && value.len() <= NAME_MAX
        && value.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '&' | '.' | ','))
        && 2 * letters > value.chars().count();
    (is_own(field) && !is_none && !is_dealer && is_name).then(|| Vote {
        property: Property::Brand,
        value: value.to_owned(),
        kinds: Vec::new(),
        weight: Weight::Strong,
        status: Status::Tested,
        group: family(field).to_owned(),
        evidence: Some(at),
        by: format!("{UNKNOWN}{field}"),
    })
}

/// What the plain words in place of a name call the thing: `IP CAMERA` as manufacturer, model or name names nobody, and
/// says what it is. The definition and the lists are those of its field.
pub(crate) fn called_instead(
    e: &Evidence,
    at: u32,
    (definition, lists): (Option<&FieldDefinition>, Lists),
    oracle: &dyn Oracle,
) -> Option<Vote> {
    let field = e.field.as_str();
    let states = definition.and_then(|f| f.states);
    let is_name =
        matches!(states, Some(Property::Brand | Property::Model)) || lists.hold(WordList::NameGiven);
    let is_people_s = || lists.hold(WordList::AnybodyWrites) || !is_own(field);
    if !is_name || is_people_s() || !is_empty_word(&e.value) {
        return None;
    }
    let kinds: BTreeSet<Kind> =
        oracle.words().found(WordList::Called, &e.value).filter_map(|meaning| meaning.kind).collect();
    (!kinds.is_empty()).then(|| Vote {
        property: Property::Kind,
        value: String::new(),
        kinds: kinds.into_iter().collect(),
        weight: Weight::Moderate,
        status: Status::Tested,
        group: family(field).to_owned(),
        evidence: Some(at),
        by: format!("{CALLED}{field}"),
    })
}

/// What the class word at the head of a model calls the thing: `NVR5-8200PX`, `IPC-T54IR-ZE`. A number stands behind it.
pub(crate) fn class_in_model(
    e: &Evidence,
    at: u32,
    definition: &FieldDefinition,
    oracle: &dyn Oracle,
) -> Option<Vote> {
    let field = e.field.as_str();
    definition.states.filter(|states| *states == Property::Model && is_own(field))?;
    let model = e.value.trim();
    let head = model.find(|c: char| !c.is_ascii_alphabetic())?;
    let (class, number) = model.split_at_checked(head)?;
    let is_number = number.bytes().any(|b| b.is_ascii_digit()) && !number.contains(char::is_whitespace);
    let meaning = oracle.words().meaning(WordList::ClassInModel, &class.to_ascii_lowercase());
    let kind = meaning.filter(|_| is_number)?.kind?;
    Some(Vote {
        property: Property::Kind,
        value: String::new(),
        kinds: vec![kind],
        weight: Weight::Moderate,
        status: Status::Tested,
        group: family(field).to_owned(),
        evidence: Some(at),
        by: format!("{CALLED}{field}"),
    })
}

/// The device's own word, and no list's or label's.
fn is_own(field: &str) -> bool {
    !field.starts_with("sheet.") && !field.starts_with("label.") && !field.starts_with("dhcp.")
}

/// Leaves unknown names and plain words loud only where more of the answer shows that the thing belongs to a surveillance
/// system, and a name only where none that is known stands beside it; elsewhere they are shown and decide nothing.
pub(crate) fn hush_unknown_words(votes: &mut [Vote], evidence: &[&Evidence], oracle: &dyn Oracle) {
    let is_unknown = |v: &Vote| v.by.starts_with(UNKNOWN);
    let is_called = |v: &Vote| v.by.starts_with(CALLED);
    if !votes.iter().any(|v| is_unknown(v) || is_called(v)) {
        return;
    }
    let names: BTreeSet<String> = votes.iter().filter(|v| is_unknown(v)).map(|v| fold(&v.value)).collect();
    // Who built it is no name on it: a label that nobody knows on what a known house builds is the label all the same.
    let is_known = |v: &Vote| v.property == Property::Brand && !is_unknown(v) && v.is_solid();
    let is_registered = |v: &Vote| {
        let is_such = v.property == Property::Kind && v.is_solid() && !is_called(v);
        is_such && v.kinds.iter().all(|kind| kind.is_registered())
    };
    // An address block of a firm that sells little but cameras says no more than that.
    let is_of_block = |v: &Vote| v.property == Property::Kind && v.by.starts_with("oui:");
    let is_ours = votes.iter().any(|v| is_registered(v) || is_of_block(v))
        || evidence.iter().any(|e| is_of_surveillance(e, oracle));
    let is_the_name = is_ours && names.len() == 1 && !votes.iter().any(is_known);
    for vote in votes {
        if is_unknown(vote) && !is_the_name || is_called(vote) && !is_ours {
            vote.status = Status::Draft;
        }
    }
}

/// An answer in a protocol that nothing but things of a surveillance system speaks, or a model given in one.
pub(crate) fn is_of_surveillance(e: &Evidence, oracle: &dyn Oracle) -> bool {
    let field = e.field.as_str();
    let gives_model = || {
        let states = oracle.field(field).and_then(|f| f.states);
        states == Some(Property::Model) && !is_empty_word(&e.value)
    };
    oracle.words().holds(WordList::Surveillance, family_read(e))
        && (field == "protocol.answered" || gives_model())
}
