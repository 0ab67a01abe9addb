//! DHDiscover, Dahua's discovery over UDP 37810: a 32-byte DHIP header and JSON. `DHDiscover.search` asks,
//! `client.notifyDevInfo` answers. Also reads the bare JSON without a header, and the heads of DHIP and DVRIP
//! messages on TCP 37777 as far as they name a method. What it is not: the other methods of the same channel
//! (`setConfig`, `DevInit.*`, `PasswdFind.*`, `global.login`): read to their name, never built, and nothing of a
//! log-in is kept. Source: rroller/dahua discovery.py, mcw0/DahuaConsole net.py, julienblitte/UniversalScanner
//! Dahua2.cs.

use crate::row::{Ask, Carried, Codec, Datagrams, Heard, Mark, Measure, Measured, Proof, Secrets};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::json::Leaves;
use oogmerk_bytes::spanned::{Spanned, answered, asked};
use serde_json::{Value, json};
use std::net::Ipv4Addr;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    proof: Proof::Proven("answers of devices quoted in public code and issues"),
    carried: &[
        Carried::Datagrams(Datagrams {
            marks: &[Mark::Begins(b"\x20\0\0\0DHIP")],
            ports_may_carry_media: false,
            ..Datagrams::on(&[37810])
        }),
        // The same messages over TCP, on the port of the maker's own clients: who speaks is heard, nothing is read.
        Carried::Measured(Measured {
            name: "dhip",
            ports: &[37777],
            marks: &[Mark::Begins(b"\x20\0\0\0DHIP")],
            only_on_ports: false,
            speaks_for_itself: true,
            header: 32,
            measure,
        }),
        // The older binary form, likewise.
        Carried::Measured(Measured {
            name: "dahua-37777",
            ports: &[37777],
            marks: &[],
            only_on_ports: true,
            speaks_for_itself: false,
            header: 32,
            measure: measure_binary,
        }),
    ],
    secrets: Secrets::Open,
    asks: &[
        Ask::survey("dhdiscover", 2, |_| Some(ask_one())),
        Ask::group("dhdiscover-group", |_| Some(ask())),
    ],
    heard: Heard { families: &["dhdiscover"], ..Heard::UNSAID },
    ..Codec::new("dhdiscover", read, include_bytes!("../../../../fuzz/corpus/dhdiscover/framed.bin"))
};

/// The group questions go to.
pub const GROUP: Ipv4Addr = Ipv4Addr::new(239, 255, 255, 251);
/// Its port.
pub const PORT: u16 = 37810;
/// Bytes before the JSON.
pub const HEADER: usize = 32;

/// What a message is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `DHDiscover.search`: a client asks.
    Search,
    /// A device speaks about itself.
    Answer,
    /// Any other method, or a head without JSON: only its name is kept.
    Other,
}

/// How the JSON came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// Behind a DHIP header.
    Dhip,
    /// Without any header.
    Bare,
    /// A binary DVRIP head of TCP 37777 (log-in and keep-alive commands, nothing of them is kept).
    Dvrip,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Question, answer or something else.
    pub role: Role,
    /// How it came.
    pub framing: Framing,
    /// The method, where one is named.
    pub method: Option<String>,
    /// The answer's values by path below `deviceInfo`; empty for everything that is no answer.
    pub values: Vec<(String, Spanned)>,
}

const MAGIC: &[u8] = b"DHIP";
const DEVICE: &str = "params.deviceInfo.";
/// Never kept, wherever they stand.
const SECRET: [&str; 8] = ["user", "passw", "pwd", "auth", "random", "realm", "session", "token"];

/// Reads one datagram, or the head of one TCP message. Malformed where neither header nor JSON of this protocol is there.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let dhip = payload.get(..4) == Some(&[0x20, 0, 0, 0]) && payload.get(4..8) == Some(MAGIC);
    if dhip {
        let body = payload.get(HEADER..).ok_or(Malformed::at(payload.len(), "a DHIP header cut short"))?;
        let mut message = from_json(payload, body.len()).unwrap_or(Message {
            role: Role::Other,
            framing: Framing::Dhip,
            method: None,
            values: Vec::new(),
        });
        message.framing = Framing::Dhip;
        return Ok(message);
    }
    if payload.len() >= HEADER && is_dvrip(payload) {
        return Ok(Message { role: Role::Other, framing: Framing::Dvrip, method: None, values: Vec::new() });
    }
    let first = payload.iter().position(|b| !b.is_ascii_whitespace() && *b != 0);
    if first.is_some_and(|at| payload[at] == b'{')
        && let Some(message) = from_json(payload, payload.len()).filter(|m| m.role != Role::Other)
    {
        return Ok(message);
    }
    Err(Malformed::at(0, "no DHIP header and no DHDiscover JSON"))
}

