//! One object of JSON, its values by path: what a record of many parts is asked for by name.
//!
//! Held for one record at a time and within a bound; pictures of what a camera sees are never taken in.

use crate::reading::Reading;
use crate::scan::objects::Object;
use oogmerk_bytes::json::{self, Kind, Stop};
use oogmerk_model::ProblemSeverity;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Most bytes of paths and values kept of one object.
const KEPT_MAX: usize = 24 * 1024 * 1024;
/// Most characters of one value.
const VALUE_MAX: usize = 1024 * 1024;
/// Members of one list that are looked at.
const ITEMS_MAX: usize = 10_000;

/// The values of one object.
#[derive(Default)]
pub(crate) struct Tree {
    values: BTreeMap<String, String>,
    kept: usize,
}

impl Tree {
    /// Walks an object. What stands before a break counts, and the break is given beside it.
    pub fn of(bytes: &[u8]) -> (Self, Option<Stop>) {
        let bytes = mended(bytes);
        let mut tree = Self::default();
        let manner = json::Manner { members: json::Members::Numbers, path_max: 1024, ..json::Manner::FILE };
        let ended = json::walk_from(&bytes, 0, manner, &mut |leaf| tree.take(leaf));
        (tree, ended.err())
    }

    /// Walks an object of a tool's output; a break is told with its place.
    pub fn told(object: &Object, reading: &mut Reading<'_>) -> Self {
        let (tree, stop) = Self::of(&object.bytes);
        if let Some(stop) = stop {
            let reason = format!("not a record: {}", stop.reason);
            let offset = Some(object.offset + stop.offset as u64);
            reading.problem(ProblemSeverity::Part, Some(object.number), offset, reason);
        }
        tree
    }

    /// A row of a table whose columns are named by paths.
    pub fn of_row(names: &[String], cells: &[String]) -> Self {
        let mut tree = Self::default();
        for (name, cell) in names.iter().zip(cells).filter(|(_, cell)| !cell.trim().is_empty()) {
            // What stands above a value is there too.
            for (at, _) in name.match_indices('.') {
                tree.values.entry(name[..at].to_owned()).or_default();
            }
            if !name.ends_with("screenshot.data") {
                tree.values.insert(name.clone(), cell.clone());
            }
        }
        tree
    }

    fn take(&mut self, leaf: &json::Value<'_, '_>) {
        let is_picture = leaf.path.ends_with("screenshot.data") || leaf.path.ends_with("favicon.data");
        let is_long = leaf.kind == Kind::Text && leaf.span.len() > VALUE_MAX;
        let text = if is_picture || is_long { Cow::Borrowed("") } else { leaf.text().unwrap_or_default() };
        self.kept += leaf.path.len() + text.len() + 48;
        if self.kept <= KEPT_MAX && !leaf.path.is_empty() {
            // Keys may be paths themselves (`"http.response.html_title"`): what stands above is there too.
            for (at, _) in leaf.path.rmatch_indices('.') {
                if self.values.contains_key(&leaf.path[..at]) {
                    break;
                }
                self.kept += at + 48;
                self.values.insert(leaf.path[..at].to_owned(), String::new());
            }
            self.values.insert(leaf.path.to_owned(), text.into_owned());
        }
    }

    /// The whole object.
    pub fn root(&self) -> Branch<'_> {
        Branch { tree: self, path: String::new() }
    }
}

/// Some programs write `\xff` into texts, which is no escape of JSON: the backslash is kept, so that whoever reads the
/// text finds the byte it stood for.
pub(crate) fn mended(bytes: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memmem::find(bytes, b"\\x").is_none() {
        return Cow::Borrowed(bytes);
    }
    let mut out = Vec::with_capacity(bytes.len() + 64);
    let mut rest = bytes.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        out.push(byte);
        if byte == b'\\' {
            match rest.peek() {
                Some(b'x') => out.push(b'\\'),
                Some(_) => out.extend(rest.next()),
                None => {}
            }
        }
    }
    Cow::Owned(out)
}

/// A part of an object.
#[derive(Clone)]
pub(crate) struct Branch<'t> {
    tree: &'t Tree,
    path: String,
}

impl<'t> Branch<'t> {
    /// The part below.
    pub fn at(&self, path: &str) -> Self {
        let dot = if self.path.is_empty() || path.is_empty() { "" } else { "." };
        Self { tree: self.tree, path: format!("{}{dot}{path}", self.path) }
    }

    /// The value at a path below; empty where there is none.
    pub fn text(&self, path: &str) -> &'t str {
        self.tree.values.get(&self.at(path).path).map_or("", |value| value.trim())
    }

    /// The value at the first of these paths that holds one.
    pub fn first(&self, paths: &[&str]) -> &'t str {
        paths.iter().map(|path| self.text(path)).find(|value| !value.is_empty()).unwrap_or_default()
    }

    /// A number, 0 where none stands there.
    pub fn port(&self, path: &str) -> u16 {
        self.text(path).parse().unwrap_or(0)
    }

    /// Whether the object has this part.
    pub fn is_there(&self) -> bool {
        self.tree.values.contains_key(&self.path)
    }

    /// The members of a list.
    pub fn items(&self) -> Vec<Self> {
        (0..ITEMS_MAX).map(|i| self.at(&i.to_string())).take_while(Self::is_there).collect()
    }

    /// The texts of a list, or the text that stands in its place.
    pub fn words(&self) -> Vec<&'t str> {
        let own = std::iter::once(self.text(""));
        let listed = self.items().into_iter().map(|item| item.text(""));
        own.chain(listed).filter(|word| !word.is_empty()).collect()
    }

    /// Names of what stands right below, with their parts.
    pub fn members(&self) -> Vec<(&'t str, Self)> {
        let start = if self.path.is_empty() { String::new() } else { format!("{}.", self.path) };
        let below = self.tree.values.range(start.clone()..).map(|(path, _)| path.as_str());
        let names: BTreeSet<&str> = below
            .take_while(|path| path.starts_with(&start))
            .filter_map(|path| path[start.len()..].split('.').next())
            .collect();
        names.into_iter().map(|name| (name, self.at(name))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_path_in_what_is_whole_and_before_a_break() {
        let text =
            br#"{"a":{"b":[{"c":1},{"c":" two "}],"n":null},"h":{"Server":["x","y"]},"port":80,"cut":"#;
        let (tree, stop) = Tree::of(text);
        assert!(stop.is_some_and(|s| s.cut_off));
        let root = tree.root();
        assert_eq!(root.text("a.b.1.c"), "two");
        assert_eq!(root.first(&["x", "a.n", "a.b.0.c"]), "1");
        assert_eq!(root.at("a.b").items().len(), 2);
        assert_eq!(root.at("h.Server").words(), ["x", "y"]);
        assert_eq!(root.at("port").words(), ["80"]);
        assert_eq!(root.port("port"), 80);
        let names: Vec<&str> = root.members().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a", "h", "port"]);
        assert!(root.at("a.n").is_there() && !root.at("z").is_there());
    }

    #[test]
    fn bytes_written_as_no_json_can_are_kept_as_written() {
        let (tree, _) = Tree::of(br#"{"a":"\xff\\x01\n","screenshot":{"data":"AAAA"}}"#);
        assert_eq!(tree.root().text("a"), "\\xff\\x01");
        assert_eq!(tree.root().text("screenshot.data"), "");
    }
}
