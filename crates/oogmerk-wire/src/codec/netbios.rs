//! NetBIOS names: registrations and answers of UDP 137, and the source name of UDP 138. Recorders on Windows and
//! with Samba say their name this way. What it is not: file sharing; and it keeps no name that may be a person's
//! (suffix 03) nor a group's. Source: RFC 1001 §14, RFC 1002 §4.

use crate::row::{Carried, Codec, Datagrams, Heard, Secrets};
use crate::{Clues, Malformed};
use oogmerk_bytes::spanned::{Spanned, answered, asked};
use oogmerk_model::{Mac, MacKind};
use std::ops::Range;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[Carried::Datagrams(Datagrams::on(&[137]))],
    secrets: Secrets::Open,
    heard: Heard { families: &["netbios"], by_itself: true, ..Heard::UNSAID },
    ..Codec::new("netbios", read, include_bytes!("../../../../fuzz/corpus/netbios/status.bin"))
};

/// What a message does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A client looks for a name.
    Query,
    /// The sender claims a name, answers for one, or sends under one.
    Own,
    /// Something else: release, conflict, group.
    Other,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What it does.
    pub role: Role,
    /// Names of the machine itself.
    pub names: Vec<Spanned>,
    /// The adapter address of a node status answer.
    pub mac: Option<Spanned>,
}

const ENCODED: usize = 32;

/// Reads one datagram of port 137 or 138. Malformed where no encoded name stands where one must.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    if let Some(message) = datagram(payload) {
        return Ok(message);
    }
    let header: &[u8; 12] =
        payload.first_chunk().ok_or(Malformed::at(payload.len(), "shorter than its header"))?;
    let flags = u16::from_be_bytes([header[2], header[3]]);
    let Some((name, suffix, end)) = name(payload, 12) else {
        return Err(Malformed::at(12, "no NetBIOS name"));
    };
    let kind = payload.get(end..end + 2).map(|b| u16::from_be_bytes([b[0], b[1]]));
    let is_response = flags & 0x8000 != 0;
    let mut message = Message { role: Role::Other, names: Vec::new(), mac: None };
    match (is_response, flags >> 11 & 0xf, kind) {
        // Node status: one byte for the number of names, 18 bytes for each, then the adapter address.
        (true, 0, Some(0x21)) => message.read_status(payload, end + 10),
        // Positive answer: owner, type, class, time, length, then flags with the group bit on top.
        (true, 0, Some(0x20)) if flags.trailing_zeros() >= 4 => {
            message.claim(name, suffix, payload.get(end + 10).copied());
        }
        (false, 0, _) => message.role = Role::Query,
        // Registration and refresh: the flags stand in the additional record, behind a two-byte pointer.
        (false, 5 | 8 | 9, _) => message.claim(name, suffix, payload.get(end + 4 + 12).copied()),
        _ => {}
    }
    Ok(message)
}

/// UDP 138: type, flags, id, address, port, length, offset (14 bytes), then the source name.
fn datagram(payload: &[u8]) -> Option<Message> {
    if !matches!(payload.first(), Some(0x10..=0x12)) {
        return None;
    }
    let (name, suffix, _) = name(payload, 14)?;
    let mut message = Message { role: Role::Other, names: Vec::new(), mac: None };
    message.claim(name, suffix, Some(0));
    Some(message)
}

/// A first-level encoded name: length 32, two letters A to P for each of 16 bytes, and the scope that follows.
fn name(payload: &[u8], at: usize) -> Option<(Spanned, u8, usize)> {
    let letters = payload.get(at + 1..at + 1 + ENCODED).filter(|_| payload.get(at) == Some(&32))?;
    let mut bytes = [0u8; 16];
    for (byte, pair) in bytes.iter_mut().zip(letters.chunks_exact(2)) {
        let nibble = |letter: u8| letter.checked_sub(b'A').filter(|n| *n < 16);
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    let mut end = at + 1 + ENCODED;
    while let Some(&length) = payload.get(end) {
        end += 1 + usize::from(length);
        if length == 0 {
            break;
        }
    }
    let text = String::from_utf8_lossy(&bytes[..15]).trim_end_matches([' ', '\0']).to_owned();
    Some((Spanned::computed(text, at + 1..at + 1 + ENCODED), bytes[15], end))
}

/// Bytes to clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    Ok(parse(payload)?.clues())
}

impl Message {
    /// Keeps a machine's own name: unique, and of the suffixes of a workstation or file server.
    fn claim(&mut self, name: Spanned, suffix: u8, flags: Option<u8>) {
        let unique = flags.is_some_and(|f| f & 0x80 == 0);
        if unique && is_machine(suffix) && !name.is_empty() && name.value != "*" {
            self.role = Role::Own;
            self.names.push(name);
        }
    }

