//! Hostile bytes with their places: what every reader of the outside world needs before it knows a protocol or a
//! format.
//!
//! Spans and the values read at them, heads of text messages, one walker of JSON and one of XML, BER, bodies put
//! together from runs, texts that are searched for, and the cutting of secrets. Everything here is total: any bytes give a result or an end, never
//! a panic, and no depth, size or number is without a bound. What is absent: protocols, formats, makers, input and
//! output.

pub mod ber;
mod clue;
pub mod cut;
pub mod json;
mod markers;
pub mod references;
pub mod runs;
pub mod spanned;
pub mod text_head;
pub mod xml;

pub use clue::{About, Clue, Clues, Malformed};
pub use markers::{Markers, Until};
