//! Research tables (CSV) to knowledge files (TOML), once. Deterministic: the same tables give the same bytes.
//!
//! The rules of trust: a row whose source can be read keeps its grade (high is `proven`, medium `tested`, low `draft`); a row
//! that leans only on common knowledge or unnamed directories is a `draft`, own brands aside. What cannot be expressed is
//! written to `rejected.toml` with the reason.

pub(crate) mod examples;
mod people;
pub(crate) mod tells;
mod text;
mod vendors;
mod world;

pub use people::{People, bare};
pub use text::kebab;

use std::collections::BTreeMap;
use std::path::Path;

/// Whether files that are there already may be written over.
#[derive(Clone, Copy, PartialEq)]
pub enum Overwrite {
    /// Stop.
    Refuse,
    /// Replace.
    Allow,
}

/// A table: column name to cell, per row.
pub(crate) type Table = Vec<BTreeMap<String, String>>;

/// What one conversion makes.
#[derive(Default)]
pub struct Output {
    /// Path inside `knowledge/` to text.
    files: BTreeMap<String, String>,
    /// Table, row, reason.
    rejected: Vec<(String, String, String)>,
}

impl Output {
    fn reject(&mut self, table: &str, row: impl Into<String>, reason: impl Into<String>) {
        self.rejected.push((table.to_owned(), row.into(), reason.into()));
    }
}

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

fn write(out: &Output, to: &Path, overwrite: Overwrite) -> Result<(), String> {
    let there: Vec<&String> = out.files.keys().filter(|p| to.join(p).exists()).collect();
    if let (Overwrite::Refuse, Some(first)) = (overwrite, there.first()) {
        return Err(format!(
            "{} files are there already, {} first: they are the source of truth now; --force writes over them",
            there.len(),
            to.join(first).display()
        ));
    }
    for (path, text) in &out.files {
        let path = to.join(path);
        let wrong = |e: std::io::Error| format!("{}: {e}", path.display());
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(wrong)?;
        }
        std::fs::write(&path, text).map_err(wrong)?;
    }
    println!("{} files written, {} rows rejected", out.files.len(), out.rejected.len());
    Ok(())
}

pub(crate) fn read(path: &Path) -> Result<Table, String> {
    let wrong = |e: csv::Error| format!("{}: {e}", path.display());
    let mut reader = csv::Reader::from_path(path).map_err(wrong)?;
    reader.deserialize().collect::<Result<Table, _>>().map_err(wrong)
}

/// A cell, or nothing.
pub(crate) fn cell<'a>(row: &'a BTreeMap<String, String>, column: &str) -> &'a str {
    row.get(column).map_or("", |c| c.trim())
}

/// Whether somebody can go and read the source.
fn readable(source: &str) -> bool {
    let mut depth = 0usize;
    let bare: String = source
        .chars()
        .filter(|c| {
            depth += usize::from(*c == '[');
            let keep = depth == 0;
            depth = depth.saturating_sub(usize::from(*c == ']'));
            keep
        })
        .collect();
    bare.split(';').any(|part| {
        let part = part.to_lowercase();
        let hollow = [
            "common knowledge",
            "industry oem director",
            "no source",
            "reported in industry",
            "from memory",
            "commonly stated",
        ];
        !part.trim().is_empty() && !hollow.iter().any(|h| part.contains(h)) && part.trim() != "unverified"
    })
}

/// Grade and source to the status word.
fn status(confidence: &str, source: &str) -> &'static str {
    match confidence {
        "high" if readable(source) => "proven",
        "medium" if readable(source) => "tested",
        _ => "draft",
    }
}

/// The kinds of a research table to the words of the contract. Empty where the row says nothing.
fn kinds(words: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in words.split('|') {
        let kinds: &[&str] = match word.trim() {
            "camera" | "analog_camera" => &["camera"],
            "ptz_camera" => &["ptz-camera"],
            "conference_camera" | "industrial_camera" | "audio" | "alarm_panel" => &["other"],
            "recorder" => &["recorder"],
            "recorder_or_camera" | "camera_or_recorder" => &["camera", "recorder"],
            "camera_or_encoder" => &["camera", "encoder"],
            "encoder" | "encoder_decoder" => &["encoder"],
            "vms" => &["vms"],
            "intercom" => &["intercom"],
            "doorbell" => &["doorbell"],
            "access_controller" | "access_control" => &["access-controller"],
            "thermal_camera" => &["thermal-camera"],
            "lpr_camera" | "anpr_camera" => &["anpr-camera"],
            "bodycam" => &["body-camera"],
            "bodycam_or_mobile" => &["body-camera", "recorder"],
            "sensor" => &["sensor"],
            "phone" => &["phone"],
            "plug" => &["plug"],
            "bridge" => &["gateway"],
            "drone" => &["drone"],
            "network" => &["switch", "router", "access-point"],
            _ => &[],
        };
        out.extend(kinds.iter().map(|k| (*k).to_owned()));
    }
    out.sort();
    out.dedup();
    out
}
