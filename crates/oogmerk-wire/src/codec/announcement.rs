//! What the small discovery protocols of single makers come down to: a question, or an answer with named values.

use crate::Clues;
use oogmerk_bytes::spanned::{Spanned, answered, asked};

/// A question or an answer of one codec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// The codec's name.
    pub codec: &'static str,
    /// Whether somebody asks; else a device speaks about itself.
    pub is_question: bool,
    /// Fields and values.
    pub values: Vec<(&'static str, Spanned)>,
}

impl Announcement {
    /// A question.
    pub fn question(codec: &'static str) -> Self {
        Self { codec, is_question: true, values: Vec::new() }
    }

    /// An answer with the values that were there.
    pub fn answer(
        codec: &'static str,
        values: impl IntoIterator<Item = (&'static str, Option<Spanned>)>,
    ) -> Self {
        let values =
            values.into_iter().filter_map(|(field, value)| Some((field, value.filter(|v| !v.is_empty())?)));
        Self { codec, is_question: false, values: values.collect() }
    }

    /// The fields.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        if self.is_question {
            asked(&mut clues, self.codec);
        } else {
            answered(&mut clues, self.codec);
        }
        for (field, value) in &self.values {
            value.tell(&mut clues, field);
        }
        clues
    }
}
