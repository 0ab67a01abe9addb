//! Leanings: what an evaluation needs and a device record does not hold: every value that something speaks for, also
//! where it may not be said, and its share.

use crate::confidence::{calibrated, margin_of};
use crate::decide::{Tally, below_one, shares};
use crate::examine::Examiner;
use crate::ground::Ground;
use crate::identity::Weighed;
use crate::kind::family_of;
use crate::needs::askable;
use crate::options::Options;
use crate::resolve::resolve;
use oogmerk_knowledge::Oracle;
use oogmerk_model::{Device, Kind, Property, State, Traffic, Verdict};

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
    /// The device, as `identify` gives it.
    pub device: Device,
    /// Values of kind, brand, maker and model; of each property the leading one first.
    pub values: Vec<Leaning>,
    /// How likely it is a camera or a recorder; 0 where nothing speaks for it.
    pub sees_or_keeps: f64,
}

/// Every device of the ground in the order of ids, whoever it belongs to, with all that was weighed for it, handed out
/// with its traffic.
pub fn leanings(
    ground: &Ground,
    oracle: &dyn Oracle,
    options: &Options,
    each: &mut dyn FnMut(Leanings, &Traffic<'_>),
) {
    let resolved = resolve(ground, oracle, &options.names);
    let examiner = Examiner::new(ground, oracle, options, &resolved, askable(oracle, options.hearing));
    for (place, group) in resolved.groups.iter().enumerate() {
        let loaded = examiner.load(std::slice::from_ref(group));
        let examined = examiner.examine(group, &loaded);
        let values = values(&examined.device, &examined.weighed, oracle);
        let sees_or_keeps = values
            .iter()
            .filter(|l| l.property == Property::Kind && sees_or_keeps(&l.value))
            .fold(0.0, |sum, l| sum + l.confidence);
        let (device, traffic) = examiner.traffic(group, Some(place), examined, &loaded);
        each(Leanings { device, values, sees_or_keeps }, &traffic);
    }
}

fn sees_or_keeps(word: &str) -> bool {
    Kind::parse(word).is_some_and(|kind| kind.has_lens() || matches!(kind, Kind::Encoder | Kind::Recorder))
}

fn values(device: &Device, weighed: &Weighed, oracle: &dyn Oracle) -> Vec<Leaning> {
    [
        (Property::Kind, &device.kind),
        (Property::Brand, &device.brand),
        (Property::Maker, &device.maker),
        (Property::Model, &device.model),
    ]
    .into_iter()
    .flat_map(|(property, verdict)| values_of(property, verdict, weighed, oracle))
    .collect()
}

/// The values of one property. The leading one has the probability that the record says, or would say; the others
/// share what it leaves, in proportion to what speaks for them.
fn values_of(property: Property, verdict: &Verdict, weighed: &Weighed, oracle: &dyn Oracle) -> Vec<Leaning> {
    let Some(tallies) = weighed.tallies(property) else { return Vec::new() };
    let by_rule = shares(property, tallies);
    let Some((leader, said, confidence, margin_mdb)) = leading(property, verdict, tallies, weighed, oracle)
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
    weighed: &Weighed,
    oracle: &dyn Oracle,
) -> Option<(String, String, f64, i64)> {
    let said = verdict
        .decided_value()
        .map(str::to_owned)
        .zip(verdict.confidence)
        .or_else(|| verdict.rivals.first().map(|r| (r.value.clone(), r.confidence)));
    if let Some((value, confidence)) = said {
        let name = match property {
            Property::Kind => Kind::parse(&value).map(|k| family_of(k).as_str().to_owned())?,
            _ => tallies.iter().find(|t| printed(property, &t.value, oracle) == value)?.value.clone(),
        };
        return Some((name, value, confidence, weighed.margin(property)?));
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
