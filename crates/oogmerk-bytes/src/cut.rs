//! What is cut before anything can become evidence: user-info, query values, passwords in paths, secret headers.
//!
//! Law 6 of the design: passwords, tokens and community strings are cut at the codec, in both directions.
//! The *names* of query parameters stay, because they tell the software apart; their values never do.

/// Longest URL kept, in bytes; what follows is cut. No device's own address comes near it.
pub const URL_MAX: usize = 1024;

/// A URL or request target without user-info, without query and matrix values, and without a password in its path.
///
/// Keys of a query stay when they look like names (`channel=`), bare words only when made of letters and `_`.
/// Recorders of one family put log-ins into the path (`/user=admin_password=x_channel=1`): the password goes, the
/// user goes too unless it is the factory name `admin`, which is part of the software and not of a person.
pub fn url(text: &str) -> String {
    let text = &text[..text.floor_char_boundary(URL_MAX)];
    let (text, fragment) = text.split_once('#').map_or((text, None), |(a, b)| (a, Some(b)));
    let (base, query) = text.split_once('?').map_or((text, None), |(a, b)| (a, Some(b)));
    let mut out = path(&without_user_info(base));
    if let Some(query) = query {
        out.push('?');
        out.push_str(&names_only(query));
    }
    if let Some(fragment) = fragment {
        let (place, query) = fragment.split_once('?').map_or((fragment, None), |(a, b)| (a, Some(b)));
        if place.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'_' | b'-' | b'!')) {
            out.push('#');
            out.push_str(place);
            if let Some(query) = query {
                out.push('?');
                out.push_str(&names_only(query));
            }
        }
    }
    out
}

fn without_user_info(base: &str) -> String {
    let (scheme, rest) = match base.find("://") {
        Some(at) => base.split_at(at + 3),
        None if base.starts_with("//") => base.split_at(2),
        None => ("", base),
    };
    // A password may itself hold `/` or `@`: what stands before the last `@` of the authority goes.
    // Without a scheme only the first segment can be an authority (`admin:x@10.0.0.1/live`).
    if base.starts_with('/') && scheme.is_empty() {
        return base.to_owned();
    }
    let end = rest.find('/').unwrap_or(rest.len());
    match rest[..end].rfind('@') {
        Some(at) => format!("{scheme}{}", &rest[at + 1..]),
        None => match rest.rfind('@') {
            Some(at) if rest[..at].contains(':') && !scheme.is_empty() => {
                format!("{scheme}{}", &rest[at + 1..])
            }
            _ => base.to_owned(),
        },
    }
}

const PATH_KEYS: [&str; 8] =
    ["password=", "passwd=", "pwd=", "pass=", "user=", "usr=", "username=", "token="];

fn path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while !rest.is_empty() {
        let lower = rest.to_ascii_lowercase();
        let found =
            PATH_KEYS.iter().filter_map(|key| lower.find(key).map(|at| (at, key.len()))).min_by_key(|f| f.0);
        let matrix = rest.find(';');
        match (found, matrix) {
            (Some((at, length)), m) if m.is_none_or(|m| at <= m) => {
                let value = at + length;
                out.push_str(&rest[..value]);
                let user = lower[at..value].starts_with("us");
                let tail = &rest[value..];
                let end = value_end(tail);
                if user && tail[..end] == *"admin" {
                    out.push_str("admin");
                }
                rest = &tail[end..];
            }
            (_, Some(at)) => {
                out.push_str(&rest[..=at]);
                let tail = &rest[at + 1..];
                let end = tail.find(['/', ';']).unwrap_or(tail.len());
                let name = tail[..end].split_once('=').map_or("", |(name, _)| name);
                if !name.is_empty() {
                    out.push_str(name);
                    out.push('=');
                }
                rest = &tail[end..];
            }
            (_, None) => {
                out.push_str(rest);
                rest = "";
            }
        }
    }
    out
}

/// Where a value inside a path ends: at `/`, `&`, `;`, or at `_` or `,` before the next `name=`.
fn value_end(tail: &str) -> usize {
    for (at, c) in tail.char_indices() {
        match c {
            '/' | '&' | ';' => return at,
            '_' | ',' => {
                let next = &tail[at + 1..];
                let name = next.bytes().take_while(u8::is_ascii_alphabetic).count();
                if name > 0 && next.as_bytes().get(name) == Some(&b'=') {
                    return at;
                }
            }
            _ => {}
        }
    }
    tail.len()
}

