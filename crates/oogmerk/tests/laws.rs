//! Tries to break the laws through the program, as `docs/laws.md` lists them: those that no other test repeats.
#![allow(missing_docs, clippy::unwrap_used)]

use serde_json::Value;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

fn program(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_oogmerk")).args(arguments).output().unwrap()
}

/// Exit code, standard output and standard error.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let out = program(arguments);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (out.status.code().unwrap(), text(&out.stdout), text(&out.stderr))
}

fn line(subject: &str, field: &str, value: &str) -> String {
    let line = serde_json::json!({"schema": "oogmerk.evidence/1", "subject": subject, "field": field, "value": value});
    format!("{line}\n")
}

fn written(folder: &Path, name: &str, bytes: &[u8]) -> String {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

/// What the program says of one device that shows this.
fn device(readings: &[(&str, &str)]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let lines: String = readings.iter().map(|(field, value)| line("x", field, value)).collect();
    let input = written(folder.path(), "x.jsonl", lines.as_bytes());
    let (_, out, _) = run(&["identify", "--include", "all", "--output", "jsonl", &input]);
    serde_json::from_str(out.lines().next().unwrap()).unwrap()
}

#[test]
fn a_stack_or_a_protocol_alone_names_no_kind() {
    for reading in [
        ("http.server", "DNVRS-Webs"),
        ("http.server", "App-webs/"),
        ("http.server", "GeoHttpServer"),
        ("protocol.answered", "sadp"),
        ("protocol.answered", "dhdiscover"),
        ("protocol.answered", "panasonic"),
        ("protocol.answered", "sony"),
        ("protocol.answered", "vivotek"),
        ("onvif.scope.name", "HIKVISION"),
        ("nmap.service", "BusyBox ftpd (D-Link DCS-932L IP-Cam camera)"),
    ] {
        let device = device(&[reading]);
        assert_eq!(device["kind"]["value"], Value::Null, "{reading:?}: {}", device["kind"]);
    }
}

#[test]
fn what_an_owner_may_write_names_a_kind_only_beside_what_he_does_not() {
    let name = ("dhcp.hostname", "DS-2CD2385G1-I");
    let alone = device(&[name]);
    for property in ["kind", "brand", "maker"] {
        assert_eq!(alone[property]["value"], Value::Null, "{property}: {}", alone[property]);
    }
    assert_eq!(alone["model"]["value"], "DS-2CD2385G1-I", "what it is called is told");
    // The address block of a firm that sells such things, and an answer of surveillance.
    for shown in [("link.mac", "44:19:b6:33:44:55"), ("protocol.answered", "onvif")] {
        assert_eq!(device(&[name, shown])["kind"]["value"], "camera", "{shown:?}");
    }
    // Another firm's block, and a page of a router.
    for shown in [("link.mac", "3c:52:82:33:44:55"), ("http.server", "lighttpd")] {
        assert_eq!(device(&[name, shown])["kind"]["value"], Value::Null, "{shown:?}");
    }
}

#[test]
fn an_interface_and_the_block_of_its_house_are_two_voices_and_neither_is_one_that_decides() {
    let (server, block) = (("http.server", "App-webs/"), ("link.mac", "44:19:b6:33:44:55"));
    let maker = |readings: &[(&str, &str)]| device(readings)["maker"]["value"].clone();
    assert_eq!(maker(&[server, block]), "Hikvision");
    // One alone, another firm's block, and a name that its owner may set.
    let elsewhere = ("link.mac", "00:40:8c:33:44:55");
    for readings in
        [&[server][..], &[block], &[server, elsewhere], &[("dhcp.hostname", "DS-2CD2385G1-I"), block]]
    {
        assert_eq!(maker(readings), Value::Null, "{readings:?}");
    }
}

#[test]
fn two_readings_of_one_label_or_answer_and_names_that_owners_set_decide_no_maker() {
    for readings in [
        &[("label.brand", "Bosch"), ("label.model", "NBE-3502-AL")][..],
        &[("onvif.manufacturer", "AXIS"), ("onvif.model", "M3045-V")],
        &[("onvif.scope.name", "HIKVISION")],
        &[("dhcp.hostname", "DS-2CD2385G1-I")],
        &[("nmap.service", "BusyBox ftpd (D-Link DCS-932L IP-Cam camera)")],
    ] {
        let device = device(readings);
        assert_eq!(device["maker"]["value"], Value::Null, "{readings:?}: {}", device["maker"]);
    }
    let guessed = device(&[("nmap.service", "BusyBox ftpd (D-Link DCS-932L IP-Cam camera)")]);
    assert_eq!((&guessed["brand"]["value"], &guessed["model"]["value"]), (&Value::Null, &Value::Null));
}

#[test]
fn language_and_working_folder_change_no_record() {
    let folder = tempfile::tempdir().unwrap();
    let lines = [line("a", "http.server", "DNVRS-Webs"), line("b", "onvif.manufacturer", "AXIS")].concat();
    let input = written(folder.path(), "net.jsonl", lines.as_bytes());
    let away = tempfile::tempdir().unwrap();
    let told = |lang: &str, from: &Path| {
        let words = ["identify", "--output", "jsonl", "--as-of", "2026-11-30", "--lang", lang, &input];
        let out = Command::new(env!("CARGO_BIN_EXE_oogmerk")).args(words).current_dir(from).output().unwrap();
        String::from_utf8_lossy(&out.stdout).into_owned()
    };
    let want = told("nl", folder.path());
    assert_eq!(want.lines().count(), 2, "{want}");
    for lang in ["fr", "de", "en", "nl"] {
        assert_eq!(told(lang, away.path()), want, "{lang}");
    }
}

#[test]
fn a_capture_without_a_packet_is_no_look_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let words = [0xa1b2_c3d4u32, 0x0004_0002, 0, 0, 65_535, 1];
    let header: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    let input = written(folder.path(), "empty.pcap", &header);
    let (code, _, said) = run(&["identify", &input]);
    assert!(code == 3 && said.contains("no record in it"), "{code}: {said}");
}

