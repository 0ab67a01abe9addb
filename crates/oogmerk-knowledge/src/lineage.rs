//! Lineage: what an edge rests on, and how it is held against its own sources.
//!
//! An edge is a claim with a source, not a fact. How far it may be trusted follows from the class of its sources, by
//! the rules of [`faults`]; the author's word for the status cannot lift it above them.

use crate::contradictions::compare;
use crate::{Edge, EdgeRelation, Knowledge, Status};
use std::cmp::Ordering;

impl Edge {
    /// Whether an edge may speak for every device of its brand (or of its model pattern): it says so of all, somebody
    /// citable says it, and the firm that builds and the firm that sells are one house.
    ///
    /// A relabel or OEM edge of scope `some` is a reason to look at the device, never a maker.
    pub fn speaks_for_all(&self) -> bool {
        self.all
            && self.status >= Status::Tested
            && matches!(self.relation, EdgeRelation::OwnBrand | EdgeRelation::Subsidiary)
    }

    /// The classes of its sources as words, `press, court`.
    pub fn classes(&self) -> String {
        self.evidence.iter().map(|c| c.as_str()).collect::<Vec<_>>().join(", ")
    }
}

impl Knowledge {
    /// Model numbers in the examples of the brand's grammar that fit an edge's pattern; empty where it has none.
    pub fn models_of_edge(&self, edge: &Edge) -> Vec<&str> {
        let Some(pattern) = edge.models.as_deref().and_then(|p| regex::Regex::new(p).ok()) else {
            return Vec::new();
        };
        let rows = self.grammars.iter().zip(&self.grammar_examples);
        let examples = rows.filter(|(row, _)| row.brand == edge.brand).flat_map(|(_, (fit, _))| fit);
        examples.map(String::as_str).filter(|model| pattern.is_match(model.trim())).collect()
    }
}

/// What is wrong with an edge by its own sources; empty where nothing is.
pub(crate) fn faults(edge: &Edge) -> Vec<String> {
    let mut faults = Vec::new();
    let citable = edge.evidence.iter().filter(|c| c.is_citable()).count();
    if edge.evidence.is_empty() {
        faults.push("says not what its source is (`evidence`)".to_owned());
    }
    if edge.source.trim().is_empty() {
        faults.push("has no source".to_owned());
    }
    if edge.status == Status::Proven && citable < 2 && !edge.evidence.iter().any(|c| c.is_primary()) {
        faults.push("is called proven on one source that is no primary one".to_owned());
    }
    if edge.status == Status::Tested && citable == 0 {
        faults.push("rests on hearsay or a directory alone and is no more than a draft".to_owned());
    }
    for (name, date) in [("from", &edge.from), ("to", &edge.to)] {
        if !date.is_empty() && !is_date(date) {
            faults.push(format!("has `{name}` {date:?}, which is no day, month or year"));
        }
    }
    if ends_before_it_begins(&edge.from, &edge.to) {
        faults.push("ends before it begins".to_owned());
    }
    if let Some(said) = &edge.statement
        && (!is_date(&said.date) || [&said.by, &said.says, &said.source].iter().any(|t| t.trim().is_empty()))
    {
        faults.push("has a statement without speaker, meaning, source or date".to_owned());
    }
    faults
}

/// Whether `to` lies before `from`, as far as both go: what began in May of a year may end in that year.
pub(crate) fn ends_before_it_begins(from: &str, to: &str) -> bool {
    !from.is_empty() && !to.is_empty() && compare(to, from) == Ordering::Less
}

/// `2019`, `2019-10` or `2019-10-01`, which the calendar has.
fn is_date(text: &str) -> bool {
    let rest = match text.len() {
        4 => "-01-01",
        7 => "-01",
        10 => "",
        _ => return false,
    };
    oogmerk_model::Timestamp::parse_day(&format!("{text}{rest}")).is_some()
}

impl EdgeRelation {
    /// The word, in kebab-case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OwnBrand => "own-brand",
            Self::Subsidiary => "subsidiary",
            Self::Acquired => "acquired",
            Self::Relabel => "relabel",
            Self::Oem => "oem",
            Self::Component => "component",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EvidenceClass, Statement};
    use EvidenceClass::{Court, Directory, Hearsay, Press, Project};

    fn edge(status: Status, evidence: &[EvidenceClass]) -> Edge {
        Edge {
            id: "brand-by-maker".into(),
            brand: "brand".into(),
            models: None,
            maker: "maker".into(),
            relation: EdgeRelation::Oem,
            from: "2018".into(),
            to: "2022-11-24".into(),
            all: false,
            status,
            evidence: evidence.to_vec(),
            source: "read".into(),
            statement: None,
            disputed: false,
        }
    }

    /// No fault where nothing is wanted, else the fault that says so.
    fn check(edge: &Edge, want: &str) {
        let said = faults(edge).join("; ");
        if want.is_empty() {
            assert_eq!(said, "");
        } else {
            assert!(said.contains(want), "{said:?} says nothing of {want:?}");
        }
    }

    #[test]
    fn a_status_is_no_higher_than_its_sources_carry() {
        check(&edge(Status::Proven, &[Court]), "");
        check(&edge(Status::Proven, &[Press, Project]), "");
        check(&edge(Status::Proven, &[Press]), "is called proven");
        check(&edge(Status::Proven, &[Press, Directory]), "is called proven");
        check(&edge(Status::Tested, &[Project]), "");
        check(&edge(Status::Tested, &[Directory, Hearsay]), "no more than a draft");
        check(&edge(Status::Draft, &[Hearsay]), "");
        check(&edge(Status::Draft, &[]), "says not what its source is");
    }

    #[test]
    fn dates_are_days_months_or_years_in_order() {
        check(&Edge { from: "spring 2018".into(), ..edge(Status::Draft, &[Press]) }, "no day, month or year");
        check(&Edge { from: "2018-13".into(), ..edge(Status::Draft, &[Press]) }, "no day, month or year");
        check(&Edge { from: "2023".into(), ..edge(Status::Draft, &[Press]) }, "ends before it begins");
        check(&Edge { from: "2022-11-25".into(), ..edge(Status::Draft, &[Press]) }, "ends before it begins");
        // Of what began in May and ended in that year nobody said that it ended before.
        let within = Edge { from: "2022-05".into(), to: "2022".into(), ..edge(Status::Draft, &[Press]) };
        check(&within, "");
        let said = Statement {
            by: "Brand".into(),
            says: "it no longer buys".into(),
            date: "last year".into(),
            source: "its page".into(),
        };
        check(&Edge { statement: Some(said), ..edge(Status::Draft, &[Press]) }, "statement without");
    }
}
