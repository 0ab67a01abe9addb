//! SNMP walks as text: what `snmpwalk` and `snmpget` print, and the `.snmprec` lines of recorded agents.
//!
//! Not a MIB compiler: besides numbers it knows the few names that name a device. Formats: net-snmp's output options
//! (numeric `.1.3.6… = STRING: …`, symbolic `SNMPv2-MIB::sysDescr.0 = …`), snmpsim's `oid|type|value`.

use super::snmp::{BINDINGS_MAX, Binding, INTERFACE_MAC, Value, binding_clues, is_text};
use crate::{Clues, Malformed};
use oogmerk_bytes::spanned::Spanned;
use oogmerk_bytes::text_head::{line, trim};
use std::ops::Range;

/// A walk: objects in the order printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The objects.
    pub bindings: Vec<Binding>,
}

/// Names that stand for numbers, without module and index.
const NAMES: &[(&str, &str)] = &[
    ("iso", "1"),
    ("enterprises", "1.3.6.1.4.1"),
    ("mib-2", "1.3.6.1.2.1"),
    ("sysDescr", "1.3.6.1.2.1.1.1"),
    ("sysObjectID", "1.3.6.1.2.1.1.2"),
    ("sysContact", "1.3.6.1.2.1.1.4"),
    ("sysName", "1.3.6.1.2.1.1.5"),
    ("sysLocation", "1.3.6.1.2.1.1.6"),
    ("ifDescr", "1.3.6.1.2.1.2.2.1.2"),
    ("ifPhysAddress", "1.3.6.1.2.1.2.2.1.6"),
    ("entPhysicalDescr", "1.3.6.1.2.1.47.1.1.1.1.2"),
    ("entPhysicalClass", "1.3.6.1.2.1.47.1.1.1.1.5"),
    ("entPhysicalName", "1.3.6.1.2.1.47.1.1.1.1.7"),
    ("entPhysicalHardwareRev", "1.3.6.1.2.1.47.1.1.1.1.8"),
    ("entPhysicalFirmwareRev", "1.3.6.1.2.1.47.1.1.1.1.9"),
    ("entPhysicalSoftwareRev", "1.3.6.1.2.1.47.1.1.1.1.10"),
    ("entPhysicalSerialNum", "1.3.6.1.2.1.47.1.1.1.1.11"),
    ("entPhysicalMfgName", "1.3.6.1.2.1.47.1.1.1.1.12"),
    ("entPhysicalModelName", "1.3.6.1.2.1.47.1.1.1.1.13"),
    ("netSnmpAgentOIDs", "1.3.6.1.4.1.8072.3.2"),
];

/// Reads a walk; lines that are no objects are skipped, but one at least must be.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let mut message = Message::default();
    let mut at = 0;
    while let Some((span, next)) = line(payload, at) {
        at = next;
        let span = trim(payload, span);
        if span.is_empty() || payload[span.start] == b'#' || message.bindings.len() >= BINDINGS_MAX {
            continue;
        }
        if let Some(binding) = record(payload, span.clone()) {
            message.bindings.push(binding);
        } else if begins_object(payload, &span) {
            let mut end = span.end;
            // A text with line breaks runs on until the next line that is an object.
            while let Some((more, after)) = line(payload, at) {
                let more = trim(payload, more);
                if begins_object(payload, &more) {
                    break;
                }
                end = more.end.max(end);
                at = after;
            }
            message.bindings.extend(printed(payload, span.start..end));
        }
    }
    if message.bindings.is_empty() {
        return Err(Malformed::at(0, "no SNMP object"));
    }
    Ok(message)
}

impl Message {
    /// The fields of this walk.
    pub fn clues(&self) -> Clues {
        binding_clues(&self.bindings)
    }
}

