//! The path of a TCP segment: connections, what they carry, and when a stream ends.

use crate::desk::Ear;
use crate::dispatch::{Recognised, Tongue};
use crate::flow::{End, LOOKS};
use crate::internet::{Packet, sequence_of};
use crate::ledger::{Message, Party};
use crate::side::Side;
use crate::span::Span;
use crate::stream::{Segment, Stream};
use crate::watch::{Frame, Watch};
use oogmerk_model::{Field, Sink};
use oogmerk_wire::row::Writer;

/// Segments of a connection joined in its middle that are tried as the beginning of a message.
const LATE_LOOKS: u8 = 16;

impl Watch {
    pub(super) fn segment(
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
    pub(super) fn answered(&mut self, slot: u32, end: usize, frame: &Frame<'_>, sink: &mut dyn Sink) {
        let Some(flow) = self.flows.flow(slot) else { return };
        let port = flow.key.port(end);
        if std::mem::replace(&mut flow.ends[end].accepted, true) {
            return;
        }
        let Some(host) = flow.ends[end].host else { return };
        let sender = Party::Host(host, flow.ends[end].holder);
        let message = Message {
            tongue: Tongue::link("tcp"),
            frame: frame.number,
            time: frame.time(),
            span: None,
            sender,
            receiver: Party::Nobody,
            door: 0,
        };
        if self.desk.ledger.may_be_subject(sender) {
            self.desk.say(&message, Field::of("port.open"), &format!("tcp/{port}"), sink);
        }
    }

    pub(super) fn payload(
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
        let client_talked = flow.ends[initiator].talked;
        let me = &mut flow.ends[end];
        // Telnet's bargaining says nothing yet.
        me.talked |= data.bytes.first() != Some(&0xff);
        let side = match (syn_seen, end == initiator) {
            (false, _) => Side::Unknown,
            (true, true) => Side::Client,
            (true, false) if client_talked => Side::Server,
            (true, false) => Side::Greeter,
        };
        if me.stream.is_none() {
            let base = me.isn.unwrap_or(sequence);
            // Most streams are nothing this program reads, and say so at once: nothing is held for them.
            let is_nothing = base == sequence
                && matches!(self.desk.dispatch.stream(data.bytes, side, port), Recognised::Nothing);
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

    pub(super) fn interrupt(&mut self, slot: u32, end: usize, sink: &mut dyn Sink) {
        let waits =
            self.flows.flow(slot).is_some_and(|f| f.ends[end].stream.as_ref().is_some_and(|s| s.is_banner()));
        if waits {
            self.with_stream(slot, end, sink, |stream, ear| stream.interrupted(ear));
        }
    }

    pub(super) fn close_stream(&mut self, slot: u32, end: usize, sink: &mut dyn Sink) {
        if self.flows.flow(slot).is_some_and(|f| f.ends[end].stream.is_some()) {
            self.with_stream(slot, end, sink, |stream, ear| stream.close(ear));
        }
    }

    pub(super) fn with_stream(
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
            writer: None,
            desk: &mut self.desk,
            sink,
        };
        act(&mut stream, &mut ear);
        let (name, writer) = (ear.name.take(), ear.writer);
        self.held = (self.held + stream.held()).saturating_sub(held);
        if name.is_some() {
            flow.name = name;
        }
        if flow.ends[0].isn.is_none() && flow.ends[1].isn.is_none() {
            match writer {
                Some(Writer::Client) => flow.initiator = end,
                Some(Writer::Server) => flow.initiator = 1 - end,
                None => {}
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
    pub(super) fn shed(&mut self, sink: &mut dyn Sink) {
        let holding = self.flows.holding();
        let mut left: usize = holding.iter().map(|(_, held)| held).sum();
        for (slot, held) in holding {
            if left <= self.budget / 4 * 3 {
                break;
            }
            self.desk.drop("streams-over-budget", 1, held as u64);
            self.close_stream(slot, 0, sink);
            self.close_stream(slot, 1, sink);
            left -= held;
        }
        self.held = left;
    }
}
