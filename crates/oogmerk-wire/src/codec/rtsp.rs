//! RTSP/1.0 and 2.0 heads and the session descriptions they carry. Never SETUP, never PLAY, never a picture.
//!
//! A payload may hold several messages and interleaved media frames (`$`, RFC 2326 section 10.12); frames are
//! counted and skipped. Format: RFC 2326, RFC 7826.

use super::sdp;
use crate::row::{Ask, Carried, Codec, Heard, Proof, Secrets, Text};
use crate::{Clues, Inquiry, Malformed, Target};
use crate::{methods, row};
use oogmerk_bytes::cut;
use oogmerk_bytes::spanned::Spanned;
use oogmerk_bytes::text_head::{Ended, TextHead, realm};
use std::net::{IpAddr, SocketAddr};
use std::ops::Range;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    proof: Proof::Proven("answers of real cameras in retina's test data"),
    carried: &[Carried::Text(Text {
        version: b"RTSP/",
        // Tunnelled and mixed servers answer RTSP ports in HTTP.
        begins: &[methods::RTSP, methods::HTTP, &["OPTIONS ", "HTTP/"]],
        interleaves: Some((b'$', &[554, 8554, 10554, 5554])),
        rest_is_body: false,
        ends_with: &[],
    })],
    secrets: Secrets::Scan,
    asks: &[
        Ask::survey("rtsp-options", 5, |a| Some(ask(a.at(554), Question::Options))),
        Ask::survey("rtsp-describe", 6, |a| Some(ask(a.at(554), Question::Describe))),
    ],
    whole: row::whole_text,
    heard: Heard {
        families: &["rtsp"],
        of_clients: &["rtsp.user_agent", "rtsp.url_path"],
        is_two_sided: true,
        ..Heard::UNSAID
    },
    ..Codec::new("rtsp", read, include_bytes!("../../../../fuzz/corpus/rtsp/description.bin"))
};

/// Most messages read of one payload.
pub const PARTS_MAX: usize = 64;

/// The messages of one payload.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Requests and responses in order.
    pub parts: Vec<Part>,
    /// Interleaved frames skipped.
    pub interleaved_frames: u64,
    /// Their bytes, with their four-byte headers.
    pub interleaved_bytes: u64,
    /// Where reading stopped; short of the end where something is no RTSP or not complete.
    pub end: usize,
}

/// One request or response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its start line.
    pub start: Start,
    /// Challenges in full.
    pub www_authenticate: Vec<Spanned>,
    /// Their realms.
    pub realms: Vec<Spanned>,
    /// `Server`.
    pub server: Option<Spanned>,
    /// `Public`.
    pub public: Option<Spanned>,
    /// `Content-Base`, cut.
    pub content_base: Option<Spanned>,
    /// `User-Agent`.
    pub user_agent: Option<Spanned>,
    /// Headers that no standard names, whole lines.
    pub vendor_headers: Vec<Spanned>,
    /// A session description.
    pub description: Option<sdp::Message>,
    /// Head and body.
    pub span: Range<usize>,
    /// True where nothing was cut from it.
    pub clean: bool,
}

/// A start line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// A request.
    Request {
        /// The method.
        method: Spanned,
        /// The path of the URL with its query, values and user-info cut.
        path: Spanned,
    },
    /// A response.
    Response {
        /// The whole status line.
        line: Spanned,
        /// The status, 0 where it is missing.
        status: u16,
    },
}

const METHODS: &[&str] = &[
    "OPTIONS",
    "DESCRIBE",
    "SETUP",
    "PLAY",
    "PAUSE",
    "TEARDOWN",
    "ANNOUNCE",
    "RECORD",
    "REDIRECT",
    "GET_PARAMETER",
    "SET_PARAMETER",
    "PLAY_NOTIFY",
];

/// Headers that RFC 2326 or RFC 7826 define: they say nothing about the maker.
const ORDINARY: &[&str] = &[
    "accept",
    "accept-credentials",
    "accept-encoding",
    "accept-language",
    "accept-ranges",
    "allow",
    "authentication-info",
    "bandwidth",
    "blocksize",
    "cache-control",
    "conference",
    "connection",
    "connection-credentials",
    "cseq",
    "date",
    "expires",
    "from",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "last-modified",
    "location",
    "media-properties",
    "media-range",
    "mtag",
    "notify-reason",
    "pipelined-requests",
    "pragma",
    "proxy-authenticate",
    "proxy-require",
    "proxy-supported",
    "public",
    "range",
    "referrer",
    "referer",
    "request-status",
    "require",
    "retry-after",
    "rtp-info",
    "scale",
    "seek-style",
    "server",
    "session",
    "speed",
    "supported",
    "terminate-reason",
    "timestamp",
    "transport",
    "unsupported",
    "user-agent",
    "vary",
    "via",
    "www-authenticate",
];

