//! How a table is read: which row is the heading, what each column means. A value that can be shown, changed and kept.

use crate::table::headings::{self, Certainty, Meaning};
use crate::table::values::{DateOrder, date_order};
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

    /// From the first rows of a sheet (row number, cells).
    pub(crate) fn sniff(sheet: Option<&str>, rows: &[(u64, Vec<String>)]) -> Self {
        let Some(header) = Header::find(rows) else {
            return Self { sheet: sheet.map(str::to_owned), ..Self::default() };
        };
        let sample: Vec<&[String]> =
            rows.iter().filter(|(n, _)| *n > header.row).map(|(_, cells)| cells.as_slice()).collect();
        let column = |i: usize| {
            let sample = &sample;
            sample.iter().filter_map(move |row| row.get(i)).map(String::as_str)
        };
        let meanings: Vec<Option<(Meaning, Certainty)>> =
            header.headings.iter().map(|h| headings::meaning(h)).collect();
        let has = |wanted: Meaning| meanings.iter().flatten().any(|(m, _)| *m == wanted);
        let (brand, model, asset) =
            (has(Meaning::Field("brand")), has(Meaning::Field("model")), has(Meaning::Field("asset")));
        let mut taken: Vec<(&'static str, Certainty)> = Vec::new();
        let mut columns: Vec<ColumnPlan> = Vec::new();
        // Surer headings first, so that a vaguer one does not take a field.
        let mut order: Vec<usize> = (0..header.headings.len()).collect();
        order.sort_by_key(|i| (std::cmp::Reverse(meanings[*i].map(|m| m.1)), *i));
        for i in order {
            let heading = header.headings[i].trim().to_owned();
            let certainty = meanings[i].map_or(Certainty::Word, |m| m.1);
            let wanted = match meanings[i].map(|m| m.0) {
                Some(Meaning::Field("maker")) if !brand => Some("brand"),
                Some(Meaning::Field(field)) => Some(field),
                Some(Meaning::Type) if model || headings::are_kinds(column(i)) => Some("kind"),
                Some(Meaning::Type) => Some("model"),
                Some(Meaning::Number) if !asset && !is_row_number(column(i)) => Some("asset"),
                _ => None,
            };
            let becomes = match (meanings[i].map(|m| m.0), wanted) {
                (Some(Meaning::Secret | Meaning::Person), _) => ColumnUse::LeftOut,
                (Some(Meaning::Coordinates), _) => ColumnUse::Coordinates,
                (_, Some(field)) if takes(field, certainty, &taken) => {
                    taken.push((field, certainty));
                    ColumnUse::Field(field_name(field))
                }
                // A row's own number is nobody's.
                (Some(Meaning::Number), None) if is_row_number(column(i)) => ColumnUse::LeftOut,
                _ if heading.is_empty() && column(i).all(|v| v.trim().is_empty()) => ColumnUse::LeftOut,
                _ => ColumnUse::Note,
            };
            columns.push(ColumnPlan { column: i as u32 + 1, letter: letter(i as u32 + 1), heading, becomes });
        }
        columns.sort_by_key(|c| c.column);
        let is_date = |c: &&ColumnPlan| matches!(&c.becomes, ColumnUse::Field(f) if f == "sheet.installed" || f == "sheet.bought");
        let dates = columns.iter().filter(is_date);
        let month_first =
            dates.into_iter().any(|c| date_order(column(c.column as usize - 1)) == DateOrder::MonthFirst);
        Self { sheet: sheet.map(str::to_owned), header_row: header.row, columns, month_first }
    }
}

