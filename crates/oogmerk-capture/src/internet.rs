//! IPv4 and IPv6 headers with extension headers: who, to whom, which protocol, and where the payload begins.
//! Sources: RFC 791, RFC 8200 section 4, RFC 4302 (AH).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address as one number; IPv4 is mapped (`::ffff:a.b.c.d`) so that tables have one key type.
pub(super) type Address = u128;

const MAPPED: u128 = 0xffff_0000_0000;

/// The address of a number.
pub(super) fn ip(address: Address) -> IpAddr {
    if address >> 32 == 0xffff {
        IpAddr::V4(Ipv4Addr::from(address as u32))
    } else {
        IpAddr::V6(Ipv6Addr::from(address))
    }
}

/// The number of an address.
pub(super) fn address(ip: IpAddr) -> Address {
    match ip {
        IpAddr::V4(v4) => MAPPED | u128::from(u32::from(v4)),
        IpAddr::V6(v6) => u128::from(v6),
    }
}

/// The number of an IPv4 address in four bytes.
#[inline]
pub(super) fn v4(bytes: [u8; 4]) -> Address {
    MAPPED | u128::from(u32::from_be_bytes(bytes))
}

/// Whether an address can be a single host's: not unspecified, not a group, not broadcast, not of class E.
#[inline]
pub(super) fn is_unicast(address: Address) -> bool {
    if address >> 32 == 0xffff {
        let v4 = address as u32;
        v4 >> 24 != 0 && v4 >> 28 < 0xe
    } else {
        address != 0 && address >> 120 != 0xff
    }
}

/// Whether it is an IPv4 address.
#[inline]
pub(super) fn is_v4(address: Address) -> bool {
    address >> 32 == 0xffff
}

/// Whether it is `fe80::/10`.
pub(super) fn is_v6_link_local(address: Address) -> bool {
    address >> 118 == 0xfe80 >> 6
}

/// A piece of a packet that was sent in several.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Fragment {
    pub id: u32,
    /// Byte offset in the whole.
    pub offset: usize,
    pub last: bool,
}

/// One network-layer packet.
#[derive(Clone, Copy)]
pub(super) struct Packet {
    pub source: Address,
    pub destination: Address,
    /// Protocol number of the payload, extension headers passed.
    pub protocol: u8,
    /// Length on the wire as the header says, for counting bytes.
    pub length: u32,
    /// Where the payload begins and ends in the bytes given.
    pub start: usize,
    pub end: usize,
    /// Payload length as the header says; more than `end - start` where the capture was cut.
    pub payload_len: usize,
    pub fragment: Option<Fragment>,
}

/// Reads an IP header at the start of `bytes`.
#[inline]
pub(super) fn parse(bytes: &[u8]) -> Result<Packet, &'static str> {
    match bytes.first().map(|b| b >> 4) {
        Some(4) => parse_v4(bytes),
        Some(6) => parse_v6(bytes),
        Some(_) => Err("neither IPv4 nor IPv6"),
        None => Err("no network layer"),
    }
}

#[inline]
fn parse_v4(b: &[u8]) -> Result<Packet, &'static str> {
    let Some(head) = b.first_chunk::<20>() else { return Err("an IPv4 header is cut") };
    let header = usize::from(head[0] & 15) * 4;
    let mut total = usize::from(u16::from_be_bytes([head[2], head[3]]));
    if total == 0 {
        // Segmentation offload leaves the length to the card.
        total = b.len();
    }
    if header < 20 || total < header {
        return Err("an IPv4 header of impossible length");
    }
    if b.len() < header {
        return Err("an IPv4 header is cut");
    }
    let flags = u16::from_be_bytes([head[6], head[7]]);
    let (more, offset) = (flags & 0x2000 != 0, usize::from(flags & 0x1fff) * 8);
    Ok(Packet {
        source: v4([head[12], head[13], head[14], head[15]]),
        destination: v4([head[16], head[17], head[18], head[19]]),
        protocol: head[9],
        length: total as u32,
        start: header,
        end: total.min(b.len()),
        payload_len: total - header,
        fragment: (more || offset > 0).then(|| Fragment {
            id: u32::from(u16::from_be_bytes([head[4], head[5]])),
            offset,
            last: !more,
        }),
    })
}

fn parse_v6(b: &[u8]) -> Result<Packet, &'static str> {
    let Some(head) = b.first_chunk::<40>() else { return Err("an IPv6 header is cut") };
    let number = |at: usize| -> u128 {
        let mut bytes = [0u8; 16];
        bytes.copy_from_slice(&head[at..at + 16]);
        u128::from_be_bytes(bytes)
    };
    let mut payload = usize::from(u16::from_be_bytes([head[4], head[5]]));
    if payload == 0 {
        payload = b.len() - 40;
    }
    let length = 40 + payload;
    let end = length.min(b.len());
    let mut packet = Packet {
        source: number(8),
        destination: number(24),
        protocol: head[6],
        length: length as u32,
        start: 40,
        end,
        payload_len: payload,
        fragment: None,
    };
    // Each header moves on by at least eight bytes; the count is a bound against chains of tiny ones.
    for _ in 0..16 {
        let step = match packet.protocol {
            0 | 43 | 60 | 135 | 139 | 140 => {
                let Some(&length) = b.get(packet.start + 1) else { break };
                8 + usize::from(length) * 8
            }
            51 => {
                let Some(&length) = b.get(packet.start + 1) else { break };
                (usize::from(length) + 2) * 4
            }
            44 => {
                let Some(&[_, _, high, low, i, j, k, l]) = b.get(packet.start..packet.start + 8) else {
                    break;
                };
                let word = u16::from_be_bytes([high, low]);
                let fragment = Fragment {
                    id: u32::from_be_bytes([i, j, k, l]),
                    offset: usize::from(word & 0xfff8),
                    last: word & 1 == 0,
                };
                // An atomic fragment (RFC 6946) is a whole packet.
                if fragment.offset > 0 || !fragment.last {
                    packet.fragment = Some(fragment);
                }
                8
            }
            _ => break,
        };
        let next = b[packet.start];
        if packet.start + step > end {
            return Err("an IPv6 extension header is cut");
        }
        packet.protocol = next;
        packet.start += step;
        packet.payload_len = packet.payload_len.saturating_sub(step);
        if packet.fragment.is_some_and(|f| f.offset > 0) {
            break;
        }
    }
    Ok(packet)
}
