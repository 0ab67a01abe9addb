//! Hanwha (Samsung) Wisenet discovery: UDP 7701 asks, 7711 hears; 262 bytes of one layout for both.
//!
//! Source: julienblitte/UniversalScanner Hanwha.cs.

pub use super::announcement::Announcement as Message;
use crate::row::{Ask, Carried, Codec, Datagrams};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::spanned::Spanned;
use std::net::Ipv4Addr;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[Carried::Datagrams(Datagrams::on(&[7701, 7711]))],
    asks: &[Ask::group("hanwha", |_| Some(ask()))],
    ..Codec::new("hanwha", read, include_bytes!("../../../../fuzz/corpus/hanwha/answer.bin"))
};

/// Port that is asked.
pub const PORT: u16 = 7701;
const LENGTH: usize = 262;

/// Reads a datagram.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    match payload.first() {
        Some(0x01) if payload.len() == LENGTH => return Ok(Message::question("hanwha")),
        Some(0x0b) if payload.len() > 0x85 => {}
        _ => return Err(Malformed::at(0, "no message of this protocol")),
    }
    let mac = Spanned::padded(payload, 0x13..0x25)
        .as_mac()
        .ok_or(Malformed::at(0x13, "no MAC where it belongs"))?;
    let end = payload.len().min(0x85 + 39);
    Ok(Message::answer(
        "hanwha",
        [
            ("hanwha.mac", Some(mac)),
            ("hanwha.ip", Spanned::padded(payload, 0x25..0x35).as_ip()),
            ("hanwha.model", Some(Spanned::padded(payload, 0x6d..0x77))),
            ("hanwha.url", Some(Spanned::padded(payload, 0x85..end)).filter(|u| u.value.starts_with("http"))),
        ],
    ))
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

/// Asks everybody on the link. Answers come to port 7711.
pub fn ask() -> Inquiry {
    let mut bytes = vec![1];
    bytes.resize(LENGTH, 0);
    Inquiry::new("hanwha", "model, MAC and address", Target::UdpGroup(Ipv4Addr::BROADCAST, PORT), bytes)
}

/// An answer as a device would send it, for the simulator; texts are cut to their room.
pub fn write_answer(mac: &str, ip: Ipv4Addr, model: &str, url: &str) -> Vec<u8> {
    let mut out = vec![0x0b];
    out.resize(LENGTH, 0);
    for (at, room, text) in
        [(0x13, 17, mac), (0x25, 15, &*ip.to_string()), (0x6d, 10, model), (0x85, 38, url)]
    {
        for (slot, byte) in out[at..at + room].iter_mut().zip(text.bytes()) {
            *slot = byte;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::trial::{check, survives};
    use super::*;

    #[test]
    fn question_and_answer_are_told_apart() {
        let bytes =
            write_answer("00:09:18:00:00:01", Ipv4Addr::new(192, 0, 2, 7), "XND-6080", "http://192.0.2.7/");
        check(
            read,
            &bytes,
            "~protocol.answered = hanwha
            hanwha.mac = 00:09:18:00:00:01
            hanwha.ip = 192.0.2.7
            hanwha.model = XND-6080
            hanwha.url = http://192.0.2.7/",
        );
        survives(read, &bytes);
        check(read, ask().bytes(), "~protocol.asked = hanwha");
        assert!(read(&[0x0b; 262]).is_err() && read(&[1]).is_err() && read(b"").is_err());
    }
}
