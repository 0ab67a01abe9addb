//! Assess: facts, knowledge and a moment to claims, devices, findings, counts and questions.
//!
//! Pure: no clock (the moment is an argument), no file, no socket, no randomness, no SQL. The same facts under the
//! same knowledge at the same moment give the same bytes, in whatever order they came. Nothing here knows a maker:
//! what a reading means is asked of the [`oogmerk_knowledge::Oracle`].
//!
//! The way through: [`Ground`] collects facts · `resolve` joins subjects by strong keys · `vote` and `identify` turn
//! readings into claims and verdicts · `isolation` judges contacts · `people` keeps bystanders out · `judge` holds
//! devices against dated lists · `reconcile` holds lists against devices · `count` counts · [`explain`] walks back.

mod assessment;
mod brand;
mod calibrate;
mod count;
mod decide;
mod difference;
mod explain;
mod ground;
mod identity;
mod key;
mod kind;
mod model_name;
mod needs;
mod options;
mod parts;
mod people;
mod reconcile;
mod resolve;
mod union;
mod voices;
mod vote;

#[cfg(test)]
mod bench;
#[cfg(test)]
mod laws;

pub use assessment::{Assessment, assess, assess_each, assess_into};
pub use calibrate::{Leaning, Leanings, leanings};
pub use count::{Scope, how_many_by_brand, how_many_by_kind, how_many_by_maker};
pub use difference::{CountChange, Difference, FindingChange, Made, Told, VerdictChange, difference};
pub use explain::{WhyNot, arguments, explain, why_not};
pub use ground::Ground;
pub use key::{Key, Space, Spoor, spoor};
pub use needs::{Cost, cost_of};
pub use oogmerk_judge::{Facts, conclude, facts_of, judge, judge_one};
pub use options::{Include, Options};
pub use resolve::Demoted;
