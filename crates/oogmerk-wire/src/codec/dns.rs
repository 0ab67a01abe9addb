//! DNS messages: header, questions and the records the house uses, with the place of each. Also the ground of mDNS
//! and LLMNR. What it is not: a resolver; and it never turns a question into evidence (that is decided by readers,
//! who know whether the subject is a person's). Source: RFC 1035 §4, RFC 2782 (SRV), RFC 3596 (AAAA), RFC 6762 §18.

use crate::lesson;
use crate::row::{Carried, Codec, Datagrams, Heard, Lesson, Proof, Secrets};
use crate::{Clues, Malformed};
use oogmerk_bytes::spanned::Spanned;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    proof: Proof::Proven("captures of devices being installed, published by IoT Sentinel"),
    carried: &[Carried::Datagrams(Datagrams::on(&[53]))],
    secrets: Secrets::Open,
    varies: 2,
    lesson: Lesson::Names(lesson::lookup),
    host_field: Some("dns.question"),
    heard: Heard { families: &["dns"], is_two_sided: true, ..Heard::UNSAID },
    ..Codec::new("dns", read, include_bytes!("../../../../fuzz/corpus/dns/version.bin"))
};

/// Questions and records read at most.
pub const ENTRIES_MAX: usize = 512;
const NAME_MAX: usize = 255;

/// Record and question types used here.
pub mod kind {
    /// IPv4 address.
    pub const A: u16 = 1;
    /// Alias.
    pub const CNAME: u16 = 5;
    /// Pointer.
    pub const PTR: u16 = 12;
    /// Text.
    pub const TXT: u16 = 16;
    /// IPv6 address.
    pub const AAAA: u16 = 28;
    /// Service.
    pub const SRV: u16 = 33;
    /// Any type (questions only).
    pub const ANY: u16 = 255;
}

/// Internet class.
pub const IN: u16 = 1;
/// Chaos class.
pub const CHAOS: u16 = 3;

/// A name as its labels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// Labels from the left.
    pub labels: Vec<String>,
    /// The bytes at the place where the name was met (a pointer is two bytes).
    pub span: Range<usize>,
}

impl Name {
    /// A name given with dots; the root is the empty text.
    pub fn dotted(text: &str) -> Self {
        Self::of(text.split('.').filter(|l| !l.is_empty()))
    }

    /// A name given by labels, which may hold dots.
    pub fn of<'a>(labels: impl IntoIterator<Item = &'a str>) -> Self {
        Self { labels: labels.into_iter().map(str::to_owned).collect(), span: 0..0 }
    }

    /// Labels joined by dots, case kept.
    pub fn text(&self) -> String {
        self.labels.join(".")
    }

    /// Whether it is this name, case ignored.
    pub fn is(&self, dotted: &str) -> bool {
        self.text().eq_ignore_ascii_case(dotted)
    }

    /// As a value with its place; always decoded, because labels carry lengths, not dots.
    pub fn spanned(&self) -> Spanned {
        Spanned::computed(self.text(), self.span.clone())
    }
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Name asked for.
    pub name: Name,
    /// Type.
    pub kind: u16,
    /// Class, the top bit of mDNS taken off.
    pub class: u16,
    /// mDNS: a unicast answer is wanted (the top bit of the class).
    pub unicast: bool,
}

/// Where a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Answers.
    Answer,
    /// Authority; in an mDNS probe, what the prober wants to own.
    Authority,
    /// Additional.
    Additional,
}

/// What a record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// IPv4 address.
    A(Ipv4Addr),
    /// IPv6 address.
    Aaaa(Ipv6Addr),
    /// Another name of the owner.
    Cname(Name),
    /// A name pointed to.
    Ptr(Name),
    /// Port and host of a service.
    Srv(u16, Name),
    /// Texts.
    Txt(Vec<Spanned>),
    /// Anything else, unread.
    Other,
}

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Where it stands.
    pub section: Section,
    /// Owner.
    pub name: Name,
    /// Type.
    pub kind: u16,
    /// Class, the top bit of mDNS taken off.
    pub class: u16,
    /// Seconds.
    pub ttl: u32,
    /// Where its data stands.
    pub span: Range<usize>,
    /// Its data.
    pub data: Data,
}

/// One message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Transaction.
    pub id: u16,
    /// Flags as sent.
    pub flags: u16,
    /// Questions.
    pub questions: Vec<Question>,
    /// Records of all sections, in order.
    pub records: Vec<Record>,
    /// Where reading stopped, if the message ends before its counts say or is broken there.
    pub stopped: Option<usize>,
}

