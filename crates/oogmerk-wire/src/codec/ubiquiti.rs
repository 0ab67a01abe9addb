//! Ubiquiti's discovery on UDP 10001, versions 1 and 2: a four-byte header and type-length-value items.
//!
//! Challenges, salts and user names of the same channel are not read. Source: nmap's ubiquiti-discovery script,
//! unifi-discovery 1.5.0, and the open dissector of the protocol (types).

pub use super::announcement::Announcement as Message;
use super::announcement::Does;
use crate::row::{Ask, Carried, Codec, Datagrams, Secrets};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::spanned::Spanned;
use std::net::Ipv4Addr;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[Carried::Datagrams(Datagrams::on(&[10001]))],
    secrets: Secrets::Open,
    asks: &[
        Ask::hinted("ubiquiti", |_| Some(ask_one(Version::V1))),
        Ask::hinted("ubiquiti-2", |_| Some(ask_one(Version::V2))),
        Ask::group("ubiquiti-group", |_| Some(ask(Version::V1))),
        Ask::group("ubiquiti-2-group", |_| Some(ask(Version::V2))),
    ],
    ..Codec::new("ubiquiti", read, include_bytes!("../../../../fuzz/corpus/ubiquiti/v1.bin"))
};

/// Port of questions and answers.
pub const PORT: u16 = 10001;
/// Group that newer devices listen on, besides broadcast.
pub const GROUP: Ipv4Addr = Ipv4Addr::new(233, 89, 188, 1);
/// Most items read.
pub const ITEMS_MAX: usize = 256;

/// Reads a datagram; items that run over the end are left out with all that follows.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let Some(&[version @ (1 | 2), command, high, low]) = payload.first_chunk::<4>() else {
        return Err(Malformed::at(0, "no Ubiquiti header"));
    };
    let length = usize::from(u16::from_be_bytes([high, low]));
    let end = (4 + length).min(payload.len());
    if length == 0 || payload.len() == 4 {
        let known = matches!((version, command), (1, 0) | (2, 8));
        return if known && payload.len() == 4 {
            Ok(Message::question("ubiquiti"))
        } else {
            Err(Malformed::at(0, "a Ubiquiti header without items"))
        };
    }
    let mut values: Vec<(&'static str, Spanned)> = Vec::new();
    let mut add = |field, value: Option<Spanned>| {
        if let Some(value) = value.filter(|v| !v.is_empty())
            && !values.iter().any(|(f, v): &(&str, Spanned)| *f == field && v.value == value.value)
        {
            values.push((field, value));
        }
    };
    let mut at = 4;
    let mut items = 0;
    while at + 3 <= end && items < ITEMS_MAX {
        let kind = payload[at];
        let size = usize::from(u16::from_be_bytes([payload[at + 1], payload[at + 2]]));
        let start = at + 3;
        if start + size > end {
            break;
        }
        let span = start..start + size;
        let text = || Some(Spanned::padded(payload, span.clone()));
        match (kind, size) {
            (0x01, 6) => add("ubiquiti.mac", Spanned::mac_bytes(payload, start)),
            (0x02, 10) => {
                add("ubiquiti.mac", Spanned::mac_bytes(payload, start));
                add("ubiquiti.ip", Spanned::ipv4_bytes(payload, start + 6));
            }
            (0x03, _) => add("ubiquiti.firmware", text()),
            (0x0b, _) => add("ubiquiti.host_name", text()),
            (0x0c, _) => add("ubiquiti.platform", text()),
            (0x0d, _) => add("ubiquiti.essid", text()),
            (0x14 | 0x15, _) => add("ubiquiti.model", text()),
            (0x16, _) if version == 2 => add("ubiquiti.version", text()),
            _ => {}
        }
        at = start + size;
        items += 1;
    }
    if items == 0 {
        return Err(Malformed::at(4, "no Ubiquiti item"));
    }
    let does = if values.is_empty() { Does::Other } else { Does::Answer };
    Ok(Message { codec: "ubiquiti", does, values })
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

/// Which question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// `01 00 00 00`.
    V1,
    /// `02 08 00 00`.
    V2,
}

