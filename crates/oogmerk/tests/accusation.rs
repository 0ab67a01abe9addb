//! No false accusation and no false clear, through the real program: answers that anybody can send, and what they must
//! not make of a device. Each was written here from a fact about such devices; none is a recording.
#![allow(missing_docs, clippy::unwrap_used)]

use serde_json::Value;
use std::path::Path;
use std::process::Command;

fn run(arguments: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_oogmerk")).args(arguments).output().unwrap();
    assert!(out.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// The one device that a file describes.
fn device(path: &Path) -> Value {
    let said = run(&["identify", "--include", "all", "--output", "jsonl", path.to_str().unwrap()]);
    let devices: Vec<Value> = said.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(devices.len(), 1, "{said}");
    devices[0].clone()
}

fn said<'d>(device: &'d Value, property: &str) -> &'d str {
    device[property]["value"].as_str().unwrap_or("")
}

/// The words of the standing report on a register that holds this file alone.
fn report(folder: &Path, path: &Path) -> String {
    let register = folder.join("town.db");
    let register = register.to_str().unwrap();
    run(&["import", "--register", register, path.to_str().unwrap()]);
    let page = run(&["report", "--register", register, "--lang", "en"]);
    let mut words = String::new();
    for part in page.split('<') {
        words.push(' ');
        words.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Neither maker nor kind is anything but what may be said, and no rule is met on it.
fn check(name: &str, bytes: &[u8], makers: &[&str], kinds: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let device = device(&path);
    let (maker, kind) = (said(&device, "maker"), said(&device, "kind"));
    assert!(maker.is_empty() || makers.contains(&maker), "{name}: built by {maker}\n{device}");
    assert!(kind.is_empty() || kinds.contains(&kind), "{name}: a {kind}\n{device}");
    if maker.is_empty() {
        let report = report(folder.path(), &path);
        assert!(!report.contains(": meets"), "{name}: a rule is met on a maker that nobody knows");
    }
    device
}

fn agent(description: &str, enterprise: u32) -> String {
    format!(
        "SNMPv2-MIB::sysDescr.0 = STRING: {description}\n\
         SNMPv2-MIB::sysObjectID.0 = OID: SNMPv2-SMI::enterprises.{enterprise}.1.1\n"
    )
}

#[test]
fn a_rule_is_met_where_the_maker_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("axis.snmpwalk");
    std::fs::write(&path, agent("; AXIS P3245-LV; Network Camera; 9.80.2; Jul 09 2020 08:29; 1; 1;", 368))
        .unwrap();
    assert_eq!(said(&device(&path), "maker"), "Axis");
    assert!(report(folder.path(), &path).contains(": meets"), "the tests below would pass on an empty page");
}

#[test]
fn a_label_firms_own_number_does_not_make_it_the_maker() {
    for (description, enterprise, brand) in [
        ("TRENDnet camera TV-IP314PI", 28866, "TRENDnet"),
        ("ABUS IPCB44511A network camera", 54747, "ABUS"),
        ("Intelbras VIP 1230 B G4 network camera", 26138, "Intelbras"),
        ("ip camera", 29908, "IndigoVision"),
        ("ip camera", 34674, "FLIR"),
    ] {
        let device = check("walk.snmpwalk", agent(description, enterprise).as_bytes(), &[], &["camera"]);
        assert_eq!(said(&device, "brand"), brand, "{device}");
    }
}

#[test]
fn an_address_sent_back_accuses_nobody() {
    for path in [
        "cam/realmonitor/",
        "axis-media/media.amp/",
        "h264Preview_01_main/",
        "Streaming/Channels/101/",
        "rtsp_tunnel/",
    ] {
        let answer = format!(
            "RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Base: rtsp://192.0.2.7:554/{path}\r\nContent-Type: application/sdp\r\n\
             Server: Hipcam RealServer/V1.0\r\n\r\nv=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=streamed by the RTSP server\r\nt=0 0\r\n\
             m=video 0 RTP/AVP 96\r\n"
        );
        let device = check("answer.txt", answer.as_bytes(), &[], &["camera"]);
        assert_eq!(said(&device, "brand"), "", "{path}: a label that nothing prints\n{device}");
    }
}

fn scopes(kind: &str, name: &str, hardware: &str) -> String {
    format!(
        "onvif://www.onvif.org/type/{kind} onvif://www.onvif.org/Profile/Streaming onvif://www.onvif.org/name/{name} \
         onvif://www.onvif.org/hardware/{hardware} onvif://www.onvif.org/location/city/hangzhou\n"
    )
}

#[test]
fn a_name_that_the_owner_wrote_accuses_nobody() {
    // A hall called AXISIMO, on a camera with a HiLook number.
    check(
        "scopes.txt",
        scopes("Network_Video_Transmitter", "AXISIMO%20HAL", "IPC-B140H").as_bytes(),
        &["Hikvision"],
        &["camera"],
    );
    for name in ["AXIS", "Dahua", "EZVIZ", "UNV", "VIVOTEK", "HIKVISION", "Tapo", "Huawei"] {
        check("scopes.txt", scopes("Network_Video_Transmitter", name, "IPC").as_bytes(), &[], &["camera"]);
    }
    check("scopes.txt", scopes("NetworkVideoTransmitter", "ONVIF", "IPC").as_bytes(), &[], &["camera"]);
    check(
        "scopes.txt",
        scopes("Network_Video_Transmitter", "TRENDnet", "TV-IP314PI").as_bytes(),
        &["Hikvision"],
        &["camera"],
    );
}

/// Firms with a number that build what they sell, as far as anybody says.
const KNOWN: &[&str] = &[
    "Johnson Controls",
    "Barix",
    "Hanwha Vision",
    "Vivotek",
    "ACTi",
    "Avigilon",
    "Dallmeier",
    "March Networks",
    "Geutebrück",
    "Infinova",
];

#[test]
fn a_number_of_a_firm_that_sells_several_kinds_names_none() {
    // Genetec Corporation of Japan builds boards; Genetec of Canada has another number.
    let board = check("walk.snmpwalk", agent("NetBSD board 5.1", 27794).as_bytes(), &[], &[]);
    assert_eq!(said(&board, "brand"), "");
    for enterprise in [5342, 17491] {
        check_number(enterprise, &[]);
    }
    for enterprise in [3967, 36849, 23465, 25066, 34799, 46202, 21701, 27344, 4784, 28106, 31758] {
        check_number(enterprise, &["camera"]);
    }
}

/// A number alone says at most "one of these".
fn check_number(enterprise: u32, kinds: &[&str]) {
    let device = check("walk.snmpwalk", agent("Linux 4.9.0 armv7l", enterprise).as_bytes(), KNOWN, kinds);
    let claims = device["claims"].as_array().unwrap().iter();
    for claim in claims.filter(|c| c["property"] == "kind") {
        let value = claim["value"].as_str().unwrap();
        assert!(value.contains('|'), "enterprise {enterprise} decides {value}");
    }
}

fn name(labels: &[&str]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for label in labels {
        bytes.push(u8::try_from(label.len()).unwrap());
        bytes.extend_from_slice(label.as_bytes());
    }
    bytes.push(0);
    bytes
}

fn record(owner: &[&str], kind: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = name(owner);
    bytes.extend_from_slice(&kind.to_be_bytes());
    bytes.extend_from_slice(&[0, 1, 0, 0, 0, 120]);
    bytes.extend_from_slice(&u16::try_from(data.len()).unwrap().to_be_bytes());
    bytes.extend_from_slice(data);
    bytes
}

/// One multicast frame of UDP 5353 as a capture file.
fn capture(mac: [u8; 6], message: &[u8]) -> Vec<u8> {
    let udp = 8 + message.len();
    let mut frame = vec![0x01, 0x00, 0x5e, 0x00, 0x00, 0xfb];
    frame.extend_from_slice(&mac);
    frame.extend_from_slice(&[0x08, 0x00, 0x45, 0]);
    frame.extend_from_slice(&u16::try_from(20 + udp).unwrap().to_be_bytes());
    frame.extend_from_slice(&[0, 1, 0, 0, 255, 17, 0, 0, 192, 168, 1, 50, 224, 0, 0, 251]);
    for word in [5353, 5353, u16::try_from(udp).unwrap(), 0] {
        frame.extend_from_slice(&word.to_be_bytes());
    }
    frame.extend_from_slice(message);
    let length = u32::try_from(frame.len()).unwrap();
    let mut file = Vec::new();
    for word in [0xa1b2_c3d4u32, 0x0004_0002, 0, 0, 65_535, 1, 1_764_500_000, 0, length, length] {
        file.extend_from_slice(&word.to_le_bytes());
    }
    file.extend_from_slice(&frame);
    file
}

#[test]
fn a_door_station_that_announces_itself_as_axis_video_is_no_axis_camera() {
    let mac = [0x1c, 0xca, 0xe3, 0x70, 0x00, 0x01];
    let (service, host) = (["_axis-video", "_tcp", "local"], ["bha-1CCAE3700001", "local"]);
    let instance = ["Doorstation - 1CCAE3700001", "_axis-video", "_tcp", "local"];
    let target = [&[0, 0, 0, 0, 0, 80][..], &name(&host)].concat();
    let text = [&[23][..], b"macaddress=1CCAE3700001"].concat();
    let records = [
        record(&service, 12, &name(&instance)),
        record(&instance, 33, &target),
        record(&instance, 16, &text),
        record(&host, 1, &[192, 168, 1, 50]),
    ];
    let message = [&[0, 0, 0x84, 0, 0, 0, 0, 4, 0, 0, 0, 0][..], &records.concat()].concat();
    let device = check("door.pcap", &capture(mac, &message), &["DoorBird"], &["doorbell", "intercom"]);
    assert_eq!(said(&device, "brand"), "DoorBird", "{device}");
}
