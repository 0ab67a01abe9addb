//! Who is listed, who is left out and how many that are: through the program, by what it prints and what it stores.
#![allow(missing_docs, clippy::unwrap_used)]

use std::path::Path;
use std::process::Command;

fn run(arguments: &[&str]) -> (String, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_oogmerk")).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(matches!(out.status.code(), Some(0 | 3)), "{arguments:?}: {}", text(&out.stderr));
    (text(&out.stdout), text(&out.stderr))
}

fn lines(rows: &[(&str, &str, &str)]) -> String {
    let line = |(subject, field, value): &(&str, &str, &str)| {
        serde_json::json!({"schema": "oogmerk.evidence/1", "subject": subject, "field": field, "value": value})
            .to_string()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n") + "\n"
}

fn records(folder: &Path, schema: &str) -> Vec<serde_json::Value> {
    let (out, _) = run(&["identify", "--output", "jsonl", folder.to_str().unwrap()]);
    let all = out.lines().map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap());
    all.filter(|d| d["schema"].as_str().is_some_and(|s| s.starts_with(schema))).collect()
}

/// Replies as a technician saves them: one dome, a reply a file, no address in any.
fn replies(folder: &Path) -> usize {
    let envelope = |body: &str| {
        format!(
            "<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" \
             xmlns:tds=\"http://www.onvif.org/ver10/device/wsdl\" xmlns:tt=\"http://www.onvif.org/ver10/schema\">\
             <s:Body>{body}</s:Body></s:Envelope>"
        )
    };
    let bodies = [
        "<tds:GetDeviceInformationResponse><tds:Manufacturer>Novak</tds:Manufacturer><tds:Model>QX7-IR/25</tds:Model>\
         <tds:FirmwareVersion>V5.5.3 build 180822</tds:FirmwareVersion>\
         <tds:SerialNumber>QX720190430AA01</tds:SerialNumber></tds:GetDeviceInformationResponse>",
        "<tds:GetHostnameResponse><tds:HostnameInformation><tt:Name>dome</tt:Name></tds:HostnameInformation>\
         </tds:GetHostnameResponse>",
        "<tds:GetNetworkProtocolsResponse><tds:NetworkProtocols><tt:Name>RTSP</tt:Name></tds:NetworkProtocols>\
         </tds:GetNetworkProtocolsResponse>",
    ];
    for (n, body) in bodies.iter().enumerate() {
        std::fs::write(folder.join(format!("reply{n}.xml")), envelope(body)).unwrap();
    }
    bodies.len()
}

#[test]
fn replies_of_a_surveillance_protocol_are_listed_and_stored_with_their_kind_open() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = folder.path().join("replies");
    std::fs::create_dir(&inputs).unwrap();
    let count = replies(&inputs);
    let devices = records(&inputs, "oogmerk.device/");
    let files: std::collections::BTreeSet<&str> =
        devices.iter().flat_map(|d| d["seen_in"].as_array().unwrap()).filter_map(|f| f.as_str()).collect();
    assert_eq!(files.len(), count, "{devices:#?}");
    assert!(devices.iter().any(|d| d["model"]["value"] == "QX7-IR/25"));
    assert!(devices.iter().all(|d| d["kind"]["verdict"] != "decided"), "an answer alone names no kind");
    assert!(records(&inputs, "oogmerk.bystanders/").is_empty());

    let register = folder.path().join("r.db");
    let register = register.to_str().unwrap();
    run(&["import", inputs.to_str().unwrap(), "--register", register]);
    let (stored, _) = run(&["register", "list", "--output", "jsonl", "--register", register]);
    for word in ["QX7-IR/25", "QX720190430AA01", "V5.5.3 build 180822"] {
        assert!(stored.contains(word), "{word} was dropped at import");
    }
    assert_eq!(stored.lines().count(), devices.len());
}