/// Reads one message (without the length TCP puts in front). What stands before a cut or a broken record is kept.
/// Malformed where the header is no DNS header or its first entry cannot be read.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let header: &[u8; 12] =
        payload.first_chunk().ok_or(Malformed::at(payload.len(), "shorter than a DNS header"))?;
    let word = |at: usize| u16::from_be_bytes([header[at], header[at + 1]]);
    let mut message = Message { id: word(0), flags: word(2), ..Message::default() };
    if (message.flags >> 11) & 0xf > 6 {
        return Err(Malformed::at(2, "no DNS operation"));
    }
    let counts = [word(4), word(6), word(8), word(10)].map(usize::from);
    let most = payload.len() / 5;
    if counts.iter().sum::<usize>() > most.max(1) * 4 {
        return Err(Malformed::at(4, "more entries stated than the bytes could hold"));
    }
    let mut reader = Reader { payload, at: 12 };
    let mut budget = ENTRIES_MAX;
    for _ in 0..counts[0] {
        let start = reader.at;
        match reader.question().filter(|_| budget > 0) {
            Some(question) => message.questions.push(question),
            None => return message.stop(start),
        }
        budget -= 1;
    }
    for (count, section) in counts[1..].iter().zip([Section::Answer, Section::Authority, Section::Additional])
    {
        for _ in 0..*count {
            let start = reader.at;
            match reader.record(section).filter(|_| budget > 0) {
                Some(record) => message.records.push(record),
                None => return message.stop(start),
            }
            budget -= 1;
        }
    }
    Ok(message)
}

/// Bytes to clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    Ok(parse(payload)?.clues())
}

impl Message {
    fn stop(mut self, at: usize) -> Result<Self, Malformed> {
        if self.questions.is_empty() && self.records.is_empty() {
            return Err(Malformed::at(at, "its first entry cannot be read"));
        }
        self.stopped = Some(at);
        Ok(self)
    }

    /// Whether it is an answer.
    pub fn is_response(&self) -> bool {
        self.flags & 0x8000 != 0
    }

    /// Response code: 0 for success, 3 where the name does not exist.
    pub fn response_code(&self) -> u8 {
        (self.flags & 0xf) as u8
    }

    /// Names asked for with addresses given: what the reader needs to name later contacts. Aliases are followed
    /// back to the name asked for.
    pub fn addresses(&self) -> Vec<(String, std::net::IpAddr)> {
        let mut found = Vec::new();
        for record in self.records.iter().filter(|r| r.section == Section::Answer) {
            let ip = match record.data {
                Data::A(ip) => ip.into(),
                Data::Aaaa(ip) => ip.into(),
                _ => continue,
            };
            found.push((self.asked_for(&record.name.text()), ip));
        }
        found
    }

    fn asked_for(&self, owner: &str) -> String {
        let mut name = owner.to_owned();
        for _ in 0..16 {
            let alias =
                self.records.iter().find(|r| matches!(&r.data, Data::Cname(target) if target.is(&name)));
            match alias {
                Some(record) if !record.name.is(&name) => name = record.name.text(),
                _ => break,
            }
        }
        name
    }

    /// Only the answer to `version.bind`; names stay with the reader.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        if self.is_response() {
            for record in self.records.iter().filter(|r| r.class == CHAOS && r.name.is("version.bind")) {
                if let Data::Txt(texts) = &record.data {
                    for text in texts {
                        text.tell(&mut clues, "dns.version_bind");
                    }
                }
            }
        }
        clues
    }

    /// The message as bytes, names uncompressed. Labels longer than 63 bytes are cut.
    pub fn write(&self) -> Vec<u8> {
        let count = |section| self.records.iter().filter(|r| r.section == section).count();
        let mut out = Vec::new();
        for word in [
            self.id,
            self.flags,
            self.questions.len() as u16,
            count(Section::Answer) as u16,
            count(Section::Authority) as u16,
            count(Section::Additional) as u16,
        ] {
            out.extend_from_slice(&word.to_be_bytes());
        }
        for q in &self.questions {
            put_name(&mut out, &q.name);
            out.extend_from_slice(&q.kind.to_be_bytes());
            out.extend_from_slice(&(q.class | if q.unicast { 0x8000 } else { 0 }).to_be_bytes());
        }
        for section in [Section::Answer, Section::Authority, Section::Additional] {
            for record in self.records.iter().filter(|r| r.section == section) {
                put_record(&mut out, record);
            }
        }
        out
    }
}

impl Record {
    /// A record to be written.
    pub fn of(section: Section, name: Name, ttl: u32, data: Data) -> Self {
        let kind = match data {
            Data::A(_) => kind::A,
            Data::Aaaa(_) => kind::AAAA,
            Data::Cname(_) => kind::CNAME,
            Data::Ptr(_) => kind::PTR,
            Data::Srv(..) => kind::SRV,
            Data::Txt(_) | Data::Other => kind::TXT,
        };
        Self { section, name, kind, class: IN, ttl, span: 0..0, data }
    }
}

