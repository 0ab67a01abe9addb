//! Every import format on any bytes, recognised by content: must not panic and must not hang.
#![no_main]
use libfuzzer_sys::fuzz_target;
use oogmerk_import::{Options, read};
use oogmerk_model::Fact;

fuzz_target!(|data: &[u8]| {
    let mut facts: Vec<Fact> = Vec::new();
    read(Box::new(data), "fuzz", None, &Options::default(), &mut facts);
});
