//! Sony's discovery, UDP 2380: `ENQ:allinfo` asks, `KEY:VALUE` items ended by `FF` answer.
//!
//! Source: julienblitte/UniversalScanner Sony.cs.

pub use super::announcement::Announcement as Message;
use crate::row::{Ask, Carried, Codec, Datagrams};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::spanned::Spanned;
use std::net::Ipv4Addr;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[Carried::Datagrams(Datagrams::on(&[2380]))],
    asks: &[Ask::group("sony", |_| Some(ask()))],
    ..Codec::new("sony", read, include_bytes!("../../../../fuzz/corpus/sony/answer.bin"))
};

/// Port of the question.
pub const PORT: u16 = 2380;
const QUESTION: &[u8] = b"\x02ENQ:allinfo\xff\x03";

/// Reads a datagram.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    if payload == QUESTION {
        return Ok(Message::question("sony"));
    }
    if payload.first() != Some(&2) {
        return Err(Malformed::at(0, "no message of this protocol"));
    }
    let mut values = Vec::new();
    let mut at = 1;
    while at < payload.len() && values.len() < 16 {
        let end = at + memchr::memchr2(0xff, 3, &payload[at..]).unwrap_or(payload.len() - at);
        if let Some(colon) = memchr::memchr(b':', &payload[at..end]) {
            let value = Spanned::copied(payload, at + colon + 1..end);
            match &payload[at..at + colon] {
                b"MODEL" => values.push(("sony.model", Some(value))),
                b"SERIAL" => values.push(("sony.serial", Some(value))),
                b"SOFTVERSION" => values.push(("sony.version", Some(value))),
                b"MAC" => values.push(("sony.mac", value.as_mac())),
                b"IPADR" => values.push(("sony.ip", value.as_ip())),
                _ => {}
            }
        }
        at = end + 1;
    }
    let message = Message::answer("sony", values);
    if message.values.is_empty() { Err(Malformed::at(1, "no field of this protocol")) } else { Ok(message) }
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

/// Asks everybody on the link.
pub fn ask() -> Inquiry {
    let target = Target::UdpGroup(Ipv4Addr::BROADCAST, PORT);
    Inquiry::new("sony", "model, serial, MAC and version", target, QUESTION.to_vec())
}

/// An answer as a device would send it, for the simulator.
pub fn write_answer(items: &[(&str, &str)]) -> Vec<u8> {
    let mut out = vec![2];
    for (key, value) in items {
        out.extend(format!("{key}:{value}").bytes());
        out.push(0xff);
    }
    out.push(3);
    out
}

#[cfg(test)]
mod tests {
    use super::super::trial::{check, survives};
    use super::*;

    #[test]
    fn items_are_read() {
        let items = [
            ("MAC", "00-01-4A-00-00-01"),
            ("INFO", "x"),
            ("IPADR", "192.0.2.11"),
            ("MODEL", "SNC-VB600"),
            ("SERIAL", "1200345"),
        ];
        let bytes = write_answer(&items);
        check(
            read,
            &bytes,
            "~protocol.answered = sony
            ~sony.mac = 00:01:4a:00:00:01
            sony.ip = 192.0.2.11
            sony.model = SNC-VB600
            sony.serial = 1200345",
        );
        survives(read, &bytes);
        check(read, ask().bytes(), "~protocol.asked = sony");
        assert!(read(b"").is_err() && read(b"\x02x\x03").is_err());
    }
}
