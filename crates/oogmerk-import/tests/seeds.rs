//! The seeds of the fuzz target `import`: every sample of the house, kept beside the target by `./dev golden`, and what
//! the target asserts held on each of them, whole and cut.
#![allow(clippy::disallowed_methods, reason = "tests read their samples; the crate reads none")]

mod held;

use held::{read_bytes, vocabulary};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples");
const SEEDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/seeds/import");

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path())
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The path of each seed and the sample it is.
fn seeds() -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for folder in entries(Path::new(SAMPLES)) {
        for file in entries(&folder).filter(|f| f.extension().is_none_or(|e| e != "md" && e != "facts")) {
            let seed = Path::new(SEEDS).join(format!("{}-{}", name(&folder), name(&file)));
            found.push((seed, fs::read(&file).expect("a sample")));
        }
    }
    assert!(found.len() > 25, "the samples were not found");
    found
}

#[test]
fn the_golden_seeds_of_the_fuzz_target_are_the_samples() {
    let seeds = seeds();
    let made: BTreeSet<&PathBuf> = seeds.iter().map(|(path, _)| path).collect();
    let stray: Vec<PathBuf> = entries(Path::new(SEEDS)).filter(|path| !made.contains(path)).collect();
    assert!(stray.is_empty(), "seeds without a sample: {stray:?}");
    oogmerk_trial::golden::hold(seeds);
}

/// What the target asserts: no panic, and no field that the vocabulary does not hold.
#[test]
fn every_seed_of_the_fuzz_target_holds_whole_and_cut() {
    let vocabulary = vocabulary();
    let mut replayed = 0;
    for path in entries(Path::new(SEEDS)) {
        let bytes = fs::read(&path).expect("a seed");
        for cut in (0..=bytes.len()).step_by(1 + bytes.len() / 64).chain([bytes.len()]) {
            for e in read_bytes(&bytes[..cut]).evidence() {
                assert!(vocabulary.admits(e.field.as_str()), "{}: {}", path.display(), e.field);
            }
        }
        replayed += 1;
    }
    assert!(replayed > 25, "only {replayed} seeds");
}
