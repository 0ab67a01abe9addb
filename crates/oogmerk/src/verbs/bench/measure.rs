//! The engine beside a plain loop over all patterns and a set of expressions per field, in the same run on the same
//! lines. All three must say the same.

use super::corpus::Corpus;
use super::cpu::{Stopwatch, Time, clock};
use oogmerk_knowledge::yardstick::{FieldSets, PlainLoop};
use oogmerk_knowledge::{Knowledge, Oracle, Spoken};
use rayon::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::thread::available_parallelism;
use std::time::Instant;

/// Rows tried before the clock runs, so that what is compiled on first use is compiled.
const WARM_UP: usize = 50_000;

/// One way from a value to what speaks on it.
type Speak<'k> = dyn Fn(&str, &str, &mut Vec<Spoken<'k>>) + Sync + 'k;

/// Measures the three ways over a corpus and prints a line for each. Returns on how many banners they differ.
pub fn measure(rules: &str, knowledge: &Knowledge, corpus: &Corpus) -> usize {
    let plain = PlainLoop::new(knowledge);
    let sets = FieldSets::new(knowledge);
    let engine: &Speak<'_> = &|field, value, out| knowledge.speak(field, value, out);
    let one_by_one: &Speak<'_> = &|field, value, out| plain.speak(field, value, out);
    let by_set: &Speak<'_> = &|field, value, out| sets.speak(field, value, out);
    let whole = 0..corpus.len();
    for way in [engine, one_by_one, by_set] {
        pass(way, corpus, 0..WARM_UP.min(corpus.len()));
    }
    // In turn, so that a machine that slows down slows all of them.
    let mut of_engine = Vec::new();
    of_engine.push(pass(engine, corpus, whole.clone()));
    let of_loop = pass(one_by_one, corpus, whole.clone());
    of_engine.push(pass(engine, corpus, whole.clone()));
    let of_set = pass(by_set, corpus, whole.clone());
    of_engine.push(pass(engine, corpus, whole));
    of_engine.sort_by(|a, b| a.time.cpu_s.total_cmp(&b.time.cpu_s));
    let median = &of_engine[1];
    let against_loop = round(of_loop.time.cpu_s / median.time.cpu_s, 2);
    let against_set = round(of_set.time.cpu_s / median.time.cpu_s, 2);
    let least_most = json!([rate(&of_engine[2], corpus), rate(&of_engine[0], corpus)]);
    let common = |program: &str, cores: usize, done: &Pass| line(rules, program, cores, done, corpus);
    let mut own = common("engine, with captures", 1, median);
    own["least_and_most_of_3"] = least_most;
    own["times_the_plain_loop"] = json!(against_loop);
    own["times_the_set"] = json!(against_set);
    own["remembers_values"] = json!(false);
    println!("{own}");
    let cores = available_parallelism().map_or(1, usize::from);
    println!("{}", common("engine, with captures", cores, &on_all_cores(engine, corpus, cores)));
    println!("{}", common("plain loop over all patterns of the field, with captures", 1, &of_loop));
    println!("{}", common("set of expressions per field, then captures", 1, &of_set));
    let differ = differing(corpus, [engine, one_by_one, by_set]);
    println!(
        "{}",
        json!({"bench": "identify", "rules": rules, "banners": corpus.len(), "banners_told_differently": differ,
            "patterns": knowledge.tells().len(), "patterns_of_a_banners_field_mean": round(mean_patterns(&plain, corpus), 1),
            "patterns_per_field": largest_fields(&plain)})
    );
    differ
}

/// What one pass gave.
struct Pass {
    time: Time,
    spoke: usize,
    /// Property values that were filled in.
    filled: usize,
}

