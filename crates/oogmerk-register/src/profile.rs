//! A profile: all that the counts look at in a device. Devices that look alike are counted together.

use oogmerk_model::{Declared, Deviation, DeviationKind, Device, State, Verdict};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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

/// Devices per profile.
pub(crate) fn tally(devices: &[Device]) -> BTreeMap<Profile, i64> {
    let mut tally = BTreeMap::new();
    for device in devices {
        *tally.entry(Profile::of(device)).or_insert(0) += 1;
    }
    tally
}

/// Places of the lists where nothing declared was found: nobody looked, or all of it is gone.
pub(crate) fn not_surveyed_sites(declared: &[Declared], deviations: &[Deviation]) -> u64 {
    let not_found: BTreeSet<&String> = deviations
        .iter()
        .filter(|d| d.kind == DeviationKind::DeclaredNotFound)
        .filter_map(|d| d.declared.as_ref())
        .collect();
    let mut places: BTreeMap<&String, bool> = BTreeMap::new();
    for row in declared {
        if let Some(place) = row.fields.get("place").filter(|p| !p.is_empty()) {
            *places.entry(place).or_default() |= row.device.is_some() && !not_found.contains(&row.key);
        }
    }
    places.values().filter(|found| !**found).count() as u64
}
