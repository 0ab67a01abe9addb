//! The flow table: who speaks with whom, bounded. When it is full the flows longest silent leave it, closed ones
//! first; what they held is written, and the others among them are counted as evicted.

use crate::hash::Map;
use crate::internet::Address;
use crate::stream::{Media, Stream};
use oogmerk_model::Mac;
use std::sync::Arc;

/// Both ends and the protocol; the smaller end stands first, so both directions have one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub low: Address,
    pub high: Address,
    pub low_port: u16,
    pub high_port: u16,
    pub protocol: u8,
}

impl Key {
    /// The key of a packet, and which end sent it: 0 the first, 1 the second.
    #[inline]
    pub(super) fn of(
        source: Address,
        destination: Address,
        from: u16,
        to: u16,
        protocol: u8,
    ) -> (Self, usize) {
        if (source, from) <= (destination, to) {
            (Self { low: source, high: destination, low_port: from, high_port: to, protocol }, 0)
        } else {
            (Self { low: destination, high: source, low_port: to, high_port: from, protocol }, 1)
        }
    }

    #[inline]
    pub(super) fn address(&self, end: usize) -> Address {
        if end == 0 { self.low } else { self.high }
    }

    #[inline]
    pub(super) fn port(&self, end: usize) -> u16 {
        if end == 0 { self.low_port } else { self.high_port }
    }
}

/// One end of a flow.
#[derive(Default)]
pub(super) struct End {
    /// Host in the ledger, if it may be a subject.
    pub host: Option<u32>,
    pub holder: u8,
    pub mac: Option<Mac>,
    pub packets: u64,
    pub bytes: u64,
    /// It sent, also if that was written already.
    pub spoke: bool,
    /// Datagrams still looked into.
    pub looks: u8,
    /// A codec took one of its datagrams.
    pub is_read: bool,
    pub stream: Option<Box<Stream>>,
    /// It sent words of its own.
    pub talked: bool,
    /// The stream was looked at and is done.
    pub heard: bool,
    /// What its further payload is counted as.
    pub media: Option<Media>,
    pub rtp: Rtp,
    pub finished: bool,
    /// Sequence number after its SYN.
    pub isn: Option<u32>,
    /// Its accepting of a connection was written.
    pub accepted: bool,
}

/// What was seen of RTP in one direction.
#[derive(Clone, Copy, Default)]
pub(super) struct Rtp {
    pub source: u32,
    pub sequence: u16,
    pub in_row: u8,
    pub bytes: u64,
}

/// One flow.
pub(super) struct Flow {
    pub key: Key,
    pub ends: [End; 2],
    pub epoch: u32,
    /// Microseconds; `i64::MIN` where the input has no times.
    pub first: i64,
    pub last: i64,
    pub first_frame: u64,
    pub last_frame: u64,
    /// Which end spoke first, or is the client.
    pub initiator: usize,
    /// Sequence number of the SYN seen.
    pub syn: Option<u32>,
    pub reset: bool,
    pub is_rtp: bool,
    /// No contact is made of it: group, broadcast, or both ends the same kind of nobody.
    pub is_group: bool,
    pub name: Option<Arc<str>>,
}

impl Flow {
    pub(super) fn is_closed(&self) -> bool {
        self.reset || (self.ends[0].finished && self.ends[1].finished)
    }
}

/// The table.
#[derive(Default)]
pub(super) struct Flows {
    index: Map<Key, u32>,
    slots: Vec<Option<Box<Flow>>>,
    free: Vec<u32>,
}

impl Flows {
    #[inline]
    pub(super) fn find(&self, key: &Key) -> Option<u32> {
        self.index.get(key).copied()
    }

    #[inline]
    pub(super) fn flow(&mut self, slot: u32) -> Option<&mut Flow> {
        self.slots.get_mut(slot as usize)?.as_deref_mut()
    }

    pub(super) fn len(&self) -> usize {
        self.index.len()
    }

    pub(super) fn insert(&mut self, flow: Flow) -> u32 {
        let key = flow.key;
        let flow = Some(Box::new(flow));
        let slot = if let Some(slot) = self.free.pop() {
            self.slots[slot as usize] = flow;
            slot
        } else {
            self.slots.push(flow);
            self.slots.len() as u32 - 1
        };
        self.index.insert(key, slot);
        slot
    }

    pub(super) fn remove(&mut self, slot: u32) -> Option<Box<Flow>> {
        let flow = self.slots.get_mut(slot as usize)?.take()?;
        self.index.remove(&flow.key);
        self.free.push(slot);
        Some(flow)
    }

    /// The slots to clear when the table is full: all closed flows, and if that is not an eighth, the longest silent.
    pub(super) fn oldest(&self) -> Vec<u32> {
        let all = || self.slots.iter().enumerate().filter_map(|(i, f)| f.as_ref().map(|f| (i as u32, f)));
        let wanted = (self.index.len() / 8).max(1);
        let mut chosen: Vec<u32> = all().filter(|(_, f)| f.is_closed()).map(|(i, _)| i).collect();
        if chosen.len() < wanted {
            let mut open: Vec<(u64, u32)> =
                all().filter(|(_, f)| !f.is_closed()).map(|(i, f)| (f.last_frame, i)).collect();
            open.sort_unstable();
            chosen.extend(open.iter().take(wanted - chosen.len()).map(|(_, i)| *i));
        }
        chosen
    }

    /// Every flow, in the order they began.
    pub(super) fn in_order(&self) -> Vec<u32> {
        let mut all: Vec<(u64, u32)> = self
            .slots
            .iter()
            .enumerate()
            .filter_map(|(i, f)| f.as_ref().map(|f| (f.first_frame, i as u32)))
            .collect();
        all.sort_unstable();
        all.into_iter().map(|(_, i)| i).collect()
    }

    /// Slots whose streams hold bytes, longest silent first, with how many.
    pub(super) fn holding(&self) -> Vec<(u32, usize)> {
        let mut all: Vec<(u64, u32, usize)> = self
            .slots
            .iter()
            .enumerate()
            .filter_map(|(i, f)| {
                let f = f.as_ref()?;
                let held: usize = f.ends.iter().filter_map(|e| e.stream.as_ref()).map(|s| s.held()).sum();
                (held > 0).then_some((f.last_frame, i as u32, held))
            })
            .collect();
        all.sort_unstable();
        all.into_iter().map(|(_, i, held)| (i, held)).collect()
    }
}
