//! HTTP/0.9 to 1.1: heads as devices really send them, and of bodies only a title, product strings and three
//! documents with codecs of their own. Not a client: nothing here follows redirects or logs in.
//!
//! Header values that may hold secrets are dropped while parsing and never reach [`Head`]. Bodies typed image,
//! audio, video or multipart are counted, not looked at. Format: RFC 9110, RFC 9112, RFC 1945.

use super::runs::Runs;
use super::spanned::Spanned;
use super::text_head::{Ended, TextHead, realm};
use super::{cut, html};
use crate::{Clues, Inquiry, Malformed, Target};
use std::io::Read;
use std::net::{IpAddr, SocketAddr};
use std::ops::Range;

/// Most bytes of an unpacked body.
pub const BODY_MAX: usize = 256 * 1024;
/// A packed body that grows more than this many times is cut: no page of a device does.
pub const GROWTH_MAX: usize = 200;

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
    secret: bool,
}

/// What stands after a head, as far as it may be looked at.
#[derive(Clone, PartialEq, Eq)]
pub enum Body {
    /// Nothing.
    None,
    /// Text, with where its pieces stand in the payload.
    Text {
        /// The body without transfer and content coding, at most [`BODY_MAX`] bytes.
        bytes: Vec<u8>,
        /// Where they stand in the payload, where they stand there as they are.
        runs: Runs,
    },
    /// Image, audio, video or multipart: not looked at.
    Media {
        /// Its length as announced, or as far as seen.
        length: u64,
    },
    /// Anything else, and every body of a request: not looked at.
    Unread {
        /// Its length as far as seen.
        length: u64,
    },
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Text { bytes, .. } => write!(f, "Text({} bytes)", bytes.len()),
            Self::Media { length } => write!(f, "Media({length} bytes)"),
            Self::Unread { length } => write!(f, "Unread({length} bytes)"),
        }
    }
}

/// A request or a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Start line and headers.
    pub head: Head,
    /// The body.
    pub body: Body,
    /// The body's bytes in the payload, as sent.
    pub body_span: Range<usize>,
    /// True where the message ends within the payload; false where more bytes would have belonged to it.
    pub complete: bool,
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

/// Reads one whole message; a missing blank line or a short body is tolerated.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    message_at(payload, 0)
}

/// The messages of one direction of a stream, in order; ends at the first thing that is not HTTP.
pub fn messages(stream: &[u8]) -> impl Iterator<Item = Message> {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= stream.len() {
            return None;
        }
        let message = message_at(stream, at).ok()?;
        at = if message.complete { message.body_span.end.max(at + 1) } else { stream.len() };
        Some(message)
    })
}

/// Reads a payload of one or more messages into clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    let first = parse(payload)?;
    let mut clues = first.clues();
    for message in messages(payload).skip(1) {
        clues.0.extend(message.clues().0);
    }
    Ok(clues)
}

fn head_at(payload: &[u8], from: usize) -> Result<(Head, Ended), Malformed> {
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

    fn content_type(&self) -> Option<String> {
        self.value("content-type").map(|v| v.value.to_ascii_lowercase())
    }

    fn length(&self) -> Option<u64> {
        self.value("content-length").and_then(|v| v.value.trim().split(',').next()?.trim().parse().ok())
    }

    fn is_chunked(&self) -> bool {
        self.value("transfer-encoding").is_some_and(|v| v.value.to_ascii_lowercase().contains("chunked"))
    }
}

fn is_media(content_type: &str) -> bool {
    ["image/", "audio/", "video/", "multipart/"].iter().any(|m| content_type.trim_start().starts_with(m))
}

fn is_readable(content_type: Option<&str>) -> bool {
    content_type.is_none_or(|t| {
        t.trim_start().starts_with("text/")
            || ["xml", "json", "html", "javascript", "x-www-form"].iter().any(|w| t.contains(w))
    })
}

