//! What the publishers of exports, lists, answers and reports say is in them.

use super::held::{Held, text, texts};
use oogmerk_model::{Contact, Direction, Fact, Mac, MacKind, Reach};
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub fn hold(held: &mut Held) {
    flow_logs(held);
    lists(held);
    device_answers(held);
    recorder_exports(held);
    three_outputs_of_one_scan(held);
    reports(held);
    walks(held);
    quoted_answers(held);
    every_other_file(held);
}

/// Outside addresses of the camera, and the number of flows.
fn flow_logs(held: &mut Held) {
    for t in held.truth("flows") {
        let file = format!("flows/{}", text(&t, "file"));
        let found = held.read(&file);
        let own = text(&t, "camera_ip");
        let outside = |c: &&Contact| {
            c.own.to_string() == own && c.direction == Direction::Out && Reach::of(c.peer) == Reach::Global
        };
        let contacts =
            found.facts.iter().filter_map(|f| if let Fact::Contact(c) = f { Some(c) } else { None });
        let got: BTreeSet<String> = contacts.filter(outside).map(|c| c.peer.to_string()).collect();
        let want = texts(&t, "external_destinations_expected", None);
        held.expect(got == want, || format!("{file}: {own} reaches {got:?}, truth {want:?}"));
        number(held, &file, "flows", found.outcome.records, t["flows"].as_u64());
        held.expect_no_problem(&file, &found);
    }
}

fn number(held: &mut Held, file: &str, what: &str, got: u64, want: Option<u64>) {
    if let Some(want) = want {
        held.expect(got == want, || format!("{file}: {got} {what}, truth {want}"));
    }
}

/// Rows, distinct numbers and unknown dates of lists.
fn lists(held: &mut Held) {
    for t in held.truth("registers") {
        let file = format!("registers/{}", text(&t, "file"));
        let found = held.read(&file);
        let rows = t["rows"].as_u64().or(t["features"].as_u64());
        number(held, &file, "rows", found.outcome.records, rows);
        let numbers: BTreeSet<&str> = found.values("sheet.asset").into_iter().collect();
        let distinct = t["distinct_numbers"].as_u64().or(t["distinct_ids"].as_u64());
        number(held, &file, "numbers", numbers.len() as u64, distinct);
        let unknown = found.outcome.unknown_words.get("sheet.installed").copied().unwrap_or(0);
        number(held, &file, "unknown dates", unknown, t["unknown_commissioning_date"].as_u64());
        if t["rows_without_coordinates"].as_u64() == Some(0) {
            number(held, &file, "coordinates", found.values("sheet.latitude").len() as u64, rows);
        }
        number(held, &file, "places", found.values("sheet.place").len() as u64, rows);
        held.expect_no_problem(&file, &found);
    }
}

/// Folders of single answers of devices: the key of the truth and the field it is in.
const ANSWERS: [(&str, [(&str, &str); 4]); 3] = [
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
];

fn device_answers(held: &mut Held) {
    for (corpus, fields) in ANSWERS {
        for t in held.truth(corpus) {
            let file = format!("{corpus}/{}", text(&t, "file"));
            let found = held.read(&file);
            held.expect_no_problem(&file, &found);
            for (key, field) in fields {
                let Some(want) = t[key].as_str() else { continue };
                // Publishers replaced some addresses by random bytes that no device can have.
                if key == "mac" && Mac::parse(want).is_some_and(|m| m.kind() == MacKind::Group) {
                    continue;
                }
                let has = found
                    .evidence()
                    .any(|e| e.field.as_str().starts_with(field) && e.value.starts_with(want));
                held.expect(has, || format!("{file}: {key} {want:?}, has {:?}", found.values(field)));
            }
        }
    }
}

/// An entry per thing of a recorder's export, and none of its access keys.
fn recorder_exports(held: &mut Held) {
    for t in held.truth("uiprotect") {
        let file = format!("uiprotect/{}", text(&t, "file"));
        let found = held.read(&file);
        let subject = format!("unifi:{}", text(&t, "id"));
        for (key, field) in [
            ("model", "unifi.type"),
            ("market_name", "unifi.market_name"),
            ("firmware", "unifi.firmware"),
            ("host", "unifi.host"),
        ] {
            if let Some(want) = t[key].as_str() {
                let got = found.of(&subject, field);
                held.expect(got == [want], || {
                    format!("{file}: {subject} {field} is {got:?}, truth {want:?}")
                });
            }
        }
        let secret =
            found.evidence().any(|e| e.value.contains("340ff666") || e.value.contains("8528571101220"));
        held.expect(!secret, || format!("{file}: an access key became evidence"));
    }
}

