//! Every codec on any bytes: the first byte picks the codec, the rest is its payload. Must not panic, must not hang,
//! and every value that says it was copied must stand where it says.
#![no_main]
use libfuzzer_sys::fuzz_target;
use oogmerk_wire::codec::CODECS;

fuzz_target!(|data: &[u8]| {
    let Some((pick, payload)) = data.split_first() else { return };
    let codec = &CODECS[usize::from(*pick) % CODECS.len()];
    if let Ok(clues) = (codec.read)(payload) {
        for clue in clues.0.iter().filter(|c| !c.decoded) {
            let span = clue.span.clone().expect("a copied value has a place");
            assert_eq!(&payload[span], clue.value.as_bytes());
        }
    }
});
