//! What sort of source says something, what a maker says itself, and what is no source at all.

use std::sync::LazyLock;

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

/// Whether a source names nothing but a number of some index, the data of a test, a directory of its trade, or what
/// everybody is said to know. Such a row may be a lead; more it must not say.
pub(crate) fn is_hollow(source: &str) -> bool {
    static HOLLOW: LazyLock<Option<regex::Regex>> = LazyLock::new(|| {
        let forms = r"(?i)^\W*(?:(?:code )?index (?:ids? [0-9]|hits for )|(?:a )?(?:unit )?test(?:s|'s)? (?:fixture|data)|industry director|common knowledge|hearsay|unverified)";
        regex::Regex::new(forms).ok()
    });
    static READ: LazyLock<Option<regex::Regex>> =
        LazyLock::new(|| regex::Regex::new(r"^\W*(?:read [0-9-]+)?\W*$").ok());
    let holds = |form: &LazyLock<Option<regex::Regex>>, part: &str| {
        form.as_ref().is_some_and(|form| form.is_match(part))
    };
    let parts = || source.split([';', '[', ']']).filter(|part| !holds(&READ, part));
    parts().all(|part| holds(&HOLLOW, part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_number_a_test_and_what_everybody_knows_are_no_source() {
        let check = |source: &str, want: bool| assert_eq!(is_hollow(source), want, "{source}");
        check("code index id 70159676798", true);
        check("code index ids 30316222776, 21645662320; read 2026-11-30", true);
        check("code index id 69437537209 (model prefixes): a form of the maker", true);
        check("common knowledge, unverified", true);
        check("industry directories; common knowledge [read 2026-11-30]", true);
        check("a test fixture; read 2026-11-30", true);
        check("", true);
        check("public recorder readme; common knowledge, unverified", false);
        check("acme/cameras tests/fixtures/devices at f6dac0dabb26; read 2026-11-30", false);
        check("VAPIX version 3 manual, p. 16 (code index id 7)", false);
    }
}
