//! No maker's name in code: what is recognised stands in `knowledge/`, with its source. A protocol that is called after a
//! maker keeps its own words. Text is read, not compiled; strings alone are looked at, comments and tests are not.
#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Crates in which something could be recognised.
const ROOMS: [&str; 6] = ["identify", "import", "wire", "capture", "judge", "register"];
/// Files that hold a maker's word all the same, with the words and the reason.
const HELD: &[(&str, &[&str], &str)] = &[
    (
        "wire/src/answers/dialects.rs",
        &["avtech", "foscam", "reolink"],
        "what the interfaces are called; whose they are is said by tells",
    ),
    (
        "import/src/formats/shodan_json.rs",
        &["dahua", "hikvision"],
        "keys under which Shodan puts what it asked in their protocols",
    ),
    ("wire/src/codec/ssdp.rs", &["axis"], "the service that is asked for"),
    ("wire/src/codec/mdns.rs", &["axis"], "the service that is asked for"),
    ("wire/src/codec/http/ask.rs", &["axis"], "the path that is asked for"),
    ("wire/src/codec/http/clues.rs", &["axis"], "the path of a device's interface"),
    ("wire/src/codec/dhdiscover.rs", &["dahua"], "which family is asked, and the name of its port"),
    ("wire/src/codec/sadp.rs", &["hikvision"], "which family is asked"),
    ("wire/src/codec/tdp.rs", &["kasa"], "the older form of the protocol"),
    ("wire/src/codec/others.rs", &["hikvision", "dahua"], "what other programs call a protocol"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn files(folder: &Path, ends: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, ends, found);
        } else if path.to_string_lossy().ends_with(ends) {
            found.push(path);
        }
    }
}

/// What stands between quotation marks in a line.
fn quoted(line: &str) -> impl Iterator<Item = String> {
    line.replace("\\\"", "'")
        .replace("'\"'", "''")
        .split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .into_iter()
}

/// Keys, names and other names of all makers; shorter ones than four letters are any word.
fn makers() -> BTreeSet<String> {
    let mut vendors = Vec::new();
    files(&root().join("knowledge/vendors"), "vendor.toml", &mut vendors);
    let mut names = BTreeSet::new();
    for path in vendors {
        let text = std::fs::read_to_string(path).unwrap();
        let head = text.lines().take_while(|l| !l.starts_with("[["));
        let said = head.filter(|l| ["key =", "name =", "aliases ="].iter().any(|k| l.starts_with(k)));
        names.extend(said.flat_map(quoted).filter(|n| n.chars().count() >= 4));
    }
    names
}

/// Words of protocols and formats, as fields are called after them.
fn families() -> BTreeSet<String> {
    let text = std::fs::read_to_string(root().join("knowledge/fields.toml")).unwrap();
    let names = text.lines().filter(|l| l.starts_with("name =")).flat_map(quoted);
    names.filter_map(|n| n.split('.').next().map(str::to_owned)).collect()
}

fn holds_word(text: &str, word: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.match_indices(word).any(|(at, _)| {
        !is_part(text[..at].chars().next_back()) && !is_part(text[at + word.len()..].chars().next())
    })
}

/// The code of a file that is neither comment nor test.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let ends = ["#[cfg(test)]\nmod ", "#[test]"].into_iter().filter_map(|begins| text.find(begins));
    let end = ends.min().unwrap_or(text.len());
    text[..end].lines().filter(|l| !l.trim_start().starts_with("//"))
}

/// Makers named in the strings of a file, but for what is the name of a protocol, or of the file's own.
fn found_in(
    stem: &str,
    text: &str,
    makers: &BTreeSet<String>,
    families: &BTreeSet<String>,
) -> BTreeSet<String> {
    let of_protocol = |s: &str| s.split(['.', '-', ':']).next().is_some_and(|first| families.contains(first));
    code(text)
        .flat_map(quoted)
        .filter(|s| !of_protocol(s))
        .flat_map(|s| makers.iter().filter(move |m| holds_word(&s, m)).cloned().collect::<Vec<_>>())
        .filter(|maker| !stem.contains(maker.as_str()))
        .collect()
}

#[test]
fn no_code_outside_knowledge_names_a_maker() {
    let (makers, families) = (makers(), families());
    assert!(makers.len() > 300 && makers.contains("hikvision"), "the list of makers was not read");
    let mut seen = 0;
    for room in ROOMS {
        let mut sources = Vec::new();
        files(&root().join(format!("crates/oogmerk-{room}/src")), ".rs", &mut sources);
        for path in sources {
            let name = path.to_string_lossy().replace('\\', "/");
            if ["/laws/", "/tests/", "bench.rs", "trial.rs"].iter().any(|part| name.contains(part)) {
                continue;
            }
            let held =
                HELD.iter().find(|(file, ..)| name.ends_with(file)).map_or(&[][..], |(_, words, _)| words);
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            let found = found_in(&stem, &std::fs::read_to_string(&path).unwrap(), &makers, &families);
            let stray: Vec<&String> = found.iter().filter(|m| !held.contains(&m.as_str())).collect();
            assert!(
                stray.is_empty(),
                "{name} names {stray:?}: what recognises a maker is data under knowledge/"
            );
            seen += 1;
        }
    }
    assert!(seen > 100, "only {seen} files were looked at");
}

#[test]
fn a_name_in_a_string_is_found_and_a_protocols_own_word_is_not() {
    let check = |code: &str, want: &[&str]| {
        let found = found_in("reader", code, &makers(), &families());
        assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), want, "{code}");
    };
    check("if e.value == \"Hikvision\" {", &["hikvision"]);
    check("(\"content=\\\"MOBOTIX AG, Germany\\\"\", 1)", &["mobotix", "mobotix ag"]);
    check("let field = \"ubiquiti.model\";", &[]);
    check("// \"Hikvision\" in a comment", &[]);
    check("#[cfg(test)]\nmod tests { const A: &str = \"Hikvision\"; }", &[]);
}
