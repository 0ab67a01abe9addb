//! Research tables (CSV) to knowledge files (TOML), once. Deterministic: the same tables give the same bytes.
//!
//! The rules of trust: a row whose source can be read keeps its grade (high is `proven`, medium `tested`, low `draft`); a row
//! that leans only on common knowledge or unnamed directories is a `draft`, own brands aside. What cannot be expressed is
//! written to `rejected.toml` with the reason.

pub(crate) mod examples;
mod grades;
mod output;
mod people;
mod table;
pub(crate) mod tells;
mod text;
mod vendors;
mod world;

pub use output::Overwrite;
pub use people::{People, bare};
pub(crate) use table::{Table, cell, read};
pub use text::kebab;

use output::{Output, write};
use std::path::Path;

/// Converts `from` into `to`.
pub fn run(from: &Path, to: &Path, overwrite: Overwrite) -> Result<(), String> {
    let table = |name: &str| read(&from.join(name));
    let mut people = people::People::new(&table("makers.csv")?, &table("lineage.csv")?);
    let mut out = Output::default();
    let converted = tells::convert(&table("tells.csv")?, &mut people, &mut out);
    vendors::convert(&table("lineage.csv")?, &table("model_grammar.csv")?, &people, &converted, &mut out);
    world::clouds(&table("phone_home.csv")?, &people, &mut out);
    world::blocks(&table("oui_makers.csv")?, &people, &mut out);
    world::lifecycle(&table("lifecycle.csv")?, &people, &mut out);
    world::policies(&table("policies.csv")?, &people, &mut out);
    let mut rejected = text::Document::default();
    rejected.comment(
        "Rows of the research tables that could not be expressed, and why. Nothing here is matched.",
    );
    for (name, row, reason) in &out.rejected {
        rejected.table("rejected").put("table", name).put("row", row).put("reason", reason);
    }
    out.files.insert("rejected.toml".to_owned(), rejected.0);
    write(&out, to, overwrite)
}
