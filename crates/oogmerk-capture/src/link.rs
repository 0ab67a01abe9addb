//! Link layers: from the first byte of a frame to the network layer in it.
//!
//! Ethernet with VLAN, QinQ, LLC/SNAP, PPPoE and MPLS; Linux cooked v1 and v2; raw IP; BSD null and loop; PPP;
//! 802.11 data frames, bare or behind radiotap, Prism or AVS headers. Encrypted 802.11 frames are counted as such.
//! Sources: the LINKTYPE registry of tcpdump.org, IEEE 802.3, 802.1Q, 802.2, 802.11-2020 section 9, RFC 2516.

use oogmerk_model::Mac;

/// Whom a frame was sent to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Cast {
    /// One station.
    #[default]
    One,
    /// A group.
    Group,
    /// Everybody on the link.
    Broadcast,
    /// The link layer does not say.
    Unknown,
}

/// What a frame carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// An EtherType.
    Ether(u16),
    /// A number of an organisation's own, behind an LLC/SNAP header.
    Snap([u8; 3], u16),
    /// Another LLC frame (spanning tree, XID): says only that a station is there.
    Llc,
    /// IP of the version its first nibble says.
    EitherIp,
    /// A payload that cannot be read (802.11 management, control, encrypted).
    Opaque,
}

impl Kind {
    /// Nothing known yet.
    const NONE: Self = Self::Ether(0);
    pub(super) const IPV4: Self = Self::Ether(0x0800);
    pub(super) const IPV6: Self = Self::Ether(0x86dd);
}

/// Bytes of an LLC/SNAP header.
pub(super) const SNAP: usize = 8;

/// What the link layer said, and where the rest begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    /// The station that sent it.
    pub source: Option<Mac>,
    /// Where in the frame that stands.
    pub source_at: usize,
    /// To whom.
    pub cast: Cast,
    /// What follows.
    pub kind: Kind,
    /// Offset in the frame of the network layer.
    pub at: usize,
}

impl Default for Link {
    fn default() -> Self {
        Self { source: None, source_at: 0, cast: Cast::default(), kind: Kind::NONE, at: 0 }
    }
}

/// What became of a frame.
pub(super) enum Peeled {
    Link(Link),
    /// Too short for its own header.
    Cut,
    /// A link type this reader does not know.
    Unknown,
}

#[inline]
fn be16(frame: &[u8], at: usize) -> Option<u16> {
    let &[a, b] = frame.get(at..at + 2)? else { return None };
    Some(u16::from_be_bytes([a, b]))
}

#[inline]
fn mac(frame: &[u8], at: usize) -> Option<Mac> {
    frame.get(at..at + 6)?.try_into().ok().map(Mac)
}

#[inline]
fn cast(frame: &[u8], at: usize) -> Cast {
    match frame.get(at..at + 6) {
        Some([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]) => Cast::Broadcast,
        Some([first, ..]) if first & 1 == 1 => Cast::Group,
        Some(_) => Cast::One,
        None => Cast::Unknown,
    }
}

/// Reads the link layer of a frame.
#[inline]
pub(super) fn peel(link_type: u32, frame: &[u8]) -> Peeled {
    let read = match link_type {
        1 => ethernet(frame),
        0 | 108 => family(frame),
        12 | 14 | 101 | 228 | 229 => {
            Some(Link { cast: Cast::Unknown, kind: Kind::EitherIp, ..Link::default() })
        }
        113 => cooked(frame),
        276 => cooked2(frame),
        9 | 50 => point_to_point(frame, 0),
        51 => point_to_point(frame, 6),
        104 => be16(frame, 2).map(|kind| Link {
            cast: Cast::Unknown,
            kind: Kind::Ether(kind),
            at: 4,
            ..Link::default()
        }),
        105 => wireless(frame, 0),
        127 => header_length(frame, 2, Width::Little16).and_then(|at| wireless(frame, at)),
        119 | 163 => monitor(frame),
        192 => {
            let at = header_length(frame, 2, Width::Little16);
            let inner = frame.get(4..8).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
            match (at, inner) {
                (Some(at), Some(105)) => wireless(frame, at),
                (Some(at), Some(1)) => frame.get(at..).and_then(ethernet).map(|l| Link {
                    at: l.at + at,
                    source_at: l.source_at + at,
                    ..l
                }),
                _ => None,
            }
        }
        _ => return Peeled::Unknown,
    };
    read.map_or(Peeled::Cut, Peeled::Link)
}

