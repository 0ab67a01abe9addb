//! Which codec reads which bytes: by what the bytes say first, by the port second.
//!
//! It names codecs and never calls them; a name without a row in `codec::CODECS` is simply not read.
//! Ports and magics: IANA's registry, and for makers' own protocols the published clients and scanners that the
//! codec of that name cites.

use crate::stream::Side;

/// What the first bytes of a stream are.
pub(super) enum Recognised {
    /// Too few bytes to say.
    More,
    /// Nothing this program reads.
    Nothing,
    Text(&'static str),
    Tls,
    Banner(&'static str),
    Framed(&'static Framing),
}

/// A protocol of a maker whose messages say their own length.
pub(super) struct Framing {
    /// Codec.
    pub name: &'static str,
    /// Bytes needed to measure.
    pub header: usize,
    /// Length of the message at the start, and whether it is film or sound. `None`: too short, or none.
    pub measure: fn(&[u8]) -> Option<Measure>,
}

/// One message of a framing.
pub(super) struct Measure {
    pub len: usize,
    pub is_media: bool,
}

/// Reolink, "Baichuan", TCP 9000: magic, message id, length of the body; 20 or 24 bytes of header.
static BAICHUAN: Framing = Framing {
    name: "baichuan",
    header: 24,
    measure: |b| {
        let head = b.first_chunk::<24>()?;
        if !matches!(head[..4], [0xf0, 0xde, 0xbc, 0x0a] | [0x0a, 0xbc, 0xde, 0xf0]) {
            return None;
        }
        let message = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
        let body = u32::from_le_bytes([head[8], head[9], head[10], head[11]]) as usize;
        let class = u16::from_le_bytes([head[18], head[19]]);
        let header = if matches!(class, 0x6414 | 0x0000) { 24 } else { 20 };
        // 3: preview film; 5: playback; 8: download; 202: talk.
        Some(Measure { len: header + body, is_media: matches!(message, 3 | 5 | 8 | 202) })
    },
};

/// Dahua, TCP 37777, the older binary form: 32 bytes, length at 4.
static DAHUA: Framing = Framing {
    name: "dahua-37777",
    header: 32,
    measure: |b| {
        let head = b.first_chunk::<32>()?;
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        matches!(head[0], 0x68 | 0x82..=0x84 | 0xa0..=0xc5 | 0xf0..=0xff)
            .then_some(Measure { len: 32 + length, is_media: matches!(head[0], 0xbc | 0xbb | 0xc3) })
    },
};

/// Dahua, "DHIP" over TCP: 32 bytes, length of the JSON at 16.
static DHIP: Framing = Framing {
    name: "dhip",
    header: 32,
    measure: |b| {
        let head = b.first_chunk::<32>()?;
        let length = u32::from_le_bytes([head[16], head[17], head[18], head[19]]) as usize;
        (head[4..8] == *b"DHIP").then_some(Measure { len: 32 + length, is_media: false })
    },
};

/// Xiongmai, TCP 34567: 20 bytes, message id at 14, length at 16.
static XM: Framing = Framing {
    name: "dvrip",
    header: 20,
    measure: |b| {
        let head = b.first_chunk::<20>()?;
        let message = u16::from_le_bytes([head[14], head[15]]);
        let length = u32::from_le_bytes([head[16], head[17], head[18], head[19]]) as usize;
        // 1412 monitor data, 1426 playback data, 1432/1433 talk data, 1562 pictures.
        (head[0] == 0xff && head[1] <= 1).then_some(Measure {
            len: 20 + length,
            is_media: matches!(message, 1412 | 1426 | 1432 | 1433 | 1562),
        })
    },
};

const HTTP_METHODS: &[&str] = &[
    "GET ",
    "POST ",
    "HEAD ",
    "PUT ",
    "DELETE ",
    "CONNECT ",
    "PATCH ",
    "NOTIFY ",
    "SUBSCRIBE ",
    "UNSUBSCRIBE ",
    "PROPFIND ",
    "TRACE ",
    "M-POST ",
    "M-SEARCH ",
];
const RTSP_METHODS: &[&str] = &[
    "DESCRIBE ",
    "SETUP ",
    "PLAY ",
    "PAUSE ",
    "TEARDOWN ",
    "ANNOUNCE ",
    "RECORD ",
    "REDIRECT ",
    "GET_PARAMETER ",
    "SET_PARAMETER ",
];
const SIP_METHODS: &[&str] = &[
    "REGISTER ",
    "INVITE ",
    "ACK ",
    "BYE ",
    "CANCEL ",
    "INFO ",
    "MESSAGE ",
    "REFER ",
    "PRACK ",
    "UPDATE ",
    "PUBLISH ",
];

fn starts_with_any(bytes: &[u8], words: &[&str]) -> bool {
    words.iter().any(|w| bytes.starts_with(w.as_bytes()))
}

/// Whether bytes begin a message of this text protocol.
pub(super) fn starts_text(bytes: &[u8], name: &str) -> bool {
    match name {
        "http" => {
            bytes.starts_with(b"HTTP/")
                || starts_with_any(bytes, HTTP_METHODS)
                || bytes.starts_with(b"OPTIONS ")
                || starts_with_any(bytes, RTSP_METHODS)
        }
        "rtsp" => {
            bytes.starts_with(b"RTSP/")
                || bytes.first() == Some(&b'$')
                || bytes.starts_with(b"OPTIONS ")
                || starts_with_any(bytes, RTSP_METHODS)
                // Tunnelled and mixed servers answer RTSP ports in HTTP.
                || starts_with_any(bytes, HTTP_METHODS)
                || bytes.starts_with(b"HTTP/")
        }
        "sip" => {
            bytes.starts_with(b"SIP/")
                || bytes.starts_with(b"OPTIONS ")
                || bytes.starts_with(b"SUBSCRIBE ")
                || bytes.starts_with(b"NOTIFY ")
                || starts_with_any(bytes, SIP_METHODS)
        }
        _ => false,
    }
}

/// Which text protocol a first line speaks; `None` while the line has not ended.
fn text_protocol(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"HTTP/") {
        return Some("http");
    }
    if bytes.starts_with(b"RTSP/") {
        return Some("rtsp");
    }
    if bytes.starts_with(b"SIP/") {
        return Some("sip");
    }
    let line = &bytes[..memchr::memchr(b'\n', bytes)?];
    let line = line.trim_ascii_end();
    let version = line.rsplit(|b| *b == b' ').next().unwrap_or_default();
    match version {
        v if v.starts_with(b"HTTP/") => Some("http"),
        v if v.starts_with(b"RTSP/") => Some("rtsp"),
        v if v.starts_with(b"SIP/") => Some("sip"),
        _ => Some(""),
    }
}

/// Names the protocol of a stream by its first bytes, then by the port of its service.
pub(super) fn recognise_stream(head: &[u8], side: Side, port: u16) -> Recognised {
    if head.len() < 4 {
        return Recognised::More;
    }
    match head {
        [0x16, 3, 0..=4, ..] => return Recognised::Tls,
        [0xf0, 0xde, 0xbc, 0x0a, ..] | [0x0a, 0xbc, 0xde, 0xf0, ..] => return Recognised::Framed(&BAICHUAN),
        [b'S', b'S', b'H', b'-', ..] => return Recognised::Banner("ssh"),
        [b'$', ..] if matches!(port, 554 | 8554 | 10554 | 5554) => return Recognised::Text("rtsp"),
        [0x20, 0, 0, 0, ..] if head.len() < 8 => return Recognised::More,
        [0x20, 0, 0, 0, b'D', b'H', b'I', b'P', ..] => return Recognised::Framed(&DHIP),
        [0xff, 0..=1, 0, 0, ..] if matches!(port, 34567 | 34561 | 34599) => return Recognised::Framed(&XM),
        [0xff, 0xfb..=0xfe, ..] if side == Side::Greeter => return Recognised::Banner("telnet"),
        _ => {}
    }
    if port == 37777 {
        return Recognised::Framed(&DAHUA);
    }
    if head[0].is_ascii_uppercase() {
        let known = starts_with_any(head, HTTP_METHODS)
            || starts_with_any(head, RTSP_METHODS)
            || starts_with_any(head, SIP_METHODS)
            || head.starts_with(b"HTTP/")
            || head.starts_with(b"RTSP/")
            || head.starts_with(b"SIP/")
            || head.starts_with(b"OPTIONS ");
        if known {
            return match text_protocol(head) {
                Some("") => Recognised::Nothing,
                Some(name) => Recognised::Text(name),
                None if head.len() < 4096 => Recognised::More,
                None => Recognised::Nothing,
            };
        }
        let may_become = |words: &[&str]| words.iter().any(|w| w.as_bytes().starts_with(head));
        if may_become(HTTP_METHODS)
            || may_become(RTSP_METHODS)
            || may_become(SIP_METHODS)
            || may_become(&["OPTIONS ", "HTTP/", "RTSP/"])
        {
            return Recognised::More;
        }
    }
    // What follows a client's words may repeat them, a password too: only a greeting is a banner.
    if side != Side::Client {
        let greets = head[..3] == *b"220" && matches!(head[3], b' ' | b'-');
        match port {
            21 | 2121 if greets => return Recognised::Banner("ftp"),
            25 | 587 | 2525 if greets => return Recognised::Banner("smtp"),
            23 | 2323 | 9527 | 4719 if side == Side::Greeter => return Recognised::Banner("telnet"),
            _ if greets => {
                return match memchr::memchr(b'\n', head) {
                    None if head.len() < 1024 => Recognised::More,
                    end => {
                        let line = head[..end.unwrap_or(head.len())].to_ascii_uppercase();
                        let mail = memchr::memmem::find(&line, b"SMTP").is_some();
                        Recognised::Banner(if mail { "smtp" } else { "ftp" })
                    }
                };
            }
            _ => {}
        }
        if side == Side::Greeter && head[..4].iter().all(|b| matches!(b, b' '..=b'~' | b'\r' | b'\n' | b'\t'))
        {
            return Recognised::Banner("tcp-banner");
        }
    }
    Recognised::Nothing
}

/// Whether a stream of this name was recognised by a magic that nothing else uses.
pub(super) fn speaks_for_itself(protocol: &str) -> bool {
    matches!(protocol, "baichuan" | "dhip" | "dvrip")
}

/// The ports devices of those protocols listen on.
pub(super) fn is_own_port(port: u16) -> bool {
    matches!(port, 9000 | 37777 | 34567 | 34561 | 34599)
}

/// Codecs to try on a datagram, best first.
pub(super) fn recognise_datagram(bytes: &[u8], source: u16, destination: u16) -> Option<&'static str> {
    by_content(bytes).or_else(|| by_port(destination)).or_else(|| by_port(source))
}

/// Whether a datagram says by itself what it is.
pub(super) fn is_by_content(bytes: &[u8]) -> bool {
    by_content(bytes).is_some()
}

/// Whether media may run on ports that belong to something else: not on those of the system, and not on those of
/// messages that begin like RTP.
pub(super) fn may_be_rtp(from: u16, to: u16) -> bool {
    from.min(to) >= 1024
        && ![from, to].iter().any(|p| matches!(p, 1900 | 3702 | 5050 | 5353 | 5355 | 34569 | 37020 | 37810))
}

fn by_content(b: &[u8]) -> Option<&'static str> {
    match b {
        [b'N', b'O', b'T', b'I', b'F', b'Y', b' ', b'*', b' ', b'H', ..]
        | [b'M', b'-', b'S', b'E', b'A', b'R', b'C', b'H', b' ', ..]
        | [b'H', b'T', b'T', b'P', b'/', b'1', b'.', ..] => Some("ssdp"),
        [b'S', b'I', b'P', b'/', b'2', ..] => Some("sip"),
        [b'<', ..] | [0xef, 0xbb, 0xbf, b'<', ..] => xml(b),
        [0x20, 0, 0, 0, b'D', b'H', b'I', b'P', ..] => Some("dhdiscover"),
        [0x3a, 0xcf, 0x87, 0x2a, ..] => Some("baichuan-discovery"),
        [0, 0, 0x55, 0xaa, ..] | [0, 0, 0x66, 0x99, ..] => Some("tuya"),
        [b'M', b'O', b'_', b'I', ..] => Some("netwave"),
        [_, 0x4a, 0x5d, 0x8f, 0x1c, ..] => Some("vivotek"),
        [1 | 2, 1, 6, 0..=16, ..] if b.get(236..240) == Some(&[0x63, 0x82, 0x53, 0x63]) => Some("dhcp"),
        _ if starts_with_any(b, SIP_METHODS) && text_protocol(b) == Some("sip") => Some("sip"),
        _ => None,
    }
}

