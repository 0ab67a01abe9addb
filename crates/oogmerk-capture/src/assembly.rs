//! Pieces that arrive in any order, and the whole they make. Where pieces overlap, the first to arrive wins.

use crate::hash::Map;
use crate::internet::{Address, Fragment};
use crate::span::Piece;

struct Part {
    start: u32,
    frame: u64,
    at: u32,
    bytes: Box<[u8]>,
}

/// Parts that wait for what comes before them, sorted and without overlap.
#[derive(Default)]
pub(super) struct Waiting {
    parts: Vec<Part>,
    held: usize,
}

impl Waiting {
    /// More parts than this at once is not disorder but an attack or a lossy capture.
    const PARTS_MAX: usize = 64;

    /// Adds the bytes not already there. Returns how many were kept.
    pub(super) fn add(&mut self, mut start: u32, frame: u64, mut at: u32, mut bytes: &[u8]) -> usize {
        let mut kept = 0;
        while !bytes.is_empty() && self.parts.len() < Self::PARTS_MAX {
            let index = self.parts.partition_point(|p| p.start <= start);
            // What the part before already holds.
            let covered = index
                .checked_sub(1)
                .and_then(|i| self.parts.get(i))
                .map_or(0, |p| (p.start + p.bytes.len() as u32).saturating_sub(start))
                as usize;
            let covered = covered.min(bytes.len());
            bytes = &bytes[covered..];
            start += covered as u32;
            at += covered as u32;
            if bytes.is_empty() {
                break;
            }
            let room = self.parts.get(index).map_or(usize::MAX, |p| p.start.saturating_sub(start) as usize);
            let take = room.min(bytes.len());
            if take > 0 {
                self.parts.insert(index, Part { start, frame, at, bytes: Box::from(&bytes[..take]) });
                kept += take;
                self.held += take;
            }
            bytes = &bytes[take..];
            start += take as u32;
            at += take as u32;
        }
        kept
    }

    /// Takes the first part if it begins at or before `next`.
    pub(super) fn take(&mut self, next: u32) -> Option<(Piece, Box<[u8]>)> {
        let first = self.parts.first()?;
        if first.start > next {
            return None;
        }
        let part = self.parts.remove(0);
        self.held -= part.bytes.len();
        Some((Piece { start: part.start, frame: part.frame, at: part.at }, part.bytes))
    }

    /// Bytes held.
    pub(super) fn held(&self) -> usize {
        self.held
    }

    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    fn contiguous_to(&self) -> u32 {
        self.parts.iter().fold(0, |end, p| if p.start == end { end + p.bytes.len() as u32 } else { end })
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    source: Address,
    destination: Address,
    id: u32,
    protocol: u8,
}

struct Datagram {
    waiting: Waiting,
    held: usize,
    whole: Option<u32>,
    newest: u64,
}

/// Datagrams of which some fragments came.
#[derive(Default)]
pub(super) struct Fragments {
    table: Map<Key, Datagram>,
    held: usize,
    /// Datagrams given up for want of room before they were whole, and bytes of them.
    lost: (u64, u64),
}

/// A datagram put together.
pub(super) struct Whole {
    pub bytes: Vec<u8>,
    pub pieces: Vec<Piece>,
}

impl Fragments {
    const DATAGRAMS_MAX: usize = 1024;
    const BYTES_MAX: usize = 4 << 20;
    const DATAGRAM_MAX: usize = 65_535;

    /// Adds a fragment whose payload is `bytes`, standing in `frame` at `at`; gives the whole when it is complete.
    pub(super) fn add(
        &mut self,
        source: Address,
        destination: Address,
        protocol: u8,
        fragment: Fragment,
        frame: u64,
        at: u32,
        bytes: &[u8],
    ) -> Option<Whole> {
        let end = fragment.offset + bytes.len();
        if end > Self::DATAGRAM_MAX {
            return None;
        }
        let key = Key { source, destination, id: fragment.id, protocol };
        if !self.table.contains_key(&key)
            && (self.table.len() >= Self::DATAGRAMS_MAX || self.held > Self::BYTES_MAX)
        {
            self.drop_older_half();
        }
        let datagram = self.table.entry(key).or_insert_with(|| Datagram {
            waiting: Waiting::default(),
            held: 0,
            whole: None,
            newest: frame,
        });
        datagram.newest = frame;
        let kept = datagram.waiting.add(fragment.offset as u32, frame, at, bytes);
        datagram.held += kept;
        self.held += kept;
        if fragment.last {
            datagram.whole.get_or_insert(end as u32);
        }
        if datagram.whole.is_none_or(|whole| datagram.waiting.contiguous_to() < whole) {
            return None;
        }
        let mut datagram = self.table.remove(&key)?;
        self.held -= datagram.held;
        let mut whole = Whole { bytes: Vec::with_capacity(datagram.held), pieces: Vec::new() };
        while let Some((piece, part)) = datagram.waiting.take(whole.bytes.len() as u32) {
            whole.pieces.push(piece);
            whole.bytes.extend_from_slice(&part);
        }
        Some(whole)
    }

    /// Takes the count of datagrams given up and of their bytes.
    pub(super) fn take_lost(&mut self) -> (u64, u64) {
        std::mem::take(&mut self.lost)
    }

    fn drop_older_half(&mut self) {
        let mut ages: Vec<u64> = self.table.values().map(|d| d.newest).collect();
        ages.sort_unstable();
        let limit = ages.get(ages.len() / 2).copied().unwrap_or(0);
        let lost = self.table.values().filter(|d| d.newest <= limit);
        let lost = lost.fold(self.lost, |(n, bytes), d| (n + 1, bytes + d.held as u64));
        self.lost = lost;
        self.table.retain(|_, d| d.newest > limit);
        self.held = self.table.values().map(|d| d.held).sum();
    }
}
