//! Demotion: in which way a tell can accuse or clear wrongly, and a tell that therefore says less than it did.
//!
//! Which tell falls in which class is decided in `trust.rs`.

/// Why a tell may not say what it said; also the classes in which demoted tells are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Distrust {
    /// It names as maker a firm that sells what others build, and no own-brand edge covers what it speaks for.
    LabelFirm,
    /// It names a brand on a stack that its maker puts into the products of many labels.
    SharedStack,
    /// It reads what a user can write into the device.
    Editable,
    /// It reads what a device sends back of the question.
    Echo,
    /// Its last word has no end, so that a longer word fits too.
    OpenEnd,
    /// It takes a firm's registered number for one kind, and the firm sells several.
    OneKind,
    /// Nobody outside can look up what it rests on.
    NoSource,
}

impl Distrust {
    /// All classes, in the order in which they are told.
    pub const ALL: [Self; 7] = [
        Self::LabelFirm,
        Self::SharedStack,
        Self::Editable,
        Self::Echo,
        Self::OpenEnd,
        Self::OneKind,
        Self::NoSource,
    ];

    /// The word, as in `demoted.toml`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LabelFirm => "label-firm",
            Self::SharedStack => "shared-stack",
            Self::Editable => "editable",
            Self::Echo => "echo",
            Self::OpenEnd => "open-end",
            Self::OneKind => "one-kind",
            Self::NoSource => "no-source",
        }
    }

    /// The class of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == word)
    }

    /// What is wrong, as the end of a sentence that begins with the tell.
    pub const fn fault(self) -> &'static str {
        match self {
            Self::LabelFirm => {
                "names as maker a firm that sells what others build, for models that no own-brand edge covers"
            }
            Self::SharedStack => "names a brand on a stack that stands in the products of many labels",
            Self::Editable => "is decisive on what a user can write into the device",
            Self::Echo => "is decisive on what a device may send back of the question",
            Self::OpenEnd => "is decisive and its last word has no end: a longer word fits too",
            Self::OneKind => "takes the number of a firm that sells several kinds for one of them",
            Self::NoSource => {
                "is decisive without a dated source that a stranger can open (repository, path and commit; a released file with its version; a document with its page), or says anything on a bare number of an index, a test's data or common knowledge"
            }
        }
    }
}

/// A tell that says less than it did, since when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demotion {
    /// The tell, by id; it may have been taken out altogether.
    pub tell: String,
    /// In which class it fell.
    pub class: Distrust,
    /// What it said before.
    pub was: String,
    /// What it says now; `removed` where it is gone.
    pub now: String,
    /// Where a better source was looked for, and what came of it.
    pub looked: String,
    /// On which day, `YYYY-MM-DD`.
    pub on: String,
}
