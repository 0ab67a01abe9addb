//! The laws of ARCHITECTURE.md as tests over whole assessments, and the cases that were the reason for them.

#![allow(clippy::unwrap_used)]

use crate::bench::{Bench, SmallOracle, all, bytes, ground_of, shuffled};
use crate::{Assessment, Include, Options, Scope, assess, assess_each, explain, how_many_by_maker, why_not};
use oogmerk_model::{
    Conclusion, DeviationKind, Device, Direction, Evidence, Fact, Field, IsolationVerdict, Means, Relation,
    State, Timestamp,
};
use proptest::prelude::*;

fn subjects(assessment: &Assessment) -> Vec<Vec<&str>> {
    let mut list: Vec<Vec<&str>> =
        assessment.devices.iter().map(|d| d.subjects.iter().map(String::as_str).collect()).collect();
    list.sort();
    list
}

fn only(assessment: Assessment) -> Device {
    assert_eq!(assessment.devices.len(), 1, "{:?}", subjects(&assessment));
    assessment.devices.into_iter().next().unwrap()
}

const MAC: &str = "44:47:cc:37:ce:81";
const MAC2: &str = "44:47:cc:37:ce:82";

mod resolving {
    use super::*;

    fn check(bench: Bench, want: &[&[&str]]) -> Assessment {
        let facts = bench.facts();
        for seed in 0..6 {
            let assessment = assess(&ground_of(shuffled(facts.clone(), seed)), &SmallOracle::new(), &all());
            assert_eq!(subjects(&assessment), want, "seed {seed}");
        }
        assess(&ground_of(facts), &SmallOracle::new(), &all())
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
        let assessment = bench.assess();
        assert_eq!(assessment.devices.len(), 9);
        assert_eq!(assessment.demoted_keys[0].reason, "many-addresses");
        assert!(assessment.devices.iter().all(|d| d.mac.is_empty()));
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
        let assessment = check(bench, &[&["x1"], &["x2"]]);
        assert!(
            assessment
                .demoted_keys
                .iter()
                .any(|d| d.reason == "two-macs" && d.key == "serial:hikvision:C22334455")
        );
        let bench = Bench::new().says("ip:10.0.0.1", "wsd.endpoint", "u-1").says(
            "ip:10.0.0.2",
            "wsd.endpoint",
            "u-1",
        );
        let assessment = check(bench, &[&["ip:10.0.0.1"], &["ip:10.0.0.2"]]);
        assert_eq!(assessment.demoted_keys[0].reason, "two-addresses-at-once");
    }

    #[test]
    fn two_answers_of_one_device_by_two_protocols_merge() {
        let bench = Bench::new().says("x1", "sadp.mac", "58:50:ED:1F:E3:85").says(
            "x2",
            "wsd.mac",
            "58:50:ed:1f:e3:85",
        );
        let assessment = check(bench, &[&["x1", "x2"]]);
        assert_eq!(assessment.devices[0].merges[0].key, "mac");
        assert_eq!(assessment.devices[0].merges[0].subjects, ["x1", "x2"]);
    }

    #[test]
    fn an_address_never_merges_across_inputs_but_a_key_does() {
        let bench = Bench::new()
            .says("ip:10.0.0.5", "http.server", "App-webs/")
            .from("scan.xml", Means::Imported)
            .says("ip:10.0.0.5", "http.title", "index");
        assert_eq!(bench.clone().assess().devices.len(), 2);
        let bench = bench.says("ip:10.0.0.5", "import.mac", MAC).from("a.pcap", Means::Passive).says(
            "ip:10.0.0.5",
            "link.mac",
            MAC,
        );
        assert_eq!(only(bench.assess()).seen_in, ["a.pcap", "scan.xml"]);
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
        assert_eq!(other.assess().devices.len(), 3, "two holders: nobody knows who answered");
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
        let assessment = check(bench, &[&["x1"], &["x2"], &["y1"], &["y2"]]);
        assert!(assessment.devices.iter().all(|d| d.mac.len() == 1));
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
        assert_eq!(different.assess().devices.len(), 2);
    }

