//! Judge: devices held against dated rules, and their contacts against what the owner calls inside.
//!
//! Pure: no clock (the day is an argument), no file, no socket, no randomness, no SQL. Nothing here finds out what a
//! thing is; that comes in as data, with its contacts and what was looked at.

mod isolation;
mod rules;

pub use isolation::{Names, Recorders, Territory, Watched, isolation, outside, outside_via};
pub use rules::{Facts, conclude, facts_of, judge, judge_one};
