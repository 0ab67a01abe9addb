//! Ground: the facts of one question, collected from readers, each kept once.
//!
//! It is not a store: nothing is dated or chained here (that is `oogmerk-register`), and nothing is concluded.
//! The order in which facts arrive does not matter: of equal readings the earliest place is kept.

use oogmerk_model::{
    Contact, Dropped, Evidence, Fact, Field, Means, Problem, Sink, Source, Subject, Via, Window,
};
use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher, RandomState};

/// Facts, as readers handed them over.
#[derive(Clone, Debug, Default)]
pub struct Ground {
    /// Fields read, one per subject, input, field and value.
    pub evidence: Vec<Evidence>,
    /// Summed traffic.
    pub contacts: Vec<Contact>,
    /// What left through something inside.
    pub vias: Vec<Via>,
    /// What was looked at.
    pub windows: Vec<Window>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What was counted and thrown away, one row per sort.
    pub dropped: Vec<Dropped>,
    /// Places of the readings under their hashes.
    seen: HashMap<u64, u32, BuildHasherDefault<Hashed>>,
    keys: RandomState,
    /// What was taken whole: of equal traffic, windows and problems one is kept.
    whole: HashSet<u128>,
}

/// Up to so many readings are held against each other; among more, an equal one is found by its hash.
const FEW: usize = 24;

/// A number that is a hash already, by keys that nobody can know.
#[derive(Clone, Copy, Debug, Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, _: &[u8]) {}
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
    fn finish(&self) -> u64 {
        self.0
    }
}

impl Ground {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Collects facts that are already in memory.
    pub fn of(facts: impl IntoIterator<Item = Fact>) -> Self {
        let mut ground = Self::new();
        facts.into_iter().for_each(|fact| ground.take(fact));
        ground
    }

    /// Forgets what was seen, keeping the facts: frees the memory of the duplicate check once reading is over.
    pub fn close(&mut self) {
        self.seen = HashMap::default();
        self.whole = HashSet::new();
    }

    /// Forgets all, and keeps the room for as much again.
    pub fn clear(&mut self) {
        self.evidence.clear();
        self.contacts.clear();
        self.vias.clear();
        self.windows.clear();
        self.problems.clear();
        self.dropped.clear();
        self.seen.clear();
        self.whole.clear();
    }

    /// Whether this is the first of its like. A reader sums traffic per input and says where its first packet stands,
    /// so two equal facts are one that was handed over twice.
    fn is_first(&mut self, fact: &impl Hash, sort: u8) -> bool {
        self.whole.insert(digest(&(sort, fact)))
    }

    fn take_evidence(&mut self, evidence: Evidence) {
        match self.place_of(&evidence) {
            Some(place) => {
                let kept = &mut self.evidence[place];
                if comes_before(&evidence, kept) {
                    *kept = evidence;
                }
            }
            None => self.evidence.push(evidence),
        }
    }

    /// Where an equal reading lies; where none does, this one is about to lie at the end.
    fn place_of(&mut self, evidence: &Evidence) -> Option<usize> {
        let wanted = reading(evidence);
        let count = self.evidence.len();
        if count < FEW {
            return self.evidence.iter().position(|kept| reading(kept) == wanted);
        }
        if self.seen.is_empty() {
            for place in 0..count {
                self.lay(self.keys.hash_one(reading(&self.evidence[place])), place);
            }
        }
        let mut key = self.keys.hash_one(wanted);
        while let Some(place) = self.seen.get(&key) {
            if reading(&self.evidence[*place as usize]) == wanted {
                return Some(*place as usize);
            }
            // Chance gave another reading the same number: this one lies under the next.
            key = key.wrapping_add(1);
        }
        self.lay(key, count);
        None
    }

    /// Notes a place under the first free number from this one on.
    fn lay(&mut self, mut key: u64, place: usize) {
        while self.seen.contains_key(&key) {
            key = key.wrapping_add(1);
        }
        self.seen.insert(key, u32::try_from(place).unwrap_or(u32::MAX));
    }
}

