//! What an input in no known format looks like, the format that is nearest to it, and why it is not that one: told to
//! whoever handed it in, so that he knows what to do. No value of the input is repeated, since it may be about people.

use crate::encoding::{HEAD_MAX, text_of};
use crate::pasted::is_log_line;

/// First bytes by which others than we know their files, and what those are.
const MAGIC: [(&[u8], &str); 16] = [
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "sound or a film"),
    (b"\0\0\0\x18ftyp", "a film"),
    (b"\0\0\0\x20ftyp", "a film"),
    (b"SQLite format 3\0", "a database"),
    (b"7z\xbc\xaf\x27\x1c", "an archive, which must be unpacked first"),
    (b"Rar!", "an archive, which must be unpacked first"),
    (b"BZh", "an archive, which must be unpacked first"),
    (b"\xfd7zXZ\0", "an archive, which must be unpacked first"),
    (b"(\xb5/\xfd", "an archive, which must be unpacked first"),
    (b"\x30\x82", "a certificate in DER"),
    (b"regf", "a registry of Windows"),
];

/// Why an input was refused.
pub(crate) fn why(head: &[u8]) -> String {
    let (what, nearest) = looks(head);
    format!("is in no format known here: it looks like {what}; {nearest}")
}

/// What it looks like, and what is nearest.
fn looks(head: &[u8]) -> (String, &'static str) {
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return ((*what).to_owned(), "the nearest is a capture, whose first bytes are others");
    }
    let head = &head[..head.len().min(HEAD_MAX)];
    let text = text_of(head);
    let odd = text.chars().filter(|c| c.is_control() && !c.is_whitespace() || *c == '\u{fffd}').count();
    if odd * 50 > text.chars().count() {
        return (
            "bytes of another program".to_owned(),
            "the nearest is a capture, whose first bytes are others",
        );
    }
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match text.chars().next() {
        None => ("white space".to_owned(), "the nearest is a list, which has a heading and rows"),
        Some('{' | '[') if !text.starts_with("[20") => json(text, head.len() < HEAD_MAX),
        Some('<') => xml(text),
        _ => lines(text),
    }
}

const NO_ANSWER: &str = "the nearest is a saved answer, but nothing in it has a model beside a maker, a firmware, a \
                         serial or a hardware address";

fn json(text: &str, is_whole: bool) -> (String, &'static str) {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<serde::de::IgnoredAny>();
    match values.find_map(Result::err) {
        Some(error) if !error.is_eof() => (
            format!("JSON that is broken in line {}", error.line()),
            "the nearest is a saved answer, but an object that is broken is not read",
        ),
        Some(_) if is_whole => (
            "JSON that breaks off".to_owned(),
            "the nearest is a saved answer, but nothing whole in it says what a device is",
        ),
        _ => ("JSON".to_owned(), NO_ANSWER),
    }
}

fn xml(text: &str) -> (String, &'static str) {
    let lower = text[..text.floor_char_boundary(2048)].to_ascii_lowercase();
    if lower.contains("<html") || lower.contains("<!doctype html") {
        return (
            "a page".to_owned(),
            "the nearest is a device's page, but neither its title nor its scripts name anything",
        );
    }
    let root = text.split('<').skip(1).find(|piece| piece.starts_with(|c: char| c.is_ascii_alphabetic()));
    let name: String = root.unwrap_or_default().chars().take_while(|c| is_of_name(*c)).take(40).collect();
    if name.is_empty() {
        return ("XML without an element".to_owned(), NO_ANSWER);
    }
    (format!("XML with the root <{name}>"), NO_ANSWER)
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_:-.".contains(c)
}

