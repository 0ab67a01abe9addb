//! Who may read, and what every answer carries: host names of this machine only (so that no page elsewhere can reach
//! in through a name that resolves here), one sign-in by a link that works once, and headers that keep a device's
//! text from ever becoming script.

use crate::site::Site;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::{Arc, Mutex, PoisonError};

/// No script, no style but the own sheet, nothing from elsewhere, no framing.
pub(crate) const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The sign-in: a link that works once, then a cookie.
pub(crate) struct Door {
    link: Mutex<Option<String>>,
    session: Mutex<Option<String>>,
    cookie: String,
}

/// What came of a link.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Opened {
    /// The cookie to set.
    Yes(String),
    /// Wrong or used.
    No,
}

impl Door {
    /// A door with its link. The port is in the cookie's name: cookies do not tell ports apart.
    pub fn new(token: String, port: u16) -> Self {
        let link = Some(token).filter(|t| t.len() >= 16);
        Self { link: Mutex::new(link), session: Mutex::new(None), cookie: format!("oogmerk-{port}") }
    }

    /// Uses the link.
    #[allow(
        clippy::disallowed_methods,
        reason = "a session's secret is made where it is kept, and told to nobody"
    )]
    pub fn open(&self, token: &str) -> Opened {
        let mut link = self.link.lock().unwrap_or_else(PoisonError::into_inner);
        if !link.as_deref().is_some_and(|t| same(t, token)) {
            return Opened::No;
        }
        let mut bytes = [0u8; 32];
        if getrandom::fill(&mut bytes).is_err() {
            return Opened::No;
        }
        *link = None;
        let value = bytes.iter().fold(String::with_capacity(64), |hex, b| hex + &format!("{b:02x}"));
        let cookie = format!("{}={value}; HttpOnly; SameSite=Strict; Path=/", self.cookie);
        *self.session.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
        Opened::Yes(cookie)
    }

    /// Whether a request carries the cookie.
    pub fn knows(&self, request: &Request) -> bool {
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(session) = session.as_deref() else { return false };
        request
            .headers()
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|c| c.to_str().ok())
            .flat_map(|c| c.split(';'))
            .filter_map(|c| c.trim().split_once('='))
            .any(|(name, value)| name == self.cookie && same(session, value))
    }
}

/// Compares without telling by its time where two texts differ.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0u8, |d, (x, y)| d | (x ^ y)) == 0
}

/// Whether a Host header names this machine's loopback.
fn is_loopback_name(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or("", |(name, _)| name),
        None => host
            .rsplit_once(':')
            .map_or(host, |(name, port)| if port.bytes().all(|b| b.is_ascii_digit()) { name } else { host }),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Every request passes here.
pub(crate) async fn guard(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let host =
        request.headers().get(header::HOST).and_then(|h| h.to_str().ok()).or_else(|| request.uri().host());
    let open = matches!(path, "/healthz" | "/style.css" | "/icon.svg") || path.starts_with("/in/");
    let mut response = if !host.is_some_and(is_loopback_name) {
        (StatusCode::MISDIRECTED_REQUEST, "this host name is not served here\n").into_response()
    } else if !matches!(*request.method(), Method::GET | Method::HEAD) {
        (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")], "read only\n").into_response()
    } else if !open && !site.door.knows(&request) {
        site.refused(&request)
    } else {
        // Never more at once than a machine can bear; the rest waits its turn within the time limit.
        match site.turns.acquire().await {
            Ok(_turn) => next.run(request).await,
            Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        }
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_names_are_served() {
        for host in ["127.0.0.1:8460", "localhost", "LOCALHOST:1", "[::1]:8460", "127.5.0.1"] {
            assert!(is_loopback_name(host), "{host}");
        }
        for host in [
            "",
            "example.com",
            "127.0.0.1.example.com:80",
            "localhost.example",
            "10.0.0.1:8460",
            "[fe80::1]",
            "192.168.1.1",
        ] {
            assert!(!is_loopback_name(host), "{host}");
        }
    }

    #[test]
    fn the_link_works_once_and_only_the_link() {
        let door = Door::new("0123456789abcdef0123".into(), 8460);
        assert_eq!(door.open("0123456789abcdef0124"), Opened::No);
        let Opened::Yes(cookie) = door.open("0123456789abcdef0123") else { unreachable!("the right link") };
        assert!(cookie.starts_with("oogmerk-8460=") && cookie.contains("HttpOnly; SameSite=Strict"));
        assert_eq!(door.open("0123456789abcdef0123"), Opened::No);
        assert_eq!(Door::new(String::new(), 1).open(""), Opened::No);
    }
}
