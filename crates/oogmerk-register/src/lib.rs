//! The register: keeps facts on a salted chain, keeps what was derived from them, and answers named questions.
//!
//! Two verbs, [`Register::apply`] and [`Register::snapshot`]; facts are bitemporal (valid time, recorded time).
//! The chain holds commitments, contents lie beside it and can be erased without breaking it (`chain`, `erase`,
//! `check`). Derivations come from outside (`put_derivation`); nothing here recognises, weighs or judges a device,
//! reads a clock or makes randomness: *now* and entropy are arguments. SQL stands in this crate and nowhere else.

mod apply;
mod census;
mod chain;
mod change;
mod check;
mod content;
mod derivation;
mod disclosure;
mod erase;
mod error;
mod export;
mod facts;
mod forget;
mod ids;
mod name_devices;
mod naming;
mod profile;
mod questions;
mod records;
mod register;
mod scratch;
mod snapshot;

pub use census::{Behind, Census, Counted, Counts, Kinds, Scope};
pub use chain::Hash;
pub use change::{
    Actor, Change, Decision, Head, Input, Receipt, Redirect, Ruling, Scrub, Statement, Topic, Which,
};
pub use check::Check;
pub use derivation::{Derivation, DerivationHead, Part};
pub use disclosure::Disclosure;
pub use error::{Fault, RegisterError};
pub use forget::RetentionPolicy;
pub use naming::Names;
pub use questions::{DeviceFile, Event, Filter, Happening, Listed, Page, Said, When};
pub use register::{Entropy, Register};
pub use scratch::{Scratch, ScratchKey, ScratchKeys, ScratchPiece};
pub use snapshot::{Recorded, Snapshot};
