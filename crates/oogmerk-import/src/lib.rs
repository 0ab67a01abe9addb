//! Other tools' files to observations and evidence: nmap, masscan, nfdump, Zeek, spreadsheets, recorder and camera
//! exports, SNMP walks, Shadowserver reports, saved answers, and Oogmerk's own JSON lines.
//!
//! One file per format. A reader gets bytes and a [`Sink`](oogmerk_model::Sink) and hands over one
//! [`Fact`](oogmerk_model::Fact) at a time. What is absent: paths, sockets and clocks (a reader is given its
//! input), makers (nothing here concludes), and whole files in memory wherever a format allows reading by line or
//! by element. Bad input is named with its place and never stops the rest.
//!
//! The format is recognised from content, never from a name: see [`recognise`].

mod banner;
mod capture;
mod document;
mod encoding;
mod flow;
mod format;
mod isapi;
mod lines;
mod masscan;
mod nmap;
mod oogmerk_lines;
mod reading;
mod recognise;
mod secret;
mod shadowserver;
mod table;
mod tplink;
mod unifi;
mod vapix;

pub use format::Format;
pub use reading::{Options, Outcome, Vocabulary};
pub use recognise::{HEAD_MAX, recognise};
pub use table::{ColumnPlan, ColumnUse, MapError, SheetPlan, TablePlan, sniff_table};

use oogmerk_model::{ProblemSeverity, Sink};
use reading::Reading;
use std::io::{Cursor, Read};

/// Reads one line of [`Format::OogmerkLines`], for those who split and answer line by line. `number` counts from 1;
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
    reading.format = Some(Format::OogmerkLines);
    oogmerk_lines::read_one(line, number, offset, &mut reading);
    reading.finish(Some(Format::OogmerkLines))
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
    let mut reading = Reading::new(name, options, sink);
    if let Err(error) = taken {
        reading.problem(ProblemSeverity::Whole, None, None, format!("cannot be read: {error}"));
        return reading.finish(None);
    }
    let packed = recognise::is_gzip(&head);
    let Some(format) = format.or_else(|| recognise(&head)) else {
        reading.problem(ProblemSeverity::Whole, None, None, recognise::why_unknown(&head));
        return reading.finish(None);
    };
    let mut input: Box<dyn Read + 'a> = Box::new(Cursor::new(head).chain(input));
    if packed {
        // Places are those of the unpacked bytes.
        input = Box::new(flate2::read::MultiGzDecoder::new(input));
    }
    reading.format = Some(format);
    match format {
        Format::Capture => capture::read(input, &mut reading),
        Format::OogmerkLines => oogmerk_lines::read(input, &mut reading),
        Format::NmapXml => nmap::read_xml(input, &mut reading),
        Format::NmapGrepable => nmap::read_grepable(input, &mut reading),
        Format::NmapNormal => nmap::read_normal(input, &mut reading),
        Format::MasscanJson => masscan::read(input, &mut reading),
        Format::NfdumpCsv => flow::read_nfdump(input, &mut reading),
        Format::ZeekConn => flow::read_zeek(input, &mut reading),
        Format::SpreadsheetCsv => table::read_csv(input, &mut reading),
        Format::SpreadsheetXlsx => table::read_workbook(input, &mut reading),
        Format::GeoJson => table::read_geojson(input, &mut reading),
        Format::ShadowserverCsv => shadowserver::read(input, &mut reading),
        Format::SnmpRec | Format::SnmpWalk => document::read(input, "snmp", &mut reading),
        Format::Vapix => vapix::read(input, &mut reading),
        Format::Isapi => isapi::read(input, &mut reading),
        Format::TplinkJson => tplink::read(input, &mut reading),
        Format::UnifiJson => unifi::read(input, &mut reading),
        Format::Document(document) => document::read(input, document.codec(), &mut reading),
    }
    reading.finish(Some(format))
}
