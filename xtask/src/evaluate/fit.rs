//! Fit: how often a value that leads by so much is right, as a line through log-odds, and whether that line holds on
//! sources it never saw.
//!
//! Two numbers per property and no more: with a handful of errors among hundreds of cases anything finer would fit
//! the errors. The line is found by trying every pair of a grid, so that the same cases give the same numbers on every
//! machine; a charge on leaving the rule (offset 0, slope 1) keeps it from claiming certainty. Of three charges the one
//! that holds best on left-out sources is taken. Where no line holds better there than the rule itself, or than one
//! constant, the property is not calibrated and the rule stays.

use super::judged::{Judged, Population};
use super::reliability::{Forecast, brier};
use oogmerk_knowledge::Calibration;
use oogmerk_model::Property;
use std::collections::{BTreeMap, BTreeSet};

/// Properties with enough labelled cases. The maker is not among them.
pub const FITTED: [Property; 3] = [Property::Kind, Property::Brand, Property::Model];

/// Charges on leaving the rule, in nats per squared unit, that are tried: what so many cases weigh.
const CHARGES: [f64; 3] = [0.5, 2.0, 8.0];

const OFFSETS: std::ops::RangeInclusive<i64> = -40..=80;
const OFFSET_STEP: i64 = 250;
const SLOPES: std::ops::RangeInclusive<i64> = 1..=40;
const SLOPE_STEP: i64 = 50;

/// A line through the cases of one property, and how it held on sources it did not see.
#[derive(Clone, Debug)]
pub struct Fitted {
    /// The line through all cases.
    pub calibration: Calibration,
    /// The charge it was found with.
    pub charge: f64,
    /// Single readings it was fitted on besides.
    pub readings: u32,
    /// Sources the cases come from.
    pub sources: u32,
    /// Each case with the probability of a line fitted without its source.
    pub held_out: Vec<Forecast>,
    /// Each case with the probability of the rule.
    pub by_rule: Vec<Forecast>,
    /// Each case with how often the other sources were right, and nothing else: a line that tells nothing apart does
    /// no better.
    pub constant: Vec<Forecast>,
}

impl Fitted {
    /// The Brier score on sources that were left out.
    pub fn held_out_brier(&self) -> f64 {
        brier(&self.held_out)
    }

    /// Whether it says more about sources it never saw than the rule does, and than a constant does.
    pub fn holds(&self) -> bool {
        self.held_out_brier() < brier(&self.by_rule).min(brier(&self.constant))
    }
}

/// Fits every property that has enough cases.
pub fn fit(population: &Population) -> Vec<Fitted> {
    FITTED.into_iter().filter_map(|property| fit_one(population, property)).collect()
}

fn fit_one(population: &Population, property: Property) -> Option<Fitted> {
    let leads = |j: &&Judged| j.leaning.property == property && j.leaning.is_leading;
    let cases: Vec<&Judged> = population.values.iter().filter(leads).collect();
    let readings: Vec<&Judged> = population.alone.iter().filter(leads).collect();
    let count = u32::try_from(cases.len()).ok().filter(|n| *n >= Calibration::CASES_MIN)?;
    let all: Vec<&Judged> = cases.iter().chain(&readings).copied().collect();
    let start = Calibration { property, cases: count, offset_mdb: 0, slope_permille: 1_000 };
    let tried = CHARGES.map(|charge| (charge, held_out(&start, &all, charge)));
    let (charge, held_out) = tried.into_iter().min_by(|a, b| brier(&a.1).total_cmp(&brier(&b.1)))?;
    Some(Fitted {
        calibration: line(&start, all.iter().copied(), charge),
        charge,
        readings: u32::try_from(readings.len()).unwrap_or(u32::MAX),
        sources: u32::try_from(sources(&all).len()).unwrap_or(u32::MAX),
        held_out,
        by_rule: all.iter().map(|j| forecast(j, &start)).collect(),
        constant: constant(&all),
    })
}

/// Each case with the part of the other sources' cases that was right.
fn constant(all: &[&Judged]) -> Vec<Forecast> {
    let mut forecasts = Vec::new();
    for source in sources(all) {
        let (own, others): (Vec<&Judged>, Vec<&Judged>) = all.iter().partition(|j| j.source == source);
        let right = others.iter().filter(|j| j.is_right).count() as f64;
        let probability = right / others.len().max(1) as f64;
        forecasts.extend(own.iter().map(|j| Forecast { probability, is_right: j.is_right }));
    }
    forecasts
}

fn sources<'j>(judged: &[&'j Judged]) -> BTreeSet<&'j str> {
    judged.iter().map(|j| j.source.as_str()).collect()
}

fn forecast(judged: &Judged, line: &Calibration) -> Forecast {
    Forecast { probability: probability(line.odds_mdb(judged.leaning.margin_mdb)), is_right: judged.is_right }
}

/// Each case under a line fitted without its source.
fn held_out(start: &Calibration, all: &[&Judged], charge: f64) -> Vec<Forecast> {
    let mut forecasts = Vec::new();
    for source in sources(all) {
        let line = line(start, all.iter().copied().filter(|j| j.source != source), charge);
        forecasts.extend(all.iter().filter(|j| j.source == source).map(|j| forecast(j, &line)));
    }
    forecasts
}

/// Log-odds in milli-decibans as a probability.
pub fn probability(odds_mdb: i64) -> f64 {
    1.0 / (1.0 + 10f64.powf(-(odds_mdb as f64) / 10_000.0))
}

