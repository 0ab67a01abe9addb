//! Heads of HTTP, RTSP and SIP answers in running text: where one begins and ends, and headers without a status line.

use crate::Clues;
use crate::codec;
use std::net::IpAddr;

/// How an answer begins, and the codec that reads it.
const BEGINNINGS: [(&str, &str); 4] =
    [("HTTP/1.", "http"), ("HTTP/2", "http"), ("RTSP/1.0 ", "rtsp"), ("SIP/2.0 ", "sip")];

/// How a device begins that speaks first.
const FIRST_WORDS: [(&str, &str); 4] =
    [("REGISTER sip", "sip"), ("INVITE sip", "sip"), ("NOTIFY * HTTP/1.", "ssdp"), ("OPTIONS sip", "sip")];

/// Where in a line an answer begins, and who reads it.
pub(super) fn begins(line: &str) -> Option<(usize, &'static str)> {
    let first = FIRST_WORDS.iter().find_map(|(mark, codec)| Some((line.find(mark)?, *codec)));
    if first.is_some() {
        return first;
    }
    let answers = BEGINNINGS.iter().filter_map(|(mark, codec)| Some((line.find(mark)?, mark.len(), *codec)));
    let (at, length, codec) = answers.min()?;
    let before = line[..at].chars().next_back();
    // `GET / HTTP/1.1` ends in it: a status has a number behind the version.
    let behind = &line[at + length..];
    let number = if codec == "http" {
        behind.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim_start()
    } else {
        behind.trim_start()
    };
    let is_status = number.get(..3).is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
    (is_status && !before.is_some_and(char::is_alphanumeric)).then_some((at, codec))
}

/// Where in a line a server greets whoever connects by FTP (RFC 959, reply 220).
pub(super) fn greets(line: &str) -> Option<&str> {
    let at = line.match_indices("220").map(|(at, _)| at).find(|at| {
        let is_word = !line[..*at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '.');
        is_word && line[at + 3..].starts_with([' ', '-'])
    })?;
    let greeting = line[at..].trim();
    let lower = greeting.to_ascii_lowercase();
    let is_one = lower.contains("ftp") || lower.ends_with("ready.") || lower.ends_with("ready");
    (is_one && greeting.len() > 8).then_some(greeting)
}

/// Whether a line is one of a session's description (RFC 8866): a letter and an equals sign.
pub(super) fn is_of_session(line: &str) -> bool {
    let line = line.trim_end();
    line.len() > 2 && line.as_bytes()[0].is_ascii_lowercase() && line.as_bytes()[1] == b'='
}

/// Headers by which a run of lines is known for the head of an answer without its first line.
const TELLING: [&str; 4] = ["server:", "www-authenticate:", "set-cookie:", "x-powered-by:"];

/// Whether a line is a header of an answer that tells something about who answered.
pub(super) fn is_header(line: &str) -> bool {
    let Some((name, value)) = line.trim_start().split_once(':') else { return false };
    // An answer to a search of UPnP has one that says nothing.
    (!value.trim().is_empty() || name.eq_ignore_ascii_case("ext"))
        && !name.is_empty()
        && name.len() <= 40
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Whether a line is one of those headers that only answers have.
pub(super) fn is_telling(line: &str) -> bool {
    let line = line.trim_start();
    TELLING.iter().any(|name| line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)))
}

/// Whether headers without a status line are those of an answer: a challenge, several headers, or a server that names
/// a version. `Server:` alone is a word of many settings.
fn is_of_an_answer(lines: &[&str]) -> bool {
    lines.len() > 2
        || lines.iter().filter_map(|line| line.split_once(':')).any(|(name, value)| {
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "www-authenticate" => value.contains("realm="),
                "server" => {
                    value.contains('/') && !value.contains("://") && super::keys::address(value).is_none()
                }
                _ => false,
            }
        })
}

/// Headers that an answer of HTTP has only where it is one to a search of UPnP (UPnP Device Architecture 1.1, section
/// 1.3.3).
const OF_A_SEARCH: [&str; 3] = ["st:", "usn:", "nt:"];

/// Whether the lines of a head are a device's in the search of UPnP: they begin as those of HTTP do.
pub(super) fn is_found(codec: &str, lines: &[&str]) -> bool {
    codec == "ssdp"
        || codec == "http"
            && lines.iter().skip(1).any(|line| {
                OF_A_SEARCH
                    .iter()
                    .any(|name| line.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name)))
            })
}

