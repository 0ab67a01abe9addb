//! Identify: readings, knowledge and a moment to claims, devices, verdicts and what would settle them; rows of lists
//! matched with devices.
//!
//! Pure: no clock (the moment is an argument), no file, no socket, no randomness, no SQL. The same facts under the
//! same knowledge at the same moment give the same bytes, in whatever order they came. Nothing here knows a maker:
//! what a reading means is asked of the [`oogmerk_knowledge::Oracle`]; nothing here knows a list of law or says what
//! is isolated: contacts and what was looked at go out as [`oogmerk_model::Traffic`], which `oogmerk-judge` takes.
//!
//! The way through: [`Ground`] collects facts, in a [`Pile`] where memory ends · `resolve` joins subjects by strong keys · `vote` and `identity` turn
//! readings into claims and verdicts · `examine` makes the record of one device · `people` keeps bystanders out ·
//! `reconcile` holds lists against devices · [`identify`] goes all of it · [`explain`] walks back ·
//! [`difference`] tells what another knowledge would change.

mod banner;
mod beside_cloud;
mod block;
mod bounds;
mod brand;
mod company;
mod confidence;
mod decide;
mod difference;
mod examine;
mod explain;
mod gathered;
mod ground;
mod identified;
mod identity;
mod key;
mod kind;
mod leanings;
mod lineage;
mod model_name;
mod naming;
mod needs;
mod one_voice;
mod options;
mod owner;
mod packing;
mod parts;
mod people;
mod pile;
mod reconcile;
mod resolve;
mod shape;
mod union;
mod unknown;
mod voice;
mod vote;

#[cfg(test)]
mod bench;
#[cfg(test)]
mod laws;

pub use difference::{CountChange, Difference, FindingChange, Side, Told, VerdictChange, difference};
pub use explain::{WhyNot, arguments, explain, why_not};
pub use ground::Ground;
pub use identified::{Identified, OneByOne, Taker, identify, identify_one, identify_to};
pub use key::{Key, Space, Spoor, spoor};
pub use leanings::{Leaning, Leanings, leanings};
pub use options::{Extent, Include, Options};
pub use pile::{Piece, Pile, PileKey, Whose};
pub use resolve::Demoted;