/// A question of one name, for the simulator.
pub fn write_query(id: u16, name: &str, kind: u16) -> Vec<u8> {
    let question = Question { name: Name::dotted(name), kind, class: IN, unicast: false };
    Message { id, flags: 0x0100, questions: vec![question], ..Message::default() }.write()
}

/// The answer to a question, for the simulator; no data means that the name does not exist.
pub fn write_answer(id: u16, name: &str, kind: u16, data: Vec<Data>) -> Vec<u8> {
    let question = Question { name: Name::dotted(name), kind, class: IN, unicast: false };
    let flags = if data.is_empty() { 0x8183 } else { 0x8180 };
    let records = data.into_iter().map(|d| Record::of(Section::Answer, Name::dotted(name), 300, d)).collect();
    Message { id, flags, questions: vec![question], records, stopped: None }.write()
}

fn put_name(out: &mut Vec<u8>, name: &Name) {
    for label in name.labels.iter().filter(|l| !l.is_empty()) {
        let bytes = &label.as_bytes()[..label.len().min(63)];
        out.push(bytes.len() as u8);
        out.extend_from_slice(bytes);
    }
    out.push(0);
}

fn put_record(out: &mut Vec<u8>, record: &Record) {
    put_name(out, &record.name);
    out.extend_from_slice(&record.kind.to_be_bytes());
    out.extend_from_slice(&record.class.to_be_bytes());
    out.extend_from_slice(&record.ttl.to_be_bytes());
    let mut data = Vec::new();
    match &record.data {
        Data::A(ip) => data.extend_from_slice(&ip.octets()),
        Data::Aaaa(ip) => data.extend_from_slice(&ip.octets()),
        Data::Cname(name) | Data::Ptr(name) => put_name(&mut data, name),
        Data::Srv(port, host) => {
            data.extend_from_slice(&[0; 4]);
            data.extend_from_slice(&port.to_be_bytes());
            put_name(&mut data, host);
        }
        Data::Txt(texts) => {
            for text in texts {
                let bytes = &text.value.as_bytes()[..text.value.len().min(255)];
                data.push(bytes.len() as u8);
                data.extend_from_slice(bytes);
            }
            if texts.is_empty() {
                data.push(0);
            }
        }
        Data::Other => {}
    }
    out.extend_from_slice(&(data.len() as u16).to_be_bytes());
    out.extend_from_slice(&data);
}

