//! JSON (RFC 8259) walked once from front to back: every value with its path and its place in the bytes.
//!
//! No tree is built and no text is unescaped before somebody asks for it, so secrets that nobody asks for are never
//! held; a document that is cut off still gives what stands before the cut: recognition works on the first bytes of a
//! file of any size. What is let pass and how far it goes is said by a [`Manner`]: devices send what files do not hold.

use crate::text_head::trim;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

/// How a document is walked: its limits, the spelling of its paths, and what is let pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner {
    /// Objects and arrays inside each other at most.
    pub depth_max: usize,
    /// Values that are neither objects nor arrays at most.
    pub values_max: usize,
    /// Bytes of a path at most, its last dot left out.
    pub path_max: usize,
    /// How members of arrays stand in paths.
    pub members: Members,
    /// Whether what devices send is let pass: form feeds between values, words that run on (`12abc`), blanks and NULs
    /// around keys, escapes of no character. A word at the very end of the bytes is then no value: it may have been
    /// cut in its middle.
    pub lenient: bool,
}

impl Manner {
    /// For files: deep and long, and strict about what stands in them.
    pub const FILE: Self = Self {
        depth_max: 128,
        values_max: usize::MAX,
        path_max: usize::MAX,
        members: Members::Brackets,
        lenient: false,
    };
    /// For messages of devices: small, and not strict.
    pub const MESSAGE: Self =
        Self { depth_max: 33, values_max: 4096, path_max: 1024, members: Members::Numbers, lenient: true };
}

/// How members of arrays stand in paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Members {
    /// All alike: `cameras[].mac`; their positions stand beside the path.
    Brackets,
    /// By their position: `cameras.0.mac`.
    Numbers,
}

/// What sort of value one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An object or array begins here; its members follow.
    Open,
    /// Between quotes.
    Text,
    /// A number, as written.
    Number,
    /// `true` or `false`.
    Flag,
    /// `null`.
    Null,
}

/// One value with its place.
pub struct Value<'a, 'p> {
    /// Keys from the outside in, joined with dots; members of arrays as the manner says.
    pub path: &'p str,
    /// Positions in the arrays of the path, outermost first, from 0.
    pub indexes: &'p [usize],
    /// Its sort.
    pub kind: Kind,
    /// Where it stands; texts without their quotes.
    pub span: Range<usize>,
    /// Whether a text holds escapes.
    pub is_escaped: bool,
    raw: &'a [u8],
    lenient: bool,
}

impl<'a> Value<'a, '_> {
    /// The value as text, escapes undone; `None` for null, objects and arrays.
    pub fn text(&self) -> Option<Cow<'a, str>> {
        match self.kind {
            Kind::Text => Some(text_of(self.raw, self.is_escaped, self.lenient)),
            Kind::Number | Kind::Flag => Some(String::from_utf8_lossy(self.raw)),
            Kind::Open | Kind::Null => None,
        }
    }

    /// Whether the text is not the bytes as they stand.
    pub fn is_decoded(&self) -> bool {
        self.is_escaped || std::str::from_utf8(self.raw).is_err()
    }
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

/// Sees every value in the order written.
type See<'v, 'a> = &'v mut dyn FnMut(&Value<'a, '_>);

/// Walks one value of a file from the first byte. Gives where it ended.
pub fn walk<'a>(bytes: &'a [u8], visit: See<'_, 'a>) -> Result<usize, Stop> {
    walk_from(bytes, 0, Manner::FILE, visit)
}

/// Walks a file that must hold one value and nothing after it.
pub fn walk_document<'a>(bytes: &'a [u8], visit: See<'_, 'a>) -> Result<(), Stop> {
    let end = walk(bytes, visit)?;
    match bytes[end..].iter().position(|b| !b.is_ascii_whitespace()) {
        None => Ok(()),
        Some(more) => {
            Err(Stop { offset: end + more, reason: "something follows the document", cut_off: false })
        }
    }
}

/// Walks one value that begins at `start`. Gives where it ended.
pub fn walk_from<'a>(
    bytes: &'a [u8],
    start: usize,
    manner: Manner,
    visit: See<'_, 'a>,
) -> Result<usize, Stop> {
    let (path, indexes, open) = (String::new(), Vec::new(), Vec::new());
    let mut walk = Walk { bytes, at: start, manner, path, indexes, open, values: 0 };
    walk.run(visit)?;
    Ok(walk.at)
}

