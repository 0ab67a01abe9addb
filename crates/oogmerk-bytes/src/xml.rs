//! XML as devices send it: a flat list of elements with the exact bytes of each text. Tolerant: fragments without
//! a root, prefixes nobody declared, stray text before the document, `&` that is no entity, end tags that match
//! nothing, a document cut anywhere. What it is not: a validating parser. No entity but the five of XML 1.0 §4.6
//! and numeric ones is ever expanded, document types are skipped unread, and size, depth and number are limited.

use crate::spanned::Spanned;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::ops::Range;

/// Bytes read at most; the rest of a longer document is left unread.
pub const BYTES_MAX: usize = 1 << 20;
/// Elements read at most.
pub const ELEMENTS_MAX: usize = 20_000;
/// Open elements at most; deeper ones are left unread with their content.
pub const DEPTH_MAX: usize = 64;

/// One attribute, namespace declarations included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Name as written, with prefix.
    pub name: String,
    /// Value, entities undone.
    pub value: Spanned,
}

/// One element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Index of the element around it.
    pub parent: Option<usize>,
    /// Prefix as written, empty where there is none.
    pub prefix: String,
    /// Name without prefix.
    pub name: String,
    /// Attributes in the order written.
    pub attributes: Vec<Attribute>,
    /// Text directly inside, from first to last piece, blanks at both ends left out.
    pub text: Spanned,
    /// Everything between start and end tag as it stands.
    pub inner: Range<usize>,
    /// Whether its end tag was seen (false where the document was cut).
    pub closed: bool,
}

/// All elements, in the order of their start tags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The elements.
    pub elements: Vec<Element>,
    /// Where reading stopped before the end of the bytes, if it did: a cut or broken document.
    pub stopped: Option<usize>,
}

impl Document {
    /// Reads what can be read. Never fails: bytes that are no XML give no elements.
    pub fn read(payload: &[u8]) -> Self {
        let payload = &payload[..payload.len().min(BYTES_MAX)];
        let text = same_length_utf8(payload);
        let mut reader = Reader::from_str(&text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;

        let mut document = Self::default();
        let mut open: Vec<usize> = Vec::new();
        let mut skipped_depth = 0usize;
        loop {
            let before = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            let event = reader.read_event();
            let after = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            match event {
                Err(_) => {
                    document.stopped = Some(before);
                    break;
                }
                Ok(Event::Eof) => break,
                Ok(Event::Start(tag)) => {
                    if open.len() >= DEPTH_MAX || skipped_depth > 0 {
                        skipped_depth += 1;
                    } else if let Some(index) = document.push(&tag, &text, payload, &open, after) {
                        open.push(index);
                    } else {
                        document.stopped = Some(before);
                        break;
                    }
                }
                Ok(Event::Empty(tag)) => {
                    if skipped_depth == 0 {
                        let Some(index) = document.push(&tag, &text, payload, &open, after) else {
                            document.stopped = Some(before);
                            break;
                        };
                        document.elements[index].closed = true;
                    }
                }
                Ok(Event::End(tag)) => {
                    if skipped_depth > 0 {
                        skipped_depth -= 1;
                    } else {
                        let (prefix, name) = split_name(tag.name().into_inner());
                        document.close(&mut open, prefix, name, before);
                    }
                }
                Ok(Event::Text(_) | Event::GeneralRef(_)) if skipped_depth == 0 => {
                    if let Some(&index) = open.last() {
                        document.elements[index].add_text(&text[before..after], before..after);
                    }
                }
                Ok(Event::CData(_)) if skipped_depth == 0 => {
                    if let Some(&index) = open.last() {
                        document.elements[index].add_cdata(&text[before..after], before..after);
                    }
                }
                Ok(_) => {}
            }
        }
        let end = document.stopped.unwrap_or(payload.len());
        for index in open {
            document.elements[index].inner.end = end.max(document.elements[index].inner.start);
        }
        for element in &mut document.elements {
            element.settle(payload);
        }
        document
    }

    fn push(
        &mut self,
        tag: &BytesStart<'_>,
        text: &str,
        payload: &[u8],
        open: &[usize],
        after: usize,
    ) -> Option<usize> {
        if self.elements.len() >= ELEMENTS_MAX {
            return None;
        }
        let (prefix, name) = split_name(tag.name().into_inner());
        let attributes = tag
            .attributes()
            .with_checks(false)
            .flatten()
            .take(64)
            .map(|a| {
                let value = match &a.value {
                    Cow::Borrowed(slice) => {
                        let start = slice.as_ptr().addr().wrapping_sub(text.as_ptr().addr());
                        unescaped(slice, payload, start..start.saturating_add(slice.len()))
                    }
                    Cow::Owned(value) => Spanned::computed(value.clone(), after..after),
                };
                Attribute { name: a.key.into_inner().to_owned(), value }
            })
            .collect();
        self.elements.push(Element {
            parent: open.last().copied(),
            prefix: prefix.to_owned(),
            name: name.to_owned(),
            attributes,
            text: Spanned::default(),
            inner: after..after,
            closed: false,
        });
        Some(self.elements.len() - 1)
    }

    fn close(&mut self, open: &mut Vec<usize>, prefix: &str, name: &str, at: usize) {
        let matches =
            |index: &usize| self.elements[*index].name == name && self.elements[*index].prefix == prefix;
        let Some(position) = open.iter().rposition(matches) else { return };
        for index in open.drain(position..) {
            self.elements[index].inner.end = at;
            self.elements[index].closed = true;
        }
    }

    /// Elements with this local name, anywhere.
    pub fn named<'d>(&'d self, name: &'d str) -> impl Iterator<Item = usize> + 'd {
        (0..self.elements.len()).filter(move |&i| self.elements[i].name == name)
    }

    /// Direct children.
    pub fn children(&self, of: usize) -> impl Iterator<Item = usize> + '_ {
        self.inside(of).filter(move |&i| self.elements[i].parent == Some(of))
    }

