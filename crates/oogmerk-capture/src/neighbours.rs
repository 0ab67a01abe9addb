//! What ARP, IPv6 neighbour discovery and DHCP say about who holds an address on this link.
//!
//! Evidence of these protocols is the codecs' work; this file only reads the binding, because the capture reader
//! needs it to know whom a frame is about. Sources: RFC 826, RFC 5227 (probes and announcements), RFC 4861 section 4,
//! RFC 2131 section 2, RFC 2132 sections 3.3, 9.6.

use crate::internet::{self, Address};
use oogmerk_model::Mac;

/// An ARP packet for Ethernet and IPv4.
pub(super) struct Arp {
    pub is_reply: bool,
    pub sender_mac: Mac,
    pub sender: Address,
    pub target: Address,
}

impl Arp {
    pub(super) fn read(b: &[u8]) -> Option<Self> {
        let b = b.first_chunk::<28>()?;
        if b[..6] != [0, 1, 8, 0, 6, 4] {
            return None;
        }
        Some(Self {
            is_reply: b[7] == 2,
            sender_mac: Mac([b[8], b[9], b[10], b[11], b[12], b[13]]),
            sender: internet::v4([b[14], b[15], b[16], b[17]]),
            target: internet::v4([b[24], b[25], b[26], b[27]]),
        })
    }
}

/// What a neighbour discovery message binds.
pub(super) struct Neighbour {
    /// The address bound; `None`: the sender's.
    pub target: Option<Address>,
    pub mac: Mac,
    /// Offset of the MAC in the ICMPv6 message.
    pub mac_at: usize,
    /// It answered a question, as a proxy may too.
    pub is_solicited: bool,
}

/// Reads an ICMPv6 message. The prefixes are those a router announces as on-link.
pub(super) fn neighbour(icmp: &[u8], prefixes: &mut Vec<(Address, u8)>) -> Option<Neighbour> {
    let (kind, options_at, option) = match icmp.first()? {
        133 => (133, 8, 1),
        134 => (134, 16, 1),
        135 => (135, 24, 1),
        136 => (136, 24, 2),
        _ => return None,
    };
    let mut found = None;
    let mut at = options_at;
    while let Some(&[code, units]) = icmp.get(at..at + 2) {
        let length = usize::from(units) * 8;
        let Some(body) = icmp.get(at..at + length).filter(|b| !b.is_empty()) else { break };
        match (code, body) {
            (code, [_, 1, a, b, c, d, e, f]) if code == option => {
                found = Some((Mac([*a, *b, *c, *d, *e, *f]), at + 2));
            }
            // Flag L of a prefix information option: the prefix is on this link.
            (3, [_, 4, bits, flags, ..]) if kind == 134 && flags & 0x80 != 0 && *bits <= 128 => {
                let prefix = body[16..32].iter().fold(0u128, |n, b| n << 8 | u128::from(*b));
                prefixes.push((prefix, *bits));
            }
            _ => {}
        }
        at += length;
    }
    let (mac, mac_at) = found?;
    let target = (kind == 136)
        .then(|| icmp.get(8..24).map(|b| b.iter().fold(0u128, |n, b| n << 8 | u128::from(*b))))
        .flatten();
    let is_solicited = kind == 136 && icmp.get(4).is_some_and(|flags| flags & 0x40 != 0);
    Some(Neighbour { target, mac, mac_at, is_solicited })
}

/// The binding in a DHCP message.
pub(super) struct Lease {
    pub client: Mac,
    pub is_reply: bool,
    /// Message type, option 53; 0 where there is none (BOOTP).
    pub kind: u8,
    /// The address the server gives, or the client says it holds.
    pub your: Address,
    pub own: Address,
    /// Mask length, option 1.
    pub mask: Option<u8>,
}

impl Lease {
    pub(super) fn read(b: &[u8]) -> Option<Self> {
        let &[op @ 1..=2, 1, 6, ..] = b.get(..240)? else { return None };
        if b[236..240] != [0x63, 0x82, 0x53, 0x63] {
            return None;
        }
        let address = |at: usize| internet::v4([b[at], b[at + 1], b[at + 2], b[at + 3]]);
        let mut lease = Self {
            client: Mac([b[28], b[29], b[30], b[31], b[32], b[33]]),
            is_reply: op == 2,
            kind: 0,
            your: address(16),
            own: address(12),
            mask: None,
        };
        let mut at = 240;
        while let Some(&code) = b.get(at) {
            if code == 255 {
                break;
            }
            if code == 0 {
                at += 1;
                continue;
            }
            let Some(&length) = b.get(at + 1) else { break };
            let Some(value) = b.get(at + 2..at + 2 + usize::from(length)) else { break };
            match (code, value) {
                (53, [kind]) => lease.kind = *kind,
                (1, &[a, b, c, d]) => {
                    let mask = u32::from_be_bytes([a, b, c, d]);
                    lease.mask = (mask.leading_ones() + mask.trailing_zeros() == 32)
                        .then_some(mask.leading_ones() as u8);
                }
                _ => {}
            }
            at += 2 + usize::from(length);
        }
        Some(lease)
    }
}

/// The network of an address, as CIDR text.
pub(super) fn prefix(address: Address, bits: u8) -> String {
    if internet::is_v4(address) {
        let bits = bits.min(32);
        let mask = u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0);
        format!("{}/{bits}", std::net::Ipv4Addr::from(address as u32 & mask))
    } else {
        let mask = u128::MAX.checked_shl(128 - u32::from(bits.min(128))).unwrap_or(0);
        format!("{}/{bits}", std::net::Ipv6Addr::from(address & mask))
    }
}
