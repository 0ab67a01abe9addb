//! The outermost objects of an input, one after the other: one a line, in a list, on one line or spread over many.
//!
//! Brackets and quotes are counted as bytes go by, once each, so a list of any length is read in the memory of its
//! longest member. An object that was cut off ends where the grammar shows it: at an opening bracket that cannot stand
//! there. What it is that was found is the format's business. Source: RFC 8259; "JSON lines" as scanners write them.

use crate::encoding::as_utf8;
use crate::lines::unreadable;
use crate::reading::{Reading, digest};
use oogmerk_model::{Observation, ProblemSeverity, Subject};
use std::cell::OnceCell;
use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;

/// Longest object kept.
pub(crate) const OBJECT_MAX: usize = 16 * 1024 * 1024;
/// Objects and lists inside each other at most.
const DEPTH_MAX: usize = 256;

/// One object, whole or as far as it goes.
#[derive(Debug)]
pub(crate) struct Object {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The line it begins on, from 1.
    pub number: u64,
    /// Where it begins.
    pub offset: u64,
    digest: OnceCell<Arc<str>>,
}

impl Object {
    /// An object of these bytes.
    pub fn new(bytes: Vec<u8>, number: u64, offset: u64) -> Self {
        Self { bytes, number, offset, digest: OnceCell::new() }
    }

    /// An observation of something that it tells of. Its bytes are digested once, of however many it tells.
    pub fn observation(&self, subject: Subject, protocol: &str, reading: &Reading<'_>) -> Observation {
        let digest = self.digest.get_or_init(|| digest(&self.bytes));
        reading.observed(subject, protocol, Some(self.number), Arc::clone(digest))
    }
}

/// What a byte did.
enum Step {
    /// Nothing that ends an object.
    Goes,
    /// It closed the object.
    Closed,
    /// It opens another object where none can stand: the one before was cut off.
    Broken,
    /// The object is longer or deeper than is read.
    Beyond,
}

/// The objects of an input.
pub(crate) struct Objects<'i> {
    input: BufReader<Box<dyn Read + 'i>>,
    number: u64,
    offset: u64,
    held: Held,
    /// Something that is no object was met: what follows on its line is passed over.
    strayed: bool,
    ended: bool,
}

/// The object being read.
#[derive(Default)]
struct Held {
    bytes: Vec<u8>,
    number: u64,
    offset: u64,
    /// What is open, outermost first: an object, or else a list.
    open: Vec<bool>,
    in_text: bool,
    is_escaped: bool,
    /// The last byte that is no white space.
    last: u8,
    /// The byte before.
    before: u8,
}

impl<'i> Objects<'i> {
    /// The objects of a tool's output.
    pub fn of(input: Box<dyn Read + 'i>) -> Self {
        Self {
            input: BufReader::with_capacity(64 * 1024, as_utf8(input).1),
            number: 1,
            offset: 0,
            held: Held::default(),
            strayed: false,
            ended: false,
        }
    }

    /// The next object; what is none is told, once a line.
    pub fn next(&mut self, reading: &mut Reading<'_>) -> Option<Object> {
        while !self.ended {
            let chunk = match self.input.fill_buf() {
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.ended = true;
                    unreadable(reading, &error);
                    break;
                }
                Ok(chunk) => chunk,
            };
            if chunk.is_empty() {
                self.ended = true;
                break;
            }
            let (mut used, mut found) = (0, None);
            for byte in chunk {
                used += 1;
                let at = (self.number, self.offset + used as u64 - 1);
                self.number += u64::from(*byte == b'\n');
                found = take(*byte, at, &mut self.held, &mut self.strayed, reading);
                if found.is_some() {
                    break;
                }
            }
            self.input.consume(used);
            self.offset += used as u64;
            if found.is_some() {
                return found;
            }
        }
        let rest = std::mem::take(&mut self.held);
        (!rest.open.is_empty()).then(|| rest.object())
    }
}

/// Takes a byte. Gives the object that it ends.
fn take(
    byte: u8,
    at: (u64, u64),
    held: &mut Held,
    strayed: &mut bool,
    reading: &mut Reading<'_>,
) -> Option<Object> {
    if held.open.is_empty() {
        between(byte, at, held, strayed, reading);
        return None;
    }
    match held.step(byte) {
        Step::Goes => None,
        Step::Closed => Some(std::mem::take(held).object()),
        Step::Broken => {
            let broken = std::mem::take(held).object();
            held.begin(at);
            Some(broken)
        }
        Step::Beyond => {
            let reason =
                format!("an object is longer than {} MiB or too deep and was skipped", OBJECT_MAX >> 20);
            reading.problem(ProblemSeverity::Part, Some(held.number), Some(held.offset), reason);
            *held = Held::default();
            *strayed = true;
            None
        }
    }
}