/// One `oid|type|value` line.
fn record(payload: &[u8], span: Range<usize>) -> Option<Binding> {
    let bytes = &payload[span.clone()];
    let first = memchr::memchr(b'|', bytes)?;
    let second = first + 1 + memchr::memchr(b'|', &bytes[first + 1..])?;
    let oid = numeric(std::str::from_utf8(&bytes[..first]).ok()?)?;
    let kind = std::str::from_utf8(&bytes[first + 1..second]).ok()?;
    let value = span.start + second + 1..span.end;
    let text = Spanned::copied(payload, value.clone());
    let value = match kind {
        "4x" => from_hex(&text.value).map_or(Value::Nothing, |bytes| octets(bytes, text.span)),
        "4" if oid.starts_with(INTERFACE_MAC) => mac(&text),
        "4" => Value::Text(text),
        // snmpsim writes addresses as text under their own tag; some agents put serials there.
        "64" => Value::Text(text),
        "6" => numeric(&text.value).map_or(Value::Nothing, |oid| Value::Oid(text.read_as(oid))),
        "2" | "65" | "66" | "67" | "70" => text.value.parse().map_or(Value::Nothing, Value::Number),
        _ => Value::Nothing,
    };
    Some(Binding { oid, value })
}

/// Whether a line begins like `NAME = `, whether the name is known or not.
fn begins_object(payload: &[u8], span: &Range<usize>) -> bool {
    let bytes = &payload[span.clone()];
    let name = bytes.iter().take_while(|b| !b.is_ascii_whitespace()).count();
    name > 0 && bytes[name..].starts_with(b" =") && bytes[..name].iter().any(|b| matches!(b, b'.' | b':'))
}

/// Place of the name and of the value in `name = value`.
fn object(payload: &[u8], span: Range<usize>) -> Option<(String, Range<usize>)> {
    let bytes = &payload[span.clone()];
    let equals = memchr::memmem::find(bytes, b" =")?;
    let oid = numeric(std::str::from_utf8(&bytes[..equals]).ok()?.trim())?;
    Some((oid, trim(payload, span.start + equals + 2..span.end)))
}

/// One printed object.
fn printed(payload: &[u8], span: Range<usize>) -> Option<Binding> {
    let (oid, value) = object(payload, span)?;
    let bytes = &payload[value.clone()];
    let colon = memchr::memmem::find(bytes, b":").filter(|c| *c <= 12);
    let (kind, value) = match colon {
        Some(colon) => {
            let kind = std::str::from_utf8(&bytes[..colon]).unwrap_or("");
            (kind, trim(payload, value.start + colon + 1..value.end))
        }
        None if bytes.starts_with(b"\"") => ("STRING", value),
        None => ("", value),
    };
    let text = unquoted(payload, value);
    let value = match kind {
        "STRING" | "Hex-STRING" if oid.starts_with(INTERFACE_MAC) => mac(&text),
        "STRING" => Value::Text(text),
        "Hex-STRING" => from_hex(&text.value).map_or(Value::Nothing, |bytes| octets(bytes, text.span)),
        "OID" => numeric(&text.value).map_or(Value::Nothing, |oid| Value::Oid(text.read_as(oid))),
        "INTEGER" | "Gauge32" | "Counter32" | "Counter64" => {
            // Enumerations are printed as `chassis(3)`.
            let inner = text.value.split_once('(').map_or(&*text.value, |(_, n)| n.trim_end_matches(')'));
            inner.parse().map_or(Value::Nothing, Value::Number)
        }
        _ => Value::Nothing,
    };
    Some(Binding { oid, value })
}

fn unquoted(payload: &[u8], mut span: Range<usize>) -> Spanned {
    let bytes = &payload[span.clone()];
    if bytes.len() >= 2 && bytes.starts_with(b"\"") && bytes.ends_with(b"\"") {
        span = span.start + 1..span.end - 1;
    }
    let text = Spanned::copied(payload, span);
    let plain = text.value.replace("\\\"", "\"");
    text.read_as(plain)
}

