//! Edges that cannot both be true, and edges that say nothing: two firms that each built all of one line, two owners of
//! one house at one time, a firm that relabels itself.
//!
//! What sources disagree on may stand here twice, as long as one of the two says so (`disputed`): then neither decides,
//! and a reader is shown both.

use crate::{Edge, EdgeRelation, Grammar, Knowledge};
use std::cmp::Ordering;

impl Knowledge {
    /// Every pair of edges that contradict and of which neither is disputed, and every edge that cannot be true alone.
    pub(crate) fn contradictions(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (i, a) in self.edges.iter().enumerate() {
            if a.brand == a.maker && a.relation != EdgeRelation::OwnBrand {
                faults.push(format!("{} says that {} is its own {}", a.id, a.brand, a.relation.as_str()));
            }
            // Edges lie in the order of their brands.
            for b in self.edges.iter().skip(i + 1).take_while(|b| b.brand == a.brand) {
                if let Some(reason) = self.clash(a, b).filter(|_| !a.disputed && !b.disputed) {
                    faults.push(format!("{} and {} contradict: {reason}; neither is disputed", a.id, b.id));
                }
            }
            faults.extend(self.circle(a));
        }
        faults
    }

    /// Why two edges of one brand cannot both be true.
    fn clash(&self, a: &Edge, b: &Edge) -> Option<String> {
        if !overlap(a, b) {
            return None;
        }
        if a.maker == b.maker {
            let is_twice = a.relation == b.relation && a.models == b.models && a.all == b.all;
            return is_twice.then(|| "they say the same of the same time".to_owned());
        }
        if says_owner(a) && says_owner(b) {
            return Some(format!("{} is owned whole by {} and by {}", a.brand, a.maker, b.maker));
        }
        let both_build = says_builder(a) && says_builder(b);
        (both_build && self.leaves_no_room(a, b))
            .then(|| format!("what {} sells is built by {} and by {}", a.brand, a.maker, b.maker))
    }

    /// Whether one of two edges speaks for all of something that the other speaks of too.
    fn leaves_no_room(&self, a: &Edge, b: &Edge) -> bool {
        let holds_all = |whole: &Edge, part: &Edge| {
            whole.all && (whole.models.is_none() || (whole.models == part.models))
        };
        // One pattern beside none: the line is the exception that the edge of the whole brand leaves room for, as long
        // as the line is whole too.
        let is_exception = |whole: &Edge, part: &Edge| whole.models.is_none() && part.models.is_some();
        if is_exception(a, b) || is_exception(b, a) {
            return false;
        }
        holds_all(a, b) || holds_all(b, a) || (a.all && b.all && self.share_a_model(a, b))
    }

    /// Whether some example of the brand's grammar fits the patterns of both.
    fn share_a_model(&self, a: &Edge, b: &Edge) -> bool {
        let fits = |edge: &Edge, model: &str| {
            let pattern = edge.models.as_deref().and_then(|p| regex::Regex::new(p).ok());
            pattern.is_some_and(|p| p.is_match(model.trim()))
        };
        let rows = self.grammars.iter().zip(&self.grammar_examples);
        rows.filter(|(row, _): &(&Grammar, _)| row.brand == a.brand)
            .flat_map(|(_, (examples, _))| examples)
            .any(|model| fits(a, model) && fits(b, model))
    }

    /// Two houses that own each other at one time.
    fn circle(&self, a: &Edge) -> Option<String> {
        let back = self.edges.iter().find(|b| {
            let is_back = b.brand == a.maker && b.maker == a.brand && a.brand < b.brand;
            is_back && says_owner(a) && says_owner(b) && overlap(a, b) && !a.disputed && !b.disputed
        })?;
        Some(format!("{} and {} contradict: each firm owns the other", a.id, back.id))
    }
}

/// Who owns the whole house of the brand.
fn says_owner(edge: &Edge) -> bool {
    matches!(edge.relation, EdgeRelation::Acquired | EdgeRelation::Subsidiary)
        && edge.all
        && edge.models.is_none()
}

/// Who built the devices.
fn says_builder(edge: &Edge) -> bool {
    matches!(edge.relation, EdgeRelation::OwnBrand | EdgeRelation::Relabel | EdgeRelation::Oem)
}

/// Whether two edges hold at one time. Where one ends in the year, month or day in which the other begins, they follow
/// one another: no source says how they lie within it.
fn overlap(a: &Edge, b: &Edge) -> bool {
    let ends_before = |end: &str, begin: &str| {
        !end.is_empty() && !begin.is_empty() && compare(end, begin) != Ordering::Greater
    };
    !ends_before(&a.to, &b.from) && !ends_before(&b.to, &a.from)
}

/// Two days, months or years, compared as far as both go.
pub(crate) fn compare(a: &str, b: &str) -> Ordering {
    let length = a.len().min(b.len());
    a.get(..length).cmp(&b.get(..length))
}
