//! What every codec's tests do: golden clues, places that hold, hostile bytes, secrets, corpora. Tests only.
#![allow(clippy::unwrap_used)]

use crate::{Clues, Malformed};
use std::path::PathBuf;

/// How a codec reads a payload.
pub type Read = fn(&[u8]) -> Result<Clues, Malformed>;

/// Compares the clues of a sample with `field = value` lines; a leading `~` marks a decoded value. Checks places too.
pub fn check(read: Read, sample: &[u8], golden: &str) {
    let clues = read(sample).unwrap();
    places_hold(&clues, sample);
    let mut got = String::new();
    for clue in &clues.0 {
        let mark = if clue.decoded { "~" } else { "" };
        got.push_str(&format!("{mark}{} = {}\n", clue.field, clue.value));
    }
    let want: String =
        golden.lines().map(str::trim).filter(|l| !l.is_empty()).map(|l| format!("{l}\n")).collect();
    assert_eq!(got, want);
}

/// A value that is not decoded is exactly the bytes at its place; a decoded one names bytes that exist.
pub fn places_hold(clues: &Clues, sample: &[u8]) {
    for clue in &clues.0 {
        let Some(span) = clue.span.clone() else {
            assert!(clue.decoded, "{clue:?} is copied from nowhere");
            continue;
        };
        let bytes = sample.get(span).unwrap_or_else(|| panic!("{clue:?} stands outside"));
        if !clue.decoded {
            assert_eq!(bytes, clue.value.as_bytes(), "{clue:?}");
        }
    }
}

/// No prefix and no single changed byte makes the codec panic or misplace a clue.
pub fn survives(read: Read, sample: &[u8]) {
    for end in 0..=sample.len() {
        if let Ok(clues) = read(&sample[..end]) {
            places_hold(&clues, &sample[..end]);
        }
    }
    let mut bytes = sample.to_vec();
    for at in 0..bytes.len() {
        let kept = bytes[at];
        for changed in
            [0, 1, b'\n', b'"', b':', b'$', 0x7f, 0x80, 0xff, kept ^ 1, kept ^ 0x80, kept.wrapping_add(1)]
        {
            bytes[at] = changed;
            if let Ok(clues) = read(&bytes) {
                places_hold(&clues, &bytes);
            }
        }
        bytes[at] = kept;
    }
}

/// None of the words occurs in any clue or in the debug text.
pub fn never_shows(words: &[&str], clues: &Clues, debug: &str) {
    for word in words {
        assert!(!debug.contains(word), "{word} in {debug}");
        for clue in &clues.0 {
            assert!(!clue.value.contains(word), "{word} in {clue:?}");
        }
    }
}

/// A folder of data by others, or `None` with a note where there is none.
pub fn corpus(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("OOGMERK_CORPORA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora"),
        PathBuf::from,
    );
    let folder = root.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("not run: no corpora ({name})");
    None
}

/// The files of a folder of data by others with an ending, by name.
pub fn files(name: &str, ending: &str) -> Vec<(String, Vec<u8>)> {
    let Some(folder) = corpus(name) else { return Vec::new() };
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            name.ends_with(ending).then(|| (name, std::fs::read(&path).unwrap()))
        })
        .collect();
    files.sort();
    files
}
