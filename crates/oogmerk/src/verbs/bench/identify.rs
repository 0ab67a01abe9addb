//! `oogmerk bench identify`: banners per CPU second through the tells, with captures, over banners made by chance and
//! over Recog's examples where there is a copy of it.

use super::corpus::generate;
use super::measure::{measure, round};
use super::recog;
use crate::arguments::Bench;
use crate::exit::{Exit, Trouble};
use crate::shelf::current;
use oogmerk_knowledge::Oracle;
use serde_json::json;
use std::time::Instant;

/// Runs the bench; wrong where the three ways do not agree.
pub fn run(a: &Bench) -> Result<Exit, Trouble> {
    let begun = Instant::now();
    let knowledge = current()?;
    let mut spoken = Vec::new();
    knowledge.speak("http.server", "App-webs/", &mut spoken);
    let first_verdict_ms = round(begun.elapsed().as_secs_f64() * 1e3, 2);
    println!(
        "{}",
        json!({"bench": "identify", "what": "start to first verdict, in the process", "ms": first_verdict_ms})
    );
    let corpus = generate(&knowledge, a.banners);
    let mut differ = measure("own knowledge", &knowledge, &corpus);
    differ += recog::run(a.recog.as_deref(), a.banners)?;
    if differ > 0 {
        return Err(Trouble::nothing(format!(
            "{differ} banners are told differently by the engine and by what it is measured against"
        )));
    }
    Ok(Exit::Done)
}
