//! What the small discovery protocols of single makers come down to: a question, or an answer with named values.

use crate::Clues;
use oogmerk_bytes::spanned::{Spanned, answered, asked};

/// What a message does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// Somebody asks.
    Ask,
    /// A device speaks about itself.
    Answer,
    /// Something else: known by what it is only.
    Other,
}

/// A message of one codec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// The codec's name.
    pub codec: &'static str,
    /// What it does.
    pub does: Does,
    /// Fields and values.
    pub values: Vec<(&'static str, Spanned)>,
}

impl Announcement {
    /// A message that says nothing of itself yet.
    pub const fn new(codec: &'static str, does: Does) -> Self {
        Self { codec, does, values: Vec::new() }
    }

    /// A question.
    pub fn question(codec: &'static str) -> Self {
        Self::new(codec, Does::Ask)
    }

    /// An answer with the values that were there.
    pub fn answer(
        codec: &'static str,
        values: impl IntoIterator<Item = (&'static str, Option<Spanned>)>,
    ) -> Self {
        let values =
            values.into_iter().filter_map(|(field, value)| Some((field, value.filter(|v| !v.is_empty())?)));
        Self { codec, does: Does::Answer, values: values.collect() }
    }

    /// The fields.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        match self.does {
            Does::Ask => asked(&mut clues, self.codec),
            Does::Answer => answered(&mut clues, self.codec),
            Does::Other => {}
        }
        for (field, value) in &self.values {
            value.tell(&mut clues, field);
        }
        clues
    }
}
