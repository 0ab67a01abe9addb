//! Evaluate: how right the program is, on data nobody here wrote, written down so that a reviewer can follow it.
//!
//! Everything is computed in this process, from the corpora and the knowledge folder, and nothing depends on a clock:
//! the same data and the same day give the same document.

mod argued;
mod assessed;
mod compare;
mod corpora;
mod evaluation;
mod fit;
mod folders;
mod judged;
mod left_out;
mod mask;
mod mutation;
mod page;
mod promises;
mod readings;
mod rebrands;
mod reliability;
mod run;
mod score;
mod scorer;
#[cfg(test)]
mod tests;
mod told;
mod unseen;

use crate::folder::load;
use corpora::Input;
use evaluation::Evaluation;
use folders::Folders;
use oogmerk_knowledge::Knowledge;
use readings::Bench;
use std::path::{Path, PathBuf};

/// What the command line asked for.
#[derive(Debug, Default)]
struct Wish {
    corpora: Option<PathBuf>,
    on: Option<String>,
    program: Option<PathBuf>,
    is_fit: bool,
    is_check: bool,
}

/// Where the corpora lie, where nothing says so.
const CORPORA: &str = "OOGMERK_CORPORA";

/// `evaluate [CORPORA] [--fit] [--check] [--on DAY] [--bin PROGRAM]`: writes `docs/evaluation.md`, with `--fit`
/// `knowledge/weights.toml` first, with `--check` nothing. Then holds the figures against what others count and say,
/// and fails where they disagree.
pub(crate) fn main(words: &[&str], knowledge_folder: &Path, docs: &Path) -> Result<(), String> {
    let wish = wish(words)?;
    let Some(folder) = wish.corpora.filter(|f| f.is_dir()) else {
        println!("not run: no corpora");
        return Ok(());
    };
    let mut knowledge = load(knowledge_folder)?;
    let inputs = corpora::read(&folder, &knowledge)?;
    if inputs.is_empty() {
        println!("not run: no corpora");
        return Ok(());
    }
    let day = wish.on.unwrap_or_else(|| knowledge.fitted_on().to_owned());
    if oogmerk_model::Timestamp::parse_day(&day).is_none() {
        return Err(
            "say which day it is: --on YYYY-MM-DD (nothing is fitted yet that would name one)".to_owned()
        );
    }
    if wish.is_fit {
        let run = run::run(&inputs, &knowledge, &run::options(&day));
        let text = fit::write(&fit::fit(&run.population), &day, &corpora::names(&inputs));
        std::fs::write(knowledge_folder.join("weights.toml"), text).map_err(|e| e.to_string())?;
        knowledge = load(knowledge_folder)?;
    }
    let folders = Folders::read(knowledge_folder)?;
    let evaluation = evaluate(&inputs, &knowledge, &folders, &day);
    if !wish.is_check {
        std::fs::create_dir_all(docs).map_err(|e| e.to_string())?;
        let write =
            |name: &str, text: String| std::fs::write(docs.join(name), text).map_err(|e| e.to_string());
        write("evaluation.md", page::page(&evaluation, &knowledge))?;
        write("evaluation-unexercised.md", page::unexercised(&evaluation, &folders))?;
        write("coverage.md", crate::known::page(&knowledge))?;
    }
    hold(&evaluation, &folder, wish.program.as_deref(), &knowledge)
}

/// Prints what is held against the words of others; an error where anything differs.
fn hold(
    e: &Evaluation<'_>,
    folder: &Path,
    program: Option<&Path>,
    knowledge: &Knowledge,
) -> Result<(), String> {
    let scorer = scorer::differences(&e.run.score, folder, program, knowledge);
    let mut wrong = 0;
    for (what, lines) in [
        ("promises on the corpora", Ok(promises::broken(e))),
        (
            "what publishers and other programs say of single files",
            Ok(told::disagreements(folder, knowledge)),
        ),
        ("the counts of score.py", scorer),
    ] {
        match lines {
            Err(why) => println!("not run: {what}: {why}"),
            Ok(lines) if lines.is_empty() => println!("agrees: {what}"),
            Ok(lines) => {
                wrong += lines.len();
                println!("DIFFERS: {what}");
                println!("  {}", lines.join("\n  "));
            }
        }
    }
    if wrong == 0 { Ok(()) } else { Err(format!("{wrong} differences")) }
}

fn wish(words: &[&str]) -> Result<Wish, String> {
    let mut wish = Wish { corpora: std::env::var_os(CORPORA).map(PathBuf::from), ..Wish::default() };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match *word {
            "--fit" => wish.is_fit = true,
            "--check" => wish.is_check = true,
            "--bin" => wish.program = words.next().map(PathBuf::from),
            "--on" => wish.on = words.next().map(|day| (*day).to_owned()),
            flag if flag.starts_with('-') => return Err(format!("'{flag}' is not known here")),
            folder => wish.corpora = Some(PathBuf::from(folder)),
        }
    }
    Ok(wish)
}

/// Runs everything.
pub(crate) fn evaluate<'i>(
    inputs: &'i [Input],
    knowledge: &Knowledge,
    folders: &Folders,
    day: &str,
) -> Evaluation<'i> {
    let options = run::options(day);
    let bench = Bench::new(knowledge, &options);
    let run = run::run(inputs, knowledge, &options);
    Evaluation {
        fitted: fit::fit(&run.population),
        rebrands: rebrands::rebrands(knowledge, folders, &bench),
        left_out: left_out::leave_out(&run.done, knowledge, folders, &bench, &options),
        effects: mutation::mutate(&run.done, knowledge, &options),
        wrong: argued::wrong(&run, knowledge),
        contested: argued::contested(&run, knowledge),
        unseen: unseen::unseen(&run, knowledge),
        inputs,
        day: day.to_owned(),
        run,
    }
}
