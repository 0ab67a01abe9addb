//! Remarks: the pieces of a line between bars, tabs, wide blanks, arrows and brackets, and what a label in front of one
//! makes of it.

use super::heads;
use crate::Clues;
use oogmerk_model::{Field, Mac};

/// Most remarks of a line, and the longest.
const REMARKS_MAX: usize = 32;
const REMARK_MAX: usize = 240;

/// Labels as people and probes write them, and the fields they name.
const LABELS: [(&str, &str); 38] = [
    ("server", "http.server"),
    ("http server", "http.server"),
    ("srv", "http.server"),
    ("title", "http.title"),
    ("page title", "http.title"),
    ("titel", "http.title"),
    ("titre", "http.title"),
    ("titolo", "http.title"),
    ("titulo", "http.title"),
    ("realm", "http.realm"),
    ("http realm", "http.realm"),
    ("rtsp realm", "rtsp.realm"),
    ("rtsp server", "rtsp.server"),
    ("rtsp", "rtsp.server"),
    ("ftp", "ftp.banner"),
    ("ftp banner", "ftp.banner"),
    ("telnet", "telnet.banner"),
    ("telnet banner", "telnet.banner"),
    ("banner", "tcp.banner"),
    ("sysdescr", "snmp.sys_descr"),
    ("snmp", "snmp.sys_descr"),
    ("snmp ok", "snmp.sys_descr"),
    ("fw", "saved.firmware"),
    ("firmware", "saved.firmware"),
    ("fw version", "saved.firmware"),
    ("firmware version", "saved.firmware"),
    ("sw version", "saved.firmware"),
    ("software version", "saved.firmware"),
    ("model", "saved.model"),
    ("modell", "saved.model"),
    ("modele", "saved.model"),
    ("brand", "saved.manufacturer"),
    ("vendor", "saved.manufacturer"),
    ("manufacturer", "saved.manufacturer"),
    ("make", "saved.manufacturer"),
    ("merk", "saved.manufacturer"),
    ("serial", "saved.serial"),
    ("mac", "saved.mac"),
];

/// Words with which systems tell that they are there: they say nothing of what they are.
const BOOTING: [&str; 22] = [
    "starting",
    "started",
    "start",
    "up",
    "system",
    "booted",
    "booting",
    "boot",
    "complete",
    "completed",
    "ready",
    "running",
    "restarted",
    "rebooted",
    "reboot",
    "initialized",
    "initialising",
    "initializing",
    "power",
    "on",
    "now",
    "linux",
];

/// One remark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Remark<'l>(pub &'l str);

/// The remarks of a line, in the order written.
pub(super) fn remarks(line: &str) -> Vec<Remark<'_>> {
    let bytes = line.as_bytes();
    let (mut found, mut start, mut at, mut is_quoted) = (Vec::new(), 0, 0, false);
    while at < bytes.len() && found.len() < REMARKS_MAX {
        is_quoted ^= bytes[at] == b'"';
        let length = if is_quoted { 0 } else { parting(&line[at..]) };
        if length > 0 {
            found.extend(Remark::of(&line[start..at]));
            start = at + length;
        }
        at += length.max(1);
        at = line.ceil_char_boundary(at);
    }
    found.extend(Remark::of(&line[start.min(line.len())..]));
    found
}

/// How many bytes part two remarks here.
fn parting(text: &str) -> usize {
    const BETWEEN: [&str; 8] = [" - ", " -> ", " => ", "  ", " / ", "</", " – ", " → "];
    let bytes = text.as_bytes();
    match bytes[0] {
        b'|' | b'\t' | b'[' | b']' => 1,
        b'<' if bytes.len() > 6 && bytes[1..6].eq_ignore_ascii_case(b"title") => 1,
        // A comma parts what has labels.
        b',' | b';' if text[1..].starts_with(' ') && Remark(&text[2..]).labelled().is_some() => 2,
        _ => BETWEEN.iter().find(|mark| text.starts_with(**mark)).map_or(0, |mark| mark.len()),
    }
}

