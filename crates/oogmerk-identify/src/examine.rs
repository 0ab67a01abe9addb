//! Examine: one device at a time, from the subjects that are one to its record, with its traffic beside it.
//!
//! Where it reaches and which rules it breaks is not said here: contacts and what was looked at go out as data.

use crate::bounds::{LeftOut, bounded};
use crate::gathered::Loaded;
use crate::ground::{Ground, key_of};
use crate::identity::{Around, Identity, Told, Weighed, identity_of};
use crate::options::{Include, Options};
use crate::people::{Standing, is_carried, standing};
use crate::pile::PileKey;
use crate::reconcile::Rows;
use crate::resolve::{Group, Node, Resolved, reading_order};
use oogmerk_knowledge::Oracle;
use oogmerk_model::{
    CitedEvidence, Contact, Cost, Device, Evidence, KeptNames, Kind, Means, Recorder, Source, State,
    Territory, Traffic, Via, Window,
};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;

/// Examines the devices of one ground.
pub(crate) struct Examiner<'a> {
    ground: &'a Ground,
    oracle: &'a dyn Oracle,
    options: &'a Options,
    resolved: &'a Resolved<'a>,
    territory: Territory,
    windows: BTreeMap<Option<&'a str>, Vec<&'a Window>>,
    /// Who holds an address in an input, for contacts between devices.
    holders: HashMap<(Option<&'a str>, IpAddr), usize>,
    rows: Rows<'a>,
    day: String,
    askable: Cow<'a, [(Cost, &'a str)]>,
}

/// A device with all that was weighed for it.
pub(crate) struct Examined<'a> {
    /// Its record; where it reaches is still open.
    pub device: Device,
    pub weighed: Weighed,
    pub standing: Standing,
    /// It calls itself a telephone or a computer, and nothing decided what it is.
    pub is_carried: bool,
    evidence: Vec<&'a Evidence>,
    contacts: Vec<&'a Contact>,
    vias: Vec<&'a Via>,
    is_stranger: bool,
}

