//! Judged: every leading value that truth can be held against, with the probability the program gives it.
//!
//! Wider than the score: truth names a brand and a model for printers and switches too, and a value that leads
//! without being said has a probability as well.

use super::compare::{same_brand, same_maker, same_model};
use super::corpora::{Input, Truth, is_arguable, text};
use super::score::{Expected, Family, expected, family_of, is_model_visible, paired, word_of};
use oogmerk_assess::{Leaning, Leanings};
use oogmerk_model::{Device, Property, State};

/// One leading value held against truth.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Where the case comes from: values of one source share their faults.
    pub source: String,
    /// The case.
    pub case: String,
    /// The property.
    pub property: Property,
    /// The leading value.
    pub value: String,
    /// What truth says.
    pub want: String,
    /// What was said of it.
    pub state: State,
    /// How far it leads by rule, in milli-decibans.
    pub margin_mdb: i64,
    /// Its probability.
    pub confidence: f64,
    /// Whether truth agrees.
    pub is_right: bool,
}

/// Whether a case is a camera or recorder, and how likely the program holds that.
#[derive(Clone, Debug)]
pub struct Seen {
    /// How likely.
    pub probability: f64,
    /// Whether.
    pub is_so: bool,
}

/// Everything truth can be held against.
#[derive(Clone, Debug, Default)]
pub struct Population {
    /// Leading values.
    pub values: Vec<Judged>,
    /// The plain question, over every case whose truth answers it.
    pub seen: Vec<Seen>,
}

impl Population {
    /// Adds the cases of one input.
    pub fn add(&mut self, input: &Input, found: &[Leanings]) {
        let devices: Vec<&Device> = found.iter().map(|l| &l.device).collect();
        for (truth, case, device) in paired(input, &devices) {
            let Some(leanings) = found.iter().find(|l| l.device.id == device.id) else { continue };
            if let Some(want) = expected(truth).filter(|_| !is_arguable(truth, "camera")) {
                self.seen.push(Seen { probability: leanings.sees_or_keeps, is_so: want != Expected::Neither });
            }
            for leaning in &leanings.leading {
                let Some((want, is_right)) = held_against(truth, leaning) else { continue };
                self.values.push(Judged {
                    source: input.source(&case),
                    case: format!("{}: {case}", input.corpus),
                    property: leaning.property,
                    value: leaning.value.clone(),
                    want,
                    state: leaning.state,
                    margin_mdb: leaning.margin_mdb,
                    confidence: leaning.confidence,
                    is_right,
                });
            }
        }
    }

    /// The values of one property.
    pub fn of(&self, property: Property) -> Vec<&Judged> {
        self.values.iter().filter(|j| j.property == property).collect()
    }
}

/// What truth says about the property of a leaning, and whether it agrees; `None` where it names no value.
fn held_against(truth: &Truth, leaning: &Leaning) -> Option<(String, bool)> {
    let named = |want: Option<&str>, same: fn(&str, &str) -> bool| {
        want.map(|want| (want.to_owned(), same(&leaning.value, want)))
    };
    match leaning.property {
        Property::Kind => {
            let want = expected(truth).filter(|_| !is_arguable(truth, "camera"))?;
            Some((word_of(want).to_owned(), is_kind(want, family_of(&leaning.value))))
        }
        Property::Brand if is_arguable(truth, "brand") => None,
        Property::Brand => {
            let brand = text(truth, "brand").or_else(|| text(truth, "retail_brand"));
            named(brand.or_else(|| text(truth, "vendor")), same_brand)
        }
        Property::Maker => named(text(truth, "true_maker"), same_maker),
        Property::Model if is_arguable(truth, "model") || !is_model_visible(truth) => None,
        Property::Model => named(text(truth, "model"), same_model),
        _ => None,
    }
}

fn is_kind(want: Expected, got: Family) -> bool {
    match want {
        Expected::Camera => got == Family::Camera,
        Expected::Recorder => got == Family::Recorder,
        Expected::Either => got != Family::Other,
        Expected::Neither => got == Family::Other,
    }
}
