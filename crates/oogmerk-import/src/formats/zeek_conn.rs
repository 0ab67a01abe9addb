//! Zeek's `conn.log`, as tab-separated text with `#fields` and as JSON lines.
//!
//! Zeek's originator is the end that spoke first. Source: Zeek manual, "conn.log" and `Conn::Info`.

use crate::flow::{Conversations, Half};
use crate::head::Head;
use crate::lines::{Line, Lines, Skip};
use crate::reading::{Reading, at};
use crate::row::Row;
use oogmerk_bytes::json;
use oogmerk_model::{Field, ProblemSeverity, Subject, Timestamp, Transport};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;

pub(crate) const ROW: Row = Row::new("zeek-conn", looks_like, read).and_relatives(is_log);

fn looks_like(head: &Head<'_>) -> bool {
    let names_flows =
        |line: &str| line.starts_with("#fields") && line.contains("id.orig_h") && line.contains("proto");
    match head {
        Head::Json(keys) => keys.has("id.orig_h") && keys.has("id.resp_h"),
        Head::Lines(opening) => is_log(head) && opening.lines.iter().any(|line| names_flows(line)),
        Head::Xml(_) => false,
    }
}

/// Any log of Zeek's: the others hold no flows, and none is a list kept by people.
fn is_log(head: &Head<'_>) -> bool {
    head.lines().is_some_and(|opening| {
        opening.first.starts_with("#separator")
            || (opening.first.starts_with("#fields") && opening.first.contains("id.orig_h"))
    })
}

/// The fields read, in both forms.
const NAMES: [&str; 15] = [
    "ts",
    "duration",
    "id.orig_h",
    "id.orig_p",
    "id.resp_h",
    "id.resp_p",
    "proto",
    "orig_pkts",
    "orig_ip_bytes",
    "resp_pkts",
    "resp_ip_bytes",
    "history",
    "orig_bytes",
    "orig_l2_addr",
    "resp_l2_addr",
];

/// The fields of one flow that are read.
type Flow = BTreeMap<&'static str, String>;

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let mut columns = Columns { names: Vec::new(), separator: '\t' };
    let mut flows = Conversations::new();
    let mut links: BTreeSet<(IpAddr, String)> = BTreeSet::new();
    let mut lines = Lines::of(input, Skip::Blank);
    while let Some(line) = lines.next(reading) {
        let text = line.text();
        if let Some(directive) = text.strip_prefix('#') {
            columns.directive(directive);
            continue;
        }
        let Some(flow) = flow(&line, &text, &columns, reading) else { continue };
        if let Err(reason) = take(&flow, line.number, &mut flows, &mut links) {
            line.problem(reading, reason);
        }
    }
    flows.finish(ROW.name, reading);
    for (ip, mac) in links {
        if reading.options.is_inside(ip) {
            let observation = Arc::new(reading.observation(Subject::ip(ip), ROW.name, None, &[]));
            reading.put_mac(&observation, Field::of("frame.mac"), &mac, at(0));
        }
    }
}

/// How the cells of a line of text are named, as the directives above it say.
struct Columns {
    names: Vec<String>,
    separator: char,
}

impl Columns {
    fn directive(&mut self, text: &str) {
        if let Some(code) = text.strip_prefix("separator ") {
            let code = code.trim().strip_prefix("\\x").and_then(|h| u8::from_str_radix(h, 16).ok());
            self.separator = code.map_or(self.separator, char::from);
        } else if let Some(names) = text.strip_prefix("fields") {
            let names = names.trim_start_matches(self.separator);
            self.names = names.split(self.separator).map(str::to_owned).collect();
        }
    }

    fn flow(&self, line: &str) -> Flow {
        let cells = line.split(self.separator).map(str::to_owned);
        self.names
            .iter()
            .zip(cells)
            .filter(|(_, v)| v != "-" && v != "(empty)")
            .filter_map(|(f, v)| NAMES.iter().find(|n| *n == f).map(|n| (*n, v)))
            .collect()
    }
}

