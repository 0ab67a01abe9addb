//! How a table is read: which row is the heading, what each column means. A value that can be shown, changed and kept.

use serde::{Deserialize, Serialize};

/// How a list kept by people is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TablePlan {
    /// Name of the character encoding (WHATWG). Empty for workbooks.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub encoding: String,
    /// What separates cells; `None` for workbooks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// One plan per sheet; text has one, without a name.
    pub sheets: Vec<SheetPlan>,
}

/// How one sheet is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetPlan {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Last row of the heading, from 1; 0 where there is none and the first row is data.
    pub header_row: u64,
    /// Columns, from the left.
    pub columns: Vec<ColumnPlan>,
    /// Whether `03/04/2019` is the fourth of March.
    #[serde(default)]
    pub month_first: bool,
}

/// What one column is taken for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnPlan {
    /// From 1.
    pub column: u32,
    /// `A`, `B` … as spreadsheets show it.
    pub letter: String,
    /// Its heading as written.
    pub heading: String,
    /// What its cells become.
    pub becomes: ColumnUse,
}

/// What the cells of a column become.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnUse {
    /// Evidence of this field.
    Field(String),
    /// `sheet.latitude` and `sheet.longitude` out of one cell.
    Coordinates,
    /// `sheet.note`, with the heading in front.
    Note,
    /// Nothing: the column is of secrets, of people, or has been left out by the user.
    LeftOut,
}

/// A change to a plan that cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MapError {
    /// Not of the form `B=brand`.
    #[error("{0:?} is not of the form B=brand")]
    Form(String),
    /// Not a column.
    #[error("{0:?} is no column")]
    Column(String),
    /// Not a field.
    #[error("{0:?} is no field of a list; known are {known}", known = FIELDS.join(", "))]
    Field(String),
}

/// Last parts of the `sheet.*` and `label.*` fields that a column can become.
pub(crate) const FIELDS: [&str; 26] = [
    "asset",
    "brand",
    "maker",
    "model",
    "serial",
    "mac",
    "ip",
    "firmware",
    "kind",
    "place",
    "room",
    "department",
    "purpose",
    "legal_ground",
    "supplier",
    "installed",
    "bought",
    "price",
    "latitude",
    "longitude",
    "count",
    "note",
    "fcc_id",
    "ce_manufacturer",
    "country_mark",
    "date_code",
];

/// What only the box says: a list that has such a column was copied from labels.
const ON_LABELS: [&str; 4] = ["fcc_id", "ce_manufacturer", "country_mark", "date_code"];

/// The field a column becomes, by its last part.
pub(crate) fn field_name(last: &str) -> String {
    let family = if ON_LABELS.contains(&last) { "label" } else { "sheet" };
    format!("{family}.{last}")
}

/// The last part of a field's name.
pub(crate) fn last_part(field: &str) -> &str {
    field.rsplit_once('.').map_or(field, |(_, last)| last)
}

impl TablePlan {
    /// Changes what columns become: `B=brand,C=model,D=-`, or `Sheet1!B=brand` for one sheet, or `header=3`.
    /// `note` keeps a column as a remark, `-` leaves it out.
    pub fn map(&mut self, changes: &str) -> Result<(), MapError> {
        for change in changes.split(',').map(str::trim).filter(|c| !c.is_empty()) {
            let (left, right) = change.split_once('=').ok_or_else(|| MapError::Form(change.to_owned()))?;
            let (sheet, left) = left.rsplit_once('!').map_or((None, left), |(s, l)| (Some(s), l));
            let header = (left == "header")
                .then(|| right.parse::<u64>().map_err(|_| MapError::Form(change.to_owned())))
                .transpose()?;
            let change = match header {
                Some(row) => Change::Header(row),
                None => Change::Column(
                    column_number(left).ok_or_else(|| MapError::Column(left.to_owned()))?,
                    column_use(right)?,
                ),
            };
            let mut touched = false;
            for plan in self.sheets.iter_mut().filter(|p| sheet.is_none() || p.sheet.as_deref() == sheet) {
                plan.change(&change);
                touched = true;
            }
            if !touched {
                return Err(MapError::Column(left.to_owned()));
            }
        }
        Ok(())
    }

