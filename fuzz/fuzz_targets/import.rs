//! Every import format on any bytes, recognised by content: must not panic and must not hang, and no field leaves that
//! the vocabulary does not hold. Seeds: `fuzz/seeds/import`, every sample of the house.
#![no_main]
use libfuzzer_sys::fuzz_target;
use oogmerk_import::{Options, Vocabulary, read};
use oogmerk_model::Fact;
use std::sync::LazyLock;

/// The vocabulary that ships: without it every evidence line would be refused at its first word.
static OPTIONS: LazyLock<Options> = LazyLock::new(|| {
    let text = include_str!("../../knowledge/fields.toml");
    let names = text.lines().filter_map(|l| l.strip_prefix("name = \"")?.strip_suffix('"'));
    Options::new(Vocabulary::new(names))
});

fuzz_target!(|data: &[u8]| {
    let mut facts: Vec<Fact> = Vec::new();
    read(Box::new(data), "fuzz", None, &OPTIONS, &mut facts);
    for fact in &facts {
        if let Fact::Evidence(e) = fact {
            assert!(OPTIONS.vocabulary.admits(e.field.as_str()), "{}", e.field);
        }
    }
});