/// Takes a byte that stands in no object.
fn between(byte: u8, at: (u64, u64), held: &mut Held, strayed: &mut bool, reading: &mut Reading<'_>) {
    match byte {
        b'\n' => *strayed = false,
        _ if *strayed => {}
        b'{' => held.begin(at),
        b',' | b'[' | b']' | b'\x1e' => {}
        b if b.is_ascii_whitespace() => {}
        _ => {
            *strayed = true;
            let reason = "not a record: an object is due";
            reading.problem(ProblemSeverity::Part, Some(at.0), Some(at.1), reason);
        }
    }
}

impl Held {
    fn begin(&mut self, at: (u64, u64)) {
        *self = Self { number: at.0, offset: at.1, last: b'{', before: b'{', ..Self::default() };
        self.bytes.push(b'{');
        self.open.push(true);
    }

    fn step(&mut self, byte: u8) -> Step {
        if self.bytes.len() >= OBJECT_MAX || self.open.len() > DEPTH_MAX {
            return Step::Beyond;
        }
        let before = std::mem::replace(&mut self.before, byte);
        if self.in_text {
            // A line feed cannot stand in a text: one whose next line opens an object was cut off.
            if byte == b'{' && before == b'\n' {
                return Step::Broken;
            }
            self.bytes.push(byte);
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'\\' => self.is_escaped = true,
                b'"' => self.in_text = false,
                _ => {}
            }
            return Step::Goes;
        }
        self.bracket(byte)
    }

    /// A byte outside texts.
    fn bracket(&mut self, byte: u8) -> Step {
        let in_object = self.open.last() == Some(&true);
        match byte {
            b'{' if in_object && self.last != b':' => return Step::Broken,
            b'{' if !in_object && !matches!(self.last, b'[' | b',') => return Step::Broken,
            b'{' | b'[' => self.open.push(byte == b'{'),
            b'}' | b']' => drop(self.open.pop()),
            b'"' => self.in_text = true,
            _ => {}
        }
        self.bytes.push(byte);
        if !byte.is_ascii_whitespace() {
            self.last = byte;
        }
        if self.open.is_empty() { Step::Closed } else { Step::Goes }
    }

    fn object(self) -> Object {
        Object::new(self.bytes, self.number, self.offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use oogmerk_model::Fact;

    /// The objects of a text with their places, and how many problems were told.
    fn check(text: &str, want: &[(&str, u64, u64)], problems: u64) {
        let options = Options::default();
        let mut facts: Vec<Fact> = Vec::new();
        let mut reading = Reading::new("t", &options, &mut facts);
        let mut objects = Objects::of(Box::new(text.as_bytes()));
        let mut seen = Vec::new();
        while let Some(object) = objects.next(&mut reading) {
            seen.push((String::from_utf8_lossy(&object.bytes).into_owned(), object.number, object.offset));
        }
        let seen: Vec<_> =
            seen.iter().map(|(text, number, offset)| (text.as_str(), *number, *offset)).collect();
        assert_eq!(seen, want, "{text}");
        assert_eq!(reading.outcome.problems, problems, "{text}");
    }

    #[test]
    fn objects_are_found_however_they_are_laid_out() {
        check("{\"a\":1}\n{\"b\":\"}\"}\n", &[("{\"a\":1}", 1, 0), ("{\"b\":\"}\"}", 2, 8)], 0);
        check("[{\"a\":[{}]},{\"b\":2}]", &[("{\"a\":[{}]}", 1, 1), ("{\"b\":2}", 1, 12)], 0);
        check(
            "[\n  {\n    \"a\": {\n}\n  },\n  {}\n]\n",
            &[("{\n    \"a\": {\n}\n  }", 2, 4), ("{}", 6, 26)],
            0,
        );
        check("{\"a\":\"\\\"{\"}{}", &[("{\"a\":\"\\\"{\"}", 1, 0), ("{}", 1, 11)], 0);
    }

    #[test]
    fn a_line_that_was_cut_off_takes_no_other_with_it() {
        let good = "{\"b\":1}";
        for cut in ["{\"a\":\"text that ends", "{\"a\":{\"c\"", "{ broken", "{\"a\":[1", "{\"a\":1,"] {
            let text = format!("{cut}\n{good}\n");
            let at = cut.len() as u64 + 1;
            check(&text, &[(&text[..=cut.len()], 1, 0), (good, 2, at)], 0);
        }
        check("{\"a\":1", &[("{\"a\":1", 1, 0)], 0);
    }

    #[test]
    fn what_is_no_object_is_told_once_a_line() {
        check("x {\"a\":1} y\n{}\nz z\n", &[("{}", 2, 12)], 2);
    }

    #[test]
    fn depth_without_end_is_told_and_not_held() {
        let deep = format!("{{\"a\":{}\n{{}}\n", "[".repeat(10_000));
        check(&deep, &[("{}", 2, 10_006)], 1);
    }
}
