//! Lines of bounded length from inputs of any length: the one loop with which every line format is read.
//!
//! A line that is too long is skipped, not loaded, and told with its number; so is the place where an input can be
//! read no further. What a line means is its format's business.

use crate::encoding::as_utf8;
use crate::reading::Reading;
use oogmerk_model::ProblemSeverity;
use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read};

/// Longest line kept.
pub(crate) const LINE_MAX: usize = 1024 * 1024;

/// Which lines a format passes over without a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Skip {
    /// None: an empty line may mean something.
    Nothing,
    /// Lines of nothing but white space.
    Blank,
    /// These, and lines that begin with `#`.
    BlankAndComments,
}

impl Skip {
    fn skips(self, line: &[u8]) -> bool {
        // Nearly every line begins with a letter, a digit or a bracket: those are seen to be none at their first byte.
        match (self, line.first()) {
            (Self::Nothing, _) => false,
            (_, Some(b)) if b.is_ascii_graphic() && *b != b'#' => false,
            (policy, _) => {
                let text = String::from_utf8_lossy(line);
                let text = text.trim_start();
                text.is_empty() || (policy == Self::BlankAndComments && text.starts_with('#'))
            }
        }
    }
}

/// One line, without its line feed and carriage return.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line<'l> {
    /// Its bytes.
    pub bytes: &'l [u8],
    /// Its number, from 1.
    pub number: u64,
    /// Where it begins.
    pub offset: u64,
}

impl<'l> Line<'l> {
    /// The line as text; broken characters are replaced.
    pub fn text(&self) -> Cow<'l, str> {
        String::from_utf8_lossy(self.bytes)
    }

    /// Tells that something is wrong with this line; the others are read on.
    pub fn problem(&self, reading: &mut Reading<'_>, reason: impl Into<String>) {
        reading.problem(ProblemSeverity::Part, Some(self.number), Some(self.offset), reason);
    }
}

/// The lines of an input, one after the other; what keeps one from being read is told to the user.
pub(crate) struct Lines<'i> {
    splitter: Splitter<Box<dyn Read + 'i>>,
    line: Vec<u8>,
    skip: Skip,
    ended: bool,
}

impl<'i> Lines<'i> {
    /// The lines of a tool's output, as UTF-8.
    pub fn of(input: Box<dyn Read + 'i>, skip: Skip) -> Self {
        Self::as_they_are(as_utf8(input).1, skip)
    }

    /// The lines of an input that is UTF-8 already, or whose bytes are wanted as they are.
    pub fn as_they_are(input: Box<dyn Read + 'i>, skip: Skip) -> Self {
        Self { splitter: Splitter::new(input), line: Vec::new(), skip, ended: false }
    }

    /// The next line that is not passed over.
    pub fn next(&mut self, reading: &mut Reading<'_>) -> Option<Line<'_>> {
        while !self.ended {
            match self.splitter.next_piece(&mut self.line) {
                Ok(Piece::Text { number, offset }) => {
                    if !self.skip.skips(&self.line) {
                        return Some(Line { bytes: &self.line, number, offset });
                    }
                }
                Ok(Piece::TooLong { number, offset }) => too_long(reading, number, offset),
                Ok(Piece::End) => self.ended = true,
                Err(error) => {
                    self.ended = true;
                    unreadable(reading, &error);
                }
            }
        }
        None
    }
}

/// Tells of a line that was skipped for its length.
pub(crate) fn too_long(reading: &mut Reading<'_>, number: u64, offset: u64) {
    let reason = format!("line is longer than {} KiB and was skipped", LINE_MAX / 1024);
    reading.problem(ProblemSeverity::Part, Some(number), Some(offset), reason);
}

/// Tells that an input gave an error where more was due.
pub(crate) fn unreadable(reading: &mut Reading<'_>, error: &std::io::Error) {
    reading.problem(ProblemSeverity::Rest, None, None, format!("cannot be read further: {error}"));
}

/// What stood between two line feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// A line, without its line feed and carriage return.
    Text { number: u64, offset: u64 },
    /// A line of more than [`LINE_MAX`] bytes; nothing of it was kept.
    TooLong { number: u64, offset: u64 },
    /// The end.
    End,
}

