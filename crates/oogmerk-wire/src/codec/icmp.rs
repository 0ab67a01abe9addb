//! ICMP and ICMPv6; of the latter, neighbour discovery: who holds which address on the link, and what a router
//! announces. The payload starts at the ICMP type. What it is not: an echo tool. Numbers of ICMPv6 neighbour
//! discovery (133 to 137) do not occur in ICMP for IPv4, so both are read here. Source: RFC 792, RFC 4861, RFC 8106.

use crate::lesson;
use crate::row::{Carried, Codec, Lesson, Proof};
use crate::{About, Clues, Malformed};
use oogmerk_bytes::spanned::Spanned;
use oogmerk_model::{Mac, MacKind};
use std::net::Ipv6Addr;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    proof: Proof::Proven("captures of devices being installed, published by IoT Sentinel"),
    carried: &[Carried::Packets(58, &[133, 134, 135, 136])],
    lesson: Lesson::Neighbour(lesson::neighbour),
    ..Codec::new("icmp", read, include_bytes!("../../../../fuzz/corpus/icmp/neighbour.bin"))
};

/// A prefix a router announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prefix {
    /// Its address bits.
    pub address: Ipv6Addr,
    /// Their number.
    pub length: u8,
    /// Whether addresses in it are on this link.
    pub on_link: bool,
}

/// What a message says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Who is a router?
    RouterSolicitation,
    /// A router announces itself.
    RouterAdvertisement {
        /// Prefixes.
        prefixes: Vec<Prefix>,
        /// Resolvers (RFC 8106).
        resolvers: Vec<Ipv6Addr>,
    },
    /// Who holds the target? From `::` it asks whether the address is free.
    NeighbourSolicitation {
        /// The address asked for.
        target: Ipv6Addr,
    },
    /// The target is held by the sender.
    NeighbourAdvertisement {
        /// The address held.
        target: Ipv6Addr,
    },
    /// Anything else: echo, errors, groups.
    Other,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Type.
    pub kind: u8,
    /// Code.
    pub code: u8,
    /// What it says.
    pub body: Body,
    /// Option 1: the sender's link-layer address and its place.
    pub source_link: Option<(Mac, usize)>,
    /// Option 2: the target's link-layer address and its place.
    pub target_link: Option<(Mac, usize)>,
}

/// Reads one message. Options behind a broken one are lost. Malformed where it is shorter than its fixed part.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let (&[kind, code, ..], true) = (payload, payload.len() >= 4) else {
        return Err(Malformed::at(payload.len(), "shorter than an ICMP header"));
    };
    let target = || {
        let bytes = payload.get(8..24).and_then(|b| <[u8; 16]>::try_from(b).ok());
        bytes.map(Ipv6Addr::from).ok_or(Malformed::at(payload.len(), "cut before its target"))
    };
    let (body, options) = match kind {
        133 => (Body::RouterSolicitation, 8),
        134 => (Body::RouterAdvertisement { prefixes: Vec::new(), resolvers: Vec::new() }, 16),
        135 => (Body::NeighbourSolicitation { target: target()? }, 24),
        136 => (Body::NeighbourAdvertisement { target: target()? }, 24),
        _ => (Body::Other, payload.len()),
    };
    let mut message = Message { kind, code, body, source_link: None, target_link: None };
    let mut at = options;
    while let Some(&[option, words]) = payload.get(at..at + 2).and_then(|b| b.first_chunk()) {
        let Some(data) = payload.get(at..at + usize::from(words) * 8).filter(|d| !d.is_empty()) else {
            break;
        };
        message.read_option(option, data, at);
        at += data.len();
    }
    Ok(message)
}

/// Bytes to clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    Ok(parse(payload)?.clues())
}

impl Message {
    fn read_option(&mut self, option: u8, data: &[u8], at: usize) {
        let link = || {
            let mac = Mac(*data.get(2..8)?.first_chunk()?);
            (!matches!(mac.kind(), MacKind::Zero | MacKind::Group)).then_some((mac, at + 2))
        };
        let address = |from: usize| Some(Ipv6Addr::from(*data.get(from..from + 16)?.first_chunk::<16>()?));
        match (option, &mut self.body) {
            (1, _) => self.source_link = link(),
            (2, _) => self.target_link = link(),
            (3, Body::RouterAdvertisement { prefixes, .. }) => {
                if let (Some(address), true) = (address(16), data[2] <= 128) {
                    prefixes.push(Prefix { address, length: data[2], on_link: data[3] & 0x80 != 0 });
                }
            }
            (25, Body::RouterAdvertisement { resolvers, .. }) => {
                resolvers.extend((8..data.len()).step_by(16).filter_map(address).take(8));
            }
            _ => {}
        }
    }

