//! A bench for the register's tests: a register in a folder of its own, a clock and a dice that tests turn.
#![allow(clippy::disallowed_methods, reason = "tests look into the files that a register leaves")]
#![allow(
    clippy::unwrap_used,
    clippy::struct_field_names,
    dead_code,
    reason = "tests; each test file uses its part"
)]

use oogmerk_model::{
    Contact, Device, Direction, Evidence, Fact, Field, Means, Observation, Source, State, Subject, Timestamp,
    Transport, Verdict,
};
use oogmerk_register::{Actor, Change, Input, Part, Receipt, Register};
use sqlx::{Connection, SqliteConnection};
use std::path::PathBuf;
use std::sync::Arc;

pub struct Bench {
    pub register: Register,
    pub path: PathBuf,
    dice: u64,
    _folder: tempfile::TempDir,
}

/// Noon of a day in 2026, in whole days from the first of January.
pub fn day(n: i64) -> Timestamp {
    Timestamp(Timestamp::parse_day("2026-01-01").unwrap().0 + n * 86_400_000_000 + 43_200_000_000)
}

pub fn officer() -> Actor {
    Actor::new("an officer", "officer")
}

/// SplitMix64: enough to tell salts apart, and the same on every run.
pub fn dice(seed: &mut u64) -> impl FnMut(&mut [u8]) + Send + '_ {
    move |bytes| {
        for part in bytes.chunks_mut(8) {
            *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = *seed;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            let n = part.len();
            part.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes()[..n]);
        }
    }
}

impl Bench {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("town.oogmerk");
        let mut seed = 7;
        let register = Register::create(&path, "Testdorp", day(0), &mut dice(&mut seed)).await.unwrap();
        Self { register, path, dice: seed, _folder: folder }
    }

    pub async fn apply(&mut self, now: Timestamp, changes: &[Change]) -> Receipt {
        self.try_apply(now, changes).await.unwrap()
    }

    pub async fn try_apply(
        &mut self,
        now: Timestamp,
        changes: &[Change],
    ) -> Result<Receipt, oogmerk_register::RegisterError> {
        self.register.apply(changes, &officer(), now, &mut dice(&mut self.dice)).await
    }

    pub async fn name(&mut self, now: Timestamp, groups: &[&[&str]]) -> Vec<Option<String>> {
        let groups: Vec<Vec<String>> =
            groups.iter().map(|g| g.iter().map(|k| (*k).to_owned()).collect()).collect();
        self.register.name_devices(&groups, &officer(), now, &mut dice(&mut self.dice)).await.unwrap().0
    }

    pub async fn log_read(&mut self, now: Timestamp, what: &str) {
        self.register.log_read(&officer(), what, now, &mut dice(&mut self.dice)).await.unwrap();
    }

    /// A second hand on the same file, as somebody who tampers with it would have.
    pub async fn raw(&self) -> SqliteConnection {
        let mut conn = SqliteConnection::connect(&format!("sqlite://{}", self.path.display())).await.unwrap();
        for trigger in ["fact_is_never_changed", "fact_is_never_removed", "content_is_never_changed"] {
            let sql = sqlx::AssertSqlSafe(format!("DROP TRIGGER {trigger}"));
            sqlx::query(sql).execute(&mut conn).await.unwrap();
        }
        sqlx::query("PRAGMA foreign_keys = OFF").execute(&mut conn).await.unwrap();
        conn
    }

    /// Whether any file of the register holds these bytes.
    pub fn holds_bytes(&self, needle: &str) -> bool {
        let folder = self.path.parent().unwrap();
        let files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        assert!(!files.is_empty());
        files.iter().any(|file| {
            let bytes = std::fs::read(file).unwrap();
            bytes.windows(needle.len()).any(|w| w.eq_ignore_ascii_case(needle.as_bytes()))
        })
    }
}

pub fn observation(subject: &str, file: &str, frame: u64, seen_at: Option<Timestamp>) -> Arc<Observation> {
    Arc::new(Observation {
        subject: Subject::named(subject),
        seen_at,
        vantage: None,
        means: Means::Passive,
        authority: None,
        protocol: "sadp".into(),
        source: Source { file: Some(file.into()), frame: Some(frame), ..Source::default() },
        digest: format!("{frame:064x}").into(),
    })
}

pub fn says(observation: &Arc<Observation>, field: &'static str, value: &str) -> Fact {
    Fact::Evidence(Evidence::copied(observation, Field::of(field), value))
}

