//! The path of one frame: link layer, network layer, flow, and what its payload says.
//!
//! Headers are read for every frame; payloads only until a flow has said who it is.

use crate::assembly::Fragments;
use crate::contacts::Contacts;
use crate::desk::{Desk, time_of};
use crate::flow::{End, Flow, Flows, Key, LOOKS};
use crate::internet::sequence_of;
use crate::internet::{self, Packet};
use crate::ledger::{Grade, Ledger, Message, Party, Sighting};
use crate::link::{self, Cast, Kind, Link, Peeled};
use crate::options::Options;
use crate::span::{Piece, Span};
use oogmerk_model::{Fact, ProblemSeverity, Reach, Sink, Timestamp, Window};
use oogmerk_wire::row::Codec;
use std::collections::BTreeSet;

/// Everything known of one input.
pub(super) struct Watch {
    pub(super) desk: Desk,
    pub(super) flows: Flows,
    pub(super) flows_max: usize,
    pub(super) fragments: Fragments,
    pub(super) budget: usize,
    pub(super) held: usize,
    pub(super) frames: u64,
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) evicted: u64,
    pub(super) on_link: BTreeSet<String>,
    pub(super) unknown_links: BTreeSet<u32>,
}

/// The frame at hand.
#[derive(Clone, Copy)]
pub(super) struct Frame<'a> {
    pub(super) number: u64,
    pub(super) micros: i64,
    pub(super) bytes: &'a [u8],
    pub(super) link: Link,
    pub(super) is_cut: bool,
}

impl Frame<'_> {
    pub(super) fn time(&self) -> Option<Timestamp> {
        time_of(self.micros)
    }

    pub(super) fn sighting(&self, ip_at: usize) -> Sighting {
        Sighting {
            frame: self.number,
            time: self.time(),
            mac_at: self.link.source_at as u32,
            ip_at: ip_at as u32,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Counting {
    /// A packet of its own.
    Count,
    /// Its first fragment was counted.
    Counted,
}

impl Watch {
    pub(super) fn new(options: &Options, codecs: &[&'static Codec]) -> Self {
        Self {
            desk: Desk::new(
                Ledger::new(options.file.clone(), options.vantage.clone()),
                codecs,
                options.markers.clone(),
            ),
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
            Kind::IPV4 | Kind::IPV6 | Kind::EitherIp => self.ip(&frame, sink),
            Kind::Opaque => self.desk.drop("non-ip", 1, u64::from(original_len)),
            kind => self.other(&frame, kind, sink),
        }
    }

    /// Hands a message to its codec unless the same words were heard before.
    pub(super) fn read(
        &mut self,
        codec: &'static Codec,
        frame: &Frame<'_>,
        span: Span<'_>,
        sender: Party,
        receiver: Party,
        sink: &mut dyn Sink,
    ) {
        if self.desk.is_news(sender, codec, span.bytes) {
            self.hear(codec, frame, span, sender, receiver, sink);
        }
    }

    /// Hands a message to its codec.
    pub(super) fn hear(
        &mut self,
        codec: &'static Codec,
        frame: &Frame<'_>,
        span: Span<'_>,
        sender: Party,
        receiver: Party,
        sink: &mut dyn Sink,
    ) {
        let first = span.place(0).frame.unwrap_or(frame.number);
        let message = Message {
            tongue: codec.into(),
            frame: first,
            time: frame.time(),
            span: Some(span),
            sender,
            receiver,
            door: 0,
        };
        self.desk.message(&message, sink);
    }

    pub(super) fn ip(&mut self, frame: &Frame<'_>, sink: &mut dyn Sink) {
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

    pub(super) fn transport(
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
            flow.ends[end].spoke = true;
            flow.ends[end].packets += 1;
            flow.ends[end].bytes += u64::from(packet.length);
        }
        match packet.protocol {
            6 => self.segment(slot, end, frame, packet, span, sink),
            17 if span.bytes.len() > 8 => self.datagram(slot, end, frame, span, sink),
            other => self.packet(slot, end, other, frame, span, sink),
        }
    }

    /// A packet of a flow that is known: is it still the same flow, between the same holders?
    pub(super) fn again(
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

    pub(super) fn open(
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
    pub(super) fn refresh(
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

    /// Reads what a flow holds as far as it came, and writes it.
    pub(super) fn flush(&mut self, slot: u32, sink: &mut dyn Sink) {
        for end in 0..2 {
            self.close_stream(slot, end, sink);
        }
        self.sum(slot, sink);
        if let Some(flow) = self.flows.flow(slot) {
            for end in &mut flow.ends {
                end.spoke = false;
            }
        }
    }

    /// Adds what a flow counted to the contacts.
    pub(super) fn sum(&mut self, slot: u32, sink: &mut dyn Sink) {
        let Some(flow) = self.flows.flow(slot) else { return };
        let Desk { contacts, ledger, .. } = &mut self.desk;
        contacts.add(flow, ledger, sink);
        for end in &mut flow.ends {
            end.packets = 0;
            end.bytes = 0;
        }
    }

    pub(super) fn retire(&mut self, slot: u32, sink: &mut dyn Sink) {
        self.flush(slot, sink);
        self.flows.remove(slot);
    }

    /// No more will come: every stream is read as far as it came.
    pub(super) fn close(&mut self, sink: &mut dyn Sink) {
        for slot in self.flows.in_order() {
            self.close_stream(slot, 0, sink);
            self.close_stream(slot, 1, sink);
        }
    }

    /// Writes all that is known and not yet written.
    pub(super) fn settle(&mut self, sink: &mut dyn Sink) {
        for slot in self.flows.in_order() {
            self.sum(slot, sink);
        }
        let Desk { contacts, ledger, .. } = &mut self.desk;
        ledger.judge();
        Contacts::write(contacts, ledger, sink);
        ledger.settle(sink);
        let (datagrams, bytes) = self.fragments.take_lost();
        if datagrams > 0 {
            self.desk.drop("fragments-over-budget", datagrams, bytes);
        }
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
