//! masscan's JSON (`-oJ`, one object per line between brackets) and its line form (`-oD`).
//!
//! Source: masscan 1.3.2, `out-json.c` and `out-ndjson.c` for the names of keys. `masscan -oX` is read as nmap XML.

use crate::head::Head;
use crate::reading::{How, Reading, at};
use crate::row::Row;
use crate::scan::answer::Answer;
use crate::scan::objects::{Object, Objects};
use crate::scan::tree::mended;
use oogmerk_bytes::json;
use oogmerk_model::{Field, Observation, ProblemSeverity, Subject, Timestamp};
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;

pub(crate) const ROW: Row = Row::new("masscan-json", looks_like, read);

fn looks_like(head: &Head<'_>) -> bool {
    head.json().is_some_and(|keys| {
        (keys.has("[].ip") && keys.has("[].timestamp") && keys.has("[].ports"))
            || (keys.has("ip")
                && keys.has("timestamp")
                && keys.has_any(&["ports", "port"])
                && !keys.has_any(&["ip_str", "_shodan"]))
    })
}

#[derive(Default)]
struct Record {
    ip: Option<IpAddr>,
    mac: Option<String>,
    timestamp: Option<Timestamp>,
    ports: Vec<Port>,
    is_full: bool,
    left_out: u64,
}

/// Most ports of one record.
const PORTS_MAX: usize = 256;

#[derive(Default)]
struct Port {
    number: u16,
    transport: String,
    closed: bool,
    service: String,
    banner: Option<String>,
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let mut objects = Objects::of(input);
    while let Some(object) = objects.next(reading) {
        match record(&object.bytes) {
            // The last line of older versions.
            Err(_) if object.bytes.starts_with(b"{finished") => {}
            Ok(found) => put(&found, &object, reading),
            Err(stop) => {
                let reason = format!("not a record: {}", stop.reason);
                reading.problem(ProblemSeverity::Part, Some(object.number), Some(object.offset), reason);
            }
        }
    }
}

fn record(bytes: &[u8]) -> Result<Record, json::Stop> {
    let mut found = Record::default();
    json::walk_document(&mended(bytes), &mut |leaf| {
        if leaf.path == "ports[]" {
            found.is_full = found.ports.len() >= PORTS_MAX;
            if found.is_full {
                found.left_out += 1;
            } else {
                found.ports.push(Port::default());
            }
            return;
        }
        // What is said of a port for which there is no room is not said of the last one.
        if found.is_full && leaf.path.starts_with("ports[].") {
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

fn put(record: &Record, object: &Object, reading: &mut Reading<'_>) {
    let Some(ip) = record.ip else { return };
    reading.outcome.records += 1;
    if record.left_out > 0 {
        let reason = format!("{} ports of this record beyond {PORTS_MAX} were left out", record.left_out);
        reading.problem(ProblemSeverity::Part, Some(object.number), Some(object.offset), reason);
    }
    let offset = object.offset;
    let mut observation = object.observation(Subject::ip(ip), ROW.name, reading);
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
    Answer { observation, offset, reading }.piece(&port.service, port.number, text);
}
