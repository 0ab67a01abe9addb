//! Fields that are alike: one program writes the same words in them, whichever protocol it answers in. What no tell of
//! the field itself knows, those of its like may.
//!
//! Most words are known to none of them. So the patterns of all are looked for in one pass, and of what may match, that
//! of the field itself is tried first.

use crate::matcher::{Groups, Matcher, Sought};
use crate::named::Named;
use std::ops::Range;

/// Fields in which one program writes the same words.
pub(crate) const SAME_WORDS: &[&[&str]] =
    &[&["http.server", "rtsp.server", "sip.server", "sip.user_agent"], &["http.realm", "rtsp.realm"]];

/// The patterns of one such list of fields.
#[derive(Debug)]
pub(crate) struct Alike {
    /// Each field with the places of its patterns.
    fields: Vec<(&'static str, Range<u32>)>,
    matcher: Matcher,
    /// The tell that a pattern answers by.
    tells: Vec<u32>,
}

impl Alike {
    /// All lists, made of the patterns of their fields.
    pub fn all(by_field: &Named<Matcher>) -> Vec<Self> {
        SAME_WORDS.iter().map(|fields| Self::of(fields, by_field)).collect()
    }

    fn of(names: &'static [&'static str], by_field: &Named<Matcher>) -> Self {
        let (mut fields, mut sought, mut tells) = (Vec::new(), Vec::new(), Vec::new());
        for name in names {
            let begin = tells.len() as u32;
            for own in by_field.get(*name).map_or(&[][..], Matcher::patterns) {
                sought.push(Sought { number: tells.len() as u32, ..own.clone() });
                tells.push(own.number);
            }
            fields.push((*name, begin..tells.len() as u32));
        }
        Self { fields, matcher: Matcher::new(sought), tells }
    }

    /// The place of a field among these.
    pub fn place(&self, field: &str) -> Option<usize> {
        self.fields.iter().position(|(name, _)| *name == field)
    }

    /// Hands over the tells of the field at a place that match; where none does, those of the first of its like of which
    /// any does. The field itself has nothing to say of nothing.
    pub fn find(&self, place: usize, value: &str, mut found: impl FnMut(u32, Groups<'_>)) {
        let own = self.fields.get(place).filter(|_| !value.is_empty());
        let others = self.fields.iter().enumerate().filter(|(at, _)| *at != place).map(|(_, field)| field);
        let ranges = own.into_iter().chain(others).map(|(_, range)| range.clone());
        self.matcher.find_first(value, ranges, |number, groups| {
            found(self.tells[number as usize], groups);
        });
    }
}
