//! Datagrams and heads whose meaning is no evidence, by the codec alone: as tshark prints them, or as the ports tell.

use super::held::Held;
use etherparse::{SlicedPacket, TransportSlice};
use oogmerk_wire::codec::{baichuan, sflow};

/// The port on which the one camera of a captured log-in answers.
const BAICHUAN_PORT: u16 = 9000;

pub fn hold(held: &mut Held) {
    flow_samples(held);
    who_speaks(held);
}

/// As tshark 4.0.17 prints it: one sampled packet, its sampling and lengths, and samples of other forms.
fn flow_samples(held: &mut Held) {
    let file = "ndpi/sflow.pcap";
    let read: Vec<_> =
        payloads(held, file).iter().filter_map(|(_, bytes)| sflow::parse(bytes).ok()).collect();
    if read.is_empty() {
        return;
    }
    let skipped: u32 = read.iter().map(|m| m.skipped).sum();
    let packets = read.iter().flat_map(|m| &m.packets);
    let sampled: Vec<_> = packets.map(|p| (p.sampling, p.frame_length, p.header.len())).collect();
    let is_so = skipped == 8 && sampled == [(2048, 82, 78)] && read.iter().all(|m| m.complete);
    held.expect(is_so, || format!("{file}: {skipped} of other forms, sampled {sampled:?}"));
}

/// Heads sent from the camera's port are a camera's.
fn who_speaks(held: &mut Held) {
    let file = "neolink-reolink/EncryptionProtocol02_login.pcapng";
    for (port, bytes) in payloads(held, file) {
        let Ok(baichuan::Message::Stream { from_camera, .. }) = baichuan::parse(&bytes) else { continue };
        held.expect(from_camera == (port == BAICHUAN_PORT), || {
            format!("{file}: a head from port {port} is read as from_camera={from_camera}")
        });
    }
}

/// Source port and payload of the packets of a capture; none where it is absent.
fn payloads(held: &Held, file: &str) -> Vec<(u16, Vec<u8>)> {
    let bytes = std::fs::read(held.folder.join(file)).unwrap_or_default();
    frames(&bytes).into_iter().filter_map(payload).filter(|(_, payload)| !payload.is_empty()).collect()
}

fn payload(frame: &[u8]) -> Option<(u16, Vec<u8>)> {
    match SlicedPacket::from_ethernet(frame).ok()?.transport? {
        TransportSlice::Udp(udp) => Some((udp.source_port(), udp.payload().to_vec())),
        TransportSlice::Tcp(tcp) => Some((tcp.source_port(), tcp.payload().to_vec())),
        _ => None,
    }
}

/// Frames of a little-endian pcap or pcapng file, read here by other code than the product's.
fn frames(capture: &[u8]) -> Vec<&[u8]> {
    let word = |at: usize| {
        let bytes: [u8; 4] = capture.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(bytes)).ok()
    };
    let is_ng = word(0) == Some(0x0a0d_0d0a);
    let (mut found, mut at) = (Vec::new(), if is_ng { 0 } else { 24 });
    while let (Some(first), Some(second)) = (word(at), word(at + 4)) {
        let (from, length, whole) = if is_ng {
            let captured = if first == 6 { word(at + 20).unwrap_or(0) } else { 0 };
            (at + 28, captured, second.max(12))
        } else {
            let captured = word(at + 8).unwrap_or(0);
            (at + 16, captured, captured.saturating_add(16))
        };
        found.extend(capture.get(from..from.saturating_add(length)).filter(|frame| !frame.is_empty()));
        at = at.saturating_add(whole);
    }
    found
}