    /// The first direct child with this local name that says something.
    pub fn child(&self, of: usize, name: &str) -> Option<&Spanned> {
        self.children(of)
            .map(|i| &self.elements[i])
            .find(|e| e.name == name && !e.text.is_empty())
            .map(|e| &e.text)
    }

    /// Everything below an element, at any depth, in order.
    pub fn below(&self, of: usize) -> impl Iterator<Item = usize> + '_ {
        self.inside(of).filter(move |&i| self.is_below(i, of))
    }

    fn inside(&self, of: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.elements[of].inner.end;
        (of + 1..self.elements.len()).take_while(move |&i| self.elements[i].inner.start <= end)
    }

    fn is_below(&self, mut index: usize, of: usize) -> bool {
        while let Some(parent) = self.elements[index].parent {
            if parent == of {
                return true;
            }
            index = parent;
        }
        false
    }

    /// The namespace a prefix stands for where the element `at` is, if anybody around it declared it.
    pub fn namespace(&self, at: usize, prefix: &str) -> Option<&str> {
        let mut next = Some(at);
        while let Some(index) = next {
            let element = &self.elements[index];
            for attribute in &element.attributes {
                let declares = match attribute.name.strip_prefix("xmlns") {
                    Some("") => prefix.is_empty(),
                    Some(rest) => rest.strip_prefix(':') == Some(prefix),
                    None => false,
                };
                if declares {
                    return Some(&attribute.value.value);
                }
            }
            next = element.parent;
        }
        None
    }
}

impl Element {
    fn add_text(&mut self, piece: &str, span: Range<usize>) {
        self.grow(unescape(piece), piece, span);
    }

    fn add_cdata(&mut self, piece: &str, span: Range<usize>) {
        const OPEN: &str = "<![CDATA[";
        const CLOSE: &str = "]]>";
        if let Some(inside) = piece.strip_prefix(OPEN).and_then(|p| p.strip_suffix(CLOSE)) {
            let span = span.start + OPEN.len()..span.end - CLOSE.len();
            self.grow(Cow::Borrowed(inside), inside, span);
        }
    }

    fn grow(&mut self, value: Cow<'_, str>, raw: &str, span: Range<usize>) {
        if self.text.value.is_empty() && value.trim().is_empty() {
            return;
        }
        if self.text.value.is_empty() {
            self.text.span = span.clone();
        } else if self.text.span.end != span.start {
            if value.trim().is_empty() {
                return;
            }
            self.text.decoded = true;
        }
        self.text.decoded |= value != raw;
        self.text.value.push_str(&value);
        self.text.span.end = span.end;
    }

    /// Cuts blanks at both ends and takes plain copies from the payload itself.
    fn settle(&mut self, payload: &[u8]) {
        if self.text.decoded {
            let trimmed = self.text.value.trim();
            if trimmed.len() != self.text.value.len() {
                self.text.value = trimmed.to_owned();
            }
        } else {
            self.text = Spanned::copied(payload, self.text.span.clone());
        }
    }
}

fn unescaped(slice: &str, payload: &[u8], span: Range<usize>) -> Spanned {
    match unescape(slice) {
        Cow::Borrowed(_) => Spanned::copied(payload, span),
        Cow::Owned(value) => Spanned::computed(value.trim(), span),
    }
}

