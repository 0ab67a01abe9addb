//! PPPP (CS2, iLnk): the peer-to-peer protocol of no-name cameras, UDP 32108 and 32100. The id opens cameras from
//! afar, so it is a secret key of its device; it is read, and no session is ever begun.
//!
//! Source: DavidVentura/cam-reverse, impl.ts and discovery.ts; message names as in public notes on the protocol.

use crate::row::{Ask, Carried, Codec, Datagrams, Secrets};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::spanned::{Spanned, answered, asked};
use oogmerk_model::Field;
use std::net::Ipv4Addr;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[Carried::Datagrams(Datagrams::on(&[32100, 32108]))],
    secrets: Secrets::Open,
    asks: &[Ask::group("pppp", |_| Some(ask()))],
    ..Codec::new("pppp", read, include_bytes!("../../../../fuzz/corpus/pppp/answer.bin"))
};

/// Port of the search on the link.
pub const PORT: u16 = 32108;

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Second byte.
    pub kind: u8,
    /// Prefix, number and suffix of a device that names itself.
    pub device: Option<DeviceId>,
}

/// `ABCD-123456-EFGHI`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceId {
    /// Letters before the number.
    pub prefix: Spanned,
    /// All three, joined.
    pub whole: Spanned,
}

/// Kinds with their names.
const KINDS: &[(u8, &str)] = &[
    (0x00, "hello"),
    (0x01, "hello-answer"),
    (0x08, "hello-to"),
    (0x10, "device-log-in"),
    (0x11, "device-log-in-answer"),
    (0x12, "device-log-in-crc"),
    (0x20, "peer-request"),
    (0x21, "peer-request-answer"),
    (0x30, "search"),
    (0x32, "search-extended"),
    (0x40, "peer-to"),
    (0x41, "punch-packet"),
    (0x42, "peer-ready"),
    (0x60, "relay-list-request"),
    (0x61, "relay-list-request-local"),
    (0x67, "relay-list"),
    (0xd0, "data"),
    (0xd1, "data-acknowledge"),
    (0xe0, "alive"),
    (0xe1, "alive-acknowledge"),
    (0xf0, "close"),
];

/// Reads a datagram: `F1`, a known kind, and a length that fits.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let Some(&[0xf1, kind, high, low]) = payload.first_chunk::<4>() else {
        return Err(Malformed::at(0, "no PPPP header"));
    };
    let length = usize::from(u16::from_be_bytes([high, low]));
    if !KINDS.iter().any(|(known, _)| *known == kind) {
        return Err(Malformed::at(1, "no known PPPP kind"));
    }
    if payload.len() != 4 + length {
        return Err(Malformed::at(2, "a PPPP length that does not fit"));
    }
    // A device names itself when it logs in at its server and when it answers a search.
    let names_itself = matches!(kind, 0x10 | 0x12 | 0x41 | 0x42);
    Ok(Message { kind, device: if names_itself { device_id(payload) } else { None } })
}

/// Prefix in eight bytes, a number, a suffix. The number is a 32-bit one at 12, or a 64-bit one at 8 behind a
/// prefix of four: the same bytes.
fn device_id(payload: &[u8]) -> Option<DeviceId> {
    let bytes = payload.get(4..24)?;
    let letters = bytes[..8].iter().take_while(|b| b.is_ascii_uppercase()).count();
    if !(3..=7).contains(&letters) || bytes[letters..8].iter().any(|b| *b != 0) {
        return None;
    }
    let number = u32::from_be_bytes([bytes[8], bytes[9], bytes[10], bytes[11]]);
    let suffix = bytes[12..].iter().take_while(|b| b.is_ascii_uppercase()).count();
    if suffix < 4 {
        return None;
    }
    let prefix = Spanned::copied(payload, 4..4 + letters);
    let tail = String::from_utf8_lossy(&bytes[12..12 + suffix]).into_owned();
    let whole = Spanned::computed(format!("{}-{number:06}-{tail}", prefix.value), 4..16 + suffix);
    Some(DeviceId { prefix, whole })
}

impl Message {
    /// The fields of this message.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        match self.kind {
            0x30 | 0x32 => asked(&mut clues, "pppp"),
            _ if self.device.is_some() => answered(&mut clues, "pppp"),
            _ => {}
        }
        if let Some((_, name)) = KINDS.iter().find(|(kind, _)| *kind == self.kind) {
            clues.decoded(Field::of("pppp.message"), *name, Some(1..2));
        }
        if let Some(id) = &self.device {
            id.whole.tell(&mut clues, "pppp.device_id");
            id.prefix.tell(&mut clues, "pppp.prefix");
        }
        clues
    }
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

/// Asks everybody on the link who is there. Nothing is ever sent after the answer.
pub fn ask() -> Inquiry {
    let target = Target::UdpGroup(Ipv4Addr::BROADCAST, PORT);
    Inquiry::new("pppp", "the device id; no session is begun", target, vec![0xf1, 0x30, 0, 0])
}

/// An answer as a camera would send it, for the simulator. Prefix and suffix are cut to seven letters.
pub fn write_answer(prefix: &str, number: u32, suffix: &str) -> Vec<u8> {
    let padded = |text: &str| {
        let mut bytes = [0u8; 8];
        for (slot, byte) in bytes.iter_mut().zip(text.bytes().take(7)) {
            *slot = byte;
        }
        bytes
    };
    let mut out = vec![0xf1, 0x41, 0, 20];
    out.extend(padded(prefix));
    out.extend(number.to_be_bytes());
    out.extend(padded(suffix));
    out
}

#[cfg(test)]
mod tests {
    use super::super::trial::{check, survives};
    use super::*;

    #[test]
    fn an_answer_gives_the_id() {
        let bytes = write_answer("VSTC", 123_456, "ABCDE");
        check(
            read,
            &bytes,
            "~protocol.answered = pppp
            ~pppp.message = punch-packet
            ~pppp.device_id = VSTC-123456-ABCDE
            pppp.prefix = VSTC",
        );
        survives(read, &bytes);
    }

    #[test]
    fn other_messages_are_known_by_kind_and_media_on_the_same_port_is_refused() {
        check(read, ask().bytes(), "~protocol.asked = pppp\n~pppp.message = search");
        check(read, &[0xf1, 0xe0, 0, 0], "~pppp.message = alive");
        for other in [
            &b""[..],
            &[0xf1, 0x30, 0, 9],
            &[0xf1, 0x99, 0, 0],
            &[0x80, 0x60, 0, 0],
            &[0xf1, 0x41, 0, 1, 2, 3],
        ] {
            assert!(read(other).is_err(), "{other:x?}");
        }
    }
}
