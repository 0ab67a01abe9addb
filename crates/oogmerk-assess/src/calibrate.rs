//! Calibrate: from the share that summed weights give a value to how often such a value is right.
//!
//! What may be said is decided by rule (`decide`, `kind`) and does not depend on anything here: a calibration moves
//! the number beside a value and never the value. Where a property has too few labelled cases there is no
//! calibration, and the share stands as the rule gave it.
//!
//! [`leanings`] shows what an evaluation needs and a device record does not hold: the leading value of every property,
//! also where it may not be said, and its share.

use crate::assessment::Workshop;
use crate::decide::{Tally, below_one, shares};
use crate::identify::Identity;
use crate::resolve::resolve;
use crate::{Ground, Options};
use oogmerk_knowledge::{Calibration, Oracle};
use oogmerk_model::{Device, Property, State, Verdict};

/// The value that leads on one property of one device.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaning {
    /// Which property.
    pub property: Property,
    /// The leading value as it would be printed.
    pub value: String,
    /// What is said of it.
    pub state: State,
    /// How far it leads all others and the unnamed rest by rule, in milli-decibans; within ±40 000.
    pub margin_mdb: i64,
    /// Its probability under the calibration of the knowledge given, between 0 and 1.
    pub confidence: f64,
}

/// One device with what leads on each of its properties.
#[derive(Clone, Debug)]
pub struct Leanings {
    /// The device, as [`crate::assess`] gives it.
    pub device: Device,
    /// What leads, one per property on which anything speaks.
    pub leading: Vec<Leaning>,
    /// How likely it is a camera or a recorder; 0 where nothing speaks for it.
    pub sees_or_keeps: f64,
}

/// Every device of the ground in the order of ids, whoever it belongs to, with what leads on each property.
pub fn leanings(ground: &Ground, oracle: &dyn Oracle, options: &Options) -> Vec<Leanings> {
    let resolved = resolve(ground, oracle, &options.names);
    let workshop = Workshop::new(ground, oracle, options, &resolved);
    (0..resolved.groups.len())
        .map(|place| {
            let (device, identity) = workshop.examined(place);
            Leanings { leading: leading(&identity, oracle), sees_or_keeps: sees_or_keeps(&identity, oracle), device }
        })
        .collect()
}

fn leading(identity: &Identity, oracle: &dyn Oracle) -> Vec<Leaning> {
    let stated = |property: Property, verdict: &Verdict| {
        let (value, share) = match verdict.verdict {
            State::Decided => (verdict.value.clone()?, verdict.confidence?),
            State::Contested => verdict.rivals.first().map(|r| (r.value.clone(), r.confidence))?,
            State::Undecided => lead(property, identity.tallies.get(&property)?, oracle)?,
        };
        let margin_mdb = match verdict.verdict {
            State::Undecided => margin_of(share),
            _ => *identity.margins.get(&property)?,
        };
        let confidence = match verdict.verdict {
            State::Undecided => oracle.calibration(property).map_or(share, |c| calibrated(share, c)),
            _ => share,
        };
        Some(Leaning { property, value, state: verdict.verdict, margin_mdb, confidence })
    };
    [
        (Property::Kind, &identity.kind),
        (Property::Brand, &identity.brand),
        (Property::Maker, &identity.maker),
        (Property::Model, &identity.model),
        (Property::Firmware, &identity.firmware),
    ]
    .into_iter()
    .filter_map(|(property, verdict)| stated(property, verdict))
    .collect()
}

/// The leading value of tallies and its share by rule.
fn lead(property: Property, tallies: &[Tally], oracle: &dyn Oracle) -> Option<(String, f64)> {
    let leader = tallies.first()?;
    let share = below_one(shares(property, tallies).get(leader.value.as_str()).copied()?);
    let value = match property {
        Property::Brand | Property::Maker => oracle.label(&leader.value),
        _ => leader.value.clone(),
    };
    Some((value, share))
}

fn sees_or_keeps(identity: &Identity, oracle: &dyn Oracle) -> f64 {
    let Some(tallies) = identity.tallies.get(&Property::Kind) else { return 0.0 };
    let shares = shares(Property::Kind, tallies);
    let by_rule: f64 = ["camera", "recorder"].iter().filter_map(|kind| shares.get(kind)).sum();
    match oracle.calibration(Property::Kind) {
        Some(c) if by_rule > 0.0 => calibrated(below_one(by_rule), c),
        _ => by_rule,
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
        Calibration { property: Property::Kind, cases: 200, right: 190, offset_mdb, slope_permille }
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
        let sum: f64 = verdict.rivals.iter().map(|r| r.confidence).sum::<f64>() + verdict.other.unwrap_or(0.0);
        assert!((sum - 1.0).abs() < 1e-9, "{verdict:?}");
        assert!(verdict.rivals[0].confidence < 0.6, "{verdict:?}");
    }
}