    #[test]
    fn a_minted_name_stays_with_its_key() {
        let ground = Bench::new().says("x1", "sadp.mac", MAC).says("x1", "sadp.serial", "C22334455").ground();
        let named = Options { names: [(format!("mac:{MAC}"), "dev-hall".to_owned())].into(), ..all() };
        let assessment = assess(&ground, &SmallOracle::new(), &named);
        assert_eq!(assessment.devices[0].id, "dev-hall");
        let two = Options {
            names: [
                (format!("mac:{MAC}"), "dev-hall".into()),
                ("serial:any:C22334455".to_owned(), "dev-old".into()),
            ]
            .into(),
            ..all()
        };
        assert_eq!(
            assess(&ground, &SmallOracle::new(), &two).redirects,
            [("dev-old".to_owned(), "dev-hall".to_owned())]
        );
    }
}

mod identifying {
    use super::*;

    fn check(
        readings: &[(&str, &str)],
        kind: Option<&str>,
        brand: Option<&str>,
        maker: Option<&str>,
    ) -> Device {
        let bench = readings.iter().fold(Bench::new(), |bench, (field, value)| bench.says("x", field, value));
        let device = only(bench.assess());
        let got = (device.kind.decided_value(), device.brand.decided_value(), device.maker.decided_value());
        assert_eq!(got, (kind, brand, maker), "{readings:?}");
        device
    }

    #[test]
    fn makers_are_decided_by_proof_and_never_by_one_weak_clue() {
        let (cam, hik) = (Some("camera"), Some("Hikvision"));
        check(&[("protocol.answered", "sadp")], cam, None, hik);
        check(&[("http.server", "App-webs/")], cam, None, None);
        check(&[("http.server", "App-webs/"), ("rtsp.realm", "IP Camera(C1)")], cam, None, hik);
        check(&[("link.mac", MAC)], None, None, None);
        check(&[("link.mac", MAC), ("http.server", "App-webs/")], cam, None, None);
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
            Some("camera"),
            Some("Honeywell"),
            Some("Dahua"),
        );
        assert_eq!(device.maker.relation, Some(Relation::Oem));
        check(
            &[("onvif.manufacturer", "HIKVISION"), ("protocol.answered", "dhdiscover")],
            Some("camera"),
            Some("Hikvision"),
            Some("Dahua"),
        );
        check(&[("onvif.manufacturer", "Honeywell")], None, Some("Honeywell"), None);
        check(
            &[("onvif.manufacturer", "Private"), ("protocol.answered", "dhdiscover")],
            Some("camera"),
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
            Some("camera"),
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
        let device = check(
            &[("protocol.answered", "sadp"), ("protocol.answered", "dhdiscover")],
            Some("camera"),
            None,
            None,
        );
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
        check(
            &[("protocol.answered", "sadp"), ("sadp.digital_channels", "1")],
            Some("camera"),
            None,
            Some("Hikvision"),
        );
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
        let twice =
            Bench::new().at("x", 7, "onvif.model", "NSM5").at("x", 7, "onvif.model", "NanoStation M5");
        assert_eq!(only(twice.assess()).model.decided_value(), Some("NanoStation M5"));
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
        assert_eq!(only(bench.assess()).firmware.decided_value(), Some("5.6.0"));
        let bench = Bench::new().says("x", "onvif.firmware", "5.4.0").says("x", "isapi.firmware", "5.6.0");
        assert_eq!(only(bench.assess()).firmware.verdict, State::Contested);
    }

    #[test]
    fn the_cloud_a_thing_talks_to_is_a_lead_on_the_brand_and_no_more() {
        let phone = Bench::new().says("ip:10.0.0.9", "dhcp.vendor_class", "android-dhcp-13").sends(
            "ip:10.0.0.9",
            "10.0.0.9",
            "52.8.178.58",
            Some("signal.mydlink.com"),
        );
        let phone = only(phone.assess());
        assert_eq!((phone.kind.decided_value(), phone.brand.decided_value()), (Some("phone"), None));
    }

