//! Lists as Office Open XML workbooks, sheet by sheet and row by row.
//!
//! A workbook is a ZIP of XML: before anything is parsed every entry is unpacked into nothing and measured, so that a
//! few bytes cannot become gigabytes. Cells are streamed: a lone cell in the far corner of a sheet costs one cell.
//! Values of formulas are those the last program stored. Dates come out as days. Source: ECMA-376 part 1.

use crate::head::is_archive;
use crate::plan::{SheetPlan, TablePlan, letter};
use crate::reading::{Reading, hex};
use crate::row::Row;
use crate::table::{COLUMNS_MAX, NO_HEADING, SAMPLE_ROWS, Sheet, SheetRow, plan_for};
use calamine::{DataRef, Reader as _, Xlsx};
use oogmerk_model::ProblemSeverity;
use sha2::{Digest as _, Sha256};
use std::io::{Cursor, Read, Write};

pub(crate) const ROW: Row = Row::binary("spreadsheet-xlsx", is_workbook, read).of_people(sniff);

/// Whether an archive is a workbook: by the names of its parts, of which the first stand in the head.
fn is_workbook(head: &[u8]) -> bool {
    let holds = |needle: &[u8]| memchr::memmem::find(head, needle).is_some();
    let office = holds(b"[Content_Types].xml") || holds(b"_rels/.rels");
    is_archive(head) && (holds(b"xl/") || (office && !holds(b"word/") && !holds(b"ppt/")))
}

/// Largest file.
const FILE_MAX: usize = 64 * 1024 * 1024;
/// Largest sheet unpacked; sheets are streamed.
const SHEET_MAX: u64 = 256 * 1024 * 1024;
/// Largest other part unpacked; some are held whole.
const PART_MAX: u64 = 48 * 1024 * 1024;
/// All parts together.
const TOTAL_MAX: u64 = 1024 * 1024 * 1024;
/// Most parts, most sheets.
const PARTS_MAX: usize = 5000;
const SHEETS_MAX: usize = 200;
/// How often larger than packed a large part may be. XML of real sheets packs ten to sixty times.
const RATIO_MAX: u64 = 300;
const RATIO_FROM: u64 = 8 * 1024 * 1024;
/// Longest text between two tags of a sheet, which its parser holds whole.
const TEXT_MAX: usize = 4 * 1024 * 1024;
/// Most characters of a cell, as Excel has it ("Excel specifications and limits"). A text that many cells share is
/// copied for each of them.
const CELL_MAX: usize = 32_767;
/// Most bytes of one row; cells beyond it are left empty.
const ROW_MAX: usize = 1024 * 1024;
/// Most bytes of the rows looked at before the first is read.
const SAMPLE_MAX: usize = 8 * 1024 * 1024;

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let mut bytes = Vec::new();
    if let Err(error) = input.take(FILE_MAX as u64 + 1).read_to_end(&mut bytes) {
        reading.problem(ProblemSeverity::Whole, None, None, format!("cannot be read: {error}"));
        return;
    }
    if let Err(reason) = measure(&bytes) {
        reading.problem(ProblemSeverity::Whole, None, None, reason);
        return;
    }
    // The parser is somebody else's: should it fail in a way it did not foresee, the other inputs still count.
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| sheets(&bytes, reading)));
    if done.is_err() {
        reading.problem(
            ProblemSeverity::Rest,
            None,
            None,
            "the workbook is broken in a way its reader did not foresee",
        );
    }
}

/// Unpacks every part into nothing, as far as the limits go.
fn measure(bytes: &[u8]) -> Result<(), String> {
    if bytes.len() > FILE_MAX {
        return Err(format!("is larger than {} MiB, too large for a workbook", FILE_MAX / 1024 / 1024));
    }
    let broken = |error: zip::result::ZipError| format!("is no whole workbook: {error}");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > PARTS_MAX {
        return Err(format!("has {} parts, more than {PARTS_MAX}", archive.len()));
    }
    let mut total = 0u64;
    for i in 0..archive.len() {
        let part = archive.by_index(i).map_err(broken)?;
        let name = part.name().map_err(broken)?.into_owned();
        let packed = part.compressed_size();
        total += measure_part(part, packed, &name, TOTAL_MAX - total)?;
    }
    Ok(())
}

/// How large a part is when unpacked; an error where it is larger than a part may be, or than `left`.
fn measure_part(part: impl Read, packed: u64, name: &str, left: u64) -> Result<u64, String> {
    let is_sheet = name.starts_with("xl/worksheets/");
    let limit = if is_sheet { SHEET_MAX } else { PART_MAX };
    let mut texts = Texts::default();
    let unpacked = std::io::copy(&mut part.take(limit + 1), &mut texts)
        .map_err(|e| format!("part {name:?} cannot be unpacked: {e}"))?;
    if unpacked > limit || unpacked > left {
        return Err(format!("unpacks to more than a workbook may hold (part {name:?})"));
    }
    if unpacked > RATIO_FROM && unpacked / packed.max(1) > RATIO_MAX {
        return Err(format!("part {name:?} unpacks to {} times its size", unpacked / packed.max(1)));
    }
    if is_sheet && texts.longest > TEXT_MAX {
        return Err(format!("holds a text of more than {} MiB (part {name:?})", TEXT_MAX / 1024 / 1024));
    }
    Ok(unpacked)
}

