//! The table of formats holds together: every row knows its own sample and reads it, and no other row takes it first.

#![allow(clippy::disallowed_methods, reason = "tests read their samples; the crate reads none")]

mod held;

use held::{options, read_bytes, read_with};
use oogmerk_import::{Format, recognise};
use oogmerk_model::ProblemSeverity;
use std::fs;
use std::path::Path;

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples");

/// The samples of a format: the one in its own file, or those of its folder, or those of its codec.
fn samples(format: Format) -> Vec<(String, Vec<u8>)> {
    if let Some(bytes) = format.sample() {
        return vec![(format!("the sample in the file of {format}"), bytes.to_vec())];
    }
    let folders = [Some(format.as_str()), format.codec()];
    let files = folders.into_iter().flatten().find_map(|f| fs::read_dir(Path::new(SAMPLES).join(f)).ok());
    let paths = files.into_iter().flatten().map(|file| file.expect("a file").path());
    paths
        .filter(|path| path.extension().is_none_or(|e| e != "md" && e != "facts"))
        .map(|path| (path.display().to_string(), fs::read(&path).expect("a sample")))
        .collect()
}

#[test]
fn every_row_knows_its_own_sample_and_reads_it() {
    for format in Format::ALL {
        let samples = samples(format);
        assert!(!samples.is_empty(), "{format} has no sample");
        for (name, bytes) in samples {
            let told_by_head = (!format.is_last_resort()).then_some(format);
            assert_eq!(recognise(&bytes), told_by_head, "{name}");
            let held = read_bytes(&bytes);
            assert_eq!(held.outcome.format, Some(format), "{name}");
            assert!(held.outcome.records > 0 && !held.facts.is_empty(), "{name}: {:?}", held.outcome);
            assert!(held.outcome.worst < Some(ProblemSeverity::Whole), "{name}: {:?}", held.problems());
            let told = read_with(&bytes, Some(format), &options());
            assert_eq!(told.facts, held.facts, "{name}: told its format, it is read otherwise");
        }
    }
}

#[test]
fn names_are_kept_in_json_and_refused_where_no_row_has_them() {
    for format in Format::ALL {
        let text = serde_json::to_string(&format).expect("JSON");
        assert_eq!(text, format!("\"{format}\""));
        assert_eq!(serde_json::from_str::<Format>(&text).expect("a format"), format);
    }
    assert!(serde_json::from_str::<Format>("\"pcap\"").is_err());
}
