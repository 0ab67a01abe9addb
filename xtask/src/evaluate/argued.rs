//! Argued: the verdicts that are wrong or contested, each with what speaks for and against it.
//!
//! What was read stays where it is: the arguments name the field, not the words in it.

use super::run::{Done, Run};
use super::score::{Miss, Outcome};
use oogmerk_identify::explain;
use oogmerk_knowledge::Knowledge;
use oogmerk_model::{Because, Device, State, Verdict};

/// A verdict with its arguments.
#[derive(Clone, Debug)]
pub struct Argued {
    /// Corpus and case.
    pub case: String,
    /// The property.
    pub property: String,
    /// What was said.
    pub said: String,
    /// What truth says, where it says anything.
    pub want: String,
    /// One line per voice.
    pub voices: Vec<String>,
}

/// Every answer that truth contradicts.
pub fn wrong(run: &Run<'_>, knowledge: &Knowledge) -> Vec<Argued> {
    let misses = run.score.misses.iter().filter(|m| m.outcome == Outcome::Wrong);
    misses.map(|miss| argued(miss, device_of(run, miss), knowledge)).collect()
}

fn argued(miss: &Miss, device: Option<&Device>, knowledge: &Knowledge) -> Argued {
    let property = if matches!(miss.property, "camera" | "not-camera") { "kind" } else { miss.property };
    Argued {
        case: format!("{}: {}", miss.corpus, miss.case),
        property: miss.property.to_owned(),
        said: miss.got.clone().unwrap_or_else(|| "nothing".to_owned()),
        want: miss.want.clone(),
        voices: device.map(|d| voices(d, property, knowledge)).unwrap_or_default(),
    }
}

fn device_of<'r>(run: &'r Run<'_>, miss: &Miss) -> Option<&'r Device> {
    let holds = |d: &&Done<'_>| d.score.misses.contains(miss);
    let done = run.done.iter().find(holds)?;
    done.found.iter().map(|l| &l.device).find(|d| Some(&d.id) == miss.device.as_ref())
}

/// Every verdict in the corpora that is contested.
pub fn contested(run: &Run<'_>, knowledge: &Knowledge) -> Vec<Argued> {
    let mut list = Vec::new();
    for done in &run.done {
        for device in done.found.iter().map(|l| &l.device) {
            for (property, verdict) in properties(device) {
                if verdict.verdict == State::Contested {
                    list.push(Argued {
                        case: format!("{}: {}", done.input.corpus, done.input.file),
                        property: property.to_owned(),
                        said: shares(verdict),
                        want: String::new(),
                        voices: voices(device, property, knowledge),
                    });
                }
            }
        }
    }
    list
}

fn shares(verdict: &Verdict) -> String {
    let rivals = verdict.rivals.iter().map(|r| format!("{} {:.2}", r.value, r.confidence));
    rivals.collect::<Vec<_>>().join(", ")
}

fn properties(device: &Device) -> [(&'static str, &Verdict); 5] {
    [
        ("kind", &device.kind),
        ("brand", &device.brand),
        ("maker", &device.maker),
        ("model", &device.model),
        ("firmware", &device.firmware),
    ]
}

/// Most voices shown behind one verdict.
const VOICES_MAX: usize = 8;

fn voices(device: &Device, property: &str, knowledge: &Knowledge) -> Vec<String> {
    let line = |b: Because| format!("{} for {}: {} on `{}`", b.strength, b.value, b.by, b.field);
    let mut lines: Vec<String> =
        explain(device, knowledge).into_iter().filter(|b| b.property == property).map(line).collect();
    lines.dedup();
    lines.truncate(VOICES_MAX);
    lines
}
