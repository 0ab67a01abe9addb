//! What is counted, through the program: two parts of a maker's number, kinds that are open, and sums that agree.
#![allow(missing_docs, clippy::unwrap_used)]

use serde_json::Value;
use std::path::Path;
use std::process::Command;

fn run(arguments: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_oogmerk")).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(matches!(out.status.code(), Some(0 | 3)), "{arguments:?}: {}", text(&out.stderr));
    text(&out.stdout)
}

fn line(subject: &str, field: &str, value: &str) -> String {
    let line = serde_json::json!({"schema": "oogmerk.evidence/1", "subject": subject, "field": field, "value": value});
    format!("{line}\n")
}

/// A register of one file of lines.
fn register(folder: &Path, lines: &str) -> String {
    let input = folder.join("net.jsonl");
    std::fs::write(&input, lines).unwrap();
    let register = folder.join("r.db").to_str().unwrap().to_owned();
    run(&["import", input.to_str().unwrap(), "--register", &register]);
    register
}

/// A camera, what is a camera or a recorder, what gave a model and no kind, and somebody's host.
fn mixed() -> String {
    [
        line("a", "snmp.sys_descr", "; AXIS P3245-LV; Network Camera; 9.80.2; Jul 09 2020 08:29; 1; 1;"),
        line("b", "http.server", "DNVRS-Webs"),
        line("c", "onvif.model", "QX7-IR/25"),
        line("d", "http.server", "nginx"),
    ]
    .concat()
}

fn count(register: &str, by: &str, of: &[&str]) -> Value {
    let base = ["register", "count", "--by", by, "--output", "jsonl", "--register", register];
    serde_json::from_str(&run(&[&base[..], of].concat())).unwrap()
}

#[test]
fn what_may_be_of_the_asked_kind_raises_the_at_most_and_is_never_proved() {
    let folder = tempfile::tempdir().unwrap();
    let register = register(folder.path(), &mixed());
    let open =
        |count: &Value| ["undecided", "contested", "kind_open"].map(|key| count[key].as_u64().unwrap());
    let total = |count: &Value| ["proved", "at_most"].map(|key| count["total"][key].as_u64().unwrap());

    let cameras = count(&register, "kind", &["--of", "cameras"]);
    assert_eq!((cameras["of"].as_str(), &cameras["by"]), (Some("cameras"), &serde_json::json!(["kind"])));
    assert_eq!((open(&cameras), total(&cameras)), ([0, 0, 2], [1, 3]), "{cameras}");
    let recorders = count(&register, "kind", &["--of", "recorders"]);
    assert_eq!((open(&recorders), total(&recorders)), ([0, 0, 2], [0, 2]), "{recorders}");
    // Whatever of the two it is, it is registered.
    let registered = count(&register, "kind", &["--of", "registered"]);
    assert_eq!((open(&registered), total(&registered)), ([1, 0, 1], [2, 3]), "{registered}");
    // One total, by whatever it is counted, and as many devices as the list has.
    for by in ["maker", "brand"] {
        let of = count(&register, by, &["--of", "registered"]);
        assert_eq!(total(&of), total(&registered), "{of}");
    }
    let listed = run(&["register", "list", "--output", "jsonl", "--register", &register]).lines().count();
    assert_eq!(listed, 3);
}

#[test]
fn a_maker_is_counted_as_established_and_on_tested_facts_on_every_page() {
    let folder = tempfile::tempdir().unwrap();
    let register = register(folder.path(), &mixed());
    let makers = count(&register, "maker", &[]);
    for row in makers["rows"].as_array().unwrap() {
        assert!(row["established"].as_u64().unwrap() <= row["proved"].as_u64().unwrap(), "{row}");
    }
    assert!(count(&register, "brand", &[])["rows"][0].get("established").is_none());
    for (lang, established, tested) in [
        ("en", "Established", "On tested facts"),
        ("nl", "Vastgesteld", "Op getoetste feiten"),
        ("fr", "Établi", "Sur des faits vérifiés"),
        ("de", "Festgestellt", "Nach geprüften Tatsachen"),
    ] {
        let table = run(&["register", "count", "--lang", lang, "--register", &register]);
        let page = run(&["report", "--lang", lang, "--register", &register]);
        for (place, text) in [("the table", table), ("the page", page)] {
            assert!(text.contains(established) && text.contains(tested), "{lang}: {place}");
        }
    }
}

#[test]
fn the_register_counts_as_many_unknown_hosts_as_identify() {
    let folder = tempfile::tempdir().unwrap();
    let host = |n: u8, port: &str| {
        format!(
            "Starting Nmap 7.80 ( https://nmap.org ) at 2024-07-19 14:18 CEST\nNmap scan report for 10.9.0.{n}\n\
             Host is up (0.0017s latency).\n\nPORT     STATE SERVICE VERSION\n{port}\n\n\
             Nmap done: 1 IP address (1 host up) scanned in 3.22 seconds\n"
        )
    };
    for (n, port) in [
        (1, "554/tcp  open  rtsp"),
        (2, "80/tcp   open  http"),
        (3, "21/tcp   open  ftp     BusyBox ftpd (D-Link DCS-932L IP-Cam camera)"),
        (4, "8554/tcp open  rtsp-alt"),
    ] {
        std::fs::write(folder.path().join(format!("host{n}.nmap")), host(n, port)).unwrap();
    }
    let inputs = folder.path().to_str().unwrap();
    let told = run(&["identify", "--output", "jsonl", inputs]);
    let records: Vec<Value> = told.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let of = |schema: &str| records.iter().filter(|r| r["schema"] == schema).cloned().collect::<Vec<_>>();
    let (devices, others) = (of("oogmerk.device/1"), of("oogmerk.bystanders/1"));
    let unknown = others.iter().map(|b| b["count"].as_u64().unwrap()).sum::<u64>();
    assert_eq!(devices.len() as u64 + unknown, 4, "{told}");
    for property in ["kind", "brand", "maker", "model"] {
        assert!(devices.iter().all(|d| d[property]["value"].is_null()), "{property} on nmap's word alone");
    }
    let registers = tempfile::tempdir().unwrap();
    let register = registers.path().join("r.db");
    let register = register.to_str().unwrap();
    run(&["import", inputs, "--register", register]);
    let listed = run(&["register", "list", "--register", register]);
    assert!(listed.contains(&format!("not registered: {unknown} unknown devices")), "{listed}");
    let stored = run(&["register", "list", "--output", "jsonl", "--register", register]);
    assert_eq!(stored.lines().count(), devices.len());
}
