//! nmap's `nmap-service-probes`, from bytes: `match SERVICE m|PATTERN|FLAGS p/…/ v/…/ i/…/ h/…/ o/…/ d/…/ cpe:/…/`.
//!
//! nmap matches a pattern against everything a service answers; evidence here holds the greeting or one header at a
//! time. So of answers with a status line those patterns are used that bind one field only (a header, the page's
//! title) behind a status line that says nothing else, and of all others those that match what a service says
//! unasked. The rest is counted. Source of the format: nmap.org/book/vscan-fileformat.html (read 2026-11-27).

use super::dialect::{Dialect, translate};
use super::{FILE_MAX, Foreign, PATTERNS_MAX, kinds, template};
use crate::{Claims, Pattern, Status, Tell, Weight};
use oogmerk_model::Property;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Longest line read, in bytes.
const LINE_MAX: usize = 64 * 1024;

/// Match lines of a probes file. Never fails: what cannot be used is in `skipped`.
pub fn nmap(name: &str, bytes: &[u8]) -> Foreign {
    let mut foreign = Foreign::default();
    if bytes.len() > FILE_MAX {
        foreign.skip(name, 0, "the file is larger than 64 MiB");
        return foreign;
    }
    let (mut is_unasked, mut read) = (false, 0);
    for (i, line) in bytes.split(|b| *b == b'\n').enumerate() {
        let number = i + 1;
        if let Some(probe) = line.strip_prefix(b"Probe ") {
            is_unasked = probe.starts_with(b"TCP NULL ");
            continue;
        }
        let is_match = line.starts_with(b"match ");
        if !is_match && !line.starts_with(b"softmatch ") {
            continue;
        }
        read += 1;
        if read > PATTERNS_MAX {
            foreign.skip(name, number, "more than 100,000 patterns");
            break;
        }
        let told = match std::str::from_utf8(line) {
            _ if !is_match => Err("only the service's name"),
            _ if line.len() > LINE_MAX => Err("a line longer than 64 KiB"),
            Err(_) => Err("a byte above 127"),
            Ok(text) => {
                Line::parse(text).ok_or("not a match line").and_then(|l| l.tell(name, number, is_unasked))
            }
        };
        if let Err(reason) = told.and_then(|tell| foreign.keep(tell)) {
            foreign.skip(name, number, reason);
        }
    }
    if read == 0 {
        foreign.skip(name, 0, "the file has no match lines");
    }
    foreign
}

/// A match line, taken apart.
struct Line<'t> {
    service: &'t str,
    pattern: &'t str,
    flags: &'t str,
    /// `p`, `v`, `i`, `h`, `o`, `d` to their text.
    said: BTreeMap<char, &'t str>,
    /// `a:vendor:product…`, one each.
    cpe: Vec<&'t str>,
}

impl<'t> Line<'t> {
    fn parse(line: &'t str) -> Option<Self> {
        let rest = line.trim_end().strip_prefix("match ")?;
        let (service, rest) = rest.split_once(' ')?;
        let (pattern, rest) = delimited(rest.trim_start().strip_prefix('m')?)?;
        let (flags, mut rest) = rest.split_at(rest.find(' ').unwrap_or(rest.len()));
        let (mut said, mut cpe) = (BTreeMap::new(), Vec::new());
        while let Some(letter) = rest.trim_start().chars().next() {
            rest = rest.trim_start();
            let is_cpe = rest.starts_with("cpe:");
            let (text, behind) = delimited(rest.get(if is_cpe { 4 } else { letter.len_utf8() }..)?)?;
            if is_cpe {
                cpe.push(text);
            } else {
                said.insert(letter, text);
            }
            rest = behind.split_once(' ').map_or("", |(_, r)| r);
        }
        Some(Self { service, pattern, flags, said, cpe })
    }