#[test]
fn those_left_out_of_several_files_are_summed() {
    let folder = tempfile::tempdir().unwrap();
    let register = folder.path().join("r.db");
    let register = register.to_str().unwrap();
    for file in 1..=2 {
        let rows: Vec<(String, String)> =
            (1..=3).map(|n| (format!("p{file}{n}"), format!("3c:28:6d:77:0{file}:0{n}"))).collect();
        let facts: Vec<(&str, &str, &str)> = rows
            .iter()
            .flat_map(|(who, mac)| {
                [(who.as_str(), "dhcp.vendor_class", "android-dhcp-13"), (who, "link.mac", mac)]
            })
            .collect();
        let path = folder.path().join(format!("phones{file}.jsonl"));
        std::fs::write(&path, lines(&facts)).unwrap();
        run(&["import", path.to_str().unwrap(), "--register", register]);
        // Once more, under another name: the same look.
        let copy = folder.path().join(format!("copy{file}.jsonl"));
        std::fs::copy(&path, &copy).unwrap();
        run(&["import", copy.to_str().unwrap(), "--register", register]);
    }
    let (page, _) = run(&["report", "--lang", "en", "--register", register]);
    let told = page.split("Who else was seen").last().unwrap();
    assert!(told.contains('6'), "{}", told.chars().take(400).collect::<String>());
}

#[test]
fn somebodys_laptop_with_a_page_about_cameras_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("net.jsonl");
    let facts = lines(&[
        ("a", "http.title", "Axis ip camera test blog"),
        ("a", "dhcp.hostname", "laptop-jan"),
        ("a", "link.mac", "3c:28:6d:77:88:aa"),
        ("b", "ftp.banner", "220 Sony webcam pictures of my holidays"),
        ("b", "dhcp.hostname", "pc-marie"),
        ("c", "dhcp.vendor_class", "android-dhcp-13"),
        ("c", "dhcp.hostname", "gsm-piet"),
        ("c", "link.mac", "3c:28:6d:77:88:bb"),
    ]);
    std::fs::write(&input, facts).unwrap();
    // A list that names the telephone makes no equipment of it.
    let list = folder.path().join("list.csv");
    std::fs::write(&list, "Nummer;Merk;MAC\nT1;Samsung;3c:28:6d:77:88:bb\n").unwrap();
    let register = folder.path().join("r.db");
    let (input, list, register) =
        (input.to_str().unwrap(), list.to_str().unwrap(), register.to_str().unwrap());
    let (told, _) = run(&["identify", "--output", "jsonl", input]);
    run(&["import", list, input, "--register", register]);
    let (stored, _) = run(&["register", "export", "--register", register]);
    let (listed, _) = run(&["register", "list", "--output", "jsonl", "--register", register]);
    for word in ["laptop-jan", "pc-marie", "gsm-piet", "blog", "holidays", "3c:28:6d:77:88:aa"] {
        for (place, text) in [("identify", &told), ("the register", &stored), ("the list", &listed)] {
            assert!(!text.contains(word), "{word} stands in {place}");
        }
    }
}

#[test]
fn one_input_under_two_names_is_one_look() {
    let folder = tempfile::tempdir().unwrap();
    let facts = lines(&[("x", "http.server", "nginx"), ("y", "http.server", "App-webs/")]);
    for name in ["a.jsonl", "b.jsonl"] {
        std::fs::write(folder.path().join(name), &facts).unwrap();
    }
    let told = |order: &[&str]| {
        let files: Vec<String> = order.iter().map(|f| folder.path().join(f).display().to_string()).collect();
        let mut words = vec!["identify", "--output", "jsonl", "--as-of", "2026-11-30"];
        words.extend(files.iter().map(String::as_str));
        run(&words)
    };
    let (want, quiet) = told(&["a.jsonl"]);
    assert!(quiet.is_empty(), "{quiet}");
    assert_eq!(told(&["a.jsonl", "a.jsonl"]).0, want);
    for order in [["a.jsonl", "b.jsonl"], ["b.jsonl", "a.jsonl"]] {
        let (out, said) = told(&order);
        assert_eq!(out, want, "{order:?}");
        assert!(said.contains("the same bytes as"), "{said}");
    }
}
