//! SNMP v1 and v2c answers, and of v3 the engine id in the header. Also walks as text, see `snmp_text`.
//!
//! The community string is skipped while parsing and never stored; contacts, neighbours, processes and the agent's own
//! access tables are not read. Format: RFC 1157, RFC 3416, RFC 3412, RFC 3411 section 5, RFC 6933 (ENTITY-MIB).

mod binding;
mod text;

pub use binding::{BINDINGS_MAX, Binding, OBJECT_TEXT_MAX, OBJECTS_MAX, Value};

use crate::row::{Ask, Carried, Codec, Datagrams, Heard, Proof};
use crate::{About, Clues, Community, Inquiry, Malformed, Target};
use binding::{INTERFACE_MAC, binding_clues, is_text};
use oogmerk_bytes::ber::{self, Reader, Tagged};
use oogmerk_bytes::spanned::{Spanned, hex};
use oogmerk_model::Field;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    proof: Proof::Proven("agents recorded in LibreNMS's test data"),
    carried: &[Carried::Datagrams(Datagrams::on(&[161, 162]))],
    asks: &[
        Ask::owner("snmp", |a| {
            Some(ask(a.at(161).port(), Version::V2c, a.community?, a.number().cast_signed() & i32::MAX))
        }),
        Ask::hinted("snmp-engine", |a| {
            Some(ask_engine(a.at(161).port(), a.number().cast_signed() & i32::MAX))
        }),
    ],
    answers,
    heard: Heard { families: &["snmp"], is_two_sided: true, ..Heard::UNSAID },
    ..Codec::new("snmp", read, include_bytes!("../../../../../fuzz/corpus/snmp/answer.bin"))
};

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Version 1 or 2c.
    Community {
        /// 0 for version 1, 1 for version 2c.
        version: i64,
        /// What it is.
        kind: Kind,
        /// Number that joins question and answer.
        request_id: i64,
        /// Status of an answer, 0 is no error.
        error: i64,
        /// Objects asked for or answered.
        bindings: Vec<Binding>,
        /// Enterprise of a version 1 trap.
        enterprise: Option<Spanned>,
    },
    /// Version 3: only the header is in clear.
    Engine {
        /// The authoritative engine's id.
        id: Option<Spanned>,
        /// True in questions: the id is then the other end's.
        reportable: bool,
    },
}

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A question: get, get-next, get-bulk.
    Question,
    /// An answer.
    Answer,
    /// A trap or inform.
    Trap,
    /// A set request: known by name, its objects not kept.
    Set,
    /// A report.
    Report,
}

/// Reads one BER message.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let mut outer = Reader::new(payload, 0..payload.len());
    let message = outer.take(0x30).ok_or(Malformed::at(0, "no SNMP sequence"))?;
    let mut fields = outer.inside(&message);
    let at = fields.at();
    let version = fields.take(0x02).and_then(|t| ber::integer(&payload[t.content]));
    match version {
        Some(version @ (0 | 1)) => parse_community(payload, fields, version),
        Some(3) => parse_engine(payload, fields),
        _ => Err(Malformed::at(at, "no SNMP version")),
    }
}

fn parse_community(payload: &[u8], mut fields: Reader<'_>, version: i64) -> Result<Message, Malformed> {
    let at = fields.at();
    fields.take(0x04).ok_or(Malformed::at(at, "no community"))?;
    let pdu = fields.read().ok_or(Malformed::at(at, "no SNMP message body"))?;
    let mut body = fields.inside(&pdu);
    let number = |body: &mut Reader<'_>| body.take(0x02).and_then(|t| ber::integer(&payload[t.content]));
    let kind = match pdu.tag {
        0xa0 | 0xa1 | 0xa5 => Kind::Question,
        0xa2 => Kind::Answer,
        0xa3 => Kind::Set,
        0xa4 | 0xa6 | 0xa7 => Kind::Trap,
        0xa8 => Kind::Report,
        _ => return Err(Malformed::at(pdu.whole.start, "no known SNMP message kind")),
    };
    let (mut request_id, mut error, mut enterprise) = (0, 0, None);
    if pdu.tag == 0xa4 {
        enterprise = body.take(0x06).and_then(|t| oid_at(payload, &t));
        for _ in 0..4 {
            body.read(); // agent address, generic and specific trap, time
        }
    } else {
        let refuse = Malformed::at(body.at(), "no request id");
        request_id = number(&mut body).ok_or(refuse)?;
        error = number(&mut body).ok_or(refuse)?;
        number(&mut body).ok_or(refuse)?;
    }
    let mut bindings = Vec::new();
    if let Some(list) = body.take(0x30).filter(|_| kind != Kind::Set) {
        let mut each = body.inside(&list);
        while let Some(pair) = each.read() {
            if bindings.len() >= BINDINGS_MAX {
                break;
            }
            let mut pair = each.inside(&pair);
            let Some(oid) = pair.take(0x06).and_then(|t| ber::oid(&payload[t.content])) else { continue };
            let Some(value) = pair.read() else { continue };
            let value = if oid.starts_with(INTERFACE_MAC) {
                Value::Bytes(payload[value.content.clone()].iter().copied().take(64).collect(), value.content)
            } else {
                value_at(payload, &value)
            };
            bindings.push(Binding { oid, value });
        }
    }
    Ok(Message::Community { version, kind, request_id, error, bindings, enterprise })
}

