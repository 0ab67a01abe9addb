//! makers.csv, lineage.csv and model_grammar.csv → `vendors/*/vendor.toml`.

use super::grades::{kinds, readable, status};
use super::output::Output;
use super::people::{People, bare};
use super::table::{Table, cell};
use super::text::{Document, kebab};
use std::collections::{BTreeMap, BTreeSet};

/// Writes every vendor that anything names.
pub fn convert(
    lineage: &Table,
    grammar: &Table,
    people: &People,
    named: &BTreeSet<String>,
    out: &mut Output,
) {
    let mut edges: BTreeMap<String, Vec<&BTreeMap<String, String>>> = BTreeMap::new();
    let mut grammars: BTreeMap<String, Vec<&BTreeMap<String, String>>> = BTreeMap::new();
    for row in lineage {
        let (brand, maker) = (cell(row, "brand"), cell(row, "maker"));
        match (people.brand_of_row(brand), people.maker(maker)) {
            (Some(key), Some(_)) => edges.entry(key).or_default().push(row),
            (None, _) => {
                out.reject(
                    "lineage.csv",
                    format!("{brand} → {maker}"),
                    "the brand is a sentence, not a name",
                );
            }
            (_, None) => out.reject("lineage.csv", format!("{brand} → {maker}"), "no vendor of that name"),
        }
    }
    for row in grammar {
        let brand = people.brand_of_row(cell(row, "brand")).or_else(|| people.maker(cell(row, "maker")));
        match brand {
            Some(key) => grammars.entry(key).or_default().push(row),
            None => out.reject(
                "model_grammar.csv",
                cell(row, "pattern"),
                format!("no vendor named {}", cell(row, "brand")),
            ),
        }
    }
    let mut ids = BTreeSet::new();
    for (key, person) in &people.all {
        let row = |column: &str| cell(&person.row, column);
        let mut d = Document::default();
        d.put("key", key).put("name", &person.name).list("aliases", &person.aliases);
        d.put("country", row("country_of_headquarters"))
            .put("owner", row("owner"))
            .put("state_link", row("state_link"));
        d.put("website", row("website_domain"));
        let numbers: Vec<&str> =
            row("iana_pen").split(['|', ';', ' ']).filter(|n| n.parse::<u32>().is_ok()).collect();
        if !numbers.is_empty() {
            d.raw("enterprise", format!("[{}]", numbers.join(", ")));
        }
        d.put("source", row("source"));
        for edge in edges.get(key).into_iter().flatten() {
            write_edge(&mut d, key, edge, people, &mut ids);
        }
        for row in grammars.get(key).into_iter().flatten() {
            write_grammar(&mut d, key, row, people, &mut ids);
        }
        let alone = person.row.is_empty() && !edges.contains_key(key) && !grammars.contains_key(key);
        if !alone || named.contains(key) {
            out.files.insert(format!("vendors/{key}/vendor.toml"), d.0);
        }
    }
}

fn unique(base: String, ids: &mut BTreeSet<String>) -> String {
    let mut id = base.clone();
    let mut n = 1;
    while !ids.insert(id.clone()) {
        n += 1;
        id = format!("{base}-{n}");
    }
    id
}

fn write_edge(
    d: &mut Document,
    key: &str,
    row: &BTreeMap<String, String>,
    people: &People,
    ids: &mut BTreeSet<String>,
) {
    let maker = people.maker(cell(row, "maker")).unwrap_or_default();
    let relation = cell(row, "relation");
    let (confidence, source) = (cell(row, "confidence"), cell(row, "source"));
    // Own brands and firms of a group may be tested on common knowledge; relabels may not.
    let house = matches!(relation, "own_brand" | "subsidiary" | "acquired");
    let status = match (status(confidence, source), house, confidence) {
        ("draft", true, "medium" | "high") => "tested",
        (status, _, _) => status,
    };
    d.table("made_by").put("id", &unique(kebab(&format!("{key} by {maker}")), ids));
    d.put("maker", &maker).put("relation", relation).put("models", cell(row, "line_or_model_pattern"));
    d.put("from", cell(row, "from")).put("to", cell(row, "to")).put("scope", cell(row, "scope"));
    let class = class_of(source);
    let status = match (status, class) {
        ("proven", class) if class != "register" && class != "advisory" => "tested",
        (_, "hearsay" | "directory") => "draft",
        (status, _) => status,
    };
    d.put("status", status).put("evidence", class).put("source", source);
    let brand = cell(row, "brand");
    if bare(brand) != brand {
        d.put("note", brand);
    }
    if source.contains("contested") || source.contains("contradicted") {
        d.raw("disputed", true);
    }
}

/// What sort of source a row of the tables names; the weakest word where it names none. A person reads it and says it
/// better.
fn class_of(source: &str) -> &'static str {
    let lower = source.to_lowercase();
    let names = |words: &[&str]| words.iter().any(|w| lower.contains(w));
    match () {
        () if names(&["cve-"]) => "advisory",
        () if names(&["ieee", "iana"]) => "register",
        () if names(&["directories", "directory", "camera table", "code table"]) => "directory",
        () if !readable(source) => "hearsay",
        () if names(&["wikipedia", ".com", ".in ", "bloomberg", "reuters"]) => "press",
        () => "project",
    }
}

fn write_grammar(
    d: &mut Document,
    key: &str,
    row: &BTreeMap<String, String>,
    people: &People,
    ids: &mut BTreeSet<String>,
) {
    let example = cell(row, "example").to_owned();
    let slug: String = kebab(&example).chars().take(24).collect();
    d.table("grammar").put("id", &unique(kebab(&format!("{key} model {slug}")), ids));
    d.put("maker", &people.maker(cell(row, "maker")).unwrap_or_default())
        .put("pattern", cell(row, "pattern"));
    d.list("kinds", &kinds(cell(row, "device_kind"))).put("meaning", cell(row, "meaning"));
    d.put("status", status(cell(row, "confidence"), cell(row, "source"))).put("source", cell(row, "source"));
    d.list("match", &[example]);
}
