//! Owner: names that whoever owns, sells or looks after a device may have written into it.
//!
//! A scope name, a host name, the organisation in a certificate is often the brand, because the factory put it there. It
//! may as well be the firm in whose hall the camera hangs. Such names are together one voice, for one hand may have
//! written them all: it decides no brand alone, and it gives way to a name that only a maker writes. Where a model of
//! that brand stands on the device, the device's own number stands in the name, or an edge ties the two names, the
//! factory wrote it. So it did where the model that stands elsewhere on the device stands in the name too.
//!
//! Who only sells, puts up, connects or owns what others make (`dealer` in `words.toml`) is no brand in any field.

use crate::voice::{Vote, of};
use oogmerk_knowledge::{EdgeRelation, Oracle, Status, Weight, WordList};
use oogmerk_model::{Evidence, Mac, Property};
use std::collections::BTreeSet;

/// The group of all that an owner may have written.
const WRITTEN: &str = "written";
/// Most numbers of one device that are looked for in its names.
const NUMBERS_MAX: usize = 16;
/// Shortest model that stands in a name by no chance, without its strokes.
const MODEL_MIN: usize = 5;
/// The group of what the shape of a model bears out.
const BORNE_OUT: &str = "model";
/// Who reads the organisation in a certificate. Whoever runs a network may put certificates of its own on all of it.
pub(crate) const ORGANISATION: &str = "name:tls.subject";

/// Makes one quiet voice of the brands that an owner may have written, and drops those that something else belies.
///
/// `read_in_names` are the models that stand in names and titles: they bear out a name that a program or a page gives,
/// and never what an owner wrote.
pub(crate) fn temper(
    votes: &mut Vec<Vote>,
    read_in_names: &[Vote],
    evidence: &[&Evidence],
    oracle: &dyn Oracle,
) {
    votes.retain(|v| v.property != Property::Brand || !names_a_dealer(v, evidence, oracle));
    let models = models_unwritten(votes, evidence, oracle);
    let borne_out = brands_of_models(&models, votes, oracle);
    let mut numbers = own_numbers(evidence, oracle);
    numbers.extend(models.iter().map(|model| folded(model)).filter(|model| model.len() >= MODEL_MIN));
    let elsewhere = models_with_texts(votes, evidence, oracle);
    let mut shown = models_unwritten(read_in_names, evidence, oracle);
    shown.extend(models);
    let of_models =
        if votes.iter().any(is_lead) { brands_of_models(&shown, votes, oracle) } else { BTreeSet::new() };
    for vote in votes.iter_mut().filter(|v| v.property == Property::Brand) {
        let is_borne_out = borne_out.contains(&vote.value) || holds_one(vote, evidence, &numbers);
        if !is_borne_out && may_be_an_owners(vote, evidence, oracle) {
            vote.weight = vote.weight.min(Weight::Moderate);
            WRITTEN.clone_into(&mut vote.group);
        } else if vote.by.starts_with("name:") && stands_twice(vote, evidence, &elsewhere)
            || is_lead(vote) && of_models.contains(&vote.value) && !may_be_written(vote, evidence, oracle)
        {
            // The device tells the same model, or one of that firm's, where no owner writes: the name is the factory's.
            vote.weight = vote.weight.max(Weight::Strong);
        }
    }
    let belied = belied(votes, oracle);
    votes.retain(|v| v.property != Property::Brand || v.group != WRITTEN || !belied.contains(&v.value));
}

/// Whether a voice is a name alone that a program or a page gives: a lead, until a model of that firm stands beside it.
pub(crate) fn is_lead(vote: &Vote) -> bool {
    vote.property == Property::Brand
        && vote.weight == Weight::Moderate
        && vote.by.starts_with("name:")
        && vote.by != ORGANISATION
        && vote.group != BORNE_OUT
}

/// Brands that stand beside another which no owner wrote, and are not tied to it.
fn belied(votes: &[Vote], oracle: &dyn Oracle) -> BTreeSet<String> {
    let brands = |is: fn(&Vote) -> bool| -> BTreeSet<&str> {
        of(votes, Property::Brand).filter(|v| is(v)).map(|v| v.value.as_str()).collect()
    };
    let shown = brands(|v| v.group != WRITTEN && v.is_solid() && v.weight >= Weight::Strong);
    let is_alone = |name: &&str| !shown.contains(name) && !shown.iter().any(|s| are_tied(name, s, oracle));
    let written = brands(|v| v.group == WRITTEN);
    written.into_iter().filter(|_| !shown.is_empty()).filter(is_alone).map(str::to_owned).collect()
}

/// Whether a field that holds a firm's name, and nothing else, holds a dealer's.
fn names_a_dealer(vote: &Vote, evidence: &[&Evidence], oracle: &dyn Oracle) -> bool {
    let is_firm = vote.by == ORGANISATION || vote.by.starts_with("field:");
    let read = vote.evidence.filter(|_| is_firm).and_then(|at| evidence.get(at as usize));
    read.is_some_and(|e| oracle.words().found(WordList::Dealer, &e.value).next().is_some())
}

