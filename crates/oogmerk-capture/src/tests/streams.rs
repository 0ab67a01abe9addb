//! TCP streams: order, loss, framing, and what is never kept.

use super::frames::*;
use oogmerk_model::Fact;

const CLIENT_END: Who = Who(CLIENT, CLIENT_IP, 40_000);
const WEB: Who = Who(CAMERA, CAMERA_IP, 80);

/// The answer of the camera's port 80, in segments given as (offset in the stream, bytes), in that order.
fn answer(port: u16, segments: &[(u32, &[u8])]) -> Vec<Fact> {
    let server = Who(CAMERA, CAMERA_IP, port);
    let mut frames = handshake(CLIENT_END, server);
    for (offset, bytes) in segments {
        frames.push(tcp_frame(server, CLIENT_END, 501 + offset, ACK, bytes));
    }
    read(&frames)
}

fn lines(facts: &[Fact]) -> Vec<String> {
    evidence(facts)
        .iter()
        .filter(|e| e.field.as_str() == "tcp.banner")
        .map(|e| {
            let place = (e.place.frame.unwrap_or(0), e.place.offset.unwrap_or(0));
            format!("{}@{}:{}", e.value.trim_end(), place.0, place.1)
        })
        .collect()
}

const REPLY: &[u8] = b"HTTP/1.1 200 OK\r\nServer: thing\r\nContent-Length: 4\r\n\r\nabc\n";

#[test]
fn an_answer_is_read_whole_and_each_line_keeps_its_place() {
    let want = ["HTTP/1.1 200 OK@3:54", "Server: thing@3:71", "Content-Length: 4@3:86", "abc@3:107"];
    assert_eq!(lines(&answer(80, &[(0, REPLY)])), want);
}

#[test]
fn segments_out_of_order_and_sent_again_give_the_same_message() {
    let (a, b, c) = (&REPLY[..10], &REPLY[10..30], &REPLY[30..]);
    let want: Vec<String> =
        ["HTTP/1.1 200 OK@5:54", "Server: thing@4:61", "Content-Length: 4@3:56", "abc@3:77"]
            .map(str::to_owned)
            .to_vec();
    // Second and third come first; the first comes twice.
    let facts = answer(80, &[(30, c), (10, b), (0, a), (0, a), (10, b)]);
    assert_eq!(lines(&facts), want);
}

#[test]
fn where_segments_overlap_the_first_to_come_wins() {
    let mut forged = REPLY.to_vec();
    forged[25..30].copy_from_slice(b"FORGE");
    let facts =
        answer(80, &[(0, &REPLY[..20]), (20, &REPLY[20..35]), (10, &forged[10..40]), (40, &REPLY[40..])]);
    assert!(lines(&facts).iter().any(|l| l.starts_with("Server: thing@")), "{:?}", lines(&facts));
    // The same with the forged bytes waiting behind a gap.
    let facts =
        answer(80, &[(20, &REPLY[20..35]), (15, &forged[15..40]), (0, &REPLY[..20]), (40, &REPLY[40..])]);
    assert!(lines(&facts).iter().any(|l| l.starts_with("Server: thing@")), "{:?}", lines(&facts));
}

#[test]
fn a_connection_joined_in_its_middle_is_read_from_the_next_message() {
    let frames =
        [tcp_frame(WEB, CLIENT_END, 9_000, ACK, &[0; 100]), tcp_frame(WEB, CLIENT_END, 9_100, ACK, REPLY)];
    let facts = read(&frames);
    assert_eq!(lines(&facts).len(), 4);
    assert_eq!(said(&facts, "port.open"), ["ip:10.0.0.7 tcp/80"]);
}

#[test]
fn sequence_numbers_may_pass_through_zero() {
    let frames = [
        tcp_frame(WEB, CLIENT_END, u32::MAX - 10, SYN_ACK, &[]),
        tcp_frame(WEB, CLIENT_END, u32::MAX - 9, ACK, &REPLY[..20]),
        tcp_frame(WEB, CLIENT_END, 10, ACK, &REPLY[20..]),
    ];
    assert_eq!(lines(&read(&frames)).len(), 4);
}

