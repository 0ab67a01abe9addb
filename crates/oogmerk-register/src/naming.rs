//! The names of devices: an id is minted once, as a fact, and bound to keys; the grouping of keys is derived anew
//! each time.
//!
//! When new evidence regroups keys, an id stays with the group that holds its oldest key; other groups get a new id
//! and a redirect. Where a group holds the oldest keys of several ids, the oldest id goes on and the others lead to
//! it. Nothing is ever renamed in place, so an id on a sticker or in a letter leads somewhere for ever.

use crate::change::{Change, Redirect};
use crate::content::{self, kind};
use crate::error::Result;
use crate::facts::{all_of, last_number};
use oogmerk_model::Timestamp;
use sqlx::SqliteConnection;
use std::collections::{BTreeMap, BTreeSet};

/// When a key was bound: number of the fact, place in it.
type Since = (u64, usize);

/// Which keys lead to which device, and which ids lead to which others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    bound: BTreeMap<String, (String, Since)>,
    minted: BTreeMap<String, u64>,
    merged: BTreeMap<String, String>,
    /// (number of the fact, the id that stayed, the new id).
    splits: Vec<(u64, String, String)>,
}

impl Names {
    /// As known on a moment, or now.
    pub(crate) async fn load(conn: &mut SqliteConnection, known_on: Option<Timestamp>) -> Result<Self> {
        let mut names = Self::default();
        let last = last_number(conn, known_on).await?;
        for (number, body) in all_of(conn, kind::NAMED).await?.into_iter().filter(|(n, _)| *n <= last) {
            let named: content::Named = content::read(number, &body)?;
            names.bind(number, &named.id, &named.keys);
        }
        names.take_redirects(conn, last).await?;
        Ok(names)
    }

    /// Where ids lead, without any key: enough for what is said of ids, and quick however many devices there are.
    pub(crate) async fn load_redirects(conn: &mut SqliteConnection, last: u64) -> Result<Self> {
        let mut names = Self::default();
        names.take_redirects(conn, last).await?;
        Ok(names)
    }

    async fn take_redirects(&mut self, conn: &mut SqliteConnection, last: u64) -> Result<()> {
        for (number, body) in all_of(conn, kind::REDIRECTED).await?.into_iter().filter(|(n, _)| *n <= last) {
            let redirected: content::Redirected = content::read(number, &body)?;
            self.redirect(number, &redirected.redirect);
        }
        Ok(())
    }

    pub(crate) fn bind(&mut self, number: u64, id: &str, keys: &[String]) {
        self.minted.entry(id.to_owned()).or_insert(number);
        for (place, key) in keys.iter().enumerate() {
            self.bound.insert(key.clone(), (id.to_owned(), (number, place)));
        }
    }

    pub(crate) fn redirect(&mut self, number: u64, redirect: &Redirect) {
        match redirect {
            Redirect::Merged { from, to } => drop(self.merged.insert(from.clone(), to.clone())),
            Redirect::Split { from, to } => self.splits.push((number, from.clone(), to.clone())),
        }
    }

    /// The id an id leads to: itself, unless it was merged into another.
    pub fn resolve<'a>(&'a self, id: &'a str) -> &'a str {
        let mut at = id;
        // A ring cannot be recorded; the bound keeps a damaged file from hanging a reader.
        for _ in 0..=self.merged.len() {
            match self.merged.get(at) {
                Some(next) => at = next,
                None => break,
            }
        }
        at
    }

    /// The id a key is bound to, as it was bound.
    pub(crate) fn holder(&self, key: &str) -> Option<&str> {
        self.bound.get(key).map(|(id, _)| id.as_str())
    }

    /// The device a key or an id leads to.
    pub fn device<'a>(&'a self, key_or_id: &'a str) -> Option<&'a str> {
        match self.holder(key_or_id) {
            Some(id) => Some(self.resolve(id)),
            None => self.is_known(key_or_id).then(|| self.resolve(key_or_id)),
        }
    }

