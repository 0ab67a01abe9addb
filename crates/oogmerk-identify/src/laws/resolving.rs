//! Which subjects are one device, and which never are.

use super::*;

fn check(bench: Bench, want: &[&[&str]]) -> Found {
    let facts = bench.facts();
    for seed in 0..6 {
        let found = identified(&ground_of(shuffled(facts.clone(), seed)), &SmallOracle::new(), &all());
        assert_eq!(subjects(&found), want, "seed {seed}");
    }
    identified(&ground_of(facts), &SmallOracle::new(), &all())
}

#[test]
fn devices_behind_a_router_do_not_merge() {
    let mut bench = Bench::new();
    for i in 1..=3 {
        let ip = format!("ip:10.0.0.{i}");
        bench = bench.says(&ip, "frame.mac", "00:11:22:33:44:55").says(&ip, "http.server", "App-webs/");
    }
    check(bench, &[&["ip:10.0.0.1"], &["ip:10.0.0.2"], &["ip:10.0.0.3"]]);
}

#[test]
fn a_router_that_answers_arp_for_many_does_not_merge_them() {
    let mut bench = Bench::new();
    for i in 1..=9 {
        bench = bench.says(&format!("ip:10.0.0.{i}"), "link.mac", "00:11:22:33:44:55");
    }
    let found = bench.identified();
    assert_eq!(found.devices.len(), 9);
    assert_eq!(found.rest.demoted_keys[0].reason, "many-addresses");
    assert!(found.devices.iter().all(|d| d.mac.is_empty()));
}

#[test]
fn two_live_units_with_one_certificate_key_do_not_merge() {
    let bench = Bench::new().says("ip:10.0.0.1", "tls.key_sha256", "aa11").says(
        "ip:10.0.0.2",
        "tls.key_sha256",
        "aa11",
    );
    check(bench, &[&["ip:10.0.0.1"], &["ip:10.0.0.2"]]);
}

#[test]
fn two_with_serial_000000_do_not_merge() {
    let bench = Bench::new().says("x1", "sadp.serial", "000000").says("x2", "sadp.serial", "000000");
    check(bench, &[&["x1"], &["x2"]]);
}

#[test]
fn two_live_units_with_one_serial_do_not_merge_and_the_key_is_listed() {
    let bench = Bench::new()
        .says("x1", "sadp.serial", "C22334455")
        .says("x1", "sadp.mac", MAC)
        .says("x2", "sadp.serial", "C22334455")
        .says("x2", "sadp.mac", MAC2);
    let found = check(bench, &[&["x1"], &["x2"]]);
    assert!(
        found
            .rest
            .demoted_keys
            .iter()
            .any(|d| d.reason == "two-macs" && d.key == "serial:hikvision:C22334455")
    );
    let bench =
        Bench::new().says("ip:10.0.0.1", "wsd.endpoint", "u-1").says("ip:10.0.0.2", "wsd.endpoint", "u-1");
    let found = check(bench, &[&["ip:10.0.0.1"], &["ip:10.0.0.2"]]);
    assert_eq!(found.rest.demoted_keys[0].reason, "two-addresses-at-once");
}

#[test]
fn two_answers_of_one_device_by_two_protocols_merge() {
    let bench =
        Bench::new().says("x1", "sadp.mac", "58:50:ED:1F:E3:85").says("x2", "wsd.mac", "58:50:ed:1f:e3:85");
    let found = check(bench, &[&["x1", "x2"]]);
    assert_eq!(found.devices[0].merges[0].key, "mac");
    assert_eq!(found.devices[0].merges[0].subjects, ["x1", "x2"]);
}

#[test]
fn an_address_never_merges_across_inputs_but_a_key_does() {
    let bench = Bench::new()
        .says("ip:10.0.0.5", "http.server", "App-webs/")
        .from("scan.xml", Means::Imported)
        .says("ip:10.0.0.5", "http.title", "index");
    assert_eq!(bench.clone().identified().devices.len(), 2);
    let bench = bench.says("ip:10.0.0.5", "import.mac", MAC).from("a.pcap", Means::Passive).says(
        "ip:10.0.0.5",
        "link.mac",
        MAC,
    );
    assert_eq!(only(bench.identified()).seen_in, ["a.pcap", "scan.xml"]);
}

#[test]
fn within_one_capture_the_holder_of_an_address_and_its_answers_are_one() {
    let bench = Bench::new()
        .says(&format!("mac:{MAC}"), "link.mac", MAC)
        .says(&format!("mac:{MAC}"), "link.ip", "10.0.0.5")
        .says("ip:10.0.0.5", "http.server", "App-webs/");
    check(bench.clone(), &[&["ip:10.0.0.5", &format!("mac:{MAC}")]]);
    let other = bench.says(&format!("mac:{MAC2}"), "link.mac", MAC2).says(
        &format!("mac:{MAC2}"),
        "link.ip",
        "10.0.0.5",
    );
    assert_eq!(other.identified().devices.len(), 3, "two holders: nobody knows who answered");
}

#[test]
fn made_up_addresses_are_printed_and_join_nothing_across_inputs() {
    let bench = Bench::new()
        .from("a.json", Means::Imported)
        .says("x1", "import.mac", "4b:82:90:f6:d7:a9")
        .says("x2", "import.mac", "4b:82:90:f6:d7:a9")
        .says("y1", "import.mac", "02:82:90:f6:d7:a9")
        .from("b.json", Means::Imported)
        .says("y2", "import.mac", "02:82:90:f6:d7:a9");
    let found = check(bench, &[&["x1"], &["x2"], &["y1"], &["y2"]]);
    assert!(found.devices.iter().all(|d| d.mac.len() == 1));
}

#[test]
fn people_have_the_last_word() {
    let same = Bench::new()
        .says("x1", "sadp.ip", "10.0.0.1")
        .says("x2", "sadp.ip", "10.0.0.2")
        .from("desk", Means::Person)
        .says("x1", "decision.same", "x2");
    check(same, &[&["x1", "x2"]]);
    let different = Bench::new()
        .says("x1", "sadp.mac", MAC)
        .says("x2", "wsd.mac", MAC)
        .from("desk", Means::Person)
        .says("x1", "decision.different", "x2");
    assert_eq!(different.identified().devices.len(), 2);
}

#[test]
fn a_minted_name_stays_with_its_key() {
    let ground = Bench::new().says("x1", "sadp.mac", MAC).says("x1", "sadp.serial", "C22334455").ground();
    let named = Options { names: [(format!("mac:{MAC}"), "dev-hall".to_owned())].into(), ..all() };
    let found = identified(&ground, &SmallOracle::new(), &named);
    assert_eq!(found.devices[0].id, "dev-hall");
    let two = Options {
        names: [
            (format!("mac:{MAC}"), "dev-hall".into()),
            ("serial:any:C22334455".to_owned(), "dev-old".into()),
        ]
        .into(),
        ..all()
    };
    assert_eq!(
        identified(&ground, &SmallOracle::new(), &two).rest.redirects,
        [("dev-old".to_owned(), "dev-hall".to_owned())]
    );
}
