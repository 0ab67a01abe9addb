//! masscan's JSON (`-oJ`, one object per line between brackets) and its line form (`-oD`).
//!
//! Source: masscan 1.3.2, `out-json.c` and `out-ndjson.c` for the names of keys. `masscan -oX` is read as nmap XML.

use crate::banner;
use crate::lines::{Line, Lines};
use crate::oogmerk_lines::too_long;
use crate::reading::{How, Reading, at};
use oogmerk_bytes::json_walk as json;
use oogmerk_model::{Field, ProblemSeverity, Subject, Timestamp};
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;

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

pub(crate) fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let (_, input) = crate::encoding::as_utf8(input);
    let mut lines = Lines::new(input);
    let mut line = Vec::new();
    let mut spread = Vec::new();
    loop {
        match lines.next_line(&mut line) {
            Ok(Line::Text { number, offset }) => {
                let text = line.trim_ascii();
                let text = text.strip_prefix(b",").unwrap_or(text);
                let text = text.strip_suffix(b",").unwrap_or(text).trim_ascii();
                let text =
                    if number == 1 { text.strip_prefix(b"[").unwrap_or(text).trim_ascii() } else { text };
                if spread.is_empty() && matches!(text, b"" | b"[" | b"]") {
                    continue;
                }
                // Rewritten by another tool, an object may be spread over lines.
                spread.extend_from_slice(&line);
                spread.push(b'\n');
                let whole = if spread.len() == line.len() + 1 { text } else { spread.trim_ascii() };
                let whole = whole.strip_prefix(b",").unwrap_or(whole);
                let whole = whole.strip_suffix(b",").unwrap_or(whole);
                match record(whole) {
                    Ok(found) => put(&found, whole, number, offset, reading),
                    Err(stop) if stop.cut_off && spread.len() < crate::lines::LINE_MAX => continue,
                    Err(_) if whole.starts_with(b"{finished") => {}
                    Err(stop) => {
                        reading.problem(
                            ProblemSeverity::Part,
                            Some(number),
                            Some(offset),
                            format!("not a record: {}", stop.reason),
                        );
                    }
                }
                spread.clear();
            }
            Ok(Line::TooLong { number, offset }) => too_long(reading, number, offset),
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
        }
    }
    if !spread.trim_ascii().is_empty() && spread.trim_ascii() != b"]" {
        reading.problem(ProblemSeverity::Rest, None, None, "ends inside a record");
    }
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
        let Some(text) = leaf.value.as_text() else { return };
        match leaf.path {
            "ip" => found.ip = text.parse().ok(),
            "mac" => found.mac = Some(text.into_owned()),
            "timestamp" => found.timestamp = text.parse().ok().map(|s| Timestamp::from_seconds(s, 0)),
            "port" => {
                let number = text.parse().unwrap_or(0);
                found.ports.push(Port { number, ..Port::default() });
            }
            path => {
                let Some(port) = found.ports.last_mut() else { return };
                match path.strip_prefix("ports[].").unwrap_or(path) {
                    "port" => port.number = text.parse().unwrap_or(0),
                    "proto" => port.transport = text.into_owned(),
                    "status" | "data.status" => port.closed = text == "closed",
                    "service.name" | "data.service_name" => port.service = text.into_owned(),
                    "service.banner" | "data.banner" => port.banner = Some(text.into_owned()),
                    _ => {}
                }
            }
        }
    })?;
    Ok(found)
}

fn put(record: &Record, raw: &[u8], line: u64, offset: u64, reading: &mut Reading<'_>) {
    let Some(ip) = record.ip else { return };
    reading.outcome.records += 1;
    let mut observation = reading.observation(Subject::ip(ip), "masscan-json", Some(line), raw);
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
        let Some(text) = &port.banner else { continue };
        match port.service.as_str() {
            "title" => reading.put(&observation, Field::of("http.title"), text, How::Decoded, at(offset)),
            "http.server" => {
                reading.put(&observation, Field::of("http.server"), text, How::Decoded, at(offset));
            }
            "X509" => {
                use base64::Engine as _;
                if let Ok(der) = base64::engine::general_purpose::STANDARD.decode(text)
                    && let Some(Ok(mut clues)) = oogmerk_wire::codec::read("tls-certificate", &der)
                {
                    clues.0.iter_mut().for_each(|c| c.span = None);
                    reading.put_clues(&observation, clues, Some(offset));
                }
            }
            _ => {
                banner::route(text.as_bytes(), port.number, &port.service, &observation, at(offset), reading);
            }
        }
    }
}