#[inline]
fn ethernet(frame: &[u8]) -> Option<Link> {
    if frame.len() < 14 {
        return None;
    }
    let link = Link { source: mac(frame, 6), source_at: 6, cast: cast(frame, 0), kind: Kind::NONE, at: 14 };
    // Some capture devices put two bytes before the type; nothing to be done about them here.
    ether_type(frame, link, u16::from_be_bytes([frame[12], frame[13]]))
}

/// Follows tags until something that is not a tag.
#[inline]
fn ether_type(frame: &[u8], mut link: Link, mut kind: u16) -> Option<Link> {
    for _ in 0..8 {
        match kind {
            0x8100 | 0x88a8 | 0x9100 | 0x9200 => {
                kind = be16(frame, link.at + 2)?;
                link.at += 4;
            }
            0x8864 => {
                let protocol = be16(frame, link.at + 6)?;
                link.at += 8;
                return Some(ppp_protocol(link, protocol));
            }
            0x8847 | 0x8848 => {
                let label = frame.get(link.at..link.at + 4)?;
                link.at += 4;
                if label[2] & 1 == 1 {
                    link.kind = Kind::EitherIp;
                    return Some(link);
                }
            }
            0..=1535 => return Some(llc(frame, link)),
            _ => {
                link.kind = Kind::Ether(kind);
                return Some(link);
            }
        }
    }
    Some(Link { kind: Kind::Opaque, ..link })
}

fn llc(frame: &[u8], mut link: Link) -> Link {
    match frame.get(link.at..link.at + 8) {
        Some([0xaa, 0xaa, 0x03, 0, 0, 0 | 0xf8, a, b]) => {
            link.at += SNAP;
            link.kind = Kind::Ether(u16::from_be_bytes([*a, *b]));
        }
        Some([0xaa, 0xaa, 0x03, a, b, c, high, low]) => {
            link.kind = Kind::Snap([*a, *b, *c], u16::from_be_bytes([*high, *low]));
        }
        _ => link.kind = Kind::Llc,
    }
    link
}

fn ppp_protocol(link: Link, protocol: u16) -> Link {
    let kind = match protocol {
        0x0021 => Kind::IPV4,
        0x0057 => Kind::IPV6,
        _ => Kind::Opaque,
    };
    Link { kind, ..link }
}

fn point_to_point(frame: &[u8], before: usize) -> Option<Link> {
    let at = if frame.get(before..before + 2)? == [0xff, 0x03] { before + 2 } else { before };
    let link = Link { cast: Cast::Unknown, at, ..Link::default() };
    let first = *frame.get(at)?;
    if first & 1 == 1 {
        return Some(ppp_protocol(Link { at: at + 1, ..link }, u16::from(first)));
    }
    Some(ppp_protocol(Link { at: at + 2, ..link }, be16(frame, at)?))
}

/// BSD loopback: an address family in the byte order of whoever captured.
fn family(frame: &[u8]) -> Option<Link> {
    let &[a, b, c, d] = frame.get(..4)? else { return None };
    let value = match (u32::from_be_bytes([a, b, c, d]), u32::from_le_bytes([a, b, c, d])) {
        (big, _) if big < 256 => big,
        (_, little) => little,
    };
    let kind = match value {
        2 => Kind::IPV4,
        10 | 24 | 28 | 30 => Kind::IPV6,
        _ => Kind::Opaque,
    };
    Some(Link { cast: Cast::Unknown, kind, at: 4, ..Link::default() })
}

