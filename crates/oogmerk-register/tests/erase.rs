//! Forgetting: the bytes are gone from every file, the chain still holds, and the rule is on it.
#![allow(clippy::unwrap_used)]

mod bench;

use bench::{Bench, contact, day, dice, input, observation, row, says};
use oogmerk_model::{
    Because, CitedEvidence, CitedSource, Conclusion, Declared, Deviation, DeviationKind, EvidenceId, Mac,
    OutsideContact, Question, RuleBroken, Severity, Source, Timestamp, Transport,
};
use oogmerk_register::{
    Change, Check, Disclosure, Input, Register, RetentionPolicy, Scrub, Statement, Topic, When, Which,
};

/// Words that stand in evidence of one device and nowhere else.
const SERIAL: &str = "SERIALOFA4711";
const MAC: &str = "b0:c5:54:25:5b:0e";
const WITH_IT: &str = "KEPTSERIALOFB";

struct Town {
    bench: Bench,
    a: String,
    b: String,
}

/// Two devices, seen in one capture and standing in one list, with everything derived that can copy evidence.
async fn town() -> Town {
    let mut bench = Bench::new().await;
    let (at_a, at_b) = (
        observation("ip:10.0.0.7", "a.pcap", 4, Some(day(1))),
        observation("ip:10.0.0.8", "a.pcap", 5, Some(day(1))),
    );
    let mut facts = vec![
        says(&at_a, "sadp.serial", SERIAL),
        says(&at_a, "sadp.mac", MAC),
        says(&at_b, "sadp.serial", WITH_IT),
    ];
    facts.push(contact("ip:10.0.0.7", "a.pcap", "8.8.8.8", day(1)));
    // Enough beside it that pages split, overflow and merge.
    for n in 100..400u64 {
        let seen = observation(&format!("ip:10.1.0.{n}"), "a.pcap", n, Some(day(1)));
        facts.push(says(&seen, "http.server", &"x".repeat(usize::try_from(n).unwrap() * 9)));
    }
    bench.apply(day(2), &[input("a.pcap", facts)]).await;
    bench
        .apply(
            day(2),
            &[input("list.csv", row("list.csv", 2, &[("sheet.serial", SERIAL), ("sheet.place", "Hal")]))],
        )
        .await;
    let ids = bench
        .name(
            day(3),
            &[&[&format!("mac:{MAC}"), &format!("serial:any:{SERIAL}")], &[&format!("serial:any:{WITH_IT}")]],
        )
        .await;
    let (a, b) = (ids[0].clone().unwrap(), ids[1].clone().unwrap());
    let state = |about: &str, value: &str| Statement {
        about: about.into(),
        topic: Topic::Note,
        value: Some(value.into()),
        valid_from: None,
        valid_to: None,
    };
    bench
        .apply(
            day(3),
            &[
                Change::Stated(state(&a, &format!("label says {SERIAL}"))),
                Change::Stated(state(&format!("mac:{MAC}"), "by the door")),
                Change::Stated(state(&b, "stays")),
            ],
        )
        .await;
    let mut made = bench::small_derivation(&bench, &[&a, &b]).await;
    made.devices[0].subjects = vec!["ip:10.0.0.7".into(), "list.csv:2".into()];
    made.devices[0].seen_in = vec!["a.pcap".into(), "list.csv".into()];
    made.devices[0].mac = vec![Mac::parse(MAC).unwrap()];
    made.devices[0].serial = bench::decided(SERIAL);
    made.devices[0].outside = vec![OutsideContact {
        ip: "8.8.8.8".parse().unwrap(),
        port: 443,
        transport: Transport::Tcp,
        name: None,
        cloud: None,
        packets: 3,
        first: Some(day(1)),
        last: Some(day(1)),
        answered: true,
        source: Source::default(),
    }];
    made.devices[0].evidence = vec![CitedEvidence {
        id: EvidenceId("e1".into()),
        field: "sadp.serial".into(),
        value: SERIAL.into(),
        decoded: false,
        source: CitedSource { file: Some("a.pcap".into()), ..CitedSource::default() },
        seen_at: Some(day(1)),
        protocol: "sadp".into(),
        digest: String::new(),
    }];
    made.devices[1].subjects = vec!["ip:10.0.0.8".into()];
    made.devices[1].seen_in = vec!["a.pcap".into()];
    made.devices[1].serial = bench::decided(WITH_IT);
    let because = Because {
        property: "maker".into(),
        value: "maker-a".into(),
        by: "a-tell".into(),
        strength: "decisive".into(),
        field: "sadp.serial".into(),
        evidence: SERIAL.into(),
        id: "e1".into(),
        source: "a test".into(),
        ..Because::default()
    };
    made.arguments.insert(a.clone(), vec![because]);
    made.declared = vec![Declared {
        key: SERIAL.into(),
        fields: [("serial".to_owned(), SERIAL.to_owned()), ("place".to_owned(), "Hal".to_owned())].into(),
        source: Source { file: Some("list.csv".into()), line: Some(2), ..Source::default() },
        device: Some(a.clone()),
        matched_by: Some("serial".into()),
    }];
    made.deviations = vec![Deviation {
        kind: DeviationKind::Differs,
        device: Some(a.clone()),
        declared: Some(SERIAL.into()),
        fields: vec![("serial".into(), SERIAL.into(), SERIAL.into())],
    }];
    made.questions = vec![Question {
        device: a.clone(),
        property: "model".into(),
        field: "label.model".into(),
        cost: String::new(),
    }];
    made.rules = vec![RuleBroken {
        rule: "a-rule".into(),
        name: "A rule".into(),
        binds: "nobody".into(),
        since: "2020-01-01".into(),
        legal_reference: "art. 1".into(),
        source: "a test".into(),
        severity: Severity::High,
        devices: vec![(Conclusion::Breaks, vec![a.clone(), b.clone()])],
    }];
    made.stored(&bench, day(4), usize::MAX).await.unwrap();
    made.knowledge = "k-2".into();
    made.stored(&bench, day(5), usize::MAX).await.unwrap();
    let town = Town { bench, a, b };
    assert!(town.bench.holds_bytes(SERIAL) && town.bench.holds_bytes(MAC) && town.bench.holds_bytes(WITH_IT));
    town
}

