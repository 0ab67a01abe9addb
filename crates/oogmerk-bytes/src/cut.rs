//! What is cut before anything can become evidence: user-info, query values, passwords in paths, secret headers.
//!
//! Law 6 of the design: passwords, tokens and community strings are cut at the codec, in both directions.
//! The *names* of query parameters stay, because they tell the software apart; their values never do.
//! Codecs cut their own messages by [`url`]; what other tools and people wrote into files goes through [`urls_in`],
//! which finds the URLs in running text and leaves their paths as they are.

use std::borrow::Cow;

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

/// The text without user information and query values in any URL it holds. Borrowed where there was nothing to cut.
///
/// `rtsp://admin:secret@10.0.0.7/live?token=abc` becomes `rtsp://10.0.0.7/live?token=`.
pub fn urls_in(text: &str) -> Cow<'_, str> {
    if !text.contains("://") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(found) = rest.find("://") {
        let (before, after) = rest.split_at(found + 3);
        out.push_str(before);
        let end = after
            .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>'))
            .unwrap_or(after.len());
        let (address, tail) = after.split_at(end);
        let address = behind_log_in(address).unwrap_or(address);
        let (base, query) = address.split_once('?').map_or((address, None), |(a, b)| (a, Some(b)));
        out.push_str(base);
        if let Some(query) = query {
            out.push('?');
            out.push_str(&names(query, |_, _| true));
        }
        rest = tail;
    }
    out.push_str(rest);
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// What stands behind the user information of an address without its scheme.
///
/// People write passwords as they are: one that holds `/`, `?` or `@` moves the `@` that ends it behind what looks like
/// the end of the authority. There it is believed where the authority cannot be a host with a port, or where an IP
/// address follows; else `@` is part of a path (`http://h:80/p@th`).
fn behind_log_in(address: &str) -> Option<&str> {
    let end = address.find(['/', '?']).unwrap_or(address.len());
    let (authority, base) = (&address[..end], address.split('?').next().unwrap_or(address));
    let begins = authority.contains(':') && !is_host(authority);
    let last = base.rfind('@').or_else(|| address.rfind('@').filter(|_| begins));
    let moved = last
        .filter(|at| *at > end && authority.contains(':'))
        .filter(|at| (begins && !authority.contains('@')) || is_host_of_number(&address[at + 1..]));
    moved.or_else(|| authority.rfind('@')).map(|at| &address[at + 1..])
}

/// Whether an authority is a host, with a port or without.
fn is_host(authority: &str) -> bool {
    let port = |text: &str| text.is_empty() || text.parse::<u16>().is_ok();
    authority.parse::<std::net::Ipv6Addr>().is_ok()
        || match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((_, rest)) => rest.strip_prefix(':').map_or(rest.is_empty(), port),
            None => authority.split_once(':').is_none_or(|(_, rest)| port(rest)),
        }
}

/// Whether a text begins with an IP address as an authority writes it.
fn is_host_of_number(text: &str) -> bool {
    let authority = text.split(['/', '?']).next().unwrap_or(text);
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next(),
        None => authority.split(':').next(),
    };
    host.is_some_and(|host| host.parse::<std::net::IpAddr>().is_ok())
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
    match behind_user_info(rest, end) {
        Some(rest) => format!("{scheme}{rest}"),
        None => match rest.rfind('@') {
            Some(at) if rest[..at].contains(':') && !scheme.is_empty() => {
                format!("{scheme}{}", &rest[at + 1..])
            }
            _ => base.to_owned(),
        },
    }
}

