//! Packs `knowledge/` into one blob at build time. A file that does not parse stops the build with its name and line.

#![allow(clippy::disallowed_methods, reason = "a build script reads the files it packs")]

#[path = "src/pack.rs"]
mod pack;

use std::path::{Path, PathBuf};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
    println!("cargo:rerun-if-changed={}", root.display());
    println!("cargo:rerun-if-changed=src/pack.rs");
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
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default()).join("knowledge.pack");
    if let Err(e) = std::fs::write(&out, &pack.text) {
        println!("cargo:error=cannot write {}: {e}", out.display());
    }
    println!("cargo:rustc-env=OOGMERK_KNOWLEDGE_VERSION={}", pack.version);
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
