//! The automaton of an expression, reduced to what a trace needs: steps that read a byte, choices in their order, looks
//! to the sides, and the places of the wanted groups.

use regex_automata::nfa::thompson::{NFA, State, Transition};
use regex_automata::util::look::{Look, LookSet};
use regex_automata::util::primitives::StateID;
use std::collections::HashMap;

/// Nodes of one expression; what has more is matched otherwise.
const NODES_MAX: usize = 4_000;

/// What one node does. Ranges point into the lists of [`Nodes`].
#[derive(Clone, Copy, Debug)]
pub(super) enum Node {
    /// Reads one byte; whichever it is, this is next.
    Read { next: u32 },
    /// Reads one byte, and what is next depends on it.
    ReadOneOf { first: u32, last: u32 },
    /// Goes on in the first way that leads to a match.
    Choice { first: u32, last: u32 },
    /// Goes on where the bytes on both sides are as they must be.
    Look { look: Look, next: u32 },
    /// Keeps the place as one end of a group.
    Keep { slot: u32, next: u32 },
    /// The expression matches.
    Match,
}

/// One way to read a byte.
#[derive(Clone, Copy, Debug)]
pub(super) struct Read {
    pub node: u32,
    pub from: u8,
    pub to: u8,
    pub next: u32,
}

/// What stands beside a place, as far as looks tell it apart.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) enum Side {
    /// The value ends here.
    Edge,
    Newline,
    Word,
    Other,
}

/// How many sides there are.
pub(super) const SIDES: usize = 4;

/// The automaton.
#[derive(Debug)]
pub(super) struct Nodes {
    pub all: Vec<Node>,
    /// Where a match begins, behind its prefix; the first of all.
    pub start: u32,
    /// Whether a match begins at the beginning of the value only.
    pub is_anchored: bool,
    /// The node that says that the expression matches.
    pub end: u32,
    /// All reads, in the order of their nodes.
    pub reads: Vec<Read>,
    pub choices: Vec<u32>,
    /// Of each node, where the nodes that lead to it without a byte begin in `leading`; one more at the end.
    leading_begins: Vec<u32>,
    leading: Vec<u32>,
    /// Whether the place of a wanted group may still change from a node on.
    pub may_keep: Vec<bool>,
    /// The class of each byte: bytes of one class are nowhere told apart.
    pub class_of: [u8; 256],
    /// One byte of each class, and its side.
    pub classes: Vec<(u8, Side)>,
    /// Whether every match ends where the value does.
    pub is_whole_end: bool,
    /// The letters that the value begins with, each as one or both of two bytes, where the match begins there.
    pub prefix: Vec<[u8; 2]>,
}

impl Nodes {
    /// Reduces an automaton, with these groups of it; `None` where it looks for what is not told apart here, or is too large.
    pub fn new(nfa: &NFA, groups: &[usize]) -> Option<Self> {
        let places = vec![None; nfa.states().len()];
        let mut reduction = Reduction { nfa, slots: slots(nfa, groups), places, order: Vec::new() };
        let beginning = reduction.beginning();
        let start = reduction.place(beginning.behind)?;
        let mut this = Self {
            all: Vec::new(),
            start,
            is_anchored: beginning.is_anchored,
            end: 0,
            reads: Vec::new(),
            choices: Vec::new(),
            leading_begins: Vec::new(),
            leading: Vec::new(),
            may_keep: Vec::new(),
            class_of: [0; 256],
            classes: Vec::new(),
            is_whole_end: false,
            prefix: beginning.prefix,
        };
        // Each node may put more of them at the end.
        while let Some(id) = reduction.order.get(this.all.len()).copied() {
            let node = this.node(id, &mut reduction)?;
            this.all.push(node);
        }
        // An expression that never matches has none.
        this.end = this.all.iter().position(|node| matches!(node, Node::Match))? as u32;
        this.tell_bytes_apart()?;
        this.link();
        this.may_keep = this.nodes_before(|node| matches!(node, Node::Keep { .. }));
        this.is_whole_end = this.must_end_whole();
        Some(this)
    }

    fn node(&mut self, id: StateID, reduction: &mut Reduction<'_>) -> Option<Node> {
        let node = self.all.len() as u32;
        Some(match reduction.nfa.state(id) {
            State::ByteRange { trans } => self.read(node, std::slice::from_ref(trans), reduction)?,
            State::Sparse(ranges) => self.read(node, &ranges.transitions, reduction)?,
            State::Union { alternates } => self.choice(alternates, reduction)?,
            State::BinaryUnion { alt1, alt2 } => self.choice(&[*alt1, *alt2], reduction)?,
            State::Look { look, next } => {
                is_told_apart(*look).then_some(())?;
                Node::Look { look: *look, next: reduction.place(*next)? }
            }
            State::Capture { next, slot, .. } => {
                let slot = reduction.slots.get(slot.as_usize()).copied().flatten()?;
                Node::Keep { slot, next: reduction.place(*next)? }
            }
            State::Match { .. } => Node::Match,
            // What never goes on is a choice between nothing.
            State::Fail => Node::Choice { first: 0, last: 0 },
            State::Dense(_) => return None,
        })
    }

