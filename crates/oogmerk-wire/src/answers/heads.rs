//! Heads of HTTP, RTSP and SIP answers in running text: where one begins and ends, and headers without a status line.

use crate::Clues;
use crate::codec;

/// How an answer begins, and the codec that reads it.
const BEGINNINGS: [(&str, &str); 4] =
    [("HTTP/1.", "http"), ("HTTP/2", "http"), ("RTSP/1.0 ", "rtsp"), ("SIP/2.0 ", "sip")];

/// Where in a line an answer begins, and who reads it.
pub(super) fn begins(line: &str) -> Option<(usize, &'static str)> {
    BEGINNINGS.iter().filter_map(|(mark, codec)| Some((line.find(mark)?, mark.len(), *codec))).min().and_then(
        |(at, length, codec)| {
            let before = line[..at].chars().next_back();
            // `GET / HTTP/1.1` ends in it: a status has a number behind the version.
            let behind =
                line[at + length..].trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim_start();
            let number = if codec == "http" { behind } else { line[at + length..].trim_start() };
            let is_status = number.get(..3).is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
            (is_status && !before.is_some_and(char::is_alphanumeric)).then_some((at, codec))
        },
    )
}

/// Headers by which a run of lines is known for the head of an answer without its first line.
const TELLING: [&str; 8] = [
    "server:",
    "www-authenticate:",
    "set-cookie:",
    "content-type:",
    "content-length:",
    "location:",
    "x-powered-by:",
    "public:",
];

/// Whether a line is a header of an answer that tells something about who answered.
pub(super) fn is_header(line: &str) -> bool {
    let Some((name, value)) = line.trim_start().split_once(':') else { return false };
    !value.trim().is_empty()
        && !name.is_empty()
        && name.len() <= 40
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Whether a line is one of those headers that only answers have.
pub(super) fn is_telling(line: &str) -> bool {
    let line = line.trim_start();
    TELLING.iter().any(|name| line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)))
}

/// What the head of an answer says, and what stands behind it as its body.
pub(super) fn read(codec: &str, lines: &[&str]) -> Option<Clues> {
    let message = format!("{}\r\n\r\n", lines.join("\r\n"));
    let message = if codec == "http" { message.replacen("HTTP/2", "HTTP/1.1", 1) } else { message };
    let mut clues = codec::read(codec, message.as_bytes())?.ok()?;
    for clue in &mut clues.0 {
        clue.span = None;
        clue.decoded = true;
    }
    Some(clues)
}
