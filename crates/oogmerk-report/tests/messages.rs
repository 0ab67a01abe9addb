//! The message files: same messages in each language, every message said somewhere, no judging words, no faults.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test reads the files it is about")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const LANGUAGES: [&str; 4] = ["nl", "fr", "de", "en"];

/// Messages chosen by a word of the data: a family and what it is followed by.
const FAMILIES: [&str; 30] = [
    "kind-",
    "kinds-",
    "verdict-",
    "isolation-",
    "conclusion-",
    "strength-",
    "severity-",
    "relation-",
    "group-",
    "via-",
    "property-",
    "settle-",
    "missing-",
    "remedy-",
    "clue-",
    "month-long-",
    "month-short-",
    "h-",
    "makers-",
    "unknown-maker-",
    "why-not-",
    "filter-",
    "sort-",
    "site-",
    "status-",
    "statuses-",
    "knowledge-rows-",
    "evidence-class-",
    "edge-says-",
    "pattern-",
];

fn file(lang: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("messages/{lang}.ftl")))
        .unwrap()
}

/// Key to whole text, variants included.
fn messages(lang: &str) -> BTreeMap<String, String> {
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    let mut key = String::new();
    for line in file(lang).lines().filter(|l| !l.starts_with('#')) {
        match line.split_once(" = ") {
            Some((k, text)) if k.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') => {
                k.clone_into(&mut key);
                assert!(out.insert(key.clone(), text.to_owned()).is_none(), "{lang}: {k} stands twice");
            }
            _ => out.get_mut(&key).map_or((), |t| {
                t.push('\n');
                t.push_str(line);
            }),
        }
    }
    out
}

#[test]
fn every_language_has_the_same_messages_with_the_same_arguments_and_links() {
    let pieces = |text: &str, open: &str, stop: &[char]| -> BTreeSet<String> {
        text.split(open)
            .skip(1)
            .map(|r| r.split(stop).next().unwrap().trim().to_owned())
            .filter(|p| !p.is_empty())
            .collect()
    };
    let dutch = messages("nl");
    for lang in LANGUAGES {
        let other = messages(lang);
        let keys = |m: &BTreeMap<String, String>| m.keys().cloned().collect::<BTreeSet<_>>();
        let missing: Vec<_> = keys(&dutch).symmetric_difference(&keys(&other)).cloned().collect();
        assert!(missing.is_empty(), "{lang} differs from nl in {missing:?}");
        for (key, text) in &dutch {
            let theirs = &other[key];
            let links = |t: &str| pieces(t, "[[", &['|']);
            assert_eq!(links(text), links(theirs), "{lang}: links of {key}");
            for argument in pieces(theirs, "$", &[' ', '}', ')']) {
                assert!(
                    pieces(text, "$", &[' ', '}', ')']).contains(&argument),
                    "{lang}: {key} has ${argument}, nl has not"
                );
            }
        }
    }
}

#[test]
fn the_files_have_no_faults() {
    for lang in LANGUAGES {
        if let Err((_, faults)) = fluent_bundle::FluentResource::try_new(file(lang)) {
            panic!("{lang}: {faults:?}");
        }
        for (key, text) in messages(lang) {
            assert!(!text.contains(['<', '>', '&']) || text.contains("->"), "{lang}: {key} holds markup");
            assert_eq!(
                text.matches("[[").count(),
                text.matches("]]").count(),
                "{lang}: {key} has an open link"
            );
        }
    }
}

#[test]
fn nothing_is_called_safe_or_suspicious() {
    let forbidden = [
        "veilig",
        "onveilig",
        "verdacht",
        "spionage",
        "spion",
        "gevaar",
        "chinees",
        "chinese",
        "chinois",
        "chinesisch",
        "unsafe",
        " safe",
        "suspicious",
        "suspect",
        "spying",
        "espionage",
        "dangerous",
        "danger",
        "compliant",
        "sécurisé",
        "espionnage",
        "dangereux",
        "verdächtig",
        "gefährlich",
        "sicher",
        "unsicher",
    ];
    for lang in LANGUAGES {
        for (key, text) in messages(lang) {
            let text = text.to_lowercase();
            for word in forbidden {
                assert!(!text.contains(word), "{lang}: {key} says {word}");
            }
        }
    }
}

fn sources(folder: &Path, out: &mut String) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs" || e == "html") {
            out.push_str(&std::fs::read_to_string(path).unwrap_or_default());
        }
    }
}

#[test]
fn every_message_is_said_somewhere_and_every_message_said_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut code = String::new();
    for folder in ["src", "templates", "../oogmerk-web/src", "../oogmerk-web/templates"] {
        sources(&root.join(folder), &mut code);
    }
    let known = messages("nl");
    for key in known.keys() {
        let family = FAMILIES.iter().any(|f| key.starts_with(f)) || key.starts_with("policy-");
        let figures = code.contains(&format!("\"#{key}\""));
        assert!(family || figures || code.contains(&format!("\"{key}\"")), "{key} is never said");
    }
    for call in
        [".text(\"", ".say(\"", ".html(\"", "w.say(\n                \"", "w.html(\n                \""]
    {
        for key in code.split(call).skip(1).filter_map(|r| r.split('"').next()) {
            assert!(known.contains_key(key), "{key} is said but does not exist");
        }
    }
}

#[test]
fn every_list_that_is_judged_by_default_is_told_in_every_language_and_no_other() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge/policies");
    let mut standard = std::collections::BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let text = std::fs::read_to_string(entry.path().join("policy.toml")).unwrap_or_default();
        if text.lines().any(|l| l.trim() == "standard = true") {
            standard.insert(entry.file_name().to_string_lossy().into_owned());
        }
    }
    assert!(!standard.is_empty());
    for lang in LANGUAGES {
        for part in ["policy-name-", "policy-binds-"] {
            let told: std::collections::BTreeSet<String> =
                messages(lang).keys().filter_map(|k| k.strip_prefix(part)).map(str::to_owned).collect();
            assert_eq!(told, standard, "{lang}: {part}");
        }
    }
}