async fn erase(town: &mut Town, which: Which) -> u64 {
    let receipt = town.bench.apply(day(6), &[Change::Erase { which, rule: "request 12".into() }]).await;
    assert_eq!(receipt.scrubbed, Scrub::Done);
    let Check::Ok { erased, .. } = town.bench.register.check(None).await.unwrap() else {
        panic!("the chain broke")
    };
    assert_eq!(erased, receipt.erased);
    receipt.erased
}

#[tokio::test]
async fn an_erased_device_is_in_no_byte_of_any_file() {
    let mut town = town().await;
    let a = town.a.clone();
    let erased = erase(&mut town, Which::Device(a.clone())).await;
    assert_eq!(erased, 6, "evidence, contacts, list row, name, two statements");
    assert!(!town.bench.holds_bytes(SERIAL));
    assert!(!town.bench.holds_bytes(MAC));
    assert!(town.bench.holds_bytes(WITH_IT), "the search would find it");
    let register = &town.bench.register;
    assert!(register.device(&a, When::default(), Disclosure::Secret).await.unwrap().is_none());
    let standing = register.standing(When::default(), Disclosure::Secret).await.unwrap();
    assert_eq!(standing.devices.len(), 1);
    assert_eq!(standing.rules[0].devices, [(Conclusion::Breaks, vec![town.b.clone()])]);
    assert!(standing.declared.is_empty() && standing.deviations.is_empty() && standing.questions.is_empty());
    let then = When { as_of: None, known_on: Some(day(4)) };
    assert_eq!(
        register.standing(then, Disclosure::Secret).await.unwrap().devices.len(),
        1,
        "in older answers too"
    );
    let mut out = Vec::new();
    register.export_jsonl(&mut out).await.unwrap();
    let out = String::from_utf8(out).unwrap();
    assert!(!out.contains(SERIAL) && out.contains("request 12") && out.contains("\"content\":null"));
}

