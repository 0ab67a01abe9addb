//! Many readings of one device: what is weighed is bounded for every field of the vocabulary, and what is not weighed is
//! counted, so that a file of some hundred kilobytes cannot make every later answer slow.

#![allow(clippy::unwrap_used)]

use oogmerk_identify::{Options, identify_one};
use oogmerk_knowledge::Knowledge;
use oogmerk_model::{Device, Evidence, Field, Means, Observation, Source, Subject, Timestamp};
use std::sync::Arc;

/// As the reader of captures has it for one input.
const MOST: u64 = 256;

fn readings(fields: &[&str], values: u64) -> Vec<Evidence> {
    let one = |field: &str, i: u64| {
        let observation = Arc::new(Observation {
            subject: Subject::named("ip:10.0.0.7"),
            seen_at: None,
            vantage: None,
            means: Means::Asked,
            authority: None,
            protocol: Arc::from(field.split('.').next().unwrap()),
            source: Source { line: Some(i), ..Source::default() },
            digest: Arc::from(""),
        });
        Evidence::copied(&observation, Field::named(field), format!("DS-2CD{i:05}-I 1.{i}"))
    };
    fields.iter().flat_map(|field| (0..values).map(move |i| one(field, i))).collect()
}

fn device(readings: &[Evidence], knowledge: &Knowledge) -> Device {
    let day = Timestamp::parse_day("2026-11-24").unwrap();
    identify_one(readings, knowledge, &Options::all_at(day, oogmerk_wire::hearing()))
}

#[test]
fn every_field_of_the_vocabulary_is_weighed_up_to_a_bound_and_the_rest_is_counted() {
    let knowledge = Knowledge::embedded().unwrap();
    for field in knowledge.fields().map(|f| f.name.as_str()).filter(|f| !f.starts_with("decision.")) {
        let more = device(&readings(&[field], MOST + 10), &knowledge);
        assert_eq!(more.left_out.get(field), Some(&10), "{field}");
    }
}

#[test]
fn all_fields_together_are_weighed_up_to_a_bound() {
    let knowledge = Knowledge::embedded().unwrap();
    let fields: Vec<&str> =
        knowledge.fields().map(|f| f.name.as_str()).filter(|f| !f.starts_with("decision.")).collect();
    let weighed = |values: u64| {
        let readings = readings(&fields, values);
        let left_out: u64 = device(&readings, &knowledge).left_out.values().sum();
        readings.len() as u64 - left_out
    };
    let (once, twice) = (weighed(50), weighed(100));
    assert_eq!(once, twice, "twice the readings are no more work");
    assert!(once <= 2048, "{once}");
}

#[test]
fn what_is_weighed_does_not_depend_on_the_order_of_the_readings() {
    let knowledge = Knowledge::embedded().unwrap();
    let mut readings = readings(&["onvif.serial", "onvif.model"], MOST + 50);
    let there = device(&readings, &knowledge);
    readings.reverse();
    assert_eq!(there, device(&readings, &knowledge));
}
