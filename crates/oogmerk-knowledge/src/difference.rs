//! What differs between two knowledge bases, by the ids of their rows.

use crate::{Knowledge, Oracle};
use std::collections::BTreeMap;

/// Ids that only one of two bases has, and those that say something else in each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// Only in the later one.
    pub added: Vec<String>,
    /// Only in the earlier one.
    pub removed: Vec<String>,
    /// In both, and not equal.
    pub changed: Vec<String>,
}

/// The difference between two knowledge bases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnowledgeDifference {
    /// Tells.
    pub tells: Rows,
    /// "Made by" edges.
    pub edges: Rows,
    /// Model grammar.
    pub grammars: Rows,
    /// Dated lists.
    pub policies: Rows,
    /// Vendors.
    pub vendors: Rows,
    /// Address blocks, by prefix.
    pub blocks: Rows,
}

impl Rows {
    fn of<'a, T: PartialEq + 'a>(
        before: impl Iterator<Item = (String, &'a T)>,
        after: impl Iterator<Item = (String, &'a T)>,
    ) -> Self {
        let before: BTreeMap<String, &T> = before.collect();
        let mut left = before.clone();
        let mut rows = Self::default();
        for (id, row) in after {
            match left.remove(&id) {
                None if before.contains_key(&id) => {}
                None => rows.added.push(id),
                Some(earlier) if earlier != row => rows.changed.push(id),
                Some(_) => {}
            }
        }
        rows.removed = left.into_keys().collect();
        rows
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

impl KnowledgeDifference {
    /// From the earlier base to the later one.
    pub fn between(before: &Knowledge, after: &Knowledge) -> Self {
        fn by_id<T>(rows: &[T], id: impl Fn(&T) -> String) -> impl Iterator<Item = (String, &T)> {
            rows.iter().map(move |row| (id(row), row))
        }
        Self {
            tells: Rows::of(by_id(before.tells(), |t| t.id.clone()), by_id(after.tells(), |t| t.id.clone())),
            edges: Rows::of(by_id(before.edges(), |e| e.id.clone()), by_id(after.edges(), |e| e.id.clone())),
            grammars: Rows::of(
                by_id(before.grammars(), |g| g.id.clone()),
                by_id(after.grammars(), |g| g.id.clone()),
            ),
            policies: Rows::of(
                by_id(before.policies(), |p| p.id.clone()),
                by_id(after.policies(), |p| p.id.clone()),
            ),
            vendors: Rows::of(
                before.makers().map(|m| (m.key.clone(), m)),
                after.makers().map(|m| (m.key.clone(), m)),
            ),
            blocks: Rows::of(before.prefixes.rows(), after.prefixes.rows()),
        }
    }
}
