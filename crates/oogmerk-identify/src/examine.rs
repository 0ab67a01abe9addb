//! Assessment: the whole derivation, from ground to devices, deviations and questions.
//!
//! Devices are made one after another in the order of their ids and handed out at once, so that a large input needs
//! memory for its facts and not for its conclusions.

use crate::people::{Census, Standing, is_equipment, is_sensitive, standing};
use crate::reconcile::{Found, Rows, declared_of, reconcile};
use crate::resolve::{Demoted, Group, Node, Resolved, reading_order, resolve};
use crate::{Ground, Include, Options};
use oogmerk_judge::{Names, Recorders, Territory, Watched, isolation, outside, outside_via};
use oogmerk_knowledge::Oracle;
use oogmerk_model::{
    Bystanders, CitedEvidence, Contact, Declared, Deviation, Device, Evidence, Finding, Isolation,
    IsolationVerdict, Kind, Means, OutsideVia, Question, State, Timestamp, Verdict, Via, ViaHow, Window,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;

/// Everything derived from the ground under one knowledge version at one moment.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Assessment {
    /// Devices that may be told about, by id.
    pub devices: Vec<Device>,
    /// Everybody else, counted per kind.
    pub bystanders: Vec<Bystanders>,
    /// Rules against devices.
    pub findings: Vec<Finding>,
    /// What would settle what is open.
    pub questions: Vec<Question>,
    /// Rows of lists, with the device each was matched with.
    pub declared: Vec<Declared>,
    /// Lists against what was found.
    pub deviations: Vec<Deviation>,
    /// Keys that were not believed.
    pub demoted_keys: Vec<Demoted>,
    /// Strong keys per device id, strongest first: what a register binds a minted name to.
    pub keys: BTreeMap<String, Vec<String>>,
    /// Minted ids that now belong to another device: old, new.
    pub redirects: Vec<(String, String)>,
    /// What was looked at.
    pub windows: Vec<Window>,
    /// Subjects of devices that may be told about and rows of lists, each with its input: what may be stored. All
    /// other subjects are nobody's inventory.
    #[serde(skip)]
    pub admitted: BTreeSet<(Option<String>, String)>,
    /// Version of the knowledge it was derived with.
    pub knowledge: String,
}

/// Assesses the ground and keeps everything in memory.
pub fn assess(ground: &Ground, oracle: &dyn Oracle, options: &Options) -> Assessment {
    let mut devices = Vec::new();
    let mut assessment = assess_into(ground, oracle, options, &mut |device| devices.push(device));
    let day = options.now.day();
    assessment.findings = oogmerk_judge::judge(&devices, oracle, &day, options.rules.as_ref());
    assessment.devices = devices;
    assessment
}

/// Assesses the ground and hands out each device as soon as it is made, in the order of ids. `devices` and `findings`
/// of the result stay empty; `oogmerk_judge::judge_one` judges a device on its way.
pub fn assess_into(
    ground: &Ground,
    oracle: &dyn Oracle,
    options: &Options,
    each: &mut dyn FnMut(Device),
) -> Assessment {
    let resolved = resolve(ground, oracle, &options.names);
    let workshop = Workshop::new(ground, oracle, options, &resolved);
    let mut census = Census::default();
    let mut assessment = Assessment { knowledge: oracle.version().to_owned(), ..Assessment::default() };
    let mut found = Vec::new();
    let name = |n: &u32| {
        let node = &resolved.nodes[*n as usize];
        (node.file.map(str::to_owned), node.subject.to_owned())
    };
    assessment.admitted.extend(resolved.declared.iter().map(name));
    for (place, group) in resolved.groups.iter().enumerate() {
        let (device, mut standing) = workshop.device(place);
        let is_asked_for =
            || options.include == Include::Sensitive && is_sensitive(&device, oracle, &workshop.day);
        if is_equipment(&device) && (workshop.rows.speak_of(group) || is_asked_for()) {
            standing = Standing::Registered;
        }
        if !census.admits(&device, standing, options.include) {
            continue;
        }
        let keys: Vec<String> = group.keys.iter().map(ToString::to_string).collect();
        assessment.admitted.extend(group.nodes.iter().map(name));
        if standing == Standing::Registered {
            assessment.questions.extend(questions(&device));
        }
        if !resolved.declared.is_empty() {
            found.push(Found::of(&device, &keys, standing == Standing::Registered));
        }
        assessment.keys.insert(group.id.clone(), keys);
        each(device);
    }
    assessment.bystanders = census.rows();
    assessment.declared =
        resolved.declared.iter().map(|n| declared_of(&resolved.nodes[*n as usize])).collect();
    assessment.declared.sort();
    assessment.deviations = reconcile(&mut assessment.declared, &found, oracle);
    assessment.demoted_keys = resolved.demoted;
    assessment.redirects = resolved.redirects;
    assessment.windows.clone_from(&ground.windows);
    assessment.windows.sort();
    assessment
}

