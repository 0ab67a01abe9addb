//! Oogmerk's own JSON lines: `oogmerk.observation/1` and `oogmerk.evidence/1`, mixed in any order (CONTRACT.md).
//!
//! One line is one observation. Flat memory: nothing is kept from line to line. Device lines are another matter and
//! no input here.

use crate::lines::{LINE_MAX, Line, Lines};
use crate::reading::{How, Reading, at};
use base64::Engine as _;
use oogmerk_model::{Fact, Field, Means, Observation, Problem, ProblemSeverity, Source, Subject, Timestamp};
use serde::Deserialize;
use std::borrow::Cow;
use std::io::Read;
use std::sync::Arc;

/// Both kinds of line; unknown keys are ignored.
#[derive(Deserialize)]
struct Record<'a> {
    #[serde(borrow, default)]
    schema: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    subject: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    seen_at: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    vantage: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    mac: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    ip: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    protocol: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    payload: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    payload_base64: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    field: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    value: Option<Cow<'a, str>>,
    #[serde(default)]
    decoded: bool,
    #[serde(default)]
    port: Option<u16>,
}

pub(crate) fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let (_, input) = crate::encoding::as_utf8(input);
    let mut lines = Lines::new(input);
    let mut line = Vec::new();
    loop {
        match lines.next_line(&mut line) {
            Ok(Line::Text { number, offset }) => {
                if !line.iter().all(u8::is_ascii_whitespace) {
                    read_line(&line, number, offset, reading);
                }
            }
            Ok(Line::TooLong { number, offset }) => too_long(reading, number, offset),
            Ok(Line::End) => return,
            Err(error) => {
                reading.problem(
                    ProblemSeverity::Rest,
                    None,
                    None,
                    format!("cannot be read further: {error}"),
                );
                return;
            }
        }
    }
}

/// One line alone, for those who answer line by line.
pub(crate) fn read_one(line: &[u8], number: u64, offset: u64, reading: &mut Reading<'_>) {
    let line = line.trim_ascii_end();
    if line.len() > LINE_MAX {
        too_long(reading, number, offset);
    } else if !line.is_empty() {
        read_line(line, number, offset, reading);
    }
}

pub(crate) fn too_long(reading: &mut Reading<'_>, number: u64, offset: u64) {
    let reason = format!("line is longer than {} KiB and was skipped", LINE_MAX / 1024);
    reading.problem(ProblemSeverity::Part, Some(number), Some(offset), reason);
}

fn read_line(line: &[u8], number: u64, offset: u64, reading: &mut Reading<'_>) {
    let record: Record<'_> = match serde_json::from_slice(line) {
        Ok(record) => record,
        Err(error) => {
            let at = offset + (error.column().saturating_sub(1)) as u64;
            reading.problem(ProblemSeverity::Part, Some(number), Some(at), format!("not a record: {error}"));
            return;
        }
    };
    let part = |reading: &mut Reading<'_>, reason: String| {
        reading.problem(ProblemSeverity::Part, Some(number), Some(offset), reason);
    };
    let schema = record.schema.as_deref().unwrap_or_default();
    let name = schema.split('/').next().unwrap_or_default();
    match (name, schema) {
        ("oogmerk.observation", "oogmerk.observation/1") => {
            observation(&record, line, number, offset, reading);
        }
        ("oogmerk.evidence", "oogmerk.evidence/1") => evidence(&record, line, number, offset, reading),
        ("oogmerk.observation" | "oogmerk.evidence", other) => {
            part(reading, format!("schema {other:?} is newer than this program"));
        }
        (_, "") => part(reading, "names no schema".to_owned()),
        (_, other) => part(reading, format!("schema {other:?} is no input")),
    }
}

fn subject_of(record: &Record<'_>, number: u64) -> Subject {
    match record.subject.as_deref() {
        Some(name) if !name.is_empty() => Subject::named(name),
        _ => Subject::named(&format!("line:{number}")),
    }
}

/// The observation of a line, with `mac` and `ip` of the line as evidence of their own.
fn observed(
    record: &Record<'_>,
    protocol: &str,
    raw: &[u8],
    number: u64,
    offset: u64,
    reading: &mut Reading<'_>,
) -> Arc<Observation> {
    let mut observation = reading.observation(subject_of(record, number), protocol, Some(number), raw);
    if let Some(text) = record.seen_at.as_deref() {
        observation.seen_at = Timestamp::parse_rfc3339(text);
        if observation.seen_at.is_none() {
            reading.problem(ProblemSeverity::Part, Some(number), Some(offset), "seen_at is no RFC 3339 time");
        }
    }
    if let Some(vantage) = record.vantage.as_deref() {
        observation.vantage = Some(Arc::from(vantage));
    }
    let observation = Arc::new(observation);
    if let Some(mac) = record.mac.as_deref() {
        if oogmerk_model::Mac::parse(mac).is_none() {
            reading.problem(ProblemSeverity::Part, Some(number), Some(offset), "mac is no MAC address");
        }
        reading.put_mac(&observation, Field::of("import.mac"), mac, at(offset));
    }
    if let Some(ip) = record.ip.as_deref() {
        if ip.parse::<std::net::IpAddr>().is_err() {
            reading.problem(ProblemSeverity::Part, Some(number), Some(offset), "ip is no address");
        }
        reading.put_ip(&observation, Field::of("import.ip"), ip, at(offset));
    }
    observation
}

