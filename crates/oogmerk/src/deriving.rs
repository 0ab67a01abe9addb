//! Deriving: what a register holds is reasoned over and what comes of it stored, some devices and rows at a time, so that
//! nobody holds all of them. What is reasoned is not known here, nor how it is stored.

use crate::assessment::{assess_into, assess_to};
use crate::clock;
use crate::exit::Trouble;
use crate::overflow::Room;
use crate::store::{Known, actor, bystanders};
use oogmerk_identify::{Extent, Options, Taker, explain};
use oogmerk_judge::judge_one;
use oogmerk_knowledge::{Knowledge, Oracle};
use oogmerk_model::{
    Bystanders, Conclusion, Declared, Deviation, Device, Kind, Question, RuleBroken, Traffic,
};
use oogmerk_register::{Derivation, DerivationHead, Part, Register, RegisterError};
use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use tokio::runtime::Handle;

/// Bytes of a part, as accounted.
const PART_MOST: usize = 4 * 1024 * 1024;

/// How much of everything was derived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Derived {
    /// Devices.
    pub devices: u64,
    /// Cameras among them.
    pub cameras: u64,
    /// Rows of lists.
    pub declared: u64,
    /// Lists against what was found.
    pub deviations: u64,
    /// Findings.
    pub findings: u64,
    /// Readings that memory did not allow to be reasoned over, because it would not hold whom they speak of.
    pub left_out: u64,
}

/// Reasons over everything a register holds and stores what came of it: mints names, then stores the derivation.
pub async fn derive(
    register: &Register,
    knowledge: &Knowledge,
    room: impl Into<Room>,
) -> Result<Derived, Trouble> {
    let now = clock::now();
    let room = room.into();
    let known = Known::of(register, &[], room).await?;
    let options = Options { extent: Extent::Keys, ..known.options(now) };
    let first = assess_into(&known.ground, knowledge, &options, &mut |_| ());
    known.overflow.check()?;
    let left_out = room.say_left_out(&known.ground);
    drop((known, options));
    let groups: Vec<Vec<String>> = first.keys.into_values().collect();
    register.name_devices(&groups, &actor(), now, &mut clock::entropy).await?;
    drop(groups);
    // Names may have changed which id a device carries: derive once more with them, from the head that holds them.
    let known = Known::of(register, &[], room).await?;
    let Some(made_from) = known.snapshot.head else { return Ok(Derived::default()) };
    let day = now.day();
    let derivation = Derivation { knowledge: knowledge.version(), as_of: &day, made_from };
    let (to, parts) = sync_channel(1);
    let (derived, stored) = std::thread::scope(|scope| {
        let runtime = Handle::current();
        let stored = scope.spawn(move || {
            runtime.block_on(register.put_derivation(derivation, &mut || next(&parts), clock::now()))
        });
        let parts = Parts::new(to, knowledge, &day, room.most.min(PART_MOST));
        let derived = reason(&known, &known.options(now), parts);
        (derived, stored.join())
    });
    let stored: Result<DerivationHead, RegisterError> =
        stored.unwrap_or_else(|_| Err(RegisterError::Ours("the thread that stores broke".into())));
    let derived = derived?;
    stored?;
    Ok(Derived { left_out, ..derived })
}

/// Reasons over what is known and hands over all parts, and that it was all.
fn reason(known: &Known, options: &Options, mut parts: Parts<'_>) -> Result<Derived, Trouble> {
    let identified = assess_to(&known.ground, parts.knowledge, options, &mut parts);
    // What is missing from the pile is missing from the parts: then nothing is stored.
    known.overflow.check()?;
    drop(identified);
    Ok(parts.end(bystanders(&known.snapshot.dropped)))
}

/// The next part; a silence is a fault.
fn next(parts: &Receiver<Option<Part>>) -> Result<Option<Part>, RegisterError> {
    parts.recv().map_err(|_| RegisterError::Ours("reasoning was cut short".into()))
}

/// Collects what is made and hands it over part by part.
struct Parts<'k> {
    /// A part, or that there is none left: whoever stores takes a silence for a fault.
    to: SyncSender<Option<Part>>,
    knowledge: &'k Knowledge,
    day: &'k str,
    /// Bytes of a part.
    most: usize,
    part: Part,
    held: usize,
    derived: Derived,
    labels: BTreeMap<String, String>,
    /// Devices by rule and conclusion.
    rules: BTreeMap<String, BTreeMap<Conclusion, Vec<String>>>,
}

