//! Rebrands: names on boxes that another firm builds, by what shows it.
//!
//! *Proved by the wire*: a device that carries the name in its manufacturer field or its scope and shows one decisive
//! proven tell of the maker is said to be of that brand and that maker, with a relation that says so. This is found by
//! running the program on exactly that evidence, tell by tell. *Sourced*: a sourced edge says so and no tell of the
//! maker does it. *Lead*: only a draft edge says so.

use super::folders::Folders;
use super::readings::Bench;
use oogmerk_knowledge::{EdgeRelation, Knowledge, Oracle, Status, Tell, Weight};
use oogmerk_model::Relation;
use std::collections::{BTreeMap, BTreeSet};

/// One name and the firm that builds for it.
#[derive(Clone, Debug)]
pub struct Rebrand {
    /// Brand key.
    pub brand: String,
    /// Maker key.
    pub maker: String,
    /// The best status of the edges that say so.
    pub status: Status,
    /// Decisive proven wire tells of the maker with which the program says both.
    pub proving: BTreeSet<String>,
    /// Decisive proven wire tells of the maker that were tried.
    pub tried: usize,
    /// Tells that were written for this very pair: the label's own devices were seen with them.
    pub seen_on_label: BTreeSet<String>,
}

/// How a rebrand is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// Proved by the wire, and an edge with a source says it too.
    WireAndSource,
    /// Proved by the wire where it shows; the edge is a lead.
    WireOnly,
    /// A sourced edge.
    Sourced,
    /// A lead.
    Lead,
}

impl Rebrand {
    /// How it is known.
    pub fn known(&self) -> Known {
        match (self.proving.is_empty(), self.status >= Status::Tested) {
            (false, true) => Known::WireAndSource,
            (false, false) => Known::WireOnly,
            (true, true) => Known::Sourced,
            (true, false) => Known::Lead,
        }
    }
}

/// Fields that people fill in.
const PAPER: &[&str] = &["label", "sheet", "statement", "decision", "import"];

/// Whether a tell reads what a device itself sends.
pub fn is_wire(tell: &Tell) -> bool {
    !PAPER.contains(&tell.field.split('.').next().unwrap_or_default())
}

/// Whether a tell alone may decide a maker.
pub fn is_decisive(tell: &Tell) -> bool {
    tell.weight == Weight::Decisive && tell.status == Status::Proven && tell.claims.maker.is_some()
}

/// Every name that another firm is said to build for. `folders` gives the vendor folder of a tell.
pub fn rebrands(knowledge: &Knowledge, folders: &Folders, bench: &Bench<'_>) -> Vec<Rebrand> {
    let mut pairs: BTreeMap<(String, String), Status> = BTreeMap::new();
    for edge in knowledge.edges() {
        let is_rebrand = !matches!(edge.relation, EdgeRelation::OwnBrand | EdgeRelation::Component);
        if is_rebrand && edge.brand != edge.maker && !edge.disputed {
            let status = pairs.entry((edge.brand.clone(), edge.maker.clone())).or_insert(edge.status);
            *status = edge.status.max(*status);
        }
    }
    pairs
        .into_iter()
        .map(|((brand, maker), status)| {
            let decisive: Vec<&Tell> = knowledge
                .tells()
                .iter()
                .filter(|t| is_wire(t) && is_decisive(t) && t.claims.maker.as_ref() == Some(&maker))
                .collect();
            let proves = |t: &&&Tell| proves(t, &brand, &maker, knowledge, bench);
            Rebrand {
                proving: decisive.iter().filter(proves).map(|t| t.id.clone()).collect(),
                tried: decisive.len(),
                seen_on_label: decisive
                    .iter()
                    .filter(|t| {
                        t.claims.brand.as_ref() == Some(&brand) || folders.of(&t.id) == Some(brand.as_str())
                    })
                    .map(|t| t.id.clone())
                    .collect(),
                brand,
                maker,
                status,
            }
        })
        .collect()
}

/// Whether a device with this name and this one sign is said to be of both.
fn proves(tell: &Tell, brand: &str, maker: &str, knowledge: &Knowledge, bench: &Bench<'_>) -> bool {
    let name = knowledge.label(brand);
    tell.matches.iter().any(|example| {
        let readings =
            [("onvif.manufacturer", name.as_str()), ("onvif.scope.name", &name), (&tell.field, example)];
        let device = bench.device(&readings, knowledge);
        device.brand.decided_value() == Some(name.as_str())
            && device.maker.decided_value() == Some(knowledge.label(maker).as_str())
            && matches!(device.maker.relation, Some(Relation::Oem | Relation::Relabel | Relation::Subsidiary))
    })
}
