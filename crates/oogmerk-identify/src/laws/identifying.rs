//! What readings make of a device: kind, brand, maker, model and the rest.

use super::*;

fn check(readings: &[(&str, &str)], kind: Option<&str>, brand: Option<&str>, maker: Option<&str>) -> Device {
    let bench = readings.iter().fold(Bench::new(), |bench, (field, value)| bench.says("x", field, value));
    let device = only(bench.identified());
    let got = (device.kind.decided_value(), device.brand.decided_value(), device.maker.decided_value());
    assert_eq!(got, (kind, brand, maker), "{readings:?}");
    device
}

#[test]
fn makers_are_decided_by_proof_and_never_by_one_weak_clue() {
    let (cam, hik) = (Some("camera"), Some("Hikvision"));
    check(&[("protocol.answered", "sadp")], None, None, hik);
    check(&[("http.server", "App-webs/")], None, None, None);
    check(&[("http.server", "App-webs/"), ("rtsp.realm", "IP Camera(C1)")], cam, None, hik);
    check(&[("link.mac", MAC)], None, None, None);
    // The interface of a house and its own address block: two voices.
    check(&[("link.mac", MAC), ("http.server", "App-webs/")], None, None, hik);
    check(&[("onvif.model", "DS-2CD2143G2-I"), ("http.server", "App-webs/")], cam, None, hik);
    check(&[("http.title", "IP CAM"), ("link.mac", MAC)], None, None, None);
    check(&[("port.open", "tcp/34567"), ("port.open", "tcp/554")], None, None, None);
}

#[test]
fn a_statement_about_the_name_feeds_the_brand_and_never_rivals_the_maker() {
    let device = check(
        &[
            ("onvif.manufacturer", "Honeywell"),
            ("protocol.answered", "dhdiscover"),
            ("rtsp.realm", "Login to 5C00AA11BB22"),
        ],
        None,
        Some("Honeywell"),
        Some("Dahua"),
    );
    assert_eq!(device.maker.relation, Some(Relation::Oem));
    check(
        &[("onvif.manufacturer", "HIKVISION"), ("protocol.answered", "dhdiscover")],
        None,
        Some("Hikvision"),
        Some("Dahua"),
    );
    check(&[("onvif.manufacturer", "Honeywell")], None, Some("Honeywell"), None);
    check(
        &[("onvif.manufacturer", "Private"), ("protocol.answered", "dhdiscover")],
        None,
        None,
        Some("Dahua"),
    );
    check(&[("onvif.manufacturer", "Nobody Knows Ltd")], None, None, None);
}

#[test]
fn lineage_is_one_voice_and_an_open_edge_is_none() {
    check(&[("onvif.manufacturer", "EZVIZ")], None, Some("EZVIZ"), None);
    let device = check(
        &[("onvif.manufacturer", "EZVIZ"), ("http.server", "App-webs/")],
        None,
        Some("EZVIZ"),
        Some("Hikvision"),
    );
    assert_eq!(device.maker.relation, Some(Relation::Subsidiary));
    check(
        &[("onvif.manufacturer", "D-Link"), ("http.server", "DCS-935L")],
        Some("camera"),
        Some("D-Link"),
        None,
    );
}

#[test]
fn one_clue_that_names_brand_and_maker_is_still_one_clue() {
    check(&[("ftp.banner", "220 AXIS M3045-V ready")], Some("camera"), Some("Axis"), None);
    check(
        &[("ftp.banner", "220 AXIS 214 ready"), ("onvif.manufacturer", "AXIS")],
        Some("camera"),
        Some("Axis"),
        Some("Axis"),
    );
}

#[test]
fn two_makers_with_proof_contest_each_other() {
    let device =
        check(&[("protocol.answered", "sadp"), ("protocol.answered", "dhdiscover")], None, None, None);
    assert_eq!(device.maker.verdict, State::Contested);
    assert_eq!(device.maker.rivals.len(), 2);
}

#[test]
fn what_a_client_asks_for_says_nothing_about_the_client() {
    check(&[("protocol.asked", "sadp"), ("rtsp.user_agent", "IP Camera(1)")], None, None, None);
    check(&[("protocol.asked", "sadp"), ("sadp.device_description", "DS-2CD2385G1-I")], None, None, None);
}

#[test]
fn a_player_is_no_camera_and_a_printer_wins_over_a_hint() {
    check(&[("rtsp.server", "VLC/3.0.12")], Some("computer"), None, None);
    check(&[("http.server", "HP-ChaiSOE/1.0"), ("link.mac", MAC)], Some("printer"), None, None);
}

