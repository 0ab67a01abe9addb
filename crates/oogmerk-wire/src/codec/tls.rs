//! TLS handshakes in clear: what a client offers, what a server chooses, and the certificate it shows up to TLS 1.2.
//!
//! Records are put together by hand so that every value keeps its place, from streams cut anywhere. No keys, no
//! ciphers, nothing is ever decrypted. Client fingerprints: JA3 (Salesforce, BSD-3) and JA4 (FoxIO, BSD-3; the
//! client form only). Servers get a form of our own. Format: RFC 5246, RFC 8446, RFC 8701.

use super::certificate;
use crate::row::{Ask, Carried, Codec, Heard, Mark, Proof, Records, Secrets, Whole, Writer};
use crate::{Clues, Inquiry, Malformed, Target};
use md5::{Digest as _, Md5};
use oogmerk_bytes::runs::Runs;
use oogmerk_bytes::spanned::{Spanned, hex};
use oogmerk_model::Field;
use sha2::Sha256;
use std::ops::Range;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    proof: Proof::Proven("flights of OpenSSL 3.0; JA3 of captured hellos as tshark prints it"),
    carried: &[Carried::Records(Records {
        mark: Mark::Test(&[0x16], |b| matches!(b, [_, 3, 0..=4, ..])),
        writer,
    })],
    secrets: Secrets::Open,
    host_field: Some("tls.sni"),
    asks: &[Ask::speaker("tls", |a| Some(ask(a.at(443).port(), a.token)))],
    whole,
    heard: Heard { families: &["tls"], is_two_sided: true, ..Heard::UNSAID },
    ..Codec::new("tls", read, include_bytes!("../../../../fuzz/corpus/tls/tls12-ec.bin"))
};

/// Most handshake bytes put together of one direction of a stream.
pub const HANDSHAKE_MAX: usize = 128 * 1024;
/// Longest record: RFC 5246 section 6.2.3.
const RECORD_MAX: usize = (1 << 14) + 2048;

/// What one direction of a stream says before encryption begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// From a client.
    pub client_hello: Option<ClientHello>,
    /// From a server.
    pub server_hello: Option<ServerHello>,
    /// The first certificate of a server's chain.
    pub certificate: Option<certificate::Message>,
    /// How many certificates the chain holds, as far as seen.
    pub chain_length: usize,
    /// Level and description of an alert in clear.
    pub alert: Option<(u8, u8)>,
    /// True once ServerHelloDone was seen: a prober knows all it can.
    pub hello_done: bool,
    /// True where the handshake was cut by the end of the bytes.
    pub cut: bool,
    /// Records seen.
    pub records: usize,
    span: Range<usize>,
}

/// A ClientHello.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientHello {
    /// Version field of the hello.
    pub version: u16,
    /// Cipher suites in order.
    pub ciphers: Vec<u16>,
    /// Extension types in order.
    pub extensions: Vec<u16>,
    /// Supported groups in order.
    pub groups: Vec<u16>,
    /// Point formats in order.
    pub point_formats: Vec<u8>,
    /// Signature algorithms in order.
    pub signature_algorithms: Vec<u16>,
    /// Versions of the supported_versions extension.
    pub versions: Vec<u16>,
    /// The first protocol of ALPN.
    pub first_protocol: Option<Vec<u8>>,
    /// The server's name.
    pub server_name: Option<Spanned>,
    has_server_name: bool,
}

/// A ServerHello.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerHello {
    /// The version chosen, from supported_versions where it stands there.
    pub version: u16,
    /// The cipher suite chosen.
    pub cipher: u16,
    /// Extension types in order.
    pub extensions: Vec<u16>,
}

