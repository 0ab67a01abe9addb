//! Answers in texts that people saved: the wrappers they come in, whole and cut, with secrets and with more than one
//! device in them. All texts are ours.

use oogmerk_wire::Markers;
use oogmerk_wire::answers::{self, Answer};
use std::collections::BTreeSet;

fn in_text(text: &str) -> Vec<Answer> {
    answers::in_text(text, Markers::NONE)
}

/// Field and value of every clue, per thing.
fn said(answers: &[Answer]) -> Vec<(usize, String)> {
    let clues =
        answers.iter().flat_map(|a| a.clues.0.iter().map(|c| (a.thing, format!("{}={}", c.field, c.value))));
    clues.collect()
}

/// A text says all of these, and they are one thing's.
fn check(text: &str, want: &[&str]) {
    let answers = in_text(text);
    let said = said(&answers);
    let things: BTreeSet<usize> = said.iter().map(|(thing, _)| *thing).collect();
    assert_eq!(things.len(), 1, "{text}\n{said:?}");
    for value in want {
        assert!(said.iter().any(|(_, own)| own == value), "{value} in {text}\n{said:?}");
    }
}

const DEVICE_INFO: &str = "<?xml version=\"1.0\"?><DeviceInfo version=\"2.0\" xmlns=\"http://www.hikvision.com/ver20/XMLSchema\"><deviceName>Hall</deviceName><deviceID>1</deviceID><model>SC-100</model><serialNumber>S0001</serialNumber><macAddress>02:00:5e:10:00:07</macAddress><firmwareVersion>V5.1</firmwareVersion><firmwareReleasedDate>build 200101</firmwareReleasedDate><password>geheim</password></DeviceInfo>";
const SYSTEM_INFO: &str = "deviceType=SC-200\r\nhardwareVersion=1.00\r\nprocessor=S3L\r\nserialNumber=S0002\r\nupdateSerial=SC-200\r\nversion=2.800.0000000.1.R,build:2020-01-01\r\npassword=geheim\r\n";
const JSON: &str = "{\"manufacturer\": \"Maker\", \"model\": \"SC-300\", \"firmware\": \"1.2.3\", \"mac\": \"02-00-5E-10-00-08\", \"password\": \"geheim\"}";

/// Wrappers in which the answers above were saved.
fn wrapped() -> Vec<(String, &'static [&'static str])> {
    const ISAPI: &[&str] = &["isapi.model=SC-100", "isapi.serial=S0001", "isapi.firmware=V5.1"];
    const CGI: &[&str] = &["dhdiscover.device_type=SC-200", "dhdiscover.version=2.800.0000000.1.R"];
    const SAVED: &[&str] = &["saved.model=SC-300", "saved.manufacturer=Maker", "saved.firmware=1.2.3"];
    let escaped = |text: &str| serde_json::to_string(text).expect("JSON");
    let quoted = |text: &str| text.lines().map(|l| format!("> {l}\n")).collect::<Vec<_>>().concat();
    let numbered = |text: &str| {
        text.lines().enumerate().map(|(i, l)| format!("{}: {l}\n", i + 1)).collect::<Vec<_>>().concat()
    };
    vec![
        (DEVICE_INFO.to_owned(), ISAPI),
        (format!("HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n\r\n{DEVICE_INFO}"), ISAPI),
        (format!("{{\"assets\":{{\"answer\":{}}}}}", escaped(DEVICE_INFO)), ISAPI),
        (
            format!(
                "<item><answer>{}</answer></item>",
                DEVICE_INFO.replace('&', "&amp;").replace('<', "&lt;")
            ),
            ISAPI,
        ),
        (format!("nr;place;answer of the device\n1;hall;\"{}\"\n", DEVICE_INFO.replace('"', "\"\"")), ISAPI),
        (SYSTEM_INFO.to_owned(), CGI),
        (quoted(SYSTEM_INFO), CGI),
        (numbered(SYSTEM_INFO), CGI),
        (format!("Dag,\n\ndit kreeg ik:\n```\n{SYSTEM_INFO}```\nGroet\n"), CGI),
        (format!("10:00:01 DEBUG client: answer {}\n", SYSTEM_INFO.replace("\r\n", "\\r\\n")), CGI),
        (JSON.to_owned(), SAVED),
        (format!("2026-01-02 10:00:00 INFO got {JSON} from it\n"), SAVED),
        (JSON.replace('"', "'"), SAVED),
        (format!("log: {}\n", escaped(JSON)), SAVED),
    ]
}

#[test]
fn an_answer_is_found_in_whatever_it_was_saved() {
    for (text, want) in wrapped() {
        check(&text, want);
    }
}

#[test]
fn an_answer_at_the_far_end_of_a_dump_is_found() {
    let filler = "some line of a dump without anything in it\n".repeat(20_000);
    check(&format!("{filler}{SYSTEM_INFO}"), &["dhdiscover.device_type=SC-200"]);
    check(&format!("{filler}{DEVICE_INFO}\n{filler}"), &["isapi.model=SC-100"]);
}

#[test]
fn cut_anywhere_it_is_read_without_a_panic_and_no_secret_is_kept() {
    for (text, _) in wrapped() {
        for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
            let said = said(&in_text(&text[..end]));
            assert!(said.iter().all(|(_, value)| !value.contains("geheim")), "{said:?}");
        }
    }
}

