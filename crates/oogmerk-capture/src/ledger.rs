//! Who is who in one input, and what was said about them: addresses, the stations that hold them, and evidence.
//!
//! An IP address is a subject of its own; a MAC joins subjects later, elsewhere, and only as `link.mac`. That word is
//! therefore kept for what the link itself shows, and withheld where one station speaks for many addresses (routers,
//! proxy ARP, machines that play many hosts). Because only the whole input shows that, what is known of addresses is
//! written by [`Ledger::settle`], not at once.
//!
//! Hosts with global addresses are peers, not subjects, unless ARP, neighbour discovery, DHCP or a link-local frame
//! of their own shows them on this link, or no inside host is in the input at all. Until that is known their
//! evidence waits (bounded).

use crate::dispatch::Tongue;
use crate::hash::{self, Map, Set};
use crate::internet::{self, Address};
use crate::span::Span;
use oogmerk_bytes::{About, Clues};
use oogmerk_model::{
    Evidence, Fact, Field, Mac, MacKind, Means, Observation, Place, Problem, ProblemSeverity, Reach, Sink,
    Source, Subject, Timestamp,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How a station was seen to hold an address, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grade {
    /// Source of a frame that may have been routed.
    Frame,
    /// Source of a frame that routers do not forward: link-local group, broadcast, `fe80::`.
    Local,
    /// It answered for the address (ARP reply, solicited neighbour advertisement), as proxies do too.
    Reply,
    /// It named the address as its own, unasked.
    Own,
    /// A DHCP server leased the address to it.
    Lease,
}

#[derive(Clone, Copy)]
pub(super) struct Sighting {
    pub frame: u64,
    pub time: Option<Timestamp>,
    /// Offset in the frame of the MAC and of the address.
    pub mac_at: u32,
    pub ip_at: u32,
}

struct Station {
    mac: Mac,
    grade: Grade,
    seen: Sighting,
}

/// One holder of an address.
#[derive(Default)]
struct Holder {
    /// Bound by ARP, neighbour discovery or DHCP.
    mac: Option<Mac>,
    subject: Option<Subject>,
    stations: Vec<Station>,
    sent: Option<Sighting>,
}

struct Host {
    address: Address,
    reach: Reach,
    on_link: bool,
    current: u8,
    holders: Vec<Holder>,
}

/// Whom something is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Party {
    /// A host and its holder.
    Host(u32, u8),
    /// A station without an address.
    Station(Mac),
    /// Nobody this program keeps anything about.
    Nobody,
}

struct StationUse {
    seen: Sighting,
    protocol: &'static str,
    /// It asked for an address, so it is an end station of this link.
    asked: bool,
    /// It sent frames that are not IP.
    silent: bool,
    /// Evidence about it as a station was written.
    written: bool,
}

/// A message with what is known around it.
#[derive(Clone, Copy)]
pub(super) struct Message<'a> {
    pub tongue: Tongue,
    pub frame: u64,
    pub time: Option<Timestamp>,
    pub span: Option<Span<'a>>,
    pub sender: Party,
    pub receiver: Party,
    /// The port at which the sender serves, 0 where it does not: behind one address may stand many devices, each at a
    /// port of its own.
    pub door: u16,
}

/// One field to write.
pub(super) struct Line<'a> {
    pub field: Field,
    pub value: &'a str,
    pub decoded: bool,
    pub place: Place,
}

/// The book.
pub(super) struct Ledger {
    file: Option<Arc<str>>,
    vantage: Option<Arc<str>>,
    hosts: Vec<Host>,
    by_address: Map<Address, u32>,
    stations: Map<Mac, StationUse>,
    seen: Set<(u64, u64)>,
    values: Map<u64, u16>,
    waiting: Vec<(u32, Evidence)>,
    /// How much of each host waits.
    waits: Map<u32, u16>,
    pub any_inside: bool,
    /// Networks of this link, as (bits, mask).
    prefixes: Vec<(Address, u128)>,
    /// Stations that speak for many addresses.
    crowded: Set<Mac>,
    /// Rises whenever an address changes hands.
    pub epoch: u32,
    problems: Map<&'static str, u64>,
    protocols: Map<&'static str, Arc<str>>,
    no_digest: Arc<str>,
    /// What found no room, with how often and how many bytes.
    left_out: BTreeMap<&'static str, (u64, u64)>,
}

