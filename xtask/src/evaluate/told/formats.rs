//! Which format each file of each folder is in: recognised by content, without its name.

use super::held::Held;
use oogmerk_import::{Format, HEAD_MAX, recognise};
use std::path::{Path, PathBuf};

/// The format each folder holds, by folder and end of the file's path. The longest end wins.
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

pub fn hold(held: &mut Held) {
    let mut all = Vec::new();
    gather(&held.folder, &mut all);
    for path in all {
        let shown = path.strip_prefix(&held.folder).unwrap_or(&path).to_string_lossy().into_owned();
        let corpus = shown.split('/').next().unwrap_or_default();
        let fits =
            |row: &&(&str, &str, &str)| (row.0.is_empty() || row.0 == corpus) && shown.ends_with(row.1);
        let Some(want) = EXPECTED.iter().filter(fits).max_by_key(|(_, end, _)| end.len()) else { continue };
        let bytes = std::fs::read(&path).unwrap_or_default();
        let got = recognise(&bytes[..bytes.len().min(HEAD_MAX)]).map_or("none", Format::as_str);
        held.expect(got == want.2, || format!("{shown}: recognised as {got}, is {}", want.2));
    }
}

fn gather(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { gather(&path, found) } else { found.push(path) }
    }
    found.sort();
}