pub fn row(file: &str, line: u64, cells: &[(&'static str, &str)]) -> Vec<Fact> {
    let observation = Arc::new(Observation {
        subject: Subject::named(&format!("{file}:{line}")),
        seen_at: None,
        vantage: None,
        means: Means::Declared,
        authority: None,
        protocol: "sheet".into(),
        source: Source { file: Some(file.into()), line: Some(line), ..Source::default() },
        digest: "".into(),
    });
    cells.iter().map(|(field, value)| says(&observation, field, value)).collect()
}

pub fn contact(subject: &str, file: &str, peer: &str, last: Timestamp) -> Fact {
    Fact::Contact(Contact {
        subject: Subject::named(subject),
        own: "10.0.0.7".parse().unwrap(),
        peer: peer.parse().unwrap(),
        port: 443,
        transport: Transport::Tcp,
        direction: Direction::Out,
        name: Some("relay.example".into()),
        packets: 3,
        bytes: 400,
        first: Some(last),
        last: Some(last),
        answered: true,
        source: Source { file: Some(file.into()), frame: Some(1), ..Source::default() },
    })
}

pub fn input(name: &str, facts: Vec<Fact>) -> Change {
    Change::Observed(Input { name: name.into(), digest: Some(format!("{name}-digest")), facts })
}

pub fn decided(value: &str) -> Verdict {
    Verdict {
        verdict: State::Decided,
        value: Some(value.into()),
        confidence: Some(0.99),
        ..Verdict::undecided(Vec::new())
    }
}

pub fn contested(values: &[&str]) -> Verdict {
    let share = 0.9 / values.len() as f64;
    let rival =
        |v: &&str| oogmerk_model::Rival { value: (*v).to_owned(), confidence: share, because: Vec::new() };
    Verdict {
        verdict: State::Contested,
        rivals: values.iter().map(rival).collect(),
        other: Some(0.1),
        ..Verdict::undecided(Vec::new())
    }
}

pub fn undecided() -> Verdict {
    Verdict::undecided(vec![Field::of("label.model")])
}

pub fn device(id: &str, kind: Verdict, brand: Verdict, maker: Verdict) -> Device {
    Device {
        schema: "oogmerk.device/1".into(),
        id: id.into(),
        subject: None,
        subjects: Vec::new(),
        seen_in: Vec::new(),
        mac: Vec::new(),
        ip: Vec::new(),
        kind,
        brand,
        maker,
        model: undecided(),
        serial: undecided(),
        firmware: undecided(),
        soc: None,
        soc_maker: None,
        modem: None,
        modem_maker: None,
        outside: Vec::new(),
        outside_via: Vec::new(),
        isolation: None,
        merges: Vec::new(),
        evidence: Vec::new(),
        claims: Vec::new(),
        left_out: std::collections::BTreeMap::new(),
    }
}

/// A derivation that owns its parts.
#[derive(Clone, Debug)]
pub struct Made {
    pub knowledge: String,
    pub as_of: String,
    pub made_from: oogmerk_register::Head,
    pub devices: Vec<Device>,
    pub findings: Vec<oogmerk_model::Finding>,
    pub deviations: Vec<oogmerk_model::Deviation>,
    pub declared: Vec<oogmerk_model::Declared>,
    pub bystanders: Vec<oogmerk_model::Bystanders>,
    pub labels: std::collections::BTreeMap<String, String>,
    pub rules: Vec<oogmerk_model::RuleBroken>,
    pub questions: Vec<oogmerk_model::Question>,
    pub arguments: std::collections::BTreeMap<String, Vec<oogmerk_model::Because>>,
}

impl Made {
    /// Stores it in parts of so many devices or rows.
    pub async fn stored(
        &self,
        bench: &Bench,
        now: Timestamp,
        at_once: usize,
    ) -> Result<oogmerk_register::DerivationHead, oogmerk_register::RegisterError> {
        let derivation = oogmerk_register::Derivation {
            knowledge: &self.knowledge,
            as_of: &self.as_of,
            made_from: self.made_from,
        };
        let mut parts = self.parts(at_once).into_iter();
        bench.register.put_derivation(derivation, &mut || Ok(parts.next()), now).await
    }

    fn parts(&self, at_once: usize) -> Vec<Part> {
        let of = |id: &String, devices: &[Device]| devices.iter().any(|d| d.id == *id);
        let mut parts: Vec<Part> = self
            .devices
            .chunks(at_once)
            .map(|devices| Part {
                devices: devices.to_vec(),
                arguments: self.arguments.clone().into_iter().filter(|(id, _)| of(id, devices)).collect(),
                findings: self.findings.iter().filter(|f| of(&f.device, devices)).cloned().collect(),
                questions: self.questions.iter().filter(|q| of(&q.device, devices)).cloned().collect(),
                ..Part::default()
            })
            .collect();
        let deviations = self.deviations.chunks(at_once);
        parts.extend(deviations.map(|some| Part { deviations: some.to_vec(), ..Part::default() }));
        // Rows come in another order than the one they stand in.
        let mut rows: Vec<_> = (0..).zip(self.declared.iter().cloned()).collect();
        rows.reverse();
        parts.extend(rows.chunks(at_once).map(|some| Part { declared: some.to_vec(), ..Part::default() }));
        parts.push(Part {
            bystanders: self.bystanders.clone(),
            labels: self.labels.clone().into_iter().collect(),
            rules: self.rules.clone(),
            ..Part::default()
        });
        parts
    }
}

/// Cameras of one maker under these ids, made from where the chain ends now.
pub async fn small_derivation(bench: &Bench, ids: &[&str]) -> Made {
    Made {
        knowledge: "k-1".into(),
        as_of: "2026-01-02".into(),
        made_from: bench.register.head().await.unwrap(),
        devices: ids
            .iter()
            .map(|id| device(id, decided("camera"), decided("acme"), decided("maker-a")))
            .collect(),
        findings: Vec::new(),
        deviations: Vec::new(),
        declared: Vec::new(),
        bystanders: Vec::new(),
        labels: std::collections::BTreeMap::new(),
        rules: Vec::new(),
        questions: Vec::new(),
        arguments: std::collections::BTreeMap::new(),
    }
}
