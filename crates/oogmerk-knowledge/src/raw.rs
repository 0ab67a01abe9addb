//! The shapes of the files as they are written by hand. Nothing here is checked beyond its spelling; `load.rs` does that.

use crate::{Builds, EdgeRelation, Statement, Status, Weight};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TellsFile {
    #[serde(default)]
    pub tell: Vec<RawTell>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawTell {
    pub id: String,
    pub field: OneOrMany,
    pub exact: Option<String>,
    pub prefix: Option<String>,
    pub suffix: Option<String>,
    pub contains: Option<String>,
    pub regex: Option<String>,
    pub maker: Option<String>,
    pub brand: Option<String>,
    #[serde(default)]
    pub kinds: Vec<String>,
    pub line: Option<String>,
    pub model: Option<String>,
    pub firmware: Option<String>,
    pub serial: Option<String>,
    pub soc: Option<String>,
    pub soc_maker: Option<String>,
    pub modem: Option<String>,
    pub modem_maker: Option<String>,
    pub hardware: Option<String>,
    /// `brand` from a capture group (`$brand`), as text to be looked up by the reader.
    pub brand_text: Option<String>,
    pub weight: Weight,
    pub group: Option<String>,
    pub status: Status,
    pub source: String,
    #[serde(default)]
    pub r#match: Vec<String>,
    #[serde(default)]
    pub silent: Vec<String>,
    #[serde(default, rename = "note")]
    pub _note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VendorFile {
    pub key: String,
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub country: String,
    #[serde(default)]
    pub owner: String,
    #[serde(default)]
    pub state_link: String,
    #[serde(default)]
    pub builds: Builds,
    #[serde(default)]
    pub enterprise: Vec<u32>,
    #[serde(default, rename = "website")]
    pub _website: String,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub made_by: Vec<RawEdge>,
    #[serde(default)]
    pub grammar: Vec<RawGrammar>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawEdge {
    pub id: String,
    pub maker: String,
    pub relation: EdgeRelation,
    pub models: Option<String>,
    #[serde(default)]
    pub from: String,
    #[serde(default)]
    pub to: String,
    pub scope: Scope,
    pub status: Status,
    /// One word or a list: what sort of source each is.
    pub evidence: OneOrMany,
    pub source: String,
    pub statement: Option<Statement>,
    #[serde(default)]
    pub disputed: bool,
    #[serde(default, rename = "note")]
    pub _note: Option<String>,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Scope {
    All,
    Some,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawGrammar {
    pub id: String,
    pub maker: Option<String>,
    pub pattern: String,
    #[serde(default)]
    pub kinds: Vec<String>,
    #[serde(default)]
    pub meaning: String,
    pub status: Status,
    pub source: String,
    pub r#match: Vec<String>,
    #[serde(default)]
    pub silent: Vec<String>,
    #[serde(default, rename = "note")]
    pub _note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CloudFile {
    pub maker: Option<String>,
    #[serde(default)]
    pub cloud: Vec<RawCloud>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawCloud {
    /// A name and all below it.
    pub suffix: Option<String>,
    /// A name alone.
    pub name: Option<String>,
    /// An address or prefix.
    pub address: Option<String>,
    /// A port, or two with a dash; alone it names nobody.
    pub port: Option<String>,
    #[serde(default)]
    pub service: String,
    pub purpose: String,
    pub source: String,
    /// `draft` where nobody else can read the source.
    #[serde(default = "tested")]
    pub status: Status,
}

/// What a row is that says nothing of its status.
fn tested() -> Status {
    Status::Tested
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PolicyFile {
    pub id: String,
    pub name: String,
    pub authority: String,
    pub country: String,
    #[serde(default)]
    pub statement: String,
    pub binds: String,
    #[serde(default)]
    pub standard: bool,
    #[serde(default)]
    pub kinds: Vec<String>,
    #[serde(default)]
    pub legal_reference: String,
    pub source: String,
    pub severity: String,
    pub verified: bool,
    #[serde(default)]
    pub names: Vec<RawNamed>,
    /// Groups a list speaks of that are no maker key; kept for people, never judged.
    #[serde(default, rename = "groups")]
    pub _groups: Vec<String>,
    #[serde(default, rename = "unverified_names")]
    pub _unverified: Vec<RawNamed>,
    #[serde(default, rename = "note")]
    pub _note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawNamed {
    pub maker: String,
    #[serde(default)]
    pub from: String,
    #[serde(default)]
    pub to: String,
    #[serde(default)]
    pub components: bool,
    #[serde(default, rename = "scope")]
    pub _scope: String,
    #[serde(default)]
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExamplesFile {
    #[serde(default)]
    pub example: Vec<RawExample>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawExample {
    #[serde(default)]
    pub maker: String,
    pub kind: Option<String>,
    pub on: String,
    pub conclusion: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldsFile {
    pub field: Vec<RawField>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawField {
    pub name: String,
    pub r#type: String,
    pub key: String,
    pub states: Option<String>,
    pub meaning: String,
    #[serde(default)]
    pub example: String,
    /// Whether a user can write it: `true`, or how the values begin that a user can write.
    #[serde(default)]
    pub editable: Editable,
    #[serde(default)]
    pub echoes: bool,
    pub like: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Editable {
    Whole(bool),
    Beginning(Vec<String>),
}

impl Default for Editable {
    fn default() -> Self {
        Self::Whole(false)
    }
}

/// `demoted.toml`: tells that say less than they did.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DemotedFile {
    #[serde(default)]
    pub demoted: Vec<RawDemotion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawDemotion {
    pub tell: String,
    pub class: String,
    pub was: String,
    pub now: String,
    pub looked: String,
    pub on: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaceholdersFile {
    #[serde(default)]
    pub placeholder: Vec<RawPlaceholder>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawPlaceholder {
    /// Field names, `*.serial` for every field that ends so, `*` for any.
    pub fields: Vec<String>,
    #[serde(default)]
    pub exact: Vec<String>,
    #[serde(default)]
    pub regex: Vec<String>,
    #[serde(default)]
    pub r#match: Vec<String>,
    #[serde(default)]
    pub silent: Vec<String>,
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WordsFile {
    #[serde(default)]
    pub words: Vec<RawWords>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawWords {
    pub id: String,
    /// What they are read for.
    pub list: String,
    #[serde(default)]
    pub kind: Option<String>,
    #[serde(default)]
    pub maker: Option<String>,
    /// Where the value of a page marker ends; left out: with the marker.
    #[serde(default)]
    pub until: Option<String>,
    pub words: Vec<String>,
    #[serde(default)]
    pub r#match: Vec<String>,
    #[serde(default)]
    pub silent: Vec<String>,
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RejectedFile {
    #[serde(default, rename = "rejected")]
    pub _rejected: Vec<RawRejected>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawRejected {
    #[serde(rename = "table")]
    pub _table: String,
    #[serde(rename = "row")]
    pub _row: String,
    #[serde(rename = "reason")]
    pub _reason: String,
}

/// `weights.toml`: written by the evaluation, never by hand.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WeightsFile {
    pub fitted_on: String,
    /// The corpora it was fitted on.
    pub corpora: Vec<String>,
    #[serde(default)]
    pub calibration: Vec<RawCalibration>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawCalibration {
    pub property: String,
    pub cases: u32,
    /// Readings of those cases that were also judged alone.
    #[serde(rename = "readings")]
    pub _readings: u32,
    pub sources: u32,
    pub offset_mdb: i64,
    pub slope_permille: i64,
}
