//! What the knowledge base and the reasoning say together about names and makers, one device a case.

#![allow(clippy::unwrap_used)]

use oogmerk_identify::{Options, identify_one};
use oogmerk_knowledge::Knowledge;
use oogmerk_model::{
    Device, Evidence, Field, Means, Observation, Source, State, Subject, Timestamp, Verdict,
};
use std::sync::{Arc, LazyLock};

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::embedded().unwrap());

fn device(readings: &[(&str, &str)]) -> Device {
    let evidence: Vec<Evidence> = readings
        .iter()
        .zip(1..)
        .map(|((field, value), line)| {
            let observation = Arc::new(Observation {
                subject: Subject::named("x"),
                seen_at: None,
                vantage: None,
                means: Means::Asked,
                authority: None,
                protocol: Arc::from(field.split('.').next().unwrap()),
                source: Source { frame: Some(line), ..Source::default() },
                digest: Arc::from(""),
            });
            Evidence::copied(&observation, Field::named(field), *value)
        })
        .collect();
    identify_one(
        &evidence,
        &*KNOWLEDGE,
        &Options::all_at(Timestamp::parse_day("2026-11-24").unwrap(), oogmerk_wire::hearing()),
    )
}

/// `-` is undecided, `?` contested.
fn word(verdict: &Verdict) -> String {
    match verdict.verdict {
        State::Decided => verdict.value.clone().unwrap_or_default(),
        State::Contested => "?".into(),
        State::Undecided => "-".into(),
    }
}

fn check(readings: &[(&str, &str)], brand: &str, maker: &str) -> Device {
    let device = device(readings);
    assert_eq!((word(&device.brand), word(&device.maker)), (brand.into(), maker.into()), "{readings:?}");
    device
}

const HIKVISION_STACK: &[(&str, &str)] = &[
    ("protocol.answered", "sadp"),
    ("http.server", "App-webs/"),
    ("rtsp.realm", "IP Camera(C5527)"),
    ("onvif.scope", "onvif://www.onvif.org/location/city/hangzhou"),
];

fn on_hikvision_stack<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    HIKVISION_STACK.iter().copied().chain(more.iter().copied()).collect()
}

#[test]
fn a_relabel_keeps_its_own_name_on_its_makers_firmware() {
    let hik = |more: &[(&str, &str)], brand: &str| check(&on_hikvision_stack(more), brand, "Hikvision");
    // The stack proves who built it, and never what stands on it: this maker builds for many labels.
    hik(&[], "-");
    hik(
        &[
            ("onvif.scope", "onvif://www.onvif.org/name/HiLook%20IPC-B140H"),
            ("onvif.scope.name", "HiLook IPC-B140H"),
            ("onvif.scope.hardware", "IPC-B140H"),
        ],
        "HiLook",
    );
    hik(&[("onvif.scope.name", "ANNKE C800")], "Annke");
    hik(&[("sadp.oem_info", "ANNKE")], "Annke");
    hik(&[("label.brand", "HiLook")], "HiLook");
    // Both names: the narrower one is the label.
    hik(&[("onvif.scope.name", "HIKVISION DS-2CD2143G2-I"), ("upnp.manufacturer", "HiLook")], "HiLook");
    // Nobody wrote down that Hikvision builds for this name; it is the name all the same.
    hik(&[("onvif.manufacturer", "Milesight")], "Milesight");
}

#[test]
fn a_makers_own_camera_keeps_its_makers_name() {
    let hik = |more: &[(&str, &str)], brand: &str| check(&on_hikvision_stack(more), brand, "Hikvision");
    hik(&[("onvif.scope.name", "HIKVISION DS-2CD2143G2-I")], "Hikvision");
    hik(&[("onvif.manufacturer", "HIKVISION"), ("onvif.model", "DS-2CD2143G2-I")], "Hikvision");
    // Streets, rooms and placeholders are no brands, and the stack prints none.
    hik(&[("onvif.scope.name", "Ring 2")], "-");
    hik(&[("onvif.scope.name", "Nice entrance north")], "-");
    hik(&[("sadp.oem_info", "N/A")], "-");
    check(&[("onvif.scope", "onvif://www.onvif.org/location/city/hangzhou")], "-", "-");
    check(&[("http.server", "App-webs/")], "-", "-");
}

