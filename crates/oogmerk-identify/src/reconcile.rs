//! Reconcile: a list kept by people against what was found. Matching is by strong keys, then by address within one
//! body; a match never merges anything, and a row alone is no device.
//!
//! "Not found" is only as good as the looking: it carries no claim about absence, and the windows of the looking stand
//! beside it in every view.

use crate::key::{DATED, Key, Space, fold as folded_key};
use crate::model_name::{fold, models_agree, serials_agree, tidy_model};
use crate::resolve::{Group, Node, Resolved};
use oogmerk_knowledge::Oracle;
use oogmerk_model::{Declared, Deviation, DeviationKind, Device, Evidence, Mac, Property};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;

/// The part of a found device that a list can be held against.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    id: String,
    keys: Vec<String>,
    macs: Vec<Mac>,
    ips: Vec<IpAddr>,
    serials: Vec<String>,
    brand: Option<String>,
    model: Option<String>,
    is_registered: bool,
}

impl Found {
    pub fn of(device: &Device, keys: &[String], is_registered: bool) -> Self {
        let mut serials: Vec<String> = device
            .claims
            .iter()
            .filter(|c| c.property == Property::Serial)
            .map(|c| c.value.clone())
            .collect();
        serials.extend(device.serial.decided_value().map(str::to_owned));
        serials.sort();
        serials.dedup();
        Self {
            id: device.id.clone(),
            keys: keys.to_vec(),
            macs: device.mac.clone(),
            ips: device.ip.clone(),
            serials,
            brand: device.brand.decided_value().map(str::to_owned),
            model: device.model.decided_value().map(str::to_owned),
            is_registered,
        }
    }
}

/// Rows of lists by the strong keys that stand in them: what can be known of a device from a list before anything is
/// decided about it. An address is no such key.
#[derive(Debug, Default)]
pub(crate) struct Rows<'a> {
    by_key: HashMap<&'a Key, BTreeSet<u32>>,
    nodes: &'a [Node<'a>],
}

impl<'a> Rows<'a> {
    pub fn of(resolved: &'a Resolved<'a>) -> Self {
        let mut by_key: HashMap<&Key, BTreeSet<u32>> = HashMap::new();
        for row in &resolved.declared {
            for key in resolved.nodes[*row as usize].keys() {
                by_key.entry(key).or_default().insert(*row);
            }
        }
        Self { by_key, nodes: &resolved.nodes }
    }

    fn rows(&self, group: &Group) -> BTreeSet<u32> {
        group.keys.iter().filter_map(|key| self.by_key.get(key)).flatten().copied().collect()
    }

    /// Whether a row speaks of a device.
    pub fn speak_of(&self, group: &Group) -> bool {
        !self.by_key.is_empty() && !self.rows(group).is_empty()
    }

    /// The days a row gives for a device. Two rows for one device say nothing: nobody knows which is right.
    pub fn days_of(&self, group: &Group) -> Vec<&'a Evidence> {
        self.only_row(group).filter(|e| DATED.contains(&e.field.as_str())).collect()
    }

    /// The name that a row gives to a device.
    pub fn brand_of(&self, group: &Group) -> Option<&'a str> {
        self.only_row(group).find(|e| e.field.as_str() == "sheet.brand").map(|e| e.value.as_str())
    }

    /// What stands in the only row that speaks of a device; nothing where there are two.
    fn only_row(&self, group: &Group) -> impl Iterator<Item = &'a Evidence> {
        let rows = if self.by_key.is_empty() { BTreeSet::new() } else { self.rows(group) };
        let row = if rows.len() == 1 { rows.first().copied() } else { None };
        let nodes = self.nodes;
        row.into_iter().flat_map(move |row| nodes[row as usize].evidence.iter().copied())
    }
}

/// A declared row from the readings of one row of a list.
pub(crate) fn declared_of(node: &Node<'_>) -> Declared {
    let mut fields: BTreeMap<String, String> = BTreeMap::new();
    for e in &node.evidence {
        if let Some(name) = e.field.as_str().strip_prefix("sheet.") {
            fields
                .entry(name.to_owned())
                .and_modify(|text| {
                    text.push_str("; ");
                    text.push_str(&e.value);
                })
                .or_insert_with(|| e.value.clone());
        }
    }
    let source = node.evidence.first().map(|e| e.source().clone()).unwrap_or_default();
    let place = || format!("{}#{}", node.file.unwrap_or("list"), node.subject);
    let key = fields.get("asset").cloned().unwrap_or_else(place);
    Declared { key, fields, source, device: None, matched_by: None }
}

/// Matches rows with devices and says where they differ.
pub(crate) fn reconcile(declared: &mut [Declared], found: &[Found], oracle: &dyn Oracle) -> Vec<Deviation> {
    let mut matched: BTreeSet<usize> = BTreeSet::new();
    for (key, pairs) in [
        ("mac", by_mac(declared, found)),
        ("serial", by_serial(declared, found)),
        ("asset", by_asset(declared, found)),
    ] {
        take_matches(declared, found, key, pairs, &mut matched);
    }
    let pairs = by_ip(declared, found, &matched);
    take_matches(declared, found, "ip", pairs, &mut matched);

    let places: HashMap<&str, &Found> = found.iter().map(|f| (f.id.as_str(), f)).collect();
    let mut deviations = Vec::new();
    for row in declared.iter() {
        let Some(device) = row.device.as_deref().and_then(|id| places.get(id)) else {
            deviations.push(Deviation {
                kind: DeviationKind::DeclaredNotFound,
                device: None,
                declared: Some(row.key.clone()),
                fields: Vec::new(),
            });
            continue;
        };
        let fields = differences(row, device, oracle);
        if !fields.is_empty() {
            deviations.push(Deviation {
                kind: DeviationKind::Differs,
                device: Some(device.id.clone()),
                declared: Some(row.key.clone()),
                fields,
            });
        }
    }
    if !declared.is_empty() {
        for (i, device) in found.iter().enumerate().filter(|(_, f)| f.is_registered) {
            if !matched.contains(&i) {
                deviations.push(Deviation {
                    kind: DeviationKind::FoundNotDeclared,
                    device: Some(device.id.clone()),
                    declared: None,
                    fields: Vec::new(),
                });
            }
        }
    }
    deviations
}

