//! Lists kept by people: separated text, workbooks, GeoJSON. One row is one declared thing.
//!
//! Which column means what is sniffed from the headings into a [`SheetPlan`], a value that the user can see and
//! change. What a list says is a statement, never evidence about who built a thing: its observations are
//! [`Means::Declared`] and its fields are `sheet.*`.

use super::polled::Polled;
use super::row::SheetRow;
use super::{headings, values};
use crate::plan::{self, ColumnPlan, ColumnUse, SheetPlan};
use crate::reading::{How, Reading};
use oogmerk_model::{Field, Means, Observation, Place, ProblemSeverity, Subject};
use std::sync::Arc;
use values::DateOrder;

/// Rows looked at before the first is read.
pub(crate) const SAMPLE_ROWS: usize = 200;
/// Columns read of a sheet.
pub(crate) const COLUMNS_MAX: usize = 512;

/// Turns the rows of one sheet into evidence, as its plan says.
pub(crate) struct Sheet {
    plan: SheetPlan,
    name: Option<Arc<str>>,
    order: DateOrder,
    rows: u64,
    /// Where a tool that asked devices wrote it.
    polled: Option<Polled>,
}

impl Sheet {
    pub fn new(plan: SheetPlan) -> Self {
        let name = plan.sheet.as_deref().map(Arc::from);
        let order = if plan.month_first { DateOrder::MonthFirst } else { DateOrder::DayFirst };
        Self { plan, name, order, rows: 0, polled: None }
    }

    /// The same, where its first rows may show that it is no list that people keep.
    pub fn of(plan: SheetPlan, sample: &[SheetRow], reading: &Reading<'_>) -> Self {
        let polled = if reading.options.plan.is_none() { Polled::of(&plan, sample) } else { None };
        Self { polled, ..Self::new(plan) }
    }

    /// Whether it is a list that people keep.
    pub fn is_list(&self) -> bool {
        self.polled.is_none()
    }

    /// Takes one row: a statement about one thing, or passed over.
    pub fn row(&mut self, row: &SheetRow, reading: &mut Reading<'_>) {
        if row.number <= self.plan.header_row {
            return;
        }
        if self.is_passed_over(&row.cells) {
            reading.outcome.passed_over += 1;
            return;
        }
        if let Some(polled) = &self.polled {
            let is_told = polled.row(row, reading);
            reading.outcome.records += u64::from(is_told);
            reading.outcome.passed_over += u64::from(!is_told);
            return;
        }
        let filled = self.filled(row, reading);
        let surplus = row.cells.iter().skip(self.plan.columns.len()).filter(|c| !c.trim().is_empty()).count();
        if surplus > 0 {
            let reason = format!("has {surplus} cells more than the heading has columns");
            self.problem(row, reason, reading);
        }
        if filled.0.is_empty() {
            reading.outcome.passed_over += 1;
            return;
        }
        self.rows += 1;
        reading.outcome.records += 1;
        self.put(filled, row, reading);
    }

    /// What the cells of a row say, column by column. Cells that say nothing in so many words are counted.
    fn filled(&self, row: &SheetRow, reading: &mut Reading<'_>) -> Filled {
        let mut filled = Filled::default();
        for column in &self.plan.columns {
            let Some(cell) = row.cells.get(column.column as usize - 1) else { continue };
            let cell = cell.trim();
            let name = match &column.becomes {
                ColumnUse::Field(field) => plan::last_part(field),
                ColumnUse::Coordinates => "latitude",
                ColumnUse::Note => "note",
                ColumnUse::LeftOut => continue,
            };
            if cell.is_empty() {
                continue;
            }
            if headings::is_failed(cell) {
                *reading.outcome.failed_cells.entry(plan::field_name(name)).or_default() += 1;
            } else if !headings::is_unknown(cell) {
                self.cell(column, name, cell, &mut filled);
            } else if name != "note" {
                *reading.outcome.unknown_words.entry(plan::field_name(name)).or_default() += 1;
            }
        }
        filled
    }

    fn put(&self, filled: Filled, row: &SheetRow, reading: &mut Reading<'_>) {
        let observation = Arc::new(self.observation(row, reading));
        for value in filled.0 {
            let place = Place { offset: row.offset, column: Some(value.column), frame: None };
            let field = Field::named(&plan::field_name(&value.field));
            reading.put(&observation, field, &value.text, value.how, place);
        }
        for reason in filled.1 {
            self.problem(row, reason, reading);
        }
    }

    fn problem(&self, row: &SheetRow, reason: String, reading: &mut Reading<'_>) {
        let mut source = reading.source(Some(row.number));
        source.sheet.clone_from(&self.name);
        let problem =
            oogmerk_model::Problem { source, offset: row.offset, reason, severity: ProblemSeverity::Part };
        reading.take(oogmerk_model::Fact::Problem(problem));
    }

    fn observation(&self, row: &SheetRow, reading: &Reading<'_>) -> Observation {
        let subject = match &self.name {
            Some(sheet) => format!("row:{sheet}/{}", row.number),
            None => format!("row:{}", row.number),
        };
        let mut observation = reading.observation(Subject::named(&subject), "sheet", Some(row.number), &[]);
        observation.digest = Arc::clone(&row.digest);
        observation.means = Means::Declared;
        observation.source.sheet.clone_from(&self.name);
        observation
    }

