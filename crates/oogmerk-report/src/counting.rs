//! A count on a terminal: a row a value, a maker in two parts, what is open below it. It counts nothing itself.

use crate::hostile::terminal;
use crate::language::Lang;
use crate::terminal::width;
use crate::words::Words;
use oogmerk_model::{Count, CountRow};
use std::collections::BTreeMap;

/// How many ways to settle a row stand behind it.
const WAYS: usize = 3;

/// The text of `register count`: proved, of a maker in its two parts, at most, what would settle the difference.
pub fn count_text(count: &Count, labels: &BTreeMap<String, String>, lang: Lang) -> String {
    let w = Words::of(lang);
    let by = count.question.trim_start_matches("how_many_by_");
    let parted = by == "maker";
    let name = |row: &CountRow| match by {
        "kind" => w.word("kind", &row.key),
        _ => terminal(labels.get(&row.key).unwrap_or(&row.key)),
    };
    let mut heads = vec!["col-proved", "col-established", "col-tested", "col-at-most", "col-settles"];
    heads.retain(|head| parted || !matches!(*head, "col-established" | "col-tested"));
    let title = w.text(&format!("t-{by}s"));
    let mut rows = vec![std::iter::once(title).chain(heads.iter().map(|h| w.text(h))).collect::<Vec<_>>()];
    let number = |n: u64| lang.number(n);
    for row in &count.rows {
        let (established, tested) = row.parts();
        let mut cells = vec![name(row), number(row.proved)];
        if parted {
            cells.extend([number(established), number(tested)]);
        }
        let ways: Vec<&str> = row.settles.iter().take(WAYS).map(String::as_str).collect();
        cells.extend([number(row.at_most), terminal(&ways.join("; "))]);
        rows.push(cells);
    }
    let open = [
        ("verdict-undecided", count.undecided),
        ("verdict-contested", count.contested),
        ("count-kinds", count.kind_open),
    ];
    rows.extend(open.map(|(key, n)| vec![w.text(key), number(n)]));
    rows.push(total(count, parted, w, lang));
    printed(&rows)
}

/// All of them: proved, and at most.
fn total(count: &Count, parted: bool, w: &Words, lang: Lang) -> Vec<String> {
    let mut cells = vec![w.text("count-total"), lang.number(count.total.proved)];
    if parted {
        cells.extend([String::new(), String::new()]);
    }
    cells.push(lang.number(count.total.at_most));
    cells
}

/// Names to the left, numbers to the right, ways to settle as they come.
fn printed(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..columns)
        .map(|i| rows.iter().filter_map(|r| r.get(i)).map(|c| width(c)).max().unwrap_or(0))
        .collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (i, (cell, needed)) in row.iter().zip(&widths).enumerate() {
            let pad = " ".repeat(needed.saturating_sub(width(cell)));
            match i {
                0 => line.push_str(&format!("{cell}{pad}")),
                _ if i + 1 == columns => line.push_str(&format!("  {cell}")),
                _ => line.push_str(&format!("  {pad}{cell}")),
            }
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
