//! Bags out of lines: `key=value`, `Key: value`, `key = "value";`, columns of a table, the dump of an object.

use super::bag::{ADDRESSES, Bag, MACS};
use super::keys::{fold, last};
use std::collections::HashMap;

/// The longest key, and the longest value that is one.
const KEY_MAX: usize = 120;
const VALUE_MAX: usize = 400;

/// The section that the lines stand in (`[root.Brand]`), and the bag that is being filled.
#[derive(Default)]
pub(super) struct Lines {
    section: String,
    pub bag: Bag,
    /// Members of lists within it, by their place.
    members: Vec<Bag>,
    places: HashMap<String, usize>,
    /// Bags that are full.
    pub done: Vec<Bag>,
}

/// Keys that a thing has once: said again with another value, it is another thing that speaks.
const ONCE: [&str; 12] = [
    "serialnumber",
    "serialno",
    "serial",
    "sn",
    "devicetype",
    "model",
    "modelname",
    "devicemodel",
    "manufacturer",
    "deviceserial",
    "udn",
    "prodnbr",
];

impl Lines {
    /// Takes a line.
    pub fn take(&mut self, line: &str) {
        let line = line.trim();
        let section = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let is_one = |s: &&str| {
            s.len() <= KEY_MAX && !s.contains([',', '"', '{']) && s.parse::<std::net::IpAddr>().is_err()
        };
        if let Some(section) = section.filter(is_one) {
            section.trim().clone_into(&mut self.section);
            return;
        }
        let pairs = pairs(line);
        // A line of several pairs is one thing's: where one of them is another's, all are.
        if pairs.len() > 1 && pairs.iter().any(|(key, value)| self.is_anothers(key, value)) {
            self.end();
        }
        for (key, value) in &pairs {
            self.put(key, value);
        }
    }

    /// Whether the bag says otherwise of what a thing has once.
    fn is_anothers(&self, key: &str, value: &str) -> bool {
        is_said_once(key)
            && self.bag.once.get(&fold(&self.whole(key))).is_some_and(|other| *other != fold(value))
    }

    fn put(&mut self, key: &str, value: &str) {
        // `table.RemoteDevice.uuid:X_0.DeviceType=…`: the members of a list are things of their own.
        if let Some((member, own)) = key.rsplit_once('.').filter(|(around, _)| is_member(around)) {
            let next = self.members.len();
            let at = *self.places.entry(member.to_owned()).or_insert(next);
            if at == next {
                let (scope, place) = (member.to_owned(), member.to_owned());
                self.members.push(Bag { scope, place, ..Bag::default() });
            }
            self.members[at].put(own, value);
            return;
        }
        let whole = self.whole(key);
        if self.is_anothers(key, value) {
            // The section ends with the bag.
            self.end();
            return self.put(key, value);
        }
        if is_said_once(key) {
            self.bag.once.insert(fold(&whole), fold(value));
        }
        self.bag.put(&whole, value);
    }

    fn whole(&self, key: &str) -> String {
        if self.section.is_empty() { key.to_owned() } else { format!("{}.{key}", self.section) }
    }

    /// Nothing more belongs to the bag.
    pub fn end(&mut self) {
        if !self.bag.pairs.is_empty() {
            self.done.push(std::mem::take(&mut self.bag));
        }
        self.done.append(&mut self.members);
        self.places.clear();
        self.section.clear();
    }
}

/// Whether a key is for what a thing has once: its addresses, and what it is.
fn is_said_once(key: &str) -> bool {
    let folded = fold(last(key));
    let folded = folded.as_str();
    ONCE.contains(&folded) || ADDRESSES.contains(&folded) || MACS.contains(&folded)
}

/// Whether a place is a member of a list of things: one with a number, below a list of devices.
fn is_member(around: &str) -> bool {
    let Some((list, member)) =
        around.rsplit_once('.').or_else(|| around.rsplit_once('[').map(|(l, _)| (l, around)))
    else {
        return false;
    };
    let is_numbered =
        member.contains(['[', ':']) || member.rsplit_once('_').is_some_and(|(_, n)| n.parse::<u32>().is_ok());
    let list = last(list).to_ascii_lowercase();
    is_numbered && ["device", "camera", "channel", "remote"].iter().any(|word| list.contains(word))
}

/// The pairs of one line.
pub(super) fn pairs(line: &str) -> Vec<(String, String)> {
    let line = line.trim_start_matches(|c: char| "-*•#;".contains(c) || c.is_whitespace());
    let line = line.trim_matches('|').trim();
    // `Model Number = E77`: a label of several words takes the whole line.
    let is_label = line.split_once(" = ").is_some_and(|(key, value)| {
        key.trim().contains(' ')
            && !key.contains(['=', '"', '(', ';'])
            && !value.trim_start().starts_with(['{', '[', '('])
    });
    if is_label {
        return labelled(line).into_iter().collect();
    }
    let mut found = struct_members(line);
    if found.is_empty() {
        // What stands before an object is not the begin of it: `…?action=x -> {'model': 'XC-100'}`.
        let (before, object) = line.find(" {'").map_or((line, ""), |at| line.split_at(at));
        found = assignments(before);
        found.extend(assignments(object));
    }
    if found.is_empty() {
        found.extend(labelled(line));
    }
    found
}