#[test]
fn a_firm_that_was_bought_gives_way_to_the_name_of_its_buyer() {
    check(
        &[("onvif.scope.manufacturer", "FLIR Systems"), ("onvif.scope.manufacturer", "DVTel")],
        "FLIR",
        "-",
    );
    check(&[("onvif.scope.manufacturer", "DVTel")], "DVTEL", "-");
}

#[test]
fn what_was_built_in_an_earlier_arrangement_keeps_its_relation() {
    let device = check(
        &[("dhdiscover.vendor", "Honeywell"), ("protocol.answered", "dhdiscover")],
        "Honeywell",
        "Dahua",
    );
    assert!(device.maker.relation.is_some(), "{:?}", device.maker);
}

#[test]
fn a_label_that_somebody_read_gives_name_model_and_lineage() {
    let device = check(
        &[("label.brand", "Hikvision"), ("label.model", "DS-2CD2143G2-I"), ("label.serial", "K12345678")],
        "Hikvision",
        "Hikvision",
    );
    assert_eq!((word(&device.model), word(&device.serial)), ("DS-2CD2143G2-I".into(), "K12345678".into()));
    // Name and model of one label are one voice, whoever the maker is.
    check(&[("label.brand", "HiLook"), ("label.model", "IPC-B140H")], "HiLook", "-");
    check(&[("label.brand", "Bosch"), ("label.model", "NBE-3502-AL")], "Bosch", "-");
    check(&[("label.brand", "HiLook"), ("onvif.model", "IPC-B140H")], "HiLook", "Hikvision");
    // The number of the grantee is one voice, and no name: the grantee builds for others too.
    check(&[("label.brand", "LTS"), ("label.fcc_id", "2ADTD-5604SD")], "LTS", "-");
    check(&[("label.fcc_id", "2ADTD-5604SD")], "-", "-");
    check(&[("label.fcc_id", "SVN-IPCHDBW1")], "-", "-");
}

#[test]
fn a_declaration_of_conformity_is_one_voice() {
    check(&[("label.ce_manufacturer", "Zhejiang Dahua Vision Technology Co., Ltd.")], "-", "-");
    check(&[("label.brand", "Honeywell"), ("label.ce_manufacturer", "Honeywell")], "Honeywell", "-");
    let axis = [("label.brand", "Axis"), ("label.ce_manufacturer", "Axis Communications AB")];
    check(&axis, "Axis", "-");
    // The model on the same label is the same voice; over the network it is another.
    check(&[axis[0], axis[1], ("label.model", "P3265-LV")], "Axis", "-");
    check(&[axis[0], axis[1], ("onvif.model", "P3265-LV")], "Axis", "Axis");
    // It does not outweigh what the device shows.
    check(
        &[
            ("label.brand", "Honeywell"),
            ("label.ce_manufacturer", "Honeywell"),
            ("protocol.answered", "dhdiscover"),
            ("rtsp.realm", "Login to 5C00AA11BB22"),
        ],
        "Honeywell",
        "Dahua",
    );
}

#[test]
fn a_statement_about_who_built_it_contests_and_both_sides_are_shown() {
    let device = check(&on_hikvision_stack(&[("statement.maker", "Axis")]), "-", "?");
    let rivals: Vec<&str> = device.maker.rivals.iter().map(|r| r.value.as_str()).collect();
    assert_eq!(rivals, ["Hikvision", "Axis"]);
    check(&on_hikvision_stack(&[("statement.maker", "Hikvision")]), "-", "Hikvision");
    check(&[("statement.maker", "Axis")], "-", "-");
    // A statement about the name contests nothing.
    check(&on_hikvision_stack(&[("label.brand", "HiLook")]), "HiLook", "Hikvision");
}

#[test]
fn a_name_whose_owner_changed_says_nothing_about_the_maker() {
    for readings in [
        &[("label.brand", "Lorex")][..],
        &[("sheet.brand", "Lorex")],
        &[("sheet.brand", "Lorex"), ("sheet.installed", "2019-05-01")],
        &[("sheet.brand", "Lorex"), ("sheet.installed", "2024-05-01")],
    ] {
        let device = check(readings, "Lorex", "-");
        assert!(!device.maker.needs.is_empty(), "{readings:?}");
    }
}