    fn tell(&self, name: &str, number: usize, is_unasked: bool) -> Result<Tell, &'static str> {
        let (field, pattern) = match head_of(self.pattern) {
            Some(head) => one_field(self.pattern, head)?,
            None if !is_unasked => return Err("an answer to a question that is never asked"),
            None => greeting(self.service, self.pattern)?,
        };
        let flags: String = self.flags.chars().filter(|c| matches!(c, 'i' | 's')).collect();
        let mut names = BTreeMap::new();
        let claims = self.claims(&mut names);
        Ok(Tell {
            id: format!("nmap:{number:06}"),
            pattern: Pattern::Regex(translate(&pattern, Dialect::Perl, &flags, &names)?.into()),
            claims: claims.into(),
            weight: Weight::Moderate,
            group: field.split('.').next().unwrap_or_default().to_owned(),
            field,
            status: Status::Tested,
            source: format!("the user's copy of nmap's service probes: {name}, line {number}").into(),
            matches: Arc::default(),
            silent: Arc::default(),
        })
    }

    fn claims(&self, names: &mut BTreeMap<u32, String>) -> Claims {
        let kinds = self.said.get(&'d').map(|d| kinds(d)).unwrap_or_default();
        let mut other = BTreeMap::new();
        let mut hardware = self.cpe.iter().filter_map(|c| c.strip_prefix("h:"));
        let hardware = hardware.next().map(|h| h.split(':').collect::<Vec<_>>());
        let product = self.said.get(&'p').copied().unwrap_or_default();
        match hardware.as_deref() {
            Some([vendor, rest @ ..]) if !vendor.contains('$') => {
                other.extend(template(Property::Brand, None, &vendor.replace('_', " "), names));
                if let Some(model) = rest.first() {
                    let text = self.as_printed(model).unwrap_or_default();
                    other.extend(template(Property::Model, group(model), &text, names));
                }
            }
            // The product's text begins with a brand, if with anything that is known (see `Knowledge::with_foreign`).
            _ if !kinds.is_empty() => other.extend(template(Property::Brand, None, product, names)),
            _ => {}
        }
        let firmware = self.cpe.iter().find_map(|c| {
            let parts: Vec<&str> = c.strip_prefix("o:")?.split(':').collect();
            group(parts.get(2)?).filter(|_| parts.get(1).is_some_and(|p| p.contains("firmware")))
        });
        other.extend(firmware.and_then(|g| template(Property::Firmware, Some(g), "", names)));
        Claims { maker: None, brand: None, kinds, other }
    }

    /// A model in the spelling of the line's own words: names in the dictionary of products are all lower case.
    fn as_printed(&self, model: &str) -> Option<String> {
        let fold = |text: &str| text.to_ascii_lowercase().replace('_', " ");
        let (model, length) = (fold(model), model.len());
        ['p', 'i'].iter().filter_map(|c| self.said.get(c)).find_map(|text| {
            let at = fold(text).find(&model)?;
            text.get(at..at + length).map(str::to_owned)
        })
    }
}

/// Text between two of whatever character comes first, and what follows.
fn delimited(text: &str) -> Option<(&str, &str)> {
    let mark = text.chars().next()?;
    text.get(mark.len_utf8()..)?.split_once(mark)
}

/// `$1` and `$P(1)` stand for a capture group.
fn group(text: &str) -> Option<u32> {
    let digits =
        text.strip_prefix("$P(").and_then(|t| t.strip_suffix(')')).or_else(|| text.strip_prefix('$'))?;
    digits.parse().ok().filter(|n| (1..=9).contains(n))
}

/// Protocols whose answers begin with a status line.
#[derive(Clone, Copy, PartialEq)]
enum Head {
    Http,
    Rtsp,
    Sip,
}

fn head_of(pattern: &str) -> Option<Head> {
    [("^HTTP/", Head::Http), ("^RTSP/", Head::Rtsp), ("^SIP/", Head::Sip)]
        .into_iter()
        .find_map(|(begin, head)| pattern.starts_with(begin).then_some(head))
}

/// "Any further header lines", as nmap's authors write it.
const ANY_HEADERS: &str = r"(?:[^\r\n]*\r\n(?!\r\n))*?";
/// What may stand in a status line without binding anything but the protocol.
const STATUS_WORDS: &[&str] = &[
    "d",
    "s",
    "w",
    "r",
    "n",
    "HTTP",
    "RTSP",
    "SIP",
    "OK",
    "Unauthorized",
    "Authorization",
    "Required",
    "Not",
    "Found",
    "Forbidden",
    "Moved",
    "Temporarily",
    "Permanently",
    "Bad",
    "Request",
    "Document",
    "Follows",
    "follows",
    "Redirect",
    "Internal",
    "Server",
    "Error",
    "See",
    "Other",
    "Method",
    "Allowed",
    "Implemented",
    "Object",
];
const SEVERAL: &str = "binds more than one field, or the page";