/// The flow of a line in either form; what is no record is told.
fn flow(line: &Line<'_>, text: &str, columns: &Columns, reading: &mut Reading<'_>) -> Option<Flow> {
    if !text.starts_with('{') {
        return Some(columns.flow(text));
    }
    json_row(text.as_bytes())
        .map_err(|stop| {
            let at = line.offset + stop.offset as u64;
            let reason = format!("not a record: {}", stop.reason);
            reading.problem(ProblemSeverity::Part, Some(line.number), Some(at), reason);
        })
        .ok()
}

fn json_row(bytes: &[u8]) -> Result<Flow, json::Stop> {
    let mut row = Flow::new();
    json::walk_document(bytes, &mut |leaf| {
        if let (Some(name), Some(text)) = (NAMES.iter().find(|n| **n == leaf.path), leaf.text()) {
            row.insert(*name, text.into_owned());
        }
    })?;
    Ok(row)
}

fn take(
    flow: &Flow,
    line: u64,
    flows: &mut Conversations,
    links: &mut BTreeSet<(IpAddr, String)>,
) -> Result<(), String> {
    let (asked, answer) = halves(flow, line)?;
    flows.add_told(&asked, answer.as_ref());
    for (ip, name) in [(asked.from.0, "orig_l2_addr"), (asked.to.0, "resp_l2_addr")] {
        if !cell(flow, name).is_empty() && links.len() < 100_000 {
            links.insert((ip, cell(flow, name).to_owned()));
        }
    }
    Ok(())
}

fn cell<'f>(flow: &'f Flow, name: &str) -> &'f str {
    flow.get(name).map(String::as_str).unwrap_or_default()
}

/// What the originator sent, and what the responder sent if it answered.
fn halves(flow: &Flow, line: u64) -> Result<(Half, Option<Half>), String> {
    let cell = |name: &str| cell(flow, name);
    let address = |name: &str| cell(name).parse::<IpAddr>().map_err(|_| format!("{name} is no address"));
    let number = |name: &str| cell(name).parse::<u64>().unwrap_or(0);
    let (from, to) = (address("id.orig_h")?, address("id.resp_h")?);
    let transport = transport(cell("proto"));
    // For ICMP Zeek writes type and code where ports stand.
    let port = |name: &str| {
        if matches!(transport, Transport::Tcp | Transport::Udp) { cell(name).parse().unwrap_or(0) } else { 0 }
    };
    let first = time(cell("ts"));
    let duration: f64 = cell("duration").parse().unwrap_or(0.0);
    let last = first.map(|t| Timestamp(t.0.saturating_add((duration * 1e6) as i64)));
    let asked = Half {
        from: (from, port("id.orig_p")),
        to: (to, port("id.resp_p")),
        transport,
        packets: number("orig_pkts").max(1),
        bytes: number("orig_ip_bytes").max(number("orig_bytes")),
        first,
        last,
        line,
        serves: false,
    };
    let (packets, bytes) = (number("resp_pkts"), number("resp_ip_bytes"));
    let history = cell("history");
    // Capital letters are the originator's packets, small ones the responder's.
    let answered = packets > 0 || history.chars().any(|c| c.is_ascii_lowercase());
    let serves = transport == Transport::Tcp && history.contains('h');
    let answer = Half { from: asked.to, to: asked.from, packets, bytes, serves, ..asked };
    Ok((asked, answered.then_some(answer)))
}

fn transport(name: &str) -> Transport {
    match name {
        "tcp" => Transport::Tcp,
        "udp" => Transport::Udp,
        "icmp" => Transport::Icmp,
        _ => Transport::Other,
    }
}

/// Seconds since 1970 with a fraction, or RFC 3339 where JSON was asked for that way.
fn time(text: &str) -> Option<Timestamp> {
    match text.split_once('.') {
        _ if text.contains('T') => Timestamp::parse_rfc3339(text),
        Some((seconds, fraction)) => {
            let micros: String = format!("{fraction:0<6}").chars().take(6).collect();
            Some(Timestamp::from_seconds(seconds.parse().ok()?, micros.parse().ok()?))
        }
        None => text.parse().ok().map(|s| Timestamp::from_seconds(s, 0)),
    }
}
