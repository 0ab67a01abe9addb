//! `oogmerk identify --each`: one verdict per input line at once, in input order, flat memory, no merging.
//!
//! One thread reads blocks of whole lines, as much as there is to read; every core answers blocks; the calling thread
//! writes them in order. A fixed number of blocks goes round, so that memory stays flat however long the input and
//! however slow the reader behind us. A producer that pauses gets its answers before the pause, not after it.

use crate::arguments::{Identify, Output};
use crate::clock;
use crate::exit::{Exit, Trouble};
use crate::inputs::import_options;
use crate::say::{json_line, say};
use memchr::{memchr, memchr_iter, memrchr};
use oogmerk_identify::{Ground, OneByOne, Options};
use oogmerk_import::Format;
use oogmerk_knowledge::Knowledge;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::available_parallelism;

/// Bytes read at a time.
const BLOCK: usize = 1 << 18;
/// Longest line read; a longer one is named and skipped.
const LINE_MAX: usize = 1 << 20;
/// Lines that could not be read and are named one by one.
const NAMED_MAX: u64 = 20;

/// Runs the verb.
pub fn run(a: &Identify, knowledge: &Knowledge, format: Option<Format>) -> Result<Exit, Trouble> {
    if a.output != Output::Jsonl {
        return Err(Trouble::wrong_use("--each writes JSON lines: add --output jsonl"));
    }
    if format.is_some_and(|f| f != Format::OOGMERK_LINES) {
        return Err(Trouble::wrong_use(
            "--each reads observation and evidence lines; other formats need the whole input",
        ));
    }
    let mut out = BufWriter::with_capacity(BLOCK, std::io::stdout().lock());
    let mut exit = Exit::Done;
    for path in &a.paths {
        let input: Box<dyn Read + Send> = if path.as_os_str() == "-" {
            Box::new(std::io::stdin())
        } else {
            match File::open(path) {
                Ok(file) => Box::new(file),
                Err(error) => {
                    say!("not readable: {}: {error}", path.display());
                    exit = Exit::Partly;
                    continue;
                }
            }
        };
        if lines(input, &path.display().to_string(), knowledge, &mut out)? > 0 {
            exit = Exit::Partly;
        }
    }
    out.flush()?;
    Ok(exit)
}

/// Whole lines of the input, and then their answers.
#[derive(Debug, Default)]
struct Block {
    /// Place in the order of blocks, from 0.
    place: u64,
    /// Number of its first line, from 1, and where that line begins in the input.
    number: u64,
    offset: u64,
    lines: Vec<u8>,
    answers: Vec<u8>,
    /// Number of each line that was not readable, and why.
    problems: Vec<(u64, String)>,
}

/// Reads, answers and writes at the same time. Returns how many lines were not readable.
fn lines(
    input: Box<dyn Read + Send>,
    name: &str,
    knowledge: &Knowledge,
    out: &mut impl Write,
) -> Result<u64, Trouble> {
    let options = Options::all_at(clock::now(), oogmerk_wire::hearing());
    let import = import_options(knowledge, &[]);
    let desk = Desk { name, knowledge, import, one_by_one: OneByOne::new(knowledge, &options) };
    let cores = available_parallelism().map_or(1, usize::from);
    let blocks = cores * 3 + 2;
    let (give_back, empty) = sync_channel(blocks);
    let (hand_in, waiting) = sync_channel(blocks);
    let (hand_out, answered) = sync_channel(blocks);
    for _ in 0..blocks {
        // The channel holds as many, so that this never waits.
        let _ = give_back.send(Block::default());
    }
    let waiting = Mutex::new(waiting);
    std::thread::scope(|scope| {
        let reader = scope.spawn(move || Blocks::new(input).read(&empty, &hand_in));
        for _ in 0..cores {
            let (hand_out, waiting, desk) = (hand_out.clone(), &waiting, &desk);
            scope.spawn(move || {
                while let Some(mut block) = next(waiting) {
                    desk.answer(&mut block);
                    if hand_out.send(block).is_err() {
                        return;
                    }
                }
            });
        }
        drop(hand_out);
        let bad = write_in_order(&answered, &give_back, name, out);
        // Whoever still waits for a block or a place learns that nobody is there any more.
        drop((answered, give_back));
        let bad = bad?;
        match reader.join() {
            Ok(read) => read.map(|()| bad).map_err(Trouble::from),
            Err(_) => Err(Trouble::nothing("the reading thread ended early")),
        }
    })
}

