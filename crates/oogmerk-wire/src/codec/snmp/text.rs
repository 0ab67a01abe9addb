//! SNMP walks as text: what `snmpwalk` and `snmpget` print, and the `.snmprec` lines of recorded agents.
//!
//! Not a MIB compiler: besides numbers it knows the few names that name a device. Formats: net-snmp's output options
//! (manual page snmpcmd: `-On`, `-Of`, `-Os`, `-OX` for names, `-OQ` without types, `-Oq` without the sign too),
//! snmpsim's `oid|type|value`.

use super::binding::{BINDINGS_MAX, Binding, INTERFACE_MAC, Value, binding_clues, is_text};
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
        } else if let Some(object) = object(payload, span.clone()) {
            let end = runs_to(payload, object.value.clone(), &mut at);
            let whole = Object { value: object.value.start..end.max(object.value.end), ..object };
            message.bindings.extend(printed(payload, whole));
        }
    }
    if message.bindings.is_empty() {
        return Err(Malformed::at(0, "no SNMP object"));
    }
    Ok(message)
}

/// Where a value ends that begins on this line: a text in quotes runs on to its quote, one without to an empty line,
/// bytes as far as there are bytes, and none into the next object. `at` is moved behind what was taken.
fn runs_to(payload: &[u8], value: Range<usize>, at: &mut usize) -> usize {
    let (kind, inner) = typed(payload, value.clone());
    let mut end = value.end;
    let is_quoted = payload[inner.clone()].starts_with(b"\"");
    if is_quoted && is_closed(&payload[inner.clone()]) {
        return end;
    }
    while let Some((more, after)) = line(payload, *at) {
        let more = trim(payload, more);
        let bytes = &payload[more.clone()];
        let is_over = match kind {
            Some("Hex-STRING") => !is_hex(bytes),
            _ => bytes.is_empty() && !is_quoted,
        };
        if is_over || begins_object(payload, &more) || is_end_of_walk(bytes) {
            break;
        }
        end = more.end.max(end);
        *at = after;
        if is_quoted && is_closed(&payload[inner.start..end]) {
            break;
        }
    }
    end
}

/// Whether a text that begins with a quote ends with one that is not escaped.
fn is_closed(text: &[u8]) -> bool {
    text.len() >= 2 && text.ends_with(b"\"") && !text.ends_with(b"\\\"")
}

/// Pairs of hex digits with blanks between, as `Hex-STRING` has them.
fn is_hex(bytes: &[u8]) -> bool {
    let mut words = bytes.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some() && words.all(|word| word.len() == 2 && word.iter().all(u8::is_ascii_hexdigit))
}

