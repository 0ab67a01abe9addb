//! Reconcile: a list kept by people against what was found. Matching is by strong keys, then by address within one
//! body; a match never merges anything, and a row alone is no device.
//!
//! "Not found" is only as good as the looking: it carries no claim about absence, and the windows of the looking stand
//! beside it in every view.

use crate::gathered::rows;
use crate::ground::Ground;
use crate::key::{DATED, Key, Space, fold as folded_key, spoor};
use crate::model_name::{fold, models_agree, serials_agree, tidy_model};
use crate::pile::PileKey;
use crate::resolve::{Group, Node, Resolved};
use oogmerk_knowledge::Oracle;
use oogmerk_model::{Declared, Deviation, DeviationKind, Device, Evidence, Mac, Property, Source};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::Hash;
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
    by_key: HashMap<Cow<'a, Key>, BTreeSet<u32>>,
    nodes: &'a [Node<'a>],
    /// What is asked of those rows in the pile that speak of a device, by numbers that come after those of nodes.
    piled: HashMap<u32, Vec<Evidence>>,
}

/// What can be asked of a row before anything is decided.
fn is_asked_for(e: &Evidence) -> bool {
    DATED.contains(&e.field.as_str()) || e.field.as_str() == "sheet.brand"
}

impl<'a> Rows<'a> {
    pub fn of(resolved: &'a Resolved<'a>, ground: &Ground, oracle: &dyn Oracle) -> Self {
        let mut by_key: HashMap<Cow<'a, Key>, BTreeSet<u32>> = HashMap::new();
        for row in &resolved.declared {
            for key in resolved.nodes[*row as usize].keys() {
                by_key.entry(Cow::Borrowed(key)).or_default().insert(*row);
            }
        }
        let mut all = Self { by_key, nodes: &resolved.nodes, piled: HashMap::new() };
        if let Some(pile) = ground.pile().filter(|_| ground.has_piled_rows()) {
            let held: HashSet<&Key> = resolved.groups.iter().flat_map(|group| &group.keys).collect();
            if !held.is_empty() {
                rows(pile, &mut |_, row| all.note(row, &held, oracle));
            }
        }
        all
    }

    /// Keeps what is asked of a row from the pile, where it speaks of a device at all.
    fn note(&mut self, row: Vec<Evidence>, held: &HashSet<&Key>, oracle: &dyn Oracle) {
        let keys: Vec<Key> =
            row.iter().flat_map(|e| spoor(e, oracle).keys).filter(|key| held.contains(key)).collect();
        let number = u32::try_from(self.nodes.len() + self.piled.len()).unwrap_or(u32::MAX);
        if keys.is_empty() {
            return;
        }
        for key in keys {
            self.by_key.entry(Cow::Owned(key)).or_default().insert(number);
        }
        self.piled.insert(number, row.into_iter().filter(is_asked_for).collect());
    }

    fn rows(&self, group: &Group) -> BTreeSet<u32> {
        group.keys.iter().filter_map(|key| self.by_key.get(key)).flatten().copied().collect()
    }

    /// Whether a row speaks of a device.
    pub fn speak_of(&self, group: &Group) -> bool {
        !self.by_key.is_empty() && !self.rows(group).is_empty()
    }

    /// The days a row gives for a device. Two rows for one device say nothing: nobody knows which is right.
    pub fn days_of(&self, group: &Group) -> Vec<&Evidence> {
        self.only_row(group).filter(|e| DATED.contains(&e.field.as_str())).collect()
    }

    /// The name that a row gives to a device.
    pub fn brand_of(&self, group: &Group) -> Option<&str> {
        self.only_row(group).find(|e| e.field.as_str() == "sheet.brand").map(|e| e.value.as_str())
    }

    /// What stands in the only row that speaks of a device; nothing where there are two.
    fn only_row(&self, group: &Group) -> impl Iterator<Item = &Evidence> {
        let rows = if self.by_key.is_empty() { BTreeSet::new() } else { self.rows(group) };
        let row = if rows.len() == 1 { rows.first().copied() } else { None };
        let node = row.and_then(|row| self.nodes.get(row as usize));
        let piled = row.and_then(|row| self.piled.get(&row));
        node.into_iter().flat_map(|node| node.evidence.iter().copied()).chain(piled.into_iter().flatten())
    }
}

