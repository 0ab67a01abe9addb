//! What holds of an evaluation whatever the data: its page has all its parts, and the same data give the same figures.
#![allow(clippy::unwrap_used)]

use super::folders::Folders;
use super::reliability::{Which, forecasts};
use super::{corpora, evaluate, page, run};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

#[test]
fn a_page_over_no_data_has_all_its_parts() {
    let knowledge = crate::folder::load(&root().join("knowledge")).unwrap();
    let evaluation = evaluate(&[], &knowledge, &Folders::default(), knowledge.fitted_on());
    let text = page::page(&evaluation, &knowledge);
    for heading in ["## In short", "## Scores", "## Leave one brand out", "## What it does not show"] {
        assert!(text.contains(heading), "{heading} is missing");
    }
}

#[test]
fn the_same_data_of_others_give_the_same_figures() {
    let Some(folder) = oogmerk_trial::foreign::folder() else { return };
    let knowledge = crate::folder::load(&root().join("knowledge")).unwrap();
    let inputs = corpora::read(&folder, &knowledge).unwrap();
    let options = run::options(knowledge.fitted_on());
    let [one, other] = [(); 2].map(|()| run::run(&inputs, &knowledge, &options));
    assert_eq!(one.score, other.score);
    for which in [Which::Weighed, Which::Alone] {
        assert_eq!(forecasts(&one.population, None, which), forecasts(&other.population, None, which));
    }
}
