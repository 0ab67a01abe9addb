//! Every field a codec can name is in the closed vocabulary, `knowledge/fields.toml`.
#![allow(clippy::disallowed_methods, reason = "tests read files; the crate itself never does")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, found)?;
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

fn is_field_shaped(text: &str) -> bool {
    let parts: Vec<_> = text.split('.').collect();
    let word = |p: &&str| {
        !p.is_empty() && p.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    parts.len() >= 2 && parts.iter().all(word) && parts[0].bytes().any(|b| b.is_ascii_lowercase())
}

#[test]
fn no_codec_names_a_field_outside_the_vocabulary() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let vocabulary = std::fs::read_to_string(root.join("../../knowledge/fields.toml"))?;
    let fields: BTreeSet<&str> = vocabulary
        .lines()
        .filter_map(|l| l.strip_prefix("name = \"").and_then(|l| l.strip_suffix('"')))
        .collect();
    assert!(fields.len() > 100, "the vocabulary was not read");
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files)?;
    let mut unknown = BTreeSet::new();
    let mut named = 0;
    for file in files {
        let text = std::fs::read_to_string(&file)?;
        // `Field::of("…")` is always a field.
        for (marker, _) in text.match_indices("Field::of(\"") {
            let name = text[marker + 11..].split('"').next().unwrap_or_default();
            named += 1;
            if !fields.contains(name) && !name.ends_with(".banner") {
                unknown.insert(format!("{}: {name}", file.display()));
            }
        }
        // Literals given to a function that makes the field: shaped like one and with a prefix of the vocabulary.
        for literal in text.split('"').filter(|l| is_field_shaped(l)) {
            let prefix = literal.split('.').next().unwrap_or_default();
            let known_prefix = fields.iter().any(|f| f.split('.').next() == Some(prefix));
            if known_prefix && !fields.contains(literal) && !NOT_FIELDS.contains(&literal) {
                unknown.insert(format!("{}: {literal}", file.display()));
            }
            named += usize::from(fields.contains(literal));
        }
    }
    assert!(named > 50, "only {named} fields found: the search is broken");
    assert!(unknown.is_empty(), "not in knowledge/fields.toml: {unknown:#?}");
    Ok(())
}

/// Literals that look like fields and are not: addresses, files, display filters of Wireshark, keys of other tools.
const NOT_FIELDS: [&str; 10] = [
    "http.head.server",
    "http.useragent",
    "rtsp.head.server",
    "onvif.org",
    "snmp.pcap",
    "cdp.softwareversion",
    "dhcp.option.vendor_class_id",
    "lldp.tlv.system.desc",
    "sip.useragent",
    "ip.src",
];
