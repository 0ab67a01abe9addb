//! Needs: which unread field would decide an open property, cheapest first.
//!
//! For the maker the answer is worked out from the knowledge base: who can still have built it, in which fields those
//! give themselves away, and whether such a reading would then really decide. Nothing is asked here; only a person or
//! the prober may act on it.

use crate::decide::{Cited, Tally, tally, verdict};
use crate::voice::{Vote, family, group_of_field};
use oogmerk_knowledge::{Decider, EdgeRelation, Oracle, Status, Weight};
use oogmerk_model::{Cost, Evidence, Field, Hearing, Property};
use std::collections::{BTreeMap, BTreeSet};

/// Most fields named for one property.
const NEEDS_MAX: usize = 6;

/// Fields that would settle a property other than the maker; what was read already is not asked again.
pub(crate) fn of_property(property: Property, evidence: &[&Evidence]) -> Vec<Field> {
    let wishes: &[&'static str] = match property {
        Property::Kind => {
            &["onvif.scope.hardware", "http.title", "rtsp.server", "label.model", "onvif.model"]
        }
        Property::Brand => &["onvif.scope.name", "http.title", "label.brand", "onvif.manufacturer"],
        Property::Model => &["onvif.scope.hardware", "http.title", "label.model", "onvif.model"],
        Property::Firmware => &["http.body_marker", "label.firmware", "onvif.firmware"],
        Property::Serial => &["label.serial", "onvif.serial"],
        _ => &["label.model"],
    };
    wishes.iter().filter(|w| !is_read(evidence, w)).map(|w| Field::of(w)).collect()
}

fn is_read(evidence: &[&Evidence], field: &str) -> bool {
    evidence.iter().any(|e| e.field.as_str() == field)
}

/// Fields in which one reading can decide a maker, most makers first, with what reading them costs: those that a person
/// at the device or a question can read. It is the same for every device.
pub(crate) fn askable<'k>(oracle: &'k dyn Oracle, hearing: &Hearing) -> Vec<(Cost, &'k str)> {
    let fields = oracle.deciding_fields().iter();
    let costs = fields.filter_map(|(field, _)| Some((hearing.cost(field)?, field.as_str())));
    costs.filter(|(cost, _)| *cost <= Cost::Label).collect()
}

/// Fields that would decide an open maker. Where something points to makers: those fields in which one reading of one
/// of them would decide, as [`decides`] tries out. Where nothing does: the fields in which most makers can be told, and
/// the label, whose model is a voice of its own.
pub(crate) fn of_maker(
    votes: &[Vote],
    evidence: &[&Evidence],
    model: Option<&str>,
    oracle: &dyn Oracle,
    (hearing, askable): (&Hearing, &[(Cost, &str)]),
) -> Vec<Field> {
    let candidates = candidates(votes, model, oracle);
    let held: Vec<&Vote> = votes.iter().filter(|v| v.property == Property::Maker).collect();
    let tallies = tally(held.iter().copied());
    let mut found: BTreeMap<&str, (Cost, usize)> = BTreeMap::new();
    for candidate in &candidates {
        for decider in oracle.deciders(candidate) {
            let Some(cost) = hearing.cost(&decider.field) else { continue };
            if !is_read(evidence, &decider.field) && decides(candidate, decider, &held, &tallies) {
                found.entry(&decider.field).or_insert((cost, 0)).1 += 1;
            }
        }
    }
    if found.is_empty() {
        return where_most_are_told(evidence, askable);
    }
    let mut list: Vec<(&str, (Cost, usize))> = found.into_iter().collect();
    // Of equal cost, what decides for most of them comes first; a question that is often answered before others.
    list.sort_by_key(|(field, (cost, makers))| {
        (*cost, std::cmp::Reverse(*makers), rarity(field, oracle), *field)
    });
    // The cheapest of each sort first, so that who cannot ask the network still learns what else there is.
    let mut kept: Vec<(Cost, Field)> = Vec::new();
    for (field, (cost, _)) in &list {
        if kept.iter().filter(|(c, _)| c == cost).count() < 3 {
            kept.push((*cost, Field::named(field)));
        }
    }
    kept.truncate(NEEDS_MAX);
    kept.into_iter().map(|(_, field)| field).collect()
}

/// How far down a field stands among those that decide for most makers.
fn rarity(field: &str, oracle: &dyn Oracle) -> usize {
    oracle.deciding_fields().iter().position(|(f, _)| f == field).unwrap_or(usize::MAX)
}

fn where_most_are_told(evidence: &[&Evidence], askable: &[(Cost, &str)]) -> Vec<Field> {
    let unread = askable.iter().filter(|(_, field)| !is_read(evidence, field));
    let mut list: Vec<(Cost, &str)> = unread.take(NEEDS_MAX - 1).copied().collect();
    if !is_read(evidence, "label.model") && list.iter().all(|(_, field)| *field != "label.model") {
        list.push((Cost::Label, "label.model"));
    }
    list.sort_by_key(|(cost, _)| *cost);
    list.into_iter().map(|(_, field)| Field::named(field)).collect()
}

/// Who can have built it: whoever something points to, and whoever stood behind a name on it, drafts included.
fn candidates(votes: &[Vote], model: Option<&str>, oracle: &dyn Oracle) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for vote in votes {
        match vote.property {
            Property::Maker => {
                all.insert(vote.value.clone());
            }
            Property::Brand => {
                let edges = oracle.lineage(&vote.value, model, None);
                let edges = edges.iter().filter(|e| e.relation != EdgeRelation::Component);
                all.extend(edges.map(|e| e.maker.clone()));
            }
            _ => {}
        }
    }
    all
}

/// Whether a reading of this field that speaks for a maker would decide it, beside what was read already.
fn decides(maker: &str, decider: &Decider, held: &[&Vote], tallies: &[Tally]) -> bool {
    let is_alone = decider.weight == Weight::Decisive && decider.status == Status::Proven;
    let others = tallies.iter().filter(|t| t.value != maker);
    let is_open = others.clone().all(|t| !t.contests() && t.total < Weight::Decisive.weight_mdb());
    if is_alone && is_open {
        return true;
    }
    let reading = Vote {
        property: Property::Maker,
        value: maker.to_owned(),
        kinds: Vec::new(),
        weight: decider.weight,
        status: decider.status,
        // What the shape of a model says is said by whatever shows the model.
        group: match decider.group.as_str() {
            "model" => group_of_field(family(&decider.field)).to_owned(),
            group => group_of_field(group).to_owned(),
        },
        evidence: None,
        by: String::new(),
    };
    let with = tally(held.iter().copied().chain([&reading]));
    let verdict = verdict(Property::Maker, &with, Vec::new, &mut Cited::default());
    verdict.decided_value() == Some(maker)
}
