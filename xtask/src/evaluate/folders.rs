//! Where each row of knowledge stands.

use crate::folder::files;
use std::collections::BTreeMap;
use std::path::Path;

/// The folder each row of knowledge stands in, by its id: `vendors/hikvision/…` is `hikvision`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folders(BTreeMap<String, String>);

impl Folders {
    /// Reads the ids of all rows below a knowledge folder.
    pub(crate) fn read(knowledge: &Path) -> Result<Self, String> {
        let mut folders = BTreeMap::new();
        for (path, bytes) in files(knowledge)? {
            let Some(("vendors" | "stacks", rest)) = path.split_once('/') else { continue };
            let Some((name, file)) = rest.split_once('/') else { continue };
            let value: toml::Table = std::str::from_utf8(&bytes)
                .map_err(|e| e.to_string())
                .and_then(|text| toml::from_str(text).map_err(|e| format!("{file}: {e}")))?;
            for rows in value.values().filter_map(toml::Value::as_array) {
                let ids = rows.iter().filter_map(|row| row.get("id")?.as_str());
                folders.extend(ids.map(|id| (id.to_owned(), name.to_owned())));
            }
        }
        Ok(Self(folders))
    }

    /// The folder of a row. A tell on several fields is written once and has its field behind its id in each.
    pub(crate) fn of(&self, id: &str) -> Option<&str> {
        let is_whole = |end: &usize| *end == id.len() || id.as_bytes().get(*end) == Some(&b'-');
        let ends = (1..=id.len()).rev().filter(is_whole);
        ends.filter_map(|end| self.0.get(id.get(..end)?)).map(String::as_str).next()
    }
}