#[test]
fn several_messages_of_one_connection_are_cut_apart() {
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nx\nz\r\n0\r\n\r\n";
    let next = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    let all = [REPLY, chunked, next].concat();
    for step in [1, 7, 64, 1000] {
        let segments: Vec<(u32, &[u8])> =
            all.chunks(step).enumerate().map(|(i, c)| ((i * step) as u32, c)).collect();
        let lines = lines(&answer(80, &segments));
        assert!(lines.iter().any(|l| l.starts_with("HTTP/1.1 404 Not Found@")), "{lines:?}");
        assert!(lines.iter().any(|l| l.starts_with("z@")), "{lines:?}");
    }
}

#[test]
fn pictures_and_film_are_counted_and_never_seen_by_a_codec() {
    for head in [
        "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 40\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nTransfer-Encoding: chunked\r\n\r\n",
    ] {
        let mut all = head.as_bytes().to_vec();
        all.extend_from_slice(b"\xff\xd8\xff\nsecret face\nmore of the face secret");
        for step in [1, 16, 4096] {
            let segments: Vec<(u32, &[u8])> =
                all.chunks(step).enumerate().map(|(i, c)| ((i * step) as u32, c)).collect();
            let facts = answer(80, &segments);
            assert!(!lines(&facts).iter().any(|l| l.contains("secret")), "{head}");
            assert!(lines(&facts).iter().any(|l| l.starts_with("HTTP/1.1 200")), "{head}");
            let bytes: u64 = dropped(&facts).iter().filter(|d| d.0 == "media-type").map(|d| d.2).sum();
            assert_eq!(bytes as usize, all.len() - head.len(), "{head}");
        }
    }
}

#[test]
fn a_picture_under_a_false_type_is_thrown_away_too() {
    let reply =
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 12\r\n\r\n\xff\xd8\xff\xe0\nsecret!";
    let facts = answer(80, &[(0, reply)]);
    assert!(!lines(&facts).iter().any(|l| l.contains("secret")));
}

#[test]
fn film_beyond_the_head_of_a_stream_is_still_counted() {
    let mut all = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n".to_vec();
    let head = all.len();
    all.resize(head + 40_000, 7);
    let segments: Vec<(u32, &[u8])> =
        all.chunks(1000).enumerate().map(|(i, c)| ((i * 1000) as u32, c)).collect();
    let bytes: u64 =
        dropped(&answer(80, &segments)).iter().filter(|d| d.0 == "media-type").map(|d| d.2).sum();
    assert_eq!(bytes, 40_000);
}

#[test]
fn interleaved_rtsp_is_counted_and_the_messages_between_are_read() {
    let mut all = b"RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n".to_vec();
    all.extend_from_slice(&[b'$', 0, 0, 10]);
    all.extend_from_slice(b"face\nface\n");
    all.extend_from_slice(b"RTSP/1.0 200 OK\r\nCSeq: 2\r\nServer: x\r\n\r\n");
    for step in [1, 33, 4096] {
        let segments: Vec<(u32, &[u8])> =
            all.chunks(step).enumerate().map(|(i, c)| ((i * step) as u32, c)).collect();
        let facts = answer(554, &segments);
        assert!(!lines(&facts).iter().any(|l| l.starts_with("face")));
        assert!(lines(&facts).iter().any(|l| l.starts_with("Server: x@")), "{:?}", lines(&facts));
        let bytes: u64 = dropped(&facts).iter().filter(|d| d.0 == "rtsp-interleaved").map(|d| d.2).sum();
        assert_eq!(bytes, 14);
    }
}

#[test]
fn what_a_client_posts_is_not_kept() {
    let post =
        b"POST /login HTTP/1.1\r\nContent-Length: 16\r\n\r\npass=word\nsecretGET /next HTTP/1.1\r\n\r\n";
    for step in [1, 20, 4096] {
        let mut frames = handshake(CLIENT_END, WEB);
        for (i, chunk) in post.chunks(step).enumerate() {
            frames.push(tcp_frame(CLIENT_END, WEB, 101 + (i * step) as u32, ACK, chunk));
        }
        let lines = lines(&read(&frames));
        assert!(!lines.iter().any(|l| l.contains("pass") || l.contains("secret")), "{lines:?}");
        assert!(lines.iter().any(|l| l.starts_with("GET /next")), "{lines:?}");
    }
}

