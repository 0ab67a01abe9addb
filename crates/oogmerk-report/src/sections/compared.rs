//! What people declared beside what was found, and what is still open: the sections that ask for a person's work.

use crate::book::Book;
use crate::hostile::Html;
use crate::tables::{declared_fields, device_cells, limit, place_of_row, section};
use crate::view::{Block, Section, Table};
use crate::words::Arg;
use crate::writing::ListWord;
use oogmerk_model::{Declared, Deviation, DeviationKind, Device, Field, State};
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
    let mut blocks = vec![Block::Says(declared_says(book, [gone.len(), new.len(), differs.len()]))];
    for (name, title, none, rows, table) in [
        ("declared-only", "h-declared-only", "declared-only-none", gone, declared_only as Listed),
        ("found-only", "h-found-only", "found-only-none", new, found_only),
        ("differs", "h-differs", "differs-none", differs, differing),
    ] {
        blocks.push(Block::Heading(name.into(), Html::own(&w.text(title))));
        blocks.push(if rows.is_empty() {
            Block::Prov(Html::own(&w.text(none)))
        } else {
            Block::Table(table(book, &rows))
        });
    }
    section(book, "declared", blocks)
}

/// How many rows there are, how many of them were found, and how long the three lists are.
fn declared_says(book: &Book<'_>, [gone, new, differs]: [usize; 3]) -> Html {
    let s = book.standing;
    let both = s.declared.iter().filter(|d| d.device.is_some()).count();
    book.words.html(
        "declared-says",
        &[
            ("rows", Arg::N(s.declared.len() as u64)),
            ("both", Arg::N(both as u64)),
            ("declared", Arg::N(gone as u64)),
            ("found", Arg::N(new as u64)),
            ("differs", Arg::N(differs as u64)),
        ],
        &[
            ("declared", book.section_href("declared-only")),
            ("found", book.section_href("found-only")),
            ("differs", book.section_href("differs")),
        ],
    )
}

/// The table of one of the lists.
type Listed = fn(&Book<'_>, &[&Deviation]) -> Table;

/// How many rows are not shown.
fn left(book: &Book<'_>, rows: usize) -> Html {
    let cap = limit(book);
    if rows > cap {
        book.words.html("rows-left", &[("n", Arg::N((rows - cap) as u64))], &[])
    } else {
        Html::default()
    }
}

fn declared_only(book: &Book<'_>, gone: &[&Deviation]) -> Table {
    let w = book.words;
    let rows: HashMap<&str, &Declared> = book.standing.declared.iter().map(|d| (d.key.as_str(), d)).collect();
    let mut t = Table::new(w, w.text("t-declared-only"), &["col-number", "col-declared-as", "col-row"]);
    for d in gone.iter().take(limit(book)) {
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
    t.note = Html(format!("{} {}", w.text("declared-only-note"), left(book, gone.len())));
    t
}

fn found_only(book: &Book<'_>, new: &[&Deviation]) -> Table {
    let w = book.words;
    let heads = ["col-device", "col-kind", "col-brand", "col-maker", "col-model", "col-address"];
    let mut t = Table::new(w, w.text("t-found-only"), &heads);
    for d in new.iter().filter_map(|d| d.device.as_deref()).take(limit(book)) {
        if let Some(device) = book.device(d) {
            t.row(String::new(), device_cells(book, device));
        }
    }
    t.note = left(book, new.len());
    t
}

fn differing(book: &Book<'_>, differs: &[&Deviation]) -> Table {
    let w = book.words;
    let heads = ["col-device", "col-number", "col-field", "col-declared", "col-found"];
    let mut t = Table::new(w, w.text("t-differs"), &heads);
    for d in differs.iter().take(limit(book)) {
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
    t.note = left(book, differs.len());
    t
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
            fields = d.maker.needs.iter().map(Field::as_str).collect();
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
    t.note = left(book, open.len());
    section(book, "unknown", vec![Block::Says(says), Block::Table(t)])
}
