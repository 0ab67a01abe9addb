//! Everything that one evaluation found out, for the page that tells it.

use super::argued::Argued;
use super::corpora::Input;
use super::fit::Fitted;
use super::left_out::LeftOut;
use super::mask::Row;
use super::mutation::Effect;
use super::rebrands::Rebrand;
use super::run::Run;
use super::score::Score;
use std::collections::BTreeMap;

/// Everything that was found out.
#[derive(Debug)]
pub(crate) struct Evaluation<'i> {
    pub inputs: &'i [Input],
    pub day: String,
    pub run: Run<'i>,
    /// The score over inputs of which nothing stands as an example in a tell.
    pub unseen: Score,
    pub fitted: Vec<Fitted>,
    pub rebrands: Vec<Rebrand>,
    pub left_out: Vec<LeftOut>,
    pub effects: BTreeMap<Row, Effect>,
    pub wrong: Vec<Argued>,
    pub contested: Vec<Argued>,
}
