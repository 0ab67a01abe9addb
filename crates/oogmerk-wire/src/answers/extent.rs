//! Lines and documents in running text: where one begins and ends, and what stands around it that is none of its words.

use super::cleaned::unescaped;
use super::heading::heading_address;
use super::{heads, session};
use oogmerk_bytes::references;

/// Bytes of a page without an end that are looked at.
const PAGE_MAX: usize = 256 << 10;

/// A line without what stands before it, where that is of the same form as before another one: only its digits differ.
pub(super) fn behind_same<'l>(before: &str, line: &'l str) -> &'l str {
    let is_alike = |(own, other): (u8, u8)| own == other || own.is_ascii_digit() && other.is_ascii_digit();
    let begin = line.as_bytes().get(..before.len());
    let is_same = begin.is_some_and(|begin| before.bytes().zip(begin.iter().copied()).all(is_alike));
    // Blanks at the end of it are no more where nothing follows.
    let is_bare = || line.trim_end().len() == before.trim_end().len() && line.len() < before.len();
    let is_same_bare = || is_bare() && before.bytes().zip(line.bytes()).all(is_alike);
    match line.get(before.len()..) {
        Some(behind) if is_same => behind,
        None if is_same_bare() => "",
        _ => line,
    }
}

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

/// How long a page is: up to its end. Of one that was cut, the end of its head or the next blank line; what is of
/// another begins behind that. Pages are written by hand: their tags are of any case.
pub(super) fn page_length(text: &str) -> usize {
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

/// Whether a log shows with an arrow that a line tells of what came back: `<-- 200 OK`.
pub(super) fn is_shown_as_answer(line: &str) -> bool {
    ["<-- ", "<- ", "<< ", "<== "].iter().any(|arrow| line.contains(arrow))
}

/// Whether a line tells of whom the next answer is: `==> 10.0.0.7/index.html <==`, `.44 -> 10.0.0.44`.
pub(super) fn names_another(line: &str) -> bool {
    (line.starts_with(['=', '#']) || !line.contains('<')) && heading_address(line).is_some()
}

/// A line as it was before a client showed it.
pub(super) fn shown(line: &str) -> &str {
    line.trim_start().strip_prefix("< ").unwrap_or(line)
}

/// A line as it was before its line ends, quotes or tags were written out; `None` where they were not.
pub(super) fn plain(line: &str) -> Option<String> {
    if ["\\\"", "\\n", "\\r"].iter().any(|written| line.contains(written)) {
        return unescaped(line);
    }
    line.contains("&lt;").then(|| references::undo(line, references::xml).into_owned())
}
