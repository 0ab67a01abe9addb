//! Lineage: what an edge rests on, how it is held against its own sources, and which edges speak of a firm.
//!
//! An edge is a claim with a source, not a fact. How far it may be trusted follows from the class of its sources, by
//! the rules of [`faults`]; the author's word for the status cannot lift it above them.

use crate::{Edge, EdgeRelation, Knowledge, Oracle, Status};

/// What sort of source says so. One word per source, in the order of the source text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EvidenceClass {
    /// The maker, the brand's owner or their lawyer said it: a page, a notice, a report to shareholders.
    MakerStatement,
    /// An authority found it: a market authority, a data protection authority, a decision with a number.
    Regulator,
    /// It stands in papers of a court case, as a finding or (said so in the source) as an allegation.
    Court,
    /// A public register: IEEE address blocks, IANA enterprise numbers, FCC grants, a trade mark or company register.
    Register,
    /// A security advisory or CVE record that names both, or one firmware under both names.
    Advisory,
    /// An answer or firmware of a real device whose label is known, published or kept in a corpus.
    Measured,
    /// A newspaper, a trade paper, an encyclopedia that cites one.
    Press,
    /// A published taking apart of firmware or protocol by somebody who is neither maker nor seller.
    Forensic,
    /// A public program's code, documentation or thread in which somebody who uses the device says so.
    Project,
    /// A list of relabels without proof per entry, or a seller's page about competitors.
    Directory,
    /// Common knowledge.
    Hearsay,
}

impl EvidenceClass {
    /// The word, as in the files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MakerStatement => "maker-statement",
            Self::Regulator => "regulator",
            Self::Court => "court",
            Self::Register => "register",
            Self::Advisory => "advisory",
            Self::Measured => "measured",
            Self::Press => "press",
            Self::Forensic => "forensic",
            Self::Project => "project",
            Self::Directory => "directory",
            Self::Hearsay => "hearsay",
        }
    }
    /// Every class, the strongest sorts first.
    pub const ALL: [Self; 11] = [
        Self::MakerStatement,
        Self::Regulator,
        Self::Court,
        Self::Register,
        Self::Advisory,
        Self::Measured,
        Self::Press,
        Self::Forensic,
        Self::Project,
        Self::Directory,
        Self::Hearsay,
    ];

    /// The class of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == word)
    }

    /// A source that may prove alone.
    pub const fn is_primary(self) -> bool {
        matches!(
            self,
            Self::MakerStatement
                | Self::Regulator
                | Self::Court
                | Self::Register
                | Self::Advisory
                | Self::Measured
        )
    }
    /// A source that can be held to account at all: more than a list or a saying.
    pub const fn is_citable(self) -> bool {
        !matches!(self, Self::Directory | Self::Hearsay)
    }
}

/// What the maker, or the brand's owner, says about an edge itself.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Who said it.
    pub by: String,
    /// The meaning of what was said, in plain English; no more than was said.
    pub says: String,
    /// Day, month or year.
    pub date: String,
    /// Where it can be read.
    pub source: String,
}

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
    if !edge.from.is_empty() && !edge.to.is_empty() && edge.to < edge.from {
        faults.push("ends before it begins".to_owned());
    }
    if let Some(said) = &edge.statement
        && (!is_date(&said.date) || [&said.by, &said.says, &said.source].iter().any(|t| t.trim().is_empty()))
    {
        faults.push("has a statement without speaker, meaning, source or date".to_owned());
    }
    faults
}

/// `2019`, `2019-10` or `2019-10-01`.
fn is_date(text: &str) -> bool {
    matches!(text.len(), 4 | 7 | 10)
        && text
            .bytes()
            .enumerate()
            .all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() })
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

/// An edge by its id, or every edge of a vendor, as brand or as maker; empty where the id names neither.
pub fn edges_about<'k>(knowledge: &'k Knowledge, id: &str) -> Vec<&'k Edge> {
    let is_vendor = knowledge.maker(id).is_some();
    let speaks = |e: &&Edge| e.id == id || (is_vendor && (e.brand == id || e.maker == id));
    knowledge.edges().iter().filter(speaks).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
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
        check(&Edge { from: "2023".into(), ..edge(Status::Draft, &[Press]) }, "ends before it begins");
        let said = Statement {
            by: "Brand".into(),
            says: "it no longer buys".into(),
            date: "last year".into(),
            source: "its page".into(),
        };
        check(&Edge { statement: Some(said), ..edge(Status::Draft, &[Press]) }, "statement without");
    }
}
