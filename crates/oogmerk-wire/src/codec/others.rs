//! Discovery, link and naming codecs against bytes others wrote: captures of devices being installed (IoT Sentinel)
//! and answers quoted in public code. Tests only; silent passes are announced as "not run".
#![allow(clippy::unwrap_used)]
#![allow(clippy::disallowed_methods, reason = "tests read captures; the crate itself never does")]

use super::proof::{lines, spans_are_true, survives};
use super::trial::{corpus, files};
use crate::codec;
use etherparse::{NetSlice, SlicedPacket, TransportSlice};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Protocol and payload of each line of `replies.jsonl`, by id.
fn replies() -> BTreeMap<String, (String, Vec<u8>)> {
    let Some((_, bytes)) = files("field-replies", "replies.jsonl").pop() else { return BTreeMap::new() };
    let line = |l: &str| {
        let value: serde_json::Value = serde_json::from_str(l).unwrap();
        let text = |key: &str| value[key].as_str().unwrap().to_owned();
        (text("id"), (text("protocol"), text("payload").into_bytes()))
    };
    String::from_utf8(bytes).unwrap().lines().map(line).collect()
}

fn check(id: &str, codec: &str, want: &[&str]) {
    let replies = replies();
    let Some((_, payload)) = replies.get(id) else { return };
    let clues = codec::read(codec, payload).unwrap().unwrap();
    spans_are_true(payload, &clues);
    let got = lines(&clues);
    for line in want {
        assert!(got.iter().any(|g| g == line), "{id}: no {line} in {got:#?}");
    }
    let row = codec::CODECS.iter().find(|c| c.name == codec).unwrap();
    survives(row.read, payload);
}

#[test]
fn sadp_answers_quoted_by_others_are_read() {
    let want = [
        "~protocol.answered=sadp",
        "sadp.device_description=DS-2CD2320D-I",
        "sadp.serial=DS-2CD2320D-I20180919AACHC52932642",
        "~sadp.mac=44:47:cc:37:ce:81",
        "sadp.ip=192.168.1.112",
        "sadp.software_version=V5.5.6build 180326",
        "sadp.cloud_enabled=flase",
    ];
    check("sadp-2cd2320d", "sadp", &want);
    check(
        "sadp-2cd2385g1",
        "sadp",
        &["sadp.device_description=DS-2CD2385G1-I", "~sadp.mac=58:50:ed:1f:e3:85"],
    );
}

#[test]
fn dhdiscover_answers_quoted_by_others_are_read() {
    let want = [
        "~protocol.answered=dhdiscover",
        "dhdiscover.mac=08:ed:ed:87:42:7a",
        "dhdiscover.device_type=IPC-HDW1431T1-S4",
        "dhdiscover.vendor=Private",
        "dhdiscover.serial=6C01E93PAG69A7D",
        "dhdiscover.version=2.800.0000000.13.R",
        "dhdiscover.ip=192.168.124.17",
        "dhdiscover.init=2714",
    ];
    check("dhip-hdw1431t1", "dhdiscover", &want);
    check(
        "dhip-hdw5421s",
        "dhdiscover",
        &["dhdiscover.vendor=Dahua", "dhdiscover.version=2.400.0.8", "~dhdiscover.ip=2001:db8:3000:1::1:2"],
    );
}

#[test]
fn ws_discovery_and_scopes_quoted_by_others_are_read() {
    let want = [
        "~protocol.answered=ws-discovery",
        "wsd.endpoint=urn:uuid:aa85c000-6324-11b3-819e-5850ed1fe385",
        "wsd.types=dn:NetworkVideoTransmitter tds:Device",
        "~onvif.scope.name=HIKVISION DS-2CD2385G1-I",
        "onvif.scope.hardware=DS-2CD2385G1-I",
        "onvif.scope.location=city/hangzhou",
        "wsd.mac=58:50:ed:1f:e3:85",
        "wsd.xaddr=http://[fe80::5a50:edff:fe1f:e385]/onvif/device_service",
    ];
    check("wsd-2cd2385g1", "ws-discovery", &want);
    let want = [
        "~wsd.endpoint=urn:uuid:503b687a-b9d7-474f-a2d0-a18c8b25a464",
        "onvif.scope.hardware=IPC-HFW2228M-I1-V2",
    ];
    check("wsd-hello-hfw2228m", "ws-discovery", &want);
    let want = [
        "~onvif.scope.manufacturer=FLIR Systems",
        "onvif.scope.manufacturer=DVTel",
        "onvif.scope=flir://www.flir.com/security/",
    ];
    check("wsd-scopes-flir", "onvif-scopes", &want);
    check(
        "wsd-scopes-icamera",
        "onvif-scopes",
        &["onvif.scope.name=ONVIF_ICAMERA", "onvif.scope.hardware=MSTAR_IPNC"],
    );
    for (id, (protocol, payload)) in replies() {
        if protocol != "ws-discovery" {
            assert!(codec::read("ws-discovery", &payload).unwrap().is_err(), "{id} is no WS-Discovery");
        }
    }
}

#[test]
fn onvif_answers_of_a_real_camera_are_read() {
    for (name, bytes) in files("xiongmai-besder", ".xml") {
        let got = lines(&codec::read("onvif", &bytes).unwrap().unwrap());
        let has = |line: &str| assert!(got.iter().any(|g| g == line), "{name}: no {line} in {got:#?}");
        has("~protocol.answered=onvif");
        if name.contains("Profiles") {
            has("onvif.profile_token=PROFILE_000");
            has("onvif.profile_token=mainStream");
        } else {
            has("onvif.xaddr=http://<camera-ip>:8899/onvif/device_service");
        }
        survives(codec::onvif::read, &bytes[..bytes.len().min(900)]);
    }
}

