//! Other tools' files to observations and evidence: nmap, masscan, Shodan, Censys, ZGrab2, nfdump, Zeek,
//! spreadsheets, recorder and camera exports, SNMP walks, Shadowserver reports, saved answers, and Oogmerk's own JSON
//! lines.
//!
//! One format a file, one line a format in the table (`formats.rs`), which is all that a format is known by. A reader
//! gets bytes and a [`Sink`](oogmerk_model::Sink) and hands over one [`Fact`](oogmerk_model::Fact) at a time. What is
//! absent: paths, sockets and clocks (a reader is given its input), makers (nothing here concludes), and whole files
//! in memory wherever a format allows reading by line or by element. Bad input is named with its place and never
//! stops the rest.
//!
//! The format is recognised from content, never from a name: see [`recognise`]. From the ground up: `encoding`,
//! `reading` (where facts go), `lines` and `document` (how inputs are taken in), `head` and `row` (how formats are
//! told apart); `pasted` (what pasting puts in front of lines), `printed` (what network tools print), `nmap`, `flow`,
//! `zeek`, `scan`, `table` and `banner` are what several formats share.

mod banner;
mod document;
mod encoding;
mod flow;
mod format;
mod formats;
mod head;
mod lines;
mod nearest;
mod nmap;
mod pasted;
mod plan;
mod printed;
mod reading;
mod recognise;
mod row;
mod scan;
mod table;
mod unpacked;
mod zeek;

pub use encoding::HEAD_MAX;
pub use format::Format;
pub use plan::{ColumnPlan, ColumnUse, MapError, SheetPlan, TablePlan};
pub use reading::{Options, Outcome, Vocabulary};
pub use recognise::recognise;

use oogmerk_model::{ProblemSeverity, Sink};
use reading::Reading;
use std::io::Read;

/// Reads one line of [`Format::OOGMERK_LINES`], for those who split and answer line by line. `number` counts from 1;
/// `offset` is where the line begins. Holds nothing between calls.
pub fn read_line(
    line: &[u8],
    number: u64,
    offset: u64,
    name: &str,
    options: &Options,
    sink: &mut dyn Sink,
) -> Outcome {
    let mut reading = Reading::new(name, options, sink);
    formats::oogmerk_lines::read_one(line, number, offset, &mut reading);
    reading.finish(Some(Format::OOGMERK_LINES))
}

/// Reads one input into facts.
///
/// `name` is what the user called it and is used for nothing but telling the user. `format` overrides recognition
/// (`--as`). Never panics; every trouble becomes a [`Fact::Problem`](oogmerk_model::Fact::Problem) and is counted in
/// the outcome.
pub fn read<'a>(
    mut input: Box<dyn Read + 'a>,
    name: &str,
    format: Option<Format>,
    options: &Options,
    sink: &mut dyn Sink,
) -> Outcome {
    let mut head = Vec::new();
    let taken = (&mut input).take(HEAD_MAX as u64).read_to_end(&mut head);
    if format.is_none() && head::is_archive(&head) && recognise::row_of(&head).is_none() {
        let mut whole = head.clone();
        // What cannot be read further is no whole archive.
        let _ = (&mut input).take(unpacked::ARCHIVE_MAX).read_to_end(&mut whole);
        if let Some(part) = unpacked::sole_part(&whole).filter(|part| !head::is_archive(part)) {
            return read(Box::new(std::io::Cursor::new(part)), name, None, options, sink);
        }
        input = Box::new(std::io::Cursor::new(whole.split_off(head.len())).chain(input));
    }
    let mut reading = Reading::new(name, options, sink);
    if let Err(error) = taken {
        reading.problem(ProblemSeverity::Whole, None, None, format!("cannot be read: {error}"));
        return reading.finish(None);
    }
    let row = format.map_or_else(|| recognise::row_of(&head), Format::row);
    let why_unknown = recognise::why_unknown(&head);
    reading.note_entities(recognise::entities(&head));
    let is_text = row.is_none_or(|row| row.mark.is_none()) && !recognise::is_binary(&head);
    // Places are those of the unpacked bytes.
    let mut input = unpacked::unpacked(head, input);
    if is_text {
        input = encoding::lined(input);
    }
    let mut kept = Vec::new();
    if is_text && format.is_none() {
        // What no format gives anything of may still hold what a device said.
        let taken = (&mut input).take(KEPT_MAX as u64 + 1).read_to_end(&mut kept);
        if let Err(error) = taken {
            reading.problem(
                ProblemSeverity::Rest,
                None,
                Some(kept.len() as u64),
                format!("cannot be read further: {error}"),
            );
        }
    }
    let is_whole = kept.len() <= KEPT_MAX;
    // A list in which devices answer for themselves is no list that people keep.
    let is_list = row.is_some_and(|row| row.sniff.is_some()) && is_text && is_whole && format.is_none();
    if is_list
        && formats::saved_answers::devices_answer_in(&kept, &options.markers)
        && formats::saved_answers::answers_in(&kept, &mut reading)
    {
        return reading.finish(Some(Format::named(formats::saved_answers::ROW.name)));
    }
    if let Some(row) = row {
        reading.hold_problems();
        row.read(Box::new(kept.as_slice().chain(input)), &mut reading);
        reading.tell_of_entities();
        reading.tell_of_nothing(row.name);
    }
    let is_empty = reading.outcome.evidence + reading.outcome.contacts + reading.outcome.passed_over == 0;
    if is_empty && is_text && is_whole && formats::saved_answers::answers_in(&kept, &mut reading) {
        reading.drop_problems();
        return reading.finish(Some(Format::named(formats::saved_answers::ROW.name)));
    }
    // A table far down in a log is known by its own lines.
    if row.is_none() && is_text && is_whole && formats::network_tables::anywhere_in(&kept, &mut reading) {
        return reading.finish(Some(Format::named(formats::network_tables::ROW.name)));
    }
    reading.tell_problems();
    if row.is_none() {
        reading.problem(ProblemSeverity::Whole, None, None, why_unknown);
    }
    reading.finish(row.map(|row| Format::named(row.name)))
}

/// Bytes of a text that are kept, in case no format makes anything of it.
const KEPT_MAX: usize = 32 << 20;

/// How a table would be read, for showing: from the first bytes of a text, from a whole workbook.
pub fn sniff_table(bytes: &[u8]) -> Option<TablePlan> {
    let sniff = recognise::row_of(bytes)?.sniff?;
    sniff(bytes)
}
