//! `oogmerk knowledge coverage`: which firms are known on which protocols.

use super::lineage::firm;
use super::rows::{status_word, unknown};
use crate::arguments::Output;
use crate::exit::{Exit, Trouble};
use oogmerk_knowledge::{Coverage, CoverageRow, Knowledge, Known};
use oogmerk_report::{CoverageTable, CoveredFirm, Lang, coverage_csv, coverage_text};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::io::Write;

/// Runs the verb.
pub fn run(
    knowledge: &Knowledge,
    firms: &[String],
    output: Output,
    lang: Lang,
    out: &mut impl Write,
) -> Result<Exit, Trouble> {
    let mut coverage = knowledge.coverage();
    if !firms.is_empty() {
        let wanted: BTreeSet<String> = firms
            .iter()
            .map(|name| firm(knowledge, name).ok_or_else(|| unknown(knowledge, name)))
            .collect::<Result<_, _>>()?;
        coverage.rows.retain(|row| wanted.contains(&row.firm));
    }
    match output {
        Output::Jsonl => {
            for row in &coverage.rows {
                writeln!(out, "{}", record(row, &coverage.protocols))?;
            }
        }
        Output::Csv => write!(out, "{}", coverage_csv(&table(&coverage, false)))?,
        Output::Table => write!(out, "{}", coverage_text(&table(&coverage, !firms.is_empty()), lang))?,
    }
    Ok(Exit::Done)
}

const fn word(known: Known) -> &'static str {
    match known.best() {
        Some(status) => status_word(status),
        None => "nothing",
    }
}

fn table(coverage: &Coverage, names_nothing: bool) -> CoverageTable {
    let row = |row: &CoverageRow| CoveredFirm {
        key: row.firm.clone(),
        name: row.name.clone(),
        words: row.cells.iter().copied().map(word).collect(),
    };
    CoverageTable {
        protocols: coverage.protocols.clone(),
        firms: coverage.rows.iter().map(row).collect(),
        on_two: coverage.rows.iter().filter(|row| row.answers(&coverage.protocols) > 1).count() as u64,
        names_nothing,
    }
}

/// One line of `oogmerk.coverage/1`: every protocol, with its best status and how many rows of each.
fn record(row: &CoverageRow, protocols: &[String]) -> Value {
    let cells = protocols.iter().zip(&row.cells).map(|(protocol, known)| {
        let cell = json!({
            "status": word(*known), "proven": known.proven, "tested": known.tested, "draft": known.draft,
        });
        (protocol.clone(), cell)
    });
    json!({
        "schema": "oogmerk.coverage/1", "firm": row.firm, "name": row.name,
        "protocols": cells.collect::<Map<String, Value>>(),
    })
}