/// A declared row from the readings of one row of a list.
pub(crate) fn declared_of(evidence: &[&Evidence]) -> Declared {
    let mut fields: BTreeMap<String, String> = BTreeMap::new();
    for e in evidence {
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
    let source = evidence.first().map(|e| e.source().clone()).unwrap_or_default();
    let subject = evidence.first().map_or("", |e| e.observation.subject.as_str());
    let place = || format!("{}#{subject}", source.file.as_deref().unwrap_or("list"));
    let key = fields.get("asset").cloned().unwrap_or_else(place);
    Declared { key, fields, source, device: None, matched_by: None }
}

/// What of a row is held against devices.
const COMPARED: [&str; 6] = ["mac", "serial", "asset", "ip", "brand", "model"];

/// The part of a row that devices are held against; the rest stays where it lies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Row {
    key: Box<str>,
    source: Source,
    /// The fields that are compared, one behind the other; one that is not there is empty.
    text: Box<str>,
    /// Where each of them ends.
    ends: [u32; COMPARED.len()],
    /// By which name the rest of it is found, wherever it lies.
    pub name: PileKey,
    /// The device it was matched with, as a place, and by what.
    matched: Option<(u32, &'static str)>,
}

impl Row {
    pub fn of(declared: &Declared, name: PileKey) -> Self {
        let mut text = String::new();
        let ends = COMPARED.map(|field| {
            text.push_str(declared.fields.get(field).map_or("", |said| said));
            u32::try_from(text.len()).unwrap_or(u32::MAX)
        });
        let (key, source) = (declared.key.as_str().into(), declared.source.clone());
        Self { key, source, text: text.into(), ends, name, matched: None }
    }

    /// What stands in a field that is compared.
    fn says(&self, field: &str) -> Option<&str> {
        let place = COMPARED.iter().position(|compared| *compared == field)?;
        let from = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(from as usize..self.ends[place] as usize).filter(|said| !said.is_empty())
    }

    /// The row as it is told, with the device it was matched with.
    pub fn told(&self, mut declared: Declared, found: &[Found]) -> Declared {
        if let Some((device, key)) = self.matched {
            declared.device = found.get(device as usize).map(|f| f.id.clone());
            declared.matched_by = Some(key.to_owned());
        }
        declared
    }
}

/// Matches rows with devices and says where they differ.
pub(crate) fn reconcile(
    rows: &mut [Row],
    found: &[Found],
    oracle: &dyn Oracle,
    differs: &mut dyn FnMut(Deviation),
) {
    let mut matched: BTreeSet<usize> = BTreeSet::new();
    for (key, pairs_by) in
        [("mac", by_mac as fn(&Open<'_>) -> Pairs), ("serial", by_serial), ("asset", by_asset), ("ip", by_ip)]
    {
        let pairs = pairs_by(&Open { declared: rows, found, matched: &matched });
        take_matches(rows, key, pairs, &mut matched);
    }
    for row in rows.iter() {
        let Some(device) = row.matched.and_then(|(device, _)| found.get(device as usize)) else {
            differs(Deviation {
                kind: DeviationKind::DeclaredNotFound,
                device: None,
                declared: Some(row.key.to_string()),
                fields: Vec::new(),
            });
            continue;
        };
        let fields = differences(row, device, oracle);
        if !fields.is_empty() {
            differs(Deviation {
                kind: DeviationKind::Differs,
                device: Some(device.id.clone()),
                declared: Some(row.key.to_string()),
                fields,
            });
        }
    }
    let unlisted = |i: usize, device: &Found| device.is_registered && !matched.contains(&i);
    for (_, device) in found.iter().enumerate().filter(|(i, f)| !rows.is_empty() && unlisted(*i, f)) {
        differs(Deviation {
            kind: DeviationKind::FoundNotDeclared,
            device: Some(device.id.clone()),
            declared: None,
            fields: Vec::new(),
        });
    }
}

/// Row and device, as places.
type Pairs = Vec<(usize, usize)>;

/// A match holds where it is one to one; a row that fits two devices, or two rows one device, stays open.
fn take_matches(declared: &mut [Row], key: &'static str, pairs: Pairs, matched: &mut BTreeSet<usize>) {
    let open: Pairs = pairs
        .into_iter()
        .filter(|(row, device)| declared[*row].matched.is_none() && !matched.contains(device))
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
            declared[row].matched = u32::try_from(device).ok().map(|device| (device, key));
            matched.insert(device);
        }
    }
}

/// Rows and devices, and which of the devices have their row.
struct Open<'a> {
    declared: &'a [Row],
    found: &'a [Found],
    matched: &'a BTreeSet<usize>,
}

impl<'a> Open<'a> {
    /// Rows without a device.
    fn rows(&self) -> impl Iterator<Item = (usize, &'a Row)> {
        self.declared.iter().enumerate().filter(|(_, row)| row.matched.is_none())
    }

    /// Devices without a row.
    fn devices(&self) -> impl Iterator<Item = (usize, &'a Found)> {
        self.found.iter().enumerate().filter(|(i, _)| !self.matched.contains(i))
    }
}

/// Rows and devices that share a key. Only what is one to one matches, so where many share one, no row and no device
/// is given more than two of the others: that is enough to know it is not, and a thousand rows of one address beside a
/// thousand devices are not a million pairs.
fn meet<K: Eq + Hash>(
    rows: impl Iterator<Item = (usize, K)>,
    devices: impl Iterator<Item = (usize, K)>,
) -> Pairs {
    let mut shared: HashMap<K, (BTreeSet<usize>, BTreeSet<usize>)> = HashMap::new();
    for (row, key) in rows {
        shared.entry(key).or_default().0.insert(row);
    }
    for (device, key) in devices {
        if let Some((_, devices)) = shared.get_mut(&key) {
            devices.insert(device);
        }
    }
    let mut pairs = Pairs::new();
    for (rows, devices) in shared.values() {
        pairs.extend(rows.iter().flat_map(|row| devices.iter().take(2).map(|device| (*row, *device))));
        pairs.extend(devices.iter().flat_map(|device| rows.iter().take(2).map(|row| (*row, *device))));
    }
    pairs
}

fn by_mac(open: &Open<'_>) -> Pairs {
    let (found, declared) = (open.found, open.declared);
    let index: HashMap<Mac, usize> =
        found.iter().enumerate().flat_map(|(i, f)| f.macs.iter().map(move |m| (*m, i))).collect();
    declared.iter().enumerate().filter_map(|(i, row)| Some((i, *index.get(&mac_of(row)?)?))).collect()
}

fn mac_of(row: &Row) -> Option<Mac> {
    row.says("mac").and_then(Mac::parse)
}

fn by_serial(open: &Open<'_>) -> Pairs {
    let rows = open.rows().filter_map(|(i, row)| Some((i, fold(row.says("serial")?))));
    let devices = open.devices().flat_map(|(i, f)| f.serials.iter().map(move |serial| (i, fold(serial))));
    meet(rows.filter(|(_, serial)| serial.len() >= 4), devices)
}

/// An asset number that a person read on the thing.
fn by_asset(open: &Open<'_>) -> Pairs {
    let (found, declared) = (open.found, open.declared);
    let index: HashMap<&str, usize> =
        found.iter().enumerate().flat_map(|(i, f)| f.keys.iter().map(move |key| (key.as_str(), i))).collect();
    let key = |row: &Row| {
        let value = folded_key(row.says("asset")?);
        Some(Key { space: Space::Asset, value }.to_string())
    };
    declared.iter().enumerate().filter_map(|(i, row)| Some((i, *index.get(key(row)?.as_str())?))).collect()
}

/// What a row and a device share at an address.
#[derive(PartialEq, Eq, Hash)]
enum At {
    /// The address: for rows that give no MAC.
    Any(IpAddr),
    /// The address, of a device that showed no MAC: for rows that give one.
    Unmarked(IpAddr),
    /// The address and the MAC.
    Marked(IpAddr, Mac),
}

fn by_ip(open: &Open<'_>) -> Pairs {
    let keys = |row: &Row| {
        let ip: Option<IpAddr> = row.says("ip").and_then(|text| text.trim().parse().ok());
        match (ip, mac_of(row)) {
            (Some(ip), Some(mac)) => vec![At::Unmarked(ip), At::Marked(ip, mac)],
            (Some(ip), None) => vec![At::Any(ip)],
            (None, _) => Vec::new(),
        }
    };
    let of_device = |f: &Found| {
        let mut keys: Vec<At> = f.ips.iter().map(|ip| At::Any(*ip)).collect();
        if f.macs.is_empty() {
            keys.extend(f.ips.iter().map(|ip| At::Unmarked(*ip)));
        }
        keys.extend(f.ips.iter().flat_map(|ip| f.macs.iter().map(|mac| At::Marked(*ip, *mac))));
        keys
    };
    let rows = open.rows().flat_map(|(i, row)| keys(row).into_iter().map(move |key| (i, key)));
    let devices = open.devices().flat_map(|(i, f)| of_device(f).into_iter().map(move |key| (i, key)));
    meet(rows, devices)
}

fn differences(row: &Row, device: &Found, oracle: &dyn Oracle) -> Vec<(String, String, String)> {
    let mut fields = Vec::new();
    let mut differ = |name: &str, found: Option<&String>, agree: &dyn Fn(&str, &str) -> bool| {
        if let (Some(declared), Some(found)) = (row.says(name), found)
            && !declared.trim().is_empty()
            && !agree(declared, found)
        {
            fields.push((name.to_owned(), declared.to_owned(), found.clone()));
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn row(fields: &[(&str, &str)]) -> Row {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let (key, source) = (String::new(), Source::default());
        Row::of(&Declared { key, fields, source, device: None, matched_by: None }, PileKey::default())
    }

    fn found(ip: &str, mac: Option<&str>, serial: &str) -> Found {
        Found {
            id: String::new(),
            keys: Vec::new(),
            macs: mac.and_then(Mac::parse).into_iter().collect(),
            ips: vec![ip.parse().unwrap()],
            serials: vec![serial.to_owned()],
            brand: None,
            model: None,
            is_registered: true,
        }
    }

    /// How many pairs are weighed, by serial and by address, for so many rows and devices that all share both.
    fn pairs(many: usize) -> (usize, usize) {
        let declared: Vec<Row> =
            (0..many).map(|_| row(&[("ip", "10.0.0.1"), ("serial", "SN0000")])).collect();
        let devices: Vec<Found> = (0..many).map(|_| found("10.0.0.1", None, "SN0000")).collect();
        let open = Open { declared: &declared, found: &devices, matched: &BTreeSet::new() };
        (by_serial(&open).len(), by_ip(&open).len())
    }

    #[test]
    fn twice_the_rows_and_devices_of_one_address_are_twice_the_pairs() {
        assert_eq!(pairs(100), (400, 400));
        assert_eq!(pairs(200), (800, 800));
    }

    #[test]
    fn a_row_with_a_mac_fits_that_device_and_one_that_showed_none() {
        let one = "02:00:5e:00:00:01";
        let check = |row: Row, devices: &[Found], want: usize| {
            let open = Open { declared: &[row], found: devices, matched: &BTreeSet::new() };
            let pairs: BTreeSet<_> = by_ip(&open).into_iter().collect();
            assert_eq!(pairs.len(), want);
        };
        let devices = [found("10.0.0.1", Some(one), "a"), found("10.0.0.1", Some("02:00:5e:00:00:02"), "b")];
        check(row(&[("ip", "10.0.0.1"), ("mac", one)]), &devices, 1);
        check(row(&[("ip", "10.0.0.1")]), &devices, 2);
        check(row(&[("ip", "10.0.0.2")]), &devices, 0);
        check(row(&[("ip", "10.0.0.1"), ("mac", one)]), &[found("10.0.0.1", None, "a")], 1);
    }
}
