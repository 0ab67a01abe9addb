//! DHCP for IPv4, options in the order sent (the order is itself a fingerprint). What it is not: a lease table.
//! Whatever a message says is about the client whose hardware address it carries, also where a server speaks.
//! Source: RFC 2131 §2, RFC 2132, RFC 3004 (77), RFC 3925 (125), RFC 4702 (81), RFC 3396 (split options).

use super::dns::Name;
use crate::lesson;
use crate::row::{Carried, Codec, Datagrams, Heard, Lesson, Mark, Proof, Secrets};
use crate::{About, Clues, Malformed};
use oogmerk_bytes::spanned::{Spanned, hex};
use oogmerk_model::{Mac, MacKind};
use std::net::Ipv4Addr;
use std::ops::Range;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    proof: Proof::Proven("captures of devices being installed, published by IoT Sentinel"),
    carried: &[Carried::Datagrams(Datagrams {
        marks: &[Mark::Test(&[1, 2], has_cookie)],
        ..Datagrams::on(&[67, 68])
    })],
    secrets: Secrets::Open,
    lesson: Lesson::Lease(lesson::lease),
    heard: Heard { families: &["dhcp"], by_itself: true, is_two_sided: true, ..Heard::UNSAID },
    ..Codec::new("dhcp", read, include_bytes!("../../../../fuzz/corpus/dhcp/request.bin"))
};

/// Kind of a message (option 53).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of RFC 2132 §9.6")]
pub enum MessageType {
    Discover,
    Offer,
    Request,
    Decline,
    Ack,
    Nak,
    Release,
    Inform,
    /// A number RFC 2132 does not list, or 0 for plain BOOTP.
    Other(u8),
}

/// One option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its number.
    pub code: u8,
    /// Where its data stands.
    pub span: Range<usize>,
    /// Its data.
    pub data: Vec<u8>,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// True for messages of a client (op 1), false for those of a server.
    pub from_client: bool,
    /// Transaction.
    pub transaction: u32,
    /// The client's current address, or 0.0.0.0.
    pub client_ip: Ipv4Addr,
    /// The address given to it, or 0.0.0.0.
    pub your_ip: Ipv4Addr,
    /// The relay that passed it on, or 0.0.0.0.
    pub relay_ip: Ipv4Addr,
    /// The client's hardware address, where it is an Ethernet one.
    pub client_mac: Option<Mac>,
    /// Options in the order sent, padding and end left out.
    pub options: Vec<Choice>,
}

const COOKIE: [u8; 4] = [99, 130, 83, 99];
const OPTIONS: usize = 240;

/// Reads one datagram. Options behind a cut one are lost, the rest is kept. Malformed without the magic cookie.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let head: &[u8; OPTIONS] =
        payload.first_chunk().ok_or(Malformed::at(payload.len(), "shorter than a DHCP message"))?;
    if !matches!(head[0], 1 | 2) {
        return Err(Malformed::at(0, "neither request nor reply"));
    }
    if head[236..240] != COOKIE {
        return Err(Malformed::at(236, "no DHCP magic cookie"));
    }
    let ip = |at: usize| Ipv4Addr::new(head[at], head[at + 1], head[at + 2], head[at + 3]);
    let mac = Mac([head[28], head[29], head[30], head[31], head[32], head[33]]);
    let ethernet = head[1] == 1 && head[2] == 6 && !matches!(mac.kind(), MacKind::Zero | MacKind::Group);
    let mut message = Message {
        from_client: head[0] == 1,
        transaction: u32::from_be_bytes([head[4], head[5], head[6], head[7]]),
        client_ip: ip(12),
        your_ip: ip(16),
        relay_ip: ip(24),
        client_mac: ethernet.then_some(mac),
        options: Vec::new(),
    };
    message.read_options(payload, OPTIONS..payload.len());
    // Option 52 says that the file (1) and server name (2) fields hold options too.
    let overload = message.option(52).and_then(|o| o.data.first().copied()).unwrap_or(0);
    if overload & 1 == 1 {
        message.read_options(payload, 108..236);
    }
    if overload & 2 == 2 {
        message.read_options(payload, 44..108);
    }
    Ok(message)
}