fn xml(b: &[u8]) -> Option<&'static str> {
    let head = &b[..b.len().min(2048)];
    let has = |word: &[u8]| memchr::memmem::find(head, word).is_some();
    if has(b"Envelope") {
        has(b"discovery").then_some("ws-discovery")
    } else if has(b"<Probe") || has(b"<Types>inquiry") {
        Some("sadp")
    } else {
        None
    }
}

fn by_port(port: u16) -> Option<&'static str> {
    Some(match port {
        53 => "dns",
        67 | 68 => "dhcp",
        137 => "netbios",
        161 | 162 => "snmp",
        546 | 547 => "dhcp6",
        1757 | 1758 => "bosch",
        1900 => "ssdp",
        2000 | 2015 | 2018 => "baichuan-discovery",
        2007 => "nicevision",
        2380 => "sony",
        3600 => "360vision",
        3702 => "ws-discovery",
        3956 => "gvcp",
        4070 => "hid",
        5050 => "dahua-legacy",
        5060 => "sip",
        5353 => "mdns",
        5355 => "llmnr",
        6666 | 6667 | 7000 => "tuya",
        7701 | 7711 => "hanwha",
        8600 => "vstarcam",
        9999 | 20002 | 20004 => "tdp",
        10000 => "netwave",
        10001 => "ubiquiti",
        10669 | 10670 => "panasonic",
        23456 => "mhed",
        32100 | 32108 => "pppp",
        34569 => "xm",
        37020 => "sadp",
        37810 => "dhdiscover",
        _ => return None,
    })
}

