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
mod readings;
mod rebrands;
mod reliability;
mod run;
mod score;
#[cfg(test)]
mod tests;

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
    is_fit: bool,
}

/// Where the corpora lie, where nothing says so.
const CORPORA: &str = "OOGMERK_CORPORA";

/// `evaluate [CORPORA] [--fit] [--on DAY]`: writes `docs/evaluation.md`, with `--fit` `knowledge/weights.toml` first.
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
    std::fs::create_dir_all(docs).map_err(|e| e.to_string())?;
    let write = |name: &str, text: String| std::fs::write(docs.join(name), text).map_err(|e| e.to_string());
    write("evaluation.md", page::page(&evaluation, &knowledge))?;
    write("evaluation-unexercised.md", page::unexercised(&evaluation, &folders))
}

fn wish(words: &[&str]) -> Result<Wish, String> {
    let mut wish = Wish { corpora: std::env::var_os(CORPORA).map(PathBuf::from), ..Wish::default() };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match *word {
            "--fit" => wish.is_fit = true,
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
        inputs,
        day: day.to_owned(),
        run,
    }
}