fn lines(text: &str) -> (String, &'static str) {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(200).collect();
    let share = |is: &dyn Fn(&str) -> bool| lines.iter().filter(|line| is(line)).count() * 2 > lines.len();
    if text.starts_with("-----BEGIN") {
        return (
            "a certificate or a key in PEM".to_owned(),
            "the nearest is what `openssl x509 -text` prints of a certificate",
        );
    }
    let is_mail = |name: &str| {
        lines.iter().take(40).any(|line| line.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name)))
    };
    if is_mail("from:") && is_mail("subject:") || is_mail("received:") {
        return (
            "a mail".to_owned(),
            "the nearest is a mail with an answer of a device in it, but there is none",
        );
    }
    if let Some((separator, columns)) = table(&lines) {
        return (
            format!("a table of {columns} columns parted by {separator}"),
            "the nearest is a list, but no heading in it is known; say which column is what with --map",
        );
    }
    if lines.len() > 1 && share(&|line| is_log_line(line)) {
        return (
            "a log".to_owned(),
            "the nearest is a table of addresses, but no line has a hardware address with an address, or an answer",
        );
    }
    if share(&|line| line.contains(['=', ':'])) {
        return ("settings, a key and a value a line".to_owned(), NO_ANSWER);
    }
    (
        "running text".to_owned(),
        "the nearest is a text with an answer of a device in it, but there is none that is known",
    )
}

/// The separator of lines that agree on one, and how many columns it makes.
fn table(lines: &[&str]) -> Option<(&'static str, usize)> {
    let separators = [('\t', "tabs"), (';', "semicolons"), (',', "commas"), ('|', "bars")];
    separators.into_iter().find_map(|(sign, name)| {
        let first = lines.first()?.matches(sign).count();
        let alike = lines.iter().filter(|line| line.matches(sign).count() == first).count();
        (first > 0 && lines.len() > 1 && alike * 4 >= lines.len() * 3).then_some((name, first + 1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_what_it_looks_like_what_is_nearest_and_why_not() {
        for (head, want) in [
            (&b"\x7fELF\x02\x01"[..], "a program; the nearest is a capture"),
            (b"\x89PNG\r\n\x1a\n", "a picture; the nearest is a capture"),
            (
                b"\x01\x02\x03\x04\x05\x06\xfe\xfd\x00\x01",
                "bytes of another program; the nearest is a capture",
            ),
            (b" \n\t", "white space; the nearest is a list"),
            (
                b"{\"user\":\"Jan Jansen\",\"age\":4}",
                "JSON; the nearest is a saved answer, but nothing in it has a model",
            ),
            (b"{\"a\":1,\"b\":", "JSON that breaks off; the nearest"),
            (b"{\"a\":1,\n\"b\":}", "JSON that is broken in line 2; the nearest"),
            (b"<?xml version='1.0'?><!-- x --><gpx:trk a='1'/>", "XML with the root <gpx:trk>; the nearest"),
            (b"<!DOCTYPE html><html><body>Jan</body></html>", "a page; the nearest is a device's page"),
            (b"From: Jan\nTo: Piet\nSubject: camera\n\nHoi Piet,\n", "a mail; the nearest"),
            (
                b"Jan;3;x\nPiet;4;y\nKlaas;5;z\n",
                "a table of 3 columns parted by semicolons; the nearest is a list",
            ),
            (
                b"Nov 14 06:02:11 gw kernel: a\nNov 14 06:02:12 gw kernel: b\n",
                "a log; the nearest is a table of addresses",
            ),
            (b"colour=red\nsize=4\n", "settings, a key and a value a line; the nearest"),
            (b"hello world\nthis is prose\n", "running text; the nearest"),
            (b"-----BEGIN RSA PRIVATE KEY-----\nMIIE\n", "a certificate or a key in PEM; the nearest"),
        ] {
            let why = why(head);
            assert!(why.starts_with(&format!("is in no format known here: it looks like {want}")), "{why}");
            for value in ["Jan", "Piet", "MIIE", "red"] {
                assert!(!why.contains(value), "{why}");
            }
        }
    }

    #[test]
    fn no_bytes_make_it_panic() {
        let text = "<a>é</a>{\"a\":[1,2]}\nFrom: x\n\tü;ö\0";
        for end in 0..=text.len() {
            let _ = (why(&text.as_bytes()[..end]), why(&text.as_bytes()[end..]));
        }
    }
}
