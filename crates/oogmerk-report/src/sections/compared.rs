//! What people declared beside what was found, and what is still open: the sections that ask for a person's work.

use crate::book::Book;
use crate::hostile::Html;
use crate::tables::{declared_fields, device_cells, limit, place_of_row, section};
use crate::view::{Block, Section, Table};
use crate::words::Arg;
use crate::writing::ListWord;
use oogmerk_model::{Declared, Deviation, DeviationKind, Device, State};
use std::collections::HashMap;

/// Declared against found: three lists.
pub(crate) fn declared(book: &Book<'_>) -> Section {
    let w = book.words;
    let s = book.standing;
    if s.declared.is_empty() {
        return section(book, "declared", vec![Block::Says(Html::own(&w.text("how-many-no-list")))]);
    }
    let of = |kind: DeviationKind| {
        s.deviations.iter().filter(move |d| d.kind == kind).collect::<Vec<&Deviation>>()
    };
    let (gone, new, differs) = (
        of(DeviationKind::DeclaredNotFound),
        of(DeviationKind::FoundNotDeclared),
        of(DeviationKind::Differs),
    );
    let both = s.declared.iter().filter(|d| d.device.is_some()).count() as u64;
    let mut blocks = vec![Block::Says(w.html(
        "declared-says",
        &[
            ("rows", Arg::N(s.declared.len() as u64)),
            ("both", Arg::N(both)),
            ("declared", Arg::N(gone.len() as u64)),
            ("found", Arg::N(new.len() as u64)),
            ("differs", Arg::N(differs.len() as u64)),
        ],
        &[
            ("declared", book.section_href("declared-only")),
            ("found", book.section_href("found-only")),
            ("differs", book.section_href("differs")),
        ],
    ))];
    let rows: HashMap<&str, &Declared> = s.declared.iter().map(|d| (d.key.as_str(), d)).collect();
    let cap = limit(book);
    let left = |n: usize| {
        if n > cap { w.html("rows-left", &[("n", Arg::N((n - cap) as u64))], &[]) } else { Html::default() }
    };

    blocks.push(Block::Heading("declared-only".into(), Html::own(&w.text("h-declared-only"))));
    if gone.is_empty() {
        blocks.push(Block::Prov(Html::own(&w.text("declared-only-none"))));
    } else {
        let mut t = Table::new(w, w.text("t-declared-only"), &["col-number", "col-declared-as", "col-row"]);
        for d in gone.iter().take(cap) {
            let key = d.declared.as_deref().unwrap_or_default();
            let row = rows.get(key);
            t.row(
                String::new(),
                vec![
                    Html::hostile(key),
                    row.map_or_else(Html::default, |r| declared_fields(book, r)),
                    row.map_or_else(Html::default, |r| place_of_row(book, r)),
                ],
            );
        }
        t.note = Html(format!("{} {}", w.text("declared-only-note"), left(gone.len())));
        blocks.push(Block::Table(t));
    }

    blocks.push(Block::Heading("found-only".into(), Html::own(&w.text("h-found-only"))));
    if new.is_empty() {
        blocks.push(Block::Prov(Html::own(&w.text("found-only-none"))));
    } else {
        let mut t = Table::new(
            w,
            w.text("t-found-only"),
            &["col-device", "col-kind", "col-brand", "col-maker", "col-model", "col-address"],
        );
        for d in new.iter().filter_map(|d| d.device.as_deref()).take(cap) {
            if let Some(device) = book.device(d) {
                t.row(String::new(), device_cells(book, device));
            }
        }
        t.note = left(new.len());
        blocks.push(Block::Table(t));
    }

    blocks.push(Block::Heading("differs".into(), Html::own(&w.text("h-differs"))));
    if differs.is_empty() {
        blocks.push(Block::Prov(Html::own(&w.text("differs-none"))));
    } else {
        let mut t = Table::new(
            w,
            w.text("t-differs"),
            &["col-device", "col-number", "col-field", "col-declared", "col-found"],
        );
        for d in differs.iter().take(cap) {
            for (field, a, b) in &d.fields {
                t.row(
                    String::new(),
                    vec![
                        d.device.as_deref().map_or_else(Html::default, |id| book.device_link(id)),
                        Html::hostile(d.declared.as_deref().unwrap_or_default()),
                        Html::own(&w.word("property", field)),
                        Html::hostile(&book.value(field, a)),
                        Html::hostile(&book.value(field, b)),
                    ],
                );
            }
        }
        t.note = left(differs.len());
        blocks.push(Block::Table(t));
    }
    section(book, "declared", blocks)
}

/// What is undecided or contested, and what would settle it.
pub(crate) fn open_questions(book: &Book<'_>) -> Section {
    let w = book.words;
    let mut questions: HashMap<&str, Vec<&str>> = HashMap::new();
    for q in book.standing.questions.iter().filter(|q| q.property == "maker") {
        questions.entry(q.device.as_str()).or_default().push(q.field.as_str());
    }
    let open: Vec<&Device> = book.devices().filter(|d| d.maker.verdict != State::Decided).collect();
    if open.is_empty() {
        return section(book, "unknown", vec![Block::Says(Html::own(&w.text("open-none")))]);
    }
    let says = w.html("open-says", &[("n", Arg::N(open.len() as u64))], &[]);
    let mut t =
        Table::new(w, w.text("t-open"), &["col-device", "col-kind", "col-brand", "col-maker", "col-settles"]);
    for d in open.iter().take(limit(book)) {
        let mut fields: Vec<&str> = questions.get(d.id.as_str()).cloned().unwrap_or_default();
        if fields.is_empty() {
            fields = d.maker.needs.iter().map(String::as_str).collect();
        }
        let what: Vec<String> = fields.iter().take(3).map(|f| book.settles(f).0).collect();
        t.row(
            String::new(),
            vec![
                book.device_link(&d.id),
                book.plain_verdict("kind", &d.kind),
                book.plain_verdict("brand", &d.brand),
                book.verdict("maker", &d.maker),
                Html(book.lang.list(&what, ListWord::Or)),
            ],
        );
    }
    t.note = if open.len() > limit(book) {
        w.html("rows-left", &[("n", Arg::N((open.len() - limit(book)) as u64))], &[])
    } else {
        Html::default()
    };
    section(book, "unknown", vec![Block::Says(says), Block::Table(t)])
}
