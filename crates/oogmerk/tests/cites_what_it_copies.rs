//! Every copied value stands in the frame and at the offset it cites: the claim of `explain`, checked on captures that
//! nobody here made. The frames are read here by other code than the product's.
#![allow(missing_docs, clippy::unwrap_used)]

use oogmerk_trial::foreign::{File, files, seen};
use std::io::Write;
use std::process::{Command, Stdio};

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

/// The devices the program finds in a capture.
fn devices(capture: &File) -> Vec<serde_json::Value> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_oogmerk"))
        .args(["identify", "--include", "all", "--output", "jsonl", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let bytes = capture.bytes.clone();
    let feeder = std::thread::spawn(move || input.write_all(&bytes));
    let out = child.wait_with_output().unwrap();
    feeder.join().unwrap().unwrap();
    assert!(matches!(out.status.code(), Some(0 | 1 | 3)), "{}: {:?}", capture.name, out.status);
    String::from_utf8(out.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn number(evidence: &serde_json::Value, key: &str) -> usize {
    let value = evidence["source"][key].as_u64();
    usize::try_from(value.unwrap_or_else(|| panic!("no {key}: {evidence}"))).unwrap()
}

#[test]
fn every_copied_value_is_in_the_frame_it_cites() {
    let mut copied = 0;
    let mut captures = files(&["iot-sentinel", "ndpi", "neu-intl-iot"], &[".pcap"]);
    captures.retain(|file| file.bytes.starts_with(&[0xd4, 0xc3, 0xb2, 0xa1]));
    for capture in captures {
        let frames = frames(&capture.bytes);
        for device in devices(&capture) {
            for e in device["evidence"].as_array().into_iter().flatten().filter(|e| e["decoded"] != true) {
                let (frame, offset) = (number(e, "frame"), number(e, "offset"));
                let value = e["value"].as_str().unwrap().as_bytes();
                let there = frames[frame - 1].get(offset..offset + value.len());
                assert_eq!(there, Some(value), "{}: {e}", capture.name);
                copied += 1;
            }
        }
    }
    seen(copied, "copied values");
}