/// Tables are bounded so that a hostile input cannot fill the memory.
const HOSTS_MAX: usize = 200_000;
const PREFIXES_MAX: usize = 64;
const STATIONS_MAX: usize = 65_536;
const HOLDERS_MAX: usize = 64;
const STATIONS_PER_HOLDER_MAX: usize = 8;
const SEEN_MAX: usize = 1 << 20;
const VALUES_PER_FIELD_MAX: u16 = 256;
const WAITING_MAX: usize = 1 << 15;
/// No host keeps all others from waiting.
const WAITING_PER_HOST_MAX: u16 = 1 << 10;
/// More of one kind are counted, not listed.
const PROBLEMS_LISTED_MAX: u64 = 5;
/// A station that holds more IPv4 addresses than this plays many hosts.
const OWN_ADDRESSES_MAX: usize = 4;
/// Answering for more than this many may be proxy ARP.
const ANSWERED_ADDRESSES_MAX: usize = 2;
const OWN_V6_ADDRESSES_MAX: usize = 16;

impl Ledger {
    pub(super) fn new(file: Option<Arc<str>>, vantage: Option<Arc<str>>) -> Self {
        Self {
            file,
            vantage,
            hosts: Vec::new(),
            by_address: Map::default(),
            stations: Map::default(),
            seen: Set::default(),
            values: Map::default(),
            waiting: Vec::new(),
            waits: Map::default(),
            any_inside: false,
            prefixes: Vec::new(),
            crowded: Set::default(),
            epoch: 0,
            problems: Map::default(),
            protocols: Map::default(),
            no_digest: Arc::from(""),
            left_out: BTreeMap::new(),
        }
    }

    /// Counts what found no room.
    pub(super) fn leave_out(&mut self, what: &'static str, bytes: usize) {
        let (times, all) = self.left_out.entry(what).or_default();
        *times += 1;
        *all += bytes as u64;
    }