/// Bytes that begin like a picture or a film, whatever their type says.
fn begins_like_media(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xd8, 0xff])
        || bytes.starts_with(b"\x89PNG")
        || bytes.starts_with(b"GIF8")
        || bytes.starts_with(b"RIFF")
        || bytes.get(4..8) == Some(b"ftyp")
        || bytes.starts_with(&[0, 0, 1, 0xba])
        || bytes.starts_with(&[0, 0, 0, 1])
}

#[allow(clippy::single_range_in_vec_init, reason = "a body in one part is one range")]
fn message_at(payload: &[u8], from: usize) -> Result<Message, Malformed> {
    let (head, _) = head_at(payload, from)?;
    let at = head.span.end;
    let rest = &payload[at..];
    let request = matches!(head.start, Start::Request { .. });
    let bodiless = matches!(head.status(), Some(100..=199 | 204 | 304));
    let announced = head.length();
    let next_follows = rest.starts_with(b"HTTP/1.");
    let (span, complete, parts) = if bodiless || (next_follows && !request) {
        (at..at, true, Vec::new())
    } else if head.is_chunked() {
        let chunks = Chunks::read(payload, at);
        (at..chunks.end, chunks.complete, chunks.parts)
    } else if let Some(length) = announced {
        let wanted = usize::try_from(length).unwrap_or(usize::MAX);
        let end = at + wanted.min(rest.len());
        (at..end, wanted <= rest.len(), vec![at..end])
    } else if request {
        (at..at, true, Vec::new())
    } else {
        (at..payload.len(), true, vec![at..payload.len()])
    };
    let seen: u64 = parts.iter().map(|p| p.len() as u64).sum();
    let content_type = head.content_type();
    let body = if announced.unwrap_or(seen) == 0 && seen == 0 {
        Body::None
    } else if request {
        Body::Unread { length: announced.unwrap_or(seen) }
    } else if content_type.as_deref().is_some_and(is_media)
        || parts.first().is_some_and(|p| begins_like_media(&payload[p.clone()]))
    {
        Body::Media { length: announced.unwrap_or(seen) }
    } else if !is_readable(content_type.as_deref()) {
        Body::Unread { length: announced.unwrap_or(seen) }
    } else {
        text_body(
            payload,
            &parts,
            head.value("content-encoding").map(|v| v.value.to_ascii_lowercase()).as_deref(),
        )
    };
    let mut message = Message { head, body, body_span: span, complete };
    message.head.secret |= request && message.body != Body::None;
    Ok(message)
}

fn text_body(payload: &[u8], parts: &[Range<usize>], coding: Option<&str>) -> Body {
    let mut bytes = Vec::new();
    let mut runs = Runs::default();
    for part in parts {
        let take = part.len().min(BODY_MAX - bytes.len());
        runs.add(bytes.len(), part.start, take);
        bytes.extend_from_slice(&payload[part.start..part.start + take]);
        if bytes.len() == BODY_MAX {
            break;
        }
    }
    let packed = coding.is_some_and(|c| ["gzip", "deflate"].iter().any(|w| c.contains(w)))
        || bytes.starts_with(&[0x1f, 0x8b]);
    if !packed {
        return Body::Text { bytes, runs };
    }
    let limit = BODY_MAX.min(bytes.len().saturating_mul(GROWTH_MAX)) as u64;
    let mut out = Vec::new();
    // A truncated stream gives what could be unpacked before it broke off.
    let _ = if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::GzDecoder::new(&bytes[..]).take(limit).read_to_end(&mut out)
    } else {
        flate2::read::ZlibDecoder::new(&bytes[..]).take(limit).read_to_end(&mut out)
    };
    if out.is_empty() {
        // "deflate" without the zlib wrapper is what several servers send.
        let _ = flate2::read::DeflateDecoder::new(&bytes[..]).take(limit).read_to_end(&mut out);
    }
    if begins_like_media(&out) {
        return Body::Media { length: out.len() as u64 };
    }
    Body::Text { bytes: out, runs: Runs::default() }
}

/// A chunked body (RFC 9112 section 7.1) as places in the payload.
struct Chunks {
    parts: Vec<Range<usize>>,
    end: usize,
    complete: bool,
}

