//! `oogmerk import`: files into a register, or the difference they would make.

use crate::arguments::Import;
use crate::assessment::assess_to;
use crate::deriving::{Derived, derive};
use crate::exit::{Exit, Trouble};
use crate::inputs::{format, import_options};
use crate::overflow::Room;
use crate::say::say;
use crate::shelf::current;
use crate::store::{Known, Reading};
use crate::{clock, inputs, store};
use oogmerk_identify::Taker;
use oogmerk_import::ColumnUse;
use oogmerk_knowledge::Knowledge;
use oogmerk_model::{Declared, Deviation, DeviationKind, Device, Question, Timestamp, Traffic};
use oogmerk_report::Lang;
use std::collections::BTreeMap;
use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::PathBuf;

/// Runs the verb.
pub fn run(a: &Import, lang: Lang) -> Result<Exit, Trouble> {
    // The program ends with this verb: its tells need not be taken apart one by one.
    let knowledge = ManuallyDrop::new(current()?);
    let room = Room::of(lang, a.held_most, a.named_most);
    let format = format(a.format.as_deref())?;
    let mut options = import_options(&knowledge, &[]);
    let mut problems = Vec::new();
    let files: Vec<PathBuf> = a.paths.iter().flat_map(|p| inputs::files_under(p, &mut problems)).collect();
    for problem in &problems {
        say!("not readable: {}", inputs::place(problem));
    }
    if !a.map.is_empty() {
        options.plan = Some(mapped(&files, &a.map)?);
    }
    store::runtime()?.block_on(async {
        if a.dry_run && !a.register.exists() {
            return Err(Trouble::wrong_use(format!(
                "{} does not exist yet; a dry run needs a register to compare with",
                a.register.display()
            )));
        }
        let register = store::open_or_create(&a.register, &a.body).await?;
        let (now, mut exits) = (clock::now(), Vec::new());
        let mut dry = if a.dry_run {
            let before = Answers::of(Known::of(&register, &[], room).await?, &knowledge, now)?;
            Some((before, Known::of(&register, &[], room).await?))
        } else {
            None
        };
        for file in &files {
            // Standard input can be read once only.
            let piped = if file.as_os_str() == "-" { Some(inputs::standard_input()?) } else { None };
            let (name, path) =
                (file.display().to_string(), piped.as_ref().map_or(file.as_path(), |f| f.path()));
            let reading = Reading { file: path, name: &name, format, options: &options };
            let (taken, receipt) = match &mut dry {
                Some((_, after)) => {
                    let (taken, rows, _) = reading.read(&mut after.ground);
                    say_all_read(&taken, rows);
                    (taken, None)
                }
                None => store::take_in_file(&register, &knowledge, reading, room, &say_all_read).await?,
            };
            exits.push(taken.exit());
            if let Some(receipt) = receipt {
                say!(
                    "{}: {} facts stored, {} already known",
                    oogmerk_report::terminal(&file.display().to_string()),
                    receipt.appended,
                    receipt.already_known
                );
            }
        }
        let left_out = if let Some((before, after)) = dry {
            difference(&before, after, (&knowledge, now), room)?
        } else {
            let derived = derive(&register, &knowledge, room).await?;
            summary(&derived)?;
            derived.left_out
        };
        if left_out > 0 {
            exits.push(Exit::Partly);
        }
        register.close().await?;
        Ok(worst(&exits, &problems))
    })
}

fn worst(exits: &[Exit], problems: &[oogmerk_model::Problem]) -> Exit {
    let any_bad = !problems.is_empty() || exits.iter().any(|e| *e != Exit::Done);
    let any_good = exits.iter().any(|e| *e != Exit::Nothing);
    match (any_bad, any_good) {
        (false, _) => Exit::Done,
        (true, true) => Exit::Partly,
        (true, false) => Exit::Nothing,
    }
}

fn mapped(files: &[PathBuf], map: &[String]) -> Result<oogmerk_import::TablePlan, Trouble> {
    let [file] = files else {
        return Err(Trouble::wrong_use("--map is for one table at a time"));
    };
    let bytes = std::fs::read(file)?;
    let mut plan = oogmerk_import::sniff_table(&bytes)
        .ok_or_else(|| Trouble::wrong_use(format!("{} is no table", file.display())))?;
    for change in map {
        plan.map(change).map_err(|e| Trouble::wrong_use(format!("--map {change}: {e}")))?;
    }
    Ok(plan)
}

