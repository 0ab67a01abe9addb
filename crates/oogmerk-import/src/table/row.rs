//! One row of a table, whatever its format.

use std::sync::Arc;

/// One row of any table.
pub(crate) struct SheetRow {
    pub number: u64,
    pub offset: Option<u64>,
    pub cells: Vec<String>,
    /// Of the bytes of the row, as its format writes them; empty where it has none of its own.
    pub digest: Arc<str>,
}
