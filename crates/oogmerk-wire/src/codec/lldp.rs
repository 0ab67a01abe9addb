//! LLDP: what a neighbour on the cable says of itself, inventory of LLDP-MED included. The payload starts behind
//! EtherType 0x88cc. What it is not: a topology; which port it was heard on is the reader's to say.
//! Source: IEEE 802.1AB §8, ANSI/TIA-1057 (LLDP-MED) §10.2.

pub use super::announcement::Announcement as Message;
use super::announcement::Does;
use crate::row::{Carried, Codec, Heard, Secrets};
use crate::{Clues, Malformed};
use oogmerk_bytes::spanned::Spanned;
use oogmerk_model::{Mac, MacKind};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[Carried::Frames(0x88cc)],
    secrets: Secrets::Open,
    heard: Heard { families: &["lldp"], by_itself: true, ..Heard::UNSAID },
    ..Codec::new("lldp", read, include_bytes!("../../../../fuzz/corpus/lldp/camera.bin"))
};

/// TLVs read at most.
const TLVS_MAX: usize = 256;
const MED: [u8; 3] = [0x00, 0x12, 0xbb];

/// Reads one message. TLVs behind a cut one are lost. Malformed where it does not begin with a chassis id.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let mut message = Message::new("lldp", Does::Answer);
    let mut at = 0;
    for position in 0..TLVS_MAX {
        let Some(&[high, low]) = payload.get(at..).and_then(|b| b.first_chunk()) else { break };
        let (kind, length) = (high >> 1, usize::from(high & 1) << 8 | usize::from(low));
        if position == 0 && (kind != 1 || length < 2) {
            return Err(Malformed::at(0, "does not begin with a chassis id"));
        }
        let span = at + 2..at + 2 + length;
        if kind == 0 || span.end > payload.len() {
            break;
        }
        at = span.end;
        read_tlv(&mut message, payload, kind, span);
    }
    if at == 0 {
        return Err(Malformed::at(payload.len(), "cut in its first part"));
    }
    Ok(message)
}

/// Bytes to clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    Ok(parse(payload)?.clues())
}

fn read_tlv(message: &mut Message, payload: &[u8], kind: u8, span: Range<usize>) {
    let data = &payload[span.clone()];
    let inside = |from: usize| span.start + from.min(data.len())..span.end;
    match (kind, data) {
        (1, [4, a, b, c, d, e, f]) => {
            let mac = Mac([*a, *b, *c, *d, *e, *f]);
            if !matches!(mac.kind(), MacKind::Zero | MacKind::Group) {
                keep(message, "lldp.chassis_mac", Spanned::computed(mac.to_string(), inside(1)));
            }
        }
        (2, [3, rest @ ..]) => {
            if let Some(bytes) = rest.first_chunk::<6>() {
                keep(message, "lldp.port", Spanned::computed(Mac(*bytes).to_string(), inside(1)));
            }
        }
        (2, [1 | 2 | 5 | 6 | 7, ..]) => keep(message, "lldp.port", Spanned::copied(payload, inside(1))),
        (5, _) => keep(message, "lldp.system_name", Spanned::copied(payload, inside(0))),
        (6, _) => keep(message, "lldp.system_description", Spanned::copied(payload, inside(0))),
        (7, [_, _, high, low]) => {
            let names = capabilities(u16::from_be_bytes([*high, *low]));
            keep(message, "lldp.capabilities", Spanned::computed(names, inside(2)));
        }
        (8, [5, 1, a, b, c, d, ..]) => {
            let ip = Ipv4Addr::new(*a, *b, *c, *d);
            keep(
                message,
                "lldp.management_ip",
                Spanned::computed(ip.to_string(), span.start + 2..span.start + 6),
            );
        }
        (8, [17, 2, rest @ ..]) => {
            if let Some(bytes) = rest.first_chunk::<16>() {
                let ip = Ipv6Addr::from(*bytes).to_string();
                keep(message, "lldp.management_ip", Spanned::computed(ip, span.start + 2..span.start + 18));
            }
        }
        (127, [a, b, c, subtype, ..]) if [*a, *b, *c] == MED => {
            let field = match subtype {
                5 => "lldp.hardware",
                6 => "lldp.firmware",
                7 => "lldp.software",
                8 => "lldp.serial",
                9 => "lldp.manufacturer",
                10 => "lldp.model",
                _ => return,
            };
            keep(message, field, Spanned::copied(payload, inside(4)));
        }
        _ => {}
    }
}

fn keep(message: &mut Message, field: &'static str, value: Spanned) {
    if !value.is_empty() {
        message.values.push((field, value));
    }
}

fn capabilities(bits: u16) -> String {
    const NAMES: [&str; 8] =
        ["other", "repeater", "bridge", "access-point", "router", "telephone", "docsis", "station"];
    let named = NAMES.iter().enumerate().filter(|(bit, _)| bits & (1 << bit) != 0).map(|(_, name)| *name);
    named.collect::<Vec<_>>().join(",")
}

/// An announcement for the simulator: chassis and port by MAC, name, description, and LLDP-MED inventory by subtype.
pub fn write(mac: Mac, name: &str, description: &str, inventory: &[(u8, &str)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut put = |kind: u8, data: &[u8]| {
        let data = &data[..data.len().min(511)];
        out.extend_from_slice(&[kind << 1 | (data.len() >> 8) as u8, data.len() as u8]);
        out.extend_from_slice(data);
    };
    put(1, &[&[4][..], &mac.0].concat());
    put(2, &[&[3][..], &mac.0].concat());
    put(3, &[0, 120]);
    put(5, name.as_bytes());
    put(6, description.as_bytes());
    put(7, &[0, 0x80, 0, 0x80]);
    for (subtype, text) in inventory {
        put(127, &[&MED[..], &[*subtype], text.as_bytes()].concat());
    }
    put(0, &[]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::proof;

    fn sample() -> Vec<u8> {
        let inventory = [(6, "1.2.3"), (8, "S0001"), (9, "Maker"), (10, "XC-100"), (11, "asset")];
        let mut bytes =
            write(Mac([2, 0, 0x5e, 0x10, 0, 0x12]), "cam-hall", "XC-100 Network Camera", &inventory);
        bytes.truncate(bytes.len() - 2);
        bytes.extend_from_slice(&[0x10, 12, 5, 1, 192, 0, 2, 21, 2, 0, 0, 0, 1, 0, 0, 0]);
        bytes
    }

    #[test]
    fn a_neighbour_tells_its_name_and_inventory() {
        proof::golden(
            read,
            &sample(),
            &[
                "~protocol.answered=lldp",
                "~lldp.chassis_mac=02:00:5e:10:00:12",
                "~lldp.port=02:00:5e:10:00:12",
                "lldp.system_name=cam-hall",
                "lldp.system_description=XC-100 Network Camera",
                "~lldp.capabilities=station",
                "lldp.firmware=1.2.3",
                "lldp.serial=S0001",
                "lldp.manufacturer=Maker",
                "lldp.model=XC-100",
                "~lldp.management_ip=192.0.2.21",
            ],
        );
    }

    #[test]
    fn no_bytes_make_it_panic() {
        proof::survives(read, &sample());
        assert!(parse(b"").is_err() && parse(&[0x04, 2, 1, 2]).is_err());
    }
}