/// Reads every message of a payload; the first thing must be one (or an interleaved frame).
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    let mut message = Message::default();
    let mut at = 0;
    while at < payload.len() && message.parts.len() < PARTS_MAX {
        match payload[at] {
            b'\r' | b'\n' | b' ' => {
                at += 1;
                continue;
            }
            b'$' => {
                let Some(&[_, _, high, low]) = payload.get(at..at + 4) else { break };
                let length = 4 + usize::from(u16::from_be_bytes([high, low]));
                message.interleaved_frames += 1;
                message.interleaved_bytes += length.min(payload.len() - at) as u64;
                at = at.saturating_add(length).min(payload.len());
                continue;
            }
            _ => {}
        }
        match part_at(payload, at) {
            Ok(part) => {
                at = part.span.end.max(at + 1);
                message.parts.push(part);
            }
            Err(malformed) if message.parts.is_empty() && message.interleaved_frames == 0 => {
                return Err(malformed);
            }
            Err(_) => break,
        }
    }
    message.end = at;
    if message.parts.is_empty() && message.interleaved_frames == 0 {
        return Err(Malformed::at(at, "no RTSP message"));
    }
    Ok(message)
}

/// Whether `bytes` begin like an RTSP message.
pub fn begins(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RTSP/")
        || METHODS.iter().any(|m| bytes.strip_prefix(m.as_bytes()).is_some_and(|r| r.first() == Some(&b' ')))
}

fn part_at(payload: &[u8], from: usize) -> Result<Part, Malformed> {
    if !begins(&payload[from..]) {
        return Err(Malformed::at(from, "no RTSP start line"));
    }
    let head = TextHead::parse(payload, from)?;
    let (start, mut clean) = start_of(payload, &head)?;
    let body = body_of(payload, &head);
    let description = sdp::parse_at(payload, body.clone()).ok();
    let mut part = Part {
        start,
        www_authenticate: Vec::new(),
        realms: Vec::new(),
        server: None,
        public: None,
        content_base: None,
        user_agent: None,
        vendor_headers: Vec::new(),
        description,
        span: head.start_line.start..body.end,
        clean: true,
    };
    for line in &head.lines {
        let name = line.name(payload).to_ascii_lowercase();
        match name.as_str() {
            "www-authenticate" => {
                part.www_authenticate.push(line.text(payload));
                part.realms.extend(realm(payload, &line.value));
            }
            "server" => part.server = part.server.or_else(|| Some(line.text(payload))),
            "public" => part.public = part.public.or_else(|| Some(line.text(payload))),
            "user-agent" => part.user_agent = part.user_agent.or_else(|| Some(line.text(payload))),
            "content-base" => {
                let raw = line.text(payload);
                let base = Spanned::made(payload, raw.span.clone(), cut::url(&raw.value));
                clean &= base.value == raw.value;
                part.content_base = Some(base);
            }
            name if cut::is_secret_header(name) => clean = false,
            name if ORDINARY.contains(&name)
                || name.starts_with("content-")
                || name.starts_with("accept") => {}
            _ => part.vendor_headers.push(line.whole(payload)),
        }
    }
    part.clean = clean;
    Ok(part)
}

fn start_of(payload: &[u8], head: &TextHead) -> Result<(Start, bool), Malformed> {
    let span = head.start_line.clone();
    let line = &payload[span.clone()];
    if line.starts_with(b"RTSP/") {
        let status = line.split(u8::is_ascii_whitespace).skip(1).find(|w| !w.is_empty());
        let status = status.and_then(|w| std::str::from_utf8(w.get(..3)?).ok()?.parse().ok()).unwrap_or(0);
        return Ok((Start::Response { line: Spanned::copied(payload, span), status }, true));
    }
    let method = memchr::memchr(b' ', line).ok_or(Malformed::at(span.start, "no method"))?;
    let end = memchr::memmem::rfind(line, b" RTSP/").filter(|end| *end >= method);
    let Some(end) = end else { return Err(Malformed::at(span.end, "no RTSP version")) };
    let target = oogmerk_bytes::text_head::trim(payload, span.start + method..span.start + end);
    let raw = Spanned::copied(payload, target.clone());
    let whole = cut::url(&raw.value);
    let clean = whole == raw.value;
    // After cutting, the authority ends at the first slash behind `://`.
    let path = match whole.find("://") {
        Some(scheme) => whole[scheme + 3..].find('/').map_or("", |slash| &whole[scheme + 3 + slash..]),
        None => &whole,
    };
    let kept = target.end - path.len().min(target.len());
    let place = if clean { kept..target.end } else { target };
    let path = Spanned::made(payload, place, path.to_owned());
    Ok((Start::Request { method: Spanned::copied(payload, span.start..span.start + method), path }, clean))
}