/// Whether a brand rests on nothing but what an owner may have written.
pub(crate) fn is_written_only(brand: &str, votes: &[Vote]) -> bool {
    of(votes, Property::Brand).filter(|v| v.value == brand).all(|v| v.group == WRITTEN)
}

fn may_be_an_owners(vote: &Vote, evidence: &[&Evidence], oracle: &dyn Oracle) -> bool {
    vote.group != BORNE_OUT && (vote.by == ORGANISATION || may_be_written(vote, evidence, oracle))
}

/// Whether an owner may have written what a voice was read from.
pub(crate) fn may_be_written(vote: &Vote, evidence: &[&Evidence], oracle: &dyn Oracle) -> bool {
    let read = vote.evidence.and_then(|at| evidence.get(at as usize));
    read.is_some_and(|e| oracle.field(e.field.as_str()).is_some_and(|f| f.may_be_written(&e.value)))
}

/// The halves of its hardware addresses that its maker counts up, in hexadecimal digits.
fn own_numbers(evidence: &[&Evidence], oracle: &dyn Oracle) -> BTreeSet<String> {
    let is_address = |e: &&&Evidence| oracle.field(e.field.as_str()).is_some_and(|f| f.kind == "mac");
    let addresses = evidence.iter().filter(is_address).filter_map(|e| Mac::parse(&e.value));
    let all: BTreeSet<String> = addresses.map(|mac| folded(&mac.to_string()).split_off(6)).collect();
    all.into_iter().take(NUMBERS_MAX).collect()
}

/// Whether one of its own numbers, or its own model, stands in the text: no owner, but a factory, calls each thing after
/// its number.
fn holds_one(vote: &Vote, evidence: &[&Evidence], numbers: &BTreeSet<String>) -> bool {
    let read = vote.evidence.and_then(|at| evidence.get(at as usize));
    read.is_some_and(|e| {
        let text = folded(&e.value);
        numbers.iter().any(|number| text.contains(number.as_str()))
    })
}

/// Models that stand where no owner writes, each with the text in which it stands.
fn models_with_texts(
    votes: &[Vote],
    evidence: &[&Evidence],
    oracle: &dyn Oracle,
) -> Vec<(String, Option<String>)> {
    let text = |v: &Vote| v.evidence.and_then(|at| evidence.get(at as usize)).map(|e| folded(&e.value));
    of(votes, Property::Model)
        .filter(|v| v.is_solid() && !may_be_written(v, evidence, oracle))
        .map(|v| (folded(&v.value), text(v)))
        .filter(|(model, _)| model.len() >= MODEL_MIN)
        .take(NUMBERS_MAX)
        .collect()
}

/// Whether a name stands beside a model that another text of the device tells too.
fn stands_twice(vote: &Vote, evidence: &[&Evidence], elsewhere: &[(String, Option<String>)]) -> bool {
    let read = vote.evidence.and_then(|at| evidence.get(at as usize));
    read.is_some_and(|e| {
        let own = folded(&e.value);
        elsewhere.iter().any(|(model, text)| text.as_ref() != Some(&own) && own.contains(model.as_str()))
    })
}

/// Letters and digits alone, in lower case.
fn folded(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Models that stand where no owner writes.
fn models_unwritten(votes: &[Vote], evidence: &[&Evidence], oracle: &dyn Oracle) -> BTreeSet<String> {
    let models = of(votes, Property::Model).filter(|v| v.is_solid() && !may_be_written(v, evidence, oracle));
    models.map(|v| v.value.clone()).take(NUMBERS_MAX).collect()
}

/// Brands of whose models one stands where no owner writes. A shape that others use too, or that is so short that it is
/// written with the name in front, bears out the name that stands on the device: name and number were written by two
/// hands, or by the factory.
fn brands_of_models(models: &BTreeSet<String>, votes: &[Vote], oracle: &dyn Oracle) -> BTreeSet<String> {
    let alone = models.iter().flat_map(|model| oracle.grammar(model));
    let mut brands: BTreeSet<String> =
        alone.filter(|row| row.status >= Status::Tested).map(|row| row.brand.clone()).collect();
    let named: BTreeSet<&str> = of(votes, Property::Brand).map(|v| v.value.as_str()).collect();
    for name in named {
        let fits = |model: &String| {
            let texts = [model.clone(), format!("{} {model}", oracle.label(name))];
            texts.iter().any(|text| oracle.grammar(text).iter().any(|row| row.brand == name))
        };
        if models.iter().any(fits) {
            brands.insert(name.to_owned());
        }
    }
    brands
}

/// Whether somebody wrote down that one of two names stands on what the other builds.
pub(crate) fn are_tied(a: &str, b: &str, oracle: &dyn Oracle) -> bool {
    let builds = |brand: &str, maker: &str| {
        let edges = oracle.lineage(brand, None, None);
        edges.iter().any(|e| e.maker == maker && e.relation != EdgeRelation::Component)
    };
    builds(a, b) || builds(b, a)
}
