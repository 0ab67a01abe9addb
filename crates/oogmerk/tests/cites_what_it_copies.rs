//! Every copied value stands in the frame and at the offset it cites: the claim of `explain`, checked on captures that
//! nobody here made. The frames are read here by other code than the product's.
#![allow(missing_docs, clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::Command;

fn corpora() -> Option<PathBuf> {
    let folder = std::env::var_os("OOGMERK_CORPORA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("not run: no corpora");
    None
}

fn captures(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            captures(&entry, out);
        } else if std::fs::read(&entry).unwrap().starts_with(&[0xd4, 0xc3, 0xb2, 0xa1]) {
            out.push(entry);
        }
    }
}

/// Frames of a little-endian pcap file.
fn frames(bytes: &[u8]) -> Vec<&[u8]> {
    let mut out = Vec::new();
    let mut at = 24;
    while at + 16 <= bytes.len() {
        let captured = u32::from_le_bytes(bytes[at + 8..at + 12].try_into().unwrap()) as usize;
        let Some(frame) = bytes.get(at + 16..at + 16 + captured) else { break };
        out.push(frame);
        at += 16 + captured;
    }
    out
}

#[test]
fn every_copied_value_is_in_the_frame_it_cites() {
    let Some(folder) = corpora() else { return };
    let mut files = Vec::new();
    for part in ["iot-sentinel", "ndpi", "neu-intl-iot"] {
        captures(&folder.join(part), &mut files);
    }
    assert!(files.len() > 50, "only {} captures found", files.len());
    let (mut copied, mut decoded) = (0u32, 0u32);
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        let frames = frames(&bytes);
        let out = Command::new(env!("CARGO_BIN_EXE_oogmerk"))
            .args(["identify", "--include", "all", "--output", "jsonl"])
            .arg(&file)
            .output()
            .unwrap();
        assert!(matches!(out.status.code(), Some(0 | 3)), "{}: {:?}", file.display(), out.status);
        for line in String::from_utf8(out.stdout).unwrap().lines() {
            let device: serde_json::Value = serde_json::from_str(line).unwrap();
            for e in device["evidence"].as_array().into_iter().flatten() {
                if e["decoded"] == true {
                    decoded += 1;
                    continue;
                }
                let frame =
                    usize::try_from(e["source"]["frame"].as_u64().unwrap_or_else(|| panic!("no frame: {e}")))
                        .unwrap();
                let offset = usize::try_from(
                    e["source"]["offset"].as_u64().unwrap_or_else(|| panic!("no offset: {e}")),
                )
                .unwrap();
                let value = e["value"].as_str().unwrap().as_bytes();
                let there = frames[frame - 1].get(offset..offset + value.len());
                assert_eq!(there, Some(value), "{}: {e}", file.display());
                copied += 1;
            }
        }
    }
    println!("{copied} copied values stand where they say; {decoded} are decoded");
    assert!(copied > 40, "only {copied} copied values: the check is empty");
}
