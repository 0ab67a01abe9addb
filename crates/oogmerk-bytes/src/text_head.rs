//! The head that HTTP, RTSP and SIP share: a start line, header lines, a blank line. It knows no protocol.
//!
//! Devices send bare LF, folded values, spaces before the colon, and heads without a blank line; all of that is read.
//! Format: RFC 9112 sections 2 to 5, RFC 2326 section 4, RFC 3261 section 7.

use crate::Malformed;
use crate::spanned::Spanned;
use std::ops::Range;

/// Longest head read, in bytes.
pub const HEAD_MAX: usize = 64 * 1024;
/// Most header lines read; further ones are skipped.
pub const HEADERS_MAX: usize = 256;

/// Whether the head was seen to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// By a blank line.
    BlankLine,
    /// The bytes ran out.
    InputEnd,
}

/// A start line and header lines, as places in the payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextHead {
    /// The start line without its line end.
    pub start_line: Range<usize>,
    /// The header lines.
    pub lines: Vec<HeaderLine>,
    /// Where the body would begin.
    pub end: usize,
    /// How it ended.
    pub ended: Ended,
}

/// One header line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderLine {
    /// Its name.
    pub name: Range<usize>,
    /// Its value without white space at the ends.
    pub value: Range<usize>,
    /// True where the value runs over several lines.
    pub folded: bool,
}

impl TextHead {
    /// Reads a head beginning at `from`, after blank lines.
    pub fn parse(payload: &[u8], from: usize) -> Result<Self, Malformed> {
        let mut at = from;
        while matches!(payload.get(at), Some(b'\r' | b'\n')) {
            at += 1;
        }
        let Some((start_line, mut at)) = line(payload, at) else {
            return Err(Malformed::at(at, "no start line"));
        };
        let began = start_line.start;
        // As many as most heads have.
        let mut lines: Vec<HeaderLine> = Vec::with_capacity(12);
        let mut ended = Ended::InputEnd;
        while let Some((span, next)) = line(payload, at) {
            if next - began > HEAD_MAX {
                return Err(Malformed::at(next, "head is longer than 64 KiB"));
            }
            at = next;
            if span.is_empty() {
                ended = Ended::BlankLine;
                break;
            }
            let bytes = &payload[span.clone()];
            if matches!(bytes.first(), Some(b' ' | b'\t'))
                && let Some(last) = lines.last_mut()
            {
                let more = trim(payload, span);
                if last.value.is_empty() {
                    last.value = more;
                } else if !more.is_empty() {
                    last.value.end = more.end;
                    last.folded = true;
                }
                continue;
            }
            let Some(colon) = memchr::memchr(b':', bytes) else { continue };
            let name = trim(payload, span.start..span.start + colon);
            if name.is_empty() || lines.len() >= HEADERS_MAX {
                continue;
            }
            lines.push(HeaderLine {
                name,
                value: trim(payload, span.start + colon + 1..span.end),
                folded: false,
            });
        }
        Ok(Self { start_line, lines, end: at, ended })
    }

    /// The values of a header, in order; names compare without regard to case.
    pub fn values<'a>(&'a self, payload: &'a [u8], name: &'a str) -> impl Iterator<Item = &'a HeaderLine> {
        self.lines.iter().filter(move |l| payload[l.name.clone()].eq_ignore_ascii_case(name.as_bytes()))
    }

    /// The first value of a header as text.
    pub fn first(&self, payload: &[u8], name: &str) -> Option<String> {
        self.values(payload, name).next().map(|l| l.text(payload).value)
    }

    /// The first value of a header as a number.
    pub fn number(&self, payload: &[u8], name: &str) -> Option<u64> {
        self.first(payload, name).and_then(|v| v.trim().parse().ok())
    }
}

impl HeaderLine {
    /// The value; folded lines are joined by one space.
    pub fn text(&self, payload: &[u8]) -> Spanned {
        let piece = Spanned::copied(payload, self.value.clone());
        if !self.folded {
            return piece;
        }
        let text = piece.value.lines().map(str::trim).collect::<Vec<_>>().join(" ");
        Spanned::made(payload, self.value.clone(), text)
    }

    /// Name and value as the line stands, `Name: value`.
    pub fn whole(&self, payload: &[u8]) -> Spanned {
        let span = self.name.start..self.value.end.max(self.name.end);
        let piece = Spanned::copied(payload, span.clone());
        if piece.value.contains('\n') {
            let text = piece.value.lines().map(str::trim).collect::<Vec<_>>().join(" ");
            return Spanned::made(payload, span, text);
        }
        piece
    }

