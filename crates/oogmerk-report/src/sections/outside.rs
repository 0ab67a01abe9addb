//! What talks to the outside, and what was measured to be isolated.

use crate::book::Book;
use crate::hostile::Html;
use crate::marks;
use crate::tables::{contact_table, figure, limit, section, serde_word};
use crate::view::{Block, Section, Table};
use crate::words::Arg;
use oogmerk_model::OutsideContact;
use std::collections::BTreeMap;

pub(crate) fn outside(book: &Book<'_>) -> Section {
    let w = book.words;
    let outside = &book.standing.outside;
    let all: Vec<(&str, &OutsideContact)> =
        outside.iter().flat_map(|o| o.contacts.iter().map(|c| (o.device.as_str(), c))).collect();
    let [leaking, isolated, unproven, _] = book.isolation();
    let measured = leaking + isolated + unproven;
    if all.is_empty() {
        let says = if measured == 0 {
            w.html("outside-unmeasured", &[], &[])
        } else {
            w.html("outside-none", &[("n", Arg::N(measured))], &[("windows", book.section_href("windows"))])
        };
        return section(book, "outside", vec![Block::Says(says)]);
    }
    let answered = outside.iter().filter(|o| o.contacts.iter().any(|c| c.answered)).count() as u64;
    let says = w.html(
        "outside-says",
        &[
            ("n", Arg::N(outside.len() as u64)),
            ("measured", Arg::N(measured)),
            ("answered", Arg::N(answered)),
        ],
        &[("n", book.list_href("isolation", "leaking"))],
    );
    let mut table = contact_table(book, "t-outside", &all, true);
    let note = Html::own(&w.text("outside-note"));
    table.note = if table.note.is_empty() { note } else { Html(format!("{} {note}", table.note)) };
    let mut blocks = vec![Block::Says(says), Block::Table(table)];
    blocks.extend(via_table(book).map(Block::Table));
    section(book, "outside", blocks)
}

/// What reaches the outside through something else; `None` where nothing does.
fn via_table(book: &Book<'_>) -> Option<Table> {
    let w = book.words;
    let via: Vec<_> = book.devices().flat_map(|d| d.outside_via.iter().map(move |v| (d, v))).collect();
    if via.is_empty() {
        return None;
    }
    let heads = ["col-device", "col-through", "col-how", "col-asked-name", "col-whose"];
    let mut t = Table::new(w, w.text("t-via"), &heads);
    for (d, v) in via.iter().take(limit(book)) {
        t.row(
            String::new(),
            vec![
                book.device_link(&d.id),
                Html(format!("<span class=\"mono\">{}</span>", v.through)),
                Html::own(&w.word("via", serde_word(v.how))),
                v.name.as_deref().map_or_else(|| Html::own(&w.text("no-name")), Html::hostile),
                v.cloud.as_deref().map_or_else(|| Html::own("–"), Html::hostile),
            ],
        );
    }
    t.note = Html::own(&w.text("via-note"));
    Some(t)
}

pub(crate) fn isolation(book: &Book<'_>) -> Section {
    let w = book.words;
    let [leaking, isolated, unproven, _] = book.isolation();
    let measured = leaking + isolated + unproven;
    let says = if measured == 0 {
        Html::own(&w.text("inside-unmeasured"))
    } else {
        w.html(
            "inside",
            &[
                ("isolated", Arg::N(isolated)),
                ("leaking", Arg::N(leaking)),
                ("unproven", Arg::N(unproven)),
                ("measured", Arg::N(measured)),
            ],
            &[],
        )
    };
    let mut blocks = vec![Block::Says(says), Block::Table(isolation_table(book))];
    blocks.extend(missing_table(book).map(Block::Table));
    blocks.push(Block::Prov(Html::own(&w.text("isolation-note"))));
    section(book, "isolation", blocks)
}

fn isolation_table(book: &Book<'_>) -> Table {
    let w = book.words;
    let [leaking, isolated, unproven, unmeasured] = book.isolation();
    let mut t = Table::new(w, w.text("t-isolation"), &["col-verdict", "#col-devices", "col-meaning"]);
    for (name, n) in
        [("leaking", leaking), ("unproven", unproven), ("isolated", isolated), ("unmeasured", unmeasured)]
    {
        let class = if name == "unmeasured" { "unproven" } else { name };
        t.row(
            String::new(),
            vec![
                marks::mark(class, class, &Html::own(&w.word("isolation", name))),
                book.counted(n, "isolation", name),
                Html::own(&w.word("isolation-means", name)),
            ],
        );
    }
    t
}

/// What isolation still lacks, and for how many devices; `None` where nothing is missing.
fn missing_table(book: &Book<'_>) -> Option<Table> {
    let w = book.words;
    let mut missing: BTreeMap<&str, u64> = BTreeMap::new();
    for i in book.standing.devices.iter().filter_map(|d| d.isolation.as_ref()) {
        for m in &i.missing {
            *missing.entry(m).or_default() += 1;
        }
    }
    if missing.is_empty() {
        return None;
    }
    let mut rows: Vec<_> = missing.into_iter().collect();
    rows.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let mut t = Table::new(w, w.text("t-missing"), &["col-missing", "#col-devices"]);
    for (code, n) in rows {
        t.row(String::new(), vec![Html::own(&w.word("missing", code)), figure(book, n)]);
    }
    Some(t)
}