impl Sink for Ground {
    fn take(&mut self, fact: Fact) {
        match fact {
            Fact::Evidence(evidence) => self.take_evidence(evidence),
            Fact::Contact(contact) if self.is_first(&contact, 1) => self.contacts.push(contact),
            Fact::Via(via) if self.is_first(&via, 2) => self.vias.push(via),
            Fact::Window(window) if self.is_first(&window, 3) => self.windows.push(window),
            Fact::Contact(_) | Fact::Via(_) | Fact::Window(_) => {}
            Fact::Problem(problem) => self.problems.push(problem),
            Fact::Dropped(dropped) => match self.dropped.iter_mut().find(|d| d.what == dropped.what) {
                Some(row) => {
                    row.packets = row.packets.saturating_add(dropped.packets);
                    row.bytes = row.bytes.saturating_add(dropped.bytes);
                }
                None => self.dropped.push(dropped),
            },
        }
    }
}

/// Who said what, in which input, on which day: a version that changes over time is read again on another day.
fn reading(e: &Evidence) -> Reading<'_> {
    let source = e.source();
    let day = e.seen_at().map(|t| t.0.div_euclid(86_400_000_000));
    let seen = &e.observation;
    ((&e.value, &e.field, &seen.subject), (seen.means, day, source.file.as_deref(), source.sheet.as_deref()))
}

type Reading<'e> =
    ((&'e str, &'e Field, &'e Subject), (Means, Option<i64>, Option<&'e str>, Option<&'e str>));

/// Two 64-bit digests: wide enough that chance makes no two alike.
fn digest(what: &impl Hash) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        what.hash(&mut hasher);
        u128::from(hasher.finish())
    };
    (half(1) << 64) | half(2)
}

fn comes_before(a: &Evidence, b: &Evidence) -> bool {
    order(a) < order(b) || (order(a) == order(b) && a < b)
}

type Order<'a> = (Option<i64>, &'a Source, Option<u64>, Option<u64>, Option<u32>);

fn order(e: &Evidence) -> Order<'_> {
    (e.seen_at().map(|t| t.0), e.source(), e.place.frame, e.place.offset, e.place.column)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::bench::{Bench, shuffled};

    #[test]
    fn a_reading_seen_twice_is_kept_once_at_its_earliest_place_in_any_order() {
        let facts = Bench::new()
            .at("ip:10.0.0.7", 9, "http.server", "App-webs/")
            .at("ip:10.0.0.7", 2, "http.server", "App-webs/")
            .facts();
        for seed in 0..4 {
            let ground = Ground::of(shuffled(facts.clone(), seed));
            assert_eq!(ground.evidence.len(), 1);
            assert_eq!(ground.evidence[0].source().frame, Some(2));
        }
    }

    #[test]
    fn traffic_and_windows_that_are_handed_over_twice_are_kept_once() {
        let bench = Bench::new()
            .says("ip:10.0.0.7", "http.server", "App-webs/")
            .sends("ip:10.0.0.7", "10.0.0.7", "8.8.8.8", None)
            .asks("ip:10.0.0.7", "10.0.0.1", "a.example")
            .window(|_| {});
        let facts = bench.facts();
        let ground = Ground::of(facts.iter().cloned().chain(facts.clone()));
        assert_eq!((ground.contacts.len(), ground.vias.len(), ground.windows.len()), (1, 1, 1));
    }

    #[test]
    fn what_was_thrown_away_is_summed_per_sort() {
        let fact = |packets| Fact::Dropped(Dropped { what: "rtp".into(), packets, bytes: 10 });
        let ground = Ground::of([fact(1), fact(2)]);
        assert_eq!(ground.dropped, vec![Dropped { what: "rtp".into(), packets: 3, bytes: 20 }]);
    }
}