/// One verdict for the readings of one subject, without merging and without memory of others.
pub fn assess_each(evidence: &[Evidence], oracle: &dyn Oracle, now: Timestamp) -> Device {
    let mut ground = Ground::new();
    ground.evidence.extend_from_slice(evidence);
    let options = Options { now, include: Include::All, ..Options::default() };
    let resolved = resolve(&ground, oracle, &options.names);
    let workshop = Workshop::new(&ground, oracle, &options, &resolved);
    let whole = Group {
        id: resolved.groups.first().map(|g| g.id.clone()).unwrap_or_default(),
        nodes: (0..resolved.nodes.len()).filter_map(|n| u32::try_from(n).ok()).collect(),
        keys: Vec::new(),
        merges: Vec::new(),
    };
    workshop.device_of(&whole, None).0
}

fn questions(device: &Device) -> Vec<Question> {
    let properties: [(&str, &Verdict); 4] = [
        ("kind", &device.kind),
        ("maker", &device.maker),
        ("brand", &device.brand),
        ("model", &device.model),
    ];
    let open = properties.iter().filter(|(_, v)| v.verdict != State::Decided);
    open.filter_map(|(property, v)| {
        let field = v.needs.first()?.clone();
        let cost = crate::cost_of(&field).map_or(String::new(), |cost| cost.as_str().to_owned());
        Some(Question { device: device.id.clone(), property: (*property).to_owned(), field, cost })
    })
    .collect()
}

pub(crate) struct Workshop<'a> {
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
}

impl<'a> Workshop<'a> {
    pub(crate) fn new(
        ground: &'a Ground,
        oracle: &'a dyn Oracle,
        options: &'a Options,
        resolved: &'a Resolved<'a>,
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
        let rows = Rows::of(resolved);
        Self { ground, oracle, options, resolved, territory, windows, holders, rows, day: options.now.day() }
    }

    fn nodes(&self, group: &'a Group) -> impl Iterator<Item = &'a Node<'a>> {
        let resolved = self.resolved;
        group.nodes.iter().map(move |n| &resolved.nodes[*n as usize])
    }