    fn read_status(&mut self, payload: &[u8], at: usize) {
        let Some(&count) = payload.get(at) else { return };
        for position in 0..usize::from(count) {
            let start = at + 1 + position * 18;
            let Some(entry) = payload.get(start..start + 18) else { return };
            if entry[16] & 0x80 == 0 && is_machine(entry[15]) {
                let name = Spanned::copied(payload, start..start + 15);
                if !name.is_empty() && !self.names.iter().any(|n| n.value == name.value) {
                    self.names.push(name);
                }
            }
        }
        let place: Range<usize> = at + 1 + usize::from(count) * 18..at + 7 + usize::from(count) * 18;
        let bytes = payload.get(place.clone()).and_then(|b| b.first_chunk::<6>());
        let mac = bytes.map(|b| Mac(*b)).filter(|m| !matches!(m.kind(), MacKind::Zero | MacKind::Group));
        self.mac = mac.map(|m| Spanned::computed(m.to_string(), place));
        self.role = Role::Own;
    }

    /// The machine's own names; for a query only that it was asked.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        match self.role {
            Role::Query => asked(&mut clues, "netbios"),
            Role::Own => {
                answered(&mut clues, "netbios");
                for name in &self.names {
                    name.tell(&mut clues, "netbios.name");
                }
                if let Some(mac) = &self.mac {
                    mac.tell(&mut clues, "netbios.mac");
                }
            }
            Role::Other => {}
        }
        clues
    }
}

fn is_machine(suffix: u8) -> bool {
    matches!(suffix, 0x00 | 0x20)
}

/// A registration of a machine's name for the simulator.
pub fn write_registration(id: u16, name: &str, ip: std::net::Ipv4Addr) -> Vec<u8> {
    let mut padded = [b' '; 16];
    for (to, from) in padded[..15].iter_mut().zip(name.to_ascii_uppercase().bytes()) {
        *to = from;
    }
    padded[15] = 0;
    let mut out = id.to_be_bytes().to_vec();
    out.extend_from_slice(&[0x29, 0x10, 0, 1, 0, 0, 0, 0, 0, 1, 32]);
    out.extend(padded.iter().flat_map(|b| [b'A' + (b >> 4), b'A' + (b & 0xf)]));
    out.extend_from_slice(&[0, 0, 0x20, 0, 1, 0xc0, 12, 0, 0x20, 0, 1, 0, 4, 0x93, 0xe0, 0, 6, 0, 0]);
    out.extend_from_slice(&ip.octets());
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::codec::proof;

    fn registration() -> Vec<u8> {
        write_registration(5, "recorder", std::net::Ipv4Addr::new(192, 0, 2, 23))
    }

    #[test]
    fn a_registration_tells_the_machine_s_name_but_no_group_s() {
        let mut bytes = registration();
        proof::golden(read, &bytes, &["~protocol.answered=netbios", "~netbios.name=RECORDER"]);
        proof::survives(read, &bytes);
        let flags = bytes.len() - 6;
        bytes[flags] = 0x80;
        proof::golden(read, &bytes, &[]);
        bytes[2] = 0x01;
        proof::golden(read, &bytes, &["~protocol.asked=netbios"]);
    }

    #[test]
    fn a_node_status_answer_tells_names_and_the_adapter_s_address() {
        let mut status = registration()[..46].to_vec();
        status[2..4].copy_from_slice(&[0x84, 0]);
        status.extend_from_slice(&[0, 0x21, 0, 1, 0, 0, 0, 0, 0, 0, 3]);
        for (name, suffix, flags) in
            [(b"RECORDER       ", 0, 4), (b"OFFICE         ", 0, 0x84), (b"A.PERSON       ", 3, 4)]
        {
            status.extend_from_slice(name);
            status.extend_from_slice(&[suffix, flags, 0]);
        }
        status.extend_from_slice(&[2, 0, 0x5e, 0x10, 0, 0x13]);
        let want = ["~protocol.answered=netbios", "netbios.name=RECORDER", "~netbios.mac=02:00:5e:10:00:13"];
        proof::golden(read, &status, &want);
        proof::survives(read, &status);
    }

    #[test]
    fn a_datagram_tells_its_source() {
        let mut bytes = vec![0x11, 2, 0, 1, 192, 0, 2, 23, 0, 138, 0, 100, 0, 0];
        bytes.extend_from_slice(&registration()[12..46]);
        proof::golden(read, &bytes, &["~protocol.answered=netbios", "~netbios.name=RECORDER"]);
        proof::survives(read, &bytes);
        assert!(parse(b"").is_err() && parse(&[0; 60]).is_err());
    }
}
