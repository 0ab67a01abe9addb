//! SSDP, the discovery of UPnP over UDP 1900: announcements, searches and answers in the shape of HTTP heads.
//! What it is not: an HTTP reader; there is no body. Source: UPnP Device Architecture 1.1 §1.

use crate::row::{Ask, Carried, Codec, Datagrams, Heard, Mark, Proof, Secrets};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::spanned::{Spanned, answered, asked};
use oogmerk_model::Field;
use std::net::Ipv4Addr;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    proof: Proof::Proven("captures of devices being installed, published by IoT Sentinel"),
    carried: &[Carried::Datagrams(Datagrams {
        marks: &[Mark::Begins(b"NOTIFY * H"), Mark::Begins(b"M-SEARCH "), Mark::Begins(b"HTTP/1.")],
        ports_may_carry_media: false,
        ..Datagrams::on(&[1900])
    })],
    secrets: Secrets::Open,
    asks: &[
        Ask::group("ssdp", |_| Some(ask(Search::RootDevices))),
        Ask::group("ssdp-all", |_| Some(ask(Search::All))),
        Ask::group("ssdp-basic", |_| Some(ask(Search::AxisBasicService))),
    ],
    heard: Heard {
        families: &["ssdp"],
        by_itself: true,
        of_clients: &["ssdp.search_target", "ssdp.user_agent"],
        is_two_sided: true,
        ..Heard::UNSAID
    },
    ..Codec::new("ssdp", read, include_bytes!("../../../../fuzz/corpus/ssdp/notify.txt"))
};

/// The group.
pub const GROUP: Ipv4Addr = Ipv4Addr::new(239, 255, 255, 250);
/// Its port.
pub const PORT: u16 = 1900;
/// Headers read at most.
pub const HEADERS_MAX: usize = 128;

/// What a message does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `NOTIFY`: a device announces itself, a change, or its leaving.
    Notify,
    /// `M-SEARCH`: a client searches.
    Search,
    /// `HTTP/1.1 200 OK`: a device answers a search.
    Answer,
}

/// One header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Name in upper case.
    pub name: String,
    /// Value.
    pub value: Spanned,
    /// The whole line.
    pub line: Spanned,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What it does.
    pub role: Role,
    /// Headers in the order sent.
    pub headers: Vec<Header>,
}

/// Headers of the protocol itself; every other one is a vendor's.
const STANDARD: [&str; 25] = [
    "HOST",
    "CACHE-CONTROL",
    "LOCATION",
    "SERVER",
    "NT",
    "NTS",
    "USN",
    "ST",
    "MAN",
    "MX",
    "EXT",
    "DATE",
    "CONTENT-LENGTH",
    "USER-AGENT",
    "OPT",
    "01-NLS",
    "BOOTID.UPNP.ORG",
    "CONFIGID.UPNP.ORG",
    "NEXTBOOTID.UPNP.ORG",
    "SEARCHPORT.UPNP.ORG",
    "SECURELOCATION.UPNP.ORG",
    "CONNECTION",
    "CPUUID.UPNP.ORG",
    "TCPPORT.UPNP.ORG",
    "CPFN.UPNP.ORG",
];
/// Never kept.
const SECRET: [&str; 4] = ["AUTHORIZATION", "COOKIE", "SET-COOKIE", "PROXY-AUTHORIZATION"];

/// Reads one datagram. Malformed where its first line is none of the three.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let mut lines = lines(payload);
    let first = lines.next().unwrap_or(0..0);
    let first = &payload[first];
    let role = if first.starts_with(b"NOTIFY ") {
        Role::Notify
    } else if first.starts_with(b"M-SEARCH ") {
        Role::Search
    } else if first.starts_with(b"HTTP/1.") && first.get(8..12) == Some(b" 200") {
        Role::Answer
    } else {
        return Err(Malformed::at(0, "neither NOTIFY nor M-SEARCH nor an answer"));
    };
    let mut headers = Vec::new();
    for line in lines.take(HEADERS_MAX) {
        if payload[line.clone()].is_empty() {
            break;
        }
        let Some(colon) = payload[line.clone()].iter().position(|b| *b == b':') else { continue };
        let name = Spanned::copied(payload, line.start..line.start + colon);
        let upper = name.value.to_ascii_uppercase();
        if name.is_empty() || SECRET.contains(&upper.as_str()) {
            continue;
        }
        let value = Spanned::copied(payload, line.start + colon + 1..line.end);
        headers.push(Header { name: upper, value, line: Spanned::copied(payload, line) });
    }
    let message = Message { role, headers };
    let named = |names: &[&str]| names.iter().any(|n| message.header(n).is_some());
    if !named(&["NT", "ST", "USN", "MAN", "LOCATION", "NTS"]) {
        return Err(Malformed::at(0, "an HTTP head without any header of SSDP"));
    }
    Ok(message)
}

fn lines(payload: &[u8]) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= payload.len() {
            return None;
        }
        let end = payload[at..].iter().position(|b| *b == b'\n').map_or(payload.len(), |p| at + p);
        let start = std::mem::replace(&mut at, end + 1);
        let stop = if end > start && payload[end - 1] == b'\r' { end - 1 } else { end };
        Some(start..stop)
    })
}

/// Bytes to clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    Ok(parse(payload)?.clues())
}

impl Message {
    /// The first header of a name (given in upper case) that has a value.
    pub fn header(&self, name: &str) -> Option<&Spanned> {
        self.headers.iter().find(|h| h.name == name && !h.value.is_empty()).map(|h| &h.value)
    }

