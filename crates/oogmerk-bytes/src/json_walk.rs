//! JSON (RFC 8259) walked once from front to back: every value with its path and its place in the bytes.
//!
//! No tree is built, so secrets that nobody asks for are never held, and a document that is cut off still gives what
//! stands before the cut: recognition works on the first bytes of a file of any size.

use std::borrow::Cow;
use std::ops::Range;

/// Deepest nesting followed.
const DEPTH_MAX: usize = 128;

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// An object or array begins here; its members follow.
    Open,
    /// A string, unescaped.
    Text(Cow<'a, str>),
    /// A number as written.
    Number(&'a str),
    /// A truth value.
    Bool(bool),
    /// Null.
    Null,
}

impl Value<'_> {
    /// The scalar as text; `None` for null and containers.
    pub fn as_text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(t) => Some(Cow::Borrowed(t)),
            Self::Number(n) => Some(Cow::Borrowed(n)),
            Self::Bool(b) => Some(Cow::Borrowed(if *b { "true" } else { "false" })),
            Self::Open | Self::Null => None,
        }
    }
}

/// One value with its place.
pub struct Leaf<'a, 'p> {
    /// Keys joined with dots, `[]` for each array: `cameras[].mac`.
    pub path: &'p str,
    /// Positions in the arrays of the path, outermost first, from 0.
    pub indexes: &'p [usize],
    /// The value.
    pub value: Value<'a>,
    /// Where it stands; strings without their quotes.
    pub span: Range<usize>,
}

/// Why the walk ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Where.
    pub offset: usize,
    /// Why.
    pub reason: &'static str,
    /// The bytes ended where more was due.
    pub cut_off: bool,
}

/// An object or array being walked; `members` is how many of its members were begun.
struct Frame {
    object: bool,
    base: usize,
    members: usize,
}

struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
    path: String,
    indexes: Vec<usize>,
    stack: Vec<Frame>,
}

/// Walks one value from the first byte. Gives where it ended.
pub fn walk<'a>(bytes: &'a [u8], visit: &mut dyn FnMut(&Leaf<'a, '_>)) -> Result<usize, Stop> {
    let mut walk = Walk { bytes, at: 0, path: String::new(), indexes: Vec::new(), stack: Vec::new() };
    walk.run(visit)?;
    Ok(walk.at)
}

/// Walks a document that must hold one value and nothing after it.
pub fn walk_document<'a>(bytes: &'a [u8], visit: &mut dyn FnMut(&Leaf<'a, '_>)) -> Result<(), Stop> {
    let end = walk(bytes, visit)?;
    match bytes[end..].iter().position(|b| !b.is_ascii_whitespace()) {
        None => Ok(()),
        Some(more) => {
            Err(Stop { offset: end + more, reason: "something follows the document", cut_off: false })
        }
    }
}

impl<'a> Walk<'a> {
    fn run(&mut self, visit: &mut dyn FnMut(&Leaf<'a, '_>)) -> Result<(), Stop> {
        self.value(visit)?;
        while let Some(frame) = self.stack.last_mut() {
            let (object, base, first) = (frame.object, frame.base, frame.members == 0);
            frame.members += 1;
            self.path.truncate(base);
            self.space();
            if self.eat(if object { b'}' } else { b']' }) {
                self.stack.pop();
                if !object {
                    self.indexes.pop();
                }
                continue;
            }
            if !first {
                self.comma()?;
                self.space();
            }
            if object {
                self.key(base)?;
            } else {
                if let Some(index) = self.indexes.last_mut() {
                    *index = index.wrapping_add(1);
                }
                self.path.push_str("[]");
            }
            self.value(visit)?;
        }
        Ok(())
    }

    fn key(&mut self, base: usize) -> Result<(), Stop> {
        if self.peek() != Some(b'"') {
            return Err(self.stop("a key is due"));
        }
        let (key, _) = self.string()?;
        if base > 0 {
            self.path.push('.');
        }
        self.path.push_str(&key);
        self.space();
        if self.eat(b':') { Ok(()) } else { Err(self.stop("a colon is due")) }
    }

    fn comma(&mut self) -> Result<(), Stop> {
        if self.eat(b',') { Ok(()) } else { Err(self.stop("a comma is due")) }
    }

