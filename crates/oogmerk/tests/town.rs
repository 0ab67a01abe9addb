//! The simulated town, from sockets to answers, against the truth the simulator alone knows: no wrong maker or kind, every
//! relabel seen, exactly the leaking devices leaking, exactly the undeclared ones undeclared.
#![allow(missing_docs, clippy::unwrap_used)]

use oogmerk_model::Kind;
use oogmerk_sim::Town;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

fn run(arguments: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_oogmerk")).args(arguments).output().unwrap();
    assert!(out.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

fn folded(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

/// The same facts, knowledge and day give the same answers again: in a copy of the register everything is derived once
/// more from the facts, because an input was added that holds nobody's equipment.
fn same_answers_when_derived_anew(keep: &Path, register: &str) {
    let copy = keep.join("again.db");
    std::fs::copy(register, &copy).unwrap();
    let copy = copy.to_str().unwrap();
    let list = |register: &str| run(&["register", "list", "--output", "jsonl", "--register", register]);
    let count = |register: &str| run(&["register", "count", "--register", register]);
    let rows = |register: &str| run(&["register", "reconcile", "--output", "jsonl", "--register", register]);
    let before = (list(register), count(register), rows(register));
    let nothing = keep.join("nothing.jsonl");
    let line = r#"{"schema":"oogmerk.evidence/1","subject":"x","field":"http.server","value":"nginx"}"#;
    std::fs::write(&nothing, format!("{line}\n")).unwrap();
    let said = run(&["import", nothing.to_str().unwrap(), "--register", copy]);
    assert!(said.contains("devices"), "nothing was derived: {said}");
    assert_eq!((list(copy), count(copy), rows(copy)), before);
}

/// What a council counts as one.
fn class(kind: Kind) -> Kind {
    if kind.is_camera() { Kind::Camera } else { kind }
}

/// Whether a device is said to be another kind than it is, or none that it can be.
fn is_wrong_kind(device: &serde_json::Value, truth: Kind) -> bool {
    let parse = |word: &serde_json::Value| word.as_str().and_then(Kind::parse).map(class);
    let kind = &device["kind"];
    match parse(&kind["value"]) {
        Some(kind) => kind != class(truth),
        None => kind["among"]
            .as_array()
            .is_some_and(|few| few.iter().all(|word| parse(word) != Some(class(truth)))),
    }
}

#[test]
fn the_demo_finds_what_the_town_hides() {
    let folder = tempfile::tempdir().unwrap();
    let keep = folder.path().join("town");
    let said = run(&["demo", "--headless", "--seed", "7", "--lang", "en", "--keep", keep.to_str().unwrap()]);
    assert!(said.contains("Dahua") && said.contains("Leaking"), "{said}");
    let register = keep.join("merelbrugge.db");
    let register = register.to_str().unwrap();

    let town = Town::merelbrugge(7);
    let mut found = BTreeMap::new();
    for line in run(&["register", "list", "--output", "jsonl", "--register", register]).lines() {
        let device: serde_json::Value = serde_json::from_str(line).unwrap();
        for mac in device["mac"].as_array().unwrap() {
            let before = found.insert(mac.as_str().unwrap().to_owned(), device.clone());
            assert!(before.is_none(), "{mac} is two devices");
        }
    }
    let (mut decided, mut relabelled, mut wrong) = (0, 0, Vec::new());
    for resident in town.registered() {
        let mac = resident.mac.to_string();
        let device =
            found.get(&mac).unwrap_or_else(|| panic!("{mac} ({}) was not found", resident.persona.brand));
        if is_wrong_kind(device, resident.persona.kind) {
            wrong.push(format!("{mac}: {}, is a {}", device["kind"], resident.persona.kind.as_str()));
        }
        let maker = device["maker"]["value"].as_str().unwrap_or("");
        if !maker.is_empty() {
            decided += 1;
            if folded(maker) != folded(resident.persona.maker) {
                wrong.push(format!("{mac}: {maker}, built by {}", resident.persona.maker));
            }
        }
        let brand = device["brand"]["value"].as_str().unwrap_or("");
        if !brand.is_empty() && !maker.is_empty() && folded(brand) != folded(maker) {
            relabelled += 1;
        }
        let leaks = device["isolation"]["verdict"] == "leaking";
        assert_eq!(leaks, resident.leaks, "{mac}: isolation");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let of = |truth: Kind| town.registered().filter(|r| class(r.persona.kind) == truth).count();
    let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let (cameras, recorders) = (of(Kind::Camera), of(Kind::Recorder));
    assert!(words.contains(&format!("holds {cameras} cameras and {recorders} recorders")), "{said}");
    let all = town.registered().count();
    // Open stay those that nothing in the town proves: cameras that only show the chip maker's server.
    let open: BTreeSet<&str> = town
        .registered()
        .filter(|r| found[&r.mac.to_string()]["maker"]["verdict"] != "decided")
        .map(|r| r.persona.maker)
        .collect();
    assert_eq!(open, BTreeSet::from([""]), "{decided} of {all} makers");
    assert!(relabelled >= 30, "only {relabelled} relabels were seen");

    // Declared against found, by the device's own MAC.
    let undeclared: BTreeSet<String> =
        run(&["register", "reconcile", "--output", "jsonl", "--register", register])
            .lines()
            .map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap())
            .filter(|d| d["kind"] == "found-not-declared")
            .map(|d| d["device"].as_str().unwrap().to_owned())
            .collect();
    for resident in town.registered().filter(|r| !r.declared) {
        let id = found[&resident.mac.to_string()]["id"].as_str().unwrap();
        assert!(undeclared.contains(id), "{} stands on no list and that was not said", resident.mac);
    }

    // People's own things left no trace.
    for resident in town.residents.iter().filter(|r| r.asset.is_empty()) {
        assert!(
            !found.contains_key(&resident.mac.to_string()),
            "somebody's {} is in the register",
            resident.mac
        );
    }

    same_answers_when_derived_anew(&keep, register);
    assert!(run(&["register", "check", "--register", register]).contains("\"ok\""));
    for lang in ["nl", "fr", "de", "en"] {
        assert!(run(&["report", "--register", register, "--lang", lang]).contains("Merelbrugge"));
        let id = found.values().next().unwrap()["id"].as_str().unwrap();
        assert!(run(&["explain", "--register", register, "--lang", lang, id]).len() > 200);
    }
}
