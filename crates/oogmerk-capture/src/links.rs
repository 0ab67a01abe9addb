//! The path of what speaks of the link itself: who holds which address, which prefixes are on it, frames that are not
//! IP. What a message says of that is read by the row of its codec.

use crate::internet::{self, Address};
use crate::ledger::{Grade, Party, Sighting};
use crate::link::{Kind, SNAP};
use crate::span::{Piece, Span};
use crate::watch::{Frame, Watch};
use oogmerk_model::Sink;
use oogmerk_wire::row::{Codec, Holder, Lease, Lesson};

const ON_LINK_MAX: usize = 256;

impl Watch {
    /// A frame that is not IP: shows a station, and may announce more.
    pub(super) fn other(&mut self, frame: &Frame<'_>, kind: Kind, sink: &mut dyn Sink) {
        let codec = self.desk.dispatch.frame(kind);
        let at = frame.link.at + if matches!(kind, Kind::Snap(..)) && codec.is_some() { SNAP } else { 0 };
        let bytes = frame.bytes.get(at..).unwrap_or_default();
        if let Some(codec) = codec
            && let Lesson::Holder(read) = codec.lesson
        {
            if let Some(holder) = read(bytes) {
                self.holder(codec, &holder, at, frame, sink);
            }
            return;
        }
        let Some(mac) = frame.link.source else { return };
        let name = codec.map_or("ethernet", |c| c.name);
        self.desk.ledger.station(mac, name, false, frame.sighting(at));
        if let Some(codec) = codec {
            let pieces = [Piece { start: 0, frame: frame.number, at: at as u32 }];
            let span = Span { bytes, pieces: &pieces, base: 0 };
            self.read(codec, frame, span, Party::Station(mac), Party::Nobody, sink);
        }
    }

    /// Somebody says which address it holds, or asks whether it may.
    fn holder(
        &mut self,
        codec: &'static Codec,
        holder: &Holder,
        at: usize,
        frame: &Frame<'_>,
        sink: &mut dyn Sink,
    ) {
        let sighting =
            Sighting { mac_at: (at + holder.mac_at) as u32, ..frame.sighting(at + holder.address_at) };
        let party = if let Some(address) = holder.address {
            let grade = if holder.is_own_word { Grade::Own } else { Grade::Reply };
            self.desk.ledger.bind(internet::address(address), holder.mac, grade, sighting)
        } else {
            self.desk.ledger.station(holder.mac, codec.name, true, sighting);
            Party::Station(holder.mac)
        };
        let pieces = [Piece { start: 0, frame: frame.number, at: at as u32 }];
        let bytes = frame.bytes.get(at..at + holder.len).unwrap_or_default();
        self.read(codec, frame, Span { bytes, pieces: &pieces, base: 0 }, party, Party::Nobody, sink);
    }

    /// A packet that is neither TCP nor UDP: neighbour discovery binds addresses of IPv6.
    pub(super) fn packet(
        &mut self,
        slot: u32,
        end: usize,
        protocol: u8,
        frame: &Frame<'_>,
        span: Span<'_>,
        sink: &mut dyn Sink,
    ) {
        let Some(codec) = self.desk.dispatch.packet(protocol, span.bytes) else { return };
        let Lesson::Neighbour(read) = codec.lesson else { return };
        let said = read(span.bytes);
        for (address, bits) in said.prefixes {
            self.prefix(internet::address(address), bits);
        }
        let Some(flow) = self.flows.flow(slot) else { return };
        let source = flow.key.address(end);
        let Some(bound) = said.bound else {
            // Without a link-layer option it is a probe for an address not yet held (RFC 4862).
            if let (0, Some(mac)) = (source, frame.link.source) {
                self.desk.ledger.station(mac, "nd", true, frame.sighting(frame.link.at + 8));
            }
            return;
        };
        let mac_at = span.place(bound.mac_at).offset.unwrap_or(0) as u32;
        let ip_at = match bound.target {
            Some((_, at)) => span.place(at).offset.unwrap_or(0) as usize,
            None => frame.link.at + 8,
        };
        let sighting = Sighting { mac_at, ..frame.sighting(ip_at) };
        if said.is_end_station {
            self.desk.ledger.station(bound.mac, codec.name, true, sighting);
        }
        let grade = if bound.is_solicited { Grade::Reply } else { Grade::Own };
        let address = bound.target.map_or(source, |(ip, _)| internet::address(ip));
        let party = self.desk.ledger.bind(address, bound.mac, grade, sighting);
        self.read(codec, frame, span, party, Party::Nobody, sink);
    }

    pub(super) fn prefix(&mut self, address: Address, bits: u8) {
        // A mask of nothing is no prefix; a host route says nothing about the link.
        let most = if internet::is_v4(address) { 31 } else { 127 };
        if !(8..=most).contains(&bits) {
            return;
        }
        let network = cidr(address, bits);
        if self.on_link.len() < ON_LINK_MAX || self.on_link.contains(&network) {
            self.on_link.insert(network);
            self.desk.ledger.prefix(address, bits);
        } else {
            self.desk.drop("networks-over-budget", 1, 0);
        }
    }

    /// What an address service says about who holds which address. Gives the client, where it speaks.
    pub(super) fn lease(
        &mut self,
        name: &'static str,
        lease: Lease,
        frame: &Frame<'_>,
        span: Span<'_>,
    ) -> Option<Party> {
        let mac_at = span.place(lease.client_at).offset.unwrap_or(0) as u32;
        let sighting =
            |at: usize| Sighting { mac_at, ..frame.sighting(span.place(at).offset.unwrap_or(0) as usize) };
        if lease.is_reply {
            if let Some((ip, at)) = lease.bound {
                let address = internet::address(ip);
                self.desk.ledger.bind(address, lease.client, Grade::Lease, sighting(at));
                if let Some(bits) = lease.mask {
                    self.prefix(address, bits);
                }
            }
            return None;
        }
        self.desk.ledger.station(lease.client, name, true, sighting(lease.client_at));
        if let Some((ip, at)) = lease.bound {
            let address = internet::address(ip);
            return Some(self.desk.ledger.bind(address, lease.client, Grade::Own, sighting(at)));
        }
        Some(Party::Station(lease.client))
    }
}

/// The network of an address, as CIDR text.
fn cidr(address: Address, bits: u8) -> String {
    if internet::is_v4(address) {
        let bits = bits.min(32);
        let mask = u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0);
        format!("{}/{bits}", std::net::Ipv4Addr::from(address as u32 & mask))
    } else {
        let mask = u128::MAX.checked_shl(128 - u32::from(bits.min(128))).unwrap_or(0);
        format!("{}/{bits}", std::net::Ipv6Addr::from(address & mask))
    }
}
