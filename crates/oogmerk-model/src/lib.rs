//! The nouns of Oogmerk: observation, evidence, claim, device, finding, count, question.
//!
//! This crate holds shapes and the few pure functions that belong to a shape (parsing a MAC, folding a verdict
//! into the record of `CONTRACT.md`). It knows no clock, no file, no socket, no regular expression, no protocol
//! and no maker. All data travels one way along these nouns: see ARCHITECTURE.md, "The spine".

mod address;
mod contact;
mod device;
mod evidence;
mod fact;
mod field;
mod finding;
mod hearing;
mod name;
mod observation;
mod standing;
mod territory;
mod time;
mod traffic;

pub use address::{Cidr, Mac, MacKind, Reach, Subject};
pub use contact::{Contact, Direction, Transport, Via, ViaHow, Window};
pub use device::{
    Bystanders, CitedEvidence, CitedSource, Claim, Device, EvidenceId, Isolation, IsolationVerdict, Kind,
    Merge, OutsideContact, OutsideVia, Property, Relation, Rival, State, Verdict,
};
pub use evidence::{Evidence, Place};
pub use fact::{Dropped, Fact, Problem, Severity as ProblemSeverity, Sink};
pub use field::Field;
pub use finding::{Conclusion, Finding, Severity};
pub use hearing::{Cost, Hearing};
pub use name::short_digest;
pub use observation::{Means, Observation, Source};
pub use standing::{
    Because, Count, CountRow, Declared, Deviation, DeviationKind, Lineage, Outsider, PlaceRow, Question,
    RuleBroken, Standing, Total,
};
pub use territory::Territory;
pub use time::Timestamp;
pub use traffic::{KeptNames, Recorder, Traffic};
