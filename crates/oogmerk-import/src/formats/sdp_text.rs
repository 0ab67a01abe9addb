//! A session description saved as a file, read by the codec `sdp`.
//!
//! Source: RFC 8866 section 5 (`v=0`, then `o=`, `s=`, `m=` lines).

use crate::head::Head;
use crate::row::Row;

pub(crate) const ROW: Row = Row::of_codec("sdp-text", looks_like, "sdp");

fn looks_like(head: &Head<'_>) -> bool {
    let follows = |line: &str| ["m=", "s=", "o="].iter().any(|start| line.starts_with(start));
    head.lines().is_some_and(|opening| opening.first == "v=0" && opening.any(10, follows))
}