#[test]
fn a_camera_that_a_later_look_does_not_hear_stays() {
    let folder = tempfile::tempdir().unwrap();
    let register = folder.path().join("r.db");
    let register = register.to_str().unwrap();
    let mac = |subject: &str, mac: &str| line(subject, "link.mac", mac);
    let camera = [line("a", "http.server", "DNVRS-Webs"), mac("a", "bc:ad:28:00:00:01")].concat();
    let other = [line("b", "http.server", "DNVRS-Webs"), mac("b", "bc:ad:28:00:00:02")].concat();
    for (name, lines) in [("before.jsonl", camera), ("later.jsonl", other)] {
        let input = written(folder.path(), name, lines.as_bytes());
        assert_eq!(run(&["import", &input, "--register", register]).0, 0);
    }
    let (_, listed, _) = run(&["register", "list", "--output", "jsonl", "--register", register]);
    assert!(listed.contains("bc:ad:28:00:00:01") && listed.contains("bc:ad:28:00:00:02"), "{listed}");
}

/// Looks for words in all that was said, and byte by byte in all that was written.
fn nowhere(words: &[&str], said: &str, folder: &Path, input: &str) {
    for word in words {
        assert!(!said.contains(word), "{word} is said: {said}");
    }
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.to_str() == Some(input) {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        for word in words {
            let found = bytes.windows(word.len()).any(|w| w == word.as_bytes());
            assert!(!found, "{word} stands in {}", path.display());
        }
    }
}