/// Reads the records at the start of a stream.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let mut message = Message::default();
    let mut handshake = Vec::new();
    let mut runs = Runs::default();
    let mut at = 0;
    while at < payload.len() {
        let Some(&[kind, major, minor, high, low]) =
            payload.get(at..at + 5).and_then(|h| h.first_chunk::<5>())
        else {
            message.cut = true;
            break;
        };
        let length = usize::from(u16::from_be_bytes([high, low]));
        if !(20..=24).contains(&kind) || major != 3 || minor > 4 || length > RECORD_MAX || length == 0 {
            if message.records == 0 {
                return Err(Malformed::at(at, "no TLS record"));
            }
            break;
        }
        message.records += 1;
        let start = at + 5;
        let end = start + length;
        let seen = start..end.min(payload.len());
        message.cut |= end > payload.len();
        at = end;
        match kind {
            22 => {
                let room = HANDSHAKE_MAX - handshake.len();
                let take = seen.len().min(room);
                runs.add(handshake.len(), seen.start, take);
                handshake.extend_from_slice(&payload[seen.start..seen.start + take]);
                if take < seen.len() {
                    message.cut = true;
                    break;
                }
            }
            21 if message.alert.is_none() && seen.len() == 2 => {
                message.alert = Some((payload[seen.start], payload[seen.start + 1]));
            }
            21 => {}
            _ => break, // ChangeCipherSpec or data: all that follows is encrypted
        }
    }
    message.span = 0..at.min(payload.len());
    message.read_handshake(&handshake, &runs);
    Ok(message)
}

impl Message {
    fn read_handshake(&mut self, bytes: &[u8], runs: &Runs) {
        let mut at = 0;
        while let Some(&[kind, a, b, c]) = bytes.get(at..at + 4).and_then(|h| h.first_chunk::<4>()) {
            let length = usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c);
            let start = at + 4;
            let whole = start + length <= bytes.len();
            self.cut |= !whole;
            let mut body = Fields::new(bytes, start..(start + length).min(bytes.len()));
            match kind {
                1 if whole && self.client_hello.is_none() => {
                    self.client_hello = ClientHello::read(&mut body, runs);
                }
                2 if whole && self.server_hello.is_none() => self.server_hello = ServerHello::read(&mut body),
                11 if self.certificate.is_none() => self.read_chain(&mut body, bytes, runs),
                14 => self.hello_done = true,
                _ => {}
            }
            if !whole {
                break;
            }
            at = start + length;
        }
    }

    /// TLS 1.2 form; a chain cut after its first certificate still gives that one.
    fn read_chain(&mut self, body: &mut Fields<'_>, bytes: &[u8], runs: &Runs) {
        if body.skip(3).is_none() {
            return;
        }
        while let Some(length) = body.number(3) {
            let Some(der) = body.take(length as usize) else { break };
            self.chain_length += 1;
            if self.chain_length > 1 {
                continue;
            }
            let Ok(mut leaf) = certificate::parse_at(bytes, der) else { continue };
            let moved = |span: &mut Range<usize>| match runs.outside(span) {
                Some(outer) => *span = outer,
                None => *span = self.span.clone(),
            };
            moved(&mut leaf.span);
            for piece in leaf.pieces() {
                piece.decoded |= runs.outside(&piece.span).is_none();
                moved(&mut piece.span);
            }
            self.certificate = Some(leaf);
        }
    }

    /// The fields of this message.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        let whole = Some(self.span.clone());
        if let Some(hello) = &self.client_hello {
            if let Some(name) = &hello.server_name {
                name.tell(&mut clues, "tls.sni");
            }
            clues.decoded(Field::of("tls.ja3"), hello.ja3(), whole.clone());
            clues.decoded(Field::of("tls.ja4"), hello.ja4(), whole.clone());
        }
        if let Some(hello) = &self.server_hello {
            clues.decoded(Field::of("tls.server_choice"), hello.choice(), whole);
        }
        if let Some(certificate) = &self.certificate {
            clues.0.extend(certificate.clues().0);
        }
        clues
    }
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