    #[test]
    fn an_outside_server_seen_in_passing_is_not_identified() {
        let device = only(Bench::new().says("ip:52.8.178.58", "http.server", "App-webs/").assess());
        assert_eq!((device.kind.verdict, device.isolation), (State::Undecided, None));
        let scanned =
            Bench::new().from("scan.xml", Means::Imported).says("ip:52.8.178.58", "http.server", "App-webs/");
        assert_eq!(only(scanned.assess()).kind.decided_value(), Some("camera"));
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
        let one = check(&[("http.server", "App-webs/")], Some("camera"), None, None);
        assert_eq!(why_not(&one, "hikvision", &SmallOracle::new()).reason, "only-one-voice");
    }
}

mod isolating {
    use super::*;

    fn check(bench: Bench, inside: &[&str], want: IsolationVerdict, peers: &[&str]) -> Device {
        let options = Options {
            inside: inside.iter().map(|r| oogmerk_model::Cidr::parse(r).unwrap()).collect(),
            ..all()
        };
        let assessment = assess(&bench.ground(), &SmallOracle::new(), &options);
        let device =
            assessment.devices.into_iter().find(|d| d.subjects.iter().any(|s| s == "ip:10.0.0.5")).unwrap();
        let got: Vec<String> = device.outside.iter().map(|o| o.ip.to_string()).collect();
        assert_eq!(
            (device.isolation.as_ref().map(|i| i.verdict), got),
            (Some(want), peers.iter().map(|p| (*p).to_owned()).collect())
        );
        device
    }

    fn camera() -> Bench {
        Bench::new().says("ip:10.0.0.5", "protocol.answered", "sadp").window(|_| ())
    }

    use IsolationVerdict::{Isolated, Leaking, Unproven};

    #[test]
    fn one_packet_outside_is_a_leak_and_silence_is_no_proof() {
        let send = |peer: &str| camera().sends("ip:10.0.0.5", "10.0.0.5", peer, None);
        check(send("8.8.8.8"), &[], Leaking, &["8.8.8.8"]);
        for inside in [
            "10.0.0.9",
            "192.168.1.1",
            "224.0.0.251",
            "255.255.255.255",
            "100.64.0.1",
            "fe80::1",
            "fd00::1",
            "203.0.113.9",
        ] {
            check(send(inside), &[], Unproven, &[]);
        }
        check(send("8.8.8.8"), &["8.8.8.0/24", "10.0.0.0/8"], Unproven, &[]);
        check(send("172.16.0.1"), &["10.0.0.0/8"], Leaking, &["172.16.0.1"]);
        check(
            camera().window(|w| w.on_link = vec!["193.190.1.0/24".into()]).sends(
                "ip:10.0.0.5",
                "10.0.0.5",
                "193.190.1.7",
                None,
            ),
            &[],
            Unproven,
            &[],
        );
        check(
            camera().window(|w| w.on_link = vec!["0.0.0.0/0".into()]).sends(
                "ip:10.0.0.5",
                "10.0.0.5",
                "8.8.8.8",
                None,
            ),
            &[],
            Leaking,
            &["8.8.8.8"],
        );
    }

    #[test]
    fn being_called_from_outside_counts_once_it_is_answered() {
        let call =
            |answered| camera().contact("ip:10.0.0.5", "10.0.0.5", "8.8.8.8", None, Direction::In, answered);
        check(call(false), &[], Unproven, &[]);
        check(call(true), &[], Leaking, &["8.8.8.8"]);
    }

    fn proven() -> Bench {
        camera()
            .says("ip:10.0.0.5", "device.restart", "1")
            .says("ip:10.0.0.5", "segment.complete", "yes")
            .says("ip:10.0.0.5", "segment.egress_test", "refused")
            .says("ip:10.0.0.5", "segment.resolver_test", "refused")
            .says("ip:10.0.0.5", "device.radios", "none")
    }

