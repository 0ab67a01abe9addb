//! Every file of others under a neutral name: read without a panic, with fields of the vocabulary only, with copies
//! that stand where they say, and with the same facts in pieces as at once. What the files are known to hold is held
//! elsewhere (`./dev evaluate`): they are not ours to hold still.

mod held;

use held::{Held, read_bytes, vocabulary};
use oogmerk_import::{Options, read};
use oogmerk_model::Fact;
use oogmerk_trial::foreign::{File, all_files};
use std::io::Read;

/// Larger files would take minutes without optimisation and show nothing else.
const AT_MOST: u64 = 1 << 20;

/// Hands over a few bytes at a time, as a pipe may.
struct Trickle<'a>(&'a [u8]);

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let most = buffer.len().min(997);
        self.0.read(&mut buffer[..most])
    }
}

fn in_pieces(file: &File) -> Vec<Fact> {
    let mut facts = Vec::new();
    read(Box::new(Trickle(&file.bytes)), "case", None, &Options::new(vocabulary()), &mut facts);
    facts
}

/// What says that it is a copy stands where it says. In rows, lines and other tools' elements the place is that of
/// the whole row.
fn copies_stand(file: &File, held: &Held) {
    for e in held.evidence().filter(|e| {
        !e.decoded && e.observation.source.line.is_none() && !e.field.as_str().starts_with("import.")
    }) {
        let Some(offset) = e.place.offset.map(|o| o as usize) else { continue };
        let there = file.bytes.get(offset..offset + e.value.len());
        assert_eq!(there, Some(e.value.as_bytes()), "{}: {e:?}", file.name);
    }
}

#[test]
fn every_file_of_others_is_read_the_same_at_once_and_in_pieces() {
    for file in all_files(AT_MOST) {
        assert_eq!(read_bytes(&file.bytes).facts, in_pieces(&file), "{}", file.name);
    }
}

#[test]
fn every_value_in_files_of_others_has_a_field_of_the_vocabulary_and_stands_where_it_says() {
    let vocabulary = vocabulary();
    for file in all_files(AT_MOST) {
        let held = read_bytes(&file.bytes);
        for e in held.evidence() {
            assert!(vocabulary.admits(e.field.as_str()), "{}: {}", file.name, e.field);
        }
        // Places in a capture are those of frames, which the reader of captures proves beside itself.
        if held.outcome.format.is_none_or(|f| f.as_str() != "capture") {
            copies_stand(&file, &held);
        }
    }
}