/// GREASE values (RFC 8701) say nothing about a client and change with every connection.
fn is_grease(value: u16) -> bool {
    value & 0x0f0f == 0x0a0a && value >> 8 == value & 0xff
}

impl ClientHello {
    fn read(body: &mut Fields<'_>, runs: &Runs) -> Option<Self> {
        let mut hello = Self { version: body.number(2)? as u16, ..Self::default() };
        body.skip(32)?;
        body.vector(1)?;
        hello.ciphers = body.vector(2)?.numbers();
        body.vector(1)?;
        if body.rest().is_empty() {
            return Some(hello); // SSL 3 and the first TLS clients have no extensions
        }
        let mut extensions = body.vector(2)?;
        while !extensions.rest().is_empty() {
            let kind = extensions.number(2)? as u16;
            let mut data = extensions.vector(2)?;
            hello.extensions.push(kind);
            match kind {
                0 => {
                    hello.has_server_name = true;
                    if let Some(name) = server_name(&mut data) {
                        let piece = Spanned::copied(data.bytes, name);
                        hello.server_name = Some(match runs.outside(&piece.span) {
                            Some(span) => Spanned { span, ..piece },
                            None => Spanned::computed(piece.value, 0..0),
                        });
                    }
                }
                10 => hello.groups = data.vector(2).map(|v| v.numbers()).unwrap_or_default(),
                11 => hello.point_formats = data.vector(1).map(|v| v.rest().to_vec()).unwrap_or_default(),
                13 => hello.signature_algorithms = data.vector(2).map(|v| v.numbers()).unwrap_or_default(),
                16 => {
                    let first = data.vector(2).and_then(|mut list| list.vector(1));
                    hello.first_protocol = first.map(|p| p.rest().to_vec());
                }
                43 => hello.versions = data.vector(1).map(|v| v.numbers()).unwrap_or_default(),
                _ => {}
            }
        }
        Some(hello)
    }

    /// The name asked for.
    pub fn server_name(&self) -> Option<&str> {
        self.server_name.as_ref().map(|n| n.value.as_str())
    }

    /// JA3: MD5 of version, ciphers, extensions, groups and point formats, decimal, GREASE left out.
    pub fn ja3(&self) -> String {
        hex(&Md5::digest(self.ja3_text()))
    }

    fn ja3_text(&self) -> String {
        let list = |values: &[u16]| {
            values.iter().filter(|v| !is_grease(**v)).map(u16::to_string).collect::<Vec<_>>().join("-")
        };
        let formats = self.point_formats.iter().map(u8::to_string).collect::<Vec<_>>().join("-");
        format!(
            "{},{},{},{},{formats}",
            self.version,
            list(&self.ciphers),
            list(&self.extensions),
            list(&self.groups)
        )
    }

    /// JA4 of TLS over TCP.
    pub fn ja4(&self) -> String {
        let clean = |values: &[u16]| values.iter().copied().filter(|v| !is_grease(*v)).collect::<Vec<_>>();
        let ciphers = clean(&self.ciphers);
        let extensions = clean(&self.extensions);
        let version = clean(&self.versions).into_iter().max().unwrap_or(self.version);
        let version = match version {
            0x0304 => "13",
            0x0303 => "12",
            0x0302 => "11",
            0x0301 => "10",
            0x0300 => "s3",
            0x0002 => "s2",
            _ => "00",
        };
        let name = if self.has_server_name { 'd' } else { 'i' };
        let head = format!(
            "t{version}{name}{:02}{:02}{}",
            ciphers.len().min(99),
            extensions.len().min(99),
            protocol_mark(self.first_protocol.as_deref())
        );
        let mut sorted_ciphers = ciphers;
        sorted_ciphers.sort_unstable();
        let mut rest: Vec<u16> = extensions.into_iter().filter(|e| !matches!(e, 0 | 16)).collect();
        rest.sort_unstable();
        let mut tail = hex_list(&rest);
        if !self.signature_algorithms.is_empty() {
            tail = format!("{tail}_{}", hex_list(&clean(&self.signature_algorithms)));
        }
        let tail = if rest.is_empty() { String::new() } else { tail };
        format!("{head}_{}_{}", short_digest(&hex_list(&sorted_ciphers)), short_digest(&tail))
    }
}

