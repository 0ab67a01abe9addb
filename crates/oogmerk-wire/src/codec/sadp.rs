//! SADP, Hikvision's discovery over UDP 37020: one flat XML document per datagram. `Probe` asks, `ProbeMatch`
//! answers. What it is not: the SADP tool's other requests (update, reset, exchange of codes): they configure a
//! device, so they are read to their name and never built. `Salt` and `Encrypt` are never kept.
//! Source: fields as in julienblitte/UniversalScanner (Hikvision.selftest) and cameronnewman/hikvision-tooling.

use crate::row::{Ask, Carried, Codec, Datagrams, Heard, Mark, Proof, Secrets};
use crate::{Clues, Inquiry, Malformed, Target};
use oogmerk_bytes::spanned::{Spanned, answered, asked};
use oogmerk_bytes::xml::{self, Document, escape};
use std::net::Ipv4Addr;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    proof: Proof::Proven("answers of devices quoted in public code and issues"),
    carried: &[Carried::Datagrams(Datagrams {
        marks: &[Mark::Test(b"<\xef", is_probe)],
        ports_may_carry_media: false,
        ..Datagrams::on(&[37020])
    })],
    secrets: Secrets::Open,
    asks: &[
        Ask::survey("sadp", 1, |a| Some(ask_one(a.uuid()))),
        Ask::group("sadp-group", |a| Some(ask(a.uuid()))),
    ],
    answers,
    heard: Heard { families: &["sadp"], ..Heard::UNSAID },
    ..Codec::new("sadp", read, include_bytes!("../../../../fuzz/corpus/sadp/answer.xml"))
};

/// The group questions and most answers go to.
pub const GROUP: Ipv4Addr = Ipv4Addr::new(239, 255, 255, 250);
/// Its port.
pub const PORT: u16 = 37020;

/// Which way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `Probe`: a client asks.
    Probe,
    /// `ProbeMatch`: a device speaks about itself.
    Answer,
}

/// One SADP message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Question or answer.
    pub role: Role,
    /// All elements of the message but the secret ones, in the order sent: name and text.
    pub elements: Vec<(String, Spanned)>,
}

/// Never kept: they belong to the log-in.
const SECRET: [&str; 6] = ["Salt", "Encrypt", "Password", "Code", "Challenge", "Random"];

/// Reads one datagram. Malformed where no `Probe` or `ProbeMatch` starts in it.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let document = Document::read(payload);
    let root = |role: Role, name: &str| document.named(name).next().map(|index| (role, index));
    let found = root(Role::Answer, "ProbeMatch").or_else(|| root(Role::Probe, "Probe"));
    let Some((role, root)) = found else {
        return Err(Malformed::at(document.stopped.unwrap_or(0), "no Probe or ProbeMatch element"));
    };
    // WS-Discovery uses the same two names; there they have child elements of their own and a prefix.
    if !document.elements[root].prefix.is_empty() || document.named("EndpointReference").next().is_some() {
        return Err(Malformed::at(document.elements[root].inner.start, "a WS-Discovery message, not SADP"));
    }
    let keep = |&i: &usize| {
        let element = &document.elements[i];
        element.closed
            && !element.text.is_empty()
            && !SECRET.iter().any(|s| element.name.eq_ignore_ascii_case(s))
    };
    let elements: Vec<_> = document
        .below(root)
        .filter(keep)
        .map(|i| (document.elements[i].name.clone(), document.elements[i].text.clone()))
        .collect();
    if elements.is_empty() {
        return Err(Malformed::at(document.elements[root].inner.start, "an empty SADP message"));
    }
    Ok(Message { role, elements })
}

/// Bytes to clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    Ok(parse(payload)?.clues())
}

impl Message {
    /// The text of an element, name compared without case (`OEMInfo` and `OEMinfo` are both seen).
    pub fn element(&self, name: &str) -> Option<&Spanned> {
        self.elements.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, text)| text)
    }

    /// The answer's fields; for a question only who asked.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        if self.role == Role::Probe {
            asked(&mut clues, "sadp");
            return clues;
        }
        answered(&mut clues, "sadp");
        for (name, text) in &self.elements {
            let field = match name.to_ascii_lowercase().as_str() {
                "devicetype" => "sadp.device_type",
                "devicedescription" => "sadp.device_description",
                "devicesn" => "sadp.serial",
                "softwareversion" => "sadp.software_version",
                "dspversion" => "sadp.dsp_version",
                "oeminfo" => "sadp.oem_info",
                "activated" => "sadp.activated",
                "hcplatformenable" => "sadp.cloud_enabled",
                "analogchannelnum" => "sadp.analog_channels",
                "digitalchannelnum" => "sadp.digital_channels",
                "disknumber" => "sadp.disks",
                "boottime" => "sadp.boot_time",
                "mac" => {
                    if let Some(mac) = text.as_mac() {
                        mac.tell(&mut clues, "sadp.mac");
                    }
                    continue;
                }
                "ipv4address" | "ipv6address" => {
                    if let Some(ip) = text.as_ip() {
                        ip.tell(&mut clues, "sadp.ip");
                    }
                    continue;
                }
                _ => continue,
            };
            text.tell(&mut clues, field);
        }
        clues
    }
}

