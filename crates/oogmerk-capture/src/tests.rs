//! Tests of the capture reader as a whole, on frames built byte by byte.
#![allow(clippy::unwrap_used)]

mod budgets;
mod corpora;
mod files;
mod frames;
mod streams;
mod subjects;