/// The field that a pattern on a whole answer binds, and the pattern on that field alone.
fn one_field(pattern: &str, head: Head) -> Result<(String, String), &'static str> {
    let pattern = pattern.replace(ANY_HEADERS, r".*\r\n");
    let lines = lines_of(&pattern).ok_or("a line end inside a group")?;
    let (status, rest) = lines.split_first().ok_or(SEVERAL)?;
    let words = status.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| !w.is_empty());
    if !words.clone().all(|w| STATUS_WORDS.contains(&w)) || captures(status) {
        return Err("binds the status line");
    }
    let mut found = None;
    for (i, line) in rest.iter().enumerate() {
        let is_whole = i + 1 < rest.len();
        if without_gaps(line).trim_end_matches('$').is_empty() {
            continue;
        }
        let bound = header(line, is_whole, head).or_else(|| title(line, head)).ok_or(SEVERAL)?;
        if found.replace(bound).is_some() {
            return Err(SEVERAL);
        }
    }
    found.ok_or("binds nothing but the status line")
}

/// A pattern cut at its line ends; `None` where one stands inside a group.
fn lines_of(pattern: &str) -> Option<Vec<&str>> {
    let (mut lines, mut begin, mut at, mut depth) = (Vec::new(), 0, 0, 0usize);
    let mut in_class = false;
    let bytes = pattern.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        if !in_class && pattern.get(at..).is_some_and(|p| p.starts_with(r"\r\n")) {
            if depth > 0 {
                return None;
            }
            lines.push(pattern.get(begin..at)?);
            at += 4;
            begin = at;
            continue;
        }
        match byte {
            b'\\' => at += 1,
            b'[' => in_class = true,
            b']' => in_class = false,
            b'(' if !in_class => depth += 1,
            b')' if !in_class => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    lines.push(pattern.get(begin..)?);
    Some(lines)
}

/// Whether a piece of pattern holds a capture group: then the numbers behind it would not fit any more.
fn captures(piece: &str) -> bool {
    let plain = piece.replace(r"\\", "").replace(r"\(", "");
    plain.match_indices('(').any(|(at, _)| !plain[at + 1..].starts_with('?'))
}

/// A piece without the gaps at its beginning and end.
fn without_gaps(piece: &str) -> &str {
    let mut piece = piece;
    loop {
        let shorter = [".*?", ".*", ".+?", ".+", r"\s*", r"\n", "^"]
            .iter()
            .find_map(|gap| piece.strip_prefix(gap))
            .or_else(|| [".*?", ".*"].iter().find_map(|gap| piece.strip_suffix(gap)));
        match shorter {
            Some(shorter) => piece = shorter,
            None => return piece,
        }
    }
}

fn header(line: &str, is_whole: bool, head: Head) -> Option<(String, String)> {
    let family = match head {
        Head::Http => "http",
        Head::Rtsp => "rtsp",
        Head::Sip => "sip",
    };
    let begin = [".*?", ".*"].iter().find_map(|gap| line.strip_prefix(gap)).unwrap_or(line);
    let (name, value) = begin.split_once(": ")?;
    let field = match (name.to_ascii_lowercase().as_str(), head) {
        ("server", _) => "server",
        ("user-agent", Head::Sip) => "user_agent",
        ("www-authenticate", Head::Http | Head::Rtsp) => "www_authenticate",
        ("set-cookie", Head::Http) => "set_cookie",
        ("location", Head::Http) => "location",
        ("x-powered-by", Head::Http) => "powered_by",
        _ => return None,
    };
    // A page's text behind the header is another field.
    let is_bound = !value.contains("\\n") && !value.contains('<') && !without_gaps(value).is_empty();
    is_bound.then(|| (format!("{family}.{field}"), format!("^{value}{}", if is_whole { "$" } else { "" })))
}

fn title(line: &str, head: Head) -> Option<(String, String)> {
    if head != Head::Http {
        return None;
    }
    let lower = line.to_ascii_lowercase();
    let begin = lower.find("<title>")?;
    let end = lower.find("</title>");
    let before = ["<html>", "<head>", "<!doctype html>"]
        .iter()
        .fold(lower.get(..begin)?.to_owned(), |b, tag| b.replace(tag, ""));
    let after = without_gaps(end.and_then(|e| line.get(e + 8..)).unwrap_or_default());
    let value = line.get(begin + 7..end.unwrap_or(line.len()))?;
    let gaps_only = before.replace(".*?", "").replace(".*", "").replace(r"\s*", "").replace(r"\n", "");
    let is_bound =
        gaps_only.is_empty() && after.trim_end_matches('$').is_empty() && !without_gaps(value).is_empty();
    // A value is kept without blanks around it.
    let value = value.trim_matches(' ');
    is_bound.then(|| ("http.title".to_owned(), format!("^{value}{}", if end.is_some() { "$" } else { "" })))
}

/// The greeting of a service: kept here without telnet's negotiation and without blanks around it.
fn greeting(service: &str, pattern: &str) -> Result<(String, String), &'static str> {
    let service = service.trim_start_matches("ssl/");
    if service.is_empty() || !service.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return Err("not a match line");
    }
    let pattern = match pattern.strip_prefix('^') {
        Some(rest) => {
            let mut rest = if service == "telnet" { without_negotiation(rest) } else { rest };
            while let Some(shorter) =
                [r"\r", r"\n", " ", r"\0"].iter().find_map(|lead| rest.strip_prefix(lead))
            {
                // A repetition would be left alone.
                if shorter.starts_with(['*', '+', '?', '{']) {
                    break;
                }
                rest = shorter;
            }
            let code = ["220 ", "220-", "220[ -]", "220[- ]"].iter().find_map(|c| rest.strip_prefix(c));
            match code {
                Some(text) => format!("^(?:220[ -])?{text}"),
                None => format!("^{rest}"),
            }
        }
        None => pattern.to_owned(),
    };
    if pattern == "^" || pattern.is_empty() {
        return Err("binds nothing");
    }
    Ok((format!("{service}.banner"), with_free_line_ends(&pattern)))
}

