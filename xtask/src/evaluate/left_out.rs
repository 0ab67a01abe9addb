//! Left out: a brand's own tells hidden, to see that its devices are then found by what their maker shows, or by
//! nobody, and never given to somebody else.

use super::assessed::leanings;
use super::compare::same_maker;
use super::corpora::{Input, Truth, text};
use super::folders::Folders;
use super::mask::{Mask, Row};
use super::readings::Bench;
use super::run::{Done, devices};
use super::score::paired;
use oogmerk_identify::Options;
use oogmerk_knowledge::{EdgeRelation, Knowledge, Oracle, Tell};
use oogmerk_model::Device;
use std::collections::{BTreeMap, BTreeSet};

/// How the maker stood over some cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Still found.
    pub right: u32,
    /// Undecided or contested.
    pub open: u32,
    /// Given to somebody else.
    pub wrong: Vec<String>,
}

impl Standing {
    fn put(&mut self, case: &str, device: &Device, accepted: &dyn Fn(&str) -> bool) {
        match device.maker.decided_value() {
            None => self.open += 1,
            Some(maker) if accepted(maker) => self.right += 1,
            Some(maker) => self.wrong.push(format!("{case}: {maker}")),
        }
    }

    /// All cases.
    pub fn cases(&self) -> usize {
        self.decided() + self.open as usize
    }

    /// Those in which a maker was named: only they could be wrong.
    pub fn decided(&self) -> usize {
        self.right as usize + self.wrong.len()
    }
}

/// One brand without its own tells.
#[derive(Clone, Debug)]
pub struct LeftOut {
    /// Brand key.
    pub brand: String,
    /// Tells hidden.
    pub hidden: usize,
    /// Over its cases in the corpora.
    pub corpora: Standing,
    /// Over the examples of the hidden tells, each a device of its own.
    pub examples: Standing,
}

/// Leaves out every brand that the corpora name or that has tells of its own.
pub fn leave_out(
    done: &[Done<'_>],
    knowledge: &Knowledge,
    folders: &Folders,
    bench: &Bench<'_>,
    options: &Options,
) -> Vec<LeftOut> {
    let named = done.iter().flat_map(|d| &d.input.truths).filter_map(|t| brand_key(t, knowledge));
    let told = knowledge.tells().iter().filter_map(|t| t.claims.brand.clone());
    let brands: BTreeSet<String> = named.chain(told).collect();
    brands
        .into_iter()
        .map(|brand| {
            let own: Vec<&Tell> =
                knowledge.tells().iter().filter(|t| is_own(t, &brand, knowledge, folders)).collect();
            let mask = Mask::hiding(knowledge, own.iter().map(|t| Row::Tell(t.id.clone())));
            LeftOut {
                corpora: over_corpora(done, &brand, knowledge, &mask, options),
                examples: over_examples(&own, &brand, knowledge, &mask, bench),
                hidden: own.len(),
                brand,
            }
        })
        .collect()
}

/// The brand truth names, as a key.
fn brand_key(truth: &Truth, knowledge: &Knowledge) -> Option<String> {
    let name = ["brand", "retail_brand", "vendor"].into_iter().find_map(|key| text(truth, key))?;
    knowledge.key_of_name(name.split(['(', ';']).next().unwrap_or_default().trim())
}

/// A tell that names the brand; for a label that builds nothing itself also every tell in its folder.
fn is_own(tell: &Tell, brand: &str, knowledge: &Knowledge, folders: &Folders) -> bool {
    let is_label = || knowledge.tells().iter().all(|t| t.claims.maker.as_deref() != Some(brand));
    tell.claims.brand.as_deref() == Some(brand) || (folders.of(&tell.id) == Some(brand) && is_label())
}

/// Makers that lineage knows for a brand, and the brand itself.
fn builders(brand: &str, knowledge: &Knowledge) -> BTreeSet<String> {
    let edges = knowledge.edges().iter().filter(|e| e.brand == brand);
    let makers = edges.filter(|e| e.relation != EdgeRelation::Component).map(|e| e.maker.as_str());
    makers.chain([brand]).map(|key| knowledge.label(key)).collect()
}

fn over_corpora(
    done: &[Done<'_>],
    brand: &str,
    knowledge: &Knowledge,
    mask: &Mask<'_>,
    options: &Options,
) -> Standing {
    let mut standing = Standing::default();
    let is_of_brand = |t: &Truth| brand_key(t, knowledge).as_deref() == Some(brand);
    for d in done.iter().filter(|d| d.input.truths.iter().any(is_of_brand)) {
        let found = leanings(&d.input.ground, mask, options);
        let before = makers_before(d.input, d);
        for (truth, case, device) in paired(d.input, &devices(&found)) {
            if !is_of_brand(truth) {
                continue;
            }
            let known = text(truth, "true_maker");
            let before = before.get(&case).and_then(Option::as_deref);
            let builders = builders(brand, knowledge);
            let accepted = |maker: &str| match (known, before) {
                (Some(known), _) => same_maker(maker, known),
                (None, Some(before)) => maker == before,
                (None, None) => builders.contains(maker),
            };
            standing.put(&format!("{}: {case}", d.input.corpus), device, &accepted);
        }
    }
    standing
}

/// The maker that the whole program decides per case.
fn makers_before(input: &Input, done: &Done<'_>) -> BTreeMap<String, Option<String>> {
    paired(input, &devices(&done.found))
        .into_iter()
        .map(|(_, case, device)| (case, device.maker.decided_value().map(str::to_owned)))
        .collect()
}

fn over_examples(
    own: &[&Tell],
    brand: &str,
    knowledge: &Knowledge,
    mask: &Mask<'_>,
    bench: &Bench<'_>,
) -> Standing {
    let mut standing = Standing::default();
    let builders = builders(brand, knowledge);
    for tell in own {
        let claimed = tell.claims.maker.as_deref().map(|key| knowledge.label(key));
        let accepted = |maker: &str| match &claimed {
            Some(claimed) => maker == claimed,
            None => builders.contains(maker),
        };
        for example in tell.matches.iter() {
            let device = bench.device(&[(&tell.field, example)], mask);
            standing.put(&format!("{} on {example:?}", tell.id), &device, &accepted);
        }
    }
    standing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_open_could_not_be_wrong() {
        let standing = Standing { right: 2, open: 1_377, wrong: vec!["a: b".into()] };
        assert_eq!((standing.decided(), standing.cases()), (3, 1_380));
    }
}