    #[test]
    fn isolation_needs_all_of_it_and_names_what_is_missing() {
        check(proven(), &[], Isolated, &[]);
        let lacks = |bench: Bench, code: &str| {
            let device = check(bench, &[], Unproven, &[]);
            assert_eq!(device.isolation.unwrap().missing, [code]);
        };
        lacks(
            proven().says("ip:10.0.0.5", "x.y", "z").asks("ip:10.0.0.5", "10.0.0.1", "signal.mydlink.com"),
            "leaves-through-something-inside",
        );
        lacks(proven().window(|w| w.evicted_flows = 1), "flows-evicted");
        lacks(proven().window(|w| w.flows_only = true), "flows-only");
        lacks(proven().window(|w| w.dropped = None), "no-drop-counter");
        lacks(proven().window(|w| w.dropped = Some(300)), "drops-over-limit");
        lacks(proven().window(|w| w.sampled = 64), "sampled");
        lacks(proven().window(|w| w.sampled = 0), "sampling-unknown");
        let short = check(camera(), &[], Unproven, &[]).isolation.unwrap();
        assert!(short.missing.iter().any(|m| m == "no-egress-test") && short.window_s == 8 * 86_400);
    }

    #[test]
    fn a_recorder_that_talks_outside_carries_its_cameras_out() {
        let nvr = |bench: Bench| {
            bench.says("ip:10.0.0.2", "isapi.device_type", "NVR").says("ip:10.0.0.2", "link.ip", "10.0.0.2")
        };
        let reached =
            || nvr(proven()).contact("ip:10.0.0.5", "10.0.0.5", "10.0.0.2", None, Direction::In, true);
        let quiet = check(reached(), &[], Unproven, &[]);
        assert_eq!(quiet.isolation.unwrap().missing, ["recorder-not-isolated"]);
        let device = check(reached().sends("ip:10.0.0.2", "10.0.0.2", "8.8.8.8", None), &[], Unproven, &[]);
        assert_eq!(device.outside_via[0].through.to_string(), "10.0.0.2");
        assert!(device.isolation.unwrap().missing.iter().any(|m| m == "recorder-leaks"));
    }

    #[test]
    fn a_reply_alone_says_nothing_about_traffic() {
        let device = only(
            Bench::new().from("reply.txt", Means::Asked).says("x", "protocol.answered", "sadp").assess(),
        );
        assert_eq!(device.isolation, None);
    }
}

mod people {
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
        let assessment =
            assess(&ground, &SmallOracle::new(), &Options { include: Include::Registered, ..all() });
        assert_eq!(subjects(&assessment), [["ip:10.0.0.5"]]);
        let counts: Vec<(&str, u64)> =
            assessment.bystanders.iter().map(|b| (b.kind.as_str(), b.count)).collect();
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
        let before = Options {
            include: Include::Sensitive,
            ..Options::at(Timestamp::parse_day("2019-01-01").unwrap())
        };
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
}

mod lists {
    use super::*;

    fn row(bench: Bench, row: &str, fields: &[(&str, &str)]) -> Bench {
        fields.iter().fold(bench.from("list.csv", Means::Declared), |bench, (field, value)| {
            bench.says(row, field, value)
        })
    }

    #[test]
    fn rows_are_matched_by_key_then_address_and_never_become_devices() {
        let found = Bench::new()
            .says("ip:10.0.0.5", "protocol.answered", "sadp")
            .says("ip:10.0.0.5", "sadp.mac", MAC)
            .says("ip:10.0.0.5", "sadp.device_description", "DS-2CD2385G1-I")
            .says("ip:10.0.0.6", "protocol.answered", "sadp")
            .says("ip:10.0.0.7", "protocol.answered", "sadp");
        let bench = row(
            found,
            "1",
            &[
                ("sheet.mac", MAC),
                ("sheet.model", "DS-2CD1111"),
                ("sheet.ip", "10.0.0.5"),
                ("sheet.asset", "CAM-1"),
            ],
        );
        let bench = row(bench, "2", &[("sheet.ip", "10.0.0.6")]);
        let bench = row(bench, "3", &[("sheet.ip", "10.0.0.99"), ("sheet.asset", "CAM-3")]);
        let assessment = bench.assess();
        assert_eq!(assessment.devices.len(), 3);
        let by: Vec<_> =
            assessment.declared.iter().map(|d| (d.key.as_str(), d.matched_by.as_deref())).collect();
        assert_eq!(by, [("CAM-1", Some("mac")), ("CAM-3", None), ("list.csv#2", Some("ip"))]);
        let kinds: Vec<_> = assessment.deviations.iter().map(|d| (d.kind, d.declared.as_deref())).collect();
        assert_eq!(
            kinds,
            [
                (DeviationKind::Differs, Some("CAM-1")),
                (DeviationKind::DeclaredNotFound, Some("CAM-3")),
                (DeviationKind::FoundNotDeclared, None)
            ]
        );
        assert_eq!(
            assessment.deviations[0].fields,
            [("model".to_owned(), "DS-2CD1111".to_owned(), "DS-2CD2385G1-I".to_owned())]
        );
    }