#[tokio::test]
async fn erasing_a_subject_strips_what_was_derived_and_keeps_the_count() {
    let mut town = town().await;
    let which = Which::Subject { subject: "ip:10.0.0.7".into(), file: Some("other.pcap".into()) };
    let receipt = town.bench.apply(day(6), &[Change::Erase { which, rule: "r".into() }]).await;
    assert_eq!((receipt.erased, receipt.appended), (0, 0), "in another input it is somebody else");
    let which = Which::Subject { subject: "ip:10.0.0.7".into(), file: Some("a.pcap".into()) };
    assert_eq!(erase(&mut town, which).await, 2);
    let file =
        town.bench.register.device(&town.a, When::default(), Disclosure::Secret).await.unwrap().unwrap();
    assert!(file.erased && file.device.evidence.is_empty() && file.arguments.is_empty());
    assert_eq!(file.device.maker.decided_value(), Some("maker-a"), "counts of that day still hold");
    let other =
        town.bench.register.device(&town.b, When::default(), Disclosure::Secret).await.unwrap().unwrap();
    assert!(!other.erased && other.device.serial.decided_value() == Some(WITH_IT));
}

#[tokio::test]
async fn erasing_a_text_finds_it_everywhere_in_any_case() {
    let mut town = town().await;
    assert_eq!(
        erase(&mut town, Which::Text(SERIAL.to_lowercase())).await,
        4,
        "evidence, row, name, statement"
    );
    assert!(!town.bench.holds_bytes(SERIAL));
    assert!(
        town.bench
            .try_apply(day(7), &[Change::Erase { which: Which::Text("x".into()), rule: "r".into() }])
            .await
            .is_err()
    );
}

#[tokio::test]
async fn erasing_an_input_takes_all_of_it_and_its_list_rows() {
    let mut town = town().await;
    assert_eq!(erase(&mut town, Which::Input("list.csv".into())).await, 2);
    let standing = town.bench.register.standing(When::default(), Disclosure::Secret).await.unwrap();
    assert!(standing.declared.is_empty() && standing.deviations.is_empty());
    let snapshot = town.bench.register.snapshot(None, None).await.unwrap();
    assert!(snapshot.evidence.iter().all(|e| e.field.as_str() != "sheet.serial"));
    let again =
        town.bench.apply(day(8), &[input("list.csv", row("list.csv", 2, &[("sheet.place", "Hal")]))]).await;
    assert_eq!(again.appended, 2, "what was erased may come again");
}

#[tokio::test]
async fn the_first_fact_and_erasures_are_never_erased() {
    let mut town = town().await;
    let receipt =
        town.bench.apply(day(6), &[Change::Erase { which: Which::Facts(vec![1]), rule: "r".into() }]).await;
    assert_eq!(receipt.erased, 0);
    erase(&mut town, Which::Facts(vec![2, 3])).await;
    let all = Change::Erase { which: Which::Facts((0..10_000).collect()), rule: "everything".into() };
    let before = town.bench.register.head().await.unwrap().number;
    let receipt = town.bench.apply(day(7), &[all]).await;
    // Two are gone already; the first fact and the erasure before stay.
    assert_eq!(receipt.erased, before - 4);
    assert!(matches!(town.bench.register.check(None).await.unwrap(), Check::Ok { .. }));
    assert_eq!(town.bench.register.body().await.unwrap(), "Testdorp");
}

#[tokio::test]
async fn a_reader_of_an_older_state_delays_the_scrub_and_it_can_be_done_later() {
    let mut town = town().await;
    let second = Register::open(&town.bench.path).await.unwrap();
    let mut raw = town.bench.raw().await;
    sqlx::query("BEGIN").execute(&mut raw).await.unwrap();
    let _: i64 = sqlx::query_scalar("SELECT count(*) FROM fact").fetch_one(&mut raw).await.unwrap();
    let change = Change::Erase { which: Which::Device(town.a.clone()), rule: "r".into() };
    let receipt = town.bench.apply(day(6), &[change]).await;
    assert_eq!(receipt.scrubbed, Scrub::Waiting);
    sqlx::query("ROLLBACK").execute(&mut raw).await.unwrap();
    assert_eq!(second.scrub().await.unwrap(), Scrub::Done);
    assert!(!town.bench.holds_bytes(SERIAL));
}

