//! The walls of the house: ARCHITECTURE.md's table against the build's own metadata and the sources, both ways, and the
//! proof that the linter's bans bite. A guard that cannot run fails.
#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

fn full_name(short: &str) -> String {
    if short == "xtask" || short == "oogmerk" { short.to_owned() } else { format!("oogmerk-{short}") }
}

/// A row of ARCHITECTURE.md's table.
struct Row {
    /// Crates of ours that it may import.
    imports: BTreeSet<String>,
    /// The last cell, as written.
    must_never: String,
}

impl Row {
    /// A crate that must never read a clock is pure: it carries the linter's bans.
    fn is_pure(&self) -> bool {
        self.must_never.split([',', ' ', ';', '(']).any(|word| word == "clock")
    }
}

fn architecture() -> String {
    std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md can be read")
}

/// Crate → its row, from the table whose first column is a crate in backticks.
fn table() -> BTreeMap<String, Row> {
    let mut rows = BTreeMap::new();
    let text = architecture();
    for line in text.lines().filter(|l| l.starts_with("| `oogmerk") || l.starts_with("| `xtask")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 4, "row with another shape: {line}");
        let imports = cells[2]
            .split(',')
            .map(str::trim)
            .filter(|w| !matches!(*w, "–" | "-" | ""))
            .map(full_name)
            .collect();
        let row = Row { imports, must_never: cells[3].to_owned() };
        rows.insert(cells[0].trim_matches('`').to_owned(), row);
    }
    assert!(rows.len() > 5, "the table of ARCHITECTURE.md was not found");
    rows
}

fn pure() -> Vec<String> {
    table().into_iter().filter(|(_, row)| row.is_pure()).map(|(name, _)| name).collect()
}

fn folder(name: &str) -> PathBuf {
    if name == "xtask" { root().join(name) } else { root().join("crates").join(name) }
}

/// crate → workspace crates it imports outside tests, from `cargo metadata`.
fn metadata() -> BTreeMap<String, BTreeSet<String>> {
    let out = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo metadata runs");
    assert!(out.status.success(), "cargo metadata failed: {}", String::from_utf8_lossy(&out.stderr));
    let json: serde_json::Value = serde_json::from_slice(&out.stdout).expect("cargo metadata prints JSON");
    let packages = json["packages"].as_array().expect("packages");
    let ours: BTreeSet<&str> = packages.iter().filter_map(|p| p["name"].as_str()).collect();
    packages
        .iter()
        .map(|p| {
            let imports = p["dependencies"]
                .as_array()
                .expect("dependencies")
                .iter()
                .filter(|d| d["kind"].as_str() != Some("dev"))
                .filter_map(|d| d["name"].as_str())
                .filter(|n| ours.contains(n))
                .map(str::to_owned)
                .collect();
            (p["name"].as_str().expect("name").to_owned(), imports)
        })
        .collect()
}

#[test]
fn every_crate_stands_in_the_table_and_every_row_is_a_crate() {
    let (table, real) = (table(), metadata());
    let named: BTreeSet<_> = table.keys().collect();
    let built: BTreeSet<_> = real.keys().collect();
    assert_eq!(named, built, "ARCHITECTURE.md and the workspace name different crates");
}

#[test]
fn each_crate_imports_exactly_what_its_row_allows() {
    let table = table();
    for (name, imports) in metadata() {
        let allowed = &table[&name].imports;
        let broken: Vec<_> = imports.difference(allowed).collect();
        assert!(
            broken.is_empty(),
            "{name} imports {broken:?}, its row in ARCHITECTURE.md does not allow that"
        );
        let unused: Vec<_> = allowed.difference(&imports).collect();
        assert!(
            unused.is_empty(),
            "{name} may import {unused:?} by its row in ARCHITECTURE.md and does not: take the permission away"
        );
    }
}

/// A dependency that no source names is a permission that nobody uses.
#[test]
fn each_import_of_ours_is_named_by_a_source() {
    for (name, imports) in metadata() {
        let mut code = String::new();
        for file in below(&folder(&name).join("src")) {
            code += &std::fs::read_to_string(&file).unwrap();
        }
        assert!(!code.is_empty(), "the sources of {name} were not found");
        let lines: Vec<&str> = code.lines().filter(|l| !l.trim_start().starts_with("//")).collect();
        for import in imports {
            let path = format!("{}::", import.replace('-', "_"));
            assert!(
                lines.iter().any(|line| line.contains(&path)),
                "{name} depends on {import} and no source of it says {path}"
            );
        }
    }
}

#[test]
fn sql_stands_only_in_the_register() {
    let mut seen = 0;
    for file in sources() {
        let text = std::fs::read_to_string(&file).unwrap();
        seen += 1;
        let inside = file.components().any(|c| c.as_os_str() == "oogmerk-register");
        assert!(
            inside || !text.contains(concat!("sql", "x::")),
            "SQL outside the register: {}",
            file.display()
        );
    }
    assert!(seen > 20, "the sources were not found");
}

