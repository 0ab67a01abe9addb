//! `oogmerk identify`: the stateless pipeline, files in, devices out. Nothing is stored.

use crate::arguments::{Identify, IncludeWhat, Output};
use crate::clock;
use crate::exit::{Exit, Trouble};
use crate::foreign::with_copies;
use crate::inputs::{Taken, format, import_options, ranges, read_all};
use crate::shelf::current;
use oogmerk_assess::{Assessment, Ground, Include, Options, assess, assess_into};
use oogmerk_import::Format;
use oogmerk_knowledge::Knowledge;
use oogmerk_model::{Cidr, Timestamp};
use oogmerk_report::{Lang, MarkSet, Screen};
use std::io::{BufWriter, IsTerminal, Write};
use std::path::PathBuf;

/// Runs the verb.
pub fn run(a: &Identify, lang: Lang) -> Result<Exit, Trouble> {
    let knowledge = with_copies(current()?, &a.copies, lang)?;
    let format = format(a.format.as_deref())?;
    let inside = ranges(&a.inside)?;
    if a.each {
        return super::each::run(a, &knowledge, format);
    }
    let now = match &a.as_of {
        Some(day) => Timestamp::parse_day(day)
            .ok_or_else(|| Trouble::wrong_use(format!("'{day}' is no day: write YYYY-MM-DD")))?,
        None => clock::now(),
    };
    let include = include(a.include);
    let taken = if a.output == Output::Table {
        let (taken, assessment) = pipeline(&a.paths, format, &inside, include, now, &knowledge);
        print(a, lang, taken.inputs.len(), &assessment)?;
        taken
    } else {
        stream(a, format, &inside, include, now, &knowledge)?
    };
    taken.say_problems();
    Ok(taken.exit())
}

/// Reads and assesses, and keeps every device: for tables and for `explain`.
pub fn pipeline(
    paths: &[PathBuf],
    format: Option<Format>,
    inside: &[Cidr],
    include: Include,
    now: Timestamp,
    knowledge: &Knowledge,
) -> (Taken, Assessment) {
    let (taken, ground, options) = ground(paths, format, inside, include, now, knowledge);
    (taken, assess(&ground, knowledge, &options))
}

/// Reads everything into the ground.
fn ground(
    paths: &[PathBuf],
    format: Option<Format>,
    inside: &[Cidr],
    include: Include,
    now: Timestamp,
    knowledge: &Knowledge,
) -> (Taken, Ground, Options) {
    let mut ground = Ground::new();
    let taken = read_all(paths, format, &import_options(knowledge, inside), &mut ground);
    ground.close();
    (taken, ground, Options { now, inside: inside.to_vec(), include, ..Options::default() })
}

/// Writes each device as soon as it is made, so that a large input needs memory for its facts only.
fn stream(
    a: &Identify,
    format: Option<Format>,
    inside: &[Cidr],
    include: Include,
    now: Timestamp,
    knowledge: &Knowledge,
) -> Result<Taken, Trouble> {
    let (taken, ground, options) = ground(&a.paths, format, inside, include, now, knowledge);
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    let mut trouble: Option<Trouble> = None;
    let csv = a.output == Output::Csv;
    if csv {
        out.write_all(oogmerk_report::device_csv(&[]).as_bytes())?;
    }
    let heading = oogmerk_report::device_csv(&[]).len();
    let assessment = assess_into(&ground, knowledge, &options, &mut |device| {
        let written = if csv {
            let row = oogmerk_report::device_csv(std::slice::from_ref(&device));
            out.write_all(row.get(heading..).unwrap_or_default().as_bytes()).map_err(Trouble::from)
        } else {
            line(&mut out, &device)
        };
        if let Err(error) = written {
            trouble.get_or_insert(error);
        }
    });
    if let Some(trouble) = trouble {
        return Err(trouble);
    }
    if !csv {
        for row in &assessment.bystanders {
            line(&mut out, row)?;
        }
    }
    out.flush()?;
    Ok(taken)
}

fn line(out: &mut impl Write, record: &impl serde::Serialize) -> Result<(), Trouble> {
    serde_json::to_writer(&mut *out, record)?;
    out.write_all(b"\n")?;
    Ok(())
}

fn include(what: IncludeWhat) -> Include {
    match what {
        IncludeWhat::Registered => Include::Registered,
        IncludeWhat::Sensitive => Include::Sensitive,
        IncludeWhat::All => Include::All,
    }
}

/// Prints what was found in the form asked for.
pub fn print(a: &Identify, lang: Lang, inputs: usize, found: &Assessment) -> Result<(), Trouble> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    match a.output {
        Output::Jsonl => {
            for device in &found.devices {
                line(&mut out, device)?;
            }
            for row in &found.bystanders {
                line(&mut out, row)?;
            }
        }
        Output::Csv => out.write_all(oogmerk_report::device_csv(&found.devices).as_bytes())?,
        Output::Table => {
            let screen = screen(a.ascii, a.all);
            out.write_all(oogmerk_report::identify_summary(&found.devices, inputs, lang).as_bytes())?;
            out.write_all(b"\n")?;
            out.write_all(oogmerk_report::identify_table(&found.devices, lang, screen).as_bytes())?;
            out.write_all(b"\n")?;
            out.write_all(oogmerk_report::identify_open(&found.devices, lang).as_bytes())?;
            out.write_all(oogmerk_report::bystander_line(&found.bystanders, lang).as_bytes())?;
        }
    }
    out.flush()?;
    Ok(())
}

/// How wide a table may be, in which signs, how long: a file gets everything.
pub fn screen(ascii: bool, all: bool) -> Screen {
    let terminal = std::io::stdout().is_terminal();
    let marks = if ascii { MarkSet::Ascii } else { MarkSet::Unicode };
    Screen { width: terminal.then(columns), marks, rows: (terminal && !all).then_some(50) }
}

fn columns() -> usize {
    std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).unwrap_or(100)
}