/// What stands behind the last `@` of an authority that ends at `end`.
fn behind_user_info(rest: &str, end: usize) -> Option<&str> {
    rest[..end].rfind('@').map(|at| &rest[at + 1..])
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

/// The items of a query, without those that may be a secret themselves.
fn names_only(query: &str) -> String {
    names(query, |name, value| match value {
        Some(value) => is_name(name, value),
        None => name.len() <= 32 && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_'),
    })
}

/// The items of a query that are kept, each without its value.
fn names(query: &str, keep: impl Fn(&str, Option<&str>) -> bool) -> String {
    let mut out = String::with_capacity(query.len());
    let mut is_first = true;
    for item in query.split('&') {
        let (name, value) = item.split_once('=').map_or((item, None), |(name, value)| (name, Some(value)));
        if !keep(name, value) {
            continue;
        }
        if !std::mem::take(&mut is_first) {
            out.push('&');
        }
        out.push_str(name);
        if value.is_some() {
            out.push('=');
        }
    }
    out
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
    const NONE: [&str; 3] = ["www-authenticate", "proxy-authenticate", "session"];
    const WORDS: [&str; 11] = [
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
    ];
    // An RTSP Session number is no log-in, and a challenge is no answer.
    if NONE.iter().any(|none| name.eq_ignore_ascii_case(none)) {
        return false;
    }
    let name = name.as_bytes();
    let begins = |at: usize, word: &str| {
        name.get(at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word.as_bytes()))
    };
    // Every header of every head comes by here: most letters begin no word.
    (0..name.len())
        .filter(|at| matches!(name[*at].to_ascii_lowercase(), b'a' | b'c' | b'p' | b's' | b't'))
        .any(|at| WORDS.iter().any(|word| begins(at, word)))
}

/// Whether a heading or key names a secret: its values are never read.
pub fn names_a_secret(heading: &str) -> bool {
    const WORDS: [&str; 23] = [
        "password",
        "passwd",
        "passphrase",
        "wachtwoord",
        "paswoord",
        "mot de passe",
        "motdepasse",
        "passwort",
        "kennwort",
        "zugangsdaten",
        "credential",
        "geheim",
        "secret",
        "token",
        "community",
        "login",
        "username",
        "user name",
        "gebruikersnaam",
        "benutzername",
        "utilisateur",
        "inloggegevens",
        "pincode",
    ];
    let folded = heading.to_lowercase();
    WORDS.iter().any(|w| folded.contains(w))
        || matches!(folded.trim(), "user" | "pass" | "pw" | "pwd" | "pin" | "psk" | "mdp" | "ww")
}

/// Words behind which people write a secret into a remark, longest first where one begins another.
const BEFORE_SECRETS: [&str; 12] = [
    "mot de passe",
    "motdepasse",
    "passphrase",
    "wachtwoord",
    "paswoord",
    "password",
    "passwort",
    "kennwort",
    "passwd",
    "pincode",
    "log-in",
    "login",
];

/// Short ones, which may stand for other things: a secret follows where a sign or a word says so, or a digit shows it.
const MAY_STAND_BEFORE_SECRETS: [&str; 8] = ["pass", "pwd", "psk", "mdp", "pin", "pw", "ww", "code"];

