//! The first bytes of an input, looked at once for all formats: the root of XML, the keys of JSON, the first lines.
//!
//! Every row of the table is asked about the same head, so the work is done here and lent. What a root or a key means
//! is the format's business.

use crate::pasted;
use oogmerk_bytes::{json, xml};
use std::collections::{BTreeMap, BTreeSet};

/// Most paths of a JSON head that are kept, and the longest.
const PATHS_MAX: usize = 4096;
const PATH_MAX: usize = 200;
/// Most first lines that are looked at.
const LINES_MAX: usize = 200;

/// The head of a text.
pub(crate) enum Head<'h> {
    /// It begins with an element.
    Xml(Root<'h>),
    /// It begins with an object or an array.
    Json(Keys<'h>),
    /// Anything else.
    Lines(Opening<'h>),
}

impl<'h> Head<'h> {
    /// Looks at a text; `None` where it is no text, empty, or broken before it says anything.
    pub fn of(text: &'h str) -> Option<Self> {
        if is_binary(text) {
            return None;
        }
        let trimmed = text.trim_start();
        if pasted::is_pasted(trimmed) {
            return Opening::of(text).map(Self::Lines);
        }
        match trimmed.chars().next()? {
            '<' => Root::of(trimmed).map(Self::Xml),
            '{' | '[' => Keys::of(trimmed).map(Self::Json),
            _ => Opening::of(text).map(Self::Lines),
        }
    }

    /// The root, if it is XML.
    pub fn xml(&self) -> Option<&Root<'h>> {
        if let Self::Xml(root) = self { Some(root) } else { None }
    }

    /// The keys, if it is JSON.
    pub fn json(&self) -> Option<&Keys<'h>> {
        if let Self::Json(keys) = self { Some(keys) } else { None }
    }

    /// The first lines, if it is neither.
    pub fn lines(&self) -> Option<&Opening<'h>> {
        if let Self::Lines(opening) = self { Some(opening) } else { None }
    }
}

/// Whether the first bytes are those of a ZIP archive.
pub(crate) fn is_archive(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04")
}

/// Text holds no control characters but white space (and a few escapes in what tools print).
fn is_binary(text: &str) -> bool {
    let odd = text
        .chars()
        .filter(|c| (c.is_control() && !c.is_whitespace() && *c != '\u{1b}') || *c == '\u{fffd}')
        .count();
    text.contains('\0') || odd * 50 > text.chars().count()
}

/// The first element of XML.
pub(crate) struct Root<'h> {
    /// Its name, with its prefix.
    pub name: &'h str,
    /// Its name without a prefix.
    pub local: &'h str,
    text: &'h str,
}

impl<'h> Root<'h> {
    fn of(text: &'h str) -> Option<Self> {
        let name = xml::root_name(text)?;
        Some(Self { name, local: xml::local(name), text })
    }

    /// Whether the head holds these characters.
    pub fn holds(&self, needle: &str) -> bool {
        self.text.contains(needle)
    }

    /// Whether another element of this name begins behind its own: documents that somebody put together.
    pub fn is_one_of_several(&self) -> bool {
        let open = format!("<{}", self.name);
        let ends = |at: usize| self.text[at + open.len()..].starts_with([' ', '>', '\n', '\r', '\t']);
        self.text.match_indices(&open).filter(|(at, _)| ends(*at)).nth(1).is_some()
    }
}

/// The keys of JSON: a document of any size is told by those in its head, whether whole or cut.
pub(crate) struct Keys<'h> {
    /// The whole head.
    pub text: &'h str,
    paths: BTreeSet<String>,
    said: BTreeMap<String, Vec<String>>,
}

impl<'h> Keys<'h> {
    fn of(text: &'h str) -> Option<Self> {
        let mut keys = Self { text, paths: BTreeSet::new(), said: BTreeMap::new() };
        let walked = json::walk(text.as_bytes(), &mut |leaf| keys.take(leaf));
        let is_none = walked.is_err_and(|stop| !stop.cut_off) && keys.paths.is_empty();
        (!is_none).then_some(keys)
    }

    fn take(&mut self, leaf: &json::Value<'_, '_>) {
        let is_at_the_top = !leaf.path.contains(['.', '[']);
        if let Some(value) = is_at_the_top.then(|| leaf.text()).flatten() {
            match self.said.get_mut(leaf.path) {
                Some(said) => said.push(value.into_owned()),
                None => drop(self.said.insert(leaf.path.to_owned(), vec![value.into_owned()])),
            }
        }
        if self.paths.len() < PATHS_MAX && leaf.path.len() < PATH_MAX && !self.paths.contains(leaf.path) {
            self.paths.insert(leaf.path.to_owned());
        }
    }

