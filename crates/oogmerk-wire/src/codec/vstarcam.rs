//! VStarcam and Wansview discovery, UDP 8600. From byte 0xEC on the answer holds user name and password in clear:
//! nothing from there is copied, shown or hashed; that it was there is said.
//!
//! Source: NeiroNx/python-dvr DeviceManager.py, julienblitte/UniversalScanner Vstarcam.cs.

pub use super::announcement::Announcement as Message;
use crate::row::{Ask, Carried, Codec, Datagrams};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::spanned::Spanned;
use std::net::Ipv4Addr;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[Carried::Datagrams(Datagrams::on(&[8600]))],
    asks: &[Ask::group("vstarcam", |_| Some(ask()))],
    ..Codec::new("vstarcam", read, include_bytes!("../../../../fuzz/corpus/vstarcam/answer.bin"))
};

/// Port of questions and answers.
pub const PORT: u16 = 8600;
const QUESTION: [u8; 4] = [0x44, 0x48, 1, 1];
const ANSWER: [u8; 4] = [0x44, 0x48, 1, 8];
/// Where the secrets begin.
const SECRETS: usize = 0xec;

/// Reads a datagram.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    if payload == QUESTION {
        return Ok(Message::question("vstarcam"));
    }
    if !payload.starts_with(&ANSWER) {
        return Err(Malformed::at(0, "no message of this protocol"));
    }
    let shown = payload.get(SECRETS..).is_some_and(|rest| rest.iter().any(|b| *b != 0));
    let open = &payload[..payload.len().min(SECRETS)];
    let text = |span: std::ops::Range<usize>| (span.end <= open.len()).then(|| Spanned::padded(open, span));
    let log_in = shown.then(|| Spanned::computed("1", SECRETS..SECRETS));
    Ok(Message::answer(
        "vstarcam",
        [
            ("vstarcam.ip", text(0x04..0x14).and_then(|ip| ip.as_ip())),
            ("vstarcam.mac", Spanned::mac_bytes(open, 0x54)),
            ("vstarcam.serial", text(0x5c..0x7c)),
            ("vstarcam.name", text(0x7c..0x9c)),
            ("vstarcam.firmware", text(0xcc..0xdc)),
            ("vstarcam.shows_log_in", log_in),
        ],
    ))
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

/// Asks everybody on the link. Answers come to port 8600.
pub fn ask() -> Inquiry {
    let target = Target::UdpGroup(Ipv4Addr::BROADCAST, PORT);
    Inquiry::new("vstarcam", "serial, MAC, firmware and address", target, QUESTION.to_vec())
}

/// An answer as a camera would send it, for the simulator; `secret` is what must never be seen again.
pub fn write_answer(mac: [u8; 6], ip: Ipv4Addr, serial: &str, firmware: &str, secret: &str) -> Vec<u8> {
    let mut out = ANSWER.to_vec();
    out.resize(SECRETS + 64, 0);
    out[0x54..0x5a].copy_from_slice(&mac);
    for (at, room, text) in
        [(4, 15, &*ip.to_string()), (0x5c, 31, serial), (0xcc, 15, firmware), (SECRETS, 63, secret)]
    {
        for (slot, byte) in out[at..at + room].iter_mut().zip(text.bytes()) {
            *slot = byte;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::trial::{check, never_shows, survives};
    use super::*;

    #[test]
    fn what_follows_byte_ec_is_said_to_be_there_and_never_shown() {
        let bytes = write_answer(
            [0, 0x30, 0x1b, 0, 0, 1],
            Ipv4Addr::new(192, 0, 2, 13),
            "VSTC123456ABCDE",
            "10.1.2.3",
            "geheim",
        );
        check(
            read,
            &bytes,
            "~protocol.answered = vstarcam
            vstarcam.ip = 192.0.2.13
            ~vstarcam.mac = 00:30:1b:00:00:01
            vstarcam.serial = VSTC123456ABCDE
            vstarcam.firmware = 10.1.2.3
            ~vstarcam.shows_log_in = 1",
        );
        never_shows(&["geheim"], &read(&bytes).unwrap(), &format!("{:?}", parse(&bytes)));
        survives(read, &bytes);
        check(read, ask().bytes(), "~protocol.asked = vstarcam");
        assert!(read(b"").is_err() && read(b"DH\x01\x09").is_err());
    }
}