impl<'k> Parts<'k> {
    fn new(to: SyncSender<Option<Part>>, knowledge: &'k Knowledge, day: &'k str, most: usize) -> Self {
        let (part, derived, labels, rules) = Default::default();
        Self { to, knowledge, day, most, part, held: 0, derived, labels, rules }
    }

    /// Counts bytes of what was just put into the part.
    fn holds(&mut self, bytes: usize) {
        self.held += bytes;
        if self.held > self.most {
            self.hand_over();
        }
    }

    fn hand_over(&mut self) {
        self.held = 0;
        // Whoever stores has given up, or has it already, when nobody takes it.
        let _ = self.to.send(Some(std::mem::take(&mut self.part)));
    }

    fn end(mut self, bystanders: Vec<Bystanders>) -> Derived {
        self.hand_over();
        self.part.bystanders = bystanders;
        self.part.labels = std::mem::take(&mut self.labels).into_iter().collect();
        self.part.rules = rules(std::mem::take(&mut self.rules), self.knowledge);
        self.hand_over();
        let _ = self.to.send(None);
        self.derived
    }
}

impl Taker for Parts<'_> {
    fn device(&mut self, device: Device, _: &Traffic<'_>) {
        self.derived.devices += 1;
        self.derived.cameras +=
            u64::from(device.kind.decided_value().and_then(Kind::parse).is_some_and(Kind::is_camera));
        for verdict in [&device.maker, &device.brand] {
            for key in verdict.value.iter().chain(verdict.rivals.iter().map(|r| &r.value)) {
                if !self.labels.contains_key(key) {
                    self.labels.insert(key.clone(), self.knowledge.label(key));
                }
            }
        }
        let findings = judge_one(&device, self.knowledge, self.day, None);
        self.derived.findings += findings.len() as u64;
        for finding in &findings {
            let broken = self.rules.entry(finding.rule.clone()).or_default();
            broken.entry(finding.conclusion).or_default().push(device.id.clone());
        }
        let argument = explain(&device, self.knowledge);
        let bytes = weight(&device, argument.len() + findings.len());
        self.part.findings.extend(findings);
        self.part.arguments.insert(device.id.clone(), argument);
        self.part.devices.push(device);
        self.holds(bytes);
    }

    fn question(&mut self, question: Question) {
        self.part.questions.push(question);
        self.holds(SMALL);
    }

    fn deviation(&mut self, deviation: Deviation) {
        self.derived.deviations += 1;
        let bytes = SMALL + deviation.fields.len() * SMALL;
        self.part.deviations.push(deviation);
        self.holds(bytes);
    }

    fn declared(&mut self, place: usize, row: Declared) {
        self.derived.declared += 1;
        let text: usize = row.fields.iter().map(|(name, text)| name.len() + text.len()).sum();
        let bytes = SMALL + row.fields.len() * SMALL + text;
        self.part.declared.push((place as u64, row));
        self.holds(bytes);
    }
}

/// What a small thing takes of memory, and as text on its way into the register.
const SMALL: usize = 256;

/// What a device takes of memory with so many lines said of it: kept low rather than exact.
fn weight(device: &Device, lines: usize) -> usize {
    let evidence: usize = device.evidence.iter().map(|e| size_of_val(e) + e.value.len()).sum();
    size_of::<Device>() + evidence + (device.claims.len() + lines) * 2 * SMALL
}