/// An object or array being walked.
struct Frame {
    object: bool,
    /// Bytes of the path that are its own.
    base: usize,
    /// How many of its members were begun.
    members: usize,
}

struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
    manner: Manner,
    path: String,
    indexes: Vec<usize>,
    open: Vec<Frame>,
    values: usize,
}

/// What stands between two quotes.
struct Quoted {
    span: Range<usize>,
    is_escaped: bool,
}

impl<'a> Walk<'a> {
    fn run(&mut self, visit: See<'_, 'a>) -> Result<(), Stop> {
        self.value(visit)?;
        while let Some(frame) = self.open.last_mut() {
            let (object, base, position) = (frame.object, frame.base, frame.members);
            frame.members += 1;
            self.path.truncate(base);
            self.space();
            if self.eat(if object { b'}' } else { b']' }) {
                self.open.pop();
                if !object {
                    self.indexes.pop();
                }
                continue;
            }
            if position > 0 {
                self.due(b',', "a comma is due")?;
                self.space();
            }
            if object {
                self.key(base)?;
            } else {
                self.member(base, position)?;
            }
            self.value(visit)?;
        }
        Ok(())
    }

    fn key(&mut self, base: usize) -> Result<(), Stop> {
        if self.peek() != Some(b'"') {
            return Err(self.stop("a key is due"));
        }
        let key = self.quoted()?;
        self.space();
        self.due(b':', "a colon is due")?;
        if !self.manner.lenient {
            return self.step(base, &text_of(&self.bytes[key.span], key.is_escaped, false));
        }
        let span = if key.is_escaped { key.span } else { trim(self.bytes, key.span) };
        let text = text_of(&self.bytes[span], key.is_escaped, true);
        self.step(base, if key.is_escaped { text.trim() } else { &text })
    }

    fn member(&mut self, base: usize, position: usize) -> Result<(), Stop> {
        if let Some(index) = self.indexes.last_mut() {
            *index = position;
        }
        if self.manner.members == Members::Brackets {
            self.path.push_str("[]");
            return Ok(());
        }
        let mut number = String::new();
        let _ = write!(number, "{position}");
        self.step(base, &number)
    }

    /// Goes one key further down.
    fn step(&mut self, base: usize, key: &str) -> Result<(), Stop> {
        if base.saturating_add(key.len()) > self.manner.path_max {
            return Err(self.stop("a path is too long"));
        }
        if base > 0 {
            self.path.push('.');
        }
        self.path.push_str(key);
        Ok(())
    }

    fn value(&mut self, visit: See<'_, 'a>) -> Result<(), Stop> {
        self.space();
        let first = self.peek();
        let opens = matches!(first, Some(b'{' | b'['));
        if self.open.len() >= self.manner.depth_max && (opens || self.manner.lenient) {
            return Err(self.stop("nested too deeply"));
        }
        if self.values >= self.manner.values_max {
            return Err(self.stop("too many values"));
        }
        let (kind, found) = match first {
            Some(_) if opens => {
                self.at += 1;
                (Kind::Open, Quoted { span: self.at - 1..self.at, is_escaped: false })
            }
            Some(b'"') => (Kind::Text, self.quoted()?),
            _ => {
                let (kind, span) = self.word()?;
                (kind, Quoted { span, is_escaped: false })
            }
        };
        let Quoted { span, is_escaped } = found;
        let (raw, lenient) = (&self.bytes[span.clone()], self.manner.lenient);
        visit(&Value { path: &self.path, indexes: &self.indexes, kind, span, is_escaped, raw, lenient });
        if opens {
            self.enter(first == Some(b'{'));
        } else {
            self.values += 1;
        }
        Ok(())
    }

    fn enter(&mut self, object: bool) {
        if !object {
            // Entering a member sets it.
            self.indexes.push(usize::MAX);
        }
        self.open.push(Frame { object, base: self.path.len(), members: 0 });
    }

    /// A number, a truth value or null.
    fn word(&mut self) -> Result<(Kind, Range<usize>), Stop> {
        let rest = &self.bytes[self.at..];
        let Some((kind, own)) = word_of(rest) else { return Err(self.stop("a value is due")) };
        let mut length = own;
        if self.manner.lenient {
            length = count(rest, |b| b.is_ascii_alphanumeric() || is_sign(b));
            if length == rest.len() || (kind != Kind::Number && length > own) {
                return Err(self.stop("a value is due"));
            }
        }
        self.at += length;
        Ok((kind, self.at - length..self.at))
    }