/// Where a body stands. Lengths are often wrong by a few bytes: the next start line or the end of input decides.
fn body_of(payload: &[u8], head: &TextHead) -> Range<usize> {
    let at = head.end;
    if head.ended == Ended::InputEnd {
        return at..at;
    }
    let rest = &payload[at..];
    let next = memchr::memmem::find_iter(rest, b"RTSP/1.")
        .find(|i| *i == 0 || rest[i - 1] == b'\n')
        .unwrap_or(rest.len());
    match head.number(payload, "content-length").and_then(|n| usize::try_from(n).ok()) {
        Some(length) => at..at + length.min(next),
        None if rest.starts_with(b"v=") => at..at + next,
        None => at..at,
    }
}

impl Message {
    /// The fields of these messages.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        for part in &self.parts {
            part.clues_into(&mut clues);
        }
        clues
    }

    /// True where something was cut, so that the bytes must not be kept or hashed: a log-in or media.
    pub fn holds_secret(&self) -> bool {
        self.interleaved_frames > 0 || self.parts.iter().any(|p| !p.clean)
    }
}

impl Part {
    fn clues_into(&self, clues: &mut Clues) {
        match &self.start {
            Start::Request { path, .. } => {
                path.tell(clues, "rtsp.url_path");
                if let Some(agent) = &self.user_agent {
                    agent.tell(clues, "rtsp.user_agent");
                }
                return;
            }
            Start::Response { line, .. } => line.tell(clues, "rtsp.status"),
        }
        for (piece, field) in [
            (&self.server, "rtsp.server"),
            (&self.public, "rtsp.public"),
            (&self.content_base, "rtsp.content_base"),
        ] {
            if let Some(piece) = piece {
                piece.tell(clues, field);
            }
        }
        let many = [
            (&self.www_authenticate, "rtsp.www_authenticate"),
            (&self.realms, "rtsp.realm"),
            (&self.vendor_headers, "rtsp.header"),
        ];
        for (pieces, field) in many {
            for piece in pieces {
                piece.tell(clues, field);
            }
        }
        if let Some(description) = &self.description {
            clues.0.extend(description.clues().0);
        }
    }

    /// The status of a response.
    pub fn status(&self) -> Option<u16> {
        match self.start {
            Start::Response { status, .. } => Some(status),
            Start::Request { .. } => None,
        }
    }
}

/// Reads a payload into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).map(|m| m.clues())
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Which methods there are; the answer names the server.
    Options,
    /// What could be played, without log-in; the answer is a challenge or a description, never a picture.
    Describe,
}

/// Asks once, without credentials.
pub fn ask(device: SocketAddr, question: Question) -> Inquiry {
    let host = match device.ip() {
        IpAddr::V4(ip) => format!("{ip}:{}", device.port()),
        IpAddr::V6(ip) => format!("[{ip}]:{}", device.port()),
    };
    let (purpose, method, number, extra) = match question {
        Question::Options => ("the RTSP server's name and methods", "OPTIONS", 1, ""),
        Question::Describe => (
            "the RTSP challenge or session description, no video",
            "DESCRIBE",
            2,
            "Accept: application/sdp\r\n",
        ),
    };
    let text =
        format!("{method} rtsp://{host}/ RTSP/1.0\r\nCSeq: {number}\r\nUser-Agent: oogmerk\r\n{extra}\r\n");
    Inquiry::new("rtsp", purpose, Target::Tcp(device.port()), text.into_bytes())
}

