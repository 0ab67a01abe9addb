//! Doubling: when an input doubles, the work at most doubles. For every codec, every format, and every field of the
//! vocabulary, in all ways in which somebody can make an input longer; `./dev bench doubling`.
//!
//! The tables of growths are held against the tables of readers by tests: a reader without a growth fails them.

mod captures;
mod codecs;
mod formats;
mod growth;
mod measure;
mod messages;
mod readings;
mod workbook;

use measure::{Measured, RATIO_MAX, Sizes, measured};
use oogmerk_identify::{Ground, identify};
use oogmerk_import::{Format, Options, Vocabulary};
use oogmerk_knowledge::{KeyStrength, Knowledge};
use oogmerk_model::{Fact, Sink, Timestamp};
use oogmerk_wire::codec::CODECS;
use serde_json::json;

/// Units of a message or a file.
const MESSAGES: Sizes = 256..=1 << 15;
/// Subjects, rows, contacts.
const DEVICES: Sizes = 4096..=4096;

/// What was measured and what grew too fast.
#[derive(Debug, Default)]
struct Tally {
    tried: usize,
    told: usize,
    over: Vec<String>,
    /// Only what holds this in its name is tried.
    only: Option<String>,
}

impl Tally {
    fn wants(&self, of: &str) -> bool {
        self.only.as_deref().is_none_or(|only| of.contains(only))
    }

    /// Tries one growth of one reader.
    fn hold<I>(&mut self, of: &str, how: &str, sizes: &Sizes, make: &dyn Fn(usize) -> I, work: &dyn Fn(&I)) {
        if !self.wants(of) {
            return;
        }
        self.tell(of, how, measured(make, work, sizes));
    }

    fn tell(&mut self, of: &str, how: &str, found: Measured) {
        self.tried += 1;
        self.told += usize::from(found.ratio().is_some());
        let millis = |d: std::time::Duration| (d.as_secs_f64() * 1e6).round() / 1e3;
        let ratio = found.ratio().map(|r| (r * 100.0).round() / 100.0);
        println!(
            "{}",
            json!({
                "bench": "doubling", "of": of, "repeated": how, "units": found.units,
                "quarter_ms": millis(found.quarter), "all_ms": millis(found.all), "ratio": ratio,
            })
        );
        if found.is_over() {
            self.over.push(format!(
                "{of}: {how}: four times the input takes {:.1} times the work",
                found.ratio().unwrap_or(0.0)
            ));
        }
    }
}

/// `doubling [PART OF A NAME]`: one JSON line a growth; fails where one grows faster than its input.
pub(crate) fn run(words: &[&str]) -> Result<(), String> {
    let mut tally = Tally { only: words.first().map(|&w| w.to_owned()), ..Tally::default() };
    let knowledge = Knowledge::embedded().map_err(|errors| format!("{errors:?}"))?;
    every_codec(&mut tally);
    every_format(&mut tally, &knowledge);
    every_field(&mut tally, &knowledge);
    every_shape(&mut tally, &knowledge);
    let Tally { tried, told, over, .. } = tally;
    println!(
        "{}",
        json!({"bench": "doubling", "tried": tried, "long_enough": told, "most": RATIO_MAX, "over": over.len()})
    );
    if over.is_empty() { Ok(()) } else { Err(over.join("\n")) }
}

fn every_codec(tally: &mut Tally) {
    for codec in CODECS {
        let of = format!("codec {}", codec.name);
        let work = |bytes: &Vec<u8>| drop((codec.read)(bytes));
        for (_, how, make) in codecs::CODECS.iter().filter(|(name, ..)| *name == codec.name) {
            tally.hold(&of, how, &MESSAGES, &|n| make.of(n), &work);
        }
        for way in 0..messages::WAYS {
            tally.hold(
                &of,
                &format!("way {way}"),
                &MESSAGES,
                &|n| messages::blind(codec.sample, way, n),
                &work,
            );
        }
    }
}

/// Takes facts and keeps none.
struct Nowhere;

impl Sink for Nowhere {
    fn take(&mut self, _: Fact) {}
}

fn every_format(tally: &mut Tally, knowledge: &Knowledge) {
    let vocabulary = Vocabulary::new(knowledge.fields().map(|f| f.name.clone()));
    let options = Options { markers: knowledge.page_markers(), ..Options::new(vocabulary) };
    for format in Format::ALL {
        let of = format!("format {format}");
        let work = |bytes: &Vec<u8>| {
            oogmerk_import::read(Box::new(&bytes[..]), "case", Some(format), &options, &mut Nowhere);
        };
        for (_, how, make) in growths(format) {
            tally.hold(&of, how, &MESSAGES, &|n| make.of(n), &work);
        }
        for sample in samples(format) {
            for way in 0..messages::WAYS {
                tally.hold(
                    &of,
                    &format!("way {way}"),
                    &MESSAGES,
                    &|n| messages::blind(&sample, way, n),
                    &work,
                );
            }
        }
    }
}

