//! `oogmerk bench`: figures of the program itself, one JSON line each. What compares with other programs stands in
//! `benches/run`, which calls this.

mod corpus;
mod cpu;
mod identify;
mod measure;
mod recog;

use crate::arguments::Bench;
use crate::exit::{Exit, Trouble};
use crate::inputs::import_options;
use crate::shelf::current;
use oogmerk_assess::Ground;
use std::time::Instant;

/// Runs the verb.
pub fn run(a: &Bench) -> Result<Exit, Trouble> {
    match a.name.as_str() {
        "identify" => identify::run(a),
        "passive" => passive(a),
        other => {
            Err(Trouble::wrong_use(format!("no bench is called '{other}'. There are: identify, passive")))
        }
    }
}

/// A capture into facts, without reasoning: what reading alone costs.
fn passive(a: &Bench) -> Result<Exit, Trouble> {
    let knowledge = current()?;
    for path in &a.paths {
        let length = std::fs::metadata(path)?.len();
        let file = std::fs::File::open(path)?;
        let mut ground = Ground::new();
        let begun = Instant::now();
        oogmerk_import::read(Box::new(file), "bench", None, &import_options(&knowledge, &[]), &mut ground);
        let seconds = begun.elapsed().as_secs_f64();
        println!(
            "{}",
            serde_json::json!({"bench": "passive", "bytes": length, "evidence": ground.evidence.len(), "contacts": ground.contacts.len(),
                "wall_s": (seconds * 1e3).round() / 1e3, "gb_per_s": (length as f64 / 1e6 / seconds).round() / 1e3})
        );
    }
    Ok(Exit::Done)
}
