//! Coverage: every row of the tables about makers (lineage, makers, clouds, lifecycle) stands in `knowledge/`, or in
//! `rejected.toml` with the reason.
//!
//! A row stands there when a person can find it: the brand's edge to the maker, the vendor, the cloud's pattern, the
//! product. What was narrowed or corrected by hand is still the same row.

use crate::convert::{People, Table, bare, cell, kebab, read};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What became of the rows of one table.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// File name of the table.
    pub table: String,
    /// Rows found in the knowledge base.
    pub found: usize,
    /// Rows rejected with a reason.
    pub rejected: usize,
    /// Rows that are nowhere, as a person would name them.
    pub missing: Vec<String>,
}

impl Coverage {
    /// `lineage.csv: 247 rows, 240 found, 7 rejected, 0 missing`.
    pub fn line(&self) -> String {
        let missing = self.missing.len();
        format!(
            "{}: {} rows, {} found, {} rejected, {missing} missing",
            self.table,
            self.found + self.rejected + missing,
            self.found,
            self.rejected
        )
    }

    fn count(&mut self, row: String, is_found: bool, rejected: &Rejected) {
        if is_found {
            self.found += 1;
        } else if rejected.contains(&(self.table.clone(), row.clone())) {
            self.rejected += 1;
        } else {
            self.missing.push(row);
        }
    }
}

/// Table and row.
type Rejected = BTreeSet<(String, String)>;

/// Holds the four tables against a folder of knowledge and prints what became of them.
///
/// # Errors
/// Where a row is nowhere, or a file cannot be read.
pub fn run(tables: &Path, knowledge: &Path) -> Result<(), String> {
    let mut missing = 0;
    for coverage in of(tables, knowledge)? {
        println!("{}", coverage.line());
        for row in &coverage.missing {
            println!("MISSING  {}: {row}", coverage.table);
        }
        missing += coverage.missing.len();
    }
    if missing == 0 { Ok(()) } else { Err(format!("{missing} rows are nowhere")) }
}

/// What became of the rows of the four tables.
///
/// # Errors
/// Where a file cannot be read.
pub fn of(tables: &Path, knowledge: &Path) -> Result<Vec<Coverage>, String> {
    let table = |name: &str| read(&tables.join(name));
    let (makers, lineage) = (table("makers.csv")?, table("lineage.csv")?);
    let people = People::new(&makers, &lineage);
    let rejected = rejected(knowledge)?;
    let vendors = documents(&knowledge.join("vendors"))?;
    Ok(vec![
        lineage_rows(&lineage, &people, &vendors, &rejected),
        maker_rows(&makers, &vendors, &rejected),
        cloud_rows(&table("phone_home.csv")?, &documents(&knowledge.join("clouds"))?, &rejected),
        lifecycle_rows(&table("lifecycle.csv")?, &documents(&knowledge.join("lifecycle"))?, &rejected),
    ])
}

fn lineage_rows(table: &Table, people: &People, vendors: &Documents, rejected: &Rejected) -> Coverage {
    let mut coverage = Coverage { table: "lineage.csv".into(), ..Coverage::default() };
    // Two rows of one brand and maker are two edges: other years, another line.
    let mut edges: BTreeMap<(String, String), usize> = BTreeMap::new();
    for vendor in vendors.values() {
        for edge in tables_of(vendor, "made_by") {
            *edges.entry((text(vendor, "key").to_owned(), text(edge, "maker").to_owned())).or_default() += 1;
        }
    }
    for row in table {
        let (brand, maker) = (cell(row, "brand"), cell(row, "maker"));
        let edge = people
            .brand_of_row(brand)
            .zip(people.maker(maker))
            .and_then(|pair| edges.get_mut(&pair))
            .filter(|left| **left > 0);
        let is_found = edge.map(|left| *left -= 1).is_some();
        coverage.count(format!("{brand} → {maker}"), is_found, rejected);
    }
    coverage
}