fn observation(record: &Record<'_>, line: &[u8], number: u64, offset: u64, reading: &mut Reading<'_>) {
    let part = |reading: &mut Reading<'_>, reason: &str| {
        reading.problem(ProblemSeverity::Part, Some(number), Some(offset), reason);
    };
    let Some(protocol) = record.protocol.as_deref().filter(|p| !p.is_empty()) else {
        return part(reading, "observation names no protocol");
    };
    let payload: Cow<'_, [u8]> = match (&record.payload, &record.payload_base64) {
        (Some(text), _) => Cow::Borrowed(text.as_bytes()),
        (None, Some(text)) => match base64::engine::general_purpose::STANDARD.decode(text.trim()) {
            Ok(bytes) => Cow::Owned(bytes),
            Err(_) => return part(reading, "payload_base64 is no base64"),
        },
        (None, None) => return part(reading, "observation has no payload"),
    };
    let raw: &[u8] = if payload.is_empty() { line } else { &payload };
    let observation = observed(record, protocol, raw, number, offset, reading);
    reading.outcome.records += 1;
    if let Some(port) = record.port.filter(|p| *p > 0)
        && let Some(transport) = transport_of(protocol)
    {
        let open = format!("{transport}/{port}");
        reading.put(&observation, Field::of("port.open"), &open, How::Decoded, at(offset));
    }
    if decode_text(protocol, &payload, offset, &observation, reading) {
        return;
    }
    // Offsets of clues are offsets in the payload, which stands escaped in the line: the line's own place is told.
    let clues = match oogmerk_wire::codec::read(protocol, &payload) {
        Some(Ok(clues)) => clues,
        Some(Err(wrong)) => return part(reading, &format!("not {protocol}: {wrong} of the payload")),
        None => return part(reading, &format!("no reader for protocol {protocol:?}")),
    };
    let before = clues.0.into_iter().map(|mut clue| {
        clue.span = None;
        clue
    });
    reading.put_clues(&observation, oogmerk_wire::Clues(before.collect()), Some(offset));
}

/// Payloads that are another tool's text rather than bytes from a wire.
fn decode_text(
    protocol: &str,
    payload: &[u8],
    offset: u64,
    observation: &Arc<Observation>,
    reading: &mut Reading<'_>,
) -> bool {
    match protocol {
        "nmap-normal" => {
            crate::formats::nmap_normal::read_fragment(
                &String::from_utf8_lossy(payload),
                offset,
                observation,
                reading,
            );
        }
        "vapix" => crate::formats::vapix::read_fragment(payload, offset, observation, reading),
        "isapi" => crate::formats::isapi::read_fragment(payload, offset, observation, reading),
        _ => return false,
    }
    true
}

/// Which transport a port of an observation is on, for the protocols that have one only.
fn transport_of(protocol: &str) -> Option<&'static str> {
    Some(match protocol {
        "rtsp" | "http" | "ftp" | "telnet" | "tls-certificate" | "onvif" | "upnp-description" => "tcp",
        "sadp" | "dhdiscover" | "ws-discovery" | "ssdp" | "mdns" | "snmp" | "xm" | "tdp" | "ubiquiti" => {
            "udp"
        }
        _ => return None,
    })
}

fn evidence(record: &Record<'_>, line: &[u8], number: u64, offset: u64, reading: &mut Reading<'_>) {
    let problem = |reading: &Reading<'_>, reason: String| {
        let source = Source { line: Some(number), ..reading.source(None) };
        Fact::Problem(Problem { source, offset: Some(offset), reason, severity: ProblemSeverity::Part })
    };
    let (Some(field), Some(value)) = (record.field.as_deref(), record.value.as_deref()) else {
        let fact = problem(reading, "evidence has no field or no value".to_owned());
        return reading.take(fact);
    };
    if !reading.options.vocabulary.admits(field) {
        let fact = problem(reading, format!("{field:?} is no field of the vocabulary"));
        return reading.take(fact);
    }
    let mut observation = observed(record, "evidence", line, number, offset, reading);
    let means = match field.split('.').next() {
        Some("sheet") => Means::Declared,
        Some("label" | "decision") => Means::Person,
        _ => Means::Imported,
    };
    if means != Means::Imported {
        observation = Arc::new(Observation { means, ..(*observation).clone() });
    }
    reading.outcome.records += 1;
    let how = if record.decoded { How::Decoded } else { How::Copied };
    reading.put(&observation, Field::named(field), value, how, at(offset));
}