#[test]
fn nested_as_deep_as_anybody_likes_it_ends() {
    for (open, close) in [("{\"a\":", "}"), ("[", "]"), ("<a>", "</a>"), ("\"{\\\"a\\\":", "}\""), ("> ", "")]
    {
        for inner in [JSON, DEVICE_INFO] {
            let text = format!("{}{inner}{}", open.repeat(10_000), close.repeat(10_000));
            let _ = in_text(&text);
        }
    }
}

#[test]
fn two_devices_in_one_file_are_two_things() {
    let second = JSON.replace("SC-300", "SC-301").replace("00-08", "00-09");
    for text in [
        format!("{JSON}\n{second}\n"),
        format!("[{JSON},{second}]"),
        format!("{{\"list\":[{{\"info\":{JSON}}},{{\"info\":{second}}}]}}"),
        format!("10.0.0.7:\n{SYSTEM_INFO}\n10.0.0.8:\n{}", SYSTEM_INFO.replace("S0002", "S0003")),
        format!("{SYSTEM_INFO}\n{}", SYSTEM_INFO.replace("S0002", "S0003")),
        "ip;manufacturer;model;firmware\n10.0.0.7;Maker;SC-1;1.0\n10.0.0.8;Maker;SC-2;1.0\n".to_owned(),
    ] {
        let things: BTreeSet<usize> = in_text(&text).iter().map(|answer| answer.thing).collect();
        assert_eq!(things.len(), 2, "{text}\n{:?}", said(&in_text(&text)));
    }
}

#[test]
fn the_address_named_before_lines_is_theirs_and_a_gateway_is_nobodys() {
    let text = format!("$ curl http://10.0.0.7/cgi-bin/magicBox.cgi?action=getSystemInfo\n{SYSTEM_INFO}");
    assert!(in_text(&text).iter().all(|answer| answer.ip == "10.0.0.7".parse().ok()));
    let text = "{\"model\":\"SC-1\",\"firmware\":\"1.0\",\"gateway\":\"10.0.0.1\",\"dns1\":\"10.0.0.2\"}";
    assert!(in_text(text).iter().all(|answer| answer.ip.is_none()));
}

#[test]
fn the_devices_that_a_recorder_lists_are_not_taken_for_its_makers() {
    let text = "table.RemoteDevice.uuid:System_CONFIG_NETCAMERA_INFO_0.Address=10.0.0.9\ntable.RemoteDevice.uuid:System_CONFIG_NETCAMERA_INFO_0.DeviceClass=IPC\ntable.RemoteDevice.uuid:System_CONFIG_NETCAMERA_INFO_0.DeviceType=SC-900\ntable.RemoteDevice.uuid:System_CONFIG_NETCAMERA_INFO_0.ProtocolType=Onvif\n";
    let answers = in_text(text);
    assert!(said(&answers).iter().any(|(_, value)| value == "saved.model=SC-900"), "{answers:?}");
    assert!(said(&answers).iter().all(|(_, value)| !value.starts_with("protocol.answered")), "{answers:?}");
}

#[test]
fn prose_pages_and_settings_hold_no_answer() {
    for text in [
        "Dag collega, de camera in de hal doet het niet meer. Kan je kijken?",
        "server=10.0.0.7\nport=80\nname=x\n",
        "{\"type\":\"FeatureCollection\",\"features\":[]}",
        "<html><body><p>Our cameras: model and firmware are listed elsewhere.</p></body></html>",
        "[section]\nkey=value\n",
    ] {
        assert!(in_text(text).is_empty(), "{text}\n{:?}", said(&in_text(text)));
    }
}

#[test]
fn a_line_of_a_log_speaks_of_whom_it_names_and_not_of_the_line_before() {
    let text = "2026-01-02 10:00:01 target=10.0.0.4 www-authenticate=\"Basic realm=x\"\n\
                2026-01-02 10:00:02 target=10.0.0.5 body=\"ModelName=SC-5&Serial=1&SoftVersion=4.1&ModelForm=box&CGIVersion=3\"\n\
                2026-01-02 10:00:03 from 10.0.0.6 to 10.0.0.7 body=\"ModelName=SC-6&Serial=2&SoftVersion=4.1&ModelForm=box&CGIVersion=3\"\n";
    for answer in in_text(text) {
        let model = answer.clues.first("saved.model").map(str::to_owned);
        let want = match model.as_deref() {
            Some("SC-5") => "10.0.0.5".parse().ok(),
            Some("SC-6") => None,
            _ => continue,
        };
        assert_eq!(answer.ip, want, "{model:?}");
    }
}

#[test]
fn words_that_a_maker_shares_with_others_are_nobodys() {
    for text in [
        "{\"deviceType\":\"printer\",\"serialNumber\":\"S1\",\"version\":\"2\"}",
        "type=printer\nclass=office\nversion=2\nsn=S1\n",
    ] {
        let answers = in_text(text);
        assert!(!answers.is_empty(), "{text}");
        assert!(said(&answers).iter().all(|(_, value)| value.starts_with("saved.")), "{:?}", said(&answers));
    }
    let text = "table.General.MachineName=hall\ntable.Network.eth0.PhysicalAddress=02:00:5e:10:00:0a\n";
    assert!(said(&in_text(text)).iter().any(|(_, value)| value == "protocol.answered=dahua-cgi"));
}