    /// A Lorex camera that shows one voice for Dahua, and a list.
    fn lorex(rows: &[&[(&str, &str)]]) -> Device {
        let found = Bench::new()
            .says("ip:10.0.0.5", "link.mac", MAC)
            .says("ip:10.0.0.5", "link.ip", "10.0.0.5")
            .says("ip:10.0.0.5", "onvif.manufacturer", "Lorex")
            .says("ip:10.0.0.5", "rtsp.realm", "Login to 5C00AA11BB22");
        let bench = rows.iter().zip(["1", "2"]).fold(found, |bench, (fields, name)| row(bench, name, fields));
        only(bench.assess())
    }

    #[test]
    fn the_day_in_a_matched_row_says_under_which_arrangement_a_device_was_built() {
        let check = |rows: &[&[(&str, &str)]], want: Option<&str>| {
            let device = lorex(rows);
            assert_eq!(device.brand.decided_value(), Some("Lorex"), "{rows:?}");
            assert_eq!(device.maker.decided_value(), want, "{rows:?}");
        };
        check(&[], None);
        check(&[&[("sheet.mac", MAC), ("sheet.installed", "2019-05-01")]], Some("Dahua"));
        check(&[&[("sheet.mac", MAC), ("sheet.bought", "2021-05-01")]], Some("Dahua"));
        // Sold since: nobody knows who builds them now. A year on the shelf counts.
        check(&[&[("sheet.mac", MAC), ("sheet.installed", "2024-05-01")]], None);
        check(&[&[("sheet.mac", MAC), ("sheet.installed", "2023-03-01")]], None);
        // No strong key, another device's row, no date, a date to come, two rows for one device: no day.
        check(&[&[("sheet.ip", "10.0.0.5"), ("sheet.installed", "2019-05-01")]], None);
        check(&[&[("sheet.mac", MAC2), ("sheet.installed", "2019-05-01")]], None);
        check(&[&[("sheet.mac", MAC)]], None);
        check(&[&[("sheet.mac", MAC), ("sheet.installed", "2031-05-01")]], None);
        let first: &[(&str, &str)] = &[("sheet.mac", MAC), ("sheet.installed", "2019-05-01")];
        check(&[first, &[("sheet.mac", MAC), ("sheet.installed", "2024-05-01")]], None);
    }

    #[test]
    fn a_day_that_chose_an_arrangement_stands_among_the_evidence() {
        let device = lorex(&[&[("sheet.mac", MAC), ("sheet.installed", "2019-05-01")]]);
        assert_eq!(device.maker.relation, Some(Relation::Subsidiary));
        let claim = device.claims.iter().find(|c| c.by == "lineage:lorex-dahua").unwrap();
        let cited: Vec<&str> = claim
            .because
            .iter()
            .filter_map(|id| device.evidence.iter().find(|e| e.id == *id))
            .map(|e| e.field.as_str())
            .collect();
        assert_eq!(cited, ["onvif.manufacturer", "sheet.installed"]);
        let argument = explain(&device, &SmallOracle::new());
        let source = &argument.iter().find(|b| b.by == "lineage:lorex-dahua").unwrap().source;
        assert!(source.contains("(evidence: project)"), "{source}");
    }

