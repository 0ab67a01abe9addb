//! Count: no bare number leaves the house. Every row says what is proved, what it can be at most, and what would
//! settle the difference; every number leads to its list.

use oogmerk_knowledge::Oracle;
use oogmerk_model::{Count, CountRow, Device, Kind, State, Timestamp, Verdict};
use std::collections::BTreeMap;

/// Most settling steps named in one row.
const SETTLES_MAX: usize = 20;

/// What a count is about.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The body, department or site.
    pub scope: String,
    /// Valid time.
    pub as_of: String,
    /// Recorded time.
    pub known_on: String,
    /// Sites nobody looked at.
    pub not_surveyed_sites: u64,
}

impl Scope {
    /// A scope as of a moment.
    pub fn at(scope: &str, now: Timestamp) -> Self {
        Self { scope: scope.to_owned(), as_of: now.day(), known_on: now.to_string(), not_surveyed_sites: 0 }
    }
}

/// Cameras, recorders and other registered equipment by who built it. Keys are maker keys.
pub fn how_many_by_maker(devices: &[Device], oracle: &dyn Oracle, scope: &Scope) -> Count {
    count("how_many_by_maker", devices, scope, |d| &d.maker, &|name| key(name, oracle))
}

/// By the name printed on it. Keys are brand keys.
pub fn how_many_by_brand(devices: &[Device], oracle: &dyn Oracle, scope: &Scope) -> Count {
    count("how_many_by_brand", devices, scope, |d| &d.brand, &|name| key(name, oracle))
}

/// By kind.
pub fn how_many_by_kind(devices: &[Device], scope: &Scope) -> Count {
    count("how_many_by_kind", devices, scope, |d| &d.kind, &str::to_owned)
}

fn key(name: &str, oracle: &dyn Oracle) -> String {
    oracle.key_of_name(name).unwrap_or_else(|| name.to_lowercase())
}

/// Whether a device can be counted at all: registered for sure, or not shown to be anything else.
fn kind_is_sure(device: &Device) -> Option<bool> {
    match device.kind.verdict {
        State::Decided => {
            let is_registered =
                device.kind.value.as_deref().and_then(Kind::parse).is_some_and(Kind::is_registered);
            is_registered.then_some(true)
        }
        State::Contested | State::Undecided => Some(false),
    }
}

fn count(
    question: &str,
    devices: &[Device],
    scope: &Scope,
    of: fn(&Device) -> &Verdict,
    key: &dyn Fn(&str) -> String,
) -> Count {
    let mut rows: BTreeMap<String, CountRow> = BTreeMap::new();
    let (mut undecided, mut contested) = (Vec::new(), Vec::new());
    let mut unsure: Vec<(&Device, String)> = Vec::new();
    for device in devices {
        let Some(is_sure) = kind_is_sure(device) else { continue };
        let verdict = of(device);
        match (verdict.verdict, verdict.decided_value()) {
            (State::Decided, Some(value)) if is_sure => {
                let row = rows.entry(key(value)).or_default();
                row.proved += 1;
                row.devices.push(device.id.clone());
            }
            (State::Decided, Some(value)) => unsure.push((device, key(value))),
            (State::Contested, _) => contested.push(device),
            _ => undecided.push(device),
        }
    }
    for device in &contested {
        for rival in &of(device).rivals {
            rows.entry(key(&rival.value)).or_default();
        }
    }
    for (_, value) in &unsure {
        rows.entry(value.clone()).or_default();
    }
    for (name, row) in &mut rows {
        row.key.clone_from(name);
        let rivals = contested.iter().filter(|d| of(d).rivals.iter().any(|r| key(&r.value) == *name));
        let open: Vec<(&Device, &Verdict)> = unsure
            .iter()
            .filter(|(_, value)| value == name)
            .map(|(d, _)| (*d, &d.kind))
            .chain(rivals.map(|d| (*d, of(d))))
            .chain(undecided.iter().map(|d| (*d, of(d))))
            .collect();
        row.at_most = row.proved + open.len() as u64;
        row.settles = open.iter().take(SETTLES_MAX).map(|(d, v)| settles(d, v)).collect();
        row.devices.sort();
    }
    let mut rows: Vec<CountRow> = rows.into_values().collect();
    rows.sort_by(|a, b| b.proved.cmp(&a.proved).then_with(|| a.key.cmp(&b.key)));
    Count {
        schema: "oogmerk.count/1".into(),
        question: question.into(),
        scope: scope.scope.clone(),
        as_of: scope.as_of.clone(),
        known_on: scope.known_on.clone(),
        rows,
        undecided: undecided.len() as u64,
        contested: contested.len() as u64,
        not_surveyed_sites: scope.not_surveyed_sites,
    }
}

fn settles(device: &Device, verdict: &Verdict) -> String {
    let field = verdict.needs.first().map_or("label.model", String::as_str);
    match field.strip_prefix("label.") {
        Some(_) => format!("label of {}", device.id),
        None => format!("{field} of {}", device.id),
    }
}
