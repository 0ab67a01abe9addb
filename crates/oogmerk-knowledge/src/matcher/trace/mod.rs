//! Whether an expression matches a short value, and where its groups lie, by two walks: from the end of the value to its
//! beginning, noting from where a match can still be reached, and forward again along the first such way.
//!
//! Every choice of the second walk is right at once, because the first has seen what follows: nothing is tried in vain,
//! and the way is the one that trying in order would find. An expression that is not told in one pass (most tells that
//! cut out a name between words are none) costs a tenth of what a backtracker takes for it.

mod nodes;
mod table;

use nodes::{Node, Nodes};
use regex_automata::nfa::thompson::NFA;
use regex_automata::util::primitives::NonMaxUsize;
use regex_automata::util::syntax;
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use table::{Begin, Table, holds_bit};

/// Longest value of which groups are cut out.
pub(super) const LENGTH_MAX: usize = 256;
/// Longest value that is only matched: what is longer is often decided at its beginning, or by a literal it does not hold.
pub(super) const MATCHED_MAX: usize = 96;
/// Tables of one expression: as many threads do not wait for each other.
const TABLES: usize = 4;

/// One expression over bytes.
#[derive(Debug)]
pub(super) struct Trace {
    nodes: Nodes,
    /// Of each wish, the group that fulfils it, among those kept.
    groups: Vec<Option<usize>>,
    tables: [Mutex<Table>; TABLES],
}

/// What came of a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Traced {
    Match,
    None,
    /// Not to be told within the bounds.
    Unknown,
}

impl Trace {
    /// `None` for an expression that is none over bytes, is too large, or looks for what is not told apart.
    pub fn new(text: &str, wanted: &[String], size_max: usize) -> Option<Self> {
        let config = NFA::config().utf8(false).nfa_size_limit(Some(size_max));
        let syntax = syntax::Config::new().unicode(false).utf8(false);
        let nfa = NFA::compiler().configure(config).syntax(syntax).build(text).ok()?;
        let number = |name: &String| nfa.group_info().to_index(regex_automata::PatternID::ZERO, name);
        let numbers: Vec<Option<usize>> = wanted.iter().map(number).collect();
        let mut kept: Vec<usize> = numbers.iter().copied().flatten().collect();
        kept.sort_unstable();
        kept.dedup();
        let nodes = Nodes::new(&nfa, &kept)?;
        let groups = numbers.into_iter().map(|n| kept.binary_search(&n?).ok()).collect();
        Some(Self { nodes, groups, tables: Default::default() })
    }

    /// Of each wish, the number of its group.
    pub fn groups(&self) -> &[Option<usize>] {
        &self.groups
    }

    /// Matches a value and fills the slots of the groups, two to each; there are enough of them.
    pub fn find(&self, value: &[u8], slots: &mut [Option<NonMaxUsize>]) -> Traced {
        let mut table = self.table();
        match table.begin(&self.nodes, value) {
            Begin::Nowhere => Traced::None,
            Begin::Unknown => Traced::Unknown,
            Begin::At(begin) => self.walk(&table, begin, value, slots).unwrap_or(Traced::Unknown),
        }
    }

    /// A table that nobody uses.
    fn table(&self) -> MutexGuard<'_, Table> {
        let (last, others) = (&self.tables[TABLES - 1], &self.tables[..TABLES - 1]);
        let free = others.iter().find_map(|table| match table.try_lock() {
            Ok(table) => Some(table),
            Err(TryLockError::Poisoned(table)) => Some(table.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        });
        free.unwrap_or_else(|| last.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Goes the way of the match that begins at a place; `None` where it goes round without reading.
    fn walk(
        &self,
        table: &Table,
        begin: usize,
        value: &[u8],
        slots: &mut [Option<NonMaxUsize>],
    ) -> Option<Traced> {
        let nodes = &self.nodes;
        let (mut at, mut node, mut steps) = (begin, nodes.start, 0);
        // A node that only leads on to others that may keep a place need not be asked whether it may.
        let mut may_keep = nodes.may_keep[node as usize];
        while may_keep {
            match nodes.all[node as usize] {
                Node::Read { next } => (at, node, steps) = (at + 1, next, 0),
                Node::ReadOneOf { first, last } => {
                    let byte = *value.get(at)?;
                    let reads = &nodes.reads[first as usize..last as usize];
                    let read = reads.iter().find(|r| (r.from..=r.to).contains(&byte))?;
                    (at, node, steps) = (at + 1, read.next, 0);
                    may_keep = nodes.may_keep[node as usize];
                }
                Node::Choice { first, last } => {
                    let hope = table.hope_at(nodes, at, nodes.side_before(value, at));
                    let ways = &nodes.choices[first as usize..last as usize];
                    node = *ways.iter().find(|way| holds_bit(hope, **way))?;
                    may_keep = nodes.may_keep[node as usize];
                    steps += 1;
                }
                Node::Look { next, .. } => node = next,
                Node::Keep { slot, next } => {
                    *slots.get_mut(slot as usize)? = NonMaxUsize::new(at);
                    node = next;
                    may_keep = nodes.may_keep[node as usize];
                }
                Node::Match => break,
            }
            if steps > nodes.all.len() {
                return None;
            }
        }
        Some(Traced::Match)
    }
}

#[cfg(test)]
mod tests;