#[test]
fn the_owner_on_the_day_it_was_put_up_is_one_voice_and_a_second_one_decides() {
    let with = |day: &str, maker: &str| {
        let statement = ("label.ce_manufacturer", "Dahua");
        check(&[("sheet.brand", "Lorex"), ("sheet.installed", day), statement], "Lorex", maker)
    };
    with("2019-05-01", "Dahua");
    with("2024-05-01", "-");
    check(&[("sheet.brand", "Lorex"), ("label.ce_manufacturer", "Dahua")], "Lorex", "-");
}

#[test]
fn a_banner_that_begins_with_a_brand_and_says_camera_names_the_brand() {
    let brand = |field: &str, value: &str, want: &str| {
        assert_eq!(word(&device(&[(field, value)]).brand), want, "{field} {value}");
    };
    brand("snmp.sys_descr", "VIVOTEK FD8134V Network Camera", "Vivotek");
    brand("snmp.sys_descr", "SONY SNC-VB600", "Sony");
    brand("http.server", "D-Link/DCS-930L", "D-Link");
    brand("tls.subject", "CN=axis-accc8e123456,O=Axis Communications AB", "Axis");
    // Not in front, no camera, or nobody's name.
    brand("snmp.sys_descr", "Network Camera with Pan/Tilt", "-");
    brand("snmp.sys_descr", "Canon iR-ADV C3525", "-");
    brand("http.title", "Nice webcam", "-");
    // That is what nmap takes it for.
    brand("nmap.service", "Foscam IP camera http admin", "-");
    brand("nmap.service", "Panasonic Sony webcam http config", "-");
    brand("http.title", "Webcam of Sony Square", "-");
    brand("tls.subject", "CN=camera-7,O=Stad Merelbrugge", "-");
}

#[test]
fn a_customers_code_in_the_version_is_one_voice_for_who_built_it() {
    // A version alone decides nothing, whatever stands in its third field.
    check(&[("onvif.firmware", "2.420.AC00.17.R.20190802")], "-", "-");
    check(&[("onvif.firmware", "2.800.0000000.12.R.200301")], "-", "-");
    // The same version read twice is still one voice.
    check(
        &[("dhdiscover.version", "2.420.HW01.31.20190610"), ("dhdiscover.detail_oem_code", "HW01")],
        "-",
        "-",
    );
    // With a second, independent sign the maker is found under the label's name.
    check(
        &[
            ("onvif.scope", "onvif://www.onvif.org/name/Amcrest"),
            ("onvif.firmware", "2.420.AC00.17.R.20190802"),
            ("sdp.attribute", "a=packetization-supported:DH"),
        ],
        "Amcrest",
        "Dahua",
    );
}

#[test]
fn signs_that_were_found_on_other_makers_decide_no_maker() {
    let maker = |readings: &[(&str, &str)]| word(&device(readings).maker);
    assert_eq!(maker(&[("sdp.session_name", "Media Presentation"), ("mac.oui", "44:47:cc")]), "-");
    assert_eq!(
        maker(&[
            ("sdp.attribute", "a=Media_header:MEDIAINFO=494D4B48010100000400010010710110401F000000FA0000"),
            ("mac.oui", "44:47:cc"),
        ]),
        "-"
    );
    assert_eq!(maker(&[("onvif.scope", "onvif://www.onvif.org/location/city/hangzhou")]), "-");
    assert_eq!(maker(&[("http.favicon_md5", "89b932fcc47cf4ca3faadb0cfdef89cf")]), "-");
    // Two sites' look-ups of one icon are two readings of one picture.
    assert_eq!(
        maker(&[
            ("http.favicon_md5", "89b932fcc47cf4ca3faadb0cfdef89cf"),
            ("http.favicon_mmh3", "999357577"),
        ]),
        "-"
    );
}

#[test]
fn a_serial_that_holds_model_and_day_is_one_voice() {
    let serial = "DS-2CD2143G0-I20180711AAWRC41234567";
    check(&[("label.serial", serial)], "-", "-");
    // The same serial over the wire is the same serial.
    check(&[("label.serial", serial), ("onvif.serial", serial)], "-", "-");
    // A grantee's filing is a second one, where it does not stand on the same label.
    check(&[("label.serial", serial), ("label.fcc_id", "2ADTD-5604SD")], "-", "-");
    check(&[("onvif.serial", serial), ("label.fcc_id", "2ADTD-5604SD")], "-", "Hikvision");
}

