//! The evaluation's own promises, held against the corpora where they are. About half a minute in the dev profile.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use super::reliability::{Which, forecasts, furthest_off, gain, seen, seen_where_heard};
use super::score::{PROPERTIES, Score};
use super::{Evaluation, Folders, corpora, evaluate, page, run};
use oogmerk_knowledge::{Knowledge, Oracle};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

fn data() -> Option<PathBuf> {
    let folder = std::env::var_os(super::CORPORA).map(PathBuf::from).filter(|f| f.is_dir());
    if folder.is_none() {
        eprintln!("not run: no corpora");
    }
    folder
}

/// Whether a build of the program holds the knowledge that was evaluated here.
fn is_of_today(binary: &Path, knowledge: &Knowledge) -> bool {
    let said = Command::new(binary).args(["knowledge", "check"]).output();
    said.is_ok_and(|out| String::from_utf8_lossy(&out.stdout).contains(knowledge.version()))
}

fn check_score_py(score: &Score, folder: &Path, knowledge: &Knowledge) {
    let script = folder.join("../score/score.py");
    let binary = root().join("target/debug/oogmerk");
    if !script.is_file() || !is_of_today(&binary, knowledge) {
        eprintln!("not run: no score.py, or no debug build of oogmerk with this knowledge to hold against");
        return;
    }
    let out = Command::new("python3")
        .arg(&script)
        .arg("--bin")
        .arg(&binary)
        .arg("--corpora")
        .arg(folder)
        .args(["--timeout", "300"])
        .output()
        .expect("python3 runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let mut theirs: BTreeMap<(String, String), [u32; 3]> = BTreeMap::new();
    for line in String::from_utf8_lossy(&out.stdout).lines().skip(1).filter(|l| !l.starts_with("ALL")) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [corpus, property, right, wrong, silent, ..] = words[..] else { continue };
        let counts = [right, wrong, silent].map(|n| n.parse().unwrap());
        theirs.insert((corpus.to_owned(), property.to_owned()), counts);
    }
    let ours: BTreeMap<(String, String), [u32; 3]> = score
        .rows
        .iter()
        .map(|((corpus, place), t)| {
            ((corpus.clone(), PROPERTIES[*place].to_owned()), [t.right, t.wrong, t.silent])
        })
        .collect();
    assert!(theirs.len() > 10, "score.py printed no table");
    assert_eq!(ours, theirs, "the scores computed here and by score.py differ");
}

fn check_makers(e: &Evaluation<'_>) {
    let maker = e.run.by_own_address.of("maker");
    assert!(maker.right > 0, "no maker was found");
    assert_eq!(maker.wrong, 0, "{:?}", e.run.by_own_address.misses);
    let wrong: Vec<_> =
        e.left_out.iter().flat_map(|l| l.corpora.wrong.iter().chain(&l.examples.wrong)).collect();
    assert!(wrong.is_empty(), "left out, given to somebody else: {wrong:#?}");
    assert!(e.left_out.iter().any(|l| l.corpora.right > 0), "no maker is found without its brand's tells");
}

fn check_confidence(e: &Evaluation<'_>) {
    for (name, f) in [
        ("every value weighed", forecasts(&e.run.population, None, Which::Weighed)),
        ("camera or not", seen(&e.run.population)),
        ("camera or not, where anything speaks", seen_where_heard(&e.run.population)),
    ] {
        assert!(f.iter().any(|f| !f.is_right), "{name}: nothing to tell apart");
        assert!(gain(&f) >= 0.3, "{name}: only {:.2} better than its mean", gain(&f));
    }
    for (name, f) in page::populations(e) {
        assert!(furthest_off(&f) <= 0.1, "{name}: a bin is off by {:.3}", furthest_off(&f));
    }
    for f in e.fitted.iter().filter(|f| f.holds()) {
        assert!(furthest_off(&f.held_out) <= 0.1, "{:?}: held out, a bin is off", f.calibration);
    }
}

fn check_mutation(e: &Evaluation<'_>) {
    let moving = e.effects.values().filter(|f| matches!(f, super::mutation::Effect::Score(_))).count();
    assert!(moving > 20, "hiding rows moves almost nothing: {moving}");
}

fn check_document(e: &Evaluation<'_>, knowledge: &Knowledge) {
    let text = page::page(e, knowledge);
    for heading in ["## In short", "## Scores", "## Leave one brand out", "## What it does not show"] {
        assert!(text.contains(heading), "{heading} is missing");
    }
}

/// The same data give the same figures.
fn check_again(e: &Evaluation<'_>, knowledge: &Knowledge) {
    let again = run::run(e.inputs, knowledge, &run::options(&e.day));
    assert_eq!(again.as_scored, e.run.as_scored);
    assert_eq!(again.by_own_address, e.run.by_own_address);
    for which in [Which::Weighed, Which::Alone] {
        assert_eq!(forecasts(&again.population, None, which), forecasts(&e.run.population, None, which));
    }
}

#[test]
fn the_program_keeps_what_the_evaluation_promises() {
    let Some(folder) = data() else { return };
    let knowledge_folder = root().join("knowledge");
    let knowledge = crate::load(&knowledge_folder).unwrap();
    let folders = Folders::read(&knowledge_folder).unwrap();
    let inputs = corpora::read(&folder, &knowledge).unwrap();
    let evaluation = evaluate(&inputs, &knowledge, &folders, knowledge.fitted_on());
    check_makers(&evaluation);
    check_confidence(&evaluation);
    check_mutation(&evaluation);
    check_document(&evaluation, &knowledge);
    check_again(&evaluation, &knowledge);
    check_score_py(&evaluation.run.as_scored, &folder, &knowledge);
}
