//! The research tables against `knowledge/`, both ways: every row of a table is known, or rejected with its reason;
//! every rejection still names a row, and names none that is known after all.
//!
//! A row counts as known where its pattern stands in a tell, a grammar row or an address block, or where a text that
//! it describes makes a tell of the same maker speak: rows were split and narrowed by hand since they were converted.

use crate::convert::{Table, cell, examples, read, tells};
use oogmerk_knowledge::{Knowledge, Oracle, Pattern};
use std::collections::BTreeSet;
use std::path::Path;

/// What one table's comparison found.
#[derive(Debug, Default, PartialEq)]
pub struct Coverage {
    /// Rows that are known.
    pub known: usize,
    /// Rows that stand in the rejection file.
    pub rejected: usize,
    /// Rows that are neither.
    pub missing: Vec<String>,
    /// Rejections that name no row of the table.
    pub stale: Vec<String>,
}

/// Compares the three tables and prints what is where; an error where a row is missing or a rejection is stale.
pub fn run(tables: &Path, knowledge: &Knowledge, rejections: &str) -> Result<(), String> {
    let mut wrong = 0;
    for name in ["tells.csv", "model_grammar.csv", "oui_makers.csv"] {
        let rows = read(&tables.join(name))?;
        let found = compare(name, &rows, knowledge, &rejected(name, rejections)?);
        println!("{name}: {} rows known, {} rejected", found.known, found.rejected);
        for row in &found.missing {
            println!("  missing  {row}");
        }
        for row in &found.stale {
            println!("  stale    {row}");
        }
        wrong += found.missing.len() + found.stale.len();
    }
    println!(
        "beyond the tables: {} tells and {} grammar rows are held",
        knowledge.tells().len(),
        knowledge.grammars().len()
    );
    if wrong == 0 {
        Ok(())
    } else {
        Err(format!("{wrong} rows are neither known nor rejected, or no longer there"))
    }
}

fn rejected(table: &str, text: &str) -> Result<BTreeSet<String>, String> {
    let file: toml::Table = text.parse().map_err(|e| format!("rejected.toml: {e}"))?;
    let rows = file.get("rejected").and_then(toml::Value::as_array).into_iter().flatten();
    let word = |row: &toml::Value, key: &str| row.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    Ok(rows.filter(|r| word(r, "table").as_deref() == Some(table)).filter_map(|r| word(r, "row")).collect())
}

fn compare(table: &str, rows: &Table, knowledge: &Knowledge, rejected: &BTreeSet<String>) -> Coverage {
    let mut found = Coverage::default();
    let mut named = BTreeSet::new();
    for row in rows {
        let (label, known) = match table {
            "tells.csv" => (tell_label(row), is_known_tell(row, knowledge)),
            "model_grammar.csv" => (cell(row, "pattern").to_owned(), is_known_grammar(row, knowledge)),
            _ => (cell(row, "prefix").to_owned(), is_known_block(cell(row, "prefix"), knowledge)),
        };
        let is_rejected = rejected.contains(&label);
        if is_rejected {
            named.insert(label.clone());
        }
        match (known, is_rejected) {
            (_, true) => found.rejected += 1,
            (true, false) => found.known += 1,
            (false, false) => found.missing.push(label),
        }
    }
    found.stale.extend(rejected.difference(&named).cloned());
    found
}

type Row = std::collections::BTreeMap<String, String>;

fn tell_label(row: &Row) -> String {
    format!("{} {} {}", cell(row, "signal"), cell(row, "pattern_kind"), cell(row, "pattern"))
}

