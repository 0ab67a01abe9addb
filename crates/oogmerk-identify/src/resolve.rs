//! Resolve: which subjects are one device. Union-find over strong keys only; every merge is logged.
//!
//! Within one input, equal subjects are one, and an address groups what answered there as long as one holder was seen.
//! Across inputs only strong keys join; an IP address never does. A key held by two things alive at once (two MACs
//! with one serial, two addresses of one scan with one UUID, a MAC that answers ARP for many addresses) is demoted
//! and listed. A person's decision that two are different always wins over a key.

use crate::ground::Ground;
use crate::key::{Key, Space, spoor};
use crate::pile::{Pile, PileKey, Whose, walk};
use crate::union::Union;
use oogmerk_knowledge::Oracle;
use oogmerk_model::{Evidence, Mac, Means, Merge, short_digest};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// A MAC that holds more unicast IPv4 addresses than this in one input is a router or answers ARP for others.
const PROXY_ARP_ADDRESSES: usize = 8;

/// A key that was not believed, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Demoted {
    /// The key, `serial:hikvision:…`.
    pub key: String,
    /// Stable code: `two-macs`, `two-addresses-at-once`, `many-addresses`.
    pub reason: String,
    /// Subjects that showed it.
    pub subjects: Vec<String>,
}

/// A subject of one input.
#[derive(Clone, Debug)]
pub(crate) struct Node<'g> {
    pub file: Option<&'g str>,
    pub subject: Cow<'g, str>,
    /// Evidence of this subject that lies in memory, in a fixed order.
    pub evidence: Vec<&'g Evidence>,
    /// Contacts of this subject, as places in the ground.
    pub contacts: Vec<u32>,
    /// Ways out through something inside, as places in the ground.
    pub vias: Vec<u32>,
    keys: Vec<Key>,
    pub macs: Vec<Mac>,
    /// What lies of it in the pile.
    pub piled: Option<Box<Piled>>,
}

/// What joining needs of readings that lie in the pile.
#[derive(Clone, Debug, Default)]
pub(crate) struct Piled {
    readings: usize,
    own: Vec<IpAddr>,
    linked: Vec<IpAddr>,
}

/// Subjects that are one device.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub id: String,
    pub nodes: Vec<u32>,
    pub keys: Vec<Key>,
    pub merges: Vec<Merge>,
}

/// Everything resolved.
#[derive(Debug)]
pub(crate) struct Resolved<'g> {
    pub nodes: Vec<Node<'g>>,
    /// Devices, by id.
    pub groups: Vec<Group>,
    /// Declared rows: nodes that only a list speaks of.
    pub declared: Vec<u32>,
    pub demoted: Vec<Demoted>,
    /// MACs that are no one device's.
    pub shared_macs: BTreeSet<Mac>,
    /// Ids that were joined into another: old, new.
    pub redirects: Vec<(String, String)>,
}

type NodeName<'g> = (bool, Option<&'g str>, &'g str);

