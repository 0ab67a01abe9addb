//! What logs, clients and programs put before and around a line that is none of its words.

use super::cleaned::unescaped;
use oogmerk_bytes::references;

/// A line as it was before a client showed it.
pub(super) fn shown(line: &str) -> &str {
    line.trim_start().strip_prefix("< ").unwrap_or(line)
}

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

/// A line as it was before its line ends, quotes or tags were written out; `None` where they were not.
pub(super) fn plain(line: &str) -> Option<String> {
    if ["\\\"", "\\n", "\\r"].iter().any(|written| line.contains(written)) {
        return unescaped(line);
    }
    line.contains("&lt;").then(|| references::undo(line, references::xml).into_owned())
}

/// Whether a log shows with an arrow that a line tells of what came back: `<-- 200 OK`.
pub(super) fn is_shown_as_answer(line: &str) -> bool {
    ["<-- ", "<- ", "<< ", "<== "].iter().any(|arrow| line.contains(arrow))
}
