//! Replays every file of `fuzz/corpus/CODEC/` through the codec of that name: whole, cut at every point from both
//! ends, and with bytes changed. No bytes make a codec panic, and a value called a copy is a copy.
//! The fuzz targets start from the same files.
#![allow(clippy::disallowed_methods, reason = "tests read files; the crate itself never does")]

use oogmerk_wire::codec::{self, CODECS};
use std::path::{Path, PathBuf};

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus")
}

fn check(name: &str, bytes: &[u8]) {
    let Some(Ok(clues)) = codec::read(name, bytes) else { return };
    for clue in &clues.0 {
        match &clue.span {
            Some(span) => {
                let at = bytes.get(span.clone());
                assert!(at.is_some(), "{name}: {} lies outside at {span:?}", clue.field);
                assert!(
                    clue.decoded || at == Some(clue.value.as_bytes()),
                    "{name}: {} is no copy",
                    clue.field
                );
            }
            None => assert!(clue.decoded, "{name}: {} is called a copy and has no place", clue.field),
        }
    }
}

#[test]
fn every_seed_is_read_whole_and_cut_at_every_point() -> std::io::Result<()> {
    let mut replayed = 0;
    for folder in std::fs::read_dir(corpus())? {
        let folder = folder?.path();
        let name = folder.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        assert!(CODECS.iter().any(|c| c.name == name), "{name} is no codec");
        for file in std::fs::read_dir(&folder)? {
            let file = file?.path();
            let seed = std::fs::read(&file)?;
            let clues = codec::read(&name, &seed);
            assert!(matches!(clues, Some(Ok(_))), "{} is not read: {clues:?}", file.display());
            // Long seeds are cut at fewer points, so that this stays a matter of seconds.
            let step = 1 + seed.len() / 4096;
            for cut in (0..=seed.len()).step_by(step) {
                check(&name, &seed[..cut]);
                check(&name, &seed[cut..]);
            }
            let mut changed = seed.clone();
            for at in (0..seed.len()).step_by(step) {
                for value in [0x00, 0xff, seed[at] ^ 0x01, seed[at] ^ 0x80] {
                    changed[at] = value;
                    check(&name, &changed);
                }
                changed[at] = seed[at];
            }
            replayed += 1;
        }
    }
    assert!(replayed >= 10, "only {replayed} seeds");
    Ok(())
}

#[test]
fn every_codec_stands_every_seed_of_the_others() -> std::io::Result<()> {
    for folder in std::fs::read_dir(corpus())? {
        for file in std::fs::read_dir(folder?.path())? {
            let seed = std::fs::read(file?.path())?;
            for row in CODECS {
                check(row.name, &seed);
            }
        }
    }
    Ok(())
}

#[test]
fn every_row_s_own_sample_is_read_whole_and_cut_at_every_point() {
    for row in CODECS {
        assert!(matches!(codec::read(row.name, row.sample), Some(Ok(_))), "{}", row.name);
        for cut in 0..=row.sample.len() {
            check(row.name, &row.sample[..cut]);
            check(row.name, &row.sample[cut..]);
        }
    }
}

#[test]
fn every_codec_has_one_row() {
    let mut names: Vec<_> = CODECS.iter().map(|c| c.name).collect();
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all, "a name stands twice: {names:?}");
}
