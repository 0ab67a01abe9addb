//! Finding: what a rule concludes about a device. `unknown` is never folded into `clear`.

use crate::Field;
use serde::{Deserialize, Serialize};

/// What a rule concludes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "GLOSSARY.md defines them")]
pub enum Conclusion {
    Breaks,
    Clear,
    Undecided,
    Contested,
}

/// How bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "plain words")]
pub enum Severity {
    Info,
    Low,
    Medium,
    High,
    Critical,
}

/// Serialised as `oogmerk.finding/1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// `oogmerk.finding/1`.
    pub schema: String,
    /// `fnd-…`: digest of device and rule.
    pub id: String,
    /// Device id.
    pub device: String,
    /// Rule id (a policy's id).
    pub rule: String,
    /// Conclusion.
    pub conclusion: Conclusion,
    /// Severity.
    pub severity: Severity,
    /// Claims or evidence it rests on: `maker:dahua`, `e3` …
    pub because: Vec<String>,
    /// Where it is open: fields that would settle it, cheapest first. Empty in records of before this was kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settles: Vec<Field>,
    /// What to do: a message key of the report's message files.
    pub remedy: String,
    /// The day it was judged for, `YYYY-MM-DD`.
    pub as_of: String,
}