/// Frames of a capture file: pcapng's enhanced packet blocks, or classic pcap of either byte order.
fn frames(capture: &[u8]) -> Vec<&[u8]> {
    let word = |at: usize| {
        let bytes: [u8; 4] = capture.get(at..at + 4)?.try_into().unwrap();
        Some(u32::from_le_bytes(bytes) as usize)
    };
    if word(0) == Some(0x0a0d_0d0a) {
        let mut found = Vec::new();
        let mut at = 0;
        while let (Some(kind), Some(length)) = (word(at), word(at + 4)) {
            if let (6, Some(captured)) = (kind, word(at + 20)) {
                found.extend(capture.get(at + 28..at + 28 + captured));
            }
            at += length.max(12);
        }
        return found;
    }
    let little = capture.starts_with(&[0xd4, 0xc3, 0xb2, 0xa1]);
    let mut found = Vec::new();
    let mut at = 24;
    while let Some(length) = capture.get(at + 8..at + 12) {
        let length: [u8; 4] = length.try_into().unwrap();
        let length = if little { u32::from_le_bytes(length) } else { u32::from_be_bytes(length) } as usize;
        let Some(frame) = capture.get(at + 16..at + 16 + length) else { break };
        found.push(frame);
        at += 16 + length;
    }
    found
}

fn captures(folder: &str) -> Vec<(String, Vec<u8>)> {
    let Some(root) = corpus(folder) else { return Vec::new() };
    let mut open = vec![root];
    let mut found: Vec<(String, Vec<u8>)> = Vec::new();
    while let Some(path) = open.pop() {
        for entry in std::fs::read_dir(path).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "pcap") {
                let name =
                    path.components().rev().take(2).map(|c| c.as_os_str().to_string_lossy().into_owned());
                let name: Vec<_> = name.collect();
                found.push((
                    name.into_iter().rev().collect::<Vec<_>>().join("/"),
                    std::fs::read(&path).unwrap(),
                ));
            }
        }
    }
    found.sort();
    found
}

/// Codec and payload of a frame, by its port.
fn payload(frame: &[u8]) -> Option<(&'static str, Vec<u8>)> {
    if frame.get(12..14) == Some(&[8, 6]) {
        return Some(("arp", frame.get(14..)?.to_vec()));
    }
    let packet = SlicedPacket::from_ethernet(frame).ok()?;
    if matches!(packet.net, Some(NetSlice::Ipv4(ref ip)) if ip.is_payload_fragmented()) {
        return None;
    }
    match packet.transport? {
        TransportSlice::Udp(udp) => {
            let ports = [udp.source_port(), udp.destination_port()];
            let codec = match ports {
                [67 | 68, _] => "dhcp",
                [546 | 547, _] => "dhcp6",
                [53, _] | [_, 53] => "dns",
                [137 | 138, _] | [_, 137 | 138] => "netbios",
                [5355, _] | [_, 5355] => "llmnr",
                [5353, _] | [_, 5353] => "mdns",
                [1900, _] | [_, 1900] => "ssdp",
                [3702, _] | [_, 3702] => "ws-discovery",
                _ => return None,
            };
            Some((codec, udp.payload().to_vec()))
        }
        TransportSlice::Icmpv6(icmp) => Some(("icmp", icmp.slice().to_vec())),
        _ => None,
    }
}

#[test]
fn every_discovery_message_in_captures_of_others_is_read() {
    let mut read: BTreeMap<&str, usize> = BTreeMap::new();
    let mut values: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut refused = Vec::new();
    let captures: Vec<_> = captures("iot-sentinel").into_iter().chain(captures("ndpi")).collect();
    for (name, capture) in &captures {
        let folder = name.split('/').next().unwrap();
        for (number, frame) in frames(capture).into_iter().enumerate() {
            let Some((codec, bytes)) = payload(frame) else { continue };
            match codec::read(codec, &bytes).unwrap() {
                Ok(clues) => {
                    spans_are_true(&bytes, &clues);
                    *read.entry(codec).or_default() += 1;
                    values.entry(folder.to_owned()).or_default().extend(lines(&clues));
                }
                Err(e) => refused.push(format!("{name} frame {} {codec}: {e}", number + 1)),
            }
        }
    }
    println!("read: {read:?}");
    assert!(refused.is_empty(), "{refused:#?}");
    let has = |folder: &str, line: &str| {
        if let Some(found) = values.get(folder) {
            assert!(found.contains(line), "{folder}: no {line} in {found:#?}");
        }
    };
    has("D-LinkCam", "dhcp.hostname=DCS-935L");
    has("D-LinkCam", "mdns.txt_model=DCS-935L");
    has("D-LinkCam", "~mdns.mac=b0:c5:54:25:5b:0e");
    has("D-LinkCam", "~link.mac=b0:c5:54:25:5b:0e");
    has("D-LinkCam", "~dhcp.parameter_list=1,3,6,12,15,28,42");
    has("D-LinkCam", "ssdp.st=urn:schemas-upnp-org:device:DCS-935L:1");
    has("EdimaxCam1", "~link.mac=74:da:38:80:7a:08");
    has("WeMoSwitch", "ssdp.header=X-User-Agent: redsonic");
    has("HueBridge", "mdns.txt_model=BSB002");
    has("ndpi", "~protocol.asked=ws-discovery");
    let answers: Vec<_> =
        values.iter().filter(|(_, l)| l.contains("~protocol.answered=ws-discovery")).collect();
    assert!(answers.is_empty(), "no device answers WS-Discovery in these captures: {answers:?}");
}