/// A response as a device would send it, for the simulator; with a description its type and length are added.
pub fn write(
    status: u16,
    reason: &str,
    sequence: u32,
    headers: &[(&str, &str)],
    description: Option<&[u8]>,
) -> Vec<u8> {
    let plain = |text: &str| text.replace(['\r', '\n'], " ");
    let mut out = format!("RTSP/1.0 {status} {}\r\nCSeq: {sequence}\r\n", plain(reason));
    for (name, value) in headers {
        out.push_str(&format!("{}: {}\r\n", plain(name), plain(value)));
    }
    if let Some(description) = description {
        out.push_str(&format!("Content-Type: application/sdp\r\nContent-Length: {}\r\n", description.len()));
    }
    out.push_str("\r\n");
    let mut out = out.into_bytes();
    out.extend_from_slice(description.unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::trial;
    use super::*;

    const CHALLENGE: &[u8] = b"RTSP/1.0 401 Unauthorized\r\nCSeq: 2\r\nServer: Rtsp Server/3.0\r\n\
        WWW-Authenticate: Digest realm=\"Login to 6C01E93PAG69A7D\",nonce=\"0\"\r\nx-Accept-Dynamic-Rate: 1\r\n\r\n";

    #[test]
    fn a_challenge_names_its_realm() {
        trial::check(
            read,
            CHALLENGE,
            r#"rtsp.status = RTSP/1.0 401 Unauthorized
            rtsp.server = Rtsp Server/3.0
            rtsp.www_authenticate = Digest realm="Login to 6C01E93PAG69A7D",nonce="0"
            rtsp.realm = Login to 6C01E93PAG69A7D
            rtsp.header = x-Accept-Dynamic-Rate: 1"#,
        );
        trial::survives(read, CHALLENGE);
    }

    fn mixed() -> Vec<u8> {
        let description = super::super::sdp::write("Media Server", "- 1 1 IN IP4 0.0.0.0", &[], "trackID=0");
        let mut bytes = write(
            200,
            "OK",
            3,
            &[("Content-Base", "rtsp://a:geheim@192.0.2.8/cam/realmonitor?channel=1/")],
            Some(&description),
        );
        bytes.extend_from_slice(b"$\0\0\x04RTSP$\x01\0\x02xx");
        bytes.extend_from_slice(b"OPTIONS rtsp://jan:geheim@192.0.2.8/live RTSP/1.0\nCSeq: 4\nAuthorization: Basic geheim\nUser-Agent: x\n\n");
        bytes
    }

    #[test]
    fn several_messages_and_interleaved_frames_are_told_apart() {
        let bytes = mixed();
        trial::check(
            read,
            &bytes,
            "rtsp.status = RTSP/1.0 200 OK
            ~rtsp.content_base = rtsp://192.0.2.8/cam/realmonitor?channel=
            sdp.session_name = Media Server
            sdp.origin = - 1 1 IN IP4 0.0.0.0
            sdp.media = video 0 RTP/AVP 96
            sdp.control = trackID=0
            ~rtsp.url_path = /live
            rtsp.user_agent = x",
        );
        let message = parse(&bytes).unwrap();
        assert_eq!((message.interleaved_frames, message.interleaved_bytes), (2, 14));
        assert!(message.holds_secret());
        trial::never_shows(&["geheim"], &message.clues(), &format!("{message:?}"));
        trial::survives(read, &bytes);
    }

    #[test]
    fn a_plain_path_is_copied_from_its_place() {
        let bytes = b"DESCRIBE rtsp://192.0.2.8:554/Streaming/Channels/101 RTSP/1.0\r\nCSeq: 1\r\n\r\n";
        trial::check(read, bytes, "rtsp.url_path = /Streaming/Channels/101");
        assert!(read(b"GET / HTTP/1.1\r\n\r\n").is_err());
        assert!(read(b"").is_err());
    }

    #[test]
    fn the_questions_are_options_and_describe_and_nothing_else() {
        let device = "[2001:db8::1]:554".parse().unwrap();
        for (question, method) in [(Question::Options, "OPTIONS"), (Question::Describe, "DESCRIBE")] {
            let inquiry = ask(device, question);
            let message = parse(inquiry.bytes()).unwrap();
            let Start::Request { method: sent, path } = &message.parts[0].start else { panic!("no request") };
            assert_eq!((sent.value.as_str(), path.value.as_str()), (method, "/"));
            assert!(!message.holds_secret());
        }
    }

    #[test]
    fn answers_recorded_by_others_stand_where_they_say() {
        let files = trial::files("retina-rtsp", ".txt");
        let (sdp, rtsp): (Vec<_>, Vec<_>) = files.iter().partition(|f| f.name.contains("_sdp"));
        trial::stand(super::super::sdp::read, sdp.iter().map(|f| f.bytes.as_slice()), "SDP text");
        trial::stand(read, rtsp.iter().map(|f| f.bytes.as_slice()), "RTSP answer");
    }
}
