//! Knowledge: who makes what, how devices give themselves away, who binds whom. Data files, checked, indexed, matchable.
//!
//! Everything here is loaded from `knowledge/` (embedded in the binary, or a folder). No data file can describe a
//! packet, an address to scan or a pace: data recognises, only code composes what is sent.

mod alike;
pub mod blocks;
mod check;
mod clouds;
mod contradictions;
mod coverage;
mod deciding;
mod demotion;
mod difference;
mod exercise;
pub mod foreign;
mod index;
mod knowledge;
mod lineage;
mod load;
mod matcher;
mod model;
mod named;
mod names;
mod open;
mod origin;
mod pack;
mod placeholders;
mod prefixes;
mod raw;
mod sign;
pub mod signed;
mod sources;
mod trust;
mod words;
pub mod yardstick;

pub use check::CheckReport;
pub use coverage::{Coverage, CoverageRow, Known};
pub use demotion::{Demotion, Distrust};
pub use difference::{KnowledgeDifference, Rows};
pub use knowledge::{Knowledge, edges_about};
pub use model::*;
pub use pack::{FileError, Pack};
pub use sign::{KeyError, PublicKey, SecretKey, TrustedKeys};
pub use sources::{EvidenceClass, Statement};
pub use words::{Lists, Meaning, WordList, Words};
