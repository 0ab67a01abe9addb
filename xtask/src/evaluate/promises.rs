//! Promises: what the program must keep on the corpora, over the figures of one evaluation. They are figures of data
//! outside the repository, so `./dev evaluate` holds them and no test does.

use super::fit::word;
use super::mutation::Effect;
use super::reliability::{Forecast, Which, forecasts, furthest_off, gain, seen, seen_where_heard};
use super::{Evaluation, page};

/// How much better than its mean a confidence must be.
const GAIN: f64 = 0.3;
/// How far a bin of forecasts may be off.
const OFF: f64 = 0.1;

/// Every promise that is not kept, one line each.
pub fn broken(e: &Evaluation<'_>) -> Vec<String> {
    let mut broken = Vec::new();
    makers(e, &mut broken);
    confidence(e, &mut broken);
    let moving = e.effects.values().filter(|f| matches!(f, Effect::Score(_))).count();
    if moving == 0 {
        broken.push("hiding rows of knowledge moves no figure at all".to_owned());
    }
    broken
}

fn makers(e: &Evaluation<'_>, broken: &mut Vec<String>) {
    let maker = e.run.score.of("maker");
    if maker.right == 0 {
        broken.push("no maker was found".to_owned());
    }
    let misses = e.run.score.misses.iter().filter(|m| m.property == "maker");
    for miss in misses.filter(|m| m.outcome == super::score::Outcome::Wrong) {
        broken.push(format!("{}: maker {:?}, truth {}", miss.case, miss.got, miss.want));
    }
    for given in e.left_out.iter().flat_map(|l| l.corpora.wrong.iter().chain(&l.examples.wrong)) {
        broken.push(format!("left out, given to somebody else: {given:?}"));
    }
    if !e.left_out.iter().any(|l| l.corpora.right > 0) {
        broken.push("no maker is found without its brand's tells".to_owned());
    }
}

fn confidence(e: &Evaluation<'_>, broken: &mut Vec<String>) {
    for (name, forecasts) in [
        ("every value weighed", forecasts(&e.run.population, None, Which::Weighed)),
        ("camera or not", seen(&e.run.population)),
        ("camera or not, where anything speaks", seen_where_heard(&e.run.population)),
    ] {
        tells_apart(name, &forecasts, broken);
    }
    // What is set by rule is called uncalibrated wherever it is printed: no bin of it is a promise.
    for (name, forecasts) in page::populations(e).into_iter().filter(|(name, _)| is_calibrated(name, e)) {
        near(&format!("{name:?}"), &forecasts, broken);
    }
    for fitted in e.fitted.iter().filter(|f| f.holds()) {
        near(&format!("held out: {:?}", fitted.calibration), &fitted.held_out, broken);
    }
}

/// Whether a population holds only values of properties that are calibrated.
fn is_calibrated(name: &str, e: &Evaluation<'_>) -> bool {
    let property = name.rsplit(": ").next().unwrap_or_default();
    e.fitted.iter().any(|f| f.holds() && word(f.calibration.property) == property)
}

fn tells_apart(name: &str, forecasts: &[Forecast], broken: &mut Vec<String>) {
    if forecasts.iter().all(|f| f.is_right) {
        broken.push(format!("{name}: nothing to tell apart"));
    } else if gain(forecasts) < GAIN {
        broken.push(format!("{name}: only {:.2} better than its mean", gain(forecasts)));
    }
}

fn near(name: &str, forecasts: &[Forecast], broken: &mut Vec<String>) {
    let off = furthest_off(forecasts);
    if off > OFF {
        broken.push(format!("{name}: a bin is off by {off:.3}"));
    }
}