fn hex_list(values: &[u16]) -> String {
    values.iter().map(|v| format!("{v:04x}")).collect::<Vec<_>>().join(",")
}

/// The first twelve hex digits of SHA-256; twelve zeros for nothing.
fn short_digest(text: &str) -> String {
    if text.is_empty() {
        return "0".repeat(12);
    }
    hex(&Sha256::digest(text.as_bytes())[..6])
}

/// First and last character of the first ALPN value; of its hex form where one is not alphanumeric.
fn protocol_mark(protocol: Option<&[u8]>) -> String {
    let Some((first, last)) = protocol.and_then(|p| Some((*p.first()?, *p.last()?))) else {
        return "00".to_owned();
    };
    if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() {
        return [char::from(first), char::from(last)].iter().collect();
    }
    let (first, last) = (format!("{first:02x}"), format!("{last:02x}"));
    format!("{}{}", &first[..1], &last[1..])
}

fn server_name(data: &mut Fields<'_>) -> Option<Range<usize>> {
    let mut list = data.vector(2)?;
    let kind = list.number(1)?;
    let name = list.vector(2)?;
    (kind == 0).then_some(name.at..name.end)
}

impl ServerHello {
    fn read(body: &mut Fields<'_>) -> Option<Self> {
        let mut hello = Self { version: body.number(2)? as u16, ..Self::default() };
        body.skip(32)?;
        body.vector(1)?;
        hello.cipher = body.number(2)? as u16;
        body.skip(1);
        let Some(mut extensions) = body.vector(2) else { return Some(hello) };
        while let Some(kind) = extensions.number(2) {
            let Some(mut data) = extensions.vector(2) else { break };
            hello.extensions.push(kind as u16);
            if kind == 43 {
                hello.version = data.number(2).map_or(hello.version, |v| v as u16);
            }
        }
        Some(hello)
    }

    /// Version, cipher and extensions in our own form: `0303,c02f,ff01-000b`.
    pub fn choice(&self) -> String {
        let extensions = self.extensions.iter().map(|e| format!("{e:04x}")).collect::<Vec<_>>().join("-");
        format!("{:04x},{:04x},{extensions}", self.version, self.cipher)
    }
}

/// Reads big-endian numbers and length-prefixed vectors within a range.
struct Fields<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Fields<'a> {
    fn new(bytes: &'a [u8], range: Range<usize>) -> Self {
        Self { bytes, at: range.start, end: range.end }
    }

    fn take(&mut self, length: usize) -> Option<Range<usize>> {
        let end = self.at.checked_add(length).filter(|end| *end <= self.end)?;
        let range = self.at..end;
        self.at = end;
        Some(range)
    }

    fn skip(&mut self, length: usize) -> Option<()> {
        self.take(length).map(|_| ())
    }

    fn number(&mut self, width: usize) -> Option<u32> {
        let range = self.take(width)?;
        Some(self.bytes[range].iter().fold(0, |n, b| n << 8 | u32::from(*b)))
    }

    fn vector(&mut self, width: usize) -> Option<Fields<'a>> {
        let length = self.number(width)? as usize;
        let range = self.take(length)?;
        Some(Fields::new(self.bytes, range))
    }

    fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..self.end]
    }

    fn numbers(&self) -> Vec<u16> {
        self.rest().chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect()
    }
}

/// Suites a prober offers: forward secrecy first, then what old firmware has, down to 3DES and RC4.
/// Only the certificate is wanted; nothing is ever sent under any of them.
const OFFERED: [u16; 28] = [
    0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc023, 0xc027, 0xc009, 0xc013, 0xc00a, 0xc014, 0x009e,
    0x009f, 0x0067, 0x006b, 0x0033, 0x0039, 0x009c, 0x009d, 0x003c, 0x003d, 0x002f, 0x0035, 0xc012, 0x0016,
    0x000a, 0x0005,
];

