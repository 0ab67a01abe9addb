//! The sections of the standing report, in order: makers, brands, kinds, places, outside, isolation, rules, declared
//! against found, what is open, what was looked at, and the lists behind the numbers.

mod compared;
mod lists;
mod makers;
mod outside;
mod places;
mod rules;
mod windows;

use crate::book::{Book, Links};
use crate::hostile::Html;
use crate::overview::nothing;
use crate::view::Section;
use compared::{declared, open_questions};
use lists::{device_table, lists};
use makers::{brands, kinds, makers};
use outside::{isolation, outside};
use places::places;
use rules::rules;
use windows::windows;

/// All sections, in order.
pub(crate) fn sections(book: &Book<'_>) -> Vec<Section> {
    if nothing(book) {
        return vec![declared(book), windows(book)];
    }
    let mut out = vec![
        makers(book),
        brands(book),
        kinds(book),
        places(book),
        outside(book),
        isolation(book),
        rules(book),
    ];
    out.extend([declared(book), open_questions(book), windows(book)]);
    if matches!(book.links, Links::File { .. }) {
        out.push(lists(book));
        out.push(device_table(book));
    }
    out
}

/// For tables of contents: anchor and heading.
pub(crate) fn contents(sections: &[Section]) -> Vec<(String, Html)> {
    sections.iter().map(|s| (s.id.clone(), s.title.clone())).collect()
}