/// The line of the grid that loses least.
fn line<'j>(start: &Calibration, judged: impl Iterator<Item = &'j Judged>, charge: f64) -> Calibration {
    let mut counts: BTreeMap<i64, (f64, f64)> = BTreeMap::new();
    for j in judged {
        let count = counts.entry(j.leaning.margin_mdb).or_default();
        if j.is_right { count.0 += 1.0 } else { count.1 += 1.0 }
    }
    let mut best = (f64::INFINITY, start.clone());
    for offset_mdb in OFFSETS.map(|n| n * OFFSET_STEP) {
        for slope_permille in SLOPES.map(|n| n * SLOPE_STEP) {
            let tried = Calibration { offset_mdb, slope_permille, ..*start };
            let lost = loss(&tried, &counts, charge);
            if lost < best.0 {
                best = (lost, tried);
            }
        }
    }
    best.1
}

/// What a line loses on the cases, in nats, with the charge on leaving the rule.
fn loss(line: &Calibration, counts: &BTreeMap<i64, (f64, f64)>, charge: f64) -> f64 {
    let nats = |mdb: i64| mdb as f64 / 10_000.0 * std::f64::consts::LN_10;
    let cases: f64 = counts
        .iter()
        .map(|(margin, (right, wrong))| {
            let x = nats(line.odds_mdb(*margin));
            right * softplus(-x) + wrong * softplus(x)
        })
        .sum();
    let (offset, slope) = (nats(line.offset_mdb), line.slope_permille as f64 / 1_000.0 - 1.0);
    cases + charge / 2.0 * (offset * offset + slope * slope)
}

/// ln(1 + eˣ), without overflow.
fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// The data file of what was fitted.
pub fn write(fitted: &[Fitted], day: &str, corpora: &BTreeSet<&str>) -> String {
    let listed: Vec<String> = corpora.iter().map(|c| format!("{c:?}")).collect();
    let mut out = String::from(
        "# What the share of a leading value stands for: log-odds = offset + slope x lead, by property, in milli-decibans.\n\
         # Written by `./dev evaluate --fit` and read in the diff; never edited by hand. What may be said does not depend\n\
         # on it. A property that is not listed is not calibrated but set by rule: it has fewer than 100 labelled cases, or no\n\
         # line held better than the rule and than one constant on sources that were left out.\n\n",
    );
    out.push_str(&format!("fitted_on = {day:?}\ncorpora = [{}]\n", listed.join(", ")));
    for f in fitted.iter().filter(|f| f.holds()) {
        let c = &f.calibration;
        out.push_str(&format!(
            "\n[[calibration]]\nproperty = {:?}\ncases = {}\nreadings = {}\nsources = {}\noffset_mdb = {}\nslope_permille = {}\n",
            word(c.property),
            c.cases,
            f.readings,
            f.sources,
            c.offset_mdb,
            c.slope_permille
        ));
    }
    out
}

/// The word for a property in data and tables.
pub const fn word(property: Property) -> &'static str {
    match property {
        Property::Kind => "kind",
        Property::Brand => "brand",
        Property::Maker => "maker",
        Property::Line => "line",
        Property::Model => "model",
        Property::Firmware => "firmware",
        Property::Serial => "serial",
        Property::Soc => "soc",
        Property::Hardware => "hardware",
        Property::SocMaker => "soc-maker",
        Property::Modem => "modem",
        Property::ModemMaker => "modem-maker",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oogmerk_identify::Leaning;
    use oogmerk_model::State;

    fn judged(source: &str, margin_mdb: i64, is_right: bool) -> Judged {
        let leaning = Leaning {
            property: Property::Kind,
            value: "camera".into(),
            is_leading: true,
            state: State::Decided,
            margin_mdb,
            confidence: 0.5,
        };
        Judged { source: source.into(), case: String::new(), want: String::new(), leaning, is_right }
    }

    fn check(right_of_ten: usize, margin_mdb: i64) -> f64 {
        let cases: Vec<Judged> =
            (0..400).map(|n| judged(["a", "b"][n % 2], margin_mdb, n / 2 % 10 < right_of_ten)).collect();
        let fitted = fit(&Population { values: cases, ..Population::default() });
        assert_eq!(fitted.len(), 1);
        probability(fitted[0].calibration.odds_mdb(margin_mdb))
    }

    #[test]
    fn a_line_says_how_often_it_was_right() {
        for right in [3, 6, 9] {
            let said = check(right, 8_000);
            assert!((said - right as f64 / 10.0).abs() < 0.03, "{right} of ten, said {said}");
        }
    }

    #[test]
    fn a_line_that_tells_nothing_apart_is_no_calibration() {
        // Right nine times of ten, whatever the lead: a constant says as much.
        let flat = |n: usize| judged(["a", "b", "c"][n % 3], 6_000 + (n as i64 % 7) * 1_000, n / 3 % 10 < 9);
        let fitted = fit(&Population { values: (0..420).map(flat).collect(), ..Population::default() });
        assert!(!fitted[0].holds(), "{} by a constant", brier(&fitted[0].constant));
        assert!(!write(&fitted, "2026-11-30", &BTreeSet::new()).contains("[[calibration]]"));
        // Where a larger lead is right more often, the line is worth its name.
        let steep = |n: usize| {
            let is_far = n / 3 % 2 == 0;
            judged(["a", "b", "c"][n % 3], if is_far { 12_000 } else { 1_000 }, is_far || n / 6 % 2 == 0)
        };
        let fitted = fit(&Population { values: (0..420).map(steep).collect(), ..Population::default() });
        assert!(fitted[0].holds());
    }

    #[test]
    fn too_few_cases_are_not_fitted() {
        let values = (0..99).map(|_| judged("a", 8_000, true)).collect();
        assert!(fit(&Population { values, ..Population::default() }).is_empty());
    }

    #[test]
    fn without_an_error_it_is_still_not_certain() {
        let said = check(10, 8_000);
        assert!(said > 0.97 && said < 0.9999, "{said}");
    }
}
