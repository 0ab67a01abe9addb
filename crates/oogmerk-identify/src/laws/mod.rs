//! The laws of ARCHITECTURE.md as tests over whole assessments, and the cases that were the reason for them.

#![allow(clippy::unwrap_used)]

mod calibrating;
mod identifying;
mod isolating;
mod lists;
mod makers;
mod people;
mod replay;
mod resolving;

use crate::bench::{Bench, SmallOracle, all, bytes, ground_of, shuffled};
use crate::{Assessment, Include, Options, Scope, assess, assess_each, explain, how_many_by_maker, why_not};
use oogmerk_model::{
    Conclusion, DeviationKind, Device, Direction, Evidence, Fact, Field, IsolationVerdict, Means, Relation,
    State, Timestamp,
};

fn subjects(assessment: &Assessment) -> Vec<Vec<&str>> {
    let mut list: Vec<Vec<&str>> =
        assessment.devices.iter().map(|d| d.subjects.iter().map(String::as_str).collect()).collect();
    list.sort();
    list
}

fn only(assessment: Assessment) -> Device {
    assert_eq!(assessment.devices.len(), 1, "{:?}", subjects(&assessment));
    assessment.devices.into_iter().next().unwrap()
}

const MAC: &str = "44:47:cc:37:ce:81";
const MAC2: &str = "44:47:cc:37:ce:82";