#[test]
fn what_a_recogniser_calls_a_thing_is_its_statement_and_decides_nothing() {
    let told = |readings: &[(&str, &str)]| {
        let device = device(readings);
        [device.kind, device.brand, device.maker, device.model].map(|verdict| word(&verdict))
    };
    let nothing = ["-", "-", "-", "-"].map(str::to_owned);
    for readings in [
        &[("nmap.device_type", "webcam"), ("nmap.service", "Polycom VSX 8000 ftpd")][..],
        &[("nmap.device_type", "webcam"), ("nmap.service", "Hikvision camera httpd")],
        &[("nmap.service", "TiVo DVR Crestron control server")],
        &[("nmap.service", "Swann DVR telnetd")],
        // One line of a result, however many fields it fills.
        &[
            ("port.service", "21/tcp ftp BusyBox ftpd (D-Link DCS-932L IP-Cam camera)"),
            ("nmap.service", "BusyBox ftpd (D-Link DCS-932L IP-Cam camera)"),
            ("nmap.device_type", "webcam"),
        ],
    ] {
        assert_eq!(told(readings), nothing, "{readings:?}");
    }
    // The device's own words beside it hold.
    let own = [("nmap.service", "Hikvision camera httpd"), ("http.server", "D-Link/DCS-930L")];
    assert_eq!(word(&device(&own).brand), "D-Link");
}

#[test]
fn a_stack_of_cameras_and_recorders_alone_names_no_kind() {
    use oogmerk_model::Kind::{Camera, Recorder};
    for (field, value) in [
        ("http.server", "DNVRS-Webs"),
        ("rtsp.server", "H264DVR 1.0"),
        ("http.title", "NETSurveillance WEB"),
        ("onvif.scope", "onvif://www.onvif.org/type/NetworkVideoTransmitter"),
        ("rtsp.realm", "Login to 5C00AA11BB22"),
    ] {
        let kind = device(&[(field, value)]).kind;
        assert_eq!((kind.verdict, kind.among), (State::Undecided, vec![Camera, Recorder]), "{field} {value}");
    }
    for protocol in ["sadp", "dhdiscover", "onvif"] {
        let kind = device(&[("protocol.answered", protocol)]).kind;
        assert_eq!(kind.decided_value(), None, "{protocol}");
    }
    // The number of the model decides, whatever the maker's software says on all that it runs on.
    let camera = [("http.server", "VCS-VideoJet-Webserver"), ("onvif.model", "NDE-3512-AL")];
    assert_eq!(device(&camera).kind.decided_value(), Some("camera"));
    let door = [("protocol.answered", "sadp"), ("sadp.device_description", "DS-K1T671M-L")];
    assert_eq!(device(&door).kind.decided_value(), Some("access-controller"));
}

#[test]
fn an_edge_that_holds_for_some_of_a_brand_never_makes_the_maker() {
    use oogmerk_knowledge::{EdgeRelation, Oracle};
    let of_some = |e: &&oogmerk_knowledge::Edge| {
        !e.all && e.brand != e.maker && matches!(e.relation, EdgeRelation::Relabel | EdgeRelation::Oem)
    };
    let edges: Vec<_> = KNOWLEDGE.edges().iter().filter(of_some).collect();
    assert!(edges.len() > 100, "{} edges", edges.len());
    for edge in edges {
        let name = KNOWLEDGE.label(&edge.brand);
        let device =
            device(&[("onvif.manufacturer", &name), ("label.brand", &name), ("upnp.manufacturer", &name)]);
        let maker = KNOWLEDGE.label(&edge.maker);
        assert_ne!(device.maker.decided_value(), Some(maker.as_str()), "{}", edge.id);
        let by = format!("lineage:{}", edge.id);
        assert!(device.claims.iter().all(|c| c.by != by), "{} spoke for all of {name}", edge.id);
    }
}

