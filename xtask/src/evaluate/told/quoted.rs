//! Single values that others print for bytes of theirs: tshark, the authors of quoting code, the publisher's notes.
//!
//! `field=value` for a copy, `~field=value` for a decoded value, `~field` for a field whatever its value.

use super::held::{Held, text};
use super::labels::observation;
use oogmerk_model::Evidence;

/// Lines of `field-replies/replies.jsonl`, by id.
const REPLIES: [(&str, &[&str]); 8] = [
    (
        "sadp-2cd2320d",
        &[
            "~protocol.answered=sadp",
            "sadp.device_description=DS-2CD2320D-I",
            "sadp.serial=DS-2CD2320D-I20180919AACHC52932642",
            "~sadp.mac=44:47:cc:37:ce:81",
            "sadp.ip=192.168.1.112",
            "sadp.software_version=V5.5.6build 180326",
            "sadp.cloud_enabled=flase",
        ],
    ),
    ("sadp-2cd2385g1", &["sadp.device_description=DS-2CD2385G1-I", "~sadp.mac=58:50:ed:1f:e3:85"]),
    (
        "dhip-hdw1431t1",
        &[
            "~protocol.answered=dhdiscover",
            "dhdiscover.mac=08:ed:ed:87:42:7a",
            "dhdiscover.device_type=IPC-HDW1431T1-S4",
            "dhdiscover.vendor=Private",
            "dhdiscover.serial=6C01E93PAG69A7D",
            "dhdiscover.version=2.800.0000000.13.R",
            "dhdiscover.ip=192.168.124.17",
            "dhdiscover.init=2714",
        ],
    ),
    (
        "dhip-hdw5421s",
        &["dhdiscover.vendor=Dahua", "dhdiscover.version=2.400.0.8", "~dhdiscover.ip=2001:db8:3000:1::1:2"],
    ),
    (
        "wsd-2cd2385g1",
        &[
            "~protocol.answered=ws-discovery",
            "wsd.endpoint=urn:uuid:aa85c000-6324-11b3-819e-5850ed1fe385",
            "wsd.types=dn:NetworkVideoTransmitter tds:Device",
            "~onvif.scope.name=HIKVISION DS-2CD2385G1-I",
            "onvif.scope.hardware=DS-2CD2385G1-I",
            "onvif.scope.location=city/hangzhou",
            "wsd.mac=58:50:ed:1f:e3:85",
            "wsd.xaddr=http://[fe80::5a50:edff:fe1f:e385]/onvif/device_service",
        ],
    ),
    (
        "wsd-hello-hfw2228m",
        &[
            "~wsd.endpoint=urn:uuid:503b687a-b9d7-474f-a2d0-a18c8b25a464",
            "onvif.scope.hardware=IPC-HFW2228M-I1-V2",
        ],
    ),
    (
        "wsd-scopes-flir",
        &[
            "~onvif.scope.manufacturer=FLIR Systems",
            "onvif.scope.manufacturer=DVTel",
            "onvif.scope=flir://www.flir.com/security/",
        ],
    ),
    ("wsd-scopes-icamera", &["onvif.scope.name=ONVIF_ICAMERA", "onvif.scope.hardware=MSTAR_IPNC"]),
];

/// Files, and what is among their evidence.
const FILES: [(&str, &[&str]); 3] = [
    // JA3 as tshark 4.0.17 prints it.
    (
        "iot-sentinel/D-LinkSiren/Setup-A-1-STA.pcap",
        &["~tls.ja3=03219efe210c7d362ae83b2f96a1e6a4", "~tls.ja3=06b704c8ff61b9b37e5bacf2e8d0b37a"],
    ),
    (
        "iot-sentinel/D-LinkCam/Setup-A-1-STA.pcap",
        &[
            "dhcp.hostname=DCS-935L",
            "mdns.txt_model=DCS-935L",
            "~mdns.mac=b0:c5:54:25:5b:0e",
            "~link.mac=b0:c5:54:25:5b:0e",
            "~dhcp.parameter_list=1,3,6,12,15,28,42",
        ],
    ),
    ("ndpi/tuya_lp.pcap", &["~tuya.device_id", "~tuya.product_key", "~tuya.ip"]),
];

pub fn hold(held: &mut Held) {
    for reply in held.lines("field-replies", "replies.jsonl") {
        let id = text(&reply, "id");
        let Some((_, want)) = REPLIES.iter().find(|(name, _)| *name == id) else { continue };
        let found = held.read_bytes(format!("{}\n", observation(&reply)).as_bytes());
        for line in *want {
            let has = found.evidence().any(|e| is_line(e, line));
            held.expect(has, || format!("field-replies/{id}: no {line}"));
        }
    }
    for (file, want) in FILES.iter().filter(|(file, _)| held.folder.join(file).is_file()).collect::<Vec<_>>()
    {
        let found = held.read(file);
        for line in *want {
            let has = found.evidence().any(|e| is_line(e, line));
            held.expect(has, || format!("{file}: no {line}"));
        }
    }
}

fn is_line(e: &Evidence, line: &str) -> bool {
    let is_decoded = line.starts_with('~');
    let (field, value) = match line.trim_start_matches('~').split_once('=') {
        Some((field, value)) => (field, Some(value)),
        None => (line.trim_start_matches('~'), None),
    };
    e.field.as_str() == field && e.decoded == is_decoded && value.is_none_or(|v| e.value == v)
}