/// The reader of captures is driven by the table of codecs: none of its names stands in it, tests apart.
#[test]
fn the_reader_of_captures_names_no_protocol() {
    let names: BTreeSet<String> =
        oogmerk_wire::codec::CODECS.iter().map(|codec| format!("\"{}\"", codec.name)).collect();
    let mut seen = 0;
    for file in below(&folder("oogmerk-capture").join("src")) {
        if file.components().any(|c| c.as_os_str() == "tests") {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        seen += 1;
        for name in &names {
            assert!(!text.contains(name.as_str()), "{} names {name}", file.display());
        }
    }
    assert!(seen > 10 && names.len() > 40, "the sources or the table were not found");
}

#[test]
fn every_file_opens_with_what_it_is() {
    for file in sources() {
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//!"), "{} does not open with //!", file.display());
    }
}

fn sources() -> Vec<PathBuf> {
    [below(&root().join("crates")), below(&root().join("xtask"))].concat()
}

/// The Rust files below a folder.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut todo = vec![folder.to_path_buf()];
    while let Some(dir) = todo.pop() {
        for entry in std::fs::read_dir(&dir).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() && !path.ends_with("target") {
                todo.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                out.push(path);
            }
        }
    }
    out
}

/// What the linter must ban in a pure crate.
const BANNED: [&str; 10] = [
    "SystemTime::now",
    "std::time::Instant::now",
    "tokio::time::Instant::now",
    "std::net::TcpListener::bind",
    "tokio::net::TcpListener::bind",
    "File::open",
    "TcpStream",
    "UdpSocket",
    "Command::new",
    "getrandom::fill",
];

#[test]
fn every_pure_crate_and_no_other_carries_the_bans_and_all_the_same() {
    let pure = pure();
    assert!(pure.len() > 3, "ARCHITECTURE.md's table names no pure crates");
    let bans = |name: &str| std::fs::read_to_string(folder(name).join("clippy.toml")).unwrap_or_default();
    let first = bans(&pure[0]);
    for ban in BANNED {
        assert!(first.contains(ban), "the bans of {} do not name {ban}", pure[0]);
    }
    for (name, row) in table() {
        if row.is_pure() {
            assert_eq!(bans(&name), first, "{name}/clippy.toml differs from that of {}", pure[0]);
        } else {
            assert!(bans(&name).is_empty(), "{name} carries bans, and its row does not say that it is pure");
        }
    }
}

/// Files of pure crates that may do what is banned there stand in ARCHITECTURE.md, and nothing else does.
#[test]
fn every_exception_from_the_bans_is_named_and_every_named_one_is_used() {
    let mut used = BTreeSet::new();
    for name in pure() {
        for file in below(&folder(&name).join("src")) {
            let text = std::fs::read_to_string(&file).unwrap();
            if text.contains("clippy::disallowed_methods") || text.contains("clippy::disallowed_types") {
                used.insert(file.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/"));
            }
        }
    }
    let text = architecture();
    let listed = text.lines().filter_map(|l| l.strip_prefix("* `crates/")?.split_once(".rs` may "));
    let named: BTreeSet<String> = listed.map(|(path, _)| format!("crates/{path}.rs")).collect();
    assert_eq!(named, used, "ARCHITECTURE.md and the sources name different exceptions from the bans");
}

#[test]
fn the_linter_obeys_the_bans() {
    let bans = folder(&pure()[0]).join("clippy.toml");
    let dir = std::env::temp_dir().join(format!("oogmerk-walls-{}", std::process::id()));
    std::fs::create_dir_all(dir.join("src")).unwrap();
    std::fs::copy(bans, dir.join("clippy.toml")).unwrap();
    std::fs::write(
        dir.join("Cargo.toml"),
        "[package]\nname = \"sinner\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n",
    )
    .unwrap();
    let lint = |body: &str| {
        std::fs::write(dir.join("src/lib.rs"), body).unwrap();
        let out = Command::new(env!("CARGO"))
            .args(["clippy", "--offline", "--quiet", "--", "-D", "warnings"])
            .current_dir(&dir)
            .env("CARGO_TARGET_DIR", dir.join("target"))
            .output()
            .expect("clippy runs");
        (out.status.success(), String::from_utf8_lossy(&out.stderr).into_owned())
    };
    let sins = [
        "pub fn f() -> std::time::SystemTime { std::time::SystemTime::now() }",
        "pub fn f() -> Vec<u8> { std::fs::read(\"x\").unwrap_or_default() }",
        "pub fn f(_: std::net::UdpSocket) {}",
    ];
    for sin in sins {
        let (passed, said) = lint(sin);
        assert!(!passed && said.contains("disallowed"), "the linter let this through: {sin}\n{said}");
    }
    let (passed, said) = lint("pub fn f(now: i64) -> i64 { now }");
    assert!(passed, "the linter refuses an innocent crate: {said}");
    std::fs::remove_dir_all(&dir).unwrap();
}
