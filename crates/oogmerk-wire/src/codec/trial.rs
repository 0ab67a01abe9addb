//! More of what codecs' tests do: golden clues as text, secrets, data by others. Tests only.
#![allow(clippy::unwrap_used)]

pub use super::proof::survives;
use crate::{Clues, Malformed};

/// How a codec reads a payload.
pub type Read = fn(&[u8]) -> Result<Clues, Malformed>;

/// Compares the clues of a sample with `field = value` lines; a leading `~` marks a decoded value.
/// Line ends within values are shown bare. Checks places too.
pub fn check(read: Read, sample: &[u8], golden: &str) {
    let clues = read(sample).unwrap();
    places_hold(&clues, sample);
    let mut got = String::new();
    for clue in &clues.0 {
        let mark = if clue.decoded { "~" } else { "" };
        got.push_str(&format!("{mark}{} = {}\n", clue.field, clue.value.replace("\r\n", "\n")));
    }
    let want: Vec<&str> = golden.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    assert_eq!(got.lines().collect::<Vec<_>>(), want);
}

/// Every clue that says it was copied is exactly the bytes at its span.
pub fn places_hold(clues: &Clues, sample: &[u8]) {
    super::proof::spans_are_true(sample, clues);
}

/// None of the words occurs in any clue or in the debug text.
pub fn never_shows(words: &[&str], clues: &Clues, debug: &str) {
    for word in words {
        assert!(!debug.contains(word), "{word} in {debug}");
        for clue in &clues.0 {
            assert!(!clue.value.contains(word), "{word} in {clue:?}");
        }
    }
}

pub use oogmerk_trial::foreign::lines;

/// The files of a folder of data by others with an ending, by name.
pub fn files(name: &str, ending: &str) -> Vec<oogmerk_trial::foreign::File> {
    oogmerk_trial::foreign::files(&[name], &[ending])
}

/// Payloads by others: whatever a codec makes of them, copies stand where they say, and no cut or change makes it
/// panic. What the bytes mean is held elsewhere (`./dev evaluate`): they are not ours to hold still.
/// Where the codec reads none of them, the test is noted as not run.
pub fn stand<'p>(read: Read, payloads: impl Iterator<Item = &'p [u8]>, what: &str) {
    let mut seen = 0;
    for payload in payloads {
        if let Ok(clues) = read(payload) {
            places_hold(&clues, payload);
            seen += 1;
        }
        // The work of cutting and changing grows with the square of the length.
        survives(read, &payload[..payload.len().min(256)]);
    }
    oogmerk_trial::foreign::seen(seen, what);
}

/// One packet of a capture by others.
pub struct Packet {
    /// Sender.
    pub source: std::net::IpAddr,
    /// Sender's port.
    pub source_port: u16,
    /// What TCP or UDP carried.
    pub payload: Vec<u8>,
}

/// The packets with payload of a capture by others; no reassembly.
pub fn packets(name: &str, file: &str) -> Vec<Packet> {
    use pcap_parser::traits::PcapNGPacketBlock;
    use pcap_parser::{PcapBlockOwned, PcapError, create_reader};
    let Some(capture) = files(name, file).pop() else { return Vec::new() };
    let Ok(mut reader) = create_reader(1 << 20, &capture.bytes[..]) else { return Vec::new() };
    let mut packets = Vec::new();
    loop {
        let offset = match reader.next() {
            Ok((offset, block)) => {
                let frame: &[u8] = match &block {
                    PcapBlockOwned::Legacy(packet) => packet.data,
                    PcapBlockOwned::NG(pcap_parser::Block::EnhancedPacket(packet)) => packet.packet_data(),
                    _ => &[],
                };
                packets.extend(packet(frame));
                offset
            }
            Err(PcapError::Eof) => return packets,
            Err(PcapError::Incomplete(_)) => match reader.refill() {
                Ok(()) => continue,
                Err(_) => return packets,
            },
            Err(_) => return packets,
        };
        reader.consume(offset);
    }
}

fn packet(frame: &[u8]) -> Option<Packet> {
    use etherparse::{NetSlice, SlicedPacket, TransportSlice};
    let sliced = SlicedPacket::from_ethernet(frame).ok()?;
    let source = match sliced.net? {
        NetSlice::Ipv4(ip) => ip.header().source_addr().into(),
        NetSlice::Ipv6(ip) => ip.header().source_addr().into(),
        NetSlice::Arp(_) => return None,
    };
    let (source_port, payload) = match sliced.transport? {
        TransportSlice::Udp(udp) => (udp.source_port(), udp.payload()),
        TransportSlice::Tcp(tcp) => (tcp.source_port(), tcp.payload()),
        _ => return None,
    };
    (!payload.is_empty()).then(|| Packet { source, source_port, payload: payload.to_vec() })
}
