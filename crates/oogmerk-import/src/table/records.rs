//! Rows of separated text: quoted cells, line feeds inside quotes, and quotes that nobody closed.
//!
//! A quote opens a cell only at the cell's beginning, so inch marks and stray quotes inside stay what they are.
//! Source: RFC 4180, read leniently.

use crate::lines::{LINE_MAX, Piece, Splitter, too_long, unreadable};
use crate::reading::Reading;
use oogmerk_model::ProblemSeverity;
use std::collections::VecDeque;
use std::io::Read;

/// Longest run of lines one quoted cell may span before its quote is taken for a stray one.
const QUOTED_LINES_MAX: usize = 100;

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Record {
    /// Line it begins on, from 1.
    pub number: u64,
    /// Where it begins.
    pub offset: u64,
    /// Its bytes, line feeds inside included.
    pub raw: Vec<u8>,
    /// Its cells, quotes undone.
    pub cells: Vec<String>,
}

/// What came next.
#[derive(Debug)]
pub(crate) enum Next {
    Record(Record),
    /// A quote was opened on this line and never closed: its line was read as it stands.
    Unclosed(Record),
    TooLong {
        number: u64,
        offset: u64,
    },
    End,
}

pub(crate) struct Records<R> {
    lines: Splitter<R>,
    waiting: VecDeque<(Vec<u8>, u64, u64)>,
    delimiter: char,
    strays: usize,
}

impl<R: Read> Records<R> {
    pub fn new(input: R, delimiter: char) -> Self {
        Self { lines: Splitter::new(input), waiting: VecDeque::new(), delimiter, strays: 0 }
    }

    /// The next row; what is wrong with it, and what keeps the rest from being read, is told to the user.
    pub fn next_told(&mut self, reading: &mut Reading<'_>) -> Option<Record> {
        loop {
            match self.next_record() {
                Ok(Next::Record(record)) => return Some(record),
                Ok(Next::Unclosed(record)) => {
                    let reason = "a quote is not closed; the row was read as it stands";
                    reading.problem(ProblemSeverity::Part, Some(record.number), Some(record.offset), reason);
                    return Some(record);
                }
                Ok(Next::TooLong { number, offset }) => too_long(reading, number, offset),
                Ok(Next::End) => return None,
                Err(error) => {
                    unreadable(reading, &error);
                    return None;
                }
            }
        }
    }

    /// The next row of a head, where nothing is told.
    pub fn next_record(&mut self) -> std::io::Result<Next> {
        let Some((mut raw, number, offset)) = (match self.next_line()? {
            Ok(line) => line,
            Err(too_long) => return Ok(too_long),
        }) else {
            return Ok(Next::End);
        };
        let mut parser = Parser::new(self.delimiter);
        parser.feed(&String::from_utf8_lossy(&raw));
        let mut taken: Vec<(Vec<u8>, u64, u64)> = Vec::new();
        // A file with many stray quotes has no cells of many lines.
        let most = if self.strays < 3 { QUOTED_LINES_MAX } else { 1 };
        while parser.quoted {
            let size: usize = raw.len() + taken.iter().map(|t| t.0.len()).sum::<usize>();
            let more =
                if taken.len() < most && size < LINE_MAX { self.next_line()?.unwrap_or(None) } else { None };
            let Some(more) = more else {
                self.strays += 1;
                for line in taken.into_iter().rev() {
                    self.waiting.push_front(line);
                }
                let cells = Parser::split(&String::from_utf8_lossy(&raw), self.delimiter);
                return Ok(Next::Unclosed(Record { number, offset, raw, cells }));
            };
            parser.feed("\n");
            parser.feed(&String::from_utf8_lossy(&more.0));
            taken.push(more);
        }
        for (line, ..) in taken {
            raw.push(b'\n');
            raw.extend_from_slice(&line);
        }
        Ok(Next::Record(Record { number, offset, raw, cells: parser.finish() }))
    }

