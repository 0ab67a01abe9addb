//! Zeek's logs, row by row: tab-separated text with `#fields`, and JSON, a row an object however it is laid out.
//!
//! What a row means is told by the format that asked for it. Source: Zeek manual, "Log formats and inspection" and
//! `base/frameworks/logging/writers/ascii.zeek`.

use crate::banner::unescaped;
use crate::encoding::as_utf8;
use crate::head::{Head, Opening};
use crate::lines::{Line, Lines, Skip};
use crate::reading::Reading;
use crate::scan::objects::{Object, Objects};
use oogmerk_bytes::json;
use oogmerk_model::{ProblemSeverity, Timestamp};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// Between the members of a list in JSON, once they are one text.
const UNIT: char = '\u{1f}';

/// One row: its cells by the names of their columns.
pub(crate) struct Entry<'e> {
    /// What the log calls itself; empty where it does not say.
    pub path: &'e str,
    /// Its line, from 1.
    pub number: u64,
    /// Where it begins.
    pub offset: u64,
    /// Its bytes.
    pub bytes: &'e [u8],
    cells: BTreeMap<&'static str, String>,
    between: char,
}

impl Entry<'_> {
    /// What stands in a column; empty where there is no such column, or nothing in it.
    pub fn cell(&self, name: &str) -> &str {
        self.cells.get(name).map(String::as_str).unwrap_or_default()
    }

    /// Whether any of these columns says something.
    pub fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.cells.contains_key(name))
    }

    /// The members of a column that holds a set or a vector.
    pub fn words(&self, name: &str) -> Vec<&str> {
        self.cell(name).split(self.between).map(str::trim).filter(|word| !word.is_empty()).collect()
    }

    /// When it was.
    pub fn time(&self) -> Option<Timestamp> {
        time(self.cell("ts"))
    }
}

/// Sees every row.
type See<'v> = &'v mut dyn FnMut(&Entry<'_>, &mut Reading<'_>);

/// Reads a log to its end; of its columns those that are wanted.
pub(crate) fn rows(
    input: Box<dyn Read + '_>,
    wanted: &'static [&'static str],
    reading: &mut Reading<'_>,
    see: See<'_>,
) {
    let (is_json, input) = begins_as_json(as_utf8(input).1);
    if is_json {
        let mut objects = Objects::of(input);
        while let Some(object) = objects.next(reading) {
            object_row(&object, wanted, reading, see);
        }
        return;
    }
    let mut columns = Columns { names: Vec::new(), path: String::new(), separator: '\t', between: ',' };
    let mut lines = Lines::as_they_are(input, Skip::Blank);
    while let Some(line) = lines.next(reading) {
        let text = line.text();
        match text.strip_prefix('#') {
            Some(directive) => columns.directive(directive, wanted),
            // Another file, which may not say what it is called.
            None if is_heading(&text) => columns.path.clear(),
            // Forms are mixed where somebody joined logs.
            None if text.starts_with('{') => {
                let object = Object::new(line.bytes.to_vec(), line.number, line.offset);
                object_row(&object, wanted, reading, see);
            }
            None => see(&columns.entry(&line, &text), reading),
        }
    }
}

/// Whether the first character that is no white space opens an object or a list. Nothing is lost of the input.
fn begins_as_json<'i>(mut input: Box<dyn Read + 'i>) -> (bool, Box<dyn Read + 'i>) {
    let mut head = Vec::new();
    // An error here comes back on the next read.
    let _ = (&mut input).take(4096).read_to_end(&mut head);
    let first = head.iter().find(|b| !b.is_ascii_whitespace());
    (matches!(first, Some(b'{' | b'[')), Box::new(Cursor::new(head).chain(input)))
}

/// How the cells of a line of text are named, as the directives above it say.
struct Columns {
    /// Of each column its name, where it is wanted.
    names: Vec<Option<&'static str>>,
    path: String,
    separator: char,
    between: char,
}