    /// The plan for a sheet of this name, or the only one.
    pub(crate) fn sheet(&self, name: Option<&str>) -> Option<&SheetPlan> {
        self.sheets
            .iter()
            .find(|s| s.sheet.as_deref() == name)
            .or_else(|| (self.sheets.len() == 1).then(|| &self.sheets[0]))
    }
}

enum Change {
    Header(u64),
    Column(u32, ColumnUse),
}

impl SheetPlan {
    fn change(&mut self, change: &Change) {
        match change {
            Change::Header(row) => self.header_row = *row,
            Change::Column(column, becomes) => {
                match self.columns.iter_mut().find(|c| c.column == *column) {
                    Some(plan) => plan.becomes = becomes.clone(),
                    None => self.columns.push(ColumnPlan {
                        column: *column,
                        letter: letter(*column),
                        heading: String::new(),
                        becomes: becomes.clone(),
                    }),
                }
                self.columns.sort_by_key(|c| c.column);
            }
        }
    }

    /// Whether any column becomes more than a remark.
    pub(crate) fn is_useful(&self) -> bool {
        self.columns.iter().any(|c| matches!(&c.becomes, ColumnUse::Coordinates | ColumnUse::Field(_)))
    }

    /// Column numbers of a field.
    pub(crate) fn fields(&self) -> usize {
        self.columns
            .iter()
            .filter(|c| matches!(&c.becomes, ColumnUse::Coordinates | ColumnUse::Field(_)))
            .count()
    }
}

/// `A` is 1, `AA` is 27. At most three letters.
fn column_number(letters: &str) -> Option<u32> {
    let letters = letters.trim();
    if letters.is_empty() || letters.len() > 3 || !letters.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    Some(letters.bytes().fold(0, |n, b| n * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1))
}

pub(crate) fn letter(column: u32) -> String {
    let mut rest = column;
    let mut letters = Vec::new();
    while rest > 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().map(|b| char::from(*b)).collect()
}

fn column_use(word: &str) -> Result<ColumnUse, MapError> {
    let name = word.trim();
    let name = name.strip_prefix("sheet.").or_else(|| name.strip_prefix("label.")).unwrap_or(name);
    match name {
        "-" | "none" => Ok(ColumnUse::LeftOut),
        "note" => Ok(ColumnUse::Note),
        "coordinates" => Ok(ColumnUse::Coordinates),
        name if FIELDS.contains(&name) => Ok(ColumnUse::Field(field_name(name))),
        _ => Err(MapError::Field(word.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// A sheet of which nothing is known but its two headings.
    fn two_columns() -> SheetPlan {
        let column = |column: u32, heading: &str| ColumnPlan {
            column,
            letter: letter(column),
            heading: heading.to_owned(),
            becomes: ColumnUse::Note,
        };
        SheetPlan { columns: vec![column(1, "foo"), column(2, "bar")], ..SheetPlan::default() }
    }

    #[test]
    fn a_plan_can_be_changed_and_kept() {
        let mut table = TablePlan { sheets: vec![two_columns()], ..TablePlan::default() };
        table.map("A=brand, B=sheet.model,AB=-,header=2").unwrap();
        assert_eq!(table.sheets[0].columns[0].becomes, ColumnUse::Field("sheet.brand".to_owned()));
        assert_eq!(table.sheets[0].columns[2].letter, "AB");
        assert_eq!(table.sheets[0].header_row, 2);
        let text = serde_json::to_string(&table).unwrap();
        assert_eq!(serde_json::from_str::<TablePlan>(&text).unwrap(), table);
        assert_eq!(table.map("A=colour"), Err(MapError::Field("colour".to_owned())));
        assert_eq!(table.map("1=brand"), Err(MapError::Column("1".to_owned())));
        assert_eq!(table.map("x"), Err(MapError::Form("x".to_owned())));
        assert_eq!(table.map("Nope!A=brand"), Err(MapError::Column("A".to_owned())));
    }

    #[test]
    fn letters_count_as_spreadsheets_do() {
        for (letters, number) in [("A", 1), ("Z", 26), ("AA", 27), ("XFD", 16384)] {
            assert_eq!(column_number(letters), Some(number));
            assert_eq!(letter(number), letters);
        }
    }
}