    fn value(&mut self, visit: &mut dyn FnMut(&Leaf<'a, '_>)) -> Result<(), Stop> {
        self.space();
        let start = self.at;
        let (value, span) = match self.peek() {
            Some(open @ (b'{' | b'[')) => {
                if self.stack.len() >= DEPTH_MAX {
                    return Err(self.stop("nested too deeply"));
                }
                self.at += 1;
                visit(&Leaf {
                    path: &self.path,
                    indexes: &self.indexes,
                    value: Value::Open,
                    span: start..start + 1,
                });
                let base = self.path.len();
                let object = open == b'{';
                if !object {
                    // One before the first, so that entering a member counts up to it.
                    self.indexes.push(usize::MAX);
                }
                self.stack.push(Frame { object, base, members: 0 });
                return Ok(());
            }
            Some(b'"') => {
                let (text, span) = self.string()?;
                (Value::Text(text), span)
            }
            Some(b'-' | b'0'..=b'9') => {
                let rest = &self.bytes[start..];
                let len = rest
                    .iter()
                    .position(|b| !matches!(b, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9'))
                    .unwrap_or(rest.len());
                self.at += len;
                let number = std::str::from_utf8(&rest[..len]).unwrap_or("0");
                (Value::Number(number), start..self.at)
            }
            Some(_) => {
                let words: [(&[u8], Value<'a>); 3] =
                    [(b"true", Value::Bool(true)), (b"false", Value::Bool(false)), (b"null", Value::Null)];
                let rest = &self.bytes[start..];
                let Some((word, value)) = words.into_iter().find(|(w, _)| rest.starts_with(w)) else {
                    return Err(self.stop("a value is due"));
                };
                self.at += word.len();
                (value, start..self.at)
            }
            None => return Err(self.stop("a value is due")),
        };
        visit(&Leaf { path: &self.path, indexes: &self.indexes, value, span });
        Ok(())
    }

    /// A string whose opening quote is next.
    fn string(&mut self) -> Result<(Cow<'a, str>, Range<usize>), Stop> {
        self.at += 1;
        let start = self.at;
        let mut escaped = false;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let Some(found) = memchr::memchr2(b'"', b'\\', rest) else {
                self.at = self.bytes.len();
                return Err(self.stop("a string is not closed"));
            };
            self.at += found;
            if self.bytes[self.at] == b'"' {
                break;
            }
            escaped = true;
            self.at = (self.at + 2).min(self.bytes.len());
        }
        let span = start..self.at;
        self.at += 1;
        let raw = String::from_utf8_lossy(&self.bytes[span.clone()]);
        Ok((if escaped { Cow::Owned(unescape(&raw)) } else { raw }, span))
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn stop(&self, reason: &'static str) -> Stop {
        Stop { offset: self.at, reason, cut_off: self.at >= self.bytes.len() }
    }
}

/// Undoes the escapes of RFC 8259 section 7. Lone surrogates become U+FFFD.
fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(found) = rest.find('\\') {
        out.push_str(&rest[..found]);
        rest = &rest[found + 1..];
        let Some(code) = rest.chars().next() else { break };
        rest = &rest[code.len_utf8()..];
        match code {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{c}'),
            'u' => {
                let (unit, after) = hex4(rest);
                rest = after;
                let mut units = vec![unit];
                if (0xd800..0xdc00).contains(&unit)
                    && let Some(low) = rest.strip_prefix("\\u")
                {
                    let (second, after) = hex4(low);
                    rest = after;
                    units.push(second);
                }
                out.extend(char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')));
            }
            other => out.push(other),
        }
    }
    out.push_str(rest);
    out
}

fn hex4(text: &str) -> (u16, &str) {
    match text.get(..4).and_then(|h| u16::from_str_radix(h, 16).ok()) {
        Some(unit) => (unit, &text[4..]),
        None => (0xfffd, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(text: &str) -> (Vec<String>, Result<(), Stop>) {
        let mut seen = Vec::new();
        let end = walk_document(text.as_bytes(), &mut |leaf| {
            if let Some(value) = leaf.value.as_text() {
                seen.push(format!("{}{:?}={value}@{}", leaf.path, leaf.indexes, leaf.span.start));
            }
        });
        (seen, end)
    }

    #[test]
    fn every_value_has_its_path_and_place() {
        let (seen, end) = leaves(
            r#" {"a":{"b":[1,{"c":"x\ty"}],"d":true},"e":[],"f":{},"g":null,"é":"\u00e9\ud83d\ude00"} "#,
        );
        assert_eq!(end, Ok(()));
        assert_eq!(seen, ["a.b[][0]=1@12", "a.b[].c[1]=x\ty@20", "a.d[]=true@32", "é[]=é😀@67"]);
    }

    #[test]
    fn what_is_no_json_is_told_with_its_place() {
        let check = |text: &str, offset, reason, cut_off| {
            assert_eq!(leaves(text).1, Err(Stop { offset, reason, cut_off }), "{text}");
        };
        check("", 0, "a value is due", true);
        check("{\"a\":1", 6, "a comma is due", true);
        check("{\"a\":1,}", 7, "a key is due", false);
        check("{\"a\" 1}", 5, "a colon is due", false);
        check("[1 2]", 3, "a comma is due", false);
        check("[1] x", 4, "something follows the document", false);
        check("\"abc", 4, "a string is not closed", true);
        check("\"abc\\", 5, "a string is not closed", true);
        check(&"[".repeat(200), 128, "nested too deeply", false);
    }

    #[test]
    fn a_document_cut_anywhere_gives_a_beginning_of_the_whole() {
        let text = r#"{"a":[{"b":"c"},2,-3.5e7],"d":{"e":"\u0041"}}"#;
        let (whole, _) = leaves(text);
        for cut in 0..text.len() {
            let (seen, end) = leaves(&text[..cut]);
            assert!(end.is_err());
            // A number at the cut may be shorter than it was.
            let sure = seen.len().saturating_sub(1);
            assert_eq!(seen[..sure], whole[..sure]);
        }
    }
}
