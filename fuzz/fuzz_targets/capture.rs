//! The capture reader on any bytes, fed whole and cut at a point the input picks: the facts must be the same.
//! Seeds: `fuzz/seeds/capture`.
#![no_main]
use libfuzzer_sys::fuzz_target;
use oogmerk_model::Fact;
use oogmerk_capture::{Options, Reader};

fn facts(pieces: &[&[u8]]) -> Vec<Fact> {
    let mut reader = Reader::new(Options::default());
    let mut facts = Vec::new();
    for piece in pieces {
        reader.feed(piece, &mut facts);
    }
    reader.finish(&mut facts);
    facts
}

fuzz_target!(|data: &[u8]| {
    let Some((cut, bytes)) = data.split_first() else { return };
    let (a, b) = bytes.split_at(usize::from(*cut).min(bytes.len()));
    assert_eq!(facts(&[bytes]), facts(&[a, b]));
});
