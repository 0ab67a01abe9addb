//! Mutation: each row of knowledge hidden once, to see which figures rest on it.
//!
//! Only inputs on which a row was heard are assessed again: on all others nothing can change.

use super::assessed::leanings;
use super::mask::{Mask, Row};
use super::run::{Done, devices};
use super::score::{PROPERTIES, Score, Tally, score};
use oogmerk_identify::{Leanings, Options};
use oogmerk_knowledge::Knowledge;
use oogmerk_model::{Device, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// What hiding a row did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Cells of the score table moved: corpus and property, how many cases fewer are right (negative: more).
    Score(BTreeMap<(String, &'static str), i64>),
    /// No cell moved, but a verdict or its confidence did.
    Confidence,
    /// It was heard and nothing moved: others say the same.
    Nothing,
    /// No corpus holds anything it speaks on.
    NeverHeard,
}

/// Hides every tell, grammar row and edge once.
pub fn mutate(done: &[Done<'_>], knowledge: &Knowledge, options: &Options) -> BTreeMap<Row, Effect> {
    let mut heard_on: BTreeMap<&Row, Vec<&Done<'_>>> = BTreeMap::new();
    for d in done {
        for row in &d.heard {
            heard_on.entry(row).or_default().push(d);
        }
    }
    rows(knowledge)
        .into_iter()
        .map(|row| {
            let effect = heard_on
                .get(&row)
                .map_or(Effect::NeverHeard, |inputs| effect(&row, inputs, knowledge, options));
            (row, effect)
        })
        .collect()
}

fn rows(knowledge: &Knowledge) -> BTreeSet<Row> {
    let tells = knowledge.tells().iter().map(|t| Row::Tell(t.id.clone()));
    let grammars = knowledge.grammars().iter().map(|g| Row::Grammar(g.id.clone()));
    let edges = knowledge.edges().iter().map(|e| Row::Edge(e.id.clone()));
    tells.chain(grammars).chain(edges).collect()
}

fn effect(row: &Row, inputs: &[&Done<'_>], knowledge: &Knowledge, options: &Options) -> Effect {
    let mask = Mask::hiding(knowledge, [row.clone()]);
    let mut moved = BTreeMap::new();
    let mut is_other = false;
    for done in inputs {
        let found = leanings(&done.input.ground, &mask, options);
        let changed = score(done.input, &devices(&found));
        for (cell, lost) in difference(&done.score, &changed) {
            *moved.entry(cell).or_insert(0) += lost;
        }
        is_other |= !same_verdicts(&done.found, &found);
    }
    match (moved.is_empty(), is_other) {
        (false, _) => Effect::Score(moved),
        (true, true) => Effect::Confidence,
        (true, false) => Effect::Nothing,
    }
}

/// Cells that differ, with how many right answers fewer there are.
fn difference(before: &Score, after: &Score) -> BTreeMap<(String, &'static str), i64> {
    let cells: BTreeSet<&(String, usize)> = before.rows.keys().chain(after.rows.keys()).collect();
    let of = |score: &Score, cell| score.rows.get(cell).copied().unwrap_or_default();
    cells
        .into_iter()
        .filter_map(|cell| {
            let (b, a): (Tally, Tally) = (of(before, cell), of(after, cell));
            let property = PROPERTIES.get(cell.1).copied().unwrap_or_default();
            (b != a).then(|| ((cell.0.clone(), property), i64::from(b.right) - i64::from(a.right)))
        })
        .collect()
}

fn same_verdicts(before: &[Leanings], after: &[Leanings]) -> bool {
    let verdicts = |l: &Leanings| -> Vec<Said> { verdicts(&l.device).into_iter().map(said).collect() };
    before.len() == after.len() && before.iter().zip(after).all(|(b, a)| verdicts(b) == verdicts(a))
}

type Said = (Option<String>, Option<i64>, Vec<String>);

/// What a verdict says, with its confidence in ten-thousandths, as it is printed.
fn said(v: &Verdict) -> Said {
    let parts = v.confidence.map(|c| (c * 10_000.0).round() as i64);
    let rivals = v.rivals.iter().map(|r| format!("{} {:.4}", r.value, r.confidence)).collect();
    (v.value.clone(), parts, rivals)
}

fn verdicts(device: &Device) -> [&Verdict; 6] {
    [&device.kind, &device.brand, &device.maker, &device.model, &device.serial, &device.firmware]
}