/// Undoes the five entities and numeric references; everything else stays as it is.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut changed = false;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = rest.bytes().take(12).position(|b| b == b';').map(|end| (&rest[1..end], end + 1));
        if let Some((c, len)) = entity.and_then(|(name, len)| reference(name).map(|c| (c, len))) {
            out.push(c);
            rest = &rest[len..];
            changed = true;
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    if changed { Cow::Owned(out) } else { Cow::Borrowed(text) }
}

fn reference(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| *c != '\0')?
        }
    })
}

fn split_name(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}

/// The bytes as UTF-8 with every byte that is none replaced by `?`, so that positions stay what they were.
fn same_length_utf8(payload: &[u8]) -> Cow<'_, str> {
    let mut chunks = payload.utf8_chunks().peekable();
    match chunks.peek() {
        None => return Cow::Borrowed(""),
        Some(first) if first.invalid().is_empty() => return Cow::Borrowed(first.valid()),
        Some(_) => {}
    }
    let mut text = String::with_capacity(payload.len());
    for chunk in chunks {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    Cow::Owned(text)
}

/// Text made safe to stand between tags or in an attribute.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            c if c.is_control() && !matches!(c, '\t' | '\n' | '\r') => {}
            c => out.push(c),
        }
    }
    out
}

/// Whether bytes begin like XML, with or without a byte order mark.
pub fn begins(bytes: &[u8]) -> bool {
    matches!(bytes, [b'<', ..] | [0xef, 0xbb, 0xbf, b'<', ..])
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn check(xml: &[u8], want: &[(&str, &str, bool)]) -> Document {
        let document = Document::read(xml);
        let got: Vec<_> = document
            .elements
            .iter()
            .map(|e| (e.name.as_str(), e.text.value.as_str(), e.text.decoded))
            .collect();
        assert_eq!(got, want, "{}", String::from_utf8_lossy(xml));
        for e in &document.elements {
            if !e.text.decoded && !e.text.is_empty() {
                assert_eq!(&xml[e.text.span.clone()], e.text.value.as_bytes());
            }
            for a in &e.attributes {
                if !a.value.decoded {
                    assert_eq!(&xml[a.value.span.clone()], a.value.value.as_bytes());
                }
            }
        }
        document
    }

    #[test]
    fn texts_keep_their_place_and_say_whether_they_were_undone() {
        check(
            b"junk<?xml version=\"1.0\"?>\r\n<a x='1&lt;2' y=\"z\"><p:b> one </p:b><b>R&amp;D</b><c>A & B</c><d><![CDATA[<raw>]]></d></a>",
            &[("a", "", false), ("b", "one", false), ("b", "R&D", true), ("c", "A & B", false), ("d", "<raw>", false)],
        );
    }

    #[test]
    fn only_the_five_entities_and_numbers_are_undone() {
        check(
            b"<!DOCTYPE a [<!ENTITY e 'boom'>]><a>&e;</a><b>&#65;&#x42;</b><c>&unknown</c>",
            &[("a", "&e;", false), ("b", "AB", true), ("c", "&unknown", false)],
        );
    }

    #[test]
    fn stray_and_missing_end_tags_close_what_they_name() {
        let d = check(
            b"</z><a><u>http://<ip>:80/x</u><v>1</w></v></a>",
            &[("a", "", false), ("u", "http://", false), ("ip", ":80/x", false), ("v", "1", false)],
        );
        assert_eq!(
            &b"</z><a><u>http://<ip>:80/x</u><v>1</w></v></a>"[d.elements[1].inner.clone()],
            b"http://<ip>:80/x"
        );
        assert_eq!(d.child(0, "v").unwrap().value, "1");
    }

    #[test]
    fn bytes_that_are_no_utf8_cost_one_value_only() {
        check(b"<a>\xb9\xfe</a><b>fine</b>", &[("a", "\u{fffd}\u{fffd}", true), ("b", "fine", false)]);
    }

    #[test]
    fn depth_and_number_are_limited() {
        let deep = "<a>".repeat(100_000);
        assert!(Document::read(deep.as_bytes()).elements.len() <= DEPTH_MAX);
        let many = "<a/>".repeat(ELEMENTS_MAX + 5);
        assert_eq!(Document::read(many.as_bytes()).elements.len(), ELEMENTS_MAX);
    }

    #[test]
    fn a_namespace_is_found_from_the_nearest_declaration() {
        let d = Document::read(b"<a xmlns='u0' xmlns:p='u1'><b xmlns:p='u2'><c/></b></a>");
        assert_eq!(d.namespace(2, "p"), Some("u2"));
        assert_eq!(d.namespace(2, ""), Some("u0"));
        assert_eq!(d.namespace(2, "q"), None);
    }
}
