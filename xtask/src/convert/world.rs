//! phone_home.csv, oui_makers.csv, lifecycle.csv and policies.csv → `clouds/`, `oui.csv`, `lifecycle/`, `policies/`.

use super::grades::readable;
use super::output::Output;
use super::people::{People, bare};
use super::table::{Table, cell};
use super::text::{Document, kebab, string};
use std::collections::{BTreeMap, BTreeSet};

/// Who devices phone home to.
pub fn clouds(table: &Table, people: &People, out: &mut Output) {
    let mut documents: BTreeMap<String, Document> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for row in table {
        let (pattern, kind, source) = (cell(row, "pattern"), cell(row, "kind"), cell(row, "source"));
        if !readable(source) || source.starts_with("unverified") {
            out.reject("phone_home.csv", pattern, "no source was read");
            continue;
        }
        if !seen.insert((kind.to_owned(), pattern.to_owned())) {
            out.reject("phone_home.csv", pattern, "listed twice");
            continue;
        }
        let maker = people.maker(cell(row, "maker"));
        let port_alone = kind == "udp_port" || pattern.starts_with("*:");
        let key = maker.filter(|_| !port_alone).unwrap_or_else(|| "nobody".to_owned());
        let document = documents.entry(key.clone()).or_insert_with(|| {
            let mut d = Document::default();
            if key != "nobody" {
                d.put("maker", &key);
            }
            d
        });
        document.table("cloud");
        match (kind, pattern.split_once(':')) {
            ("domain", _) => document.put("name", pattern),
            ("domain_suffix", _) => {
                document.put("suffix", pattern.trim_start_matches("*.").trim_start_matches('.'))
            }
            ("udp_port", _) => document.put("port", pattern),
            (_, Some(("*", port))) => document.put("port", port),
            (_, Some((address, "*"))) => document.put("address", address),
            (_, Some((address, port))) => document.put("address", address).put("port", port),
            (_, None) => document.put("address", pattern),
        };
        document
            .put("service", cell(row, "service"))
            .put("purpose", cell(row, "purpose"))
            .put("source", source);
    }
    for (key, document) in documents {
        out.files.insert(format!("clouds/{key}.toml"), document.0);
    }
}

/// Who bought which address block: one compact file.
pub fn blocks(table: &Table, people: &People, out: &mut Output) {
    let mut lines = BTreeMap::new();
    for row in table {
        let prefix = cell(row, "prefix").to_lowercase();
        let narrow = if cell(row, "breadth") == "broad" { "" } else { "1" };
        let maker = people.maker(cell(row, "maker")).unwrap_or_default();
        let assignee = cell(row, "assignee").replace(['\n', '\r'], " ");
        if let Some(first) =
            lines.insert((prefix.len(), prefix.clone()), format!("{prefix},{maker},{narrow},{assignee}"))
        {
            out.reject("oui_makers.csv", first, "the block stands there twice");
        }
    }
    let mut text = String::from("prefix,maker,narrow,assignee\n");
    for line in lines.values() {
        text.push_str(line);
        text.push('\n');
    }
    out.files.insert("oui.csv".to_owned(), text);
}

/// End of sale and of support, per vendor.
pub fn lifecycle(table: &Table, people: &People, out: &mut Output) {
    let mut documents: BTreeMap<String, Document> = BTreeMap::new();
    for row in table {
        let maker = cell(row, "maker");
        let key = people.maker(maker).unwrap_or_else(|| kebab(&bare(maker)));
        let document = documents.entry(key).or_default();
        let products: Vec<String> =
            cell(row, "product_pattern").split('|').map(|p| p.trim().to_owned()).collect();
        document.table("lifecycle").list("products", &products).put("end_of_sale", cell(row, "eos_date"));
        document.put("end_of_life", cell(row, "eol_date")).put("source", cell(row, "source"));
    }
    for (key, document) in documents {
        out.files.insert(format!("lifecycle/{key}.toml"), document.0);
    }
}

