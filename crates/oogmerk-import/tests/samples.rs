//! Every sample of `samples/<format>/` is recognised as the format of its folder, and gives exactly the facts that
//! stand beside it in `<file>.facts`. After a wanted change: `./dev golden`.

#![allow(clippy::disallowed_methods, reason = "tests read their samples; the crate reads none")]

mod held;

use held::{Held, options, read_bytes, read_with, vocabulary};
use oogmerk_import::{ColumnUse, Format, Options, sniff_table};
use oogmerk_model::{Fact, Means};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples");

fn samples() -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for folder in fs::read_dir(SAMPLES).expect("samples").flatten() {
        let name = folder.file_name().to_string_lossy().into_owned();
        if Format::parse(&name).is_none() {
            continue;
        }
        let files = fs::read_dir(folder.path()).expect("a folder").flatten().map(|f| f.path());
        found.extend(
            files
                .filter(|p| p.extension().is_none_or(|e| e != "md" && e != "facts"))
                .map(|p| (name.clone(), p)),
        );
    }
    found.sort();
    found
}

fn place(line: Option<u64>, offset: Option<u64>, column: Option<u32>) -> String {
    let mut text = String::new();
    for (mark, number) in [("l", line), ("@", offset), ("c", column.map(u64::from))] {
        if let Some(number) = number {
            let _ = write!(text, "{mark}{number}");
        }
    }
    text
}

fn shown(held: &Held) -> String {
    let mut text = format!(
        "# {} records={} passed-over={}\n",
        held.format(),
        held.outcome.records,
        held.outcome.passed_over
    );
    for fact in &held.facts {
        let line = match fact {
            Fact::Evidence(e) => {
                let o = &e.observation;
                let how = if e.decoded { "~" } else { "=" };
                let sheet = o.source.sheet.as_deref().map(|s| format!("{s}!")).unwrap_or_default();
                let seen = o.seen_at.map(|t| format!(" {t}")).unwrap_or_default();
                let place = place(o.source.line, e.place.offset, e.place.column);
                format!("{} {} {how} {:?} [{sheet}{place}{seen}]", o.subject, e.field, e.value)
            }
            Fact::Contact(c) => format!(
                "contact {} {:?} {} {:?}/{} packets={} bytes={} answered={} [l{}]",
                c.own,
                c.direction,
                c.peer,
                c.transport,
                c.port,
                c.packets,
                c.bytes,
                c.answered,
                c.source.line.unwrap_or(0)
            ),
            Fact::Window(w) => format!(
                "window {:?} {:?} frames={} sampled={} flows-only={}",
                w.from.map(|t| t.to_string()),
                w.to.map(|t| t.to_string()),
                w.frames,
                w.sampled,
                w.flows_only
            ),
            Fact::Problem(p) => {
                format!("problem {:?} {:?} [{}]", p.severity, p.reason, place(p.source.line, p.offset, None))
            }
            other => format!("{other:?}"),
        };
        text.push_str(&line);
        text.push('\n');
    }
    text
}

fn facts_path(sample: &Path) -> PathBuf {
    let mut name = sample.file_name().expect("a file").to_os_string();
    name.push(".facts");
    sample.with_file_name(name)
}

#[test]
fn every_sample_gives_the_golden_facts_beside_it() {
    let samples = samples();
    assert!(samples.len() >= 25, "{} samples", samples.len());
    let mut found = Vec::new();
    for (format, path) in samples {
        let held = read_bytes(&fs::read(&path).expect("a sample"));
        assert_eq!(held.format(), format, "{}", path.display());
        assert!(held.outcome.records > 0 && !held.facts.is_empty(), "{}", path.display());
        // What a codec alone reads is proved beside the codec.
        if format == "capture" || held.outcome.format.is_some_and(|f| f.codec().is_some()) {
            continue;
        }
        found.push((facts_path(&path), shown(&held)));
    }
    oogmerk_trial::golden::hold(found);
}