#[test]
fn a_recorder_is_told_from_a_camera_by_what_only_it_shows() {
    check(
        &[("protocol.answered", "sadp"), ("sadp.device_description", "DS-7608NI-K2/8P")],
        Some("recorder"),
        None,
        Some("Hikvision"),
    );
    check(
        &[("protocol.answered", "sadp"), ("sadp.digital_channels", "16")],
        Some("recorder"),
        None,
        Some("Hikvision"),
    );
    check(&[("protocol.answered", "sadp"), ("sadp.digital_channels", "1")], None, None, Some("Hikvision"));
    check(&[("isapi.device_type", "NVR")], Some("recorder"), None, None);
}

#[test]
fn models_serials_and_versions_are_what_the_device_prints() {
    let device = check(
        &[
            ("sadp.device_description", "DS-2CD2385G1-I"),
            ("onvif.model", "HIKVISION DS-2CD2385G1"),
            ("isapi.firmware", "V5.6.2build 190701"),
            ("onvif.firmware", "V5.6.2"),
            ("sadp.serial", "DS-2CD2385G1-I20190701AAWRD12345678"),
            ("isapi.serial", "20190701AAWRD12345678"),
        ],
        Some("camera"),
        Some("Hikvision"),
        None,
    );
    assert_eq!(device.model.decided_value(), Some("DS-2CD2385G1-I"));
    assert_eq!(device.firmware.decided_value(), Some("V5.6.2build 190701"));
    assert_eq!(device.serial.decided_value(), Some("DS-2CD2385G1-I20190701AAWRD12345678"));
    let device = check(&[("isapi.serial", "000000")], None, None, None);
    assert_eq!(
        device.serial.decided_value(),
        Some("000000"),
        "the knowledge base, not this crate, knows placeholders of value"
    );
    let twice = Bench::new().at("x", 7, "onvif.model", "NSM5").at("x", 7, "onvif.model", "NanoStation M5");
    assert_eq!(only(twice.identified()).model.decided_value(), Some("NanoStation M5"));
    let device = check(&[("onvif.model", "Network Camera")], None, None, None);
    assert_eq!(device.model.verdict, State::Undecided);
}

#[test]
fn a_model_in_a_host_name_needs_a_shape_that_is_proven_or_a_brand() {
    let model = |device: &Device| device.model.decided_value().map(str::to_owned);
    let named = check(&[("dhcp.hostname", "DS-2CD2385G1-I")], Some("camera"), None, None);
    assert_eq!(model(&named).as_deref(), Some("DS-2CD2385G1-I"));
    let unknown = check(&[("dhcp.hostname", "DCS-935L")], None, None, None);
    assert_eq!(model(&unknown), None);
    let known = check(
        &[("dhcp.hostname", "DCS-935L"), ("onvif.manufacturer", "D-Link")],
        Some("camera"),
        Some("D-Link"),
        None,
    );
    assert_eq!(model(&known).as_deref(), Some("DCS-935L"));
}

#[test]
fn an_updated_device_runs_its_later_version() {
    let bench = Bench::new().on("2026-01-01").says("x", "onvif.firmware", "5.4.0").on("2026-03-01").says(
        "x",
        "onvif.firmware",
        "5.6.0",
    );
    assert_eq!(only(bench.identified()).firmware.decided_value(), Some("5.6.0"));
    let bench = Bench::new().says("x", "onvif.firmware", "5.4.0").says("x", "isapi.firmware", "5.6.0");
    assert_eq!(only(bench.identified()).firmware.verdict, State::Contested);
}

#[test]
fn the_cloud_a_thing_talks_to_is_a_lead_on_the_brand_and_no_more() {
    let phone = Bench::new().says("ip:10.0.0.9", "dhcp.vendor_class", "android-dhcp-13").sends(
        "ip:10.0.0.9",
        "10.0.0.9",
        "52.8.178.58",
        Some("signal.mydlink.com"),
    );
    let phone = only(phone.identified());
    assert_eq!((phone.kind.decided_value(), phone.brand.decided_value()), (Some("phone"), None));
}

