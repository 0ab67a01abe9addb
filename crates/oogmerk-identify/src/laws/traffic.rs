//! What goes out beside a device for whoever judges where it reaches: its own contacts and no others.

use super::*;
use crate::Ground;
use oogmerk_model::{KeptNames, Timestamp};

/// What is told of the traffic of one device: contacts, windows, recorders, whether names may be told, whether it is a
/// stranger.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    contacts: usize,
    vias: usize,
    windows: usize,
    recorders: Vec<(String, usize)>,
    names: KeptNames,
    is_stranger: bool,
}

fn told(bench: Bench, options: &Options, subject: &str) -> Told {
    let mut told = None;
    crate::identify(&bench.ground(), &SmallOracle::new(), options, &mut |device, traffic| {
        assert!(device.outside.is_empty() && device.isolation.is_none(), "that is not said here");
        if device.subjects.iter().any(|s| s == subject) {
            let recorders = traffic.recorders.iter();
            told = Some(Told {
                contacts: traffic.contacts.len(),
                vias: traffic.vias.len(),
                windows: traffic.windows.len(),
                recorders: recorders.map(|r| (r.address.to_string(), r.traffic.contacts.len())).collect(),
                names: traffic.names,
                is_stranger: traffic.is_stranger,
            });
        }
    });
    told.unwrap()
}

fn camera() -> Bench {
    Bench::new().says("ip:10.0.0.5", "protocol.answered", "sadp").window(|_| ())
}

#[test]
fn a_device_goes_out_with_its_contacts_and_what_was_looked_at() {
    let bench = camera()
        .sends("ip:10.0.0.5", "10.0.0.5", "8.8.8.8", None)
        .sends("ip:10.0.0.5", "10.0.0.5", "9.9.9.9", None)
        .sends("ip:10.0.0.6", "10.0.0.6", "8.8.8.8", None)
        .asks("ip:10.0.0.5", "10.0.0.1", "signal.mydlink.com")
        .from("b.pcap", Means::Passive)
        .window(|_| ());
    let want = Told {
        contacts: 2,
        vias: 1,
        windows: 1,
        recorders: Vec::new(),
        names: KeptNames::All,
        is_stranger: false,
    };
    assert_eq!(told(bench, &all(), "ip:10.0.0.5"), want);
}

#[test]
fn a_recorder_that_reaches_a_device_goes_with_it_and_a_telephone_does_not() {
    let reach = |peer: &'static str, field: &str, value: &str| {
        let subject = format!("ip:{peer}");
        camera()
            .says(&subject, field, value)
            .says(&subject, "link.ip", peer)
            .sends(&subject, peer, "8.8.8.8", None)
            .contact("ip:10.0.0.5", "10.0.0.5", peer, None, oogmerk_model::Direction::In, true)
    };
    let recorders = |bench| told(bench, &all(), "ip:10.0.0.5").recorders;
    assert_eq!(recorders(reach("10.0.0.2", "isapi.device_type", "NVR")), [("10.0.0.2".to_owned(), 1)]);
    assert!(recorders(reach("10.0.0.9", "dhcp.vendor_class", "android-dhcp-13")).is_empty());
}

#[test]
fn names_of_others_are_told_only_where_everything_is() {
    let bench = Bench::new()
        .says("ip:10.0.0.1", "snmp.sys_descr", "Huawei Versatile Routing Platform Software")
        .sends("ip:10.0.0.1", "10.0.0.1", "8.8.8.8", Some("private.example"));
    let names = |include| told(bench.clone(), &Options { include, ..all() }, "ip:10.0.0.1").names;
    assert_eq!(names(Include::All), KeptNames::All);
    assert_eq!(names(Include::Sensitive(["huawei".to_owned()].into())), KeptNames::CloudsOnly);
}

#[test]
fn an_outside_host_seen_in_passing_is_a_stranger() {
    let seen = Bench::new().says("ip:52.8.178.58", "http.server", "App-webs/");
    assert!(told(seen.clone(), &all(), "ip:52.8.178.58").is_stranger);
    let inside = Options { inside: vec![oogmerk_model::Cidr::parse("52.8.0.0/16").unwrap()], ..all() };
    assert!(!told(seen, &inside, "ip:52.8.178.58").is_stranger);
}

#[test]
fn one_look_under_two_names_is_counted_once() {
    let day = Timestamp::parse_day("2026-01-03");
    let look = |file: &'static str, packets: u64, bench: Bench| {
        let bench = bench.from(file, Means::Passive).says("ip:10.0.0.5", "link.mac", MAC);
        let mut facts = bench
            .sends("ip:10.0.0.5", "10.0.0.5", "8.8.8.8", None)
            .asks("ip:10.0.0.5", "10.0.0.1", "signal.mydlink.com")
            .facts();
        for fact in &mut facts {
            match fact {
                Fact::Contact(c) => (c.packets, c.first, c.last) = (packets, day, day),
                Fact::Via(v) => v.first = day,
                _ => {}
            }
        }
        facts
    };
    let sum = |looks: &[(&'static str, u64)]| {
        let facts = looks.iter().flat_map(|(file, packets)| look(file, *packets, Bench::new()));
        let ground = Ground::of(facts);
        let mut sum = (0, 0);
        crate::identify(&ground, &SmallOracle::new(), &all(), &mut |_, traffic| {
            let packets: u64 = traffic.contacts.iter().map(|c| c.packets).sum();
            sum = (sum.0 + packets, sum.1 + traffic.vias.len());
        });
        sum
    };
    assert_eq!(sum(&[("a.pcap", 14)]), (14, 1));
    assert_eq!(sum(&[("a.pcap", 14), ("a.pcap.gz", 14)]), (14, 1));
    // Another look at the same second: it counts.
    assert_eq!(sum(&[("a.pcap", 14), ("b.pcap", 15)]), (29, 1));
}
