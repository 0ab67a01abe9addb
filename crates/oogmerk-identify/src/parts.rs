//! Parts: the chip and the modem inside, and who made them. A maker of parts is never the maker or the brand of a
//! device: what names such a firm, wherever it stands, speaks of the part.

use crate::decide::{Cited, gather, tally, verdict};
use crate::model_name::models_agree;
use crate::needs::of_property;
use crate::voice::Vote;
use oogmerk_knowledge::{Builds, EdgeRelation, Oracle, Status, Weight};
use oogmerk_model::{Evidence, Property, Verdict};

/// What is held about the parts; absent where nothing speaks of one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts {
    pub soc: Option<Verdict>,
    pub soc_maker: Option<Verdict>,
    pub modem: Option<Verdict>,
    pub modem_maker: Option<Verdict>,
}

impl Parts {
    /// Verdicts on the parts that something speaks of.
    pub fn of(votes: &[Vote], evidence: &[&Evidence], ids: &mut Cited) -> Self {
        let mut decide = |property| {
            let own: Vec<&Vote> = votes.iter().filter(|v| v.property == property).collect();
            if own.is_empty() {
                return None;
            }
            let tallies = match property {
                Property::Soc | Property::Modem => gather(&own, models_agree),
                _ => tally(own.iter().copied()),
            };
            Some(verdict(property, &tallies, || of_property(property, evidence), ids))
        };
        Self {
            soc: decide(Property::Soc),
            soc_maker: decide(Property::SocMaker),
            modem: decide(Property::Modem),
            modem_maker: decide(Property::ModemMaker),
        }
    }

    /// Every verdict that is there.
    pub fn each(&mut self) -> impl Iterator<Item = &mut Verdict> {
        [&mut self.soc, &mut self.soc_maker, &mut self.modem, &mut self.modem_maker]
            .into_iter()
            .filter_map(Option::as_mut)
    }
}

/// Which part a firm makes; `None` for one that builds whole devices.
fn part_of(maker: &str, oracle: &dyn Oracle) -> Option<Property> {
    match oracle.maker(maker)?.builds {
        Builds::Devices => None,
        Builds::Chips => Some(Property::SocMaker),
        Builds::Modems => Some(Property::ModemMaker),
    }
}

/// A vote for a maker of parts, as brand or maker, is a vote on who made the part. A chip that is called after its
/// maker (`Ambarella S2L`) names it.
pub(crate) fn parts_are_no_makers(votes: &mut Vec<Vote>, oracle: &dyn Oracle) {
    let mut named = Vec::new();
    for vote in votes.iter_mut() {
        match vote.property {
            Property::Maker | Property::Brand => {
                if let Some(part) = part_of(&vote.value, oracle) {
                    vote.property = part;
                    vote.weight = vote.weight.min(Weight::Moderate);
                }
            }
            Property::Soc | Property::Modem => {
                let wanted =
                    if vote.property == Property::Soc { Property::SocMaker } else { Property::ModemMaker };
                let first = vote.value.split_whitespace().next().unwrap_or_default();
                let key = oracle.key_of_name(&vote.value).or_else(|| oracle.key_of_name(first));
                if let Some(key) = key.filter(|key| {
                    // A firm that builds devices may make its own chips (Axis' Artpec): then it is both.
                    part_of(key, oracle).is_none_or(|part| part == wanted)
                }) {
                    named.push(Vote { property: wanted, value: key, ..vote.clone() });
                }
            }
            _ => {}
        }
    }
    votes.extend(named);
}

/// What the lineage list says of the parts inside a brand's or maker's devices: a voice where it holds for all of a
/// model, a lead where it holds for some.
pub(crate) fn lineage_parts(
    votes: &[Vote],
    firms: &[&Option<String>],
    model: Option<&str>,
    built: Option<&str>,
    oracle: &dyn Oracle,
) -> Vec<Vote> {
    let evidence =
        votes.iter().find(|v| v.property == Property::Model && v.evidence.is_some()).and_then(|v| v.evidence);
    let mut found: Vec<Vote> = Vec::new();
    for firm in firms.iter().filter_map(|f| f.as_deref()) {
        for edge in oracle.lineage(firm, model, built) {
            if edge.relation != EdgeRelation::Component || (edge.models.is_some() && model.is_none()) {
                continue;
            }
            let Some(property) = part_of(&edge.maker, oracle) else { continue };
            let by = format!("lineage:{}", edge.id);
            if found.iter().any(|v| v.by == by) {
                continue;
            }
            // That some devices of a brand hold such a chip is a reason to look, not a doubt about every one of them.
            let is_lead = edge.disputed || (!edge.all && edge.models.is_none());
            found.push(Vote {
                property,
                value: edge.maker.clone(),
                kinds: Vec::new(),
                weight: if edge.all { Weight::Moderate } else { Weight::Weak },
                status: if is_lead { Status::Draft } else { edge.status },
                group: "lineage".to_owned(),
                evidence,
                by,
            });
        }
    }
    found
}