/// One column per field; places and rooms may be spread over several that are equally sure.
fn takes(field: &str, certainty: Certainty, taken: &[(&'static str, Certainty)]) -> bool {
    let same = taken.iter().filter(|(f, _)| *f == field);
    match field {
        "place" | "room" => same.into_iter().all(|(_, c)| *c == certainty && certainty == Certainty::Exact),
        _ => same.count() == 0,
    }
}

/// 1, 2, 3 … from the top is the number of a row, not of a thing.
fn is_row_number<'v>(values: impl Iterator<Item = &'v str>) -> bool {
    let numbers: Vec<&str> =
        values.map(str::trim).filter(|v| !v.is_empty() && !headings::is_total(v)).collect();
    numbers.len() > 2
        && numbers.iter().enumerate().all(|(i, v)| crate::table::values::whole(v) == Some(i as u64 + 1))
}

struct Header {
    row: u64,
    headings: Vec<String>,
}

/// How far down a heading is looked for.
const HEADER_WITHIN: usize = 30;

impl Header {
    /// The row whose cells are most surely headings, or two rows of which the upper one spans groups of columns.
    fn find(rows: &[(u64, Vec<String>)]) -> Option<Self> {
        let mut best: Option<(usize, Header)> = None;
        for (i, (number, cells)) in rows.iter().take(HEADER_WITHIN).enumerate() {
            let single = Self { row: *number, headings: cells.clone() };
            let pair = i
                .checked_sub(1)
                .and_then(|above| rows.get(above))
                .map(|(_, above)| Self { row: *number, headings: joined(above, cells) });
            for (candidate, handicap) in [Some((single, 0)), pair.map(|p| (p, 1))].into_iter().flatten() {
                let score = score(&candidate.headings).saturating_sub(handicap);
                if score > 0 && best.as_ref().is_none_or(|(top, _)| score > *top) {
                    best = Some((score, candidate));
                }
            }
        }
        if let Some((_, header)) = best {
            return Some(header);
        }
        // No word is known: the first row of words above rows of the same width can still be mapped by hand.
        let (number, cells) =
            rows.iter().find(|(_, cells)| cells.iter().filter(|c| !c.trim().is_empty()).count() > 1)?;
        Some(Self { row: *number, headings: cells.clone() })
    }
}

/// Three for each sure heading, one for each vague one; a row of data has few and some cells that no heading is.
fn score(cells: &[String]) -> usize {
    let (mut points, mut against) = (0usize, 0usize);
    for cell in cells.iter().map(|c| c.trim()).filter(|c| !c.is_empty()) {
        match headings::meaning(cell) {
            Some((_, Certainty::Exact)) => points += 3,
            Some((_, Certainty::Word)) if cell.len() <= 60 => points += 1,
            _ if cell.bytes().filter(u8::is_ascii_digit).count() * 3 > cell.len() => against += 2,
            _ => {}
        }
    }
    points.saturating_sub(against)
}

/// A lower heading under the group it stands in; alone where it is known alone.
fn joined(above: &[String], below: &[String]) -> Vec<String> {
    let mut group = "";
    (0..above.len().max(below.len()))
        .map(|i| {
            let upper = above.get(i).map_or("", |c| c.trim());
            if !upper.is_empty() {
                group = upper;
            }
            let lower = below.get(i).map_or("", |c| c.trim());
            match (upper.is_empty(), lower.is_empty()) {
                (_, true) => upper.to_owned(),
                (_, false) if headings::meaning(lower).is_some() || group.is_empty() => lower.to_owned(),
                (_, false) => format!("{group} {lower}"),
            }
        })
        .collect()
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

    fn plan(rows: &[&str]) -> SheetPlan {
        let rows: Vec<(u64, Vec<String>)> = rows
            .iter()
            .enumerate()
            .map(|(i, r)| (i as u64 + 1, r.split(';').map(str::to_owned).collect()))
            .collect();
        SheetPlan::sniff(None, &rows)
    }

    fn check(rows: &[&str], header: u64, want: &str) {
        let plan = plan(rows);
        let uses: Vec<String> = plan
            .columns
            .iter()
            .map(|c| match &c.becomes {
                ColumnUse::Field(f) => last_part(f).to_owned(),
                ColumnUse::Coordinates => "coordinates".to_owned(),
                ColumnUse::Note => "note".to_owned(),
                ColumnUse::LeftOut => "-".to_owned(),
            })
            .collect();
        assert_eq!((plan.header_row, uses.join(" ").as_str()), (header, want), "{rows:?}");
    }

    #[test]
    fn headings_are_found_under_titles_and_over_two_rows() {
        check(&["Camera's 2024;;", ";;", "Merk;Type;Locatie", "A;DS-1;Hal"], 3, "brand model place");
        check(&["Camera;;Plaats;", "Merk;Model;Gebouw;Lokaal", "A;DS-1;Hal;1"], 2, "brand model place room");
        check(&["Fabrikant;Model", "A;B"], 1, "brand model");
        check(
            &["Merk;Model;FCC-ID;CE-fabrikant;Land van herkomst;Datumcode", "A;B;C;D;E;F"],
            1,
            "brand model fcc_id ce_manufacturer country_mark date_code",
        );
        check(&["Merk;Fabrikant;Type;Model", "A;B;dome;D"], 1, "brand maker kind model");
        check(&["Nr;Merk;Type", "1;A;Dome", "2;B;PTZ", "3;B;bullet"], 1, "- brand kind");
        check(&["Nr;Merk", "7;A", "9;B"], 1, "asset brand");
        check(&["Merk;Wachtwoord;Telefoon", "A;x;1"], 1, "brand - -");
        check(&["foo;bar", "1;2"], 1, "note note");
    }

    #[test]
    fn a_plan_can_be_changed_and_kept() {
        let mut table = TablePlan { sheets: vec![plan(&["foo;bar", "1;2"])], ..TablePlan::default() };
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
