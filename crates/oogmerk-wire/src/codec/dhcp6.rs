//! DHCP for IPv6: who a client says it is. Relayed messages are opened. What it is not: a lease table.
//! Source: RFC 8415 (messages, options 1, 3, 5, 6, 9, 16, 17), RFC 4704 (39).

use crate::row::{Carried, Codec, Datagrams, Heard, Lesson, Secrets};
use crate::{About, Clues, Malformed};
use oogmerk_bytes::spanned::{Spanned, hex};
use std::net::Ipv6Addr;
use std::ops::Range;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    carried: &[Carried::Datagrams(Datagrams::on(&[546, 547]))],
    secrets: Secrets::Open,
    lesson: Lesson::Unnumbered,
    heard: Heard { families: &["dhcp6"], by_itself: true, is_two_sided: true, ..Heard::UNSAID },
    ..Codec::new("dhcp6", read, include_bytes!("../../../../fuzz/corpus/dhcp6/solicit.bin"))
};

/// Relays opened at most.
const RELAYS_MAX: usize = 8;
/// Options read at most.
const OPTIONS_MAX: usize = 256;

/// One message, relays around it taken off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Type: 1 solicit, 3 request, 7 reply, 11 information request …
    pub kind: u8,
    /// Whether relays passed it on; its sender is then not the client.
    pub relayed: bool,
    /// Number and place of each option, in the order sent.
    pub options: Vec<(u16, Range<usize>)>,
    /// DUID of the client.
    pub client: Option<Spanned>,
    /// Enterprise numbers of options 16 and 17.
    pub enterprises: Vec<Spanned>,
    /// Texts of option 16.
    pub vendor_classes: Vec<Spanned>,
    /// Numbers of options wished for (option 6), in order.
    pub option_request: Option<Spanned>,
    /// The client's name (option 39).
    pub name: Option<Spanned>,
    /// Addresses given or asked for.
    pub addresses: Vec<(Ipv6Addr, Range<usize>)>,
}

/// Reads one datagram. Malformed where it is no message of RFC 8415 or has no option at all.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let mut at = 0;
    let mut end = payload.len();
    for depth in 0..RELAYS_MAX {
        let Some(&kind) = payload[..end].get(at) else { break };
        match kind {
            1..=11 => {
                let options = options(payload, at + 4, end);
                if options.is_empty() {
                    return Err(Malformed::at(at, "a DHCPv6 message without options"));
                }
                return Ok(message(payload, kind, depth > 0, options));
            }
            12 | 13 => {
                let inner = options(payload, at + 34, end).into_iter().find(|(code, _)| *code == 9);
                let Some((_, span)) = inner else { break };
                (at, end) = (span.start, span.end);
            }
            _ => break,
        }
    }
    Err(Malformed::at(at, "no DHCPv6 message"))
}

fn options(payload: &[u8], mut at: usize, end: usize) -> Vec<(u16, Range<usize>)> {
    let mut found = Vec::new();
    while let Some(&[c0, c1, l0, l1]) = payload[..end].get(at..).and_then(|b| b.first_chunk()) {
        let span = at + 4..at + 4 + usize::from(u16::from_be_bytes([l0, l1]));
        if span.end > end || found.len() >= OPTIONS_MAX {
            break;
        }
        at = span.end;
        found.push((u16::from_be_bytes([c0, c1]), span));
    }
    found
}

fn message(payload: &[u8], kind: u8, relayed: bool, found: Vec<(u16, Range<usize>)>) -> Message {
    let mut message = Message {
        kind,
        relayed,
        options: Vec::new(),
        client: None,
        enterprises: Vec::new(),
        vendor_classes: Vec::new(),
        option_request: None,
        name: None,
        addresses: Vec::new(),
    };
    for (code, span) in &found {
        let data = &payload[span.clone()];
        match code {
            1 if !data.is_empty() => message.client = Some(Spanned::computed(hex(data), span.clone())),
            3 | 4 => {
                let head = if *code == 3 { 12 } else { 4 };
                for (inner, place) in options(payload, span.start + head, span.end) {
                    if let (5, Some(bytes)) = (inner, payload[place.clone()].first_chunk::<16>()) {
                        message.addresses.push((Ipv6Addr::from(*bytes), place.start..place.start + 16));
                    }
                }
            }
            6 => {
                let numbers: Vec<_> =
                    data.chunks_exact(2).map(|b| u16::from_be_bytes([b[0], b[1]]).to_string()).collect();
                message.option_request = Some(Spanned::computed(numbers.join(","), span.clone()));
            }
            16 | 17 => {
                if let Some(number) = data.first_chunk::<4>() {
                    let number = u32::from_be_bytes(*number).to_string();
                    message.enterprises.push(Spanned::computed(number, span.start..span.start + 4));
                }
                if *code == 16 {
                    message.vendor_classes.extend(classes(payload, span.start + 4, span.end));
                }
            }
            39 => message.name = Some(name(data.get(1..).unwrap_or_default(), span.clone())),
            _ => {}
        }
    }
    message.options = found;
    message
}