fn say_all_read(taken: &inputs::Taken, rows: u64) {
    taken.say_problems();
    for (name, outcome) in &taken.inputs {
        say_read(name, outcome, rows);
    }
}

fn say_read(name: &str, outcome: &oogmerk_import::Outcome, rows: u64) {
    let format = outcome.format.map_or("unknown", oogmerk_import::Format::as_str);
    let name = oogmerk_report::terminal(name);
    say!("{name}: read as {format}, {} records, {} passed over", outcome.records, outcome.passed_over);
    if let Some(plan) = &outcome.plan {
        for sheet in &plan.sheets {
            for column in &sheet.columns {
                let becomes = match &column.becomes {
                    ColumnUse::Field(field) => field.clone(),
                    ColumnUse::Coordinates => "sheet.latitude, sheet.longitude".into(),
                    ColumnUse::Note => "sheet.note".into(),
                    ColumnUse::LeftOut => "left out".into(),
                };
                let heading = oogmerk_report::terminal(&column.heading);
                say!("  {:3} {heading:28} → {becomes}", column.letter);
            }
        }
    }
    if rows > 0 {
        say!("{name}: {rows} declared rows");
    }
}

/// What would change: devices that appear, devices whose answer changes, rows that would match or not. Says how many
/// readings were left out for want of room.
fn difference(
    before: &Answers,
    mut after: Known,
    (knowledge, now): (&Knowledge, Timestamp),
    room: Room,
) -> Result<u64, Trouble> {
    after.ground.close();
    let left_out = room.say_left_out(&after.ground);
    let after = Answers::of(after, knowledge, now)?;
    let mut out = std::io::stdout().lock();
    let mut same = 0u64;
    for (id, told) in &after.devices {
        match before.devices.get(id) {
            None => writeln!(out, "new      {id} {told}")?,
            Some(was) if was != told => writeln!(out, "changes  {id} {was} → {told}")?,
            Some(_) => same += 1,
        }
    }
    for (word, kind) in [
        ("declared, not found", DeviationKind::DeclaredNotFound),
        ("found, not declared", DeviationKind::FoundNotDeclared),
        ("differs", DeviationKind::Differs),
    ] {
        let count = |answers: &Answers| answers.deviations.get(&kind).copied().unwrap_or_default();
        writeln!(out, "{word}: {} → {}", count(before), count(&after))?;
    }
    writeln!(out, "declared rows: {} → {}", before.declared, after.declared)?;
    writeln!(out, "unchanged devices: {same}. Nothing was stored.")?;
    Ok(left_out)
}

/// What is told of a register in a dry run: of each device one line.
#[derive(Default)]
struct Answers {
    devices: BTreeMap<String, String>,
    deviations: BTreeMap<DeviationKind, u64>,
    declared: u64,
}

impl Answers {
    fn of(known: Known, knowledge: &Knowledge, now: Timestamp) -> Result<Self, Trouble> {
        let mut answers = Self::default();
        assess_to(&known.ground, knowledge, &known.options(now), &mut answers);
        known.overflow.check()?;
        Ok(answers)
    }
}

impl Taker for Answers {
    fn device(&mut self, device: Device, _: &Traffic<'_>) {
        let told = told(&device);
        self.devices.insert(device.id, told);
    }
    fn question(&mut self, _: Question) {}
    fn deviation(&mut self, deviation: Deviation) {
        *self.deviations.entry(deviation.kind).or_default() += 1;
    }
    fn declared(&mut self, _: usize, _: Declared) {
        self.declared += 1;
    }
}

fn told(d: &Device) -> String {
    let word = |v: &oogmerk_model::Verdict| v.decided_value().unwrap_or("–").to_owned();
    oogmerk_report::terminal(&format!(
        "{} · {} · {} · {}",
        word(&d.kind),
        word(&d.brand),
        word(&d.maker),
        word(&d.model)
    ))
}

fn summary(derived: &Derived) -> Result<(), Trouble> {
    let Derived { devices, cameras, declared, deviations, findings, .. } = derived;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{devices} devices, {cameras} of them cameras; {declared} declared rows; {deviations} deviations; {findings} findings"
    )?;
    Ok(())
}