    /// The device a key or an id leads to, or the text itself where it leads nowhere.
    pub(crate) fn lead<'a>(&'a self, about: &'a str) -> &'a str {
        self.resolve(self.holder(about).unwrap_or(about))
    }

    /// Whether this id was minted here.
    pub fn is_known(&self, id: &str) -> bool {
        self.minted.contains_key(id)
    }

    /// Every key with the device it leads to: what the reasoning crate is given.
    pub fn by_key(&self) -> BTreeMap<String, String> {
        self.bound.iter().map(|(key, (id, _))| (key.clone(), self.resolve(id).to_owned())).collect()
    }

    /// Keys that lead to a device.
    pub fn keys_of(&self, id: &str) -> Vec<&str> {
        let id = self.resolve(id);
        self.bound
            .iter()
            .filter(|(_, (bound, _))| self.resolve(bound) == id)
            .map(|(key, _)| key.as_str())
            .collect()
    }

    /// Ids that led to this one, itself included.
    pub fn ids_of(&self, id: &str) -> BTreeSet<String> {
        let id = self.resolve(id);
        let merged = self.merged.keys().filter(|from| self.resolve(from) == id).cloned();
        merged.chain([id.to_owned()]).collect()
    }

    /// Whether what was recorded about an id as fact `number` is in doubt since a split.
    pub(crate) fn split_after(&self, id: &str, number: u64) -> bool {
        self.splits.iter().any(|(at, from, _)| *at > number && self.resolve(from) == self.resolve(id))
    }

    /// (The id that stayed, the new id), oldest first.
    pub(crate) fn splits(&self) -> impl Iterator<Item = (&str, &str)> {
        self.splits.iter().map(|(_, from, to)| (from.as_str(), to.as_str()))
    }

    /// The id another was split from.
    pub fn split_from(&self, id: &str) -> Option<&str> {
        self.splits.iter().rev().find(|(_, _, to)| to == id).map(|(_, from, _)| from.as_str())
    }

    /// Decides the id of every group and what has to be recorded for it. `mint` makes new ids.
    pub(crate) fn plan(
        &self,
        groups: &[Vec<String>],
        mint: &mut dyn FnMut() -> String,
    ) -> (Vec<Option<String>>, Vec<Change>) {
        let present: BTreeSet<&str> = groups.iter().flatten().map(String::as_str).collect();
        let oldest = self.oldest_keys(&present);
        let mut ids: Vec<Option<String>> = Vec::with_capacity(groups.len());
        let mut changes = Vec::new();
        let mut taken: BTreeSet<&str> = BTreeSet::new();
        for keys in groups {
            let fresh: BTreeSet<&str> = keys.iter().map(String::as_str).filter(|k| taken.insert(k)).collect();
            if fresh.is_empty() {
                ids.push(None);
                continue;
            }
            // Ids whose oldest key is here, oldest id first.
            let mut claims: Vec<(u64, &str)> = fresh
                .iter()
                .filter_map(|key| oldest.get(key))
                .map(|id| (self.minted.get(*id).copied().unwrap_or(u64::MAX), *id))
                .collect();
            claims.sort_unstable();
            let id = match claims.split_first() {
                Some(((_, first), others)) => {
                    for (_, other) in others {
                        let (from, to) = ((*other).to_owned(), (*first).to_owned());
                        changes.push(Change::Redirected(Redirect::Merged { from, to }));
                    }
                    (*first).to_owned()
                }
                None => mint(),
            };
            let left: BTreeSet<&str> = fresh.iter().filter_map(|k| self.device(k)).collect();
            let claimed: BTreeSet<&str> = claims.iter().map(|(_, id)| *id).collect();
            let unbound = fresh.iter().filter(|key| match self.device(key) {
                Some(held) => held != id && !claimed.contains(held),
                None => true,
            });
            // Keys keep the order the reasoning crate gave: the strongest first is the one that keeps the id.
            let unbound: BTreeSet<&str> = unbound.copied().collect();
            let keys: Vec<String> = keys.iter().filter(|k| unbound.contains(k.as_str())).cloned().collect();
            if !keys.is_empty() {
                changes.push(Change::DeviceNamed { id: id.clone(), keys });
            }
            if claims.is_empty() {
                for from in left {
                    changes
                        .push(Change::Redirected(Redirect::Split { from: from.to_owned(), to: id.clone() }));
                }
            }
            ids.push(Some(id));
        }
        (ids, changes)
    }

