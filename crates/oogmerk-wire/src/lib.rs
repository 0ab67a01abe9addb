//! Network bytes to messages to evidence, without doing any input or output.
//!
//! One file per protocol. Each codec offers the same things under the same names:
//! `Message`, `parse` (total: any bytes give a message or a [`Malformed`], never a panic), `Message::clues`
//! (message to fields), `ask` (the harmless question, where there is one, as a sealed [`Inquiry`]) and `write`
//! (answers, for the simulator and the samples); and one row ([`row::Codec`]) that says all about it. What is absent: sockets, clocks, files, and every maker's name
//! as a conclusion: this crate never says who built a thing.

pub mod answers;
pub mod codec;
mod hearing;
mod inquiry;
mod lesson;
mod methods;
pub mod row;

pub use hearing::hearing;
pub use inquiry::{Community, Inquiry, Target};
pub use oogmerk_bytes::{About, Clue, Clues, Malformed, Markers};
