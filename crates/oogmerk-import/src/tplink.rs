//! What TP-Link Tapo and Kasa devices answer, as JSON: discovery on UDP 20002, `get_sysinfo` of the older protocol on
//! UDP and TCP 9999, `get_device_info` and `getDeviceInfo` of the newer ones, alone or gathered in one file.
//!
//! Positions, wireless network names, owners' names in base64 and account ids are passed over; that an owner is set
//! is told as a flag. Names of keys: as the devices answer them (published recordings of the python-kasa project).

use crate::document::{unmarked, whole};
use crate::reading::{How, Reading, at};
use oogmerk_bytes::json_walk as json;
use oogmerk_model::{Field, ProblemSeverity, Subject};
use std::collections::BTreeSet;
use std::io::Read;
use std::sync::Arc;

/// Where a device speaks of itself. Children of a hub are other devices and are not read.
const PLACES: [&str; 11] = [
    "discovery_result.result.",
    "discovery_result.",
    "result.",
    "system.get_sysinfo.",
    "get_sysinfo.",
    // Cameras of the older protocol nest once more.
    "system.get_sysinfo.system.",
    "get_sysinfo.system.",
    "get_device_info.",
    "getDeviceInfo.device_info.basic_info.",
    "device_info.basic_info.",
    "child_info_from_parent.",
];

const FIELDS: [(&str, &str); 27] = [
    ("device_type", "tdp.device_type"),
    ("device_model", "tdp.device_model"),
    ("model", "tdp.device_model"),
    ("mac", "tdp.mac"),
    ("mic_mac", "tdp.mac"),
    ("ethernet_mac", "tdp.mac"),
    ("ip", "tdp.ip"),
    ("firmware_version", "tdp.firmware"),
    ("fw_ver", "tdp.firmware"),
    ("sw_ver", "tdp.firmware"),
    ("sw_version", "tdp.firmware"),
    ("hardware_version", "tdp.hardware"),
    ("hw_ver", "tdp.hardware"),
    ("hw_version", "tdp.hardware"),
    ("device_id", "tdp.device_id"),
    ("deviceId", "tdp.device_id"),
    ("dev_id", "tdp.device_id"),
    ("factory_default", "tdp.factory_default"),
    ("owner", "tdp.owner_set"),
    ("alias", "tdp.alias"),
    ("device_alias", "tdp.alias"),
    ("obd_src", "tdp.brand"),
    ("manufacturer_name", "tdp.brand"),
    ("mic_type", "tdp.mic_type"),
    ("type", "tdp.mic_type"),
    ("dev_name", "tdp.description"),
    ("description", "tdp.description"),
];

pub(crate) fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let Some(bytes) = whole(input, reading) else { return };
    let (bytes, base) = unmarked(bytes);
    let observation = Arc::new(reading.observation(Subject::named("doc"), "tplink-json", None, &bytes));
    let mut found: Vec<(&'static str, String, usize, How)> = Vec::new();
    let ended = json::walk_document(&bytes, &mut |leaf| {
        let Some(key) =
            PLACES.iter().filter_map(|p| leaf.path.strip_prefix(p)).find(|k| !k.contains(['.', '[']))
        else {
            return;
        };
        let Some((_, field)) = FIELDS.iter().find(|(k, _)| *k == key) else { return };
        if let Some(value) = leaf.value.as_text() {
            let how = if matches!(&leaf.value, json::Value::Text(std::borrow::Cow::Owned(_))) {
                How::Decoded
            } else {
                How::Copied
            };
            found.push((field, value.into_owned(), leaf.span.start, how));
        }
    });
    let mut said = BTreeSet::new();
    for (field, value, offset, how) in found {
        let place = at(base + offset as u64);
        // Ids of nothing but zeroes are what publishers and unset devices write: no value.
        let blank = value.trim().bytes().all(|b| b == b'0');
        if blank || is_masked(&value) || !said.insert((field, value.to_ascii_lowercase())) {
            continue;
        }
        let field = Field::of(field);
        match field.as_str() {
            "tdp.mac" => reading.put_mac(&observation, field, &value, place),
            "tdp.ip" => reading.put_ip(&observation, field, &value, place),
            "tdp.owner_set" => reading.put(&observation, field, "1", How::Decoded, place),
            _ => reading.put(&observation, field, &value, how, place),
        }
    }
    let none = reading.outcome.evidence == 0;
    reading.outcome.records += u64::from(!none);
    if let Err(stop) = ended {
        let severity = if none { ProblemSeverity::Whole } else { ProblemSeverity::Rest };
        reading.problem(severity, None, Some(base + stop.offset as u64), stop.reason);
    } else if none {
        reading.problem(ProblemSeverity::Whole, None, None, "holds no answer that tells what the device is");
    }
}

/// Published recordings mask what is personal: `#MASKED_NAME#`, `SCRUBBED_…`.
fn is_masked(value: &str) -> bool {
    (value.starts_with('#') && value.ends_with('#') && value.len() > 2) || value.starts_with("SCRUBBED_")
}
