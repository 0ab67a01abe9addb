//! Captures of others: none may break the reader, feeding them in pieces changes nothing, and copies stand where
//! they say. What the captures are known to hold is held elsewhere (`./dev evaluate`).

use crate::{Options, Reader, looks_like_capture};
use oogmerk_model::Fact;
use oogmerk_trial::foreign::{File, files, seen};

/// Folders of captures.
const FOLDERS: [&str; 4] = ["ndpi", "iot-sentinel", "neu-intl-iot", "neolink-reolink"];

fn captures() -> Vec<File> {
    let mut found = files(&FOLDERS, &[".pcap", ".pcapng"]);
    found.retain(|file| looks_like_capture(&file.bytes));
    found
}

/// The facts of a capture that is fed in pieces of so many bytes.
fn facts(file: &File, piece: usize) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut reader = Reader::new(Options::named(&file.name));
    for piece in file.bytes.chunks(piece) {
        reader.feed(piece, &mut facts);
    }
    reader.finish(&mut facts);
    facts
}

#[test]
fn published_captures_give_the_same_facts_whole_and_in_pieces() {
    let captures = captures();
    for file in &captures {
        assert_eq!(facts(file, usize::MAX), facts(file, 1021), "{}", file.name);
    }
    seen(captures.len(), "captures");
}

#[test]
fn published_captures_cut_anywhere_are_read_without_a_panic() {
    for mut file in captures() {
        for tenth in 1..10 {
            let whole = file.bytes.clone();
            file.bytes.truncate(whole.len() * tenth / 10);
            facts(&file, usize::MAX);
            file.bytes = whole;
        }
    }
}

/// Each frame of a pcap file, read without the reader under test.
fn frames(bytes: &[u8]) -> Vec<&[u8]> {
    let mut frames = Vec::new();
    if bytes.starts_with(&[0xd4, 0xc3, 0xb2, 0xa1]) {
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
    let mut checked = 0;
    for file in captures() {
        let frames = frames(&file.bytes);
        for fact in facts(&file, usize::MAX) {
            let Fact::Evidence(e) = fact else { continue };
            let (Some(frame), Some(offset)) = (e.place.frame, e.place.offset) else { continue };
            let Some(frame) = frames.get(frame as usize - 1) else { continue };
            if e.decoded {
                assert!(offset as usize <= frame.len(), "{}: {e:?}", file.name);
                continue;
            }
            // A value may go on in the next frame of its stream.
            let there = &frame[offset as usize..];
            let length = there.len().min(e.value.len());
            assert_eq!(&there[..length], &e.value.as_bytes()[..length], "{}: {e:?}", file.name);
            assert!(length > 0);
            checked += 1;
        }
    }
    seen(checked, "copied values");
}
