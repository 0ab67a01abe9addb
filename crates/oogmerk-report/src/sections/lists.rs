//! The lists that the numbers of the report lead to, and the table of all devices.

use crate::book::{Book, isolation_name, unknown};
use crate::hostile::{Html, anchor};
use crate::marks;
use crate::tables::{device_cells, limit, section};
use crate::view::{Block, DeviceList, Section, Table};
use crate::words::Arg;
use oogmerk_model::Conclusion;
use std::collections::HashMap;

/// The lists that numbers lead to.
pub(crate) fn lists(book: &Book<'_>) -> Section {
    const NAMES: usize = 200;
    let w = book.words;
    let mut out: Vec<DeviceList> = Vec::new();
    let mut shared: HashMap<Vec<&str>, usize> = HashMap::new();
    for (facet, key, ids) in book.all_lists() {
        let (first, second) = key.split_once('\u{1f}').unwrap_or((&key, ""));
        let title = match facet {
            "maker" | "brand" => Html(format!("{}: {}", w.word("property", facet), or_unknown(book, first))),
            "kind" => Html(format!("{}: {}", w.text("col-kind"), Html::own(&w.word("kind", first)))),
            "group" => Html::own(&w.word("group", first)),
            "brand+maker" => Html(format!("{} → {}", or_unknown(book, first), or_unknown(book, second))),
            "place" if first.is_empty() => Html::own(&w.text("place-unknown")),
            "department" if first.is_empty() => Html::own(&w.text("department-unknown")),
            "verdict" => Html(format!("{}: {}", w.text("col-maker"), Html::own(&w.word("verdict", first)))),
            "isolation" => Html::own(&w.word("isolation", first)),
            "place" | "department" => {
                Html(format!("{}: {}", w.text(&format!("col-{facet}")), Html::hostile(first)))
            }
            "rule+conclusion" => {
                let name = book.rules.iter().find(|r| r.rule == first).map_or(first, |r| r.name.as_str());
                Html(format!("{}: {}", Html::hostile(name), Html::own(&w.word("conclusion", second))))
            }
            _ => Html::hostile(first),
        };
        let id = anchor(&format!("list-{facet}"), &key);
        // Numbers that count the same devices share one list: it has all their names and all their anchors.
        let mut same_ids = ids.clone();
        same_ids.sort_unstable();
        if let Some(same) = shared.get(&same_ids).and_then(|at: &usize| out.get_mut(*at)) {
            let same: &mut DeviceList = same;
            same.heads.push((id, title));
            continue;
        }
        let items: Vec<Html> = ids
            .iter()
            .take(NAMES)
            .map(|id| Html(book.device_link(id).0.replacen(" class=\"id\"", "", 1)))
            .collect();
        let more = if ids.len() > NAMES {
            w.say("list-more", &[("n", Arg::N((ids.len() - NAMES) as u64))])
        } else {
            String::new()
        };
        let count = book.lang.number(ids.len() as u64);
        shared.insert(same_ids, out.len());
        out.push(DeviceList { heads: vec![(id, title)], count, items, more });
    }
    section(book, "lists", vec![Block::Prov(Html::own(&w.text("lists-note"))), Block::Devices(out)])
}

fn or_unknown(book: &Book<'_>, key: &str) -> Html {
    if unknown(key) {
        Html::own(&book.words.text("verdict-undecided"))
    } else {
        Html::hostile(book.label(key))
    }
}

pub(crate) fn device_table(book: &Book<'_>) -> Section {
    let w = book.words;
    let cap = limit(book);
    let n = book.standing.devices.len();
    let mut t = Table::new(
        w,
        w.text("t-devices"),
        &[
            "col-device",
            "col-kind",
            "col-brand",
            "col-maker",
            "col-model",
            "col-address",
            "col-place",
            "col-isolation",
            "col-rules",
        ],
    );
    for d in book.devices().take(cap) {
        let mut cells = device_cells(book, d);
        cells.push(
            book.place(&d.id)
                .filter(|p| !p.place.is_empty())
                .map_or_else(|| Html::own("–"), |p| Html::hostile(&p.place)),
        );
        let name = isolation_name(d);
        let class = if name == "unmeasured" { "unproven" } else { name };
        cells.push(marks::mark(class, class, &Html::own(&w.word("isolation", name))));
        cells.push(if book.breaks(&d.id) {
            marks::conclusion_mark(w, Conclusion::Breaks)
        } else {
            Html::own("–")
        });
        t.row(Book::device_anchor("row", &d.id), cells);
    }
    if n > cap {
        t.note = w.html("rows-left", &[("n", Arg::N((n - cap) as u64))], &[]);
    }
    let says = w.html("device-list-says", &[("n", Arg::N(n as u64))], &[]);
    section(book, "device-list", vec![Block::Says(says), Block::Table(t)])
}
