//! Devices as CSV (RFC 4180, UTF-8, comma): one row a device, one column a fact, stable English column names.
//! A value that a spreadsheet would run as a formula is preceded by an apostrophe, since device text is hostile.

use crate::book::isolation_name;
use crate::hostile::commands;
use crate::marks;
use oogmerk_model::{Device, Verdict};

const COLUMNS: [&str; 23] = [
    "id",
    "subject",
    "kind",
    "kind_verdict",
    "brand",
    "brand_verdict",
    "maker",
    "maker_verdict",
    "maker_confidence",
    "relation",
    "maker_rivals",
    "model",
    "firmware",
    "serial",
    "soc",
    "mac",
    "ip",
    "isolation",
    "window_s",
    "outside",
    "outside_contacts",
    "seen_in",
    "evidence",
];

/// The table.
pub fn device_csv(devices: &[Device]) -> String {
    let all: Vec<&Device> = devices.iter().collect();
    device_csv_of(&all)
}

/// The table of chosen devices.
pub fn device_csv_of(devices: &[&Device]) -> String {
    let mut out = COLUMNS.join(",");
    out.push_str("\r\n");
    for d in devices {
        let value = |v: &Verdict| v.decided_value().unwrap_or_default().to_owned();
        let state = |v: &Verdict| marks::state(v.verdict).to_owned();
        let relation = d.maker.relation.map_or("", |r| {
            use oogmerk_model::Relation;
            match r {
                Relation::OwnBrand => "own-brand",
                Relation::Subsidiary => "subsidiary",
                Relation::Oem => "oem",
                Relation::Relabel => "relabel",
            }
        });
        let join = |items: Vec<String>| items.join(" ");
        let cells: [String; COLUMNS.len()] = [
            d.id.clone(),
            d.subject.clone().unwrap_or_default(),
            value(&d.kind),
            state(&d.kind),
            value(&d.brand),
            state(&d.brand),
            value(&d.maker),
            state(&d.maker),
            d.maker.confidence.map_or_else(String::new, |c| format!("{c:.2}")),
            relation.to_owned(),
            d.maker.rivals.iter().map(|r| r.value.as_str()).collect::<Vec<_>>().join(" | "),
            value(&d.model),
            value(&d.firmware),
            value(&d.serial),
            d.soc.as_ref().map_or_else(String::new, value),
            join(d.mac.iter().map(ToString::to_string).collect()),
            join(d.ip.iter().map(ToString::to_string).collect()),
            isolation_name(d).to_owned(),
            d.isolation.as_ref().map_or_else(String::new, |i| i.window_s.to_string()),
            d.outside.len().to_string(),
            join(d.outside.iter().take(50).map(|c| format!("{}:{}", c.ip, c.port)).collect()),
            d.seen_in.join(" | "),
            d.evidence.len().to_string(),
        ];
        for (i, c) in cells.iter().enumerate() {
            if i > 0 {
                out.push(',');
            }
            push(c, &mut out);
        }
        out.push_str("\r\n");
    }
    out
}

/// Signs that begin a formula, and their full-width kin, which some spreadsheets read as the same.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Writes one cell.
///
/// Spreadsheets whose list separator is `;` cut a comma file there, and quotes inside a cell do not hold it together: what
/// stands behind a `;` may become a cell of its own and is disarmed as one.
pub(crate) fn push(value: &str, out: &mut String) {
    let value: String = value.chars().map(|c| if commands(c) { ' ' } else { c }).collect();
    let cell = value.split(';').map(disarmed).collect::<Vec<_>>().join(";");
    if cell != value || cell.contains(['"', ',', ';']) {
        out.push('"');
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(&cell);
    }
}

/// A cell that is no formula: an apostrophe stands before one, behind the white space and quotes it may hide in.
fn disarmed(cell: &str) -> String {
    let begin = cell.find(|c: char| !(c.is_whitespace() || matches!(c, '"' | '\''))).unwrap_or(cell.len());
    let (lead, rest) = cell.split_at(begin);
    let is_formula = rest.starts_with(FORMULA) && cell.parse::<f64>().is_err();
    if is_formula { format!("'{lead}{rest}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_cannot_write_a_formula_or_a_second_row() {
        let mut out = String::new();
        push("=HYPERLINK(\"http://x\")\r\nb", &mut out);
        assert_eq!(out, "\"'=HYPERLINK(\"\"http://x\"\")  b\"");
        out.clear();
        push("-12.5", &mut out);
        assert_eq!(out, "-12.5");
    }

    #[test]
    fn a_formula_behind_a_semicolon_or_in_wide_signs_is_none() {
        let check = |value: &str, want: &str| {
            let mut out = String::new();
            push(value, &mut out);
            assert_eq!(out, want, "{value}");
        };
        check("a;=1+1;b", "\"a;'=1+1;b\"");
        check("a; \"=1+1", "\"a;' \"\"=1+1\"");
        check("＝1+1", "\"'＝1+1\"");
        check(" =1+1", "\"' =1+1\"");
        check("－5", "\"'－5\"");
        check("a;-5;b", "\"a;-5;b\"");
        check("DS-2CD2143G2-I", "DS-2CD2143G2-I");
    }

    #[test]
    fn no_sign_turns_or_hides_a_part_of_a_cell() {
        let mut out = String::new();
        push("a\u{202e}b\u{200b}c\u{9b}d\u{feff}", &mut out);
        assert_eq!(out, "a b c d ");
    }
}