impl Version {
    fn question(self) -> Vec<u8> {
        match self {
            Self::V1 => vec![1, 0, 0, 0],
            Self::V2 => vec![2, 8, 0, 0],
        }
    }
}

/// Asks everybody on the link.
pub fn ask(version: Version) -> Inquiry {
    let target = match version {
        Version::V1 => Target::UdpGroup(Ipv4Addr::BROADCAST, PORT),
        Version::V2 => Target::UdpGroup(GROUP, PORT),
    };
    Inquiry::new("ubiquiti", "model, MAC, firmware and host name", target, version.question())
}

/// Asks one device.
pub fn ask_one(version: Version) -> Inquiry {
    Inquiry::new("ubiquiti", "model, MAC, firmware and host name", Target::Udp(PORT), version.question())
}

/// What a simulated device says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Description<'a> {
    /// MAC.
    pub mac: [u8; 6],
    /// Address.
    pub ip: Ipv4Addr,
    /// Firmware.
    pub firmware: &'a str,
    /// Host name.
    pub host_name: &'a str,
    /// Platform.
    pub platform: &'a str,
    /// Model.
    pub model: &'a str,
}

/// An answer as a device would send it, for the simulator.
pub fn write_answer(version: Version, device: &Description<'_>) -> Vec<u8> {
    let mut items = Vec::new();
    let mut item = |kind: u8, value: &[u8]| {
        items.push(kind);
        items.extend((value.len() as u16).to_be_bytes());
        items.extend_from_slice(value);
    };
    item(1, &device.mac);
    item(2, &[&device.mac[..], &device.ip.octets()].concat());
    item(3, device.firmware.as_bytes());
    item(0x0a, &[0, 0, 0x10, 0]);
    item(0x0b, device.host_name.as_bytes());
    item(0x0c, device.platform.as_bytes());
    let (head, model) = match version {
        Version::V1 => ([1, 0], 0x14),
        Version::V2 => ([2, 6], 0x15),
    };
    item(model, device.model.as_bytes());
    let mut out = head.to_vec();
    out.extend((items.len() as u16).to_be_bytes());
    out.extend(items);
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::trial::{check, survives};
    use super::*;

    fn sample(version: Version) -> Vec<u8> {
        write_answer(
            version,
            &Description {
                mac: [0x24, 0x5a, 0x4c, 0, 0, 1],
                ip: Ipv4Addr::new(192, 0, 2, 4),
                firmware: "UVC.S5L.v4.47.15",
                host_name: "cam-hall",
                platform: "UVCG4",
                model: "UVC G4 Dome",
            },
        )
    }

    #[test]
    fn both_versions_give_the_same_fields() {
        for version in [Version::V1, Version::V2] {
            check(
                read,
                &sample(version),
                "~protocol.answered = ubiquiti
                ~ubiquiti.mac = 24:5a:4c:00:00:01
                ~ubiquiti.ip = 192.0.2.4
                ubiquiti.firmware = UVC.S5L.v4.47.15
                ubiquiti.host_name = cam-hall
                ubiquiti.platform = UVCG4
                ubiquiti.model = UVC G4 Dome",
            );
            survives(read, &sample(version));
            check(read, ask(version).bytes(), "~protocol.asked = ubiquiti");
        }
    }

    #[test]
    fn items_over_the_end_are_left_out() {
        let mut bytes = sample(Version::V1);
        bytes[5] = 0xff;
        assert!(read(&bytes).is_err());
        for other in [&b""[..], b"\x01\0\0", b"\x03\0\0\x04abcd", b"\x01\0\0\0\0", b"GET / HTTP/1.1"] {
            assert!(read(other).is_err(), "{other:?}");
        }
    }
}
