//! The shapes of knowledge, as the reasoning crate sees them.

use crate::{EvidenceClass, Statement};
use oogmerk_model::{Conclusion, Kind, Mac, Property, Severity};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How far a tell or edge may be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// A lead: never decides alone, never leaves the house as a statement about a maker.
    Draft,
    /// Has a readable source and passes its own examples.
    Tested,
    /// Primary source or two independent ones, or measured on a device whose label is known.
    Proven,
}

/// How loud a tell speaks. The numbers are defined once, in `weight_mdb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// 3 dB: twice as likely.
    Weak,
    /// 7 dB: five times.
    Moderate,
    /// 13 dB: twenty times.
    Strong,
    /// 23 dB: two hundred times; may decide alone.
    Decisive,
}

impl Weight {
    /// Milli-decibans (10 000 × log10 of the odds factor).
    pub const fn weight_mdb(self) -> i64 {
        match self {
            Weight::Weak => 3_000,
            Weight::Moderate => 7_000,
            Weight::Strong => 13_000,
            Weight::Decisive => 23_000,
        }
    }
    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Weight::Weak => "weak",
            Weight::Moderate => "moderate",
            Weight::Strong => "strong",
            Weight::Decisive => "decisive",
        }
    }
}

/// How a tell's pattern is matched. All but regex are case-sensitive; the value is trimmed first.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Pattern {
    /// The whole value.
    Exact(Arc<str>),
    /// Its beginning.
    Prefix(Arc<str>),
    /// Its end.
    Suffix(Arc<str>),
    /// Anywhere in it.
    Contains(Arc<str>),
    /// Rust regular expression, searched; named groups `model`, `firmware`, `serial`, `mac`, `brand` may be used in claims.
    Regex(Arc<str>),
}

/// What a tell claims. Values may be `$model`, `$firmware`, `$serial`, `$mac`, `$brand` from the pattern's groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// Who built it: a maker key. Only where the tell proves it.
    pub maker: Option<String>,
    /// Name printed on it: a brand key.
    pub brand: Option<String>,
    /// Kinds it can be; more than one means "one of these".
    pub kinds: Vec<Kind>,
    /// Model, firmware, serial, soc, hardware, line: property to template.
    pub other: BTreeMap<Property, String>,
}

/// A tell: how a device gives itself away.
#[derive(Clone, Debug, PartialEq)]
pub struct Tell {
    /// Stable kebab-case id, never reused.
    pub id: String,
    /// Field it reads.
    pub field: String,
    /// Pattern.
    pub pattern: Pattern,
    /// Claims. Tells of one row on several fields share them, their pattern and what proves them.
    pub claims: Arc<Claims>,
    /// Weight.
    pub weight: Weight,
    /// Tells of one group read the same underlying thing and count once. Defaults to the field's family
    /// (`http`, `rtsp`, `sadp` …) so that two readings of one string are one.
    pub group: String,
    /// Status.
    pub status: Status,
    /// Source and date, readable.
    pub source: Arc<str>,
    /// Must speak on these.
    pub matches: Arc<[String]>,
    /// Must be silent on these.
    pub silent: Arc<[String]>,
}

/// A tell that spoke, with its templates filled.
#[derive(Clone, Debug, PartialEq)]
pub struct Spoken<'k> {
    /// The tell.
    pub tell: &'k Tell,
    /// Property values with templates filled (model, firmware, serial, brand …). Maker, brand key and kinds are in `tell.claims`.
    pub filled: Vec<(Property, String)>,
}

/// What a firm builds. A firm of parts is never the maker or the brand of a device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Builds {
    /// Whole devices.
    #[default]
    Devices,
    /// Chips that others build devices around.
    Chips,
    /// Modems that others build into devices.
    Modems,
}

/// A firm that builds devices, or parts of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maker {
    /// Key: lower-case, kebab (`hikvision`, `tp-link`, `i-pro`).
    pub key: String,
    /// Printed name.
    pub name: String,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// ISO 3166 alpha-2 of the headquarters; a field, not a verdict.
    pub country: String,
    /// Owner, as a dated statement with source.
    pub owner: String,
    /// Statement on state ownership, shown only with its source.
    pub state_link: String,
    /// What it builds: devices, or only parts of them.
    pub builds: Builds,
    /// IANA private enterprise numbers.
    pub enterprise: Vec<u32>,
    /// Source.
    pub source: String,
}

