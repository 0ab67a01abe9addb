//! Packs `knowledge/` into one blob at build time, and works out the shapes of its expressions. A file that does not parse
//! stops the build with its name and line.

#![allow(clippy::disallowed_methods, reason = "a build script reads the files it packs")]

#[path = "src/pack.rs"]
mod pack;
#[allow(dead_code, reason = "matching needs more of it than the table of shapes does")]
#[path = "src/matcher/shape.rs"]
mod shape;

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
    println!("cargo:rerun-if-changed={}", root.display());
    println!("cargo:rerun-if-changed=src/pack.rs");
    println!("cargo:rerun-if-changed=src/matcher/shape.rs");
    let mut files = Vec::new();
    gather(&root, &root, &mut files);
    let packed = pack::Pack::of_files(files.iter().map(|(p, b)| (p.as_str(), b.as_slice())));
    let pack = match packed {
        Ok(pack) => pack,
        Err(errors) => {
            for e in errors {
                println!("cargo:error=knowledge/{e}");
            }
            return;
        }
    };
    write("knowledge.pack", pack.text.as_bytes());
    write("shapes.table", &shapes(&pack.text));
    println!("cargo:rustc-env=OOGMERK_KNOWLEDGE_VERSION={}", pack.version);
}

fn write(name: &str, bytes: &[u8]) {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default()).join(name);
    if let Err(e) = std::fs::write(&out, bytes) {
        println!("cargo:error=cannot write {}: {e}", out.display());
    }
}

/// The table of shapes, laid out as `src/matcher/known.rs` says.
fn shapes(pack: &str) -> Vec<u8> {
    let mut texts = BTreeSet::new();
    for (_, content) in pack.lines().filter_map(|line| line.split_once('\t')) {
        if let Ok(content) = serde_json::from_str(content) {
            expressions(&content, &mut texts);
        }
    }
    let rows =
        texts.iter().filter_map(|text| postcard::to_allocvec(&(text, shape::of_expression(text)?)).ok());
    let rows: Vec<Vec<u8>> = rows.collect();
    let mut table = (rows.len() as u32).to_le_bytes().to_vec();
    let mut at = (rows.len() + 1) * 4;
    for row in &rows {
        table.extend((at as u32).to_le_bytes());
        at += row.len();
    }
    table.extend(rows.concat());
    table
}

/// Every expression of tells and grammars.
fn expressions(value: &Value, texts: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(text) if ["regex", "pattern"].contains(&name.as_str()) => {
                        texts.insert(text.clone());
                    }
                    _ => expressions(value, texts),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| expressions(item, texts)),
        _ => {}
    }
}

fn gather(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    println!("cargo:rerun-if-changed={}", folder.display());
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(root, &path, files);
        } else if let (Ok(relative), Ok(bytes)) = (path.strip_prefix(root), std::fs::read(&path)) {
            files.push((relative.to_string_lossy().replace('\\', "/"), bytes));
        }
    }
}
