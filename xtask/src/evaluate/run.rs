//! Run: every input assessed once, scored, judged, and with the rows of knowledge that were heard on it.

use super::assessed::leanings;
use super::corpora::Input;
use super::judged::Population;
use super::mask::{Mask, Row};
use super::score::{Score, score};
use oogmerk_identify::{Leanings, Options};
use oogmerk_knowledge::{Knowledge, Oracle};
use oogmerk_model::{Device, Timestamp};
use std::collections::BTreeSet;

/// What came of one input.
#[derive(Debug)]
pub struct Done<'i> {
    /// The input.
    pub input: &'i Input,
    /// Its devices.
    pub found: Vec<Leanings>,
    /// Rows of knowledge that were heard.
    pub heard: BTreeSet<Row>,
    /// Its score.
    pub score: Score,
}

/// What came of all inputs.
#[derive(Debug)]
pub struct Run<'i> {
    /// Per input.
    pub done: Vec<Done<'i>>,
    /// The score of all.
    pub score: Score,
    /// What truth can be held against.
    pub population: Population,
}

/// Everybody's things, at a given day.
pub fn options(day: &str) -> Options {
    let now = Timestamp::parse_day(day).unwrap_or_default();
    Options::all_at(now, oogmerk_wire::hearing())
}

/// The devices of leanings.
pub fn devices(found: &[Leanings]) -> Vec<&Device> {
    found.iter().map(|l| &l.device).collect()
}

/// Assesses everything.
pub fn run<'i>(inputs: &'i [Input], knowledge: &Knowledge, options: &Options) -> Run<'i> {
    let mask = Mask::hiding(knowledge, []);
    let mut run = Run { done: Vec::new(), score: Score::default(), population: Population::default() };
    for input in inputs {
        let found = leanings(&input.ground, &mask, options);
        let heard = mask.take_heard();
        let devices = devices(&found);
        let own = score(input, &devices);
        run.score.add(own.clone());
        run.population.add(input, &found, knowledge as &dyn Oracle, options);
        run.done.push(Done { input, found, heard, score: own });
    }
    run
}