/// Lists and decisions, one folder each. Rows that nobody verified are kept apart and never judged.
pub fn policies(table: &Table, people: &People, out: &mut Output) {
    let mut lists: BTreeMap<String, Vec<&BTreeMap<String, String>>> = BTreeMap::new();
    for row in table {
        lists.entry(cell(row, "list_id").to_owned()).or_default().push(row);
    }
    for (id, rows) in lists {
        let verified =
            rows.iter().any(|r| cell(r, "verified") == "yes" && people.maker(cell(r, "maker")).is_some());
        let lead = rows.iter().find(|r| cell(r, "verified") == "yes").unwrap_or(&rows[0]);
        let dated = rows.iter().any(|r| !cell(r, "effective_from").is_empty());
        if !dated {
            out.reject("policies.csv", id, "no date: can never produce a finding");
            continue;
        }
        let mut d = Document::default();
        d.put("id", &kebab(&id)).put("name", cell(lead, "name"));
        let authority = cell(lead, "authority");
        d.raw("authority", string(if authority.is_empty() { "not stated" } else { authority }));
        d.put("country", cell(lead, "country"))
            .put("binds", &format!("{authority}: {}", cell(lead, "product_scope")));
        d.put("legal_reference", cell(lead, "legal_reference"));
        let mut sources: Vec<&str> =
            rows.iter().map(|r| cell(r, "source")).filter(|s| !s.is_empty()).collect();
        sources.dedup();
        d.raw("source", string(if sources.is_empty() { "none found" } else { sources[0] }));
        d.put("severity", "info").raw("verified", verified);
        let groups: Vec<String> =
            rows.iter().map(|r| cell(r, "maker").to_owned()).filter(|m| m.starts_with('(')).collect();
        d.list("groups", &groups);
        let mut examples = Vec::new();
        for row in &rows {
            let Some(maker) = people.maker(cell(row, "maker")) else { continue };
            let good = cell(row, "verified") == "yes";
            let (from, to) = (last_day(cell(row, "effective_from")), first_day(cell(row, "effective_to")));
            if from.is_empty() && good {
                continue;
            }
            d.table(if good || !verified { "names" } else { "unverified_names" });
            d.put("maker", &maker).put("from", &from).put("to", &to);
            d.put("scope", cell(row, "product_scope")).put("source", cell(row, "source"));
            if good {
                examples.push((maker, from));
            }
        }
        if let Some((maker, from)) = examples.first().filter(|_| verified) {
            let mut e = Document::default();
            e.table("example")
                .put("maker", maker)
                .put("kind", "camera")
                .put("on", from)
                .put("conclusion", "breaks");
            e.table("example")
                .put("maker", "axis")
                .put("kind", "camera")
                .put("on", from)
                .put("conclusion", "clear");
            e.table("example").put("kind", "camera").put("on", from).put("conclusion", "undecided");
            e.table("example")
                .put("maker", maker)
                .put("kind", "camera")
                .put("on", &day_before(from))
                .put("conclusion", "clear");
            out.files.insert(format!("policies/{}/examples.toml", kebab(&id)), e.0);
        }
        out.files.insert(format!("policies/{}/policy.toml", kebab(&id)), d.0);
    }
}

const DAYS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// The last day of a date that may be a month or a year: by then it certainly held.
fn last_day(date: &str) -> String {
    match date.len() {
        4 => format!("{date}-12-31"),
        7 => {
            let month: usize = date[5..7].parse().unwrap_or(1);
            format!("{date}-{:02}", DAYS.get(month.wrapping_sub(1)).unwrap_or(&28))
        }
        _ => date.to_owned(),
    }
}

fn first_day(date: &str) -> String {
    match date.len() {
        4 => format!("{date}-01-01"),
        7 => format!("{date}-01"),
        _ => date.to_owned(),
    }
}

fn day_before(date: &str) -> String {
    let part = |r: std::ops::Range<usize>| date.get(r).and_then(|p| p.parse::<u32>().ok()).unwrap_or(1);
    let (year, month, day) = (part(0..4), part(5..7), part(8..10));
    match (month, day) {
        (1, 1) => format!("{:04}-12-31", year - 1),
        (_, 1) => {
            let before = month - 1;
            let leap = before == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            format!("{year:04}-{before:02}-{:02}", DAYS[before as usize - 1] + u32::from(leap))
        }
        _ => format!("{year:04}-{month:02}-{:02}", day - 1),
    }
}
