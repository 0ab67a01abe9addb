//! What another knowledge version would make of the same facts: verdicts, findings and counts, before and after.
//!
//! Both sides come of the same ground at the same moment; what differs between them is the knowledge alone. Findings
//! and counts come in as data: nothing is judged and nothing counted here.

use oogmerk_model::{Conclusion, Count, Device, Finding, Property, State, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// A verdict as far as a difference tells it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Told {
    /// Its state.
    pub state: State,
    /// The value, or the rivals where it is contested; none where it is not established.
    pub values: Vec<String>,
}

/// One verdict that changes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct VerdictChange {
    /// The device's id.
    pub device: String,
    /// `kind`, `brand`, `maker`, `model`, `serial` or `firmware`.
    pub property: &'static str,
    /// Before.
    pub from: Told,
    /// After.
    pub to: Told,
    /// Tells and rows that speak now and did not before.
    pub now_says: Vec<String>,
    /// Tells and rows that spoke before and do not now.
    pub no_longer_says: Vec<String>,
}

/// One conclusion about a rule that changes; `None` where the rule did not judge the device.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FindingChange {
    /// The device's id.
    pub device: String,
    /// The rule.
    pub rule: String,
    /// Before.
    pub from: Option<Conclusion>,
    /// After.
    pub to: Option<Conclusion>,
}

/// One count that changes: value, proved and at most, before and after.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct CountChange {
    /// `how_many_by_maker` and its like.
    pub question: String,
    /// Key of the row.
    pub key: String,
    /// Proved and at most, before.
    pub from: (u64, u64),
    /// Proved and at most, after.
    pub to: (u64, u64),
}

/// Everything that changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// Verdicts, by device and property.
    pub verdicts: Vec<VerdictChange>,
    /// Findings, by device and rule.
    pub findings: Vec<FindingChange>,
    /// Counts.
    pub counts: Vec<CountChange>,
    /// Devices that would be told about only after.
    pub appears: Vec<String>,
    /// Devices that would no longer be told about.
    pub vanishes: Vec<String>,
}

impl Difference {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.verdicts.is_empty()
            && self.findings.is_empty()
            && self.counts.is_empty()
            && self.appears.is_empty()
            && self.vanishes.is_empty()
    }
}

/// What was made of the ground with one knowledge.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Devices that may be told about.
    pub devices: &'a [Device],
    /// Rules against them.
    pub findings: &'a [Finding],
    /// How many there are; the same questions in the same order on both sides.
    pub counts: &'a [Count],
}

/// What changes from one side to another of the same ground.
pub fn difference(before: Side<'_>, after: Side<'_>) -> Difference {
    let old: BTreeMap<&str, &Device> = before.devices.iter().map(|d| (d.id.as_str(), d)).collect();
    let new: BTreeMap<&str, &Device> = after.devices.iter().map(|d| (d.id.as_str(), d)).collect();
    let only = |a: &BTreeMap<&str, &Device>, b: &BTreeMap<&str, &Device>| {
        a.keys().filter(|id| !b.contains_key(*id)).map(|id| (*id).to_owned()).collect()
    };
    let both = old.iter().filter_map(|(id, d)| Some((*d, *new.get(id)?)));
    Difference {
        verdicts: both.flat_map(|(a, b)| changes(a, b)).collect(),
        findings: findings(before.findings, after.findings),
        counts: counts(before.counts, after.counts),
        appears: only(&new, &old),
        vanishes: only(&old, &new),
    }
}

type Read = fn(&Device) -> &Verdict;

const PROPERTIES: &[(&str, Property, Read)] = &[
    ("kind", Property::Kind, |d| &d.kind),
    ("brand", Property::Brand, |d| &d.brand),
    ("maker", Property::Maker, |d| &d.maker),
    ("model", Property::Model, |d| &d.model),
    ("serial", Property::Serial, |d| &d.serial),
    ("firmware", Property::Firmware, |d| &d.firmware),
];

fn changes(a: &Device, b: &Device) -> Vec<VerdictChange> {
    let change = |(word, property, read): &(&'static str, Property, Read)| {
        let (from, to) = (told(read(a)), told(read(b)));
        let (had, has) = (voices(a, *property), voices(b, *property));
        (from != to).then(|| VerdictChange {
            device: a.id.clone(),
            property: word,
            from,
            to,
            now_says: has.difference(&had).cloned().collect(),
            no_longer_says: had.difference(&has).cloned().collect(),
        })
    };
    PROPERTIES.iter().filter_map(change).collect()
}

fn told(verdict: &Verdict) -> Told {
    let values = match verdict.verdict {
        State::Decided => verdict.value.iter().cloned().collect(),
        State::Contested => verdict.rivals.iter().map(|r| r.value.clone()).collect(),
        State::Undecided => Vec::new(),
    };
    Told { state: verdict.verdict, values }
}

/// Who says what about a property of a device.
fn voices(device: &Device, property: Property) -> BTreeSet<String> {
    device
        .claims
        .iter()
        .filter(|c| c.property == property)
        .map(|c| format!("{} ({})", c.by, c.value))
        .collect()
}

fn findings(before: &[Finding], after: &[Finding]) -> Vec<FindingChange> {
    let of = |findings: &[Finding]| -> BTreeMap<(String, String), Conclusion> {
        findings.iter().map(|f| ((f.device.clone(), f.rule.clone()), f.conclusion)).collect()
    };
    let (old, new) = (of(before), of(after));
    let keys: BTreeSet<&(String, String)> = old.keys().chain(new.keys()).collect();
    keys.into_iter()
        .filter(|key| old.get(*key) != new.get(*key))
        .map(|key| FindingChange {
            device: key.0.clone(),
            rule: key.1.clone(),
            from: old.get(key).copied(),
            to: new.get(key).copied(),
        })
        .collect()
}

fn counts(before: &[Count], after: &[Count]) -> Vec<CountChange> {
    let mut out = Vec::new();
    for (old, new) in before.iter().zip(after) {
        let rows = |count: &Count| -> BTreeMap<String, (u64, u64)> {
            count.rows.iter().map(|r| (r.key.clone(), (r.proved, r.at_most))).collect()
        };
        let (had, has) = (rows(old), rows(new));
        let keys: BTreeSet<&String> = had.keys().chain(has.keys()).collect();
        for key in keys {
            let at = |rows: &BTreeMap<String, (u64, u64)>| rows.get(key).copied().unwrap_or_default();
            if at(&had) != at(&has) {
                out.push(CountChange {
                    question: old.question.clone(),
                    key: key.clone(),
                    from: at(&had),
                    to: at(&has),
                });
            }
        }
    }
    out
}