    fn read(&mut self, node: u32, ranges: &[Transition], reduction: &mut Reduction<'_>) -> Option<Node> {
        let first = self.reads.len();
        for range in ranges {
            let next = reduction.place(range.next)?;
            self.reads.push(Read { node, from: range.start, to: range.end, next });
        }
        let (one, last) = (self.reads.get(first)?, self.reads.len() as u32);
        let is_same = self.reads[first..].iter().all(|read| read.next == one.next);
        Some(if is_same {
            Node::Read { next: one.next }
        } else {
            Node::ReadOneOf { first: first as u32, last }
        })
    }

    fn choice(&mut self, ways: &[StateID], reduction: &mut Reduction<'_>) -> Option<Node> {
        let first = self.choices.len() as u32;
        for way in ways {
            let way = reduction.place(*way)?;
            self.choices.push(way);
        }
        Some(Node::Choice { first, last: self.choices.len() as u32 })
    }

    /// Bytes are of one class where every node goes on in the same way with them, and looks do not tell them apart.
    /// Values are plain ASCII: the other bytes do not matter.
    fn tell_bytes_apart(&mut self) -> Option<()> {
        let looks =
            self.all.iter().filter_map(|n| if let Node::Look { look, .. } = n { Some(*look) } else { None });
        let looks: LookSet = looks.fold(LookSet::empty(), LookSet::insert);
        let side = |byte: u8| match byte {
            b'\n' if looks.contains_anchor_line() => Side::Newline,
            b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' if looks.contains_word() => Side::Word,
            _ => Side::Other,
        };
        let mut bounds = [false; 257];
        for (from, to) in self.reads.iter().map(|r| (r.from, r.to)) {
            bounds[usize::from(from)] = true;
            bounds[usize::from(to) + 1] = true;
        }
        let mut known: HashMap<(Side, Vec<(u32, u32)>), u8> = HashMap::new();
        let (mut class, mut before) = (0, None);
        for byte in 0..=0x7f {
            if bounds[usize::from(byte)] || before != Some(side(byte)) {
                let ways =
                    self.reads.iter().filter(|r| (r.from..=r.to).contains(&byte)).map(|r| (r.node, r.next));
                let new = u8::try_from(self.classes.len()).ok()?;
                class = *known.entry((side(byte), ways.collect())).or_insert(new);
                if class == new {
                    self.classes.push((byte, side(byte)));
                }
            }
            before = Some(side(byte));
            self.class_of[usize::from(byte)] = class;
        }
        Some(())
    }

    /// The nodes a node goes on to without reading.
    fn followers<'n>(&'n self, node: &'n Node) -> &'n [u32] {
        match node {
            Node::Choice { first, last } => &self.choices[*first as usize..*last as usize],
            Node::Look { next, .. } | Node::Keep { next, .. } => std::slice::from_ref(next),
            Node::Read { .. } | Node::ReadOneOf { .. } | Node::Match => &[],
        }
    }

