//! Vivotek's discovery, UDP 10000, shared with Netwave and told apart by its magic: type-length-value items.
//!
//! Source: julienblitte/UniversalScanner Vivotek.cs.

pub use super::announcement::Announcement as Message;
use crate::row::{Ask, Carried, Codec, Datagrams, Mark};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::spanned::Spanned;
use std::net::Ipv4Addr;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    // Its port is another's too: only the bytes tell.
    carried: &[Carried::Datagrams(Datagrams {
        marks: &[Mark::Test(&[], |b| b.get(1..5) == Some(&MAGIC))],
        ..Datagrams::on(&[])
    })],
    asks: &[Ask::group("vivotek", |a| Some(ask(a.token[16])))],
    answers,
    ..Codec::new("vivotek", read, include_bytes!("../../../../fuzz/corpus/vivotek/answer.bin"))
};

/// Port of the question.
pub const PORT: u16 = 10000;
/// Behind one byte that counts sessions.
const MAGIC: [u8; 4] = [0x4a, 0x5d, 0x8f, 0x1c];

/// Reads a datagram.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    if payload.get(1..5) != Some(&MAGIC) {
        return Err(Malformed::at(0, "no message of this protocol"));
    }
    if payload.len() == 5 {
        return Ok(Message::question("vivotek"));
    }
    let mut values = Vec::new();
    let mut at = 5;
    while let Some(&kind) = payload.get(at) {
        if kind == 4 {
            at += 2; // one value byte and no length
            continue;
        }
        let Some(&length) = payload.get(at + 1) else { break };
        let span = at + 2..at + 2 + usize::from(length);
        if span.end > payload.len() {
            break;
        }
        match (kind, length) {
            (1, _) => values.push(("vivotek.name", Some(Spanned::padded(payload, span.clone())))),
            (2, 6) => values.push(("vivotek.mac", Spanned::mac_bytes(payload, span.start))),
            (3, 4) => values.push(("vivotek.ip", Spanned::ipv4_bytes(payload, span.start))),
            (9, _) => values.push(("vivotek.model", Some(Spanned::padded(payload, span.clone())))),
            _ => {}
        }
        at = span.end;
    }
    Ok(Message::answer("vivotek", values))
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

/// Asks everybody on the link.
pub fn ask(session: u8) -> Inquiry {
    let bytes = [&[session][..], &MAGIC].concat();
    Inquiry::new("vivotek", "model, MAC and address", Target::UdpGroup(Ipv4Addr::BROADCAST, PORT), bytes)
}

/// An answer as a device would send it, for the simulator.
pub fn write_answer(session: u8, name: &str, mac: [u8; 6], ip: Ipv4Addr, model: &str) -> Vec<u8> {
    let mut out = [&[session][..], &MAGIC].concat();
    for (kind, value) in [(1, name.as_bytes()), (2, &mac), (3, &ip.octets()), (9, model.as_bytes())] {
        out.push(kind);
        out.push(value.len().min(255) as u8);
        out.extend(value.iter().take(255));
    }
    out
}

/// The answer repeats the session byte of the question.
fn answers(question: &Inquiry, answer: &[u8]) -> bool {
    question.bytes().first() == answer.first()
}

#[cfg(test)]
mod tests {
    use super::super::trial::{check, survives};
    use super::*;

    #[test]
    fn items_are_read() {
        let mut bytes = write_answer(
            3,
            "Mega-Pixel Network Camera",
            [0, 2, 0xd1, 0, 0, 1],
            Ipv4Addr::new(192, 0, 2, 12),
            "FD8169",
        );
        bytes.splice(5..5, [4, 1]);
        check(
            read,
            &bytes,
            "~protocol.answered = vivotek
            vivotek.name = Mega-Pixel Network Camera
            ~vivotek.mac = 00:02:d1:00:00:01
            ~vivotek.ip = 192.0.2.12
            vivotek.model = FD8169",
        );
        survives(read, &bytes);
        check(read, ask(3).bytes(), "~protocol.asked = vivotek");
        assert!(read(b"").is_err() && read(b"MO_I\x01").is_err());
    }
}