    /// Takes the counts of what found no room.
    pub(super) fn take_left_out(&mut self) -> BTreeMap<&'static str, (u64, u64)> {
        std::mem::take(&mut self.left_out)
    }

    pub(super) fn source(&self, frame: Option<u64>) -> Source {
        Source { file: self.file.clone(), frame, line: None, sheet: None }
    }

    pub(super) fn vantage(&self) -> Option<Arc<str>> {
        self.vantage.clone()
    }

    /// Writes a problem; after the first few of a kind they are only counted.
    pub(super) fn problem(
        &mut self,
        frame: Option<u64>,
        offset: Option<u64>,
        reason: &'static str,
        severity: ProblemSeverity,
        sink: &mut dyn Sink,
    ) {
        let count = self.problems.entry(reason).or_insert(0);
        *count += 1;
        if *count <= PROBLEMS_LISTED_MAX || severity != ProblemSeverity::Part {
            let source = self.source(frame);
            sink.take(Fact::Problem(Problem { source, offset, reason: reason.into(), severity }));
        }
    }

    /// The host of a source address, made where it may become a subject.
    pub(super) fn host(&mut self, address: Address) -> Option<u32> {
        if let Some(&index) = self.by_address.get(&address) {
            return Some(index);
        }
        if !internet::is_unicast(address) {
            return None;
        }
        let reach = Reach::of(internet::ip(address));
        if reach == Reach::Inside {
            self.any_inside = true;
        } else if self.in_prefix(address) {
            return self.on_link(address);
        } else if self.any_inside {
            return None;
        }
        self.make(address, reach)
    }

    /// A network that DHCP or a router names as this link's. Public ones of implausible size are not believed.
    pub(super) fn prefix(&mut self, address: Address, bits: u8) {
        let (bits, least) = if internet::is_v4(address) { (bits + 96, 96 + 16) } else { (bits, 48) };
        let mask = u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or(0);
        let prefix = (address & mask, mask);
        if bits < least || self.prefixes.contains(&prefix) {
            return;
        }
        if self.prefixes.len() < PREFIXES_MAX {
            self.prefixes.push(prefix);
        } else {
            self.leave_out("networks-over-budget", 0);
        }
    }

    fn in_prefix(&self, address: Address) -> bool {
        self.prefixes.iter().any(|(prefix, mask)| address & mask == *prefix)
    }

    fn make(&mut self, address: Address, reach: Reach) -> Option<u32> {
        if self.hosts.len() >= HOSTS_MAX {
            self.leave_out("hosts-over-budget", 0);
            return None;
        }
        let index = self.hosts.len() as u32;
        self.hosts.push(Host {
            address,
            reach,
            on_link: false,
            current: 0,
            holders: vec![Holder::default()],
        });
        self.by_address.insert(address, index);
        Some(index)
    }

    /// The host of an address that speaks to the link itself.
    pub(super) fn on_link(&mut self, address: Address) -> Option<u32> {
        let index = self.known(address).or_else(|| self.make(address, Reach::of(internet::ip(address))))?;
        let host = self.hosts.get_mut(index as usize)?;
        if !host.on_link {
            host.on_link = true;
            self.epoch += 1;
        }
        Some(index)
    }

    /// The host of an address, if there is one.
    pub(super) fn known(&self, address: Address) -> Option<u32> {
        self.by_address.get(&address).copied()
    }

    /// Whether an address is one the owner holds: private, or seen on this link.
    pub(super) fn is_inside(&self, address: Address) -> bool {
        Reach::of(internet::ip(address)) == Reach::Inside
            || self.in_prefix(address)
            || self.known(address).and_then(|i| self.hosts.get(i as usize)).is_some_and(|h| h.on_link)
    }

    /// Whether evidence about a host is kept, as far as known now.
    pub(super) fn may_be_subject(&self, party: Party) -> bool {
        match party {
            Party::Host(index, _) => {
                self.hosts.get(index as usize).is_some_and(|h| self.is_subject(h) || !self.any_inside)
            }
            Party::Station(_) => true,
            Party::Nobody => false,
        }
    }

    /// Without any inside host all hosts may be devices, but not those a router speaks for.
    fn is_subject(&self, host: &Host) -> bool {
        host.reach == Reach::Inside
            || host.on_link
            || (!self.any_inside
                && !host.holders.iter().flat_map(|h| &h.stations).any(|s| self.crowded.contains(&s.mac)))
    }

    /// Looks at who speaks for many addresses. To be called before anything is settled.
    pub(super) fn judge(&mut self) {
        for index in 0..self.hosts.len() {
            self.hosts[index].on_link |= self.in_prefix(self.hosts[index].address);
        }
        let mut speaks_for: Map<Mac, usize> = Map::default();
        for station in self.hosts.iter().flat_map(|h| &h.holders).flat_map(|h| &h.stations) {
            *speaks_for.entry(station.mac).or_insert(0) += 1;
        }
        self.crowded =
            speaks_for.into_iter().filter(|(_, n)| *n > ANSWERED_ADDRESSES_MAX).map(|(m, _)| m).collect();
    }

    /// Whether a host is a subject when all is said.
    pub(super) fn is_subject_at(&self, index: u32) -> bool {
        self.hosts.get(index as usize).is_some_and(|h| self.is_subject(h))
    }

    /// The holder that sent a frame: the one bound to the frame's source, else the current one.
    pub(super) fn holder(&self, index: u32, source: Option<Mac>) -> u8 {
        let Some(host) = self.hosts.get(index as usize) else { return 0 };
        if host.holders.len() > 1
            && let Some(mac) = source
            && let Some(at) = host.holders.iter().position(|h| h.mac == Some(mac))
        {
            return at as u8;
        }
        host.current
    }

    /// The subject's name.
    pub(super) fn subject(&mut self, party: Party) -> Option<Subject> {
        match party {
            Party::Host(index, holder) => {
                let host = self.hosts.get_mut(index as usize)?;
                let ip = internet::ip(host.address);
                let slot = &mut host.holders.get_mut(usize::from(holder))?.subject;
                let made = || match holder {
                    0 => Subject::ip(ip),
                    n => Subject::named(&format!("ip:{ip}#{}", u32::from(n) + 1)),
                };
                Some(slot.get_or_insert_with(made).clone())
            }
            Party::Station(mac) => Some(Subject::mac(mac)),
            Party::Nobody => None,
        }
    }

    /// A frame of an address came from a station.
    pub(super) fn saw(&mut self, index: u32, holder: u8, mac: Option<Mac>, grade: Grade, seen: Sighting) {
        let Some(host) = self.hosts.get_mut(index as usize) else { return };
        if grade >= Grade::Local && host.reach != Reach::Global {
            host.on_link = true;
        }
        let Some(holder) = host.holders.get_mut(usize::from(holder)) else { return };
        holder.sent.get_or_insert(seen);
        if let Some(mac) = mac
            && !note(&mut holder.stations, mac, grade, seen)
        {
            self.leave_out("stations-over-budget", 0);
        }
    }

    /// ARP, neighbour discovery or DHCP shows who holds an address. Gives the party it names.
    pub(super) fn bind(&mut self, address: Address, mac: Mac, grade: Grade, seen: Sighting) -> Party {
        if matches!(mac.kind(), MacKind::Group | MacKind::Zero) || !internet::is_unicast(address) {
            return Party::Nobody;
        }
        let reach = Reach::of(internet::ip(address));
        let Some(index) = self.known(address).or_else(|| self.make(address, reach)) else {
            return Party::Station(mac);
        };
        self.any_inside = true;
        let Some(host) = self.hosts.get_mut(index as usize) else { return Party::Nobody };
        if !host.on_link {
            host.on_link = true;
            self.epoch += 1;
        }
        let current = usize::from(host.current);
        let at = match host.holders.iter().position(|h| h.mac == Some(mac)) {
            Some(at) => at,
            None if host.holders[current].mac.is_none() => current,
            None if host.holders.len() < HOLDERS_MAX => {
                host.holders.push(Holder::default());
                host.holders.len() - 1
            }
            None => {
                // What one more says is not taken for the word of another.
                self.leave_out("holders-over-budget", 0);
                return Party::Station(mac);
            }
        };
        if at != current {
            host.current = at as u8;
            self.epoch += 1;
        }
        host.holders[at].mac.get_or_insert(mac);
        if !note(&mut host.holders[at].stations, mac, grade, seen) {
            self.leave_out("stations-over-budget", 0);
        }
        Party::Host(index, at as u8)
    }

    /// A station sent something that is no IP packet, or asked for an address.
    pub(super) fn station(&mut self, mac: Mac, protocol: &'static str, asked: bool, seen: Sighting) {
        if matches!(mac.kind(), MacKind::Group | MacKind::Zero) {
            return;
        }
        if self.stations.len() >= STATIONS_MAX && !self.stations.contains_key(&mac) {
            self.leave_out("stations-over-budget", 0);
            return;
        }
        let entry = self.stations.entry(mac).or_insert(StationUse {
            seen,
            protocol,
            asked: false,
            silent: true,
            written: false,
        });
        entry.asked |= asked;
    }

    fn protocol(&mut self, name: &'static str) -> Arc<str> {
        Arc::clone(self.protocols.entry(name).or_insert_with(|| Arc::from(name)))
    }

    /// Writes what a codec found.
    pub(super) fn clues(&mut self, message: &Message<'_>, clues: &Clues, sink: &mut dyn Sink) {
        let mut observed = Observed::default();
        for clue in &clues.0 {
            // Which station holds which address is written by `settle`, when all of them are known.
            if matches!(clue.field.as_str(), "link.mac" | "link.ip") {
                continue;
            }
            let party = match clue.about {
                About::Sender => message.sender,
                About::Receiver => message.receiver,
                About::Mac(mac) => party_of(mac),
                About::Ip(ip) => match self.host(internet::address(ip)) {
                    Some(index) => Party::Host(index, self.holder(index, None)),
                    None => Party::Nobody,
                },
            };
            let place = match (&clue.span, message.span) {
                (Some(at), Some(span)) if at.start <= span.bytes.len() => span.place(at.start),
                _ => Place { frame: Some(message.frame), ..Place::default() },
            };
            let line = Line { field: clue.field.clone(), value: &clue.value, decoded: clue.decoded, place };
            self.write(party, line, message, &mut observed, sink);
        }
    }

    /// Writes one field.
    pub(super) fn write(
        &mut self,
        party: Party,
        line: Line<'_>,
        message: &Message<'_>,
        observed: &mut Observed,
        sink: &mut dyn Sink,
    ) {
        if !self.may_be_subject(party) || !self.is_new(party, &line, message.door) {
            return;
        }
        let Some(observation) = self.observation(party, message, observed) else { return };
        let evidence = Evidence {
            observation,
            field: line.field,
            value: line.value.to_owned(),
            decoded: line.decoded,
            place: line.place,
        };
        match party {
            Party::Host(index, _) if !self.any_inside => {
                let waits = self.waits.entry(index).or_insert(0);
                if self.waiting.len() < WAITING_MAX && *waits < WAITING_PER_HOST_MAX {
                    *waits += 1;
                    self.waiting.push((index, evidence));
                } else {
                    let reason =
                        "too much was said by hosts of which it is not known whether they are inside";
                    self.problem(Some(message.frame), None, reason, ProblemSeverity::Part, sink);
                }
            }
            Party::Station(mac) => {
                sink.take(Fact::Evidence(evidence));
                self.station_key(mac, message, observed, sink);
            }
            _ => sink.take(Fact::Evidence(evidence)),
        }
    }

    /// A station that has evidence of its own carries its key.
    fn station_key(&mut self, mac: Mac, message: &Message<'_>, observed: &mut Observed, sink: &mut dyn Sink) {
        let party = Party::Station(mac);
        let place = Place { frame: Some(message.frame), ..Place::default() };
        let value = mac.to_string();
        let line = Line { field: Field::of("link.mac"), value: &value, decoded: true, place };
        if let Some(station) = self.stations.get_mut(&mac) {
            station.written = true;
        }
        if self.is_new(party, &line, 0)
            && let Some(observation) = self.observation(party, message, observed)
        {
            let (field, decoded, place) = (line.field, line.decoded, line.place);
            sink.take(Fact::Evidence(Evidence { observation, field, value, decoded, place }));
        }
    }

    fn observation(
        &mut self,
        party: Party,
        message: &Message<'_>,
        observed: &mut Observed,
    ) -> Option<Arc<Observation>> {
        if let Some((_, made)) = observed.made.iter().find(|(p, _)| *p == party) {
            return Some(Arc::clone(made));
        }
        let digest = match (&observed.digest, message.span) {
            (Some(digest), _) => Arc::clone(digest),
            (None, Some(span)) if message.tongue.codec.is_some_and(|c| c.may_digest(span.bytes)) => {
                Arc::from(sha256(span.bytes))
            }
            _ => Arc::clone(&self.no_digest),
        };
        observed.digest = Some(Arc::clone(&digest));
        let made = Arc::new(Observation {
            subject: self.subject(party)?,
            seen_at: message.time,
            vantage: self.vantage.clone(),
            means: Means::Passive,
            authority: None,
            protocol: self.protocol(message.tongue.name),
            source: self.source(Some(message.frame)),
            digest,
        });
        observed.made.push((party, Arc::clone(&made)));
        Some(made)
    }

    /// Whether this was not written yet, and whoever says it has not said too much. That is who stands behind one door
    /// of one address: one that says ever other things takes nothing from the others.
    fn is_new(&mut self, party: Party, line: &Line<'_>, door: u16) -> bool {
        let who = match party {
            Party::Host(index, holder) => u64::from(index) << 8 | u64::from(holder),
            Party::Station(Mac(m)) => u64::from_be_bytes([0xff, 0, m[0], m[1], m[2], m[3], m[4], m[5]]),
            Party::Nobody => return false,
        };
        let field = hash::of_bytes(who, line.field.as_str().as_bytes());
        let key =
            (hash::of_bytes(field, line.value.as_bytes()), hash::of_bytes(!field, line.value.as_bytes()));
        if self.seen.len() >= SEEN_MAX {
            self.seen.clear();
        }
        if !self.seen.insert(key) {
            return false;
        }
        let said_by = hash::of_bytes(field, &door.to_be_bytes());
        if self.values.len() >= SEEN_MAX && !self.values.contains_key(&said_by) {
            return true;
        }
        let count = self.values.entry(said_by).or_insert(0);
        *count = count.saturating_add(1);
        let has_room = *count <= VALUES_PER_FIELD_MAX;
        if !has_room {
            self.leave_out("values-over-budget", line.value.len());
        }
        has_room
    }

    /// Writes what is known of addresses and stations, once each, and what waited for it to be known who is inside.
    pub(super) fn settle(&mut self, sink: &mut dyn Sink) {
        let waiting = std::mem::take(&mut self.waiting);
        for (index, evidence) in waiting {
            if self.is_subject_at(index) {
                sink.take(Fact::Evidence(evidence));
            } else if !self.any_inside {
                self.waiting.push((index, evidence));
            }
        }
        let shares = self.shares();
        for index in 0..self.hosts.len() as u32 {
            if self.is_subject_at(index) {
                self.settle_host(index, &shares, sink);
            }
        }
        self.settle_stations(&shares, sink);
        let mut more: Vec<(&'static str, u64)> = self.problems.drain().collect();
        more.sort_unstable();
        for (reason, count) in more {
            if count > PROBLEMS_LISTED_MAX {
                let reason = format!("{} more times: {reason}", count - PROBLEMS_LISTED_MAX);
                let (source, severity) = (self.source(None), ProblemSeverity::Part);
                sink.take(Fact::Problem(Problem { source, offset: None, reason, severity }));
            }
        }
    }

    /// How many addresses each station speaks for.
    fn shares(&self) -> Map<Mac, Share> {
        let mut shares: Map<Mac, Share> = Map::default();
        for host in self.hosts.iter().filter(|h| self.is_subject(h)) {
            for station in host.holders.iter().flat_map(|h| &h.stations) {
                let share = shares.entry(station.mac).or_default();
                let (proved, all) = if internet::is_v4(host.address) {
                    (&mut share.proved_v4, &mut share.all_v4)
                } else {
                    (&mut share.proved_v6, &mut share.all_v6)
                };
                *all += 1;
                *proved += usize::from(station.grade > Grade::Frame);
            }
        }
        shares
    }

    fn settle_host(&mut self, index: u32, shares: &Map<Mac, Share>, sink: &mut dyn Sink) {
        let Some(host) = self.hosts.get(index as usize) else { return };
        let is_v4 = internet::is_v4(host.address);
        let ip = internet::ip(host.address).to_string();
        let mut lines: Vec<(u8, &'static str, String, Sighting, u32)> = Vec::new();
        for (number, holder) in host.holders.iter().enumerate() {
            let proved = holder.stations.iter().filter(|s| s.grade > Grade::Frame).map(|s| s.seen).next();
            if let Some(seen) = proved.or(holder.sent) {
                let field = if proved.is_some() { "link.ip" } else { "frame.ip" };
                lines.push((number as u8, field, ip.clone(), seen, seen.ip_at));
            }
            for station in &holder.stations {
                let share = shares.get(&station.mac).copied().unwrap_or_default();
                let asked = self.stations.get(&station.mac).is_some_and(|s| s.asked);
                let is_key = share.is_key(station.grade, is_v4, asked);
                let field = if is_key { "link.mac" } else { "frame.mac" };
                lines.push((number as u8, field, station.mac.to_string(), station.seen, station.seen.mac_at));
            }
        }
        for (holder, field, value, seen, at) in lines {
            let party = Party::Host(index, holder);
            let message = Message {
                tongue: Tongue::link("link"),
                frame: seen.frame,
                time: seen.time,
                span: None,
                sender: party,
                receiver: Party::Nobody,
                door: 0,
            };
            let place = Place { frame: Some(seen.frame), offset: Some(u64::from(at)), column: None };
            let line = Line { field: Field::of(field), value: &value, decoded: true, place };
            if self.is_new(party, &line, 0)
                && let Some(observation) = self.observation(party, &message, &mut Observed::default())
            {
                let field = Field::of(field);
                sink.take(Fact::Evidence(Evidence { observation, field, value, decoded: true, place }));
            }
        }
    }

    /// Stations that never showed an address: a device that only asks, announces itself or authenticates.
    fn settle_stations(&mut self, shares: &Map<Mac, Share>, sink: &mut dyn Sink) {
        let mut alone: Vec<(u64, Mac, Sighting, &'static str)> = self
            .stations
            .iter()
            .filter(|(mac, station)| station.silent && !station.written && !shares.contains_key(mac))
            .map(|(mac, station)| (station.seen.frame, *mac, station.seen, station.protocol))
            .collect();
        alone.sort_unstable_by_key(|(frame, mac, ..)| (*frame, *mac));
        for (frame, mac, seen, protocol) in alone {
            let party = Party::Station(mac);
            let message = Message {
                tongue: Tongue::link(protocol),
                frame,
                time: seen.time,
                span: None,
                sender: party,
                receiver: Party::Nobody,
                door: 0,
            };
            self.station_key(mac, &message, &mut Observed::default(), sink);
        }
    }
}

/// The observations made for one message, one per subject.
#[derive(Default)]
pub(super) struct Observed {
    made: Vec<(Party, Arc<Observation>)>,
    digest: Option<Arc<str>>,
}

#[derive(Clone, Copy, Default)]
struct Share {
    proved_v4: usize,
    all_v4: usize,
    proved_v6: usize,
    all_v6: usize,
}

impl Share {
    /// Whether a station's MAC is a key of an address it was seen with.
    fn is_key(self, grade: Grade, is_v4: bool, asked: bool) -> bool {
        let (proved, all, own_max) = if is_v4 {
            (self.proved_v4, self.all_v4, OWN_ADDRESSES_MAX)
        } else {
            (self.proved_v6, self.all_v6, OWN_V6_ADDRESSES_MAX)
        };
        let answered_max = if is_v4 { ANSWERED_ADDRESSES_MAX } else { OWN_V6_ADDRESSES_MAX };
        match grade {
            Grade::Lease => true,
            Grade::Own => proved <= own_max,
            Grade::Reply | Grade::Local => proved <= answered_max,
            // An end station of this link (it asked for an address here) that sends as nobody else.
            Grade::Frame => asked && all <= answered_max,
        }
    }
}

/// A station, unless the MAC is nobody's.
fn party_of(mac: Mac) -> Party {
    match mac.kind() {
        MacKind::Group | MacKind::Zero => Party::Nobody,
        _ => Party::Station(mac),
    }
}

/// Notes that a station holds an address; `false` where there is no room for it.
fn note(stations: &mut Vec<Station>, mac: Mac, grade: Grade, seen: Sighting) -> bool {
    if let Some(station) = stations.iter_mut().find(|s| s.mac == mac) {
        if station.grade < grade {
            *station = Station { mac, grade, seen };
        }
    } else if stations.len() < STATIONS_PER_HOLDER_MAX {
        stations.push(Station { mac, grade, seen });
    } else {
        return false;
    }
    true
}

fn sha256(bytes: &[u8]) -> String {
    oogmerk_bytes::spanned::hex(&Sha256::digest(bytes))
}
