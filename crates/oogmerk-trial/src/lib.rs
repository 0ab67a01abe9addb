//! What tests ask alike: data by others, expected texts, and how a test says that it could not run.
//!
//! What it is not: a dependency of anything but tests, or a place that knows what is tested. It imports no crate of
//! ours, so every room may use it.
//!
//! * [`foreign`]: a folder outside the repository, named by `OOGMERK_CORPORA`. What stands in it may change without
//!   notice, so a test over it holds invariants and no figure.
//! * [`not_run`]: a fact that the runner counts, instead of a silent pass.
//! * [`samples`]: the samples that we wrote, one by one.
//! * [`golden`]: expected texts, which only `./dev golden` rewrites, after a person read the difference.

pub mod foreign;
pub mod golden;
mod samples;
mod skipped;

pub use samples::samples;
pub use skipped::not_run;
