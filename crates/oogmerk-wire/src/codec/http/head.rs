//! Start line and headers, secrets cut.

use crate::Malformed;
use oogmerk_bytes::cut;
use oogmerk_bytes::spanned::Spanned;
use oogmerk_bytes::text_head::{Ended, TextHead, realm};
use std::ops::Range;

/// Why a head could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeadError {
    /// The blank line has not come yet; more bytes may help.
    #[error("the head is not complete")]
    Incomplete,
    /// Not HTTP.
    #[error(transparent)]
    Malformed(#[from] Malformed),
}

/// What the start line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// A request.
    Request {
        /// The method.
        method: Spanned,
        /// The target: user-info and query values cut.
        target: Spanned,
    },
    /// A response.
    Response {
        /// The whole status line.
        line: Spanned,
        /// The status, 0 where it is missing.
        status: u16,
    },
    /// An HTTP/0.9 answer: a body and nothing else.
    Bare,
}

/// A header whose value may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Its name as sent.
    pub name: Spanned,
    /// Its value; empty where it was cut.
    pub value: Spanned,
}

/// Start line and headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The start line.
    pub start: Start,
    /// The headers in the order sent, secret values cut.
    pub headers: Vec<Header>,
    /// Names of the cookies set, each with its place.
    pub cookies: Vec<Spanned>,
    /// The realms of `WWW-Authenticate` headers.
    pub realms: Vec<Spanned>,
    /// The head's bytes.
    pub span: Range<usize>,
    pub(super) secret: bool,
}

/// Reads a head at the start of `bytes`; gives it and the number of bytes it takes.
pub fn parse_head(bytes: &[u8]) -> Result<(Head, usize), HeadError> {
    let (head, ended) = head_at(bytes, 0)?;
    match ended {
        Ended::BlankLine => {
            let length = head.span.end;
            Ok((head, length))
        }
        Ended::InputEnd => Err(HeadError::Incomplete),
    }
}

pub(super) fn head_at(payload: &[u8], from: usize) -> Result<(Head, Ended), Malformed> {
    let text = TextHead::parse(payload, from)?;
    let line = &payload[text.start_line.clone()];
    let mut secret = false;
    let start = if is_status_line(line) {
        Start::Response { status: status(line), line: Spanned::copied(payload, text.start_line.clone()) }
    } else if let Some((method, target)) = request_line(line) {
        let base = text.start_line.start;
        let span = base + target.start..base + target.end;
        let raw = Spanned::copied(payload, span.clone());
        let target = Spanned::made(payload, span, cut::url(&raw.value));
        secret |= target.decoded;
        Start::Request { method: Spanned::copied(payload, base + method.start..base + method.end), target }
    } else if line.trim_ascii_start().starts_with(b"<") {
        let at = text.start_line.start;
        let head = Head {
            start: Start::Bare,
            headers: Vec::new(),
            cookies: Vec::new(),
            realms: Vec::new(),
            span: at..at,
            secret: false,
        };
        return Ok((head, Ended::BlankLine));
    } else {
        return Err(Malformed::at(text.start_line.start, "no HTTP start line"));
    };
    let mut head = Head {
        start,
        headers: Vec::with_capacity(text.lines.len()),
        cookies: Vec::new(),
        realms: Vec::new(),
        span: text.start_line.start..text.end,
        secret,
    };
    for line in &text.lines {
        let name = Spanned::copied(payload, line.name.clone());
        // What somebody pasted below a head is no header of it (RFC 9110, section 5.1).
        if name.value.contains([' ', '\t', '$', '"', '<']) {
            continue;
        }
        let raw = line.text(payload);
        let value = if name.value.eq_ignore_ascii_case("set-cookie") {
            head.secret = true;
            let bytes = &payload[line.value.clone()];
            if let Some(equals) = memchr::memchr(b'=', bytes) {
                head.cookies.push(Spanned::copied(payload, line.value.start..line.value.start + equals + 1));
            }
            Spanned::default()
        } else if cut::is_secret_header(&name.value) {
            head.secret |= !raw.value.is_empty();
            Spanned::default()
        } else if is_url_header(&name.value) {
            let cut = Spanned::made(payload, raw.span.clone(), cut::url(&raw.value));
            head.secret |= cut.value != raw.value;
            cut
        } else {
            if name.value.eq_ignore_ascii_case("www-authenticate") {
                head.realms.extend(realm(payload, &line.value));
            }
            raw
        };
        head.headers.push(Header { name, value });
    }
    Ok((head, text.ended))
}

