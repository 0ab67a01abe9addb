//! Who built it and what it is called: makers, brands, kinds.

use crate::book::{Book, unknown};
use crate::hostile::{Html, neutral};
use crate::marks;
use crate::overview::against;
use crate::svg::{self, Bar, Labels};
use crate::tables::{count_table, figure, in_parts, limit, range, section, settles};
use crate::view::{Block, Section, Table};
use crate::words::Arg;
use oogmerk_model::CountRow;
use std::collections::HashMap;

pub(crate) fn makers(book: &Book<'_>) -> Section {
    let w = book.words;
    let rows: Vec<&CountRow> = book.standing.by_maker.rows.iter().filter(|r| !unknown(&r.key)).collect();
    let mut blocks = Vec::new();
    if let Some(a) = against(book) {
        let says = w.html(
            "makers-says",
            &[
                ("low", Arg::N(a.proved)),
                ("high", Arg::N(a.at_most)),
                ("names", Arg::T(&a.names)),
                ("range", Arg::T(&range(book, a.proved, a.at_most))),
            ],
            &[],
        );
        blocks.push(Block::Says(a.parted(says, w)));
    }
    if !rows.is_empty() {
        blocks.push(Block::Figure(makers_picture(book, &rows), Html::own(&w.text("makers-caption"))));
    }
    blocks.push(Block::Table(makers_table(book, &rows)));
    section(book, "makers", blocks)
}

fn makers_picture(book: &Book<'_>, rows: &[&CountRow]) -> Html {
    let w = book.words;
    let focus: Vec<&str> = book.focus().iter().map(|r| r.key.as_str()).collect();
    let bars: Vec<Bar> = rows
        .iter()
        .take(12)
        .map(|r| Bar {
            label: book.label(&r.key).to_owned(),
            proved: r.proved,
            at_most: r.at_most.max(r.proved),
            shown: in_parts(book, r),
            heavy: focus.contains(&r.key.as_str()),
        })
        .collect();
    let title = match rows.first() {
        Some(r) => {
            let name = neutral(book.label(&r.key), '·', Some(40));
            w.say(
                "picture-makers",
                &[("name", Arg::T(&name)), ("n", Arg::N(r.proved)), ("makers", Arg::N(rows.len() as u64))],
            )
        }
        None => w.text("picture-makers-none"),
    };
    svg::bars(&title, Labels::Short, &bars)
}

fn makers_table(book: &Book<'_>, rows: &[&CountRow]) -> Table {
    let w = book.words;
    let mut other_name: HashMap<&str, u64> = HashMap::new();
    for (brand, maker, ids) in &book.standing.brand_to_maker {
        if book.differs(brand, maker) {
            *other_name.entry(maker.as_str()).or_default() += ids.len() as u64;
        }
    }
    let heads = [
        "col-maker",
        "#col-proved",
        "#col-established",
        "#col-tested",
        "#col-at-most",
        "#col-other-name",
        "col-settles",
    ];
    let mut table = Table::new(w, w.text("t-makers"), &heads);
    for r in rows.iter().take(limit(book)) {
        table.row(
            String::new(),
            vec![
                Html::hostile(book.label(&r.key)),
                book.counted(r.proved, "maker", &r.key),
                figure(book, r.parts().0),
                figure(book, r.parts().1),
                Html::own(&book.lang.number(r.at_most.max(r.proved))),
                Html::own(&book.lang.number(other_name.get(r.key.as_str()).copied().unwrap_or(0))),
                settles(book, &r.settles),
            ],
        );
    }
    let m = &book.standing.by_maker;
    for (state, n) in [("contested", m.contested), ("undecided", m.undecided)] {
        if n > 0 {
            let word = Html::own(&w.word("verdict", state));
            let none = || Html::own("–");
            let mark = marks::mark(state, state, &word);
            let mut cells = vec![mark, book.counted(n, "verdict", state)];
            cells.resize_with(heads.len(), none);
            table.row(String::new(), cells);
        }
    }
    let mut notes = vec![Html::own(&w.text("makers-note"))];
    if m.kind_open > 0 {
        notes.push(w.html("count-kind-open", &[("n", Arg::N(m.kind_open))], &[]));
    }
    table.note = Html::join(&notes, " ");
    table
}

pub(crate) fn brands(book: &Book<'_>) -> Section {
    let w = book.words;
    let mut blocks = Vec::new();
    let differing: u64 = book
        .standing
        .brand_to_maker
        .iter()
        .filter(|(b, m, _)| book.differs(b, m))
        .map(|(_, _, ids)| ids.len() as u64)
        .sum();
    blocks.push(Block::Says(w.html("brands-says", &[("n", Arg::N(differing))], &[])));
    let mut flows: Vec<_> = book.flows.iter().collect();
    flows.sort_by(|a, b| {
        book.differs(&b.0, &b.1)
            .cmp(&book.differs(&a.0, &a.1))
            .then(b.2.len().cmp(&a.2.len()))
            .then(a.0.cmp(&b.0))
            .then(a.1.cmp(&b.1))
    });
    let mut table = Table::new(
        w,
        w.text("t-flow"),
        &["col-brand", "col-maker", "#col-devices", "#col-established", "#col-tested"],
    );
    for (brand, maker, ids) in flows.into_iter().take(limit(book)) {
        let b = if unknown(brand) {
            Html::own(&w.text("flow-no-label"))
        } else {
            Html::hostile(book.label(brand))
        };
        let m = match () {
            () if unknown(maker) => {
                let state = if maker == "contested" { "contested" } else { "undecided" };
                marks::mark(state, state, &Html::own(&w.word("verdict", state)))
            }
            () if book.differs(brand, maker) => Html(format!("<b>{}</b>", Html::hostile(book.label(maker)))),
            () => Html(format!("<span class=\"muted\">{}</span>", Html::hostile(book.label(maker)))),
        };
        let established = ids.iter().filter(|id| book.device(id).is_some_and(|d| d.maker.established));
        let established = established.count() as u64;
        let part = |is_established: bool| match is_established {
            _ if unknown(maker) => Html::own("–"),
            true => figure(book, established),
            false => figure(book, ids.len() as u64 - established),
        };
        table.row(
            String::new(),
            vec![
                b,
                m,
                book.counted(ids.len() as u64, "brand+maker", &format!("{brand}\u{1f}{maker}")),
                part(true),
                part(false),
            ],
        );
    }
    blocks.push(Block::Table(table));
    blocks.push(Block::Table(count_table(book, &book.standing.by_brand, "t-brands", "col-brand", "brand")));
    section(book, "brands", blocks)
}

pub(crate) fn kinds(book: &Book<'_>) -> Section {
    let [c, r, o] = book.groups();
    let says = book.words.html(
        "kinds-says",
        &[("cameras", Arg::N(c)), ("recorders", Arg::N(r)), ("others", Arg::N(o))],
        &[],
    );
    let says = crate::overview::with_open(book, says);
    let table = count_table(book, &book.standing.by_kind, "t-kinds", "col-kind", "kind");
    section(book, "kinds", vec![Block::Says(says), Block::Table(table)])
}