struct Reader<'a> {
    payload: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let bytes = self.payload.get(self.at..)?.first_chunk::<N>()?;
        self.at += N;
        Some(*bytes)
    }

    fn word(&mut self) -> Option<u16> {
        self.take().map(u16::from_be_bytes)
    }

    /// A name, compression undone. Pointers must point back before the place they were met first, so reading ends.
    fn name(&mut self) -> Option<Name> {
        let start = self.at;
        let mut labels = Vec::new();
        let mut length = 0;
        let mut at = self.at;
        let mut lowest = start;
        let mut end = None;
        loop {
            let first = *self.payload.get(at)?;
            match first >> 6 {
                0 if first == 0 => {
                    at += 1;
                    break;
                }
                0 => {
                    let label = self.payload.get(at + 1..at + 1 + usize::from(first))?;
                    length += label.len() + 1;
                    if length > NAME_MAX {
                        return None;
                    }
                    labels.push(String::from_utf8_lossy(label).into_owned());
                    at += 1 + label.len();
                }
                3 => {
                    let second = *self.payload.get(at + 1)?;
                    let target = usize::from(first & 0x3f) << 8 | usize::from(second);
                    end.get_or_insert(at + 2);
                    if target >= lowest {
                        return None;
                    }
                    lowest = target;
                    at = target;
                }
                _ => return None,
            }
        }
        self.at = end.unwrap_or(at);
        Some(Name { labels, span: start..self.at })
    }

    fn question(&mut self) -> Option<Question> {
        let name = self.name()?;
        let kind = self.word()?;
        let class = self.word()?;
        Some(Question { name, kind, class: class & 0x7fff, unicast: class & 0x8000 != 0 })
    }

    fn record(&mut self, section: Section) -> Option<Record> {
        let name = self.name()?;
        let kind = self.word()?;
        let class = self.word()?;
        let ttl = u32::from_be_bytes(self.take()?);
        let length = usize::from(self.word()?);
        let start = self.at;
        let end = start + length;
        self.payload.get(start..end)?;
        let data = self.data(kind, end).unwrap_or(Data::Other);
        self.at = end;
        // EDNS puts sizes and flags where class and time stand; the class is then no class.
        Some(Record { section, name, kind, class: class & 0x7fff, ttl, span: start..end, data })
    }

    fn data(&mut self, kind: u16, end: usize) -> Option<Data> {
        let length = end - self.at;
        Some(match kind {
            kind::A if length == 4 => Data::A(self.take::<4>()?.into()),
            kind::AAAA if length == 16 => Data::Aaaa(self.take::<16>()?.into()),
            kind::CNAME => Data::Cname(self.name_before(end)?),
            kind::PTR => Data::Ptr(self.name_before(end)?),
            kind::SRV => {
                let [_, _, _, _, high, low] = self.take()?;
                Data::Srv(u16::from_be_bytes([high, low]), self.name_before(end)?)
            }
            kind::TXT => {
                let mut texts = Vec::new();
                while self.at < end {
                    let [length] = self.take()?;
                    let stop = (self.at + usize::from(length)).min(end);
                    let text = Spanned::copied(self.payload, self.at..stop);
                    if !text.is_empty() {
                        texts.push(text);
                    }
                    self.at = stop;
                }
                Data::Txt(texts)
            }
            _ => Data::Other,
        })
    }

    fn name_before(&mut self, end: usize) -> Option<Name> {
        let name = self.name()?;
        (self.at <= end).then_some(name)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::codec::proof;
    use simple_dns::rdata::{A, CNAME, RData, TXT};
    use simple_dns::{CLASS, Name as PeerName, Packet, PacketFlag, Question as PeerQuestion, ResourceRecord};

    fn peer_answer() -> Vec<u8> {
        let mut packet = Packet::new_reply(7);
        packet.set_flags(PacketFlag::AUTHORITATIVE_ANSWER);
        let name = PeerName::new_unchecked("www.example.test");
        let alias = PeerName::new_unchecked("edge.example.test");
        packet.questions.push(PeerQuestion::new(
            name.clone(),
            simple_dns::TYPE::A.into(),
            CLASS::IN.into(),
            false,
        ));
        packet.answers.push(ResourceRecord::new(name, CLASS::IN, 60, RData::CNAME(CNAME(alias.clone()))));
        packet.answers.push(ResourceRecord::new(alias, CLASS::IN, 60, RData::A(A { address: 0xc000_0207 })));
        let version = PeerName::new_unchecked("version.bind");
        packet.answers.push(ResourceRecord::new(
            version,
            CLASS::CH,
            0,
            RData::TXT(TXT::new().with_string("tiny-1.0").unwrap()),
        ));
        packet.build_bytes_vec_compressed().unwrap()
    }

    #[test]
    fn a_compressed_answer_of_another_library_is_understood() {
        let bytes = peer_answer();
        let message = parse(&bytes).unwrap();
        assert!(message.is_response());
        assert_eq!(message.response_code(), 0);
        assert_eq!(message.questions[0].name.text(), "www.example.test");
        assert_eq!(
            message.addresses(),
            [("www.example.test".to_owned(), Ipv4Addr::new(192, 0, 2, 7).into())]
        );
        proof::golden(read, &bytes, &["dns.version_bind=tiny-1.0"]);
    }

    #[test]
    fn what_is_written_another_library_understands() {
        let bytes = write_answer(9, "cam.example.test", kind::A, vec![Data::A(Ipv4Addr::new(192, 0, 2, 9))]);
        let packet = Packet::parse(&bytes).unwrap();
        assert_eq!(packet.answers[0].name.to_string(), "cam.example.test");
        assert!(matches!(&packet.answers[0].rdata, RData::A(a) if a.address == 0xc000_0209));
        let query = write_query(9, "cam.example.test", kind::AAAA);
        assert_eq!(Packet::parse(&query).unwrap().questions[0].qname.to_string(), "cam.example.test");
        assert_eq!(parse(&query).unwrap().write(), query);
        assert_eq!(parse(&write_answer(9, "no.example.test", kind::A, vec![])).unwrap().response_code(), 3);
    }

    #[test]
    fn pointers_that_do_not_point_back_are_refused() {
        let mut loops = write_query(1, "a", kind::A);
        loops.truncate(12);
        loops.extend_from_slice(&[0xc0, 12, 0, 1, 0, 1]);
        assert!(parse(&loops).is_err());
        let mut long = write_query(1, "", kind::A);
        long.truncate(12);
        for _ in 0..10 {
            long.push(63);
            long.extend_from_slice(&[b'x'; 63]);
        }
        long.extend_from_slice(&[0, 0, 1, 0, 1]);
        assert!(parse(&long).is_err());
    }

    #[test]
    fn a_cut_message_keeps_what_stood_before() {
        let bytes = peer_answer();
        let message = parse(&bytes[..bytes.len() - 3]).unwrap();
        assert_eq!(message.records.len(), 2);
        assert!(message.stopped.is_some());
    }

    #[test]
    fn no_bytes_make_it_panic() {
        proof::survives(read, &peer_answer());
        assert!(parse(b"").is_err());
        assert!(parse(b"GET / HTTP/1.1\r\n\r\n").is_err());
    }
}
