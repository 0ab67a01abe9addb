//! What a text says of whom, as lines that tests compare.

use oogmerk_wire::Markers;
use oogmerk_wire::answers::in_text;
use std::collections::BTreeSet;

/// Each clue of a text as `address field=value`.
pub fn said(text: &str) -> BTreeSet<String> {
    let answers = in_text(text, Markers::NONE);
    let clues = answers.iter().flat_map(|answer| {
        let whose = answer.ip.map_or("-".to_owned(), |ip| ip.to_string());
        answer.clues.0.iter().map(move |clue| format!("{whose} {}={}", clue.field, clue.value))
    });
    clues.collect()
}
