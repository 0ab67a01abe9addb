//! Panasonic and i-PRO discovery: UDP 10670 asks, 10669 hears; tags of two bytes in the answer.
//!
//! Source: julienblitte/UniversalScanner Panasonic.cs and its self-test.

pub use super::announcement::Announcement as Message;
use crate::row::{Ask, Carried, Codec, Datagrams};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::spanned::Spanned;
use std::net::Ipv4Addr;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[Carried::Datagrams(Datagrams::on(&[10669, 10670]))],
    asks: &[Ask::group("panasonic", |_| Some(ask()))],
    ..Codec::new("panasonic", read, include_bytes!("../../../../fuzz/corpus/panasonic/answer.bin"))
};

/// Port that is asked.
pub const PORT: u16 = 10670;
const HEAD: [u8; 4] = [0, 1, 0, 0];
/// Where the tags of an answer begin.
const TAGS: usize = 53;

/// Reads a datagram.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    if payload.len() == 52 && payload.starts_with(&HEAD) {
        return Ok(Message::question("panasonic"));
    }
    let refuse = |at| Malformed::at(at, "no message of this protocol");
    if payload.len() <= TAGS || payload[0] != 0 {
        return Err(refuse(0));
    }
    let mut values = vec![("panasonic.mac", Spanned::mac_bytes(payload, 6))];
    let mut at = TAGS;
    while let Some(&[a, b, c, d]) = payload.get(at..).and_then(|p| p.first_chunk::<4>()) {
        let (tag, length) = (u16::from_be_bytes([a, b]), usize::from(u16::from_be_bytes([c, d])));
        let span = at + 4..at + 4 + length;
        if span.end > payload.len() || tag == 0xffff {
            break;
        }
        match (tag, length) {
            (0x20, 4) => values.push(("panasonic.ip", Spanned::ipv4_bytes(payload, span.start))),
            (0xa7, _) => values.push(("panasonic.full_name", Some(Spanned::padded(payload, span.clone())))),
            (0xa8, _) => values.push(("panasonic.short_name", Some(Spanned::padded(payload, span.clone())))),
            (0xa9, _) => values.push(("panasonic.version", Some(Spanned::padded(payload, span.clone())))),
            _ => {}
        }
        at = span.end;
    }
    // Nothing marks an answer but its tags.
    if values.len() < 2 || values[0].1.is_none() {
        Err(refuse(TAGS))
    } else {
        Ok(Message::answer("panasonic", values))
    }
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

/// Asks everybody on the link. Answers come to port 10669.
pub fn ask() -> Inquiry {
    let mut bytes = HEAD.to_vec();
    bytes.extend([0, 0x0d, 0, 0, 0, 0, 0, 0]);
    bytes.extend([0xff; 6]);
    bytes.extend(Ipv4Addr::BROADCAST.octets());
    bytes.extend([0, 1, 0x20, 0x11, 0x1e, 0x11, 0x23, 0x1f, 0x1e, 0x19, 0x13, 0, 0, 2, 0, 0]);
    bytes.extend([0; 8]);
    bytes.extend([0, 0, 0xff, 0xff, 0, 0]);
    Inquiry::new(
        "panasonic",
        "model, MAC, version and address",
        Target::UdpGroup(Ipv4Addr::BROADCAST, PORT),
        bytes,
    )
}

/// An answer as a device would send it, for the simulator.
pub fn write_answer(mac: [u8; 6], ip: Ipv4Addr, full_name: &str, version: &str) -> Vec<u8> {
    let mut out = vec![0; TAGS];
    out[1] = 1;
    out[6..12].copy_from_slice(&mac);
    for (tag, value) in
        [(0x20u16, &ip.octets()[..]), (0xa7, full_name.as_bytes()), (0xa9, version.as_bytes())]
    {
        out.extend(tag.to_be_bytes());
        out.extend((value.len() as u16).to_be_bytes());
        out.extend_from_slice(value);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::trial::{check, survives};
    use super::*;

    #[test]
    fn tags_are_read_to_the_first_that_does_not_fit() {
        let mut bytes =
            write_answer([0, 0x80, 0x45, 0, 0, 1], Ipv4Addr::new(192, 0, 2, 9), "WV-S1131", "1.46");
        bytes.extend([0, 0xa8, 0xff, 0xff, b'x']);
        check(
            read,
            &bytes,
            "~protocol.answered = panasonic
            ~panasonic.mac = 00:80:45:00:00:01
            ~panasonic.ip = 192.0.2.9
            panasonic.full_name = WV-S1131
            panasonic.version = 1.46",
        );
        survives(read, &bytes);
        assert_eq!(ask().bytes().len(), 52);
        check(read, ask().bytes(), "~protocol.asked = panasonic");
        assert!(read(b"").is_err() && read(&[0; 80]).is_err());
    }
}
