//! The one reader of tags: pieces of XML in the order written, from bytes held whole or from a stream.
//!
//! What it is not: a validating parser. End tags need not match, document types, comments and declarations are seen as
//! [`Piece::Other`] and never read, and no entity is ever expanded: references are pieces of their own, undone by
//! `references`. Source: XML 1.0.

use crate::references::{undo, xml_exactly, xml_or_nul};
use quick_xml::Reader;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesEnd, BytesStart, Event};
use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read};
use std::ops::Range;

/// One piece.
#[derive(Debug)]
pub enum Piece<'e> {
    /// A start tag, or an element without content.
    Open(Tag<'e>),
    /// An end tag.
    Close(EndTag<'e>),
    /// Running text up to the next tag or reference, as it stands.
    Text(Cow<'e, str>),
    /// What stands between `<![CDATA[` and `]]>`.
    CData(Cow<'e, str>),
    /// What stands between `&` and `;`.
    Reference(Cow<'e, str>),
    /// A declaration, comment, instruction or document type.
    Other,
    /// The bytes are at their end.
    End,
}

impl<'e> From<Event<'e>> for Piece<'e> {
    fn from(event: Event<'e>) -> Self {
        match event {
            Event::Start(start) => Self::Open(Tag { start, is_empty: false }),
            Event::Empty(start) => Self::Open(Tag { start, is_empty: true }),
            Event::End(end) => Self::Close(EndTag(end)),
            Event::Text(text) => Self::Text(text.into_inner()),
            Event::CData(text) => Self::CData(text.into_inner()),
            Event::GeneralRef(name) => Self::Reference(name.into_inner()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => Self::Other,
            Event::Eof => Self::End,
        }
    }
}

impl Piece<'_> {
    /// What a reference in running text stands for; an unknown one as it is written.
    pub fn resolved(name: &str) -> String {
        xml_exactly(name).map_or_else(|| format!("&{name};"), String::from)
    }
}

/// A start tag.
#[derive(Debug)]
pub struct Tag<'e> {
    start: BytesStart<'e>,
    /// Whether it is an element without content, `<a/>`.
    pub is_empty: bool,
}

impl Tag<'_> {
    /// Its name as written.
    pub fn name(&self) -> &str {
        self.start.name().into_inner()
    }

    /// Its name without the prefix.
    pub fn local_name(&self) -> &str {
        behind_prefix(self.name())
    }

    /// Its attributes as XML writes them: name and value as they stand. Those written otherwise are left out.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        as_written(self.start.attributes())
    }

    /// Its attributes, those without quotes or value too: name and value as they stand.
    pub fn loose_attributes(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        as_written(self.start.html_attributes())
    }

    /// The value of an attribute, references undone.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let found = self.loose_attributes().find(|(own, _)| *own == name);
        found.map(|(_, value)| undo(&value, xml_or_nul).into_owned())
    }

    /// All that stands behind the name.
    pub fn attributes_raw(&self) -> &str {
        self.start.attributes_raw()
    }
}

fn as_written(mut attributes: Attributes<'_>) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    attributes.with_checks(false);
    attributes.flatten().map(|a| (a.key.into_inner(), a.value))
}

/// An end tag.
#[derive(Debug)]
pub struct EndTag<'e>(BytesEnd<'e>);

impl EndTag<'_> {
    /// Its name as written.
    pub fn name(&self) -> &str {
        self.0.name().into_inner()
    }

    /// Its name without the prefix.
    pub fn local_name(&self) -> &str {
        behind_prefix(self.name())
    }
}

/// Why no further piece can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Where.
    pub offset: usize,
    /// Why.
    pub reason: String,
}

/// Deepest nesting of a stream. The reader remembers every open tag; nobody's export nests a tenth as deep.
const DEPTH_MAX: usize = 256;

/// A document being read.
pub struct Pieces<R> {
    reader: Reader<R>,
    buffer: Vec<u8>,
    /// Bytes before the reader's first.
    base: usize,
    span: Range<usize>,
    /// Tags that are open, in a stream.
    depth: usize,
}