/// Bytes to clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    Ok(parse(payload)?.clues())
}

impl Message {
    fn read_options(&mut self, payload: &[u8], within: Range<usize>) {
        let bytes = &payload[..within.end];
        let mut at = within.start;
        while let Some(&code) = bytes.get(at) {
            match code {
                0 => at += 1,
                255 => return,
                _ => {
                    let Some(&length) = bytes.get(at + 1) else { return };
                    let span = at + 2..at + 2 + usize::from(length);
                    let Some(data) = bytes.get(span.clone()) else { return };
                    self.options.push(Choice { code, span: span.clone(), data: data.to_vec() });
                    at = span.end;
                }
            }
        }
    }

    /// The first option of a number.
    pub fn option(&self, code: u8) -> Option<&Choice> {
        self.options.iter().find(|o| o.code == code)
    }

    /// Option 53.
    pub fn kind(&self) -> MessageType {
        match self.option(53).and_then(|o| o.data.first().copied()).unwrap_or(0) {
            1 => MessageType::Discover,
            2 => MessageType::Offer,
            3 => MessageType::Request,
            4 => MessageType::Decline,
            5 => MessageType::Ack,
            6 => MessageType::Nak,
            7 => MessageType::Release,
            8 => MessageType::Inform,
            other => MessageType::Other(other),
        }
    }

    /// Option 1, the mask of the link, as a prefix length.
    pub fn prefix_length(&self) -> Option<u8> {
        let mask = u32::from_be_bytes(self.option(1)?.data.get(..4)?.try_into().ok()?);
        (mask.leading_ones() + mask.trailing_zeros() >= 32).then(|| mask.leading_ones() as u8)
    }

    /// Addresses of an option that lists them: 3 routers, 6 resolvers, 42 time servers, 50 wish, 54 server.
    pub fn addresses(&self, code: u8) -> Vec<Ipv4Addr> {
        let data = self.option(code).map(|o| o.data.as_slice()).unwrap_or_default();
        data.chunks_exact(4).map(|b| Ipv4Addr::new(b[0], b[1], b[2], b[3])).collect()
    }

    /// The address the client holds by this message: given by an acknowledgement, or its own where it says so.
    pub fn held_ip(&self) -> Option<(Ipv4Addr, Range<usize>)> {
        let (ip, span) = match (self.from_client, self.kind()) {
            (false, MessageType::Ack) if !self.your_ip.is_unspecified() => (self.your_ip, 16..20),
            (false, MessageType::Ack) => (self.client_ip, 12..16),
            (true, MessageType::Request | MessageType::Inform | MessageType::Release) => {
                (self.client_ip, 12..16)
            }
            _ => return None,
        };
        (!ip.is_unspecified()).then_some((ip, span))
    }

    /// What the message says about its client.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        let about = || self.client_mac.map_or(About::Sender, About::Mac);
        if !self.from_client && self.client_mac.is_none() {
            return clues;
        }
        if let Some(mac) = self.client_mac {
            Spanned::computed(mac.to_string(), 28..34).tell_about(&mut clues, about(), "link.mac");
        }
        if let Some((ip, span)) = self.held_ip() {
            Spanned::computed(ip.to_string(), span).tell_about(&mut clues, about(), "link.ip");
        }
        // A server's options are its configuration for the client, not words of the client.
        if !self.from_client {
            return clues;
        }
        let order: Vec<String> = self.options.iter().map(|o| o.code.to_string()).collect();
        if let (Some(first), Some(last)) = (self.options.first(), self.options.last()) {
            Spanned::computed(order.join(","), first.span.start..last.span.end).tell_about(
                &mut clues,
                about(),
                "dhcp.option_order",
            );
        }
        let mut seen = [false; 256];
        for option in &self.options {
            if std::mem::replace(&mut seen[usize::from(option.code)], true) {
                continue;
            }
            if let Some((field, value)) = option.told() {
                value.tell_about(&mut clues, about(), field);
            }
        }
        clues
    }

    /// The message as bytes, padded to the 300 bytes BOOTP relays expect.
    pub fn write(&self) -> Vec<u8> {
        let mut out = vec![0u8; OPTIONS];
        out[0] = if self.from_client { 1 } else { 2 };
        out[1] = 1;
        out[2] = 6;
        out[4..8].copy_from_slice(&self.transaction.to_be_bytes());
        out[12..16].copy_from_slice(&self.client_ip.octets());
        out[16..20].copy_from_slice(&self.your_ip.octets());
        out[24..28].copy_from_slice(&self.relay_ip.octets());
        if let Some(mac) = self.client_mac {
            out[28..34].copy_from_slice(&mac.0);
        }
        out[236..240].copy_from_slice(&COOKIE);
        for option in &self.options {
            let data = &option.data[..option.data.len().min(255)];
            out.extend_from_slice(&[option.code, data.len() as u8]);
            out.extend_from_slice(data);
        }
        out.push(255);
        out.resize(out.len().max(300), 0);
        out
    }
}

