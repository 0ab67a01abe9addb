//! Lists as GeoJSON: each feature is a row, its properties are the cells, its point the coordinates.
//!
//! Source: RFC 7946 (positions are longitude before latitude). Lines and areas give no point.

use crate::document::{unmarked, whole};
use crate::plan::{SheetPlan, TablePlan};
use crate::reading::{Reading, digest};
use crate::row::Row;
use crate::table::{COLUMNS_MAX, NO_HEADING, SAMPLE_ROWS, Sheet, SheetRow, plan_for};
use oogmerk_bytes::json::{self, Stop};
use oogmerk_model::ProblemSeverity;
use std::io::Read;
use std::sync::Arc;

pub(crate) const ROW: Row = Row::new(
    "geojson",
    |head| head.json().is_some_and(|keys| keys.says("type", "FeatureCollection") && keys.has("features")),
    read,
)
.of_people(sniff);

/// Headings of the columns made of a feature's point.
const POINT: [&str; 2] = ["longitude", "latitude"];

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let Some(bytes) = whole(input, reading) else { return };
    let (bytes, base) = unmarked(bytes);
    let (names, mut rows, ended) = features(&bytes);
    for row in &mut rows {
        row.offset = row.offset.map(|o| o + base);
    }
    let heading = SheetRow { number: 0, offset: None, cells: names, digest: Arc::from("") };
    let plan = match reading.options.plan.as_ref().and_then(|p| p.sheet(None)) {
        Some(_) => plan_for(None, &[], reading),
        None => plan_of(&heading, &rows),
    };
    reading.outcome.plan =
        Some(TablePlan { encoding: String::new(), delimiter: None, sheets: vec![plan.clone()] });
    if plan.is_useful() {
        let mut sheet = Sheet::new(SheetPlan { header_row: 0, ..plan });
        for row in &rows {
            sheet.row(row, reading);
        }
    } else {
        reading.problem(ProblemSeverity::Whole, None, None, NO_HEADING);
    }
    if let Err(stop) = ended {
        reading.problem(ProblemSeverity::Rest, None, Some(base + stop.offset as u64), stop.reason);
    }
}

/// Headings stand above the first feature: row 0, moved to 1 for sniffing and back.
fn plan_of(heading: &SheetRow, rows: &[SheetRow]) -> SheetPlan {
    let mut sample = vec![(1, heading.cells.clone())];
    sample.extend(rows.iter().take(SAMPLE_ROWS).map(|r| (r.number + 1, r.cells.clone())));
    SheetPlan { header_row: 0, ..SheetPlan::sniff(None, &sample) }
}

fn sniff(bytes: &[u8]) -> Option<TablePlan> {
    let (bytes, _) = unmarked(bytes.to_vec());
    let (names, rows, _) = features(&bytes);
    let heading = SheetRow { number: 0, offset: None, cells: names, digest: Arc::from("") };
    (!rows.is_empty()).then(|| TablePlan {
        encoding: String::new(),
        delimiter: None,
        sheets: vec![plan_of(&heading, &rows)],
    })
}

/// Names of properties in the order they first appear, and a row per feature.
fn features(bytes: &[u8]) -> (Vec<String>, Vec<SheetRow>, Result<(), Stop>) {
    let mut names: Vec<String> = Vec::new();
    let mut rows: Vec<SheetRow> = Vec::new();
    let mut put = |rows: &mut Vec<SheetRow>, name: &str, text: String| {
        let column = names.iter().position(|n| n == name).or_else(|| {
            (names.len() < COLUMNS_MAX).then(|| {
                names.push(name.to_owned());
                names.len() - 1
            })
        });
        if let (Some(column), Some(row)) = (column, rows.last_mut()) {
            if row.cells.len() <= column {
                row.cells.resize(column + 1, String::new());
            }
            row.cells[column] = text;
        }
    };
    let mut begins: Vec<usize> = Vec::new();
    let ended = json::walk_document(bytes, &mut |leaf| {
        if leaf.path == "features[]" {
            begins.push(leaf.span.start);
            rows.push(SheetRow {
                number: rows.len() as u64 + 1,
                offset: Some(leaf.span.start as u64),
                cells: Vec::new(),
                digest: Arc::from(""),
            });
            return;
        }
        let Some(text) = leaf.text() else { return };
        if let Some(name) = leaf.path.strip_prefix("features[].properties.") {
            put(&mut rows, name, text.into_owned());
        } else if leaf.path == "features[].geometry.coordinates[]"
            && let Some(name) = leaf.indexes.get(1).and_then(|i| POINT.get(*i))
        {
            put(&mut rows, name, text.into_owned());
        }
    });
    // The digest of a feature covers its bytes up to the next.
    for (i, row) in rows.iter_mut().enumerate() {
        let end = begins.get(i + 1).copied().unwrap_or(bytes.len());
        row.digest = digest(&bytes[begins[i]..end]);
    }
    (names, rows, ended)
}
