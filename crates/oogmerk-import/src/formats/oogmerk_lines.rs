//! Oogmerk's own JSON lines: `oogmerk.observation/1` and `oogmerk.evidence/1`, mixed in any order (CONTRACT.md).
//!
//! One line is one observation. Flat memory: nothing is kept from line to line. Device lines are another matter and
//! no input here.

use crate::format::Format;
use crate::formats::{isapi, nmap_normal, vapix};
use crate::head::{Head, said_in};
use crate::lines::{LINE_MAX, Line, Lines, Skip, too_long};
use crate::reading::{How, Reading, at};
use crate::row::Row;
use base64::Engine as _;
use oogmerk_model::{Field, Means, Observation, ProblemSeverity, Subject, Timestamp};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::cell::Cell;
use std::io::Read;
use std::sync::Arc;

/// Longest name of a subject, in bytes. It is held once for every reading that stands alone.
const SUBJECT_MAX: usize = 1024;

pub(crate) const ROW: Row = Row::new("oogmerk-lines", looks_like, read);

impl Format {
    /// Oogmerk's own lines, which can also be read one by one.
    pub const OOGMERK_LINES: Format = Format::named(ROW.name);
}

/// By the schema of the document, or of one of the next lines: a bad first line must not hide what the others are.
fn looks_like(head: &Head<'_>) -> bool {
    head.json().is_some_and(|keys| {
        let says = |line: &str| said_in(line, "schema").is_some_and(|schema| is_own(&schema));
        is_own(keys.last("schema")) || keys.text.lines().skip(1).take(50).any(says)
    })
}

/// Whether a schema is one of our own inputs.
fn is_own(schema: &str) -> bool {
    schema.starts_with("oogmerk.observation/") || schema.starts_with("oogmerk.evidence/")
}

/// Both kinds of line; unknown keys are ignored.
#[derive(Deserialize)]
#[serde(bound(deserialize = "P: Deserialize<'de>"))]
struct Record<'a, P = Cow<'a, str>> {
    #[serde(borrow, default, deserialize_with = "borrowed")]
    schema: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "borrowed")]
    subject: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "borrowed")]
    seen_at: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "borrowed")]
    vantage: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "borrowed")]
    mac: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "borrowed")]
    ip: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "borrowed")]
    protocol: Option<Cow<'a, str>>,
    #[serde(default)]
    payload: Option<P>,
    #[serde(borrow, default, deserialize_with = "borrowed")]
    payload_base64: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "borrowed")]
    field: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "borrowed")]
    value: Option<Cow<'a, str>>,
    #[serde(default)]
    decoded: bool,
    #[serde(default)]
    port: Option<u16>,
}

/// A text that is taken from the line as it stands wherever nothing in it is escaped. What serde does by itself with an
/// optional text is a copy of it.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

fn borrowed<'de: 'a, 'a, D: Deserializer<'de>>(from: D) -> Result<Option<Cow<'a, str>>, D::Error> {
    Ok(Option::<Text<'a>>::deserialize(from)?.map(|text| text.0))
}

impl<'a> Record<'a> {
    /// Reads a line. A payload is nearly all of it and full of line ends: it is unescaped here, into room for all of it.
    /// Whatever is out of the ordinary is read, or refused, as serde does it.
    fn parse(line: &'a [u8], room: &'a mut String) -> serde_json::Result<Self> {
        if let Ok(record) = serde_json::from_slice::<Record<'a, &'a RawValue>>(line)
            && let Ok(record) = record.with(|raw| unescaped(raw.get(), room).map(Cow::Borrowed).ok_or(()))
        {
            return Ok(record);
        }
        serde_json::from_slice::<Record<'a, Text<'a>>>(line)?.with(|text| Ok(text.0))
    }
}