    /// Empty rows, sums, the heading again, and titles of sections.
    fn is_passed_over(&self, cells: &[String]) -> bool {
        let mut filled = cells.iter().enumerate().filter(|(_, c)| !c.trim().is_empty());
        let Some((column, first)) = filled.next() else { return true };
        let others = filled.count();
        if headings::is_total(first) && others * 2 < self.plan.columns.len().max(3) {
            return true;
        }
        let plan_of = |i: usize| self.plan.columns.iter().find(|c| c.column as usize == i + 1);
        let repeated = cells
            .iter()
            .enumerate()
            .filter(|(_, c)| !c.trim().is_empty())
            .all(|(i, c)| plan_of(i).is_some_and(|p| p.heading == c.trim()));
        let title = others == 0
            && self.plan.fields() >= 3
            && plan_of(column).is_none_or(|p| {
                !matches!(&p.becomes, ColumnUse::Field(f) if matches!(f.as_str(), "sheet.asset" | "sheet.serial" | "sheet.mac" | "sheet.ip" | "sheet.model"))
            });
        repeated || title
    }

    /// One cell, checked and made plain. What is not what its heading promises is kept as a remark.
    fn cell(&self, column: &ColumnPlan, field: &str, cell: &str, filled: &mut Filled) {
        let number = column.column;
        match &column.becomes {
            ColumnUse::Note if column.heading.is_empty() => {
                filled.add("note", cell.to_owned(), How::Decoded, number);
            }
            ColumnUse::Note => {
                filled.add("note", format!("{}: {cell}", column.heading), How::Decoded, number);
            }
            ColumnUse::Coordinates => match values::coordinates(cell) {
                Some((latitude, longitude)) => {
                    filled.add("latitude", latitude, How::Decoded, number);
                    filled.add("longitude", longitude, How::Decoded, number);
                }
                None => filled.broken(column, field, cell),
            },
            _ => match self.plain(field, cell) {
                Some(value) => {
                    let how = if value == cell { How::Copied } else { How::Decoded };
                    filled.add(field, value, how, number);
                }
                None => filled.broken(column, field, cell),
            },
        }
    }

    /// A cell as its field writes it; `None` where it is no such value.
    fn plain(&self, field: &str, cell: &str) -> Option<String> {
        match field {
            "installed" | "bought" => values::day(cell, self.order),
            "price" => values::cents(cell).map(|c| c.to_string()),
            "latitude" => values::degrees(cell, 90.0),
            "longitude" => values::degrees(cell, 180.0),
            "count" => values::whole(cell).map(|c| c.to_string()),
            "mac" => oogmerk_model::Mac::parse(cell).map(|m| m.to_string()),
            "ip" => values::address(cell).map(|a| a.to_string()),
            _ => Some(cell.to_owned()),
        }
    }
}

fn word_for(field: &str) -> &'static str {
    match field {
        "mac" => "MAC address",
        "count" => "whole number",
        "price" => "price",
        _ => "angle in degrees",
    }
}

struct Value {
    field: String,
    text: String,
    how: How,
    column: u32,
}

/// What a row holds, and what was wrong with it.
#[derive(Default)]
struct Filled(Vec<Value>, Vec<String>);

impl Filled {
    /// Keeps a cell that is not what its heading promises.
    fn broken(&mut self, column: &ColumnPlan, field: &str, cell: &str) {
        let heading = if column.heading.is_empty() { &column.letter } else { &column.heading };
        self.add("note", format!("{heading}: {cell}"), How::Decoded, column.column);
        // A month or a year alone, or a name in an address column, is information, not an error.
        if matches!(field, "mac" | "count" | "price" | "latitude" | "longitude") {
            // Problems are kept for good and shown to everybody; a cell may hold anything. Its place and kind are told.
            self.1.push(format!("column {}: the cell is no {}", column.letter, word_for(field)));
        }
    }

    /// Adds a value; places and rooms that are spread over columns become one.
    fn add(&mut self, field: &str, text: String, how: How, column: u32) {
        if matches!(field, "place" | "room")
            && let Some(value) = self.0.iter_mut().find(|v| v.field == field)
        {
            value.text.push_str(", ");
            value.text.push_str(&text);
            value.how = How::Decoded;
            return;
        }
        self.0.push(Value { field: field.to_owned(), text, how, column });
    }
}

/// The plan for a sheet: the user's, or sniffed from its first rows.
pub(crate) fn plan_for(name: Option<&str>, sample: &[SheetRow], reading: &Reading<'_>) -> SheetPlan {
    if let Some(plan) = reading.options.plan.as_ref().and_then(|p| p.sheet(name)) {
        return SheetPlan { sheet: name.map(str::to_owned), ..plan.clone() };
    }
    let rows: Vec<(u64, Vec<String>)> = sample.iter().map(|r| (r.number, r.cells.clone())).collect();
    SheetPlan::sniff(name, &rows)
}

pub(crate) const NO_HEADING: &str =
    "no heading is known; say which column is what with --map, as in B=brand,C=model";