impl Choice {
    /// An option to be written.
    pub fn of(code: u8, data: impl Into<Vec<u8>>) -> Self {
        Self { code, span: 0..0, data: data.into() }
    }

    /// Text as it stands; text with bytes that cannot be printed as hex.
    fn text(&self, from: usize) -> Spanned {
        let start = self.span.start + from.min(self.data.len());
        let data = self.data.get(from..).unwrap_or_default();
        let mut text = Spanned::copied(data, 0..data.len());
        text.span = start + text.span.start..start + text.span.end;
        text
    }

    fn told(&self) -> Option<(&'static str, Spanned)> {
        let as_hex = || Spanned::computed(hex(&self.data), self.span.clone());
        Some(match self.code {
            12 => ("dhcp.hostname", self.text(0)),
            43 | 125 => ("dhcp.vendor_specific", as_hex()),
            55 => {
                let numbers: Vec<String> = self.data.iter().map(u8::to_string).collect();
                ("dhcp.parameter_list", Spanned::computed(numbers.join(","), self.span.clone()))
            }
            60 => ("dhcp.vendor_class", self.text(0)),
            61 => ("dhcp.client_id", as_hex()),
            77 => ("dhcp.user_class", self.user_class()),
            81 => ("dhcp.fqdn", self.fqdn()),
            _ => return None,
        })
    }

    /// RFC 3004 puts a length before each class; Windows sends the bare text.
    fn user_class(&self) -> Spanned {
        let mut classes = Vec::new();
        let mut rest = self.data.as_slice();
        while let Some((&length, tail)) = rest.split_first() {
            match tail.split_at_checked(usize::from(length)) {
                Some((class, tail)) if length > 0 => {
                    classes.push(String::from_utf8_lossy(class).into_owned());
                    rest = tail;
                }
                _ => return self.text(0),
            }
        }
        match classes.len() {
            1 => self.text(1),
            _ => Spanned::computed(classes.join(","), self.span.clone()),
        }
    }

    /// Flags, two bytes of codes, then a name: as labels where flag E is set, else as plain text.
    fn fqdn(&self) -> Spanned {
        let labels_follow = self.data.first().is_some_and(|flags| flags & 4 == 4);
        if !labels_follow {
            return self.text(3);
        }
        let mut labels = Vec::new();
        let mut rest = self.data.get(3..).unwrap_or_default();
        while let Some((&length, tail)) = rest.split_first() {
            match tail.split_at_checked(usize::from(length)) {
                Some((label, tail)) if length > 0 => {
                    labels.push(String::from_utf8_lossy(label).into_owned());
                    rest = tail;
                }
                _ => break,
            }
        }
        let name = Name { labels, span: self.span.clone() };
        name.spanned()
    }
}

/// A client's message for the simulator. `options` without 53, in the order to be sent.
pub fn write_client(kind: u8, transaction: u32, mac: Mac, own: Ipv4Addr, options: Vec<Choice>) -> Vec<u8> {
    let message = Message {
        from_client: true,
        transaction,
        client_ip: own,
        your_ip: Ipv4Addr::UNSPECIFIED,
        relay_ip: Ipv4Addr::UNSPECIFIED,
        client_mac: Some(mac),
        options: std::iter::once(Choice::of(53, [kind])).chain(options).collect(),
    };
    message.write()
}