/// A remark without the secrets that its words announce: `wachtwoord is Zomer24` becomes `wachtwoord is …`.
/// Rather a word too many is cut than one too few. Borrowed where there was nothing to cut.
pub fn secrets_in_words(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((kept, behind)) = next_secret(rest) {
        out.push_str(kept);
        out.push('…');
        rest = behind;
    }
    if out.is_empty() {
        return Cow::Borrowed(text);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// What stands before the first secret of a text, and what stands behind it.
fn next_secret(text: &str) -> Option<(&str, &str)> {
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(word_begin).map(|at| from + at) {
        let word = &text[at..];
        let behind = |words: &[&str]| words.iter().find_map(|w| word_of(word, w));
        let secret = behind(&BEFORE_SECRETS)
            .and_then(|rest| announced(rest, true))
            .or_else(|| behind(&MAY_STAND_BEFORE_SECRETS).and_then(|rest| announced(rest, false)));
        if let Some(secret) = secret {
            let begin = text.len() - secret.len();
            return Some((&text[..begin], behind_secret(secret)));
        }
        from = at + word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len());
    }
    None
}

/// Where the next word begins.
fn word_begin(text: &str) -> Option<usize> {
    text.find(char::is_alphanumeric)
}

/// What follows a word, where the text begins with it in any case.
fn word_of<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let begins = text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let rest = text.get(word.len()..).filter(|_| begins)?;
    (!rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

/// The secret that a word announces, with all that follows it.
fn announced(rest: &str, surely: bool) -> Option<&str> {
    let between = |c: char| {
        c.is_whitespace() || matches!(c, ':' | '=' | '-' | '–' | '>' | '"' | '\'' | '(' | '“' | '‘')
    };
    let mut secret = rest.trim_start_matches(between);
    let mut is_said = rest[..rest.len() - secret.len()].contains([':', '=']);
    for verb in ["is", "est", "ist"] {
        if let Some(behind) = word_of(secret, verb) {
            (secret, is_said) = (behind.trim_start_matches(between), true);
        }
    }
    let shown = secret.split(char::is_whitespace).next().unwrap_or_default();
    let may_be_one = surely || is_said || shown.contains(|c: char| c.is_ascii_digit());
    (may_be_one && shown.contains(char::is_alphanumeric)).then_some(secret)
}

/// What stands behind a secret; `admin / secret` is one.
fn behind_secret(secret: &str) -> &str {
    let end = secret.find(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).unwrap_or(secret.len());
    let rest = &secret[end..];
    match rest.trim_start().strip_prefix('/') {
        Some(second) => behind_secret(second.trim_start()),
        None => rest,
    }
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

    #[test]
    fn urls_in_running_text_are_cut_and_the_text_stays() {
        let check = |input: &str, want: &str| assert_eq!(urls_in(input), want, "{input}");
        check("rtsp://admin:s3cret@10.0.0.7:554/live?token=abc&ch=1", "rtsp://10.0.0.7:554/live?token=&ch=");
        check("see http://u@h/x and http://h/?a", "see http://h/x and http://h/?a");
        check("http://h/p@th", "http://h/p@th");
        check("http://h:80/p@th", "http://h:80/p@th");
        check("http://[fe80::1]/p@th?m=a@b", "http://[fe80::1]/p@th?m=");
        check("no address", "no address");
        check("://", "://");
    }

    #[test]
    fn a_password_that_holds_what_ends_an_authority_is_cut_in_running_text() {
        let check = |input: &str, want: &str| assert_eq!(urls_in(input), want, "{input}");
        check("rtsp://a:p/ss@10.0.0.1/live", "rtsp://10.0.0.1/live");
        check("see rtsp://a:p/ss@camera/live now", "see rtsp://camera/live now");
        check("rtsp://a:12/34@10.0.0.1:554/live?x=a@b", "rtsp://10.0.0.1:554/live?x=");
        check("rtsp://a:p@s/s@10.0.0.1/live", "rtsp://10.0.0.1/live");
        check("rtsp://a:p?ss@10.0.0.1/live", "rtsp://10.0.0.1/live");
        check("rtsp://a:p/s@[fe80::1]:554/x", "rtsp://[fe80::1]:554/x");
    }

    #[test]
    fn a_secret_that_words_announce_is_cut_out_of_a_remark() {
        let check = |remark: &str, kept: &str| assert_eq!(secrets_in_words(remark), kept, "{remark}");
        check("Opmerking: wachtwoord is Zomer2024!", "Opmerking: wachtwoord is …");
        check("login admin / Zomer2025!, hal", "login …, hal");
        check("login: admin/Zomer", "login: …");
        check("pw: Zomer en hangt scheef", "pw: … en hangt scheef");
        check("mot de passe Été-2027; mât", "mot de passe …; mât");
        check("Kennwort „Sommer“ und PIN 4711", "Kennwort … und PIN …");
        check("PASSWORD=x Password=y", "PASSWORD=… Password=…");
        for remark in
            ["Wachtwoord", "hangt aan de PIN-kast", "code geel", "Passage noord", "loginscherm stuk", "é ww"]
        {
            assert!(matches!(secrets_in_words(remark), Cow::Borrowed(same) if same == remark), "{remark}");
        }
    }

    #[test]
    fn headings_that_name_secrets_are_known() {
        for heading in ["Wachtwoord", "Mot de passe", "PW", "SNMP community", "Benutzername"] {
            assert!(names_a_secret(heading), "{heading}");
        }
        for heading in ["Merk", "Passage", "Pincher", "user group"] {
            assert!(!names_a_secret(heading), "{heading}");
        }
    }
}
