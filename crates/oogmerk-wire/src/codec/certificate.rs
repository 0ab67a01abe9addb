//! X.509 certificates of devices: names, dates and digests. Nothing is validated and no signature is checked.
//!
//! Firmware makes certificates that strict readers refuse (negative serials, impossible dates, raw bytes in names);
//! what can be read of them is read. Format: RFC 5280, RFC 7468.

use crate::row::{Codec, Heard, Proof};
use crate::{Clues, Malformed};
use base64::Engine;
use oogmerk_bytes::ber::{self, Reader, Tagged};
use oogmerk_bytes::spanned::{Spanned, hex};
use oogmerk_model::Field;
use sha2::{Digest, Sha256};
use std::ops::Range;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    proof: Proof::Proven("names, dates and digests as OpenSSL 3.0 prints them"),
    heard: Heard { families: &["tls"], ..Heard::UNSAID },
    ..Codec::new(
        "tls-certificate",
        read,
        include_bytes!("../../../../fuzz/corpus/tls-certificate/openssl.der"),
    )
};

/// Longest certificate read, in bytes.
pub const CERTIFICATE_MAX: usize = 64 * 1024;

/// What a certificate says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Subject as RFC 4514 text, `CN=…,O=…,C=…`: the last part of the certificate's name comes first.
    pub subject: Spanned,
    /// Issuer, likewise.
    pub issuer: Spanned,
    /// Start of validity, as `2024-01-31T00:00:00Z` where it is a date.
    pub not_before: Spanned,
    /// End of validity, likewise.
    pub not_after: Spanned,
    /// Subject alternative names: DNS names, addresses, URIs, mail.
    pub names: Vec<Spanned>,
    /// SHA-256 of the certificate, hex.
    pub digest: String,
    /// SHA-256 of the SubjectPublicKeyInfo, hex.
    pub key_digest: String,
    /// The certificate's bytes.
    pub span: Range<usize>,
}

/// Attribute types with short names (RFC 4514 section 3 and common use).
const ATTRIBUTES: &[(&str, &str)] = &[
    ("2.5.4.3", "CN"),
    ("2.5.4.4", "SN"),
    ("2.5.4.5", "serialNumber"),
    ("2.5.4.6", "C"),
    ("2.5.4.7", "L"),
    ("2.5.4.8", "ST"),
    ("2.5.4.9", "street"),
    ("2.5.4.10", "O"),
    ("2.5.4.11", "OU"),
    ("2.5.4.12", "title"),
    ("2.5.4.13", "description"),
    ("2.5.4.17", "postalCode"),
    ("2.5.4.42", "GN"),
    ("2.5.4.97", "organizationIdentifier"),
    ("1.2.840.113549.1.9.1", "emailAddress"),
    ("1.2.840.113549.1.9.2", "unstructuredName"),
    ("1.2.840.113549.1.9.8", "unstructuredAddress"),
    ("0.9.2342.19200300.100.1.1", "UID"),
    ("0.9.2342.19200300.100.1.25", "DC"),
];

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const OID: u8 = 0x06;
const INTEGER: u8 = 0x02;

/// Reads one certificate, DER or PEM. Of a PEM file with several, the first.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    if let Some((der, span)) = pem(payload) {
        let mut message = parse_at(&der, 0..der.len())?;
        for piece in message.pieces() {
            piece.span = span.clone();
            piece.decoded = true;
        }
        message.span = span;
        return Ok(message);
    }
    parse_at(payload, 0..payload.len())
}