/// What the head of an answer says, and what stands behind it as its body.
pub(super) fn read(codec: &str, lines: &[&str]) -> Option<Clues> {
    let is_begun = lines.first()?.starts_with("HTTP/") || codec == "ssdp";
    let codec = if is_begun && is_found(codec, lines) { "ssdp" } else { codec };
    let message = format!("{}\r\n\r\n", lines.join("\r\n"));
    if codec == "sdp" {
        let mut clues = codec::read(codec, lines.join("\r\n").as_bytes())?.ok()?;
        clues.0.iter_mut().for_each(|clue| (clue.span, clue.decoded) = (None, true));
        return Some(clues);
    }
    let is_headless = codec == "http" && !lines.first()?.starts_with("HTTP/");
    if is_headless && !is_of_an_answer(lines) {
        return None;
    }
    let message = match codec {
        "http" if is_headless => format!("HTTP/1.1 200 OK\r\n{message}"),
        "http" => message.replacen("HTTP/2", "HTTP/1.1", 1),
        _ => message,
    };
    let mut clues = codec::read(codec, message.as_bytes())?.ok()?;
    if is_headless {
        // Nobody wrote the line that was put before it.
        clues.0.retain(|clue| !matches!(clue.field.as_str(), "http.status" | "http.header_order"));
    }
    for clue in &mut clues.0 {
        clue.span = None;
        clue.decoded = true;
    }
    Some(clues)
}

/// The address at which a device that is found by a search has its description.
pub(super) fn location(codec: &str, lines: &[&str]) -> Option<IpAddr> {
    const NAME: &str = "location:";
    let is_name = |line: &&&str| line.get(..NAME.len()).is_some_and(|own| own.eq_ignore_ascii_case(NAME));
    let line = lines.iter().find(is_name).filter(|_| is_found(codec, lines))?;
    super::keys::address(&line[NAME.len()..])
}

/// The address at which a telephone that registers itself is found (RFC 3261, section 10).
pub(super) fn contact(lines: &[&str]) -> Option<IpAddr> {
    if !lines.first()?.starts_with("REGISTER ") {
        return None;
    }
    let contact =
        lines.iter().find(|line| line.get(..8).is_some_and(|n| n.eq_ignore_ascii_case("contact:")))?;
    let uri = contact.split_once("sip:")?.1.split(['>', ';', ' ']).next()?;
    super::keys::address(uri)
}

/// Headers that answers have, as they stand where a head was written on one line.
const HEADERS: [&str; 9] = [
    "Server:",
    "WWW-Authenticate:",
    "Content-Type:",
    "Content-Length:",
    "Location:",
    "Date:",
    "Connection:",
    "Set-Cookie:",
    "User-Agent:",
];

/// The lines of a head that somebody wrote on one.
pub(super) fn parted(head: &str) -> Vec<&str> {
    let begins = |at: usize| {
        let is_apart = head[..at].ends_with([' ', '|', '/', ';']);
        is_apart
            && HEADERS
                .iter()
                .any(|name| head[at..].get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name)))
    };
    let upper = head.char_indices().filter(|(_, c)| c.is_ascii_alphabetic());
    let mut cuts: Vec<usize> = upper.map(|(at, _)| at).filter(|at| *at > 0 && begins(*at)).collect();
    cuts.insert(0, 0);
    cuts.push(head.len());
    cuts.windows(2)
        .map(|ends| head[ends[0]..ends[1]].trim().trim_end_matches(['/', '|', ';']).trim())
        // What stands behind a slash is another remark, and no header.
        .map(|line| line.split(" / ").next().unwrap_or(line).trim())
        // A bracket that was opened before the head closes behind it.
        .map(|line| line.strip_suffix(']').filter(|inner| !inner.contains('[')).unwrap_or(line))
        .collect()
}

/// Where in a line a challenge stands that somebody repeats in a sentence or a log, and the header that it was: its
/// scheme and its realm, whatever quotes were written around them, and nothing of what stands behind.
pub(super) fn challenge_in(line: &str) -> Option<(usize, String)> {
    const NAME: &str = "www-authenticate";
    let at = line.to_ascii_lowercase().find(NAME).filter(|at| *at > 0)?;
    let quotes: &[char] = &['\\', '"'];
    let behind = line[at + NAME.len()..].strip_prefix([':', '='])?.trim_start().trim_start_matches(quotes);
    let (scheme, behind) = behind.split_once(' ')?;
    let value = behind.split_once("realm=")?.1;
    let is_quoted = value.starts_with(quotes);
    let value = value.trim_start_matches(quotes);
    let ends = |c: char| if is_quoted { quotes.contains(&c) } else { c == ',' || c.is_whitespace() };
    let realm = value.split(ends).next()?;
    let is_one = !realm.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphabetic());
    is_one.then(|| (at, format!("WWW-Authenticate: {scheme} realm=\"{realm}\"")))
}
