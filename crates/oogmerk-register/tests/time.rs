//! Two times: what was true then, and what was known then; and one naming that survives regrouping.
#![allow(clippy::unwrap_used)]

mod bench;

use bench::{Bench, day, input, observation, says};
use oogmerk_model::{Fact, Timestamp};
use oogmerk_register::{Change, Decision, Disclosure, Input, Redirect, Ruling, Statement, Topic, When};
use proptest::prelude::*;

fn statement(value: Option<&str>, from: Option<i64>, to: Option<i64>) -> Change {
    Change::Stated(Statement {
        about: "dev-a".into(),
        topic: Topic::Place,
        value: value.map(str::to_owned),
        valid_from: from.map(day),
        valid_to: to.map(day),
    })
}

/// A span of days and what is said to hold in it; `None` takes back.
#[derive(Clone, Debug)]
struct Saying {
    from: Option<i64>,
    to: Option<i64>,
    value: Option<u8>,
}

fn saying() -> impl Strategy<Value = Saying> {
    (proptest::option::of(0i64..10), proptest::option::of(1i64..6), proptest::option::weighted(0.8, 0u8..4))
        .prop_map(|(from, length, value)| Saying { from, to: length.map(|n| from.unwrap_or(0) + n), value })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Against a model that keeps every saying in a list and looks for the last one that holds.
    #[test]
    fn the_last_recorded_saying_that_holds_then_is_what_was_known_then(sayings in proptest::collection::vec(saying(), 1..8)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut bench = Bench::new().await;
            bench::small_derivation(&bench, &["dev-a"]).await.stored(&bench, day(1), usize::MAX).await.unwrap();
            for (saying, n) in sayings.iter().zip(0..) {
                let value = saying.value.map(|v| format!("place {v}"));
                bench.apply(day(20 + n), &[statement(value.as_deref(), saying.from, saying.to)]).await;
            }
            for known in 0..=sayings.len() {
                for as_of in [-1i64, 0, 3, 6, 9, 14] {
                    let want = sayings[..known]
                        .iter()
                        .rfind(|s| s.from.is_none_or(|from| from <= as_of) && s.to.is_none_or(|to| as_of < to))
                        .and_then(|s| s.value)
                        .map_or_else(String::new, |v| format!("place {v}"));
                    let when = When { as_of: Some(day(as_of)), known_on: Some(day(19 + i64::try_from(known).unwrap())) };
                    let got = bench.register.where_do_they_hang(when, Disclosure::Secret).await.unwrap();
                    prop_assert_eq!(got.iter().map(|p| p.place.clone()).collect::<Vec<_>>(), vec![want]);
                }
            }
            Ok(())
        })?;
    }

    /// Recording never changes what was known before.
    #[test]
    fn the_past_as_known_then_never_changes(spread in proptest::collection::vec(0i64..40, 1..10)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut bench = Bench::new().await;
            let mut seen: Vec<(Timestamp, usize, String)> = Vec::new();
            for (n, seen_on) in spread.iter().enumerate() {
                let file = format!("{n}.pcap");
                let fact = says(&observation("ip:10.0.0.7", &file, 1, Some(day(*seen_on))), "sadp.serial", "SN1");
                let receipt = bench.apply(day(50 + i64::try_from(n).unwrap()), &[input(&file, vec![fact])]).await;
                seen.push((receipt.recorded_at, n + 1, receipt.head.hash.to_string()));
            }
            for (known_on, count, hash) in seen {
                let snapshot = bench.register.snapshot(None, Some(known_on)).await.unwrap();
                prop_assert_eq!(snapshot.evidence.len(), count);
                prop_assert_eq!(snapshot.head.unwrap().hash.to_string(), hash);
                let earlier = bench.register.snapshot(None, Some(Timestamp(known_on.0 - 1))).await.unwrap();
                prop_assert_eq!(earlier.evidence.len(), count - 1);
            }
            for as_of in [0i64, 10, 20, 39] {
                let want = spread.iter().filter(|s| **s <= as_of).count();
                let snapshot = bench.register.snapshot(Some(day(as_of)), None).await.unwrap();
                prop_assert_eq!(snapshot.evidence.len(), want);
            }
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn the_same_input_twice_changes_nothing_and_a_better_reader_adds() {
    let mut bench = Bench::new().await;
    let facts = |n: u64| -> Vec<Fact> {
        let seen = observation("ip:10.0.0.7", "a.pcap", 4, Some(day(1)));
        let mut facts = vec![says(&seen, "sadp.serial", "SN1"), says(&seen, "sadp.model", "M1")];
        facts.extend((5..5 + n).map(|frame| {
            says(&observation("ip:10.0.0.8", "a.pcap", frame, None), "http.server", "App-webs/")
        }));
        facts.push(bench::contact("ip:10.0.0.7", "a.pcap", "8.8.8.8", day(1)));
        facts
    };
    let first = bench.apply(day(2), &[input("a.pcap", facts(3))]).await;
    assert_eq!(
        (first.appended, first.already_known),
        (6, 0),
        "a head, four observations, one row of contacts"
    );
    let again = bench.apply(day(3), &[input("a.pcap", facts(3))]).await;
    assert_eq!((again.appended, again.already_known), (0, 5));
    assert_eq!(again.head.hash, first.head.hash);
    let other_name =
        Input { name: "copy.pcap".into(), digest: Some("A.PCAP-digest".into()), facts: renamed(facts(3)) };
    let copy = bench.apply(day(4), &[Change::Observed(other_name)]).await;
    assert_eq!((copy.appended, copy.already_known), (0, 5), "the name is not the file");
    let better = bench.apply(day(5), &[input("a.pcap", facts(5))]).await;
    assert_eq!((better.appended, better.already_known), (3, 5));
    let snapshot = bench.register.snapshot(None, None).await.unwrap();
    assert_eq!(snapshot.evidence.len(), 7);
}

fn renamed(facts: Vec<Fact>) -> Vec<Fact> {
    let text = serde_json::to_string(&facts).unwrap().replace("a.pcap", "copy.pcap");
    serde_json::from_str(&text).unwrap()
}

#[tokio::test]
async fn a_snapshot_gives_back_exactly_what_was_handed_over() {
    let mut bench = Bench::new().await;
    let seen = observation("ip:10.0.0.7", "a.pcap", 4, Some(day(1)));
    let mut facts = vec![says(&seen, "sadp.serial", "SN\"1\\é\u{0}"), says(&seen, "sadp.model", "M1")];
    facts.extend(bench::row("list.csv", 2, &[("sheet.brand", "Hikvision"), ("sheet.place", "Stadhuis")]));
    facts.push(bench::contact("ip:10.0.0.7", "a.pcap", "8.8.8.8", day(1)));
    facts.push(Fact::Window(oogmerk_model::Window { frames: 9, sampled: 1, ..Default::default() }));
    facts.push(Fact::Dropped(oogmerk_model::Dropped { what: "rtp".into(), packets: 3, bytes: 9 }));
    bench.apply(day(2), &[input("a.pcap", facts.clone())]).await;
    let snapshot = bench.register.snapshot(None, None).await.unwrap();
    assert_eq!(snapshot.body, "Testdorp");
    assert_eq!(snapshot.facts().collect::<Vec<_>>(), facts);
}

#[tokio::test]
async fn an_input_in_parts_is_recorded_as_a_whole_and_once() {
    let mut bench = Bench::new().await;
    let rows = |lines: std::ops::Range<u64>| -> Vec<Fact> {
        lines.flat_map(|line| bench::row("list.csv", line, &[("sheet.brand", "Hikvision")])).collect()
    };
    let all = [rows(2..5), rows(5..9), rows(9..10)];
    let register = bench.register.clone();
    let mut seed = 7;
    let mut dice = bench::dice(&mut seed);
    let mut observe = async |parts: &[Vec<Fact>], on| {
        let mut parts = parts.iter().cloned();
        let mut next = move || parts.next();
        register.observe("list.csv", Some("D"), &mut next, &bench::officer(), on, &mut dice).await.unwrap()
    };
    let first = observe(&all[..2], day(2)).await;
    assert_eq!((first.appended, first.already_known), (7 + 2, 0), "each part has a head");
    let again = observe(&all[..2], day(3)).await;
    assert_eq!((again.appended, again.already_known), (0, 7));
    let more = observe(&all, day(4)).await;
    assert_eq!((more.appended, more.already_known), (1 + 1, 7));
    let mut told = Vec::new();
    let snapshot = bench.register.snapshot_into(None, None, &mut |fact| told.push(fact)).await.unwrap();
    assert_eq!(told, all.concat());
    assert!(snapshot.evidence.is_empty() && snapshot.head.is_some());
    let which = oogmerk_register::Which::Input("list.csv".into());
    let erased = bench.apply(day(5), &[Change::Erase { which, rule: "asked".into() }]).await;
    assert_eq!(erased.erased, 8 + 3, "all parts of it");
}

#[tokio::test]
async fn a_draft_counts_for_nothing_until_it_is_accepted() {
    let mut bench = Bench::new().await;
    let facts = bench::row("list.csv", 2, &[("sheet.brand", "Hikvision")]);
    let draft = Input { name: "list.csv".into(), digest: Some("d".into()), facts };
    let receipt = bench.apply(day(2), &[Change::Draft(draft)]).await;
    assert!(bench.register.snapshot(None, None).await.unwrap().evidence.is_empty());
    let number = receipt.drafts[0];
    let accepted = bench.apply(day(3), &[Change::AcceptDraft(number)]).await;
    assert_eq!(accepted.erased, 1, "the draft itself goes");
    assert_eq!(bench.register.snapshot(None, None).await.unwrap().evidence.len(), 1);
    assert!(
        bench.try_apply(day(4), &[Change::AcceptDraft(number)]).await.is_err(),
        "a draft is accepted once"
    );
}

#[tokio::test]
async fn decisions_hold_between_their_days() {
    let mut bench = Bench::new().await;
    let ruling = Ruling::RiskAccepted { device: "dev-a".into(), rule: "us-ndaa-889".into() };
    let decision = Decision {
        ruling,
        reason: "replaced next year".into(),
        valid_from: Some(day(10)),
        valid_to: Some(day(20)),
    };
    bench.apply(day(5), &[Change::Decided(decision.clone())]).await;
    for (on, held) in [(9, 0), (10, 1), (19, 1), (20, 0)] {
        let snapshot = bench.register.snapshot(Some(day(on)), None).await.unwrap();
        assert_eq!(snapshot.decisions.len(), held, "on day {on}");
        assert!(snapshot.decisions.iter().all(|d| d.what == decision && d.by == bench::officer()));
    }
}

#[tokio::test]
async fn names_survive_regrouping() {
    let mut bench = Bench::new().await;
    let first = bench.name(day(1), &[&["mac:1", "serial:x"], &["mac:2"]]).await;
    let (a, b) = (first[0].clone().unwrap(), first[1].clone().unwrap());
    assert!(a.starts_with("dev-") && a != b);
    let head = bench.register.head().await.unwrap();
    assert_eq!(
        bench.name(day(2), &[&["mac:2"], &["serial:x", "mac:1"]]).await,
        [Some(b.clone()), Some(a.clone())]
    );
    assert_eq!(bench.register.head().await.unwrap(), head, "known names record nothing");

    let split = bench.name(day(3), &[&["serial:x"], &["mac:1"], &["mac:2"]]).await;
    assert_eq!(&split[1..], [Some(a.clone()), Some(b.clone())]);
    let c = split[0].clone().unwrap();
    assert!(c != a && c != b);
    let names = bench.register.names(None).await.unwrap();
    assert_eq!(names.split_from(&c), Some(a.as_str()));
    assert_eq!(names.device("serial:x"), Some(c.as_str()));

    let merged = bench.name(day(4), &[&["mac:1", "mac:2"], &["serial:x"]]).await;
    assert_eq!(merged, [Some(a.clone()), Some(c)]);
    let names = bench.register.names(None).await.unwrap();
    assert_eq!(names.device(&b), Some(a.as_str()), "the old id leads on");
    assert_eq!(
        bench.register.names(Some(day(1))).await.unwrap().device(&b),
        Some(b.as_str()),
        "but not as known then"
    );
    let snapshot = bench.register.snapshot(None, None).await.unwrap();
    assert_eq!(snapshot.names["mac:2"], a);
}

#[tokio::test]
async fn what_was_said_before_a_split_is_contested_until_it_is_said_again() {
    let mut bench = Bench::new().await;
    let a = bench.name(day(1), &[&["mac:1", "mac:2"]]).await[0].clone().unwrap();
    let place = |about: &str, value: &str| {
        Change::Stated(Statement {
            about: about.into(),
            topic: Topic::Place,
            value: Some(value.into()),
            valid_from: None,
            valid_to: None,
        })
    };
    bench.apply(day(2), &[place(&a, "hall")]).await;
    let split = bench.name(day(3), &[&["mac:1"], &["mac:2"]]).await;
    let b = split[1].clone().unwrap();
    let derivation = bench::small_derivation(&bench, &[&a, &b]).await;
    derivation.stored(&bench, day(4), usize::MAX).await.unwrap();
    let file = |bench: &Bench, id: &str| {
        let (register, id) = (bench.register.clone(), id.to_owned());
        async move { register.device(&id, When::default(), Disclosure::Secret).await.unwrap().unwrap() }
    };
    for id in [&a, &b] {
        let file = file(&bench, id).await;
        assert_eq!(file.place, "", "contested places nothing");
        assert!(file.said[0].contested);
    }
    bench.apply(day(5), &[place(&b, "hall")]).await;
    assert_eq!(file(&bench, &b).await.place, "hall");
    assert_eq!(file(&bench, "mac:2").await.place, "hall", "a key leads to its device");
    bench.apply(day(6), &[place("mac:1", "roof")]).await;
    assert_eq!(file(&bench, &a).await.place, "roof", "what is said of a key is said of its device");
}

#[tokio::test]
async fn a_redirect_needs_two_known_ids_and_makes_no_ring() {
    let mut bench = Bench::new().await;
    let ids = bench.name(day(1), &[&["mac:1"], &["mac:2"]]).await;
    let (a, b) = (ids[0].clone().unwrap(), ids[1].clone().unwrap());
    let merge =
        |from: &str, to: &str| Change::Redirected(Redirect::Merged { from: from.into(), to: to.into() });
    assert!(bench.try_apply(day(2), &[merge(&a, "dev-nobody")]).await.is_err());
    bench.apply(day(2), &[merge(&a, &b)]).await;
    assert!(bench.try_apply(day(3), &[merge(&b, &a)]).await.is_err());
    assert!(bench.try_apply(day(3), &[Change::DeviceNamed { id: "x".into(), keys: vec![] }]).await.is_err());
}