    /// For every id that goes on, the key that was bound to it first, of those that are still seen.
    fn oldest_keys(&self, present: &BTreeSet<&str>) -> BTreeMap<&str, &str> {
        let mut first: BTreeMap<&str, (Since, &str)> = BTreeMap::new();
        for (key, (id, since)) in self.bound.iter().filter(|(key, _)| present.contains(key.as_str())) {
            let id = self.resolve(id);
            let entry = first.entry(id).or_insert((*since, key));
            if *since < entry.0 {
                *entry = (*since, key);
            }
        }
        first.into_iter().map(|(id, (_, key))| (key, id)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(bindings: &[(&str, &[&str])]) -> Names {
        let mut names = Names::default();
        for (n, (id, keys)) in bindings.iter().enumerate() {
            let keys: Vec<String> = keys.iter().map(|k| (*k).to_owned()).collect();
            names.bind(n as u64 + 1, id, &keys);
        }
        names
    }

    fn check(names: &Names, groups: &[&[&str]], ids: &[Option<&str>], redirects: &[Redirect]) {
        let groups: Vec<Vec<String>> =
            groups.iter().map(|g| g.iter().map(|k| (*k).to_owned()).collect()).collect();
        let mut minted = 0;
        let (got, changes) = names.plan(&groups, &mut || {
            minted += 1;
            format!("dev-new{minted}")
        });
        assert_eq!(got.iter().map(Option::as_deref).collect::<Vec<_>>(), ids);
        let made: Vec<Redirect> = changes
            .into_iter()
            .filter_map(|c| if let Change::Redirected(r) = c { Some(r) } else { None })
            .collect();
        assert_eq!(made, redirects);
    }

    #[test]
    fn a_known_group_keeps_its_id_and_takes_new_keys() {
        let names = names(&[("dev-a", &["mac:1"]), ("dev-b", &["mac:2"])]);
        check(
            &names,
            &[&["mac:1", "serial:x"], &["mac:2"], &["mac:3"], &[]],
            &[Some("dev-a"), Some("dev-b"), Some("dev-new1"), None],
            &[],
        );
    }

    #[test]
    fn an_id_stays_with_its_oldest_key_when_a_group_splits() {
        let names = names(&[("dev-a", &["mac:1", "serial:x"])]);
        let split = Redirect::Split { from: "dev-a".into(), to: "dev-new1".into() };
        check(&names, &[&["serial:x"], &["mac:1"]], &[Some("dev-new1"), Some("dev-a")], &[split]);
    }

    #[test]
    fn the_oldest_id_goes_on_when_groups_merge() {
        let names = names(&[("dev-a", &["mac:1"]), ("dev-b", &["serial:x"])]);
        let merged = Redirect::Merged { from: "dev-b".into(), to: "dev-a".into() };
        check(&names, &[&["serial:x", "mac:1"]], &[Some("dev-a")], &[merged]);
    }

    #[test]
    fn a_merged_id_leads_on_and_a_ring_ends() {
        let mut names = names(&[("dev-a", &["k:1"]), ("dev-b", &["k:2"]), ("dev-c", &["k:3"])]);
        names.redirect(4, &Redirect::Merged { from: "dev-c".into(), to: "dev-b".into() });
        names.redirect(5, &Redirect::Merged { from: "dev-b".into(), to: "dev-a".into() });
        assert_eq!(names.device("k:3"), Some("dev-a"));
        assert_eq!(names.ids_of("dev-b").len(), 3);
        names.redirect(6, &Redirect::Merged { from: "dev-a".into(), to: "dev-c".into() });
        assert!(names.device("k:1").is_some());
    }
}
