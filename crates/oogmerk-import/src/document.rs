//! Single messages saved as files, held whole and read by the codec of their protocol.

use crate::reading::{Reading, Where, digest};
use oogmerk_bytes::Clues;
use oogmerk_model::{Observation, ProblemSeverity, Subject};
use oogmerk_wire::codec::told::Told;
use std::io::Read;
use std::sync::Arc;

/// Largest document held whole.
pub(crate) const DOCUMENT_MAX: usize = 32 * 1024 * 1024;

/// The whole input, or a problem and what fits.
pub(crate) fn whole(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut limited = input.take(DOCUMENT_MAX as u64 + 1);
    if let Err(error) = limited.read_to_end(&mut bytes) {
        reading.problem(
            ProblemSeverity::Rest,
            None,
            Some(bytes.len() as u64),
            format!("cannot be read further: {error}"),
        );
    }
    if bytes.len() > DOCUMENT_MAX {
        let reason = format!("is larger than {} MiB, too large for one document", DOCUMENT_MAX / 1024 / 1024);
        reading.problem(ProblemSeverity::Whole, None, None, reason);
        return None;
    }
    Some(bytes)
}

/// Without a byte order mark, as UTF-8. Gives how many bytes were in front, so that places stay those of the input.
pub(crate) fn unmarked(bytes: Vec<u8>) -> (Vec<u8>, u64) {
    let encoding = crate::encoding::sniff(&bytes);
    if encoding == encoding_rs::UTF_8 || encoding == encoding_rs::WINDOWS_1252 {
        let mark = if bytes.starts_with(&[0xef, 0xbb, 0xbf]) { 3 } else { 0 };
        return (bytes[mark..].to_vec(), mark as u64);
    }
    (encoding.decode_with_bom_removal(&bytes).0.into_owned().into_bytes(), 0)
}

pub(crate) fn read(input: Box<dyn Read + '_>, codec: &str, reading: &mut Reading<'_>) {
    let Some(bytes) = whole(input, reading) else { return };
    let (bytes, base) = unmarked(bytes);
    // The head of a message in bytes may begin with a blank: white space before a zero is no white space.
    let blanks = bytes.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(bytes.len());
    let lead = if bytes.get(blanks) == Some(&0) { 0 } else { blanks };
    let message = &bytes[lead..];
    let observation = Arc::new(reading.observation(Subject::named("doc"), codec, None, message));
    if reading.decode(codec, message, &observation, Some(base + lead as u64)) {
        reading.outcome.records += 1;
    }
}

/// A saved answer that is read as far as it goes.
pub(crate) fn read_told(
    input: Box<dyn Read + '_>,
    protocol: &str,
    parse: fn(&[u8]) -> Told,
    nothing: &'static str,
    reading: &mut Reading<'_>,
) {
    let Some(bytes) = whole(input, reading) else { return };
    let mut observation = reading.observation(Subject::named("doc"), protocol, None, &[]);
    observation.digest = digest(&bytes);
    let (bytes, base) = unmarked(bytes);
    told(parse(&bytes), Where::At(base), nothing, &Arc::new(observation), reading);
}

/// Hands over what one answer says, and where reading it stopped.
pub(crate) fn told(
    answer: Told,
    base: Where,
    nothing: &'static str,
    observation: &Arc<Observation>,
    reading: &mut Reading<'_>,
) {
    let before = reading.outcome.evidence;
    let mut clues: Clues = answer.clues();
    let place = match base {
        Where::At(base) => base,
        // Places in it are places in an escaped text: the record's own is told.
        Where::Inside(offset) => {
            clues.0.iter_mut().for_each(|clue| clue.span = None);
            offset
        }
    };
    reading.put_clues(observation, clues, Some(place));
    let says_nothing = reading.outcome.evidence == before;
    reading.outcome.records += u64::from(!says_nothing);
    let line = observation.source.line;
    if let Some((offset, reason)) = answer.stopped {
        let severity = if says_nothing { ProblemSeverity::Whole } else { ProblemSeverity::Rest };
        reading.problem(severity, line, base.place(offset as u64).offset, reason);
    } else if says_nothing {
        reading.problem(ProblemSeverity::Whole, line, base.place(0).offset, nothing);
    }
}
