//! ISAPI `deviceInfo`: the XML that a device answers, and the JSON that clients make of it. What it is not: a client;
//! what lies behind a log-in is read only where somebody else asked for it.
//!
//! Names of elements: ISAPI "System/deviceInfo" as answered by devices; only those in [`FIELDS`] are read.

pub use super::told::Told as Message;
use super::told::{begins_with, holds_any, opening};
use crate::row::Codec;
use crate::{Clues, Malformed};
use oogmerk_bytes::{json, xml};

/// The row of this codec.
pub const CODEC: Codec = Codec {
    in_bodies: Some(is_one),
    ..Codec::new("isapi", read, include_bytes!("../../../../fuzz/corpus/isapi/device.xml"))
};

pub(crate) const FIELDS: [(&str, &str); 14] = [
    ("deviceName", "isapi.device_name"),
    ("deviceID", "isapi.device_id"),
    ("deviceDescription", "isapi.device_description"),
    ("deviceLocation", "isapi.device_location"),
    ("systemContact", "isapi.system_contact"),
    ("model", "isapi.model"),
    ("serialNumber", "isapi.serial"),
    ("macAddress", "isapi.mac"),
    ("firmwareVersion", "isapi.firmware"),
    ("firmwareReleasedDate", "isapi.firmware_date"),
    ("hardwareVersion", "isapi.hardware"),
    ("deviceType", "isapi.device_type"),
    ("manufacturer", "isapi.manufacturer"),
    ("OEMCode", "isapi.oem_code"),
];

/// Whether a document is one: by its root, or by keys that stand together.
fn is_one(document: &[u8]) -> bool {
    if begins_with(document, b'<') {
        return xml::root_name(&opening(document)).is_some_and(|name| xml::local(name) == "DeviceInfo");
    }
    begins_with(document, b'{')
        && (holds_any(document, &[b"\"DeviceInfo\""])
            || (holds_any(document, &[b"\"firmwareReleasedDate\""])
                && holds_any(document, &[b"\"serialNumber\""])))
}

/// Reads one document as far as it goes.
pub fn parse(payload: &[u8]) -> Message {
    let mut told = Message::default();
    let ended = if payload.trim_ascii_start().starts_with(b"{") {
        from_json(payload, &mut told)
    } else {
        from_xml(payload, &mut told)
    };
    told.stopped = ended.err();
    told
}

/// Bytes to clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).or("holds nothing of a deviceInfo").map(|told| told.clues())
}

fn field(name: &str) -> Option<&'static str> {
    FIELDS.iter().find(|(n, _)| *n == name).map(|(_, f)| *f)
}

fn add(told: &mut Message, payload: &[u8], field: &'static str, value: &str, offset: usize) {
    if field == "isapi.mac" {
        told.add_mac(payload, field, value, offset);
    } else {
        told.add(payload, field, value, offset);
    }
}

fn from_json(payload: &[u8], told: &mut Message) -> Result<(), (usize, String)> {
    json::walk_document(payload, &mut |leaf| {
        let Some(name) =
            leaf.path.strip_prefix("DeviceInfo.").or(Some(leaf.path)).filter(|n| !n.contains('.'))
        else {
            return;
        };
        let Some(value) = leaf.text() else { return };
        let field = if name == "@xmlns" { Some("isapi.namespace") } else { field(name) };
        if let Some(field) = field {
            add(told, payload, field, &value, leaf.span.start);
        }
    })
    .map_err(|stop| (stop.offset, stop.reason.to_owned()))
}

fn from_xml(payload: &[u8], told: &mut Message) -> Result<(), (usize, String)> {
    let mut namespaces = Vec::new();
    let end = xml::walk(
        &String::from_utf8_lossy(payload),
        &mut |path, name, value, offset| {
            if path.len() == 1 && name == "xmlns" {
                namespaces.push((value.to_owned(), offset));
            }
        },
        &mut |element| {
            if let ([_, name], false) = (element.path, element.text.is_empty())
                && let Some(field) = field(name)
            {
                add(told, payload, field, element.text, element.offset);
            }
        },
    );
    for (value, offset) in namespaces {
        told.add(payload, "isapi.namespace", &value, offset);
    }
    end.map_err(|broken| (broken.offset, broken.reason))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::proof;

    const XML: &[u8] = include_bytes!("../../../../samples/isapi/device.xml");
    const JSON: &[u8] = include_bytes!("../../../../samples/isapi/device.json");

    #[test]
    fn both_spellings_give_the_same_fields() {
        proof::golden(
            read,
            XML,
            &[
                "~isapi.device_name=Hall & stairs",
                "isapi.model=SC-100",
                "isapi.serial=SC-10020260102",
                "isapi.mac=00:00:5e:00:53:07",
                "isapi.firmware=V1.0.0",
                "isapi.device_type=IPCamera",
                "~isapi.namespace=http://www.hikvision.com/ver20/XMLSchema",
            ],
        );
        proof::golden(
            read,
            JSON,
            &[
                "isapi.namespace=http://www.hikvision.com/ver20/XMLSchema",
                "isapi.device_name=Hall",
                "isapi.model=SC-100",
                "isapi.mac=00:00:5e:00:53:07",
                "isapi.firmware=V1.0.0",
                "isapi.device_type=IPCamera",
            ],
        );
    }

    #[test]
    fn a_document_is_told_by_its_root_or_its_keys() {
        for (document, want) in [
            (XML, true),
            (JSON, true),
            (b"{\"serialNumber\":\"1\",\"firmwareReleasedDate\":\"build 1\"}", true),
            (b"<html><DeviceInfo><model>x</model></DeviceInfo></html>", false),
            (b"{\"serialNumber\":\"1\"}", false),
            (b"", false),
        ] {
            assert_eq!(is_one(document), want, "{}", document.escape_ascii());
        }
    }

    #[test]
    fn a_document_that_is_cut_says_what_stood_before_the_cut() {
        let told = parse(&XML[..250]);
        assert!(told.values.iter().any(|(field, _)| *field == "isapi.serial"));
        assert!(told.stopped.is_some());
    }

    #[test]
    fn no_bytes_make_it_panic() {
        proof::survives(read, XML);
        proof::survives(read, JSON);
    }
}
