//! A codec's own sample as a device would say it: in a capture, in every way the codec's row says it is carried.
//! Needs nothing but the row, so that a protocol added to the table is heard without a line here.

use crate::film::Film;
use crate::traffic::START;
use oogmerk_model::Mac;
use oogmerk_wire::row::{Carried, Codec, Greeting, Mark};
use std::net::Ipv4Addr;

/// The device that speaks.
pub const DEVICE: (Mac, Ipv4Addr) = (Mac([0x00, 0x1b, 0x17, 0x00, 0x02, 0x02]), Ipv4Addr::new(10, 20, 0, 2));
const CLIENT: (Mac, Ipv4Addr) = (Mac([0x00, 0x1b, 0x17, 0x00, 0x02, 0x09]), Ipv4Addr::new(10, 20, 0, 9));
const GROUP_MAC: [u8; 6] = [0x01, 0x80, 0xc2, 0, 0, 0x0e];
/// A service's port where the row names none.
const SOME_PORT: u16 = 4567;

/// A capture in which one device says the sample of this codec in each way it is carried; `None` where it never is a
/// message of its own.
pub fn capture(codec: &Codec) -> Option<Vec<u8>> {
    let mut film = Film::default();
    for (n, carried) in (0u64..).zip(codec.carried) {
        say(&mut film, n * 60_000_000, carried, codec.sample);
    }
    (!codec.carried.is_empty()).then(|| film.file(START))
}

/// A capture in which a client asks the device for a page and gets these bytes.
pub fn answer(bytes: &[u8]) -> Vec<u8> {
    let mut film = Film::default();
    stream(&mut film, 0, 80, b"GET /any HTTP/1.1\r\nHost: 10.20.0.2\r\n\r\n", bytes);
    film.file(START)
}

fn say(film: &mut Film, at: u64, carried: &Carried, sample: &[u8]) {
    match carried {
        Carried::Frames(number) => film.add(at, frame(number.to_be_bytes(), sample)),
        Carried::Snap(organisation, number) => {
            let length = u16::try_from(8 + sample.len()).unwrap_or(u16::MAX).to_be_bytes();
            let snap = [&[0xaa, 0xaa, 3], &organisation[..], &number.to_be_bytes(), sample].concat();
            film.add(at, frame(length, &snap));
        }
        Carried::Packets(protocol, _) => film.add(at, frame([0x86, 0xdd], &packet(*protocol, sample))),
        Carried::Datagrams(datagrams) => {
            let port = datagrams.ports.first().copied().unwrap_or(SOME_PORT);
            film.udp(at, (DEVICE.0, DEVICE.1, port), (CLIENT.0, CLIENT.1, port), 64, sample);
        }
        Carried::Greeting(greeting) => stream(film, at, greeting_port(greeting), &[], sample),
        Carried::Text(text) => {
            let port = text.interleaves.and_then(|(_, on)| on.first()).copied().unwrap_or(SOME_PORT);
            stream(film, at, port, &[], sample);
        }
        Carried::Records(_) => stream(film, at, SOME_PORT, b"\0", sample),
        Carried::Measured(measured) => {
            let port = measured.ports.first().copied().unwrap_or(SOME_PORT);
            stream(film, at, port, &[], &measured_sample(measured.marks, sample));
        }
    }
}

/// A stream of another name than its codec's is only heard: any message that begins like one will do.
fn measured_sample(marks: &[Mark], sample: &[u8]) -> Vec<u8> {
    if marks.iter().any(|m| m.is_on(sample)) { sample.to_vec() } else { Vec::new() }
}

fn greeting_port(greeting: &Greeting) -> u16 {
    greeting.ports.first().copied().unwrap_or(SOME_PORT)
}

/// The device's side of a connection that a client opened, and whose first words these were.
fn stream(film: &mut Film, at: u64, port: u16, first: &[u8], words: &[u8]) {
    let (client, device) = ((CLIENT.0, CLIENT.1, 49_200), (DEVICE.0, DEVICE.1, port));
    let asked = u32::try_from(first.len()).unwrap_or(0);
    film.tcp(at, client, device, "S", (1000, 0), &[]);
    film.tcp(at + 1_000, device, client, "SA", (7000, 1001), &[]);
    film.tcp(at + 2_000, client, device, "A", (1001, 7001), &[]);
    if !first.is_empty() {
        film.tcp(at + 3_000, client, device, "PA", (1001, 7001), first);
    }
    let mut sent = 7001u32;
    for (n, part) in (0u64..).zip(words.chunks(1400)) {
        film.tcp(at + 4_000 + n, device, client, "PA", (sent, 1001 + asked), part);
        sent = sent.wrapping_add(u32::try_from(part.len()).unwrap_or(0));
    }
    film.tcp(at + 9_000_000, device, client, "FA", (sent, 1001 + asked), &[]);
    film.tcp(at + 9_001_000, client, device, "FA", (1001 + asked, sent.wrapping_add(1)), &[]);
}

fn frame(kind: [u8; 2], payload: &[u8]) -> Vec<u8> {
    [&GROUP_MAC[..], &DEVICE.0.0, &kind, payload].concat()
}

/// IPv6 from the device's link-local address to all nodes.
fn packet(protocol: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len()).unwrap_or(u16::MAX).to_be_bytes();
    let [a, b, c, d, e, f] = DEVICE.0.0;
    let from = [0xfe, 0x80, 0, 0, 0, 0, 0, 0, a ^ 2, b, c, 0xff, 0xfe, d, e, f];
    let to = [0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    [&[0x60, 0, 0, 0], &length[..], &[protocol, 255], &from, &to, payload].concat()
}
