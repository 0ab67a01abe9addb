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
use crate::lineage::{Built, edges_then};
use crate::voice::{BLOCK, Vote, of};
use crate::vote::own_address;
use oogmerk_knowledge::{Edge, EdgeRelation, Grammar, Oracle, Status, Weight};
use oogmerk_model::{Evidence, Property};
use std::collections::BTreeMap;

/// Votes for the maker out of the address block, where an edge of the decided brand leads to whoever bought it.
pub(crate) fn block_votes(
    brand: &str,
    model: Option<&str>,
    built: Option<Built<'_>>,
    votes: &[Vote],
    evidence: &[&Evidence],
    oracle: &dyn Oracle,
) -> Vec<Vote> {
    let blocks = blocks_of(evidence, oracle);
    // An address of another house's block is a part inside, or what stands between; which, nobody knows.
    let [(owner, (at, assignee))] = &blocks.iter().collect::<Vec<_>>()[..] else { return Vec::new() };
    let vote = |maker: &str, status, group: &str, by| Vote {
        property: Property::Maker,
        value: maker.to_owned(),
        kinds: Vec::new(),
        weight: Weight::Moderate,
        status,
        group: group.to_owned(),
        evidence: Some(*at),
        by,
    };
    let own_house = of(votes, Property::Maker).find(|v| {
        let is_of_edge = v.by.starts_with("lineage:") && v.is_solid();
        is_of_edge && (v.value == **owner || brand == **owner)
    });
    if let Some(edge) = own_house {
        return vec![vote(&edge.value, Status::Tested, BLOCK, format!("oui:{assignee}"))];
    }
    let Some(edge) = edge_to(owner, brand, model, built, votes, oracle) else { return Vec::new() };
    let said = of(votes, Property::Brand).find(|v| v.value == brand && v.is_solid());
    let named = Vote {
        evidence: said.and_then(|v| v.evidence),
        ..vote(owner, edge.status, said.map_or("lineage", |v| &v.group), format!("lineage:{}", edge.id))
    };
    vec![named, vote(owner, Status::Tested, BLOCK, format!("oui:{assignee}"))]
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
    let blocks = blocks_of(evidence, oracle);
    let [(owner, (at, assignee))] = &blocks.iter().collect::<Vec<_>>()[..] else { return Vec::new() };
    let makers = || of(votes, Property::Maker).filter(|v| v.is_solid());
    // Whoever calls a computer after the camera that it watches says nothing of who built either.
    let is_written = |v: &Vote| {
        let read = v.evidence.and_then(|at| evidence.get(at as usize));
        read.is_none_or(|e| oracle.field(e.field.as_str()).is_some_and(|f| f.may_be_written(&e.value)))
    };
    let is_own = |v: &Vote| v.value == **owner && !is_written(v);
    let is_house = |brand: &str, model: Option<&str>| {
        let mut edges = oracle.lineage(brand, model, None).into_iter();
        edges.any(|e| e.maker == **owner && e.speaks_for_all() && !e.disputed)
    };
    let is_said =
        |v: &Vote| ["lineage:", "field:", "name:", "grammar:"].iter().any(|by| v.by.starts_with(by));
    let is_shown = || makers().any(|v| v.weight >= Weight::Strong && is_own(v) && !is_said(v));
    let is_shaped = || {
        let rows = model.map(|model| oracle.grammar(model)).unwrap_or_default();
        let is_of_house = |row: &&Grammar| {
            row.maker == **owner && row.status >= Status::Tested && is_house(&row.brand, model)
        };
        makers().any(|v| v.by.starts_with("grammar:") && is_own(v)) && rows.iter().any(is_of_house)
    };
    let bears_out = is_shown() && is_house(owner, None) || is_shaped();
    if !bears_out || makers().any(|v| v.value != **owner) {
        return Vec::new();
    }
    vec![Vote {
        property: Property::Maker,
        value: (**owner).to_owned(),
        kinds: Vec::new(),
        weight: Weight::Moderate,
        status: Status::Tested,
        group: BLOCK.to_owned(),
        evidence: Some(*at),
        by: format!("oui:{assignee}"),
    }]
}

/// Firms that own the blocks of a device's addresses, each with the first place and the name in the register.
pub(crate) fn blocks_of<'k>(
    evidence: &[&Evidence],
    oracle: &'k dyn Oracle,
) -> BTreeMap<&'k str, (u32, &'k str)> {
    let mut blocks = BTreeMap::new();
    // What somebody typed into a row is that row's word, address and all.
    for (e, at) in evidence.iter().zip(0u32..).filter(|(e, _)| !is_declared(e)) {
        let bought = own_address(e, oracle).and_then(|mac| oracle.oui(mac));
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
