//! 360 Vision's discovery, UDP 3600: one line asks, one line answers.
//!
//! Source: julienblitte/UniversalScanner 360Vision.cs.

pub use super::announcement::Announcement as Message;
use crate::row::{Ask, Carried, Codec, Datagrams};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::spanned::Spanned;
use std::net::Ipv4Addr;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[Carried::Datagrams(Datagrams::on(&[3600]))],
    asks: &[Ask::group("360vision", |_| Some(ask()))],
    ..Codec::new("360vision", read, include_bytes!("../../../../fuzz/corpus/360vision/answer.txt"))
};

/// Port of questions and answers.
pub const PORT: u16 = 3600;

/// Reads a datagram.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let Some(rest) = payload.strip_prefix(b"DISCOVER") else {
        return Err(Malformed::at(0, "no message of this protocol"));
    };
    if rest.trim_ascii().is_empty() {
        return Ok(Message::question("360vision"));
    }
    let value = |key: &[u8]| {
        let start = 8 + memchr::memmem::find(rest, key)? + key.len();
        let quoted = payload.get(start) == Some(&b'\'');
        let start = start + usize::from(quoted);
        let ends = |b: &u8| if quoted { *b == b'\'' } else { b.is_ascii_whitespace() };
        let length = payload[start..].iter().take(64).take_while(|b| !ends(b)).count();
        Some(Spanned::copied(payload, start..start + length))
    };
    let mac = value(b"KEY=").and_then(|key| key.as_mac());
    if mac.is_none() {
        return Err(Malformed::at(8, "no key where it belongs"));
    }
    Ok(Message::answer("360vision", [("vision360.mac", mac), ("vision360.device_type", value(b"TYPE="))]))
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

/// Asks everybody on the link. Answers come to port 3600.
pub fn ask() -> Inquiry {
    let target = Target::UdpGroup(Ipv4Addr::BROADCAST, PORT);
    Inquiry::new("360vision", "type and MAC", target, b"DISCOVER\n".to_vec())
}

/// An answer as a camera would send it, for the simulator.
pub fn write_answer(device_type: &str, mac: &str) -> Vec<u8> {
    format!("DISCOVER TYPE={device_type} KEY='{mac}' ID=1\r\n").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::super::trial::{check, survives};
    use super::*;

    #[test]
    fn the_line_is_read() {
        let bytes = write_answer("IPDOME", "00:1d:ec:00:00:01");
        check(
            read,
            &bytes,
            "~protocol.answered = 360vision
            vision360.mac = 00:1d:ec:00:00:01
            vision360.device_type = IPDOME",
        );
        survives(read, &bytes);
        check(read, ask().bytes(), "~protocol.asked = 360vision");
        assert!(read(b"").is_err() && read(b"DISCOVER x").is_err());
    }
}