#[test]
fn digests_are_made_of_messages_that_hold_no_secret() {
    let digest = |reply: &[u8]| {
        let facts = answer(80, &[(0, reply)]);
        let all = evidence(&facts);
        all.iter().find(|e| e.field.as_str() == "tcp.banner").unwrap().observation.digest.clone()
    };
    assert_eq!(digest(REPLY).len(), 64);
    assert_eq!(&*digest(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n"), "");
}

#[test]
fn a_greeting_ends_where_the_client_answers() {
    let ftp = Who(CAMERA, CAMERA_IP, 21);
    let mut frames = handshake(CLIENT_END, ftp);
    frames.push(tcp_frame(
        ftp,
        CLIENT_END,
        501,
        ACK,
        b"220-first\r\n220 camera\r\n331 password for admin\r\n",
    ));
    assert_eq!(lines(&read(&frames)).len(), 2);
    let telnet = Who(CAMERA, CAMERA_IP, 23);
    let mut frames = handshake(CLIENT_END, telnet);
    frames.push(tcp_frame(telnet, CLIENT_END, 501, ACK, b"\xff\xfb\x01host\r\nlogin: "));
    frames.push(tcp_frame(CLIENT_END, telnet, 101, ACK, b"admin"));
    frames.push(tcp_frame(telnet, CLIENT_END, 501 + 15, ACK, b"admin\r\nsecret\r\n"));
    let lines = lines(&read(&frames));
    assert!(lines.iter().any(|l| l.starts_with("login:")), "{lines:?}");
    assert!(!lines.iter().any(|l| l.contains("admin") || l.contains("secret")), "{lines:?}");
}

#[test]
fn over_the_byte_budget_the_oldest_streams_are_given_up_and_nothing_breaks() {
    use super::super::{Options, Reader};
    let mut facts = Vec::new();
    let options = Options { reassembly_bytes: 1 << 16, flows_max: 64, ..Options::named("sample") };
    let mut reader = Reader::with_codecs(options, &ECHO);
    let head = [b"HTTP/1.1 200 OK\r\nContent-Length: 15000\r\n\r\n".as_slice(), &[b'x'; 1200]].concat();
    let mut frames = Vec::new();
    for i in 0..300u16 {
        let client = Who(CLIENT, CLIENT_IP, 30_000 + i);
        frames.extend(handshake(client, WEB));
        frames.push(tcp_frame(WEB, client, 501, ACK, &head));
    }
    reader.feed(&file(Format::Little, &frames), &mut facts);
    reader.finish(&mut facts);
    let window = facts.iter().find_map(|f| if let Fact::Window(w) = f { Some(w) } else { None }).unwrap();
    assert!(window.evicted_flows >= 200, "{}", window.evicted_flows);
    assert!(lines(&facts).iter().any(|l| l.starts_with("HTTP/1.1 200 OK")));
}

#[test]
fn what_follows_the_words_of_a_client_is_no_greeting() {
    let telnet = Who(CAMERA, CAMERA_IP, 23);
    // Joined in the middle of a log-in: both directions may hold the password.
    let frames = [
        tcp_frame(CLIENT_END, telnet, 101, ACK, b"secret\r\n"),
        tcp_frame(telnet, CLIENT_END, 501, ACK, b"secret\r\nwelcome\r\n"),
    ];
    assert_eq!(lines(&read(&frames)), Vec::<String>::new());
    let mut opened = handshake(CLIENT_END, telnet);
    opened.extend(frames);
    assert_eq!(lines(&read(&opened)), Vec::<String>::new());
}

#[test]
fn pages_are_searched_for_what_is_handed_in() {
    use super::super::{Options, Reader};
    use oogmerk_bytes::{Markers, Until};
    let page =
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 21\r\n\r\n<html>/one two</html>";
    let check = |markers: Markers, want: &[&str]| {
        let mut frames = handshake(CLIENT_END, WEB);
        frames.push(tcp_frame(WEB, CLIENT_END, 501, ACK, page));
        let mut facts = Vec::new();
        let mut reader = Reader::new(Options { markers, ..Options::named("sample") });
        reader.feed(&file(Format::Little, &frames), &mut facts);
        reader.finish(&mut facts);
        let found = facts.iter().filter_map(|f| match f {
            Fact::Evidence(e) if e.field.as_str() == "http.body_marker" => Some(e.value.as_str()),
            _ => None,
        });
        assert_eq!(found.collect::<Vec<_>>(), want);
    };
    check(Markers::new([("/one", Until::Here), ("/two", Until::Here)]), &["/one"]);
    check(Markers::default(), &[]);
}