    /// A device's headers, or what a client searched for.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        let mut tell = |name: &str, field: &'static str| {
            if let Some(value) = self.header(name) {
                value.tell(&mut clues, field);
            }
        };
        if self.role == Role::Search {
            tell("ST", "ssdp.search_target");
            tell("USER-AGENT", "ssdp.user_agent");
            asked(&mut clues, "ssdp");
            return clues;
        }
        tell("SERVER", "ssdp.server");
        tell("ST", "ssdp.st");
        tell("NT", "ssdp.st");
        tell("USN", "ssdp.usn");
        if let Some(location) = self.header("LOCATION") {
            location.without_secrets().tell(&mut clues, "ssdp.location");
        }
        for header in
            self.headers.iter().filter(|h| !STANDARD.contains(&h.name.as_str()) && !h.value.is_empty())
        {
            let line = &header.line;
            let shape = format!(": {}", header.value.value);
            if line.value.ends_with(&shape) {
                line.tell(&mut clues, "ssdp.header");
            } else {
                let name = line.value.split(':').next().unwrap_or_default().trim();
                clues.decoded(Field::of("ssdp.header"), format!("{name}{shape}"), Some(line.span.clone()));
            }
        }
        answered(&mut clues, "ssdp");
        clues
    }
}

/// What may be searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Search {
    /// Everything; a device answers many times.
    All,
    /// Each device once.
    RootDevices,
    /// Devices with the basic service of `axis-com`.
    AxisBasicService,
}

/// One search, to the group.
pub fn ask(search: Search) -> Inquiry {
    let target = match search {
        Search::All => "ssdp:all",
        Search::RootDevices => "upnp:rootdevice",
        Search::AxisBasicService => "urn:axis-com:service:BasicService:1",
    };
    let text = format!(
        "M-SEARCH * HTTP/1.1\r\nHOST: {GROUP}:{PORT}\r\nMAN: \"ssdp:discover\"\r\nMX: 2\r\nST: {target}\r\n\r\n"
    );
    Inquiry::new(
        "ssdp",
        "asks UPnP devices where their description is",
        Target::UdpGroup(GROUP, PORT),
        text.into_bytes(),
    )
}

/// What a simulated device says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Announcement<'a> {
    /// `Linux/2.6 UPnP/1.0 XC/1.0`.
    pub server: &'a str,
    /// `upnp:rootdevice`.
    pub target: &'a str,
    /// `uuid:…::upnp:rootdevice`.
    pub usn: &'a str,
    /// Where the description is.
    pub location: &'a str,
}

/// A `NOTIFY ssdp:alive`, for the simulator.
pub fn write_notify(a: &Announcement<'_>) -> Vec<u8> {
    let Announcement { server, target, usn, location } = *a;
    let text = format!(
        "NOTIFY * HTTP/1.1\r\nHOST: {GROUP}:{PORT}\r\nCACHE-CONTROL: max-age=1800\r\nLOCATION: {}\r\nSERVER: {}\r\nNT: {}\r\nNTS: ssdp:alive\r\nUSN: {}\r\n\r\n",
        one_line(location),
        one_line(server),
        one_line(target),
        one_line(usn)
    );
    text.into_bytes()
}

/// The answer to a search, for the simulator.
pub fn write_answer(a: &Announcement<'_>) -> Vec<u8> {
    let Announcement { server, target, usn, location } = *a;
    let text = format!(
        "HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=1800\r\nEXT:\r\nLOCATION: {}\r\nSERVER: {}\r\nST: {}\r\nUSN: {}\r\n\r\n",
        one_line(location),
        one_line(server),
        one_line(target),
        one_line(usn)
    );
    text.into_bytes()
}

fn one_line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::codec::proof;

    const NOTIFY: &[u8] = include_bytes!("../../../../samples/ssdp/notify.txt");

    #[test]
    fn an_announcement_gives_its_headers() {
        proof::golden(
            read,
            NOTIFY,
            &[
                "ssdp.server=Linux/2.6.31 UPnP/1.0 XC-100/1.0",
                "ssdp.st=upnp:rootdevice",
                "ssdp.usn=uuid:02005e10-0009-4000-8000-02005e100009::upnp:rootdevice",
                "~ssdp.location=http://192.0.2.16:49152/rootdesc.xml",
                "ssdp.header=X-User-Agent: redsonic",
                "~ssdp.header=X-Vendor: tight",
                "~protocol.answered=ssdp",
            ],
        );
    }

    #[test]
    fn a_search_says_what_is_searched_for() {
        proof::golden(
            read,
            ask(Search::All).bytes(),
            &["ssdp.search_target=ssdp:all", "~protocol.asked=ssdp"],
        );
        let other = b"M-SEARCH * HTTP/1.1\nST:upnp:rootdevice\nUSER-AGENT: Browser/1.0\n\n";
        proof::golden(
            read,
            other,
            &["ssdp.search_target=upnp:rootdevice", "ssdp.user_agent=Browser/1.0", "~protocol.asked=ssdp"],
        );
    }

    #[test]
    fn what_is_written_is_read_back() {
        let a = Announcement { server: "S", target: "T", usn: "U", location: "http://192.0.2.1/" };
        let want = [
            "ssdp.server=S",
            "ssdp.st=T",
            "ssdp.usn=U",
            "ssdp.location=http://192.0.2.1/",
            "~protocol.answered=ssdp",
        ];
        proof::golden(read, &write_notify(&a), &want);
        proof::golden(read, &write_answer(&a), &want);
    }

    #[test]
    fn other_http_is_refused() {
        for bad in [
            &b""[..],
            b"GET / HTTP/1.1\r\n\r\n",
            b"HTTP/1.1 404 X\r\nST: a\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n",
        ] {
            assert!(parse(bad).is_err());
        }
    }

    #[test]
    fn no_bytes_make_it_panic() {
        proof::survives(read, NOTIFY);
        proof::survives(read, ask(Search::RootDevices).bytes());
    }
}
