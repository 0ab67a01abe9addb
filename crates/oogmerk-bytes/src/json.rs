//! JSON as devices send it, as a flat list of values with their paths and places. Tolerant: bytes before the first
//! brace are skipped, a cut document gives what stood before the cut. What it is not: a document tree; for data of
//! our own there is `serde_json`. Source: RFC 8259.

use crate::spanned::Spanned;

/// Values read at most.
pub const LEAVES_MAX: usize = 4096;
/// Nested objects and arrays at most.
pub const DEPTH_MAX: usize = 32;

/// What sort of value a leaf is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeafKind {
    /// Between quotes.
    Text,
    /// A number, as written.
    Number,
    /// `true` or `false`.
    Flag,
    /// `null`.
    Null,
}

/// One value that is neither object nor array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Keys from the outside in, joined by `.`; array positions as numbers.
    pub path: String,
    /// The value, escapes undone.
    pub value: Spanned,
    /// Its sort.
    pub kind: LeafKind,
}

/// The values of the first object or array in the payload, in the order written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaves {
    /// The values.
    pub leaves: Vec<Leaf>,
    /// Where the JSON starts.
    pub start: usize,
    /// Whether it was read to its end.
    pub complete: bool,
}

impl Leaves {
    /// Reads from the first `{` or `[`. `None` where there is none.
    pub fn read(payload: &[u8]) -> Option<Self> {
        let start = payload.iter().position(|b| matches!(b, b'{' | b'['))?;
        let mut scanner = Scanner { payload, at: start, leaves: Vec::new() };
        let complete = scanner.value(&mut String::new(), 0).is_some();
        Some(Self { leaves: scanner.leaves, start, complete })
    }

    /// The value at a path, where it is no null and not empty.
    pub fn at(&self, path: &str) -> Option<&Spanned> {
        let found = self.leaves.iter().find(|l| l.path == path && l.kind != LeafKind::Null);
        found.map(|l| &l.value).filter(|v| !v.is_empty())
    }
}

struct Scanner<'a> {
    payload: &'a [u8],
    at: usize,
    leaves: Vec<Leaf>,
}

/// `None` anywhere below means: stop here, the rest cannot be read.
impl Scanner<'_> {
    fn peek(&mut self) -> Option<u8> {
        while self.payload.get(self.at)?.is_ascii_whitespace() {
            self.at += 1;
        }
        self.payload.get(self.at).copied()
    }

    fn value(&mut self, path: &mut String, depth: usize) -> Option<()> {
        if depth > DEPTH_MAX || self.leaves.len() >= LEAVES_MAX {
            return None;
        }
        match self.peek()? {
            b'{' => self.object(path, depth),
            b'[' => self.array(path, depth),
            b'"' => {
                let value = self.text()?;
                self.leaf(path, value, LeafKind::Text);
                Some(())
            }
            _ => {
                let start = self.at;
                while self
                    .payload
                    .get(self.at)
                    .is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'.'))
                {
                    self.at += 1;
                }
                let value = Spanned::copied(self.payload, start..self.at);
                let kind = match value.value.as_str() {
                    "null" => LeafKind::Null,
                    "true" | "false" => LeafKind::Flag,
                    word if word.starts_with(|c: char| c.is_ascii_digit() || c == '-') => LeafKind::Number,
                    _ => return None,
                };
                // A number at the very end of the bytes may have been cut in its middle.
                self.payload.get(self.at)?;
                self.leaf(path, value, kind);
                Some(())
            }
        }
    }

    fn leaf(&mut self, path: &str, value: Spanned, kind: LeafKind) {
        self.leaves.push(Leaf { path: path.to_owned(), value, kind });
    }

    fn object(&mut self, path: &mut String, depth: usize) -> Option<()> {
        self.at += 1;
        if self.peek()? == b'}' {
            self.at += 1;
            return Some(());
        }
        loop {
            if self.peek()? != b'"' {
                return None;
            }
            let key = self.text()?.value;
            if self.peek()? != b':' {
                return None;
            }
            self.at += 1;
            self.inside(path, &key, depth)?;
            match self.peek()? {
                b',' => self.at += 1,
                b'}' => {
                    self.at += 1;
                    return Some(());
                }
                _ => return None,
            }
        }
    }

    fn array(&mut self, path: &mut String, depth: usize) -> Option<()> {
        self.at += 1;
        if self.peek()? == b']' {
            self.at += 1;
            return Some(());
        }
        for position in 0usize.. {
            self.inside(path, &position.to_string(), depth)?;
            match self.peek()? {
                b',' => self.at += 1,
                b']' => {
                    self.at += 1;
                    return Some(());
                }
                _ => return None,
            }
        }
        None
    }

    fn inside(&mut self, path: &mut String, key: &str, depth: usize) -> Option<()> {
        let length = path.len();
        if path.len() + key.len() > 1024 {
            return None;
        }
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(key);
        let result = self.value(path, depth + 1);
        path.truncate(length);
        result
    }

    /// A quoted text; the scanner stands on the opening quote.
    fn text(&mut self) -> Option<Spanned> {
        let start = self.at + 1;
        let mut end = start;
        let mut escapes = false;
        loop {
            match self.payload.get(end)? {
                b'"' => break,
                b'\\' => {
                    escapes = true;
                    end += 2;
                }
                _ => end += 1,
            }
        }
        self.at = end + 1;
        if escapes {
            let raw = String::from_utf8_lossy(&self.payload[start..end]);
            Some(Spanned::computed(unescape(&raw).trim(), start..end))
        } else {
            Some(Spanned::copied(self.payload, start..end))
        }
    }
}

