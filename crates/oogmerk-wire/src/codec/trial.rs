//! More of what codecs' tests do: golden clues as text, secrets, data by others. Tests only.
#![allow(clippy::unwrap_used)]
#![allow(clippy::disallowed_methods, reason = "tests read data by others from files")]

pub use super::proof::survives;
use crate::{Clues, Malformed};
use std::path::PathBuf;

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

/// A folder of data by others, or `None` with a note where there is none.
pub fn corpus(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("OOGMERK_CORPORA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora"),
        PathBuf::from,
    );
    let folder = root.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("not run: no corpora ({name})");
    None
}

/// The files of a folder of data by others with an ending, by name.
pub fn files(name: &str, ending: &str) -> Vec<(String, Vec<u8>)> {
    let Some(folder) = corpus(name) else { return Vec::new() };
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            name.ends_with(ending).then(|| (name, std::fs::read(&path).unwrap()))
        })
        .collect();
    files.sort();
    files
}

/// What the publisher of a folder of data by others says about each of its cases; empty where there is none.
pub fn truth(name: &str) -> Vec<serde_json::Value> {
    lines(name, "truth.jsonl")
}

/// The JSON lines of a file of data by others; empty where there is none.
pub fn lines(name: &str, file: &str) -> Vec<serde_json::Value> {
    let Some(folder) = corpus(name) else { return Vec::new() };
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
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
    let Some(folder) = corpus(name) else { return Vec::new() };
    let bytes = std::fs::read(folder.join(file)).unwrap();
    let mut reader = create_reader(1 << 20, &bytes[..]).unwrap();
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
            Err(PcapError::Incomplete(_)) => {
                reader.refill().unwrap();
                continue;
            }
            Err(error) => panic!("{error:?}"),
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
