//! The project's own chores, run as `cargo xtask …`.
//!
//! * `convert TABLES KNOWLEDGE [--force]` turns research tables (CSV) into knowledge files (TOML). Once converted, the TOML
//!   is the source of truth and is edited by hand: convert refuses to write over it unless `--force`.
//! * `check [KNOWLEDGE]` loads a folder and runs every example.
//! * `coverage TABLES [KNOWLEDGE]` compares the research tables with the knowledge, both ways.
//! * `new protocol|tell|policy|sentence|format …` makes a skeleton (CONTRIBUTING.md, the five recipes).
//! * `evaluate [CORPORA] [--fit] [--check] [--on DAY] [--bin PROGRAM]` rewrites `docs/evaluation.md` from the corpora
//!   (`--fit` also `knowledge/weights.toml`, `--check` nothing) and fails where others count or read otherwise.
//! * `doubling [PART OF A NAME]` measures every reader and every field on inputs that double, and fails where work grows
//!   faster than its input.
//! * `known` prints `docs/coverage.md` from the knowledge.
//! * `protocols` prints `docs/protocols.md` from the table of codecs.
//! * `shape` prints which files import each other in a circle, and how long functions and files are.

mod convert;
mod coverage;
mod doubling;
mod evaluate;
mod folder;
mod known;
mod protocols;
mod scaffold;
mod shape;

use folder::load;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["convert", from, to] => convert::run(Path::new(from), Path::new(to), convert::Overwrite::Refuse),
        ["convert", from, to, "--force"] => {
            convert::run(Path::new(from), Path::new(to), convert::Overwrite::Allow)
        }
        ["check"] => check(Path::new("knowledge")),
        ["check", folder] => check(Path::new(folder)),
        ["coverage", tables] => coverage(Path::new(tables), Path::new("knowledge")),
        ["coverage", tables, folder] => coverage(Path::new(tables), Path::new(folder)),
        ["new", what @ ..] => scaffold::run(Path::new("."), what).map(|said| print!("{said}")),
        ["evaluate", wishes @ ..] => evaluate::main(wishes, Path::new("knowledge"), Path::new("docs")),
        ["doubling", what @ ..] => doubling::run(what),
        ["known"] => load(Path::new("knowledge")).map(|knowledge| print!("{}", known::page(&knowledge))),
        ["protocols"] => {
            print!("{}", protocols::page());
            Ok(())
        }
        ["shape"] => shape::run(Path::new(".")).map(|said| print!("{said}")),
        _ => Err(
            "usage: cargo xtask convert TABLES KNOWLEDGE [--force] | check [KNOWLEDGE] | coverage TABLES [KNOWLEDGE] | evaluate [CORPORA] [--fit] [--check] [--on DAY] [--bin PROGRAM] | doubling | known | protocols | shape | new …"
                .to_owned(),
        ),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

fn coverage(tables: &Path, folder: &Path) -> Result<(), String> {
    let rejections = folder.join("rejected.toml");
    let text = std::fs::read_to_string(&rejections).map_err(|e| format!("{}: {e}", rejections.display()))?;
    coverage::tells::run(tables, &load(folder)?, &text)?;
    coverage::lineage::run(tables, folder)
}

fn check(folder: &Path) -> Result<(), String> {
    let report = load(folder)?.check();
    for line in &report.overlaps {
        println!("overlap  {line}");
    }
    for line in &report.remarks {
        println!("remark   {line}");
    }
    for line in &report.unexercised {
        println!("unexercised  {line}");
    }
    for line in &report.failures {
        println!("FAILURE  {line}");
    }
    println!(
        "{}: {:?} tells, {:?} edges, {} vendors, {} grammar rows, {} blocks, {} clouds, {} policies ({} verified)",
        report.version,
        report.tells_by_status,
        report.edges_by_status,
        report.vendors,
        report.grammars,
        report.blocks,
        report.clouds,
        report.policies,
        report.verified_policies
    );
    if report.passed() { Ok(()) } else { Err(format!("{} failures", report.failures.len())) }
}