fn names_only(query: &str) -> String {
    let mut parts = Vec::new();
    for item in query.split('&') {
        match item.split_once('=') {
            Some((name, value)) if is_name(name, value) => parts.push(format!("{name}=")),
            None if item.len() <= 32 && item.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_') => {
                parts.push(item.to_owned());
            }
            _ => {}
        }
    }
    parts.join("&")
}

/// Base64 ends in `=` too: what mixes cases and digits, or cases before an empty value, is taken for a secret.
fn is_name(name: &str, value: &str) -> bool {
    let any = |test: fn(&u8) -> bool| name.as_bytes().iter().any(test);
    let upper = any(u8::is_ascii_uppercase);
    let mixed = upper && any(u8::is_ascii_lowercase) && any(u8::is_ascii_digit);
    let padding = value.is_empty() || value == "=";
    !name.is_empty()
        && name.len() <= 32
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'[' | b']'))
        && !mixed
        && !(padding && upper)
}

/// Whether a header's value is a secret, or may hold one, and must never be kept.
pub fn is_secret_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    if matches!(name.as_str(), "www-authenticate" | "proxy-authenticate" | "session") {
        return false; // an RTSP Session number is no log-in, and a challenge is no answer
    }
    [
        "auth",
        "cookie",
        "token",
        "secret",
        "passw",
        "api-key",
        "apikey",
        "session",
        "credential",
        "community",
        "signature",
    ]
    .iter()
    .any(|word| name.contains(word))
}

/// Whether a message may hold a password, a token or what a person typed: by words that stand beside such things.
///
/// Used before a digest of a message is kept: a digest of a secret can be guessed at.
pub fn may_hold_a_secret(message: &[u8]) -> bool {
    const WORDS: &[&[u8]] = &[
        b"authorization",
        b"cookie",
        b"passw",
        b"passwd",
        b"pwd",
        b"token",
        b"secret",
        b"session",
        b"nonce",
        b"login",
        b"user",
        b"key",
    ];
    let first = &message[..memchr::memchr(b'\n', message).unwrap_or(message.len())];
    if memchr::memchr2(b'?', b'@', first).is_some() {
        return true;
    }
    let lower = message.to_ascii_lowercase();
    WORDS.iter().any(|word| memchr::memmem::find(&lower, word).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_info_and_query_values_are_cut_and_names_stay() {
        let check = |given: &str, want: &str| assert_eq!(url(given), want, "{given}");
        check(
            "rtsp://admin:geheim@10.0.0.1:554/Streaming/Channels/101",
            "rtsp://10.0.0.1:554/Streaming/Channels/101",
        );
        check("rtsp://a:p@ss@10.0.0.1/live", "rtsp://10.0.0.1/live");
        check("rtsp://a:p/ss@10.0.0.1/live", "rtsp://10.0.0.1/live");
        check("admin:geheim@10.0.0.1/live", "10.0.0.1/live");
        check("/cam/realmonitor?channel=1&subtype=0", "/cam/realmonitor?channel=&subtype=");
        check("/x?real_stream", "/x?real_stream");
        check("/x?YWRtaW46MTIzNA==", "/x?");
        check("/x?YWRtaW46cGFzcw=", "/x?");
        check("/x?9f86d081884c", "/x?");
        check("/doc/index.html#/portal/login", "/doc/index.html#/portal/login");
        check("/a;jsessionid=0A1B/b", "/a;jsessionid=/b");
        check("192.168.1.10:554/stream0/", "192.168.1.10:554/stream0/");
        check("", "");
        assert!(url(&";".repeat(1 << 16)).len() <= URL_MAX);
    }

    #[test]
    fn a_log_in_written_into_the_path_is_cut() {
        let check = |given: &str, want: &str| assert_eq!(url(given), want, "{given}");
        check(
            "/user=admin_password=tlJwpbo6_channel=1_stream=0.sdp?real_stream",
            "/user=admin_password=_channel=1_stream=0.sdp?real_stream",
        );
        check("/user=jan&password=geheim&channel=1", "/user=&password=&channel=1");
        check("rtsp://10.0.0.1/USER=jan_PASSWORD=ge_heim", "rtsp://10.0.0.1/USER=_PASSWORD=");
    }

    #[test]
    fn secret_headers_are_known_by_their_names() {
        for name in
            ["Authorization", "Cookie", "Set-Cookie", "Proxy-Authorization", "X-Auth-Token", "X-API-Key"]
        {
            assert!(is_secret_header(name), "{name}");
        }
        for name in ["WWW-Authenticate", "Server", "Session", "Host", "Content-Type"] {
            assert!(!is_secret_header(name), "{name}");
        }
    }
}
