//! What a person is told of one brand, of one row they object to, and of how much is known: through the program, in
//! every language.
#![allow(clippy::unwrap_used)]

use oogmerk_knowledge::Knowledge;
use std::process::{Command, Output};

const LANGUAGES: [&str; 4] = ["nl", "fr", "de", "en"];

fn run(line: &[&str]) -> Output {
    let home = tempfile::tempdir().unwrap();
    Command::new(env!("CARGO_BIN_EXE_oogmerk"))
        .arg("knowledge")
        .args(line)
        .env("XDG_DATA_HOME", home.path())
        .env("HOME", home.path())
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap()
}

fn told(line: &[&str]) -> String {
    let ran = run(line);
    assert!(ran.status.success(), "{line:?}: {}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap()
}

/// The same in one line, since a terminal breaks where it likes.
fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A brand whose devices another firm builds, with dates, a statement and a lead.
fn a_brand() -> (String, String) {
    let knowledge = Knowledge::embedded().unwrap();
    let edge = knowledge.edges().iter().find(|e| {
        let leads = || knowledge.edges().iter().any(|l| l.brand == e.brand && l.id != e.id);
        e.statement.is_some() && !e.from.is_empty() && e.models.is_some() && leads()
    });
    let edge = edge.unwrap();
    (edge.brand.clone(), edge.id.clone())
}

#[test]
fn the_lineage_of_a_brand_is_told_whole_in_every_language() {
    let (brand, id) = a_brand();
    let knowledge = Knowledge::embedded().unwrap();
    let of_brand = || knowledge.edges().iter().filter(|e| e.brand == brand);
    let mut heads = std::collections::BTreeSet::new();
    for lang in LANGUAGES {
        let text = told(&["explain", &brand, "--lang", lang]);
        let flat = in_one_line(&text);
        for edge in of_brand() {
            for part in [&edge.id, &edge.from, &edge.to, &edge.source] {
                assert!(flat.contains(&in_one_line(part)), "{lang}: {part} in\n{text}");
            }
        }
        let said = of_brand().find(|e| e.id == id).unwrap().statement.clone().unwrap();
        // A firm's own word stands once, apart from what others say of the edge.
        assert_eq!(flat.matches(&in_one_line(&said.says)).count(), 1, "{lang}: {text}");
        assert!(!text.contains("[descent-") && !text.contains("[edge-"), "{text}");
        assert!(text.lines().all(|l| l.chars().count() <= 80 || !l.trim().contains(' ')), "{lang}:\n{text}");
        heads
            .insert(text.lines().filter(|l| !l.is_empty() && !l.starts_with(' ')).nth(1).unwrap().to_owned());
    }
    assert_eq!(heads.len(), LANGUAGES.len(), "{heads:?}");
}

#[test]
fn a_brand_is_found_by_its_printed_name_and_a_stranger_is_refused() {
    let (brand, _) = a_brand();
    let name = oogmerk_knowledge::Oracle::label(&Knowledge::embedded().unwrap(), &brand);
    assert_eq!(told(&["explain", &brand]), told(&["explain", &name.to_uppercase()]));
    for verb in ["explain", "dispute", "coverage"] {
        let ran = run(&[verb, "no such thing"]);
        assert_eq!(ran.status.code(), Some(2), "{verb}");
    }
}

#[test]
fn brands_of_every_relation_are_explained_without_a_gap() {
    let knowledge = Knowledge::embedded().unwrap();
    // One brand of each relation, and the firm on the other side of it.
    let mut seen = std::collections::BTreeSet::new();
    let edges = knowledge.edges().iter().filter(|e| seen.insert(e.relation));
    for firm in edges.flat_map(|e| [&e.brand, &e.maker]) {
        let text = told(&["explain", firm, "--lang", "nl"]);
        assert!(!text.contains("[descent-") && !text.contains("Some("), "{text}");
    }
}

#[test]
fn an_objection_has_a_form_for_rows_of_every_sort() {
    let knowledge = Knowledge::embedded().unwrap();
    let knowledge_version = oogmerk_knowledge::Oracle::version(&knowledge);
    let rows = [
        (knowledge.edges()[0].id.clone(), knowledge.edges()[0].source.clone()),
        (knowledge.tells()[0].id.clone(), knowledge.tells()[0].source.to_string()),
        (knowledge.grammars()[0].id.clone(), knowledge.grammars()[0].source.clone()),
    ];
    let list = oogmerk_knowledge::Oracle::policies(&knowledge)[0].clone();
    for (id, source) in rows.into_iter().chain([(list.id, list.source)]) {
        for lang in LANGUAGES {
            let text = told(&["dispute", &id, "--lang", lang]);
            assert!(text.starts_with("# ") && text.lines().next().unwrap().contains(&id), "{text}");
            assert!(in_one_line(&text).contains(&in_one_line(&source)), "{lang} {id}: {text}");
            assert!(!text.contains("[dispute-") && !text.contains("Some("), "{text}");
            assert!(text.matches("____").count() >= 14, "what is to be filled in: {text}");
            // Nothing here sets a term: a number of days would be made up.
            let own = text.split("\n\n").filter(|part| !part.starts_with("    "));
            let own = own.filter(|part| !part.starts_with("# ") && !part.contains(knowledge_version));
            assert!(own.flat_map(str::chars).all(|c| !c.is_ascii_digit()), "{text}");
        }
    }
}

#[test]
fn the_form_goes_to_a_file_where_one_is_named() {
    let (_, id) = a_brand();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("objection.md");
    assert_eq!(told(&["dispute", &id, "-o", file.to_str().unwrap(), "--lang", "fr"]), "");
    assert_eq!(std::fs::read_to_string(file).unwrap(), told(&["dispute", &id, "--lang", "fr"]));
}

#[test]
fn coverage_says_the_same_in_every_form() {
    let coverage = Knowledge::embedded().unwrap().coverage();
    let csv = told(&["coverage", "--output", "csv"]);
    let mut lines = csv.lines();
    assert_eq!(lines.next().unwrap(), format!("firm,name,{}", coverage.protocols.join(",")));
    assert_eq!(lines.count(), coverage.rows.len());
    let jsonl = told(&["coverage", "--output", "jsonl"]);
    for (line, row) in jsonl.lines().zip(&coverage.rows) {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(record["schema"], "oogmerk.coverage/1");
        assert_eq!(record["firm"], row.firm.as_str());
        for (protocol, cell) in coverage.protocols.iter().zip(&row.cells) {
            let said = &record["protocols"][protocol];
            assert_eq!(said["tested"], cell.tested, "{} {protocol}", row.firm);
            assert_eq!(said["status"] == "nothing", cell.best().is_none(), "{} {protocol}", row.firm);
        }
    }
    assert_eq!(jsonl.lines().count(), coverage.rows.len());
    let (brand, _) = a_brand();
    let one = told(&["coverage", &brand, "--output", "jsonl"]);
    assert_eq!(one.lines().count(), 1);
    for lang in LANGUAGES {
        let text = told(&["coverage", "--lang", lang]);
        for row in &coverage.rows {
            assert!(in_one_line(&text).contains(&in_one_line(&row.name)), "{lang}: {}", row.name);
        }
    }
}
