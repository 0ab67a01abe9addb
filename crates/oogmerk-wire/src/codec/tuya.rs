//! Tuya's announcements on UDP 6666, 6667 and 7000. Listened to, never asked.
//!
//! Frames `00 00 55 AA` carry JSON in clear or under AES-128-ECB with a key that is the same in every device and
//! every app, MD5 of a published phrase: no secret, and without it half of the platform is invisible. Frames
//! `00 00 66 99` (protocol 3.5, AES-GCM) are known by their header only. Source: tinytuya 1.20.0, core/udp_helper.py.

use crate::row::{Carried, Codec, Datagrams, Mark, Proof, Secrets};
use crate::{Clues, Malformed};
use aes::cipher::{Block, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use md5::{Digest, Md5};
use oogmerk_bytes::json::Leaves;
use oogmerk_bytes::spanned::{Spanned, answered};
use std::ops::Range;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    proof: Proof::Proven("announcements captured for nDPI: each names the address it came from"),
    carried: &[Carried::Datagrams(Datagrams {
        marks: &[Mark::Begins(&[0, 0, 0x55, 0xaa]), Mark::Begins(&[0, 0, 0x66, 0x99])],
        ..Datagrams::on(&[6666, 6667, 7000])
    })],
    secrets: Secrets::Open,
    ..Codec::new("tuya", read, include_bytes!("../../../../fuzz/corpus/tuya/clear.bin"))
};

/// The phrase every device and app holds.
const PHRASE: &[u8] = b"yGAdlopoPVldABfn";
const PREFIX: [u8; 4] = [0, 0, 0x55, 0xaa];
const PREFIX_35: [u8; 4] = [0, 0, 0x66, 0x99];
/// Longest announcement read.
const BODY_MAX: usize = 4096;

/// One announcement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Command number.
    pub command: u32,
    /// How its JSON came.
    pub form: Form,
    /// Fields and values.
    pub values: Vec<(&'static str, Spanned)>,
}

/// How the JSON came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// In clear.
    Clear,
    /// Under the common key.
    CommonKey,
    /// Under something else.
    Unread,
}

const FIELDS: &[(&str, &str)] = &[
    ("gwId", "tuya.device_id"),
    ("productKey", "tuya.product_key"),
    ("version", "tuya.version"),
    ("ip", "tuya.ip"),
    ("ability", "tuya.ability"),
];

/// Reads a datagram.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let prefix = payload.first_chunk::<4>().ok_or(Malformed::at(0, "no Tuya prefix"))?;
    let number = |at: usize| payload.get(at..)?.first_chunk::<4>().map(|b| u32::from_be_bytes(*b));
    if *prefix == PREFIX_35 {
        let command = number(10).ok_or(Malformed::at(10, "a Tuya header cut short"))?;
        return Ok(Message { command, form: Form::Unread, values: Vec::new() });
    }
    if *prefix != PREFIX {
        return Err(Malformed::at(0, "no Tuya prefix"));
    }
    let cut = Malformed::at(payload.len(), "a Tuya header cut short");
    let command = number(8).ok_or(cut)?;
    let length = number(12).ok_or(cut)? as usize;
    // Behind the length: a return code, the body, a checksum and a suffix of four bytes each.
    let end = (16usize.saturating_add(length)).min(payload.len()).saturating_sub(8);
    for start in [20, 16] {
        let Some(body) = payload.get(start..end).filter(|b| b.len() <= BODY_MAX) else { continue };
        if body.starts_with(b"{") {
            return Ok(Message { command, form: Form::Clear, values: values(body, start, None) });
        }
        if let Some(plain) = decrypt(body) {
            let values = values(&plain, 0, Some(start..end));
            return Ok(Message { command, form: Form::CommonKey, values });
        }
    }
    Ok(Message { command, form: Form::Unread, values: Vec::new() })
}

fn key() -> aes::Aes128 {
    aes::Aes128::new(&<[u8; 16]>::from(Md5::digest(PHRASE)).into())
}

/// Undoes AES-128-ECB under the common key; `None` unless JSON comes out.
fn decrypt(body: &[u8]) -> Option<Vec<u8>> {
    if body.is_empty() || !body.len().is_multiple_of(16) {
        return None;
    }
    let cipher = key();
    let mut plain = Vec::with_capacity(body.len());
    for chunk in body.chunks_exact(16) {
        let mut block = Block::<aes::Aes128>::try_from(chunk).ok()?;
        cipher.decrypt_block(&mut block);
        if plain.is_empty() && block[0] != b'{' {
            return None;
        }
        plain.extend_from_slice(&block);
    }
    Some(plain)
}