/// A DVRIP head as mcw0/DahuaConsole lists them: command, 0 or 1 or 5, zero, version; 32 bytes long.
fn is_dvrip(payload: &[u8]) -> bool {
    let &[command, kind, 0, version, ..] = payload else { return false };
    matches!(command, 0xa0 | 0xa3 | 0xa4 | 0xa8 | 0xb0 | 0xb3 | 0xb4 | 0xbc | 0xf4 | 0xf6)
        && matches!(kind, 0 | 1 | 5)
        && matches!(version, 0x00 | 0x01 | 0x58 | 0x60 | 0x68)
}

fn from_json(payload: &[u8], body: usize) -> Option<Message> {
    let offset = payload.len() - body;
    let leaves = Leaves::read(&payload[offset..])?;
    let method = leaves.at("method").map(|m| m.value.clone());
    let is_answer = leaves.leaves.iter().any(|l| l.path.starts_with(DEVICE));
    let role = match method.as_deref() {
        Some("DHDiscover.search") if !is_answer => Role::Search,
        Some("client.notifyDevInfo" | "DHDiscover.search") | None if is_answer => Role::Answer,
        _ => Role::Other,
    };
    let mut values = Vec::new();
    if role == Role::Answer {
        for leaf in &leaves.leaves {
            let name = leaf.path.strip_prefix(DEVICE).or((leaf.path == "mac").then_some("mac"));
            let Some(name) = name.filter(|n| !is_secret(n)) else { continue };
            let mut value = leaf.value.clone();
            value.span = value.span.start + offset..value.span.end + offset;
            if leaf.kind != oogmerk_bytes::json::Kind::Null && !value.is_empty() {
                values.push((name.to_owned(), value));
            }
        }
    }
    Some(Message { role, framing: Framing::Bare, method, values })
}

fn is_secret(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    SECRET.iter().any(|s| lower.contains(s))
}

/// Bytes to clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    Ok(parse(payload)?.clues())
}

impl Message {
    /// A value of the answer by its path below `deviceInfo` (`IPv4Address.IPAddress`).
    pub fn value(&self, path: &str) -> Option<&Spanned> {
        self.values.iter().find(|(p, _)| p == path).map(|(_, v)| v)
    }

    /// The answer's fields; for a question only who asked; nothing for other methods.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        match self.role {
            Role::Search => asked(&mut clues, "dhdiscover"),
            Role::Other => {}
            Role::Answer => {
                answered(&mut clues, "dhdiscover");
                for (path, value) in &self.values {
                    tell(&mut clues, path, value);
                }
            }
        }
        clues
    }
}

fn tell(clues: &mut Clues, path: &str, value: &Spanned) {
    let field = match path {
        "DeviceClass" => "dhdiscover.device_class",
        "DeviceType" => "dhdiscover.device_type",
        "DetailOEMCode" | "OEMCode" | "OEMVersion" | "OEMType" => "dhdiscover.detail_oem_code",
        "Vendor" => "dhdiscover.vendor",
        "Manufacturer" => "dhdiscover.manufacturer",
        "MachineName" => "dhdiscover.machine_name",
        "SerialNo" => "dhdiscover.serial",
        "Version" => "dhdiscover.version",
        "FindVersion" => "dhdiscover.find_version",
        "Init" => "dhdiscover.init",
        "Port" => "dhdiscover.port",
        "VideoInputChannels" => "dhdiscover.video_inputs",
        "RemoteVideoInputChannels" => "dhdiscover.remote_video_inputs",
        "mac" => {
            if let Some(mac) = value.as_mac() {
                mac.tell(clues, "dhdiscover.mac");
            }
            return;
        }
        "IPv4Address.IPAddress" | "IPv6Address.IPAddress" => {
            if let Some(ip) = value.as_ip() {
                ip.tell(clues, "dhdiscover.ip");
            }
            return;
        }
        _ => return,
    };
    value.tell(clues, field);
}

/// The one harmless question, to the group.
pub fn ask() -> Inquiry {
    Inquiry::new(
        "dhdiscover",
        "asks Dahua-family devices for their model and addresses",
        Target::UdpGroup(GROUP, PORT),
        search(),
    )
}

/// The same question to one device.
pub fn ask_one() -> Inquiry {
    Inquiry::new(
        "dhdiscover",
        "asks one Dahua-family device for its model and addresses",
        Target::Udp(PORT),
        search(),
    )
}

fn search() -> Vec<u8> {
    framed(br#"{"method":"DHDiscover.search","params":{"mac":"","uni":1}}"#)
}

/// JSON behind its DHIP header.
fn framed(body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0x20, 0, 0, 0];
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&[0; 8]);
    for _ in 0..2 {
        bytes.extend_from_slice(&(body.len() as u64).to_le_bytes());
    }
    bytes.extend_from_slice(body);
    bytes
}