#[test]
fn a_shape_that_is_written_with_the_brand_is_known_as_it_was_read() {
    let kind = |model: &str| device(&[("label.model", model)]).kind.decided_value().map(str::to_owned);
    assert_eq!(kind("DJI Dock 2").as_deref(), Some("drone-dock"));
    assert_eq!(kind("Dock 2"), None);
}

#[test]
fn a_firm_that_builds_its_own_is_its_own_maker_where_name_and_block_or_interface_agree() {
    check(&[("saved.manufacturer", "ACTi Corporation"), ("saved.mac", "00:0f:7c:01:02:03")], "ACTi", "ACTi");
    let neighbour = [("lldp.manufacturer", "AXIS"), ("lldp.model", "P3719-PLE")];
    check(&neighbour, "Axis", "-");
    check(&[&neighbour[..], &[("lldp.chassis_mac", "ac:cc:8e:01:02:03")]].concat(), "Axis", "Axis");
    check(
        &[("saved.model", "MOBOTIX M16B-AllroundDual"), ("saved.mac", "00:03:c5:01:02:03")],
        "Mobotix",
        "Mobotix",
    );
    check(&[("bosch.model", "NDE-8504-RX")], "Bosch", "Bosch");
    check(&[("tls.subject", "CN=axis-b8a44f012345-eccp256-1,O=Axis Communications AB")], "Axis", "Axis");
    check(&[("sip.user_agent", "AXIS A8207-VE Network Video Door Station/1.65.2")], "Axis", "Axis");
}

#[test]
fn a_label_and_the_block_of_who_builds_for_it_name_the_maker() {
    check(
        &[("saved.manufacturer", "Provision-ISR"), ("saved.mac", "00:18:ae:01:02:03")],
        "Provision-ISR",
        "TVT",
    );
    check(&[("isapi.manufacturer", "ANNKE"), ("isapi.mac", "80:7c:62:01:02:03")], "Annke", "Hikvision");
    // Firms that sell what others build, with addresses of their own: the block says who bought it.
    for (name, mac, brand) in [
        ("D-Link", "b0:c5:54:01:02:03", "D-Link"),
        ("TRENDnet", "d8:eb:97:01:02:03", "TRENDnet"),
        ("Lorex", "00:1f:54:01:02:03", "Lorex"),
        ("Honeywell", "00:40:84:01:02:03", "Honeywell"),
    ] {
        check(&[("onvif.manufacturer", name), ("link.mac", mac)], brand, "-");
    }
    // A lead is no tested edge.
    check(&[("onvif.manufacturer", "Grundig"), ("link.mac", "80:7c:62:01:02:03")], "Grundig", "-");
}

#[test]
fn a_line_with_a_name_of_its_own_is_told_by_that_name_and_its_house_builds_it() {
    let tapo =
        [("tdp.device_type", "SMART.IPCAMERA"), ("tdp.device_model", "C520WS"), ("tdp.brand", "tplink")];
    check(&tapo, "Tapo", "TP-Link");
    check(&[("tdp.device_type", "SMART.KASAPLUG"), ("protocol.answered", "tdp")], "TP-Link", "TP-Link");
    check(&[("saved.manufacturer", "Eufy"), ("saved.model", "T8410")], "eufy", "-");
    // The house's name alone is the house's.
    check(&[("onvif.manufacturer", "TP-Link")], "TP-Link", "-");
}

#[test]
fn a_firm_of_the_same_name_is_not_who_built_the_cameras() {
    let tv = check(
        &[("upnp.manufacturer", "Samsung Electronics"), ("upnp.model_name", "QE55Q7FNA")],
        "Samsung",
        "-",
    );
    assert_ne!(tv.kind.decided_value(), Some("camera"));
    check(&[("onvif.manufacturer", "Samsung Techwin")], "Hanwha Vision", "-");
    let both =
        [("onvif.manufacturer", "Samsung"), ("onvif.model", "SND-L6083R"), ("protocol.answered", "sunapi")];
    check(&both, "Samsung", "Hanwha Vision");
}

