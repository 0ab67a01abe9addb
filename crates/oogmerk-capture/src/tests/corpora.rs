//! Captures of others: none may break the reader, and where their truth is known the contacts must be exactly it.

#![allow(clippy::disallowed_methods, reason = "a test over files")]

use crate::{Options, Reader, looks_like_capture};
use oogmerk_model::{Direction, Fact, ProblemSeverity, Reach};
use std::collections::BTreeSet;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

fn corpora() -> Option<PathBuf> {
    let path = std::env::var_os("OOGMERK_CORPORA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora"), PathBuf::from);
    path.is_dir().then_some(path)
}

fn facts(path: &Path) -> Vec<Fact> {
    let bytes = std::fs::read(path).unwrap();
    assert!(looks_like_capture(&bytes), "{}", path.display());
    let mut facts = Vec::new();
    let mut reader = Reader::new(Options::named(&path.display().to_string()));
    reader.feed(&bytes, &mut facts);
    reader.finish(&mut facts);
    facts
}

fn captures(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for name in ["ndpi", "iot-sentinel", "neu-intl-iot", "neolink-reolink"] {
        let mut folders = vec![folder.join(name)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|e| e == "pcap" || e == "pcapng") {
                    found.push(path);
                }
            }
        }
    }
    found.sort();
    found
}

#[test]
fn contacts_of_published_captures_are_exactly_the_outside_destinations_of_the_device() {
    let Some(folder) = corpora() else {
        println!("not run: no corpora");
        return;
    };
    let mut checked = 0;
    for name in ["iot-sentinel", "neu-intl-iot", "neolink-reolink"] {
        let truth = std::fs::read_to_string(folder.join(name).join("truth.jsonl")).unwrap();
        for line in truth.lines() {
            let truth: serde_json::Value = serde_json::from_str(line).unwrap();
            let file = truth["file"].as_str().unwrap();
            let mac = truth["mac"].as_str().unwrap();
            let want: BTreeSet<IpAddr> = truth["external_destinations"]
                .as_array()
                .unwrap()
                .iter()
                .map(|d| d["dst"].as_str().unwrap().parse().unwrap())
                .collect();
            let facts = facts(&folder.join(name).join(file));
            let subjects: BTreeSet<&str> = facts
                .iter()
                .filter_map(|f| match f {
                    // The login to a Reolink camera holds no frame that shows its sender to be on the link.
                    Fact::Evidence(e)
                        if e.value == mac
                            && (e.field.as_str() == "link.mac"
                                || name == "neolink-reolink" && e.field.as_str() == "frame.mac") =>
                    {
                        Some(e.observation.subject.as_str())
                    }
                    _ => None,
                })
                .collect();
            let got: BTreeSet<IpAddr> = facts
                .iter()
                .filter_map(|f| match f {
                    Fact::Contact(c) if subjects.contains(c.subject.as_str()) => Some(c),
                    _ => None,
                })
                .filter(|c| c.direction == Direction::Out || c.answered)
                .map(|c| c.peer)
                .collect();
            assert_eq!(got, want, "{name}/{file}");
            let addresses: BTreeSet<&str> =
                truth["ips_seen"].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
            for address in addresses {
                let ip: IpAddr = address.parse().unwrap();
                if Reach::of(ip) == Reach::Inside && !ip.is_unspecified() {
                    let subject = format!("ip:{address}");
                    assert!(
                        subjects.contains(subject.as_str()),
                        "{name}/{file}: {subject} has no link.mac {mac}"
                    );
                }
            }
            checked += 1;
        }
    }
    assert!(checked >= 50, "{checked}");
}

#[test]
fn published_captures_are_read_to_the_end() {
    let Some(folder) = corpora() else {
        println!("not run: no corpora");
        return;
    };
    let mut frames = 0;
    for path in captures(&folder) {
        for fact in facts(&path) {
            match fact {
                Fact::Window(w) => frames += w.frames,
                Fact::Problem(p) => {
                    assert_eq!(p.severity, ProblemSeverity::Part, "{}: {p:?}", path.display());
                }
                _ => {}
            }
        }
    }
    assert!(frames > 10_000, "{frames}");
}

/// Each frame of a pcap file, read without the reader under test.
fn frames(bytes: &[u8]) -> Vec<&[u8]> {
    let mut frames = Vec::new();
    if bytes[..4] == [0xd4, 0xc3, 0xb2, 0xa1] {
        let mut at = 24;
        while let Some(length) = bytes.get(at + 8..at + 12) {
            let length = u32::from_le_bytes(length.try_into().unwrap()) as usize;
            frames.extend(bytes.get(at + 16..at + 16 + length));
            at += 16 + length;
        }
    }
    frames
}

#[test]
fn every_copied_value_stands_where_its_evidence_says() {
    let Some(folder) = corpora() else {
        println!("not run: no corpora");
        return;
    };
    let mut checked = 0;
    for path in captures(&folder) {
        let bytes = std::fs::read(&path).unwrap();
        let frames = frames(&bytes);
        for fact in facts(&path) {
            let Fact::Evidence(e) = fact else { continue };
            let (Some(frame), Some(offset)) = (e.place.frame, e.place.offset) else { continue };
            let Some(frame) = frames.get(frame as usize - 1) else { continue };
            if e.decoded {
                assert!(offset as usize <= frame.len(), "{}: {e:?}", path.display());
                continue;
            }
            // A value may go on in the next frame of its stream.
            let there = &frame[offset as usize..];
            let length = there.len().min(e.value.len());
            assert_eq!(&there[..length], &e.value.as_bytes()[..length], "{}: {e:?}", path.display());
            assert!(length > 0);
            checked += 1;
        }
    }
    assert!(checked > 500, "{checked}");
}