/// True for exactly the question a device answers: a DHIP header with the right lengths and `DHDiscover.search`.
pub fn deserves_answer(payload: &[u8]) -> bool {
    let stated = payload.get(16..24).and_then(|b| <[u8; 8]>::try_from(b).ok()).map(u64::from_le_bytes);
    let body = payload.len().checked_sub(HEADER);
    stated.is_some()
        && stated == body.and_then(|b| u64::try_from(b).ok())
        && parse(payload).is_ok_and(|m| m.framing == Framing::Dhip && m.role == Role::Search)
}

/// An answer for the simulator: the MAC and the `deviceInfo` object.
pub fn write_answer(mac: &str, device_info: &Value) -> Vec<u8> {
    let body = json!({"mac": mac, "method": "client.notifyDevInfo", "params": {"deviceInfo": device_info}})
        .to_string();
    framed(format!("{body}\n").as_bytes())
}

/// "DHIP" over TCP: 32 bytes, length of the JSON at 16.
fn measure(b: &[u8]) -> Option<Measure> {
    let head = b.first_chunk::<32>()?;
    let length = u32::from_le_bytes([head[16], head[17], head[18], head[19]]) as usize;
    (head[4..8] == *MAGIC).then_some(Measure { len: 32 + length, is_media: false })
}

/// The older binary form: 32 bytes, length at 4.
fn measure_binary(b: &[u8]) -> Option<Measure> {
    let head = b.first_chunk::<32>()?;
    let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
    matches!(head[0], 0x68 | 0x82..=0x84 | 0xa0..=0xc5 | 0xf0..=0xff)
        .then_some(Measure { len: 32 + length, is_media: matches!(head[0], 0xbc | 0xbb | 0xc3) })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::codec::proof;

    const BARE: &[u8] = include_bytes!("../../../../samples/dhdiscover/answer.json");

    #[test]
    fn an_answer_gives_its_fields() {
        let want = [
            "~protocol.answered=dhdiscover",
            "dhdiscover.mac=02:00:5e:10:00:02",
            "dhdiscover.device_class=IPC",
            "dhdiscover.device_type=IPC-HFW0000S",
            "dhdiscover.ip=192.0.2.11",
            "~dhdiscover.ip=2001:db8::11",
            "dhdiscover.init=150",
            "dhdiscover.machine_name=0A0000000000001",
            "dhdiscover.manufacturer=Private",
            "dhdiscover.port=37777",
            "dhdiscover.remote_video_inputs=0",
            "dhdiscover.serial=0A0000000000001",
            "~dhdiscover.vendor=A/B",
            "dhdiscover.version=2.800.0000000.1.R",
            "dhdiscover.video_inputs=1",
        ];
        proof::golden(read, BARE, &want);
        let mut framed_answer = framed(BARE);
        framed_answer.extend_from_slice(b"\n\0\0");
        proof::golden(read, &framed_answer, &want);
        let read_back = parse(BARE).unwrap();
        assert!(!format!("{read_back:?}").contains("canary"));
        assert_eq!(read_back.value("IPv4Address.DefaultGateway").unwrap().value, "192.0.2.1");
    }

    #[test]
    fn a_question_is_asked_in_full_framing_and_says_who_asked() {
        let bytes = ask().bytes().to_vec();
        assert_eq!(&bytes[..8], b"\x20\0\0\0DHIP");
        assert_eq!(bytes.len(), HEADER + usize::from(bytes[16]));
        assert_eq!(bytes[16..24], bytes[24..32]);
        proof::golden(read, &bytes, &["~protocol.asked=dhdiscover"]);
        assert!(deserves_answer(&bytes));
        assert!(!deserves_answer(&bytes[32..]) && !deserves_answer(&bytes[..40]) && !deserves_answer(b""));
    }

    #[test]
    fn other_methods_are_read_to_their_name_only() {
        let login =
            framed(br#"{"method":"global.login","params":{"userName":"canary","password":"canary"}}"#);
        let message = parse(&login).unwrap();
        assert_eq!((message.role, message.method.as_deref()), (Role::Other, Some("global.login")));
        assert!(!format!("{message:?}").contains("canary"));
        proof::golden(read, &login, &[]);
        assert!(parse(&login[HEADER..]).is_err());
        let mut dvrip = vec![0xa0, 5, 1, 0x60];
        dvrip.resize(40, b'x');
        assert!(parse(&dvrip).is_err());
        dvrip[2] = 0;
        assert_eq!(parse(&dvrip).map(|m| m.framing), Ok(Framing::Dvrip));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let bytes = write_answer("02:00:5e:10:00:03", &json!({"DeviceType": "VTO0000", "Vendor": "General"}));
        let want = [
            "~protocol.answered=dhdiscover",
            "dhdiscover.mac=02:00:5e:10:00:03",
            "dhdiscover.device_type=VTO0000",
            "dhdiscover.vendor=General",
        ];
        proof::golden(read, &bytes, &want);
    }

    #[test]
    fn no_bytes_make_it_panic() {
        proof::survives(read, BARE);
        proof::survives(read, &framed(BARE));
    }
}
