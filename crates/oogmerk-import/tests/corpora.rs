//! Every file of the corpora under a neutral name: recognised by content, and counted as its truth says.
//! The corpora are data by others and lie beside the workspace; without them each test says that it did not run.

#![allow(clippy::disallowed_methods, reason = "tests read their samples; the crate reads none")]

mod held;

use held::{corpora, read_bytes, truth};
use oogmerk_model::MacKind;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The format each corpus holds, by folder and end of the file's path.
const EXPECTED: [(&str, &str, &str); 31] = [
    ("axis-vapix", ".txt", "vapix"),
    ("camio-rtsp", "paths.csv", "spreadsheet-csv"),
    ("camio-rtsp", "LICENSE", "none"),
    ("flows", ".csv", "nfdump-csv"),
    ("hikvision-firmware-list", "firmwarelist.json", "none"),
    ("hikvision-firmware-list", "LICENSE", "none"),
    ("hikvision-isapi", ".json", "isapi"),
    ("iot-sentinel", ".pcap", "capture"),
    ("librenms-snmp", ".snmprec", "snmprec"),
    ("ndpi", ".pcap", "capture"),
    ("ndpi", ".pcapng", "capture"),
    ("neolink-reolink", ".pcapng", "capture"),
    ("neu-intl-iot", ".pcap", "capture"),
    ("nmap-replay", ".xml", "nmap-xml"),
    ("nmap-replay", ".gnmap", "nmap-grepable"),
    ("nmap-replay", ".nmap", "nmap-normal"),
    ("python-kasa", ".json", "tplink-json"),
    ("registers", ".geojson", "geojson"),
    ("registers", ".csv", "spreadsheet-csv"),
    ("registers", ".md", "none"),
    ("retina-rtsp", "_sdp.txt", "sdp-text"),
    ("retina-rtsp", ".txt", "rtsp-text"),
    ("shadowserver", ".csv", "shadowserver-csv"),
    ("uiprotect", ".json", "unifi-json"),
    ("xiongmai-besder", "nmap_sV_normal_output.txt", "nmap-normal"),
    ("xiongmai-besder", ".xml", "onvif-xml"),
    ("", "truth.jsonl", "none"),
    // Lines without a schema: somebody's own records.
    ("recog", "banners.jsonl", "none"),
    ("field-replies", "replies.jsonl", "none"),
    ("", "LICENSE", "none"),
    ("", "README.md", "none"),
];

fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    let mut entries: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

