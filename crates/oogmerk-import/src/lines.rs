//! Lines of bounded length from inputs of any length. A longer line is skipped, not loaded.

use std::io::{BufRead, BufReader, Read};

/// Longest line kept.
pub(crate) const LINE_MAX: usize = 1024 * 1024;

/// What stood between two line feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// A line, without its line feed and carriage return.
    Text { number: u64, offset: u64 },
    /// A line of more than [`LINE_MAX`] bytes; nothing of it was kept.
    TooLong { number: u64, offset: u64 },
    /// The end.
    End,
}

/// Splits an input at line feeds.
pub(crate) struct Lines<R> {
    inner: BufReader<R>,
    number: u64,
    offset: u64,
}

impl<R: Read> Lines<R> {
    pub fn new(inner: R) -> Self {
        Self { inner: BufReader::with_capacity(64 * 1024, inner), number: 0, offset: 0 }
    }

    /// Reads the next line into `line`.
    pub fn next_line(&mut self, line: &mut Vec<u8>) -> std::io::Result<Line> {
        line.clear();
        let start = self.offset;
        let mut too_long = false;
        let mut any = false;
        loop {
            let chunk = match self.inner.fill_buf() {
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if chunk.is_empty() {
                break;
            }
            any = true;
            let feed = memchr::memchr(b'\n', chunk);
            let used = feed.map_or(chunk.len(), |f| f + 1);
            let kept = feed.unwrap_or(chunk.len());
            if !too_long {
                if line.len() + kept > LINE_MAX {
                    too_long = true;
                    *line = Vec::new();
                } else {
                    line.extend_from_slice(&chunk[..kept]);
                }
            }
            self.inner.consume(used);
            self.offset += used as u64;
            if feed.is_some() {
                break;
            }
        }
        if !any {
            return Ok(Line::End);
        }
        self.number += 1;
        if too_long {
            return Ok(Line::TooLong { number: self.number, offset: start });
        }
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        Ok(Line::Text { number: self.number, offset: start })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn lines_are_numbered_and_their_offsets_told() {
        let mut lines = Lines::new(&b"a\r\n\nbc"[..]);
        let mut line = Vec::new();
        assert_eq!(lines.next_line(&mut line).unwrap(), Line::Text { number: 1, offset: 0 });
        assert_eq!(line, b"a");
        assert_eq!(lines.next_line(&mut line).unwrap(), Line::Text { number: 2, offset: 3 });
        assert_eq!(line, b"");
        assert_eq!(lines.next_line(&mut line).unwrap(), Line::Text { number: 3, offset: 4 });
        assert_eq!(line, b"bc");
        assert_eq!(lines.next_line(&mut line).unwrap(), Line::End);
    }

    #[test]
    fn a_line_of_two_hundred_megabytes_is_skipped_without_being_held() {
        let long = std::io::repeat(b'x').take(200 * 1024 * 1024);
        let mut lines = Lines::new(long.chain(&b"\nnext\n"[..]));
        let mut line = Vec::new();
        assert_eq!(lines.next_line(&mut line).unwrap(), Line::TooLong { number: 1, offset: 0 });
        assert!(line.capacity() <= LINE_MAX);
        let next = lines.next_line(&mut line).unwrap();
        assert_eq!(next, Line::Text { number: 2, offset: 200 * 1024 * 1024 + 1 });
        assert_eq!(line, b"next");
    }
}