impl<'a> Examiner<'a> {
    pub fn new(
        ground: &'a Ground,
        oracle: &'a dyn Oracle,
        options: &'a Options,
        resolved: &'a Resolved<'a>,
        askable: impl Into<Cow<'a, [(Cost, &'a str)]>>,
    ) -> Self {
        let mut windows: BTreeMap<Option<&str>, Vec<&Window>> = BTreeMap::new();
        for window in &ground.windows {
            windows.entry(window.source.file.as_deref()).or_default().push(window);
        }
        let mut holders = HashMap::new();
        if !ground.contacts.is_empty() {
            for (place, group) in resolved.groups.iter().enumerate() {
                for node in group.nodes.iter().map(|n| &resolved.nodes[*n as usize]) {
                    for ip in node.addresses() {
                        holders.insert((node.file, ip), place);
                    }
                }
            }
        }
        let territory = Territory::new(&options.inside, &ground.windows);
        let rows = Rows::of(resolved, ground, oracle);
        let (day, askable) = (options.now.day(), askable.into());
        Self { ground, oracle, options, resolved, territory, windows, holders, rows, day, askable }
    }

    /// Rows of lists.
    pub fn rows(&self) -> &Rows<'a> {
        &self.rows
    }

    fn nodes<'s>(&self, group: &'s Group) -> impl Iterator<Item = &'a Node<'a>> + use<'a, 's> {
        let resolved = self.resolved;
        group.nodes.iter().map(move |n| &resolved.nodes[*n as usize])
    }

    /// Takes back from the pile what is needed of some groups: their own readings, and those of their peers, which may
    /// be recorders. Nothing where all readings lie in memory.
    pub fn load(&self, groups: &[Group]) -> Loaded {
        let Some(pile) = self.ground.pile() else { return Loaded::default() };
        let mut nodes: BTreeSet<u32> = groups.iter().flat_map(|group| group.nodes.iter().copied()).collect();
        let contacts = groups.iter().flat_map(|group| self.nodes(group)).flat_map(|n| &n.contacts);
        for c in contacts.map(|c| &self.ground.contacts[*c as usize]) {
            let peer = self.holders.get(&(c.source.file.as_deref(), c.peer));
            nodes.extend(peer.into_iter().flat_map(|peer| &self.resolved.groups[*peer].nodes));
        }
        let key = |place: u32| {
            let node = &self.resolved.nodes[place as usize];
            node.piled.is_some().then(|| (key_of(false, node.file, &node.subject), place))
        };
        let wanted: Vec<(PileKey, u32)> = nodes.into_iter().filter_map(key).collect();
        Loaded::of(pile, &wanted)
    }

    /// The readings of a group of subjects, those that are weighed, and how many values were left out.
    fn readings<'b>(&'b self, group: &Group, loaded: &'b Loaded) -> (Vec<&'b Evidence>, LeftOut) {
        let mut evidence: Vec<&Evidence> =
            self.nodes(group).flat_map(|n| n.evidence.iter().copied()).collect();
        let alone = evidence.len();
        evidence.extend(group.nodes.iter().flat_map(|n| loaded.evidence(*n)));
        evidence.extend(self.rows.days_of(group));
        // Those of one subject that lie in memory are in order already.
        if group.nodes.len() > 1 || evidence.len() > alone {
            evidence.sort_by(|a, b| reading_order(a, b));
        }
        let let_go = loaded.let_go(&group.nodes, &evidence);
        let mut left_out = bounded(&mut evidence);
        for (field, values) in let_go {
            *left_out.entry(field).or_default() += values;
        }
        (evidence, left_out)
    }

    /// What a group of subjects without traffic is, whose readings lie in memory, where nobody asks whose it is.
    pub fn device(&self, group: &Group) -> Device {
        let loaded = Loaded::default();
        let (evidence, left_out) = self.readings(group, &loaded);
        let ip = self.addresses(group, &[]);
        let is_stranger = self.is_stranger(group, &evidence, &ip);
        let identity = self.identity(group, &evidence, is_stranger, &BTreeSet::new());
        self.record(group, identity.told, &evidence, ip, left_out)
    }

    fn identity(
        &self,
        group: &Group,
        evidence: &[&Evidence],
        is_stranger: bool,
        cloud_names: &BTreeSet<String>,
    ) -> Identity {
        // An outside host seen in passing is a party to a contact, not somebody's equipment to be identified.
        let readings: &[&Evidence] = if is_stranger { &[] } else { evidence };
        let listed = self.rows.brand_of(group).and_then(|name| self.oracle.key_of_name(name));
        let around = Around { cloud_names, listed: listed.as_deref(), askable: &self.askable };
        identity_of(readings, &around, self.oracle, &self.day, self.options.hearing)
    }

    /// What a group of subjects is.
    pub fn examine<'b>(&'b self, group: &'b Group, loaded: &'b Loaded) -> Examined<'b> {
        let ground = self.ground;
        let (evidence, left_out) = self.readings(group, loaded);
        let contacts: Vec<&Contact> =
            self.nodes(group).flat_map(|n| &n.contacts).map(|c| &ground.contacts[*c as usize]).collect();
        let contacts = once(
            contacts,
            |c| c.first.is_some() && c.last.is_some(),
            |c| Contact { source: Source::default(), ..c.clone() },
        );
        let vias: Vec<&Via> =
            self.nodes(group).flat_map(|n| &n.vias).map(|v| &ground.vias[*v as usize]).collect();
        let vias = once(vias, |v| v.first.is_some(), |v| Via { source: Source::default(), ..v.clone() });
        let ip = self.addresses(group, &contacts);
        let is_stranger = self.is_stranger(group, &evidence, &ip);
        let names: BTreeSet<String> = contacts
            .iter()
            .filter_map(|c| c.name.clone())
            .chain(vias.iter().filter_map(|v| v.name.clone()))
            .collect();
        let identity = self.identity(group, &evidence, is_stranger, &names);
        let standing = standing(&identity, &evidence, self.oracle);
        let is_carried = identity.told.kind.verdict == State::Undecided && is_carried(&evidence, self.oracle);
        let Identity { told, weighed, .. } = identity;
        let device = self.record(group, told, &evidence, ip, left_out);
        Examined { device, weighed, standing, is_carried, evidence, contacts, vias, is_stranger }
    }

    /// The traffic of an examined group. With its place given, that of recorders that reach it goes with it.
    pub fn traffic<'t>(
        &'t self,
        group: &'t Group,
        place: Option<usize>,
        examined: Examined<'t>,
        loaded: &'t Loaded,
    ) -> (Device, Traffic<'t>) {
        let is_told = examined.standing == Standing::Registered || self.options.include == Include::All;
        let of = |file| self.windows.get(file).into_iter().flatten().copied();
        let traffic = Traffic {
            recorders: place
                .map(|place| self.recorders_behind(place, &examined.contacts, loaded))
                .unwrap_or_default(),
            contacts: examined.contacts,
            vias: examined.vias,
            windows: self.files(group).iter().flat_map(of).collect(),
            evidence: examined.evidence,
            territory: &self.territory,
            names: if is_told { KeptNames::All } else { KeptNames::CloudsOnly },
            is_stranger: examined.is_stranger,
        };
        (examined.device, traffic)
    }

    fn files(&self, group: &Group) -> BTreeSet<Option<&'a str>> {
        self.nodes(group).map(|n| n.file).collect()
    }

    fn addresses(&self, group: &Group, contacts: &[&Contact]) -> Vec<IpAddr> {
        let own = contacts.iter().map(|c| c.own).filter(|ip| !ip.is_multicast() && !ip.is_unspecified());
        let ips: BTreeSet<IpAddr> = self.nodes(group).flat_map(Node::addresses).chain(own).collect();
        ips.into_iter().collect()
    }

    /// Seen only in passing, only at outside addresses, and never on the link.
    fn is_stranger(&self, group: &Group, evidence: &[&Evidence], ip: &[IpAddr]) -> bool {
        let file = self.nodes(group).next().and_then(|n| n.file);
        !ip.is_empty()
            && group.keys.is_empty()
            && evidence.iter().all(|e| e.observation.means == Means::Passive)
            && ip.iter().all(|ip| self.territory.is_outside(*ip, file))
    }

    /// Recorders that reach a device, each at the address by which the device first knew it.
    fn recorders_behind<'t>(
        &'t self,
        place: usize,
        contacts: &[&Contact],
        loaded: &'t Loaded,
    ) -> Vec<Recorder<'t>> {
        let mut peers: BTreeMap<usize, IpAddr> = BTreeMap::new();
        for c in contacts {
            if let Some(peer) = self.holders.get(&(c.source.file.as_deref(), c.peer)).filter(|p| **p != place)
            {
                peers.entry(*peer).or_insert(c.peer);
            }
        }
        let recorder = |(peer, address)| Some(Recorder { address, traffic: self.as_recorder(peer, loaded)? });
        peers.into_iter().filter_map(recorder).collect()
    }

    /// The traffic of a peer that is a recorder or runs the pictures, or may: what is open is not told to be harmless;
    /// `None` for everything else.
    fn as_recorder<'t>(&'t self, place: usize, loaded: &'t Loaded) -> Option<Traffic<'t>> {
        let group = &self.resolved.groups[place];
        if self.nodes(group).all(|n| n.readings() < 2) {
            return None;
        }
        let peer = self.examine(group, loaded);
        let kind = &peer.device.kind;
        let decided = kind.decided_value().and_then(Kind::parse);
        let keeps = |kind: &Kind| matches!(kind, Kind::Recorder | Kind::Vms);
        let may_keep = decided.iter().chain(&kind.among).any(keeps);
        may_keep.then(|| self.traffic(group, None, peer, loaded).1)
    }

    fn macs(&self, group: &Group) -> Vec<oogmerk_model::Mac> {
        let mut mac: Vec<_> = self
            .nodes(group)
            .flat_map(|n| n.macs.iter().map(move |mac| (&n.subject, *mac)))
            .filter(|(subject, mac)| {
                !self.resolved.shared_macs.contains(mac) || **subject == format!("mac:{mac}")
            })
            .map(|(_, mac)| mac)
            .collect();
        mac.sort();
        mac.dedup();
        mac
    }

    fn record(
        &self,
        group: &Group,
        told: Told,
        evidence: &[&Evidence],
        ip: Vec<IpAddr>,
        left_out: LeftOut,
    ) -> Device {
        let mut subjects: Vec<String> = self.nodes(group).map(|n| n.subject.to_string()).collect();
        subjects.sort();
        subjects.dedup();
        let cited = told.cited.into_iter();
        let cited = cited.filter_map(|(at, id)| Some(CitedEvidence::of(id, evidence.get(at as usize)?)));
        Device {
            schema: "oogmerk.device/1".into(),
            id: group.id.clone(),
            subject: if let [only] = &subjects[..] { Some(only.clone()) } else { None },
            seen_in: self.files(group).into_iter().flatten().map(str::to_owned).collect(),
            subjects,
            mac: self.macs(group),
            ip,
            kind: told.kind,
            brand: told.brand,
            maker: told.maker,
            model: told.model,
            serial: told.serial,
            firmware: told.firmware,
            soc: told.parts.soc,
            soc_maker: told.parts.soc_maker,
            modem: told.parts.modem,
            modem_maker: told.parts.modem_maker,
            outside: Vec::new(),
            outside_via: Vec::new(),
            isolation: None,
            merges: group.merges.clone(),
            evidence: cited.collect(),
            claims: told.claims,
            left_out,
        }
    }
}

/// Traffic of one device, each piece once: what two inputs hold alike to the microsecond is one look, under two names or
/// packed and unpacked, and no second one. Of two the first by place is kept. What has no time may be two.
fn once<T: Ord>(mut all: Vec<&T>, is_timed: impl Fn(&T) -> bool, without_place: impl Fn(&T) -> T) -> Vec<&T> {
    if all.len() > 1 {
        let mut seen = BTreeSet::new();
        all.sort();
        all.retain(|one| !is_timed(one) || seen.insert(without_place(one)));
    }
    all
}
