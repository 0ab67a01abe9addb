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

fn town() -> impl Strategy<Value = Bench> {
    let reading = (0..5usize, 0..WORDS.len(), 0..2usize);
    prop::collection::vec(reading, 1..24).prop_map(|readings| {
        let subjects = ["ip:10.0.0.5", "ip:10.0.0.6", "x1", "x2", "mac:44:47:cc:37:ce:81"];
        readings.into_iter().fold(Bench::new(), |bench, (subject, word, file)| {
            let bench = bench.from(["a.pcap", "b.json"][file], [Means::Passive, Means::Imported][file]);
            bench.says(subjects[subject], WORDS[word].0, WORDS[word].1)
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_facts_does_not_matter(bench in town(), seed in 0u64..1000) {
        let facts = bench.facts();
        let oracle = SmallOracle::new();
        let one = identified(&ground_of(facts.clone()), &oracle, &all());
        let two = identified(&ground_of(shuffled(facts, seed)), &oracle, &all());
        prop_assert_eq!(bytes(&one), bytes(&two));
    }

    #[test]
    fn seeing_the_same_twice_changes_nothing(bench in town()) {
        let facts = bench.facts();
        let oracle = SmallOracle::new();
        let one = identified(&ground_of(facts.clone()), &oracle, &all());
        let twice: Vec<_> = facts.iter().cloned().chain(facts.clone()).collect();
        prop_assert_eq!(bytes(&one), bytes(&identified(&ground_of(twice), &oracle, &all())));
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
        for e in &ground.evidence {
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
