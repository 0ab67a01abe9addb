//! Where readings lie makes no difference: in memory or in a pile, the same facts give the same bytes.

use super::*;
use crate::laws::replay::{named, town};
use crate::{Extent, Ground, Piece, Pile, PileKey, Whose};
use oogmerk_model::Sink;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// A pile for tests, which hands back few pieces at a time.
#[derive(Debug, Default)]
struct Drawer(Mutex<BTreeMap<(PileKey, i64), Vec<u8>>>);

impl Pile for Drawer {
    fn put(&self, pieces: Vec<(PileKey, Vec<u8>)>) {
        let mut kept = self.0.lock().unwrap();
        for (key, bytes) in pieces {
            let number = i64::try_from(kept.len()).unwrap();
            kept.insert((key, number), bytes);
        }
    }

    fn next(&self, whose: Whose<'_>, behind: Option<(PileKey, i64)>) -> Vec<Piece> {
        let is_wanted = |key: &PileKey| match whose {
            Whose::Seen => key[0] < 0x80,
            Whose::Declared => key[0] >= 0x80,
            Whose::These(keys) => keys.contains(key),
        };
        let kept = self.0.lock().unwrap();
        let pieces = kept.iter().filter(|(at, _)| behind.is_none_or(|behind| **at > behind));
        let pieces = pieces.filter(|((key, _), _)| is_wanted(key)).take(3);
        pieces
            .map(|((key, number), bytes)| Piece { key: *key, number: *number, bytes: bytes.clone() })
            .collect()
    }

    fn damaged(&self) {
        panic!("a piece came back damaged");
    }
}

/// The ground of facts of which only so many bytes stay in memory, and the most that was held.
fn piled(facts: &[Fact], most: usize) -> (Ground, usize) {
    let mut ground = Ground::within(most, Arc::new(Drawer::default()));
    let mut held = 0;
    for fact in facts {
        ground.take(fact.clone());
        held = held.max(ground.held());
    }
    ground.close();
    (ground, held)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn it_does_not_matter_where_readings_lie(bench in town(), most in 0usize..4000) {
        let facts = bench.facts();
        let oracle = SmallOracle::new();
        for options in [all(), named(), Options { include: Include::Registered, extent: Extent::Admitted, ..named() }] {
            let one = identified(&ground_of(facts.clone()), &oracle, &options);
            let two = identified(&piled(&facts, most).0, &oracle, &options);
            prop_assert_eq!(bytes(&one), bytes(&two));
            prop_assert_eq!(&one.rest.admitted, &two.rest.admitted);
        }
    }
}

#[test]
fn memory_holds_no_more_readings_than_it_may() {
    let bench =
        (0..4_000).fold(Bench::new(), |b, i| b.says(&format!("x{i}"), "http.title", &"t".repeat(900)));
    let facts = bench.facts();
    let (ground, held) = piled(&facts, 100_000);
    assert!((90_000..110_000).contains(&held), "{held}");
    assert_eq!((ground.held(), ground.evidence.len()), (0, 0));
    assert!(ground_of(facts).held() > 4_000_000);
}

#[test]
fn names_take_no_more_memory_than_they_may_and_the_rest_is_counted() {
    let said = |i: usize| format!("x{i:04}");
    let mut bench = (0..3_000).fold(Bench::new(), |b, i| b.says(&said(i), "http.server", "App-webs/"));
    bench = (0..3_000).fold(bench, |b, i| b.says(&said(i), "http.title", &format!("title {i}")));
    let (room, of_one) = (1_000_000, 1024 + said(0).len());
    let mut ground = Ground::within(100_000, Arc::new(Drawer::default())).naming(room);
    bench.facts().into_iter().for_each(|fact| ground.take(fact));
    ground.close();
    let devices = identified(&ground, &SmallOracle::new(), &all()).devices;
    assert_eq!(devices.len(), room / of_one);
    assert_eq!(ground.left_out(), 2 * (3_000 - devices.len() as u64));
}

/// Says whether two are the same without printing all that there is.
fn same(got: &Found, want: &Found) {
    let (got, want) = (bytes(got), bytes(want));
    let at = got.bytes().zip(want.bytes()).position(|(a, b)| a != b);
    assert!(got == want, "they part at {at:?}");
}

/// More values of two fields than are ever weighed, seen on two days, with one that came back late.
fn talkative(values: usize) -> Vec<Fact> {
    let mut bench = Bench::new();
    for i in 0..values {
        bench = bench.on(if i < 300 { "2026-01-02" } else { "2026-01-01" });
        bench = bench.says("x", "onvif.serial", &format!("SERIAL{i:06}"));
        bench = bench.says("x", "http.title", &format!("title {}", i / 4));
    }
    bench.on("2026-01-03").says("x", "onvif.serial", &format!("SERIAL{:06}", values / 2)).facts()
}

#[test]
fn of_a_subject_with_endless_readings_as_many_are_taken_back_as_are_weighed_and_the_rest_is_counted() {
    let facts = talkative(9_000);
    let want = identified(&ground_of(facts.clone()), &SmallOracle::new(), &all());
    let left_out = &want.devices[0].left_out;
    assert_eq!((left_out["onvif.serial"], left_out["http.title"]), (9_000 - 256, 2_250 - 256));
    let (ground, _) = piled(&facts, 500_000);
    same(&identified(&ground, &SmallOracle::new(), &all()), &want);
}

#[test]
fn two_subjects_that_are_one_device_are_counted_together() {
    let mut facts = talkative(5_000);
    let other: Vec<Fact> = facts
        .iter()
        .filter_map(|f| if let Fact::Evidence(e) = f { Some(e) } else { None })
        .map(|e| {
            let mut observation = (*e.observation).clone();
            observation.subject = oogmerk_model::Subject::named("y");
            Fact::Evidence(Evidence { observation: Arc::new(observation), ..e.clone() })
        })
        .collect();
    facts.extend(other);
    facts.extend(Bench::new().says("x", "link.mac", MAC).says("y", "link.mac", MAC).facts());
    let want = identified(&ground_of(facts.clone()), &SmallOracle::new(), &all());
    assert_eq!(want.devices.len(), 1);
    let got = identified(&piled(&facts, 500_000).0, &SmallOracle::new(), &all());
    assert_eq!(got.devices[0].left_out, want.devices[0].left_out);
    same(&got, &want);
}