/// A server's acknowledgement for the simulator.
pub fn write_ack(
    transaction: u32,
    mac: Mac,
    given: Ipv4Addr,
    server: Ipv4Addr,
    prefix_length: u8,
) -> Vec<u8> {
    let mask = u32::MAX.checked_shl(32 - u32::from(prefix_length.min(32))).unwrap_or(0);
    let message = Message {
        from_client: false,
        transaction,
        client_ip: Ipv4Addr::UNSPECIFIED,
        your_ip: given,
        relay_ip: Ipv4Addr::UNSPECIFIED,
        client_mac: Some(mac),
        options: vec![
            Choice::of(53, [5]),
            Choice::of(54, server.octets()),
            Choice::of(51, 86_400u32.to_be_bytes()),
            Choice::of(1, mask.to_be_bytes()),
            Choice::of(3, server.octets()),
        ],
    };
    message.write()
}

/// The magic cookie where it belongs, over an Ethernet address.
fn has_cookie(b: &[u8]) -> bool {
    matches!(b, [_, 1, 6, 0..=16, ..]) && b.get(236..240) == Some(&COOKIE)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::codec::proof;

    const MAC: Mac = Mac([2, 0, 0x5e, 0x10, 0, 8]);

    fn request() -> Vec<u8> {
        let options = vec![
            Choice::of(61, [1, 2, 0, 0x5e, 0x10, 0, 8]),
            Choice::of(55, [1, 3, 6, 12, 15, 28, 42]),
            Choice::of(60, *b"udhcp 1.19.4"),
            Choice::of(12, *b"XC-100"),
            Choice::of(77, *b"\x03abc"),
            Choice::of(81, *b"\0\0\0cam.example.test"),
            Choice::of(125, [0, 0, 1, 2, 0]),
        ];
        write_client(3, 7, MAC, Ipv4Addr::new(192, 0, 2, 14), options)
    }

    #[test]
    fn a_client_s_options_are_told_in_their_order() {
        proof::golden(
            read,
            &request(),
            &[
                "~link.mac=02:00:5e:10:00:08",
                "~link.ip=192.0.2.14",
                "~dhcp.option_order=53,61,55,60,12,77,81,125",
                "~dhcp.client_id=0102005e100008",
                "~dhcp.parameter_list=1,3,6,12,15,28,42",
                "dhcp.vendor_class=udhcp 1.19.4",
                "dhcp.hostname=XC-100",
                "dhcp.user_class=abc",
                "dhcp.fqdn=cam.example.test",
                "~dhcp.vendor_specific=0000010200",
            ],
        );
        assert!(read(&request()).unwrap().0.iter().all(|c| c.about == About::Mac(MAC)));
        assert_eq!(parse(&request()).unwrap().write(), request());
    }

    #[test]
    fn a_server_speaks_about_its_client() {
        let ack = write_ack(7, MAC, Ipv4Addr::new(192, 0, 2, 15), Ipv4Addr::new(192, 0, 2, 1), 24);
        proof::golden(read, &ack, &["~link.mac=02:00:5e:10:00:08", "~link.ip=192.0.2.15"]);
        let message = parse(&ack).unwrap();
        assert_eq!(
            (message.prefix_length(), message.addresses(3)),
            (Some(24), vec![Ipv4Addr::new(192, 0, 2, 1)])
        );
        let offer = Message { options: vec![Choice::of(53, [2])], ..message };
        proof::golden(read, &offer.write(), &["~link.mac=02:00:5e:10:00:08"]);
    }

    #[test]
    fn names_in_labels_and_bare_user_classes_are_read_too() {
        let options = vec![Choice::of(81, *b"\x04\0\0\x03cam\x04test\0"), Choice::of(77, *b"MSFT")];
        let clues = read(&write_client(1, 1, MAC, Ipv4Addr::UNSPECIFIED, options)).unwrap();
        assert_eq!(
            (clues.first("dhcp.fqdn"), clues.first("dhcp.user_class")),
            (Some("cam.test"), Some("MSFT"))
        );
        assert_eq!(clues.first("link.ip"), None);
    }

    #[test]
    fn no_bytes_make_it_panic() {
        proof::survives(read, &request());
        assert!(parse(&request()[..239]).is_err());
    }
}
