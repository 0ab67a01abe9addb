//! Flow logs to contacts: nfdump's CSV and Zeek's `conn.log`.
//!
//! Flows are summed per pair of hosts, service port and transport, so that a log of any length stays small. Zeek says
//! who spoke first; nfdump writes one record per direction and does not, so it is inferred: see [`Conversations`].
//! Only hosts on the owner's side become subjects. What is absent: names, link addresses and drop counters, which
//! flow logs do not hold; the window says so.

use crate::reading::{How, Reading};
use oogmerk_model::{
    Contact, Direction, Fact, Field, Place, ProblemSeverity, Source, Subject, Timestamp, Transport, Window,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;
use std::sync::Arc;

/// Most conversations kept; more are counted as evicted, never silently lost.
const CONVERSATIONS_MAX: usize = 500_000;

/// One direction of traffic as a flow log tells it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Half {
    pub from: (IpAddr, u16),
    pub to: (IpAddr, u16),
    pub transport: Transport,
    pub packets: u64,
    pub bytes: u64,
    pub first: Option<Timestamp>,
    pub last: Option<Timestamp>,
    pub line: u64,
    /// The sender accepted a TCP connection or sent data on it.
    pub serves: bool,
}

/// Which end of a conversation offers the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Service {
    /// The first end.
    First,
    /// The second.
    Second,
    /// Ports do not tell.
    Unclear,
}

/// Traffic one end sent.
#[derive(Clone, Copy, Debug, Default)]
struct Sent {
    packets: u64,
    bytes: u64,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    line: u64,
}

impl Sent {
    fn add(&mut self, half: &Half) {
        if self.packets == 0 && self.line == 0 {
            self.line = half.line;
        }
        self.packets = self.packets.saturating_add(half.packets);
        self.bytes = self.bytes.saturating_add(half.bytes);
        if half.first.is_some() && (self.first.is_none() || half.first < self.first) {
            self.first = half.first;
            self.line = half.line;
        }
        self.last = self.last.max(half.last);
    }