fn maker_rows(table: &Table, vendors: &Documents, rejected: &Rejected) -> Coverage {
    let mut coverage = Coverage { table: "makers.csv".into(), ..Coverage::default() };
    for row in table {
        let name = cell(row, "maker");
        let numbers = cell(row, "iana_pen").split(['|', ';', ' ']).filter_map(|n| n.parse::<i64>().ok());
        let is_found = vendors.get(&kebab(name)).is_some_and(|vendor| {
            let known: Vec<i64> = vendor
                .get("enterprise")
                .and_then(toml::Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(toml::Value::as_integer)
                .collect();
            let says =
                |column: &str, key: &str| cell(row, column).is_empty() || !text(vendor, key).is_empty();
            numbers.clone().all(|n| known.contains(&n))
                && says("country_of_headquarters", "country")
                && says("owner", "owner")
                && says("state_link", "state_link")
        });
        coverage.count(name.to_owned(), is_found, rejected);
    }
    coverage
}

fn cloud_rows(table: &Table, clouds: &Documents, rejected: &Rejected) -> Coverage {
    let mut coverage = Coverage { table: "phone_home.csv".into(), ..Coverage::default() };
    let known: BTreeSet<String> =
        clouds.values().flat_map(|c| tables_of(c, "cloud")).map(cloud_pattern).collect();
    for row in table {
        let pattern = cell(row, "pattern");
        let plain = match (cell(row, "kind"), pattern.split_once(':')) {
            ("domain_suffix", _) => format!("*{}", pattern.trim_start_matches("*.").trim_start_matches('.')),
            (_, Some(("*", port))) => port.to_owned(),
            (_, Some((address, "*"))) => address.to_owned(),
            _ => pattern.to_owned(),
        };
        coverage.count(pattern.to_owned(), known.contains(&plain), rejected);
    }
    coverage
}

/// `name`, `*suffix`, `address`, `address:port` or `port`.
fn cloud_pattern(cloud: &toml::Table) -> String {
    match (text(cloud, "suffix"), text(cloud, "name"), text(cloud, "address"), text(cloud, "port")) {
        ("", "", "", port) => port.to_owned(),
        ("", "", address, "") => address.to_owned(),
        ("", "", address, port) => format!("{address}:{port}"),
        ("", name, ..) => name.to_owned(),
        (suffix, ..) => format!("*{suffix}"),
    }
}

fn lifecycle_rows(table: &Table, files: &Documents, rejected: &Rejected) -> Coverage {
    let mut coverage = Coverage { table: "lifecycle.csv".into(), ..Coverage::default() };
    let known: BTreeSet<(String, &str)> = files
        .iter()
        .flat_map(|(key, file)| tables_of(file, "lifecycle").map(move |row| (key, row)))
        .flat_map(|(key, row)| {
            let products = row.get("products").and_then(toml::Value::as_array).into_iter().flatten();
            products.filter_map(toml::Value::as_str).map(move |product| (key.clone(), product))
        })
        .collect();
    for row in table {
        let key = kebab(&bare(cell(row, "maker")));
        let products = cell(row, "product_pattern");
        let is_found = products.split('|').all(|p| known.contains(&(key.clone(), p.trim())));
        coverage.count(products.to_owned(), is_found, rejected);
    }
    coverage
}

/// TOML files by the name of their folder, or of themselves where they lie side by side.
type Documents = BTreeMap<String, toml::Table>;

fn documents(folder: &Path) -> Result<Documents, String> {
    let wrong = |e: std::io::Error| format!("{}: {e}", folder.display());
    let mut documents = Documents::new();
    for entry in std::fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        let file = if path.is_dir() { path.join("vendor.toml") } else { path.clone() };
        if let Some(name) = path.file_stem().and_then(|n| n.to_str()).filter(|_| file.exists()) {
            documents.insert(name.to_owned(), document(&file)?);
        }
    }
    Ok(documents)
}

fn document(file: &Path) -> Result<toml::Table, String> {
    let content = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    content.parse().map_err(|e| format!("{}: {e}", file.display()))
}

fn rejected(knowledge: &Path) -> Result<Rejected, String> {
    let file = document(&knowledge.join("rejected.toml"))?;
    let with_reason = tables_of(&file, "rejected").filter(|row| !text(row, "reason").trim().is_empty());
    Ok(with_reason.map(|row| (text(row, "table").to_owned(), text(row, "row").to_owned())).collect())
}

fn tables_of<'t>(table: &'t toml::Table, key: &str) -> impl Iterator<Item = &'t toml::Table> {
    table.get(key).and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_table)
}

fn text<'t>(table: &'t toml::Table, key: &str) -> &'t str {
    table.get(key).and_then(toml::Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> toml::Table {
        text.parse().expect("a test's own document")
    }

    fn row(cells: &[(&str, &str)]) -> BTreeMap<String, String> {
        cells.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn a_second_row_of_one_brand_and_maker_needs_a_second_edge() {
        let table =
            vec![row(&[("brand", "Acme"), ("maker", "Bolt")]), row(&[("brand", "Acme"), ("maker", "Bolt")])];
        let makers = vec![row(&[("maker", "Acme")]), row(&[("maker", "Bolt")])];
        let people = People::new(&makers, &table);
        let vendor = "key = \"acme\"\n[[made_by]]\nmaker = \"bolt\"\n";
        let vendors = Documents::from([("acme".to_owned(), document(vendor))]);
        let coverage = lineage_rows(&table, &people, &vendors, &Rejected::new());
        assert_eq!((coverage.found, coverage.missing), (1, vec!["Acme → Bolt".to_owned()]));
        let rejected = Rejected::from([("lineage.csv".to_owned(), "Acme → Bolt".to_owned())]);
        assert_eq!(lineage_rows(&table, &people, &vendors, &rejected).rejected, 1);
    }

    #[test]
    fn clouds_are_found_by_what_they_match_and_in_the_way_they_match() {
        let clouds = Documents::from([(
            "acme".to_owned(),
            document(
                "[[cloud]]\nsuffix = \"acme.example\"\n[[cloud]]\naddress = \"192.0.2.1\"\nport = \"80\"\n",
            ),
        )]);
        let check = |kind: &str, pattern: &str, want: usize| {
            let table = vec![row(&[("kind", kind), ("pattern", pattern)])];
            assert_eq!(cloud_rows(&table, &clouds, &Rejected::new()).found, want, "{kind} {pattern}");
        };
        check("domain_suffix", "*.acme.example", 1);
        check("domain", "acme.example", 0);
        check("ip_port", "192.0.2.1:80", 1);
        check("ip_port", "192.0.2.1:81", 0);
    }

    #[test]
    fn a_maker_without_its_number_or_country_is_missing() {
        let vendors = Documents::from([(
            "acme".to_owned(),
            document("key = \"acme\"\ncountry = \"BE\"\nenterprise = [7]\n"),
        )]);
        let check = |cells: &[(&str, &str)], want: usize| {
            assert_eq!(maker_rows(&vec![row(cells)], &vendors, &Rejected::new()).found, want, "{cells:?}");
        };
        check(&[("maker", "Acme"), ("iana_pen", "7"), ("country_of_headquarters", "BE")], 1);
        check(&[("maker", "Acme"), ("iana_pen", "8")], 0);
        check(&[("maker", "Acme"), ("owner", "somebody")], 0);
        check(&[("maker", "Nobody")], 0);
    }
}
