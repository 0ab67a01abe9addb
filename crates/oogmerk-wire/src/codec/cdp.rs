//! CDP, Cisco's neighbour announcements, which some cameras and many switches send. The payload starts at the
//! version byte behind the SNAP header (OUI 00-00-0c, 0x2000). What it is not: a topology.
//! Source: the field list Cisco published for CDP version 2, as Wireshark shows it.

pub use super::announcement::Announcement as Message;
use super::announcement::Does;
use crate::row::{Carried, Codec, Heard, Secrets};
use crate::{Clues, Malformed};
use oogmerk_bytes::spanned::Spanned;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[Carried::Snap([0, 0, 0x0c], 0x2000)],
    secrets: Secrets::Open,
    heard: Heard { families: &["cdp"], by_itself: true, ..Heard::UNSAID },
    ..Codec::new("cdp", read, include_bytes!("../../../../fuzz/corpus/cdp/camera.bin"))
};

const PARTS_MAX: usize = 128;

/// Reads one message. Parts behind a cut one are lost. Malformed where version or first part are none.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    if !matches!(payload.first(), Some(1 | 2)) {
        return Err(Malformed::at(0, "no CDP version"));
    }
    let mut message = Message::new("cdp", Does::Answer);
    let mut at = 4;
    for _ in 0..PARTS_MAX {
        let Some(&[k0, k1, l0, l1]) = payload.get(at..).and_then(|b| b.first_chunk()) else { break };
        let end = at + usize::from(u16::from_be_bytes([l0, l1]));
        if end < at + 4 || end > payload.len() {
            break;
        }
        let field = match u16::from_be_bytes([k0, k1]) {
            1 => Some("cdp.device_id"),
            3 => Some("cdp.port"),
            5 => Some("cdp.version"),
            6 => Some("cdp.platform"),
            _ => None,
        };
        let value = Spanned::copied(payload, at + 4..end);
        if let Some(field) = field.filter(|_| !value.is_empty()) {
            message.values.push((field, value));
        }
        at = end;
    }
    if at == 4 {
        return Err(Malformed::at(4, "cut in its first part"));
    }
    Ok(message)
}

/// Bytes to clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    Ok(parse(payload)?.clues())
}

/// An announcement for the simulator: number and text of each part, the checksum left zero.
pub fn write(parts: &[(u16, &str)]) -> Vec<u8> {
    let mut out = vec![2, 180, 0, 0];
    for (kind, text) in parts {
        let text = &text.as_bytes()[..text.len().min(1000)];
        out.extend_from_slice(&kind.to_be_bytes());
        out.extend_from_slice(&(text.len() as u16 + 4).to_be_bytes());
        out.extend_from_slice(text);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::proof;

    #[test]
    fn a_neighbour_tells_its_name_and_platform() {
        let bytes = write(&[(1, "cam-hall"), (3, "eth0"), (4, "\0\0\0\u{10}"), (5, "1.2.3"), (6, "XC-100")]);
        let want = [
            "~protocol.answered=cdp",
            "cdp.device_id=cam-hall",
            "cdp.port=eth0",
            "cdp.version=1.2.3",
            "cdp.platform=XC-100",
        ];
        proof::golden(read, &bytes, &want);
        proof::survives(read, &bytes);
        assert!(parse(&[2, 180, 0, 0, 0, 1, 0, 3]).is_err() && parse(b"").is_err());
    }
}