fn unescape(raw: &str) -> String {
    let mut units: Vec<u16> = Vec::new();
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        let mut unit = None;
        let plain = match c {
            '\\' => match chars.next() {
                Some('n') => Some('\n'),
                Some('r') => Some('\r'),
                Some('t') => Some('\t'),
                Some('b' | 'f') => None,
                Some('u') => {
                    let digits: String = chars.clone().take(4).collect();
                    match u16::from_str_radix(&digits, 16) {
                        Ok(code) if digits.len() == 4 => {
                            chars.nth(3);
                            unit = Some(code);
                            None
                        }
                        _ => Some('u'),
                    }
                }
                other => other,
            },
            c => Some(c),
        };
        if let Some(code) = unit {
            units.push(code);
            continue;
        }
        out.extend(char::decode_utf16(units.drain(..)).map(|r| r.unwrap_or('\u{fffd}')));
        out.extend(plain);
    }
    out.extend(char::decode_utf16(units).map(|r| r.unwrap_or('\u{fffd}')));
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_path_and_place() {
        let bytes = br#"xx{"a":{"b":"one","c":[1,true,null]},"d":"x\/y","e":"\u00e9\ud83d\ude00","f":""}"#;
        let leaves = Leaves::read(bytes).unwrap();
        assert!(leaves.complete);
        assert_eq!(
            (leaves.at("a.b").unwrap().value.as_str(), leaves.at("a.b").unwrap().decoded),
            ("one", false)
        );
        assert_eq!(&bytes[leaves.at("a.b").unwrap().span.clone()], b"one");
        assert_eq!(leaves.at("a.c.0").unwrap().value, "1");
        assert_eq!(leaves.at("a.c.2"), None);
        assert_eq!(leaves.at("d").unwrap().value, "x/y");
        assert!(leaves.at("d").unwrap().decoded);
        assert_eq!(leaves.at("e").unwrap().value, "é😀");
        assert_eq!(leaves.at("f"), None);
    }

    #[test]
    fn a_cut_document_gives_what_stood_before() {
        let leaves = Leaves::read(br#"{"a":"one","b":12"#).unwrap();
        assert!(!leaves.complete);
        assert_eq!(leaves.leaves.len(), 1);
        assert_eq!(Leaves::read(b"no json"), None);
    }

    #[test]
    fn depth_is_limited_and_nothing_loops() {
        let deep = "[".repeat(100_000);
        assert!(!Leaves::read(deep.as_bytes()).unwrap().complete);
        for bad in ["{", "{\"", "{\"a", "{\"a\\", "{\"a\":}", "[,]", "{1:2}", "[tru]", "[\"\\u12\"]"] {
            let _ = Leaves::read(bad.as_bytes());
        }
    }
}