#[test]
fn every_file_is_recognised_by_its_content() {
    let Some(corpora) = corpora() else { return };
    let mut all = Vec::new();
    files(&corpora, &mut all);
    let mut wrong = Vec::new();
    for path in &all {
        let shown = path.strip_prefix(&corpora).expect("inside").to_string_lossy().into_owned();
        let corpus = shown.split('/').next().unwrap_or_default();
        let want = EXPECTED
            .iter()
            .filter(|(c, end, _)| (c.is_empty() || *c == corpus) && shown.ends_with(end))
            .max_by_key(|(_, end, _)| end.len())
            .map_or("nothing said", |e| e.2);
        let bytes = fs::read(path).expect("a file");
        let head = &bytes[..bytes.len().min(oogmerk_import::HEAD_MAX)];
        let got = oogmerk_import::recognise(head).map_or("none", oogmerk_import::Format::as_str);
        if got != want {
            wrong.push(format!("{shown}: {got}, not {want}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
}

#[test]
fn flow_logs_give_the_outside_addresses_their_truth_names() {
    let Some(corpora) = corpora() else { return };
    let folder = corpora.join("flows");
    for t in truth(&folder) {
        let held =
            read_bytes(&fs::read(folder.join(t["file"].as_str().unwrap_or_default())).expect("a file"));
        let want: BTreeSet<String> = t["external_destinations_expected"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|v| v.as_str().unwrap_or_default().to_owned())
            .collect();
        assert_eq!(held.outside(t["camera_ip"].as_str().unwrap_or_default()), want, "{}", t["file"]);
        assert_eq!(Some(held.outcome.records), t["flows"].as_u64(), "{}", t["file"]);
        assert!(held.problems().is_empty(), "{:?}", held.problems());
    }
}

#[test]
fn lists_have_the_rows_numbers_and_unknown_dates_their_truth_names() {
    let Some(corpora) = corpora() else { return };
    let folder = corpora.join("registers");
    for t in truth(&folder) {
        let file = t["file"].as_str().unwrap_or_default();
        let held = read_bytes(&fs::read(folder.join(file)).expect("a file"));
        let rows = t["rows"].as_u64().or(t["features"].as_u64());
        assert_eq!(Some(held.outcome.records), rows, "{file}: {:?}", held.outcome);
        if let Some(distinct) = t["distinct_numbers"].as_u64().or(t["distinct_ids"].as_u64()) {
            let numbers: BTreeSet<&str> = held.values("sheet.asset").into_iter().collect();
            assert_eq!(numbers.len() as u64, distinct, "{file}");
        }
        if let Some(unknown) = t["unknown_commissioning_date"].as_u64() {
            assert_eq!(held.outcome.unknown_words.get("sheet.installed"), Some(&unknown), "{file}");
        }
        if t["rows_without_coordinates"].as_u64() == Some(0) {
            assert_eq!(held.values("sheet.latitude").len() as u64, rows.unwrap_or(0), "{file}");
        }
        assert!(held.values("sheet.place").len() as u64 == rows.unwrap_or(0), "{file}");
        assert!(held.problems().is_empty(), "{file}: {:?}", &held.problems()[..3.min(held.problems().len())]);
    }
}

#[test]
fn device_answers_give_model_firmware_and_mac() {
    let Some(corpora) = corpora() else { return };
    let mut missed: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (corpus, fields) in [
        (
            "hikvision-isapi",
            [
                ("model", "isapi.model"),
                ("firmware", "isapi.firmware"),
                ("mac", "isapi.mac"),
                ("device_type", "isapi.device_type"),
            ],
        ),
        (
            "axis-vapix",
            [
                ("model", "vapix.model"),
                ("firmware", "vapix.firmware"),
                ("serial", "vapix.serial"),
                ("full_name", "vapix.full_name"),
            ],
        ),
        (
            "python-kasa",
            [
                ("device_model_in_reply", "tdp.device_model"),
                ("firmware", "tdp.firmware"),
                ("hw_version", "tdp.hardware"),
                ("device_type_in_reply", "tdp."),
            ],
        ),
    ] {
        let folder = corpora.join(corpus);
        for t in truth(&folder) {
            let file = t["file"].as_str().unwrap_or_default();
            let held = read_bytes(&fs::read(folder.join(file)).expect("a file"));
            assert!(held.problems().is_empty(), "{file}: {:?}", held.problems());
            for (key, field) in fields {
                let Some(want) = t[key].as_str() else { continue };
                // Publishers replaced some addresses by random bytes that no device can have.
                if key == "mac" && oogmerk_model::Mac::parse(want).is_some_and(|m| m.kind() == MacKind::Group)
                {
                    continue;
                }
                let found =
                    held.evidence().any(|e| e.field.as_str().starts_with(field) && e.value.starts_with(want));
                if !found {
                    missed
                        .entry(format!("{corpus} {key}"))
                        .or_default()
                        .push(format!("{file}: {want:?}, has {:?}", held.values(field)));
                }
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn a_recorders_export_gives_an_entry_per_thing() {
    let Some(corpora) = corpora() else { return };
    let folder = corpora.join("uiprotect");
    for t in truth(&folder) {
        let (file, id) = (t["file"].as_str().unwrap_or_default(), t["id"].as_str().unwrap_or_default());
        let held = read_bytes(&fs::read(folder.join(file)).expect("a file"));
        let subject = format!("unifi:{id}");
        for (key, field) in [
            ("model", "unifi.type"),
            ("market_name", "unifi.market_name"),
            ("firmware", "unifi.firmware"),
            ("host", "unifi.host"),
        ] {
            if let Some(want) = t[key].as_str() {
                assert_eq!(held.of(&subject, field), [want], "{file} {id} {field}");
            }
        }
        let secret =
            held.evidence().any(|e| e.value.contains("340ff666") || e.value.contains("8528571101220"));
        assert!(!secret, "an access key became evidence");
    }
}

#[test]
fn three_outputs_of_one_scan_tell_of_the_same_hosts() {
    let Some(corpora) = corpora() else { return };
    let folder = corpora.join("nmap-replay");
    let want: BTreeSet<String> =
        truth(&folder).iter().map(|t| format!("ip:{}", t["ip"].as_str().unwrap_or_default())).collect();
    let said: BTreeMap<&str, Vec<serde_json::Value>> =
        [("scan.xml", truth(&folder)), ("scan.nmap", truth(&folder))].into_iter().collect();
    for file in ["scan.xml", "scan.gnmap", "scan.nmap"] {
        let held = read_bytes(&fs::read(folder.join(file)).expect("a file"));
        let subjects: BTreeSet<String> = held.subjects().into_iter().map(str::to_owned).collect();
        assert_eq!(subjects, want, "{file}");
        assert!(held.problems().is_empty(), "{file}: {:?}", held.problems());
        let mut silent = Vec::new();
        for t in said.get(file).into_iter().flatten() {
            let field = match t["field"].as_str().unwrap_or_default() {
                "http_header.server" => "http.server",
                "html_title" => "http.title",
                "http_header.wwwauth" => "http.www_authenticate",
                "ftp.banner" => "ftp.banner",
                "telnet.banner" => "telnet.banner",
                "rtsp_header.server" => "rtsp.server",
                _ => continue,
            };
            let subject = format!("ip:{}", t["ip"].as_str().unwrap_or_default());
            let values = held.of(&subject, field);
            let banner = t["banner_replayed"].as_str().unwrap_or_default();
            if !values.iter().any(|v| v.contains(banner) || banner.contains(v)) {
                silent.push(format!("{file} {subject} {field} {banner:?}: {values:?}"));
            }
        }
        assert!(silent.is_empty(), "{} silent:\n{}", silent.len(), silent.join("\n"));
    }
}

#[test]
fn reports_give_a_subject_per_row() {
    let Some(corpora) = corpora() else { return };
    let folder = corpora.join("shadowserver");
    for t in truth(&folder) {
        let file = t["file"].as_str().unwrap_or_default();
        let held = read_bytes(&fs::read(folder.join(file)).expect("a file"));
        assert_eq!(Some(held.outcome.records), t["rows"].as_u64(), "{file}");
        assert_eq!(Some(held.subjects().len() as u64), t["rows"].as_u64(), "{file}");
        assert!(held.problems().is_empty(), "{file}: {:?}", held.problems());
    }
}

#[test]
fn every_other_file_is_read_without_a_problem() {
    let Some(corpora) = corpora() else { return };
    let mut all = Vec::new();
    for corpus in ["retina-rtsp", "xiongmai-besder", "librenms-snmp", "neolink-reolink"] {
        files(&corpora.join(corpus), &mut all);
    }
    let mut wrong = Vec::new();
    for path in all.iter().filter(|p| !p.ends_with("truth.jsonl")) {
        let held = read_bytes(&fs::read(path).expect("a file"));
        if !held.problems().is_empty() || held.evidence().next().is_none() {
            wrong.push(format!("{}: {:?}", path.display(), held.problems()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn lines_made_of_others_banners_and_answers_are_read() {
    let Some(corpora) = corpora() else { return };
    let quoted = |path: &Path| fs::read_to_string(path).expect("a file");
    let mut lines = String::new();
    for line in quoted(&corpora.join("field-replies/replies.jsonl")).lines() {
        let reply: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let protocol = match reply["protocol"].as_str().unwrap_or_default() {
            "hikvision-sadp" => "sadp",
            "dahua-dhip" => "dhdiscover",
            other => other,
        };
        let record = serde_json::json!({"schema": "oogmerk.observation/1", "subject": reply["id"], "protocol": protocol, "payload": reply["payload"]});
        lines.push_str(&format!("{record}\n"));
    }
    let held = read_bytes(lines.as_bytes());
    assert!(held.problems().is_empty(), "{:?}", held.problems());
    let truths = truth(&corpora.join("field-replies"));
    assert_eq!(held.subjects().len(), truths.len());
    for t in truths {
        if let Some(mac) = t["mac"].as_str() {
            let subject = t["id"].as_str().unwrap_or_default();
            let told = held.evidence().any(|e| e.observation.subject.as_str() == subject && e.value == mac);
            assert!(told, "{subject}: {mac}");
        }
    }
}
