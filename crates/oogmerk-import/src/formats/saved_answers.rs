//! What devices said of themselves in any text that somebody saved or pasted: pages, exports of other programs, logs,
//! mails, tickets, dumps. Read by the digging of the wire crate, whatever stands around the answers.
//!
//! No head tells such a file: it is what no other format is, and has answers in it.

use crate::document::{unmarked, whole};
use crate::encoding;
use crate::reading::{How, Reading, at};
use crate::row::Row;
use oogmerk_bytes::Markers;
use oogmerk_model::{Field, ProblemSeverity, Subject};
use oogmerk_wire::answers;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Read;
use std::sync::Arc;

pub(crate) const ROW: Row = Row::new("saved-answers", |_| false, read)
    .of_last_resort()
    .sampled(b"Asset 12\n{\"manufacturer\": \"Maker\", \"model\": \"XC-100\", \"firmware\": \"1.2.3\"}\n");

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let Some(bytes) = whole(input, reading) else { return };
    if !answers_in(&bytes, reading) {
        reading.problem(ProblemSeverity::Whole, None, None, "holds no answer of a device");
    }
}

/// Bytes of a text that are looked at together: what is found in them is held until all of them are looked at.
const LOOKED_AT: usize = 1 << 20;

/// Whether a device itself speaks in a text: not only words that anybody may have written. A long text is looked at in
/// parts, so that a list that people keep is not held as so many answers.
pub(crate) fn devices_answer_in(bytes: &[u8], markers: &Markers) -> bool {
    let (text, _) = unmarked(bytes.to_vec());
    parts_of(&String::from_utf8_lossy(&text), LOOKED_AT).any(|part| {
        let found = answers::in_text(&part, markers);
        found.iter().flat_map(|answer| &answer.clues.0).any(|clue| !clue.field.as_str().starts_with("saved."))
    })
}

/// Whole lines of a text, about so many bytes at a time, each part under the first line, which may be that of headings.
fn parts_of(text: &str, most: usize) -> impl Iterator<Item = Cow<'_, str>> {
    let heading = text.split_inclusive('\n').next().unwrap_or_default();
    let (mut rest, mut is_first) = (text, true);
    std::iter::from_fn(move || {
        let line_end = |from: usize| memchr::memchr(b'\n', &rest.as_bytes()[from..]).map(|at| from + at + 1);
        let end = if rest.len() > most { line_end(most - 1).unwrap_or(rest.len()) } else { rest.len() };
        let (part, left) = rest.split_at(end);
        rest = left;
        let whole =
            if std::mem::take(&mut is_first) { part.into() } else { format!("{heading}{part}").into() };
        (!part.is_empty()).then_some(whole)
    })
}

/// Hands over the answers in a text; false where there is none.
pub(crate) fn answers_in(bytes: &[u8], reading: &mut Reading<'_>) -> bool {
    // Nothing of an answer stands in the input byte for byte, so any encoding may be undone.
    let (text, _) = encoding::sniff(bytes).decode_with_bom_removal(bytes);
    // Bytes that the encoding has no letter for are of another one.
    let is_odd = |c: char| ('\u{80}'..='\u{9f}').contains(&c);
    let text = if text.contains(is_odd) { text.replace(is_odd, "\u{fffd}").into() } else { text };
    let found = answers::in_text(&text, &reading.options.markers);
    if !found.is_empty() {
        // What another reader found wrong with the text is not wrong with it.
        reading.drop_problems();
    }
    let before = reading.outcome.evidence;
    let things: BTreeSet<usize> = found.iter().map(|answer| answer.thing).collect();
    for answer in found {
        let subject = match answer.ip {
            Some(ip) => Subject::ip(ip),
            None if things.len() == 1 => Subject::named("doc"),
            None => Subject::named(&format!("thing:{}", answer.thing)),
        };
        let observation = Arc::new(reading.observation(subject, ROW.name, None, &[]));
        reading.outcome.records += 1;
        if let Some(ip) = answer.ip {
            reading.put(&observation, Field::of("import.ip"), ip.to_string(), How::Decoded, at(0));
        }
        reading.put_clues(&observation, answer.clues, None);
    }
    reading.outcome.evidence > before
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_looked_at_in_parts_of_whole_lines_under_its_headings() {
        let lines: Vec<String> = (0..500).map(|i| format!("line {i} é\n")).collect();
        let text = lines.concat();
        for most in [1, 12, 100, 1_000, text.len()] {
            let parts: Vec<_> = parts_of(&text, most).collect();
            assert!(parts.iter().all(|part| part.len() <= most + 2 * "line 499 é\n".len()), "{most}");
            let rest = parts[1..].iter().map(|part| &part["line 0 é\n".len()..]);
            assert_eq!(std::iter::once(&*parts[0]).chain(rest).collect::<String>(), text);
            assert!(parts.iter().all(|part| part.starts_with("line 0 é\n")));
        }
        assert_eq!((parts_of("", 9).count(), parts_of("no end of line", 3).count()), (0, 1));
    }

    #[test]
    fn a_device_that_speaks_far_down_in_a_list_is_heard() {
        let mut list = "asset,remark\n".to_owned();
        list.extend((0..100_000).map(|i| format!("A{i},in the hall {i}\n")));
        assert!(list.len() > LOOKED_AT && !devices_answer_in(list.as_bytes(), Markers::NONE));
        list.push_str("A7,onvif://www.onvif.org/hardware/XC-100 onvif://www.onvif.org/name/Maker\n");
        assert!(devices_answer_in(list.as_bytes(), Markers::NONE));
    }
}
