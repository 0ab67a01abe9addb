//! Which of the answers in a text are one thing's, and which address and hardware address are its.

use super::keys::last;
use crate::Clues;
use oogmerk_model::{Field, Mac};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;

/// What stands beside answers, by scope.
pub(super) type Addresses<T> = BTreeMap<String, Vec<T>>;

/// What one thing said at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Which thing of the text it is about: answers of one number are one thing's.
    pub thing: usize,
    /// The address that the text gives for that thing.
    pub ip: Option<IpAddr>,
    /// What it said. Nothing of it stands in the text byte for byte.
    pub clues: Clues,
}

/// Things are told apart: by their scope, and within one scope by what a thing has but once.
pub(super) fn told_apart(
    told: Vec<(String, Clues)>,
    ips: &Addresses<IpAddr>,
    macs: &Addresses<Mac>,
) -> Vec<Answer> {
    let mut things = Things::default();
    let found: Vec<(usize, &str)> =
        told.iter().map(|(scope, clues)| (things.of(scope, clues), scope.as_str())).collect();
    let known = Whose::of(&found);
    let ips: HashMap<usize, IpAddr> =
        found.iter().filter_map(|(thing, scope)| Some((*thing, known.ip(*thing, scope, ips)?))).collect();
    let mut said: BTreeSet<(usize, Mac)> = BTreeSet::new();
    let own: Vec<Option<Mac>> = found
        .iter()
        .map(|(thing, scope)| known.mac(scope, macs).filter(|mac| said.insert((*thing, *mac))))
        .collect();
    let numbers: Vec<usize> = found.into_iter().map(|(thing, _)| thing).collect();
    let answers = told.into_iter().zip(numbers).zip(own).map(|(((_, mut clues), thing), mac)| {
        if let Some(mac) = mac {
            clues.decoded(Field::of("saved.mac"), mac.to_string(), None);
        }
        Answer { thing, ip: ips.get(&thing).copied(), clues }
    });
    answers.collect()
}

/// What has no address in a text that names one only is that one's, where nothing speaks against it.
pub(super) fn joined(mut answers: Vec<Answer>, ips: &Addresses<IpAddr>) -> Vec<Answer> {
    let named: BTreeSet<IpAddr> = ips.values().flatten().copied().collect();
    let things: BTreeSet<usize> = answers.iter().map(|answer| answer.thing).collect();
    let (0..=1, 2..) = (named.len(), things.len()) else { return answers };
    let ip = named.first().copied();
    // Where nobody is named at all, a head that stands by itself is of whom the rest speaks.
    if ip.is_none() && !are_head_and_rest(&answers) {
        return answers;
    }
    let mut own: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    for clue in answers.iter().flat_map(|answer| &answer.clues.0) {
        if let Some(word) = ONCE.iter().find(|word| last(clue.field.as_str()) == **word) {
            own.entry(word).or_default().insert(clue.value.to_lowercase());
        }
    }
    if own.values().any(|values| values.len() > 1) {
        return answers;
    }
    let first = answers.first().map_or(0, |answer| answer.thing);
    for answer in &mut answers {
        (answer.thing, answer.ip) = (first, ip);
    }
    answers
}

/// Whether all but one of the things said nothing but heads and titles.
fn are_head_and_rest(answers: &[Answer]) -> bool {
    const OF_HEADS: [&str; 4] = ["http.", "rtsp.", "sdp.", "ssdp."];
    let is_of_head = |field: &str| {
        let is_open = field == "protocol.answered" || OF_HEADS.iter().any(|own| field.starts_with(own));
        is_open && !last(field).starts_with("page_")
    };
    let others: BTreeSet<usize> = answers
        .iter()
        .filter(|answer| !answer.clues.0.iter().all(|clue| is_of_head(clue.field.as_str())))
        .map(|answer| answer.thing)
        .collect();
    others.len() == 1
}

/// What one device has one value of, in whatever protocol it says it.
const ONCE: [&str; 12] = [
    "sys_descr",
    "serial",
    "mac",
    "udn",
    "model",
    "model_name",
    "firmware",
    "version",
    "title",
    "realm",
    "server",
    "user_agent",
];

/// Which things speak in which scopes.
struct Whose<'f> {
    /// The things in each scope and in those within it.
    below: HashMap<&'f str, BTreeSet<usize>>,
    /// Who speaks first in a scope.
    first: HashMap<&'f str, usize>,
}

impl<'f> Whose<'f> {
    fn of(found: &[(usize, &'f str)]) -> Self {
        let mut whose = Self { below: HashMap::new(), first: HashMap::new() };
        for (thing, scope) in found {
            whose.first.entry(scope).or_insert(*thing);
            for around in around(scope) {
                whose.below.entry(around).or_default().insert(*thing);
            }
        }
        whose
    }

    /// The scope and those around it, as far as nobody else speaks in them.
    fn alone<'s>(&self, scope: &'s str) -> impl Iterator<Item = &'s str> {
        around(scope).filter(|around| self.below.get(around).is_some_and(|things| things.len() == 1))
    }

    /// The address of a thing. Who is named before lines (`@` in their scope) is the first that speaks in them.
    fn ip(&self, thing: usize, scope: &str, ips: &Addresses<IpAddr>) -> Option<IpAddr> {
        let of = |scope: &str| ips.get(scope)?.first().copied();
        let is_named = scope.contains('@') && self.first.get(scope) == Some(&thing);
        is_named.then(|| of(scope)).flatten().or_else(|| self.alone(scope).find_map(of))
    }

    /// The hardware address of whoever speaks in a scope, where only one is there.
    fn mac(&self, scope: &str, macs: &Addresses<Mac>) -> Option<Mac> {
        let macs = self.alone(scope).find_map(|around| macs.get(around))?;
        let first = *macs.first()?;
        macs.iter().all(|mac| *mac == first).then_some(first)
    }
}

/// A scope and those around it, from the inside out.
pub(super) fn around(scope: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(scope), |here| here.rfind(['/', '.', '@']).map(|at| &here[..at]))
}

/// One thing: its number, and what it said that it has but once.
type Known = (usize, BTreeMap<String, String>);

/// Things of one text.
#[derive(Default)]
struct Things {
    known: HashMap<String, Vec<Known>>,
    next: usize,
}

impl Things {
    fn of(&mut self, scope: &str, clues: &Clues) -> usize {
        let mut own: BTreeMap<String, String> = BTreeMap::new();
        for clue in &clues.0 {
            let name = clue.field.as_str();
            if ["serial", "mac", "udn"].contains(&last(name)) {
                own.insert(name.to_owned(), clue.value.to_lowercase());
            } else if last(name) == "model" || name == "dhdiscover.device_type" {
                own.entry(name.to_owned()).or_insert_with(|| clue.value.to_lowercase());
            }
        }
        let known = self.known.entry(scope.to_owned()).or_default();
        let fits =
            |seen: &BTreeMap<String, String>| own.iter().all(|(k, v)| seen.get(k).is_none_or(|s| s == v));
        // The last one that nothing speaks against, else a new one.
        if let Some((number, seen)) = known.iter_mut().rev().take(8).find(|(_, seen)| fits(seen)) {
            seen.extend(own);
            return *number;
        }
        let number = self.next;
        self.next += 1;
        known.push((number, own));
        number
    }
}
