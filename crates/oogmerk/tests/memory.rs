//! Readings that find no room in memory, through the real program: what is told is the same to the byte, and it is said
//! where they went. What is held is counted, not measured: `oogmerk-identify` has the law.
#![allow(missing_docs, clippy::unwrap_used)]

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};

fn identify(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oogmerk"));
    command.args(["identify", "--as-of", "2026-11-30"]).args(arguments).arg(folder).output().unwrap()
}

/// Lines of cameras, some of which a list and a second file speak of too.
fn write_inputs(folder: &Path) {
    let (mut lines, mut list) = (String::new(), "asset,brand,model,mac,place,installed\n".to_owned());
    for i in 0..120 {
        let mac = format!("44:47:cc:37:{:02x}:{:02x}", i / 60, i);
        for (field, value) in [
            ("http.server", "App-webs/".to_owned()),
            ("sadp.device_description", format!("DS-2CD2{:03}G1-I", i % 50)),
            ("http.title", format!("title {i} {}", "word ".repeat(i))),
            ("link.mac", mac.clone()),
        ] {
            let line = format!(
                r#"{{"schema":"oogmerk.evidence/1","subject":"x{i}","field":"{field}","value":"{value}"}}"#
            );
            writeln!(lines, "{line}").unwrap();
        }
        if i % 3 == 0 {
            writeln!(list, "A{i},Honeywell,M-{i},{mac},Hall {i},2021-03-{:02}", i % 27 + 1).unwrap();
        }
    }
    for i in 0..700 {
        let line = format!(
            r#"{{"schema":"oogmerk.evidence/1","subject":"talkative","field":"http.title","value":"IP CAM {i}"}}"#
        );
        writeln!(lines, "{line}").unwrap();
    }
    std::fs::write(folder.join("seen.jsonl"), &lines).unwrap();
    std::fs::write(folder.join("again.jsonl"), &lines[..lines.len() / 2]).unwrap();
    std::fs::write(folder.join("list.csv"), list).unwrap();
}

#[test]
fn what_is_told_does_not_depend_on_where_readings_lay() {
    let folder = tempfile::tempdir().unwrap();
    write_inputs(folder.path());
    for output in ["table", "jsonl", "csv"] {
        for include in ["registered", "all"] {
            let asked = ["--output", output, "--include", include];
            let want = identify(folder.path(), &asked);
            assert!(want.stdout.len() > 1_000);
            for most in ["0", "20000", "150000"] {
                let got = identify(folder.path(), &[&asked[..], &["--held-most", most]].concat());
                assert!(got.stdout == want.stdout, "{output} {include} with {most} bytes in memory");
                assert_eq!(got.status.code(), want.status.code());
                let said = String::from_utf8(got.stderr).unwrap();
                assert!(said.contains("temporary SQLite file"), "{said}");
                let rest: Vec<&str> = said.lines().filter(|l| !l.contains("SQLite")).collect();
                assert_eq!(rest.join("\n"), String::from_utf8_lossy(&want.stderr).trim_end());
            }
        }
    }
}

#[test]
fn it_is_said_in_four_languages_where_readings_go_and_nothing_stays_there() {
    let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write_inputs(folder.path());
    let words = [
        ("en", "they go to a temporary SQLite file in"),
        ("nl", "ze gaan naar een tijdelijk SQLite-bestand in"),
        ("fr", "elles vont dans un fichier SQLite temporaire dans"),
        ("de", "Sie kommen in eine temporäre SQLite-Datei in"),
    ];
    for (lang, sentence) in words {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oogmerk"));
        command.args(["identify", "--lang", lang, "--held-most", "0"]).arg(folder.path());
        let out = command.env("TMPDIR", outside.path()).output().unwrap();
        let said = String::from_utf8(out.stderr).unwrap();
        let place = outside.path().display().to_string();
        assert!(said.lines().any(|l| l.contains(sentence) && l.contains(&place)), "{said}");
        assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 0);
    }
}

#[test]
fn where_no_temporary_file_can_be_made_it_is_said_and_the_program_ends_with_four() {
    let folder = tempfile::tempdir().unwrap();
    write_inputs(folder.path());
    let mut command = Command::new(env!("CARGO_BIN_EXE_oogmerk"));
    command.args(["identify", "--output", "jsonl", "--held-most", "0"]).arg(folder.path());
    let out = command.env("TMPDIR", folder.path().join("nowhere")).output().unwrap();
    let said = String::from_utf8(out.stderr).unwrap();
    assert_eq!(out.status.code(), Some(4), "{said}");
    assert!(said.contains("the temporary file failed"), "{said}");
}

