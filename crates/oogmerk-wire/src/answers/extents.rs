//! How far a document reaches that begins within a text: elements, pages with and without an end, objects.

use super::heading::heading_address;
use super::{heads, session};
use std::collections::HashSet;

/// Whether a text begins with a word in brackets before a line (`[10.0.0.7] HTTP/1.1 200 OK`), and with no list.
pub(super) fn is_tagged(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let tag = line.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    tag.is_some_and(|(tag, behind)| {
        !tag.is_empty() && !tag.contains(['"', '{', '[', ',']) && behind.starts_with(' ') && behind.len() > 1
    })
}

/// Whether a text begins with a tag, a declaration or a comment: `<134>` before a line of a log is none.
pub(super) fn begins_markup(text: &str) -> bool {
    let behind = text.strip_prefix('<');
    behind.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '?' || c == '!'))
}

/// Where in a line a document of JSON begins: at a brace, at the bracket before it, or at one that ends the line.
pub(super) fn document_in(line: &str) -> Option<usize> {
    match line.find('{') {
        Some(brace) => {
            let before = line[..brace].trim_end();
            Some(if before.ends_with('[') { before.len() - 1 } else { brace })
        }
        None => line.trim_end().strip_suffix('[').map(str::len),
    }
}

/// How long the elements are that begin here: one up to its own end, or several in a row that hold nothing but text.
pub(super) fn elements_length(text: &str, endless: &mut HashSet<String>) -> Option<usize> {
    let mut length = element_length(text, endless)?;
    let mut last = &text[..length];
    while is_plain(last) {
        let blank = text[length..].len() - text[length..].trim_start().len();
        let rest = &text[length + blank..];
        if !rest.starts_with('<') {
            break;
        }
        let Some(more) = element_length(rest, endless) else { break };
        last = &rest[..more];
        if !is_plain(last) {
            break;
        }
        length += blank + more;
    }
    Some(length)
}

/// Whether an element holds nothing but text.
fn is_plain(element: &str) -> bool {
    element.bytes().filter(|b| *b == b'<').count() == 2 && !element.starts_with("<?")
}

/// How long a page is: up to its end. Of one that was cut, the end of its head or the next blank line; what is of
/// another begins behind that. Pages are written by hand: their tags are of any case.
fn page_length(text: &str) -> usize {
    let (mut at, mut cut) = (0, None);
    for line in text.split_inclusive('\n') {
        let lower = line.to_ascii_lowercase();
        // Another page, too: what is looked at for the end of one is not looked at again for the next.
        let is_anothers = heads::begins(line).is_some()
            || session::typed(line).is_some()
            || names_another(line)
            || lower.contains("<html");
        if at > 0 && is_anothers || at > PAGE_MAX {
            break;
        }
        let end_of = |tag: &str| {
            let begin = lower.find(tag)?;
            Some(at + lower[begin..].find('>').map_or(line.len(), |close| begin + close + 1))
        };
        if let Some(end) = end_of("</html") {
            return end;
        }
        let blank = line.trim().is_empty().then_some(at);
        cut = cut.or_else(|| end_of("</head")).or(blank);
        at += line.len();
    }
    cut.unwrap_or(at)
}

/// Bytes of a page without an end that are looked at.
const PAGE_MAX: usize = 256 << 10;

/// Whether a line tells of whom the next answer is: `==> 10.0.0.7/index.html <==`, `.44 -> 10.0.0.44`.
fn names_another(line: &str) -> bool {
    (line.starts_with(['=', '#']) || !line.contains('<')) && heading_address(line).is_some()
}

/// How long the element is that begins here, up to its own end; `None` where it has none.
fn element_length(text: &str, endless: &mut HashSet<String>) -> Option<usize> {
    let mut at = 0;
    // Declarations, comments and document types before it.
    while text[at..].starts_with("<?") || text[at..].starts_with("<!") {
        at += text[at..].find('>')? + 1;
        at += text[at..].len() - text[at..].trim_start().len();
    }
    let rest = text[at..].strip_prefix('<')?;
    let name = &rest[..rest.find(|c: char| c.is_whitespace() || c == '>' || c == '/')?];
    if name.is_empty() || endless.contains(name) || endless.len() > 64 {
        return None;
    }
    if name.eq_ignore_ascii_case("html") {
        return Some(at + page_length(&text[at..]));
    }
    let close = format!("</{name}");
    if let Some(end) = memchr::memmem::find(rest.as_bytes(), close.as_bytes()) {
        let behind = at + 1 + end;
        return Some(behind + text[behind..].find('>').map_or(text.len() - behind, |n| n + 1));
    }
    if let Some(end) = rest.find("/>").filter(|end| !rest[..*end].contains(['>', '\n'])) {
        return Some(at + 1 + end + 2);
    }
    endless.insert(name.to_owned());
    None
}
