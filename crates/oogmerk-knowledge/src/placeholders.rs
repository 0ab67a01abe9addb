//! Values that factories ship in many units: no key, no serial, no name.

use regex::RegexSet;
use std::collections::HashSet;
use std::sync::OnceLock;

/// One row of `placeholders.toml`.
#[derive(Debug)]
pub(crate) struct Row {
    pub fields: Vec<String>,
    pub exact: HashSet<String>,
    pub regex: Vec<String>,
    /// Values the expressions must fit.
    pub matches: Vec<String>,
    /// The nearest values that are real.
    pub silent: Vec<String>,
    pub compiled: OnceLock<RegexSet>,
}

/// All rows.
#[derive(Debug, Default)]
pub(crate) struct Placeholders(pub Vec<Row>);

impl Placeholders {
    /// Whether the value of a field is known to say nothing. Case and blanks around it are ignored.
    pub(crate) fn holds(&self, field: &str, value: &str) -> bool {
        let value = value.trim().to_ascii_lowercase();
        self.0.iter().filter(|r| r.fields.iter().any(|f| covers(f, field))).any(|r| {
            r.exact.contains(&value)
                || (!r.regex.is_empty()
                    && r.compiled
                        .get_or_init(|| RegexSet::new(&r.regex).unwrap_or_else(|_| RegexSet::empty()))
                        .is_match(&value))
        })
    }
}

fn covers(pattern: &str, field: &str) -> bool {
    match pattern.strip_prefix('*') {
        Some("") => true,
        Some(end) => field.ends_with(end),
        None => pattern == field,
    }
}
