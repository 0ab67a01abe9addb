//! Frames and files, byte by byte.

use super::super::{Options, Reader};
use oogmerk_bytes::{Clues, Malformed};
use oogmerk_model::{Contact, Evidence, Fact, Field};
use oogmerk_wire::codec::CODECS;
use oogmerk_wire::row::Codec;
use std::sync::LazyLock;

pub(super) const CAMERA: [u8; 6] = [0x02, 0, 0x5e, 0x10, 0, 1];
pub(super) const CLIENT: [u8; 6] = [0x02, 0, 0x5e, 0x10, 0, 2];
pub(super) const ROUTER: [u8; 6] = [0x02, 0, 0x5e, 0x10, 0, 0xff];
pub(super) const ALL: [u8; 6] = [0xff; 6];

pub(super) const CAMERA_IP: [u8; 4] = [10, 0, 0, 7];
pub(super) const CLIENT_IP: [u8; 4] = [10, 0, 0, 9];
pub(super) const CLOUD_IP: [u8; 4] = [8, 8, 4, 4];

pub(super) const SYN: u8 = 2;
pub(super) const SYN_ACK: u8 = 0x12;
pub(super) const ACK: u8 = 0x10;
pub(super) const FIN: u8 = 0x11;

pub(super) fn ethernet(to: [u8; 6], from: [u8; 6], kind: u16, payload: &[u8]) -> Vec<u8> {
    [&to[..], &from, &kind.to_be_bytes(), payload].concat()
}

pub(super) fn ipv4(from: [u8; 4], to: [u8; 4], protocol: u8, payload: &[u8]) -> Vec<u8> {
    ipv4_fragment(from, to, protocol, 0, 0, payload)
}

/// `word` is the flags and the offset in eights.
pub(super) fn ipv4_fragment(
    from: [u8; 4],
    to: [u8; 4],
    protocol: u8,
    id: u16,
    word: u16,
    payload: &[u8],
) -> Vec<u8> {
    let mut head = vec![0x45, 0];
    head.extend_from_slice(&(20 + payload.len() as u16).to_be_bytes());
    head.extend_from_slice(&id.to_be_bytes());
    head.extend_from_slice(&word.to_be_bytes());
    head.extend_from_slice(&[64, protocol, 0, 0]);
    [&head[..], &from, &to, payload].concat()
}

pub(super) fn udp(from: u16, to: u16, payload: &[u8]) -> Vec<u8> {
    [&from.to_be_bytes()[..], &to.to_be_bytes(), &(8 + payload.len() as u16).to_be_bytes(), &[0, 0], payload]
        .concat()
}

pub(super) fn tcp(from: u16, to: u16, sequence: u32, flags: u8, payload: &[u8]) -> Vec<u8> {
    let mut head = [&from.to_be_bytes()[..], &to.to_be_bytes(), &sequence.to_be_bytes(), &[0; 4]].concat();
    head.extend_from_slice(&[0x50, flags, 1, 0, 0, 0, 0, 0]);
    [&head[..], payload].concat()
}

/// One end of a conversation.
#[derive(Clone, Copy)]
pub(super) struct Who(pub [u8; 6], pub [u8; 4], pub u16);

pub(super) fn tcp_frame(from: Who, to: Who, sequence: u32, flags: u8, payload: &[u8]) -> Vec<u8> {
    ethernet(to.0, from.0, 0x0800, &ipv4(from.1, to.1, 6, &tcp(from.2, to.2, sequence, flags, payload)))
}

pub(super) fn udp_frame(from: Who, to: Who, payload: &[u8]) -> Vec<u8> {
    ethernet(to.0, from.0, 0x0800, &ipv4(from.1, to.1, 17, &udp(from.2, to.2, payload)))
}

/// Opens a connection: client's number 100, server's 500.
pub(super) fn handshake(client: Who, server: Who) -> Vec<Vec<u8>> {
    vec![tcp_frame(client, server, 100, SYN, &[]), tcp_frame(server, client, 500, SYN_ACK, &[])]
}

pub(super) fn arp(operation: u8, mac: [u8; 6], ip: [u8; 4], target: [u8; 4]) -> Vec<u8> {
    let head = [0, 1, 8, 0, 6, 4, 0, operation];
    ethernet(ALL, mac, 0x0806, &[&head[..], &mac, &ip, &[0; 6], &target].concat())
}

pub(super) fn dhcp(op: u8, kind: u8, mac: [u8; 6], own: [u8; 4], your: [u8; 4]) -> Vec<u8> {
    let mut b = vec![0; 240];
    b[..4].copy_from_slice(&[op, 1, 6, 0]);
    b[12..16].copy_from_slice(&own);
    b[16..20].copy_from_slice(&your);
    b[28..34].copy_from_slice(&mac);
    b[236..240].copy_from_slice(&[0x63, 0x82, 0x53, 0x63]);
    b.extend_from_slice(&[53, 1, kind, 1, 4, 255, 255, 255, 0, 255]);
    b
}

