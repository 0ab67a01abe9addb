//! What messages teach the reader of captures about the network itself: names behind addresses, who holds which
//! address. Just enough of four protocols, read without allocation where there is nothing to say; evidence of the
//! same messages is their codecs' work. Rows of the codec table point here.
//!
//! Sources: RFC 1035 section 4, RFC 3596 (names); RFC 826, RFC 5227 (probes and announcements); RFC 4861 section 4;
//! RFC 2131 section 2, RFC 2132 sections 3.3, 9.6 (leases).

use crate::row::{Bound, Holder, Lease, Lookup, Neighbour};
use oogmerk_model::Mac;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

const ANSWERS_MAX: usize = 64;

/// A DNS message. `None` where it is none or asks nothing.
pub fn lookup(message: &[u8]) -> Option<Lookup> {
    let word = |at: usize| Some(u16::from_be_bytes([*message.get(at)?, *message.get(at + 1)?]));
    let flags = word(2)?;
    let (questions, answers) = (word(4)?, word(6)?);
    if questions != 1 || flags & 0x7800 != 0 {
        return None;
    }
    let (name, mut at) = name(message, 12)?;
    at += 4;
    let mut lookup = Lookup { is_answer: flags & 0x8000 != 0, name, addresses: Vec::new() };
    if !lookup.is_answer {
        return Some(lookup);
    }
    for _ in 0..usize::from(answers).min(ANSWERS_MAX) {
        let Some(end) = skip_name(message, at) else { break };
        let (Some(kind), Some(length)) = (word(end), word(end + 8)) else { break };
        let data = end + 10;
        let Some(bytes) = message.get(data..data + usize::from(length)) else { break };
        // The addresses at the end of a chain of aliases all answer the name that was asked.
        match (kind, bytes) {
            (1, &[a, b, c, d]) => lookup.addresses.push(IpAddr::from([a, b, c, d])),
            (28, bytes) => {
                lookup.addresses.extend(<[u8; 16]>::try_from(bytes).ok().map(IpAddr::from));
            }
            _ => {}
        }
        at = data + usize::from(length);
    }
    Some(lookup)
}

/// A name, compressed or not, with dots; and where it ends.
fn name(message: &[u8], start: usize) -> Option<(String, usize)> {
    let end = skip_name(message, start)?;
    let mut text = String::new();
    let mut at = start;
    // Each jump must go back, so there can be no circle.
    let mut limit = start;
    loop {
        match *message.get(at)? {
            0 => break,
            length @ 1..=63 => {
                let label = message.get(at + 1..at + 1 + usize::from(length))?;
                if !text.is_empty() {
                    text.push('.');
                }
                for &byte in label {
                    text.push(if byte.is_ascii_graphic() { byte.to_ascii_lowercase() as char } else { '?' });
                }
                at += 1 + usize::from(length);
            }
            high @ 0xc0.. => {
                let to = usize::from(high & 0x3f) << 8 | usize::from(*message.get(at + 1)?);
                if to >= limit {
                    return None;
                }
                limit = to;
                at = to;
            }
            _ => return None,
        }
        if text.len() > 255 {
            return None;
        }
    }
    Some((text, end))
}

fn skip_name(message: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *message.get(at)? {
            0 => return Some(at + 1),
            length @ 1..=63 => at += 1 + usize::from(length),
            0xc0.. => return Some(at + 2),
            _ => return None,
        }
    }
}

/// An ARP packet for Ethernet and IPv4.
pub fn holder(b: &[u8]) -> Option<Holder> {
    let b = b.first_chunk::<28>()?;
    if b[..6] != [0, 1, 8, 0, 6, 4] {
        return None;
    }
    let (sender, target) = (Ipv4Addr::new(b[14], b[15], b[16], b[17]), &b[24..28]);
    Some(Holder {
        mac: Mac([b[8], b[9], b[10], b[11], b[12], b[13]]),
        mac_at: 8,
        address: is_host(sender).then_some(IpAddr::V4(sender)),
        address_at: 14,
        is_own_word: b[7] != 2 || sender.octets() == *target,
        len: b.len(),
    })
}