/// The publisher's names of banner fields that nmap prints.
fn banner_field(name: &str) -> Option<&'static str> {
    Some(match name {
        "http_header.server" => "http.server",
        "html_title" => "http.title",
        "http_header.wwwauth" => "http.www_authenticate",
        "ftp.banner" => "ftp.banner",
        "telnet.banner" => "telnet.banner",
        "rtsp_header.server" => "rtsp.server",
        _ => return None,
    })
}

/// XML, grepable and normal output tell of the same hosts, and the first and last of their banners.
fn three_outputs_of_one_scan(held: &mut Held) {
    let truths = held.truth("nmap-replay");
    let want: BTreeSet<String> = truths.iter().map(|t| format!("ip:{}", text(t, "ip"))).collect();
    if want.is_empty() {
        return;
    }
    for file in ["nmap-replay/scan.xml", "nmap-replay/scan.gnmap", "nmap-replay/scan.nmap"] {
        let found = held.read(file);
        let subjects: BTreeSet<String> = found.subjects().into_iter().map(str::to_owned).collect();
        held.expect(subjects == want, || format!("{file}: other hosts than its truth names"));
        held.expect_no_problem(file, &found);
        for t in truths.iter().filter(|_| file != "nmap-replay/scan.gnmap") {
            let Some(field) = banner_field(text(t, "field")) else { continue };
            let (subject, banner) = (format!("ip:{}", text(t, "ip")), text(t, "banner_replayed"));
            let values = found.of(&subject, field);
            let has = values.iter().any(|v| v.contains(banner) || banner.contains(v));
            held.expect(has, || format!("{file}: {subject} {field} {banner:?}, has {values:?}"));
        }
    }
}

/// A subject per row.
fn reports(held: &mut Held) {
    for t in held.truth("shadowserver") {
        let file = format!("shadowserver/{}", text(&t, "file"));
        let found = held.read(&file);
        number(held, &file, "rows", found.outcome.records, t["rows"].as_u64());
        number(held, &file, "subjects", found.subjects().len() as u64, t["rows"].as_u64());
        held.expect_no_problem(&file, &found);
    }
}

/// SNMP walks, and the session names of RTSP answers.
fn walks(held: &mut Held) {
    for t in held.truth("librenms-snmp") {
        let file = format!("librenms-snmp/{}", text(&t, "file"));
        let found = held.read(&file);
        for key in ["model", "firmware", "serial", "mac"] {
            let Some(want) = t[key].as_str() else { continue };
            let has = found.evidence().any(|e| e.value.contains(want));
            held.expect(has, || format!("{file}: no {key} {want}"));
        }
    }
    for t in held.truth("retina-rtsp") {
        let file = format!("retina-rtsp/{}", text(&t, "file"));
        let is_named = !held.read(&file).values("sdp.session_name").is_empty();
        let want = t["sdp_session"].is_string();
        held.expect(!want || is_named, || format!("{file}: no session name"));
    }
}

/// Single answers quoted in public code, as observation lines: each is read, and tells its MAC.
fn quoted_answers(held: &mut Held) {
    let mut written = String::new();
    for reply in held.lines("field-replies", "replies.jsonl") {
        written.push_str(&format!("{}\n", observation(&reply)));
    }
    let found = held.read_bytes(written.as_bytes());
    let truths = held.truth("field-replies");
    if truths.is_empty() {
        return;
    }
    held.expect_no_problem("field-replies", &found);
    let (got, want) = (found.subjects().len(), truths.len());
    held.expect(got == want, || format!("field-replies: {got} answers, truth {want}"));
    for t in truths {
        let Some(mac) = t["mac"].as_str() else { continue };
        let subject = text(&t, "id");
        let told = found.evidence().any(|e| e.observation.subject.as_str() == subject && e.value == mac);
        held.expect(told, || format!("field-replies: {subject} has no {mac}"));
    }
}

/// A quoted answer as a line of ours.
pub fn observation(reply: &Value) -> Value {
    let theirs = text(reply, "protocol");
    let named = crate::evaluate::corpora::REPLIES.iter().find(|(name, _)| *name == theirs);
    let protocol = named.map_or(theirs, |(_, ours)| ours);
    json!({
        "schema": "oogmerk.observation/1", "subject": reply["id"],
        "protocol": protocol, "payload": reply["payload"],
    })
}

/// Files of which nothing more is known than that they are of their kind.
fn every_other_file(held: &mut Held) {
    for corpus in ["retina-rtsp", "xiongmai-besder", "librenms-snmp", "neolink-reolink"] {
        let listed = std::fs::read_dir(held.folder.join(corpus)).into_iter().flatten().flatten();
        let mut names: Vec<String> = listed.filter_map(|e| e.file_name().into_string().ok()).collect();
        names.retain(|name| name != "truth.jsonl");
        names.sort();
        for file in names.iter().map(|name| format!("{corpus}/{name}")) {
            let found = held.read(&file);
            held.expect_no_problem(&file, &found);
            held.expect(found.evidence().next().is_some(), || format!("{file}: nothing was read"));
        }
    }
}
