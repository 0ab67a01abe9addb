//! Reolink: "Baichuan" heads on TCP 9000, and its discovery on UDP 2000, 2015, 2018 and 3000. Log-ins are never sent.
//!
//! Of TCP only numbers are kept; bodies hold log-ins and film. Source: QuantumEntangledAndy/neolink, dissector and
//! crates/core (bc and bcudp).

use crate::row::{Ask, Carried, Codec, Datagrams, Mark, Measure, Measured, Proof, Secrets};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::spanned::{Spanned, answered, asked};
use oogmerk_model::Field;
use std::net::Ipv4Addr;

/// The row of this codec.
pub const STREAM: Codec = Codec {
    proof: Proof::Proven("a log-in captured for neolink: camera and client told apart"),
    carried: &[Carried::Measured(Measured {
        name: "baichuan",
        ports: &[9000],
        marks: &[Mark::Begins(&MAGIC), Mark::Begins(&TURNED_MAGIC)],
        only_on_ports: false,
        speaks_for_itself: true,
        header: 24,
        measure,
    })],
    ..Codec::new("baichuan", read, include_bytes!("../../../../fuzz/corpus/baichuan/heads.bin"))
};

/// The row of this codec.
pub const DISCOVERY: Codec = Codec {
    carried: &[Carried::Datagrams(Datagrams {
        marks: &[Mark::Begins(&UDP_MAGIC)],
        ..Datagrams::on(&[2000, 2015, 2018])
    })],
    secrets: Secrets::Open,
    asks: &[Ask::group("baichuan-discovery", |_| Some(ask()))],
    ..Codec::new(
        "baichuan-discovery",
        read,
        include_bytes!("../../../../fuzz/corpus/baichuan-discovery/found.bin"),
    )
};

const MAGIC: [u8; 4] = [0xf0, 0xde, 0xbc, 0x0a];
/// The same in the other byte order.
const TURNED_MAGIC: [u8; 4] = [0x0a, 0xbc, 0xde, 0xf0];
const UDP_MAGIC: [u8; 4] = [0x3a, 0xcf, 0x87, 0x2a];
const SEARCH: [u8; 4] = [0xaa, 0xaa, 0, 0];
/// Bytes before the XML of a UDP message.
const UDP_HEADER: usize = 20;
/// Longest UDP message read.
const UDP_MAX: usize = 16 * 1024;
/// Most heads read of one stream head.
pub const HEADS_MAX: usize = 64;

/// What bytes hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Heads of TCP messages.
    Stream {
        /// Message numbers, each once.
        numbers: Vec<Spanned>,
        /// Whether a camera speaks.
        from_camera: bool,
    },
    /// The question on UDP 2000.
    Search,
    /// An answer to it: name, address and UID as printable words.
    Found(Vec<(&'static str, Spanned)>),
    /// A UDP message with XML.
    Udp {
        /// Name of the element that says what it is (`C2D_S` asks, `D2C_…` answers).
        kind: String,
        /// Fields and values.
        values: Vec<(&'static str, Spanned)>,
    },
}

/// Reads the head of a TCP stream or a datagram.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    if payload.starts_with(&MAGIC) {
        return stream(payload);
    }
    if payload.starts_with(&UDP_MAGIC) {
        return udp(payload);
    }
    if payload == SEARCH {
        return Ok(Message::Search);
    }
    if payload.starts_with(&[0xaa, 0xaa]) && payload.len() > 4 {
        return Ok(Message::Found(words(payload)));
    }
    Err(Malformed::at(0, "no Baichuan magic"))
}

/// Magic, message number, body length, channel, stream and handle, status, class: 20 or 24 bytes.
fn stream(payload: &[u8]) -> Result<Message, Malformed> {
    let mut numbers: Vec<Spanned> = Vec::new();
    let mut from_camera = false;
    let mut at = 0;
    for _ in 0..HEADS_MAX {
        let Some(head) = payload.get(at..).and_then(|p| p.first_chunk::<20>()) else { break };
        if head[..4] != MAGIC {
            break;
        }
        let word = |i: usize| u32::from_le_bytes([head[i], head[i + 1], head[i + 2], head[i + 3]]);
        let number = Spanned::computed(word(4).to_string(), at + 4..at + 8);
        let class = u16::from_le_bytes([head[18], head[19]]);
        // 0x6514 and 0x6414 come from clients, 0x6614 and 0 from cameras.
        from_camera |= matches!(class, 0x6614 | 0x0000);
        if numbers.iter().all(|n| n.value != number.value) {
            numbers.push(number);
        }
        let header = if matches!(class, 0x6414 | 0x0000) { 24 } else { 20 };
        at = at.saturating_add(header).saturating_add(word(8) as usize);
    }
    if numbers.is_empty() {
        return Err(Malformed::at(payload.len(), "a Baichuan head cut short"));
    }
    Ok(Message::Stream { numbers, from_camera })
}