impl Chunks {
    #[allow(clippy::single_range_in_vec_init, reason = "a body in one part is one range")]
    fn read(payload: &[u8], from: usize) -> Self {
        let mut parts = Vec::new();
        let mut at = from;
        loop {
            let Some((line, next)) = super::text_head::line(payload, at) else {
                return Self { parts, end: payload.len(), complete: false };
            };
            let text = std::str::from_utf8(&payload[line]).unwrap_or("");
            let size = text.split(';').next().unwrap_or("").trim();
            let Ok(size) = usize::from_str_radix(size, 16) else {
                // Announced as chunked, sent plain: some firmware does.
                if parts.is_empty() {
                    return Self { parts: vec![from..payload.len()], end: payload.len(), complete: true };
                }
                return Self { parts, end: payload.len(), complete: false };
            };
            if size == 0 {
                let mut end = next;
                while let Some((line, next)) = super::text_head::line(payload, end) {
                    if payload[line.clone()].starts_with(b"HTTP/") {
                        break;
                    }
                    end = next;
                    if line.is_empty() {
                        break;
                    }
                }
                return Self { parts, end, complete: true };
            }
            let end = next.saturating_add(size);
            if end > payload.len() || parts.len() >= 4096 {
                parts.push(next..payload.len());
                return Self { parts, end: payload.len(), complete: false };
            }
            parts.push(next..end);
            at = end;
            while matches!(payload.get(at), Some(b'\r' | b'\n')) {
                at += 1;
            }
        }
    }
}

/// Beginnings of paths that name a device's own interface. A client that asks for one proves nothing about the server.
const DEVICE_PATHS: &[&str] = &[
    "/ISAPI/",
    "/SDK/",
    "/PSIA/",
    "/onvif/",
    "/cgi-bin/",
    "/axis-cgi/",
    "/HNAP1",
    "/RPC2",
    "/stw-cgi/",
    "/rcp.xml",
    "/vapix/",
    "/cgi/",
    "/web/cgi-bin/",
    "/LAPI/",
    "/doc/page/",
    "/nvc-cgi/",
    "/goform/",
    "/Streaming/",
    "/config/",
    "/api.cgi",
];

impl Message {
    /// The fields of this message.
    pub fn clues(&self) -> Clues {
        let mut clues = Clues::default();
        match &self.head.start {
            Start::Request { target, .. } => self.request_clues(target, &mut clues),
            Start::Response { line, .. } => {
                line.tell(&mut clues, "http.status");
                self.response_clues(&mut clues);
            }
            Start::Bare => self.response_clues(&mut clues),
        }
        clues
    }

    fn request_clues(&self, target: &Spanned, clues: &mut Clues) {
        if let Some(agent) = self.head.value("user-agent") {
            agent.tell(clues, "http.user_agent");
        }
        let path = target
            .value
            .strip_prefix("http://")
            .map_or(&*target.value, |rest| rest.find('/').map_or("", |i| &rest[i..]));
        if DEVICE_PATHS.iter().any(|p| path.get(..p.len()).is_some_and(|start| start.eq_ignore_ascii_case(p)))
        {
            let whole = path.len() == target.value.len();
            let piece = Spanned {
                value: path.to_owned(),
                span: target.span.clone(),
                decoded: target.decoded || !whole,
            };
            piece.tell(clues, "http.api_path");
        }
    }

    fn response_clues(&self, clues: &mut Clues) {
        for header in &self.head.headers {
            let field = match header.name.value.to_ascii_lowercase().as_str() {
                "server" => "http.server",
                "www-authenticate" => "http.www_authenticate",
                "location" => "http.location",
                "x-powered-by" => "http.powered_by",
                "content-type" => "http.content_type",
                _ => continue,
            };
            header.value.tell(clues, field);
        }
        for realm in &self.head.realms {
            realm.tell(clues, "http.realm");
        }
        for cookie in &self.head.cookies {
            cookie.tell(clues, "http.set_cookie");
        }
        if !self.head.headers.is_empty() {
            let names: Vec<&str> = self.head.headers.iter().map(|h| h.name.value.as_str()).collect();
            clues.decoded(
                oogmerk_model::Field::of("http.header_order"),
                names.join(","),
                Some(self.head.span.clone()),
            );
        }
        if let Body::Text { bytes, runs } = &self.body {
            let mut inner = Clues::default();
            html::clues(bytes, &mut inner);
            if let Some(Ok(more)) = document(bytes).and_then(|name| super::read(name, bytes)) {
                inner.0.extend(more.0);
            }
            clues.0.extend(runs.place(inner, &self.body_span).0);
        }
    }