/// A question, or with addresses its answer.
pub(super) fn dns(name: &str, answers: &[[u8; 4]]) -> Vec<u8> {
    let mut b =
        vec![0, 7, if answers.is_empty() { 1 } else { 0x81 }, 0, 0, 1, 0, answers.len() as u8, 0, 0, 0, 0];
    for label in name.split('.') {
        b.push(label.len() as u8);
        b.extend_from_slice(label.as_bytes());
    }
    b.extend_from_slice(&[0, 0, 1, 0, 1]);
    for answer in answers {
        b.extend_from_slice(&[0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4]);
        b.extend_from_slice(answer);
    }
    b
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Format {
    Little,
    Big,
    Nanoseconds,
    Modified,
    NextLittle,
    NextBig,
}

pub(super) const FORMATS: [Format; 6] =
    [Format::Little, Format::Big, Format::Nanoseconds, Format::Modified, Format::NextLittle, Format::NextBig];

const START: u32 = 1_700_000_000;

/// A capture of frames a second apart.
pub(super) fn file(format: Format, frames: &[Vec<u8>]) -> Vec<u8> {
    let is_big = matches!(format, Format::Big | Format::NextBig);
    let w = |n: u32| if is_big { n.to_be_bytes() } else { n.to_le_bytes() };
    let h = |n: u16| if is_big { n.to_be_bytes() } else { n.to_le_bytes() };
    let mut out = Vec::new();
    let next = matches!(format, Format::NextLittle | Format::NextBig);
    let block = |out: &mut Vec<u8>, kind: u32, body: &[u8]| {
        let padded = body.len().next_multiple_of(4);
        out.extend_from_slice(&w(kind));
        out.extend_from_slice(&w(12 + padded as u32));
        out.extend_from_slice(body);
        out.resize(out.len() + padded - body.len(), 0);
        out.extend_from_slice(&w(12 + padded as u32));
    };
    if next {
        block(&mut out, 0x0a0d_0d0a, &[&w(0x1a2b_3c4d)[..], &h(1), &h(0), &[0xff; 8]].concat());
        // Two interfaces: the second counts in nanoseconds and is the one used.
        block(&mut out, 1, &[&h(1)[..], &h(0), &w(0)].concat());
        let options = [&h(9)[..], &h(1), &[9, 0, 0, 0], &h(0), &h(0)].concat();
        block(&mut out, 1, &[&h(1)[..], &h(0), &w(0), &options].concat());
    } else {
        let magic = match format {
            Format::Nanoseconds => 0xa1b2_3c4d,
            Format::Modified => 0xa1b2_cd34,
            _ => 0xa1b2_c3d4,
        };
        out.extend([w(magic), w(0x0004_0002), w(0), w(0), w(65_535), w(1)].concat());
    }
    for (i, frame) in frames.iter().enumerate() {
        let seconds = START + i as u32;
        let length = w(frame.len() as u32);
        if next {
            let ticks = u64::from(seconds) * 1_000_000_000 + 5_000;
            let head = [w(1), w((ticks >> 32) as u32), w(ticks as u32), length, length].concat();
            block(&mut out, 6, &[&head[..], frame].concat());
        } else {
            let fraction = if format == Format::Nanoseconds { 5_000 } else { 5 };
            out.extend([w(seconds), w(fraction), length, length].concat());
            if format == Format::Modified {
                out.extend_from_slice(&[0; 8]);
            }
            out.extend_from_slice(frame);
        }
    }
    if next {
        let drops = if is_big { 3u64.to_be_bytes() } else { 3u64.to_le_bytes() };
        let options = [&h(5)[..], &h(8), &drops, &h(0), &h(0)].concat();
        block(&mut out, 5, &[&w(1)[..], &w(0), &w(0), &options].concat());
    }
    out
}

/// The table with codecs that only say what they were given, so that these tests are about the reader; the others are
/// recognised and say nothing.
pub(super) static ECHO: LazyLock<Vec<&'static Codec>> = LazyLock::new(|| {
    let echoes = ["http", "rtsp", "tls", "ssdp", "ftp", "telnet", "dhcp", "tuya", "mdns"];
    let row = |c: &&'static Codec| {
        let read = if echoes.contains(&c.name) { echo } else { silent };
        &*Box::leak(Box::new(Codec { read, search: None, ..**c }))
    };
    CODECS.iter().map(row).collect()
});

fn silent(_: &[u8]) -> Result<Clues, Malformed> {
    Err(Malformed::at(0, "not read in these tests"))
}

/// Each line is a clue with its place; a message without lines is one clue.
#[allow(clippy::unnecessary_wraps, reason = "the form of a codec")]
fn echo(bytes: &[u8]) -> Result<Clues, Malformed> {
    let mut clues = Clues::default();
    let mut at = 0;
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        clues.copied(Field::of("tcp.banner"), bytes, at..at + line.len());
        at += line.len();
    }
    Ok(clues)
}

pub(super) fn read(frames: &[Vec<u8>]) -> Vec<Fact> {
    read_file(&file(Format::Little, frames))
}

pub(super) fn read_file(bytes: &[u8]) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut reader = Reader::with_codecs(Options::named("sample"), &ECHO);
    reader.feed(bytes, &mut facts);
    reader.finish(&mut facts);
    facts
}

pub(super) fn evidence(facts: &[Fact]) -> Vec<&Evidence> {
    facts.iter().filter_map(|f| if let Fact::Evidence(e) = f { Some(e) } else { None }).collect()
}

pub(super) fn contacts(facts: &[Fact]) -> Vec<&Contact> {
    facts.iter().filter_map(|f| if let Fact::Contact(c) = f { Some(c) } else { None }).collect()
}

/// `subject field value` of all evidence of a field.
pub(super) fn said(facts: &[Fact], field: &str) -> Vec<String> {
    let mut said: Vec<String> = evidence(facts)
        .iter()
        .filter(|e| e.field.as_str() == field)
        .map(|e| format!("{} {}", e.observation.subject, e.value.trim_end()))
        .collect();
    said.sort();
    said
}

pub(super) fn dropped(facts: &[Fact]) -> Vec<(String, u64, u64)> {
    facts
        .iter()
        .filter_map(
            |f| if let Fact::Dropped(d) = f { Some((d.what.clone(), d.packets, d.bytes)) } else { None },
        )
        .collect()
}