fn classes(payload: &[u8], mut at: usize, end: usize) -> Vec<Spanned> {
    let mut found = Vec::new();
    while let Some(&[l0, l1]) = payload[..end].get(at..).and_then(|b| b.first_chunk()) {
        let span = at + 2..at + 2 + usize::from(u16::from_be_bytes([l0, l1]));
        if span.end > end {
            break;
        }
        at = span.end;
        found.push(Spanned::copied(payload, span));
    }
    found
}

fn name(mut rest: &[u8], span: Range<usize>) -> Spanned {
    let mut labels = Vec::new();
    while let Some((&length, tail)) = rest.split_first() {
        match tail.split_at_checked(usize::from(length)) {
            Some((label, tail)) if length > 0 => {
                labels.push(String::from_utf8_lossy(label).into_owned());
                rest = tail;
            }
            _ => break,
        }
    }
    Spanned::computed(labels.join("."), span)
}

/// Bytes to clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    Ok(parse(payload)?.clues())
}

impl Message {
    /// Whether a client sent it (a relay may have passed it on).
    pub fn from_client(&self) -> bool {
        matches!(self.kind, 1 | 3 | 4 | 5 | 6 | 8 | 9 | 11)
    }

    /// A client's words about itself; of a server's reply the addresses its receiver now holds. Nothing of relayed
    /// messages: neither end of such a datagram is the client.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        if self.relayed {
            return clues;
        }
        if !self.from_client() {
            if self.kind == 7 {
                for (ip, span) in &self.addresses {
                    Spanned::computed(ip.to_string(), span.clone()).tell_about(
                        &mut clues,
                        About::Receiver,
                        "link.ip",
                    );
                }
            }
            return clues;
        }
        let mut tell = |value: Option<&Spanned>, field| {
            if let Some(value) = value {
                value.tell(&mut clues, field);
            }
        };
        tell(self.client.as_ref(), "dhcp6.duid");
        self.enterprises.iter().for_each(|e| tell(Some(e), "dhcp6.enterprise"));
        self.vendor_classes.iter().for_each(|v| tell(Some(v), "dhcp6.vendor_class"));
        tell(self.option_request.as_ref(), "dhcp6.option_request");
        tell(self.name.as_ref(), "dhcp6.fqdn");
        clues
    }
}

/// A client's solicit for the simulator: DUID, options wished for and a vendor class.
pub fn write_solicit(
    transaction: u32,
    duid: &[u8],
    wishes: &[u16],
    enterprise: u32,
    vendor_class: &str,
) -> Vec<u8> {
    let mut out = transaction.to_be_bytes().to_vec();
    out[0] = 1;
    let mut put = |code: u16, data: &[u8]| {
        let data = &data[..data.len().min(1024)];
        out.extend_from_slice(&code.to_be_bytes());
        out.extend_from_slice(&(data.len() as u16).to_be_bytes());
        out.extend_from_slice(data);
    };
    put(1, duid);
    put(6, &wishes.iter().flat_map(|w| w.to_be_bytes()).collect::<Vec<_>>());
    let class = &vendor_class.as_bytes()[..vendor_class.len().min(512)];
    put(16, &[&enterprise.to_be_bytes()[..], &(class.len() as u16).to_be_bytes()[..], class].concat());
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::codec::proof;

    fn solicit() -> Vec<u8> {
        let mut bytes =
            write_solicit(7, &[0, 3, 0, 1, 2, 0, 0x5e, 0x10, 0, 0x10], &[23, 24], 39165, "XC-100");
        bytes.extend_from_slice(b"\0\x27\0\x0b\0\x03cam\x04test\0");
        bytes
    }

    #[test]
    fn a_client_says_who_it_is() {
        proof::golden(
            read,
            &solicit(),
            &[
                "~dhcp6.duid=0003000102005e100010",
                "~dhcp6.enterprise=39165",
                "dhcp6.vendor_class=XC-100",
                "~dhcp6.option_request=23,24",
                "~dhcp6.fqdn=cam.test",
            ],
        );
        proof::survives(read, &solicit());
    }

    #[test]
    fn a_reply_says_what_its_receiver_holds_and_a_relay_hides_both() {
        let mut reply = vec![7, 0, 0, 7, 0, 3, 0, 40];
        reply.extend_from_slice(&[0; 12]);
        reply.extend_from_slice(&[0, 5, 0, 24]);
        reply.extend_from_slice(&"2001:db8::5".parse::<Ipv6Addr>().unwrap().octets());
        reply.extend_from_slice(&[0; 8]);
        proof::golden(read, &reply, &["~link.ip=2001:db8::5"]);
        assert_eq!(read(&reply).unwrap().0[0].about, About::Receiver);
        let mut relayed = vec![12];
        relayed.resize(34, 0);
        relayed.extend_from_slice(&[0, 9, 0, solicit().len() as u8]);
        relayed.extend_from_slice(&solicit());
        assert_eq!(parse(&relayed).unwrap().name.unwrap().value, "cam.test");
        proof::golden(read, &relayed, &[]);
        proof::survives(read, &relayed);
    }

    #[test]
    fn other_bytes_are_refused() {
        for bad in [&b""[..], &[1, 0, 0, 0], &[200; 40], &[12; 40]] {
            assert!(parse(bad).is_err());
        }
    }
}