    /// The link-layer address of the sender, or of the holder of the target.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        let place = |at: usize| at..at + 6;
        match (&self.body, self.source_link, self.target_link) {
            (Body::NeighbourAdvertisement { target }, _, Some((mac, at))) => {
                Spanned::computed(mac.to_string(), place(at)).tell_about(
                    &mut clues,
                    About::Mac(mac),
                    "link.mac",
                );
                if !target.is_unspecified() && !target.is_multicast() {
                    Spanned::computed(target.to_string(), 8..24).tell_about(
                        &mut clues,
                        About::Mac(mac),
                        "link.ip",
                    );
                }
            }
            (Body::Other | Body::NeighbourAdvertisement { .. }, _, _) | (_, None, _) => {}
            (_, Some((mac, at)), _) => {
                Spanned::computed(mac.to_string(), place(at)).tell(&mut clues, "link.mac");
            }
        }
        clues
    }
}

/// A neighbour advertisement for the simulator, its checksum left zero for whoever builds the IPv6 header.
pub fn write_neighbour_advertisement(target: Ipv6Addr, mac: Mac) -> Vec<u8> {
    neighbour(136, 0x6000_0000, target, 2, mac)
}

/// A neighbour solicitation for the simulator, its checksum left zero.
pub fn write_neighbour_solicitation(target: Ipv6Addr, own: Mac) -> Vec<u8> {
    neighbour(135, 0, target, 1, own)
}

fn neighbour(kind: u8, flags: u32, target: Ipv6Addr, option: u8, mac: Mac) -> Vec<u8> {
    let mut out = vec![kind, 0, 0, 0];
    out.extend_from_slice(&flags.to_be_bytes());
    out.extend_from_slice(&target.octets());
    out.extend_from_slice(&[option, 1]);
    out.extend_from_slice(&mac.0);
    out
}

/// A router advertisement with one on-link prefix for the simulator, its checksum left zero.
pub fn write_router_advertisement(prefix: Ipv6Addr, length: u8, mac: Mac) -> Vec<u8> {
    let mut out = vec![134, 0, 0, 0, 64, 0, 0x07, 0x08, 0, 0, 0, 0, 0, 0, 0, 0];
    out.extend_from_slice(&[1, 1]);
    out.extend_from_slice(&mac.0);
    out.extend_from_slice(&[3, 4, length, 0xc0]);
    out.extend_from_slice(&86_400u32.to_be_bytes());
    out.extend_from_slice(&14_400u32.to_be_bytes());
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(&prefix.octets());
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::codec::proof;

    const MAC: Mac = Mac([2, 0, 0x5e, 0x10, 0, 0x0f]);

    #[test]
    fn an_advertisement_tells_who_holds_the_target() {
        let bytes = write_neighbour_advertisement("2001:db8::1".parse().unwrap(), MAC);
        proof::golden(read, &bytes, &["~link.mac=02:00:5e:10:00:0f", "~link.ip=2001:db8::1"]);
        assert!(read(&bytes).unwrap().0.iter().all(|c| c.about == About::Mac(MAC)));
        proof::survives(read, &bytes);
    }

    #[test]
    fn a_solicitation_tells_the_sender_s_own_address_only() {
        let bytes = write_neighbour_solicitation("2001:db8::1".parse().unwrap(), MAC);
        proof::golden(read, &bytes, &["~link.mac=02:00:5e:10:00:0f"]);
        proof::golden(read, &bytes[..24], &[]);
    }

    #[test]
    fn a_router_s_prefixes_are_kept() {
        let bytes = write_router_advertisement("2001:db8:1::".parse().unwrap(), 64, MAC);
        let Body::RouterAdvertisement { prefixes, .. } = parse(&bytes).unwrap().body else {
            panic!("no advertisement")
        };
        assert_eq!(
            prefixes,
            [Prefix { address: "2001:db8:1::".parse().unwrap(), length: 64, on_link: true }]
        );
        proof::golden(read, &bytes, &["~link.mac=02:00:5e:10:00:0f"]);
        proof::survives(read, &bytes);
    }

    #[test]
    fn an_option_without_length_ends_reading() {
        let mut bytes = write_neighbour_advertisement(Ipv6Addr::LOCALHOST, MAC);
        bytes[25] = 0;
        assert_eq!(parse(&bytes).unwrap().target_link, None);
        assert_eq!(parse(&[8, 0, 0, 0, 1, 2, 3, 4]).unwrap().body, Body::Other);
        assert!(parse(&[136, 0, 0]).is_err() && parse(&[136, 0, 0, 0]).is_err());
    }
}
