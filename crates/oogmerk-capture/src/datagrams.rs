//! The path of a UDP datagram: names, leases, RTP, and the codecs of discovery protocols.

use crate::desk::{Desk, Speaker};
use crate::dispatch::Told;
use crate::flow::{End, Rtp};
use crate::internet::{self, Address};
use crate::ledger::Party;
use crate::names;
use crate::span::Span;
use crate::watch::{Frame, Watch};
use oogmerk_model::{Sink, ViaHow};
use oogmerk_wire::row::{Lesson, Lookup};

/// Datagrams of a flow without a codec that are tried as RTP.
const RTP_LOOKS: u8 = 24;
/// What is counted of messages that were not read because whoever sent them had said enough.
const OVER: &str = "messages-over-budget";
/// So many packets in a row make it RTP.
const RTP_IN_ROW: u8 = 3;

impl Watch {
    pub(super) fn datagram(
        &mut self,
        slot: u32,
        end: usize,
        frame: &Frame<'_>,
        span: Span<'_>,
        sink: &mut dyn Sink,
    ) {
        let length = usize::from(u16::from_be_bytes([span.bytes[4], span.bytes[5]]));
        let span = span.skip(8);
        let span = if length > 8 { span.cut(length - 8) } else { span };
        let Some(flow) = self.flows.flow(slot) else { return };
        if flow.is_rtp {
            self.desk.drop("rtp", 1, span.bytes.len() as u64);
            return;
        }
        let me = &mut flow.ends[end];
        let (from, to) = (flow.key.port(end), flow.key.port(1 - end));
        let dispatch = &self.desk.dispatch;
        let is_lookup = dispatch.is_lookup_port(from) || dispatch.is_lookup_port(to);
        // Whoever has no address yet, and whoever relays for others, shares this flow with all of them: there each has a
        // budget of its own.
        let is_shared = flow.is_group || dispatch.is_shared_port(from) || dispatch.is_shared_port(to);
        if me.looks == 0 && !is_lookup && !is_shared {
            if me.is_read {
                self.desk.drop(OVER, 1, span.bytes.len() as u64);
            }
            return;
        }
        me.looks = me.looks.saturating_sub(1);
        let Some((codec, told)) = dispatch.datagram(span.bytes, from, to) else {
            if me.looks > RTP_LOOKS {
                me.looks = RTP_LOOKS;
            }
            if me.looks > 0 {
                self.rtp(slot, end, span.bytes);
            }
            return;
        };
        if told == Told::ByPort && dispatch.may_be_media(from, to) && self.rtp(slot, end, span.bytes) {
            return;
        }
        let Some(flow) = self.flows.flow(slot) else { return };
        flow.ends[end].is_read = true;
        let mut speaker = Speaker::Sender(frame.link.source, flow.key.address(end));
        let receiver_address = flow.key.address(1 - end);
        let party = |end: &End| end.host.map_or(Party::Nobody, |h| Party::Host(h, end.holder));
        let (mut sender, receiver) = (party(&flow.ends[end]), party(&flow.ends[1 - end]));
        match codec.lesson {
            Lesson::Names(read) => {
                if let Some(lookup) = read(span.bytes) {
                    self.lookup(sender, receiver_address, from, frame, &lookup, sink);
                }
            }
            Lesson::Lease(read) => {
                let lease = read(span.bytes);
                speaker = lease.as_ref().map_or(speaker, |l| Speaker::Client(l.client));
                if let Some(client) = lease.and_then(|l| self.lease(codec.name, l, frame, span)) {
                    sender = client;
                }
            }
            Lesson::Unnumbered if sender == Party::Nobody => {
                sender = frame.link.source.map_or(Party::Nobody, Party::Station);
            }
            _ => {}
        }
        if !self.desk.ledger.may_be_subject(sender) || !self.desk.is_news(sender, codec, span.bytes) {
            return;
        }
        if is_shared && !self.desk.may_look(codec, speaker) {
            self.desk.drop(OVER, 1, span.bytes.len() as u64);
            return;
        }
        self.hear(codec, frame, span, sender, receiver, sink);
    }

    /// Names behind addresses, and names asked of an inside resolver.
    pub(super) fn lookup(
        &mut self,
        sender: Party,
        to_address: Address,
        from_port: u16,
        frame: &Frame<'_>,
        lookup: &Lookup,
        sink: &mut dyn Sink,
    ) {
        if lookup.is_answer {
            if self.desk.dispatch.is_lookup_port(from_port) {
                self.desk.names.remember(to_address, lookup);
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
    pub(super) fn rtp(&mut self, slot: u32, end: usize, bytes: &[u8]) -> bool {
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
}