/// Reasons over facts as a question would: identified, held against lists, judged isolated or not.
fn reason(facts: &[Fact], knowledge: &Knowledge) {
    let now = Timestamp::from_seconds(1_790_000_000, 0);
    let options = oogmerk_identify::Options::all_at(now, oogmerk_wire::hearing());
    let ground = Ground::of(facts.iter().cloned());
    identify(&ground, knowledge, &options, &mut |mut device, traffic| {
        oogmerk_judge::isolate(&mut device, traffic, knowledge);
    });
}

fn every_field(tally: &mut Tally, knowledge: &Knowledge) {
    for field in knowledge.fields() {
        let of = format!("field {}", field.name);
        // Only keys tie subjects together. Of one subject more is said than is weighed.
        let subjects = if field.key == KeyStrength::None { 256..=512 } else { 1024..=4096 };
        for (how, make) in readings::OF_FIELDS {
            let sizes = if *how == readings::OF_ONE { &DEVICES } else { &subjects };
            tally.hold(&of, how, sizes, &|n| make(field, n), &|facts| reason(facts, knowledge));
        }
    }
}

fn every_shape(tally: &mut Tally, knowledge: &Knowledge) {
    for (how, make) in readings::OF_DEVICES {
        tally.hold("devices", how, &DEVICES, &|n| make(n), &|facts| reason(facts, knowledge));
    }
}

/// The growths of a format: its own, or those of the codec that reads it.
fn growths(format: Format) -> impl Iterator<Item = &'static growth::Growth> {
    let (name, table) = match format.codec() {
        Some(codec) => (codec, codecs::CODECS),
        None => (format.as_str(), formats::FORMATS),
    };
    table.iter().filter(move |(of, ..)| *of == name)
}

/// Samples of a format, as they stand in the repository.
fn samples(format: Format) -> Vec<Vec<u8>> {
    let folder = std::fs::read_dir(std::path::Path::new("samples").join(format.as_str()));
    let files = folder.into_iter().flatten().flatten().map(|entry| entry.path());
    let is_sample = |path: &std::path::PathBuf| path.extension().is_none_or(|e| e != "md" && e != "facts");
    let read = files.filter(is_sample).filter_map(|path| std::fs::read(path).ok());
    read.chain(format.sample().map(<[u8]>::to_vec)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_codec_has_a_growth_or_a_fixed_length() {
        let grown: BTreeSet<&str> =
            codecs::CODECS.iter().map(|(name, ..)| *name).chain(codecs::FIXED.iter().copied()).collect();
        let all: BTreeSet<&str> = CODECS.iter().map(|c| c.name).collect();
        assert_eq!(grown, all);
    }

    #[test]
    fn every_format_has_a_growth() {
        for format in Format::ALL {
            assert!(growths(format).next().is_some(), "{format}");
        }
        let all: BTreeSet<&str> = Format::ALL.iter().map(|f| f.as_str()).collect();
        assert!(formats::FORMATS.iter().all(|(name, ..)| all.contains(name)));
    }

    #[test]
    fn what_grows_is_recognised_as_what_it_is_and_gives_facts() {
        let knowledge = Knowledge::embedded().expect("knowledge");
        let options = Options::new(Vocabulary::new(knowledge.fields().map(|f| f.name.clone())));
        for (name, how, make) in formats::FORMATS {
            for units in [2, 7] {
                let bytes = make.of(units);
                let mut facts = Vec::new();
                let outcome = oogmerk_import::read(Box::new(&bytes[..]), "case", None, &options, &mut facts);
                assert_eq!(outcome.format.map(Format::as_str), Some(*name), "{name}: {how}: {facts:?}");
                let is_broken = how.contains("broken") || how.contains("never") || how.contains("in pieces");
                let told = facts.iter().any(|f| !matches!(f, Fact::Problem(_) | Fact::Window(_)));
                assert!(told || is_broken, "{name}: {how}: {facts:?}");
            }
        }
    }

    #[test]
    fn what_grows_is_read() {
        for (name, how, make) in codecs::CODECS {
            for units in [1, 3, 7] {
                let read = oogmerk_wire::codec::read(name, &make.of(units));
                assert!(matches!(read, Some(Ok(_))), "{name}: {how}: {units}: {read:?}");
            }
        }
    }
}
