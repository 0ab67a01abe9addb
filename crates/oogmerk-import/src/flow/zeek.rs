//! Zeek's `conn.log`, as tab-separated text with `#fields` and as JSON lines.
//!
//! Zeek's originator is the end that spoke first. Source: Zeek manual, "conn.log" and `Conn::Info`.

use super::{Conversations, Half};
use crate::lines::{Line, Lines};
use crate::oogmerk_lines::too_long;
use crate::reading::{Reading, at};
use oogmerk_bytes::json_walk as json;
use oogmerk_model::{Field, ProblemSeverity, Subject, Timestamp, Transport};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;

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

pub(crate) fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let (_, input) = crate::encoding::as_utf8(input);
    let mut lines = Lines::new(input);
    let mut line = Vec::new();
    let mut fields: Vec<String> = Vec::new();
    let mut separator = '\t';
    let mut flows = Conversations::new();
    let mut links: BTreeSet<(IpAddr, String)> = BTreeSet::new();
    loop {
        let (number, offset) = match lines.next_line(&mut line) {
            Ok(Line::Text { number, offset }) => (number, offset),
            Ok(Line::TooLong { number, offset }) => {
                too_long(reading, number, offset);
                continue;
            }
            Ok(Line::End) => break,
            Err(error) => {
                reading.problem(
                    ProblemSeverity::Rest,
                    None,
                    None,
                    format!("cannot be read further: {error}"),
                );
                break;
            }
        };
        let text = String::from_utf8_lossy(&line);
        if text.trim().is_empty() {
            continue;
        }
        if let Some(directive) = text.strip_prefix('#') {
            if let Some(code) = directive.strip_prefix("separator ") {
                let code = code.trim().strip_prefix("\\x").and_then(|h| u8::from_str_radix(h, 16).ok());
                separator = code.map_or(separator, char::from);
            } else if let Some(names) = directive.strip_prefix("fields") {
                fields = names.trim_start_matches(separator).split(separator).map(str::to_owned).collect();
            }
            continue;
        }
        let row = if text.starts_with('{') {
            match json_row(text.as_bytes()) {
                Ok(row) => row,
                Err(stop) => {
                    let at = offset + stop.offset as u64;
                    reading.problem(
                        ProblemSeverity::Part,
                        Some(number),
                        Some(at),
                        format!("not a record: {}", stop.reason),
                    );
                    continue;
                }
            }
        } else {
            let cells = text.split(separator).map(str::to_owned);
            fields
                .iter()
                .zip(cells)
                .filter(|(_, v)| v != "-" && v != "(empty)")
                .filter_map(|(f, v)| NAMES.iter().find(|n| *n == f).map(|n| (*n, v)))
                .collect()
        };
        if let Err(reason) = take(&row, number, &mut flows, &mut links) {
            reading.problem(ProblemSeverity::Part, Some(number), Some(offset), reason);
        }
    }
    flows.finish("zeek-conn", reading);
    for (ip, mac) in links {
        if reading.options.is_inside(ip) {
            let observation = Arc::new(reading.observation(Subject::ip(ip), "zeek-conn", None, &[]));
            reading.put_mac(&observation, Field::of("frame.mac"), &mac, at(0));
        }
    }
}

fn json_row(bytes: &[u8]) -> Result<BTreeMap<&'static str, String>, json::Stop> {
    let mut row = BTreeMap::new();
    json::walk_document(bytes, &mut |leaf| {
        if let (Some(name), Some(text)) = (NAMES.iter().find(|n| **n == leaf.path), leaf.value.as_text()) {
            row.insert(*name, text.into_owned());
        }
    })?;
    Ok(row)
}

fn take(
    row: &BTreeMap<&'static str, String>,
    line: u64,
    flows: &mut Conversations,
    links: &mut BTreeSet<(IpAddr, String)>,
) -> Result<(), String> {
    let cell = |name: &str| row.get(name).map(String::as_str).unwrap_or_default();
    let address = |name: &str| cell(name).parse::<IpAddr>().map_err(|_| format!("{name} is no address"));
    let number = |name: &str| cell(name).parse::<u64>().unwrap_or(0);
    let (from, to) = (address("id.orig_h")?, address("id.resp_h")?);
    let transport = match cell("proto") {
        "tcp" => Transport::Tcp,
        "udp" => Transport::Udp,
        "icmp" => Transport::Icmp,
        _ => Transport::Other,
    };
    // For ICMP Zeek writes type and code where ports stand.
    let port = |name: &str| {
        if matches!(transport, Transport::Tcp | Transport::Udp) { cell(name).parse().unwrap_or(0) } else { 0 }
    };
    let first = time(cell("ts"));
    let duration: f64 = cell("duration").parse().unwrap_or(0.0);
    let last = first.map(|t| Timestamp(t.0.saturating_add((duration * 1e6) as i64)));
    let history = cell("history");
    // Capital letters are the originator's packets, small ones the responder's.
    let answered = number("resp_pkts") > 0 || history.chars().any(|c| c.is_ascii_lowercase());
    let serves = transport == Transport::Tcp && history.contains('h');
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
    let answer = Half {
        from: asked.to,
        to: asked.from,
        packets: number("resp_pkts"),
        bytes: number("resp_ip_bytes"),
        serves,
        ..asked
    };
    flows.add_told(&asked, answered.then_some(&answer));
    for (ip, name) in [(from, "orig_l2_addr"), (to, "resp_l2_addr")] {
        if !cell(name).is_empty() && links.len() < 100_000 {
            links.insert((ip, cell(name).to_owned()));
        }
    }
    Ok(())
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
