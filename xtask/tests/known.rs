//! `docs/coverage.md` says what the knowledge that ships says.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "../src/known.rs"]
mod known;

#[test]
fn golden_the_page_of_coverage_is_what_the_knowledge_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/coverage.md");
    let knowledge = oogmerk_knowledge::Knowledge::embedded().unwrap();
    oogmerk_trial::golden::hold([(path, known::page(&knowledge))]);
}