fn oid_at(payload: &[u8], tagged: &Tagged) -> Option<Spanned> {
    ber::oid(&payload[tagged.content.clone()]).map(|oid| Spanned::computed(oid, tagged.content.clone()))
}

fn value_at(payload: &[u8], tagged: &Tagged) -> Value {
    let bytes = &payload[tagged.content.clone()];
    match tagged.tag {
        0x04 if is_text(bytes) => Value::Text(Spanned::copied(payload, tagged.content.clone())),
        0x04 => Value::Bytes(bytes[..bytes.len().min(64)].to_vec(), tagged.content.clone()),
        0x06 => oid_at(payload, tagged).map_or(Value::Nothing, Value::Oid),
        0x02 | 0x41 | 0x42 | 0x43 | 0x46 => ber::integer(bytes).map_or(Value::Nothing, Value::Number),
        _ => Value::Nothing,
    }
}

fn parse_engine(payload: &[u8], mut fields: Reader<'_>) -> Result<Message, Malformed> {
    let at = fields.at();
    let refuse = |reason| Malformed::at(at, reason);
    let header = fields.take(0x30).ok_or(refuse("no SNMPv3 header"))?;
    let mut inner = fields.inside(&header);
    inner.take(0x02).ok_or(refuse("no SNMPv3 message id"))?;
    inner.take(0x02).ok_or(refuse("no SNMPv3 message size"))?;
    let flags = inner.take(0x04).ok_or(refuse("no SNMPv3 flags"))?;
    let reportable = payload[flags.content].first().is_some_and(|f| f & 4 != 0);
    let security = fields.take(0x04).ok_or(refuse("no SNMPv3 security parameters"))?;
    let mut security = fields.inside(&security);
    let mut id = None;
    if let Some(list) = security.take(0x30) {
        let engine = security.inside(&list).take(0x04).filter(|t| (5..=32).contains(&t.content.len()));
        id = engine.map(|t| Spanned::computed(hex(&payload[t.content.clone()]), t.content));
    }
    Ok(Message::Engine { id, reportable })
}

impl Message {
    /// The fields of this message. Questions of a manager say nothing about it.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        match self {
            Self::Community { kind: Kind::Question | Kind::Set, .. } => {}
            Self::Community { bindings, enterprise, .. } => {
                let mut bindings = bindings.clone();
                if let Some(oid) = enterprise {
                    bindings.push(Binding { oid: oid.value.clone(), value: Value::Nothing });
                }
                clues = binding_clues(&bindings);
            }
            Self::Engine { id: Some(id), reportable } => {
                let about = if *reportable { About::Receiver } else { About::Sender };
                id.tell_about(&mut clues, about.clone(), "snmp.engine_id");
                // RFC 3411: the first four bytes are the enterprise; the top bit marks the newer form.
                if let Ok(number) = u32::from_str_radix(&id.value[..8], 16) {
                    let number = number & 0x7fff_ffff;
                    if number != 0 {
                        let field = Field::of("snmp.enterprise");
                        clues.about(about, field, number.to_string(), true, Some(id.span.clone()));
                    }
                }
            }
            Self::Engine { id: None, .. } => {}
        }
        clues
    }
}

/// Reads a payload into clues: BER, or the text of a walk.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    match parse(payload) {
        Ok(message) => Ok(message.clues()),
        Err(malformed) => match text::parse(payload) {
            Ok(walk) => Ok(walk.clues()),
            Err(_) if payload.first() == Some(&0x30) => Err(malformed),
            Err(text) => Err(text),
        },
    }
}

/// Whether a message carries this community; for the simulator.
pub fn opens(community: &Community, payload: &[u8]) -> bool {
    let mut outer = Reader::new(payload, 0..payload.len());
    let Some(message) = outer.take(0x30) else { return false };
    let mut fields = outer.inside(&message);
    fields.take(0x02).is_some()
        && fields.take(0x04).is_some_and(|t| payload[t.content] == *community.as_bytes())
}

/// A version with a community.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// SNMPv1.
    V1,
    /// SNMPv2c.
    V2c,
}

impl Version {
    fn number(self) -> i64 {
        match self {
            Self::V1 => 0,
            Self::V2c => 1,
        }
    }
}