#[test]
fn an_outside_server_seen_in_passing_is_not_identified() {
    let device = only(Bench::new().says("ip:52.8.178.58", "rtsp.realm", "IP Camera(C1)").identified());
    assert_eq!(device.kind.verdict, State::Undecided);
    let scanned =
        Bench::new().from("scan.xml", Means::Imported).says("ip:52.8.178.58", "rtsp.realm", "IP Camera(C1)");
    assert_eq!(only(scanned.identified()).kind.decided_value(), Some("camera"));
}

#[test]
fn every_voice_leads_back_to_its_evidence_and_its_source() {
    let device = check(
        &[("http.server", "App-webs/"), ("rtsp.realm", "IP Camera(C1)")],
        Some("camera"),
        None,
        Some("Hikvision"),
    );
    let because = explain(&device, &SmallOracle::new());
    let maker: Vec<_> = because.iter().filter(|b| b.property == "maker").collect();
    assert_eq!(maker[0].strength, "strong");
    assert_eq!(maker[0].source, format!("source of {}", maker[0].by));
    for b in &because {
        assert!(
            device.evidence.iter().any(|e| e.id.0 == b.id && e.field == b.field && e.value == b.evidence),
            "{b:?}"
        );
    }
    for id in &device.maker.because {
        assert!(device.evidence.iter().any(|e| e.id == *id));
    }
    let not = why_not(&device, "Dahua", &SmallOracle::new());
    assert_eq!((not.reason.as_str(), not.speaks_for.len()), ("nothing-speaks-for-it", 0));
    let one = check(&[("http.server", "App-webs/")], None, None, None);
    assert_eq!(why_not(&one, "hikvision", &SmallOracle::new()).reason, "only-one-voice");
}

#[test]
fn a_kind_that_nothing_tells_apart_is_open_and_says_what_it_can_be_and_what_would_settle_it() {
    let device = check(&[("protocol.answered", "dhdiscover"), ("link.mac", MAC)], None, None, Some("Dahua"));
    assert_eq!(device.kind.among, [Kind::Camera, Kind::Recorder]);
    assert!(device.kind.needs.contains(&oogmerk_model::Field::of("label.model")), "{:?}", device.kind);
    let printed = serde_json::to_value(&device.kind).unwrap();
    assert_eq!(printed["among"], serde_json::json!(["camera", "recorder"]));
    let settled = check(
        &[("protocol.answered", "dhdiscover"), ("dhdiscover.remote_video_inputs", "16")],
        Some("recorder"),
        None,
        Some("Dahua"),
    );
    assert!(settled.kind.among.is_empty());
}

#[test]
fn one_label_and_one_answer_are_one_voice_for_every_maker_alike() {
    let axis = Some("Axis");
    check(&[("label.brand", "AXIS"), ("label.model", "M3045-V")], Some("camera"), axis, None);
    check(&[("onvif.manufacturer", "AXIS"), ("onvif.model", "M3045-V")], Some("camera"), axis, None);
    check(
        &[("onvif.manufacturer", "HIKVISION"), ("onvif.model", "DS-2CD2143G2-I")],
        Some("camera"),
        Some("Hikvision"),
        None,
    );
    check(&[("label.brand", "AXIS"), ("onvif.model", "M3045-V")], Some("camera"), axis, axis);
    let answer =
        Bench::new().at("x", 7, "onvif.model", "M3045-V").at("x", 7, "ftp.banner", "220 AXIS M3045-V");
    assert_eq!(only(answer.identified()).maker.decided_value(), None);
}

#[test]
fn what_a_program_takes_a_device_for_is_its_statement_and_decides_nothing() {
    for field in ["nmap.service", "port.service"] {
        let device = check(&[(field, "220 AXIS DS-2CD2143G2-I")], None, None, None);
        assert_eq!(device.model.verdict, State::Undecided, "{field}");
    }
    let both = [("nmap.service", "DS-2CD2143G2-I"), ("port.service", "554/tcp DS-2CD2143G2-I")];
    assert_eq!(check(&both, None, None, None).model.verdict, State::Undecided);
}

#[test]
fn a_maker_is_established_by_proven_knowledge_and_else_decided_on_tested_facts() {
    let proven = check(&[("protocol.answered", "sadp")], None, None, Some("Hikvision"));
    assert!(proven.maker.established);
    let tested = check(
        &[("ftp.banner", "220 AXIS 214 ready"), ("onvif.manufacturer", "AXIS")],
        Some("camera"),
        Some("Axis"),
        Some("Axis"),
    );
    assert!(!tested.maker.established);
    assert!(!check(&[("http.server", "App-webs/")], None, None, None).maker.established);
}