/// Reads a DER certificate standing within a payload; places are in the payload.
pub fn parse_at(payload: &[u8], span: Range<usize>) -> Result<Message, Malformed> {
    let start = span.start;
    let refuse = |reason| Malformed::at(start, reason);
    let mut outer = Reader::new(payload, span);
    let certificate = outer.take(SEQUENCE).ok_or(refuse("no certificate sequence"))?;
    if certificate.whole.len() > CERTIFICATE_MAX {
        return Err(refuse("certificate is longer than 64 KiB"));
    }
    let mut inner = outer.inside(&certificate);
    let tbs = inner.take(SEQUENCE).ok_or(refuse("no certificate content"))?;
    let mut fields = inner.inside(&tbs);
    fields.take(0xa0); // version
    fields.take(INTEGER).ok_or(refuse("no serial number"))?;
    fields.take(SEQUENCE).ok_or(refuse("no signature algorithm"))?;
    let issuer = fields.take(SEQUENCE).ok_or(refuse("no issuer"))?;
    let validity = fields.take(SEQUENCE).ok_or(refuse("no validity"))?;
    let subject = fields.take(SEQUENCE).ok_or(refuse("no subject"))?;
    let key = fields.take(SEQUENCE).ok_or(refuse("no public key"))?;
    let mut dates = fields.inside(&validity);
    let mut message = Message {
        subject: name(payload, &fields, &subject),
        issuer: name(payload, &fields, &issuer),
        not_before: date(payload, dates.read()),
        not_after: date(payload, dates.read()),
        names: Vec::new(),
        digest: hex(&Sha256::digest(&payload[certificate.whole.clone()])),
        key_digest: hex(&Sha256::digest(&payload[key.whole])),
        span: certificate.whole,
    };
    while let Some(extra) = fields.read() {
        if extra.tag == 0xa3 {
            message.names = alternative_names(payload, &fields, &extra);
        }
    }
    Ok(message)
}

fn pem(payload: &[u8]) -> Option<(Vec<u8>, Range<usize>)> {
    let begin = memchr::memmem::find(payload, b"-----BEGIN ")?;
    let label = begin + 11 + memchr::memmem::find(&payload[begin + 11..], b"-----")? + 5;
    memchr::memmem::find(&payload[begin..label], b"CERTIFICATE")?;
    let end = label + memchr::memmem::find(&payload[label..], b"-----END")?;
    if end - label > 2 * CERTIFICATE_MAX {
        return None;
    }
    let text: Vec<u8> = payload[label..end].iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
    let der = base64::engine::general_purpose::STANDARD.decode(text).ok()?;
    Some((der, label..end))
}

fn name(payload: &[u8], reader: &Reader<'_>, sequence: &Tagged) -> Spanned {
    let mut parts: Vec<String> = Vec::new();
    let mut sets = reader.inside(sequence);
    while let Some(set) = sets.read() {
        if set.tag != SET || parts.len() >= 64 {
            continue;
        }
        let mut pairs = sets.inside(&set);
        let mut together: Vec<String> = Vec::new();
        while let Some(pair) = pairs.read() {
            let mut inside = pairs.inside(&pair);
            let Some(kind) = inside.take(OID) else { continue };
            let Some(value) = inside.read() else { continue };
            let Some(kind) = ber::oid(&payload[kind.content]) else { continue };
            let short =
                ATTRIBUTES.iter().find(|(oid, _)| *oid == kind).map_or(kind.as_str(), |(_, short)| short);
            together.push(format!("{short}={}", escaped(&ber::text(value.tag, &payload[value.content]))));
        }
        if !together.is_empty() {
            parts.push(together.join("+"));
        }
    }
    parts.reverse();
    Spanned::computed(parts.join(","), sequence.whole.clone())
}

