//! What sort of source says something, and what a maker says itself.

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