fn is_known_tell(row: &Row, knowledge: &Knowledge) -> bool {
    let raw = row.get("pattern").map_or("", String::as_str);
    let Ok((fields, kind, pattern)) = tells::place(cell(row, "signal"), cell(row, "pattern_kind"), raw)
    else {
        return false;
    };
    let stands = |p: &Pattern| match p {
        Pattern::Exact(t) | Pattern::Prefix(t) | Pattern::Suffix(t) | Pattern::Contains(t) => {
            kind != "regex" && t.trim() == pattern.trim()
        }
        Pattern::Regex(t) => kind == "regex" && t.trim() == pattern.trim(),
    };
    let on = |field: &str| fields.iter().any(|f| f == field);
    if knowledge.tells().iter().any(|t| on(&t.field) && stands(&t.pattern)) {
        return true;
    }
    texts(&kind, &pattern).iter().any(|text| fields.iter().any(|f| speaks_on(knowledge, f, text)))
        || knowledge
            .tells()
            .iter()
            .filter(|t| on(&t.field))
            .any(|t| t.matches.iter().any(|m| describes(&kind, &pattern, m)))
}

fn speaks_on(knowledge: &Knowledge, field: &str, text: &str) -> bool {
    let mut spoken = Vec::new();
    knowledge.speak(field, text, &mut spoken);
    !spoken.is_empty()
}

/// Texts that a row describes: the pattern itself, or what an expression generates.
fn texts(kind: &str, pattern: &str) -> Vec<String> {
    match kind {
        "regex" => examples::of_regex(pattern).into_iter().collect(),
        _ => vec![pattern.trim().to_owned()],
    }
}

/// Whether a held example is one the row speaks of.
fn describes(kind: &str, pattern: &str, text: &str) -> bool {
    let text = text.trim();
    match kind {
        "exact" => text == pattern.trim(),
        "prefix" => text.starts_with(pattern),
        "suffix" => text.ends_with(pattern),
        "contains" => text.contains(pattern),
        _ => regex::Regex::new(pattern).is_ok_and(|r| r.is_match(text)),
    }
}

/// A shape is known where its own example fits a row that was made from it: the same text, or the same example.
fn is_known_grammar(row: &Row, knowledge: &Knowledge) -> bool {
    let (pattern, example) = (cell(row, "pattern"), cell(row, "example"));
    knowledge.grammars().iter().any(|g| g.pattern == pattern) || !knowledge.grammar(example).is_empty()
}

fn is_known_block(prefix: &str, knowledge: &Knowledge) -> bool {
    let digits: String = prefix.chars().filter(char::is_ascii_hexdigit).collect();
    let address = format!("{digits:0<12}");
    oogmerk_model::Mac::parse(&address).is_some_and(|mac| knowledge.oui(mac).is_some())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn row(cells: &[(&str, &str)]) -> Row {
        cells.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn a_row_is_known_rejected_or_missing_and_a_rejection_of_nothing_is_stale() {
        let knowledge = Knowledge::embedded().unwrap();
        let tell = |pattern: &str| {
            row(&[("signal", "http_server"), ("pattern_kind", "exact"), ("pattern", pattern)])
        };
        let rows = vec![tell("App-webs/"), tell("No Such Camera 7"), tell("Refused 8")];
        let refused = ["http_server exact Refused 8", "http_server exact Gone 9"];
        let rejected = refused.iter().map(|r| (*r).to_owned()).collect();
        let found = compare("tells.csv", &rows, &knowledge, &rejected);
        assert_eq!((found.known, found.rejected), (1, 1));
        assert_eq!(found.missing, ["http_server exact No Such Camera 7"]);
        assert_eq!(found.stale, ["http_server exact Gone 9"]);
    }

    #[test]
    fn shapes_and_blocks_are_looked_up_by_example_and_by_prefix() {
        let knowledge = Knowledge::embedded().unwrap();
        let shape = |pattern: &str, example: &str| row(&[("pattern", pattern), ("example", example)]);
        assert!(is_known_grammar(&shape("^other spelling$", "DS-2CD2143G2-IS"), &knowledge));
        assert!(!is_known_grammar(&shape("^ZZ-[0-9]$", "ZZ-9"), &knowledge));
        assert!(is_known_block("000085", &knowledge));
        assert!(!is_known_block("fefefe", &knowledge));
    }
}
