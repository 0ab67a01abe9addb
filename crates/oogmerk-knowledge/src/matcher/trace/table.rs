//! From where a match can still be reached, worked out from the end of a value to its beginning, one lookup per byte.
//! Rows are made when they are first needed and thrown away when they become too many.

use super::nodes::{Node, Nodes, SIDES, Side, holds};
use std::collections::HashMap;
use std::sync::Arc;

/// Bytes that the rows of one table may take, roughly.
const SIZE_MAX: usize = 1 << 17;
/// No row yet.
const UNKNOWN: u16 = u16::MAX;
/// No set yet.
const NO_SET: u16 = u16::MAX;
/// A row of no hope: nothing before it can be part of a match.
const HOPELESS: u16 = 0x7fff;
/// Set where a match may begin at the place between two rows.
const BEGINS: u16 = 0x8000;

/// A set of nodes, one bit each.
type Set = Box<[u64]>;

/// What is known at one place of a value: which reads begin a way to a match there, and what stands behind it.
#[derive(Debug, Eq, Hash, PartialEq)]
struct Row {
    reads: Set,
    behind: Side,
}

/// Rows and the steps between them. A row goes by the place of its first cell.
#[derive(Debug, Default)]
pub(super) struct Table {
    numbers: HashMap<Arc<Row>, u16>,
    rows: Vec<Arc<Row>>,
    /// Of each row: for each class of bytes the row before, with [`BEGINS`]; then for each side before it the number of
    /// the set of all nodes from which a match can be reached. What is read together lies together.
    cells: Vec<u16>,
    /// The sets, as many words each.
    sets: Vec<u64>,
    words: usize,
    /// The rows of the value looked at, by place.
    trail: Vec<u16>,
}

/// A place from which a match can or cannot be reached, or no answer within the bounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Begin {
    At(usize),
    Nowhere,
    Unknown,
}

impl Table {
    /// The first place at which a match begins, or that behind the prefix which every match begins with.
    pub fn begin(&mut self, nodes: &Nodes, value: &[u8]) -> Begin {
        if !nodes.has_prefix(value) {
            return Begin::Nowhere;
        }
        let prefix = nodes.prefix.len();
        if self.rows.is_empty() {
            self.words = nodes.all.len().div_ceil(64);
            self.add(nodes, Row { reads: vec![0; self.words].into(), behind: Side::Edge });
        }
        if self.trail.len() <= value.len() {
            self.trail.resize(value.len() + 1, 0);
        }
        let mut row = 0;
        let mut found = Begin::Nowhere;
        self.trail[value.len()] = row;
        for (at, byte) in value.iter().enumerate().skip(prefix).rev() {
            let class = nodes.class_of[usize::from(*byte)];
            let mut step = self.cells[usize::from(row) + usize::from(class)];
            if step == UNKNOWN {
                let Some(made) = self.step(nodes, row, class) else {
                    // Too many rows: this value is matched otherwise, the next begins anew.
                    *self = Self::default();
                    return Begin::Unknown;
                };
                step = made;
            }
            if step & BEGINS != 0 {
                found = Begin::At(at + 1);
            }
            row = step & !BEGINS;
            if row == HOPELESS {
                return found;
            }
            self.trail[at] = row;
        }
        let set = self.hope(nodes, row, nodes.side_before(value, prefix));
        if holds_bit(self.set(set), nodes.start) { Begin::At(prefix) } else { found }
    }

    /// The nodes from which a match can be reached at a place of the value looked at last, the side before it given.
    pub fn hope_at(&self, nodes: &Nodes, at: usize, before: Side) -> &[u64] {
        let cell = usize::from(self.trail[at]) + nodes.classes.len() + before as usize;
        match self.cells[cell] {
            NO_SET => &[],
            set => self.set(set),
        }
    }

    fn set(&self, number: u16) -> &[u64] {
        &self.sets[usize::from(number) * self.words..][..self.words]
    }

    fn add(&mut self, nodes: &Nodes, row: Row) -> u16 {
        let number = self.cells.len() as u16;
        let row = Arc::new(row);
        self.cells.extend(std::iter::repeat_n(UNKNOWN, nodes.classes.len() + SIDES));
        self.rows.push(Arc::clone(&row));
        self.numbers.insert(row, number);
        number
    }

    /// Whether another row and its sets find room.
    fn has_room(&self, nodes: &Nodes) -> bool {
        let bytes = self.rows.len() * (self.words * 8 + 100) + self.cells.len() * 2 + self.sets.len() * 8;
        bytes < SIZE_MAX && self.cells.len() + nodes.classes.len() + SIDES < usize::from(HOPELESS)
    }

    /// The row that goes by a number.
    fn row(&self, nodes: &Nodes, number: u16) -> &Arc<Row> {
        &self.rows[usize::from(number) / (nodes.classes.len() + SIDES)]
    }

    /// The step from a row over a byte of a class; `None` where there are too many rows.
    fn step(&mut self, nodes: &Nodes, row: u16, class: u8) -> Option<u16> {
        self.has_room(nodes).then_some(())?;
        let (byte, side) = nodes.classes[usize::from(class)];
        let set = self.hope(nodes, row, side);
        let hope = self.set(set);
        let begins = if !nodes.is_anchored && holds_bit(hope, nodes.start) { BEGINS } else { 0 };
        let mut reads: Set = vec![0; self.words].into();
        let mut is_empty = true;
        for read in &nodes.reads {
            if (read.from..=read.to).contains(&byte) && holds_bit(hope, read.next) {
                add_bit(&mut reads, read.node);
                is_empty = false;
            }
        }
        let before = if is_empty && nodes.is_whole_end {
            HOPELESS
        } else {
            let next = Row { reads, behind: side };
            self.numbers.get(&next).copied().unwrap_or_else(|| self.add(nodes, next))
        };
        self.cells[usize::from(row) + usize::from(class)] = before | begins;
        Some(before | begins)
    }

    /// The set of the nodes from which a match can be reached at a row, worked out where it is not known yet.
    fn hope(&mut self, nodes: &Nodes, row: u16, before: Side) -> u16 {
        let cell = usize::from(row) + nodes.classes.len() + before as usize;
        if self.cells[cell] != NO_SET {
            return self.cells[cell];
        }
        let row = self.row(nodes, row);
        let mut set = row.reads.clone();
        let reads = (0..nodes.all.len() as u32).filter(|n| holds_bit(&row.reads, *n));
        let mut rest: Vec<u32> = reads.chain([nodes.end]).collect();
        add_bit(&mut set, nodes.end);
        while let Some(node) = rest.pop() {
            for leading in nodes.leading(node) {
                let may_pass = match nodes.all[*leading as usize] {
                    Node::Look { look, .. } => holds(look, before, row.behind),
                    _ => true,
                };
                if may_pass && !holds_bit(&set, *leading) {
                    add_bit(&mut set, *leading);
                    rest.push(*leading);
                }
            }
        }
        let number = (self.sets.len() / self.words) as u16;
        self.sets.extend_from_slice(&set);
        self.cells[cell] = number;
        number
    }
}

/// Whether a set holds a node; a set that is none holds nothing.
pub(super) fn holds_bit(set: &[u64], node: u32) -> bool {
    set.get(node as usize / 64).is_some_and(|word| word >> (node % 64) & 1 == 1)
}

fn add_bit(set: &mut [u64], node: u32) {
    set[node as usize / 64] |= 1 << (node % 64);
}