    #[test]
    fn an_address_that_two_rows_claim_matches_neither() {
        let bench = Bench::new().says("ip:10.0.0.5", "protocol.answered", "sadp");
        let bench = row(row(bench, "1", &[("sheet.ip", "10.0.0.5")]), "2", &[("sheet.ip", "10.0.0.5")]);
        assert!(bench.assess().declared.iter().all(|d| d.device.is_none()));
    }

    #[test]
    fn a_count_says_what_is_proved_and_what_it_can_be_at_most() {
        let assessment = Bench::new()
            .says("x1", "protocol.answered", "sadp")
            .says("x2", "protocol.answered", "dhdiscover")
            .says("x3", "http.server", "App-webs/")
            .says("x4", "dhcp.vendor_class", "android-dhcp")
            .assess();
        let count = how_many_by_maker(&assessment.devices, &SmallOracle::new(), &Scope::default());
        let rows: Vec<_> =
            count.rows.iter().map(|r| (r.key.as_str(), r.proved, r.at_most, r.devices.len())).collect();
        assert_eq!(rows, [("dahua", 1, 2, 1), ("hikvision", 1, 2, 1)]);
        assert_eq!((count.undecided, count.contested), (1, 0));
        assert_eq!(count.rows[0].settles.len(), 1);
    }

    #[test]
    fn findings_rest_on_decided_makers() {
        let assessment = Bench::new()
            .says("x1", "protocol.answered", "sadp")
            .says("x2", "http.server", "App-webs/")
            .assess();
        let mut got: Vec<_> = assessment.findings.iter().map(|f| f.conclusion).collect();
        got.sort();
        assert_eq!(got, [Conclusion::Breaks, Conclusion::Undecided]);
    }

    #[test]
    fn a_list_that_is_not_standard_judges_only_where_it_is_named() {
        let mut oracle = SmallOracle::new();
        oracle.policies[0].standard = false;
        let ground = Bench::new().says("x1", "protocol.answered", "sadp").ground();
        let check = |rules: Option<&[&str]>, want: usize| {
            let rules = rules.map(|rules| rules.iter().map(|r| (*r).to_owned()).collect());
            let options = Options { rules, ..all() };
            assert_eq!(assess(&ground, &oracle, &options).findings.len(), want, "{options:?}");
        };
        check(None, 0);
        check(Some(&["us-ndaa-889a"]), 1);
        check(Some(&["another"]), 0);
    }
}

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
        let one = assess(&ground_of(facts.clone()), &oracle, &all());
        let two = assess(&ground_of(shuffled(facts, seed)), &oracle, &all());
        prop_assert_eq!(bytes(&one), bytes(&two));
    }

    #[test]
    fn seeing_the_same_twice_changes_nothing(bench in town()) {
        let facts = bench.facts();
        let oracle = SmallOracle::new();
        let one = assess(&ground_of(facts.clone()), &oracle, &all());
        let twice: Vec<_> = facts.iter().cloned().chain(facts.clone()).collect();
        prop_assert_eq!(bytes(&one), bytes(&assess(&ground_of(twice), &oracle, &all())));
    }

    #[test]
    fn a_statement_about_the_name_never_takes_a_maker_away(bench in town()) {
        let oracle = SmallOracle::new();
        let without = assess(&bench.clone().ground(), &oracle, &all());
        let mut loud = bench.facts();
        let statement = |e: Evidence| Fact::Evidence(Evidence::copied(&e.observation, Field::of("onvif.manufacturer"), "D-Link"));
        let said: Vec<Fact> = loud.iter().filter_map(|f| if let Fact::Evidence(e) = f { Some(statement(e.clone())) } else { None }).collect();
        loud.extend(said);
        let with = assess(&ground_of(loud), &oracle, &all());
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
        let assessment = assess(&ground, &SmallOracle::new(), &all());
        let ids: std::collections::BTreeSet<&str> = assessment.devices.iter().map(|d| d.id.as_str()).collect();
        prop_assert_eq!(ids.len(), assessment.devices.len());
        for e in &ground.evidence {
            let subject = e.observation.subject.as_str();
            prop_assert!(assessment.devices.iter().any(|d| d.subjects.iter().any(|s| s == subject)));
        }
    }
}