    /// Announced or seen length of a body that is image, audio, video or multipart.
    pub fn media_length(&self) -> Option<u64> {
        match self.body {
            Body::Media { length } => Some(length),
            _ => None,
        }
    }
}

/// Which codec reads a document found in a body.
fn document(body: &[u8]) -> Option<&'static str> {
    let start = &body[..body.len().min(4096)];
    let has = |needle: &[u8]| memchr::memmem::find(start, needle).is_some();
    if has(b"schemas-upnp-org:device") {
        Some("upnp-description")
    } else if has(b"Envelope") && has(b"soap-envelope") {
        Some("onvif")
    } else if has(b"<DeviceInfo") || has(b"<deviceInfo") {
        Some("isapi")
    } else if has(b"root.Brand.") || has(b"root.Properties.") || (has(b"propertyList") && has(b"ProdNbr")) {
        Some("vapix")
    } else {
        None
    }
}

/// Which page is asked for. There is no page that takes input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page<'a> {
    /// `/`.
    Root,
    /// The UPnP description at the path that the device itself announced.
    UpnpDescription(&'a str),
    /// The description that VAPIX devices give without log-in, by its maker's design.
    VapixUnrestricted,
}

/// Asks for a page, once, without credentials. `None` where an announced path is not a plain path.
pub fn ask(device: SocketAddr, page: Page<'_>) -> Option<Inquiry> {
    let host = match device.ip() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    };
    let host = if device.port() == 80 { host } else { format!("{host}:{}", device.port()) };
    let common = format!(
        "Host: {host}\r\nUser-Agent: oogmerk\r\nAccept: text/html, text/xml, application/json\r\nConnection: close\r\n"
    );
    let (purpose, request) = match page {
        Page::Root => {
            ("the start page's head, title and product strings", format!("GET / HTTP/1.1\r\n{common}\r\n"))
        }
        Page::UpnpDescription(path) => {
            let plain = path.starts_with('/')
                && path.len() <= 256
                && path
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'-' | b'_' | b'~'));
            if !plain {
                return None;
            }
            ("the UPnP description the device announced", format!("GET {path} HTTP/1.1\r\n{common}\r\n"))
        }
        Page::VapixUnrestricted => {
            let body = r#"{"apiVersion":"1.0","method":"getAllUnrestrictedProperties"}"#;
            let length = body.len();
            (
                "model, serial and firmware that the device gives without log-in",
                format!(
                    "POST /axis-cgi/basicdeviceinfo.cgi HTTP/1.1\r\n{common}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
                ),
            )
        }
    };
    Some(Inquiry::new("http", purpose, Target::Tcp(device.port()), request.into_bytes()))
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

    const LOGIN_PAGE: &[u8] = b"HTTP/1.1 401 Unauthorized\r\nServer: App-webs/\r\nWWW-Authenticate: Digest qop=\"auth\", realm=\"IP Camera(C2183)\", nonce=\"4d6a\"\r\n\
        Set-Cookie: WebSession=b0f1e2; path=/\r\nLocation: http://admin:geheim@10.0.0.7/doc/page/login.asp?_1712\r\nContent-Type: text/html\r\nContent-Length: 52\r\n\r\n\
        <html><title>Document &amp; Error</title>/ISAPI/</html>";

    #[test]
    fn an_answer_gives_its_head_title_and_markers() {
        trial::check(
            read,
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
        trial::survives(read, LOGIN_PAGE);
        trial::survives(read, &chunked());
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
            read,
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
