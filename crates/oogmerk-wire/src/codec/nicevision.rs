//! NiceVision (NICE, Qognify) encoders, UDP 2007: 90 bytes answer. Read only: where the reply port stands in the
//! question is not certain, so nothing is asked.
//!
//! Source: julienblitte/UniversalScanner NiceVision.cs.

pub use super::announcement::Announcement as Message;
use crate::row::{Carried, Codec, Datagrams};
use crate::{Clues, Malformed};
use oogmerk_bytes::spanned::Spanned;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[Carried::Datagrams(Datagrams::on(&[2007]))],
    ..Codec::new("nicevision", read, include_bytes!("../../../../fuzz/corpus/nicevision/answer.bin"))
};

const MAGIC: &[u8; 4] = b"NICE";
const LENGTH: usize = 0x5a;

/// Reads a datagram.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    if payload.starts_with(MAGIC) && payload.len() < LENGTH {
        return Ok(Message::question("nicevision"));
    }
    if payload.len() != LENGTH || !payload.starts_with(MAGIC) {
        return Err(Malformed::at(0, "no message of this protocol"));
    }
    let part = |at: usize| u16::from_be_bytes([payload[at], payload[at + 1]]);
    let version = format!("{}.{}.{}.{}", part(0x1e), part(0x20), part(0x22), part(0x24));
    let version = (version != "0.0.0.0").then(|| Spanned::computed(version, 0x1e..0x26));
    Ok(Message::answer(
        "nicevision",
        [
            ("nicevision.mac", Spanned::mac_bytes(payload, 0x0a)),
            ("nicevision.ip", Spanned::ipv4_bytes(payload, 0x10)),
            ("nicevision.version", version),
            ("nicevision.name", Some(Spanned::padded(payload, 0x4a..LENGTH))),
        ],
    ))
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

/// An answer as an encoder would send it, for the simulator.
pub fn write_answer(mac: [u8; 6], ip: std::net::Ipv4Addr, version: [u16; 4], name: &str) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.resize(LENGTH, 0);
    out[0x0a..0x10].copy_from_slice(&mac);
    out[0x10..0x14].copy_from_slice(&ip.octets());
    for (at, number) in version.iter().enumerate() {
        out[0x1e + 2 * at..0x20 + 2 * at].copy_from_slice(&number.to_be_bytes());
    }
    for (slot, byte) in out[0x4a..0x59].iter_mut().zip(name.bytes()) {
        *slot = byte;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::trial::{check, survives};
    use super::*;

    #[test]
    fn the_answer_is_read() {
        let bytes = write_answer(
            [0, 0x0b, 0x3c, 0, 0, 1],
            std::net::Ipv4Addr::new(192, 0, 2, 16),
            [2, 1, 0, 7],
            "Encoder 1",
        );
        check(
            read,
            &bytes,
            "~protocol.answered = nicevision
            ~nicevision.mac = 00:0b:3c:00:00:01
            ~nicevision.ip = 192.0.2.16
            ~nicevision.version = 2.1.0.7
            nicevision.name = Encoder 1",
        );
        survives(read, &bytes);
        assert!(read(b"").is_err() && read(&[0; LENGTH]).is_err());
    }
}
