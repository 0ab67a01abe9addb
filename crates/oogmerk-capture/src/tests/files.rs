//! Files: every container, every way of cutting, and every way of being broken.

use super::super::{Options, Reader, looks_like_capture};
use super::frames::*;
use oogmerk_model::{Fact, ProblemSeverity, Timestamp};

/// A little of everything.
fn sample() -> Vec<Vec<u8>> {
    let camera = Who(CAMERA, CAMERA_IP, 80);
    let client = Who(CLIENT, CLIENT_IP, 40_000);
    let cloud = Who(ROUTER, CLOUD_IP, 443);
    let mut frames = vec![
        arp(1, CAMERA, [0; 4], CAMERA_IP),
        udp_frame(Who(CAMERA, [0; 4], 68), Who(ALL, [255; 4], 67), &dhcp(1, 3, CAMERA, [0; 4], [0; 4])),
        udp_frame(
            Who(ROUTER, [10, 0, 0, 1], 67),
            Who(ALL, [255; 4], 68),
            &dhcp(2, 5, CAMERA, [0; 4], CAMERA_IP),
        ),
        arp(2, CAMERA, CAMERA_IP, CLIENT_IP),
        udp_frame(Who(CAMERA, CAMERA_IP, 5000), Who(ROUTER, [10, 0, 0, 1], 53), &dns("a.example.com", &[])),
        udp_frame(
            Who(ROUTER, [10, 0, 0, 1], 53),
            Who(CAMERA, CAMERA_IP, 5000),
            &dns("a.example.com", &[CLOUD_IP]),
        ),
    ];
    frames.extend(handshake(client, camera));
    frames.push(tcp_frame(client, camera, 101, ACK, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
    frames.push(tcp_frame(camera, client, 517, ACK, b"\r\nServer: thing\r\n\r\n"));
    frames.push(tcp_frame(camera, client, 501, ACK, b"HTTP/1.1 401 No "));
    frames.push(tcp_frame(camera, client, 600, FIN, b""));
    frames.extend(handshake(Who(CAMERA, CAMERA_IP, 40_001), cloud));
    frames.push(tcp_frame(
        Who(CAMERA, CAMERA_IP, 40_001),
        cloud,
        101,
        ACK,
        b"\x16\x03\x01\x00\x05\x01\x00\x00\x01x",
    ));
    // VLAN, 802.3 with SNAP, IPv6 with neighbour discovery.
    let inner = ipv4(CAMERA_IP, CLIENT_IP, 17, &udp(1900, 1900, b"NOTIFY * HTTP/1.1\r\nUSN: v\r\n\r\n"));
    frames.push(ethernet(CLIENT, CAMERA, 0x8100, &[&[0, 5, 8, 0][..], &inner].concat()));
    let snap = [&[0xaa, 0xaa, 3, 0, 0, 0, 8, 0][..], &inner].concat();
    frames.push(ethernet(CLIENT, CAMERA, snap.len() as u16, &snap));
    let mut six = vec![0x60, 0, 0, 0, 0, 32, 58, 255];
    six.extend_from_slice(&[0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]);
    six.extend_from_slice(&[0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    six.extend_from_slice(&[136, 0, 0, 0, 0x20, 0, 0, 0]);
    six.extend_from_slice(&[0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]);
    six.extend_from_slice(&[2, 1]);
    six.extend_from_slice(&CAMERA);
    frames.push(ethernet([0x33, 0x33, 0, 0, 0, 1], CAMERA, 0x86dd, &six));
    frames
}

fn windowless(facts: Vec<Fact>) -> Vec<Fact> {
    facts.into_iter().filter(|f| !matches!(f, Fact::Window(_))).collect()
}

#[test]
fn every_container_of_the_same_frames_gives_the_same_facts() {
    let want = windowless(read_file(&file(Format::Little, &sample())));
    assert!(want.len() > 15, "{}", want.len());
    for format in FORMATS {
        let bytes = file(format, &sample());
        assert!(looks_like_capture(&bytes[..12]), "{format:?}");
        assert_eq!(windowless(read_file(&bytes)), want, "{format:?}");
    }
}

#[test]
fn the_window_says_what_was_seen_and_lost() {
    let window = |format| {
        read_file(&file(format, &sample()))
            .into_iter()
            .find_map(|f| if let Fact::Window(w) = f { Some(w) } else { None })
            .unwrap()
    };
    let (plain, next) = (window(Format::Little), window(Format::NextBig));
    assert_eq!((plain.dropped, next.dropped), (None, Some(3)));
    assert_eq!(plain.frames as usize, sample().len());
    assert_eq!(plain.from, Some(Timestamp::from_seconds(1_700_000_000, 5)));
    assert_eq!((plain.from, plain.to, plain.sampled), (next.from, next.to, 1));
}

fn in_pieces(bytes: &[u8], cuts: impl Iterator<Item = usize>) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut reader = Reader::with_codecs(Options::named("sample"), &ECHO);
    let mut at = 0;
    for cut in cuts.chain(std::iter::once(bytes.len())) {
        let cut = cut.clamp(at, bytes.len());
        reader.feed(&bytes[at..cut], &mut facts);
        at = cut;
    }
    reader.finish(&mut facts);
    facts
}

#[test]
fn every_way_of_cutting_gives_the_same_facts() {
    for format in FORMATS {
        let mut bytes = file(format, &sample());
        for broken in [false, true] {
            if broken {
                // A length gone wrong in the middle, so that the search for the next record is cut as well.
                let middle = bytes.len() / 2;
                for byte in &mut bytes[middle..middle + 40] {
                    *byte = 0xff;
                }
            }
            let want = read_file(&bytes);
            // Every byte for one of each kind; the others differ in byte order only.
            let step = if matches!(format, Format::Modified | Format::NextBig) { 1 } else { 13 };
            for at in (0..bytes.len()).step_by(step) {
                assert_eq!(in_pieces(&bytes, std::iter::once(at)), want, "{format:?} cut at {at}");
            }
            for step in [1, 2, 3, 7, 16, 61] {
                assert_eq!(in_pieces(&bytes, (0..bytes.len()).step_by(step)), want, "{format:?} by {step}");
            }
        }
    }
}

#[test]
fn live_frames_give_the_facts_of_the_file() {
    let mut facts = Vec::new();
    let mut reader = Reader::with_codecs(Options::named("sample"), &ECHO);
    for (second, frame) in (1_700_000_000..).zip(&sample()) {
        let time = Timestamp::from_seconds(second, 5);
        reader.frame(super::super::ETHERNET, time, frame, frame.len() as u32, &mut facts);
    }
    assert_eq!(reader.frames() as usize, sample().len());
    reader.finish(&mut facts);
    assert_eq!(facts, read(&sample()));
}

#[test]
fn a_broken_record_is_named_and_the_rest_is_read() {
    for format in FORMATS {
        let mut frames = sample();
        let bytes = file(format, &frames);
        let half = file(format, &frames[..6]);
        let tail = if matches!(format, Format::NextLittle | Format::NextBig) { 40 } else { 0 };
        let mut broken = bytes.clone();
        // The length fields of the seventh record, wherever the format has them.
        let at = half.len() - tail;
        for byte in &mut broken[at + 4..at + 16] {
            *byte = 0xfe;
        }
        let facts = read_file(&broken);
        let problems: Vec<_> =
            facts.iter().filter_map(|f| if let Fact::Problem(p) = f { Some(p) } else { None }).collect();
        assert!(!problems.is_empty(), "{format:?}");
        assert_eq!(problems[0].source.frame, Some(7), "{format:?}");
        assert_eq!(problems[0].severity, ProblemSeverity::Part, "{format:?}");
        assert!(
            problems[0].offset.is_some_and(|o| (o as usize) >= at && (o as usize) < at + 32),
            "{format:?}"
        );
        frames.remove(6);
        let window = facts.iter().find_map(|f| if let Fact::Window(w) = f { Some(w) } else { None }).unwrap();
        assert_eq!(window.frames as usize, frames.len(), "{format:?}");
    }
}

#[test]
fn a_file_that_ends_too_soon_says_so_and_keeps_what_came() {
    for format in FORMATS {
        let bytes = file(format, &sample());
        let cut = read_file(&bytes[..bytes.len() - if format == Format::Little { 5 } else { 45 }]);
        assert!(
            cut.iter().any(|f| matches!(f, Fact::Problem(p) if p.severity == ProblemSeverity::Rest)),
            "{format:?}"
        );
        assert!(!evidence(&cut).is_empty());
    }
    let none = read_file(b"not a capture at all");
    assert!(none.iter().any(|f| matches!(f, Fact::Problem(p) if p.severity == ProblemSeverity::Whole)));
    for text in [&b"{\"a\":1}"[..], b"", b"\x0a\x0d\x0d\x0aabcdefgh", b"\xd4\xc3"] {
        assert!(!looks_like_capture(text));
    }
}

/// A generator of its own, so that a failure can be repeated.
struct Noise(u64);

impl Noise {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

#[test]
fn no_mutation_of_a_capture_breaks_the_reader() {
    let mut noise = Noise(0x0a0d_0d0a_1a2b_3c4d);
    for format in FORMATS {
        let original = file(format, &sample());
        for _ in 0..200 {
            let mut bytes = original.clone();
            for _ in 0..=noise.below(8) {
                let at = noise.below(bytes.len());
                match noise.below(4) {
                    0 => bytes[at] = noise.below(256) as u8,
                    1 => bytes[at] ^= 1 << noise.below(8),
                    2 => bytes.truncate(at.max(1)),
                    _ => {
                        let end = (at + noise.below(40)).min(bytes.len());
                        let part = bytes[at..end].to_vec();
                        let to = noise.below(bytes.len());
                        bytes.splice(to..to, part);
                    }
                }
            }
            // With the real codecs too: a reader that only survives toys is none.
            let mut facts = Vec::new();
            let mut reader = Reader::new(Options::named("sample"));
            reader.feed(&bytes, &mut facts);
            reader.finish(&mut facts);
            assert!(facts.iter().filter(|f| matches!(f, Fact::Window(_))).count() == 1);
            assert_eq!(in_pieces(&bytes, (0..bytes.len()).step_by(97)), read_file(&bytes));
        }
    }
}

#[test]
fn no_bytes_behind_any_link_type_break_the_reader() {
    let mut noise = Noise(7);
    let mut facts = Vec::new();
    let mut reader = Reader::new(Options::named("sample"));
    for link in [0, 1, 9, 12, 14, 50, 51, 101, 104, 105, 108, 113, 119, 127, 163, 192, 228, 229, 276, 9999] {
        for frame in sample() {
            for start in 0..20.min(frame.len()) {
                reader.frame(link, Timestamp(0), &frame[start..], 2000, &mut facts);
            }
        }
        for _ in 0..500 {
            let frame: Vec<u8> = (0..noise.below(120)).map(|_| noise.below(256) as u8).collect();
            reader.frame(link, Timestamp(0), &frame, frame.len() as u32, &mut facts);
        }
    }
    reader.finish(&mut facts);
    assert!(!facts.is_empty());
}

#[test]
fn wireless_and_cooked_frames_lead_to_the_same_packet() {
    let packet =
        ipv4(CAMERA_IP, [224, 0, 0, 251], 17, &udp(1900, 1900, b"NOTIFY * HTTP/1.1\r\nUSN: w\r\n\r\n"));
    let group = [1, 0, 0x5e, 0, 0, 0xfb];
    let snap = [0xaa, 0xaa, 3, 0, 0, 0, 8, 0];
    // A QoS data frame to the distribution system: addresses are access point, sender, destination.
    let data = [&[0x88, 0x01, 0, 0][..], &ROUTER, &CAMERA, &group, &[0, 0], &[0, 0], &snap, &packet].concat();
    let radiotap = [&[0, 0, 8, 0, 0, 0, 0, 0][..], &data].concat();
    let cooked = [&[0, 2, 0, 1, 0, 6][..], &CAMERA, &[0, 0, 8, 0], &packet].concat();
    let cooked2 = [&[8, 0, 0, 0, 0, 0, 0, 1, 0, 1, 2, 6][..], &CAMERA, &[0, 0], &packet].concat();
    for (link, frame) in [(105, &data), (127, &radiotap), (113, &cooked), (276, &cooked2)] {
        let mut facts = Vec::new();
        let mut reader = Reader::with_codecs(Options::named("sample"), &ECHO);
        reader.frame(link, Timestamp(1), frame, frame.len() as u32, &mut facts);
        reader.finish(&mut facts);
        assert_eq!(said(&facts, "link.mac"), ["ip:10.0.0.7 02:00:5e:10:00:01"], "{link}");
        let all = evidence(&facts);
        let usn = all.iter().find(|e| e.value.starts_with("USN")).unwrap();
        let at = usn.place.offset.unwrap() as usize;
        assert!(frame[at..].starts_with(b"USN: w"), "{link}");
    }
    let mut encrypted = data.clone();
    encrypted[1] |= 0x40;
    let mut facts = Vec::new();
    let mut reader = Reader::with_codecs(Options::named("sample"), &ECHO);
    reader.frame(105, Timestamp(1), &encrypted, encrypted.len() as u32, &mut facts);
    reader.finish(&mut facts);
    assert_eq!(evidence(&facts).len(), 0);
    assert_eq!(dropped(&facts)[0].0, "non-ip");
}
