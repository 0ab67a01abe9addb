//! Tables that a tool wrote of what it asked devices: an address beside what only a device tells, its firmware.
//!
//! Nobody types versions of firmware into a list without saying where the things hang: a table that has them and none
//! of the columns that people keep (places, departments, prices, days) was written by the tool that asked. Its rows
//! are devices, not declarations. Whose word each cell is, is not known: the fields are those of saved answers.
//! A plan that the user gives makes it a list again.

use super::headings::{self, fold};
use super::{SheetRow, values};
use crate::plan::{self, ColumnUse, SheetPlan};
use crate::reading::{How, Reading};
use oogmerk_model::{Field, Mac, Place, Subject};
use std::sync::Arc;

/// Which columns of a table are what, by their number from 0.
pub(super) struct Polled(Vec<(usize, &'static str)>);

/// What tools call a column that a list would not: headings, folded, by field.
const HEADINGS: [(&str, &[&str]); 3] = [
    (
        "saved.firmware",
        &[
            "version",
            "versie",
            "fw",
            "fw version",
            "fw versie",
            "sw version",
            "software version",
            "os version",
            "os",
            "build",
            "current version",
            "current firmware",
        ],
    ),
    (
        "saved.model",
        &["product type", "product id", "product model", "device model", "camera model", "model id"],
    ),
    ("saved.device_type", &["category", "device class", "role"]),
];

/// Headings under which tools write other things than people do: the numbers of their rows, what a port serves.
const OF_TOOLS: [&str; 13] = [
    "no",
    "nr",
    "id",
    "n",
    "index",
    "asset id",
    "assetid",
    "device id",
    "unit",
    "service",
    "zone",
    "level",
    "sector",
];

/// Headings of addresses that are somebody else's.
const OF_OTHERS: [&str; 9] =
    ["gateway", "mask", "dns", "ntp", "server", "recorder", "nvr", "switch", "source"];

impl Polled {
    /// What the columns of a table are, where it is one; `None` where it is a list.
    pub fn of(plan: &SheetPlan, sample: &[SheetRow]) -> Option<Self> {
        let rows: Vec<&[String]> =
            sample.iter().filter(|r| r.number > plan.header_row).map(|r| r.cells.as_slice()).collect();
        let rows: Vec<&[String]> = rows.into_iter().filter(|row| !is_ruled(row)).collect();
        let mut columns: Vec<(usize, &'static str)> = Vec::new();
        let mut others: Vec<(usize, &'static str)> = Vec::new();
        for column in &plan.columns {
            let (at, heading) = (column.column as usize - 1, fold(&column.heading));
            if are_addresses(rows.iter().filter_map(|row| row.get(at))) {
                let is_others = OF_OTHERS.iter().any(|word| heading.contains(word));
                columns.extend((!is_others).then_some((at, "import.ip")));
                continue;
            }
            match &column.becomes {
                ColumnUse::Field(field) => match of_list(plan::last_part(field)) {
                    Some(field) => columns.push((at, field)),
                    None if is_of_tools(&column.heading) => {}
                    None => return None,
                },
                ColumnUse::Coordinates => return None,
                ColumnUse::Note => others.extend(of_tool(&heading).map(|field| (at, field))),
                ColumnUse::LeftOut => {}
            }
        }
        // What lists call such a column goes before what only tools call so, and the first before the next.
        let mut polled = Self(Vec::new());
        for (at, field) in columns.into_iter().chain(others) {
            if polled.at(field).is_none() {
                polled.0.push((at, field));
            }
        }
        polled.is_told_by(&rows).then_some(polled)
    }

    fn at(&self, field: &str) -> Option<usize> {
        self.0.iter().find(|(_, own)| *own == field).map(|(at, _)| *at)
    }

    /// Whether most rows give an address, a model, and a firmware that is a version.
    fn is_told_by(&self, rows: &[&[String]]) -> bool {
        let (Some(firmware), Some(model)) = (self.at("saved.firmware"), self.at("saved.model")) else {
            return false;
        };
        let whose: Vec<usize> =
            ["import.ip", "saved.mac"].iter().filter_map(|field| self.at(field)).collect();
        let cell = |row: &[String], at: usize| row.get(at).map(|c| c.trim().to_owned()).unwrap_or_default();
        let addressed: Vec<_> =
            rows.iter().filter(|row| whose.iter().any(|at| !cell(row, *at).is_empty())).collect();
        let telling = addressed.iter().filter(|row| {
            let version = cell(row, firmware);
            !cell(row, model).is_empty() && version.len() <= 80 && version.bytes().any(|b| b.is_ascii_digit())
        });
        let telling = telling.count();
        telling > 0 && telling * 2 >= addressed.len() && addressed.len() * 2 >= rows.len()
    }

    /// Takes a row: one device. Gives false where it says nothing.
    pub fn row(&self, row: &SheetRow, reading: &mut Reading<'_>) -> bool {
        let said: Vec<(usize, &'static str, &str)> = self
            .0
            .iter()
            .filter_map(|(at, field)| Some((*at, *field, row.cells.get(*at)?.trim())))
            .filter(|(_, _, cell)| {
                !cell.is_empty() && !headings::is_unknown(cell) && !headings::is_failed(cell)
            })
            .collect();
        let of = |name: &str| said.iter().find(|(_, field, _)| *field == name).map(|(_, _, cell)| *cell);
        let ip = of("import.ip").and_then(values::address);
        let mac = of("saved.mac").and_then(Mac::parse);
        if said.is_empty() {
            return false;
        }
        let subject = match (ip, mac) {
            (Some(ip), _) => Subject::ip(ip),
            (None, Some(mac)) => Subject::mac(mac),
            (None, None) => Subject::named(&format!("row:{}", row.number)),
        };
        let mut observation = reading.observation(subject, "table", Some(row.number), &[]);
        observation.digest = Arc::clone(&row.digest);
        let observation = Arc::new(observation);
        for (at, field, cell) in said {
            let place = Place { offset: row.offset, column: Some(at as u32 + 1), frame: None };
            match field {
                "import.ip" => {
                    let told = ip.map(|ip| ip.to_string()).unwrap_or_default();
                    reading.put_ip(&observation, Field::of(field), &told, place);
                }
                "saved.mac" => reading.put_mac(&observation, Field::of(field), cell, place),
                _ => reading.put(&observation, Field::of(field), cell, How::Copied, place),
            }
        }
        true
    }
}

/// The field of a saved answer for one of a list; `None` for what only people write.
fn of_list(last: &str) -> Option<&'static str> {
    let field = match last {
        "brand" | "maker" => "saved.manufacturer",
        "model" => "saved.model",
        "firmware" => "saved.firmware",
        "serial" => "saved.serial",
        "mac" => "saved.mac",
        "ip" => "import.ip",
        "kind" => "saved.device_type",
        _ => return None,
    };
    Some(field)
}

/// Whether a heading is not surely one of people: a word among others, or one that tools use otherwise.
fn is_of_tools(heading: &str) -> bool {
    let is_sure = headings::meaning(heading).is_some_and(|(_, sure)| sure == headings::Certainty::Exact);
    !is_sure || OF_TOOLS.contains(&fold(heading).as_str())
}

/// A line between a heading and its rows, as tables in text have.
fn is_ruled(row: &[String]) -> bool {
    row.iter().all(|cell| cell.trim().bytes().all(|b| b"-=:+".contains(&b)))
}

fn of_tool(heading: &str) -> Option<&'static str> {
    HEADINGS.iter().find(|(_, own)| own.contains(&heading)).map(|(field, _)| *field)
}

/// Whether most cells of a column are addresses of hosts.
fn are_addresses<'c>(cells: impl Iterator<Item = &'c String>) -> bool {
    let (mut addresses, mut all) = (0, 0);
    for cell in cells.filter(|cell| !cell.trim().is_empty()) {
        all += 1;
        addresses += usize::from(values::address(cell).is_some());
    }
    addresses * 5 > all * 4
}
