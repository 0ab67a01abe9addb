//! Confidence: from the share that summed weights give a value to how often such a value is right.
//!
//! What may be said is decided by rule (`decide`, `kind`) and does not depend on anything here: a calibration moves
//! the number beside a value and never the value. Where a property has too few labelled cases there is no
//! calibration, and the share stands as the rule gave it.

use crate::decide::below_one;
use oogmerk_knowledge::Calibration;
use oogmerk_model::Verdict;

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
    use oogmerk_model::{Property, Rival, State};

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