/// Resolves the subjects of the ground.
pub(crate) fn resolve<'g>(
    ground: &'g Ground,
    oracle: &dyn Oracle,
    names: &BTreeMap<String, String>,
) -> Resolved<'g> {
    let mut nodes = nodes_of(ground, oracle);
    let declared_from = nodes.partition_point(|(is_declared, _)| !is_declared);
    let declared: Vec<u32> = (declared_from..nodes.len()).map(index).collect();
    let mut nodes: Vec<Node<'g>> = nodes.drain(..).map(|(_, node)| node).collect();

    let mut joiner = Joiner::new(&nodes[..declared_from], names);
    joiner.decisions();
    joiner.macs();
    joiner.addresses();
    joiner.other_keys();
    let Joiner { mut union, mut log, mut demoted, demoted_keys, shared_macs, .. } = joiner;
    demoted.sort();

    let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for node in 0..index(declared_from) {
        if nodes[node as usize].is_silent() {
            continue;
        }
        members.entry(union.find(node)).or_default().push(node);
    }
    log.sort();
    let mut merges: BTreeMap<u32, Vec<Merge>> = BTreeMap::new();
    let mut told: BTreeSet<(u32, MergeOrd)> = BTreeSet::new();
    for (node, merge) in log {
        let root = union.find(node);
        if told.insert((root, merge.clone())) {
            let merge = Merge { key: merge.key, value: merge.value, subjects: merge.subjects };
            merges.entry(root).or_default().push(merge);
        }
    }
    let mut naming = Naming { names, taken: BTreeSet::new(), redirects: Vec::new() };
    let mut drafts: Vec<(Vec<Key>, Vec<u32>, Vec<Merge>)> = Vec::with_capacity(members.len());
    for (root, members) in members {
        let mut keys: Vec<Key> =
            members.iter().flat_map(|n| std::mem::take(&mut nodes[*n as usize].keys)).collect();
        keys.sort();
        keys.dedup();
        keys.retain(|key| !demoted_keys.contains(key));
        drafts.push((keys, members, merges.remove(&root).unwrap_or_default()));
    }
    // Whoever holds the stronger key is named first, so that the order of inputs does not matter.
    drafts.sort_by(|a, b| (a.0.is_empty(), &a.0, &a.1).cmp(&(b.0.is_empty(), &b.0, &b.1)));
    let mut groups: Vec<Group> = drafts
        .into_iter()
        .map(|(keys, members, merges)| {
            let first = &nodes[members[0] as usize];
            let id = naming.name(&keys, first.file, &first.subject);
            Group { id, nodes: members, keys, merges }
        })
        .collect();
    groups.sort_by(|a, b| a.id.cmp(&b.id));
    Resolved { nodes, groups, declared, demoted, shared_macs, redirects: naming.redirects }
}

/// Resolves readings of one subject of one input, which are one device whatever their keys say; nothing where they are of
/// several. Its name is what [`resolve`] would call it; a row of a list has none.
pub(crate) fn resolve_alone<'g>(
    evidence: &'g [Evidence],
    oracle: &dyn Oracle,
    names: &BTreeMap<String, String>,
) -> Option<Resolved<'g>> {
    let first = evidence.first()?;
    let name = name_of(first);
    let is_same = |e: &Evidence| Arc::ptr_eq(&e.observation, &first.observation) || name_of(e) == name;
    if !evidence.iter().all(is_same) {
        return None;
    }
    let mut node = Node { evidence: evidence.iter().collect(), ..Node::named(name) };
    node.read(oracle);
    let mut shared_macs = BTreeSet::new();
    let (is_declared, ..) = name;
    let mut id = String::new();
    if !is_declared && !node.is_silent() {
        let mut keys = node.keys.clone();
        if keys.iter().any(Key::is_of_mac) && node.ipv4().count() > PROXY_ARP_ADDRESSES {
            shared_macs.extend(keys.iter().filter(|k| k.is_of_mac()).filter_map(|k| Mac::parse(&k.value)));
            keys.retain(|key| !key.is_of_mac());
        }
        id = Naming { names, taken: BTreeSet::new(), redirects: Vec::new() }.name(
            &keys,
            node.file,
            &node.subject,
        );
    }
    let group = Group { id, nodes: vec![0], keys: Vec::new(), merges: Vec::new() };
    Some(Resolved {
        nodes: vec![node],
        groups: vec![group],
        declared: Vec::new(),
        demoted: Vec::new(),
        shared_macs,
        redirects: Vec::new(),
    })
}

fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn name_of(e: &Evidence) -> NodeName<'_> {
    (e.observation.means == Means::Declared, e.source().file.as_deref(), e.observation.subject.as_str())
}