/// Keeps nothing but the length of the longest run of bytes without the beginning of a tag.
#[derive(Default)]
struct Texts {
    longest: usize,
    current: usize,
}

impl Write for Texts {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        for (i, run) in bytes.split(|b| *b == b'<').enumerate() {
            self.current = if i == 0 { self.current + run.len() } else { run.len() };
            self.longest = self.longest.max(self.current);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn sheets(bytes: &[u8], reading: &mut Reading<'_>) {
    let mut workbook: Xlsx<Cursor<&[u8]>> = match Xlsx::new(Cursor::new(bytes)) {
        Ok(workbook) => workbook,
        Err(error) => {
            reading.problem(ProblemSeverity::Whole, None, None, format!("is no workbook: {error}"));
            return;
        }
    };
    let mut plans = Vec::new();
    let mut useful = false;
    for name in workbook.sheet_names().into_iter().take(SHEETS_MAX) {
        match Rows::open(&mut workbook, &name) {
            Ok(rows) => {
                let plan = sheet(&name, rows, reading);
                useful |= plan.as_ref().is_some_and(SheetPlan::is_useful);
                plans.extend(plan);
            }
            Err(error) => part(reading, format!("sheet {name:?} cannot be read: {error}")),
        }
    }
    reading.outcome.plan = Some(TablePlan { encoding: String::new(), delimiter: None, sheets: plans });
    if !useful {
        reading.problem(ProblemSeverity::Whole, None, None, "no sheet has a heading that is known");
    }
}

fn part(reading: &mut Reading<'_>, reason: String) {
    reading.problem(ProblemSeverity::Part, None, None, reason);
}

/// Reads one sheet and gives the plan it was read by; `None` where it is empty.
fn sheet(name: &str, mut rows: Rows<'_, '_>, reading: &mut Reading<'_>) -> Option<SheetPlan> {
    let (mut sample, mut bytes) = (Vec::new(), 0);
    while sample.len() < SAMPLE_ROWS && bytes < SAMPLE_MAX {
        let Some(row) = rows.next_told(name, reading) else { break };
        bytes += size(&row);
        sample.push(row);
    }
    if sample.is_empty() {
        return None;
    }
    let plan = plan_for(Some(name), &sample, reading);
    if !plan.is_useful() {
        part(reading, format!("sheet {name:?}: {NO_HEADING}"));
        return Some(plan);
    }
    let mut sheet = Sheet::of(plan.clone(), &sample, reading);
    for row in sample {
        sheet.row(&row, reading);
    }
    while let Some(row) = rows.next_told(name, reading) {
        sheet.row(&row, reading);
    }
    if let Some((row, column)) = rows.cut {
        let letter = letter(column + 1);
        let reason = format!(
            "sheet {name:?} has cells longer than {CELL_MAX} characters, a row of more than {} KiB or {COLUMNS_MAX} \
             columns, which were cut: first {letter}{row}",
            ROW_MAX / 1024
        );
        part(reading, reason);
    }
    Some(plan)
}

/// Bytes of a row's cells.
fn size(row: &SheetRow) -> usize {
    row.cells.iter().map(String::len).sum()
}

/// The plan of a workbook.
fn sniff(bytes: &[u8]) -> Option<TablePlan> {
    measure(bytes).ok()?;
    let plans = std::panic::catch_unwind(|| {
        let mut workbook: Xlsx<Cursor<&[u8]>> = Xlsx::new(Cursor::new(bytes)).ok()?;
        let mut plans = Vec::new();
        for name in workbook.sheet_names().into_iter().take(SHEETS_MAX) {
            let Ok(mut rows) = Rows::open(&mut workbook, &name) else { continue };
            let (mut sample, mut bytes) = (Vec::new(), 0);
            while let Ok(Some(row)) = rows.next_row() {
                bytes += size(&row);
                sample.push((row.number, row.cells));
                if sample.len() >= SAMPLE_ROWS || bytes >= SAMPLE_MAX {
                    break;
                }
            }
            if !sample.is_empty() {
                plans.push(SheetPlan::sniff(Some(&name), &sample));
            }
        }
        Some(plans)
    });
    Some(TablePlan { encoding: String::new(), delimiter: None, sheets: plans.ok().flatten()? })
}

/// Cells of one sheet put together into rows.
struct Rows<'w, 'b> {
    cells: calamine::XlsxCellReader<'w, Cursor<&'b [u8]>>,
    waiting: Option<(u32, u32, String)>,
    ended: bool,
    /// Row, from 1, and column of the first cell of which not all was kept.
    cut: Option<(u64, u32)>,
}

impl<'w, 'b> Rows<'w, 'b> {
    fn open(workbook: &'w mut Xlsx<Cursor<&'b [u8]>>, name: &str) -> Result<Self, calamine::XlsxError> {
        Ok(Self { cells: workbook.worksheet_cells_reader(name)?, waiting: None, ended: false, cut: None })
    }

