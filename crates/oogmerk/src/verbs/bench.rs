//! `oogmerk bench`: figures of the program itself, one JSON line each. What compares with other programs stands in
//! `benches/run`, which calls this.

use crate::arguments::Bench;
use crate::exit::{Exit, Trouble};
use crate::shelf::current;
use crate::verbs::identify::import_options;
use oogmerk_assess::Ground;
use oogmerk_knowledge::{Knowledge, Oracle};
use std::time::Instant;

/// Runs the verb.
pub fn run(a: &Bench) -> Result<Exit, Trouble> {
    match a.name.as_str() {
        "identify" => identify(),
        "passive" => passive(a),
        other => {
            Err(Trouble::wrong_use(format!("no bench is called '{other}'. There are: identify, passive")))
        }
    }
}

/// Values per second through the tells, with captures: every tell's own examples, repeated.
fn identify() -> Result<Exit, Trouble> {
    let started = Instant::now();
    let knowledge: Knowledge = current()?;
    let mut spoken = Vec::new();
    knowledge.speak("http.server", "App-webs/", &mut spoken);
    let first = started.elapsed();
    let examples: Vec<(&str, &str)> = knowledge
        .tells()
        .iter()
        .flat_map(|t| t.matches.iter().chain(&t.silent).map(|m| (t.field.as_str(), m.as_str())))
        .collect();
    let (rounds, mut bytes, mut spoke) = (200usize, 0usize, 0usize);
    let begun = Instant::now();
    for _ in 0..rounds {
        for (field, value) in &examples {
            spoken.clear();
            knowledge.speak(field, value, &mut spoken);
            bytes += value.len();
            spoke += spoken.len();
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    let values = rounds * examples.len();
    println!(
        "{}",
        serde_json::json!({"bench": "identify", "cores": 1, "values": values, "spoke": spoke,
            "values_per_s": (values as f64 / seconds).round(), "mb_per_s": (bytes as f64 / seconds / 1e4).round() / 100.0,
            "first_verdict_ms": first.as_secs_f64() * 1e3})
    );
    Ok(Exit::Done)
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