/// The members of a structure as programs in Go print it: `{Model:XC-100 Version:1.2 (build 3)}`.
fn struct_members(line: &str) -> Vec<(String, String)> {
    let inside = || Some(line.split_once('{')?.1.rsplit_once('}')?.0);
    let Some(inside) = inside().filter(|inside| !inside.contains(['"', '{', '=', ','])) else {
        return Vec::new();
    };
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let mut found: Vec<(String, String)> = Vec::new();
    for word in inside.split(' ').take(512) {
        match word.split_once(':').filter(|(name, _)| is_name(name)) {
            Some((name, value)) => found.push((name.to_owned(), value.to_owned())),
            // A value of several words goes on.
            None => match found.last_mut() {
                Some((_, value)) => value.extend([" ", word]),
                None => return Vec::new(),
            },
        }
    }
    if found.len() >= 2 { found } else { Vec::new() }
}

/// `key=value` and `"key": value`, as many as a line holds.
fn assignments(line: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let bytes = line.as_bytes();
    let mut at = 0;
    while at < bytes.len() && found.len() < 512 {
        let Some(step) = bytes[at..].iter().position(|b| *b == b'=' || *b == b':') else { break };
        let sign = at + step;
        // `:key=>"value"`, as Ruby writes it.
        let behind = line[sign + 1..].strip_prefix('>').unwrap_or(&line[sign + 1..]);
        at = line.len() - behind.len();
        let sign_end = at;
        let is_text = behind.trim_start().starts_with(['"', '\'']);
        let key = key_before(&line[..sign], bytes[sign])
            .or_else(|| member_before(&line[..sign]).filter(|_| is_text));
        let Some(key) = key.map(str::to_owned) else { continue };
        let lead = behind.len() - behind.trim_start().len();
        let Some((value, length)) = value_at(&behind[lead..], bytes[sign] == b':') else { continue };
        found.push((key, value.to_owned()));
        at = sign_end + lead + length;
    }
    found
}

/// The key that ends where the sign stands. Before a colon it must be quoted: a label without quotes is the whole line's.
fn key_before(text: &str, sign: u8) -> Option<&str> {
    let text = text.trim_end();
    if let Some(quote) = text.chars().next_back().filter(|c| "\"'`".contains(*c)) {
        let inside = &text[..text.len() - 1];
        let start = inside.rfind(quote)? + 1;
        let key = &inside[start..];
        return (!key.is_empty() && key.len() <= KEY_MAX).then_some(key);
    }
    if sign == b':' {
        return None;
    }
    let is_key = |c: char| c.is_alphanumeric() || "_.-[]:".contains(c);
    let start =
        text.char_indices().rev().take(KEY_MAX + 1).take_while(|(_, c)| is_key(*c)).last().map(|(i, _)| i)?;
    // `http://host/path?key=…` and `note: key=…`: what stands before is another word.
    let key = text[start..].rsplit(['/']).next()?.trim_start_matches([':', '-', '.']);
    let key = if key.contains("::") { key.rsplit("::").next()? } else { key };
    (key.len() <= KEY_MAX && key.contains(char::is_alphabetic)).then_some(key)
}

/// The name of a member of an object as scripts write it, without quotes: `{ model : "…", maker : "…" }`.
fn member_before(text: &str) -> Option<&str> {
    let text = text.trim_end();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let name = text.rsplit(|c| !is_name(c)).next()?;
    let before = text[..text.len() - name.len()].trim_end();
    ((1..=48).contains(&name.len()) && before.ends_with(['{', ','])).then_some(name)
}

/// The value that begins here, and how many bytes of it were read.
fn value_at(text: &str, is_member: bool) -> Option<(&str, usize)> {
    let first = text.chars().next()?;
    if "\"'`".contains(first) {
        let inside = &text[1..];
        let end = inside.find(first)?;
        return (end <= VALUE_MAX).then_some((&inside[..end], end + 2));
    }
    if "{[(<".contains(first) {
        return None;
    }
    let ends: &[char] =
        if is_member { &[',', '}', ']', '\n'] } else { &[',', ';', '&', ')', '}', '|', '`', '\n', '\t'] };
    let mut end = text.find(ends).unwrap_or(text.len());
    // `version=2.800,build:2020-06-05` ends at the comma; `a=1 b=2` at the blank before the next key.
    if !is_member && let Some(next) = text[..end].find('=') {
        end = text[..next].rfind(' ')?;
        // Wide blanks part what people write beside each other: `model=3105   realm "x"  fw=52`.
        end = text[..end].find("  ").unwrap_or(end);
    }
    let value = text[..end].trim();
    (!value.is_empty() && value.len() <= VALUE_MAX).then_some((value, end))
}

/// `Firmware version: 1.2`, `Model    XC-100`, `Model | XC-100`.
fn labelled(line: &str) -> Option<(String, String)> {
    let split = line
        .split_once(":=")
        .or_else(|| line.split_once(" = "))
        .or_else(|| line.split_once(": "))
        .or_else(|| line.split_once(":\t"))
        .or_else(|| line.split_once('\t'))
        .or_else(|| line.split_once(" | "))
        .or_else(|| line.split_once("  "))
        .or_else(|| line.split_once(':').filter(|(_, value)| !value.starts_with(['/', ':'])))?;
    let key = split.0.trim().trim_end_matches([':', '.', ' ']).trim_matches(['"', '\'', '*', '`']);
    let value =
        split.1.trim().trim_start_matches([':', ' ', '.']).trim_matches(['"', '\'', '*', '`', '|']).trim();
    let words = key.split_whitespace().count();
    ((1..=4).contains(&words)
        && key.len() <= 48
        && !value.is_empty()
        && value.len() <= VALUE_MAX
        && key.contains(char::is_alphabetic))
    .then(|| (key.to_owned(), value.to_owned()))
}