/// The eight words the XML is covered with; no secret, they stand in every client.
const COVER: [u32; 8] =
    [0x1f2d_3c4b, 0x5a6c_7f8d, 0x3817_2e4b, 0x8271_635a, 0x863f_1a2b, 0xa5c6_f7d8, 0x8371_e1b4, 0x17f2_d3a5];

fn uncover(bytes: &[u8], transaction: u32) -> Vec<u8> {
    let key: Vec<u8> = COVER.iter().flat_map(|word| word.wrapping_add(transaction).to_le_bytes()).collect();
    bytes.iter().zip(key.iter().cycle()).map(|(b, k)| b ^ k).collect()
}

fn udp(payload: &[u8]) -> Result<Message, Malformed> {
    let cut = Malformed::at(payload.len(), "a Baichuan UDP header cut short");
    let head = payload.first_chunk::<UDP_HEADER>().ok_or(cut)?;
    let word = |i: usize| u32::from_le_bytes([head[i], head[i + 1], head[i + 2], head[i + 3]]);
    let end = UDP_HEADER.saturating_add(word(4) as usize).min(payload.len()).min(UDP_MAX);
    let xml = uncover(&payload[UDP_HEADER..end], word(12));
    let text = String::from_utf8_lossy(&xml);
    let mut names = text.split('<').skip(1).filter_map(|part| {
        let name: &str = part.split(['>', ' ', '/']).next()?;
        (!name.is_empty() && !name.starts_with(['?', '!'])).then_some(name)
    });
    if names.next() != Some("P2P") {
        return Err(Malformed::at(UDP_HEADER, "no Baichuan XML"));
    }
    let kind = names.next().unwrap_or("").to_owned();
    let mut values = Vec::new();
    if kind.starts_with("D2C") || kind.starts_with("D2M") {
        for (element, field) in [("uid", "baichuan.uid"), ("name", "baichuan.name"), ("ip", "baichuan.ip")] {
            if let Some(value) = content(&text, element) {
                values.push((field, Spanned::computed(value, UDP_HEADER..end)));
            }
        }
    }
    Ok(Message::Udp { kind, values })
}

fn content<'a>(xml: &'a str, element: &str) -> Option<&'a str> {
    let open = format!("<{element}>");
    let start = xml.find(&open)? + open.len();
    let length = xml[start..].find('<')?;
    let value = xml[start..start + length].trim();
    (!value.is_empty() && value.len() <= 64).then_some(value)
}

/// The layout of this answer is not documented: printable runs, told apart by their form.
fn words(payload: &[u8]) -> Vec<(&'static str, Spanned)> {
    let mut values: Vec<(&'static str, Spanned)> = Vec::new();
    let mut at = 4;
    while at < payload.len() && values.len() < 3 {
        let length = payload[at..].iter().take_while(|b| (0x20..0x7f).contains(*b)).count();
        if length < 4 {
            at += length + 1;
            continue;
        }
        let word = Spanned::copied(payload, at..at + length);
        at += length;
        let is_uid = word.value.len() == 16
            && word.value.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        let field = if word.value.parse::<Ipv4Addr>().is_ok() {
            "baichuan.ip"
        } else if is_uid && word.value.bytes().any(|b| b.is_ascii_digit()) {
            "baichuan.uid"
        } else {
            "baichuan.name"
        };
        if values.iter().all(|(known, _)| *known != field) {
            values.push((field, word));
        }
    }
    values
}

impl Message {
    /// The fields of this message.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        match self {
            Self::Stream { numbers, from_camera } => {
                if *from_camera {
                    answered(&mut clues, "baichuan");
                } else {
                    asked(&mut clues, "baichuan");
                }
                for number in numbers {
                    clues.decoded(Field::of("baichuan.message"), &*number.value, Some(number.span.clone()));
                }
            }
            Self::Search => asked(&mut clues, "baichuan"),
            Self::Found(values) => {
                if !values.is_empty() {
                    answered(&mut clues, "baichuan");
                }
                for (field, value) in values {
                    value.tell(&mut clues, field);
                }
            }
            Self::Udp { kind, values } => {
                if kind.starts_with("D2C") || kind.starts_with("D2M") {
                    answered(&mut clues, "baichuan");
                } else if kind.starts_with("C2") {
                    asked(&mut clues, "baichuan");
                }
                for (field, value) in values {
                    value.tell(&mut clues, field);
                }
            }
        }
        clues
    }
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

