//! HTTP/0.9 to 1.1: heads as devices really send them, and of bodies only a title, product strings and three
//! documents with codecs of their own. Not a client: nothing here follows redirects or logs in.
//!
//! Header values that may hold secrets are dropped while parsing and never reach [`Head`]. Bodies typed image,
//! audio, video or multipart are counted, not looked at. Format: RFC 9110, RFC 9112, RFC 1945.

mod ask;
mod body;
mod clues;
mod head;
mod message;

pub use ask::{Page, ask};
pub use body::{BODY_MAX, Body, GROWTH_MAX};
pub use head::{Head, HeadError, Header, Start, parse_head};
pub use message::{Message, messages, parse};

use crate::row::{Ask, Carried, Codec, Heard, Lesson, Proof, Secrets, Text};
use crate::{Clues, Malformed, Markers};
use crate::{methods, row};

/// The row of this codec.
pub const CODEC: Codec = Codec {
    proof: Proof::Proven("messages captured for IoT Sentinel, of a camera and its app"),
    carried: &[Carried::Text(Text {
        version: b"HTTP/",
        begins: &[methods::HTTP, methods::RTSP, &["OPTIONS "]],
        interleaves: None,
        rest_is_body: true,
        ends_with: &["CONNECT "],
    })],
    search: Some(search),
    secrets: Secrets::Scan,
    lesson: Lesson::Forward(ask::forward),
    host_field: Some("http.host"),
    asks: &[
        Ask::survey("http", 4, |a| ask(a.at(80), Page::Root)),
        Ask::speaker("http-vapix", |a| ask(a.at(80), Page::VapixUnrestricted)),
    ],
    whole: row::whole_text,
    heard: Heard {
        families: &["http"],
        of_clients: &["http.api_path"],
        unasked: &["http.host", "http.user_agent"],
        is_two_sided: true,
        ..Heard::UNSAID
    },
    ..Codec::new("http", read, include_bytes!("../../../../../fuzz/corpus/http/challenge.bin"))
};

/// Reads a payload of one or more messages into clues; no page is searched.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    search(payload, Markers::NONE)
}

/// Reads a payload of one or more messages into clues, and searches their pages for these texts.
pub fn search(payload: &[u8], markers: &Markers) -> Result<Clues, Malformed> {
    let first = parse(payload)?;
    let others = message::messages_behind(payload, &first);
    let mut clues = first.into_clues(markers);
    for message in others {
        clues.0.extend(message.into_clues(markers).0);
    }
    Ok(clues)
}

