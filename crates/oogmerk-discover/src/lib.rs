//! The only crate that talks to devices.
//!
//! Three parts, each small: the [`gate`] decides whether and when a packet may leave, the [`survey`] engine decides
//! what to ask whom next (pure: time is an argument), and the [`shell`] moves bytes. What is absent: a way to send
//! bytes that no codec's `ask` made, a log-in, a second try after a `401`, a request for a stream or a picture, a
//! redirect that is followed, and any address outside the authority.

pub mod gate;
pub mod plan;
pub mod shell;
pub mod survey;

pub use gate::{Authority, Ceilings, Gate, Refusal};
pub use plan::{Plan, Planned, Question, TooWide, addresses};
pub use shell::{Asker, Audit, Outcome, Sent, run};
pub use survey::{Next, Survey};
