//! Samples: the files below `samples/`, which we wrote.

use std::path::{Path, PathBuf};

/// Every sample of the house with its path below `samples/`, in name order. Never empty.
///
/// # Panics
/// Where the folder cannot be read: a test that holds samples cannot do without them.
pub fn samples() -> Vec<(PathBuf, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let mut found = Vec::new();
    let mut todo = vec![root.clone()];
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(&folder).expect("samples can be read") {
            let path = entry.expect("samples can be listed").path();
            if path.is_dir() {
                todo.push(path);
            } else {
                let bytes = std::fs::read(&path).expect("a sample can be read");
                found.push((path.strip_prefix(&root).unwrap_or(&path).to_path_buf(), bytes));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "there are no samples");
    found
}