/// Not unspecified, not a group, not broadcast, not of class E.
fn is_host(ip: Ipv4Addr) -> bool {
    !matches!(ip.octets()[0], 0 | 224..)
}

/// An ICMPv6 message of neighbour discovery.
pub fn neighbour(icmp: &[u8]) -> Neighbour {
    let mut found = Neighbour::default();
    let (kind, options_at, wanted) = match icmp.first() {
        Some(133) => (133, 8, 1),
        Some(134) => (134, 16, 1),
        Some(135) => (135, 24, 1),
        Some(136) => (136, 24, 2),
        _ => return found,
    };
    found.is_end_station = kind == 133;
    let mut link = None;
    let mut at = options_at;
    while let Some(&[code, units]) = icmp.get(at..at + 2) {
        let length = usize::from(units) * 8;
        let Some(body) = icmp.get(at..at + length).filter(|b| !b.is_empty()) else { break };
        match (code, body) {
            (code, [_, 1, a, b, c, d, e, f]) if code == wanted => {
                link = Some((Mac([*a, *b, *c, *d, *e, *f]), at + 2));
            }
            // Flag L of a prefix information option: the prefix is on this link.
            (3, [_, 4, bits, flags, ..]) if kind == 134 && flags & 0x80 != 0 && *bits <= 128 => {
                found.prefixes.extend(v6(body, 16).map(|prefix| (prefix, *bits)));
            }
            _ => {}
        }
        at += length;
    }
    found.bound = link.map(|(mac, mac_at)| Bound {
        mac,
        mac_at,
        target: (kind == 136).then(|| v6(icmp, 8)).flatten().map(|target| (target, 8)),
        is_solicited: kind == 136 && icmp.get(4).is_some_and(|flags| flags & 0x40 != 0),
    });
    found
}

fn v6(bytes: &[u8], at: usize) -> Option<IpAddr> {
    let bytes: &[u8; 16] = bytes.get(at..)?.first_chunk()?;
    Some(IpAddr::V6(Ipv6Addr::from(*bytes)))
}

/// A DHCP message: what the client holds, or the server gives it.
pub fn lease(b: &[u8]) -> Option<Lease> {
    let &[op @ 1..=2, 1, 6, ..] = b.get(..240)? else { return None };
    if b[236..240] != [0x63, 0x82, 0x53, 0x63] {
        return None;
    }
    let (mut kind, mut mask) = (0, None);
    for (code, value) in Options(&b[240..]) {
        match (code, value) {
            (53, [only]) => kind = *only,
            (1, &[a, b, c, d]) => {
                let bits = u32::from_be_bytes([a, b, c, d]);
                let is_mask = bits.leading_ones() + bits.trailing_zeros() == 32;
                mask = is_mask.then_some(bits.leading_ones() as u8);
            }
            _ => {}
        }
    }
    let address = |at: usize| Ipv4Addr::new(b[at], b[at + 1], b[at + 2], b[at + 3]);
    let (own, your) = ((address(12), 12), (address(16), 16));
    let (is_reply, held) = match (op, kind) {
        // Only an acknowledgement gives an address; that to an INFORM repeats the client's own.
        (2, 5) => (true, Some(if is_host(your.0) { your } else { own })),
        (2, _) => (true, None),
        // A client that declines an address does not hold it.
        (_, 4) => (false, None),
        _ => (false, Some(own)),
    };
    Some(Lease {
        client: Mac([b[28], b[29], b[30], b[31], b[32], b[33]]),
        client_at: 28,
        is_reply,
        bound: held.filter(|(ip, _)| is_host(*ip)).map(|(ip, at)| (IpAddr::V4(ip), at)),
        mask,
    })
}

/// Options of a DHCP message up to its end mark, pads left out.
struct Options<'a>(&'a [u8]);

impl<'a> Iterator for Options<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        while let [0, rest @ ..] = self.0 {
            self.0 = rest;
        }
        let (&code, rest) = self.0.split_first()?;
        let (&length, rest) = rest.split_first()?;
        let value = rest.get(..usize::from(length)).filter(|_| code != 255)?;
        self.0 = &rest[value.len()..];
        Some((code, value))
    }
}