/// Splits an input at line feeds.
pub(crate) struct Splitter<R> {
    inner: BufReader<R>,
    number: u64,
    offset: u64,
}

impl<R: Read> Splitter<R> {
    pub fn new(inner: R) -> Self {
        Self { inner: BufReader::with_capacity(64 * 1024, inner), number: 0, offset: 0 }
    }

    /// Reads the next line into `line`, whose old bytes are dropped.
    pub fn next_piece(&mut self, line: &mut Vec<u8>) -> std::io::Result<Piece> {
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
            return Ok(Piece::End);
        }
        self.number += 1;
        if too_long {
            return Ok(Piece::TooLong { number: self.number, offset: start });
        }
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        Ok(Piece::Text { number: self.number, offset: start })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn lines_are_numbered_and_their_offsets_told() {
        let mut lines = Splitter::new(&b"a\r\n\nbc"[..]);
        let mut line = Vec::new();
        assert_eq!(lines.next_piece(&mut line).unwrap(), Piece::Text { number: 1, offset: 0 });
        assert_eq!(line, b"a");
        assert_eq!(lines.next_piece(&mut line).unwrap(), Piece::Text { number: 2, offset: 3 });
        assert_eq!(line, b"");
        assert_eq!(lines.next_piece(&mut line).unwrap(), Piece::Text { number: 3, offset: 4 });
        assert_eq!(line, b"bc");
        assert_eq!(lines.next_piece(&mut line).unwrap(), Piece::End);
    }

    #[test]
    fn a_line_of_two_hundred_megabytes_is_skipped_without_being_held() {
        let long = std::io::repeat(b'x').take(200 * 1024 * 1024);
        let mut lines = Splitter::new(long.chain(&b"\nnext\n"[..]));
        let mut line = Vec::new();
        assert_eq!(lines.next_piece(&mut line).unwrap(), Piece::TooLong { number: 1, offset: 0 });
        assert!(line.capacity() <= LINE_MAX);
        let next = lines.next_piece(&mut line).unwrap();
        assert_eq!(next, Piece::Text { number: 2, offset: 200 * 1024 * 1024 + 1 });
        assert_eq!(line, b"next");
    }

    /// Numbers of the lines that are not passed over.
    fn check(text: &str, skip: Skip, want: &[u64]) {
        let options = crate::reading::Options::default();
        let mut facts: Vec<oogmerk_model::Fact> = Vec::new();
        let mut reading = Reading::new("t", &options, &mut facts);
        let mut lines = Lines::of(Box::new(text.as_bytes()), skip);
        let mut seen = Vec::new();
        while let Some(line) = lines.next(&mut reading) {
            seen.push(line.number);
        }
        assert_eq!(seen, want, "{text:?}");
        assert!(lines.next(&mut reading).is_none());
    }

    #[test]
    fn what_a_format_passes_over_is_not_handed_over_and_still_counted() {
        let text = "a\n\n \u{a0}\n#x\n  # y\nb#";
        check(text, Skip::Nothing, &[1, 2, 3, 4, 5, 6]);
        check(text, Skip::Blank, &[1, 4, 5, 6]);
        check(text, Skip::BlankAndComments, &[1, 6]);
    }

    #[test]
    fn an_input_that_breaks_off_is_told_once_and_what_came_before_counts() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
                Err(std::io::Error::other("pulled out"))
            }
        }
        let options = crate::reading::Options::default();
        let mut facts: Vec<oogmerk_model::Fact> = Vec::new();
        let mut reading = Reading::new("t", &options, &mut facts);
        let mut lines = Lines::as_they_are(Box::new((&b"a\n"[..]).chain(Broken)), Skip::Blank);
        assert_eq!(lines.next(&mut reading).map(|l| l.number), Some(1));
        assert_eq!(lines.next(&mut reading), None);
        assert_eq!(lines.next(&mut reading), None);
        assert_eq!(reading.outcome.problems, 1);
        assert_eq!(reading.outcome.worst, Some(ProblemSeverity::Rest));
    }
}
