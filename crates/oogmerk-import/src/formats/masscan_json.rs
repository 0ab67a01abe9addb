//! masscan's JSON (`-oJ`, one object per line between brackets) and its line form (`-oD`).
//!
//! Source: masscan 1.3.2, `out-json.c` and `out-ndjson.c` for the names of keys. `masscan -oX` is read as nmap XML.

use crate::banner;
use crate::head::Head;
use crate::lines::{LINE_MAX, Line, Lines, Skip};
use crate::reading::{How, Reading, at};
use crate::row::Row;
use base64::Engine as _;
use oogmerk_bytes::json;
use oogmerk_model::{Field, Observation, ProblemSeverity, Subject, Timestamp};
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;

pub(crate) const ROW: Row = Row::new("masscan-json", looks_like, read);

fn looks_like(head: &Head<'_>) -> bool {
    head.json().is_some_and(|keys| {
        (keys.has("[].ip") && keys.has("[].timestamp") && keys.has("[].ports"))
            || (keys.has("ip") && keys.has("timestamp") && keys.has_any(&["ports", "port"]))
    })
}

#[derive(Default)]
struct Record {
    ip: Option<IpAddr>,
    mac: Option<String>,
    timestamp: Option<Timestamp>,
    ports: Vec<Port>,
}

#[derive(Default)]
struct Port {
    number: u16,
    transport: String,
    closed: bool,
    service: String,
    banner: Option<String>,
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let mut spread = Vec::new();
    let mut lines = Lines::of(input, Skip::Nothing);
    while let Some(line) = lines.next(reading) {
        take(&line, &mut spread, reading);
    }
    if !spread.trim_ascii().is_empty() && spread.trim_ascii() != b"]" {
        reading.problem(ProblemSeverity::Rest, None, None, "ends inside a record");
    }
}

/// Takes a line. Rewritten by another tool, an object may be spread over lines: they are gathered until it ends.
fn take(line: &Line<'_>, spread: &mut Vec<u8>, reading: &mut Reading<'_>) {
    let text = without_commas(line.bytes.trim_ascii()).trim_ascii();
    let text = if line.number == 1 { text.strip_prefix(b"[").unwrap_or(text).trim_ascii() } else { text };
    let alone = spread.is_empty();
    if alone && matches!(text, b"" | b"[" | b"]") {
        return;
    }
    spread.extend_from_slice(line.bytes);
    spread.push(b'\n');
    let whole = without_commas(if alone { text } else { spread.trim_ascii() });
    match record(whole) {
        Ok(found) => put(&found, whole, line, reading),
        Err(stop) if stop.cut_off && spread.len() < LINE_MAX => return,
        Err(_) if whole.starts_with(b"{finished") => {}
        Err(stop) => line.problem(reading, format!("not a record: {}", stop.reason)),
    }
    spread.clear();
}

/// Without the comma before and the comma behind an object of a list.
fn without_commas(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b",").unwrap_or(bytes);
    bytes.strip_suffix(b",").unwrap_or(bytes)
}

fn record(bytes: &[u8]) -> Result<Record, json::Stop> {
    let mut found = Record::default();
    json::walk_document(bytes, &mut |leaf| {
        if leaf.path == "ports[]" {
            if found.ports.len() < 256 {
                found.ports.push(Port::default());
            }
            return;
        }
        let Some(text) = leaf.text() else { return };
        member(&mut found, leaf.path, text.into_owned());
    })?;
    Ok(found)
}

fn member(found: &mut Record, path: &str, text: String) {
    match path {
        "ip" => found.ip = text.parse().ok(),
        "mac" => found.mac = Some(text),
        "timestamp" => found.timestamp = text.parse().ok().map(|s| Timestamp::from_seconds(s, 0)),
        "port" => {
            let number = text.parse().unwrap_or(0);
            found.ports.push(Port { number, ..Port::default() });
        }
        path => {
            let Some(port) = found.ports.last_mut() else { return };
            match path.strip_prefix("ports[].").unwrap_or(path) {
                "port" => port.number = text.parse().unwrap_or(0),
                "proto" => port.transport = text,
                "status" | "data.status" => port.closed = text == "closed",
                "service.name" | "data.service_name" => port.service = text,
                "service.banner" | "data.banner" => port.banner = Some(text),
                _ => {}
            }
        }
    }
}

fn put(record: &Record, raw: &[u8], line: &Line<'_>, reading: &mut Reading<'_>) {
    let Some(ip) = record.ip else { return };
    reading.outcome.records += 1;
    let offset = line.offset;
    let mut observation = reading.observation(Subject::ip(ip), ROW.name, Some(line.number), raw);
    observation.seen_at = record.timestamp;
    let observation = Arc::new(observation);
    reading.put_ip(&observation, Field::of("import.ip"), &ip.to_string(), at(offset));
    if let Some(mac) = &record.mac {
        reading.put_mac(&observation, Field::of("import.mac"), mac, at(offset));
    }
    for port in record.ports.iter().filter(|p| !p.closed && p.number > 0) {
        let transport = if port.transport.is_empty() { "tcp" } else { &port.transport };
        let open = format!("{transport}/{}", port.number);
        reading.put(&observation, Field::of("port.open"), &open, How::Decoded, at(offset));
        if let Some(text) = &port.banner {
            said_on(port, text, offset, &observation, reading);
        }
    }
}

/// What a port said: a piece masscan cut out of it, a certificate, or all of it.
fn said_on(port: &Port, text: &str, offset: u64, observation: &Arc<Observation>, reading: &mut Reading<'_>) {
    match port.service.as_str() {
        "title" => reading.put(observation, Field::of("http.title"), text, How::Decoded, at(offset)),
        "http.server" => {
            reading.put(observation, Field::of("http.server"), text, How::Decoded, at(offset));
        }
        "X509" => {
            if let Ok(der) = base64::engine::general_purpose::STANDARD.decode(text)
                && let Some(Ok(mut clues)) = oogmerk_wire::codec::read("tls-certificate", &der)
            {
                clues.0.iter_mut().for_each(|c| c.span = None);
                reading.put_clues(observation, clues, Some(offset));
            }
        }
        _ => banner::route(text.as_bytes(), port.number, &port.service, observation, at(offset), reading),
    }
}