#[test]
fn where_even_names_find_no_room_it_is_said_and_the_program_ends_with_three() {
    let folder = tempfile::tempdir().unwrap();
    write_inputs(folder.path());
    let words = [
        ("en", "readings were not taken in"),
        ("nl", "gegevens zijn niet meegenomen"),
        ("fr", "données n’ont pas été prises en compte"),
        ("de", "Daten wurden nicht aufgenommen"),
    ];
    let narrow = ["--held-most", "0", "--named-most", "40000"];
    for (lang, sentence) in words {
        let out = identify(folder.path(), &[&["--output", "jsonl", "--lang", lang], &narrow[..]].concat());
        let said = String::from_utf8(out.stderr).unwrap();
        assert!(said.contains(sentence), "{said}");
        assert_eq!(out.status.code(), Some(3));
        assert!(!out.stdout.is_empty());
        let register = folder.path().join(format!("{lang}.db"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_oogmerk"));
        command.args(["import", "--lang", lang, "--register"]).arg(&register).args(narrow);
        let out = command.arg(folder.path().join("seen.jsonl")).output().unwrap();
        let said = String::from_utf8(out.stderr).unwrap();
        assert!(said.contains(sentence), "{said}");
        assert_eq!(out.status.code(), Some(3));
        assert!((10..60).contains(&listed(&register).len()));
    }
}

#[test]
fn standard_input_and_a_dry_run_say_the_same_whether_readings_find_room_or_not() {
    let folder = tempfile::tempdir().unwrap();
    write_inputs(folder.path());
    let mut told = Vec::new();
    for (name, held) in [("roomy.db", &[][..]), ("narrow.db", &["--held-most", "0"])] {
        let register = folder.path().join(name);
        import(&register, &folder.path().join("list.csv"), held);
        let run = |asked: &[&str], source: &str| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_oogmerk"));
            command.arg("import").args(asked).args(held).arg("--register").arg(&register).arg(source);
            let piped = std::fs::File::open(folder.path().join("seen.jsonl")).unwrap();
            let out = command.stdin(piped).output().unwrap();
            assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
            let said = String::from_utf8(out.stderr).unwrap();
            let rest: Vec<String> =
                said.lines().filter(|l| !l.contains("SQLite")).map(str::to_owned).collect();
            (String::from_utf8(out.stdout).unwrap(), rest)
        };
        let dry = run(&["--dry-run"], "-");
        assert!(dry.0.lines().filter(|line| line.starts_with("new ")).count() > 100, "{}", dry.0);
        let stored = run(&[], "-");
        assert!(stored.1.iter().any(|line| line.starts_with("-: ") && line.contains("facts stored")));
        told.push((dry, stored, listed(&register)));
    }
    assert_eq!(told[0], told[1]);
}

fn import(register: &Path, file: &Path, held: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oogmerk"));
    command.args(["import", "--body", "b", "--register"]).arg(register).args(held).arg(file);
    let out = command.output().unwrap();
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap() + &String::from_utf8(out.stderr).unwrap()
}

fn listed(register: &Path) -> Vec<String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oogmerk"));
    let out =
        command.args(["register", "list", "--output", "csv", "--register"]).arg(register).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8(out.stdout).unwrap();
    // Ids are minted at random; all else is as the files say.
    let mut rows: Vec<String> = text.lines().map(|l| l.split_once(',').unwrap().1.to_owned()).collect();
    rows.sort();
    rows
}

#[test]
fn a_register_holds_the_same_whether_readings_found_room_or_not() {
    let folder = tempfile::tempdir().unwrap();
    write_inputs(folder.path());
    let (roomy, narrow) = (folder.path().join("roomy.db"), folder.path().join("narrow.db"));
    for name in ["list.csv", "seen.jsonl"] {
        let file = folder.path().join(name);
        let want = import(&roomy, &file, &[]);
        let got = import(&narrow, &file, &["--held-most", "0"]);
        assert!(got.contains("temporary SQLite file"), "{got}");
        let facts =
            |said: &str| said.lines().filter(|l| !l.contains("SQLite")).collect::<Vec<_>>().join("\n");
        assert_eq!(facts(&got), facts(&want));
        let again = import(&narrow, &file, &["--held-most", "0"]);
        assert!(again.contains(" 0 facts stored"), "{again}");
    }
    assert!(listed(&roomy).len() > 100);
    assert_eq!(listed(&narrow), listed(&roomy));
}
