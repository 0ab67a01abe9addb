//! Judge: devices held against dated rules, and their traffic against what the owner calls inside.
//!
//! Pure: no clock (the day is an argument), no file, no socket, no randomness, no SQL. Nothing here finds out what a
//! thing is: devices come in as they were identified, with their [`oogmerk_model::Traffic`].

mod isolation;
mod outside;
mod rules;

pub use isolation::isolate;
pub use rules::{Facts, conclude, facts_of, judge, judge_one, makers_named};