fn nodes_of<'g>(ground: &'g Ground, oracle: &dyn Oracle) -> Vec<(bool, Node<'g>)> {
    let mut names: Vec<NodeName<'g>> = ground.evidence.iter().map(name_of).collect();
    names.extend(ground.contacts.iter().map(|c| (false, c.source.file.as_deref(), c.subject.as_str())));
    names.extend(ground.vias.iter().map(|v| (false, v.source.file.as_deref(), v.subject.as_str())));
    names.sort_unstable();
    names.dedup();
    let places: HashMap<NodeName<'g>, u32> = names.iter().enumerate().map(|(i, n)| (*n, index(i))).collect();
    let mut nodes: Vec<(bool, Node<'g>)> = names.iter().map(|name| (name.0, Node::named(*name))).collect();
    let mut at = |name: NodeName<'g>, put: &mut dyn FnMut(&mut Node<'g>)| {
        if let Some(place) = places.get(&name) {
            put(&mut nodes[*place as usize].1);
        }
    };
    for e in &ground.evidence {
        at(name_of(e), &mut |node| node.evidence.push(e));
    }
    for (i, c) in ground.contacts.iter().enumerate() {
        at((false, c.source.file.as_deref(), c.subject.as_str()), &mut |node| node.contacts.push(index(i)));
    }
    for (i, v) in ground.vias.iter().enumerate() {
        at((false, v.source.file.as_deref(), v.subject.as_str()), &mut |node| node.vias.push(index(i)));
    }
    for (_, node) in &mut nodes {
        node.contacts.sort_by(|a, b| ground.contacts[*a as usize].cmp(&ground.contacts[*b as usize]));
        node.vias.sort_by(|a, b| ground.vias[*a as usize].cmp(&ground.vias[*b as usize]));
        node.read(oracle);
    }
    if let Some(pile) = ground.pile() {
        let mut more = Vec::new();
        piled_nodes(
            pile,
            ground,
            oracle,
            &mut |node| match places.get(&(false, node.file, &*node.subject)) {
                Some(place) => nodes[*place as usize].1.absorb(node),
                None => more.push((false, node)),
            },
        );
        nodes.append(&mut more);
        nodes.sort_by(|(a, x), (b, y)| (a, x.file, &x.subject).cmp(&(b, y.file, &y.subject)));
    }
    nodes
}

