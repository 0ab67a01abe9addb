//! A research table as it is read.

use std::collections::BTreeMap;
use std::path::Path;

/// A table: column name to cell, per row.
pub(crate) type Table = Vec<BTreeMap<String, String>>;

/// Reads a table.
pub(crate) fn read(path: &Path) -> Result<Table, String> {
    let wrong = |e: csv::Error| format!("{}: {e}", path.display());
    let mut reader = csv::Reader::from_path(path).map_err(wrong)?;
    reader.deserialize().collect::<Result<Table, _>>().map_err(wrong)
}

/// A cell, or nothing.
pub(crate) fn cell<'a>(row: &'a BTreeMap<String, String>, column: &str) -> &'a str {
    row.get(column).map_or("", |c| c.trim())
}
