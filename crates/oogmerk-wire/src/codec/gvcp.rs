//! GigE Vision discovery (GVCP), UDP 3956: tells machine-vision cameras from surveillance.
//!
//! Source: julienblitte/UniversalScanner GigEVision.cs; layout as in the GigE Vision discovery acknowledge.

pub use super::announcement::Announcement as Message;
use crate::row::{Ask, Carried, Codec, Datagrams, Secrets};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::spanned::Spanned;
use std::net::Ipv4Addr;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[Carried::Datagrams(Datagrams::on(&[3956]))],
    secrets: Secrets::Open,
    asks: &[Ask::group("gvcp", |a| {
        Some(ask(std::num::NonZeroU16::new(a.number() as u16).unwrap_or(std::num::NonZeroU16::MIN)))
    })],
    answers,
    ..Codec::new("gvcp", read, include_bytes!("../../../../fuzz/corpus/gvcp/answer.bin"))
};

/// Port of the question.
pub const PORT: u16 = 3956;

/// Reads a datagram.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    match payload {
        [0x42, _, 0, 2, 0, 0, _, _] => return Ok(Message::question("gvcp")),
        // Status 0, discovery acknowledge, length of what follows.
        [0, 0, 0, 3, _, _, _, _, ..] if payload.len() >= 0xf0 => {}
        _ => return Err(Malformed::at(0, "no message of this protocol")),
    }
    let text = |start: usize, room: usize| Some(Spanned::padded(payload, start..start + room));
    Ok(Message::answer(
        "gvcp",
        [
            ("gvcp.manufacturer", text(0x50, 32)),
            ("gvcp.model", text(0x70, 32)),
            ("gvcp.version", text(0x90, 32)),
            ("gvcp.serial", text(0xe0, 16)),
            ("gvcp.mac", Spanned::mac_bytes(payload, 0x12)),
            ("gvcp.ip", Spanned::ipv4_bytes(payload, 0x2c)),
        ],
    ))
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

/// Asks everybody on the link; an answer by broadcast is allowed.
pub fn ask(request: std::num::NonZeroU16) -> Inquiry {
    let [high, low] = request.get().to_be_bytes();
    let bytes = vec![0x42, 0x11, 0, 2, 0, 0, high, low];
    Inquiry::new(
        "gvcp",
        "maker's name, model, serial and MAC",
        Target::UdpGroup(Ipv4Addr::BROADCAST, PORT),
        bytes,
    )
}

/// An answer as a camera would send it, for the simulator.
pub fn write_answer(
    request: u16,
    manufacturer: &str,
    model: &str,
    serial: &str,
    mac: [u8; 6],
    ip: Ipv4Addr,
) -> Vec<u8> {
    let mut out = vec![0, 0, 0, 3, 0, 0xf8];
    out.extend(request.to_be_bytes());
    out.resize(256, 0);
    out[0x12..0x18].copy_from_slice(&mac);
    out[0x2c..0x30].copy_from_slice(&ip.octets());
    for (at, room, text) in [(0x50, 31, manufacturer), (0x70, 31, model), (0xe0, 15, serial)] {
        for (slot, byte) in out[at..at + room].iter_mut().zip(text.bytes()) {
            *slot = byte;
        }
    }
    out
}

/// The answer repeats the number of the question (GigE Vision, acknowledge header).
fn answers(question: &Inquiry, answer: &[u8]) -> bool {
    question.bytes().get(6..8) == answer.get(6..8)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::trial::{check, survives};
    use super::*;

    #[test]
    fn the_acknowledge_is_read() {
        let bytes = write_answer(
            1,
            "Basler",
            "acA1300-30gm",
            "21000001",
            [0, 0x30, 0x53, 0, 0, 1],
            Ipv4Addr::new(192, 0, 2, 14),
        );
        check(
            read,
            &bytes,
            "~protocol.answered = gvcp
            gvcp.manufacturer = Basler
            gvcp.model = acA1300-30gm
            gvcp.serial = 21000001
            ~gvcp.mac = 00:30:53:00:00:01
            ~gvcp.ip = 192.0.2.14",
        );
        survives(read, &bytes);
        let question = ask(std::num::NonZeroU16::new(1).unwrap());
        assert_eq!(question.bytes(), [0x42, 0x11, 0, 2, 0, 0, 0, 1]);
        check(read, question.bytes(), "~protocol.asked = gvcp");
        assert!(read(b"").is_err() && read(&[0, 0, 0, 3, 0, 0, 0, 0]).is_err());
    }
}
