//! Netwave's discovery ("MO_I"), UDP 10000: old Foscam, Tenvis and many clones. Some cover their answer with a key
//! that travels in it.
//!
//! Source: julienblitte/UniversalScanner Foscam.cs, NeiroNx/python-dvr DeviceManager.py. Vivotek uses the same port
//! with other bytes.

pub use super::announcement::Announcement as Message;
use super::announcement::Does;
use crate::row::{Ask, Carried, Codec, Datagrams, Mark};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::spanned::Spanned;
use oogmerk_model::Mac;
use std::net::Ipv4Addr;
use std::ops::Range;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[Carried::Datagrams(Datagrams { marks: &[Mark::Begins(MAGIC)], ..Datagrams::on(&[10000]) })],
    asks: &[Ask::group("netwave", |_| Some(ask()))],
    ..Codec::new("netwave", read, include_bytes!("../../../../fuzz/corpus/netwave/plain.bin"))
};

/// Port of questions and answers.
pub const PORT: u16 = 10000;
const MAGIC: &[u8; 4] = b"MO_I";
/// Bytes before the data.
const HEADER: usize = 0x17;

/// Reads a datagram.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    if !payload.starts_with(MAGIC) {
        return Err(Malformed::at(0, "no MO_I magic"));
    }
    let kind = payload.get(4..6).ok_or(Malformed::at(4, "no MO_I type"))?;
    let covered = payload.get(6).is_some_and(|flag| *flag != 0);
    // Sources differ on the byte order of the type: only 0 and 1 occur.
    match (kind, payload.len() > HEADER + 4) {
        ([0, 0], _) => return Ok(Message::question("netwave")),
        ([1, 0] | [0, 1], true) => {}
        _ => return Err(Malformed::at(4, "no known MO_I type")),
    }
    let mut plain = payload.to_vec();
    if covered {
        let key: Vec<u8> = payload.get(7..15).unwrap_or_default().to_vec();
        for (byte, key) in plain[HEADER..].iter_mut().zip(key.iter().cycle()) {
            *byte ^= key;
        }
    }
    let mut values = Vec::new();
    let mut add = |field, value: Option<Spanned>| {
        if let Some(mut value) = value.filter(|v| !v.is_empty()) {
            value.decoded |= covered;
            values.push((field, value));
        }
    };
    let text = |span: Range<usize>| {
        Some(Spanned::padded(&plain, span)).filter(|t| t.value.chars().all(|c| !c.is_control()))
    };
    let id = text(0x17..0x24);
    add("netwave.id", id.and_then(|id| Mac::parse(&id.value).and_then(|_| id.as_mac())));
    add("netwave.name", text(0x24..0x39));
    add("netwave.ip", Spanned::ipv4_bytes(&plain, 0x39));
    let firmware = plain.get(0x4d..0x51).filter(|v| v.iter().any(|b| *b != 0));
    add(
        "netwave.firmware",
        firmware.map(|v| Spanned::computed(format!("{}.{}.{}.{}", v[0], v[1], v[2], v[3]), 0x4d..0x51)),
    );
    let port = plain.get(0x55..0x57).map(|b| u16::from_be_bytes([b[0], b[1]])).filter(|p| *p != 0);
    add("netwave.port", port.map(|p| Spanned::computed(p.to_string(), 0x55..0x57)));
    Ok(Message { codec: "netwave", does: Does::Answer, values })
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

/// Asks everybody on the link. Answers come to port 10000.
pub fn ask() -> Inquiry {
    let mut bytes = MAGIC.to_vec();
    bytes.resize(HEADER, 0);
    bytes[0x0f] = 4;
    bytes.extend([0, 0, 0, 1]);
    Inquiry::new(
        "netwave",
        "name, MAC, firmware and address",
        Target::UdpGroup(Ipv4Addr::BROADCAST, PORT),
        bytes,
    )
}

/// What a simulated camera says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Description<'a> {
    /// MAC without separators, as these cameras write it.
    pub id: &'a str,
    /// Name, at most 20 bytes.
    pub name: &'a str,
    /// Address.
    pub ip: Ipv4Addr,
    /// Four numbers of the firmware.
    pub firmware: [u8; 4],
    /// Web port.
    pub port: u16,
    /// A key to cover the answer with.
    pub key: Option<[u8; 8]>,
}

/// An answer as a camera would send it, for the simulator.
pub fn write_answer(camera: &Description<'_>) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.resize(0x57, 0);
    out[4] = 1;
    out[0x0f] = (0x57 - HEADER) as u8;
    let mut put = |at: usize, bytes: &[u8], most: usize| {
        for (slot, byte) in out[at..at + most].iter_mut().zip(bytes) {
            *slot = *byte;
        }
    };
    put(0x17, camera.id.as_bytes(), 12);
    put(0x24, camera.name.as_bytes(), 20);
    put(0x39, &camera.ip.octets(), 4);
    put(0x4d, &camera.firmware, 4);
    put(0x55, &camera.port.to_be_bytes(), 2);
    if let Some(key) = camera.key {
        out[6] = 1;
        out[7..15].copy_from_slice(&key);
        for (byte, key) in out[HEADER..].iter_mut().zip(key.iter().cycle()) {
            *byte ^= key;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::trial::{check, survives};
    use super::*;

    fn sample(key: Option<[u8; 8]>) -> Vec<u8> {
        let (id, name, ip) = ("00626E000001", "FI8918W", Ipv4Addr::new(192, 0, 2, 30));
        write_answer(&Description { id, name, ip, firmware: [11, 37, 2, 44], port: 81, key })
    }

    #[test]
    fn plain_and_covered_answers_give_the_same_fields() {
        check(
            read,
            &sample(None),
            "~protocol.answered = netwave
            ~netwave.id = 00:62:6e:00:00:01
            netwave.name = FI8918W
            ~netwave.ip = 192.0.2.30
            ~netwave.firmware = 11.37.2.44
            ~netwave.port = 81",
        );
        let covered = sample(Some(*b"\x11\x22\x33\x44\x55\x66\x77\x88"));
        check(
            read,
            &covered,
            "~protocol.answered = netwave
            ~netwave.id = 00:62:6e:00:00:01
            ~netwave.name = FI8918W
            ~netwave.ip = 192.0.2.30
            ~netwave.firmware = 11.37.2.44
            ~netwave.port = 81",
        );
        survives(read, &covered);
        survives(read, &sample(None));
    }

    #[test]
    fn the_question_is_the_documented_one() {
        assert_eq!(ask().bytes().len(), 27);
        check(read, ask().bytes(), "~protocol.asked = netwave");
        for other in [&b""[..], b"MO_I", b"MO_I\x02\0", b"\x01\x4a\x5d\x8f\x1c"] {
            assert!(read(other).is_err());
        }
    }
}