#[test]
fn what_a_line_calls_itself_is_repeated_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let lines = [
        line("Piet Peeters", "geheim.van.piet", "v"),
        r#"{"schema":"oogmerk.observation/1","subject":"Piet Peeters","protocol":"geheim van Piet","payload":"x"}"#.to_owned() + "\n",
        r#"{"schema":"geheim.van.piet/1","subject":"Piet Peeters"}"#.to_owned() + "\n",
        r#"{"schema":"oogmerk.evidence/Piet","subject":"Piet Peeters"}"#.to_owned() + "\n",
        line("Piet Peeters", "http.server", "nginx"),
    ]
    .concat();
    let input = written(folder.path(), "net.jsonl", lines.as_bytes());
    let register = folder.path().join("r.db");
    let (code, out, said) = run(&["identify", "--output", "jsonl", &input]);
    assert_eq!(code, 3, "{said}");
    let (_, more, stored) = run(&["import", &input, "--register", register.to_str().unwrap()]);
    assert!(said.contains("line 1") && said.contains("line 4"), "each is named by its place: {said}");
    nowhere(&["Piet", "piet"], &[out, said, more, stored].concat(), folder.path(), &input);
}

#[test]
fn a_password_within_a_remark_is_stored_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let list = "Nummer;Merk;MAC;Plaats;Opmerking\n\
                C1;Axis;ac:cc:8e:00:00:01;Hal (wachtwoord Zomer24);wachtwoord is Zomer24 en hangt scheef\n\
                C2;Axis;ac:cc:8e:00:00:02;Hal;login admin / Zomer25!\n\
                C3;Axis;ac:cc:8e:00:00:03;Hal;pw: Zomer26\n\
                C4;Axis;ac:cc:8e:00:00:04;Hal;mot de passe Zomer27\n";
    let input = written(folder.path(), "list.csv", list.as_bytes());
    let register = folder.path().join("r.db");
    let register = register.to_str().unwrap();
    let (code, out, said) = run(&["import", &input, "--register", register]);
    assert_eq!(code, 0, "{said}");
    let (_, exported, _) = run(&["register", "export", "--register", register]);
    assert!(exported.contains("en hangt scheef"), "the remark itself stays");
    nowhere(&["Zomer"], &[out, said, exported].concat(), folder.path(), &input);
}

/// A device on a loopback address that gives one answer to whoever connects, and tells what it was asked.
fn serving(ip: &str, answer: &'static [u8]) -> (String, Receiver<Vec<u8>>) {
    let listener = TcpListener::bind((ip, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let (asked, heard) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream): Result<TcpStream, _> = stream else { return };
            let mut request = vec![0; 4096];
            let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
            let read = stream.read(&mut request).unwrap_or(0);
            request.truncate(read);
            let _ = stream.write_all(answer);
            if asked.send(request).is_err() {
                return;
            }
        }
    });
    // The survey raises the port of every question by this much.
    (port.checked_sub(80).unwrap().to_string(), heard)
}

fn asked(ip: &str, answer: &'static [u8], more: &[&str]) -> Vec<Vec<u8>> {
    let (shift, heard) = serving(ip, answer);
    let words = ["discover", ip, "--only", "http", "--loopback-port-shift", &shift];
    assert_eq!(run(&[&words[..], more].concat()).0, 0);
    heard.try_iter().collect()
}

#[test]
fn a_door_that_is_closed_or_leads_elsewhere_is_asked_once() {
    let log_in =
        b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n";
    let elsewhere = b"HTTP/1.1 302 Found\r\nLocation: /cgi-bin/reboot.cgi\r\nContent-Length: 0\r\n\r\n";
    for (ip, answer) in [("127.77.9.1", &log_in[..]), ("127.77.9.2", &elsewhere[..])] {
        let requests = asked(ip, answer, &[]);
        assert_eq!(requests.len(), 1, "{requests:?}");
        let request = String::from_utf8_lossy(&requests[0]).to_lowercase();
        assert!(request.starts_with("get / ") && !request.contains("authorization"), "{request}");
    }
}

#[test]
fn a_dry_run_knocks_nowhere() {
    assert!(asked("127.77.9.3", b"HTTP/1.1 200 OK\r\n\r\n", &["--dry-run"]).is_empty());
}

#[test]
fn a_warrant_that_nobody_checks_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let warrant = written(folder.path(), "warrant.toml", b"ranges = [\"10.0.0.0/8\"]\n");
    let (code, out, said) = run(&["discover", "10.0.0.1", "--warrant", &warrant]);
    assert!(code == 5 && out.is_empty(), "{code}: {said}");
}