/// How a brand came to a maker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of lineage.csv; GLOSSARY.md defines them")]
pub enum EdgeRelation {
    OwnBrand,
    Subsidiary,
    Acquired,
    Relabel,
    Oem,
    Component,
}

/// A dated "made by" edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Stable id.
    pub id: String,
    /// Brand key.
    pub brand: String,
    /// Regular expression on the model; `None` is the whole brand.
    pub models: Option<String>,
    /// Maker key.
    pub maker: String,
    /// Relation.
    pub relation: EdgeRelation,
    /// First day, month or year; empty where unknown.
    pub from: String,
    /// Last; empty where unknown or still true.
    pub to: String,
    /// True where it holds for all of the brand (or of the model pattern), false for some of it.
    pub all: bool,
    /// Status.
    pub status: Status,
    /// What sort of source says so, one per source.
    pub evidence: Vec<EvidenceClass>,
    /// Source.
    pub source: String,
    /// The maker's own word on it, where known.
    pub statement: Option<Statement>,
    /// Somebody disputes it.
    pub disputed: bool,
}

/// A row of model grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grammar {
    /// Stable id.
    pub id: String,
    /// Maker key.
    pub maker: String,
    /// Brand key.
    pub brand: String,
    /// Pattern on the model alone.
    pub pattern: String,
    /// Kinds.
    pub kinds: Vec<Kind>,
    /// Meaning of the letters.
    pub meaning: String,
    /// Status.
    pub status: Status,
    /// Source.
    pub source: String,
}

/// Who bought an address block. Not who built the device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oui {
    /// Assignee as registered.
    pub assignee: String,
    /// Maker key, where known.
    pub maker: Option<String>,
    /// True where the assignee sells little but cameras, recorders or drones.
    pub narrow: bool,
}

/// Whose cloud a name, address or port is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cloud {
    /// The pattern that matched.
    pub pattern: String,
    /// Maker key; `None` where it names nobody.
    pub maker: Option<String>,
    /// Service, printable.
    pub service: String,
    /// `cloud`, `p2p`, `ddns`, `ntp`, `update`, `telemetry`.
    pub purpose: String,
    /// Source.
    pub source: String,
    /// A draft says whose name it may be, and speaks for no brand.
    pub status: Status,
}

/// A dated list or decision that binds somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Stable id, `us-ndaa-889`.
    pub id: String,
    /// Short name, as it is printed in a table.
    pub name: String,
    /// What it says, in a sentence or two.
    pub statement: String,
    /// Authority.
    pub authority: String,
    /// Country or `EU`.
    pub country: String,
    /// Whom it binds: a phrase in plain English without a final full stop.
    pub binds: String,
    /// Whether devices are judged by it without being asked to: lists that speak to readers in every body here.
    pub standard: bool,
    /// Makers named, with the first and last day each is named.
    pub makers: Vec<PolicyMaker>,
    /// Kinds it speaks of; empty is any.
    pub kinds: Vec<Kind>,
    /// Where it is written.
    pub legal_reference: String,
    /// Source.
    pub source: String,
    /// Severity of breaking it.
    pub severity: Severity,
    /// Whether statement and date were read in a source.
    pub verified: bool,
    /// Examples: device facts to conclusion.
    pub examples: Vec<PolicyExample>,
}

/// A maker on a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyMaker {
    /// Maker key.
    pub maker: String,
    /// `YYYY-MM-DD`.
    pub from: String,
    /// Empty while it lasts.
    pub to: String,
    /// Whether chips of this maker count too.
    pub components: bool,
}

/// An example a policy must get right.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyExample {
    /// Maker key, or empty for undecided.
    pub maker: String,
    /// Kind.
    pub kind: Option<Kind>,
    /// Day judged.
    pub on: String,
    /// Expected.
    pub conclusion: Conclusion,
}

/// An evidence field as the vocabulary defines it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldDefinition {
    /// Name.
    pub name: String,
    /// `text`, `mac`, `ip` …
    pub kind: String,
    /// Strength as a key.
    pub key: KeyStrength,
    /// Property it states by definition.
    pub states: Option<Property>,
    /// Meaning.
    pub meaning: String,
    /// Example.
    pub example: String,
    /// How values begin that a user can write into the device, whatever the maker put there; an empty text is any
    /// value, an empty list none.
    pub editable: Vec<String>,
    /// Whether a device may send back here what it was asked.
    pub echoes: bool,
    /// Another field whose tells read this one too: the same words, handed on by somebody else.
    pub like: Option<String>,
}

