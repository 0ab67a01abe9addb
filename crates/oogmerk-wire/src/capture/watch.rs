//! The path of one frame: link layer, network layer, flow, and what its payload says.
//!
//! Headers are read for every frame; payloads only until a flow has said who it is.

use super::Options;
use super::assembly::Fragments;
use super::contacts::Contacts;
use super::desk::{Desk, Ear, time_of};
use super::dispatch;
use super::flow::{End, Flow, Flows, Key, Rtp};
use super::internet::{self, Address, Packet};
use super::ledger::{Grade, Ledger, Message, Party, Sighting};
use super::link::{self, Cast, Link, Peeled};
use super::names;
use super::neighbours::{self, Arp, Lease};
use super::span::{Piece, Span};
use super::stream::{Segment, Side, Stream};
use crate::codec::Codec;
use oogmerk_model::{Fact, Field, ProblemSeverity, Reach, Sink, Timestamp, ViaHow, Window};
use std::collections::BTreeSet;

/// Datagrams of one direction of a flow that are looked into.
const LOOKS: u8 = 200;
/// Segments of a connection joined in its middle that are tried as the beginning of a message.
const LATE_LOOKS: u8 = 16;
/// Datagrams of a flow without a codec that are tried as RTP.
const RTP_LOOKS: u8 = 24;
/// So many packets in a row make it RTP.
const RTP_IN_ROW: u8 = 3;
const ON_LINK_MAX: usize = 256;

/// Everything known of one input.
pub(super) struct Watch {
    desk: Desk,
    flows: Flows,
    flows_max: usize,
    fragments: Fragments,
    budget: usize,
    held: usize,
    frames: u64,
    from: i64,
    to: i64,
    evicted: u64,
    on_link: BTreeSet<String>,
    unknown_links: BTreeSet<u32>,
}

/// The frame at hand.
#[derive(Clone, Copy)]
struct Frame<'a> {
    number: u64,
    micros: i64,
    bytes: &'a [u8],
    link: Link,
    is_cut: bool,
}

