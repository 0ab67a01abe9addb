//! Gathered: what is taken back from a pile, of as many subjects as are looked at together. Of one subject no more is held
//! than is weighed; the rest is counted. Where the pile lies is not known here.

use crate::bounds::{LeftOut, unheld};
use crate::ground::Ground;
use crate::pile::{Pile, PileKey, Whose, walk};
use crate::resolve::reading_order;
use oogmerk_model::{Evidence, Fact, Sink};
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{Hash, Hasher};

/// Hands over the rows of lists one after the other, each with its key and what stands in it.
pub(crate) fn rows(pile: &dyn Pile, take: &mut dyn FnMut(PileKey, Vec<Evidence>)) {
    let mut open: Option<(PileKey, Gathered)> = None;
    walk(pile, Whose::Declared, &mut |key, e| {
        if open.as_ref().is_some_and(|(last, _)| *last != key)
            && let Some((last, row)) = open.take()
        {
            take(last, row.in_order());
        }
        open.get_or_insert_with(|| (key, Gathered::default())).1.take(e);
    });
    if let Some((key, row)) = open {
        take(key, row.in_order());
    }
}

/// Readings after which those that cannot be weighed any more are let go.
const GATHERED_MAX: usize = 8192;

/// What is taken back of one subject.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    ground: Ground,
    /// Readings at which those held are next looked through.
    limit: usize,
    /// Values that were let go, as digests, by field.
    unheld: BTreeMap<String, HashSet<u64>>,
}

impl Gathered {
    pub fn take(&mut self, e: Evidence) {
        self.ground.take(Fact::Evidence(e));
        if self.ground.evidence.len() > self.limit.max(GATHERED_MAX) {
            self.let_go();
        }
    }

    /// Keeps of each field as many values as can be weighed.
    fn let_go(&mut self) {
        let mut all = std::mem::take(&mut self.ground).evidence;
        all.sort_by(reading_order);
        let gone: Vec<bool> = unheld(&all);
        for (e, gone) in all.into_iter().zip(gone) {
            if gone {
                let values = self.unheld.entry(e.field.as_str().to_owned()).or_default();
                values.insert(digest(&e.value));
            } else {
                self.ground.take(Fact::Evidence(e));
            }
        }
        self.limit = 2 * self.ground.evidence.len();
    }

    /// Its readings.
    pub fn evidence(&self) -> &[Evidence] {
        &self.ground.evidence
    }

    /// Its readings, in order.
    fn in_order(mut self) -> Vec<Evidence> {
        self.ground.evidence.sort_by(reading_order);
        self.ground.evidence
    }
}

fn digest(value: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// What was taken back of some subjects, by their places.
#[derive(Debug, Default)]
pub(crate) struct Loaded(HashMap<u32, Gathered>);

/// Subjects that are asked for at once.
const ASKED_AT_ONCE: usize = 256;

impl Loaded {
    /// Takes back what lies of these subjects.
    pub fn of(pile: &dyn Pile, nodes: &[(PileKey, u32)]) -> Self {
        let mut loaded = Self::default();
        for some in nodes.chunks(ASKED_AT_ONCE) {
            let places: HashMap<PileKey, u32> = some.iter().copied().collect();
            let keys: Vec<PileKey> = some.iter().map(|(key, _)| *key).collect();
            walk(pile, Whose::These(&keys), &mut |key, e| {
                if let Some(place) = places.get(&key) {
                    loaded.0.entry(*place).or_default().take(e);
                }
            });
            loaded.complete(pile, &places);
        }
        loaded
    }

    /// A value that was let go and came back later is held without its earlier readings: those who let go are gone
    /// through once more, now that it is known which values stay.
    fn complete(&mut self, pile: &dyn Pile, places: &HashMap<PileKey, u32>) {
        for (key, place) in places {
            let Some(gathered) = self.0.get_mut(place).filter(|g| !g.unheld.is_empty()) else { continue };
            let held = std::mem::take(&mut gathered.ground).evidence;
            let held: HashSet<(&str, &str)> =
                held.iter().map(|e| (e.field.as_str(), e.value.as_str())).collect();
            walk(pile, Whose::These(&[*key]), &mut |_, e| {
                if held.contains(&(e.field.as_str(), e.value.as_str())) {
                    gathered.ground.take(Fact::Evidence(e));
                }
            });
        }
    }

    /// What lies of a subject.
    pub fn evidence(&self, node: u32) -> &[Evidence] {
        self.0.get(&node).map_or(&[], Gathered::evidence)
    }

    /// Values that were let go of these subjects and are not among those held of them, by field.
    pub fn let_go(&self, nodes: &[u32], held: &[&Evidence]) -> LeftOut {
        let mut gone: BTreeMap<&str, HashSet<u64>> = BTreeMap::new();
        for (field, values) in nodes.iter().filter_map(|n| self.0.get(n)).flat_map(|g| &g.unheld) {
            gone.entry(field).or_default().extend(values);
        }
        for e in held {
            if let Some(values) = gone.get_mut(e.field.as_str()) {
                values.remove(&digest(&e.value));
            }
        }
        gone.into_iter().map(|(field, values)| (field.to_owned(), values.len() as u64)).collect()
    }
}
