//! Bags out of a table that was written as JSON: lists in a list, below the names of their columns in a list beside
//! them (`{"columns": […], "rows": [[…], …]}`), or with those names as the first list.
//!
//! Sources: pandas, "DataFrame.to_json" (`orient='split'`); Elasticsearch, "SQL REST API"; Google Sheets API,
//! "ValueRange"; ClickHouse, "Formats" (`JSONCompact`: `meta`, `data`).

use super::from_table::{Row, is_heading, row_of};
use std::collections::HashMap;

/// What the list of columns is called.
const COLUMNS: [&str; 9] =
    ["columns", "fields", "headers", "header", "cols", "columnNames", "meta", "schema", "names"];
/// What a column that is an object is called by.
const NAMED: [&str; 6] = ["name", "text", "label", "field", "title", "header"];
/// Columns and rows of one table.
const COLUMNS_MAX: usize = 512;
const ROWS_MAX: usize = 100_000;

/// Lists, and lists of lists, of one document.
#[derive(Default)]
pub(super) struct Grids {
    grids: HashMap<String, Vec<Vec<String>>>,
    lists: HashMap<String, Vec<String>>,
}

impl Grids {
    /// Takes a value by its place (`rows[3][1]`, `columns[1]`, `columns[1].name`).
    pub fn take(&mut self, place: &str, text: &str) {
        if let Some((column, name)) = place.rsplit_once('.')
            && NAMED.contains(&name)
        {
            if let Some((list, at)) = member(column).filter(|(list, _)| is_columns(list)) {
                put(self.lists.entry(list.to_owned()).or_default(), at, text);
            }
            return;
        }
        let Some((list, at)) = member(place) else { return };
        match member(list) {
            Some((grid, row)) if row < ROWS_MAX => {
                let rows = self.grids.entry(grid.to_owned()).or_default();
                if rows.len() <= row {
                    rows.resize(row + 1, Vec::new());
                }
                put(&mut rows[row], at, text);
            }
            Some(_) => {}
            None if is_columns(list) => put(self.lists.entry(list.to_owned()).or_default(), at, text),
            None => {}
        }
    }

    /// The rows of every table, each with its place.
    pub fn rows(self) -> Vec<(String, Row)> {
        let mut found: Vec<(String, Row)> = Vec::new();
        for (place, mut rows) in self.grids {
            let around = place.rsplit_once('.').map_or("", |(around, _)| around);
            let beside = COLUMNS.iter().find_map(|name| {
                let whole = if around.is_empty() { (*name).to_owned() } else { format!("{around}.{name}") };
                self.lists.get(&whole)
            });
            let (keys, first) = match beside {
                Some(keys) => (keys.clone(), 0),
                None if rows.len() > 1 => (std::mem::take(&mut rows[0]), 1),
                None => continue,
            };
            if !is_heading(&keys, &keys) {
                continue;
            }
            for (number, row) in rows.into_iter().enumerate().skip(first) {
                found.push((format!("{place}[{number}]"), row_of(&keys, row)));
            }
        }
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found
    }
}

/// Whether a list is one of columns, by its name.
fn is_columns(list: &str) -> bool {
    COLUMNS.contains(&list.rsplit('.').next().unwrap_or(list))
}

/// The list of a member, and which it is.
fn member(place: &str) -> Option<(&str, usize)> {
    let (list, at) = place.strip_suffix(']')?.rsplit_once('[')?;
    Some((list, at.parse().ok()?))
}

fn put(list: &mut Vec<String>, at: usize, text: &str) {
    if at < COLUMNS_MAX && text.len() <= 4096 {
        if list.len() <= at {
            list.resize(at + 1, String::new());
        }
        text.clone_into(&mut list[at]);
    }
}
