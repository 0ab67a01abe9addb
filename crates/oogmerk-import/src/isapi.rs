//! ISAPI `deviceInfo`: the XML that a device answers, and the JSON that clients make of it.
//!
//! Names of elements: ISAPI "System/deviceInfo" as answered by devices; only those in [`FIELDS`] are read.

use crate::document::{unmarked, whole};
use crate::reading::{How, Reading, Where};
use oogmerk_bytes::{json_walk as json, xml_walk as xml};
use oogmerk_model::{Field, Observation, ProblemSeverity, Subject};
use std::io::Read;
use std::sync::Arc;

const FIELDS: [(&str, &str); 14] = [
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

fn field(name: &str) -> Option<&'static str> {
    FIELDS.iter().find(|(n, _)| *n == name).map(|(_, f)| *f)
}

pub(crate) fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let Some(bytes) = whole(input, reading) else { return };
    let (bytes, base) = unmarked(bytes);
    let observation = Arc::new(reading.observation(Subject::named("doc"), "isapi", None, &bytes));
    answer(&bytes, Where::At(base), &observation, reading);
}

/// The answer inside another record, whose place is its.
pub(crate) fn read_fragment(
    payload: &[u8],
    offset: u64,
    observation: &Arc<Observation>,
    reading: &mut Reading<'_>,
) {
    answer(payload, Where::Inside(offset), observation, reading);
}

fn answer(bytes: &[u8], base: Where, observation: &Arc<Observation>, reading: &mut Reading<'_>) {
    let before = reading.outcome.evidence;
    let line = observation.source.line;
    let mut found: Vec<(&'static str, String, usize, How)> = Vec::new();
    let ended = if bytes.trim_ascii_start().starts_with(b"{") {
        from_json(bytes, &mut found)
    } else {
        from_xml(&String::from_utf8_lossy(bytes), &mut found)
    };
    for (field, value, offset, how) in found {
        let place = base.place(offset as u64);
        if field == "isapi.mac" {
            reading.put_mac(observation, Field::of(field), &value, place);
        } else {
            reading.put(observation, Field::of(field), &value, how, place);
        }
    }
    if reading.outcome.evidence > before {
        reading.outcome.records += 1;
    }
    if let Err((offset, reason)) = ended {
        let severity =
            if reading.outcome.evidence > before { ProblemSeverity::Rest } else { ProblemSeverity::Whole };
        reading.problem(severity, line, base.place(offset as u64).offset, reason);
    } else if reading.outcome.evidence == before {
        reading.problem(ProblemSeverity::Whole, line, base.place(0).offset, "holds nothing of a deviceInfo");
    }
}

type Found = Vec<(&'static str, String, usize, How)>;

fn from_json(bytes: &[u8], found: &mut Found) -> Result<(), (usize, String)> {
    json::walk_document(bytes, &mut |leaf| {
        let Some(name) =
            leaf.path.strip_prefix("DeviceInfo.").or(Some(leaf.path)).filter(|n| !n.contains('.'))
        else {
            return;
        };
        let Some(value) = leaf.value.as_text() else { return };
        if let Some(field) = field(name) {
            let how = if matches!(&leaf.value, json::Value::Text(std::borrow::Cow::Owned(_))) {
                How::Decoded
            } else {
                How::Copied
            };
            found.push((field, value.into_owned(), leaf.span.start, how));
        } else if name == "@xmlns" {
            found.push(("isapi.namespace", value.into_owned(), leaf.span.start, How::Copied));
        }
    })
    .map_err(|stop| (stop.offset, stop.reason.to_owned()))
}

fn from_xml(text: &str, found: &mut Found) -> Result<(), (usize, String)> {
    let mut names = Vec::new();
    let end = xml::walk(
        text,
        &mut |path, name, value, offset| {
            if path.len() == 1 && name == "xmlns" {
                names.push(("isapi.namespace", value.to_owned(), offset, How::Decoded));
            }
        },
        &mut |element| {
            if let ([_, name], false) = (element.path, element.text.is_empty())
                && let Some(field) = field(name)
            {
                let how = if element.decoded { How::Decoded } else { How::Copied };
                found.push((field, element.text.to_owned(), element.offset, how));
            }
        },
    );
    found.extend(names);
    end
}
