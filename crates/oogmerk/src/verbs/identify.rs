//! `oogmerk identify`: the stateless pipeline, files in, devices out. Nothing is stored.

use crate::arguments::{Identify, IncludeWhat, Output};
use crate::assessment::{Assessment, assess, assess_into};
use crate::clock;
use crate::exit::{Exit, Trouble};
use crate::foreign::with_copies;
use crate::inputs::{Taken, format, import_options, ranges, read_all};
use crate::overflow::{Overflow, Room};
use crate::say::{json_line, say};
use crate::shelf::current;
use oogmerk_identify::{Extent, Ground, Include, Options};
use oogmerk_import::Format;
use oogmerk_judge::makers_named;
use oogmerk_knowledge::Knowledge;
use oogmerk_model::{Bystanders, Cidr, Device, Timestamp};
use oogmerk_report::{Lang, MarkSet, Roll, Screen};
use std::io::{BufWriter, IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::path::PathBuf;

/// Runs the verb.
pub fn run(a: &Identify, lang: Lang) -> Result<Exit, Trouble> {
    // The program ends with this verb: its tells need not be taken apart one by one.
    let knowledge = ManuallyDrop::new(with_copies(current()?, &a.copies, lang)?);
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
    let overflow = Overflow::new(lang);
    let asked = Asked { paths: &a.paths, format, inside: &inside, include, now };
    let room = Room::of(lang, a.held_most, a.named_most);
    let (mut taken, ground, options) = ground(asked, &knowledge, room.ground(overflow.clone()));
    let options = Options { extent: Extent::Devices, ..options };
    let told = match a.output {
        Output::Table => table(a, lang, taken.inputs.len(), &ground, &knowledge, &options),
        Output::Jsonl | Output::Csv => stream(a, &ground, &knowledge, &options),
    };
    overflow.check()?;
    told?;
    taken.no_room = room.say_left_out(&ground);
    taken.say_problems();
    Ok(taken.exit())
}

/// What is read, and how it is told.
pub struct Asked<'a> {
    /// Files and folders.
    pub paths: &'a [PathBuf],
    /// What every file is read as.
    pub format: Option<Format>,
    /// The owner's ranges.
    pub inside: &'a [Cidr],
    /// Who is told about.
    pub include: Include,
    /// The moment that is now.
    pub now: Timestamp,
}

/// Reads and assesses, and keeps every device: for `explain`.
pub fn pipeline(asked: Asked<'_>, knowledge: &Knowledge, lang: Lang) -> Result<(Taken, Assessment), Trouble> {
    let overflow = Overflow::new(lang);
    let (mut taken, ground, options) = ground(asked, knowledge, Room::from(lang).ground(overflow.clone()));
    let assessment = assess(&ground, knowledge, &options);
    overflow.check()?;
    taken.no_room = Room::from(lang).say_left_out(&ground);
    Ok((taken, assessment))
}

/// Reads everything into the ground.
fn ground(asked: Asked<'_>, knowledge: &Knowledge, mut ground: Ground) -> (Taken, Ground, Options) {
    let reading = import_options(knowledge, asked.inside);
    let taken = read_all(asked.paths, asked.format, &reading, &mut ground);
    ground.close();
    let (inside, include) = (asked.inside.to_vec(), asked.include);
    (taken, ground, Options { inside, include, ..Options::at(asked.now, oogmerk_wire::hearing()) })
}

/// Writes each device as soon as it is made, so that a large input needs memory for its facts only.
fn stream(a: &Identify, ground: &Ground, knowledge: &Knowledge, options: &Options) -> Result<(), Trouble> {
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    let mut trouble: Option<Trouble> = None;
    let csv = a.output == Output::Csv;
    if csv {
        out.write_all(oogmerk_report::device_csv(&[]).as_bytes())?;
    }
    let heading = oogmerk_report::device_csv(&[]).len();
    let mut left_out = LeftOut::default();
    let identified = assess_into(ground, knowledge, options, &mut |device| {
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
    Ok(())
}

/// Prints the table: of each device its row is kept, because columns are as wide as what stands in them.
fn table(
    a: &Identify,
    lang: Lang,
    inputs: usize,
    ground: &Ground,
    knowledge: &Knowledge,
    options: &Options,
) -> Result<(), Trouble> {
    let mut roll = Roll::new(lang, screen(a.ascii, a.all));
    let mut left_out = LeftOut::default();
    let identified = assess_into(ground, knowledge, options, &mut |device| {
        left_out.count(&device);
        roll.add(&device);
    });
    print_roll(&roll, &identified.bystanders, inputs, lang)?;
    left_out.say();
    Ok(())
}

fn print_roll(roll: &Roll, bystanders: &[Bystanders], inputs: usize, lang: Lang) -> Result<(), Trouble> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    writeln!(out, "{}", roll.summary(inputs))?;
    let mut written = Ok(());
    roll.table(&mut |line| {
        if written.is_ok() {
            written = out.write_all(line.as_bytes());
        }
    });
    written?;
    writeln!(out)?;
    out.write_all(roll.open().as_bytes())?;
    out.write_all(oogmerk_report::bystander_line(bystanders, lang).as_bytes())?;
    out.flush()?;
    Ok(())
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
            drop(out);
            let mut roll = Roll::new(lang, screen(a.ascii, a.all));
            for device in &found.devices {
                roll.add(device);
            }
            return print_roll(&roll, &found.identified.bystanders, inputs, lang);
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