/// A value with the characters escaped that RFC 4514 section 2.4 names.
fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for (at, c) in value.char_indices() {
        let first = at == 0 && matches!(c, ' ' | '#');
        let last = at + 1 == value.len() && c == ' ';
        match c {
            '\0' => out.push_str("\\00"),
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => out.extend(['\\', c]),
            c if first || last => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// A UTCTime or GeneralizedTime in RFC 3339 form; what is no date stays as it stands.
fn date(payload: &[u8], tagged: Option<Tagged>) -> Spanned {
    let Some(tagged) = tagged else { return Spanned::default() };
    let raw = Spanned::copied(payload, tagged.content.clone());
    let digits: String = raw.value.chars().take_while(char::is_ascii_digit).collect();
    let full = match (tagged.tag, digits.len()) {
        (0x17, 10 | 12) => {
            // RFC 5280 4.1.2.5.1: years from 50 on are of the last century.
            let century = if digits.as_bytes() >= b"50".as_slice() { "19" } else { "20" };
            format!("{century}{digits}")
        }
        (0x18, 12 | 14) => digits,
        _ => return raw,
    };
    let seconds = full.get(12..14).unwrap_or("00");
    let text = format!(
        "{}-{}-{}T{}:{}:{seconds}Z",
        &full[..4],
        &full[4..6],
        &full[6..8],
        &full[8..10],
        &full[10..12]
    );
    Spanned::computed(text, tagged.content)
}

fn alternative_names(payload: &[u8], reader: &Reader<'_>, extensions: &Tagged) -> Vec<Spanned> {
    let mut names = Vec::new();
    let mut outer = reader.inside(extensions);
    let Some(sequence) = outer.take(SEQUENCE) else { return names };
    let mut each = outer.inside(&sequence);
    while let Some(extension) = each.read() {
        let mut parts = each.inside(&extension);
        let is_san = parts.take(OID).is_some_and(|oid| payload[oid.content] == [0x55, 0x1d, 0x11]);
        if !is_san {
            continue;
        }
        parts.take(0x01); // critical
        let Some(octets) = parts.take(0x04) else { continue };
        let mut inside = parts.inside(&octets);
        let Some(list) = inside.take(SEQUENCE) else { continue };
        let mut list = inside.inside(&list);
        while let Some(name) = list.read() {
            if names.len() >= 64 {
                break;
            }
            let bytes = &payload[name.content.clone()];
            match (name.tag, bytes) {
                (0x81 | 0x82 | 0x86, _) => names.push(Spanned::copied(payload, name.content)),
                (0x87, [a, b, c, d]) => {
                    names.push(Spanned::computed(
                        std::net::Ipv4Addr::new(*a, *b, *c, *d).to_string(),
                        name.content,
                    ));
                }
                (0x87, _) => {
                    if let Ok(octets) = <[u8; 16]>::try_from(bytes) {
                        names.push(Spanned::computed(
                            std::net::Ipv6Addr::from(octets).to_string(),
                            name.content,
                        ));
                    }
                }
                _ => {}
            }
        }
    }
    names
}

impl Message {
    /// Its texts, to move their places.
    pub(super) fn pieces(&mut self) -> impl Iterator<Item = &mut Spanned> {
        [&mut self.subject, &mut self.issuer, &mut self.not_before, &mut self.not_after]
            .into_iter()
            .chain(&mut self.names)
    }

    /// The fields of this certificate.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        self.subject.tell(&mut clues, "tls.subject");
        self.issuer.tell(&mut clues, "tls.issuer");
        for name in &self.names {
            name.tell(&mut clues, "tls.san");
        }
        clues.decoded(Field::of("tls.cert_sha256"), &*self.digest, Some(self.span.clone()));
        clues.decoded(Field::of("tls.key_sha256"), &*self.key_digest, Some(self.span.clone()));
        self.not_before.tell(&mut clues, "tls.not_before");
        clues
    }
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::trial;
    use super::*;
    use oogmerk_bytes::ber::{integer_content, oid_content, wrap};

    fn named(kind: &str, tag: u8, text: &[u8]) -> Vec<u8> {
        let pair = [wrap(OID, &oid_content(kind).unwrap()), wrap(tag, text)].concat();
        wrap(SET, &wrap(SEQUENCE, &pair))
    }

    fn certificate(subject: &[u8], not_before: &[u8], serial: &[u8]) -> Vec<u8> {
        let algorithm = wrap(SEQUENCE, &wrap(OID, &oid_content("1.2.840.113549.1.1.5").unwrap()));
        let validity = wrap(SEQUENCE, &[not_before, &wrap(0x18, b"20500101000000Z")].concat());
        let key = wrap(SEQUENCE, &[algorithm.clone(), wrap(3, &[0, 1, 2, 3])].concat());
        let names = wrap(SEQUENCE, &[wrap(0x82, b"cam.example"), wrap(0x87, &[192, 0, 2, 7])].concat());
        let extension = [wrap(OID, &[0x55, 0x1d, 0x11]), wrap(4, &names)].concat();
        let tbs = [
            wrap(0xa0, &wrap(INTEGER, &integer_content(2))),
            wrap(INTEGER, serial),
            algorithm.clone(),
            wrap(
                SEQUENCE,
                &named(
                    "2.5.4.3",
                    30,
                    "CN é".encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>().as_slice(),
                ),
            ),
            validity,
            wrap(SEQUENCE, subject),
            key,
            wrap(0xa3, &wrap(SEQUENCE, &wrap(SEQUENCE, &extension))),
        ];
        wrap(SEQUENCE, &[wrap(SEQUENCE, &tbs.concat()), algorithm, wrap(3, &[0, 9])].concat())
    }

    /// A certificate as a careless device makes it: negative serial, BMP text, a date without seconds.
    pub fn sample() -> Vec<u8> {
        let subject = [
            named("2.5.4.6", 19, b"BE"),
            named("2.5.4.10", 12, b"Example, Inc."),
            named("2.5.4.3", 12, b"192.0.2.7"),
        ];
        certificate(&subject.concat(), &wrap(0x17, b"7001010000Z"), &[0xff, 1])
    }

    #[test]
    fn a_careless_certificate_is_read() {
        let der = sample();
        let message = parse(&der).unwrap();
        assert_eq!(message.subject.value, r"CN=192.0.2.7,O=Example\, Inc.,C=BE");
        assert_eq!(message.issuer.value, "CN=CN é");
        assert_eq!(message.not_before.value, "1970-01-01T00:00:00Z");
        assert_eq!(message.not_after.value, "2050-01-01T00:00:00Z");
        let names: Vec<_> = message.names.iter().map(|n| (n.value.as_str(), n.decoded)).collect();
        assert_eq!(names, [("cam.example", false), ("192.0.2.7", true)]);
        trial::survives(read, &der);
    }

    #[test]
    fn pem_gives_the_same_as_der() {
        let der = sample();
        let text = base64::engine::general_purpose::STANDARD.encode(&der);
        let lines: Vec<&str> = text.as_bytes().chunks(64).map(|l| std::str::from_utf8(l).unwrap()).collect();
        let pem = format!(
            "subject=x\n-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
            lines.join("\n")
        );
        let clues = read(pem.as_bytes()).unwrap();
        trial::places_hold(&clues, pem.as_bytes());
        assert_eq!(clues.first("tls.cert_sha256"), read(&der).unwrap().first("tls.cert_sha256"));
        assert!(clues.0.iter().all(|c| c.decoded));
        trial::survives(read, pem.as_bytes());
    }

    #[test]
    fn impossible_dates_and_names_do_not_stop_the_reading() {
        let der = certificate(&named("2.5.4.3", 20, b"caf\xe9"), &wrap(0x17, b"never"), &[0; 40]);
        let message = parse(&der).unwrap();
        assert_eq!(message.subject.value, "CN=café");
        assert_eq!(message.not_before.value, "never");
        for bytes in [&b""[..], b"\x30\0", b"\x30\x02\x30\0", b"hello"] {
            assert!(read(bytes).is_err());
        }
    }

    #[test]
    fn a_certificate_by_others_reads_as_others_print_it() {
        let der = include_bytes!("../../../../samples/tls/openssl.der");
        trial::check(
            read,
            der,
            r#"~tls.subject = emailAddress=a@b.example,CN=192.0.2.64,OU=DVRNVR,O=Example \"Cam\"\, Ltd,L=HangZhou,ST=ZheJiang,C=CN
            ~tls.issuer = emailAddress=a@b.example,CN=192.0.2.64,OU=DVRNVR,O=Example \"Cam\"\, Ltd,L=HangZhou,ST=ZheJiang,C=CN
            tls.san = cam.example
            ~tls.san = 192.0.2.64
            ~tls.san = 2001:db8::1
            tls.san = http://x.example/
            tls.san = a@b.example
            ~tls.cert_sha256 = 25098d53bca7ac2a631bafef3c7ca9503d702f9e27bec36575cea6fbac013a8e
            ~tls.key_sha256 = 1527026fa00e24dfe84471e2d6a35ac33103f2496c2774b22546573402b211f1
            ~tls.not_before = 2026-11-24T03:14:12Z"#,
        );
    }

    #[test]
    fn another_reader_agrees_on_names_and_key() {
        use x509_parser::prelude::FromDer;
        let der = include_bytes!("../../../../samples/tls/openssl.der");
        let (_, other) = x509_parser::certificate::X509Certificate::from_der(der).unwrap();
        let message = parse(der).unwrap();
        for attribute in other.subject().iter_attributes() {
            let value = attribute.as_str().unwrap();
            assert!(message.subject.value.contains(&escaped(value)), "{value}");
        }
        assert_eq!(message.key_digest, hex(&Sha256::digest(other.public_key().raw)));
        assert_eq!(message.subject.span.len(), other.subject().as_raw().len());
    }
}
