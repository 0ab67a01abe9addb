//! Whose word an inventory agent's is: told as the agent's, deciding nothing, against the device's own and without it.
#![allow(missing_docs, clippy::unwrap_used)]

use serde_json::Value;
use std::process::Command;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/agent-xml/netinventory.xml");

fn run(arguments: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_oogmerk")).args(arguments).output().unwrap();
    assert!(out.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).into_owned()
}

fn devices(out: &str) -> Vec<Value> {
    let records = out.lines().map(|l| serde_json::from_str::<Value>(l).unwrap());
    records.filter(|d| d["schema"] == "oogmerk.device/1").collect()
}

fn check_camera(device: &Value) {
    for (property, value) in
        [("kind", "camera"), ("brand", "Axis"), ("model", "P3245-LV"), ("firmware", "9.80.2")]
    {
        assert_eq!(device[property]["value"], value, "{}", device[property]);
    }
}

#[test]
fn what_an_agent_calls_a_printer_is_what_it_says_of_itself() {
    let all = devices(&run(&["identify", "--include", "all", "--output", "jsonl", SAMPLE]));
    let of = |ip: &str| all.iter().find(|d| d["ip"][0] == ip).unwrap();
    check_camera(of("192.0.2.45"));
    let unknown = of("192.0.2.47");
    assert_eq!(unknown["kind"]["verdict"], "undecided", "an agent's word alone: {}", unknown["kind"]);
    for (lang, words) in [
        ("en", "inventory agent takes it for"),
        ("nl", "inventarisprogramma houdt het"),
        ("fr", "agent d'inventaire le prend pour"),
        ("de", "Inventarprogramm hält es"),
    ] {
        let id = of("192.0.2.45")["id"].as_str().unwrap();
        let told = run(&["explain", "--lang", lang, id, SAMPLE]);
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(words), "{lang}: {told}");
    }
}

#[test]
fn a_list_with_the_agents_type_takes_no_kind_away() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("export.csv");
    let rows = "Nom;Fabricant;Type;Modèle;Réseau - Adresse MAC\n\
                cam-hall;Axis;PRINTER;5400plus Network Print Server;ac:cc:8e:00:00:45\n";
    std::fs::write(&list, rows).unwrap();
    let register = folder.path().join("r.db");
    let (list, register) = (list.to_str().unwrap(), register.to_str().unwrap());
    run(&["import", list, SAMPLE, "--register", register]);
    let listed = devices(&run(&["register", "list", "--output", "jsonl", "--register", register]));
    let camera = listed.iter().find(|d| d["mac"][0] == "ac:cc:8e:00:00:45").unwrap();
    check_camera(camera);
    let differs = run(&["register", "reconcile", "--register", register]);
    assert!(
        differs.contains("5400plus Network Print Server ↔ P3245-LV"),
        "what the list says is told against what was found: {differs}"
    );
}
