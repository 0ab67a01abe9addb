//! TVT's discovery ("MHED"), UDP 23456: 140 bytes ask, 240 bytes answer. Opcode 3 sets the network and is never built.
//!
//! Shorter answers occur; fields that do not fit are left out. Source: public readers of the protocol (code index ids
//! 71127880883, 69542813936, 13361807307 in the knowledge base's protocol notes).

pub use super::announcement::Announcement as Message;
use super::announcement::Does;
use crate::row::{Ask, Carried, Codec, Datagrams};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::spanned::Spanned;
use std::net::Ipv4Addr;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[Carried::Datagrams(Datagrams::on(&[23456]))],
    asks: &[Ask::group("mhed", |_| Some(ask()))],
    ..Codec::new("mhed", read, include_bytes!("../../../../fuzz/corpus/mhed/answer.bin"))
};

/// Group that is asked.
pub const GROUP: Ipv4Addr = Ipv4Addr::new(234, 55, 55, 55);
/// Group that hears the answers.
pub const ANSWER_GROUP: Ipv4Addr = Ipv4Addr::new(234, 55, 55, 56);
/// Port of both.
pub const PORT: u16 = 23456;

const MAGIC: &[u8; 4] = b"MHED";
const QUESTION: u16 = 8;
const ANSWER: u16 = 7;

/// Reads a datagram.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    if !payload.starts_with(MAGIC) {
        return Err(Malformed::at(0, "no MHED magic"));
    }
    let short = |at: usize| payload.get(at..)?.first_chunk::<2>().map(|b| u16::from_le_bytes(*b));
    let long = |at: usize| payload.get(at..)?.first_chunk::<4>().map(|b| u32::from_le_bytes(*b));
    let opcode = short(4).ok_or(Malformed::at(4, "no MHED opcode"))?;
    let mut values = Vec::new();
    if opcode == ANSWER {
        let model = model(payload);
        let firmware = long(52).filter(|n| *n != 0).map(|n| {
            let [a, b, c, d] = n.to_be_bytes();
            Spanned::computed(format!("{a}.{b}.{c}.{d}"), 52..56)
        });
        let kind = long(64).and_then(|n| {
            let name = *["DVR", "DVS", "IPC", "NVR", "decoder"].get(n as usize)?;
            Some(Spanned::computed(name, 64..68))
        });
        let channels =
            long(228).filter(|n| (1..=1024).contains(n)).map(|n| Spanned::computed(n.to_string(), 228..232));
        let found = [
            ("mhed.model", model),
            ("mhed.firmware", firmware),
            ("mhed.mac", Spanned::mac_bytes(payload, 32)),
            ("mhed.ip", Spanned::ipv4_bytes(payload, 40)),
            ("mhed.device_type", kind),
            ("mhed.channels", channels),
        ];
        values = found.into_iter().filter_map(|(field, value)| Some((field, value?))).collect();
    }
    let does = match opcode {
        ANSWER => Does::Answer,
        QUESTION => Does::Ask,
        // 3 sets the network.
        _ => Does::Other,
    };
    Ok(Message { codec: "mhed", does, values })
}

/// The model's first sixteen bytes stand behind its continuation.
fn model(payload: &[u8]) -> Option<Spanned> {
    let first = Spanned::padded(payload, 196..212);
    if first.is_empty() {
        return None;
    }
    let more = if first.span.len() == 16 { Spanned::padded(payload, 180..196) } else { Spanned::default() };
    if more.is_empty() {
        return Some(first);
    }
    Some(Spanned::computed(format!("{}{}", first.value, more.value), 180..212))
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

fn question() -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend([8, 0, 1, 0, 1, 0]);
    bytes.resize(140, 0);
    bytes
}

/// Asks the group. Answers come to the other group, same port.
pub fn ask() -> Inquiry {
    Inquiry::new("mhed", "model, MAC, firmware and address", Target::UdpGroup(GROUP, PORT), question())
}

/// What a simulated device says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Description<'a> {
    /// Model, at most 32 bytes.
    pub model: &'a str,
    /// MAC.
    pub mac: [u8; 6],
    /// Address.
    pub ip: Ipv4Addr,
    /// Four numbers of the firmware.
    pub firmware: [u8; 4],
    /// 0 DVR, 1 DVS, 2 IPC, 3 NVR.
    pub device_type: u32,
    /// Channels.
    pub channels: u32,
}

/// An answer of 240 bytes as a device would send it, for the simulator.
pub fn write_answer(device: &Description<'_>) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend(ANSWER.to_le_bytes());
    out.resize(240, 0);
    out[12..22].copy_from_slice(b"Device Nam");
    out[32..38].copy_from_slice(&device.mac);
    out[38..40].copy_from_slice(&6036u16.to_le_bytes());
    out[40..44].copy_from_slice(&device.ip.octets());
    out[52..56].copy_from_slice(&u32::from_be_bytes(device.firmware).to_le_bytes());
    out[64..68].copy_from_slice(&device.device_type.to_le_bytes());
    for (at, byte) in device.model.bytes().take(32).enumerate() {
        out[if at < 16 { 196 + at } else { 164 + at }] = byte;
    }
    out[228..232].copy_from_slice(&device.channels.to_le_bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::super::trial::{check, survives};
    use super::*;

    fn sample(model: &str) -> Vec<u8> {
        write_answer(&Description {
            model,
            mac: [0, 0x18, 0xae, 0, 0, 1],
            ip: Ipv4Addr::new(192, 0, 2, 226),
            firmware: [1, 4, 10, 0],
            device_type: 2,
            channels: 1,
        })
    }

    #[test]
    fn an_answer_gives_its_fields() {
        check(
            read,
            &sample("TD-9421M"),
            "~protocol.answered = mhed
            mhed.model = TD-9421M
            ~mhed.firmware = 1.4.10.0
            ~mhed.mac = 00:18:ae:00:00:01
            ~mhed.ip = 192.0.2.226
            ~mhed.device_type = IPC
            ~mhed.channels = 1",
        );
        survives(read, &sample("TD-9421M"));
    }

    #[test]
    fn a_long_model_is_joined_and_a_short_answer_gives_what_fits() {
        assert_eq!(
            read(&sample("TD-2116TS-HC-16PORT-EXTRA"))
                .ok()
                .and_then(|c| c.first("mhed.model").map(str::to_owned))
                .as_deref(),
            Some("TD-2116TS-HC-16PORT-EXTRA")
        );
        let short = &sample("TD-9421M")[..128];
        check(
            read,
            short,
            "~protocol.answered = mhed
            ~mhed.firmware = 1.4.10.0
            ~mhed.mac = 00:18:ae:00:00:01
            ~mhed.ip = 192.0.2.226
            ~mhed.device_type = IPC",
        );
    }

    #[test]
    fn the_question_is_the_documented_one_and_setting_is_known_by_number() {
        assert_eq!(ask().bytes().len(), 140);
        assert_eq!(ask().bytes()[..10], [0x4d, 0x48, 0x45, 0x44, 8, 0, 1, 0, 1, 0]);
        check(read, ask().bytes(), "~protocol.asked = mhed");
        check(read, b"MHED\x03\0", "");
        assert!(read(b"MHED").is_err() && read(b"").is_err());
    }
}
