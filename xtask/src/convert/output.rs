//! What a conversion makes: files, and the rows that could not be expressed.

use std::collections::BTreeMap;
use std::path::Path;

/// Whether files that are there already may be written over.
#[derive(Clone, Copy, PartialEq)]
pub enum Overwrite {
    /// Stop.
    Refuse,
    /// Replace.
    Allow,
}

/// What one conversion makes.
#[derive(Default)]
pub struct Output {
    /// Path inside `knowledge/` to text.
    pub(super) files: BTreeMap<String, String>,
    /// Table, row, reason.
    pub(super) rejected: Vec<(String, String, String)>,
}

impl Output {
    pub(super) fn reject(&mut self, table: &str, row: impl Into<String>, reason: impl Into<String>) {
        self.rejected.push((table.to_owned(), row.into(), reason.into()));
    }
}

/// Writes the files.
pub(super) fn write(out: &Output, to: &Path, overwrite: Overwrite) -> Result<(), String> {
    let there: Vec<&String> = out.files.keys().filter(|p| to.join(p).exists()).collect();
    if let (Overwrite::Refuse, Some(first)) = (overwrite, there.first()) {
        return Err(format!(
            "{} files are there already, {} first: they are the source of truth now; --force writes over them",
            there.len(),
            to.join(first).display()
        ));
    }
    for (path, text) in &out.files {
        let path = to.join(path);
        let wrong = |e: std::io::Error| format!("{}: {e}", path.display());
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(wrong)?;
        }
        std::fs::write(&path, text).map_err(wrong)?;
    }
    println!("{} files written, {} rows rejected", out.files.len(), out.rejected.len());
    Ok(())
}