/// The one harmless question: `inquiry`, to the group.
pub fn ask(uuid: [u8; 16]) -> Inquiry {
    let bytes = probe(uuid).into_bytes();
    Inquiry::new(
        "sadp",
        "asks Hikvision-family devices for their model and addresses",
        Target::UdpGroup(GROUP, PORT),
        bytes,
    )
}

/// The same question to one device.
pub fn ask_one(uuid: [u8; 16]) -> Inquiry {
    Inquiry::new(
        "sadp",
        "asks one Hikvision-family device for its model and addresses",
        Target::Udp(PORT),
        probe(uuid).into_bytes(),
    )
}

fn probe(uuid: [u8; 16]) -> String {
    let uuid = oogmerk_bytes::spanned::uuid_text(uuid).to_ascii_uppercase();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><Probe><Uuid>{uuid}</Uuid><Types>inquiry</Types></Probe>"
    )
}

/// How a simulated device ends its lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flavour {
    /// Line feeds.
    #[default]
    Lines,
    /// Carriage return and line feed, as newer firmware sends.
    CarriageReturns,
}

/// An answer for the simulator: the echoed UUID and the elements in the order given.
pub fn write_answer(uuid: &str, elements: &[(&str, &str)], flavour: Flavour) -> Vec<u8> {
    let end = match flavour {
        Flavour::Lines => "\n",
        Flavour::CarriageReturns => "\r\n",
    };
    let mut text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{end}<ProbeMatch>{end}");
    text.push_str(&format!("<Uuid>{}</Uuid>{end}<Types>inquiry</Types>{end}", escape(uuid)));
    for (name, value) in elements {
        text.push_str(&format!("<{name}>{}</{name}>{end}", escape(value)));
    }
    text.push_str("</ProbeMatch>");
    text.push_str(end);
    text.into_bytes()
}

/// A probe or its answer, by its first 2,048 bytes.
fn is_probe(b: &[u8]) -> bool {
    let head = &b[..b.len().min(2048)];
    let has = |word: &[u8]| memchr::memmem::find(head, word).is_some();
    xml::begins(b) && !has(b"Envelope") && (has(b"<Probe") || has(b"<Types>inquiry"))
}

/// The answer repeats the UUID of the question; some firmware leaves it out.
fn answers(question: &Inquiry, answer: &[u8]) -> bool {
    let uuid = |bytes: &[u8]| parse(bytes).ok().and_then(|m| m.element("Uuid").map(|u| u.value.clone()));
    match (uuid(question.bytes()), uuid(answer)) {
        (Some(asked), Some(said)) => asked.eq_ignore_ascii_case(&said),
        _ => true,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::codec::proof;

    const ANSWER: &[u8] = include_bytes!("../../../../samples/sadp/answer.xml");

    #[test]
    fn an_answer_gives_its_fields_and_no_secret() {
        proof::golden(
            read,
            ANSWER,
            &[
                "~protocol.answered=sadp",
                "sadp.device_type=38913",
                "sadp.device_description=DS-2CD0000-T",
                "sadp.serial=DS-2CD0000-T20200101AAWR000000001",
                "~sadp.mac=02:00:5e:10:00:01",
                "sadp.ip=192.0.2.10",
                "sadp.ip=2001:db8::10",
                "sadp.analog_channels=0",
                "sadp.digital_channels=1",
                "sadp.software_version=V5.5.0build 200101",
                "sadp.dsp_version=V7.3 build 200101",
                "sadp.boot_time=2024-01-02 03:04:05",
                "sadp.disks=0",
                "sadp.activated=true",
                "sadp.cloud_enabled=flase",
                "sadp.oem_info=Brand & Sons",
            ],
        );
        assert!(!format!("{:?}", parse(ANSWER).unwrap()).contains("canary"));
    }

    #[test]
    fn a_question_says_only_that_it_was_asked() {
        proof::golden(read, ask([7; 16]).bytes(), &["~protocol.asked=sadp"]);
        assert_eq!(ask([7; 16]).target(), Target::UdpGroup(GROUP, PORT));
        let text = String::from_utf8(ask([0xab; 16]).bytes().to_vec()).unwrap();
        assert!(
            text.contains("<Uuid>ABABABAB-ABAB-ABAB-ABAB-ABABABABABAB</Uuid><Types>inquiry</Types>"),
            "{text}"
        );
    }

    #[test]
    fn what_is_written_is_read_back() {
        let bytes =
            write_answer("U", &[("DeviceSN", "a<b"), ("MAC", "02-00-5e-10-00-02")], Flavour::CarriageReturns);
        proof::golden(
            read,
            &bytes,
            &["~protocol.answered=sadp", "~sadp.serial=a<b", "~sadp.mac=02:00:5e:10:00:02"],
        );
    }

    #[test]
    fn a_ws_discovery_answer_is_not_sadp() {
        assert!(parse(b"<d:ProbeMatch><a:EndpointReference/></d:ProbeMatch>").is_err());
        assert!(parse(b"").is_err());
        assert!(parse(b"<html/>").is_err());
    }

    #[test]
    fn no_bytes_make_it_panic() {
        proof::survives(read, ANSWER);
    }
}
