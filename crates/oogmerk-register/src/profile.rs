//! A profile: all that the counts look at in a device. Devices that look alike are counted together.

use oogmerk_model::{Declared, Deviation, DeviationKind, Device, State, Verdict};
use serde::{Deserialize, Serialize};
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{Hash, Hasher};

/// What is held about one property.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Held {
    Decided(String),
    /// With the rivals that were named, sorted.
    Contested(Vec<String>),
    /// Undecided, but one of these, sorted.
    Among(Vec<String>),
    Undecided,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Profile {
    pub kind: Held,
    pub brand: Held,
    pub maker: Held,
    /// Proven knowledge alone decides the maker. Not told of in tallies of before this was kept.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub established: bool,
}

impl Profile {
    pub fn of(device: &Device) -> Self {
        let established = device.maker.established && device.maker.decided_value().is_some();
        Self { kind: held(&device.kind), brand: held(&device.brand), maker: held(&device.maker), established }
    }
}

fn held(verdict: &Verdict) -> Held {
    match (verdict.verdict, &verdict.value) {
        (State::Decided, Some(value)) => Held::Decided(value.clone()),
        (State::Contested, _) => {
            let rivals: BTreeSet<&String> = verdict.rivals.iter().map(|r| &r.value).collect();
            Held::Contested(rivals.into_iter().cloned().collect())
        }
        _ if !verdict.among.is_empty() => {
            let among: BTreeSet<&str> = verdict.among.iter().map(|kind| kind.as_str()).collect();
            Held::Among(among.into_iter().map(str::to_owned).collect())
        }
        _ => Held::Undecided,
    }
}

/// Places of the lists, and whether anything declared was found there: where nothing was, nobody looked or all of it is
/// gone.
#[derive(Debug, Default)]
pub(crate) struct Sites {
    /// Digests of the keys of rows that nothing was found for.
    not_found: HashSet<u64>,
    places: BTreeMap<String, bool>,
}

impl Sites {
    /// Hears of a deviation; of all of them before the first row.
    pub fn deviation(&mut self, deviation: &Deviation) {
        if deviation.kind == DeviationKind::DeclaredNotFound
            && let Some(key) = &deviation.declared
        {
            self.not_found.insert(digest(key));
        }
    }

    /// Hears of a row.
    pub fn row(&mut self, row: &Declared) {
        if let Some(place) = row.fields.get("place").filter(|p| !p.is_empty()) {
            let is_found = row.device.is_some() && !self.not_found.contains(&digest(&row.key));
            match self.places.get_mut(place) {
                Some(found) => *found |= is_found,
                None => drop(self.places.insert(place.clone(), is_found)),
            }
        }
    }

    /// Places where nothing declared was found.
    pub fn not_surveyed(&self) -> u64 {
        self.places.values().filter(|found| !**found).count() as u64
    }
}

/// Places of the lists where nothing declared was found.
pub(crate) fn not_surveyed_sites(declared: &[Declared], deviations: &[Deviation]) -> u64 {
    let mut sites = Sites::default();
    for deviation in deviations {
        sites.deviation(deviation);
    }
    for row in declared {
        sites.row(row);
    }
    sites.not_surveyed()
}

fn digest(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
