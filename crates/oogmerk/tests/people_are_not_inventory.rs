//! A capture holds a camera, its stream, a phone and a log-in. Nothing the program writes, to output, register,
//! log or temporary files, may hold a byte of payload, the password, a cookie, the phone's MAC or a name it asked for.
//! Everything is searched for byte by byte.
#![allow(missing_docs, clippy::unwrap_used)]

use etherparse::PacketBuilder;
use std::path::Path;
use std::process::Command;

const CAMERA: ([u8; 6], [u8; 4]) = ([0x44, 0x47, 0xcc, 0x11, 0x22, 0x33], [10, 20, 4, 31]);
const RECORDER: ([u8; 6], [u8; 4]) = ([0x44, 0x47, 0xcc, 0x44, 0x55, 0x66], [10, 20, 4, 9]);
const PHONE: ([u8; 6], [u8; 4]) = ([0x3c, 0x28, 0x6d, 0x77, 0x88, 0x99], [10, 20, 4, 77]);
const ROUTER: ([u8; 6], [u8; 4]) = ([0x00, 0x1b, 0x17, 0x00, 0x00, 0x01], [10, 20, 4, 1]);

type End = ([u8; 6], [u8; 4]);

#[derive(Default)]
struct Film {
    bytes: Vec<u8>,
    seconds: u32,
}

impl Film {
    fn frame(&mut self, frame: &[u8]) {
        if self.bytes.is_empty() {
            for word in [0xa1b2_c3d4u32, 0x0004_0002, 0, 0, 65_535, 1] {
                self.bytes.extend_from_slice(&word.to_le_bytes());
            }
        }
        self.seconds += 1;
        let length = u32::try_from(frame.len()).unwrap();
        for word in [1_790_000_000 + self.seconds, 0, length, length] {
            self.bytes.extend_from_slice(&word.to_le_bytes());
        }
        self.bytes.extend_from_slice(frame);
    }

    fn arp(&mut self, who: End) {
        let mut frame = vec![0xff; 6];
        frame.extend_from_slice(&who.0);
        frame.extend_from_slice(&[0x08, 0x06, 0, 1, 8, 0, 6, 4, 0, 1]);
        frame.extend_from_slice(&who.0);
        frame.extend_from_slice(&who.1);
        frame.extend_from_slice(&[0; 6]);
        frame.extend_from_slice(&who.1);
        self.frame(&frame);
    }

    fn udp(&mut self, from: End, to: End, ports: (u16, u16), payload: &[u8]) {
        let mut frame = Vec::new();
        PacketBuilder::ethernet2(from.0, to.0)
            .ipv4(from.1, to.1, 64)
            .udp(ports.0, ports.1)
            .write(&mut frame, payload)
            .unwrap();
        self.frame(&frame);
    }

    /// A whole conversation: handshake, each part in turn, end.
    fn tcp(&mut self, from: End, to: End, ports: (u16, u16), parts: &[(bool, &[u8])]) {
        let (mut here, mut there) = (1000u32, 5000u32);
        let mut send = |film: &mut Self, out: bool, flags: &str, payload: &[u8]| {
            let (a, b, p, seq, ack) = if out {
                (from, to, ports, here, there)
            } else {
                (to, from, (ports.1, ports.0), there, here)
            };
            let mut builder = PacketBuilder::ethernet2(a.0, b.0).ipv4(a.1, b.1, 64).tcp(p.0, p.1, seq, 8192);
            if flags.contains('S') {
                builder = builder.syn();
            }
            if flags.contains('A') {
                builder = builder.ack(ack);
            }
            let mut frame = Vec::new();
            builder.write(&mut frame, payload).unwrap();
            film.frame(&frame);
            let moved = u32::try_from(payload.len()).unwrap() + u32::from(flags.contains('S'));
            if out { here += moved } else { there += moved }
        };
        send(self, true, "S", &[]);
        send(self, false, "SA", &[]);
        send(self, true, "A", &[]);
        for (out, payload) in parts {
            send(self, *out, "A", payload);
        }
    }
}

/// Bytes that stand nowhere else: what a picture would be.
fn picture(seed: u8) -> Vec<u8> {
    (0..400u32).map(|i| (i.wrapping_mul(2_246_822_519).rotate_left(7) >> 11) as u8 ^ seed).collect()
}

