//! HID VertX and EDGE access controllers, UDP 4070: `discover;013;` asks, a line with semicolons answers.
//!
//! Another message of this service is known for a flaw; only the exact question is ever built.
//! Source: nmap's broadcast-hid-discoveryd script.

pub use super::announcement::Announcement as Message;
use crate::row::{Ask, Carried, Codec, Datagrams, Secrets};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::spanned::Spanned;
use std::net::Ipv4Addr;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[Carried::Datagrams(Datagrams::on(&[4070]))],
    secrets: Secrets::Open,
    asks: &[Ask::group("hid", |_| Some(ask()))],
    ..Codec::new("hid", read, include_bytes!("../../../../fuzz/corpus/hid/answer.txt"))
};

/// Port of the question.
pub const PORT: u16 = 4070;
const QUESTION: &[u8] = b"discover;013;";

/// Reads a datagram.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    if payload.starts_with(b"discover;") {
        return Ok(Message::question("hid"));
    }
    if !payload.starts_with(b"discovered;") {
        return Err(Malformed::at(0, "no message of this protocol"));
    }
    // discovered; length; MAC; name; address; 1; model; version; build date
    let mut parts: Vec<Spanned> = Vec::new();
    let mut at = 0;
    while at < payload.len() && parts.len() < 9 {
        let end = at + memchr::memchr(b';', &payload[at..]).unwrap_or(payload.len() - at);
        parts.push(Spanned::copied(payload, at..end));
        at = end + 1;
    }
    let part = |at: usize| parts.get(at).cloned();
    let mac = part(2).and_then(|m| m.as_mac());
    if mac.is_none() {
        return Err(Malformed::at(0, "no MAC where it belongs"));
    }
    Ok(Message::answer(
        "hid",
        [
            ("hid.mac", mac),
            ("hid.name", part(3)),
            ("hid.ip", part(4).and_then(|ip| ip.as_ip())),
            ("hid.model", part(6)),
            ("hid.version", part(7)),
        ],
    ))
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

/// Asks everybody on the link.
pub fn ask() -> Inquiry {
    let target = Target::UdpGroup(Ipv4Addr::BROADCAST, PORT);
    Inquiry::new("hid", "model, version, MAC and address", target, QUESTION.to_vec())
}

/// An answer as a controller would send it, for the simulator.
pub fn write_answer(mac: &str, name: &str, ip: Ipv4Addr, model: &str, version: &str) -> Vec<u8> {
    format!("discovered;096;{mac};{name};{ip};1;{model};{version};2009-01-01;").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::super::trial::{check, survives};
    use super::*;

    #[test]
    fn the_line_is_read() {
        let bytes =
            write_answer("00:06:8E:00:00:01", "NoEntry", Ipv4Addr::new(192, 0, 2, 15), "EH400", "2.3.1.603");
        check(
            read,
            &bytes,
            "~protocol.answered = hid
            ~hid.mac = 00:06:8e:00:00:01
            hid.name = NoEntry
            hid.ip = 192.0.2.15
            hid.model = EH400
            hid.version = 2.3.1.603",
        );
        survives(read, &bytes);
        assert_eq!(ask().bytes(), b"discover;013;");
        check(read, ask().bytes(), "~protocol.asked = hid");
        assert!(read(b"").is_err() && read(b"discovered;x;").is_err());
    }
}