fn cooked_cast(packet_type: u16) -> Cast {
    match packet_type {
        1 => Cast::Broadcast,
        2 => Cast::Group,
        0 | 3 | 4 => Cast::One,
        _ => Cast::Unknown,
    }
}

fn cooked(frame: &[u8]) -> Option<Link> {
    let (packet_type, hardware, length) = (be16(frame, 0)?, be16(frame, 2)?, be16(frame, 4)?);
    let kind = be16(frame, 14)?;
    let source = if hardware == 1 && length == 6 { mac(frame, 6) } else { None };
    let link = Link { source, source_at: 6, cast: cooked_cast(packet_type), kind: Kind::NONE, at: 16 };
    match kind {
        4 => Some(llc(frame, link)),
        1..=3 => Some(Link { kind: Kind::Opaque, ..link }),
        _ => ether_type(frame, link, kind),
    }
}

fn cooked2(frame: &[u8]) -> Option<Link> {
    let (kind, hardware) = (be16(frame, 0)?, be16(frame, 8)?);
    let &[packet_type, length] = frame.get(10..12)? else { return None };
    frame.get(19)?;
    let source = if hardware == 1 && length == 6 { mac(frame, 12) } else { None };
    let link =
        Link { source, source_at: 12, cast: cooked_cast(u16::from(packet_type)), kind: Kind::NONE, at: 20 };
    match kind {
        4 => Some(llc(frame, link)),
        1..=3 => Some(Link { kind: Kind::Opaque, ..link }),
        _ => ether_type(frame, link, kind),
    }
}

#[derive(Clone, Copy)]
enum Width {
    Little16,
    Little32,
    Big32,
}

fn header_length(frame: &[u8], at: usize, width: Width) -> Option<usize> {
    match width {
        Width::Little16 => frame.get(at..at + 2).map(|b| usize::from(u16::from_le_bytes([b[0], b[1]]))),
        Width::Little32 => {
            frame.get(at..at + 4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]) as usize)
        }
        Width::Big32 => frame.get(at..at + 4).map(|b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]) as usize),
    }
}

/// Prism and AVS headers, or the 802.11 frame at once where a driver left them out.
fn monitor(frame: &[u8]) -> Option<Link> {
    let at = match frame.get(..4)? {
        [0x44 | 0x41 | 0x00, 0, 0, 0] => header_length(frame, 4, Width::Little32)?,
        [0, 0, 0, 0x44 | 0x41] => header_length(frame, 4, Width::Big32)?,
        [0x80, 0x21, 0x10, _] => header_length(frame, 4, Width::Big32)?,
        _ => 0,
    };
    wireless(frame, at)
}

/// An 802.11 frame. Only unencrypted data frames hold anything for us.
fn wireless(frame: &[u8], start: usize) -> Option<Link> {
    let wifi = frame.get(start..)?;
    let &[control, flags, ..] = wifi else { return None };
    let opaque = Link { cast: Cast::Unknown, kind: Kind::Opaque, at: start, ..Link::default() };
    let (kind, subtype) = (control >> 2 & 3, control >> 4);
    // Data only; subtypes with bit 2 carry no data; bit 6 of the flags says encrypted.
    if kind != 2 || subtype & 4 != 0 || flags & 0x40 != 0 {
        return Some(opaque);
    }
    let (to_distribution, from_distribution) = (flags & 1 == 1, flags & 2 == 2);
    let (destination, source) = match (to_distribution, from_distribution) {
        (false, false) => (4, 10),
        (true, false) => (16, 10),
        (false, true) => (4, 16),
        (true, true) => (16, 24),
    };
    let mut at = if to_distribution && from_distribution { 30 } else { 24 };
    if subtype & 8 != 0 {
        let quality = *wifi.get(at)?;
        if quality & 0x80 != 0 {
            return Some(opaque);
        }
        at += if flags & 0x80 != 0 { 6 } else { 2 };
    }
    wifi.get(at)?;
    let link = Link {
        source: mac(wifi, source),
        source_at: start + source,
        cast: cast(wifi, destination),
        kind: Kind::NONE,
        at: start + at,
    };
    Some(llc(frame, link))
}
