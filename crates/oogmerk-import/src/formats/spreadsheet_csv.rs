//! Lists as separated text: which separator, which encoding, then row by row in flat memory.

use crate::encoding::{HEAD_MAX, Transcoder, sniff as sniff_encoding, text_of};
use crate::plan::{SheetPlan, TablePlan};
use crate::reading::{Reading, digest};
use crate::row::Row;
use crate::table::records::{Next, Records};
use crate::table::{COLUMNS_MAX, NO_HEADING, SAMPLE_ROWS, Sheet, SheetRow, headings, plan_for};
use oogmerk_model::ProblemSeverity;
use oogmerk_wire::answers;
use std::io::{Cursor, Read};

pub(crate) const ROW: Row =
    Row::new("spreadsheet-csv", |head| head.lines().is_some_and(|opening| looks_like(opening.text)), read)
        .of_people(|bytes| Some(sniff(bytes)));

const DELIMITERS: [char; 4] = [';', '\t', ',', '|'];
/// Rows of the head that are looked at for a separator.
const LOOKED_AT: usize = 60;

/// What a separator makes of the first rows.
struct Shape {
    delimiter: char,
    /// Headings known in the row that has most.
    known: usize,
    columns: usize,
    /// Rows that have as many cells as most, in a hundred.
    agree: usize,
    rows: usize,
}

impl Shape {
    fn of(text: &str, delimiter: char) -> Self {
        let rows = head_rows(text, delimiter);
        let known = rows
            .iter()
            .take(30)
            .map(|r| {
                r.iter()
                    .filter(|c| {
                        c.len() <= 60
                            && headings::meaning(c).is_some_and(|m| m.1 == headings::Certainty::Exact)
                    })
                    .count()
            })
            .max()
            .unwrap_or(0);
        let mut widths: Vec<usize> = rows.iter().map(Vec::len).collect();
        widths.sort_unstable();
        let columns = widths.get(widths.len() / 2).copied().unwrap_or(0);
        let same = widths.iter().filter(|w| **w == columns).count();
        Self { delimiter, known, columns, agree: same * 100 / widths.len().max(1), rows: rows.len() }
    }
}

/// Whole rows of a head; the last may be cut and is left out.
fn head_rows(text: &str, delimiter: char) -> Vec<Vec<String>> {
    let mut records = Records::new(text.as_bytes(), delimiter);
    let mut rows = Vec::new();
    while let Ok(next) = records.next_record() {
        match next {
            Next::Record(r) | Next::Unclosed(r) if r.cells.iter().any(|c| !c.trim().is_empty()) => {
                rows.push(r.cells);
            }
            Next::Record(_) | Next::Unclosed(_) | Next::TooLong { .. } => {}
            Next::End => break,
        }
        if rows.len() > LOOKED_AT {
            break;
        }
    }
    if rows.len() > 2 && text.len() + 4 >= HEAD_MAX {
        rows.pop();
    }
    rows
}

fn shape(text: &str) -> Option<Shape> {
    DELIMITERS
        .iter()
        .map(|d| Shape::of(text, *d))
        .filter(|s| s.columns >= 2)
        .max_by_key(|s| (s.known, s.agree, s.columns))
}

/// Whether a text is a list: known headings over rows that mostly agree, or rows that agree on three columns and more.
fn looks_like(text: &str) -> bool {
    !answers::holds_statements(text)
        && shape(text).is_some_and(|s| match s.known {
            0 => s.rows >= 3 && s.agree >= 95 && s.columns >= 3,
            1 => s.rows >= 2 && s.agree >= 80,
            _ => s.agree >= 50,
        })
}

/// The plan of a text from its first bytes.
fn sniff(bytes: &[u8]) -> TablePlan {
    let head = &bytes[..bytes.len().min(HEAD_MAX)];
    let text = text_of(head);
    let delimiter = shape(&text).map_or(';', |s| s.delimiter);
    let mut records = Records::new(text.as_bytes(), delimiter);
    let mut rows: Vec<(u64, Vec<String>)> = Vec::new();
    while let Ok(Next::Record(r) | Next::Unclosed(r)) = records.next_record() {
        rows.push((r.number, r.cells));
        if rows.len() >= SAMPLE_ROWS {
            break;
        }
    }
    TablePlan {
        encoding: sniff_encoding(head).name().to_owned(),
        delimiter: Some(delimiter),
        sheets: vec![SheetPlan::sniff(None, &rows)],
    }
}

fn read(mut input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let mut head = Vec::new();
    // An error here comes back on the next read.
    let _ = (&mut input).take(HEAD_MAX as u64).read_to_end(&mut head);
    let told = reading.options.plan.clone();
    let encoding = told
        .as_ref()
        .and_then(|p| encoding_rs::Encoding::for_label(p.encoding.as_bytes()))
        .unwrap_or_else(|| sniff_encoding(&head));
    let text = text_of(&head);
    let delimiter =
        told.as_ref().and_then(|p| p.delimiter).or_else(|| shape(&text).map(|s| s.delimiter)).unwrap_or(';');
    let mut records = Records::new(Transcoder::new(Cursor::new(head).chain(input), encoding), delimiter);
    let mut sample: Vec<SheetRow> = Vec::new();
    while sample.len() < SAMPLE_ROWS {
        match next_row(&mut records, reading) {
            Some(row) => sample.push(row),
            None => break,
        }
    }
    let plan = plan_for(None, &sample, reading);
    reading.outcome.plan = Some(TablePlan {
        encoding: encoding.name().to_owned(),
        delimiter: Some(delimiter),
        sheets: vec![plan.clone()],
    });
    if !plan.is_useful() {
        reading.problem(ProblemSeverity::Whole, None, None, NO_HEADING);
        return;
    }
    let mut sheet = Sheet::of(plan, &sample, reading);
    if !sheet.is_list() {
        reading.outcome.plan = None;
    }
    for row in sample {
        sheet.row(&row, reading);
    }
    while let Some(row) = next_row(&mut records, reading) {
        sheet.row(&row, reading);
    }
}

fn next_row<R: Read>(records: &mut Records<R>, reading: &mut Reading<'_>) -> Option<SheetRow> {
    loop {
        let record = records.next_told(reading)?;
        // Excel's first line that names the separator is no row.
        if record.number == 1 && record.raw.starts_with(b"sep=") {
            continue;
        }
        let mut cells = record.cells;
        if cells.iter().skip(COLUMNS_MAX).any(|cell| !cell.is_empty()) {
            let reason = format!("columns beyond {COLUMNS_MAX} are not read");
            reading.problem(ProblemSeverity::Part, Some(record.number), Some(record.offset), reason);
        }
        cells.truncate(COLUMNS_MAX);
        let digest = digest(&record.raw);
        return Some(SheetRow { number: record.number, offset: Some(record.offset), cells, digest });
    }
}
