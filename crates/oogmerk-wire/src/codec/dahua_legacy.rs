//! Dahua's older discovery, UDP 5050: 32 bytes ask, three sections answer. For the newer one see `dhdiscover`.
//!
//! Source: julienblitte/UniversalScanner Dahua1.cs; offsets agree with mcw0/DahuaConsole.

pub use super::announcement::Announcement as Message;
use super::announcement::Does;
use crate::row::{Ask, Carried, Codec, Datagrams};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::spanned::Spanned;
use oogmerk_bytes::text_head::line;
use std::net::Ipv4Addr;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[Carried::Datagrams(Datagrams { ports_may_carry_media: false, ..Datagrams::on(&[5050]) })],
    asks: &[Ask::group("dahua-legacy", |_| Some(ask()))],
    ..Codec::new("dahua-legacy", read, include_bytes!("../../../../fuzz/corpus/dahua-legacy/answer.bin"))
};

/// Port of questions and answers.
pub const PORT: u16 = 5050;
/// Where the second section begins.
const HEADER: usize = 0x78;

/// Reads a datagram.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    match payload {
        [0xa3, 1, 0, 0 | 1, ..] if payload.len() == 32 => {
            return Ok(Message::question("dahua-legacy"));
        }
        [0xb3, ..] if payload.len() > HEADER => {}
        _ => return Err(Malformed::at(0, "no message of this protocol")),
    }
    let second = HEADER..(HEADER + usize::from(payload[2])).min(payload.len());
    let length = usize::from(u16::from_le_bytes([payload[0x14], payload[0x15]]));
    let third = second.end..(second.end + length).min(payload.len());
    let mut values: Vec<(&'static str, Spanned)> = Vec::new();
    let mac = Spanned::copied(payload, second.start..(second.start + 17).min(second.end));
    let Some(mac) = mac.as_mac() else { return Err(Malformed::at(HEADER, "no MAC in the second section")) };
    values.push(("dahua.legacy_mac", mac));
    let model = Spanned::padded(payload, (second.start + 17).min(second.end)..second.end);
    values.push(("dahua.legacy_model", model));
    values.extend(Spanned::ipv4_bytes(payload, 0x38).map(|ip| ("dahua.legacy_ip", ip)));
    let mut at = third.start;
    while let Some((span, next)) = line(&payload[..third.end], at) {
        at = next;
        let bytes = &payload[span.clone()];
        let Some(colon) = memchr::memchr(b':', bytes) else { continue };
        let value = Spanned::copied(payload, span.start + colon + 1..span.end);
        match &bytes[..colon] {
            b"Name" => values.push(("dahua.legacy_name", value)),
            b"SerialNo" => values.push(("dahua.legacy_serial", value)),
            b"Version" => values.push(("dahua.legacy_version", value)),
            b"Device" if values[1].1.is_empty() => values[1].1 = value,
            _ => {}
        }
    }
    values.retain(|(_, value)| !value.is_empty());
    Ok(Message { codec: "dahua-legacy", does: Does::Answer, values })
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

/// Asks everybody on the link. Answers come to port 5050.
pub fn ask() -> Inquiry {
    let mut bytes = vec![0xa3, 1, 0, 1];
    bytes.resize(32, 0);
    bytes[16] = 2;
    Inquiry::new(
        "dahua-legacy",
        "name, model, serial and MAC",
        Target::UdpGroup(Ipv4Addr::BROADCAST, PORT),
        bytes,
    )
}

/// What a simulated device says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Description<'a> {
    /// MAC, 17 characters with colons.
    pub mac: &'a str,
    /// Model.
    pub model: &'a str,
    /// Name.
    pub name: &'a str,
    /// Serial.
    pub serial: &'a str,
    /// Address.
    pub ip: Ipv4Addr,
}

/// An answer as a device would send it, for the simulator.
pub fn write_answer(device: &Description<'_>) -> Vec<u8> {
    let second = format!("{:<17.17}{:.200}", device.mac, device.model);
    let third = format!("Name:{}\r\nDevice:{}\r\nSerialNo:{}\r\n", device.name, device.model, device.serial);
    let mut out = vec![0xb3, 0, second.len() as u8, 0, 0x58, 0, 0, 0];
    out.resize(HEADER, 0);
    out[0x10] = 2;
    out[0x14..0x16].copy_from_slice(&(third.len() as u16).to_le_bytes());
    out[0x38..0x3c].copy_from_slice(&device.ip.octets());
    out[0x62..0x64].copy_from_slice(&37777u16.to_le_bytes());
    out.extend(second.bytes());
    out.extend(third.bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::super::trial::{check, survives};
    use super::*;

    #[test]
    fn an_answer_gives_its_three_sections() {
        let bytes = write_answer(&Description {
            mac: "90:02:a9:00:00:01",
            model: "IPC-HFW2100",
            name: "PZC4EW000000001",
            serial: "PZC4EW000000001",
            ip: Ipv4Addr::new(192, 0, 2, 108),
        });
        check(
            read,
            &bytes,
            "~protocol.answered = dahua-legacy
            dahua.legacy_mac = 90:02:a9:00:00:01
            dahua.legacy_model = IPC-HFW2100
            ~dahua.legacy_ip = 192.0.2.108
            dahua.legacy_name = PZC4EW000000001
            dahua.legacy_serial = PZC4EW000000001",
        );
        survives(read, &bytes);
    }

    #[test]
    fn the_question_is_the_documented_one() {
        let mut want = [0u8; 32];
        want[..4].copy_from_slice(&[0xa3, 1, 0, 1]);
        want[16] = 2;
        assert_eq!(ask().bytes(), want);
        check(read, &want, "~protocol.asked = dahua-legacy");
        for other in [&b""[..], &[0xb3; 40], &[0xb3; 200], &[0xa3, 1, 0, 1]] {
            assert!(read(other).is_err());
        }
    }
}
