//! Shape: what the number of a model says about maker and kind by its form alone, and what bears a form out that others
//! use too: the firm's name in the same answer, or an address out of the firm's own block.

use crate::block::blocks_of;
use crate::model_name::models_agree;
use crate::owner::may_be_written;
use crate::voice::{Vote, family_read, of};
use oogmerk_knowledge::{Grammar, Oracle, Status, Weight};
use oogmerk_model::{Evidence, Property, Timestamp};
use std::collections::BTreeSet;

/// What is known of a device around the number of its model.
struct Number<'a> {
    /// Every vote so far.
    all: &'a [Vote],
    evidence: &'a [&'a Evidence],
    brands: &'a BTreeSet<String>,
    oracle: &'a dyn Oracle,
    /// Where it was read.
    readings: Vec<&'a Vote>,
    /// Firms that own the blocks of its addresses; none where an owner may have written the number.
    blocks: BTreeSet<&'a str>,
}

/// What the shape of a model says about maker and kind.
pub(crate) fn grammar_votes(
    model: &str,
    all: &[Vote],
    evidence: &[&Evidence],
    brands: &BTreeSet<String>,
    oracle: &dyn Oracle,
) -> Vec<Vote> {
    let readings: Vec<&Vote> = of(all, Property::Model).filter(|v| models_agree(&v.value, model)).collect();
    // The device's own words before another program's.
    let same = || readings.iter().copied().filter(|v| v.value == model);
    let own = same().find(|v| v.is_solid()).or_else(|| same().next());
    let Some(reading) = own.or(readings.first().copied()) else { return Vec::new() };
    let read = reading.evidence.and_then(|at| evidence.get(at as usize));
    let is_unwritten = read.is_some() && !may_be_written(reading, evidence, oracle);
    let blocks =
        if is_unwritten { blocks_of(evidence, oracle).into_keys().collect() } else { BTreeSet::new() };
    let rows = rows_of(model, read.map(|e| e.value.clone()), brands, oracle);
    let number = Number { all, evidence, brands, oracle, readings, blocks };
    rows.into_iter().flat_map(|row| number.votes(row, reading)).collect()
}

/// Rows that know the number, as it was read or as it is known, with the brand in front where some shapes are written so.
fn rows_of<'k>(
    model: &str,
    read: Option<String>,
    brands: &BTreeSet<String>,
    oracle: &'k dyn Oracle,
) -> Vec<&'k Grammar> {
    let branded = brands.iter().flat_map(|brand| {
        let label = oracle.label(brand);
        [format!("{label} {model}"), format!("{} {model}", label.to_uppercase())]
    });
    let mut shapes = std::iter::once(model.to_owned()).chain(read).chain(branded);
    let mut rows = Vec::new();
    // A lead on the bare number does not hide what is known of the number with the name in front.
    while rows.iter().all(|row: &&Grammar| row.status == Status::Draft) {
        let Some(text) = shapes.next() else { break };
        let found = oracle.grammar(&text);
        if rows.is_empty() || found.iter().any(|row| row.status > Status::Draft) {
            rows = found;
        }
    }
    rows
}

impl Number<'_> {
    fn votes(&self, row: &Grammar, reading: &Vote) -> Vec<Vote> {
        let Some((weight, status)) = self.strength(row) else { return Vec::new() };
        let vote = |property, value: String, kinds, (weight, status)| Vote {
            property,
            value,
            kinds,
            weight,
            status,
            group: self.group(row),
            evidence: reading.evidence,
            by: format!("grammar:{}", row.id),
        };
        let mut votes = Vec::new();
        if self.oracle.maker(&row.maker).is_some() {
            votes.push(vote(Property::Maker, row.maker.clone(), Vec::new(), (weight, status)));
        }
        if !row.kinds.is_empty() {
            let strength = self.strength_of_kind(row, weight, status);
            votes.push(vote(Property::Kind, String::new(), row.kinds.clone(), strength));
        }
        votes
    }

    /// A lead counts where something else speaks of its firm.
    fn strength(&self, row: &Grammar) -> Option<(Weight, Status)> {
        match row.status {
            Status::Proven => Some((Weight::Strong, Status::Proven)),
            Status::Tested => Some((Weight::Moderate, Status::Tested)),
            Status::Draft => {
                (self.is_known(row) || self.is_of_block(row)).then_some((Weight::Weak, Status::Draft))
            }
        }
    }

    fn strength_of_kind(&self, row: &Grammar, weight: Weight, status: Status) -> (Weight, Status) {
        if row.status < Status::Proven && self.is_named(row) {
            return (Weight::Strong, Status::Tested);
        }
        if row.status == Status::Draft && self.is_of_block(row) {
            return (Weight::Moderate, Status::Tested);
        }
        // Another name on the box: the shape may be chance, and the thing no camera at all.
        let contradicts = !self.brands.is_empty() && !self.is_known(row);
        (if row.status == Status::Tested && contradicts { Weight::Weak } else { weight }, status)
    }

    /// A tell that read the maker out of one of these very texts and the shape of the model are one voice.
    fn group(&self, row: &Grammar) -> String {
        let same_text =
            |v: &&Vote| v.evidence.is_some() && self.readings.iter().any(|r| r.evidence == v.evidence);
        let mut makers = of(self.all, Property::Maker).filter(same_text);
        makers.find(|v| v.value == row.maker).map_or("model", |v| &v.group).to_owned()
    }

    fn is_known(&self, row: &Grammar) -> bool {
        self.brands.contains(&row.brand) || self.brands.contains(&row.maker)
    }

    /// The number and an address of one firm: the address was burnt in by the factory.
    fn is_of_block(&self, row: &Grammar) -> bool {
        self.blocks.contains(&*row.brand) || self.blocks.contains(&*row.maker)
    }

    /// The name and the model of one answer speak for each other, whatever else has such a shape.
    fn is_named(&self, row: &Grammar) -> bool {
        let answers: BTreeSet<_> = self.readings.iter().filter_map(|r| self.answer(r)).collect();
        let mut names = of(self.all, Property::Brand).filter(|v| v.value == row.brand && is_said(v));
        names.any(|v| self.answer(v).is_some_and(|own| answers.contains(&own)))
    }

    fn answer(&self, vote: &Vote) -> Option<(&str, Option<Timestamp>)> {
        let e = self.evidence.get(vote.evidence? as usize)?;
        Some((family_read(e), e.seen_at()))
    }
}

/// Read in a field that states a name, or as a name in a banner.
pub(crate) fn is_said(vote: &Vote) -> bool {
    vote.by.starts_with("field:") || vote.by.starts_with("name:")
}
