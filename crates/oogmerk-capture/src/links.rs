//! The path of what speaks of the link itself: ARP, neighbour discovery, DHCP leases, frames that are not IP.

use crate::dispatch;
use crate::internet::{self, Address};
use crate::ledger::{Grade, Party, Sighting};
use crate::neighbours::{self, Arp, Lease};
use crate::span::{Piece, Span};
use crate::watch::{Frame, Watch};
use oogmerk_model::Sink;

const ON_LINK_MAX: usize = 256;

impl Watch {
    /// A frame that is neither IP nor ARP: shows a station, and may announce more.
    pub(super) fn other(&mut self, frame: &Frame<'_>, kind: u16, sink: &mut dyn Sink) {
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

    pub(super) fn arp(&mut self, frame: &Frame<'_>, sink: &mut dyn Sink) {
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

    pub(super) fn icmp6(
        &mut self,
        slot: u32,
        end: usize,
        frame: &Frame<'_>,
        span: Span<'_>,
        sink: &mut dyn Sink,
    ) {
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

    pub(super) fn prefix(&mut self, address: Address, bits: u8) {
        // A mask of nothing is no prefix; a host route says nothing about the link.
        let most = if internet::is_v4(address) { 31 } else { 127 };
        if (8..=most).contains(&bits) && self.on_link.len() < ON_LINK_MAX {
            self.on_link.insert(neighbours::prefix(address, bits));
            self.desk.ledger.prefix(address, bits);
        }
    }

    /// What DHCP says about who holds which address.
    pub(super) fn lease(&mut self, frame: &Frame<'_>, span: Span<'_>) -> Option<Party> {
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
}
