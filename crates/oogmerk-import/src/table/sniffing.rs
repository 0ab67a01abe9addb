//! How a sheet would be read, from its first rows: which one is the heading, and what each column is taken for.

use super::headings::{self, Certainty, Meaning};
use super::values::{self, DateOrder, date_order};
use crate::plan::{ColumnPlan, ColumnUse, SheetPlan, field_name, letter};

impl SheetPlan {
    /// From the first rows of a sheet (row number, cells).
    pub(crate) fn sniff(sheet: Option<&str>, rows: &[(u64, Vec<String>)]) -> Self {
        let sheet = sheet.map(str::to_owned);
        let Some(header) = Header::find(rows) else { return Self { sheet, ..Self::default() } };
        let guess = Guess::of(&header, rows);
        let columns = guess.columns();
        let month_first = guess.month_first(&columns);
        Self { sheet, header_row: header.row, columns, month_first }
    }
}

/// What headings and the cells below them let one guess.
struct Guess<'r> {
    headings: &'r [String],
    meanings: Vec<Option<(Meaning, Certainty)>>,
    rows: Vec<&'r [String]>,
}

impl<'r> Guess<'r> {
    fn of(header: &'r Header, rows: &'r [(u64, Vec<String>)]) -> Self {
        let below = rows.iter().filter(|(n, _)| *n > header.row);
        Self {
            headings: &header.headings,
            meanings: header.headings.iter().map(|h| headings::meaning(h)).collect(),
            rows: below.map(|(_, cells)| cells.as_slice()).collect(),
        }
    }

    /// The cells of a column, from 0.
    fn cells(&self, column: usize) -> impl Iterator<Item = &'r str> {
        self.rows.iter().filter_map(move |row| row.get(column)).map(String::as_str)
    }

    fn has(&self, field: &'static str) -> bool {
        self.meanings.iter().flatten().any(|(m, _)| *m == Meaning::Field(field))
    }

    /// Surer headings first, so that a vaguer one does not take a field.
    fn columns(&self) -> Vec<ColumnPlan> {
        let mut order: Vec<usize> = (0..self.headings.len()).collect();
        order.sort_by_key(|i| (std::cmp::Reverse(self.meanings[*i].map(|m| m.1)), *i));
        let mut taken: Vec<(&'static str, Certainty)> = Vec::new();
        let mut columns: Vec<ColumnPlan> = Vec::new();
        for i in order {
            let becomes = self.becomes(i, &mut taken);
            let (column, heading) = (i as u32 + 1, self.headings[i].trim().to_owned());
            columns.push(ColumnPlan { column, letter: letter(column), heading, becomes });
        }
        columns.sort_by_key(|c| c.column);
        columns
    }

    fn becomes(&self, i: usize, taken: &mut Vec<(&'static str, Certainty)>) -> ColumnUse {
        let certainty = self.meanings[i].map_or(Certainty::Word, |m| m.1);
        match (self.meanings[i].map(|m| m.0), self.wanted(i)) {
            (Some(Meaning::Secret | Meaning::Person), _) => ColumnUse::LeftOut,
            (Some(Meaning::Coordinates), _) => ColumnUse::Coordinates,
            (_, Some(field)) if takes(field, certainty, taken) => {
                taken.push((field, certainty));
                ColumnUse::Field(field_name(field))
            }
            // A row's own number is nobody's.
            (Some(Meaning::Number), None) if is_row_number(self.cells(i)) => ColumnUse::LeftOut,
            _ if self.is_empty(i) => ColumnUse::LeftOut,
            _ => ColumnUse::Note,
        }
    }

    /// The field a column would be, were no other column that field.
    fn wanted(&self, i: usize) -> Option<&'static str> {
        match self.meanings[i].map(|m| m.0)? {
            Meaning::Field("maker") if !self.has("brand") => Some("brand"),
            Meaning::Field(field) => Some(field),
            Meaning::Type if self.has("model") || headings::are_kinds(self.cells(i)) => Some("kind"),
            Meaning::Type => Some("model"),
            Meaning::Number if !self.has("asset") && !is_row_number(self.cells(i)) => Some("asset"),
            _ => None,
        }
    }

    fn is_empty(&self, i: usize) -> bool {
        self.headings[i].trim().is_empty() && self.cells(i).all(|v| v.trim().is_empty())
    }

    /// Whether a column of dates proves that the month stands before the day.
    fn month_first(&self, columns: &[ColumnPlan]) -> bool {
        let is_date = |c: &&ColumnPlan| matches!(&c.becomes, ColumnUse::Field(f) if f == "sheet.installed" || f == "sheet.bought");
        columns
            .iter()
            .filter(is_date)
            .any(|c| date_order(self.cells(c.column as usize - 1)) == DateOrder::MonthFirst)
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
    numbers.len() > 2 && numbers.iter().enumerate().all(|(i, v)| values::whole(v) == Some(i as u64 + 1))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::last_part;

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
}
