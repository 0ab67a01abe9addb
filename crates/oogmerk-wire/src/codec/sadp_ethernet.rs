//! SADP straight over Ethernet, EtherType 0x8033: a 38-byte head with the sender's addresses. Only listened to:
//! there is no `ask`. The payload starts behind the Ethernet header. What it is not: the configuration messages of
//! the same channel; they are read to their name, which is worth a note (somebody is configuring cameras).
//! Source: MatrixEditor/hiktools lua/sadp.lua.

use crate::row::{Carried, Codec, Secrets};
use crate::{Clues, Malformed};
use oogmerk_bytes::spanned::{Spanned, answered, asked};
use oogmerk_model::{Field, Mac, MacKind};
use std::net::Ipv4Addr;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[Carried::Frames(0x8033)],
    secrets: Secrets::Open,
    ..Codec::new("sadp-ethernet", read, include_bytes!("../../../../fuzz/corpus/sadp-ethernet/online.bin"))
};

/// Bytes of the head.
pub const HEAD: usize = 38;

/// One message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    /// Whether a device answers or announces itself; false for requests of the maker's tool.
    pub is_response: bool,
    /// Number of its kind.
    pub kind: u8,
    /// Who sends.
    pub source_mac: Mac,
    /// From which address.
    pub source_ip: Ipv4Addr,
    /// Mask of the sender's network.
    pub mask: Ipv4Addr,
}

/// Reads one message. Malformed where the marker or the kind of a message is missing.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let head: &[u8; HEAD] =
        payload.first_chunk().ok_or(Malformed::at(payload.len(), "shorter than its head"))?;
    if head[0] != 0x21 {
        return Err(Malformed::at(0, "no SADP marker"));
    }
    let is_response = match head[1] {
        1 => true,
        2 => false,
        _ => return Err(Malformed::at(1, "neither request nor response")),
    };
    let ip = |at: usize| Ipv4Addr::new(head[at], head[at + 1], head[at + 2], head[at + 3]);
    Ok(Message {
        is_response,
        kind: head[10],
        source_mac: Mac([head[14], head[15], head[16], head[17], head[18], head[19]]),
        source_ip: ip(20),
        mask: ip(34),
    })
}

/// Bytes to clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    Ok(parse(payload)?.clues())
}

impl Message {
    /// The name of its kind, where it is a known one.
    pub fn command(&self) -> Option<&'static str> {
        Some(match self.kind {
            0x02 => "device-online",
            0x03 => "inquiry",
            0x04 => "inquiry-response",
            0x06 => "update-ip",
            0x0a => "reset-password",
            0x0c => "cms-information",
            0x10 => "modify-network-parameters",
            _ => return None,
        })
    }

    /// A device's addresses, or what a tool asked for.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        if let Some(command) = self.command() {
            clues.decoded(Field::of("sadp.command"), command, Some(10..11));
        }
        if !self.is_response {
            asked(&mut clues, "sadp-ethernet");
            return clues;
        }
        answered(&mut clues, "sadp-ethernet");
        if !matches!(self.source_mac.kind(), MacKind::Zero | MacKind::Group) {
            Spanned::computed(self.source_mac.to_string(), 14..20).tell(&mut clues, "sadp.mac");
        }
        if !self.source_ip.is_unspecified() && !self.source_ip.is_broadcast() {
            Spanned::computed(self.source_ip.to_string(), 20..24).tell(&mut clues, "sadp.ip");
        }
        clues
    }
}

/// A device's announcement for the simulator (kind 2), its checksum left zero.
pub fn write_online(mac: Mac, ip: Ipv4Addr, mask: Ipv4Addr) -> Vec<u8> {
    let mut out = vec![0u8; HEAD];
    out[0] = 0x21;
    out[1] = 1;
    out[8..10].copy_from_slice(&[0x06, 0x04]);
    out[10] = 0x02;
    out[14..20].copy_from_slice(&mac.0);
    out[20..24].copy_from_slice(&ip.octets());
    out[24..30].copy_from_slice(&[0xff; 6]);
    out[34..38].copy_from_slice(&mask.octets());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::proof;

    fn online() -> Vec<u8> {
        write_online(
            Mac([2, 0, 0x5e, 0x10, 0, 0x11]),
            Ipv4Addr::new(192, 0, 2, 20),
            Ipv4Addr::new(255, 255, 255, 0),
        )
    }

    #[test]
    fn a_device_tells_its_addresses_and_a_tool_tells_nothing() {
        let want = [
            "~sadp.command=device-online",
            "~protocol.answered=sadp-ethernet",
            "~sadp.mac=02:00:5e:10:00:11",
            "~sadp.ip=192.0.2.20",
        ];
        proof::golden(read, &online(), &want);
        let mut update = online();
        update[1] = 2;
        update[10] = 6;
        proof::golden(read, &update, &["~sadp.command=update-ip", "~protocol.asked=sadp-ethernet"]);
    }

    #[test]
    fn no_bytes_make_it_panic() {
        proof::survives(read, &online());
        assert!(parse(&[0x21; 40]).is_err());
    }
}