/// Hands over the subjects whose readings lie in the pile, one after the other; rows of lists are not among them.
fn piled_nodes<'g>(pile: &dyn Pile, ground: &'g Ground, oracle: &dyn Oracle, take: &mut dyn FnMut(Node<'g>)) {
    let mut open: Option<(PileKey, Node<'g>)> = None;
    walk(pile, Whose::Seen, &mut |key, e| {
        if open.as_ref().is_some_and(|(last, _)| *last != key)
            && let Some((_, node)) = open.take()
        {
            take(node.tidied());
        }
        let (_, node) = open.get_or_insert_with(|| {
            let subject = Cow::Owned(e.observation.subject.as_str().to_owned());
            let file = e.source().file.as_deref().and_then(|file| ground.file(file));
            let (evidence, contacts, vias) = (Vec::new(), Vec::new(), Vec::new());
            let piled = Some(Box::default());
            (key, Node { file, subject, evidence, contacts, vias, keys: Vec::new(), macs: Vec::new(), piled })
        });
        node.note(&e, oracle);
    });
    if let Some((_, node)) = open {
        take(node.tidied());
    }
}

/// Keys after which a subject's are looked through for doubles while its readings come back.
const DOUBLES: usize = 1024;

/// The order in which a person would come across readings: by input and place, then by what they say.
pub(crate) fn reading_order(a: &Evidence, b: &Evidence) -> std::cmp::Ordering {
    let place = |e: &Evidence| (e.place.frame.or(e.source().frame), e.place.offset, e.place.column);
    // Most are read from one observation, which need not be held against itself.
    let seen = if Arc::ptr_eq(&a.observation, &b.observation) {
        place(a).cmp(&place(b))
    } else {
        (a.source(), place(a), a.seen_at()).cmp(&(b.source(), place(b), b.seen_at()))
    };
    seen.then_with(|| (&a.field, &a.value).cmp(&(&b.field, &b.value))).then_with(|| a.cmp(b))
}

impl<'g> Node<'g> {
    /// A subject of which nothing is known yet.
    fn named((_, file, subject): NodeName<'g>) -> Self {
        let (contacts, vias, keys, macs) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let subject = Cow::Borrowed(subject);
        Self { file, subject, evidence: Vec::new(), contacts, vias, keys, macs, piled: None }
    }

    /// Puts its evidence in order and reads the keys. A row's keys join nothing; they say which device the row speaks of.
    fn read(&mut self, oracle: &dyn Oracle) {
        self.evidence.sort_by(|a, b| reading_order(a, b));
        for e in &self.evidence {
            let spoor = spoor(e, oracle);
            self.keys.extend(spoor.keys);
            self.macs.extend(spoor.mac);
        }
        tidy(&mut self.keys);
        tidy(&mut self.macs);
    }

    /// Notes what joining needs of a reading that lies in the pile.
    fn note(&mut self, e: &Evidence, oracle: &dyn Oracle) {
        let spoor = spoor(e, oracle);
        self.keys.extend(spoor.keys);
        self.macs.extend(spoor.mac);
        let Some(piled) = &mut self.piled else { return };
        piled.readings += 1;
        piled.own.extend(own_address(e));
        piled.linked.extend(link_address(e));
        if piled.readings.is_multiple_of(DOUBLES) {
            self.tidy();
        }
    }

    fn tidy(&mut self) {
        tidy(&mut self.keys);
        tidy(&mut self.macs);
        if let Some(piled) = &mut self.piled {
            tidy(&mut piled.own);
            tidy(&mut piled.linked);
        }
    }

    fn tidied(mut self) -> Self {
        self.tidy();
        self
    }

    /// Takes over what lies in the pile of the same subject.
    fn absorb(&mut self, other: Self) {
        self.keys.extend(other.keys);
        self.macs.extend(other.macs);
        self.piled = other.piled;
        self.tidy();
    }

    /// Readings, wherever they lie.
    pub fn readings(&self) -> usize {
        self.evidence.len() + self.piled.as_ref().map_or(0, |piled| piled.readings)
    }

    /// Addresses that it was seen to hold on the link.
    fn linked(&self) -> impl Iterator<Item = IpAddr> {
        let piled = self.piled.iter().flat_map(|piled| piled.linked.iter().copied());
        self.evidence.iter().filter_map(|e| link_address(e)).chain(piled)
    }

    /// Only a person's decision speaks of it: no device of its own.
    fn is_silent(&self) -> bool {
        self.contacts.is_empty()
            && self.vias.is_empty()
            && self.piled.is_none()
            && self.evidence.iter().all(|e| e.field.as_str().starts_with("decision."))
    }

    /// Keys it carries, believed or not.
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// Those of IPv4 among its addresses.
    fn ipv4(&self) -> impl Iterator<Item = Ipv4Addr> + use<> {
        self.addresses().into_iter().filter_map(|ip| if let IpAddr::V4(v4) = ip { Some(v4) } else { None })
    }

    /// Addresses this subject held or gave as its own.
    pub fn addresses(&self) -> Vec<IpAddr> {
        let mut ips: Vec<IpAddr> = self.evidence.iter().filter_map(|e| own_address(e)).collect();
        ips.extend(self.piled.iter().flat_map(|piled| piled.own.iter().copied()));
        ips.extend(address_in_name(&self.subject));
        ips.sort();
        ips.dedup();
        ips
    }
}

/// Each once, in order.
fn tidy<T: Ord>(all: &mut Vec<T>) {
    all.sort();
    all.dedup();
}

/// The address a piece of evidence says was held on the link.
fn link_address(e: &Evidence) -> Option<IpAddr> {
    if e.field.as_str() == "link.ip" { e.value.trim().parse().ok() } else { None }
}

/// The address in a subject spelled `ip:…` or `ip:…#2`.
pub(crate) fn address_in_name(subject: &str) -> Option<IpAddr> {
    let rest = subject.strip_prefix("ip:")?;
    rest.split('#').next().unwrap_or(rest).parse().ok()
}

/// The address a piece of evidence says the subject holds.
fn own_address(e: &Evidence) -> Option<IpAddr> {
    let field = e.field.as_str();
    let value = e.value.trim();
    let ip: IpAddr =
        if field.rsplit('.').next() == Some("ip") || field == "dahua.legacy_ip" || field == "unifi.host" {
            value.parse().ok()?
        } else if matches!(field, "wsd.xaddr" | "onvif.xaddr" | "upnp.presentation_url") {
            host_of_url(value)?.parse().ok()?
        } else if field == "upnp.friendly_name" {
            // `Sample SC-1 (10.0.0.7)`.
            value.strip_suffix(')')?.rsplit_once('(')?.1.parse().ok()?
        } else {
            return None;
        };
    (!ip.is_unspecified() && !ip.is_multicast() && ip != IpAddr::V4(Ipv4Addr::BROADCAST)).then_some(ip)
}

/// The host of `http://host:port/path`, without brackets.
fn host_of_url(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next(),
        None => authority.split(':').next(),
    }
}

