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
    let found = identified(&ground, &SmallOracle::new(), &Options { include: Include::Registered, ..all() });
    assert_eq!(subjects(&found), [["ip:10.0.0.5"]]);
    let counts: Vec<(&str, u64)> = found.rest.bystanders.iter().map(|b| (b.kind.as_str(), b.count)).collect();
    assert_eq!(counts, [("phone", 1), ("unknown", 1)]);
    let text = bytes(&found);
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
    let check = |include: Include, want: &[&[&str]]| {
        let ground = bench.clone().ground();
        let options = Options { include, ..all() };
        let found = identified(&ground, &SmallOracle::new(), &options);
        assert_eq!(subjects(&found), want, "{:?}", options.include);
        bytes(&found)
    };
    let makers = |keys: &[&str]| Include::Sensitive(keys.iter().map(|k| (*k).to_owned()).collect());
    check(Include::Registered, &[]);
    let text = check(makers(&["huawei", "zte"]), &[&["ip:10.0.0.1"]]);
    for secret in ["private.example", "00:aa:bb", "10.0.0.9"] {
        assert!(!text.contains(secret), "{secret}");
    }
    // Nobody named it.
    check(makers(&["zte"]), &[]);
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
    let found = identified(&bench.ground(), &SmallOracle::new(), &options);
    assert_eq!(subjects(&found), [["ip:10.0.0.7"]]);
}