    /// Whether a path is there: `cameras[].mac`.
    pub fn has(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// Whether any of these is.
    pub fn has_any(&self, paths: &[&str]) -> bool {
        paths.iter().any(|path| self.has(path))
    }

    /// Whether any path is such a one.
    pub fn any(&self, is_such: impl Fn(&str) -> bool) -> bool {
        self.paths.iter().any(|path| is_such(path))
    }

    /// Whether any path begins like this.
    pub fn begins_any(&self, beginnings: &[&str]) -> bool {
        let begins = |start: &&str| {
            let from = std::ops::Bound::Included(*start);
            let next = self.paths.range::<str, _>((from, std::ops::Bound::Unbounded)).next();
            next.is_some_and(|path| path.starts_with(*start))
        };
        beginnings.iter().any(begins)
    }

    /// What the document says under a key of its top: the last value, where the key is repeated.
    pub fn last(&self, key: &str) -> &str {
        self.said.get(key).and_then(|said| said.last()).map_or("", String::as_str)
    }

    /// Whether a second document begins on a line of its own.
    pub fn are_of_several(&self) -> bool {
        self.text.lines().filter(|line| line.starts_with('{')).nth(1).is_some()
    }

    /// Whether the document says this under a key of its top, be it repeated.
    pub fn says(&self, key: &str, value: &str) -> bool {
        self.said.get(key).is_some_and(|said| said.iter().any(|v| v == value))
    }
}

/// The text a line of JSON gives under a key, where it is an object with that key.
pub(crate) fn said_in(line: &str, key: &str) -> Option<String> {
    let mut said = None;
    if line.starts_with('{') {
        // A line cut short says what stands before the cut.
        let _ = json::walk(line.as_bytes(), &mut |leaf| {
            if leaf.path == key
                && let Some(text) = leaf.text()
            {
                said = Some(text.into_owned());
            }
        });
    }
    said
}

/// The first lines of a text.
pub(crate) struct Opening<'h> {
    /// The whole head.
    pub text: &'h str,
    /// The first line that is not blank, without white space around it.
    pub first: &'h str,
    /// The first lines that are not blank.
    pub lines: Vec<&'h str>,
}

impl<'h> Opening<'h> {
    fn of(text: &'h str) -> Option<Self> {
        let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).take(LINES_MAX).collect();
        Some(Self { text, first: lines.first()?.trim(), lines })
    }

    /// Whether the first line begins with one of these.
    pub fn begins_any(&self, beginnings: &[&str]) -> bool {
        beginnings.iter().any(|b| self.first.starts_with(b))
    }

    /// Whether one of the first `most` lines is such a line.
    pub fn any(&self, most: usize, is_such: impl Fn(&str) -> bool) -> bool {
        self.lines.iter().take(most).any(|line| is_such(line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_a_document_that_is_cut_are_those_before_the_cut() {
        let head = Head::of("{\"a\":[{\"b\":1}],\"t\":\"x\",\"t\":\"y\",\"c.d\":{\"e\":").expect("JSON");
        let keys = head.json().expect("keys");
        assert!(keys.has("a[].b") && keys.has_any(&["z", "c.d"]) && !keys.has("c"));
        assert!(keys.begins_any(&["a[", "z"]) && !keys.begins_any(&["b", "u"]));
        assert_eq!((keys.last("t"), keys.last("z")), ("y", ""));
        assert!(keys.says("t", "x") && keys.says("t", "y") && !keys.says("t", "z"));
    }

    #[test]
    fn a_prompt_or_the_head_of_a_log_begins_neither_json_nor_xml() {
        for text in [
            "[admin@rb] > print\nx",
            "[2026-10-20 09:11:02] x\n",
            "<SW>display lldp\nx",
            "<30>Nov 14 06:02:11 h a: x",
        ] {
            assert!(Head::of(text).is_some_and(|head| head.lines().is_some()), "{text}");
        }
        assert!(Head::of("<a>1</a>").is_some_and(|head| head.xml().is_some()));
        assert!(Head::of("[1, 2]").is_some_and(|head| head.json().is_some()));
    }

    #[test]
    fn a_line_says_what_it_says_before_it_breaks() {
        assert_eq!(said_in("{\"k\":\"v\",\"x\":", "k").as_deref(), Some("v"));
        assert_eq!(said_in("k: v", "k"), None);
    }

    #[test]
    fn bytes_that_are_no_text_have_no_head() {
        for text in ["", " \n", "a\0b", "\u{1}\u{2}", "{", "["] {
            assert!(Head::of(text).is_none_or(|h| h.json().is_some_and(|k| k.paths.len() <= 1)), "{text:?}");
        }
    }
}