impl Columns {
    fn directive(&mut self, text: &str, wanted: &'static [&'static str]) {
        if let Some(code) = text.strip_prefix("separator ") {
            let code = code.trim().strip_prefix("\\x").and_then(|h| u8::from_str_radix(h, 16).ok());
            self.separator = code.map_or(self.separator, char::from);
        } else if let Some(between) = text.strip_prefix("set_separator") {
            self.between = between.trim_start_matches(self.separator).chars().next().unwrap_or(',');
        } else if let Some(path) = text.strip_prefix("path") {
            path.trim().clone_into(&mut self.path);
        } else if let Some(names) = text.strip_prefix("fields") {
            let names = names.trim_start_matches(self.separator).split(self.separator);
            self.names = names.map(|name| wanted.iter().copied().find(|w| *w == name.trim())).collect();
        }
    }

    fn entry<'e>(&'e self, line: &Line<'e>, text: &str) -> Entry<'e> {
        let cells = self.names.iter().zip(text.split(self.separator)).filter_map(|(name, cell)| {
            let name = (*name)?;
            (!matches!(cell, "-" | "(empty)" | "")).then(|| (name, plain(cell)))
        });
        Entry {
            path: &self.path,
            number: line.number,
            offset: line.offset,
            bytes: line.bytes,
            cells: cells.collect(),
            between: self.between,
        }
    }
}

/// A cell with the bytes that were written as escapes.
fn plain(cell: &str) -> String {
    if cell.contains("\\x") {
        String::from_utf8_lossy(&unescaped(cell)).into_owned()
    } else {
        cell.to_owned()
    }
}

/// Tells of a row in JSON; what is none is told to the user.
fn object_row(object: &Object, wanted: &'static [&'static str], reading: &mut Reading<'_>, see: See<'_>) {
    let mut cells: BTreeMap<&'static str, String> = BTreeMap::new();
    let mut path = String::new();
    let walked = json::walk_document(&object.bytes, &mut |leaf| {
        let Some(text) = leaf.text().filter(|text| !text.is_empty()) else { return };
        if leaf.path == "_path" {
            path = text.into_owned();
            return;
        }
        let name = leaf.path.strip_suffix("[]").unwrap_or(leaf.path);
        let Some(name) = wanted.iter().copied().find(|w| *w == name) else { return };
        let cell = cells.entry(name).or_default();
        if !cell.is_empty() {
            cell.push(UNIT);
        }
        cell.push_str(&text);
    });
    if let Err(stop) = walked {
        let at = object.offset + stop.offset as u64;
        let reason = format!("not a record: {}", stop.reason);
        reading.problem(ProblemSeverity::Part, Some(object.number), Some(at), reason);
        return;
    }
    let (number, offset, bytes) = (object.number, object.offset, &object.bytes[..]);
    see(&Entry { path: &path, number, offset, bytes, cells, between: UNIT }, reading);
}

/// Any log of Zeek's as text: none is a list kept by people.
pub(crate) fn is_log(head: &Head<'_>) -> bool {
    head.lines().is_some_and(|opening| {
        let first = opening.lines.iter().find(|line| !is_heading(line)).copied().unwrap_or_default();
        first.starts_with("#separator")
            || first.starts_with("#fields\tts\t")
            || (first.starts_with("#fields") && first.contains("id.orig_h"))
            || (first.starts_with("#path") && columns_of(opening).next().is_some())
    })
}

/// The name of a file as `head` and `tail` print it above what they show of it.
fn is_heading(line: &str) -> bool {
    line.starts_with("==> ") && line.trim_end().ends_with(" <==")
}

/// What a log of text calls itself.
pub(crate) fn path_of<'h>(opening: &Opening<'h>) -> &'h str {
    opening.lines.iter().find_map(|line| line.strip_prefix("#path")).unwrap_or_default().trim()
}

/// The columns of a log of text.
pub(crate) fn columns_of<'o>(opening: &'o Opening<'_>) -> impl Iterator<Item = &'o str> {
    let fields = opening.lines.iter().find_map(|line| line.strip_prefix("#fields"));
    fields.unwrap_or_default().split(|c: char| c.is_whitespace() || c == '|').filter(|name| !name.is_empty())
}

/// Seconds since 1970 with a fraction, or RFC 3339 where JSON was asked for that way.
pub(crate) fn time(text: &str) -> Option<Timestamp> {
    match text.split_once('.') {
        _ if text.contains('T') => Timestamp::parse_rfc3339(text),
        Some((seconds, fraction)) => {
            let micros: String = format!("{fraction:0<6}").chars().take(6).collect();
            Some(Timestamp::from_seconds(seconds.parse().ok()?, micros.parse().ok()?))
        }
        None => text.parse().ok().map(|s| Timestamp::from_seconds(s, 0)),
    }
}
