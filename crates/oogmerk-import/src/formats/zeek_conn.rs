//! Zeek's `conn.log`, as tab-separated text with `#fields` and as JSON lines.
//!
//! Zeek's originator is the end that spoke first. Source: Zeek manual, "conn.log" and `Conn::Info`.

use crate::flow::{Conversations, Half};
use crate::head::Head;
use crate::reading::{Reading, at};
use crate::row::Row;
use crate::zeek::{Entry, is_log, rows, time};
use oogmerk_model::{Field, ProblemSeverity, Subject, Timestamp, Transport};
use std::collections::BTreeSet;
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;

pub(crate) const ROW: Row = Row::new("zeek-conn", looks_like, read).and_relatives(is_log);

fn looks_like(head: &Head<'_>) -> bool {
    let names_flows =
        |line: &str| line.starts_with("#fields") && line.contains("id.orig_h") && line.contains("proto");
    match head {
        Head::Json(keys) => ["", "[]."]
            .iter()
            .any(|at| keys.has(&format!("{at}id.orig_h")) && keys.has(&format!("{at}id.resp_h"))),
        Head::Lines(opening) => is_log(head) && opening.lines.iter().any(|line| names_flows(line)),
        Head::Xml(_) => false,
    }
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

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let mut flows = Conversations::new();
    let mut links: BTreeSet<(IpAddr, String)> = BTreeSet::new();
    rows(input, &NAMES, reading, &mut |flow, reading| {
        if let Err(reason) = take(flow, &mut flows, &mut links) {
            reading.problem(ProblemSeverity::Part, Some(flow.number), Some(flow.offset), reason);
        }
    });
    flows.finish(ROW.name, reading);
    for (ip, mac) in links {
        if reading.options.is_inside(ip) {
            let observation = Arc::new(reading.observation(Subject::ip(ip), ROW.name, None, &[]));
            reading.put_mac(&observation, Field::of("frame.mac"), &mac, at(0));
        }
    }
}

fn take(
    flow: &Entry<'_>,
    flows: &mut Conversations,
    links: &mut BTreeSet<(IpAddr, String)>,
) -> Result<(), String> {
    let (asked, answer) = halves(flow)?;
    flows.add_told(&asked, answer.as_ref());
    for (ip, name) in [(asked.from.0, "orig_l2_addr"), (asked.to.0, "resp_l2_addr")] {
        if !flow.cell(name).is_empty() && links.len() < 100_000 {
            links.insert((ip, flow.cell(name).to_owned()));
        }
    }
    Ok(())
}

/// What the originator sent, and what the responder sent if it answered.
fn halves(flow: &Entry<'_>) -> Result<(Half, Option<Half>), String> {
    let cell = |name: &str| flow.cell(name);
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
        line: flow.number,
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
