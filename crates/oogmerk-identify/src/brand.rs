//! Brand: which of the names that a device shows is the one printed on it.
//!
//! A firmware stack is delivered with its maker's name in it and keeps that name under every label, so such a name is
//! only a default: it gives way to a name that the device was given (a scope name, a manufacturer field, a title, a
//! label that somebody read). Nothing here is about who built it: the maker rests on its own votes.

use crate::model_name::is_empty_word;
use crate::naming::may_be_a_name;
use crate::owner::{self, ORGANISATION};
use crate::voice::{Vote, family, family_read, of};
use oogmerk_knowledge::{Edge, EdgeRelation, Oracle, Status, Weight, WordList};
use oogmerk_model::{Evidence, Property};
use std::collections::BTreeSet;

/// The organisation in the subject of a certificate that a device made or was shipped with.
pub(crate) fn brand_in_certificate(e: &Evidence, at: u32, oracle: &dyn Oracle) -> Option<Vote> {
    if e.field.as_str() != "tls.subject" {
        return None;
    }
    let parts = e.value.split([',', '/']).map(str::trim);
    let organisation = parts.filter_map(|p| p.strip_prefix("O=")).find(|o| !is_empty_word(o))?;
    Some(Vote {
        property: Property::Brand,
        value: oracle.key_of_name(organisation)?,
        kinds: Vec::new(),
        weight: Weight::Strong,
        status: Status::Tested,
        group: "tls".to_owned(),
        evidence: Some(at),
        by: ORGANISATION.to_owned(),
    })
}

/// Whether a reading carries a name that the device was given, rather than one its firmware came with.
fn is_name_given(e: &Evidence, oracle: &dyn Oracle) -> bool {
    let field = e.field.as_str();
    if field == "onvif.scope" {
        let value = e.value.to_ascii_lowercase();
        return ["/name/", "/manufacturer/", "/mfr/"].iter().any(|part| value.contains(part));
    }
    oracle.words().holds(WordList::NameGiven, field)
        || oracle.field(field).is_some_and(|f| f.states == Some(Property::Brand))
}

/// A brand in front of a model (`HiLook IPC-B140H`), in the fields where devices write both. A name alone is not
/// read: a street or a room can be called like a brand.
pub(crate) fn brand_before_model(e: &Evidence, at: u32, oracle: &dyn Oracle) -> Option<Vote> {
    let field = e.field.as_str();
    if !oracle.words().holds(WordList::BrandAndModel, field) || !may_be_a_name(field, &e.value, oracle) {
        return None;
    }
    let words: Vec<&str> = e.value.split_whitespace().take(4).collect();
    let head = |length: usize| {
        let head = words.get(..length)?;
        let is_name = head.iter().all(|w| !w.chars().any(|c| c.is_ascii_digit()));
        is_name.then(|| head.join(" ")).and_then(|name| Some((oracle.key_of_name(&name)?, name)))
    };
    let numbered = (1..=2usize).rev().find_map(|length| {
        let model = words.get(length).filter(|word| is_model_like(word))?;
        let (key, name) = head(length)?;
        Some((key, format!("{name} {model}"), *model))
    });
    // A type may be a word (`Acme Presence`): then the shape alone says that it is one.
    let worded = || {
        let (key, name) = (1..=2usize).rev().filter(|length| *length < words.len()).find_map(head)?;
        let model = e.value.trim().get(name.len()..)?.trim_start();
        let fits = oracle.grammar(e.value.trim()).iter().any(|row| row.brand == key);
        fits.then(|| (key, e.value.trim().to_owned(), model))
    };
    let (key, written, model) = numbered.or_else(worded)?;
    // Some shapes are so short that they are written with the name in front.
    let fits = [model, &written]
        .iter()
        .any(|text| oracle.grammar(text).iter().any(|row| row.brand == key && row.status >= Status::Tested));
    Some(Vote {
        property: Property::Brand,
        value: key,
        kinds: Vec::new(),
        weight: if fits { Weight::Strong } else { Weight::Moderate },
        status: Status::Tested,
        // The same words speak for the maker through the shape of the model: one text, one voice.
        group: if fits { "model".to_owned() } else { family(field).to_owned() },
        evidence: Some(at),
        by: format!("name:{field}"),
    })
}

/// Letters and digits together, four or more: no house number and no plain word.
pub(crate) fn is_model_like(word: &str) -> bool {
    word.len() >= 4
        && word.chars().any(|c| c.is_ascii_digit())
        && word.chars().any(|c| c.is_ascii_alphabetic())
        && !is_empty_word(word)
}