impl<'t> Pieces<&'t [u8]> {
    /// Of a file: end tags without a start and `&` that begins no reference end it.
    pub fn of_file(text: &'t str) -> Self {
        // The reader leaves a mark out of its counting.
        let unmarked = text.trim_start_matches('\u{feff}');
        let mut reader = Reader::from_str(unmarked);
        reader.config_mut().check_end_names = false;
        Self { reader, buffer: Vec::new(), base: text.len() - unmarked.len(), span: 0..0, depth: 0 }
    }

    /// Of a message: what devices send is let pass.
    pub fn of_message(text: &'t str) -> Self {
        let mut pieces = Self::of_file(text);
        let config = pieces.reader.config_mut();
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        pieces
    }

    /// The next piece.
    pub fn next_piece(&mut self) -> Result<Piece<'t>, Broken> {
        self.span.start = self.position();
        let event = self.reader.read_event();
        self.span.end = self.position();
        event.map(Piece::from).map_err(|error| self.broken(&error))
    }
}

impl<R: Read> Pieces<Limited<R>> {
    /// Of a stream, refusing a piece of more than `piece_max` bytes and tags nested without end. Read as a file is.
    pub fn streamed(input: R, piece_max: u64) -> Self {
        let inner = BufReader::with_capacity(64 * 1024, input);
        let mut reader = Reader::from_reader(Limited { inner, left: piece_max, piece_max });
        reader.config_mut().check_end_names = false;
        Self { reader, buffer: Vec::new(), base: 0, span: 0..0, depth: 0 }
    }

    /// The next piece.
    pub fn next_streamed(&mut self) -> Result<Piece<'_>, Broken> {
        self.span.start = self.position();
        self.buffer.clear();
        let limited = self.reader.get_mut();
        limited.left = limited.piece_max;
        let event = self.reader.read_event_into(&mut self.buffer);
        self.span.end = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        let offset = usize::try_from(self.reader.error_position()).unwrap_or(usize::MAX);
        let piece = event.map(Piece::from).map_err(|error| Broken { offset, reason: error.to_string() })?;
        match &piece {
            Piece::Open(tag) if !tag.is_empty => self.depth += 1,
            Piece::Close(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if self.depth > DEPTH_MAX {
            let reason = format!("elements are nested more than {DEPTH_MAX} deep");
            return Err(Broken { offset: self.span.start, reason });
        }
        Ok(piece)
    }
}

impl<R> Pieces<R> {
    /// Where the last piece stands, its marks included; where it could not be read, it begins there.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).map_or(usize::MAX, |at| self.base + at)
    }

    fn broken(&self, error: &quick_xml::Error) -> Broken {
        let at = usize::try_from(self.reader.error_position()).unwrap_or(usize::MAX);
        Broken { offset: self.base.saturating_add(at), reason: error.to_string() }
    }
}

/// A stream that refuses to feed one piece without end.
pub struct Limited<R> {
    inner: BufReader<R>,
    left: u64,
    piece_max: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let n = self.fill_buf()?.read(out)?;
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Limited<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.left == 0 {
            let mib = self.piece_max >> 20;
            return Err(std::io::Error::other(format!("one element is longer than {mib} MiB")));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.left = self.left.saturating_sub(amount as u64);
        self.inner.consume(amount);
    }
}

/// Whether bytes begin like XML, with or without a byte order mark.
pub fn begins(bytes: &[u8]) -> bool {
    matches!(bytes, [b'<', ..] | [0xef, 0xbb, 0xbf, b'<', ..])
}

fn behind_prefix(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

/// The last part of a name, whatever its prefixes.
pub fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The names of the first start tags in a message, as written; the last even where the bytes end inside its tag.
pub fn first_names(text: &str, most: usize) -> Vec<String> {
    let mut pieces = Pieces::of_message(text);
    let mut names = Vec::new();
    while names.len() < most {
        match pieces.next_piece() {
            Ok(Piece::Open(tag)) => names.push(tag.name().to_owned()),
            Ok(Piece::End) => break,
            Ok(_) => {}
            Err(_) => {
                let cut = text.get(pieces.span().start..).and_then(|rest| rest.strip_prefix('<'));
                let name = cut.and_then(|rest| rest.split(ends_name).next());
                names.extend(name.filter(|n| !n.is_empty() && !n.starts_with(['?', '!'])).map(str::to_owned));
                break;
            }
        }
    }
    names
}

fn ends_name(c: char) -> bool {
    c.is_whitespace() || matches!(c, '>' | '/')
}

/// Name of the first element, after declarations, comments and a document type. For the first bytes of a document:
/// they may end inside that very tag, of which a reader of whole tags would say nothing.
pub fn root_name(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        rest = if let Some(after) = rest.strip_prefix("<!--") {
            &after[after.find("-->")? + 3..]
        } else if let Some(after) = rest.strip_prefix("<?") {
            &after[after.find("?>")? + 2..]
        } else if let Some(after) = rest.strip_prefix("<!") {
            after_document_type(after)?
        } else {
            break;
        };
    }
    let name = rest.strip_prefix('<')?;
    let end = name.find(ends_name)?;
    Some(&name[..end]).filter(|n| !n.is_empty())
}

