//! Reads a capture file and prints its facts as JSON lines, or with `--count` only how many of each kind; `--bare`
//! leaves the codecs out.
//! A window on the reader for whoever works on it; the product's command is `oogmerk identify`.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "an example opens its file itself")]

use oogmerk_capture::{Options, Reader};
use oogmerk_model::{Fact, Sink};
use oogmerk_wire::Malformed;
use oogmerk_wire::codec::CODECS;
use oogmerk_wire::row::Codec;
use std::io::Read;

/// The row without its codec: recognised and not read.
fn deaf(codec: &'static Codec) -> &'static Codec {
    Box::leak(Box::new(Codec { read: |_| Err(Malformed::at(0, "not read")), ..*codec }))
}

#[derive(Default)]
struct Counter {
    evidence: u64,
    contacts: u64,
    vias: u64,
    problems: u64,
    others: u64,
    quiet: bool,
}

impl Sink for Counter {
    fn take(&mut self, fact: Fact) {
        if !self.quiet
            && let Ok(line) = serde_json::to_string(&fact)
        {
            println!("{line}");
        }
        match fact {
            Fact::Evidence(_) => self.evidence += 1,
            Fact::Contact(_) => self.contacts += 1,
            Fact::Via(_) => self.vias += 1,
            Fact::Problem(_) => self.problems += 1,
            Fact::Window(_) | Fact::Dropped(_) => self.others += 1,
        }
    }
}

fn main() -> std::io::Result<()> {
    let mut counter = Counter::default();
    let mut bare = false;
    for path in std::env::args().skip(1) {
        match path.as_str() {
            "--count" => {
                counter.quiet = true;
                continue;
            }
            "--bare" => {
                bare = true;
                continue;
            }
            _ => {}
        }
        let codecs: Vec<&'static Codec> = CODECS.iter().map(|c| if bare { deaf(c) } else { c }).collect();
        let mut reader = Reader::with_codecs(Options::named(&path), &codecs);
        let mut file = std::fs::File::open(&path)?;
        let mut buffer = vec![0; 1 << 20];
        loop {
            let n = file.read(&mut buffer)?;
            if n == 0 {
                break;
            }
            reader.feed(&buffer[..n], &mut counter);
        }
        reader.finish(&mut counter);
    }
    eprintln!(
        "evidence {} contacts {} vias {} problems {} others {}",
        counter.evidence, counter.contacts, counter.vias, counter.problems, counter.others
    );
    Ok(())
}