    /// A text whose opening quote is next.
    fn quoted(&mut self) -> Result<Quoted, Stop> {
        self.at += 1;
        let start = self.at;
        let mut is_escaped = false;
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
            is_escaped = true;
            self.at = (self.at + 2).min(self.bytes.len());
        }
        self.at += 1;
        Ok(Quoted { span: start..self.at - 1, is_escaped })
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n'))
            || (self.manner.lenient && self.peek() == Some(b'\x0c'))
        {
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

    fn due(&mut self, byte: u8, reason: &'static str) -> Result<(), Stop> {
        if self.eat(byte) { Ok(()) } else { Err(self.stop(reason)) }
    }

    fn stop(&self, reason: &'static str) -> Stop {
        Stop { offset: self.at, reason, cut_off: self.at >= self.bytes.len() }
    }
}

/// What word the bytes begin with, and its length.
fn word_of(bytes: &[u8]) -> Option<(Kind, usize)> {
    let words: [(&[u8], Kind); 3] = [(b"true", Kind::Flag), (b"false", Kind::Flag), (b"null", Kind::Null)];
    if let Some(b'-' | b'0'..=b'9') = bytes.first() {
        let own = count(bytes, |b| b.is_ascii_digit() || is_sign(b) || matches!(b, b'e' | b'E'));
        return Some((Kind::Number, own));
    }
    words.into_iter().find(|(word, _)| bytes.starts_with(word)).map(|(word, kind)| (kind, word.len()))
}

fn is_sign(byte: u8) -> bool {
    matches!(byte, b'-' | b'+' | b'.')
}

fn count(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|b| belongs(**b)).count()
}

/// The text between quotes. Bytes that are no UTF-8 become U+FFFD.
fn text_of(raw: &[u8], is_escaped: bool, lenient: bool) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(raw);
    if is_escaped { Cow::Owned(unescape(&text, lenient)) } else { text }
}