impl<'l> Remark<'l> {
    fn of(text: &'l str) -> Option<Self> {
        let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '-'));
        (!text.is_empty() && text.len() <= REMARK_MAX).then_some(Self(text))
    }

    /// Says what it is: under its label, or as words.
    pub fn say(self, clues: &mut Clues, may_be_words: bool) {
        if let Some(challenge) = self.challenge() {
            clues.0.extend(challenge.0);
        } else if let Some((field, value)) = self.labelled() {
            put(clues, field, value);
        } else if may_be_words && !self.0.contains('"') && self.is_of_a_device() {
            clues.decoded(Field::of("saved.words"), self.0, None);
        }
    }

    /// Says what a host wrote in its own log: words, without what stands in quotes.
    pub fn say_own(self, clues: &mut Clues) {
        if let Some((field @ "saved.firmware", value)) = self.labelled() {
            return put(clues, field, value);
        }
        let plain = self.0.replace(": ", " ");
        let plain = plain.split(['\'', '"', '`']).step_by(2).collect::<String>();
        let is_of_booting = |word: &&str| {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            !BOOTING.iter().any(|own| bare.eq_ignore_ascii_case(own))
        };
        let plain = plain.split_whitespace().filter(is_of_booting).collect::<Vec<_>>().join(" ");
        // A tag, with the number of its process cut off.
        let plain = plain.trim_matches([':', ',', ' ']);
        // The name of a build in brackets is none of a type.
        let is_first = plain.contains(' ') || clues.0.is_empty();
        if is_first && Remark(plain).is_of_a_device() {
            clues.decoded(Field::of("saved.words"), plain, None);
        }
    }

    /// `www-authenticate: Basic realm="x"`.
    fn challenge(self) -> Option<Clues> {
        let (label, value) = self.0.split_once(':')?;
        let is_one = ["www-authenticate", "auth", "authenticate"]
            .iter()
            .any(|own| label.trim().eq_ignore_ascii_case(own));
        if !is_one || !value.contains("realm=") {
            return None;
        }
        heads::read("http", &[&format!("WWW-Authenticate: {}", value.trim())])
    }

    /// The field of its label, and what stands behind that.
    fn labelled(self) -> Option<(&'static str, &'l str)> {
        let text = self.0;
        let known = LABELS.iter().filter_map(|(label, field)| {
            let own = text.get(..label.len()).filter(|own| own.eq_ignore_ascii_case(label))?;
            Some((own.len(), *field))
        });
        let (length, field) = known.max_by_key(|(length, _)| *length)?;
        let behind = &text[length..];
        let is_marked = behind.trim_start().starts_with([':', '=', '"', '>']);
        // `realm "x"` and `fw 1.2`: a label without a mark names what can be nothing else.
        let value = behind.trim_start_matches([' ', ':', '=', '>']);
        let is_quoted = value.starts_with('"');
        let value = if is_quoted { value[1..].split('"').next()? } else { until_next(value) }.trim();
        let value = value.trim_matches(['\'', '`']);
        let is_version = field == "saved.firmware"
            && value.starts_with(|c: char| c.is_ascii_alphanumeric())
            && has_digit(value);
        let is_one = is_marked || behind.starts_with(' ') && is_version && !value.contains(' ');
        (is_one && !value.is_empty()).then_some((field, value))
    }

    /// Whether the number of a type stands in it, and it may be what a device says of itself.
    fn is_of_a_device(self) -> bool {
        let words: Vec<&str> = self.0.split(' ').filter(|word| !word.is_empty()).take(17).collect();
        let is_pairs = words.iter().filter(|word| word.contains('=')).count() > 1;
        let types = words.iter().filter(|word| is_type(word)).count();
        // One word alone may be a password: those of types are written large.
        let is_alone = words.len() == 1 && !words[0].chars().take(2).all(|c| c.is_ascii_uppercase());
        words.len() <= 16 && types > 0 && !is_pairs && !is_alone
    }
}

/// A value without the remark behind the next comma, where that has no label of its own and is no part of it: versions
/// and names of servers hold no commas with a blank behind them, but for those in brackets.
fn until_next(value: &str) -> &str {
    let end = value.find(", ").filter(|end| !value[..*end].contains('('));
    end.map_or(value, |end| &value[..end])
}

fn put(clues: &mut Clues, field: &'static str, value: &str) {
    match field {
        "saved.mac" => {
            if let Some(mac) = Mac::parse(value).filter(|mac| mac.0 != [0; 6]) {
                clues.decoded(Field::of(field), mac.to_string(), None);
            }
        }
        // A realm is told without its quotes; a protocol's name with nothing but a number of an answer tells nothing.
        "rtsp.server" | "ftp.banner" | "telnet.banner" | "tcp.banner" | "snmp.sys_descr" => {
            if value.chars().filter(|c| c.is_alphabetic()).count() > 3 {
                clues.decoded(Field::of(field), value, None);
            }
        }
        _ => clues.decoded(Field::of(field), value, None),
    }
}

/// What is shaped like the number of a type: it begins with a capital and holds a digit.
fn is_type(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    (3..=32).contains(&word.len())
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && has_digit(word)
        && !word.contains(['=', ':', '/', '@'])
        && Mac::parse(word).is_none()
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_parted_where_remarks_end() {
        let texts = |line| remarks(line).iter().map(|remark| remark.0).collect::<Vec<_>>();
        assert_eq!(texts("a b | c: d\te  f - g -> h"), ["a b", "c: d", "e", "f", "g", "h"]);
        assert_eq!(texts("a \"b | c\" [d] e"), ["a \"b | c\"", "d", "e"]);
        assert_eq!(texts("<title>a b</title> c"), ["title>a b", "title> c"]);
        assert_eq!(texts("a, b, fw 1.2, server: x"), ["a, b", "fw 1.2", "server: x"]);
        assert_eq!(texts("a – b → ç"), ["a", "b", "ç"]);
        assert!(texts("").is_empty());
    }

    #[test]
    fn a_label_names_a_field_where_a_mark_stands_behind_it() {
        for (text, want) in [
            ("server: x/1.2", Some(("http.server", "x/1.2"))),
            ("Title = Sample", Some(("http.title", "Sample"))),
            ("realm \"a b\" x", Some(("http.realm", "a b"))),
            ("fw 3.5.0", Some(("saved.firmware", "3.5.0"))),
            ("model: 'XC-1'", Some(("saved.model", "XC-1"))),
            ("firmware version: 1.2 b", Some(("saved.firmware", "1.2 b"))),
            ("server room 3", None),
            ("model railway", None),
            ("fw update needed 3", None),
        ] {
            assert_eq!(Remark(text).labelled(), want, "{text}");
        }
    }
}
