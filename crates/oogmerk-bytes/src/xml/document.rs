//! XML as devices send it: a flat list of elements with the exact bytes of each text. Tolerant: fragments without
//! a root, prefixes nobody declared, stray text before the document, `&` that is no entity, end tags that match
//! nothing, a document cut anywhere. What it is not: a validating parser. No entity but the five of XML 1.0 §4.6
//! and numeric ones is ever expanded, document types are skipped unread, and size, depth and number are limited.

use super::pieces::{Piece, Pieces, Tag};
use crate::references;
use crate::spanned::Spanned;
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
        let mut reading =
            Reading { text: &text, payload, found: Self::default(), open: Vec::new(), skipped: 0 };
        let mut pieces = Pieces::of_message(&text);
        loop {
            match pieces.next_piece() {
                Ok(Piece::End) => return reading.finish(None),
                Ok(piece) if reading.take(&piece, pieces.span()) => {}
                // Broken here, or one element too many.
                _ => return reading.finish(Some(pieces.span().start)),
            }
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

    /// The text of the first element of that name that has neither prefix nor attributes, from its start tag to the
    /// next tag of any sort, as it stands. `None` where there is no such tag: the text may have been cut.
    pub fn plain(&self, payload: &[u8], name: &str) -> Option<Range<usize>> {
        let is_plain = |e: &&Element| e.prefix.is_empty() && e.attributes.is_empty() && !e.is_empty(payload);
        let start = self.named(name).map(|i| &self.elements[i]).find(is_plain)?.inner.start;
        let length = memchr::memchr(b'<', payload.get(start..)?)?;
        Some(start..start + length)
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

/// A document being put together.
struct Reading<'p> {
    text: &'p str,
    payload: &'p [u8],
    found: Document,
    /// Elements whose end was not seen, outermost first.
    open: Vec<usize>,
    /// Elements below the deepest one kept.
    skipped: usize,
}

impl Reading<'_> {
    /// Takes one piece; false where it is one element too many.
    fn take(&mut self, piece: &Piece<'_>, span: Range<usize>) -> bool {
        match piece {
            Piece::Open(tag) => return self.start(tag, span.end),
            Piece::Close(_) if self.skipped > 0 => self.skipped -= 1,
            Piece::Close(tag) => self.close(tag.name(), span.start),
            Piece::Text(_) | Piece::Reference(_) | Piece::CData(_) if self.skipped == 0 => {
                let Some(&index) = self.open.last() else { return true };
                let (element, raw) = (&mut self.found.elements[index], &self.text[span.clone()]);
                if matches!(piece, Piece::CData(_)) {
                    element.add_cdata(raw, span);
                } else {
                    element.add_text(raw, span);
                }
            }
            _ => {}
        }
        true
    }

    fn start(&mut self, tag: &Tag<'_>, after: usize) -> bool {
        if self.skipped > 0 || (self.open.len() >= DEPTH_MAX && !tag.is_empty) {
            self.skipped += usize::from(!tag.is_empty);
            return true;
        }
        let index = self.found.elements.len();
        if index >= ELEMENTS_MAX {
            return false;
        }
        let (prefix, name) = split_name(tag.name());
        let element = Element {
            parent: self.open.last().copied(),
            prefix: prefix.to_owned(),
            name: name.to_owned(),
            attributes: tag.attributes().take(64).map(|(name, value)| self.attribute(name, &value)).collect(),
            text: Spanned::default(),
            inner: after..after,
            closed: tag.is_empty,
        };
        self.found.elements.push(element);
        if !tag.is_empty {
            self.open.push(index);
        }
        true
    }

    /// The value is a slice of the text, so its place is known.
    fn attribute(&self, name: &str, value: &str) -> Attribute {
        let start = value.as_ptr().addr().wrapping_sub(self.text.as_ptr().addr());
        let span = start..start.saturating_add(value.len());
        let value = match references::undo(value, references::xml) {
            Cow::Borrowed(_) => Spanned::copied(self.payload, span),
            Cow::Owned(value) => Spanned::computed(value.trim(), span),
        };
        Attribute { name: name.to_owned(), value }
    }

    fn close(&mut self, name: &str, at: usize) {
        let (prefix, name) = split_name(name);
        let elements = &mut self.found.elements;
        let matches = |index: &usize| elements[*index].name == name && elements[*index].prefix == prefix;
        let Some(position) = self.open.iter().rposition(matches) else { return };
        for index in self.open.drain(position..) {
            elements[index].inner.end = at;
            elements[index].closed = true;
        }
    }

    fn finish(mut self, stopped: Option<usize>) -> Document {
        self.found.stopped = stopped;
        let end = stopped.unwrap_or(self.payload.len());
        for index in self.open {
            let element = &mut self.found.elements[index];
            element.inner.end = end.max(element.inner.start);
        }
        for element in &mut self.found.elements {
            element.settle(self.payload);
        }
        self.found
    }
}

impl Element {
    fn is_empty(&self, payload: &[u8]) -> bool {
        payload[..self.inner.start].ends_with(b"/>")
    }

    fn add_text(&mut self, piece: &str, span: Range<usize>) {
        self.grow(references::undo(piece, references::xml), piece, span);
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
        let deep = "<a>".repeat(100_000) + "<b/>" + &"</a>".repeat(10_000);
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

    #[test]
    fn a_document_cut_anywhere_gives_a_beginning_of_the_whole() {
        let xml =
            b"<?xml version='1.0'?><!-- c --><a k='v'><p:b>R&amp;D</p:b><c/><d><![CDATA[<x>]]></d>e</a>";
        let names = |d: &Document| d.elements.iter().map(|e| e.name.clone()).collect::<Vec<_>>();
        let whole = names(&Document::read(xml));
        assert_eq!(whole, ["a", "b", "c", "d"]);
        for cut in 0..xml.len() {
            let part = Document::read(&xml[..cut]);
            assert_eq!(names(&part), whole[..part.elements.len()], "{cut}");
            assert!(part.elements.first().is_none_or(|e| !e.closed), "{cut}");
        }
    }

    #[test]
    fn a_byte_order_mark_moves_no_place() {
        let d = check("\u{feff}<a>é<b>ACMÉ</b></a>".as_bytes(), &[("a", "é", false), ("b", "ACMÉ", false)]);
        assert_eq!((d.elements[1].text.span.clone(), d.elements[1].inner.clone()), (11..16, 11..16));
        check("\u{feff}\u{feff}<a>x</a>".as_bytes(), &[("a", "x", false)]);
    }

    #[test]
    fn zero_bytes_and_elements_said_twice_stay() {
        check(b"<a>\0x\0y\0</a><a>&#0;</a>", &[("a", "x\0y", false), ("a", "&#0;", false)]);
    }

    #[test]
    fn a_plain_text_ends_at_the_next_tag() {
        let plain = |xml: &[u8], want: Option<&str>| {
            let span = Document::read(xml).plain(xml, "n");
            assert_eq!(span.map(|s| String::from_utf8_lossy(&xml[s]).into_owned()).as_deref(), want);
        };
        plain(b"\0\x01<r><n> R&amp;D </n>", Some(" R&amp;D "));
        plain(b"<n a='1'>x</n><p:n>y</p:n><n/><n>z<o>", Some("z"));
        plain(b"<n>cut", None);
        plain(b"", None);
    }
}
