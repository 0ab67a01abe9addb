//! An owner, an installer, a distributor or a telecom is not the brand, through the real program: names that such firms
//! put into devices, onto labels and over the columns of lists. Each was written here; none is a recording.
#![allow(missing_docs, clippy::unwrap_used)]

use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

fn identify(paths: &[&Path]) -> Vec<Value> {
    let out = Command::new(env!("CARGO_BIN_EXE_oogmerk"))
        .args(["identify", "--include", "all", "--output", "jsonl"])
        .args(paths)
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

fn evidence(folder: &Path, readings: &[(&str, &str)]) -> std::path::PathBuf {
    let line = |(field, value): &(&str, &str)| {
        let seen = "2026-01-02T03:04:05Z";
        json!({"schema": "oogmerk.evidence/1", "subject": "x", "mac": "00:00:5e:00:53:09", "field": field,
               "value": value, "seen_at": seen})
        .to_string()
    };
    let path = folder.join("readings.jsonl");
    std::fs::write(&path, readings.iter().map(line).collect::<Vec<_>>().join("\n")).unwrap();
    path
}

/// The brand that these readings decide; empty where they decide none.
fn brand(readings: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let devices = identify(&[&evidence(folder.path(), readings)]);
    assert_eq!(devices.len(), 1, "{readings:?}");
    devices[0]["brand"]["value"].as_str().unwrap_or("").to_owned()
}

/// A Dahua as it answers, whoever owns it.
const CAMERA: [(&str, &str); 2] = [("onvif.manufacturer", "Dahua"), ("onvif.model", "IPC-HDW1431T1")];

#[test]
fn the_owners_own_certificate_is_no_brand() {
    for subject in [
        "C=NL,O=Philips,CN=cam-hal-3.stadion.example",
        "CN=cam12.plant.example,O=Honeywell International Inc.,C=US",
        "CN=cam,O=Canon",
        "CN=cam,O=Proximus,C=BE",
        "CN=cam,O=Stad Gent",
        "CN=cam,O=ADI Global Distribution",
    ] {
        assert_eq!(brand(&[("tls.subject", subject)]), "", "{subject}");
        let [maker, model] = CAMERA;
        assert_eq!(brand(&[("tls.subject", subject), maker, model]), "Dahua", "{subject}");
    }
}

#[test]
fn names_that_one_owner_wrote_into_a_camera_are_one_voice_and_decide_no_brand() {
    let names = [
        ("onvif.scope", "onvif://www.onvif.org/name/Honeywell"),
        ("onvif.scope.name", "Honeywell GATE12"),
        ("upnp.friendly_name", "Honeywell POORT3"),
        ("mdns.instance", "Honeywell CAM-13"),
    ];
    assert_eq!(brand(&names), "");
    assert_eq!(brand(&[names[0], CAMERA[0], CAMERA[1]]), "Dahua");
    assert_eq!(brand(&[names[1], names[2], names[3], CAMERA[0], CAMERA[1]]), "Dahua");
    let hall = ("onvif.scope", "onvif://www.onvif.org/name/Sony");
    assert_eq!(brand(&[hall, CAMERA[0], CAMERA[1]]), "Dahua");
}

#[test]
fn a_name_that_the_model_bears_out_is_the_brand_as_before() {
    assert_eq!(
        brand(&[
            ("onvif.scope", "onvif://www.onvif.org/name/Dahua"),
            ("onvif.scope.hardware", "IPC-HFW2228M-I1-V2"),
        ]),
        "Dahua"
    );
    assert_eq!(brand(&[("onvif.scope.name", "HiLook IPC-B140H")]), "HiLook");
}

#[test]
fn who_sells_or_puts_up_a_camera_is_not_its_brand() {
    for field in ["label.brand", "onvif.manufacturer", "upnp.manufacturer", "sadp.oem_info"] {
        for name in [
            "ADI Global Distribution",
            "ADI Global",
            "Niscayah",
            "Securitas",
            "Proximus",
            "KPN",
            "Gemeente Genk",
            "Stad Gent",
            "Ville de Liège",
            "Bosch Security Distribution",
        ] {
            assert_eq!(brand(&[(field, name)]), "", "{field} {name}");
        }
    }
    for field in ["snmp.sys_location", "onvif.scope.location", "isapi.system_contact"] {
        assert_eq!(brand(&[(field, "Honeywell")]), "", "{field}");
    }
}

/// The columns that an import takes for something, as it tells them.
fn columns(heading: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list.csv");
    std::fs::write(&list, format!("MAC;{heading};Locatie\n00:00:5e:00:53:09;Honeywell;Hal\n")).unwrap();
    let out = Command::new(env!("CARGO_BIN_EXE_oogmerk"))
        .args(["import", "--lang", "en", "--register"])
        .arg(folder.path().join("town.db"))
        .arg(&list)
        .output()
        .unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    let line = said.lines().find(|l| l.trim_start().starts_with("B ")).unwrap_or_default();
    line.rsplit_once("→ ").map_or(String::new(), |(_, field)| field.trim().to_owned())
}

#[test]
fn a_column_of_owners_or_dealers_is_no_column_of_brands() {
    for heading in ["Merk", "Fabrikant", "Merk recorder", "Hersteller"] {
        assert_eq!(columns(heading), "sheet.brand", "{heading}");
    }
    for heading in [
        "Company",
        "Company name",
        "Asset owner company",
        "Maintenance company",
        "Hersteller/Lieferant",
        "Brand owner",
        "Eigenaar merk",
        "Besitzer Hersteller",
        "Owner type",
        "Merk van de verkoper",
        "Brand distributor",
    ] {
        let field = columns(heading);
        assert!(["sheet.supplier", "sheet.note"].contains(&field.as_str()), "{heading}: {field}");
    }
}
