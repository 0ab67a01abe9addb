//! Bounds: how many readings of one device are weighed, so that what one answer may hold does not decide how long every
//! later question takes.
//!
//! Readings of a device are held against each other, value by value. Nothing that hangs on a wall gives five thousand
//! serials; a file that says so is wrong or means harm, and a register that holds it would be slow for good. What is
//! left out is counted and goes out with the device. The facts themselves stay: this is about weighing, not keeping.

use oogmerk_model::Evidence;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Most distinct values of one field on one device, as the reader of captures has it for one input.
pub(crate) const VALUES_MAX: usize = 256;

/// Most distinct readings of one device over all fields: the vocabulary has hundreds of them.
pub(crate) const READINGS_MAX: usize = 2048;

/// Values of one device that were not weighed, by field.
pub(crate) type LeftOut = BTreeMap<String, u64>;

/// Keeps what is weighed of the readings of one device, given in reading order, and counts the values left out.
///
/// Kept of each field are the values seen last, because a device is what it shows now; of those seen at one time, or at
/// no known one, those that were read first. What people decided is never left out.
pub(crate) fn bounded(evidence: &mut Vec<&Evidence>) -> LeftOut {
    // Few readings hold few values.
    if evidence.len() <= VALUES_MAX {
        return LeftOut::new();
    }
    let values = values_of(evidence.iter().copied());
    let most = most_per_field(&values);
    let gone = beyond(values, most);
    let mut left_out = LeftOut::new();
    for (field, _) in &gone {
        *left_out.entry((*field).to_owned()).or_default() += 1;
    }
    if !gone.is_empty() {
        evidence.retain(|e| !gone.contains(&(e.field.as_str(), e.value.as_str())));
    }
    left_out
}

/// Of readings of one subject in reading order, which can be let go whatever else there is of the device: those of
/// values beyond the most that any field may have. Readings of one value that stand on two days are one value.
pub(crate) fn unheld(evidence: &[Evidence]) -> Vec<bool> {
    let gone = beyond(values_of(evidence.iter()), VALUES_MAX);
    evidence.iter().map(|e| gone.contains(&(e.field.as_str(), e.value.as_str()))).collect()
}

/// The values that come after the most that a field may have.
fn beyond<'e>(fields: BTreeMap<&'e str, Values<'e>>, most: usize) -> BTreeSet<(&'e str, &'e str)> {
    let mut gone = BTreeSet::new();
    for (field, values) in fields {
        if values.len() <= most {
            continue;
        }
        let mut ranked: Vec<(Reverse<Option<i64>>, usize, &str)> =
            values.into_iter().map(|(value, (seen, place))| (Reverse(seen), place, value)).collect();
        ranked.sort_unstable();
        gone.extend(ranked.into_iter().skip(most).map(|(_, _, value)| (field, value)));
    }
    gone
}

/// Each value with the last time it was seen and the first place it was read at.
type Values<'e> = BTreeMap<&'e str, (Option<i64>, usize)>;

fn values_of<'e>(evidence: impl Iterator<Item = &'e Evidence>) -> BTreeMap<&'e str, Values<'e>> {
    let mut fields: BTreeMap<&str, Values<'_>> = BTreeMap::new();
    for (place, e) in evidence.enumerate() {
        let field = e.field.as_str();
        if field.starts_with("decision.") {
            continue;
        }
        let seen = e.seen_at().map(|at| at.0);
        let value = fields.entry(field).or_default().entry(e.value.as_str()).or_insert((seen, place));
        value.0 = value.0.max(seen);
    }
    fields
}

/// How many values each field may have: halved until all fields together stay within bounds.
fn most_per_field(fields: &BTreeMap<&str, Values<'_>>) -> usize {
    let mut most = VALUES_MAX;
    let all = |most: usize| fields.values().map(|values| values.len().min(most)).sum::<usize>();
    while most > 1 && all(most) > READINGS_MAX {
        most /= 2;
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::Bench;

    fn left_out(evidence: &[Evidence]) -> (LeftOut, Vec<&Evidence>) {
        let mut kept: Vec<&Evidence> = evidence.iter().collect();
        let left_out = bounded(&mut kept);
        (left_out, kept)
    }

    #[test]
    fn of_many_values_of_one_field_those_seen_last_are_weighed_and_the_rest_is_counted() {
        let mut bench = Bench::new().on("2026-01-01");
        for i in 0..VALUES_MAX {
            bench = bench.says("x", "onvif.serial", &format!("OLD{i:05}"));
        }
        bench =
            bench.on("2026-02-01").says("x", "onvif.serial", "NEW1").says("x", "onvif.serial", "OLD00255");
        let evidence = bench.says("x", "http.title", "one").evidence();
        let (told, kept) = left_out(&evidence);
        assert_eq!(told, LeftOut::from([("onvif.serial".to_owned(), 1)]));
        assert!(kept.iter().any(|e| e.value == "NEW1") && kept.iter().any(|e| e.value == "OLD00255"));
        assert!(!kept.iter().any(|e| e.value == "OLD00254"), "the last read of those seen longest ago");
        assert!(kept.iter().any(|e| e.value == "one"));
    }

    #[test]
    fn one_value_seen_often_is_one_value() {
        let bench = (0..3 * VALUES_MAX).fold(Bench::new(), |b, _| b.says("x", "onvif.serial", "S1"));
        let evidence = bench.evidence();
        let (told, kept) = left_out(&evidence);
        assert!(told.is_empty());
        assert_eq!(kept.len(), 3 * VALUES_MAX);
    }

    #[test]
    fn many_fields_of_many_values_stay_within_bounds_together() {
        let mut bench = Bench::new();
        for field in 0..40 {
            for value in 0..200 {
                bench = bench.says("x", &format!("f{field}.v"), &format!("{value}"));
            }
        }
        let evidence = bench.evidence();
        let (told, kept) = left_out(&evidence);
        assert!(kept.len() <= READINGS_MAX, "{}", kept.len());
        assert_eq!(told.values().sum::<u64>() as usize + kept.len(), evidence.len());
    }
}