/// What the tool says at the end, which is no part of the last value.
fn is_end_of_walk(line: &[u8]) -> bool {
    [&b"No more variables left"[..], b"End of MIB", b"Timeout: No Response"]
        .iter()
        .any(|end| line.starts_with(end))
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

/// Whether a line begins like `NAME = `, whether the name is known or not, or like an object without the sign.
fn begins_object(payload: &[u8], span: &Range<usize>) -> bool {
    let bytes = &payload[span.clone()];
    let name = bytes.iter().take_while(|b| !b.is_ascii_whitespace()).count();
    let is_name = name > 0 && bytes[..name].iter().any(|b| matches!(b, b'.' | b':'));
    is_name && (bytes[name..].starts_with(b" =") || object(payload, span.clone()).is_some())
}

/// An object of which the value's place is known.
struct Object {
    oid: String,
    value: Range<usize>,
}

/// `NAME = value`, or `NAME value` (`-Oq`), where the name is one that is known.
fn object(payload: &[u8], span: Range<usize>) -> Option<Object> {
    let bytes = &payload[span.clone()];
    let end = bytes.iter().position(u8::is_ascii_whitespace).unwrap_or(bytes.len());
    let name = std::str::from_utf8(&bytes[..end]).ok()?;
    let oid = numeric(name)?;
    let rest = trim(payload, span.start + end..span.end);
    if payload[rest.clone()].starts_with(b"=") {
        return Some(Object { oid, value: trim(payload, rest.start + 1..rest.end) });
    }
    // Without the sign only a whole identifier is a name: a sentence may begin with a number that has dots.
    let is_whole = oid.bytes().filter(|b| *b == b'.').count() >= 6;
    (is_whole && !rest.is_empty()).then_some(Object { oid, value: rest })
}

/// The types that are printed before a value.
const TYPES: [&str; 17] = [
    "STRING",
    "Hex-STRING",
    "OID",
    "INTEGER",
    "Gauge32",
    "Counter32",
    "Counter64",
    "IpAddress",
    "Network Address",
    "Timeticks",
    "Opaque",
    "BITS",
    "NULL",
    "Unsigned32",
    "UInteger32",
    "Float",
    "Integer32",
];

/// The type printed before a value, and the value.
fn typed(payload: &[u8], value: Range<usize>) -> (Option<&'static str>, Range<usize>) {
    let mut value = value;
    if payload[value.clone()].starts_with(b"Wrong Type (should be ")
        && let Some(end) = memchr::memmem::find(&payload[value.clone()], b"): ")
    {
        value = value.start + end + 3..value.end;
    }
    let bytes = &payload[value.clone()];
    for kind in TYPES {
        if let Some(rest) = bytes.strip_prefix(kind.as_bytes())
            && rest.starts_with(b":")
        {
            return (Some(kind), trim(payload, value.end - rest.len() + 1..value.end));
        }
    }
    (None, value)
}

/// One printed object.
fn printed(payload: &[u8], object: Object) -> Option<Binding> {
    let Object { oid, value } = object;
    let (kind, value) = typed(payload, value);
    let is_quoted = payload[value.clone()].starts_with(b"\"");
    let text = unquoted(payload, value);
    if text.value.starts_with("No Such ") || text.value.starts_with("No more variables left") {
        return None;
    }
    let value = match kind {
        Some("STRING" | "Hex-STRING") | None if oid.starts_with(INTERFACE_MAC) => mac(&text),
        Some("STRING") => Value::Text(text),
        Some("Hex-STRING") => from_hex(&text.value).map_or(Value::Nothing, |bytes| octets(bytes, text.span)),
        Some("OID") => numeric(&text.value).map_or(Value::Nothing, |oid| Value::Oid(text.read_as(oid))),
        Some("INTEGER" | "Integer32" | "Gauge32" | "Counter32" | "Counter64" | "Unsigned32") => {
            number(&text.value).map_or(Value::Nothing, Value::Number)
        }
        Some(_) => Value::Nothing,
        None => untyped(&oid, text, is_quoted),
    };
    Some(Binding { oid, value })
}

/// A number, or one behind the word that stands for it: `chassis(3)`.
fn number(text: &str) -> Option<i64> {
    text.split_once('(').map_or(text, |(_, n)| n.trim_end_matches(')')).parse().ok()
}

/// The value of an object printed without its type (`-OQ`, `-Oq`): what the object is tells how to read it.
fn untyped(oid: &str, text: Spanned, is_quoted: bool) -> Value {
    if is_quoted {
        let is_bytes = text.value.len() > 3 && is_hex(text.value.as_bytes());
        return match from_hex(&text.value).filter(|_| is_bytes) {
            Some(bytes) => octets(bytes, text.span),
            None => Value::Text(text),
        };
    }
    if oid == "1.3.6.1.2.1.1.2.0" {
        return numeric(&text.value).map_or(Value::Nothing, |oid| Value::Oid(text.read_as(oid)));
    }
    if oid.starts_with(ENTITY_CLASS) {
        return Value::Number(if text.value == "chassis" { 3 } else { number(&text.value).unwrap_or(0) });
    }
    match text.value.parse() {
        Ok(number) if !oid.starts_with(ENTITY) && !oid.starts_with(SYSTEM) => Value::Number(number),
        _ if text.value.is_empty() => Value::Nothing,
        _ => Value::Text(text),
    }
}

/// Subtrees of texts, where digits alone are a text too.
const SYSTEM: &str = "1.3.6.1.2.1.1.";
const ENTITY: &str = "1.3.6.1.2.1.47.1.1.1.1.";
const ENTITY_CLASS: &str = "1.3.6.1.2.1.47.1.1.1.1.5.";

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

/// An object identifier as numbers, from numbers or from the names above: with or without their module, with the whole
/// path before them (`-Of`), with the index in brackets (`-OX`).
fn numeric(text: &str) -> Option<String> {
    let text = text.rsplit_once("::").map_or(text, |(_, name)| name).trim_start_matches('.');
    let is_numbers =
        |t: &str| !t.is_empty() && t.len() <= 512 && t.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if is_numbers(text) && text.contains('.') {
        return Some(text.trim_end_matches('.').to_owned());
    }
    if text.len() > 512 {
        return None;
    }
    let dotted = match text.strip_suffix(']').and_then(|t| t.split_once('[')) {
        Some((name, index)) if is_numbers(index) => format!("{name}.{index}"),
        _ => text.to_owned(),
    };
    let end = dotted.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    // A name may end in digits of its own: the index begins behind a stop.
    let end = dotted[end..].find('.').map_or(dotted.len(), |stop| end + stop);
    let (names, rest) = (&dotted[..end], dotted[end..].trim_matches('.'));
    let (path, name) = names.rsplit_once('.').unwrap_or(("", names));
    let is_path = path.is_empty() || ROOTS.contains(&path.split('.').next().unwrap_or_default());
    let (_, number) = NAMES.iter().find(|(known, _)| is_path && *known == name)?;
    Some(if rest.is_empty() { (*number).to_owned() } else { format!("{number}.{rest}") })
}

/// What the path of an object begins with, where it is printed.
const ROOTS: [&str; 6] = ["iso", "internet", "mgmt", "mib-2", "system", "interfaces"];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::codec::{snmp, trial};

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
    fn walks_without_types_without_the_sign_and_with_whole_paths_are_read() {
        let want = "snmp.sys_descr = ; AXIS X; Linux: 4.9; 1.2
            ~snmp.sys_object_id = 1.3.6.1.4.1.368.4.1
            snmp.sys_name = 4711
            ~snmp.if_mac = e8:27:25:10:a0:b4
            ~snmp.object = 1.3.6.1.4.1.368.4.1.1.0=P1
            snmp.entity_model = P1
            ~snmp.enterprise = 368";
        let quick = b"SNMPv2-MIB::sysDescr.0 = ; AXIS X; Linux: 4.9; 1.2\nSNMPv2-MIB::sysObjectID.0 = SNMPv2-SMI::enterprises.368.4.1\n\
            DISMAN-EVENT-MIB::sysUpTimeInstance = 12:3:44:19.00\nSNMPv2-MIB::sysName.0 = 4711\n\
            IF-MIB::ifPhysAddress[2] = e8:27:25:10:a0:b4\nENTITY-MIB::entPhysicalClass.1 = chassis\n\
            ENTITY-MIB::entPhysicalModelName.1 = P1\nSNMPv2-SMI::enterprises.368.4.1.1.0 = \"50 31 \"\n\
            SNMPv2-MIB::sysORID.1 = No Such Object available on this agent at this OID\n";
        trial::check(snmp::read, quick, want);
        let quiet = b".1.3.6.1.2.1.1.1.0 ; AXIS X; Linux: 4.9; 1.2\n.1.3.6.1.2.1.1.2.0 .1.3.6.1.4.1.368.4.1\nsysName.0 4711\n\
            .1.3.6.1.2.1.2.2.1.6.2 e8:27:25:10:a0:b4\n.1.3.6.1.2.1.47.1.1.1.1.5.1 3\n\
            .1.3.6.1.2.1.47.1.1.1.1.13.1 \"P1\"\n.1.3.6.1.4.1.368.4.1.1.0 \"P1\"\n1.2.3.4 is no object\n";
        trial::check(snmp::read, quiet, want);
        let paths = b".iso.org.dod.internet.mgmt.mib-2.system.sysDescr.0 = STRING: ; AXIS X; Linux: 4.9; 1.2\n\
            .iso.org.dod.internet.mgmt.mib-2.system.sysObjectID.0 = OID: .iso.org.dod.internet.private.enterprises.368.4.1\n\
            .iso.org.dod.internet.mgmt.mib-2.system.sysName.0 = STRING: 4711\n\
            .iso.org.dod.internet.mgmt.mib-2.interfaces.ifTable.ifEntry.ifPhysAddress.2 = STRING: e8:27:25:10:a0:b4\n\
            .iso.org.dod.internet.mgmt.mib-2.entityMIB.entityMIBObjects.entityPhysical.entPhysicalTable.entPhysicalEntry.entPhysicalModelName.1 = STRING: P1\n\
            .iso.org.dod.internet.private.enterprises.368.4.1.1.0 = STRING: \"P1\"\n";
        trial::check(snmp::read, paths, want);
        for walk in [&quick[..], quiet, paths] {
            trial::survives(snmp::read, walk);
        }
    }

    #[test]
    fn values_end_where_their_quote_their_bytes_or_an_empty_line_says() {
        let walk = b".1.3.6.1.4.1.1.1.0 = STRING: \"DHI-1\"\n\nLooks normal to me.\n\
            .1.3.6.1.4.1.1.2.0 = STRING: \"two\nlines\"\nand a remark\n\
            .1.3.6.1.4.1.1.3.0 = Hex-STRING: 44 53 \n2D 31 \nuser said so\n\
            .1.3.6.1.2.1.1.1.0 = STRING: first\nsecond\n\nthird\n.1.3.6.1.2.1.1.5.0 = Wrong Type (should be OCTET STRING): STRING: n\n\
            No more variables left in this MIB View (It is past the end of the MIB tree)\n";
        trial::check(
            snmp::read,
            walk,
            "~snmp.object = 1.3.6.1.4.1.1.1.0=DHI-1
            ~snmp.object = 1.3.6.1.4.1.1.2.0=two
            lines
            ~snmp.object = 1.3.6.1.4.1.1.3.0=DS-1
            snmp.sys_descr = first
            second
            snmp.sys_name = n
            ~snmp.enterprise = 1",
        );
        trial::survives(snmp::read, walk);
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