fn is_status_line(line: &[u8]) -> bool {
    line.get(..5).is_some_and(|w| w.eq_ignore_ascii_case(b"HTTP/"))
        || line.starts_with(b"HTTP ")
        || line.starts_with(b"ICY ")
}

fn status(line: &[u8]) -> u16 {
    line.split(|b| *b == b' ' || *b == b'\t')
        .skip(1)
        .find(|word| !word.is_empty())
        .and_then(|word| std::str::from_utf8(word.get(..3)?).ok()?.parse().ok())
        .unwrap_or(0)
}

/// Places of method and target in a request line; RTSP and SIP lines are refused by their version.
fn request_line(line: &[u8]) -> Option<(Range<usize>, Range<usize>)> {
    let method = line.iter().take_while(|b| b.is_ascii_uppercase() || matches!(b, b'-' | b'_')).count();
    if !(3..=24).contains(&method) || line.get(method) != Some(&b' ') {
        return None;
    }
    let mut start = method;
    while line.get(start) == Some(&b' ') {
        start += 1;
    }
    // Targets with spaces occur; the version is what follows the last space.
    let mut end = line.len();
    if let Some(last) = memchr::memrchr(b' ', &line[start..]) {
        let version = line[start + last + 1..].trim_ascii();
        if version.get(..5).is_some_and(|v| v.eq_ignore_ascii_case(b"HTTP/")) {
            end = start + last;
        } else if version.contains(&b'/') && version.len() == 8 && version.ends_with(b".0") {
            return None; // RTSP/1.0, SIP/2.0 and their kin
        }
    }
    if line[start..].ends_with(b"SIP/2.0") {
        return None;
    }
    let target = line[start..end].trim_ascii_end();
    let connect = &line[..method] == b"CONNECT";
    let looks_right = matches!(target.first(), Some(b'/' | b'*'))
        || target.get(..4).is_some_and(|s| s.eq_ignore_ascii_case(b"http"))
        || connect;
    (looks_right && !target.is_empty()).then(|| (0..method, start..start + target.len()))
}

fn is_url_header(name: &str) -> bool {
    ["host", "location", "content-location", "referer", "link", "refresh", "uri", "origin", "soapaction"]
        .iter()
        .any(|n| name.eq_ignore_ascii_case(n))
}

impl Head {
    /// The first value of a header that was not cut.
    pub fn value(&self, name: &str) -> Option<&Spanned> {
        self.headers
            .iter()
            .find(|h| h.name.value.eq_ignore_ascii_case(name))
            .map(|h| &h.value)
            .filter(|v| !v.value.is_empty())
    }

    /// The host a client asked for, without port.
    pub fn host(&self) -> Option<&str> {
        let host = self.value("host")?.value.trim();
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        Some(match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !name.ends_with(':') => name,
            _ => host,
        })
    }

    /// The status of a response, 0 where it is missing.
    pub fn status(&self) -> Option<u16> {
        match self.start {
            Start::Response { status, .. } => Some(status),
            Start::Bare => Some(0),
            Start::Request { .. } => None,
        }
    }

    /// True where something was cut from it, so that its bytes must not be kept or hashed.
    pub fn holds_secret(&self) -> bool {
        self.secret
    }

    /// Whether the body is announced as image, audio, video or multipart.
    pub fn announces_media(&self) -> bool {
        self.content_type().is_some_and(|t| is_media(&t))
    }

    pub(super) fn content_type(&self) -> Option<String> {
        self.value("content-type").map(|v| v.value.to_ascii_lowercase())
    }

    pub(super) fn length(&self) -> Option<u64> {
        self.value("content-length").and_then(|v| v.value.trim().split(',').next()?.trim().parse().ok())
    }

    pub(super) fn is_chunked(&self) -> bool {
        self.value("transfer-encoding").is_some_and(|v| v.value.to_ascii_lowercase().contains("chunked"))
    }
}

/// What may never be looked at, by its type.
pub(super) fn is_media(content_type: &str) -> bool {
    ["image/", "audio/", "video/", "multipart/"].iter().any(|m| content_type.trim_start().starts_with(m))
}
