//! Source files as they lie in folders: finding them, reading them, and knowing what is only there for tests.

use std::path::{Path, PathBuf};
use syn::Meta;
use syn::punctuated::Punctuated;

/// The folders in a folder, in order of name.
pub fn folders(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found: Vec<PathBuf> = entries(folder)?.into_iter().filter(|p| p.is_dir()).collect();
    found.sort();
    Ok(found)
}

/// Every `.rs` file below a folder, build results left out, in order of path.
pub fn rust_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let (mut found, mut todo) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(next) = todo.pop() {
        for path in entries(&next)? {
            if path.is_dir() && !path.ends_with("target") {
                todo.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The text of a file.
pub fn text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

/// A file read as Rust.
pub fn parsed(path: &Path) -> Result<syn::File, String> {
    syn::parse_file(&text(path)?).map_err(|e| format!("{}: {e}", path.display()))
}

/// Whether an item is built for tests alone: `#[test]`, `#[cfg(test)]`, `#[cfg(all(test, …))]`.
pub fn only_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|a| {
        a.path().is_ident("test")
            || (a.path().is_ident("cfg") && a.parse_args::<Meta>().is_ok_and(|m| asks_test(&m)))
    })
}

fn asks_test(condition: &Meta) -> bool {
    match condition {
        Meta::Path(path) => path.is_ident("test"),
        Meta::List(list) if list.path.is_ident("all") => list
            .parse_args_with(Punctuated::<Meta, syn::Token![,]>::parse_terminated)
            .is_ok_and(|all| all.iter().any(asks_test)),
        _ => false,
    }
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let read = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    read.map(|entry| entry.map(|e| e.path()).map_err(|e| e.to_string())).collect()
}
