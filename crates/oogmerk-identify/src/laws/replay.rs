//! The same facts in any order, once or twice, give the same bytes; and nothing is lost on the way.

use super::*;
use proptest::prelude::*;

const WORDS: &[(&str, &str)] = &[
    ("http.server", "App-webs/"),
    ("http.server", "DCS-935L"),
    ("rtsp.realm", "IP Camera(C1)"),
    ("rtsp.realm", "Login to 5C00AA11BB22"),
    ("protocol.answered", "sadp"),
    ("protocol.answered", "dhdiscover"),
    ("protocol.asked", "sadp"),
    ("onvif.manufacturer", "Honeywell"),
    ("onvif.manufacturer", "HIKVISION"),
    ("onvif.model", "DS-2CD2143G2-I"),
    ("onvif.model", "IPC-HDW1431T1"),
    ("sadp.serial", "C22334455"),
    ("sadp.serial", "000000"),
    ("link.mac", "44:47:cc:37:ce:81"),
    ("link.mac", "44:47:cc:37:ce:82"),
    ("sadp.mac", "44:47:cc:37:ce:81"),
    ("link.ip", "10.0.0.5"),
    ("wsd.endpoint", "urn:uuid:1"),
    ("http.title", "IP CAM"),
    ("dhcp.hostname", "DS-2CD2385G1-I"),
];

const SUBJECTS: [&str; 5] = ["ip:10.0.0.5", "ip:10.0.0.6", "x1", "x2", "mac:44:47:cc:37:ce:81"];
const OWN: [&str; 5] = ["10.0.0.5", "10.0.0.6", "10.0.0.7", "10.0.0.8", "10.0.0.9"];
const PEERS: [&str; 4] = ["8.8.8.8", "52.8.178.58", "10.0.0.5", "10.0.0.6"];
const NAMES: [Option<&str>; 3] = [None, Some("signal.mydlink.com"), Some("private.example")];
const ROWS: &[(&str, &str)] = &[
    ("sheet.mac", "44:47:cc:37:ce:81"),
    ("sheet.asset", "CAM-1"),
    ("sheet.ip", "10.0.0.5"),
    ("sheet.brand", "Honeywell"),
    ("sheet.model", "DS-2CD2385G1-I"),
    ("sheet.installed", "2021-03-04"),
];

/// Adds one fact: a reading, a row's cell, traffic, a question through something inside, a window.
fn add(bench: Bench, (sort, who, what, file): (usize, usize, usize, usize)) -> Bench {
    let (name, means) = [("a.pcap", Means::Passive), ("b.json", Means::Imported)][file];
    let bench = bench.from(name, means).on(["2026-01-03", "2026-01-04"][what % 2]);
    match sort {
        0 => bench.from("list.csv", Means::Declared).says(
            ["1", "2"][who % 2],
            ROWS[what % ROWS.len()].0,
            ROWS[what % ROWS.len()].1,
        ),
        1 => bench.contact(
            SUBJECTS[who],
            OWN[who],
            PEERS[what % PEERS.len()],
            NAMES[what % NAMES.len()],
            [Direction::Out, Direction::In][file],
            what % 2 == 0,
        ),
        2 => bench.asks(SUBJECTS[who], PEERS[2 + what % 2], "signal.mydlink.com"),
        3 => bench.window(|w| w.frames += what as u64),
        _ => bench.says(SUBJECTS[who], WORDS[what % WORDS.len()].0, WORDS[what % WORDS.len()].1),
    }
}

pub(super) fn town() -> impl Strategy<Value = Bench> {
    let fact = (0..9usize, 0..SUBJECTS.len(), 0..WORDS.len(), 0..2usize);
    prop::collection::vec(fact, 1..32).prop_map(|facts| facts.into_iter().fold(Bench::new(), add))
}

/// Options under which names were minted for some keys, as a register holds them.
pub(super) fn named() -> Options {
    let names = [("mac:44:47:cc:37:ce:81", "dev-old1"), ("serial:hikvision:C22334455", "dev-old2")];
    let names = names.into_iter().map(|(key, id)| (key.to_owned(), id.to_owned())).collect();
    Options { names, ..all() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_facts_does_not_matter(bench in town(), seed in 0u64..1000) {
        let facts = bench.facts();
        let oracle = SmallOracle::new();
        for options in [all(), named(), Options { include: Include::Registered, ..named() }] {
            let one = identified(&ground_of(facts.clone()), &oracle, &options);
            let two = identified(&ground_of(shuffled(facts.clone(), seed)), &oracle, &options);
            prop_assert_eq!(bytes(&one), bytes(&two));
        }
    }

    #[test]
    fn seeing_the_same_twice_changes_nothing(bench in town()) {
        let facts = bench.facts();
        let oracle = SmallOracle::new();
        for options in [all(), named()] {
            let one = identified(&ground_of(facts.clone()), &oracle, &options);
            let twice: Vec<_> = facts.iter().cloned().chain(facts.clone()).collect();
            prop_assert_eq!(bytes(&one), bytes(&identified(&ground_of(twice), &oracle, &options)));
        }
    }

    #[test]
    fn a_statement_about_the_name_never_takes_a_maker_away(bench in town()) {
        let oracle = SmallOracle::new();
        let without = identified(&bench.clone().ground(), &oracle, &all());
        let mut loud = bench.facts();
        let statement = |e: Evidence| Fact::Evidence(Evidence::copied(&e.observation, Field::of("onvif.manufacturer"), "D-Link"));
        let said: Vec<Fact> = loud.iter().filter_map(|f| if let Fact::Evidence(e) = f { Some(statement(e.clone())) } else { None }).collect();
        loud.extend(said);
        let with = identified(&ground_of(loud), &oracle, &all());
        let unnamed = without.devices.iter().filter(|d| d.brand.verdict == State::Undecided);
        for device in unnamed {
            if let Some(maker) = device.maker.decided_value() {
                let again = with.devices.iter().find(|d| d.id == device.id);
                prop_assert_eq!(again.and_then(|d| d.maker.decided_value()), Some(maker));
            }
        }
    }

    #[test]
    fn no_device_is_lost_and_no_id_is_given_twice(bench in town()) {
        let ground = bench.ground();
        let found = identified(&ground, &SmallOracle::new(), &all());
        let ids: std::collections::BTreeSet<&str> = found.devices.iter().map(|d| d.id.as_str()).collect();
        prop_assert_eq!(ids.len(), found.devices.len());
        for e in ground.evidence.iter().filter(|e| e.observation.means != Means::Declared) {
            let subject = e.observation.subject.as_str();
            prop_assert!(found.devices.iter().any(|d| d.subjects.iter().any(|s| s == subject)));
        }
    }
}

#[test]
fn one_subject_alone_gets_the_same_verdict_as_in_company() {
    let bench = Bench::new().says("x", "protocol.answered", "sadp").says("x", "sadp.mac", MAC);
    let each = identify_one(&bench.clone().evidence(), &SmallOracle::new(), &all());
    assert_eq!(each, only(bench.identified()));
}
