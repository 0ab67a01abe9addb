//! The laws of ARCHITECTURE.md as tests over whole grounds, and the cases that were the reason for them.

#![allow(clippy::unwrap_used)]

mod calibrating;
mod identifying;
mod lists;
mod makers;
mod people;
mod piling;
mod reaching;
mod replay;
mod resolving;
mod traffic;

use crate::bench::{Bench, Found, SmallOracle, all, bytes, ground_of, identified, shuffled};
use crate::{Include, Options, explain, identify_one, why_not};
use oogmerk_model::{DeviationKind, Device, Direction, Evidence, Fact, Field, Kind, Means, Relation, State};

fn subjects(found: &Found) -> Vec<Vec<&str>> {
    let mut list: Vec<Vec<&str>> =
        found.devices.iter().map(|d| d.subjects.iter().map(String::as_str).collect()).collect();
    list.sort();
    list
}

fn only(found: Found) -> Device {
    assert_eq!(found.devices.len(), 1, "{:?}", subjects(&found));
    found.devices.into_iter().next().unwrap()
}

const MAC: &str = "44:47:cc:37:ce:81";
const MAC2: &str = "44:47:cc:37:ce:82";
