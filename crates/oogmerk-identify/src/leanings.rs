//! Calibrate: from the share that summed weights give a value to how often such a value is right.
//!
//! What may be said is decided by rule (`decide`, `kind`) and does not depend on anything here: a calibration moves
//! the number beside a value and never the value. Where a property has too few labelled cases there is no
//! calibration, and the share stands as the rule gave it.
//!
//! [`leanings`] shows what an evaluation needs and a device record does not hold: every value that something speaks
//! for, also where it may not be said, and its share.

use crate::assessment::Workshop;
use crate::decide::{Tally, below_one, shares};
use crate::identity::Identity;
use crate::resolve::resolve;
use crate::{Ground, Options};
use oogmerk_knowledge::{Calibration, Oracle};
use oogmerk_model::{Device, Kind, Property, State, Verdict};

/// One value that something speaks for, on one property of one device.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaning {
    /// Which property.
    pub property: Property,
    /// The value as it would be printed; a kind as the family it belongs to, unless it is said.
    pub value: String,
    /// Whether it leads all others.
    pub is_leading: bool,
    /// What is said of the property.
    pub state: State,
    /// How far it leads all others and the unnamed rest by rule, in milli-decibans; within ±40 000.
    pub margin_mdb: i64,
    /// Its probability under the calibration of the knowledge given, between 0 and 1.
    pub confidence: f64,
}

/// One device with every value that something speaks for.
#[derive(Clone, Debug)]
pub struct Leanings {
    /// The device, as [`crate::assess`] gives it.
    pub device: Device,
    /// Values of kind, brand, maker and model; of each property the leading one first.
    pub values: Vec<Leaning>,
    /// How likely it is a camera or a recorder; 0 where nothing speaks for it.
    pub sees_or_keeps: f64,
}

/// Every device of the ground in the order of ids, whoever it belongs to, with all that was weighed for it.
pub fn leanings(ground: &Ground, oracle: &dyn Oracle, options: &Options) -> Vec<Leanings> {
    let resolved = resolve(ground, oracle, &options.names);
    let workshop = Workshop::new(ground, oracle, options, &resolved);
    let of = |place| {
        let (device, identity) = workshop.examined(place);
        let values = values(&identity, oracle);
        let sees_or_keeps = values
            .iter()
            .filter(|l| l.property == Property::Kind && sees_or_keeps(&l.value))
            .fold(0.0, |sum, l| sum + l.confidence);
        Leanings { device, values, sees_or_keeps }
    };
    (0..resolved.groups.len()).map(of).collect()
}

fn sees_or_keeps(word: &str) -> bool {
    Kind::parse(word).is_some_and(|kind| kind.is_camera() || kind == Kind::Recorder)
}

fn values(identity: &Identity, oracle: &dyn Oracle) -> Vec<Leaning> {
    [
        (Property::Kind, &identity.kind),
        (Property::Brand, &identity.brand),
        (Property::Maker, &identity.maker),
        (Property::Model, &identity.model),
    ]
    .into_iter()
    .flat_map(|(property, verdict)| values_of(property, verdict, identity, oracle))
    .collect()
}

/// The values of one property. The leading one has the probability that the record says, or would say; the others
/// share what it leaves, in proportion to what speaks for them.
fn values_of(
    property: Property,
    verdict: &Verdict,
    identity: &Identity,
    oracle: &dyn Oracle,
) -> Vec<Leaning> {
    let Some(tallies) = identity.tallies.get(&property) else { return Vec::new() };
    let by_rule = shares(property, tallies);
    let Some((leader, said, confidence, margin_mdb)) = leading(property, verdict, tallies, identity, oracle)
    else {
        return Vec::new();
    };
    let led = by_rule.get(leader.as_str()).copied().unwrap_or(0.0);
    let left = (1.0 - confidence) / (1.0 - led).max(f64::EPSILON);
    let state = verdict.verdict;
    let mut values = vec![Leaning { property, value: said, is_leading: true, state, margin_mdb, confidence }];
    values.extend(tallies.iter().filter(|t| t.value != leader).map(|t| {
        let share = by_rule.get(t.value.as_str()).copied().unwrap_or(0.0);
        Leaning {
            property,
            value: printed(property, &t.value, oracle),
            is_leading: false,
            state,
            margin_mdb: margin_of(share),
            confidence: below_one(share * left),
        }
    }));
    values
}