fn values(json: &[u8], offset: usize, whole: Option<Range<usize>>) -> Vec<(&'static str, Spanned)> {
    let leaves = Leaves::read(json).unwrap_or_default();
    let mut values = Vec::new();
    for (name, field) in FIELDS {
        let Some(found) = leaves.at(name) else { continue };
        let found = match &whole {
            Some(span) => Spanned::computed(found.value.clone(), span.clone()),
            None => Spanned { span: found.span.start + offset..found.span.end + offset, ..found.clone() },
        };
        let value = if *name == "ip" { found.as_ip() } else { Some(found) };
        values.extend(value.map(|value| (*field, value)));
    }
    values
}

impl Message {
    /// The fields of this announcement.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        // Command 0x25 on port 7000 is an app that asks; all else announces a device.
        if self.command != 0x25 {
            answered(&mut clues, "tuya");
        }
        for (field, value) in &self.values {
            value.tell(&mut clues, field);
        }
        clues
    }
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

/// An announcement as a device would send it, for the simulator.
pub fn write_announcement(form: Form, device_id: &str, product_key: &str, ip: std::net::Ipv4Addr) -> Vec<u8> {
    let json = serde_json::json!({
        "ip": ip.to_string(), "gwId": device_id, "active": 2, "ability": 0, "encrypt": true, "productKey": product_key,
        "version": "3.3",
    });
    let mut body = json.to_string().into_bytes();
    let command: u32 = match form {
        Form::Clear => 0x12,
        Form::CommonKey | Form::Unread => {
            let padding = 16 - body.len() % 16;
            body.extend(std::iter::repeat_n(padding as u8, padding));
            let cipher = key();
            for chunk in body.chunks_exact_mut(16) {
                if let Ok(mut block) = Block::<aes::Aes128>::try_from(&*chunk) {
                    cipher.encrypt_block(&mut block);
                    chunk.copy_from_slice(&block);
                }
            }
            0x13
        }
    };
    let mut out = PREFIX.to_vec();
    out.extend([0; 4]);
    out.extend(command.to_be_bytes());
    out.extend((body.len() as u32 + 12).to_be_bytes());
    out.extend([0; 4]);
    out.extend(body);
    let mut sum = flate2::Crc::new();
    sum.update(&out);
    out.extend(sum.sum().to_be_bytes());
    out.extend([0, 0, 0xaa, 0x55]);
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::trial::{self, check, survives};
    use super::*;

    const IP: std::net::Ipv4Addr = std::net::Ipv4Addr::new(192, 0, 2, 5);

    #[test]
    fn announcements_in_clear_and_under_the_common_key_are_read() {
        check(
            read,
            &write_announcement(Form::Clear, "bf00000000000000a1", "keytest0", IP),
            "~protocol.answered = tuya
            tuya.device_id = bf00000000000000a1
            tuya.product_key = keytest0
            tuya.version = 3.3
            tuya.ip = 192.0.2.5
            tuya.ability = 0",
        );
        let covered = write_announcement(Form::CommonKey, "bf00000000000000a1", "keytest0", IP);
        assert!(memchr::memmem::find(&covered, b"keytest0").is_none());
        let clues = read(&covered).unwrap();
        assert_eq!(clues.first("tuya.product_key"), Some("keytest0"));
        trial::places_hold(&clues, &covered);
        survives(read, &covered);
    }

    #[test]
    fn the_newer_form_is_known_by_its_header() {
        let mut bytes = PREFIX_35.to_vec();
        bytes.extend([0, 0, 0, 0, 0, 0, 0, 0, 0, 0x13, 0, 0, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8]);
        check(read, &bytes, "~protocol.answered = tuya");
        for other in [&b""[..], b"\0\0\x55", b"\0\0\x55\xaa", b"GET / HTTP/1.1"] {
            assert!(read(other).is_err());
        }
    }

    #[test]
    fn announcements_captured_by_others_stand_where_they_say() {
        let packets = trial::packets("ndpi", "tuya_lp.pcap");
        trial::stand(read, packets.iter().map(|p| p.payload.as_slice()), "Tuya announcement");
    }
}
