//! `oogmerk identify --each`: one verdict per input line at once, in input order, flat memory, no merging.

use crate::arguments::{Identify, Output};
use crate::clock;
use crate::exit::{Exit, Trouble};
use crate::verbs::identify::import_options;
use oogmerk_assess::{Ground, assess_each};
use oogmerk_import::Format;
use oogmerk_knowledge::Knowledge;
use rayon::prelude::*;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};

/// Lines handed to the cores at a time.
const BATCH: usize = 4_096;
/// Longest line read; a longer one is named and skipped.
const LINE_MAX: usize = 1 << 20;

/// Runs the verb.
pub fn run(a: &Identify, knowledge: &Knowledge, format: Option<Format>) -> Result<Exit, Trouble> {
    if a.output != Output::Jsonl {
        return Err(Trouble::wrong_use("--each writes JSON lines: add --output jsonl"));
    }
    if format.is_some_and(|f| f != Format::OogmerkLines) {
        return Err(Trouble::wrong_use(
            "--each reads observation and evidence lines; other formats need the whole input",
        ));
    }
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    let mut exit = Exit::Done;
    for path in &a.paths {
        let input: Box<dyn Read> = if path.as_os_str() == "-" {
            Box::new(std::io::stdin().lock())
        } else {
            match File::open(path) {
                Ok(file) => Box::new(file),
                Err(error) => {
                    eprintln!("not readable: {}: {error}", path.display());
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

/// Reads lines in batches, assesses a batch on all cores, writes it in order. Returns how many lines were not readable.
fn lines(
    input: Box<dyn Read + '_>,
    name: &str,
    knowledge: &Knowledge,
    out: &mut impl Write,
) -> Result<u64, Trouble> {
    let mut reader = BufReader::with_capacity(1 << 20, input);
    let options = import_options(knowledge, &[]);
    let now = clock::now();
    let (mut number, mut offset) = (0u64, 0u64);
    let mut bad = 0u64;
    loop {
        let mut batch: Vec<((u64, u64), Vec<u8>)> = Vec::with_capacity(BATCH);
        while batch.len() < BATCH {
            let mut line = Vec::new();
            let length = next_line(&mut reader, &mut line)?;
            if length == 0 {
                break;
            }
            number += 1;
            if !line.iter().all(u8::is_ascii_whitespace) {
                batch.push(((number, offset), line));
            }
            offset += length;
        }
        if batch.is_empty() {
            return Ok(bad);
        }
        let done: Vec<(u64, Result<Vec<u8>, String>)> = batch
            .into_par_iter()
            .map(|(place, line)| (place.0, one(&line, name, place, knowledge, &options, now)))
            .collect();
        for (n, result) in done {
            match result {
                Ok(bytes) => out.write_all(&bytes)?,
                Err(reason) => {
                    bad += 1;
                    if bad <= 20 {
                        eprintln!("not readable: {name}, line {n}: {reason}");
                    }
                }
            }
        }
    }
}

/// One line without its end; the part above the limit is read and forgotten. Returns how many bytes of the input it
/// took, its end included; 0 at the end of the input.
fn next_line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<u64> {
    let mut taken = 0u64;
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(taken);
        }
        let (part, used, ended) = match buffer.iter().position(|b| *b == b'\n') {
            Some(at) => (&buffer[..at], at + 1, true),
            None => (buffer, buffer.len(), false),
        };
        // One byte above the limit is kept, so that the reader behind can tell a cut line from a whole one.
        let room = (LINE_MAX + 1).saturating_sub(line.len());
        line.extend_from_slice(&part[..part.len().min(room)]);
        reader.consume(used);
        taken += used as u64;
        if ended {
            return Ok(taken);
        }
    }
}

fn one(
    line: &[u8],
    name: &str,
    (number, offset): (u64, u64),
    knowledge: &Knowledge,
    options: &oogmerk_import::Options,
    now: oogmerk_model::Timestamp,
) -> Result<Vec<u8>, String> {
    if line.len() > LINE_MAX {
        return Err(format!("longer than {LINE_MAX} bytes"));
    }
    let mut ground = Ground::new();
    oogmerk_import::read_line(line, number, offset, name, options, &mut ground);
    ground.close();
    if let Some(problem) = ground.problems.first() {
        return Err(problem.reason.clone());
    }
    let device = assess_each(&ground.evidence, knowledge, now);
    let mut bytes = serde_json::to_vec(&device).map_err(|e| e.to_string())?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::io::Cursor;

    #[test]
    fn a_line_of_any_length_keeps_memory_flat_and_the_next_line_whole() {
        let mut input = vec![b'x'; LINE_MAX * 3];
        input.extend_from_slice(b"\nshort\n\nlast");
        let mut reader = BufReader::with_capacity(64, Cursor::new(input));
        let mut lengths = Vec::new();
        loop {
            let mut line = Vec::new();
            if next_line(&mut reader, &mut line).unwrap() == 0 {
                break;
            }
            lengths.push(line.len());
        }
        assert_eq!(lengths, [LINE_MAX + 1, 5, 0, 4]);
    }
}