impl<'a, P> Record<'a, P> {
    /// The same with its payload as text.
    fn with<E>(self, text: impl FnOnce(P) -> Result<Cow<'a, str>, E>) -> Result<Record<'a>, E> {
        Ok(Record {
            payload: self.payload.map(text).transpose()?,
            schema: self.schema,
            subject: self.subject,
            seen_at: self.seen_at,
            vantage: self.vantage,
            mac: self.mac,
            ip: self.ip,
            protocol: self.protocol,
            payload_base64: self.payload_base64,
            field: self.field,
            value: self.value,
            decoded: self.decoded,
            port: self.port,
        })
    }
}

/// A JSON string as text, for which there is room; nothing where it is none, or holds an escape of more than one letter.
fn unescaped<'a>(json: &'a str, text: &'a mut String) -> Option<&'a str> {
    let inner = json.strip_prefix('"')?.strip_suffix('"')?;
    text.clear();
    let mut rest = inner;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        text.reserve(rest.len());
        text.push_str(&rest[..at]);
        text.push(match rest.as_bytes().get(at + 1)? {
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            sign @ (b'"' | b'\\' | b'/') => char::from(*sign),
            _ => return None,
        });
        rest = &rest[at + 2..];
    }
    if rest.len() == inner.len() {
        return Some(inner);
    }
    text.push_str(rest);
    Some(text)
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let mut lines = Lines::of(input, Skip::Nothing);
    while let Some(line) = lines.next(reading) {
        // White space as JSON has it; any other is no record.
        if !line.bytes.trim_ascii().is_empty() {
            take(&line, reading);
        }
    }
}

/// One line alone, for those who answer line by line.
pub(crate) fn read_one(line: &[u8], number: u64, offset: u64, reading: &mut Reading<'_>) {
    let bytes = line.trim_ascii_end();
    if bytes.len() > LINE_MAX {
        too_long(reading, number, offset);
    } else if !bytes.is_empty() {
        take(&Line { bytes, number, offset }, reading);
    }
}

thread_local! {
    /// The room of one payload, kept for the next: nearly every line holds one, and a page is dear to find room for.
    static ROOM: Cell<String> = const { Cell::new(String::new()) };
}

/// Room for more than this is not kept.
const KEPT_MAX: usize = 64 * 1024;

fn take(line: &Line<'_>, reading: &mut Reading<'_>) {
    let mut room = ROOM.take();
    take_within(line, &mut room, reading);
    if room.capacity() <= KEPT_MAX {
        ROOM.set(room);
    }
}

fn take_within(line: &Line<'_>, room: &mut String, reading: &mut Reading<'_>) {
    let record = match Record::parse(line.bytes, room) {
        Ok(record) => record,
        Err(error) => {
            let at = line.offset + (error.column().saturating_sub(1)) as u64;
            let reason = format!("not a record: {error}");
            return reading.problem(ProblemSeverity::Part, Some(line.number), Some(at), reason);
        }
    };
    let schema = record.schema.as_deref().unwrap_or_default();
    let name = schema.split('/').next().unwrap_or_default();
    if record.subject.as_ref().is_some_and(|s| s.len() > SUBJECT_MAX) {
        return line.problem(reading, format!("subject is longer than {SUBJECT_MAX} bytes"));
    }
    match (name, schema) {
        ("oogmerk.observation", "oogmerk.observation/1") => observation(&record, line, reading),
        ("oogmerk.evidence", "oogmerk.evidence/1") => evidence(&record, line, reading),
        ("oogmerk.observation" | "oogmerk.evidence", _) => {
            line.problem(reading, "its schema is newer than this program");
        }
        (_, "") => line.problem(reading, "names no schema"),
        _ => line.problem(reading, "its schema is no input"),
    }
}

fn subject_of(record: &Record<'_>, number: u64) -> Subject {
    match record.subject.as_deref() {
        Some(name) if !name.is_empty() => Subject::named(name),
        _ => Subject::named(&format!("line:{number}")),
    }
}

/// The observation of a line, with `mac` and `ip` of the line as evidence of their own. `raw` is what its digest
/// covers.
fn observed(
    record: &Record<'_>,
    protocol: &str,
    raw: &[u8],
    line: &Line<'_>,
    reading: &mut Reading<'_>,
) -> Arc<Observation> {
    let subject = subject_of(record, line.number);
    let mut observation = reading.observation(subject, protocol, Some(line.number), raw);
    if let Some(text) = record.seen_at.as_deref() {
        observation.seen_at = Timestamp::parse_rfc3339(text);
        if observation.seen_at.is_none() {
            line.problem(reading, "seen_at is no RFC 3339 time");
        }
    }
    if let Some(vantage) = record.vantage.as_deref() {
        observation.vantage = Some(Arc::from(vantage));
    }
    let observation = Arc::new(observation);
    if let Some(mac) = record.mac.as_deref() {
        if oogmerk_model::Mac::parse(mac).is_none() {
            line.problem(reading, "mac is no MAC address");
        }
        reading.put_mac(&observation, Field::of("import.mac"), mac, at(line.offset));
    }
    if let Some(ip) = record.ip.as_deref() {
        if ip.parse::<std::net::IpAddr>().is_err() {
            line.problem(reading, "ip is no address");
        }
        reading.put_ip(&observation, Field::of("import.ip"), ip, at(line.offset));
    }
    observation
}

