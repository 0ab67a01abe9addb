//! What the formats of scanners share: objects of JSON one after the other, their values by path, and what a scanner
//! recorded of one answer.
//!
//! Nothing here knows a scanner: names of keys stand in the file of each format.

pub(crate) mod answer;
pub(crate) mod objects;
pub(crate) mod tree;