impl FieldDefinition {
    /// Whether a user can have written a value into the device.
    pub fn may_be_written(&self, value: &str) -> bool {
        let value = value.trim();
        let begins = |beginning: &String| {
            value.get(..beginning.len()).is_some_and(|head| head.eq_ignore_ascii_case(beginning))
        };
        self.editable.iter().any(begins)
    }
}

/// Strength of a field as a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyStrength {
    /// May join.
    Strong,
    /// Never alone.
    Weak,
    /// No key.
    None,
}

/// How often the leading value of a property was right, as a line through labelled cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calibration {
    /// Which property.
    pub property: Property,
    /// Labelled cases it was fitted on; at least [`Calibration::CASES_MIN`].
    pub cases: u32,
    /// Log-odds, in milli-decibans, of a value that leads by nothing.
    pub offset_mdb: i64,
    /// Log-odds per thousand milli-decibans of lead; above zero.
    pub slope_permille: i64,
}

impl Calibration {
    /// With fewer labelled cases a confidence is set by rule and called so.
    pub const CASES_MIN: u32 = 100;

    /// The log-odds of a value that leads by so much, in milli-decibans.
    pub const fn odds_mdb(&self, margin_mdb: i64) -> i64 {
        self.offset_mdb.saturating_add(self.slope_permille.saturating_mul(margin_mdb) / 1_000)
    }
}

/// A field in which a maker can give itself away, and how loud at best.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decider {
    /// Field that would have to be read.
    pub field: String,
    /// Loudest weight a tell or shape has there.
    pub weight: Weight,
    /// Best status it has at that weight.
    pub status: Status,
    /// The group its voice would belong to.
    pub group: String,
}

/// What the reasoning crate asks of the knowledge base. `Knowledge` implements it; tests may bring a small one.
pub trait Oracle {
    /// Version of the pack: digest of its content, `k-…`.
    fn version(&self) -> &str;
    /// Every tell that speaks on a value, in id order.
    fn speak<'k>(&'k self, field: &str, value: &str, out: &mut Vec<Spoken<'k>>);
    /// A maker by key.
    fn maker(&self, key: &str) -> Option<&Maker>;
    /// The maker or brand key for a printed name, alias or key (`HIKVISION`, `Hangzhou Hikvision …`). Never guesses.
    fn key_of_name(&self, name: &str) -> Option<String>;
    /// Whether a printed name may begin as a text does; said in a few steps, and yes where that does not do.
    fn may_begin_a_name(&self, _text: &str) -> bool {
        true
    }
    /// The printed name for a maker or brand key.
    fn label(&self, key: &str) -> String;
    /// Edges of a brand that hold for a model (where given) on a day (where given).
    fn lineage<'k>(&'k self, brand: &str, model: Option<&str>, on: Option<&str>) -> Vec<&'k Edge>;
    /// Whether a firm is known, or said, to build what others sell, or sells what it builds under further names: what
    /// shows the firm then does not show the label.
    fn builds_for_others(&self, maker: &str) -> bool;
    /// Grammar rows a model fits.
    fn grammar<'k>(&'k self, model: &str) -> Vec<&'k Grammar>;
    /// Longest-prefix look-up; `None` for local, group and zero addresses.
    fn oui(&self, mac: Mac) -> Option<&Oui>;
    /// Whose cloud a name is.
    fn cloud_of_name(&self, name: &str) -> Option<&Cloud>;
    /// Whose cloud an address and port is. Bare ports never name a maker.
    fn cloud_of_address(&self, ip: std::net::IpAddr, port: u16) -> Option<&Cloud>;
    /// Policies.
    fn policies(&self) -> &[Policy];
    /// A field's definition.
    fn field(&self, name: &str) -> Option<&FieldDefinition>;
    /// Placeholder values (serial `000000`, UUID constants, `N/A`) that are no key and no value.
    fn is_placeholder(&self, field: &str, value: &str) -> bool;
    /// Words by which things are called, and the fields in which such words stand.
    fn words(&self) -> &crate::Words {
        crate::Words::NONE
    }
    /// What a share of a property stands for; `None` where it is set by rule.
    fn calibration(&self, _property: Property) -> Option<&Calibration> {
        None
    }
    /// Fields in which this maker can give itself away, by field; drafts are left out.
    fn deciders(&self, _maker: &str) -> &[Decider] {
        &[]
    }
    /// Fields in which one reading can decide a maker, with how many makers each decides, most first.
    fn deciding_fields(&self) -> &[(String, usize)] {
        &[]
    }
}
