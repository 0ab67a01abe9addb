//! Block: the address block of the house that builds what it sells.
//!
//! Whoever buys a block may have others build, and whoever builds may print the addresses of whoever buys: so a block
//! alone proves nothing, and neither does the name. Where the label names a house of which somebody citable wrote down
//! that it builds such devices itself, and the device carries an address out of that very house's block, the factory
//! that burnt the address in speaks beside the label. The registry says whose block it is, not the answer that prints
//! the address, and so the two are two voices.
//!
//! A name that is known to be put on what another builds is borne out by that other's block in the same way: nobody
//! hands out addresses of its own for what a rival builds.

use crate::ground::is_declared;
use crate::key::address_as_number;
use crate::lineage::{Built, edges_then};
use crate::owner::may_be_written;
use crate::voice::{BLOCK, Vote, of};
use crate::vote::own_address;
use oogmerk_knowledge::{Edge, EdgeRelation, Grammar, Oracle, Status, Weight};
use oogmerk_model::{Evidence, Mac, Property};
use std::collections::BTreeMap;

/// The one firm that bought the blocks of a device's addresses. An address of another house's block is a part inside, or
/// what stands between; which, nobody knows.
struct Block<'k> {
    owner: &'k str,
    /// Where its first address was read.
    at: u32,
    /// Its name in the registry.
    assignee: &'k str,
}

impl<'k> Block<'k> {
    fn only(evidence: &[&Evidence], oracle: &'k dyn Oracle) -> Option<Self> {
        let blocks = blocks_of(evidence, oracle);
        let (owner, (at, assignee)) = blocks.first_key_value().filter(|_| blocks.len() == 1)?;
        Some(Self { owner, at: *at, assignee })
    }

    /// The voice of the registry.
    fn vote(&self, maker: &str) -> Vote {
        Vote {
            property: Property::Maker,
            value: maker.to_owned(),
            kinds: Vec::new(),
            weight: Weight::Moderate,
            status: Status::Tested,
            group: BLOCK.to_owned(),
            evidence: Some(self.at),
            by: format!("oui:{}", self.assignee),
        }
    }
}

/// Votes for the maker out of the address block, where an edge of the decided brand leads to whoever bought it.
pub(crate) fn block_votes(
    brand: &str,
    model: Option<&str>,
    built: Option<Built<'_>>,
    votes: &[Vote],
    evidence: &[&Evidence],
    oracle: &dyn Oracle,
) -> Vec<Vote> {
    let Some(block) = Block::only(evidence, oracle) else { return Vec::new() };
    let own_house = of(votes, Property::Maker).find(|v| {
        let is_of_edge = v.by.starts_with("lineage:") && v.is_solid();
        is_of_edge && (v.value == block.owner || brand == block.owner || owns(block.owner, &v.value, oracle))
    });
    if let Some(edge) = own_house {
        return vec![block.vote(&edge.value)];
    }
    let Some(edge) = edge_to(block.owner, brand, model, built, votes, oracle) else { return Vec::new() };
    let said = of(votes, Property::Brand).find(|v| v.value == brand && v.is_solid());
    let named = Vote {
        status: edge.status,
        group: said.map_or("lineage", |v| &v.group).to_owned(),
        evidence: said.and_then(|v| v.evidence),
        by: format!("lineage:{}", edge.id),
        ..block.vote(block.owner)
    };
    vec![named, block.vote(block.owner)]
}