    /// The name as text.
    pub fn name(&self, payload: &[u8]) -> String {
        String::from_utf8_lossy(&payload[self.name.clone()]).into_owned()
    }
}

/// The span without ASCII white space and NUL at its ends.
pub fn trim(payload: &[u8], mut span: Range<usize>) -> Range<usize> {
    let blank = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_whitespace() || *b == 0);
    while span.start < span.end && blank(payload.get(span.start)) {
        span.start += 1;
    }
    while span.end > span.start && blank(payload.get(span.end - 1)) {
        span.end -= 1;
    }
    span
}

/// The line at `at` without its end, and where the next begins; `None` at the end of the input.
pub fn line(payload: &[u8], at: usize) -> Option<(Range<usize>, usize)> {
    let rest = payload.get(at..)?;
    if rest.is_empty() {
        return None;
    }
    let (length, next) = match memchr::memchr(b'\n', rest) {
        Some(i) => (i, at + i + 1),
        None => (rest.len(), payload.len()),
    };
    let mut end = at + length;
    while end > at && payload[end - 1] == b'\r' {
        end -= 1;
    }
    Some((at..end, next))
}

/// The `realm` of a challenge (RFC 7617, RFC 7616): its text, unescaped where it was escaped.
pub fn realm(payload: &[u8], value: &Range<usize>) -> Option<Spanned> {
    let bytes = payload.get(value.clone())?;
    let mut at = 0;
    let found = loop {
        let rest = bytes.get(at..)?;
        let i = rest.windows(5).position(|w| w.eq_ignore_ascii_case(b"realm"))?;
        let before = (at + i).checked_sub(1).and_then(|b| bytes.get(b));
        let mut p = at + i + 5;
        while bytes.get(p).is_some_and(|b| matches!(b, b' ' | b'\t')) {
            p += 1;
        }
        if bytes.get(p) == Some(&b'=') && before.is_none_or(|b| matches!(b, b' ' | b',' | b'\t')) {
            break p + 1;
        }
        at += i + 5;
    };
    let mut p = found;
    while bytes.get(p).is_some_and(|b| matches!(b, b' ' | b'\t')) {
        p += 1;
    }
    if bytes.get(p) == Some(&b'"') {
        let start = p + 1;
        let mut end = start;
        let mut text = Vec::new();
        while let Some(&b) = bytes.get(end) {
            match b {
                b'"' => break,
                b'\\' if end + 1 < bytes.len() => {
                    text.push(bytes[end + 1]);
                    end += 2;
                }
                _ => {
                    text.push(b);
                    end += 1;
                }
            }
        }
        let end = end.min(bytes.len());
        let span = value.start + start..value.start + end;
        Some(Spanned::made(payload, span, String::from_utf8_lossy(&text).into_owned()))
    } else {
        // Unquoted against the standard, and then often with spaces: up to the next parameter.
        let length = bytes[p..].iter().take_while(|b| **b != b',').count();
        Some(Spanned::copied(payload, value.start + p..value.start + p + length))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn folded_bare_and_unfinished_heads_are_read() {
        let bytes = b"\r\nX 1\nServer : a\r\nWide: one\r\n  two\nnonsense\nLast:z";
        let head = TextHead::parse(bytes, 0).unwrap();
        assert_eq!(&bytes[head.start_line.clone()], b"X 1");
        assert_eq!(head.first(bytes, "server").as_deref(), Some("a"));
        assert_eq!(head.first(bytes, "wide").as_deref(), Some("one two"));
        assert_eq!(head.first(bytes, "LAST").as_deref(), Some("z"));
        assert_eq!(head.ended, Ended::InputEnd);
    }

    #[test]
    fn a_realm_is_unquoted_with_its_place() {
        let check = |given: &str, want: Option<(&str, bool)>| {
            let got = realm(given.as_bytes(), &(0..given.len()));
            assert_eq!(got.as_ref().map(|p| (p.value.as_str(), p.decoded)), want, "{given}");
            if let Some(piece) = got.filter(|p| !p.decoded) {
                assert_eq!(&given[piece.span], piece.value);
            }
        };
        check(r#"Digest realm="IP Camera(C2183)", nonce="x""#, Some(("IP Camera(C2183)", false)));
        check(r#"Basic Realm = "a \"b\"""#, Some((r#"a "b""#, true)));
        check("Basic realm=NETGEAR R7000", Some(("NETGEAR R7000", false)));
        check(r#"Digest nonce="realm=x", realm="y"#, Some(("y", false)));
        check("Basic", None);
        check("Basic realm", None);
    }
}
