//! A register from files and reasoning: opening, taking facts in, deriving anew. Shared by every verb that has one.

use crate::assessment::{Assessment, assess};
use crate::clock;
use crate::exit::Trouble;
use oogmerk_identify::{Ground, Options, arguments};
use oogmerk_knowledge::{Knowledge, Oracle};
use oogmerk_model::{Bystanders, Conclusion, Dropped, Fact, RuleBroken, Sink, Source, Subject, Timestamp};
use oogmerk_register::{Actor, Change, Derivation, Input, Receipt, Register};
use std::collections::BTreeMap;
use std::path::Path;

/// A runtime for one verb.
pub fn runtime() -> Result<tokio::runtime::Runtime, Trouble> {
    Ok(tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?)
}

/// Whoever runs this program on this machine.
pub fn actor() -> Actor {
    let name =
        std::env::var("USER").or_else(|_| std::env::var("USERNAME")).unwrap_or_else(|_| "operator".into());
    Actor::new(name, "operator")
}

/// Opens a register, or makes it where there is none.
pub async fn open_or_create(path: &Path, body: &str) -> Result<Register, Trouble> {
    if path.exists() {
        return Ok(Register::open(path).await?);
    }
    let name = if body.is_empty() {
        path.file_stem().map_or_else(|| "register".to_owned(), |s| s.to_string_lossy().into_owned())
    } else {
        body.to_owned()
    };
    Ok(Register::create(path, &name, clock::now(), &mut clock::entropy).await?)
}

/// Prefix of the counts that are all that stays of people's own things.
const BYSTANDER: &str = "bystander:";

/// Takes facts in as one input. Only subjects that belong in a register are stored; of the others stays one count per
/// kind (SAFETY.md, "people are not inventory").
pub async fn take_in(
    register: &Register,
    knowledge: &Knowledge,
    name: &str,
    digest: Option<String>,
    facts: Vec<Fact>,
) -> Result<Receipt, Trouble> {
    let (_, assessment) = assess_register(register, knowledge, clock::now(), facts.clone()).await?;
    let facts = admissible(facts, &assessment);
    let input = Input { name: name.to_owned(), digest, facts };
    Ok(register.apply(&[Change::Observed(input)], &actor(), clock::now(), &mut clock::entropy).await?)
}

/// The facts that may be stored, and the counts of the rest.
fn admissible(facts: Vec<Fact>, assessment: &Assessment) -> Vec<Fact> {
    let admits = |source: &Source, subject: &Subject| {
        assessment
            .identified
            .admitted
            .contains(&(source.file.as_deref().map(str::to_owned), subject.as_str().to_owned()))
    };
    let mut kept: Vec<Fact> = facts
        .into_iter()
        .filter(|fact| match fact {
            Fact::Evidence(e) => admits(e.source(), &e.observation.subject),
            Fact::Contact(c) => admits(&c.source, &c.subject),
            Fact::Via(v) => admits(&v.source, &v.subject),
            Fact::Window(_) | Fact::Dropped(_) | Fact::Problem(_) => true,
        })
        .collect();
    kept.extend(assessment.identified.bystanders.iter().map(|b| {
        Fact::Dropped(Dropped { what: format!("{BYSTANDER}{}", b.kind), packets: b.count, bytes: 0 })
    }));
    kept
}

/// The counts of people's own things that inputs left behind, summed: nothing is kept by which those of one input could
/// be told from those of another, so nobody may say that they are the same.
fn bystanders(dropped: &[Dropped]) -> Vec<Bystanders> {
    let mut kinds: BTreeMap<&str, u64> = BTreeMap::new();
    for row in dropped {
        if let Some(kind) = row.what.strip_prefix(BYSTANDER) {
            let sum = kinds.entry(kind).or_default();
            *sum = sum.saturating_add(row.packets);
        }
    }
    let row = |(kind, count): (&str, u64)| Bystanders {
        schema: "oogmerk.bystanders/1".into(),
        kind: kind.into(),
        count,
    };
    kinds.into_iter().map(row).collect()
}

/// What a register holds, assessed, with given names. Nothing is written.
pub async fn assess_register(
    register: &Register,
    knowledge: &Knowledge,
    now: Timestamp,
    extra: Vec<Fact>,
) -> Result<(oogmerk_register::Snapshot, Assessment), Trouble> {
    let snapshot = register.snapshot(None, None).await?;
    let mut ground = Ground::new();
    let names = snapshot.names.clone();
    for fact in snapshot.clone().facts().chain(extra) {
        ground.take(fact);
    }
    ground.close();
    let options = Options { names, ..Options::at(now, oogmerk_wire::hearing()) };
    Ok((snapshot, assess(&ground, knowledge, &options)))
}

/// Reasons over everything a register holds and stores what came of it: mints names, then stores the derivation.
pub async fn derive(register: &Register, knowledge: &Knowledge) -> Result<Assessment, Trouble> {
    let now = clock::now();
    let (_, first) = assess_register(register, knowledge, now, Vec::new()).await?;
    let groups: Vec<Vec<String>> =
        first.devices.iter().map(|d| first.identified.keys.get(&d.id).cloned().unwrap_or_default()).collect();
    register.name_devices(&groups, &actor(), now, &mut clock::entropy).await?;
    // Names may have changed which id a device carries: derive once more with them, from the head that holds them.
    let (snapshot, assessment) = assess_register(register, knowledge, now, Vec::new()).await?;
    let Some(made_from) = snapshot.head else { return Ok(assessment) };
    let labels = labels(&assessment, knowledge);
    let arguments = arguments(&assessment.devices, knowledge);
    let rules = rules(&assessment, knowledge);
    let derivation = Derivation {
        knowledge: knowledge.version(),
        as_of: &now.day(),
        made_from,
        devices: &assessment.devices,
        findings: &assessment.findings,
        deviations: &assessment.identified.deviations,
        declared: &assessment.identified.declared,
        bystanders: &bystanders(&snapshot.dropped),
        labels: &labels,
        rules: &rules,
        questions: &assessment.identified.questions,
        arguments: &arguments,
    };
    register.put_derivation(derivation, clock::now()).await?;
    Ok(assessment)
}

/// Printed names of every maker and brand the assessment speaks of.
pub fn labels(assessment: &Assessment, knowledge: &Knowledge) -> BTreeMap<String, String> {
    let values = assessment
        .devices
        .iter()
        .flat_map(|d| [&d.maker, &d.brand])
        .flat_map(|v| v.value.iter().cloned().chain(v.rivals.iter().map(|r| r.value.clone())));
    values.map(|key| (key.clone(), knowledge.label(&key))).collect()
}

/// Each policy's own words beside the devices per conclusion.
pub fn rules(assessment: &Assessment, knowledge: &Knowledge) -> Vec<RuleBroken> {
    let mut out = Vec::new();
    for policy in knowledge.policies() {
        let mut devices: BTreeMap<Conclusion, Vec<String>> = BTreeMap::new();
        for finding in assessment.findings.iter().filter(|f| f.rule == policy.id) {
            devices.entry(finding.conclusion).or_default().push(finding.device.clone());
        }
        if devices.is_empty() {
            continue;
        }
        out.push(RuleBroken {
            rule: policy.id.clone(),
            name: policy.name.clone(),
            binds: policy.binds.clone(),
            since: policy.makers.iter().map(|m| m.from.clone()).min().unwrap_or_default(),
            legal_reference: policy.legal_reference.clone(),
            source: policy.source.clone(),
            severity: policy.severity,
            devices: devices.into_iter().collect(),
        });
    }
    out
}
