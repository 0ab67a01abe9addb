//! XML elements with their paths, from small documents held whole. Names lose their prefixes.
//!
//! Entities declared in a document are never expanded (no document type is read), so nothing can grow; the five
//! predefined ones and character references are resolved, others stay as they are written.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};

/// Deepest nesting followed.
const DEPTH_MAX: usize = 64;

/// One element that has been closed.
pub struct Element<'p> {
    /// Local names from the root down, the element's own last.
    pub path: &'p [String],
    /// Its own text, trimmed.
    pub text: &'p str,
    /// Where its text begins.
    pub offset: usize,
    /// Whether the text is not what stands there byte for byte.
    pub decoded: bool,
}

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
    visit: &mut dyn FnMut(&Element<'_>),
) -> Result<(), (usize, String)> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut path: Vec<String> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    loop {
        let before = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|e| (reader.error_position() as usize, e.to_string()))?;
        match event {
            Event::Start(start) => {
                if path.len() >= DEPTH_MAX {
                    return Err((before, "nested too deeply".to_owned()));
                }
                path.push(local(start.name().as_ref()).to_owned());
                open.push(Open { text: String::new(), offset: None, decoded: false });
                attributes(&start, &path, before, attribute);
            }
            Event::Empty(start) => {
                path.push(local(start.name().as_ref()).to_owned());
                attributes(&start, &path, before, attribute);
                visit(&Element { path: &path, text: "", offset: before, decoded: false });
                path.pop();
            }
            Event::End(_) => {
                if let Some(own) = open.pop() {
                    let trimmed = own.text.trim();
                    let lead = own.text.len() - own.text.trim_start().len();
                    let offset = own.offset.map_or(before, |o| o + if own.decoded { 0 } else { lead });
                    visit(&Element { path: &path, text: trimmed, offset, decoded: own.decoded });
                    path.pop();
                }
            }
            Event::Text(piece) => append(&mut open, &piece, before, false),
            Event::CData(piece) => append(&mut open, &piece, before, true),
            Event::GeneralRef(entity) => {
                let resolved = resolve(&entity);
                append(&mut open, &resolved, before, true);
            }
            Event::Eof => {
                return match path.last() {
                    None => Ok(()),
                    Some(name) => Err((text.len(), format!("ends inside <{name}>"))),
                };
            }
            _ => {}
        }
    }
}

fn append(open: &mut [Open], piece: &str, at: usize, decoded: bool) {
    if let Some(own) = open.last_mut() {
        own.offset.get_or_insert(at);
        own.decoded |= decoded;
        own.text.push_str(piece);
    }
}

fn attributes(
    start: &quick_xml::events::BytesStart<'_>,
    path: &[String],
    at: usize,
    visit: SeeAttribute<'_>,
) {
    for attribute in start.html_attributes().with_checks(false).flatten() {
        let value = unescape(&attribute.value);
        visit(path, attribute.key.as_ref(), &value, at);
    }
}

/// Name without prefix.
pub fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// What a reference in running text stands for; unknown entities stay as written.
pub fn resolve(entity: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return c.to_string();
    }
    let name: &str = entity;
    predefined(name).map_or_else(|| format!("&{name};"), str::to_owned)
}

fn predefined(name: &str) -> Option<&'static str> {
    Some(match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return None,
    })
}

/// An attribute's value with its references resolved; unknown ones stay as written. Never longer than the input.
pub fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(found) = rest.find('&') {
        out.push_str(&rest[..found]);
        rest = &rest[found..];
        let end = rest.as_bytes().iter().take(12).position(|b| *b == b';');
        let resolved = end.and_then(|end| {
            let name = &rest[1..end];
            let code = name.strip_prefix('#').map(|n| match n.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => n.parse(),
            });
            match code {
                Some(code) => code.ok().and_then(char::from_u32).map(|c| (c.to_string(), end + 1)),
                None => predefined(name).map(|s| (s.to_owned(), end + 1)),
            }
        });
        if let Some((text, used)) = resolved {
            out.push_str(&text);
            rest = &rest[used..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(document: &str) -> (Vec<String>, Result<(), (usize, String)>) {
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
    fn attribute_values_are_unescaped_and_never_grow() {
        assert_eq!(unescape("a&#x41;&#66;&quot;&nope;&;&#xffffffff;&"), "aAB\"&nope;&;&#xffffffff;&");
    }

    #[test]
    fn depth_is_bounded_and_told() {
        let deep = "<a>".repeat(100);
        assert!(texts(&deep).1.is_err_and(|(_, why)| why == "nested too deeply"));
    }
}