/// Undoes the escapes of RFC 8259 section 7. Halves of a pair that stand alone become U+FFFD.
///
/// Leniently, control characters are left out, a `\u` without its digits is the letter, and halves find each other in
/// the whole run of `\u`; strictly, a half looks at the next one only.
fn unescape(raw: &str, lenient: bool) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut units: Vec<u16> = Vec::new();
    let mut rest = raw;
    while let Some(found) = rest.find('\\') {
        if found > 0 {
            put_units(&mut out, &mut units);
            out.push_str(&rest[..found]);
        }
        let Some(code) = rest[found + 1..].chars().next() else {
            rest = "";
            break;
        };
        rest = &rest[found + 1 + code.len_utf8()..];
        let unit = (code == 'u').then(|| rest.get(..4)).flatten();
        if let Some(unit) = unit.and_then(|digits| u16::from_str_radix(digits, 16).ok()) {
            rest = &rest[4..];
            units.push(unit);
            let waits = units.len() == 1 && (0xd800..0xdc00).contains(&unit);
            if !lenient && !waits {
                put_units(&mut out, &mut units);
            }
            continue;
        }
        put_units(&mut out, &mut units);
        match code {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            'b' | 'f' if lenient => {}
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{c}'),
            'u' if !lenient => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    put_units(&mut out, &mut units);
    out.push_str(rest);
    out
}

fn put_units(out: &mut String, units: &mut Vec<u16>) {
    out.extend(char::decode_utf16(units.drain(..)).map(|c| c.unwrap_or('\u{fffd}')));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(text: &str) -> (Vec<String>, Result<(), Stop>) {
        let mut seen = Vec::new();
        let end = walk_document(text.as_bytes(), &mut |leaf| {
            if let Some(value) = leaf.text() {
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

    /// Every value of a document walked in a manner, and how it ended.
    fn seen(bytes: &[u8], manner: Manner) -> (Vec<String>, Result<usize, Stop>) {
        let mut seen = Vec::new();
        let end = walk_from(bytes, 0, manner, &mut |v| {
            seen.push(format!("{}={:?}{}", v.path, v.text(), if v.is_decoded() { "~" } else { "" }));
        });
        (seen, end)
    }

    #[test]
    fn a_message_cut_anywhere_gives_a_beginning_of_the_whole() {
        let text = br#"{"a":[{"b":"c"},2,-3.5e7,true],"d":{"e":"\u0041\ud83d\ude00"},"f":null}"#;
        let (whole, end) = seen(text, Manner::MESSAGE);
        assert_eq!(end, Ok(text.len()));
        for cut in 0..text.len() {
            let (part, end) = seen(&text[..cut], Manner::MESSAGE);
            assert!(end.is_err(), "{cut}");
            assert_eq!(part, whole[..part.len()], "{cut}");
        }
    }

    #[test]
    fn depth_number_and_paths_are_bounded() {
        for (manner, deepest) in [(Manner::FILE, 128), (Manner::MESSAGE, 33)] {
            for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
                let deep = format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
                let (values, end) = seen(deep.as_bytes(), manner);
                assert_eq!(values.len(), deepest);
                assert!(end.is_err_and(|stop| stop.reason == "nested too deeply"));
            }
        }
        let many = format!("[{}1]", "1,".repeat(5000));
        assert_eq!(seen(many.as_bytes(), Manner::FILE).0.len(), 5002);
        assert_eq!(seen(many.as_bytes(), Manner::MESSAGE).0.len(), 4097);
        let long = format!("{{\"a\":1,\"{}\":2}}", "k".repeat(1025));
        assert_eq!(seen(long.as_bytes(), Manner::FILE).0.len(), 3);
        assert!(
            seen(long.as_bytes(), Manner::MESSAGE).1.is_err_and(|stop| stop.reason == "a path is too long")
        );
    }

    #[test]
    fn huge_numbers_stay_text() {
        let huge = format!("[{}, -1e{}, 00.1.2e]", "9".repeat(10_000), "9".repeat(400));
        let (values, end) = seen(huge.as_bytes(), Manner::FILE);
        assert_eq!((values.len(), values[1].len(), end), (4, 10_000 + "[]=Some(\"\")".len(), Ok(huge.len())));
        assert_eq!(values[3], "[]=Some(\"00.1.2e\")");
    }

    #[test]
    fn bytes_that_are_no_text_cost_one_value_only() {
        let bytes = b"{\"a\xff\":\"\xfe\",\"b\":\"\0x\",\"\\u0000\":\"c\",\"d\":1}";
        let want =
            ["=None", "a\u{fffd}=Some(\"\u{fffd}\")~", "b=Some(\"\\0x\")", "\0=Some(\"c\")", "d=Some(\"1\")"];
        for manner in [Manner::FILE, Manner::MESSAGE] {
            assert_eq!(seen(bytes, manner).0, want);
        }
        assert_eq!(seen(b"[\"\\\xff\"]", Manner::FILE).0[1], "[]=Some(\"\u{fffd}\")~");
        assert!(seen(b"[\0]", Manner::FILE).1.is_err_and(|stop| stop.offset == 1 && !stop.cut_off));
    }

    #[test]
    fn a_key_said_twice_is_seen_twice() {
        let bytes = br#"{"a":1,"a":{"b":2},"a":{"b":3},"":4,"":{"":5}}"#;
        let want = ["=None", "a=1", "a=None", "a.b=2", "a=None", "a.b=3", "=4", "=None", "=5"];
        let want =
            want.map(|w| w.replace(['1', '2', '3', '4', '5'], "Some(\"$\")").replace('$', &w[w.len() - 1..]));
        assert_eq!(seen(bytes, Manner::FILE).0, want);
        assert_eq!(seen(bytes, Manner::MESSAGE).0, want);
    }

    #[test]
    fn what_devices_send_is_let_pass_in_messages_only() {
        let check = |bytes: &[u8], file: &[&str], message: &[&str]| {
            let values = |manner| seen(bytes, manner).0.split_off(1);
            assert_eq!(values(Manner::FILE), file, "{}", String::from_utf8_lossy(bytes));
            assert_eq!(values(Manner::MESSAGE), message, "{}", String::from_utf8_lossy(bytes));
        };
        check(b"{\x0c\" a\0\":\x0c1}", &[], &["a=Some(\"1\")"]);
        check(b"[12abc]", &["[]=Some(\"12\")"], &["0=Some(\"12abc\")"]);
        check(b"[nullx]", &["[]=None"], &[]);
        check(b"[7", &["[]=Some(\"7\")"], &[]);
        check(br#"["\b\u12"]"#, &["[]=Some(\"\\u{8}\u{fffd}12\")~"], &["0=Some(\"u12\")~"]);
        check(
            br#"["\ud83d\ud83d\ude00"]"#,
            &["[]=Some(\"\u{fffd}\u{fffd}\u{fffd}\")~"],
            &["0=Some(\"\u{fffd}😀\")~"],
        );
    }
}
