//! Judged: every value that truth can be held against, with the probability the program gives it.
//!
//! Wider than the score: truth names a brand and a model for printers and switches too, and a value that leads
//! without being said has a probability as well.

use super::assessed::leanings;
use super::compare::{same_brand, same_maker, same_model};
use super::corpora::{Input, Truth, is_arguable, text};
use super::score::{Expected, Family, expected, family_of, is_model_visible, paired, word_of};
use oogmerk_identify::{Ground, Leaning, Leanings, Options};
use oogmerk_knowledge::Oracle;
use oogmerk_model::{Device, Evidence, Property};
use std::collections::BTreeSet;

/// One value held against truth.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Where the case comes from: values of one source share their faults.
    pub source: String,
    /// The case.
    pub case: String,
    /// What truth says.
    pub want: String,
    /// The value, its margin and its probability.
    pub leaning: Leaning,
    /// Whether truth agrees.
    pub is_right: bool,
}

/// Whether a case is a camera or recorder, and how likely the program holds that.
#[derive(Clone, Debug)]
pub struct Seen {
    /// How likely; 0 where nothing speaks on the kind at all.
    pub probability: f64,
    /// Whether anything speaks on the kind.
    pub is_heard: bool,
    /// Whether.
    pub is_so: bool,
}

/// Everything truth can be held against.
#[derive(Clone, Debug, Default)]
pub struct Population {
    /// Every value that something speaks for, with all readings of a case together.
    pub values: Vec<Judged>,
    /// The same, with each reading of a case alone; equal readings of one source once.
    pub alone: Vec<Judged>,
    /// The plain question, over every case whose truth answers it.
    pub seen: Vec<Seen>,
    /// Source, field and value of readings that were judged alone.
    pub known: BTreeSet<(String, String, String)>,
}

impl Population {
    /// Adds the cases of one input: all readings together, then each alone.
    pub fn add(&mut self, input: &Input, found: &[Leanings], oracle: &dyn Oracle, options: &Options) {
        let devices: Vec<&Device> = found.iter().map(|l| &l.device).collect();
        for (truth, case, device) in paired(input, &devices) {
            let Some(leanings) = found.iter().find(|l| l.device.id == device.id) else { continue };
            if let Some(want) = expected(truth).filter(|_| !is_arguable(truth, "camera")) {
                self.seen.push(Seen {
                    probability: leanings.sees_or_keeps,
                    is_heard: leanings.values.iter().any(|l| l.property == Property::Kind),
                    is_so: want != Expected::Neither,
                });
            }
            self.values.extend(judge(input, truth, &case, &leanings.values));
            for leanings in self.each_alone(input, &case, device, oracle, options) {
                self.alone.extend(judge(input, truth, &case, &leanings.values));
            }
        }
    }

    fn each_alone(
        &mut self,
        input: &Input,
        case: &str,
        device: &Device,
        oracle: &dyn Oracle,
        options: &Options,
    ) -> Vec<Leanings> {
        let own = |e: &&Evidence| device.subjects.iter().any(|s| *s == *e.observation.subject.as_str());
        let mut alone = Vec::new();
        for evidence in input.ground.evidence.iter().filter(own) {
            let field = evidence.field.as_str().to_owned();
            if !self.known.insert((input.source(case), field, evidence.value.clone())) {
                continue;
            }
            let mut ground = Ground::new();
            ground.evidence.push(evidence.clone());
            alone.extend(leanings(&ground, oracle, options));
        }
        alone
    }
}

/// Values held against truth. Values that truth cannot tell apart (a printer and a switch, where it says "no camera")
/// are one, with their probabilities added.
fn judge(input: &Input, truth: &Truth, case: &str, values: &[Leaning]) -> Vec<Judged> {
    let mut judged: Vec<Judged> = Vec::new();
    for leaning in values {
        let Some((want, is_right)) = held_against(truth, leaning) else { continue };
        let is_same = |j: &&mut Judged| j.is_right && is_right && j.leaning.property == leaning.property;
        if let Some(twin) = judged.iter_mut().find(is_same) {
            twin.leaning.confidence = (twin.leaning.confidence + leaning.confidence).min(0.9999);
            continue;
        }
        judged.push(Judged {
            source: input.source(case),
            case: format!("{}: {case}", input.corpus),
            want,
            leaning: leaning.clone(),
            is_right,
        });
    }
    judged
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