/// The vote of a block where something else that its owner does not write speaks for the house that bought it, whatever
/// the label says, or where it says nothing: an interface or a serial number of that house, or a model of a shape that
/// it builds itself, under its own name or that of a line of its own.
pub(crate) fn block_borne_out(
    model: Option<&str>,
    votes: &[Vote],
    evidence: &[&Evidence],
    oracle: &dyn Oracle,
) -> Vec<Vote> {
    let Some(block) = Block::only(evidence, oracle) else { return Vec::new() };
    let makers = || of(votes, Property::Maker).filter(|v| v.is_solid());
    // Whoever calls a computer after the camera that it watches says nothing of who built either.
    let is_own =
        |v: &Vote| v.value == block.owner && v.evidence.is_some() && !may_be_written(v, evidence, oracle);
    let is_house = |brand: &str, model: Option<&str>| {
        let mut edges = oracle.lineage(brand, model, None).into_iter();
        edges.any(|e| e.maker == block.owner && e.speaks_for_all() && !e.disputed)
    };
    let is_said =
        |v: &Vote| ["lineage:", "field:", "name:", "grammar:"].iter().any(|by| v.by.starts_with(by));
    let is_shown = || makers().any(|v| v.weight >= Weight::Strong && is_own(v) && !is_said(v));
    let is_shaped = || {
        let rows = model.map(|model| oracle.grammar(model)).unwrap_or_default();
        let is_of_house = |row: &&Grammar| {
            row.maker == block.owner && row.status >= Status::Tested && is_house(&row.brand, model)
        };
        makers().any(|v| v.by.starts_with("grammar:") && is_own(v)) && rows.iter().any(is_of_house)
    };
    let bears_out = is_shown() && is_house(block.owner, None) || is_shaped();
    if !bears_out || makers().any(|v| v.value != block.owner) {
        return Vec::new();
    }
    vec![block.vote(block.owner)]
}

/// Whether somebody wrote down that a firm bought a house which goes on building: the registry then calls the blocks of
/// the house by the name of the firm.
fn owns(firm: &str, house: &str, oracle: &dyn Oracle) -> bool {
    let edges = oracle.lineage(house, None, None);
    let is_bought = |e: &&Edge| {
        e.maker == firm
            && matches!(e.relation, EdgeRelation::Acquired | EdgeRelation::Subsidiary)
            && e.status >= Status::Tested
            && !e.disputed
    };
    edges.into_iter().any(|e| is_bought(&e))
}

/// The hardware address that a reading gives as the device's own. A number that the factory counts up out of the address
/// is the address: a serial, the node of a UUID.
pub(crate) fn address_of(e: &Evidence, oracle: &dyn Oracle) -> Option<Mac> {
    own_address(e, oracle).or_else(|| address_as_number(e, oracle))
}

/// Firms that own the blocks of a device's addresses, each with the first place and the name in the register.
pub(crate) fn blocks_of<'k>(
    evidence: &[&Evidence],
    oracle: &'k dyn Oracle,
) -> BTreeMap<&'k str, (u32, &'k str)> {
    let mut blocks = BTreeMap::new();
    // What somebody typed into a row is that row's word, address and all.
    for (e, at) in evidence.iter().zip(0u32..).filter(|(e, _)| !is_declared(e)) {
        let bought = address_of(e, oracle).and_then(|mac| oracle.oui(mac));
        if let Some((maker, oui)) = bought.and_then(|oui| Some((oui.maker.as_deref()?, oui))) {
            blocks.entry(maker).or_insert((at, oui.assignee.as_str()));
        }
    }
    blocks
}

/// A tested edge from a brand to another house that builds for it, which builds what it sells itself; nothing where
/// something speaks for a third.
fn edge_to<'k>(
    maker: &str,
    brand: &str,
    model: Option<&str>,
    built: Option<Built<'_>>,
    votes: &[Vote],
    oracle: &'k dyn Oracle,
) -> Option<&'k Edge> {
    let is_contradicted = of(votes, Property::Maker).any(|v| v.value != maker && v.is_solid());
    let builds =
        || oracle.lineage(maker, None, None).into_iter().any(|e| e.maker == maker && e.speaks_for_all());
    let leads = |e: &&Edge| {
        e.maker == maker
            && e.status >= Status::Tested
            && !e.disputed
            && matches!(e.relation, EdgeRelation::Oem | EdgeRelation::Relabel)
            && (e.models.is_none() || model.is_some())
    };
    edges_then(brand, model, built, oracle)
        .into_iter()
        .filter(leads)
        .max_by_key(|e| (e.status, &e.id))
        .filter(|_| brand != maker && !is_contradicted && builds())
}
