//! Beside a cloud: the address block of a firm on a thing that reaches that very firm's cloud.
//!
//! Who bought the address says the registry, where it reaches says its traffic: two hands, two voices. A telephone with
//! the firm's app reaches the same cloud and has no address of the firm; a router hands on what others reach, under the
//! address of whoever sold the router.
//!
//! Together they name the brand where the firm builds for no other label, and the kind where it sells little but cameras
//! and recorders, which of the two stays open.

use crate::block::blocks_of;
use crate::voice::{BLOCK, Vote, of};
use oogmerk_knowledge::{Oracle, Weight};
use oogmerk_model::{Evidence, Kind, Property};

/// The voices of a block beside a contact with its firm's cloud, and what both say of the kind.
pub(crate) fn beside_cloud(votes: &[Vote], evidence: &[&Evidence], oracle: &dyn Oracle) -> Vec<Vote> {
    let blocks = blocks_of(evidence, oracle);
    let Some((firm, (at, assignee))) = blocks.first_key_value().filter(|_| blocks.len() == 1) else {
        return Vec::new();
    };
    let is_reached = |v: &&Vote| v.by.starts_with("cloud:") && v.value == *firm && v.is_solid();
    let Some(reached) = of(votes, Property::Brand).find(is_reached) else { return Vec::new() };
    let block = Vote {
        group: BLOCK.to_owned(),
        evidence: Some(*at),
        by: format!("oui:{assignee}"),
        ..reached.clone()
    };
    let as_kind = |vote: &Vote| Vote {
        property: Property::Kind,
        value: String::new(),
        kinds: vec![Kind::Camera, Kind::Recorder],
        weight: Weight::Moderate,
        ..vote.clone()
    };
    let mut found = Vec::new();
    if sells_little_else(evidence, *at, oracle) {
        found.extend([as_kind(reached), as_kind(&block)]);
    }
    // What a firm builds for others reaches its cloud under their names.
    if !oracle.builds_for_others(firm) {
        found.push(block);
    }
    found
}

/// Whether the firm that bought the block of an address sells little but cameras.
fn sells_little_else(evidence: &[&Evidence], at: u32, oracle: &dyn Oracle) -> bool {
    let read = evidence.get(at as usize);
    let address = read.and_then(|e| crate::block::address_of(e, oracle));
    address.and_then(|mac| oracle.oui(mac)).is_some_and(|oui| oui.narrow)
}