/// Each policy's own words beside the devices per conclusion.
fn rules(
    mut broken: BTreeMap<String, BTreeMap<Conclusion, Vec<String>>>,
    knowledge: &Knowledge,
) -> Vec<RuleBroken> {
    let policies = knowledge.policies().iter();
    let rule = policies.filter_map(|policy| {
        let devices = broken.remove(&policy.id)?;
        Some(RuleBroken {
            rule: policy.id.clone(),
            name: policy.name.clone(),
            binds: policy.binds.clone(),
            since: policy.makers.iter().map(|m| m.from.clone()).min().unwrap_or_default(),
            legal_reference: policy.legal_reference.clone(),
            source: policy.source.clone(),
            severity: policy.severity,
            devices: devices.into_iter().collect(),
        })
    });
    rule.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::store;
    use oogmerk_identify::Ground;
    use oogmerk_model::{Evidence, Fact, Field, Means, Observation, Source, Subject, Timestamp};
    use std::sync::Arc;

    fn says(subject: &str, means: Means, field: &str, value: &str) -> Fact {
        let observation = Observation {
            subject: Subject::named(subject),
            seen_at: None,
            vantage: None,
            means,
            authority: None,
            protocol: Arc::from("sadp"),
            source: Source { file: Some(Arc::from("a.jsonl")), ..Source::default() },
            digest: Arc::from(""),
        };
        Fact::Evidence(Evidence::copied(&Arc::new(observation), Field::named(field), value))
    }

    /// Devices and rows, most of which do not speak of each other.
    fn facts() -> Vec<Fact> {
        let mut facts = Vec::new();
        for i in 0..300 {
            let (camera, row) = (format!("x{i}"), format!("row:{i}"));
            facts.push(says(&camera, Means::Passive, "sadp.device_description", "DS-2CD2385G1-I"));
            facts.push(says(&camera, Means::Passive, "sadp.serial", &format!("DS-2CD2385G1-I2020{i:09}")));
            facts.push(says(&row, Means::Declared, "sheet.asset", &format!("A{i}")));
            facts.push(says(&row, Means::Declared, "sheet.place", &"Hall ".repeat(i % 7)));
        }
        facts
    }

    /// All parts, where none may hold more than so many bytes, and whether their end was told.
    fn parts(most: usize) -> (Derived, Vec<Part>, bool) {
        let knowledge = Knowledge::embedded().unwrap();
        let now = Timestamp::parse_day("2026-06-01").unwrap();
        let (to, from) = sync_channel(10_000);
        let mut parts = Parts::new(to, &knowledge, "2026-06-01", most);
        let options = Options::at(now, oogmerk_wire::hearing());
        assess_to(&Ground::of(facts()), &knowledge, &options, &mut parts);
        let derived = parts.end(Vec::new());
        let mut all: Vec<Option<Part>> = from.iter().collect();
        let is_told = all.pop().is_some_and(|last| last.is_none());
        (derived, all.into_iter().flatten().collect(), is_told)
    }

    fn whole(parts: &[Part]) -> String {
        let mut declared: Vec<_> = parts.iter().flat_map(|p| &p.declared).collect();
        declared.sort();
        let all = (
            parts.iter().flat_map(|p| &p.devices).collect::<Vec<_>>(),
            parts.iter().flat_map(|p| &p.arguments).collect::<Vec<_>>(),
            parts.iter().flat_map(|p| &p.findings).collect::<Vec<_>>(),
            parts.iter().flat_map(|p| &p.questions).collect::<Vec<_>>(),
            parts.iter().flat_map(|p| &p.deviations).collect::<Vec<_>>(),
            declared,
            parts.iter().flat_map(|p| &p.labels).collect::<Vec<_>>(),
            parts.iter().flat_map(|p| &p.rules).collect::<Vec<_>>(),
        );
        serde_json::to_string(&all).unwrap()
    }

    #[test]
    fn no_part_holds_more_than_it_may_and_all_of_them_say_the_same() {
        let (derived, at_once, is_told) = parts(usize::MAX);
        assert_eq!((derived.devices, derived.cameras, derived.declared, at_once.len()), (300, 300, 300, 2));
        assert!(is_told);
        for most in [0, 50_000] {
            let (same, parts, is_told) = parts(most);
            assert!(is_told && same == derived);
            assert!(whole(&parts) == whole(&at_once), "with {most} bytes a part");
            let is_one = |part: &Part| part.devices.len() + part.declared.len() <= 1;
            for part in &parts {
                let held: usize = part.devices.iter().map(|d| weight(d, 0)).sum::<usize>()
                    + part.declared.iter().map(|(_, row)| SMALL * row.fields.len()).sum::<usize>();
                assert!(held <= most || is_one(part) || held < 2 * most, "{held} bytes, not {most}");
            }
        }
    }

    #[test]
    fn parts_that_end_without_a_word_are_not_taken_for_all() {
        let folder = tempfile::tempdir().unwrap();
        let (to, parts) = sync_channel(2);
        to.send(Some(Part::default())).unwrap();
        drop(to);
        let cut = store::runtime().unwrap().block_on(async {
            let register = store::open_or_create(&folder.path().join("r.db"), "b").await.unwrap();
            let made_from = register.head().await.unwrap();
            let derivation = Derivation { knowledge: "k-1", as_of: "2026-06-01", made_from };
            let stored = register.put_derivation(derivation, &mut || next(&parts), clock::now()).await;
            (stored.is_err(), register.derivation(None).await.unwrap())
        });
        assert_eq!(cut, (true, None));
    }
}
