//! Every codec on any bytes: must not panic, must not hang, and every value that says it was copied must stand where it
//! says. Each input goes to all codecs, so that the seeds (`fuzz/corpus/CODEC`) are messages as they are.
#![no_main]
use libfuzzer_sys::fuzz_target;
use oogmerk_wire::codec::CODECS;

fuzz_target!(|data: &[u8]| {
    for codec in CODECS {
        let Ok(clues) = (codec.read)(data) else { continue };
        for clue in clues.0.iter().filter(|c| !c.decoded) {
            let span = clue.span.clone().expect("a copied value has a place");
            assert_eq!(&data[span], clue.value.as_bytes(), "{}: {}", codec.name, clue.field);
        }
    }
});
