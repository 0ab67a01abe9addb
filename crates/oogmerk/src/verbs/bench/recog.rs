//! Recog's patterns in our engine, from the user's own copy, and Recog's own matcher where Ruby is there to run it.
//!
//! The banners are the databases' own examples and as many lines of noise. Recog has no entry in this program: without
//! a copy there is nothing to measure, and that is said.

use super::corpus::among;
use super::cpu::{Stopwatch, children_cpu_s};
use super::measure::{measure, round};
use crate::exit::Trouble;
use crate::shelf::current;
use oogmerk_knowledge::Oracle;
use oogmerk_knowledge::foreign::{Foreign, recog};
use serde_json::json;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Lines given to Recog's own matcher, which needs a second for every ten thousand.
const RUBY_LINES: usize = 20_000;
/// The database it is timed with.
const RUBY_DATABASE: &str = "http_servers.xml";

/// Measures with a copy of Recog, where there is one. Returns on how many banners the ways differ.
pub fn run(copy: Option<&Path>, banners: usize) -> Result<usize, Trouble> {
    let databases = copy.map(databases).transpose()?.unwrap_or_default();
    if databases.is_empty() {
        for rules in ["Recog", "Recog's own matcher"] {
            println!("{}", json!({"bench": "identify", "rules": rules, "not_run": "no copy of Recog"}));
        }
        return Ok(0);
    }
    let mut all = Foreign::default();
    let mut by_file = Vec::new();
    for (path, bytes) in &databases {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let read = recog(&[(&name, bytes)]);
        by_file.push((name, read.examples.clone()));
        all.append(read);
    }
    let rows = |examples: &[oogmerk_knowledge::foreign::Example]| -> Vec<(String, String)> {
        examples.iter().map(|e| (e.field.clone(), e.value.clone())).collect()
    };
    let unusable: Vec<String> =
        all.skipped.iter().map(|s| format!("{}, line {}: {}", s.file, s.line, s.reason)).collect();
    println!(
        "{}",
        json!({"bench": "identify", "rules": "Recog", "usable": all.tells.len(), "skipped": unusable.len(),
            "unusable": unusable, "examples": all.examples.len()})
    );
    let examples = rows(&all.examples);
    let knowledge = current()?.with_foreign(all.tells);
    let differ = measure("Recog beside the own knowledge", &knowledge, &among(&examples, banners));
    let mut spoken = Vec::new();
    for (name, examples) in &by_file {
        let corpus = among(&rows(examples), banners / 10);
        let mut speak = |rows: std::ops::Range<usize>| {
            for i in rows {
                let (field, value) = corpus.row(i);
                spoken.clear();
                knowledge.speak(field, value, &mut spoken);
            }
        };
        speak(0..corpus.len().min(10_000));
        let watch = Stopwatch::start();
        speak(0..corpus.len());
        let rate = round(corpus.len() as f64 / watch.stop().cpu_s, 0);
        println!(
            "{}",
            json!({"bench": "identify", "rules": "Recog", "database": name, "examples": examples.len(),
                "banners": corpus.len(), "banners_per_cpu_s": rate})
        );
    }
    ruby(copy.unwrap_or(Path::new("")), &databases, &by_file)?;
    Ok(differ)
}

/// The XML files of a copy: in the folder itself or in its `xml`.
fn databases(copy: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>, Trouble> {
    let mut found = Vec::new();
    for folder in [copy.to_path_buf(), copy.join("xml")] {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_some_and(|e| e == "xml") {
                let bytes = std::fs::read(&path)?;
                found.push((path, bytes));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Times `recog_match` on the examples of one database.
fn ruby(
    copy: &Path,
    databases: &[(PathBuf, Vec<u8>)],
    by_file: &[(String, Vec<oogmerk_knowledge::foreign::Example>)],
) -> Result<(), Trouble> {
    let not_run = |why: &str| {
        println!("{}", json!({"bench": "identify", "rules": "Recog's own matcher", "not_run": why}));
        Ok(())
    };
    let program = copy.join("bin/recog_match");
    let database = databases.iter().map(|(p, _)| p).find(|p| p.ends_with(RUBY_DATABASE));
    let examples = by_file.iter().find(|(name, _)| name == RUBY_DATABASE).map(|(_, e)| e);
    let (true, Some(database), Some(examples)) = (program.is_file(), database, examples) else {
        return not_run("no copy of Recog with its bin/recog_match");
    };
    let single: Vec<&str> = examples.iter().map(|e| e.value.as_str()).filter(|v| !v.contains('\n')).collect();
    let mut lines = String::new();
    for value in single.iter().cycle().take(if single.is_empty() { 0 } else { RUBY_LINES }) {
        let _ = writeln!(lines, "{value}");
    }
    let file = tempfile::NamedTempFile::new()?;
    std::fs::write(file.path(), &lines)?;
    let before = children_cpu_s();
    let ran = Command::new("ruby")
        .arg("-I")
        .arg(copy.join("lib"))
        .args([&program, database])
        .arg(file.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match (ran, before, children_cpu_s()) {
        (Ok(status), Some(before), Some(after)) if status.success() && after > before => {
            println!(
                "{}",
                json!({"bench": "identify", "rules": "Recog's own matcher", "database": RUBY_DATABASE, "banners": RUBY_LINES,
                    "cpu_s": round(after - before, 2), "banners_per_cpu_s": round(RUBY_LINES as f64 / (after - before), 0),
                    "start_up_included": true})
            );
            Ok(())
        }
        (Err(_), ..) => not_run("no ruby"),
        _ => not_run("recog_match did not end well, or its time is not known"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn databases_are_found_in_the_copy_and_below_it() {
        let copy = tempfile::tempdir().unwrap();
        std::fs::create_dir(copy.path().join("xml")).unwrap();
        for name in ["a.xml", "xml/b.xml", "README.md"] {
            std::fs::write(copy.path().join(name), "<fingerprints/>").unwrap();
        }
        assert_eq!(databases(copy.path()).unwrap().len(), 2);
        assert!(databases(&copy.path().join("nowhere")).unwrap().is_empty());
    }
}
