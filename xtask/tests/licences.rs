//! Licences and bans of `deny.toml`, held against the build's own metadata on every machine.
#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Evaluates an SPDX expression of `AND`, `OR`, `/`, `WITH` and parentheses.
fn allowed(expression: &str, allow: &BTreeSet<String>) -> bool {
    let text = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut at = 0;
    let ok = any(&words, &mut at, allow);
    ok && at == words.len()
}

fn any(words: &[&str], at: &mut usize, allow: &BTreeSet<String>) -> bool {
    let mut ok = all(words, at, allow);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        ok |= all(words, at, allow);
    }
    ok
}

fn all(words: &[&str], at: &mut usize, allow: &BTreeSet<String>) -> bool {
    let mut ok = one(words, at, allow);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        ok &= one(words, at, allow);
    }
    ok
}

fn one(words: &[&str], at: &mut usize, allow: &BTreeSet<String>) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let ok = any(words, at, allow);
        *at += 1;
        return ok;
    }
    if words.get(*at) == Some(&"WITH") {
        let with = format!("{word} WITH {}", words.get(*at + 1).unwrap_or(&""));
        *at += 2;
        return allow.contains(&with);
    }
    allow.contains(*word)
}

#[test]
fn the_expression_reader_tells_and_from_or() {
    let allow = ["MIT", "Apache-2.0"].map(str::to_owned).into_iter().collect();
    for yes in ["MIT", "MIT OR GPL-2.0", "MIT/GPL-2.0", "(MIT OR GPL-2.0) AND Apache-2.0"] {
        assert!(allowed(yes, &allow), "{yes}");
    }
    for no in ["GPL-2.0", "MIT AND GPL-2.0", "MIT WITH X", "", "(MIT OR Apache-2.0) AND GPL-3.0"] {
        assert!(!allowed(no, &allow), "{no}");
    }
}

#[test]
fn every_crate_behind_us_has_an_allowed_licence_and_none_is_banned() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let deny: toml::Table =
        std::fs::read_to_string(root.join("deny.toml")).unwrap().parse().expect("deny.toml is TOML");
    let allow: BTreeSet<String> = deny["licenses"]["allow"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|v| v.as_str().map(str::to_owned))
        .collect();
    let banned: BTreeSet<String> = deny["bans"]["deny"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|v| v["name"].as_str().map(str::to_owned))
        .collect();
    assert!(allow.len() > 5 && banned.len() > 3, "deny.toml was not read");
    // Not --offline: a platform this machine does not build for may have crates that were never fetched here.
    let out = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--filter-platform",
            "x86_64-unknown-linux-gnu",
        ])
        .current_dir(root)
        .output()
        .expect("cargo metadata runs");
    assert!(out.status.success(), "cargo metadata failed: {}", String::from_utf8_lossy(&out.stderr));
    let json: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let packages = json["packages"].as_array().unwrap();
    assert!(packages.len() > 50, "only {} packages: metadata is not whole", packages.len());
    for p in packages {
        let (name, licence) = (p["name"].as_str().unwrap(), p["license"].as_str().unwrap_or(""));
        assert!(allowed(licence, &allow), "{name}: licence '{licence}' is not allowed by deny.toml");
        assert!(!banned.contains(name), "{name} is banned by deny.toml");
        let source = p["source"].as_str().unwrap_or("");
        assert!(
            source.is_empty() || source.starts_with("registry+") || source.starts_with("sparse+"),
            "{name} comes from {source}"
        );
    }
}
