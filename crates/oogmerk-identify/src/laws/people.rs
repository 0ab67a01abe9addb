//! Who is told about, and of whom only a count stays.

use super::*;

#[test]
fn people_leave_a_count_and_nothing_else() {
    let ground = Bench::new()
        .says("ip:10.0.0.5", "protocol.answered", "sadp")
        .says("ip:10.0.0.9", "dhcp.vendor_class", "android-dhcp-13")
        .says("ip:10.0.0.9", "link.mac", "00:aa:bb:cc:dd:ee")
        .sends("ip:10.0.0.9", "10.0.0.9", "8.8.8.8", Some("private.example"))
        .says("ip:10.0.0.10", "http.server", "nginx")
        .ground();
    let assessment = assess(&ground, &SmallOracle::new(), &Options { include: Include::Registered, ..all() });
    assert_eq!(subjects(&assessment), [["ip:10.0.0.5"]]);
    let counts: Vec<(&str, u64)> = assessment.bystanders.iter().map(|b| (b.kind.as_str(), b.count)).collect();
    assert_eq!(counts, [("phone", 1), ("unknown", 1)]);
    let text = bytes(&assessment);
    for secret in ["private.example", "00:aa:bb", "10.0.0.9", "8.8.8.8", "nginx"] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[test]
fn network_equipment_of_a_named_maker_is_told_about_only_where_it_is_asked_for() {
    let bench = Bench::new()
        .says("ip:10.0.0.1", "snmp.sys_descr", "Huawei Versatile Routing Platform Software")
        .says("ip:10.0.0.9", "dhcp.vendor_class", "android-dhcp-13")
        .says("ip:10.0.0.9", "link.mac", "00:aa:bb:cc:dd:ee")
        .sends("ip:10.0.0.1", "10.0.0.1", "8.8.8.8", Some("private.example"));
    let check = |include, want: &[&[&str]]| {
        let ground = bench.clone().ground();
        let assessment = assess(&ground, &SmallOracle::new(), &Options { include, ..all() });
        assert_eq!(subjects(&assessment), want, "{include:?}");
        bytes(&assessment)
    };
    check(Include::Registered, &[]);
    let text = check(Include::Sensitive, &[&["ip:10.0.0.1"]]);
    for secret in ["private.example", "00:aa:bb", "10.0.0.9"] {
        assert!(!text.contains(secret), "{secret}");
    }
    // Before the list named it, it was nobody's question.
    let before =
        Options { include: Include::Sensitive, ..Options::at(Timestamp::parse_day("2019-01-01").unwrap()) };
    assert!(assess(&bench.clone().ground(), &SmallOracle::new(), &before).devices.is_empty());
}

#[test]
fn a_list_registers_equipment_and_never_a_telephone() {
    let bench = Bench::new()
        .says("ip:10.0.0.7", "link.mac", MAC)
        .says("ip:10.0.0.7", "http.server", "nginx")
        .says("ip:10.0.0.9", "dhcp.vendor_class", "android-dhcp-13")
        .says("ip:10.0.0.9", "link.mac", MAC2)
        .from("list.csv", Means::Declared)
        .says("1", "sheet.mac", MAC)
        .says("2", "sheet.mac", MAC2);
    let options = Options { include: Include::Registered, ..all() };
    let assessment = assess(&bench.ground(), &SmallOracle::new(), &options);
    assert_eq!(subjects(&assessment), [["ip:10.0.0.7"]]);
}

#[test]
fn names_of_others_are_kept_only_for_known_clouds() {
    let bench = Bench::new()
        .says("ip:10.0.0.9", "dhcp.vendor_class", "android-dhcp-13")
        .sends("ip:10.0.0.9", "10.0.0.9", "8.8.8.8", Some("private.example"))
        .sends("ip:10.0.0.9", "10.0.0.9", "52.8.178.58", Some("signal.mydlink.com"));
    let all = only(bench.assess());
    let names: Vec<_> = all.outside.iter().map(|o| (o.name.as_deref(), o.cloud.as_deref())).collect();
    assert_eq!(names, [(Some("private.example"), None), (Some("signal.mydlink.com"), Some("mydlink"))]);
}