#[test]
fn every_format_has_a_sample_or_is_a_message_with_a_sample_of_its_codec() {
    for format in Format::ALL {
        let own = Path::new(SAMPLES).join(format.as_str()).is_dir();
        let codec = format.codec().is_some_and(|codec| Path::new(SAMPLES).join(codec).is_dir());
        assert!(own || codec || format.sample().is_some(), "{format}");
    }
}

#[test]
fn secrets_of_every_sample_stay_in_the_file() {
    for (_, path) in samples() {
        let held = read_bytes(&fs::read(&path).expect("a sample"));
        for e in held.evidence() {
            for secret in
                ["secret", "geheim", "admin", "pw@", "A. Person", "somebody@", "510500", "ssid", "home"]
            {
                assert!(!e.value.contains(secret), "{}: {} {:?}", path.display(), e.field, e.value);
            }
        }
    }
}

#[test]
fn every_field_that_leaves_is_of_the_vocabulary() {
    let vocabulary = vocabulary();
    for (_, path) in samples() {
        for e in read_bytes(&fs::read(&path).expect("a sample")).evidence() {
            assert!(vocabulary.admits(e.field.as_str()), "{}", e.field);
        }
    }
    // And those that no sample shows: every name in the source of this crate.
    let mut seen = 0;
    let mut folders = vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("source").flatten().map(|e| e.path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).expect("source");
            for part in text.split("Field::of(\"").skip(1) {
                let name = part.split('"').next().unwrap_or_default();
                assert!(vocabulary.admits(name), "{}: {name}", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn lines_read_one_by_one_give_what_they_give_together() {
    let bytes = fs::read(Path::new(SAMPLES).join("oogmerk-lines/mixed.jsonl")).expect("a sample");
    let (options, mut facts, mut offset) = (options(), Vec::new(), 0);
    for (i, line) in bytes.split_inclusive(|b| *b == b'\n').enumerate() {
        oogmerk_import::read_line(line, i as u64 + 1, offset, "case", &options, &mut facts);
        offset += line.len() as u64;
    }
    assert_eq!(facts, read_bytes(&bytes).facts);
}

#[test]
fn what_a_list_says_is_declared() {
    let held = read_bytes(&fs::read(Path::new(SAMPLES).join("spreadsheet-csv/lijst.csv")).expect("a sample"));
    assert!(
        held.evidence()
            .all(|e| e.observation.means == Means::Declared && e.field.as_str().starts_with("sheet."))
    );
    assert_eq!(held.values("sheet.price"), ["123456", "34900"]);
    assert_eq!(held.values("sheet.installed"), ["2019-05-01"]);
}

#[test]
fn a_plan_can_be_shown_changed_and_read_with() {
    let bytes = b"foo;bar;baz\nSample;SC-100;12\nSample;SC-200;13\n";
    let before = read_with(bytes, Format::parse("spreadsheet-csv"), &Options::new(vocabulary()));
    assert!(before.evidence().next().is_none());
    assert!(before.problems()[0].reason.contains("--map"));
    let mut plan = before.outcome.plan.expect("a plan to show");
    assert_eq!(
        plan.sheets[0].columns.iter().map(|c| c.heading.as_str()).collect::<Vec<_>>(),
        ["foo", "bar", "baz"]
    );
    plan.map("A=brand,B=model,C=-").expect("a change");
    let options = Options { plan: Some(plan), ..Options::new(vocabulary()) };
    let after = read_with(bytes, Format::parse("spreadsheet-csv"), &options);
    assert_eq!(after.values("sheet.model"), ["SC-100", "SC-200"]);
    assert!(after.problems().is_empty());
    let workbook = fs::read(Path::new(SAMPLES).join("spreadsheet-xlsx/lijst.xlsx")).expect("a sample");
    let plan = sniff_table(&workbook).expect("a plan");
    assert_eq!(plan.sheets.len(), 3);
    assert_eq!(plan.sheets[0].columns[1].becomes, ColumnUse::Field("sheet.brand".to_owned()));
    assert_eq!(plan.sheets[0].header_row, 4);
}