fn pass<'k>(way: &Speak<'k>, corpus: &Corpus, rows: Range<usize>) -> Pass {
    let mut spoken: Vec<Spoken<'k>> = Vec::new();
    let (mut spoke, mut filled) = (0, 0);
    let watch = Stopwatch::start();
    for i in rows {
        let (field, value) = corpus.row(i);
        spoken.clear();
        way(field, value, &mut spoken);
        spoke += spoken.len();
        filled += spoken.iter().map(|s| s.filled.len()).sum::<usize>();
    }
    Pass { time: watch.stop(), spoke, filled }
}

fn on_all_cores(way: &Speak<'_>, corpus: &Corpus, cores: usize) -> Pass {
    let share = corpus.len().div_ceil(cores);
    let begun = Instant::now();
    let parts: Vec<Pass> = std::thread::scope(|scope| {
        let start = |core: usize| {
            let rows = (core * share).min(corpus.len())..((core + 1) * share).min(corpus.len());
            scope.spawn(move || pass(way, corpus, rows))
        };
        let running: Vec<_> = (0..cores).map(start).collect();
        running.into_iter().filter_map(|t| t.join().ok()).collect()
    });
    Pass {
        time: Time { cpu_s: parts.iter().map(|p| p.time.cpu_s).sum(), wall_s: begun.elapsed().as_secs_f64() },
        spoke: parts.iter().map(|p| p.spoke).sum(),
        filled: parts.iter().map(|p| p.filled).sum(),
    }
}

fn rate(done: &Pass, corpus: &Corpus) -> f64 {
    round(corpus.len() as f64 / done.time.cpu_s, 0)
}

fn line(rules: &str, program: &str, cores: usize, done: &Pass, corpus: &Corpus) -> serde_json::Value {
    let bytes = corpus.bytes(0..corpus.len());
    json!({"bench": "identify", "rules": rules, "program": program, "cores": cores, "banners": corpus.len(), "bytes": bytes,
        "cpu_s": round(done.time.cpu_s, 3), "wall_s": round(done.time.wall_s, 3), "clock": clock(),
        "banners_per_cpu_s": rate(done, corpus), "mb_per_cpu_s": round(bytes as f64 / 1e6 / done.time.cpu_s, 2),
        "banners_per_wall_s": round(corpus.len() as f64 / done.time.wall_s, 0),
        "spoke": done.spoke, "captured": done.filled})
}

/// On how many banners not all ways name the same tells with the same captures.
fn differing(corpus: &Corpus, ways: [&Speak<'_>; 3]) -> usize {
    let differs = |i: &usize| {
        let of_engine = digest(ways[0], corpus, *i);
        digest(ways[1], corpus, *i) != of_engine || digest(ways[2], corpus, *i) != of_engine
    };
    (0..corpus.len()).into_par_iter().filter(differs).count()
}

fn digest(way: &Speak<'_>, corpus: &Corpus, i: usize) -> u64 {
    let (field, value) = corpus.row(i);
    let mut spoken = Vec::new();
    way(field, value, &mut spoken);
    let mut hasher = DefaultHasher::new();
    for s in &spoken {
        (&s.tell.id, &s.filled).hash(&mut hasher);
    }
    hasher.finish()
}

fn mean_patterns(plain: &PlainLoop<'_>, corpus: &Corpus) -> f64 {
    let sizes: BTreeMap<&str, usize> = plain.sizes().collect();
    let of = |i: usize| sizes.get(corpus.row(i).0).copied().unwrap_or(0);
    (0..corpus.len()).map(of).sum::<usize>() as f64 / corpus.len().max(1) as f64
}

/// The ten fields with the most patterns.
fn largest_fields(plain: &PlainLoop<'_>) -> serde_json::Value {
    let mut sizes: Vec<(&str, usize)> = plain.sizes().collect();
    sizes.sort_by_key(|(field, n)| (std::cmp::Reverse(*n), *field));
    sizes
        .into_iter()
        .take(10)
        .map(|(field, n)| (field.to_owned(), json!(n)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// To so many digits behind the point.
pub fn round(figure: f64, digits: i32) -> f64 {
    let scale = 10f64.powi(digits);
    (figure * scale).round() / scale
}