#[test]
fn a_program_of_many_labels_and_a_key_of_another_program_are_no_brand() {
    for reading in [
        ("http.server", "Netwave IP Camera"),
        ("http.server", "Interlogix-Webs"),
        ("saved.manufacturer", "Acme_IPCam"),
    ] {
        check(&[reading, ("protocol.answered", "netwave")], "-", "-");
    }
    check(&[("onvif.manufacturer", "JVC KENWOOD Corporation"), ("onvif.model", "VN-H257VPU")], "JVC", "-");
    check(&[("snmp.sys_descr", "GEUTEBRUECK G-Cam/EFD-2250, V1.0.9.6, Linux 2.6.38")], "Geutebrück", "-");
}

#[test]
fn a_name_beside_a_number_of_that_firm_or_with_the_devices_own_number_in_it_is_the_factorys() {
    let scope = |name: &'static str, hardware: &'static str| {
        [("onvif.scope.name", name), ("onvif.scope.hardware", hardware)]
    };
    check(&scope("Tapo", "C320WS"), "Tapo", "-");
    check(&scope("KEDACOM IPC2252-FNB-PIR40", "IPC2252-FNB-PIR40"), "Kedacom", "-");
    check(&scope("IDIS Camera hall", "DC-D4213RX"), "IDIS", "-");
    // The owner's hall, and a word for any camera.
    for (name, hardware) in
        [("Tapo", "IPC"), ("IDIS", "C320WS"), ("Honeywell GATE12", "IPC-1"), ("Sunell", "N844")]
    {
        check(&scope(name, hardware), "-", "-");
    }
}

#[test]
fn a_class_word_at_the_head_of_a_model_says_what_an_answer_of_surveillance_comes_from() {
    let kind = |readings: &[(&str, &str)]| word(&device(readings).kind);
    let streams = ("onvif.scope", "onvif://www.onvif.org/Profile/Streaming");
    for (model, want) in [
        ("IPC-T54IR-ZE", "camera"),
        ("NVR5-8200PX+", "recorder"),
        ("XVR-9", "recorder"),
        // No number behind the word, no word of its own, and a door.
        ("IPC-BO", "-"),
        ("IPCP-9", "-"),
        ("NVRAM2", "-"),
        ("DS-KV8113-WME1", "intercom"),
    ] {
        assert_eq!(kind(&[("onvif.scope.hardware", model), streams]), want, "{model}");
    }
    // A computer for a plant, a list's word, and an address block of a firm that sells little but cameras.
    for (readings, want) in [
        (&[("upnp.model_name", "IPC427E")][..], "-"),
        (&[("sheet.model", "NVR-1234X9"), ("sheet.brand", "Honeywell")], "-"),
        (&[("saved.model", "NVR5-8200PX+"), ("saved.mac", "00:18:ae:01:02:03")], "recorder"),
    ] {
        assert_eq!(kind(readings), want, "{readings:?}");
    }
}

#[test]
fn a_number_of_a_recorder_is_no_cameras() {
    for (brand, model, want) in [
        ("Intelbras", "MHDX 1108", "recorder"),
        ("CP-Plus", "CP-UVR-0801E1-CV2", "recorder"),
        ("CP-Plus", "CP-UNC-TA41PL3", "camera"),
        ("Tiandy", "TC-R3220", "recorder"),
        ("Lorex", "N844A6", "recorder"),
        ("Panasonic", "WJ-NX200", "recorder"),
        ("Grundig", "GD-CI-AP2617T", "camera"),
    ] {
        let d = device(&[("onvif.manufacturer", brand), ("onvif.model", model)]);
        assert_eq!(d.kind.decided_value(), Some(want), "{brand} {model}");
    }
}

#[test]
fn a_model_of_a_house_and_the_houses_block_name_the_maker_without_a_label() {
    let block = ("isapi.mac", "98:df:82:01:02:03");
    check(&[("isapi.model", "IPC-B140H"), block], "-", "Hikvision");
    check(&[("isapi.model", "IPC-B140H")], "-", "-");
    // A shape that nobody tested, and a number of another firm.
    check(&[("isapi.model", "CMIP9342W-28M"), block], "-", "-");
    check(&[("onvif.model", "IB9389-H"), ("link.mac", block.1)], "-", "-");
    // Who sells what others build is not the maker by its own numbers.
    let label = [("saved.manufacturer", "Provision-ISR"), ("saved.model", "I5-390IPEN-36-V1")];
    check(&label, "Provision-ISR", "-");
    check(&[&label[..], &[("saved.mac", "00:18:ae:01:02:03")]].concat(), "Provision-ISR", "TVT");
}