fn observation(record: &Record<'_>, line: &Line<'_>, reading: &mut Reading<'_>) {
    let Some(protocol) = record.protocol.as_deref().filter(|p| !p.is_empty()) else {
        return line.problem(reading, "observation names no protocol");
    };
    let payload = match payload_of(record) {
        Ok(payload) => payload,
        Err(reason) => return line.problem(reading, reason),
    };
    let raw: &[u8] = if payload.is_empty() { line.bytes } else { &payload };
    let observation = observed(record, protocol, raw, line, reading);
    reading.outcome.records += 1;
    if let Some(port) = record.port.filter(|p| *p > 0)
        && let Some(transport) = transport_of(protocol)
    {
        let open = format!("{transport}/{port}");
        reading.put(&observation, Field::of("port.open"), &open, How::Decoded, at(line.offset));
    }
    if decode_text(protocol, &payload, line.offset, &observation, reading) {
        return;
    }
    let mut clues = match oogmerk_wire::codec::read_for(protocol, &payload, &reading.options.markers) {
        Some(Ok(clues)) => clues,
        Some(Err(wrong)) => return line.problem(reading, format!("not {protocol}: {wrong} of the payload")),
        // What it is called is not repeated: it is somebody's text.
        None => return line.problem(reading, "no reader for the protocol it names"),
    };
    // Offsets of clues are offsets in the payload, which stands escaped in the line: the line's own place is told.
    clues.0.iter_mut().for_each(|clue| clue.span = None);
    reading.put_clues(&observation, clues, Some(line.offset));
}

fn payload_of<'r>(record: &'r Record<'_>) -> Result<Cow<'r, [u8]>, &'static str> {
    match (&record.payload, &record.payload_base64) {
        (Some(text), _) => Ok(Cow::Borrowed(text.as_bytes())),
        (None, Some(text)) => base64::engine::general_purpose::STANDARD
            .decode(text.trim())
            .map(Cow::Owned)
            .map_err(|_| "payload_base64 is no base64"),
        (None, None) => Err("observation has no payload"),
    }
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
            nmap_normal::read_fragment(&String::from_utf8_lossy(payload), offset, observation, reading);
        }
        "vapix" => vapix::read_fragment(payload, offset, observation, reading),
        "isapi" => isapi::read_fragment(payload, offset, observation, reading),
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

fn evidence(record: &Record<'_>, line: &Line<'_>, reading: &mut Reading<'_>) {
    let (Some(field), Some(value)) = (record.field.as_deref(), record.value.as_deref()) else {
        return line.problem(reading, "evidence has no field or no value");
    };
    if !reading.options.vocabulary.admits(field) {
        return line.problem(reading, "its field is none of the vocabulary");
    }
    let mut observation = observed(record, "evidence", line.bytes, line, reading);
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
    reading.put(&observation, Field::named(field), value, how, at(line.offset));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_is_unescaped_as_json_has_it_whatever_it_holds() {
        for text in ["", "plain", "a\r\nb\t\"c\"\\d/", "\u{8}\u{c}\u{1}é€😀", "\\", "\n"] {
            let payload = serde_json::Value::from(text).to_string();
            for payload in [payload.clone(), payload.replace('/', "\\/").replace('é', "\\u00e9")] {
                let line = format!("{{\"payload\": {payload} }}");
                let mut room = String::new();
                let record =
                    Record::parse(line.as_bytes(), &mut room).map(|r| r.payload.map(Cow::into_owned));
                assert_eq!(record.ok(), Some(Some(text.to_owned())), "{line}");
            }
        }
        let mut room = String::new();
        assert!(Record::parse(b"{\"payload\":null}", &mut room).is_ok_and(|r| r.payload.is_none()));
    }

    #[test]
    fn a_bad_payload_is_refused_at_its_place() {
        for payload in ["5", "\"\\ud800\"", "\"\\x\"", "\"a\nb\"", "\"a"] {
            let line = format!("{{\"payload\":{payload}}}");
            let strict =
                serde_json::from_str::<Record<'_, Text<'_>>>(&line).map(|_| ()).map_err(|e| e.to_string());
            let mut room = String::new();
            let refused = Record::parse(line.as_bytes(), &mut room).map(|_| ()).map_err(|e| e.to_string());
            assert!(strict.is_err() && refused == strict, "{line}: {refused:?} {strict:?}");
        }
    }
}
