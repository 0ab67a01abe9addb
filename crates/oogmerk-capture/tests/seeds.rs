//! The seeds of the fuzz target `capture`, and what the target asserts held on each of them: the first byte says where
//! the rest is cut, and in two pieces it gives the facts that it gives whole.
#![allow(clippy::disallowed_methods, reason = "tests read files; the crate itself never does")]

use oogmerk_capture::{Options, Reader};
use oogmerk_model::Fact;
use std::path::{Path, PathBuf};

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/capture");
const SEEDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/seeds/capture");

fn files(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path());
    entries.filter(|path| path.extension().is_none_or(|e| e != "md")).collect()
}

fn facts(pieces: &[&[u8]]) -> Vec<Fact> {
    let mut reader = Reader::new(Options::default());
    let mut facts = Vec::new();
    for piece in pieces {
        reader.feed(piece, &mut facts);
    }
    reader.finish(&mut facts);
    facts
}

/// Cut inside the file's header, and inside the head of its first record.
#[test]
fn the_golden_seeds_of_the_fuzz_target_are_samples_with_a_cut() {
    let mut seeds = Vec::new();
    for sample in files(SAMPLES) {
        let bytes = std::fs::read(&sample).unwrap_or_default();
        for cut in [11u8, 31] {
            let name = format!("{}-cut-{cut}", sample.file_name().unwrap_or_default().to_string_lossy());
            seeds.push((Path::new(SEEDS).join(name), [&[cut], bytes.as_slice()].concat()));
        }
    }
    assert!(!seeds.is_empty(), "the samples were not found");
    oogmerk_trial::golden::hold(seeds);
}

#[test]
fn every_seed_of_the_fuzz_target_gives_the_same_whole_and_in_pieces() {
    let seeds = files(SEEDS);
    assert!(!seeds.is_empty(), "the seeds were not found");
    for path in seeds {
        let bytes = std::fs::read(&path).unwrap_or_default();
        let Some((_, bytes)) = bytes.split_first() else { continue };
        let whole = facts(&[bytes]);
        for cut in 0..=bytes.len() {
            assert_eq!(facts(&[&bytes[..cut], &bytes[cut..]]), whole, "{} cut at {cut}", path.display());
            facts(&[&bytes[..cut]]);
        }
    }
}