    /// The next row; that the sheet ends early is told to the user.
    fn next_told(&mut self, name: &str, reading: &mut Reading<'_>) -> Option<SheetRow> {
        self.next_row()
            .map_err(|error| part(reading, format!("sheet {name:?} ends early: {error}")))
            .ok()
            .flatten()
    }

    fn next_row(&mut self) -> Result<Option<SheetRow>, calamine::XlsxError> {
        let Some((number, column, text)) = (match self.waiting.take() {
            Some(cell) => Some(cell),
            None => self.next_cell()?,
        }) else {
            return Ok(None);
        };
        let mut row = Growing { cells: Vec::new(), bytes: 0, digest: Sha256::new() };
        self.place(&mut row, number, column, text);
        while let Some((next, column, text)) = self.next_cell()? {
            if next != number {
                self.waiting = Some((next, column, text));
                break;
            }
            self.place(&mut row, number, column, text);
        }
        let digest = hex(&row.digest.finalize());
        Ok(Some(SheetRow { number: u64::from(number) + 1, offset: None, cells: row.cells, digest }))
    }

    /// Puts a cell where it belongs, as long as its row has room.
    fn place(&mut self, row: &mut Growing, number: u32, column: u32, text: String) {
        if column as usize >= COLUMNS_MAX || row.bytes + text.len() > ROW_MAX {
            self.cut.get_or_insert((u64::from(number) + 1, column));
            return;
        }
        row.place(column as usize, text);
    }

    fn next_cell(&mut self) -> Result<Option<(u32, u32, String)>, calamine::XlsxError> {
        while !self.ended {
            // After its end or an error the parser must not be asked again.
            self.ended = true;
            let Some(cell) = self.cells.next_cell()? else { break };
            self.ended = false;
            let (row, column) = cell.get_position();
            if let Some(text) = text(cell.get_value()) {
                if is_cut(cell.get_value()) {
                    self.cut.get_or_insert((u64::from(row) + 1, column));
                }
                return Ok(Some((row, column, text)));
            }
        }
        Ok(None)
    }
}

/// A row that is being put together.
struct Growing {
    cells: Vec<String>,
    bytes: usize,
    /// Covers its texts, each ended by a unit separator.
    digest: Sha256,
}

impl Growing {
    fn place(&mut self, column: usize, text: String) {
        self.digest.update(text.as_bytes());
        self.digest.update([0x1f]);
        self.bytes += text.len();
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = text;
    }
}

/// As much of a text as a cell may hold.
fn fitting(text: &str) -> &str {
    // A character is at most four bytes: only long texts are counted.
    let end = if text.len() <= CELL_MAX { None } else { text.char_indices().nth(CELL_MAX) };
    end.map_or(text, |(at, _)| &text[..at])
}

/// Whether [`text`] leaves something of a cell out.
fn is_cut(value: &DataRef<'_>) -> bool {
    match value {
        DataRef::String(text) => fitting(text).len() < text.len(),
        DataRef::SharedString(text) => fitting(text).len() < text.len(),
        _ => false,
    }
}

/// A cell as people see it; `None` where it is empty or an error.
fn text(value: &DataRef<'_>) -> Option<String> {
    let text = match value {
        DataRef::Empty | DataRef::Error(_) => return None,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            fitting(text).to_owned()
        }
        DataRef::SharedString(text) => fitting(text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        // Excel keeps numbers as floats: whole ones lose their fraction.
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(time) => time.as_f64().to_string(),
    };
    (!text.trim().is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_what_excel_lets_it_hold() {
        let long = "é".repeat(CELL_MAX + 5);
        let held = text(&DataRef::SharedString(&long)).unwrap_or_default();
        assert_eq!(held.chars().count(), CELL_MAX);
        assert!(is_cut(&DataRef::SharedString(&long)));
        assert!(!is_cut(&DataRef::SharedString(&held)));
    }

    #[test]
    fn the_longest_text_is_measured_over_the_ends_of_pieces() {
        let mut texts = Texts::default();
        for piece in ["<a>bc", "de", "f</a>", "xy"] {
            let _ = texts.write(piece.as_bytes());
        }
        assert_eq!(texts.longest, "a>bcdef".len());
    }
}