    fn contacts(&self, group: &'a Group) -> Vec<&'a Contact> {
        let ground = self.ground;
        self.nodes(group).flat_map(|n| &n.contacts).map(|c| &ground.contacts[*c as usize]).collect()
    }

    fn device(&self, place: usize) -> (Device, Standing) {
        self.device_of(&self.resolved.groups[place], Some(place))
    }

    /// A device with all that was weighed for it.
    pub(crate) fn examined(&self, place: usize) -> (Device, crate::identity::Identity) {
        let (device, _, identity) = self.examine(&self.resolved.groups[place], Some(place));
        (device, identity)
    }

    fn device_of(&self, group: &'a Group, place: Option<usize>) -> (Device, Standing) {
        let (device, standing, _) = self.examine(group, place);
        (device, standing)
    }

    fn examine(
        &self,
        group: &'a Group,
        place: Option<usize>,
    ) -> (Device, Standing, crate::identity::Identity) {
        let mut evidence: Vec<&Evidence> =
            self.nodes(group).flat_map(|n| n.evidence.iter().copied()).collect();
        evidence.extend(self.rows.days_of(group));
        evidence.sort_by(|a, b| reading_order(a, b));
        let contacts = self.contacts(group);
        let ground = self.ground;
        let vias: Vec<&Via> =
            self.nodes(group).flat_map(|n| &n.vias).map(|v| &ground.vias[*v as usize]).collect();
        let ip = self.addresses(group, &contacts);
        let is_stranger = self.is_stranger(group, &evidence, &ip);
        let names: BTreeSet<String> = contacts
            .iter()
            .filter_map(|c| c.name.clone())
            .chain(vias.iter().filter_map(|v| v.name.clone()))
            .collect();
        // An outside host seen in passing is a party to a contact, not somebody's equipment to be identified.
        let readings: &[&Evidence] = if is_stranger { &[] } else { &evidence };
        let identity = crate::identity::identify(readings, &names, self.oracle, &self.day);
        let standing =
            standing(&identity.kind, identity.is_suspected, evidence.iter().map(|e| e.observation.means));

        let kept = if standing == Standing::Registered || self.options.include == Include::All {
            Names::Kept
        } else {
            Names::CloudsOnly
        };
        let outside = outside(&contacts, &self.territory, self.oracle, kept);
        let mut via = outside_via(&vias, self.oracle, kept);
        let recorders =
            place.map_or(Recorders::NoneSeen, |place| self.recorders_behind(place, &contacts, &mut via));
        let windows: Vec<&Window> =
            self.files(group).iter().flat_map(|f| self.windows.get(f).cloned().unwrap_or_default()).collect();
        let was_watched = !contacts.is_empty()
            || (!windows.is_empty() && evidence.iter().any(|e| e.observation.means == Means::Passive));
        let isolation = (was_watched && !is_stranger).then(|| {
            let own_span = contacts
                .iter()
                .filter_map(|c| Some((c.first?, c.last?)))
                .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
            isolation(&outside, &via, &Watched { windows, own_span, evidence: &evidence, recorders })
        });
        let device = self.record(group, &identity, &evidence, Parts { ip, outside, via, isolation });
        (device, standing, identity)
    }

    fn files(&self, group: &'a Group) -> BTreeSet<Option<&'a str>> {
        self.nodes(group).map(|n| n.file).collect()
    }

    fn addresses(&self, group: &'a Group, contacts: &[&Contact]) -> Vec<IpAddr> {
        let own = contacts.iter().map(|c| c.own).filter(|ip| !ip.is_multicast() && !ip.is_unspecified());
        let ips: BTreeSet<IpAddr> = self.nodes(group).flat_map(Node::addresses).chain(own).collect();
        ips.into_iter().collect()
    }

    /// Seen only in passing, only at outside addresses, and never on the link.
    fn is_stranger(&self, group: &'a Group, evidence: &[&Evidence], ip: &[IpAddr]) -> bool {
        let file = self.nodes(group).next().and_then(|n| n.file);
        !ip.is_empty()
            && ip.iter().all(|ip| self.territory.is_outside(*ip, file))
            && group.keys.is_empty()
            && evidence.iter().all(|e| e.observation.means == Means::Passive)
    }

    /// Recorders that reach a device, and whether pictures can leave through them.
    fn recorders_behind(
        &self,
        place: usize,
        contacts: &[&'a Contact],
        via: &mut Vec<OutsideVia>,
    ) -> Recorders {
        let mut worst = Recorders::NoneSeen;
        let mut peers: BTreeMap<usize, IpAddr> = BTreeMap::new();
        for c in contacts {
            if let Some(peer) = self.holders.get(&(c.source.file.as_deref(), c.peer)).filter(|p| **p != place)
            {
                peers.entry(*peer).or_insert(c.peer);
            }
        }
        for (peer, through) in peers {
            match self.as_recorder(peer) {
                None | Some(IsolationVerdict::Isolated) => {}
                Some(IsolationVerdict::Unproven) => {
                    if worst == Recorders::NoneSeen {
                        worst = Recorders::Unproven;
                    }
                }
                Some(IsolationVerdict::Leaking) => {
                    worst = Recorders::Leaking;
                    via.push(OutsideVia { through, how: ViaHow::Recorder, name: None, cloud: None });
                }
            }
        }
        via.sort_by(|a, b| (a.through, a.how, &a.name).cmp(&(b.through, b.how, &b.name)));
        via.dedup();
        worst
    }

    /// The isolation of a peer that is a recorder or runs the pictures; `None` for everything else.
    fn as_recorder(&self, place: usize) -> Option<IsolationVerdict> {
        let group = &self.resolved.groups[place];
        if self.nodes(group).all(|n| n.evidence.len() < 2) {
            return None;
        }
        let (device, _) = self.device_of(group, None);
        let kind = device.kind.decided_value().and_then(Kind::parse)?;
        matches!(kind, Kind::Recorder | Kind::Vms)
            .then(|| device.isolation.map_or(IsolationVerdict::Unproven, |i| i.verdict))
    }

    fn record(
        &self,
        group: &'a Group,
        identity: &crate::identity::Identity,
        evidence: &[&Evidence],
        parts: Parts,
    ) -> Device {
        let mut subjects: Vec<String> = self.nodes(group).map(|n| n.subject.to_owned()).collect();
        subjects.sort();
        subjects.dedup();
        let mut mac: Vec<_> = self
            .nodes(group)
            .flat_map(|n| n.macs.iter().map(move |mac| (n.subject, *mac)))
            .filter(|(subject, mac)| {
                !self.resolved.shared_macs.contains(mac) || *subject == format!("mac:{mac}")
            })
            .map(|(_, mac)| mac)
            .collect();
        mac.sort();
        mac.dedup();
        let cited = identity
            .cited
            .iter()
            .filter_map(|(at, id)| Some(CitedEvidence::of(id.clone(), evidence.get(*at as usize)?)));
        Device {
            schema: "oogmerk.device/1".into(),
            id: group.id.clone(),
            subject: if let [only] = &subjects[..] { Some(only.clone()) } else { None },
            seen_in: self.files(group).into_iter().flatten().map(str::to_owned).collect(),
            subjects,
            mac,
            ip: parts.ip,
            kind: identity.kind.clone(),
            brand: identity.brand.clone(),
            maker: identity.maker.clone(),
            model: identity.model.clone(),
            serial: identity.serial.clone(),
            firmware: identity.firmware.clone(),
            soc: identity.parts.soc.clone(),
            soc_maker: identity.parts.soc_maker.clone(),
            modem: identity.parts.modem.clone(),
            modem_maker: identity.parts.modem_maker.clone(),
            outside: parts.outside,
            outside_via: parts.via,
            isolation: parts.isolation,
            merges: group.merges.clone(),
            evidence: cited.collect(),
            claims: identity.claims.clone(),
        }
    }
}

struct Parts {
    ip: Vec<IpAddr>,
    outside: Vec<oogmerk_model::OutsideContact>,
    via: Vec<OutsideVia>,
    isolation: Option<Isolation>,
}