#[test]
fn one_subject_alone_gets_the_same_verdict_as_in_company() {
    let bench = Bench::new().says("x", "protocol.answered", "sadp").says("x", "sadp.mac", MAC);
    let each = assess_each(
        &bench.clone().evidence(),
        &SmallOracle::new(),
        Timestamp::parse_day("2026-06-01").unwrap(),
    );
    assert_eq!(each, only(bench.assess()));
}

mod calibrating {
    use super::*;
    use crate::leanings;
    use oogmerk_knowledge::Calibration;
    use oogmerk_model::Property;

    fn bench() -> Bench {
        Bench::new()
            .says("x1", "http.server", "App-webs/")
            .says("x1", "sadp.device_description", "DS-2CD2385G1-I")
            .says("x2", "onvif.manufacturer", "Honeywell")
            .says("x2", "onvif.model", "HBW2PER1")
            .says("x3", "onvif.manufacturer", "Hikvision")
            .says("x3", "sheet.brand", "Dahua")
    }

    fn calibrated() -> SmallOracle {
        let line = |property| Calibration { property, cases: 200, offset_mdb: -3_000, slope_permille: 500 };
        let mut oracle = SmallOracle::new();
        oracle.calibrations = [Property::Kind, Property::Brand, Property::Model].map(line).to_vec();
        oracle
    }

    fn said(device: &Device) -> Vec<(State, Option<&str>, Vec<&str>)> {
        [&device.kind, &device.brand, &device.maker, &device.model]
            .map(|v| (v.verdict, v.value.as_deref(), v.rivals.iter().map(|r| r.value.as_str()).collect()))
            .to_vec()
    }

    #[test]
    fn a_calibration_moves_numbers_and_never_a_verdict() {
        let ground = bench().ground();
        let by_rule = assess(&ground, &SmallOracle::new(), &all());
        let fitted = assess(&ground, &calibrated(), &all());
        assert_eq!(by_rule.devices.len(), 3);
        let mut moved = 0;
        for (a, b) in by_rule.devices.iter().zip(&fitted.devices) {
            assert_eq!(said(a), said(b));
            assert_eq!(a.maker.confidence, b.maker.confidence, "nobody fitted the maker");
            moved += usize::from(a.brand.confidence != b.brand.confidence);
        }
        assert!(moved > 0, "no confidence moved: the test shows nothing");
    }

    #[test]
    fn with_a_calibration_the_order_of_facts_still_does_not_matter() {
        let facts = bench().facts();
        let want = bytes(&assess(&ground_of(facts.clone()), &calibrated(), &all()));
        for seed in 0..6 {
            let ground = ground_of(shuffled(facts.clone(), seed));
            assert_eq!(bytes(&assess(&ground, &calibrated(), &all())), want, "seed {seed}");
        }
    }

    #[test]
    fn what_leads_is_what_the_record_says() {
        let ground = bench().ground();
        let assessed = assess(&ground, &calibrated(), &all());
        let found = leanings(&ground, &calibrated(), &all());
        assert_eq!(found.len(), assessed.devices.len());
        for (leanings, device) in found.iter().zip(&assessed.devices) {
            assert_eq!(leanings.device, *device);
            for (property, verdict) in [(Property::Brand, &device.brand), (Property::Model, &device.model)] {
                let Some(value) = verdict.decided_value() else { continue };
                let leading =
                    leanings.values.iter().find(|l| l.property == property && l.is_leading).unwrap();
                assert_eq!((leading.value.as_str(), Some(leading.confidence)), (value, verdict.confidence));
            }
            for property in [Property::Kind, Property::Brand, Property::Maker, Property::Model] {
                let own = leanings.values.iter().filter(|l| l.property == property);
                let sum: f64 = own.map(|l| l.confidence).sum();
                assert!(sum < 1.001, "{property:?} adds up to {sum}");
            }
        }
    }
}