/// Codecs for frames that are not IP.
pub(super) fn frame_codec(ether_type: u16) -> Option<&'static str> {
    Some(match ether_type {
        0x0806 => "arp",
        0x8033 => "sadp-ethernet",
        0x88cc => "lldp",
        crate::link::CDP => "cdp",
        _ => return None,
    })
}

/// Whether a digest of such a message can be kept: not where it may hold a password, a token or a community string.
pub(super) fn may_digest(protocol: &str, bytes: &[u8]) -> bool {
    const OPEN: &[&str] = &[
        "arp",
        "dhcp",
        "dhcp6",
        "dns",
        "mdns",
        "llmnr",
        "netbios",
        "ssdp",
        "ws-discovery",
        "sadp",
        "sadp-ethernet",
        "dhdiscover",
        "tls",
        "lldp",
        "cdp",
        "nd",
        "ssh",
        "ftp",
        "smtp",
        "ubiquiti",
        "tdp",
        "tuya",
        "hid",
        "gvcp",
        "pppp",
        "baichuan-discovery",
    ];
    if OPEN.contains(&protocol) {
        return true;
    }
    if !matches!(protocol, "http" | "rtsp" | "sip" | "sdp") {
        return false;
    }
    const SECRETS: &[&[u8]] = &[
        b"authorization",
        b"cookie",
        b"passw",
        b"passwd",
        b"pwd",
        b"token",
        b"secret",
        b"session",
        b"nonce",
        b"login",
        b"user",
        b"key",
    ];
    let first = &bytes[..memchr::memchr(b'\n', bytes).unwrap_or(bytes.len())];
    if memchr::memchr2(b'?', b'@', first).is_some() {
        return false;
    }
    let lower = bytes.to_ascii_lowercase();
    !SECRETS.iter().any(|word| memchr::memmem::find(&lower, word).is_some())
}
