//! XML elements with their paths, from small documents held whole. Names lose their prefixes.
//!
//! Entities declared in a document are never expanded (no document type is read), so nothing can grow; the five
//! predefined ones and character references are resolved, others stay as they are written.

use super::pieces::{Broken, Piece, Pieces, Tag, local};
use crate::references::{undo, xml_or_nul};

/// Deepest nesting followed.
const DEPTH_MAX: usize = 64;

/// One element that has been closed.
pub struct ClosedElement<'p> {
    /// Local names from the root down, the element's own last.
    pub path: &'p [String],
    /// Its own text, trimmed.
    pub text: &'p str,
    /// Where its text begins.
    pub offset: usize,
    /// Whether the text is not what stands there byte for byte.
    pub decoded: bool,
}

#[derive(Default)]
struct Open {
    text: String,
    offset: Option<usize>,
    decoded: bool,
}

/// Sees an attribute: path of its element, name, value, offset of the element.
type SeeAttribute<'v> = &'v mut dyn FnMut(&[String], &str, &str, usize);

/// Walks a document. `attribute` sees every attribute (path, name, value, offset of the element); `visit` every
/// element at its end. The error tells where and why the document ends early; what was closed before has been seen.
pub fn walk(
    text: &str,
    attribute: SeeAttribute<'_>,
    visit: &mut dyn FnMut(&ClosedElement<'_>),
) -> Result<(), Broken> {
    let mut pieces = Pieces::of_file(text);
    let mut path: Vec<String> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    loop {
        let piece = pieces.next_piece()?;
        let at = pieces.span().start;
        match piece {
            Piece::Open(tag) => {
                if path.len() >= DEPTH_MAX && !tag.is_empty {
                    return Err(Broken { offset: at, reason: "nested too deeply".to_owned() });
                }
                path.push(local(tag.name()).to_owned());
                open.push(Open::default());
                attributes(&tag, &path, at, attribute);
                if tag.is_empty {
                    close(&mut path, &mut open, at, visit);
                }
            }
            Piece::Close(_) => close(&mut path, &mut open, at, visit),
            Piece::Text(piece) => append(&mut open, &piece, at, false),
            Piece::CData(piece) => append(&mut open, &piece, at, true),
            Piece::Reference(name) => append(&mut open, &Piece::resolved(&name), at, true),
            Piece::Other => {}
            Piece::End => return ended(text, &path),
        }
    }
}

fn close(path: &mut Vec<String>, open: &mut Vec<Open>, at: usize, visit: &mut dyn FnMut(&ClosedElement<'_>)) {
    let Some(own) = open.pop() else { return };
    let text = own.text.trim();
    let lead = own.text.len() - own.text.trim_start().len();
    let offset = own.offset.map_or(at, |o| o + if own.decoded { 0 } else { lead });
    visit(&ClosedElement { path, text, offset, decoded: own.decoded });
    path.pop();
}

fn ended(text: &str, path: &[String]) -> Result<(), Broken> {
    match path.last() {
        None => Ok(()),
        Some(name) => Err(Broken { offset: text.len(), reason: format!("ends inside <{name}>") }),
    }
}

fn append(open: &mut [Open], piece: &str, at: usize, decoded: bool) {
    if let Some(own) = open.last_mut() {
        own.offset.get_or_insert(at);
        own.decoded |= decoded;
        own.text.push_str(piece);
    }
}

fn attributes(tag: &Tag<'_>, path: &[String], at: usize, visit: SeeAttribute<'_>) {
    for (name, value) in tag.loose_attributes() {
        visit(path, name, &undo(&value, xml_or_nul), at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(document: &str) -> (Vec<String>, Result<(), Broken>) {
        let mut seen = Vec::new();
        let end = walk(document, &mut |_, _, _, _| {}, &mut |e| {
            seen.push(format!("{}={}@{}", e.path.join("/"), e.text, e.offset));
        });
        (seen, end)
    }

    #[test]
    fn elements_are_seen_with_path_text_and_place() {
        let (seen, end) = texts(
            "<?xml version=\"1.0\"?><a:r xmlns:a=\"u\"><b> x &amp; y </b><c/><d><![CDATA[<z>]]></d></a:r>",
        );
        assert_eq!(end, Ok(()));
        assert_eq!(seen, ["r/b=x & y@41", "r/c=@56", "r/d=<z>@63", "r=@82"]);
    }

    #[test]
    fn declared_entities_are_never_expanded() {
        let mut bomb = String::from("<!DOCTYPE l [<!ENTITY a \"lol\">");
        for i in 0..30 {
            bomb.push_str(&format!("<!ENTITY b{i} \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"));
        }
        bomb.push_str("]><l><m>&b29;</m></l>");
        assert_eq!(texts(&bomb).0[0].split('@').next(), Some("l/m=&b29;"));
    }

    #[test]
    fn depth_is_bounded_and_told() {
        let deep = "<a>".repeat(100);
        assert!(texts(&deep).1.is_err_and(|broken| broken.reason == "nested too deeply"));
    }
}
