//! Ground: the facts of one question, collected from readers, each kept once.
//!
//! It is not a store: nothing is dated or chained here (that is `oogmerk-register`), and nothing is concluded.
//! The order in which facts arrive does not matter: of equal readings the earliest place is kept.

use crate::packing::packed;
use crate::pile::{Pile, PileKey};
use oogmerk_model::{
    Contact, Dropped, Evidence, Fact, Field, Means, Observation, Problem, Sink, Source, Subject, Via, Window,
};
use std::borrow::Cow;
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher, RandomState};
use std::sync::Arc;

/// Facts, as readers handed them over.
#[derive(Clone, Debug, Default)]
pub struct Ground {
    /// Fields read, one per subject, input, field and value. Where they lie in a pile, only what people decided.
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
    /// Bytes of memory that readings take, by an account that is kept low rather than exact.
    held: usize,
    /// The most they may take, and where they go then.
    outside: Option<Outside>,
}

/// Where readings go that find no room.
#[derive(Clone, Debug)]
struct Outside {
    most: usize,
    pile: Arc<dyn Pile>,
    is_used: bool,
    /// Inputs they came from.
    files: BTreeSet<Arc<str>>,
    /// Whether a row of a list is among them.
    has_rows: bool,
    /// Whose they are: what is held of each whatever lies in the pile.
    subjects: HashSet<PileKey>,
    names: Names,
}

/// What names and keys take of memory, the most they may take, and what was not taken in for it.
#[derive(Clone, Copy, Debug)]
struct Names {
    held: usize,
    most: usize,
    left_out: u64,
}

impl Names {
    /// Whether there is room for so many bytes more; then they are held.
    fn hold(&mut self, bytes: usize) -> bool {
        let held = self.held.saturating_add(bytes);
        if held > self.most {
            self.left_out += 1;
            return false;
        }
        self.held = held;
        true
    }
}

/// What joining and judging hold of a subject besides its readings, of a row of a list, and of summed traffic: as
/// measured, rounded.
const OF_SUBJECT: usize = 1024;
const OF_ROW: usize = 384;
const OF_TRAFFIC: usize = 384;