/// Offers TLS 1.0 to 1.2, so that the certificate comes in clear. `random` is the hello's 32 random bytes.
pub fn ask(port: u16, random: [u8; 32]) -> Inquiry {
    let mut body = vec![3, 3];
    body.extend_from_slice(&random);
    body.push(0);
    body.extend(vector(
        2,
        &OFFERED.iter().chain(&[0x00ff]).flat_map(|c| c.to_be_bytes()).collect::<Vec<_>>(),
    ));
    body.extend([1, 0]);
    let mut extensions = Vec::new();
    let groups: Vec<u8> = [0x001du16, 0x0017, 0x0018, 0x0019].iter().flat_map(|g| g.to_be_bytes()).collect();
    let algorithms: [u16; 12] =
        [0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201, 0x0202];
    let algorithms: Vec<u8> = algorithms.iter().flat_map(|a| a.to_be_bytes()).collect();
    for (kind, data) in [(10u16, vector(2, &groups)), (11, vector(1, &[0])), (13, vector(2, &algorithms))] {
        extensions.extend(kind.to_be_bytes());
        extensions.extend(vector(2, &data));
    }
    body.extend(vector(2, &extensions));
    let bytes = record(0x0301, &handshake(1, &body));
    Inquiry::new(
        "tls",
        "the certificate, shown in clear; the handshake is then broken off",
        Target::Tcp(port),
        bytes,
    )
}

/// The close alert that ends a question on its own connection.
pub fn farewell(port: u16) -> Inquiry {
    Inquiry::new("tls", "close alert after the certificate", Target::Tcp(port), vec![21, 3, 1, 0, 2, 1, 0])
}

/// A server's first flight for the simulator: ServerHello, Certificate, ServerHelloDone (RSA key exchange).
pub fn write(version: u16, cipher: u16, random: [u8; 32], chain: &[&[u8]]) -> Vec<u8> {
    let mut hello = version.to_be_bytes().to_vec();
    hello.extend_from_slice(&random);
    hello.push(0);
    hello.extend(cipher.to_be_bytes());
    hello.push(0);
    hello.extend(vector(2, &[0xff, 0x01, 0, 1, 0]));
    let certificates: Vec<u8> = chain.iter().flat_map(|der| vector(3, der)).collect();
    let mut flight = handshake(2, &hello);
    flight.extend(handshake(11, &vector(3, &certificates)));
    flight.extend(handshake(14, &[]));
    record(version, &flight)
}

fn vector(width: usize, content: &[u8]) -> Vec<u8> {
    let length = (content.len() as u64).to_be_bytes();
    let mut out = length[8 - width..].to_vec();
    out.extend_from_slice(content);
    out
}

fn handshake(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut out = vec![kind];
    out.extend(vector(3, body));
    out
}

fn record(version: u16, content: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for part in content.chunks(1 << 14) {
        out.push(22);
        out.extend(version.to_be_bytes());
        out.extend(vector(2, part));
    }
    out
}

/// Where the run of readable handshake records ends.
fn whole(bytes: &[u8]) -> Whole {
    let mut at = 0;
    let mut messages: Vec<u8> = Vec::new();
    loop {
        let Some(&[kind, major, _, high, low]) = bytes.get(at..).and_then(|b| b.first_chunk::<5>()) else {
            return Whole::More;
        };
        if kind != 22 || major != 3 {
            return Whole::Ends(at);
        }
        let end = at + 5 + usize::from(u16::from_be_bytes([high, low]));
        let Some(record) = bytes.get(at + 5..end) else { return Whole::More };
        messages.extend_from_slice(record);
        at = end;
        // ClientHello (1) and ServerHelloDone (14) end what one side has to say in clear.
        let mut rest = messages.as_slice();
        while let Some(&[kind, a, b, c]) = rest.first_chunk::<4>() {
            let length = 4 + (usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c));
            let Some(after) = rest.get(length..) else { break };
            if matches!(kind, 1 | 14) {
                return Whole::Ends(at);
            }
            rest = after;
        }
    }
}