    #[allow(clippy::type_complexity, reason = "line, number, offset; or a line that was not kept")]
    fn next_line(&mut self) -> std::io::Result<Result<Option<(Vec<u8>, u64, u64)>, Next>> {
        if let Some(line) = self.waiting.pop_front() {
            return Ok(Ok(Some(line)));
        }
        let mut line = Vec::new();
        Ok(match self.lines.next_piece(&mut line)? {
            Piece::Text { number, offset } => Ok(Some((line, number, offset))),
            Piece::TooLong { number, offset } => Err(Next::TooLong { number, offset }),
            Piece::End => Ok(None),
        })
    }
}

struct Parser {
    delimiter: char,
    cells: Vec<String>,
    cell: String,
    quoted: bool,
    /// Nothing but spaces stood in the cell so far.
    fresh: bool,
    /// The last character inside quotes was a quote: the end, or half of a doubled one.
    pending: bool,
}

impl Parser {
    fn new(delimiter: char) -> Self {
        Self { delimiter, cells: Vec::new(), cell: String::new(), quoted: false, fresh: true, pending: false }
    }

    fn feed(&mut self, text: &str) {
        for c in text.chars() {
            if self.pending {
                self.pending = false;
                if c == '"' {
                    self.cell.push('"');
                    continue;
                }
                self.quoted = false;
            }
            if self.quoted {
                if c == '"' { self.pending = true } else { self.cell.push(c) }
            } else if c == self.delimiter {
                self.cells.push(std::mem::take(&mut self.cell));
                self.fresh = true;
            } else if c == '"' && self.fresh {
                self.cell.clear();
                self.quoted = true;
                self.fresh = false;
            } else {
                self.fresh &= c == ' ';
                self.cell.push(c);
            }
        }
        if self.pending {
            // A quote at the end of the line closes.
            self.pending = false;
            self.quoted = false;
        }
    }

    fn finish(mut self) -> Vec<String> {
        self.cells.push(self.cell);
        self.cells
    }

    /// Without quoting.
    fn split(text: &str, delimiter: char) -> Vec<String> {
        text.split(delimiter).map(|c| c.trim_matches('"').to_owned()).collect()
    }
}

/// One line split into cells, for looking at heads.
pub(crate) fn cells(line: &str, delimiter: char) -> Vec<String> {
    let mut parser = Parser::new(delimiter);
    parser.feed(line);
    parser.finish()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn all(text: &str) -> Vec<(u64, Vec<String>, bool)> {
        let mut records = Records::new(text.as_bytes(), ';');
        let mut found = Vec::new();
        loop {
            match records.next_record().unwrap() {
                Next::Record(r) => found.push((r.number, r.cells, false)),
                Next::Unclosed(r) => found.push((r.number, r.cells, true)),
                Next::TooLong { .. } => {}
                Next::End => return found,
            }
        }
    }

    fn row(number: u64, cells: &[&str], stray: bool) -> (u64, Vec<String>, bool) {
        (number, cells.iter().map(|c| (*c).to_owned()).collect(), stray)
    }

    #[test]
    fn quotes_line_feeds_and_strays_are_told_apart() {
        assert_eq!(
            all("a;b\n\"x;\"\"y\"\"\nz\" ;2\n3\" tv;4\n"),
            [
                row(1, &["a", "b"], false),
                row(2, &["x;\"y\"\nz ", "2"], false),
                row(4, &["3\" tv", "4"], false)
            ]
        );
        assert_eq!(all("\"open;1\nb;2\n"), [row(1, &["open", "1"], true), row(2, &["b", "2"], false)]);
        assert_eq!(all(""), []);
        assert_eq!(all("\"\";x"), [row(1, &["", "x"], false)]);
    }

    #[test]
    fn a_file_of_stray_quotes_is_read_in_one_pass() {
        let text = "\"a;b\n".repeat(20_001);
        let found = all(&text);
        assert!(found.len() > 5_000, "{}", found.len());
    }
}