/// Bytes that are handed to a pile at once.
const HANDED_OVER: usize = 4 * 1024 * 1024;

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

    /// Nothing yet; readings that take more than so many bytes go to a pile.
    pub fn within(most: usize, pile: Arc<dyn Pile>) -> Self {
        let names = Names { held: 0, most: usize::MAX, left_out: 0 };
        let (files, subjects) = (BTreeSet::new(), HashSet::new());
        let outside = Outside { most, pile, is_used: false, files, has_rows: false, subjects, names };
        Self { outside: Some(outside), ..Self::default() }
    }

    /// The same, where names, keys and traffic may take no more than so many bytes. Of subjects beyond that nothing is
    /// taken in, but counted.
    #[must_use]
    pub fn naming(mut self, most: usize) -> Self {
        if let Some(outside) = &mut self.outside {
            outside.names.most = most;
        }
        self
    }

    /// Readings and summed traffic that were not taken in, because names and keys would have found no room.
    pub fn left_out(&self) -> u64 {
        self.outside.as_ref().map_or(0, |o| o.names.left_out)
    }

    /// Whether summed traffic finds room.
    fn has_room(&mut self) -> bool {
        self.outside.as_mut().is_none_or(|o| o.names.hold(OF_TRAFFIC))
    }

    /// Bytes of memory that readings take, as accounted.
    pub fn held(&self) -> usize {
        self.held
    }

    /// The pile, where readings lie in it.
    pub(crate) fn pile(&self) -> Option<&dyn Pile> {
        self.outside.as_ref().filter(|o| o.is_used).map(|o| &*o.pile)
    }

    /// Whether rows of lists lie in the pile.
    pub(crate) fn has_piled_rows(&self) -> bool {
        self.outside.as_ref().is_some_and(|o| o.has_rows)
    }

    /// The name of an input, as it stands here.
    pub(crate) fn file(&self, name: &str) -> Option<&str> {
        self.outside.as_ref()?.files.get(name).map(|file| &**file)
    }

    /// Collects facts that are already in memory.
    pub fn of(facts: impl IntoIterator<Item = Fact>) -> Self {
        let mut ground = Self::new();
        facts.into_iter().for_each(|fact| ground.take(fact));
        ground
    }

    /// Forgets what was seen, keeping the facts: frees the memory of the duplicate check once reading is over. What is
    /// left of readings follows the others into their pile.
    pub fn close(&mut self) {
        if self.pile().is_some() {
            self.put_outside();
        }
        self.seen = HashMap::default();
        self.whole = HashSet::new();
        if let Some(outside) = &mut self.outside {
            outside.subjects = HashSet::new();
        }
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
        self.held = 0;
    }

    /// Whether this is the first of its like. A reader sums traffic per input and says where its first packet stands,
    /// so two equal facts are one that was handed over twice.
    fn is_first(&mut self, fact: &impl Hash, sort: u8) -> bool {
        self.whole.insert(digest(&(sort, fact)))
    }

    fn take_evidence(&mut self, evidence: Evidence) {
        if let Some(place) = self.place_of(&evidence) {
            let kept = &mut self.evidence[place];
            if comes_before(&evidence, kept) {
                *kept = evidence;
            }
        } else {
            let last = self.evidence.last().map(|e| &e.observation);
            self.held += weight(&evidence, last);
            self.evidence.push(evidence);
        }
        if self.outside.as_ref().is_some_and(|o| self.held > o.most) {
            self.put_outside();
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

    /// Puts readings into the pile, subject by subject. What people decided stays: it is little, and asked for first.
    fn put_outside(&mut self) {
        let Some(outside) = &mut self.outside else { return };
        let all = std::mem::take(&mut self.evidence);
        (self.held, self.seen) = (0, HashMap::default());
        let mut keyed: Vec<(PileKey, Evidence)> = Vec::with_capacity(all.len());
        for e in all {
            if e.field.as_str().starts_with("decision.") {
                self.evidence.push(e);
                continue;
            }
            let key = match keyed.last() {
                Some((key, last)) if Arc::ptr_eq(&last.observation, &e.observation) => *key,
                _ => {
                    let subject = e.observation.subject.as_str();
                    let key = key_of(is_declared(&e), e.source().file.as_deref(), subject);
                    if !outside.subjects.contains(&key) {
                        let of_one = if is_declared(&e) { OF_ROW } else { OF_SUBJECT };
                        if !outside.names.hold(of_one + subject.len()) {
                            continue;
                        }
                        outside.subjects.insert(key);
                    }
                    outside.files.extend(e.source().file.clone());
                    key
                }
            };
            outside.has_rows |= is_declared(&e);
            keyed.push((key, e));
        }
        outside.is_used = true;
        keyed.sort_by_key(|(key, _)| *key);
        hand_over(keyed, &*outside.pile);
    }
}

/// Whether a list says it.
pub(crate) fn is_declared(e: &Evidence) -> bool {
    e.observation.means == Means::Declared
}

/// By which name the readings of a subject lie in a pile.
pub(crate) fn key_of(is_declared: bool, file: Option<&str>, subject: &str) -> PileKey {
    let mut key = digest(&(file, subject)).to_be_bytes();
    key[0] = key[0] & 0x7f | u8::from(is_declared) << 7;
    key
}

/// Packs readings that stand in the order of their keys and hands them over, some at a time.
fn hand_over(keyed: Vec<(PileKey, Evidence)>, pile: &dyn Pile) {
    let (mut pieces, mut bytes) = (Vec::new(), 0);
    let mut open: Vec<Evidence> = Vec::new();
    let mut keyed = keyed.into_iter().peekable();
    while let Some((key, e)) = keyed.next() {
        open.push(e);
        if keyed.peek().is_some_and(|(next, _)| *next == key) {
            continue;
        }
        for piece in packed(&open) {
            bytes += piece.len();
            pieces.push((key, piece));
        }
        open.clear();
        if bytes > HANDED_OVER {
            pile.put(std::mem::take(&mut pieces));
            bytes = 0;
        }
    }
    if !pieces.is_empty() {
        pile.put(pieces);
    }
}

/// What a reading takes of memory, with its place in the duplicate check; an observation counts with its first reading.
fn weight(e: &Evidence, last: Option<&Arc<Observation>>) -> usize {
    const ALLOCATED: usize = 16;
    const SEEN: usize = 48;
    let field = if let Cow::Owned(name) = &e.field.0 { name.capacity() + ALLOCATED } else { 0 };
    let own = size_of::<Evidence>() + e.value.capacity() + ALLOCATED + field + SEEN;
    if last.is_some_and(|last| Arc::ptr_eq(last, &e.observation)) {
        return own;
    }
    let o = &e.observation;
    own + size_of::<Observation>() + o.subject.as_str().len() + o.digest.len() + 5 * ALLOCATED
}

impl Sink for Ground {
    fn take(&mut self, fact: Fact) {
        match fact {
            Fact::Evidence(evidence) => self.take_evidence(evidence),
            Fact::Contact(contact) if self.is_first(&contact, 1) && self.has_room() => {
                self.contacts.push(contact);
            }
            Fact::Via(via) if self.is_first(&via, 2) && self.has_room() => self.vias.push(via),
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