    fn link(&mut self) {
        let mut pairs = Vec::new();
        for (at, node) in self.all.iter().enumerate() {
            pairs.extend(self.followers(node).iter().map(|next| (*next, at as u32)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        let begin = |node: usize| pairs.partition_point(|(next, _)| (*next as usize) < node) as u32;
        self.leading_begins = (0..=self.all.len()).map(begin).collect();
        self.leading = pairs.into_iter().map(|(_, at)| at).collect();
    }

    /// The nodes that lead to one without a byte.
    pub fn leading(&self, node: u32) -> &[u32] {
        let begin = |node: u32| self.leading_begins[node as usize] as usize;
        &self.leading[begin(node)..begin(node + 1)]
    }

    /// Which nodes are, or lead to, one that passes a test.
    fn nodes_before(&self, is_it: impl Fn(&Node) -> bool) -> Vec<bool> {
        let mut marks: Vec<bool> = self.all.iter().map(is_it).collect();
        let mut rest: Vec<u32> = (0..self.all.len() as u32).filter(|n| marks[*n as usize]).collect();
        let mut readers: Vec<(u32, u32)> = self.reads.iter().map(|r| (r.next, r.node)).collect();
        readers.sort_unstable();
        while let Some(node) = rest.pop() {
            let from = readers.partition_point(|(next, _)| *next < node);
            let reading = readers[from..].iter().take_while(|(next, _)| *next == node).map(|(_, at)| *at);
            for before in self.leading(node).iter().copied().chain(reading) {
                if !std::mem::replace(&mut marks[before as usize], true) {
                    rest.push(before);
                }
            }
        }
        marks
    }

    /// Whether a value begins with the prefix.
    pub fn has_prefix(&self, value: &[u8]) -> bool {
        let fits = |(byte, letter): (&u8, &[u8; 2])| letter.contains(byte);
        value.len() >= self.prefix.len() && value.iter().zip(&self.prefix).all(fits)
    }

    /// What stands before a place of a value.
    pub fn side_before(&self, value: &[u8], at: usize) -> Side {
        let byte = at.checked_sub(1).and_then(|before| value.get(before));
        byte.map_or(Side::Edge, |byte| self.classes[usize::from(self.class_of[usize::from(*byte)])].1)
    }

    /// Whether no way leads to the match but past the end of the value.
    fn must_end_whole(&self) -> bool {
        let mut seen = vec![false; self.all.len()];
        let mut rest = vec![self.end];
        let mut is_whole = true;
        while let Some(node) = rest.pop() {
            is_whole &= node != self.start && self.reads.iter().all(|r| r.next != node);
            for before in self.leading(node) {
                let is_end = matches!(self.all[*before as usize], Node::Look { look: Look::End, .. });
                if !is_end && !std::mem::replace(&mut seen[*before as usize], true) {
                    rest.push(*before);
                }
            }
        }
        is_whole
    }
}

/// States that are reached, in the order of their new numbers.
struct Reduction<'n> {
    nfa: &'n NFA,
    /// Of each slot of the automaton, the wanted one.
    slots: Vec<Option<u32>>,
    places: Vec<Option<u32>>,
    order: Vec<StateID>,
}

/// What every match begins with.
#[derive(Default)]
struct Beginning {
    is_anchored: bool,
    prefix: Vec<[u8; 2]>,
    /// The state behind it.
    behind: StateID,
}

impl Reduction<'_> {
    /// The letters behind `^` that leave no choice.
    fn beginning(&self) -> Beginning {
        let start = self.skip(self.nfa.start_anchored());
        let State::Look { look: Look::Start, next } = self.nfa.state(start) else {
            return Beginning { behind: start, ..Beginning::default() };
        };
        let (mut behind, mut prefix) = (self.skip(*next), Vec::new());
        while let Some((letter, next)) = letter(self.nfa.state(behind)) {
            prefix.push(letter);
            behind = self.skip(next);
        }
        Beginning { is_anchored: true, prefix, behind }
    }

    /// A state, or the first behind it that does something.
    fn skip(&self, mut id: StateID) -> StateID {
        while let State::Capture { next, slot, .. } = self.nfa.state(id)
            && self.slots.get(slot.as_usize()).copied().flatten().is_none()
        {
            id = *next;
        }
        id
    }

    /// The number of a state.
    fn place(&mut self, id: StateID) -> Option<u32> {
        let id = self.skip(id);
        let place = &mut self.places[id.as_usize()];
        if place.is_none() {
            *place = Some(self.order.len() as u32);
            self.order.push(id);
        }
        place.filter(|_| self.order.len() <= NODES_MAX)
    }
}

/// The letter that a state reads, in one or two spellings, and the state behind it.
fn letter(state: &State) -> Option<([u8; 2], StateID)> {
    let ranges = match state {
        State::ByteRange { trans } => std::slice::from_ref(trans),
        State::Sparse(ranges) => &ranges.transitions,
        _ => return None,
    };
    let (one, other) = (ranges.first()?, ranges.last()?);
    let is_letter = one.start == one.end && other.start == other.end && one.next == other.next;
    (is_letter && ranges.len() <= 2).then_some(([one.start, other.start], one.next))
}

/// Of each slot of the automaton, the one it is among those of the groups to keep, two to a group.
fn slots(nfa: &NFA, groups: &[usize]) -> Vec<Option<u32>> {
    let mut slots = vec![None; nfa.group_info().slot_len()];
    for (at, group) in groups.iter().enumerate() {
        slots[group * 2] = Some(at as u32 * 2);
        slots[group * 2 + 1] = Some(at as u32 * 2 + 1);
    }
    slots
}

fn is_told_apart(look: Look) -> bool {
    use Look::{End, EndLF, Start, StartLF, WordAscii, WordAsciiNegate};
    matches!(look, Start | End | StartLF | EndLF | WordAscii | WordAsciiNegate)
}

/// Whether a look finds what it looks for between two sides.
pub(super) fn holds(look: Look, before: Side, behind: Side) -> bool {
    match look {
        Look::Start => before == Side::Edge,
        Look::End => behind == Side::Edge,
        Look::StartLF => matches!(before, Side::Edge | Side::Newline),
        Look::EndLF => matches!(behind, Side::Edge | Side::Newline),
        Look::WordAscii => (before == Side::Word) != (behind == Side::Word),
        Look::WordAsciiNegate => (before == Side::Word) == (behind == Side::Word),
        _ => false,
    }
}
