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
    let mut spread = Spread::default();
    let mut lines = Lines::of(input, Skip::Nothing);
    while let Some(line) = lines.next(reading) {
        take(&line, &mut spread, reading);
    }
    let left = spread.bytes.trim_ascii();
    if !left.is_empty() && left != b"]" {
        reading.problem(ProblemSeverity::Rest, None, None, "ends inside a record");
    }
}

/// An object that another tool spread over lines, as far as it has come.
#[derive(Default)]
struct Spread {
    bytes: Vec<u8>,
    /// Brackets open, outside texts.
    depth: usize,
    in_text: bool,
    /// The byte before was a backslash.
    escaped: bool,
    /// How long it was when it was last tried.
    tried: usize,
}

impl Spread {
    /// Adds a line and says whether what there is may be a whole object now, or is worth being looked at for an error:
    /// looked at after every line, an object of many lines would be read as often as it has lines.
    fn add(&mut self, line: &[u8]) -> bool {
        let mut closes = false;
        for byte in line {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' if self.in_text => self.escaped = true,
                b'"' => self.in_text = !self.in_text,
                _ if self.in_text => {}
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    closes |= self.depth == 0;
                }
                _ => {}
            }
        }
        self.bytes.extend_from_slice(line);
        self.bytes.push(b'\n');
        let is_due = closes || self.bytes.len() >= self.tried * 2 || self.bytes.len() >= LINE_MAX;
        if is_due {
            self.tried = self.bytes.len();
        }
        is_due
    }
}

/// Takes a line. Rewritten by another tool, an object may be spread over lines: they are gathered until it ends.
fn take(line: &Line<'_>, spread: &mut Spread, reading: &mut Reading<'_>) {
    let text = without_commas(line.bytes.trim_ascii()).trim_ascii();
    let text = if line.number == 1 { text.strip_prefix(b"[").unwrap_or(text).trim_ascii() } else { text };
    let alone = spread.bytes.is_empty();
    if alone && matches!(text, b"" | b"[" | b"]") {
        return;
    }
    if !spread.add(if alone { text } else { line.bytes }) {
        return;
    }
    let whole = without_commas(if alone { text } else { spread.bytes.trim_ascii() });
    match record(whole) {
        Ok(found) => put(&found, whole, line, reading),
        Err(stop) if stop.cut_off && spread.bytes.len() < LINE_MAX => return,
        Err(_) if whole.starts_with(b"{finished") => {}
        Err(stop) => line.problem(reading, format!("not a record: {}", stop.reason)),
    }
    *spread = Spread::default();
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

fn put(record: &Record, raw: &[u8], line: &Line<'_>, reading: &mut Reading<'_>) {
    let Some(ip) = record.ip else { return };
    reading.outcome.records += 1;
    if record.left_out > 0 {
        line.problem(
            reading,
            format!("{} ports of this record beyond {PORTS_MAX} were left out", record.left_out),
        );
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_over_many_lines_is_looked_at_a_few_times_and_not_at_each() {
        let mut spread = Spread::default();
        let looks =
            |spread: &mut Spread, lines: usize| (0..lines).filter(|_| spread.add(b"\"a\": [],")).count();
        assert!(spread.add(b"{"));
        assert!(looks(&mut spread, 10_000) <= 17, "once for each doubling");
        assert!(spread.add(b"\"b\": \"}\\\"\"}"), "it may be whole");
    }

    #[test]
    fn a_bracket_in_a_text_closes_nothing() {
        let mut spread = Spread::default();
        assert!(spread.add(b"{\"a\": \"xxxxxxxxxx\","));
        assert!(!spread.add(b"\"b\": \"}\","));
        assert!(spread.add(b"\"c\": 1}"));
    }
}
