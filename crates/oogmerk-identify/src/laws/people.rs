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

#[test]
fn what_answers_as_surveillance_or_gives_its_model_is_listed_with_its_kind_open() {
    let check = |readings: &[(&str, &str)], is_told: bool| {
        let bench = readings.iter().fold(Bench::new(), |b, (field, value)| b.says("x", field, value));
        let options = Options { include: Include::Registered, ..all() };
        let found = identified(&bench.ground(), &SmallOracle::new(), &options);
        assert_eq!(found.devices.len(), usize::from(is_told), "{readings:?}");
        assert!(found.devices.iter().all(|d| d.kind.verdict == State::Undecided), "{readings:?}");
        let left: u64 = found.rest.bystanders.iter().map(|b| b.count).sum();
        assert_eq!(left, u64::from(!is_told), "{readings:?}");
    };
    check(&[("protocol.answered", "onvif")], true);
    check(&[("onvif.model", "ENP1A14-IR/25X")], true);
    check(&[("onvif.serial", "C22334455")], true);
    check(&[("onvif.firmware", "V5.5.3 build 180822")], true);
    check(&[("link.mac", MAC)], true);
    // Whoever asks is no camera, an empty word is no model, and what a list says is not the thing's own word.
    check(&[("protocol.asked", "onvif")], false);
    check(&[("onvif.model", "N/A")], false);
    check(&[("protocol.answered", "rtsp")], false);
    check(&[("http.server", "nginx")], false);
}

#[test]
fn what_shows_itself_as_a_telephone_or_a_computer_is_never_listed() {
    let options = Options { include: Include::Registered, ..all() };
    for (field, value) in [
        ("dhcp.vendor_class", "android-dhcp-13"),
        ("rtsp.server", "VLC/3.0.18"),
        // No tell knows these; their own names are enough not to list them.
        ("dhcp.hostname", "iPhone-van-Marie"),
        ("mdns.txt_model", "MacBookPro18,3"),
        ("upnp.model_name", "Windows Media Player Sharing"),
    ] {
        let bench = Bench::new().says("x", field, value).says("x", "onvif.model", "SM-G991B").says(
            "x",
            "onvif.serial",
            "R58N12345",
        );
        let found = identified(&bench.ground(), &SmallOracle::new(), &options);
        assert!(found.devices.is_empty(), "{field}: {:?}", subjects(&found));
    }
}

#[test]
fn a_page_about_cameras_on_somebodys_laptop_is_no_camera() {
    let options = Options { include: Include::Registered, ..all() };
    for (field, value) in [
        ("http.title", "Axis ip camera test blog"),
        ("ftp.banner", "220 Axis webcam pictures of my holidays"),
        ("http.title", "My new Hikvision DS-2CD2385G1-I network camera"),
        ("upnp.friendly_name", "Jan loves Hikvision DS-2CD2385G1-I"),
        ("telnet.banner", "welkom bij Jan, Dahua IPC-HDW1431T1 te koop"),
        ("http.title", "How to hack a Dahua NVR"),
    ] {
        let bench = Bench::new()
            .says("ip:10.0.0.9", field, value)
            .says("ip:10.0.0.9", "dhcp.hostname", "laptop-jan")
            .says("ip:10.0.0.9", "link.mac", "3c:28:6d:77:88:aa");
        let ground = bench.ground();
        let found = identified(&ground, &SmallOracle::new(), &options);
        let text = bytes(&found);
        for secret in [value, "laptop-jan", "3c:28:6d", "10.0.0.9"] {
            assert!(!text.contains(secret), "{secret} of {value}");
        }
        assert!(found.rest.admitted.is_empty(), "{value} would be stored");
    }
}
