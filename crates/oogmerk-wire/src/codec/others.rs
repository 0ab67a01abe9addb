//! Discovery, link and naming codecs against bytes others wrote: captures of devices being installed (IoT Sentinel)
//! and answers quoted in public code. Tests only; whatever those bytes say, copies stand where they say.
#![allow(clippy::unwrap_used)]

use super::proof::{spans_are_true, survives};
use super::trial;
use crate::codec;
use etherparse::{NetSlice, SlicedPacket, TransportSlice};
use std::collections::BTreeSet;

#[test]
fn answers_quoted_by_others_stand_where_they_say() {
    let replies = trial::lines("field-replies", "replies.jsonl");
    let protocols = [
        ("hikvision-sadp", "sadp"),
        ("dahua-dhip", "dhdiscover"),
        ("ws-discovery", "ws-discovery"),
        ("onvif-scopes", "onvif-scopes"),
    ];
    for (theirs, ours) in protocols {
        let own = replies.iter().filter(|reply| reply["protocol"] == theirs);
        let payloads = own.filter_map(|reply| reply["payload"].as_str()).map(str::as_bytes);
        let row = codec::CODECS.iter().find(|c| c.name == ours).unwrap();
        trial::stand(row.read, payloads, theirs);
    }
}

#[test]
fn onvif_answers_of_a_real_camera_stand_where_they_say() {
    let files = trial::files("xiongmai-besder", ".xml");
    trial::stand(codec::onvif::read, files.iter().map(|f| f.bytes.as_slice()), "ONVIF answer");
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
fn every_discovery_message_in_captures_of_others_stands_where_it_says() {
    let mut seen = BTreeSet::new();
    for capture in oogmerk_trial::foreign::files(&["iot-sentinel", "ndpi"], &[".pcap"]) {
        for (name, bytes) in frames(&capture.bytes).into_iter().filter_map(payload) {
            let row = codec::CODECS.iter().find(|c| c.name == name).unwrap();
            if let Ok(clues) = (row.read)(&bytes) {
                spans_are_true(&bytes, &clues);
                // Cutting and changing every one of thousands would take minutes.
                if seen.insert(name) {
                    survives(row.read, &bytes);
                }
            }
        }
    }
    oogmerk_trial::foreign::seen(seen.len(), "discovery messages");
}