fn next(waiting: &Mutex<Receiver<Block>>) -> Option<Block> {
    waiting.lock().ok()?.recv().ok()
}

/// Writes what comes in any order in the order of the input, and flushes whenever nothing else is ready.
fn write_in_order(
    answered: &Receiver<Block>,
    give_back: &SyncSender<Block>,
    name: &str,
    out: &mut impl Write,
) -> Result<u64, Trouble> {
    let mut early: BTreeMap<u64, Block> = BTreeMap::new();
    let (mut due, mut bad) = (0, 0);
    while let Ok(block) = answered.recv() {
        early.insert(block.place, block);
        while let Some(mut block) = early.remove(&due) {
            due += 1;
            out.write_all(&block.answers)?;
            for (number, reason) in block.problems.drain(..) {
                bad += 1;
                if bad <= NAMED_MAX {
                    say!("not readable: {name}, line {number}: {reason}");
                }
            }
            // The reader is gone once it has read everything.
            let _ = give_back.send(block);
        }
        if early.is_empty() {
            out.flush()?;
        }
    }
    Ok(bad)
}

/// Cuts an input into blocks of whole lines.
struct Blocks<R> {
    input: R,
    place: u64,
    number: u64,
    offset: u64,
    /// What was read behind the last block.
    carry: Vec<u8>,
}

impl<R: Read> Blocks<R> {
    fn new(input: R) -> Self {
        Self { input, place: 0, number: 1, offset: 0, carry: Vec::new() }
    }

    /// Fills the empty blocks, until the input ends or nobody takes them.
    fn read(mut self, empty: &Receiver<Block>, hand_in: &SyncSender<Block>) -> std::io::Result<()> {
        while let Ok(mut block) = empty.recv() {
            if !self.fill(&mut block)? || hand_in.send(block).is_err() {
                break;
            }
        }
        Ok(())
    }

    /// Reads until there is a whole line, and takes as many more as came with it. False at the end of the input.
    fn fill(&mut self, block: &mut Block) -> std::io::Result<bool> {
        block.lines.clear();
        block.lines.append(&mut self.carry);
        let (mut searched, mut lost) = (0, 0);
        loop {
            if let Some(at) = memrchr(b'\n', &block.lines[searched..]) {
                let end = searched + at + 1;
                self.carry.extend_from_slice(&block.lines[end..]);
                block.lines.truncate(end);
                break;
            }
            searched = block.lines.len();
            if searched > LINE_MAX {
                lost = self.skip_line(&mut block.lines)?;
                break;
            }
            if self.read_more(&mut block.lines)? == 0 {
                break;
            }
        }
        self.count(block, lost);
        Ok(!block.lines.is_empty())
    }

    /// Reads on to the end of a line that is too long and throws that away; one byte above the limit stays, so that
    /// the line is known for what it is. Returns how many bytes were thrown away.
    fn skip_line(&mut self, line: &mut Vec<u8>) -> std::io::Result<u64> {
        let mut lost = (line.len() - (LINE_MAX + 1)) as u64;
        line.truncate(LINE_MAX + 1);
        let mut more = Vec::new();
        while self.read_more(&mut more)? > 0 {
            if let Some(at) = more.iter().position(|b| *b == b'\n') {
                line.push(b'\n');
                self.carry.extend_from_slice(&more[at + 1..]);
                return Ok(lost + at as u64);
            }
            lost += more.len() as u64;
            more.clear();
        }
        Ok(lost)
    }

    /// Appends what one read gives; 0 at the end of the input.
    fn read_more(&mut self, bytes: &mut Vec<u8>) -> std::io::Result<usize> {
        let old = bytes.len();
        bytes.resize(old + BLOCK, 0);
        let got = loop {
            match self.input.read(&mut bytes[old..]) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        bytes.truncate(old + got.as_ref().map_or(0, |n| *n));
        got
    }

    fn count(&mut self, block: &mut Block, lost: u64) {
        (block.place, block.number, block.offset) = (self.place, self.number, self.offset);
        self.place += 1;
        self.number += memchr_iter(b'\n', &block.lines).count() as u64;
        self.offset += block.lines.len() as u64 + lost;
    }
}

/// What answering a line needs.
struct Desk<'k> {
    name: &'k str,
    knowledge: &'k Knowledge,
    import: oogmerk_import::Options,
    one_by_one: OneByOne<'k>,
}