/// An internal subset may hold closing brackets of its own.
fn after_document_type(after: &str) -> Option<&str> {
    match (after.find('['), after.find('>')?) {
        (Some(open), end) if open < end => {
            let close = after.find("]>").or_else(|| after.find("] >"))?;
            Some(&after[after[close..].find('>')? + close + 1..])
        }
        (_, end) => Some(&after[end + 1..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_gives_the_same_pieces_as_bytes_held_whole() {
        let text = "<?xml version='1.0'?><a b=1 c='&lt;'>x&amp;y<![CDATA[<z>]]><d/></a>";
        let mut whole = Pieces::of_file(text);
        let mut stream = Pieces::streamed(text.as_bytes(), 1 << 20);
        loop {
            let (one, two) = (format!("{:?}", whole.next_piece()), format!("{:?}", stream.next_streamed()));
            assert_eq!((&one, whole.span()), (&two, stream.span()));
            if one == "Ok(End)" {
                break;
            }
        }
        assert_eq!(whole.span(), text.len()..text.len());
    }

    #[test]
    fn a_piece_without_end_is_refused() {
        let endless = std::io::Read::chain(&b"<a>"[..], std::io::repeat(b'x'));
        let mut pieces = Pieces::streamed(endless, 2 << 20);
        assert!(matches!(pieces.next_streamed(), Ok(Piece::Open(_))));
        let broken = pieces.next_streamed().map(|_| ()).map_err(|broken| broken.reason);
        assert_eq!(broken, Err("I/O error: one element is longer than 2 MiB".to_owned()));
    }

    #[test]
    fn tags_nested_without_end_are_refused_and_deep_ones_are_read() {
        let deepest = |open: usize, close: usize| {
            let text = format!("{}{}", "<a>".repeat(open), "</a>".repeat(close));
            let mut pieces = Pieces::streamed(text.as_bytes(), 1 << 20);
            loop {
                match pieces.next_streamed() {
                    Ok(Piece::End) => return Ok(()),
                    Ok(_) => {}
                    Err(broken) => return Err((broken.offset, broken.reason)),
                }
            }
        };
        assert_eq!(deepest(DEPTH_MAX, DEPTH_MAX), Ok(()));
        let reason = "elements are nested more than 256 deep".to_owned();
        assert_eq!(deepest(DEPTH_MAX + 1, 0), Err((DEPTH_MAX * 3, reason)));
        let flat = "<a></a>".repeat(DEPTH_MAX * 4);
        let mut pieces = Pieces::streamed(flat.as_bytes(), 1 << 20);
        while !matches!(pieces.next_streamed(), Ok(Piece::End)) {}
    }

    #[test]
    fn the_first_names_are_those_of_start_tags() {
        let check = |text: &str, want: &[&str]| assert_eq!(first_names(text, 2), want, "{text}");
        check("<?xml version='1.0'?><!-- <x> --><a:b c='d'></z><e/><f>", &["a:b", "e"]);
        check("<a><b", &["a", "b"]);
        check("<a><b c='", &["a", "b"]);
        check("<a><!-- b", &["a"]);
        check("text only", &[]);
    }

    #[test]
    fn the_root_is_found_before_its_tag_ends() {
        let check = |text: &str, want| assert_eq!(root_name(text), want, "{text}");
        check("<?xml version='1.0'?><!DOCTYPE r [<!ENTITY e 'x'>]><!-- c --><r a='", Some("r"));
        check("<a:r/>", Some("a:r"));
        for text in ["", "<", "<r", "<!", "<!--", "</r>", "x"] {
            check(text, None);
        }
    }
}
