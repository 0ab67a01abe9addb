//! Who may read, and what every answer carries: host names of this machine only (so that no page elsewhere can reach
//! in through a name that resolves here), whoever the door knows, and headers that keep a device's text from ever
//! becoming script.

use crate::site::Site;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// No script, no style but the own sheet, nothing from elsewhere, no framing.
pub(crate) const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

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
}