impl Desk<'_> {
    fn answer(&self, block: &mut Block) {
        block.answers.clear();
        let mut ground = Ground::new();
        let (mut number, mut offset) = (block.number, block.offset);
        let mut rest = block.lines.as_slice();
        while !rest.is_empty() {
            let (line, behind) = rest.split_at(memchr(b'\n', rest).map_or(rest.len(), |at| at + 1));
            rest = behind;
            let text = line.strip_suffix(b"\n").unwrap_or(line);
            if !text.iter().all(u8::is_ascii_whitespace)
                && let Err(reason) = self.line(text, (number, offset), &mut ground, &mut block.answers)
            {
                block.problems.push((number, reason));
            }
            number += 1;
            offset += line.len() as u64;
        }
    }

    fn line(
        &self,
        line: &[u8],
        (number, offset): (u64, u64),
        ground: &mut Ground,
        out: &mut Vec<u8>,
    ) -> Result<(), String> {
        if line.len() > LINE_MAX {
            return Err(format!("longer than {LINE_MAX} bytes"));
        }
        ground.clear();
        oogmerk_import::read_line(line, number, offset, self.name, &self.import, ground);
        if let Some(problem) = ground.problems.first() {
            return Err(problem.reason.clone());
        }
        let device = self.one_by_one.identify(&ground.evidence, self.knowledge);
        let whole = out.len();
        json_line(&mut *out, &device).map_err(|e| {
            out.truncate(whole);
            e.to_string()
        })?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::io::Cursor;

    /// Gives at most so many bytes at a time.
    struct Drops<R>(R, usize);

    impl<R: Read> Read for Drops<R> {
        fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
            let n = bytes.len().min(self.1);
            self.0.read(&mut bytes[..n])
        }
    }

    /// Number, offset and length of every line.
    fn lines_of(input: &[u8], at_a_time: usize) -> Vec<(u64, u64, usize)> {
        let mut blocks = Blocks::new(Drops(Cursor::new(input), at_a_time));
        let (mut block, mut lines) = (Block::default(), Vec::new());
        while blocks.fill(&mut block).unwrap() {
            assert!(block.lines.capacity() <= 8 * LINE_MAX, "memory is not flat");
            let (mut number, mut offset) = (block.number, block.offset);
            for line in block.lines.split_inclusive(|b| *b == b'\n') {
                lines.push((number, offset, line.strip_suffix(b"\n").unwrap_or(line).len()));
                (number, offset) = (number + 1, offset + line.len() as u64);
            }
        }
        lines
    }

    #[test]
    fn a_line_of_any_length_keeps_memory_flat_and_the_next_lines_in_their_places() {
        let long = LINE_MAX * 3;
        let mut input = vec![b'x'; long];
        input.extend_from_slice(b"\nshort\n\nlast");
        let behind = long as u64 + 1;
        for at_a_time in [4_093, BLOCK] {
            assert_eq!(
                lines_of(&input, at_a_time),
                [(1, 0, LINE_MAX + 1), (2, behind, 5), (3, behind + 6, 0), (4, behind + 7, 4)]
            );
        }
    }

    #[test]
    fn lines_are_the_same_however_the_input_is_cut() {
        let input: Vec<u8> = (0..400).flat_map(|i| [vec![b'y'; i % 23], vec![b'\n']].concat()).collect();
        let whole = lines_of(&input, BLOCK);
        assert_eq!(whole.len(), 400);
        for at_a_time in [1, 2, 7, 64] {
            assert_eq!(lines_of(&input, at_a_time), whole);
        }
    }

    #[test]
    fn answers_keep_the_order_of_the_lines_and_bad_lines_are_counted() {
        let knowledge = oogmerk_knowledge::Knowledge::embedded().unwrap();
        let mut input = Vec::new();
        let mut want = Vec::new();
        for i in 0..3_000 {
            if i % 100 == 7 {
                input.extend_from_slice(b"no record\n");
                continue;
            }
            want.push(format!("x{i}"));
            let line = format!(
                "{{\"schema\":\"oogmerk.evidence/1\",\"subject\":\"x{i}\",\"field\":\"http.server\",\"value\":\"App-webs/\"}}\n"
            );
            input.extend_from_slice(line.as_bytes());
        }
        let mut out = Vec::new();
        let bad = lines(Box::new(Drops(Cursor::new(input), 9_001)), "test", &knowledge, &mut out).unwrap();
        assert_eq!(bad, 30);
        let answers = String::from_utf8(out).unwrap();
        let subject = |line: &str| {
            let device: serde_json::Value = serde_json::from_str(line).unwrap();
            device["subject"].as_str().unwrap().to_owned()
        };
        assert_eq!(answers.lines().map(subject).collect::<Vec<_>>(), want);
    }
}