/// Asks everybody on the link at UDP 2000. Answers come to port 3000.
pub fn ask() -> Inquiry {
    let target = Target::UdpGroup(Ipv4Addr::BROADCAST, 2000);
    Inquiry::new("baichuan-discovery", "name, address and UID", target, SEARCH.to_vec())
}

/// A camera's answer to UDP 2000 for the simulator; the layout is ours, the words are what a reader may rely on.
pub fn write_found(name: &str, ip: Ipv4Addr, uid: &str) -> Vec<u8> {
    let mut out = vec![0xaa, 0xaa, 0, 1];
    for word in [ip.to_string().as_str(), name, uid] {
        out.extend_from_slice(word.as_bytes());
        out.extend([0; 4]);
    }
    out
}

/// The head of a camera's answer on TCP 9000 without a body, for the simulator.
pub fn write_head(number: u32, status: u16) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend(number.to_le_bytes());
    out.extend([0; 8]);
    out.extend(status.to_le_bytes());
    out.extend([0; 6]);
    out
}

/// Magic, message id, length of the body; 20 or 24 bytes of header.
fn measure(b: &[u8]) -> Option<Measure> {
    let head = b.first_chunk::<24>()?;
    if head[..4] != MAGIC && head[..4] != TURNED_MAGIC {
        return None;
    }
    let message = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
    let body = u32::from_le_bytes([head[8], head[9], head[10], head[11]]) as usize;
    let class = u16::from_le_bytes([head[18], head[19]]);
    let header = if matches!(class, 0x6414 | 0x0000) { 24 } else { 20 };
    // 3: preview film; 5: playback; 8: download; 202: talk.
    Some(Measure { len: header + body, is_media: matches!(message, 3 | 5 | 8 | 202) })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::trial::{self, check, never_shows, survives};
    use super::*;

    #[test]
    fn a_log_in_is_known_by_its_number_only() {
        let mut login = MAGIC.to_vec();
        login.extend([1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 1, 1, 0xdc, 0x14, 0x65]);
        login.extend(b"geheim");
        check(read, &login, "~protocol.asked = baichuan\n~baichuan.message = 1");
        never_shows(&["geheim"], &read(&login).unwrap(), &format!("{:?}", parse(&login)));
        survives(read, &login);
    }

    #[test]
    fn a_cameras_heads_are_walked() {
        let bytes = [write_head(1, 200), write_head(80, 200), write_head(80, 400)].concat();
        check(read, &bytes, "~protocol.answered = baichuan\n~baichuan.message = 1\n~baichuan.message = 80");
        survives(read, &bytes);
    }

    #[test]
    fn covered_xml_is_read() {
        let build = |xml: &str| {
            let mut bytes = UDP_MAGIC.to_vec();
            bytes.extend((xml.len() as u32).to_le_bytes());
            bytes.extend([1, 0, 0, 0, 0x39, 0x30, 0, 0, 0, 0, 0, 0]);
            bytes.extend(uncover(xml.as_bytes(), 12345));
            bytes
        };
        let answer =
            build("<?xml version=\"1.0\"?><P2P><D2C_R><uid>95270000YPTKLLD6</uid><rsp>0</rsp></D2C_R></P2P>");
        check(read, &answer, "~protocol.answered = baichuan\n~baichuan.uid = 95270000YPTKLLD6");
        survives(read, &answer);
        let question = build("<P2P><C2D_S><to><port>2015</port></to></C2D_S></P2P>");
        check(read, &question, "~protocol.asked = baichuan");
    }

    #[test]
    fn an_answer_to_the_search_gives_its_words() {
        let bytes = write_found("Front door", Ipv4Addr::new(192, 0, 2, 6), "95270000YPTKLLD6");
        check(
            read,
            &bytes,
            "~protocol.answered = baichuan
            baichuan.ip = 192.0.2.6
            baichuan.name = Front door
            baichuan.uid = 95270000YPTKLLD6",
        );
        survives(read, &bytes);
        check(read, ask().bytes(), "~protocol.asked = baichuan");
        for other in [&b""[..], &MAGIC, &UDP_MAGIC, b"\xaa\xaa"] {
            assert!(read(other).is_err());
        }
    }

    #[test]
    fn a_log_in_captured_by_others_stands_where_it_says() {
        let packets = trial::packets("neolink-reolink", "EncryptionProtocol02_login.pcapng");
        trial::stand(read, packets.iter().map(|p| p.payload.as_slice()), "Baichuan head");
    }
}