/// Who wrote a flight: its first message is the client's hello or the server's.
fn writer(bytes: &[u8]) -> Option<Writer> {
    match bytes.get(5) {
        Some(1) => Some(Writer::Client),
        Some(2) => Some(Writer::Server),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::trial;
    use super::*;

    fn hello() -> ClientHello {
        ClientHello {
            version: 0x0301,
            ciphers: vec![47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4],
            extensions: vec![0, 10, 11],
            groups: vec![23, 24, 25],
            point_formats: vec![0],
            ..ClientHello::default()
        }
    }

    #[test]
    fn ja3_gives_the_published_example() {
        // The worked example of the JA3 description (salesforce/ja3, README).
        let text = "769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0";
        assert_eq!(hello().ja3_text(), text);
        assert_eq!(hello().ja3(), "ada70206e40642a3e4461f35503241d5");
        let greased = ClientHello {
            ciphers: [&[0x0a0a], &hello().ciphers[..]].concat(),
            extensions: [&hello().extensions[..], &[0xfafa]].concat(),
            groups: [&[0x1a1a], &hello().groups[..]].concat(),
            ..hello()
        };
        assert_eq!(greased.ja3(), hello().ja3());
    }

    #[test]
    fn ja4_gives_the_published_example() {
        // The worked example of the JA4 description (FoxIO-LLC/ja4, technical details of JA4).
        let hello = ClientHello {
            version: 0x0303,
            versions: vec![0x0a0a, 0x0304, 0x0303],
            ciphers: vec![
                0x0a0a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013,
                0xc014, 0x009c, 0x009d, 0x002f, 0x0035,
            ],
            extensions: vec![
                0x1a1a, 0x001b, 0x0000, 0x0033, 0x0010, 0x4469, 0x0017, 0x002d, 0x000d, 0x0005, 0x0023,
                0x0012, 0x002b, 0xff01, 0x000b, 0x000a, 0x0015,
            ],
            signature_algorithms: vec![0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601],
            first_protocol: Some(b"h2".to_vec()),
            has_server_name: true,
            ..ClientHello::default()
        };
        assert_eq!(hello.ja4(), "t13d1516h2_8daaf6152771_e5627efa2ab1");
        assert_eq!(ClientHello::default().ja4(), "t00i000000_000000000000_000000000000");
        assert_eq!(protocol_mark(Some(b"\xab\xcd")), "ad");
        assert_eq!(protocol_mark(Some(b"http/1.1")), "h1");
    }

    #[test]
    fn our_question_is_a_hello_that_others_can_read() {
        let inquiry = ask(443, [7; 32]);
        let message = parse(inquiry.bytes()).unwrap();
        let hello = message.client_hello.unwrap();
        assert_eq!(hello.ciphers.len(), OFFERED.len() + 1);
        assert!(hello.versions.is_empty() && hello.server_name().is_none());
        trial::survives(read, inquiry.bytes());
        assert_eq!(parse(farewell(443).bytes()).unwrap().alert, Some((1, 0)));
    }

    #[test]
    fn a_server_flight_gives_choice_and_certificate_however_it_is_cut_into_records() {
        let der = certificate::tests::sample();
        let flight = write(0x0301, 0x002f, [9; 32], &[&der, &der]);
        let whole = parse(&flight).unwrap();
        assert!(whole.hello_done && !whole.cut);
        assert_eq!(whole.chain_length, 2);
        let clues = read(&flight).unwrap();
        trial::places_hold(&clues, &flight);
        assert_eq!(clues.first("tls.server_choice"), Some("0301,002f,ff01"));
        assert_eq!(clues.first("tls.subject"), Some(r"CN=192.0.2.7,O=Example\, Inc.,C=BE"));
        let content = &flight[5..];
        for size in [1, 7, 100, 1000] {
            let mut cut = Vec::new();
            for part in content.chunks(size) {
                cut.extend(record(0x0301, part));
            }
            let again = read(&cut).unwrap();
            trial::places_hold(&again, &cut);
            let text = |c: &Clues| c.0.iter().map(|c| (c.field.clone(), c.value.clone())).collect::<Vec<_>>();
            assert_eq!(text(&clues), text(&again), "{size}");
        }
        trial::survives(read, &flight);
    }

    #[test]
    fn a_name_asked_for_is_copied_from_its_place() {
        let name = b"cam.example";
        let mut body = vec![3, 3];
        body.extend([1; 32]);
        body.push(0);
        body.extend(vector(2, &[0x13, 0x01]));
        body.extend([1, 0]);
        let entry = [&[0][..], &vector(2, name)].concat();
        let data = vector(2, &vector(2, &entry));
        body.extend(vector(2, &[&[0, 0][..], &data].concat()));
        let bytes = record(0x0301, &handshake(1, &body));
        let clues = read(&bytes).unwrap();
        trial::places_hold(&clues, &bytes);
        let sni = &clues.0[0];
        assert_eq!((sni.field.as_str(), sni.value.as_str(), sni.decoded), ("tls.sni", "cam.example", false));
        trial::survives(read, &bytes);
    }

    #[test]
    fn a_hello_that_is_not_whole_gives_no_fingerprint() {
        let bytes = ask(443, [7; 32]).bytes().to_vec();
        for end in 0..bytes.len() {
            if let Ok(message) = parse(&bytes[..end]) {
                assert_eq!(message.client_hello, None, "{end}");
                assert!(message.cut || message.records == 0);
            }
        }
    }

    #[test]
    fn a_hello_by_others_gives_the_ja3_that_others_print() {
        let bytes = include_bytes!("../../../../samples/tls/openssl-hello.bin");
        let clues = read(bytes).unwrap();
        trial::places_hold(&clues, bytes);
        assert_eq!(clues.first("tls.sni"), Some("cam.example"));
        assert_eq!(clues.first("tls.ja3"), Some("5a1edc7f170af1014fc65c994878e63c"));
        assert!(clues.first("tls.ja4").is_some_and(|j| j.starts_with("t13d3111h2_")));
        assert_eq!(
            parse(ask(443, [7; 32]).bytes()).unwrap().client_hello.unwrap().ja3(),
            "38b78a954d372cee89619c183e1474b4"
        );
    }

    #[test]
    fn flights_by_others_give_their_certificate() {
        let flights: [(&[u8], &str); 3] = [
            (include_bytes!("../../../../samples/tls/tls12-rsa.bin"), "CN=192.0.2.64,"),
            (include_bytes!("../../../../samples/tls/tls10-rsa.bin"), "CN=192.0.2.64,"),
            (include_bytes!("../../../../samples/tls/tls12-ec.bin"), "O=X,CN=cam-ü"),
        ];
        for (flight, subject) in flights {
            let clues = read(flight).unwrap();
            trial::places_hold(&clues, flight);
            assert!(clues.first("tls.subject").is_some_and(|s| s.contains(subject)), "{clues:?}");
            assert!(parse(flight).unwrap().hello_done);
        }
    }

    #[test]
    fn flights_captured_by_others_stand_where_they_say() {
        let packets = trial::packets("iot-sentinel", "D-LinkSiren/Setup-A-1-STA.pcap");
        let flights = packets.iter().map(|p| p.payload.as_slice()).filter(|p| p.starts_with(&[22, 3]));
        trial::stand(read, flights, "TLS flight");
    }
}