    fn is_empty(&self) -> bool {
        self.line == 0
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Key {
    client: IpAddr,
    server: IpAddr,
    port: u16,
    /// Kept only where ports do not tell who offers the service.
    client_port: u16,
    transport: Transport,
}

#[derive(Clone, Copy, Debug, Default)]
struct Both {
    from_client: Sent,
    from_server: Sent,
    /// The source itself says that the client spoke first.
    told: bool,
    serves: bool,
}

/// Flow records paired into conversations.
///
/// Which end offers the service is decided by a rule that gives the same for a record and its reverse: a port known
/// for a service or below 1024 on one side only; else a port of the ephemeral range (from 32768) on one side only;
/// else the end outside the owner's ranges; else the lower port. Where ports do not tell and one direction began
/// earlier, the earlier one spoke first. Where nothing tells, the inside end is taken to have spoken first: devices
/// behind address translation cannot be spoken to first, and overlooking a leak is the worse error. A conversation
/// with records in one direction only was begun by whoever sent them, unless they come from a service port to an
/// ephemeral one: then they are answers whose questions the log did not see.
pub(crate) struct Conversations {
    kept: HashMap<Key, Both>,
    records: u64,
    evicted: u64,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
    sampled: u32,
}

impl Conversations {
    pub fn new() -> Self {
        Self { kept: HashMap::new(), records: 0, evicted: 0, from: None, to: None, sampled: 0 }
    }

    fn span(&mut self, half: &Half) {
        self.records += 1;
        if half.first.is_some() && (self.from.is_none() || half.first < self.from) {
            self.from = half.first;
        }
        self.to = self.to.max(half.last).max(half.first);
    }

    /// A record of a source that does not say who spoke first.
    pub fn add(&mut self, half: &Half, inside: &dyn Fn(IpAddr) -> bool) {
        self.span(half);
        let ported = matches!(half.transport, Transport::Tcp | Transport::Udp);
        let service = if ported { service_end(half.from.1, half.to.1) } else { Service::Unclear };
        let towards = goes_to_server(half, service, inside);
        let (client, server) = if towards { (half.from, half.to) } else { (half.to, half.from) };
        let key = Key {
            client: client.0,
            server: server.0,
            port: if ported { server.1 } else { 0 },
            client_port: if ported && service == Service::Unclear { client.1 } else { 0 },
            transport: half.transport,
        };
        if let Some(both) = self.entry(key) {
            if towards {
                both.from_client.add(half);
            } else {
                both.from_server.add(half);
                both.serves |= half.serves;
            }
        }
    }

    /// A conversation of a source that says who spoke first.
    pub fn add_told(&mut self, asked: &Half, answered: Option<&Half>) {
        self.span(asked);
        let key = Key {
            client: asked.from.0,
            server: asked.to.0,
            port: asked.to.1,
            client_port: 0,
            transport: asked.transport,
        };
        if let Some(both) = self.entry(key) {
            both.told = true;
            both.from_client.add(asked);
            if let Some(half) = answered {
                both.from_server.add(half);
                both.serves |= half.serves;
            }
        }
    }

    fn entry(&mut self, key: Key) -> Option<&mut Both> {
        if self.kept.len() >= CONVERSATIONS_MAX && !self.kept.contains_key(&key) {
            self.evicted += 1;
            return None;
        }
        Some(self.kept.entry(key).or_default())
    }

    /// Hands over contacts in the order of addresses, what inside hosts serve, and the window.
    pub fn finish(mut self, protocol: &str, reading: &mut Reading<'_>) {
        reading.outcome.records += self.records;
        let mut conversations: Vec<(Key, Both)> = self.kept.drain().collect();
        conversations.sort_by(|a, b| a.0.cmp(&b.0));
        let mut hosts = Hosts::new();
        for (key, both) in &conversations {
            put_contacts(key, both, &mut hosts, reading);
        }
        put_hosts(hosts, protocol, reading);
        if self.evicted > 0 {
            let reason =
                format!("{} records of conversations beyond {CONVERSATIONS_MAX} were not kept", self.evicted);
            reading.problem(ProblemSeverity::Part, None, None, reason);
        }
        reading.take(Fact::Window(self.window(reading)));
    }

    fn window(&self, reading: &Reading<'_>) -> Window {
        Window {
            source: reading.source(None),
            vantage: reading.options.vantage.clone(),
            from: self.from,
            to: self.to,
            frames: self.records,
            dropped: None,
            sampled: self.sampled,
            evicted_flows: self.evicted,
            flows_only: true,
            on_link: Vec::new(),
        }
    }
}

/// Hosts of the owner's side: the first line that shows each, and what it serves.
type Hosts = BTreeMap<IpAddr, (u64, BTreeSet<(Transport, u16)>)>;

/// Hands over the contacts of one conversation, and notes the inside hosts it shows.
fn put_contacts(key: &Key, both: &Both, hosts: &mut Hosts, reading: &mut Reading<'_>) {
    for contact in contacts(key, both) {
        if !is_host(contact.own) || !reading.options.is_inside(contact.own) {
            reading.outcome.passed_over += 1;
            continue;
        }
        let line = contact.source.line.unwrap_or(0);
        let host = hosts.entry(contact.own).or_insert((line, BTreeSet::new()));
        host.0 = host.0.min(line);
        if both.serves && contact.own == key.server && contact.direction == Direction::In {
            host.1.insert((key.transport, key.port));
        }
        let source = Source { line: contact.source.line, ..reading.source(None) };
        reading.take(Fact::Contact(Contact { source, ..contact }));
    }
}

fn put_hosts(hosts: Hosts, protocol: &str, reading: &mut Reading<'_>) {
    for (ip, (line, served)) in hosts {
        let observation = Arc::new(reading.observation(Subject::ip(ip), protocol, Some(line), &[]));
        reading.put_ip(&observation, Field::of("import.ip"), &ip.to_string(), Place::default());
        for (transport, port) in served {
            let transport = if transport == Transport::Tcp { "tcp" } else { "udp" };
            let open = format!("{transport}/{port}");
            reading.put(&observation, Field::of("port.open"), &open, How::Decoded, Place::default());
        }
    }
}

/// Whether a record goes to the end that offers the service; it is the same for a record and its reverse.
fn goes_to_server(half: &Half, service: Service, inside: &dyn Fn(IpAddr) -> bool) -> bool {
    match service {
        Service::Second => true,
        Service::First => false,
        Service::Unclear => match (inside(half.from.0), inside(half.to.0)) {
            (true, false) => true,
            (false, true) => false,
            _ => (half.to.1, half.to.0) < (half.from.1, half.from.0),
        },
    }
}

/// Both ends' view of a conversation.
fn contacts(key: &Key, both: &Both) -> Vec<Contact> {
    let (mut first, mut second) = ((key.client, both.from_client), (key.server, both.from_server));
    let mut port = key.port;
    let unclear = key.client_port != 0 || !matches!(key.transport, Transport::Tcp | Transport::Udp);
    let turned = !both.told && unclear && second_spoke_first(&first.1, &second.1);
    if turned {
        std::mem::swap(&mut first, &mut second);
        port = key.client_port;
    }
    let answered = !second.1.is_empty();
    let line = if first.1.is_empty() { second.1.line } else { first.1.line };
    let contact = |own: IpAddr, peer: IpAddr, sent: Sent, direction| Contact {
        subject: Subject::ip(own),
        own,
        peer,
        port,
        transport: key.transport,
        direction,
        name: None,
        packets: sent.packets,
        bytes: sent.bytes,
        first: sent.first,
        last: sent.last,
        answered,
        source: Source { line: Some(line), ..Source::default() },
    };
    let mut found = Vec::with_capacity(2);
    if !first.1.is_empty() {
        found.push(contact(first.0, second.0, first.1, Direction::Out));
    }
    let mut heard = contact(second.0, first.0, second.1, Direction::In);
    if second.1.is_empty() {
        (heard.first, heard.last) = (first.1.first, first.1.last);
    }
    found.push(heard);
    found
}

fn second_spoke_first(first: &Sent, second: &Sent) -> bool {
    match (first.is_empty(), second.is_empty()) {
        (true, false) => true,
        (false, false) => second.first < first.first,
        _ => false,
    }
}

/// An address that one host holds: no group, no broadcast, not unspecified.
fn is_host(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => !v4.is_multicast() && !v4.is_broadcast() && !v4.is_unspecified(),
        IpAddr::V6(v6) => !v6.is_multicast() && !v6.is_unspecified(),
    }
}

/// Ports above 1023 that are known for a service of cameras, recorders and their networks (IANA service names, and
/// the makers' own documents: RTSP 554/8554, ONVIF and web alternates, private protocols of recorders, STUN, MQTT).
const SERVICES: [u16; 44] = [
    1194, 1433, 1812, 1883, 1900, 1935, 2020, 3306, 3389, 3478, 3702, 4500, 5000, 5060, 5061, 5222, 5223,
    5353, 5432, 5683, 6036, 7442, 7443, 7550, 8000, 8008, 8009, 8080, 8081, 8088, 8200, 8443, 8554, 8883,
    8888, 8899, 9000, 9100, 9999, 10554, 20002, 32100, 34567, 37777,
];
/// The same above the start of the ephemeral range.
const HIGH_SERVICES: [u16; 5] = [32108, 34569, 37020, 37810, 51820];
const EPHEMERAL: u16 = 32768;

fn service_end(a: u16, b: u16) -> Service {
    let known = |p: u16| (1..1024).contains(&p) || SERVICES.contains(&p) || HIGH_SERVICES.contains(&p);
    match (known(a), known(b)) {
        (true, false) => return Service::First,
        (false, true) => return Service::Second,
        (true, true) if a != b => {
            // A name server asked from port 123 and the like: the lower one is the older service.
            return if a < b { Service::First } else { Service::Second };
        }
        _ => {}
    }
    match (a >= EPHEMERAL, b >= EPHEMERAL) {
        (false, true) if a > 0 => Service::First,
        (true, false) if b > 0 => Service::Second,
        _ => Service::Unclear,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Options;

    /// Records as (from, port, to, port, second, transport); contacts as (own, peer, port, direction, answered).
    fn check(halves: &[(&str, u16, &str, u16, i64, Transport)], want: &[(&str, &str, u16, Direction, bool)]) {
        let options = Options::default();
        let mut facts: Vec<Fact> = Vec::new();
        let mut reading = Reading::new("t", &options, &mut facts);
        let mut conversations = Conversations::new();
        for (i, (from, from_port, to, to_port, second, transport)) in halves.iter().enumerate() {
            let half = Half {
                from: (from.parse().unwrap(), *from_port),
                to: (to.parse().unwrap(), *to_port),
                transport: *transport,
                packets: 1,
                bytes: 60,
                first: Some(Timestamp::from_seconds(*second, 0)),
                last: Some(Timestamp::from_seconds(*second, 0)),
                line: i as u64 + 1,
                serves: false,
            };
            conversations.add(&half, &|ip| options.is_inside(ip));
        }
        conversations.finish("nfdump-csv", &mut reading);
        let seen: Vec<_> = facts
            .iter()
            .filter_map(|f| if let Fact::Contact(c) = f { Some(c) } else { None })
            .map(|c| (c.own.to_string(), c.peer.to_string(), c.port, c.direction, c.answered))
            .collect();
        let want: Vec<_> = want.iter().map(|w| (w.0.to_owned(), w.1.to_owned(), w.2, w.3, w.4)).collect();
        assert_eq!(seen, want);
    }

    use Direction::{In, Out};
    use Transport::{Icmp, Tcp, Udp};

    #[test]
    fn the_asker_is_found_whichever_record_comes_first() {
        let asked = ("10.0.0.7", 40000, "8.8.8.8", 443, 5, Tcp);
        let answered = ("8.8.8.8", 443, "10.0.0.7", 40000, 5, Tcp);
        check(&[asked, answered], &[("10.0.0.7", "8.8.8.8", 443, Out, true)]);
        check(&[answered, asked], &[("10.0.0.7", "8.8.8.8", 443, Out, true)]);
        check(&[asked], &[("10.0.0.7", "8.8.8.8", 443, Out, false)]);
    }

    #[test]
    fn an_answer_without_its_question_is_no_attempt() {
        check(&[("10.0.0.7", 554, "8.8.8.8", 50000, 5, Tcp)], &[("10.0.0.7", "8.8.8.8", 554, In, true)]);
    }

    #[test]
    fn ports_that_do_not_tell_leave_it_to_time_and_then_to_the_inside() {
        let out = ("10.0.0.7", 20000, "8.8.8.8", 21000, 5, Udp);
        let back = ("8.8.8.8", 21000, "10.0.0.7", 20000, 5, Udp);
        check(&[back, out], &[("10.0.0.7", "8.8.8.8", 21000, Out, true)]);
        let earlier = ("8.8.8.8", 21000, "10.0.0.7", 20000, 4, Udp);
        check(&[earlier, out], &[("10.0.0.7", "8.8.8.8", 20000, In, true)]);
        check(&[back], &[("10.0.0.7", "8.8.8.8", 20000, In, false)]);
    }

    #[test]
    fn an_error_message_from_outside_is_heard_not_sent() {
        check(&[("8.8.8.8", 0, "10.0.0.7", 769, 5, Icmp)], &[("10.0.0.7", "8.8.8.8", 0, In, false)]);
        check(&[("10.0.0.7", 0, "8.8.8.8", 2048, 5, Icmp)], &[("10.0.0.7", "8.8.8.8", 0, Out, false)]);
    }

    #[test]
    fn both_inside_ends_are_subjects_and_groups_are_none() {
        check(
            &[("10.0.0.7", 40000, "10.0.0.8", 80, 5, Tcp), ("10.0.0.7", 5353, "224.0.0.251", 5353, 5, Udp)],
            &[
                ("10.0.0.7", "10.0.0.8", 80, Out, false),
                ("10.0.0.8", "10.0.0.7", 80, In, false),
                ("10.0.0.7", "224.0.0.251", 5353, Out, false),
            ],
        );
    }
}
