//! Evaluate: how right the program is, on data nobody here wrote, written down so that a reviewer can follow it.
mod compare;
mod corpora;
mod judged;
mod mask;
mod score;

use oogmerk_assess::{Include, Options};
use oogmerk_knowledge::Knowledge;
use std::path::Path;

pub fn run(corpora: &Path, knowledge: &Knowledge) -> Result<(), String> {
    let inputs = corpora::read(corpora, knowledge)?;
    let options = Options { include: Include::All, now: oogmerk_model::Timestamp::parse_day("2026-11-27").unwrap_or_default(), ..Options::default() };
    let mut total = score::Score::default();
    let mut pop = judged::Population::default();
    for input in &inputs {
        let found = oogmerk_assess::leanings(&input.ground, knowledge, &options);
        let devices: Vec<_> = found.iter().map(|l| &l.device).collect();
        total.add(score::score(input, &devices, score::Rows::AsScored));
        pop.add(input, &found);
    }
    for ((c, p), t) in &total.rows {
        println!("{c:24}{:12}{:6}{:6}{:7}", score::PROPERTIES[*p], t.right, t.wrong, t.silent);
    }
    for j in &pop.values {
        println!("J\t{}\t{:?}\t{}\t{:?}\t{}\t{:.4}\t{}\t{}\t{}", j.source, j.property, j.is_right, j.state, j.margin_mdb, j.confidence, j.value, j.want, j.case);
    }
    for s in &pop.seen { println!("S\t{}\t{}", s.probability, s.is_so); }
    Ok(())
}