fn octets(bytes: Vec<u8>, span: Range<usize>) -> Value {
    if is_text(&bytes) && bytes.iter().any(|b| *b != 0) {
        let text = String::from_utf8_lossy(&bytes).trim_end_matches('\0').trim().to_owned();
        Value::Text(Spanned::computed(text, span))
    } else {
        Value::Bytes(bytes, span)
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    if !digits.len().is_multiple_of(2) || digits.len() > 4096 {
        return None;
    }
    digits.chunks_exact(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

/// A MAC as agents' tools print it: `0:2:d1:43:a5:26`, without leading zeros, or `00 02 D1 43 A5 26`.
fn mac(text: &Spanned) -> Value {
    let parts = text.value.split([':', ' ', '-']).filter(|p| !p.is_empty());
    let bytes: Option<Vec<u8>> = parts.map(|p| u8::from_str_radix(p, 16).ok()).take(8).collect();
    bytes.map_or(Value::Nothing, |bytes| Value::Bytes(bytes, text.span.clone()))
}

/// An object identifier as numbers, from numbers or from the names above with or without their module.
fn numeric(text: &str) -> Option<String> {
    let text = text.rsplit_once("::").map_or(text, |(_, name)| name).trim_start_matches('.');
    let (head, rest) = text.split_once('.').map_or((text, ""), |(head, rest)| (head, rest));
    let is_numbers =
        |t: &str| !t.is_empty() && t.len() <= 512 && t.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if is_numbers(text) && text.contains('.') {
        return Some(text.trim_end_matches('.').to_owned());
    }
    if matches!(head, "system" | "interfaces") && !is_numbers(rest) {
        return numeric(rest); // the older form `system.sysDescr.0`
    }
    let (_, number) = NAMES.iter().find(|(name, _)| *name == head)?;
    match rest {
        "" => Some((*number).to_owned()),
        rest if is_numbers(rest) => Some(format!("{number}.{rest}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{snmp, trial};

    const PRINTED: &[u8] = b"# snmpwalk -v2c\nSNMPv2-MIB::sysDescr.0 = STRING: Hikvision company\nproducts\n\
        .1.3.6.1.2.1.1.2.0 = OID: SNMPv2-SMI::enterprises.50001\niso.3.6.1.2.1.1.4.0 = STRING: \"jan@example\"\n\
        sysName.0 = STRING: \"cam \\\"1\\\"\"\nDISMAN-EVENT-MIB::sysUpTimeInstance = Timeticks: (85447143) 9 days\n\
        IF-MIB::ifPhysAddress.2 = STRING: 0:2:d1:43:a5:26\nENTITY-MIB::entPhysicalClass.1 = INTEGER: chassis(3)\n\
        ENTITY-MIB::entPhysicalModelName.1 = STRING: P5534-E\nSNMPv2-SMI::enterprises.39165.1.1.0 = STRING: \"DS-2CD2185FWD-I\"\n\
        .1.3.6.1.4.1.39165.1.2.0 = Hex-STRING: 44 53 2D 00 \n.1.3.6.1.4.1.39165.1.4.0 = \"\"\n";

    #[test]
    fn printed_walks_are_read_with_names_or_numbers() {
        trial::check(
            snmp::read,
            PRINTED,
            "snmp.sys_descr = Hikvision company
            products
            ~snmp.sys_object_id = 1.3.6.1.4.1.50001
            ~snmp.sys_name = cam \"1\"
            ~snmp.if_mac = 00:02:d1:43:a5:26
            ~snmp.object = 1.3.6.1.4.1.39165.1.1.0=DS-2CD2185FWD-I
            ~snmp.object = 1.3.6.1.4.1.39165.1.2.0=DS-
            snmp.entity_model = P5534-E
            ~snmp.enterprise = 50001
            ~snmp.enterprise = 39165",
        );
        trial::survives(snmp::read, PRINTED);
    }

    #[test]
    fn recorded_agents_are_read() {
        let recorded = b"1.3.6.1.2.1.1.1.0|4|Mega-Pixel Network Camera\n1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.23465\n\
            1.3.6.1.2.1.2.2.1.6.2|4x|0002d143a526\n1.3.6.1.4.1.23465.1.0|4x|4950383136\n1.3.6.1.2.1.1.3.0|67|1\n";
        trial::check(
            snmp::read,
            recorded,
            "snmp.sys_descr = Mega-Pixel Network Camera
            snmp.sys_object_id = 1.3.6.1.4.1.23465
            ~snmp.if_mac = 00:02:d1:43:a5:26
            ~snmp.object = 1.3.6.1.4.1.23465.1.0=IP816
            ~snmp.enterprise = 23465",
        );
        trial::survives(snmp::read, recorded);
    }

    #[test]
    fn agents_recorded_by_others_stand_where_they_say() {
        let files = trial::files("librenms-snmp", ".snmprec");
        trial::stand(snmp::read, files.iter().map(|f| f.bytes.as_slice()), "SNMP walk");
    }
}
