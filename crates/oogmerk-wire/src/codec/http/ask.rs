//! The pages that may be asked for, and what a client asks of a proxy.

use crate::{Inquiry, Target};
use std::net::{IpAddr, SocketAddr};

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

/// The host that a request wants to be handed on to: it names another than the one it is sent to.
pub(super) fn forward(bytes: &[u8]) -> Option<&str> {
    let line = &bytes[..memchr::memchr(b'\n', bytes).unwrap_or(bytes.len()).min(2048)];
    let mut words = line.split(|b| *b == b' ');
    let (method, target) = (words.next()?, words.next()?);
    let authority = if method == b"CONNECT" {
        target
    } else {
        target.strip_prefix(b"http://")?.split(|b| *b == b'/').next().unwrap_or_default()
    };
    let host = authority.rsplit(|b| *b == b'@').next().unwrap_or_default();
    let host = host.split(|b| *b == b':').next().unwrap_or_default();
    std::str::from_utf8(host).ok()
}