/// The brand votes that count: defaults that gave way are left out, and a maker that is known to build for a name
/// speaks for that name.
pub(crate) fn brand_votes(votes: &[Vote], evidence: &[&Evidence], oracle: &dyn Oracle) -> Vec<Vote> {
    let brands: Vec<&Vote> = votes.iter().filter(|v| v.property == Property::Brand).collect();
    let is_given = |v: &Vote| {
        v.evidence.and_then(|at| evidence.get(at as usize)).is_some_and(|e| is_name_given(e, oracle))
    };
    let given: BTreeSet<&str> =
        brands.iter().filter(|v| v.is_solid() && is_given(v)).map(|v| v.value.as_str()).collect();
    let makers: BTreeSet<&str> = votes
        .iter()
        .filter(|v| v.property == Property::Maker && v.is_solid())
        .map(|v| v.value.as_str())
        .collect();

    let mut gone: BTreeSet<(&str, Gone)> = BTreeSet::new();
    let mut corroborated: Vec<Vote> = Vec::new();
    for name in &given {
        let edges = edges_of(name, votes, oracle);
        for maker in makers.iter().chain(&given).filter(|m| *m != name) {
            let edge = edges.iter().filter(|e| e.maker == **maker).max_by_key(|e| (e.status, &e.id));
            match edge {
                // The firm was bought: where both names stand, the buyer's is the newer.
                Some(e) if e.relation == EdgeRelation::Acquired && given.contains(maker) => {
                    gone.insert((name, Gone::Whole));
                }
                Some(e) if e.relation != EdgeRelation::Component => {
                    gone.insert((maker, Gone::Whole));
                    corroborated.extend(corroboration(name, maker, e, (votes, evidence), &is_given));
                }
                // Nobody wrote down that this maker builds for that name: the name stands all the same, unless it
                // brings a maker of its own, in which case two things contradict each other.
                _ if !makers.contains(name) => {
                    gone.insert((maker, Gone::Defaults));
                }
                _ => {}
            }
        }
    }
    gone.extend(houses_of_lines(&brands, votes, oracle).into_iter().map(|house| (house, Gone::Whole)));
    let stays = |v: &&Vote| {
        !gone.contains(&(v.value.as_str(), Gone::Whole))
            && (is_given(v) || !gone.contains(&(v.value.as_str(), Gone::Defaults)))
    };
    let mut kept: Vec<Vote> = brands.iter().copied().filter(|v| stays(v)).cloned().collect();
    kept.extend(corroborated.into_iter().filter(|v| stays(&v)));
    kept
}

/// Names of houses that stand beside a line of their own with a name of its own: the line is what the label says, and
/// the house is in every answer that the line gives.
fn houses_of_lines<'v>(brands: &[&'v Vote], votes: &[Vote], oracle: &dyn Oracle) -> BTreeSet<&'v str> {
    let model = of(votes, Property::Model).filter(|v| v.is_solid()).map(|v| v.value.as_str()).min();
    let loud = brands.iter().filter(|v| v.is_solid() && v.weight >= Weight::Strong);
    let lines: BTreeSet<&str> = loud.map(|v| v.value.as_str()).collect();
    let is_line_of = |house: &str| {
        let mut others = lines.iter().filter(|line| **line != house);
        others.any(|line| {
            oracle.lineage(line, model, None).iter().any(|e| e.maker == house && e.speaks_for_all())
        })
    };
    brands.iter().map(|v| v.value.as_str()).filter(|name| is_line_of(name)).collect()
}

/// A name that only the firmware came with is not what the label says where a list names another: the software is sold
/// under many labels. A name that the device was given stays.
pub(crate) fn drop_defaults(
    names: &mut Vec<Vote>,
    listed: &str,
    evidence: &[&Evidence],
    oracle: &dyn Oracle,
) {
    let is_given = |v: &Vote| {
        v.evidence.and_then(|at| evidence.get(at as usize)).is_some_and(|e| is_name_given(e, oracle))
    };
    let given: BTreeSet<String> = names.iter().filter(|v| is_given(v)).map(|v| v.value.clone()).collect();
    names.retain(|v| v.value == listed || given.contains(&v.value));
}

/// How much of a name gives way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Gone {
    /// What its firmware says by itself.
    Defaults,
    /// All of it.
    Whole,
}

/// The edges of a name. Where an owner may have written it, an edge that holds for other models than the device's says
/// nothing: the firm may be the owner of what another sells.
fn edges_of<'k>(name: &str, votes: &[Vote], oracle: &'k dyn Oracle) -> Vec<&'k Edge> {
    let mut edges = oracle.lineage(name, None, None);
    let models: BTreeSet<&str> =
        of(votes, Property::Model).filter(|v| v.is_solid()).map(|v| v.value.as_str()).collect();
    if !models.is_empty() && owner::is_written_only(name, votes) {
        let holding = models.iter().flat_map(|model| oracle.lineage(name, Some(model), None));
        let holding: BTreeSet<&str> = holding.map(|e| e.id.as_str()).collect();
        edges.retain(|e| holding.contains(e.id.as_str()));
    }
    edges
}

/// A maker that shows itself in words other than the name, and is known to build for that name, is a second voice
/// for it.
fn corroboration(
    name: &str,
    maker: &str,
    edge: &Edge,
    (votes, evidence): (&[Vote], &[&Evidence]),
    is_given: &dyn Fn(&Vote) -> bool,
) -> Option<Vote> {
    let answer = |v: &Vote| v.evidence.and_then(|at| evidence.get(at as usize)).map(|e| family_read(e));
    let named: BTreeSet<Option<&str>> =
        of(votes, Property::Brand).filter(|v| v.value == name).map(answer).collect();
    // In the answer that gives the name it would be no second voice.
    let shown = of(votes, Property::Maker)
        .filter(|v| v.value == maker && v.is_solid() && !is_given(v))
        .min_by_key(|v| named.contains(&answer(v)))?;
    (edge.status >= Status::Tested && !edge.disputed).then(|| Vote {
        property: Property::Brand,
        value: name.to_owned(),
        kinds: Vec::new(),
        weight: Weight::Moderate,
        status: edge.status,
        group: "lineage".to_owned(),
        evidence: shown.evidence,
        by: format!("lineage:{}", edge.id),
    })
}
