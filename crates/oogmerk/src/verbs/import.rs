//! `oogmerk import`: files into a register, or the difference they would make.

use crate::arguments::Import;
use crate::assessment::Assessment;
use crate::exit::{Exit, Trouble};
use crate::inputs::{format, import_options};
use crate::overflow::{HELD_MOST, Room};
use crate::say::say;
use crate::shelf::current;
use crate::{clock, inputs, store};
use oogmerk_import::ColumnUse;
use oogmerk_model::{DeviationKind, Fact, Means};
use oogmerk_report::Lang;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

/// Runs the verb.
pub fn run(a: &Import, lang: Lang) -> Result<Exit, Trouble> {
    let knowledge = current()?;
    let room = Room { lang, most: a.held_most.unwrap_or(HELD_MOST) };
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
        let mut exits = Vec::new();
        let mut all: Vec<Fact> = Vec::new();
        for file in &files {
            // Standard input can be read once only.
            let is_held = a.dry_run || file.as_os_str() == "-";
            let (taken, receipt) = if is_held {
                let mut facts: Vec<Fact> = Vec::new();
                let taken = inputs::read_all(std::slice::from_ref(file), format, &options, &mut facts);
                say_all_read(&taken, rows_of(&facts));
                let receipt = if a.dry_run || facts.iter().all(|f| matches!(f, Fact::Problem(_))) {
                    all.append(&mut facts);
                    None
                } else {
                    let name = file.display().to_string();
                    Some(store::take_in(&register, &knowledge, &name, None, facts, room).await?)
                };
                (taken, receipt)
            } else {
                let input = (file.as_path(), format);
                store::take_in_file(&register, &knowledge, input, &options, room, &say_all_read).await?
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
        if a.dry_run {
            difference(&register, &knowledge, &all, room).await?;
        } else {
            let assessment = store::derive(&register, &knowledge, room).await?;
            summary(&assessment)?;
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

/// Rows of lists among facts.
fn rows_of(facts: &[Fact]) -> u64 {
    let rows: BTreeSet<_> = facts
        .iter()
        .filter_map(|f| match f {
            Fact::Evidence(e) if e.observation.means == Means::Declared => Some(&e.observation.subject),
            _ => None,
        })
        .collect();
    rows.len() as u64
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

/// What would change: devices that appear, devices whose answer changes, rows that would match or not.
async fn difference(
    register: &oogmerk_register::Register,
    knowledge: &oogmerk_knowledge::Knowledge,
    facts: &[Fact],
    room: Room,
) -> Result<(), Trouble> {
    let now = clock::now();
    let (_, before) = store::assess_register(register, knowledge, now, &[], room).await?;
    let (_, after) = store::assess_register(register, knowledge, now, facts, room).await?;
    let mut out = std::io::stdout().lock();
    let old: std::collections::BTreeMap<&str, &oogmerk_model::Device> =
        before.devices.iter().map(|d| (d.id.as_str(), d)).collect();
    let mut same = 0u64;
    for device in &after.devices {
        match old.get(device.id.as_str()) {
            None => writeln!(out, "new      {} {}", device.id, told(device))?,
            Some(was) if told(was) != told(device) => {
                writeln!(out, "changes  {} {} → {}", device.id, told(was), told(device))?;
            }
            Some(_) => same += 1,
        }
    }
    let count = |a: &Assessment, kind| a.identified.deviations.iter().filter(|d| d.kind == kind).count();
    for (word, kind) in [
        ("declared, not found", DeviationKind::DeclaredNotFound),
        ("found, not declared", DeviationKind::FoundNotDeclared),
        ("differs", DeviationKind::Differs),
    ] {
        writeln!(out, "{word}: {} → {}", count(&before, kind), count(&after, kind))?;
    }
    writeln!(
        out,
        "declared rows: {} → {}",
        before.identified.declared.len(),
        after.identified.declared.len()
    )?;
    writeln!(out, "unchanged devices: {same}. Nothing was stored.")?;
    Ok(())
}

fn told(d: &oogmerk_model::Device) -> String {
    let word = |v: &oogmerk_model::Verdict| v.decided_value().unwrap_or("–").to_owned();
    oogmerk_report::terminal(&format!(
        "{} · {} · {} · {}",
        word(&d.kind),
        word(&d.brand),
        word(&d.maker),
        word(&d.model)
    ))
}

fn summary(assessment: &Assessment) -> Result<(), Trouble> {
    let mut out = std::io::stdout().lock();
    let cameras = assessment
        .devices
        .iter()
        .filter(|d| {
            d.kind
                .decided_value()
                .and_then(oogmerk_model::Kind::parse)
                .is_some_and(oogmerk_model::Kind::is_camera)
        })
        .count();
    writeln!(
        out,
        "{} devices, {cameras} of them cameras; {} declared rows; {} deviations; {} findings",
        assessment.devices.len(),
        assessment.identified.declared.len(),
        assessment.identified.deviations.len(),
        assessment.findings.len()
    )?;
    Ok(())
}