/// Row and device, as places.
type Pairs = Vec<(usize, usize)>;

/// A match holds where it is one to one; a row that fits two devices, or two rows one device, stays open.
fn take_matches(
    declared: &mut [Declared],
    found: &[Found],
    key: &str,
    pairs: Pairs,
    matched: &mut BTreeSet<usize>,
) {
    let open: Pairs = pairs
        .into_iter()
        .filter(|(row, device)| declared[*row].device.is_none() && !matched.contains(device))
        .collect();
    let mut rows: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut devices: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (row, device) in open {
        rows.entry(row).or_default().insert(device);
        devices.entry(device).or_default().insert(row);
    }
    for (row, candidates) in rows {
        let (Some(device), 1) = (candidates.first().copied(), candidates.len()) else { continue };
        if devices.get(&device).map_or(0, BTreeSet::len) == 1 {
            declared[row].device = Some(found[device].id.clone());
            declared[row].matched_by = Some(key.to_owned());
            matched.insert(device);
        }
    }
}

fn by_mac(declared: &[Declared], found: &[Found]) -> Pairs {
    let index: HashMap<Mac, usize> =
        found.iter().enumerate().flat_map(|(i, f)| f.macs.iter().map(move |m| (*m, i))).collect();
    let mac = |row: &Declared| row.fields.get("mac").and_then(|text| Mac::parse(text));
    declared.iter().enumerate().filter_map(|(i, row)| Some((i, *index.get(&mac(row)?)?))).collect()
}

fn by_serial(declared: &[Declared], found: &[Found]) -> Pairs {
    let mut index: HashMap<String, Vec<usize>> = HashMap::new();
    for (i, f) in found.iter().enumerate() {
        for serial in &f.serials {
            index.entry(fold(serial)).or_default().push(i);
        }
    }
    let pairs = declared.iter().enumerate().filter_map(|(i, row)| Some((i, fold(row.fields.get("serial")?))));
    pairs
        .filter(|(_, serial)| serial.len() >= 4)
        .flat_map(|(i, serial)| {
            index.get(&serial).cloned().unwrap_or_default().into_iter().map(move |f| (i, f))
        })
        .collect()
}

/// An asset number that a person read on the thing.
fn by_asset(declared: &[Declared], found: &[Found]) -> Pairs {
    let index: HashMap<&str, usize> =
        found.iter().enumerate().flat_map(|(i, f)| f.keys.iter().map(move |key| (key.as_str(), i))).collect();
    let key = |row: &Declared| {
        let value = folded_key(row.fields.get("asset")?);
        Some(Key { space: Space::Asset, value }.to_string())
    };
    declared.iter().enumerate().filter_map(|(i, row)| Some((i, *index.get(key(row)?.as_str())?))).collect()
}

fn by_ip(declared: &[Declared], found: &[Found], matched: &BTreeSet<usize>) -> Pairs {
    let mut index: HashMap<IpAddr, Vec<usize>> = HashMap::new();
    for (i, f) in found.iter().enumerate().filter(|(i, _)| !matched.contains(i)) {
        for ip in &f.ips {
            index.entry(*ip).or_default().push(i);
        }
    }
    let mut pairs = Vec::new();
    for (i, row) in declared.iter().enumerate() {
        let Some(ip) = row.fields.get("ip").and_then(|text| text.trim().parse::<IpAddr>().ok()) else {
            continue;
        };
        let mac = row.fields.get("mac").and_then(|text| Mac::parse(text));
        for device in index.get(&ip).into_iter().flatten() {
            let macs = &found[*device].macs;
            if mac.is_none_or(|mac| macs.is_empty() || macs.contains(&mac)) {
                pairs.push((i, *device));
            }
        }
    }
    pairs
}

fn differences(row: &Declared, device: &Found, oracle: &dyn Oracle) -> Vec<(String, String, String)> {
    let mut fields = Vec::new();
    let mut differ = |name: &str, found: Option<&String>, agree: &dyn Fn(&str, &str) -> bool| {
        if let (Some(declared), Some(found)) = (row.fields.get(name), found)
            && !declared.trim().is_empty()
            && !agree(declared, found)
        {
            fields.push((name.to_owned(), declared.clone(), found.clone()));
        }
    };
    let same_name = |a: &str, b: &str| {
        fold(a) == fold(b) || oracle.key_of_name(a).is_some_and(|key| oracle.key_of_name(b) == Some(key))
    };
    differ("brand", device.brand.as_ref(), &same_name);
    differ("model", device.model.as_ref(), &|a, b| models_agree(&tidy_model(a, oracle), b));
    differ("serial", device.serials.first(), &|a, _| device.serials.iter().any(|s| serials_agree(a, s)));
    let mac = device.macs.first().map(ToString::to_string);
    differ("mac", mac.as_ref(), &|a, _| Mac::parse(a).is_none_or(|mac| device.macs.contains(&mac)));
    let ip = device.ips.first().map(ToString::to_string);
    differ("ip", ip.as_ref(), &|a, _| a.trim().parse().is_ok_and(|ip: IpAddr| device.ips.contains(&ip)));
    fields
}
