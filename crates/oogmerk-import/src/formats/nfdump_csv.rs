//! nfdump's CSV output (`nfdump -o csv`), the wide form of 1.6 and 1.7 and the short form of later 1.7.
//!
//! Columns are found by the names of the first line. The log ends with `Summary`, two lines that are no flows.
//! Times are printed in the exporter's local time without saying which; they are taken as UTC. Sampling is not told.
//! Source: nfdump 1.6.23 and 1.7.1, `output_csv.c` and `output_csv_fast.c` (column names).

use crate::flow::{Conversations, Half};
use crate::lines::{Line, Lines, Skip};
use crate::reading::Reading;
use crate::row::Row;
use oogmerk_model::{ProblemSeverity, Timestamp, Transport};
use std::io::Read;
use std::net::IpAddr;

pub(crate) const ROW: Row = Row::new(
    "nfdump-csv",
    |head| head.lines().is_some_and(|opening| Columns::of(opening.first).is_some()),
    read,
);

/// Where each column is.
struct Columns {
    first: usize,
    last: Option<usize>,
    duration: Option<usize>,
    from: usize,
    to: usize,
    from_port: usize,
    to_port: usize,
    protocol: usize,
    flags: Option<usize>,
    packets: usize,
    bytes: usize,
}

impl Columns {
    fn of(header: &str) -> Option<Self> {
        let names: Vec<&str> = header.split(',').map(str::trim).collect();
        let find = |wanted: &[&str]| wanted.iter().find_map(|w| names.iter().position(|n| n == w));
        Some(Self {
            first: find(&["ts", "firstSeen", "first"])?,
            last: find(&["te", "lastSeen", "last"]),
            duration: find(&["td", "duration"]),
            from: find(&["sa", "srcAddr", "srcaddr"])?,
            to: find(&["da", "dstAddr", "dstaddr"])?,
            from_port: find(&["sp", "srcPort", "srcport"])?,
            to_port: find(&["dp", "dstPort", "dstport"])?,
            protocol: find(&["pr", "proto"])?,
            flags: find(&["flg", "flags"]),
            packets: find(&["ipkt", "packets", "inPackets"])?,
            bytes: find(&["ibyt", "bytes", "inBytes"])?,
        })
    }
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let mut columns: Option<Columns> = None;
    let mut flows = Conversations::new();
    let mut lines = Lines::of(input, Skip::BlankAndComments);
    while let Some(line) = lines.next(reading) {
        let text = line.text();
        let text = text.trim();
        if text == "Summary" {
            break;
        }
        if text == "No matching flows" {
            continue;
        }
        if let Some(found) = Columns::of(text) {
            columns = Some(found);
            continue;
        }
        let Some(columns) = &columns else { return nameless(&line, reading) };
        match half(columns, text, line.number) {
            Ok(half) => flows.add(&half, &|ip| reading.options.is_inside(ip)),
            Err(reason) => line.problem(reading, reason),
        }
    }
    flows.finish(ROW.name, reading);
}

fn nameless(line: &Line<'_>, reading: &mut Reading<'_>) {
    let (number, offset) = (Some(line.number), Some(line.offset));
    reading.problem(ProblemSeverity::Whole, number, offset, "no line names the columns");
}

fn half(columns: &Columns, line: &str, number: u64) -> Result<Half, String> {
    let cells: Vec<&str> = line.split(',').map(str::trim).collect();
    let cell =
        |i: usize| cells.get(i).copied().ok_or_else(|| format!("has {} columns, too few", cells.len()));
    let address =
        |i: usize| cell(i)?.parse::<IpAddr>().map_err(|_| format!("column {} is no address", i + 1));
    // ICMP type and code stand in the port column, as a number or as `3.1`.
    let port = |i: usize| -> Result<u16, String> { Ok(cell(i)?.parse().unwrap_or(0)) };
    let first = time(cell(columns.first)?);
    let last = match (columns.last, columns.duration) {
        (Some(i), _) => time(cell(i)?),
        (None, Some(i)) => {
            let seconds: f64 = cell(i)?.parse().unwrap_or(0.0);
            first.map(|t| Timestamp(t.0.saturating_add((seconds * 1e6) as i64)))
        }
        _ => first,
    };
    let transport = transport(cell(columns.protocol)?);
    let flags = columns.flags.and_then(|i| cells.get(i).copied()).unwrap_or_default();
    let serves =
        transport == Transport::Tcp && flags.contains('A') && (flags.contains('S') || flags.contains('P'));
    Ok(Half {
        from: (address(columns.from)?, port(columns.from_port)?),
        to: (address(columns.to)?, port(columns.to_port)?),
        transport,
        packets: cell(columns.packets)?.parse().unwrap_or(1),
        bytes: cell(columns.bytes)?.parse().unwrap_or(0),
        first,
        last,
        line: number,
        serves,
    })
}

fn transport(name: &str) -> Transport {
    match name.to_ascii_uppercase().as_str() {
        "TCP" | "6" => Transport::Tcp,
        "UDP" | "17" => Transport::Udp,
        "ICMP" | "ICMP6" | "ICMPV6" | "1" | "58" => Transport::Icmp,
        _ => Transport::Other,
    }
}

/// `2016-04-15 15:08:42` with or without a fraction, or seconds since 1970.
fn time(text: &str) -> Option<Timestamp> {
    if let Ok(seconds) = text.parse::<f64>() {
        return (seconds > 0.0).then_some(Timestamp((seconds * 1e6) as i64));
    }
    Timestamp::parse_rfc3339(&format!("{}Z", text.replacen(' ', "T", 1)))
}