fn dns_question(name: &str) -> Vec<u8> {
    let mut out = vec![0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    for label in name.split('.') {
        out.push(u8::try_from(label.len()).unwrap());
        out.extend_from_slice(label.as_bytes());
    }
    out.extend_from_slice(&[0, 0, 1, 0, 1]);
    out
}

fn capture() -> Vec<u8> {
    let mut film = Film::default();
    for who in [CAMERA, RECORDER, PHONE, ROUTER] {
        film.arp(who);
    }
    // The camera answers a web request that carries a log-in; both directions hold secrets.
    film.tcp(RECORDER, CAMERA, (40_001, 80), &[
        (true, b"GET /ISAPI/System/deviceInfo?token=q7token HTTP/1.1\r\nHost: 10.20.4.31\r\nAuthorization: Basic YWRtaW46R2VoZWltV2FjaHR3b29yZDk5\r\nCookie: WebSession=koekje-a81f33\r\n\r\n"),
        (false, b"HTTP/1.1 200 OK\r\nServer: App-webs/\r\nSet-Cookie: WebSession=koekje-77b20c; path=/\r\nContent-Type: text/html\r\nContent-Length: 27\r\n\r\n<html><title>t</title></ht>"),
    ]);
    // A log-in in an RTSP address, an interleaved stream, and a stream over UDP.
    let mut interleaved = b"RTSP/1.0 200 OK\r\nCSeq: 4\r\nServer: Rtsp Server/3.0\r\n\r\n".to_vec();
    for n in 0..4u8 {
        let body = picture(0x30 + n);
        interleaved.extend_from_slice(&[b'$', 0, 1, 0x9c, 0x80, 0x60, 0, n, 0, 0, 0, 0, 1, 2, 3, 4]);
        interleaved.extend_from_slice(&body);
    }
    film.tcp(RECORDER, CAMERA, (40_002, 554), &[
        (true, b"PLAY rtsp://admin:GeheimWachtwoord99@10.20.4.31/Streaming/Channels/101 RTSP/1.0\r\nCSeq: 4\r\nAuthorization: Basic YWRtaW46R2VoZWltV2FjaHR3b29yZDk5\r\n\r\n"),
        (false, &interleaved),
    ]);
    for n in 0..8u8 {
        let mut packet = vec![0x80, 0x60, 0, n, 0, 0, 0, n, 9, 9, 9, 9];
        packet.extend_from_slice(&picture(0x50));
        film.udp(CAMERA, RECORDER, (50_000, 50_002), &packet);
    }
    film.tcp(RECORDER, CAMERA, (40_003, 80), &[
        (true, b"GET /picture HTTP/1.1\r\nHost: 10.20.4.31\r\n\r\n"),
        (false, &[b"HTTP/1.1 200 OK\r\nServer: App-webs/\r\nContent-Type: image/jpeg\r\nContent-Length: 400\r\n\r\n".as_slice(), &picture(0x70)].concat()),
    ]);
    // The phone: a lease with its owner's name, a question, a page with a log-in.
    film.udp(PHONE, ([0xff; 6], [255; 4]), (68, 67), &lease(PHONE.0, b"Telefoon-van-Marijke"));
    film.udp(PHONE, ROUTER, (41_000, 53), &dns_question("priveleven.krant.example"));
    film.tcp(PHONE, (ROUTER.0, [198, 51, 100, 7]), (41_001, 80), &[
        (true, b"GET /dagboek HTTP/1.1\r\nHost: priveleven.krant.example\r\nUser-Agent: TelefoonBrowser/9\r\nAuthorization: Basic bWFyaWprZTpuYW5hMTIz\r\n\r\n"),
    ]);
    film.bytes
}

fn lease(mac: [u8; 6], host: &[u8]) -> Vec<u8> {
    let mut out = vec![0u8; 240];
    out[..4].copy_from_slice(&[1, 1, 6, 0]);
    out[28..34].copy_from_slice(&mac);
    out[236..].copy_from_slice(&[99, 130, 83, 99]);
    out.extend_from_slice(&[53, 1, 1, 12, u8::try_from(host.len()).unwrap()]);
    out.extend_from_slice(host);
    out.extend_from_slice(&[60, 15]);
    out.extend_from_slice(b"android-dhcp-13");
    out.push(255);
    out
}

/// Everything that must be nowhere, each with a name for the message.
fn forbidden() -> Vec<(&'static str, Vec<u8>)> {
    let mut all: Vec<(&str, Vec<u8>)> = vec![
        ("the password", b"GeheimWachtwoord99".to_vec()),
        ("the log-in in base64", b"YWRtaW46R2VoZWltV2FjaHR3b29yZDk5".to_vec()),
        ("a part of the log-in", b"R2VoZWltV2Fja".to_vec()),
        ("the phone's log-in", b"bWFyaWprZTpuYW5hMTIz".to_vec()),
        ("a cookie sent", b"koekje-a81f33".to_vec()),
        ("a cookie set", b"koekje-77b20c".to_vec()),
        ("a token in a query", b"q7token".to_vec()),
        ("the phone's MAC in bytes", PHONE.0.to_vec()),
        ("the phone's MAC", b"3c:28:6d:77:88:99".to_vec()),
        ("the phone's MAC, upper case", b"3C:28:6D:77:88:99".to_vec()),
        ("the phone's MAC, bare", b"3c286d778899".to_vec()),
        ("the phone's address", b"10.20.4.77".to_vec()),
        ("the phone's name", b"Marijke".to_vec()),
        ("a name it asked for", b"priveleven".to_vec()),
        ("a page it read", b"dagboek".to_vec()),
        ("its browser", b"TelefoonBrowser".to_vec()),
        ("whom it spoke to", b"198.51.100.7".to_vec()),
    ];
    // Any sixteen bytes of any picture, and the digests a careless reader would have kept.
    for seed in [0x30, 0x31, 0x32, 0x33, 0x50, 0x70] {
        let body = picture(seed);
        for at in [0usize, 40, 200, 380] {
            all.push(("payload", body[at..at + 16].to_vec()));
            all.push((
                "payload as hex",
                body[at..at + 8].iter().flat_map(|b| format!("{b:02x}").into_bytes()).collect(),
            ));
        }
    }
    all
}

fn assert_clean(place: &str, bytes: &[u8]) {
    for (what, needle) in forbidden() {
        let at = bytes.windows(needle.len()).position(|w| w == needle);
        assert!(at.is_none(), "{what} stands in {place} at byte {}", at.unwrap());
    }
}

fn assert_folder_clean(folder: &Path, skip: &Path) -> u64 {
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            seen += assert_folder_clean(&path, skip);
        } else if path != skip {
            assert_clean(&path.display().to_string(), &std::fs::read(&path).unwrap());
            seen += 1;
        }
    }
    seen
}

