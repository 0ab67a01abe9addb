//! A register from files and reasoning: opening, taking facts in, reading it for reasoning. Shared by every verb that has one.

use crate::assessment::{Assessment, assess, assess_into};
use crate::clock;
use crate::exit::Trouble;
use crate::inputs::{self, Taken};
use crate::overflow::{Overflow, Room};
use oogmerk_identify::{Extent, Ground, Identified, Options};
use oogmerk_import::Format;
use oogmerk_knowledge::Knowledge;
use oogmerk_model::{Bystanders, Dropped, Fact, Means, Sink, Source, Subject, Timestamp};
use oogmerk_register::{Actor, Change, Input, Receipt, Register, Snapshot};
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashSet};
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};

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
    room: impl Into<Room>,
) -> Result<Receipt, Trouble> {
    let identified = Known::of(register, &facts, room.into()).await?.admits(knowledge)?;
    let mut facts: Vec<Fact> = facts.into_iter().filter(|fact| may_be_stored(fact, &identified)).collect();
    facts.extend(left_behind(&identified));
    let input = Input { name: name.to_owned(), digest, facts };
    Ok(register.apply(&[Change::Observed(input)], &actor(), clock::now(), &mut clock::entropy).await?)
}

/// A file, and how it is read.
#[derive(Clone)]
pub struct Reading<'a> {
    /// Where its bytes are.
    pub file: &'a Path,
    /// Under which name it is taken in.
    pub name: &'a str,
    /// What it is read as.
    pub format: Option<Format>,
    /// What readers need to know.
    pub options: &'a oogmerk_import::Options,
}

impl Reading<'_> {
    /// Reads the file into a ground; says how many rows of lists stood in it, and whether anything could be read.
    pub fn read(&self, ground: &mut Ground) -> (Taken, u64, bool) {
        let mut heard = Heard { behind: ground, rows: HashSet::new(), has_facts: false };
        let taken = inputs::read_file((self.file, self.name), self.format, self.options, &mut heard);
        (taken, heard.rows.len() as u64, heard.has_facts)
    }
}

/// Takes a file in. It is read twice, once to know who may be stored and once to store it, so that no more of it is held
/// than a part; what came of reading is told in between. `None` where nothing of it could be read.
pub async fn take_in_file(
    register: &Register,
    knowledge: &Knowledge,
    reading: Reading<'_>,
    room: Room,
    told: &dyn Fn(&Taken, u64),
) -> Result<(Taken, Option<Receipt>), Trouble> {
    let mut known = Known::of(register, &[], room).await?;
    let (mut taken, rows, has_facts) = reading.read(&mut known.ground);
    told(&taken, rows);
    if !has_facts {
        return Ok((taken, None));
    }
    known.ground.close();
    taken.no_room = room.say_left_out(&known.ground);
    let identified = known.admits(knowledge)?;
    // Whoever pipes something in twice may mean it.
    let digest = if reading.name == "-" { None } else { inputs::digest(reading.file).ok() };
    let (to, parts) = sync_channel(1);
    let (again, name) = (reading.file.to_owned(), reading.name.to_owned());
    let (format, options) = (reading.format, reading.options.clone());
    std::thread::spawn(move || {
        let mut parts = Parts { to, part: Vec::new(), identified };
        inputs::read_file((&again, &name), format, &options, &mut parts);
        parts.end();
    });
    let mut next = move || parts.recv().ok();
    let receipt = register
        .observe(reading.name, digest.as_deref(), &mut next, &actor(), clock::now(), &mut clock::entropy)
        .await?;
    Ok((taken, Some(receipt)))
}

/// Counts rows of lists on their way into the ground.
struct Heard<'g> {
    behind: &'g mut Ground,
    /// Digests of their names.
    rows: HashSet<u64>,
    has_facts: bool,
}

impl Sink for Heard<'_> {
    fn take(&mut self, fact: Fact) {
        self.has_facts |= !matches!(fact, Fact::Problem(_));
        if let Fact::Evidence(e) = &fact
            && e.observation.means == Means::Declared
        {
            let mut name = DefaultHasher::new();
            e.observation.subject.hash(&mut name);
            self.rows.insert(name.finish());
        }
        self.behind.take(fact);
    }
}

