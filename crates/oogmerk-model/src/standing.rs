//! Answers: what the register's named questions return and what every view (page, report, table) is fed with.
//! No view computes a figure of its own; it prints one of these.

use crate::{Conclusion, Device, Finding, Isolation, OutsideContact, Relation, Severity, Timestamp};
use serde::{Deserialize, Serialize};

/// One row of a count: never a bare number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountRow {
    /// What is counted: a maker key, a brand, a place …
    pub key: String,
    /// How many are proved.
    pub proved: u64,
    /// Makers only: how many of those are established, by proven knowledge alone; the others are decided on tested
    /// facts. What leaves the house prints both. Absent in records of before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub established: Option<u64>,
    /// How many it can be at most, were every open question to fall this way.
    pub at_most: u64,
    /// What would settle the difference, cheapest first.
    #[serde(default)]
    pub settles: Vec<String>,
    /// Devices behind `proved`, so that each number leads to its list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<String>,
}

impl CountRow {
    /// The number in two parts: established, and decided on tested facts.
    pub fn parts(&self) -> (u64, u64) {
        let established = self.established.unwrap_or_default().min(self.proved);
        (established, self.proved - established)
    }
}

/// A count without its rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// Devices of the asked kinds, whatever else is open about them.
    pub proved: u64,
    /// These, and those that may be of the asked kinds.
    pub at_most: u64,
}

/// Serialised as `oogmerk.count/1`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// `oogmerk.count/1`.
    pub schema: String,
    /// `how_many_by_maker` …
    pub question: String,
    /// Which kinds were asked for: `cameras`, `recorders`, `registered` or one kind; several with a comma.
    #[serde(default)]
    pub of: String,
    /// By which properties.
    #[serde(default)]
    pub by: Vec<String>,
    /// What was counted over: the body, a department, a site.
    pub scope: String,
    /// Valid time, `YYYY-MM-DD`.
    pub as_of: String,
    /// Recorded time, RFC 3339.
    pub known_on: String,
    /// Rows, largest first.
    pub rows: Vec<CountRow>,
    /// How many of the asked kinds have no answer.
    pub undecided: u64,
    /// How many of the asked kinds evidence contradicts itself on.
    #[serde(default)]
    pub contested: u64,
    /// How many may or may not be of the asked kinds: in "at most", never in "proved".
    #[serde(default)]
    pub kind_open: u64,
    /// Rows, `undecided` and `contested` together; and with `kind_open`.
    #[serde(default)]
    pub total: Total,
    /// Sites nobody looked at.
    pub not_surveyed_sites: u64,
}

/// A declared thing: a row of a list kept by people.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Declared {
    /// The row's own key in its list: asset number, or file and row.
    pub key: String,
    /// Fields as declared: `sheet.*` field name without the prefix → value.
    pub fields: std::collections::BTreeMap<String, String>,
    /// Where the row stands.
    pub source: crate::Source,
    /// The device it was matched with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// By which key it was matched: `mac`, `serial`, `ip` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matched_by: Option<String>,
}

/// Where devices hang.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceRow {
    /// Site or street, as declared. Empty where nobody said.
    pub place: String,
    /// Department, as declared.
    pub department: String,
    /// Cameras.
    pub cameras: u64,
    /// Recorders.
    pub recorders: u64,
    /// Devices.
    pub devices: Vec<String>,
}

/// A device that reaches outside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outsider {
    /// Device id.
    pub device: String,
    /// To whom.
    pub contacts: Vec<OutsideContact>,
    /// Verdict and window.
    pub isolation: Option<Isolation>,
}

/// What kind of difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeviationKind {
    /// In the list, not on the network. Carries what was looked at: absence is not proof.
    DeclaredNotFound,
    /// On the network, not in the list.
    FoundNotDeclared,
    /// Both, but they say different things.
    Differs,
}

/// Declared against found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deviation {
    /// Which.
    pub kind: DeviationKind,
    /// Device id, where found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// Declared row's key, where declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared: Option<String>,
    /// For `Differs`: field, declared value, found value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<(String, String, String)>,
}

