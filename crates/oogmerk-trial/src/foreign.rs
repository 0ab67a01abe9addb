//! Data by others: a folder outside the repository, named by `OOGMERK_CORPORA`. `./dev` sets it; no path stands here.
//!
//! Such data is not ours to hold still: it is corrected, grows and may be absent. A test over it asserts what holds
//! for any bytes (no panic, every cut, every copied value stands where it says, ours equals ours) and never a count
//! or a value. What others say of the data is held against ours by `./dev evaluate`.

use crate::not_run;
use std::path::{Path, PathBuf};

const FOLDER: &str = "OOGMERK_CORPORA";

/// A file of data by others.
#[derive(Clone, Debug)]
pub struct File {
    /// Path below the folder of all data by others, with `/`.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The folder of all data by others. Where there is none the test is noted as not run.
#[track_caller]
pub fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os(FOLDER).map(PathBuf::from).filter(|f| f.is_dir());
    if folder.is_none() {
        not_run("no corpora");
    }
    folder
}

/// One folder of data by others, by its name. Where there is none the test is noted as not run.
#[track_caller]
pub fn corpus(name: &str) -> Option<PathBuf> {
    let inside = folder()?.join(name);
    if inside.is_dir() {
        return Some(inside);
    }
    not_run(&format!("no corpora ({name})"));
    None
}

/// The files below some folders of data by others whose names end in one of some words, in name order. Never empty
/// without a note that the test was not run.
#[track_caller]
pub fn files(corpora: &[&str], endings: &[&str]) -> Vec<File> {
    let Some(root) = folder() else { return Vec::new() };
    let mut paths = Vec::new();
    for name in corpora {
        gather(&root.join(name), &mut paths);
    }
    paths.retain(|path| endings.iter().any(|end| path.to_string_lossy().ends_with(end)));
    paths.sort();
    if paths.is_empty() {
        not_run(&format!("no corpora ({})", corpora.join(", ")));
    }
    paths.iter().filter_map(|path| read(&root, path)).collect()
}

/// All files of data by others that are no larger than so many bytes.
#[track_caller]
pub fn all_files(at_most: u64) -> Vec<File> {
    let Some(root) = folder() else { return Vec::new() };
    let mut paths = Vec::new();
    gather(&root, &mut paths);
    paths.retain(|path| path.metadata().is_ok_and(|m| m.len() <= at_most));
    paths.sort();
    if paths.is_empty() {
        not_run("no corpora (the folder is empty)");
    }
    paths.iter().filter_map(|path| read(&root, path)).collect()
}

/// The JSON lines of a file of data by others. Never empty without a note that the test was not run.
#[track_caller]
pub fn lines(corpus: &str, file: &str) -> Vec<serde_json::Value> {
    let Some(root) = folder() else { return Vec::new() };
    let text = std::fs::read_to_string(root.join(corpus).join(file)).unwrap_or_default();
    let lines: Vec<_> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    if lines.is_empty() {
        not_run(&format!("no corpora ({corpus}/{file})"));
    }
    lines
}

/// For tests that look for a kind of thing in data by others: one that found none of it was not run.
#[track_caller]
pub fn seen(number: usize, what: &str) {
    if number == 0 && std::env::var_os(FOLDER).is_some_and(|f| Path::new(&f).is_dir()) {
        not_run(&format!("no {what} in the corpora"));
    }
}

fn read(root: &Path, path: &Path) -> Option<File> {
    let name = path.strip_prefix(root).ok()?.to_string_lossy().replace('\\', "/");
    Some(File { name, bytes: std::fs::read(path).ok()? })
}

fn gather(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(&path, found);
        } else {
            found.push(path);
        }
    }
}