#[test]
fn nothing_written_holds_payload_secrets_or_people() {
    let folder = tempfile::tempdir().unwrap();
    let temporary = folder.path().join("tmp");
    std::fs::create_dir(&temporary).unwrap();
    let input = folder.path().join("museum.pcap");
    let bytes = capture();
    // The needles are really in the haystack: otherwise this test could not fail.
    for (what, needle) in forbidden().into_iter().filter(|(w, n)| {
        !w.contains("MAC,")
            && !w.ends_with("MAC")
            && !w.contains("hex")
            && !w.contains("address")
            && !w.contains("spoke")
            && n.len() > 5
    }) {
        if what == "payload" || bytes.windows(needle.len()).any(|w| w == needle) {
            continue;
        }
        panic!("{what} is not in the capture");
    }
    std::fs::write(&input, &bytes).unwrap();
    let register = folder.path().join("r.db");
    let page = folder.path().join("report.html");
    let run = |arguments: &[&str]| {
        let out = Command::new(env!("CARGO_BIN_EXE_oogmerk"))
            .args(arguments)
            .env("TMPDIR", &temporary)
            .env("RUST_LOG", "trace")
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(
            matches!(out.status.code(), Some(0 | 3)),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&out.stderr)
        );
        assert_clean(&format!("output of {arguments:?}"), &out.stdout);
        assert_clean(&format!("errors of {arguments:?}"), &out.stderr);
        String::from_utf8_lossy(&out.stdout).into_owned()
    };
    let (input, register, page) =
        (input.to_str().unwrap(), register.to_str().unwrap(), page.to_str().unwrap());
    for output in ["table", "jsonl", "csv"] {
        let said = run(&["identify", "--output", output, input]);
        assert!(said.contains("10.20.4.31"), "the camera itself must be told: {said}");
    }
    run(&["import", input, "--register", register]);
    for question in
        [["register", "list"], ["register", "export"], ["register", "check"], ["register", "count"]]
    {
        run(&[question[0], question[1], "--register", register]);
    }
    for lang in ["nl", "fr", "de", "en"] {
        run(&["report", "--register", register, "--lang", lang, "-o", page]);
        assert_clean("the page", &std::fs::read(page).unwrap());
    }
    run(&["explain", "10.20.4.31", input]);
    let files = assert_folder_clean(folder.path(), Path::new(input));
    assert!(files >= 2, "register and page were not looked at");
}
