//! Company: what an owner may write speaks for a kind only beside something that he does not write.
//!
//! Somebody may call a laptop after the camera that it watches. So a host name, a scope's name or an alias tells the
//! kind of what carries it only where the device itself shows something that fits: an answer in a protocol of
//! surveillance, a voice for one of the same kinds, or one for the same firm, be it its address block. What it says of
//! the model is told either way.

use crate::block::blocks_of;
use crate::kind::families;
use crate::owner::may_be_written;
use crate::unknown::is_of_surveillance;
use crate::voice::Vote;
use oogmerk_knowledge::{Oracle, Weight};
use oogmerk_model::{Evidence, Kind, Property};
use std::collections::BTreeSet;

/// Takes the voice from what an owner may have written, where nothing else speaks for one of the same kinds or for the
/// same firm, and no protocol of surveillance was answered.
pub(crate) fn quieten_names(votes: &mut [Vote], evidence: &[&Evidence], oracle: &dyn Oracle) {
    let is_written = |vote: &Vote| may_be_written(vote, evidence, oracle);
    let is_of_kind = |vote: &Vote| vote.property == Property::Kind;
    let is_watched_for = || evidence.iter().any(|e| is_of_surveillance(e, oracle));
    if !votes.iter().any(|vote| is_of_kind(vote) && is_written(vote)) || is_watched_for() {
        return;
    }
    let is_of_firm = |vote: &&Vote| matches!(vote.property, Property::Brand | Property::Maker);
    let shown = || votes.iter().filter(|vote| !is_written(vote));
    let kinds: BTreeSet<Kind> = shown().filter(|v| is_of_kind(v)).flat_map(families).collect();
    let blocks = blocks_of(evidence, oracle);
    let firms: BTreeSet<&str> =
        shown().filter(is_of_firm).map(|vote| &*vote.value).chain(blocks.into_keys()).collect();
    let borne_out: BTreeSet<Option<u32>> =
        votes.iter().filter(is_of_firm).filter(|v| firms.contains(&*v.value)).map(|v| v.evidence).collect();
    for vote in votes.iter_mut().filter(|vote| is_of_kind(vote)) {
        if is_written(vote) && families(vote).is_disjoint(&kinds) && !borne_out.contains(&vote.evidence) {
            vote.weight = Weight::Weak;
        }
    }
}
