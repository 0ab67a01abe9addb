//! What can be changed: the words in which others tell the register something.

use crate::chain::Hash;
use oogmerk_model::{Fact, Timestamp};
use serde::{Deserialize, Serialize};

/// Who does something to the register.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Actor {
    /// A person's or a service's name.
    pub name: String,
    /// In which role: `officer`, `collector`, `retention` …
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
}

impl Actor {
    /// Somebody in a role.
    pub fn new(name: impl Into<String>, role: impl Into<String>) -> Self {
        Self { name: name.into(), role: role.into() }
    }
}

/// One input as a reader handed it over: a file, a survey, a typed-in label.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Input {
    /// Its name as the user gave it.
    pub name: String,
    /// SHA-256 of the whole input in hex, where it has one. The same input twice changes nothing.
    pub digest: Option<String>,
    /// What was read from it.
    pub facts: Vec<Fact>,
}

/// A change to the register.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// What was read: evidence (declared rows too), contacts, vias, windows, payload counts, problems.
    Observed(Input),
    /// The same, waiting for a person's yes. Not part of any snapshot until accepted.
    Draft(Input),
    /// Takes over a draft, by the number of its fact.
    AcceptDraft(u64),
    /// A device id, minted once, bound to strong keys (`mac:…`, `serial:…`). Later bindings of a key win.
    DeviceNamed {
        /// `dev-…`.
        id: String,
        /// Keys as the reasoning crate spells them.
        keys: Vec<String>,
    },
    /// An id that now leads elsewhere, or that another id came from.
    Redirected(Redirect),
    /// What a person decided.
    Decided(Decision),
    /// What a person says about a device.
    Stated(Statement),
    /// Forgets contents for good.
    Erase {
        /// Which.
        which: Which,
        /// Under which rule: a request's number, a law's article.
        rule: String,
    },
}

/// How an id came to lead elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "kebab-case")]
pub enum Redirect {
    /// Two ids turned out to be one device: `from` is history, `to` goes on.
    Merged {
        /// The id that ends.
        from: String,
        /// The id that stays.
        to: String,
    },
    /// One id turned out to be two devices: `from` stays, `to` is new. What was said about `from` before is
    /// contested until somebody says it again.
    Split {
        /// The id that stays with its oldest key.
        from: String,
        /// The new id.
        to: String,
    },
}

/// A person's decision, in force from and to a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What was decided.
    #[serde(flatten)]
    pub ruling: Ruling,
    /// Why, in the person's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// In force from; `None` is always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Timestamp>,
    /// In force until, not included; `None` is until revoked by a later decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Timestamp>,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ruling", rename_all = "kebab-case")]
pub enum Ruling {
    /// Two ids, keys or subjects are one device.
    Same {
        /// One.
        a: String,
        /// The other.
        b: String,
    },
    /// They are two.
    Different {
        /// One.
        a: String,
        /// The other.
        b: String,
    },
    /// A broken rule is lived with until `valid_to`.
    RiskAccepted {
        /// Device id.
        device: String,
        /// Rule id.
        rule: String,
    },
    /// The rule does not bind here, by a written waiver.
    Waiver {
        /// Device id; `None` is the whole body.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        device: Option<String>,
        /// Rule id.
        rule: String,
        /// The waiver's reference.
        reference: String,
    },
}

/// What a statement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the words of the form people fill in")]
pub enum Topic {
    Place,
    Room,
    Department,
    Purpose,
    LegalGround,
    Supplier,
    Contract,
    Note,
    /// Taken off the wall on the day the statement is valid from; its value says why, or nothing. Starts the
    /// retention clock.
    Removed,
}

/// What a person says about a device, for a span of valid time. Of two that overlap, the later recorded holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Device id or key.
    pub about: String,
    /// Topic.
    pub topic: Topic,
    /// What is said. `None` takes back what was said for this span.
    pub value: Option<String>,
    /// True from; `None` is since ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Timestamp>,
    /// True until, not included; `None` is for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Timestamp>,
}

/// What to erase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// Facts by number.
    Facts(Vec<u64>),
    /// All that was read from one input, by the name it was given.
    Input(String),
    /// All that was seen about one subject; in one input where named, in all otherwise.
    Subject {
        /// `ip:…`, `mac:…`.
        subject: String,
        /// The input's name.
        file: Option<String>,
    },
    /// All that is held about a device: evidence, contacts, its binding to keys, what was said and derived.
    Device(String),
    /// Every fact whose content holds this text, for data of the wrong person: a MAC, a name, a number.
    Text(String),
}

/// Whether erased bytes are gone from the files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scrub {
    /// Nothing was erased.
    #[default]
    NotNeeded,
    /// Database and log were rewritten; the bytes are gone.
    Done,
    /// Somebody still reads an older state. Call `Register::scrub` again later.
    Waiting,
}

/// Where the chain ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Head {
    /// Number of the last fact.
    pub number: u64,
    /// Its hash.
    pub hash: Hash,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// What `apply` did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// Recorded time of everything in it.
    pub recorded_at: Timestamp,
    /// Facts appended.
    pub appended: u64,
    /// Facts that were already there.
    pub already_known: u64,
    /// Facts whose content was erased.
    pub erased: u64,
    /// Where the chain ends now.
    pub head: Head,
    /// Whether erased bytes are gone.
    pub scrubbed: Scrub,
    /// Numbers of drafts made, for `Change::AcceptDraft`.
    pub drafts: Vec<u64>,
}