/// Facts of an input in one part.
const PART: usize = 50_000;

/// Hands over what may be stored of an input, part by part; an observation stays in one.
struct Parts {
    to: SyncSender<Vec<Fact>>,
    part: Vec<Fact>,
    identified: Identified,
}

impl Parts {
    fn hand_over(&mut self) {
        // Whoever stores has given up when nobody takes it, and says why.
        let _ = self.to.send(std::mem::take(&mut self.part));
    }

    fn end(mut self) {
        self.part.extend(left_behind(&self.identified));
        if !self.part.is_empty() {
            self.hand_over();
        }
    }
}

impl Sink for Parts {
    fn take(&mut self, fact: Fact) {
        if !may_be_stored(&fact, &self.identified) {
            return;
        }
        let goes_on = matches!((self.part.last(), &fact), (Some(Fact::Evidence(last)), Fact::Evidence(e))
            if Arc::ptr_eq(&last.observation, &e.observation));
        if self.part.len() >= PART && !goes_on {
            self.hand_over();
        }
        self.part.push(fact);
    }
}

/// Whether a fact may be stored.
fn may_be_stored(fact: &Fact, identified: &Identified) -> bool {
    let admits = |source: &Source, subject: &Subject| {
        identified
            .admitted
            .contains(&(source.file.as_deref().map(str::to_owned), subject.as_str().to_owned()))
    };
    match fact {
        Fact::Evidence(e) => admits(e.source(), &e.observation.subject),
        Fact::Contact(c) => admits(&c.source, &c.subject),
        Fact::Via(v) => admits(&v.source, &v.subject),
        Fact::Window(_) | Fact::Dropped(_) | Fact::Problem(_) => true,
    }
}

/// The counts of those who may not be stored.
fn left_behind(identified: &Identified) -> impl Iterator<Item = Fact> {
    identified.bystanders.iter().map(|b| {
        Fact::Dropped(Dropped { what: format!("{BYSTANDER}{}", b.kind), packets: b.count, bytes: 0 })
    })
}

/// The counts of people's own things that inputs left behind, summed: nothing is kept by which those of one input could
/// be told from those of another, so nobody may say that they are the same.
pub fn bystanders(dropped: &[Dropped]) -> Vec<Bystanders> {
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
    extra: &[Fact],
    room: impl Into<Room>,
) -> Result<(Snapshot, Assessment), Trouble> {
    let known = Known::of(register, extra, room.into()).await?;
    let assessment = assess(&known.ground, knowledge, &known.options(now));
    known.overflow.check()?;
    Ok((known.snapshot, assessment))
}

/// What a register holds, and what may come to it, read for reasoning.
pub struct Known {
    /// All but what readers gave.
    pub snapshot: Snapshot,
    /// What readers gave.
    pub ground: Ground,
    /// Where it lies once there is too much.
    pub overflow: Arc<Overflow>,
}

impl Known {
    /// What a register holds, with more facts.
    pub async fn of(register: &Register, extra: &[Fact], room: Room) -> Result<Self, Trouble> {
        let overflow = Overflow::new(room.lang);
        let mut ground = room.ground(overflow.clone());
        let snapshot = register.snapshot_into(None, None, &mut |fact| ground.take(fact)).await?;
        for dropped in &snapshot.dropped {
            ground.take(Fact::Dropped(dropped.clone()));
        }
        for fact in extra {
            ground.take(fact.clone());
        }
        ground.close();
        Ok(Self { snapshot, ground, overflow })
    }

    /// Who may be stored, and how many may not.
    fn admits(self, knowledge: &Knowledge) -> Result<Identified, Trouble> {
        let options = Options { extent: Extent::Admitted, ..self.options(clock::now()) };
        let identified = assess_into(&self.ground, knowledge, &options, &mut |_| ());
        self.overflow.check()?;
        Ok(identified)
    }

    /// The choices for reasoning over it at a moment.
    pub fn options(&self, now: Timestamp) -> Options {
        Options { names: self.snapshot.names.clone(), ..Options::at(now, oogmerk_wire::hearing()) }
    }
}