/// sysDescr, sysObjectID, sysName, sysLocation.
pub const ASKED: [&str; 4] =
    ["1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.1.2.0", "1.3.6.1.2.1.1.5.0", "1.3.6.1.2.1.1.6.0"];

/// Gets the four objects every agent has, with the community the owner gave.
pub fn ask(port: u16, version: Version, community: &Community, request_id: i32) -> Inquiry {
    let bindings: Vec<(&str, Answer<'_>)> = ASKED.iter().map(|oid| (*oid, Answer::Nothing)).collect();
    let bytes = message(version, community, 0xa0, request_id.into(), &bindings);
    Inquiry::new(
        "snmp",
        "name, kind and place of the device, with the owner's community",
        Target::Udp(port),
        bytes,
    )
}

/// Asks an agent for its engine id, as every version 3 dialogue begins (RFC 3414 section 4); no user, no log-in.
pub fn ask_engine(port: u16, request_id: i32) -> Inquiry {
    let number = |n: i64| ber::wrap(0x02, &ber::integer_content(n));
    let header = [number(request_id.into()), number(65_507), ber::wrap(0x04, &[4]), number(3)].concat();
    let empty = ber::wrap(0x04, &[]);
    let security =
        [empty.clone(), number(0), number(0), empty.clone(), empty.clone(), empty.clone()].concat();
    let pdu = [number(request_id.into()), number(0), number(0), ber::wrap(0x30, &[])].concat();
    let scoped = [empty.clone(), empty, ber::wrap(0xa0, &pdu)].concat();
    let fields = [
        number(3),
        ber::wrap(0x30, &header),
        ber::wrap(0x04, &ber::wrap(0x30, &security)),
        ber::wrap(0x30, &scoped),
    ];
    let bytes = ber::wrap(0x30, &fields.concat());
    Inquiry::new("snmp", "the version 3 engine id, without a user", Target::Udp(port), bytes)
}

/// A value to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer<'a> {
    /// An octet string.
    Text(&'a str),
    /// An object identifier; what is none is written as null.
    Oid(&'a str),
    /// An integer.
    Number(i64),
    /// Null.
    Nothing,
}

/// An answer as an agent would send it, for the simulator. Objects that are no identifiers are left out.
pub fn write(
    version: Version,
    community: &Community,
    request_id: i64,
    bindings: &[(&str, Answer<'_>)],
) -> Vec<u8> {
    message(version, community, 0xa2, request_id, bindings)
}

fn message(
    version: Version,
    community: &Community,
    tag: u8,
    id: i64,
    bindings: &[(&str, Answer<'_>)],
) -> Vec<u8> {
    let number = |n: i64| ber::wrap(0x02, &ber::integer_content(n));
    let list: Vec<u8> = bindings
        .iter()
        .filter_map(|(oid, answer)| {
            let value = match answer {
                Answer::Text(text) => ber::wrap(0x04, text.as_bytes()),
                Answer::Oid(oid) => {
                    ber::oid_content(oid).map_or(ber::wrap(0x05, &[]), |c| ber::wrap(0x06, &c))
                }
                Answer::Number(n) => number(*n),
                Answer::Nothing => ber::wrap(0x05, &[]),
            };
            Some(ber::wrap(0x30, &[ber::wrap(0x06, &ber::oid_content(oid)?), value].concat()))
        })
        .flatten()
        .collect();
    let body = [number(id), number(0), number(0), ber::wrap(0x30, &list)].concat();
    let fields = [number(version.number()), ber::wrap(0x04, community.as_bytes()), ber::wrap(tag, &body)];
    ber::wrap(0x30, &fields.concat())
}

/// The answer repeats the number of the question; version 3 has none where it is read here.
fn answers(question: &Inquiry, answer: &[u8]) -> bool {
    let number = |bytes: &[u8]| match parse(bytes) {
        Ok(Message::Community { request_id, .. }) => Some(request_id),
        _ => None,
    };
    match (number(question.bytes()), number(answer)) {
        (Some(asked), Some(said)) => asked == said,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::codec::trial;

    fn answer() -> Vec<u8> {
        let bindings = [
            ("1.3.6.1.2.1.1.1.0", Answer::Text("; AXIS P5534-E; PTZ Dome Network Camera; 5.40.9.2;")),
            ("1.3.6.1.2.1.1.2.0", Answer::Oid("1.3.6.1.4.1.368.1.1")),
            ("1.3.6.1.2.1.1.4.0", Answer::Text("jan@example")),
            ("1.3.6.1.2.1.1.5.0", Answer::Text("cam-hall\0")),
            ("1.3.6.1.2.1.2.2.1.6.2", Answer::Text("\0@\u{c}abc")),
            ("1.3.6.1.2.1.25.4.2.1.5.9", Answer::Text("--password geheim")),
            ("1.3.6.1.2.1.47.1.1.1.1.5.1", Answer::Number(9)),
            ("1.3.6.1.2.1.47.1.1.1.1.11.1", Answer::Text("module")),
            ("1.3.6.1.2.1.47.1.1.1.1.5.2", Answer::Number(3)),
            ("1.3.6.1.2.1.47.1.1.1.1.11.2", Answer::Text("ACCC8E123456")),
            ("1.3.6.1.4.1.39165.1.1.0", Answer::Text("DS-2CD2185FWD-I")),
            ("1.3.6.1.4.1.39165.1.9.0", Answer::Number(4)),
        ];
        write(Version::V2c, &Community::given("geheim"), 77, &bindings)
    }

    #[test]
    fn an_answer_gives_its_objects_and_never_the_community() {
        let bytes = answer();
        trial::check(
            read,
            &bytes,
            "snmp.sys_descr = ; AXIS P5534-E; PTZ Dome Network Camera; 5.40.9.2;
            ~snmp.sys_object_id = 1.3.6.1.4.1.368.1.1
            snmp.sys_name = cam-hall
            ~snmp.if_mac = 00:40:0c:61:62:63
            ~snmp.object = 1.3.6.1.4.1.39165.1.1.0=DS-2CD2185FWD-I
            snmp.entity_serial = ACCC8E123456
            ~snmp.enterprise = 368
            ~snmp.enterprise = 39165",
        );
        let message = parse(&bytes).unwrap();
        let clues = message.clues();
        trial::never_shows(&["geheim", "jan@"], &clues, "");
        let Message::Community { request_id: 77, error: 0, kind: Kind::Answer, .. } = message else {
            panic!("{message:?}")
        };
        trial::survives(read, &bytes);
    }

    #[test]
    fn a_question_shows_no_community_and_says_nothing_about_the_asker() {
        let community = Community::given("geheim");
        let inquiry = ask(161, Version::V1, &community, 5);
        let message = parse(inquiry.bytes()).unwrap();
        trial::never_shows(&["geheim"], &message.clues(), &format!("{message:?} {community:?} {inquiry:?}"));
        let bytes = format!("{:?}", b"geheim");
        assert!(!format!("{inquiry:?}").contains(bytes.trim_matches(['[', ']'])));
        assert!(message.clues().0.is_empty());
        assert!(opens(&community, inquiry.bytes()) && !opens(&Community::given("x"), inquiry.bytes()));
        trial::survives(read, inquiry.bytes());
    }

    #[test]
    fn the_engine_id_of_a_report_is_the_senders_and_of_a_question_the_receivers() {
        let question = ask_engine(161, 9);
        assert_eq!(parse(question.bytes()), Ok(Message::Engine { id: None, reportable: true }));
        let engine = [0x80, 0, 0x1f, 0x88, 3, 0, 0x40, 0x8c, 1, 2, 3];
        let build = |flags: u8| {
            let number = |n: i64| ber::wrap(0x02, &ber::integer_content(n));
            let header = [number(9), number(65_507), ber::wrap(0x04, &[flags]), number(3)].concat();
            let security = [ber::wrap(0x04, &engine), number(1), number(2)].concat();
            ber::wrap(
                0x30,
                &[number(3), ber::wrap(0x30, &header), ber::wrap(0x04, &ber::wrap(0x30, &security))].concat(),
            )
        };
        trial::check(read, &build(0), "~snmp.engine_id = 80001f880300408c010203\n~snmp.enterprise = 8072");
        assert!(read(&build(4)).unwrap().0.iter().all(|c| c.about == About::Receiver));
        trial::survives(read, &build(0));
    }

    #[test]
    fn a_trap_names_its_enterprise() {
        let number = |n: i64| ber::wrap(0x02, &ber::integer_content(n));
        let body = [
            ber::wrap(0x06, &ber::oid_content("1.3.6.1.4.1.50001").unwrap()),
            ber::wrap(0x40, &[192, 0, 2, 1]),
            number(6),
            number(1),
            ber::wrap(0x43, &[1]),
            ber::wrap(0x30, &[]),
        ];
        let fields = [number(0), ber::wrap(0x04, b"geheim"), ber::wrap(0xa4, &body.concat())];
        trial::check(read, &ber::wrap(0x30, &fields.concat()), "~snmp.enterprise = 50001");
    }

    #[test]
    fn other_bytes_are_refused() {
        for bytes in
            [&b""[..], b"\x30\x00", b"\x30\x03\x02\x01\x02", b"\x30\x03\x02\x01\x01", b"GET / HTTP/1.1"]
        {
            assert!(read(bytes).is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn messages_captured_by_others_stand_where_they_say() {
        let packets = trial::packets("ndpi", "snmp.pcap");
        trial::stand(read, packets.iter().map(|p| p.payload.as_slice()), "SNMP message");
    }
}
