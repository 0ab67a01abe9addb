//! Every codec of the table is heard from its own sample wherever its row says it can be: in a capture, in a folder
//! with what somebody saved, and by the simulator's socket. A protocol added to the table is held to it without a line
//! here.
#![allow(missing_docs, clippy::unwrap_used)]
#![allow(clippy::disallowed_types, reason = "the test asks over sockets of its own, on loopback")]

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use oogmerk_capture as capture;
use oogmerk_import::{Options, Vocabulary};
use oogmerk_model::Fact;
use oogmerk_sim::{sample, sockets};
use oogmerk_wire::codec::CODECS;
use oogmerk_wire::row::{Asking, Carried, Codec};
use oogmerk_wire::{About, Clues, Target};
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream, UdpSocket};
use std::time::Duration;

const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

fn clues(codec: &Codec) -> Clues {
    (codec.read)(codec.sample).unwrap_or_else(|e| panic!("{} does not read its own sample: {e}", codec.name))
}

/// Fields and values that facts of this protocol hold.
fn heard(codec: &Codec, facts: &[Fact]) -> Vec<(String, String)> {
    let mut heard = Vec::new();
    for fact in facts {
        if let Fact::Evidence(e) = fact
            && *e.observation.protocol == *codec.name
        {
            heard.push((e.field.as_str().to_owned(), e.value.clone()));
        }
    }
    heard
}

/// Nothing of the sample's own words is missing. Addresses and stations are written by the readers in their own way.
fn all_heard(codec: &Codec, heard: &[(String, String)], whence: &str) {
    let own = |c: &&oogmerk_wire::Clue| {
        c.about == About::Sender && !matches!(c.field.as_str(), "link.mac" | "link.ip" | "port.open")
    };
    for clue in clues(codec).0.iter().filter(own) {
        let found = heard.iter().any(|(f, v)| f == clue.field.as_str() && v.trim() == clue.value.trim());
        assert!(found, "{}: {} = {:?} is not heard {whence}: {heard:?}", codec.name, clue.field, clue.value);
    }
}

#[test]
fn every_codec_reads_its_own_sample() {
    // Exporters speak of others' flows: nothing of it is a clue about a device.
    let of_others = ["netflow", "sflow"];
    for codec in CODECS {
        assert_eq!(clues(codec).0.is_empty(), of_others.contains(&codec.name), "{}", codec.name);
    }
}

#[test]
fn every_codec_is_heard_in_a_capture_in_the_way_its_row_says() {
    let mut heard_of = 0;
    for codec in CODECS {
        let Some(file) = sample::capture(codec) else { continue };
        let mut facts: Vec<Fact> = Vec::new();
        let mut reader = capture::Reader::new(capture::Options::named("sample"));
        reader.feed(&file, &mut facts);
        reader.finish(&mut facts);
        all_heard(codec, &heard(codec, &facts), "in a capture");
        heard_of += 1;
    }
    assert!(heard_of > 40, "only {heard_of} codecs are carried by anything");
}

fn packed(body: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(body).unwrap();
    packer.finish().unwrap()
}

/// An answer with this body, in chunks of a size that cuts through its words.
fn in_chunks(headers: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!("HTTP/1.1 200 OK\r\n{headers}Transfer-Encoding: chunked\r\n\r\n").into_bytes();
    for part in body.chunks(100) {
        out.extend(format!("{:x}\r\n", part.len()).bytes());
        out.extend([part, b"\r\n"].concat());
    }
    out.extend(b"0\r\n\r\n");
    out
}

#[test]
fn every_document_is_heard_as_the_body_of_an_answer_however_it_is_packed() {
    let mut heard_of = Vec::new();
    for codec in CODECS {
        let Some(is_one) = codec.in_bodies else { continue };
        // Some messages come with a header of their own where they are no body.
        let body = codec.sample.iter().position(|b| matches!(b, b'{' | b'<')).filter(|at| *at > 0);
        let body = body.map_or(codec.sample, |at| &codec.sample[at..]);
        let body = if is_one(codec.sample) { codec.sample } else { body };
        let packed = packed(body);
        let gzip = "Content-Encoding: gzip\r\n";
        for bytes in [
            oogmerk_wire::codec::http::write(200, "OK", &[("Content-Type", "text/plain")], body),
            oogmerk_wire::codec::http::write(200, "OK", &[("Content-Encoding", "gzip")], &packed),
            in_chunks("Content-Type: text/xml\r\n", body),
            in_chunks(gzip, &packed),
        ] {
            let mut facts: Vec<Fact> = Vec::new();
            let mut reader = capture::Reader::new(capture::Options::named("sample"));
            reader.feed(&sample::answer(&bytes), &mut facts);
            reader.finish(&mut facts);
            let said = |fact: &Fact| match fact {
                Fact::Evidence(e) => Some((e.field.as_str().to_owned(), e.value.clone())),
                _ => None,
            };
            all_heard(codec, &facts.iter().filter_map(said).collect::<Vec<_>>(), "as a body");
        }
        heard_of.push(codec.name);
    }
    assert_eq!(heard_of, ["isapi", "onvif", "tplink", "upnp-description", "vapix", "xm"]);
}