async fn forget(town: &mut Town, now: Timestamp) -> oogmerk_register::Receipt {
    let mut seed = 5;
    let receipt =
        town.bench.register.forget(&RetentionPolicy::default(), now, &mut dice(&mut seed)).await.unwrap();
    assert!(matches!(town.bench.register.check(None).await.unwrap(), Check::Ok { .. }));
    receipt
}

#[tokio::test]
async fn contacts_go_after_thirteen_months_and_nothing_else_does() {
    let mut town = town().await;
    assert_eq!(forget(&mut town, day(390)).await.appended, 0);
    assert_eq!(forget(&mut town, day(398)).await.erased, 1);
    let snapshot = town.bench.register.snapshot(None, None).await.unwrap();
    assert!(snapshot.contacts.is_empty() && !snapshot.evidence.is_empty());
    let file =
        town.bench.register.device(&town.a, When::default(), Disclosure::Secret).await.unwrap().unwrap();
    assert!(file.device.outside.is_empty() && !file.erased, "the derived contacts go, the device stays");
    assert!(!town.bench.holds_bytes("8.8.8.8"));
    assert_eq!(forget(&mut town, day(399)).await.appended, 0, "forgetting twice records nothing");
}

#[tokio::test]
async fn evidence_goes_two_years_after_somebody_said_the_device_was_removed() {
    let mut town = town().await;
    let removed = Statement {
        about: town.a.clone(),
        topic: Topic::Removed,
        value: Some("replaced".into()),
        valid_from: Some(day(10)),
        valid_to: None,
    };
    town.bench.apply(day(11), &[Change::Stated(removed)]).await;
    let standing = |on: i64| {
        let register = town.bench.register.clone();
        async move { register.standing(When::as_of(day(on)), Disclosure::Secret).await.unwrap().devices.len() }
    };
    assert_eq!((standing(9).await, standing(12).await), (2, 1), "it hung there until it was removed");
    forget(&mut town, day(700)).await;
    assert!(town.bench.holds_bytes(SERIAL));
    forget(&mut town, day(742)).await;
    assert!(!town.bench.holds_bytes(MAC));
    assert!(town.bench.holds_bytes(WITH_IT));
    let snapshot = town.bench.register.snapshot(None, None).await.unwrap();
    assert!(snapshot.statements.iter().any(|s| s.what.topic == Topic::Removed), "what was said of it stays");
}

#[tokio::test]
async fn reads_go_after_a_year_and_drafts_after_a_month() {
    let mut town = town().await;
    town.bench.log_read(day(6), "reaches_outside").await;
    let draft = Input {
        name: "draft.csv".into(),
        digest: None,
        facts: row("draft.csv", 2, &[("sheet.note", "DRAFTNOTE")]),
    };
    town.bench.apply(day(7), &[Change::Draft(draft)]).await;
    assert_eq!(forget(&mut town, day(36)).await.erased, 0);
    assert_eq!(forget(&mut town, day(38)).await.erased, 1);
    assert!(!town.bench.holds_bytes("DRAFTNOTE"));
    assert_eq!(forget(&mut town, day(370)).await.erased, 0);
    assert_eq!(forget(&mut town, day(372)).await.erased, 1);
    let mut out = Vec::new();
    town.bench.register.export_jsonl(&mut out).await.unwrap();
    assert!(String::from_utf8(out).unwrap().contains("retention: reader log, 12 months"));
}

#[tokio::test]
async fn old_derivations_go_where_the_policy_says_so_and_the_newest_stays() {
    let town = town().await;
    let policy = RetentionPolicy { derivations_months: Some(1), ..RetentionPolicy::default() };
    let mut seed = 5;
    town.bench.register.forget(&policy, day(50), &mut dice(&mut seed)).await.unwrap();
    assert!(town.bench.register.derivation(Some(day(4))).await.unwrap().is_none());
    let newest = town.bench.register.derivation(None).await.unwrap().unwrap();
    assert_eq!(newest.knowledge, "k-2");
    assert_eq!(
        town.bench.register.standing(When::default(), Disclosure::Secret).await.unwrap().devices.len(),
        2
    );
}
