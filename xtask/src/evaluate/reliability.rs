//! Reliability: whether what is said with so much confidence is right so often.

use super::judged::{Judged, Population, Seen};
use oogmerk_model::{Property, State};

/// A probability and what came of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    /// Between 0 and 1.
    pub probability: f64,
    /// Whether it came true.
    pub is_right: bool,
}

/// Mean squared distance between probability and outcome: 0 is perfect, lower is better.
pub fn brier(forecasts: &[Forecast]) -> f64 {
    mean(forecasts.iter().map(|f| (f.probability - outcome(*f)).powi(2)))
}

/// The same with every probability at the mean of all.
pub fn brier_at_mean(forecasts: &[Forecast]) -> f64 {
    let middle = mean(forecasts.iter().map(|f| f.probability));
    mean(forecasts.iter().map(|f| (middle - outcome(*f)).powi(2)))
}

/// By which part a score is better than the same program with every confidence at its mean; 0.3 is 30 %.
pub fn gain(forecasts: &[Forecast]) -> f64 {
    let at_mean = brier_at_mean(forecasts);
    if at_mean > 0.0 { 1.0 - brier(forecasts) / at_mean } else { 0.0 }
}

fn outcome(f: Forecast) -> f64 {
    f64::from(u8::from(f.is_right))
}

fn mean(numbers: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = numbers.len().max(1);
    numbers.sum::<f64>() / count as f64
}

/// Forecasts between two probabilities.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// Lower bound, in tenths.
    pub from_tenths: u8,
    /// Forecasts in it.
    pub count: usize,
    /// Mean probability.
    pub said: f64,
    /// Part that came true.
    pub came: f64,
}

/// Fewer forecasts than this say nothing about a bin.
pub const BIN_MIN: usize = 20;

/// The bins that hold anything.
pub fn bins(forecasts: &[Forecast]) -> Vec<Bin> {
    let of = |tenth: u8| {
        let inside: Vec<Forecast> = forecasts
            .iter()
            .copied()
            .filter(|f| ((f.probability * 10.0).floor() as u8).min(9) == tenth)
            .collect();
        (!inside.is_empty()).then(|| Bin {
            from_tenths: tenth,
            count: inside.len(),
            said: mean(inside.iter().map(|f| f.probability)),
            came: mean(inside.iter().map(|f| outcome(*f))),
        })
    };
    (0..10).filter_map(of).collect()
}

/// The furthest that a bin of at least [`BIN_MIN`] forecasts is off.
pub fn furthest_off(forecasts: &[Forecast]) -> f64 {
    bins(forecasts).iter().filter(|b| b.count >= BIN_MIN).map(|b| (b.said - b.came).abs()).fold(0.0, f64::max)
}

/// Which of the judged values count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Every value that something speaks for.
    Weighed,
    /// The leading one of each property.
    Leading,
    /// The leading one where it is said.
    Decided,
    /// The leading one of each reading alone.
    Alone,
}

/// The forecasts of one property, or of all.
pub fn forecasts(population: &Population, property: Option<Property>, which: Which) -> Vec<Forecast> {
    let counts = |j: &&Judged| {
        let leads = j.leaning.is_leading;
        property.is_none_or(|p| j.leaning.property == p)
            && match which {
                Which::Weighed => true,
                Which::Leading | Which::Alone => leads,
                Which::Decided => leads && j.leaning.state == State::Decided,
            }
    };
    let of = |j: &Judged| Forecast { probability: j.leaning.confidence, is_right: j.is_right };
    let values = if which == Which::Alone { &population.alone } else { &population.values };
    values.iter().filter(counts).map(of).collect()
}

/// The plain question, over every case whose truth answers it.
pub fn seen(population: &Population) -> Vec<Forecast> {
    of_seen(population.seen.iter())
}

/// The same, over the cases in which anything speaks on the kind.
pub fn seen_where_heard(population: &Population) -> Vec<Forecast> {
    of_seen(population.seen.iter().filter(|s| s.is_heard))
}

fn of_seen<'s>(seen: impl Iterator<Item = &'s Seen>) -> Vec<Forecast> {
    seen.map(|s| Forecast { probability: s.probability, is_right: s.is_so }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(list: &[(f64, bool)]) -> Vec<Forecast> {
        list.iter()
            .map(|(probability, is_right)| Forecast { probability: *probability, is_right: *is_right })
            .collect()
    }

    #[test]
    fn a_program_that_knows_when_it_is_wrong_beats_its_own_mean() {
        let knows = all(&[(0.9, true), (0.9, true), (0.1, false), (0.1, false)]);
        assert!((brier(&knows) - 0.01).abs() < 1e-9);
        assert!((brier_at_mean(&knows) - 0.25).abs() < 1e-9);
        assert!(gain(&knows) > 0.9);
        let guesses = all(&[(0.9, true), (0.1, true), (0.9, false), (0.1, false)]);
        assert!(gain(&guesses) < 0.0);
    }

    #[test]
    fn a_bin_shows_what_was_said_beside_what_came() {
        let forecasts = all(&[(0.95, true); 19]).into_iter().chain(all(&[(0.95, false)])).collect::<Vec<_>>();
        let bins = bins(&forecasts);
        assert_eq!(bins.len(), 1);
        assert_eq!((bins[0].from_tenths, bins[0].count), (9, 20));
        assert!(furthest_off(&forecasts) < 0.001);
        assert!((furthest_off(&all(&[(0.95, false); 20])) - 0.95).abs() < 1e-9);
        assert!(furthest_off(&all(&[(0.95, false); 19])).abs() < 1e-9);
    }
}
