//! The walls of the house: ARCHITECTURE.md's table against the build's own metadata, both ways, and the proof that
//! the linter's bans bite. A guard that cannot run fails.
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

/// crate → imports allowed, from the table whose first column is a crate in backticks.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md can be read");
    let mut rows = BTreeMap::new();
    for line in text.lines().filter(|l| l.starts_with("| `oogmerk") || l.starts_with("| `xtask")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 4, "row with another shape: {line}");
        let imports = cells[2]
            .split(',')
            .map(str::trim)
            .filter(|w| !matches!(*w, "–" | "-" | ""))
            .map(full_name)
            .collect();
        rows.insert(cells[0].trim_matches('`').to_owned(), imports);
    }
    rows
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
    assert!(named.len() > 5, "the table of ARCHITECTURE.md was not found");
    assert_eq!(named, built, "ARCHITECTURE.md and the workspace name different crates");
}

#[test]
fn no_crate_imports_what_its_row_does_not_allow() {
    let table = table();
    for (name, imports) in metadata() {
        let allowed = &table[&name];
        let broken: Vec<_> = imports.difference(allowed).collect();
        assert!(
            broken.is_empty(),
            "{name} imports {broken:?}, its row in ARCHITECTURE.md does not allow that"
        );
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

#[test]
fn every_file_opens_with_what_it_is() {
    for file in sources() {
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//!"), "{} does not open with //!", file.display());
    }
}

fn sources() -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut todo = vec![root().join("crates"), root().join("xtask")];
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

const PURE: [&str; 9] =
    ["model", "bytes", "wire", "capture", "import", "knowledge", "identify", "judge", "report"];

#[test]
fn every_pure_crate_carries_the_same_bans() {
    let read = |c: &str| {
        std::fs::read_to_string(root().join(format!("crates/oogmerk-{c}/clippy.toml"))).unwrap_or_default()
    };
    let first = read(PURE[0]);
    for ban in [
        "SystemTime::now",
        "Instant::now",
        "File::open",
        "TcpStream",
        "UdpSocket",
        "Command::new",
        "getrandom::fill",
    ] {
        assert!(first.contains(ban), "the bans do not name {ban}");
    }
    for c in PURE {
        assert_eq!(read(c), first, "oogmerk-{c} has other bans than oogmerk-{}", PURE[0]);
    }
}

#[test]
fn the_pages_are_given_their_listener_their_clock_and_their_secrets() {
    let bans = std::fs::read_to_string(root().join("crates/oogmerk-web/clippy.toml")).unwrap_or_default();
    for ban in [
        "std::time::Instant::now",
        "tokio::time::Instant::now",
        "SystemTime::now",
        "getrandom::fill",
        "tokio::net::TcpListener::bind",
        "UdpSocket",
        "File::open",
    ] {
        assert!(bans.contains(ban), "the bans of the pages do not name {ban}");
    }
}

#[test]
fn the_linter_obeys_the_bans() {
    let dir = std::env::temp_dir().join(format!("oogmerk-walls-{}", std::process::id()));
    std::fs::create_dir_all(dir.join("src")).unwrap();
    std::fs::copy(root().join("crates/oogmerk-model/clippy.toml"), dir.join("clippy.toml")).unwrap();
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