/// A rule with the devices that break it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleBroken {
    /// Policy id.
    pub rule: String,
    /// Its name and authority, as the policy file gives them.
    pub name: String,
    /// Who is bound by it.
    pub binds: String,
    /// Since when.
    pub since: String,
    /// Where it is written.
    pub legal_reference: String,
    /// Source address or title.
    pub source: String,
    /// Severity.
    pub severity: Severity,
    /// Device ids per conclusion, in the order of `Conclusion`.
    pub devices: Vec<(Conclusion, Vec<String>)>,
}

/// Something that would settle an open question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Question {
    /// Which device.
    pub device: String,
    /// Which property.
    pub property: String,
    /// Which field would settle it: `label.model`, `onvif.scope.hardware` …
    pub field: String,
    /// What asking costs, as a stable word: `wait`, `ask`, `label`, `supplier`. Empty in records of before.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub cost: String,
}

/// How a maker stood behind a brand, and when, as the lineage list says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lineage {
    /// Printed name of the brand.
    pub brand: String,
    /// How.
    pub relation: Relation,
    /// First day, month or year; empty where unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// Last; empty where unknown or still true.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub to: String,
    /// It holds for all of the brand (or of this model), not for some of it.
    #[serde(default)]
    pub all: bool,
    /// Nobody proved it: a lead, no statement.
    #[serde(default)]
    pub is_lead: bool,
    /// Somebody disputes it.
    #[serde(default)]
    pub disputed: bool,
}

/// Why a device is what it is, ready to be said: filled by `assess::explain`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Because {
    /// Property.
    pub property: String,
    /// Value claimed.
    pub value: String,
    /// Tell, grammar row, lineage edge or rule.
    pub by: String,
    /// Its weight word: `weak`, `moderate`, `strong`, `decisive`.
    pub strength: String,
    /// Field of the evidence.
    pub field: String,
    /// Value of the evidence.
    pub evidence: String,
    /// Evidence id in the device record.
    pub id: String,
    /// The source the tell's author gave.
    pub source: String,
    /// Whether such a claim may decide alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub decisive: bool,
    /// Readings of one thing share a group and count once. Empty in records of before this was kept.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// Only for the property `lineage`: what the lineage list says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lineage: Option<Lineage>,
}

/// Everything the standing report says, from named questions, as of one day and as known on one day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Name of the body.
    pub body: String,
    /// Valid time, `YYYY-MM-DD`.
    pub as_of: String,
    /// Recorded time.
    pub known_on: Option<Timestamp>,
    /// Knowledge version the derivation was made with.
    pub knowledge: String,
    /// Every registered device.
    pub devices: Vec<Device>,
    /// Labels for maker and brand keys: key → printed name.
    pub labels: std::collections::BTreeMap<String, String>,
    /// Cameras and recorders by true maker.
    pub by_maker: Count,
    /// By the brand printed on them.
    pub by_brand: Count,
    /// By kind.
    pub by_kind: Count,
    /// (brand, maker, devices): the heart of the product.
    pub brand_to_maker: Vec<(String, String, Vec<String>)>,
    /// By place and department.
    pub places: Vec<PlaceRow>,
    /// Who talks outside.
    pub outside: Vec<Outsider>,
    /// Rules.
    pub rules: Vec<RuleBroken>,
    /// Findings.
    pub findings: Vec<Finding>,
    /// Declared rows.
    pub declared: Vec<Declared>,
    /// Declared against found.
    pub deviations: Vec<Deviation>,
    /// What would settle what is open, cheapest first.
    pub questions: Vec<Question>,
    /// What was looked at.
    pub windows: Vec<crate::Window>,
    /// Others seen, by kind: counts only.
    pub bystanders: Vec<crate::Bystanders>,
    /// Argument per device, for the device page and `explain`.
    pub arguments: std::collections::BTreeMap<String, Vec<Because>>,
}