#[test]
fn every_codec_is_heard_in_a_saved_observation() {
    let fields: Vec<String> =
        CODECS.iter().flat_map(|codec| clues(codec).0).map(|clue| clue.field.as_str().to_owned()).collect();
    let options =
        Options { vocabulary: Vocabulary::new(fields.iter().map(String::as_str)), ..Options::default() };
    for codec in CODECS {
        let line = serde_json::json!({
            "schema": "oogmerk.observation/1", "subject": "x1", "protocol": codec.name,
            "payload_base64": BASE64_STANDARD.encode(codec.sample),
        });
        let text = format!("{line}\n").into_bytes();
        let mut facts: Vec<Fact> = Vec::new();
        oogmerk_import::read(Box::new(&text[..]), "saved", None, &options, &mut facts);
        all_heard(codec, &heard(codec, &facts), "in a saved observation");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_question_brings_the_sample_back_from_the_simulator_s_socket() {
    // Ports of our own, apart from those of a demo that may be running.
    const SHIFT: u16 = 26_500;
    let mut asked = 0;
    for codec in CODECS.iter().filter(|c| !c.asks.is_empty()) {
        let listening = sockets::listen_sample(codec, SHIFT).await.unwrap();
        assert!(listening.sockets > 0, "{} is asked and has no door", codec.name);
        for door in codec.doors() {
            let answer = tokio::task::spawn_blocking(move || ask(codec, door, SHIFT)).await.unwrap();
            assert_eq!(answer, codec.sample, "{} at {door:?}", codec.name);
            asked += 1;
        }
        listening.stopped().await;
    }
    assert!(asked > 25, "only {asked} questions were put");
}

/// Puts the first question of this door, and gives the answer.
fn ask(codec: &'static Codec, door: Target, shift: u16) -> Vec<u8> {
    let community = oogmerk_wire::Community::given("openbaar");
    let asking = Asking { ip: LOOPBACK, port_shift: 0, token: [7; 32], community: Some(&community) };
    let port = |target: Target| match target {
        Target::Udp(port) | Target::UdpGroup(_, port) | Target::Tcp(port) => port,
    };
    let question = codec
        .asks
        .iter()
        .filter_map(|ask| (ask.make)(&asking))
        .find(|inquiry| port(inquiry.target()) == port(door))
        .unwrap();
    let to = SocketAddr::new(LOOPBACK, port(door).wrapping_add(shift));
    let wait = Some(Duration::from_secs(5));
    let mut answer = vec![0u8; 65_536];
    if matches!(door, Target::Tcp(_)) {
        let mut stream = TcpStream::connect(to).unwrap();
        stream.set_read_timeout(wait).unwrap();
        stream.write_all(question.bytes()).unwrap();
        answer.clear();
        stream.read_to_end(&mut answer).unwrap();
    } else {
        let socket = UdpSocket::bind((LOOPBACK, 0)).unwrap();
        socket.set_read_timeout(wait).unwrap();
        socket.send_to(question.bytes(), to).unwrap();
        let n = socket.recv(&mut answer).unwrap();
        answer.truncate(n);
    }
    answer
}

#[test]
fn every_row_keeps_its_word() {
    let community = oogmerk_wire::Community::given("openbaar");
    let mut names = std::collections::BTreeSet::new();
    for codec in CODECS {
        for ask in codec.asks {
            assert!(names.insert(ask.name), "two questions are called {}", ask.name);
            let asking = Asking { ip: LOOPBACK, port_shift: 0, token: [7; 32], community: Some(&community) };
            let inquiry = (ask.make)(&asking).unwrap_or_else(|| panic!("{} cannot be put", ask.name));
            assert_eq!(inquiry.protocol(), codec.name, "{}", ask.name);
            assert_ne!(
                matches!(inquiry.target(), Target::UdpGroup(..)),
                ask.etiquette != oogmerk_wire::row::Etiquette::Group,
                "{} and its etiquette disagree",
                ask.name
            );
        }
        for carried in codec.carried {
            if let Carried::Measured(m) = carried {
                assert!((m.measure)(&[]).is_none(), "{} measures nothing", m.name);
            }
        }
        // Whole or not: any beginning of a sample is asked without harm, and what is whole lies inside it.
        for cut in 0..=codec.sample.len() {
            if let oogmerk_wire::row::Whole::Ends(end) = (codec.whole)(&codec.sample[..cut]) {
                assert!(end <= cut, "{} ends behind its bytes", codec.name);
            }
        }
    }
}