#[test]
fn a_lead_on_a_bare_number_hides_nothing_that_is_known_of_the_number_behind_the_name() {
    let two = [("http.realm", "MOBOTIX Camera User"), ("onvif.model", "M26B")];
    let d = check(&two, "Mobotix", "Mobotix");
    assert_eq!(d.kind.decided_value(), Some("camera"));
}

#[test]
fn a_number_that_others_use_too_counts_for_the_kind_beside_a_block_of_its_firm() {
    let kind = |readings: &[(&str, &str)]| word(&device(readings).kind);
    let number = ("saved.model", "5115DN");
    assert_eq!(kind(&[number]), "-");
    assert_eq!(kind(&[number, ("saved.mac", "00:1a:07:01:02:03")]), "camera");
    assert_eq!(kind(&[number, ("saved.mac", "ac:cc:8e:01:02:03")]), "-");
    check(&[number, ("saved.mac", "00:1a:07:01:02:03")], "-", "-");
    // What its owner calls it is no number of the factory's.
    assert_eq!(kind(&[("dhcp.hostname", "5115DN"), ("link.mac", "00:1a:07:01:02:03")]), "-");
}

#[test]
fn what_a_log_in_prompt_calls_itself_is_said_of_the_kind() {
    let kind = |banner: &str| word(&device(&[("telnet.banner", banner)]).kind);
    assert_eq!(kind("Network-Camera login: "), "camera");
    assert_eq!(kind("camera login: "), "-");
    let d = check(&[("telnet.banner", "IQeye 752   Version V3.4/5(120313)")], "IQinVision", "-");
    assert_eq!((d.kind.decided_value(), d.model.decided_value()), (Some("camera"), Some("752")));
    check(
        &[("tls.subject", "CN=i-PRO Co.\\, Ltd.-WV-S2136L-D42DC5000001,O=i-PRO Co.\\, Ltd.,C=JP")],
        "i-PRO",
        "-",
    );
}

#[test]
fn the_name_of_a_build_tells_who_built_it_and_leaves_the_label_to_the_label() {
    let build = |label: &str, firmware: &str, brand: &str, maker: &str| {
        check(&[("onvif.manufacturer", label), ("onvif.firmware", firmware)], brand, maker);
    };
    // A label that nobody wrote down stays the label on what a known house builds.
    build("SUNBA", "QIPC-B2202.10.17.C06222.L61.NB.250307", "SUNBA", "Uniview");
    build("UNIVIEW", "DIPC-B1213.6.5.230215", "Uniview", "Uniview");
    build("H264", "V5.00.R02.00030682.10010.249c00.0020000", "-", "Xiongmai");
    // A part of such a name, and the plain version that others print.
    build("UNIVIEW", "DIPC-B1213", "Uniview", "-");
    build("Reolink", "v3.1.0.2368_23062508", "Reolink", "-");
    build("HIKVISION", "V5.5.82 build 190220", "Hikvision", "-");
}

#[test]
fn an_interface_that_a_house_wrote_tells_who_built_it_under_any_label() {
    check(&[("protocol.answered", "foscam-cgi"), ("saved.model", "FI9900P")], "Foscam", "Foscam");
    check(&[("protocol.answered", "foscam-cgi"), ("saved.model", "i5")], "-", "Foscam");
    check(&[("protocol.answered", "netwave"), ("saved.model", "i5")], "-", "-");
    check(&[("ubiquiti.firmware", "UVC.S2L.v4.30.0.67.b1d8ee0.201204.0831")], "Ubiquiti", "Ubiquiti");
    // A recorder keeps such a build of cameras that only pretend to be the firm's.
    check(&[("saved.firmware", "UVC.S2L.v4.23.8.67.0eba6e3.200526.1046")], "-", "-");
}

#[test]
fn a_search_that_two_firms_answer_names_neither() {
    let answer = ("protocol.answered", "panasonic");
    for block in ["00:80:f0:91:4e:07", "d4:2d:c5:91:4e:07"] {
        check(&[answer, ("link.mac", block), ("panasonic.version", "1.46")], "-", "-");
    }
    check(&[answer], "-", "-");
}