struct Joiner<'n, 'g> {
    nodes: &'n [Node<'g>],
    names: &'n BTreeMap<String, String>,
    union: Union,
    /// Key to nodes, in key order.
    holders: BTreeMap<&'n Key, Vec<u32>>,
    /// MACs and IPv4 addresses per root.
    macs: Vec<BTreeSet<Mac>>,
    addresses: Vec<BTreeSet<(Option<&'g str>, Ipv4Addr)>>,
    different: Vec<(u32, u32)>,
    log: Vec<(u32, MergeOrd)>,
    demoted: Vec<Demoted>,
    demoted_keys: BTreeSet<Key>,
    shared_macs: BTreeSet<Mac>,
}

/// A merge that can be sorted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct MergeOrd {
    key: String,
    value: String,
    subjects: Vec<String>,
}

impl<'n, 'g> Joiner<'n, 'g> {
    fn new(nodes: &'n [Node<'g>], names: &'n BTreeMap<String, String>) -> Self {
        let mut holders: BTreeMap<&'n Key, Vec<u32>> = BTreeMap::new();
        for (i, node) in nodes.iter().enumerate() {
            for key in &node.keys {
                holders.entry(key).or_default().push(index(i));
            }
        }
        let v4 = |node: &Node<'g>| node.ipv4().map(|ip| (node.file, ip)).collect();
        Self {
            nodes,
            names,
            union: Union::new(nodes.len()),
            holders,
            macs: vec![BTreeSet::new(); nodes.len()],
            addresses: nodes.iter().map(v4).collect(),
            different: Vec::new(),
            log: Vec::new(),
            demoted: Vec::new(),
            demoted_keys: BTreeSet::new(),
            shared_macs: BTreeSet::new(),
        }
    }

    /// Joins two subjects unless a person said they differ.
    fn join(&mut self, a: u32, b: u32) -> bool {
        let (ra, rb) = (self.union.find(a), self.union.find(b));
        if ra == rb {
            return true;
        }
        for i in 0..self.different.len() {
            let (x, y) = self.different[i];
            let (x, y) = (self.union.find(x), self.union.find(y));
            if (x, y) == (ra, rb) || (x, y) == (rb, ra) {
                return false;
            }
        }
        let root = self.union.join(ra, rb);
        let other = if root == ra { rb } else { ra };
        let macs = std::mem::take(&mut self.macs[other as usize]);
        self.macs[root as usize].extend(macs);
        let addresses = std::mem::take(&mut self.addresses[other as usize]);
        self.addresses[root as usize].extend(addresses);
        true
    }

    fn join_all(&mut self, holders: &[u32], key: &str, value: &str) {
        let Some((first, rest)) = holders.split_first() else { return };
        let joined: Vec<u32> = rest.iter().copied().filter(|node| self.join(*first, *node)).collect();
        if joined.is_empty() {
            return;
        }
        let mut subjects: Vec<String> = std::iter::once(*first)
            .chain(joined)
            .map(|n| self.nodes[n as usize].subject.to_string())
            .collect();
        subjects.sort();
        subjects.dedup();
        self.log.push((*first, MergeOrd { key: key.to_owned(), value: value.to_owned(), subjects }));
    }

    fn demote(&mut self, key: &Key, holders: &[u32], reason: &str) {
        let mut subjects: Vec<String> =
            holders.iter().map(|n| self.nodes[*n as usize].subject.to_string()).collect();
        subjects.sort();
        subjects.dedup();
        self.demoted.push(Demoted { key: key.to_string(), reason: reason.to_owned(), subjects });
        self.demoted_keys.insert(key.clone());
    }

    /// What people decided. `different` is noted before anything is joined.
    fn decisions(&mut self) {
        let mut same: Vec<(Vec<u32>, String)> = Vec::new();
        let mut index_of: Option<HashMap<String, Vec<u32>>> = None;
        for node in 0..self.nodes.len() {
            for e in &self.nodes[node].evidence {
                let field = e.field.as_str();
                if field != "decision.same" && field != "decision.different" {
                    continue;
                }
                let lookup = index_of.get_or_insert_with(|| self.spellings());
                let find = |text: &str| lookup.get(text).cloned().unwrap_or_default();
                let mut left = find(&self.nodes[node].subject);
                left.push(index(node));
                let right = find(e.value.trim());
                if field == "decision.same" {
                    same.push((left.into_iter().chain(right).collect(), e.value.clone()));
                } else {
                    self.different.extend(
                        left.iter().flat_map(|a| right.iter().map(move |b| (*a, *b))).filter(|(a, b)| a != b),
                    );
                }
            }
        }
        for (mut holders, value) in same {
            holders.sort_unstable();
            holders.dedup();
            self.join_all(&holders, "decision.same", &value);
        }
    }

    /// Every text by which a person may name a subject: its own spelling, a key, a minted id.
    fn spellings(&self) -> HashMap<String, Vec<u32>> {
        let mut spellings: HashMap<String, Vec<u32>> = HashMap::new();
        for (i, node) in self.nodes.iter().enumerate() {
            spellings.entry(node.subject.to_string()).or_default().push(index(i));
        }
        for (key, holders) in &self.holders {
            let text = key.to_string();
            if let Some(id) = self.names.get(&text) {
                spellings.entry(id.clone()).or_default().extend(holders);
            }
            spellings.entry(text).or_default().extend(holders);
        }
        spellings
    }

    fn macs(&mut self) {
        let keys: Vec<(&'n Key, Vec<u32>)> = self.take_keys(Key::is_of_mac);
        for (key, holders) in keys {
            if self.holds_many_addresses(&holders) {
                self.demote(key, &holders, "many-addresses");
                if let Some(mac) = Mac::parse(&key.value) {
                    self.shared_macs.insert(mac);
                }
                continue;
            }
            if key.space == Space::Mac
                && let Some(mac) = Mac::parse(&key.value)
            {
                for node in &holders {
                    let root = self.union.find(*node);
                    self.macs[root as usize].insert(mac);
                }
            }
            self.join_all(&holders, "mac", &key.value);
        }
    }

    fn take_keys(&self, wanted: impl Fn(&Key) -> bool) -> Vec<(&'n Key, Vec<u32>)> {
        self.holders
            .iter()
            .filter(|(key, _)| wanted(key))
            .map(|(key, holders)| (*key, holders.clone()))
            .collect()
    }

    fn holds_many_addresses(&self, holders: &[u32]) -> bool {
        let mut per_file: BTreeMap<Option<&str>, BTreeSet<Ipv4Addr>> = BTreeMap::new();
        for node in holders {
            for (file, ip) in &self.addresses[*node as usize] {
                per_file.entry(*file).or_default().insert(*ip);
            }
        }
        per_file.values().any(|ips| ips.len() > PROXY_ARP_ADDRESSES)
    }

    /// Within one input, the subject that held an address and what answered at it, where only one holder was seen.
    fn addresses(&mut self) {
        let mut holders: BTreeMap<(Option<&'g str>, IpAddr), BTreeSet<u32>> = BTreeMap::new();
        for (i, node) in self.nodes.iter().enumerate() {
            for ip in node.linked() {
                holders.entry((node.file, ip)).or_default().insert(index(i));
            }
        }
        for (i, node) in self.nodes.iter().enumerate() {
            let Some(ip) = address_in_name(&node.subject).filter(|_| !node.subject.contains('#')) else {
                continue;
            };
            let Some(holders) = holders.get(&(node.file, ip)) else { continue };
            let roots: BTreeSet<u32> = holders.iter().map(|h| self.union.find(*h)).collect();
            let has_other_mac = !self.macs[self.union.find(index(i)) as usize].is_empty();
            if let (1, Some(holder)) = (roots.len(), holders.first())
                && (!has_other_mac || roots.contains(&self.union.find(index(i))))
                && self.union.find(index(i)) != self.union.find(*holder)
            {
                let pair = [*holder, index(i)];
                self.join_all(&pair, "link.ip", &ip.to_string());
            }
        }
    }

    fn other_keys(&mut self) {
        let keys = self.take_keys(|key| !key.is_of_mac());
        for (key, holders) in keys {
            let mut roots: Vec<u32> = holders.iter().map(|h| self.union.find(*h)).collect();
            roots.sort_unstable();
            roots.dedup();
            if roots.len() < 2 {
                continue;
            }
            if roots.iter().filter(|r| !self.macs[**r as usize].is_empty()).count() > 1 {
                self.demote(key, &holders, "two-macs");
            } else if self.at_two_addresses(&roots) {
                self.demote(key, &holders, "two-addresses-at-once");
            } else {
                self.join_all(&holders, key.space.word(), &key.value);
            }
        }
    }

    /// Two of them answered at different addresses in one input.
    fn at_two_addresses(&self, roots: &[u32]) -> bool {
        let mut seen: BTreeMap<Option<&str>, Vec<BTreeSet<Ipv4Addr>>> = BTreeMap::new();
        for root in roots {
            let mut own: BTreeMap<Option<&str>, BTreeSet<Ipv4Addr>> = BTreeMap::new();
            for (file, ip) in &self.addresses[*root as usize] {
                own.entry(*file).or_default().insert(*ip);
            }
            for (file, ips) in own {
                let others = seen.entry(file).or_default();
                if others.iter().any(|other| other.is_disjoint(&ips)) {
                    return true;
                }
                others.push(ips);
            }
        }
        false
    }
}

struct Naming<'a> {
    names: &'a BTreeMap<String, String>,
    taken: BTreeSet<String>,
    redirects: Vec<(String, String)>,
}

impl Naming<'_> {
    fn name(&mut self, keys: &[Key], file: Option<&str>, subject: &str) -> String {
        let minted: Vec<&String> = if self.names.is_empty() {
            Vec::new()
        } else {
            keys.iter().filter_map(|key| self.names.get(&key.to_string())).collect()
        };
        if let Some(id) = minted.iter().find(|id| !self.taken.contains(**id)) {
            let id = (*id).clone();
            for old in minted {
                if *old != id
                    && !self.taken.contains(old)
                    && !self.redirects.iter().any(|(from, _)| from == old)
                {
                    self.redirects.push((old.clone(), id.clone()));
                }
            }
            self.taken.insert(id.clone());
            return id;
        }
        let by_subject = || digest_id(&format!("subject:{}|{subject}", file.unwrap_or("")));
        let mut id = keys.first().map_or_else(by_subject, |key| digest_id(&key.to_string()));
        if self.taken.contains(&id) {
            id = by_subject();
        }
        self.taken.insert(id.clone());
        id
    }
}

/// `dev-` and 13 letters of a SHA-256: promises nothing between runs, but is the same for the same key.
pub(crate) fn digest_id(text: &str) -> String {
    format!("dev-{}", short_digest(text))
}
