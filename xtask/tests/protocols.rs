//! `docs/protocols.md` says what the table of codecs says.
#![allow(missing_docs)]

#[path = "../src/protocols.rs"]
mod protocols;

#[test]
fn golden_the_page_of_protocols_is_what_the_table_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/protocols.md");
    oogmerk_trial::golden::hold([(path, protocols::page())]);
}
