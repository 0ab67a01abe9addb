//! What TP-Link Tapo and Kasa devices answer beyond discovery, as JSON: `get_sysinfo` of the older protocol on UDP and
//! TCP 9999, `get_device_info` and `getDeviceInfo` of the newer ones, alone or gathered in one file (for discovery
//! itself see `tdp`).
//!
//! Positions, wireless network names, owners' names in base64 and account ids are passed over; that an owner is set
//! is told as a flag. Names of keys: as the devices answer them (published recordings of the python-kasa project).

pub use super::told::Told as Message;
use super::told::{begins_with, holds_any};
use crate::row::Codec;
use crate::{Clues, Malformed};
use oogmerk_bytes::json;
use oogmerk_bytes::spanned::Spanned;
use std::collections::BTreeSet;
use std::net::IpAddr;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    in_bodies: Some(is_one),
    ..Codec::new("tplink", read, include_bytes!("../../../../fuzz/corpus/tplink/camera.json"))
};

/// Keys of answers that nobody else writes.
const OWN: &[&[u8]] = &[
    b"\"get_sysinfo\"",
    b"\"getDeviceInfo\"",
    b"\"get_device_info\"",
    b"\"discovery_result\"",
    b"\"basic_info\"",
];

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

fn is_one(document: &[u8]) -> bool {
    begins_with(document, b'{') && holds_any(document, OWN)
}

/// Reads one document as far as it goes.
pub fn parse(payload: &[u8]) -> Message {
    let mut told = Message::default();
    let mut said = BTreeSet::new();
    let ended = json::walk_document(payload, &mut |leaf| {
        let key = PLACES.iter().filter_map(|p| leaf.path.strip_prefix(p)).find(|k| !k.contains(['.', '[']));
        let field = FIELDS.iter().find(|(name, _)| Some(*name) == key).map(|(_, field)| *field);
        let (Some(field), Some(value)) = (field, leaf.text()) else { return };
        // Ids of nothing but zeroes are what publishers and unset devices write: no value.
        let is_blank = value.trim().bytes().all(|b| b == b'0');
        if !is_blank && !is_masked(&value) && said.insert((field, value.to_ascii_lowercase())) {
            add(payload, field, &value, leaf.span.start, &mut told);
        }
    });
    told.stopped = ended.err().map(|stop| (stop.offset, stop.reason.to_owned()));
    told
}

/// Bytes to clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).or("holds no answer that tells what the device is").map(|told| told.clues())
}

fn add(payload: &[u8], field: &'static str, value: &str, offset: usize, told: &mut Message) {
    match field {
        "tdp.mac" => told.add_mac(payload, field, value, offset),
        "tdp.ip" => {
            let ip = value.trim().parse::<IpAddr>().ok().filter(|ip| !ip.is_unspecified());
            if let Some(ip) = ip {
                told.add(payload, field, &ip.to_string(), offset);
            }
        }
        "tdp.owner_set" => told.values.push((field, Spanned::computed("1", offset..offset))),
        _ => told.add(payload, field, value, offset),
    }
}

/// python-kasa masks what is personal in the recordings it publishes: `#MASKED_NAME#`, `SCRUBBED_…`.
fn is_masked(value: &str) -> bool {
    (value.starts_with('#') && value.ends_with('#') && value.len() > 2) || value.starts_with("SCRUBBED_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::proof;

    const CAMERA: &[u8] = include_bytes!("../../../../samples/tplink-json/camera.json");

    #[test]
    fn a_device_is_read_where_it_speaks_of_itself() {
        proof::golden(
            read,
            CAMERA,
            &[
                "tdp.device_id=00112233445566778899aabbccddeeff",
                "tdp.device_model=SC100",
                "tdp.device_type=SMART.IPCAMERA",
                "tdp.factory_default=false",
                "tdp.firmware=1.0.1 Build 1",
                "tdp.hardware=1.0",
                "tdp.ip=192.0.2.7",
                "~tdp.mac=00:00:5e:00:53:07",
                "~tdp.owner_set=1",
                "tdp.brand=tplink",
                "tdp.alias=Hall",
            ],
        );
    }

    #[test]
    fn a_document_is_told_by_its_keys() {
        assert!(is_one(CAMERA));
        assert!(is_one(b"{\"result\":{\"device_info\":{\"basic_info\":{}}}}"));
        assert!(!is_one(b"{\"result\":{\"model\":\"x\"}}") && !is_one(b"\"get_sysinfo\""));
    }

    #[test]
    fn no_bytes_make_it_panic() {
        proof::survives(read, CAMERA);
    }
}