/// A response as a device would send it, for the simulator. The length is added; line breaks in values become spaces.
pub fn write(status: u16, reason: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let plain = |text: &str| text.replace(['\r', '\n'], " ");
    let mut out = format!("HTTP/1.1 {status} {}\r\n", plain(reason));
    for (name, value) in headers {
        out.push_str(&format!("{}: {}\r\n", plain(name), plain(value)));
    }
    out.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
    let mut out = out.into_bytes();
    out.extend_from_slice(body);
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::trial;
    use super::*;
    use oogmerk_bytes::Until;

    fn searched(payload: &[u8]) -> Result<Clues, Malformed> {
        search(payload, &Markers::new([("/ISAPI/", Until::Here)]))
    }

    const LOGIN_PAGE: &[u8] = b"HTTP/1.1 401 Unauthorized\r\nServer: App-webs/\r\nWWW-Authenticate: Digest qop=\"auth\", realm=\"IP Camera(C2183)\", nonce=\"4d6a\"\r\n\
        Set-Cookie: WebSession=b0f1e2; path=/\r\nLocation: http://admin:geheim@10.0.0.7/doc/page/login.asp?_1712\r\nContent-Type: text/html\r\nContent-Length: 52\r\n\r\n\
        <html><title>Document &amp; Error</title>/ISAPI/</html>";

    #[test]
    fn an_answer_gives_its_head_title_and_markers() {
        trial::check(
            searched,
            LOGIN_PAGE,
            r#"http.status = HTTP/1.1 401 Unauthorized
            http.server = App-webs/
            http.www_authenticate = Digest qop="auth", realm="IP Camera(C2183)", nonce="4d6a"
            ~http.location = http://10.0.0.7/doc/page/login.asp?
            http.content_type = text/html
            http.realm = IP Camera(C2183)
            http.set_cookie = WebSession=
            ~http.header_order = Server,WWW-Authenticate,Set-Cookie,Location,Content-Type,Content-Length
            ~http.title = Document & Error
            http.body_marker = /ISAPI/"#,
        );
    }

    #[test]
    fn no_bytes_make_it_panic_or_misplace() {
        trial::survives(searched, LOGIN_PAGE);
        trial::survives(searched, &chunked());
        trial::survives(read, b"GET /cgi-bin/x.cgi?user=a HTTP/1.1\r\nHost: a:80\r\n\r\n");
    }

    #[test]
    fn secrets_are_cut_while_parsing() {
        let request = b"GET http://jan:geheim1@10.0.0.7/ISAPI/x?pwd=geheim2 HTTP/1.1\r\nHost: 10.0.0.7\r\nAuthorization: Basic geheim3\r\n\
            Cookie: SID=geheim4\r\nProxy-Authorization: geheim5\r\nX-Auth-Token: geheim6\r\nReferer: http://a/?t=geheim7\r\nUser-Agent: curl\r\n\r\n";
        let message = parse(request).unwrap();
        trial::never_shows(&["geheim"], &message.clues(), &format!("{message:?}"));
        assert!(message.head.holds_secret());
        assert_eq!(message.clues().first("http.api_path"), Some("/ISAPI/x?pwd="));
        let message = parse(LOGIN_PAGE).unwrap();
        trial::never_shows(&["geheim", "b0f1e2"], &message.clues(), &format!("{message:?}"));
        let post = b"POST /login.cgi HTTP/1.1\r\nContent-Length: 15\r\n\r\npassword=geheim";
        let message = parse(post).unwrap();
        trial::never_shows(&["geheim"], &message.clues(), &format!("{message:?}"));
        assert!(message.head.holds_secret());
        assert!(!parse(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").unwrap().head.holds_secret());
    }

    fn chunked() -> Vec<u8> {
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9;x=1\r\n<title>Ca\r\n11\r\nm</title>/ISAPI/ \r\n0\r\nX: y\r\n\r\nHTTP/1.1 204\r\nServer: b\r\n\r\n".to_vec()
    }

    #[test]
    fn chunks_are_joined_and_places_follow_where_they_can() {
        trial::check(
            searched,
            &chunked(),
            "http.status = HTTP/1.1 200 OK
            ~http.header_order = Transfer-Encoding
            ~http.title = Cam
            http.body_marker = /ISAPI/
            http.status = HTTP/1.1 204
            http.server = b
            ~http.header_order = Server",
        );
    }

    #[test]
    fn packed_pages_are_unpacked_within_limits() {
        use std::io::Write;
        let pack = |body: &[u8]| {
            let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            packer.write_all(body).unwrap();
            write(200, "OK", &[("Content-Encoding", "gzip")], &packer.finish().unwrap())
        };
        let bytes = pack(b"<title>NETSurveillance WEB</title>");
        let clues = read(&bytes).unwrap();
        trial::places_hold(&clues, &bytes);
        assert_eq!(clues.first("http.title"), Some("NETSurveillance WEB"));
        trial::survives(read, &bytes);
        let bomb = pack(&vec![b'a'; 8 << 20]);
        let Body::Text { bytes, .. } = parse(&bomb).unwrap().body else { panic!("not text") };
        assert!(bytes.len() <= BODY_MAX);
    }

    #[test]
    fn pictures_and_films_are_counted_and_never_looked_at() {
        for kind in ["image/jpeg", "multipart/x-mixed-replace;boundary=x", "video/mp4", "audio/basic"] {
            let bytes = format!(
                "HTTP/1.0 200 OK\r\nContent-Type: {kind}\r\nContent-Length: 900\r\n\r\n<title>geheim</title>"
            );
            let message = parse(bytes.as_bytes()).unwrap();
            assert_eq!(message.media_length(), Some(900), "{kind}");
            assert!(message.head.announces_media());
            trial::never_shows(&["geheim"], &message.clues(), &format!("{message:?}"));
        }
        let untyped = b"HTTP/1.0 200 OK\r\n\r\n\xff\xd8\xff\xe0<title>geheim</title>";
        assert_eq!(parse(untyped).unwrap().media_length(), Some(25));
    }

    #[test]
    fn broken_heads_are_read_and_other_protocols_refused() {
        let server = |bytes: &[u8]| read(bytes).ok().and_then(|c| c.first("http.server").map(str::to_owned));
        for bytes in [
            &b"HTTP/1.0 200\nServer: a"[..],
            b"HTTP/1.1  401 \r\nServer :a\r\n\r\n",
            b"HTTP 200 OK\r\nServer:\r\n a\r\n\r\n",
            b"http/1.1 xyz\r\nServer: a\r\n",
        ] {
            assert_eq!(server(bytes).as_deref(), Some("a"), "{}", bytes.escape_ascii());
        }
        assert_eq!(read(b"<html><title>old</title>").unwrap().first("http.title"), Some("old"));
        for bytes in [
            &b"RTSP/1.0 200 OK\r\n\r\n"[..],
            b"OPTIONS * RTSP/1.0\r\n\r\n",
            b"REGISTER sip:a SIP/2.0\r\n\r\n",
            b"",
            b"\x16\x03",
        ] {
            assert!(read(bytes).is_err(), "{}", bytes.escape_ascii());
        }
        assert_eq!(parse_head(b"HTTP/1.1 200 OK\r\nServer: a\r\n"), Err(HeadError::Incomplete));
        let (head, length) = parse_head(b"GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\nrest").unwrap();
        assert_eq!((length, head.host()), (34, Some("[::1]")));
    }

    #[test]
    fn a_question_carries_no_credentials_and_only_plain_paths() {
        let device = "192.0.2.7:8080".parse().unwrap();
        let inquiry = ask(device, Page::Root).unwrap();
        let message = parse(inquiry.bytes()).unwrap();
        assert!(!message.head.holds_secret());
        assert_eq!(message.head.host(), Some("192.0.2.7"));
        assert!(ask(device, Page::UpnpDescription("/rootdesc1.xml")).is_some());
        for path in ["/a b", "http://x/", "/a?b=1", "/a\r\nX: y", ""] {
            assert_eq!(ask(device, Page::UpnpDescription(path)), None, "{path}");
        }
    }

    #[test]
    fn a_stream_of_answers_is_read_one_by_one() {
        let mut stream = write(200, "OK", &[("Server", "one")], b"<title>a</title>");
        stream.extend(write(200, "OK", &[("Server", "two")], b""));
        stream.extend_from_slice(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n");
        stream.extend(write(404, "Not\r\nFound", &[], b"x"));
        let seen: Vec<_> = messages(&stream).map(|m| (m.head.status(), m.complete)).collect();
        assert_eq!(seen, [(Some(200), true), (Some(200), true), (Some(304), true), (Some(404), true)]);
    }

    #[test]
    fn messages_captured_by_others_stand_where_they_say() {
        let packets = trial::packets("iot-sentinel", "D-LinkCam/Setup-A-1-STA.pcap");
        let is_http =
            |p: &&[u8]| [&b"HTTP/1."[..], b"POST ", b"GET "].iter().any(|start| p.starts_with(start));
        trial::stand(read, packets.iter().map(|p| p.payload.as_slice()).filter(is_http), "HTTP message");
    }
}