/// The leading value: its name among the tallies, as it is printed, its probability, its margin by rule.
fn leading(
    property: Property,
    verdict: &Verdict,
    tallies: &[Tally],
    identity: &Identity,
    oracle: &dyn Oracle,
) -> Option<(String, String, f64, i64)> {
    let said = verdict
        .decided_value()
        .map(str::to_owned)
        .zip(verdict.confidence)
        .or_else(|| verdict.rivals.first().map(|r| (r.value.clone(), r.confidence)));
    if let Some((value, confidence)) = said {
        let name = match property {
            Property::Kind => Kind::parse(&value).map(|k| crate::kind::family_of(k).as_str().to_owned())?,
            _ => tallies.iter().find(|t| printed(property, &t.value, oracle) == value)?.value.clone(),
        };
        return Some((name, value, confidence, *identity.margins.get(&property)?));
    }
    let name = tallies.first()?.value.clone();
    let share = below_one(shares(property, tallies).get(name.as_str()).copied()?);
    let confidence = oracle.calibration(property).map_or(share, |c| calibrated(share, c));
    let said = printed(property, &name, oracle);
    Some((name, said, confidence, margin_of(share)))
}

fn printed(property: Property, value: &str, oracle: &dyn Oracle) -> String {
    match property {
        Property::Brand | Property::Maker => oracle.label(value),
        _ => value.to_owned(),
    }
}

/// A share as log-odds in milli-decibans.
pub(crate) fn margin_of(share: f64) -> i64 {
    let share = below_one(share);
    ((share / (1.0 - share)).log10() * 10_000.0).round() as i64
}

/// A share by rule as the probability that it was found to stand for.
pub(crate) fn calibrated(share: f64, calibration: &Calibration) -> f64 {
    let odds_mdb = calibration.odds_mdb(margin_of(share));
    below_one(1.0 / (1.0 + 10f64.powf(-(odds_mdb as f64) / 10_000.0)))
}

/// Moves the numbers of a verdict to what they were found to stand for, and gives back the margin it had by rule.
/// Shares of a contested verdict keep their proportions to each other and still add up to one.
pub(crate) fn calibrate(verdict: &mut Verdict, calibration: Option<&Calibration>) -> Option<i64> {
    let by_rule = verdict.confidence.or_else(|| verdict.rivals.first().map(|r| r.confidence))?;
    let margin = margin_of(by_rule);
    let Some(calibration) = calibration else { return Some(margin) };
    let share = calibrated(by_rule, calibration);
    if let Some(confidence) = &mut verdict.confidence {
        *confidence = share;
        return Some(margin);
    }
    let others = (1.0 - share) / (1.0 - by_rule).max(f64::MIN_POSITIVE);
    let mut left = 10_000i64;
    for (place, rival) in verdict.rivals.iter_mut().enumerate() {
        let moved = if place == 0 { share } else { rival.confidence * others };
        let parts = ((moved * 10_000.0).round() as i64).clamp(0, left);
        left -= parts;
        rival.confidence = parts as f64 / 10_000.0;
    }
    verdict.other = Some(left as f64 / 10_000.0);
    Some(margin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use oogmerk_model::Rival;

    fn calibration(offset_mdb: i64, slope_permille: i64) -> Calibration {
        Calibration { property: Property::Kind, cases: 200, offset_mdb, slope_permille }
    }

    fn decided(confidence: f64) -> Verdict {
        Verdict { verdict: State::Decided, confidence: Some(confidence), ..Verdict::undecided(Vec::new()) }
    }

    #[test]
    fn a_calibration_keeps_the_order_of_confidences_and_never_reaches_certainty() {
        let c = calibration(3_000, 700);
        let moved: Vec<f64> = [0.3, 0.61, 0.9, 0.99, 0.9999].iter().map(|s| calibrated(*s, &c)).collect();
        assert!(moved.windows(2).all(|w| w[0] < w[1]), "{moved:?}");
        assert!(moved.iter().all(|m| (0.0001..=0.9999).contains(m)), "{moved:?}");
    }

    #[test]
    fn the_plain_calibration_changes_nothing() {
        for share in [0.0001, 0.3, 0.5, 0.77, 0.9999] {
            assert!((calibrated(share, &calibration(0, 1_000)) - share).abs() < 0.0002, "{share}");
        }
    }

    #[test]
    fn without_a_calibration_the_rule_stands() {
        let mut verdict = decided(0.61);
        assert_eq!(calibrate(&mut verdict, None), Some(margin_of(0.61)));
        assert_eq!(verdict.confidence, Some(0.61));
    }

    #[test]
    fn shares_of_a_contested_verdict_still_add_up_to_one() {
        let rival = |value: &str, confidence| Rival { value: value.into(), confidence, because: Vec::new() };
        let mut verdict = Verdict {
            verdict: State::Contested,
            rivals: vec![rival("a", 0.6), rival("b", 0.3)],
            other: Some(0.1),
            ..Verdict::undecided(Vec::new())
        };
        calibrate(&mut verdict, Some(&calibration(-4_000, 500)));
        let sum: f64 =
            verdict.rivals.iter().map(|r| r.confidence).sum::<f64>() + verdict.other.unwrap_or(0.0);
        assert!((sum - 1.0).abs() < 1e-9, "{verdict:?}");
        assert!(verdict.rivals[0].confidence < 0.6, "{verdict:?}");
    }
}
