//! Evaluate: how right the program is, on data nobody here wrote, written down so that a reviewer can follow it.
//!
//! Everything is computed in this process, from the corpora and the knowledge folder, and nothing depends on a clock:
//! the same data and the same day give the same document.

mod argued;
mod assessed;
mod compare;
mod corpora;
mod fit;
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

use argued::Argued;
use corpora::Input;
use fit::Fitted;
use left_out::LeftOut;
use mask::Row;
use mutation::Effect;
use oogmerk_knowledge::Knowledge;
use readings::Bench;
use rebrands::Rebrand;
use run::Run;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Everything that was found out.
#[derive(Debug)]
pub(crate) struct Evaluation<'i> {
    inputs: &'i [Input],
    day: String,
    run: Run<'i>,
    fitted: Vec<Fitted>,
    rebrands: Vec<Rebrand>,
    left_out: Vec<LeftOut>,
    effects: BTreeMap<Row, Effect>,
    wrong: Vec<Argued>,
    contested: Vec<Argued>,
}

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
    let mut knowledge = crate::load(knowledge_folder)?;
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
        knowledge = crate::load(knowledge_folder)?;
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

/// The folder each row of knowledge stands in, by its id: `vendors/hikvision/…` is `hikvision`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folders(BTreeMap<String, String>);

impl Folders {
    /// Reads the ids of all rows below a knowledge folder.
    pub(crate) fn read(knowledge: &Path) -> Result<Self, String> {
        let mut folders = BTreeMap::new();
        for (path, bytes) in crate::files(knowledge)? {
            let Some(("vendors" | "stacks", rest)) = path.split_once('/') else { continue };
            let Some((name, file)) = rest.split_once('/') else { continue };
            let value: toml::Table = std::str::from_utf8(&bytes)
                .map_err(|e| e.to_string())
                .and_then(|text| toml::from_str(text).map_err(|e| format!("{file}: {e}")))?;
            for rows in value.values().filter_map(toml::Value::as_array) {
                let ids = rows.iter().filter_map(|row| row.get("id")?.as_str());
                folders.extend(ids.map(|id| (id.to_owned(), name.to_owned())));
            }
        }
        Ok(Self(folders))
    }

    /// The folder of a row. A tell on several fields is written once and has its field behind its id in each.
    pub(crate) fn of(&self, id: &str) -> Option<&str> {
        let is_whole = |end: &usize| *end == id.len() || id.as_bytes().get(*end) == Some(&b'-');
        let ends = (1..=id.len()).rev().filter(is_whole);
        ends.filter_map(|end| self.0.get(id.get(..end)?)).map(String::as_str).next()
    }
}
