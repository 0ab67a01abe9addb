//! Told: what publishers and other programs say of single files, held against what is read here.
//!
//! These are figures of data outside the repository, so no test asserts them: a publisher's correction must not break
//! a clean clone. `./dev evaluate` prints where they disagree and fails.

mod captures;
mod formats;
mod held;
mod labels;
mod quoted;
mod wired;

use held::Held;
use oogmerk_import::{Options, Vocabulary};
use oogmerk_knowledge::Knowledge;
use std::path::Path;

/// Everything that differs, one line each.
pub fn disagreements(folder: &Path, knowledge: &Knowledge) -> Vec<String> {
    let vocabulary = Vocabulary::new(knowledge.fields().map(|f| f.name.clone()));
    let options = Options { markers: knowledge.page_markers(), ..Options::new(vocabulary) };
    let mut held = Held { folder: folder.to_path_buf(), options, differ: Vec::new() };
    formats::hold(&mut held);
    labels::hold(&mut held);
    captures::hold(&mut held);
    quoted::hold(&mut held);
    wired::hold(&mut held);
    held.differ
}
