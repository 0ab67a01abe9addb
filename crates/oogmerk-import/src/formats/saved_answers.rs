//! What devices said of themselves in any text that somebody saved or pasted: pages, exports of other programs, logs,
//! mails, tickets, dumps. Read by the digging of the wire crate, whatever stands around the answers.
//!
//! No head tells such a file: it is what no other format is, and has answers in it.

use crate::document::{unmarked, whole};
use crate::reading::{How, Reading, at};
use crate::row::Row;
use oogmerk_bytes::Markers;
use oogmerk_model::{Field, ProblemSeverity, Subject};
use oogmerk_wire::answers;
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

/// Whether a device itself speaks in a text: not only words that anybody may have written.
pub(crate) fn devices_answer_in(bytes: &[u8], markers: &Markers) -> bool {
    let (text, _) = unmarked(bytes.to_vec());
    let found = answers::in_text(&String::from_utf8_lossy(&text), markers);
    found.iter().flat_map(|answer| &answer.clues.0).any(|clue| !clue.field.as_str().starts_with("saved."))
}

/// Hands over the answers in a text; false where there is none.
pub(crate) fn answers_in(bytes: &[u8], reading: &mut Reading<'_>) -> bool {
    let (text, _) = unmarked(bytes.to_vec());
    let text = String::from_utf8_lossy(&text);
    let found = answers::in_text(&text, &reading.options.markers);
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
            reading.put(&observation, Field::of("import.ip"), &ip.to_string(), How::Decoded, at(0));
        }
        reading.put_clues(&observation, answer.clues, None);
    }
    reading.outcome.evidence > before
}
