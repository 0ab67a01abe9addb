//! Naming: whether a text is what a thing is called, or a sentence about such things.
//!
//! A web page, a greeting or a shared name is written by whoever owns the computer behind it. A page about cameras
//! names makers and models like a camera does; what tells them apart is the words around the name. Only such fields are
//! looked at (`anybody-writes` in `words.toml`); what a protocol defines as a model stays a model.

use crate::owner::are_tied;
use oogmerk_knowledge::{Oracle, WordList};

/// Most words of a name that no list knows: a line, a place, a language.
const STRANGE_MAX: usize = 1;

/// Whether the text of a field may be a name: always where only a maker writes there.
pub(crate) fn may_be_a_name(field: &str, text: &str, oracle: &dyn Oracle) -> bool {
    let known = oracle.words();
    !known.holds(WordList::AnybodyWrites, field)
        || known.found(WordList::About, text).next().is_none()
            && strange(text, oracle) <= STRANGE_MAX
            && !lists_several(text, oracle)
}

/// Whether names of several firms stand in a text, none of which builds for another: what watches cameras lists them.
fn lists_several(text: &str, oracle: &dyn Oracle) -> bool {
    let (mut names, words) = (Vec::new(), words_of(text));
    let mut at = 0;
    while at < words.len() {
        let name = name_at(&words, at, oracle);
        at += name.as_ref().map_or(1, |(length, _)| *length);
        names.extend(name.map(|(_, key)| key));
    }
    let differ = |a: &String, b: &String| a != b && !are_tied(a, b, oracle);
    names.iter().enumerate().any(|(i, a)| names.iter().skip(i + 1).any(|b| differ(a, b)))
}

/// How many words make a firm's name from here on, and whose it is: the longest.
fn name_at(words: &[&str], at: usize, oracle: &dyn Oracle) -> Option<(usize, String)> {
    let longest = words.get(at..)?.iter().take(3).copied().collect::<Vec<_>>().join(" ");
    if !oracle.may_begin_a_name(&longest) {
        return None;
    }
    (1..=3usize).rev().find_map(|length| {
        let head = words.get(at..at + length)?;
        Some((length, oracle.key_of_name(&head.join(" "))?))
    })
}

fn words_of(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.' | '&'))
        .filter(|w| !w.is_empty())
        .take(64)
        .collect()
}

/// Whether nothing stands in a text but makers' names, plain words beside a name, models and numbers.
pub(crate) fn is_plain(text: &str, oracle: &dyn Oracle) -> bool {
    strange(text, oracle) == 0 && oracle.words().found(WordList::About, text).next().is_none()
}

/// Words that are no part of a maker's name, no plain word beside a name, no model and no number.
fn strange(text: &str, oracle: &dyn Oracle) -> usize {
    let words = words_of(text);
    let mut strange = 0;
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let name = name_at(&words, at, oracle);
        strange += usize::from(name.is_none() && is_strange(word, oracle));
        at += name.map_or(1, |(length, _)| length);
    }
    strange
}

fn is_strange(word: &str, oracle: &dyn Oracle) -> bool {
    let plain = word.to_lowercase();
    let known = oracle.words();
    plain.chars().count() > 1
        && plain.chars().all(|c| !c.is_ascii_digit())
        && plain
            .split(['-', '_', '.', '&'])
            .filter(|part| part.chars().count() > 1)
            .any(|part| !known.holds(WordList::Beside, part) && !known.holds(WordList::Called, part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::SmallOracle;

    #[test]
    fn what_a_thing_is_called_is_told_from_a_sentence_about_such_things() {
        let check = |field: &str, text: &str, want: bool| {
            assert_eq!(may_be_a_name(field, text, &SmallOracle::new()), want, "{field} {text}");
        };
        for name in [
            "AXIS 205 Network Camera version 4.05",
            "Honeywell IP Camera FTP server ready",
            "Axis M3045-V - Live view",
            "Hikvision DS-2CD2385G1-I",
            "D-Link DCS-935L Hal",
        ] {
            check("http.title", name, true);
            check("ftp.banner", name, true);
        }
        for sentence in [
            "Axis ip camera test blog",
            "220 Axis webcam pictures of my holidays",
            "My new AXIS M3045-V network camera",
            "How to hack a Hikvision DVR",
            "Axis M3045-V review",
            "welkom bij Kamiel, Dahua IPC-HDW1431T1",
            "Axis M3045-V, Hikvision DS-2CD2143G2-I",
        ] {
            check("http.title", sentence, false);
            // There a protocol says what it is.
            check("onvif.model", sentence, true);
        }
    }
}
