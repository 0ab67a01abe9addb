//! `oogmerk identify`: the stateless pipeline, files in, devices out. Nothing is stored.

use crate::arguments::{Identify, IncludeWhat, Output};
use crate::assessment::{Assessment, assess, assess_into};
use crate::clock;
use crate::exit::{Exit, Trouble};
use crate::foreign::with_copies;
use crate::inputs::{Taken, format, import_options, ranges, read_all};
use crate::say::{json_line, say};
use crate::shelf::current;
use oogmerk_identify::{Ground, Include, Options};
use oogmerk_import::Format;
use oogmerk_judge::makers_named;
use oogmerk_knowledge::Knowledge;
use oogmerk_model::{Cidr, Device, Timestamp};
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
    let include = include(a.include, &knowledge, now);
    let taken = if a.output == Output::Table {
        let (taken, assessment) = pipeline(&a.paths, format, &inside, include, now, &knowledge);
        print(a, lang, taken.inputs.len(), &assessment)?;
        let mut left_out = LeftOut::default();
        assessment.devices.iter().for_each(|device| left_out.count(device));
        left_out.say();
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
    (taken, ground, Options { inside: inside.to_vec(), include, ..Options::at(now, oogmerk_wire::hearing()) })
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
    let mut left_out = LeftOut::default();
    let identified = assess_into(&ground, knowledge, &options, &mut |device| {
        left_out.count(&device);
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
        for row in &identified.bystanders {
            line(&mut out, row)?;
        }
    }
    out.flush()?;
    left_out.say();
    Ok(taken)
}

/// Values that were not weighed, over all devices.
#[derive(Default)]
struct LeftOut {
    devices: u64,
    values: u64,
}

impl LeftOut {
    fn count(&mut self, device: &Device) {
        self.devices += u64::from(!device.left_out.is_empty());
        self.values += device.left_out.values().sum::<u64>();
    }

    /// Says so on standard error, where there were any.
    fn say(&self) {
        if self.devices > 0 {
            let (values, devices) = (self.values, self.devices);
            say!(
                "not weighed: {values} values of {devices} devices that gave too many of one field (left_out)"
            );
        }
    }
}

fn line(out: &mut impl Write, record: &impl serde::Serialize) -> Result<(), Trouble> {
    Ok(json_line(out, record)?)
}

fn include(what: IncludeWhat, knowledge: &Knowledge, now: Timestamp) -> Include {
    match what {
        IncludeWhat::Registered => Include::Registered,
        IncludeWhat::Sensitive => Include::Sensitive(makers_named(knowledge, &now.day())),
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
            for row in &found.identified.bystanders {
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
            out.write_all(oogmerk_report::bystander_line(&found.identified.bystanders, lang).as_bytes())?;
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
