//! An HTTP answer saved as a file, read by the codec `http`.
//!
//! Source: RFC 9112 section 4 (status line).

use crate::row::Row;
use oogmerk_wire::answers;

/// How the first line of an answer begins.
pub(crate) const STATUS_LINES: &[&str] = &["HTTP/1.", "HTTP/0.9 "];

pub(crate) const ROW: Row = Row::of_codec(
    "http-text",
    |head| {
        head.lines().is_some_and(|opening| {
            opening.begins_any(STATUS_LINES)
                && !answers::holds_commands(opening.text)
                && !answers::holds_several(opening.text)
        })
    },
    "http",
);