/// Without the options a telnet server offers first (IAC, verb, option).
fn without_negotiation(pattern: &str) -> &str {
    let mut rest = pattern;
    while let Some(verb) = rest.strip_prefix(r"\xff\x").or_else(|| rest.strip_prefix(r"\xFF\x")) {
        let option = verb.get(2..).unwrap_or_default();
        let length = if option.starts_with(r"\x") {
            4
        } else if option.starts_with('\\') {
            2
        } else {
            1
        };
        match option.get(length..) {
            Some(behind) if !behind.starts_with(['*', '+', '?', '{']) => rest = behind,
            _ => break,
        }
    }
    rest
}

/// Lines may end in one character or two, and the last may have lost its end.
fn with_free_line_ends(pattern: &str) -> String {
    let (body, end) = match pattern.strip_suffix('$').unwrap_or(pattern) {
        p if p.ends_with(r"\r\n") => (p.trim_end_matches(r"\r\n"), r"(?:\r?\n|$)"),
        p if p.ends_with(' ') => (p.trim_end_matches(' '), if pattern.ends_with('$') { "$" } else { "" }),
        _ => (pattern, ""),
    };
    let (mut out, mut at, mut in_class) = (String::with_capacity(pattern.len()), 0, false);
    while let Some(c) = body.get(at..).and_then(|b| b.chars().next()) {
        let rest = body.get(at..).unwrap_or_default();
        if !in_class && rest.starts_with(r"\r\n") {
            out.push_str(r"\r?\n");
            at += 4;
            continue;
        }
        let length = if c == '\\' { 1 + rest.chars().nth(1).map_or(0, char::len_utf8) } else { c.len_utf8() };
        match c {
            '[' => in_class = true,
            ']' => in_class = false,
            _ => {}
        }
        out.push_str(rest.get(..length).unwrap_or_default());
        at += length.max(1);
    }
    out + end
}