impl Frame<'_> {
    fn time(&self) -> Option<Timestamp> {
        time_of(self.micros)
    }

    fn sighting(&self, ip_at: usize) -> Sighting {
        Sighting {
            frame: self.number,
            time: self.time(),
            mac_at: self.link.source_at as u32,
            ip_at: ip_at as u32,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Counting {
    /// A packet of its own.
    Count,
    /// Its first fragment was counted.
    Counted,
}

impl Watch {
    pub(super) fn new(options: &Options, codecs: &'static [Codec]) -> Self {
        Self {
            desk: Desk::new(Ledger::new(options.file.clone(), options.vantage.clone()), codecs),
            flows: Flows::default(),
            flows_max: options.flows_max.max(16),
            fragments: Fragments::default(),
            budget: options.reassembly_bytes.max(1 << 16),
            held: 0,
            frames: 0,
            from: i64::MAX,
            to: i64::MIN,
            evicted: 0,
            on_link: BTreeSet::new(),
            unknown_links: BTreeSet::new(),
        }
    }

    pub(super) fn frames(&self) -> u64 {
        self.frames
    }

    pub(super) fn problem(
        &mut self,
        frame: Option<u64>,
        offset: u64,
        reason: &'static str,
        severity: ProblemSeverity,
        sink: &mut dyn Sink,
    ) {
        self.desk.ledger.problem(frame, Some(offset), reason, severity, sink);
    }

    /// One frame.
    pub(super) fn frame(
        &mut self,
        link_type: u32,
        time: Option<Timestamp>,
        bytes: &[u8],
        original_len: u32,
        sink: &mut dyn Sink,
    ) {
        self.frames += 1;
        let micros = time.map_or(i64::MIN, |t| t.0);
        if time.is_some() {
            self.from = self.from.min(micros);
            self.to = self.to.max(micros);
        }
        let number = self.frames;
        let is_cut = bytes.len() < original_len as usize;
        let link = match link::peel(link_type, bytes) {
            Peeled::Link(link) => link,
            Peeled::Cut => {
                if !is_cut && !bytes.is_empty() {
                    let reason = "a frame shorter than its link-layer header";
                    self.desk.ledger.problem(Some(number), None, reason, ProblemSeverity::Part, sink);
                }
                return;
            }
            Peeled::Unknown => {
                if self.unknown_links.insert(link_type) {
                    let reason = "frames of a link type this program does not read";
                    self.desk.ledger.problem(Some(number), None, reason, ProblemSeverity::Part, sink);
                }
                self.desk.drop("unknown-link-type", 1, u64::from(original_len));
                return;
            }
        };
        let frame = Frame { number, micros, bytes, link, is_cut };
        match link.kind {
            0x0800 | 0x86dd | link::EITHER_IP => self.ip(&frame, sink),
            0x0806 => self.arp(&frame, sink),
            link::OPAQUE => self.desk.drop("non-ip", 1, u64::from(original_len)),
            kind => self.other(&frame, kind, sink),
        }
    }

    /// A frame that is neither IP nor ARP: shows a station, and may announce more.
    fn other(&mut self, frame: &Frame<'_>, kind: u16, sink: &mut dyn Sink) {
        let Some(mac) = frame.link.source else { return };
        let protocol = dispatch::frame_codec(kind);
        self.desk.ledger.station(mac, protocol.unwrap_or("ethernet"), false, frame.sighting(frame.link.at));
        if let Some(protocol) = protocol {
            let pieces = [Piece { start: 0, frame: frame.number, at: frame.link.at as u32 }];
            let bytes = frame.bytes.get(frame.link.at..).unwrap_or_default();
            let span = Span { bytes, pieces: &pieces, base: 0 };
            self.read(protocol, frame, span, Party::Station(mac), Party::Nobody, sink);
        }
    }

    fn arp(&mut self, frame: &Frame<'_>, sink: &mut dyn Sink) {
        let at = frame.link.at;
        let bytes = frame.bytes.get(at..).unwrap_or_default();
        let Some(arp) = Arp::read(bytes) else { return };
        let sighting = Sighting { mac_at: at as u32 + 8, ..frame.sighting(at + 14) };
        let party = if internet::is_unicast(arp.sender) {
            let announces = !arp.is_reply || arp.sender == arp.target;
            let grade = if announces { Grade::Own } else { Grade::Reply };
            self.desk.ledger.bind(arp.sender, arp.sender_mac, grade, sighting)
        } else {
            // A probe (RFC 5227): it does not hold the address yet.
            self.desk.ledger.station(arp.sender_mac, "arp", true, sighting);
            Party::Station(arp.sender_mac)
        };
        let pieces = [Piece { start: 0, frame: frame.number, at: at as u32 }];
        let bytes = &bytes[..bytes.len().min(28)];
        self.read("arp", frame, Span { bytes, pieces: &pieces, base: 0 }, party, Party::Nobody, sink);
    }

    /// Hands a message to its codec unless the same words were heard before.
    fn read(
        &mut self,
        protocol: &'static str,
        frame: &Frame<'_>,
        span: Span<'_>,
        sender: Party,
        receiver: Party,
        sink: &mut dyn Sink,
    ) {
        if !self.desk.reads(protocol) || !self.desk.is_news(sender, protocol, span.bytes) {
            return;
        }
        let first = span.place(0).frame.unwrap_or(frame.number);
        let message =
            Message { protocol, frame: first, time: frame.time(), span: Some(span), sender, receiver };
        self.desk.message(&message, sink);
    }

    fn ip(&mut self, frame: &Frame<'_>, sink: &mut dyn Sink) {
        let at = frame.link.at;
        let bytes = frame.bytes.get(at..).unwrap_or_default();
        let packet = match internet::parse(bytes) {
            Ok(packet) => packet,
            Err(reason) => {
                if !frame.is_cut {
                    let offset = Some(at as u64);
                    self.desk.ledger.problem(Some(frame.number), offset, reason, ProblemSeverity::Part, sink);
                }
                return;
            }
        };
        let start = (at + packet.start) as u32;
        let payload = bytes.get(packet.start..packet.end).unwrap_or_default();
        let Some(fragment) = packet.fragment else {
            let pieces = [Piece { start: 0, frame: frame.number, at: start }];
            let span = Span { bytes: payload, pieces: &pieces, base: 0 };
            self.transport(frame, &packet, span, Counting::Count, sink);
            return;
        };
        let (from, to) = (packet.source, packet.destination);
        if fragment.offset == 0 {
            // The first fragment counts for the datagram, whether or not the others come.
            let pieces = [Piece { start: 0, frame: frame.number, at: start }];
            let head = Span { bytes: &payload[..payload.len().min(4)], pieces: &pieces, base: 0 };
            self.transport(frame, &packet, head, Counting::Count, sink);
        }
        if let Some(whole) =
            self.fragments.add(from, to, packet.protocol, fragment, frame.number, start, payload)
        {
            let packet = Packet { payload_len: whole.bytes.len(), ..packet };
            let span = Span { bytes: &whole.bytes, pieces: &whole.pieces, base: 0 };
            self.transport(frame, &packet, span, Counting::Counted, sink);
        }
    }

    fn transport(
        &mut self,
        frame: &Frame<'_>,
        packet: &Packet,
        span: Span<'_>,
        counting: Counting,
        sink: &mut dyn Sink,
    ) {
        let has_ports = matches!(packet.protocol, 6 | 17 | 132 | 136 | 33);
        let (from, to) = match span.bytes {
            [a, b, c, d, ..] if has_ports => (u16::from_be_bytes([*a, *b]), u16::from_be_bytes([*c, *d])),
            _ => (0, 0),
        };
        let (key, end) = Key::of(packet.source, packet.destination, from, to, packet.protocol);
        let flags = if packet.protocol == 6 { span.bytes.get(13).copied().unwrap_or(0) } else { 0 };
        let slot = match self.flows.find(&key) {
            Some(slot) => self.again(slot, end, frame, packet, span, flags, sink),
            None => self.open(key, end, frame, packet, flags, sink),
        };
        let Some(flow) = self.flows.flow(slot) else { return };
        flow.last = flow.last.max(frame.micros);
        flow.last_frame = frame.number;
        if counting == Counting::Count {
            flow.ends[end].packets += 1;
            flow.ends[end].bytes += u64::from(packet.length);
        }
        match packet.protocol {
            6 => self.segment(slot, end, frame, packet, span, sink),
            17 if span.bytes.len() > 8 => self.datagram(slot, end, frame, span, sink),
            58 => self.icmp6(slot, end, frame, span, sink),
            _ => {}
        }
    }

    /// A packet of a flow that is known: is it still the same flow, between the same holders?
    fn again(
        &mut self,
        slot: u32,
        end: usize,
        frame: &Frame<'_>,
        packet: &Packet,
        span: Span<'_>,
        flags: u8,
        sink: &mut dyn Sink,
    ) -> u32 {
        let epoch = self.desk.ledger.epoch;
        let Some(flow) = self.flows.flow(slot) else { return slot };
        // A new connection between the same ports.
        if flags & 0x12 == 0x02 {
            let sequence = sequence_of(span.bytes);
            if flow.is_closed() || flow.syn.is_some_and(|syn| syn != sequence) {
                let key = flow.key;
                self.retire(slot, sink);
                return self.open(key, end, frame, packet, flags, sink);
            }
        }
        if flow.ends[end].packets == 0 || flow.ends[end].mac != frame.link.source || flow.epoch != epoch {
            return self.refresh(slot, end, frame, packet, sink);
        }
        slot
    }

    fn open(
        &mut self,
        key: Key,
        end: usize,
        frame: &Frame<'_>,
        packet: &Packet,
        flags: u8,
        sink: &mut dyn Sink,
    ) -> u32 {
        if self.flows.len() >= self.flows_max {
            for slot in self.flows.oldest() {
                if self.flows.flow(slot).is_some_and(|f| !f.is_closed()) {
                    self.evicted += 1;
                }
                self.retire(slot, sink);
            }
        }
        let initiator = match (key.protocol, flags & 0x12) {
            (6, 0x02) => end,
            (6, 0x12) => 1 - end,
            (6, _) => client_by_port(key.low_port, key.high_port).unwrap_or(end),
            _ => end,
        };
        let is_group = !internet::is_unicast(packet.destination)
            || !internet::is_unicast(packet.source)
            || matches!(frame.link.cast, Cast::Broadcast | Cast::Group);
        let mut ends = [End::default(), End::default()];
        for end in &mut ends {
            end.looks = LOOKS;
        }
        let client = key.address(initiator);
        let name = if is_group { None } else { self.desk.names.of(client, key.address(1 - initiator)) };
        let slot = self.flows.insert(Flow {
            key,
            ends,
            epoch: self.desk.ledger.epoch,
            first: frame.micros,
            last: frame.micros,
            first_frame: frame.number,
            last_frame: frame.number,
            initiator,
            syn: None,
            reset: false,
            is_rtp: false,
            is_group,
            name,
        });
        self.refresh(slot, end, frame, packet, sink)
    }

    /// Learns who stands at the ends of a flow; a flow whose end changed hands is written and begun anew.
    fn refresh(
        &mut self,
        slot: u32,
        end: usize,
        frame: &Frame<'_>,
        packet: &Packet,
        sink: &mut dyn Sink,
    ) -> u32 {
        let ledger = &mut self.desk.ledger;
        let grade = grade(frame, packet);
        let host = match ledger.host(packet.source) {
            Some(host) => Some(host),
            // A global address that speaks to the link itself is on it.
            None if grade == Grade::Local && internet::is_unicast(packet.source) => {
                ledger.on_link(packet.source)
            }
            None => None,
        };
        let holder = host.map_or(0, |h| ledger.holder(h, frame.link.source));
        if let Some(host) = host {
            let at = frame.link.at + if internet::is_v4(packet.source) { 12 } else { 8 };
            ledger.saw(host, holder, frame.link.source, grade, frame.sighting(at));
        }
        let epoch = ledger.epoch;
        let Some(flow) = self.flows.flow(slot) else { return slot };
        let other = &flow.ends[1 - end];
        let other_address = flow.key.address(1 - end);
        let other_host = other.host.or_else(|| self.desk.ledger.known(other_address));
        let other_holder = other_host.map_or(0, |h| self.desk.ledger.holder(h, other.mac));
        let changed = (flow.ends[end].host.is_some() && flow.ends[end].holder != holder)
            || (other.host.is_some() && other.holder != other_holder);
        if changed {
            self.flush(slot, sink);
        }
        let Some(flow) = self.flows.flow(slot) else { return slot };
        if changed {
            flow.first = frame.micros;
            flow.first_frame = frame.number;
        }
        flow.epoch = epoch;
        flow.ends[end].mac = frame.link.source;
        flow.ends[end].host = host;
        flow.ends[end].holder = holder;
        flow.ends[1 - end].host = other_host;
        flow.ends[1 - end].holder = other_holder;
        slot
    }

    /// Writes what a flow holds and empties it.
    fn flush(&mut self, slot: u32, sink: &mut dyn Sink) {
        for end in 0..2 {
            self.close_stream(slot, end, sink);
        }
        let Some(flow) = self.flows.flow(slot) else { return };
        let Desk { contacts, ledger, .. } = &mut self.desk;
        contacts.add(flow, ledger, sink);
        for end in &mut flow.ends {
            end.packets = 0;
            end.bytes = 0;
        }
    }

    fn retire(&mut self, slot: u32, sink: &mut dyn Sink) {
        self.flush(slot, sink);
        self.flows.remove(slot);
    }

    fn icmp6(&mut self, slot: u32, end: usize, frame: &Frame<'_>, span: Span<'_>, sink: &mut dyn Sink) {
        if !matches!(span.bytes.first(), Some(133..=136)) {
            return;
        }
        let mut prefixes = Vec::new();
        let bound = neighbours::neighbour(span.bytes, &mut prefixes);
        for (address, bits) in prefixes {
            self.prefix(address, bits);
        }
        let Some(flow) = self.flows.flow(slot) else { return };
        let source = flow.key.address(end);
        let Some(bound) = bound else {
            // Without a link-layer option it is a probe for an address not yet held (RFC 4862).
            if let (0, Some(mac)) = (source, frame.link.source) {
                self.desk.ledger.station(mac, "nd", true, frame.sighting(frame.link.at + 8));
            }
            return;
        };
        let mac_at = span.place(bound.mac_at).offset.unwrap_or(0) as u32;
        let ip_at = match bound.target {
            Some(_) => span.place(8).offset.unwrap_or(0) as usize,
            None => frame.link.at + 8,
        };
        let sighting = Sighting { mac_at, ..frame.sighting(ip_at) };
        let grade = if bound.is_solicited { Grade::Reply } else { Grade::Own };
        let party = self.desk.ledger.bind(bound.target.unwrap_or(source), bound.mac, grade, sighting);
        self.read("icmp", frame, span, party, Party::Nobody, sink);
    }

    fn prefix(&mut self, address: Address, bits: u8) {
        // A mask of nothing is no prefix; a host route says nothing about the link.
        let most = if internet::is_v4(address) { 31 } else { 127 };
        if (8..=most).contains(&bits) && self.on_link.len() < ON_LINK_MAX {
            self.on_link.insert(neighbours::prefix(address, bits));
        }
    }

    /// What DHCP says about who holds which address.
    fn lease(&mut self, frame: &Frame<'_>, span: Span<'_>) -> Option<Party> {
        let lease = Lease::read(span.bytes)?;
        let mac_at = span.place(28).offset.unwrap_or(0) as u32;
        let sighting =
            |at: usize| Sighting { mac_at, ..frame.sighting(span.place(at).offset.unwrap_or(0) as usize) };
        if lease.is_reply {
            if lease.kind == 5 {
                let at = if internet::is_unicast(lease.your) { 16 } else { 12 };
                let address = if at == 16 { lease.your } else { lease.own };
                if internet::is_unicast(address) {
                    self.desk.ledger.bind(address, lease.client, Grade::Lease, sighting(at));
                    if let Some(bits) = lease.mask {
                        self.prefix(address, bits);
                    }
                }
            }
            return None;
        }
        self.desk.ledger.station(lease.client, "dhcp", true, sighting(16));
        if internet::is_unicast(lease.own) && lease.kind != 4 {
            return Some(self.desk.ledger.bind(lease.own, lease.client, Grade::Own, sighting(12)));
        }
        Some(Party::Station(lease.client))
    }

    fn datagram(&mut self, slot: u32, end: usize, frame: &Frame<'_>, span: Span<'_>, sink: &mut dyn Sink) {
        let length = usize::from(u16::from_be_bytes([span.bytes[4], span.bytes[5]]));
        let span = span.skip(8);
        let span = if length > 8 { span.cut(length - 8) } else { span };
        let Some(flow) = self.flows.flow(slot) else { return };
        if flow.is_rtp {
            self.desk.drop("rtp", 1, span.bytes.len() as u64);
            return;
        }
        let me = &mut flow.ends[end];
        let is_lookup = flow.key.low_port == 53 || flow.key.high_port == 53;
        if me.looks == 0 && !is_lookup {
            return;
        }
        me.looks = me.looks.saturating_sub(1);
        let (from, to) = (flow.key.port(end), flow.key.port(1 - end));
        let Some(protocol) = dispatch::recognise_datagram(span.bytes, from, to) else {
            if me.looks > RTP_LOOKS {
                me.looks = RTP_LOOKS;
            }
            self.rtp(slot, end, span.bytes);
            return;
        };
        if !dispatch::is_by_content(span.bytes)
            && dispatch::may_be_rtp(from, to)
            && self.rtp(slot, end, span.bytes)
        {
            return;
        }
        let Some(flow) = self.flows.flow(slot) else { return };
        let receiver_address = flow.key.address(1 - end);
        let party = |end: &End| end.host.map_or(Party::Nobody, |h| Party::Host(h, end.holder));
        let (mut sender, receiver) = (party(&flow.ends[end]), party(&flow.ends[1 - end]));
        if protocol == "dns" {
            self.lookup(sender, receiver_address, from, frame, span.bytes, sink);
        }
        if protocol == "dhcp" {
            if let Some(client) = self.lease(frame, span) {
                sender = client;
            }
        }
        if sender == Party::Nobody && protocol == "dhcp6" {
            sender = frame.link.source.map_or(Party::Nobody, Party::Station);
        }
        if !self.desk.ledger.may_be_subject(sender) {
            return;
        }
        self.read(protocol, frame, span, sender, receiver, sink);
    }

    /// A DNS message: names behind addresses, and names asked of an inside resolver.
    fn lookup(
        &mut self,
        sender: Party,
        to_address: Address,
        from_port: u16,
        frame: &Frame<'_>,
        bytes: &[u8],
        sink: &mut dyn Sink,
    ) {
        let Some(lookup) = names::read(bytes) else { return };
        if lookup.is_answer {
            if from_port == 53 {
                self.desk.names.remember(to_address, &lookup);
            }
        } else if names::leads_outside(&lookup.name)
            && internet::is_unicast(to_address)
            && self.desk.ledger.is_inside(to_address)
        {
            let Desk { contacts, ledger, .. } = &mut self.desk;
            let how = ViaHow::Resolver;
            contacts.via(sender, to_address, how, &lookup.name, frame.number, frame.time(), ledger, sink);
        }
    }

    /// Whether a payload is taken for RTP: header of version 2 whose numbers go on from the one before. Counts it.
    fn rtp(&mut self, slot: u32, end: usize, bytes: &[u8]) -> bool {
        let Some(head) = bytes.first_chunk::<12>() else { return false };
        let kind = head[1] & 0x7f;
        if head[0] >> 6 != 2 || (35..96).contains(&kind) {
            return false;
        }
        let Some(flow) = self.flows.flow(slot) else { return false };
        let source = u32::from_be_bytes([head[8], head[9], head[10], head[11]]);
        let sequence = u16::from_be_bytes([head[2], head[3]]);
        let seen = &mut flow.ends[end].rtp;
        let goes_on = seen.in_row > 0 && seen.source == source && sequence.wrapping_sub(seen.sequence) <= 4;
        *seen = if goes_on {
            Rtp { source, sequence, in_row: seen.in_row + 1, bytes: seen.bytes + bytes.len() as u64 }
        } else {
            Rtp { source, sequence, in_row: 1, bytes: bytes.len() as u64 }
        };
        if seen.in_row > RTP_IN_ROW {
            let (packets, bytes) = (u64::from(seen.in_row), seen.bytes);
            flow.is_rtp = true;
            self.desk.drop("rtp", packets, bytes);
        }
        true
    }

    fn segment(
        &mut self,
        slot: u32,
        end: usize,
        frame: &Frame<'_>,
        packet: &Packet,
        span: Span<'_>,
        sink: &mut dyn Sink,
    ) {
        let Some(head) = span.bytes.first_chunk::<20>() else { return };
        let Some(flow) = self.flows.flow(slot) else { return };
        let (sequence, flags) = (sequence_of(head), head[13]);
        let header = usize::from(head[12] >> 4) * 4;
        if header < 20 {
            return;
        }
        let (is_syn, is_ack) = (flags & 2 != 0, flags & 16 != 0);
        if is_syn {
            flow.ends[end].isn = Some(sequence.wrapping_add(1));
            if is_ack {
                self.answered(slot, end, frame, sink);
            } else {
                flow.syn = Some(sequence);
            }
        }
        let Some(flow) = self.flows.flow(slot) else { return };
        if packet.payload_len > header {
            let me = &mut flow.ends[end];
            if let Some(media) = me.media {
                self.desk.drop(media.name(), 1, (packet.payload_len - header) as u64);
            } else if !me.heard {
                let data = span.skip(header);
                let sequence = if is_syn { sequence.wrapping_add(1) } else { sequence };
                self.payload(slot, end, frame, sequence, data, sink);
            }
        }
        if flags & 5 != 0 {
            let Some(flow) = self.flows.flow(slot) else { return };
            flow.ends[end].finished = true;
            flow.reset |= flags & 4 != 0;
            if flow.is_closed() {
                self.close_stream(slot, 0, sink);
                self.close_stream(slot, 1, sink);
            }
        }
    }

    /// A SYN was accepted.
    fn answered(&mut self, slot: u32, end: usize, frame: &Frame<'_>, sink: &mut dyn Sink) {
        let Some(flow) = self.flows.flow(slot) else { return };
        let port = flow.key.port(end);
        if std::mem::replace(&mut flow.ends[end].accepted, true) {
            return;
        }
        let Some(host) = flow.ends[end].host else { return };
        let sender = Party::Host(host, flow.ends[end].holder);
        let message = Message {
            protocol: "tcp",
            frame: frame.number,
            time: frame.time(),
            span: None,
            sender,
            receiver: Party::Nobody,
        };
        if self.desk.ledger.may_be_subject(sender) {
            self.desk.say(&message, Field::of("port.open"), &format!("tcp/{port}"), sink);
        }
    }

    fn payload(
        &mut self,
        slot: u32,
        end: usize,
        frame: &Frame<'_>,
        sequence: u32,
        data: Span<'_>,
        sink: &mut dyn Sink,
    ) {
        let Some(flow) = self.flows.flow(slot) else { return };
        let sender = flow.ends[end].host.map_or(Party::Nobody, |h| Party::Host(h, flow.ends[end].holder));
        let (initiator, syn_seen) =
            (flow.initiator, flow.ends[0].isn.is_some() || flow.ends[1].isn.is_some());
        let port = flow.key.port(1 - initiator);
        let me = &mut flow.ends[end];
        let side = match (syn_seen, end == initiator) {
            (false, _) => Side::Unknown,
            (true, true) => Side::Client,
            (true, false) => Side::Server,
        };
        if me.stream.is_none() {
            let base = me.isn.unwrap_or(sequence);
            // Most streams are nothing this program reads, and say so at once: nothing is held for them.
            let is_nothing = base == sequence
                && matches!(
                    dispatch::recognise_stream(data.bytes, side, port),
                    dispatch::Recognised::Nothing
                );
            let is_ours = self.desk.ledger.may_be_subject(sender);
            if is_nothing && is_ours && !syn_seen && me.looks > LOOKS - LATE_LOOKS {
                // The capture came in the middle: the next segment may begin a message.
                me.looks -= 1;
                return;
            }
            if is_nothing || !is_ours {
                me.heard = true;
                self.interrupt(slot, 1 - end, sink);
                return;
            }
            me.stream = Some(Box::new(Stream::new(base, side, port)));
        }
        // A greeting ends where the other side answers it (telnet's bargaining apart).
        if data.bytes.first() != Some(&0xff) {
            self.interrupt(slot, 1 - end, sink);
        }
        let place = data.place(0);
        let at = place.offset.unwrap_or(0) as u32;
        let segment =
            Segment { time: frame.micros, frame: place.frame.unwrap_or(frame.number), at, bytes: data.bytes };
        self.with_stream(slot, end, sink, |stream, ear| stream.add(sequence, segment, ear));
        if self.held > self.budget {
            self.shed(sink);
        }
    }

    fn interrupt(&mut self, slot: u32, end: usize, sink: &mut dyn Sink) {
        let waits =
            self.flows.flow(slot).is_some_and(|f| f.ends[end].stream.as_ref().is_some_and(|s| s.is_banner()));
        if waits {
            self.with_stream(slot, end, sink, |stream, ear| stream.interrupted(ear));
        }
    }

    fn close_stream(&mut self, slot: u32, end: usize, sink: &mut dyn Sink) {
        if self.flows.flow(slot).is_some_and(|f| f.ends[end].stream.is_some()) {
            self.with_stream(slot, end, sink, |stream, ear| stream.close(ear));
        }
    }

    fn with_stream(
        &mut self,
        slot: u32,
        end: usize,
        sink: &mut dyn Sink,
        act: impl FnOnce(&mut Stream, &mut Ear<'_>),
    ) {
        let Some(flow) = self.flows.flow(slot) else { return };
        let Some(mut stream) = flow.ends[end].stream.take() else { return };
        let party = |end: &End| end.host.map_or(Party::Nobody, |h| Party::Host(h, end.holder));
        let held = stream.held();
        let mut ear = Ear {
            speaker: party(&flow.ends[end]),
            other: party(&flow.ends[1 - end]),
            other_address: flow.key.address(1 - end),
            own_port: flow.key.port(end),
            name: None,
            side: Side::Unknown,
            desk: &mut self.desk,
            sink,
        };
        act(&mut stream, &mut ear);
        let (name, side) = (ear.name.take(), ear.side);
        self.held = (self.held + stream.held()).saturating_sub(held);
        if name.is_some() {
            flow.name = name;
        }
        if flow.ends[0].isn.is_none() && flow.ends[1].isn.is_none() {
            match side {
                Side::Client => flow.initiator = end,
                Side::Server => flow.initiator = 1 - end,
                Side::Unknown => {}
            }
        }
        let me = &mut flow.ends[end];
        if stream.is_done() {
            me.heard = true;
            me.media = stream.rest_is();
        } else {
            me.stream = Some(stream);
        }
    }

    /// Over the byte budget: the streams longest silent are read as far as they came.
    fn shed(&mut self, sink: &mut dyn Sink) {
        let holding = self.flows.holding();
        let mut left: usize = holding.iter().map(|(_, held)| held).sum();
        for (slot, held) in holding {
            if left <= self.budget / 4 * 3 {
                break;
            }
            self.close_stream(slot, 0, sink);
            self.close_stream(slot, 1, sink);
            left -= held;
        }
        self.held = left;
    }

    /// Writes all that is known and not yet written.
    pub(super) fn settle(&mut self, sink: &mut dyn Sink) {
        for slot in self.flows.in_order() {
            self.flush(slot, sink);
        }
        let Desk { contacts, ledger, .. } = &mut self.desk;
        ledger.judge();
        Contacts::write(contacts, ledger, sink);
        ledger.settle(sink);
        self.desk.write_dropped(sink);
    }

    /// The window looked through.
    pub(super) fn window(&self, dropped: Option<u64>, sink: &mut dyn Sink) {
        let has_times = self.from <= self.to;
        sink.take(Fact::Window(Window {
            source: self.desk.ledger.source(None),
            vantage: self.desk.ledger.vantage(),
            from: has_times.then_some(Timestamp(self.from)),
            to: has_times.then_some(Timestamp(self.to)),
            frames: self.frames,
            dropped,
            sampled: 1,
            evicted_flows: self.evicted,
            flows_only: false,
            on_link: self.on_link.iter().cloned().collect(),
        }));
    }
}

fn sequence_of(tcp: &[u8]) -> u32 {
    tcp.get(4..8).map_or(0, |b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]))
}

/// Which end is the client, by ports alone: 0 the first, 1 the second.
fn client_by_port(low: u16, high: u16) -> Option<usize> {
    const SERVICES: &[u16] = &[
        1883, 1935, 3478, 5000, 5060, 5222, 5228, 5432, 7000, 7443, 8000, 8080, 8081, 8088, 8443, 8554, 8883,
        8899, 9000, 10554, 34567, 37777,
    ];
    let is_service = |port: u16| port < 1024 || SERVICES.contains(&port);
    match (is_service(low), is_service(high)) {
        (true, false) => Some(1),
        (false, true) => Some(0),
        _ if low < high => Some(1),
        _ if high < low => Some(0),
        _ => None,
    }
}

/// How far a frame shows that its source address is on this link.
fn grade(frame: &Frame<'_>, packet: &Packet) -> Grade {
    let to = packet.destination;
    let to_link =
        if internet::is_v4(to) { (to as u32) >> 8 == 0x00e0_0000 } else { to >> 112 & 0xff0f == 0xff02 };
    let from_link = if internet::is_v4(packet.source) {
        (packet.source as u32) >> 16 == 0xa9fe
    } else {
        internet::is_v6_link_local(packet.source)
    };
    let is_private = || Reach::of(internet::ip(packet.source)) == Reach::Inside;
    if to_link || from_link || (frame.link.cast == Cast::Broadcast && is_private()) {
        Grade::Local
    } else {
        Grade::Frame
    }
}
