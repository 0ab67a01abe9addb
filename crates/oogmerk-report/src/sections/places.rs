//! Where the devices hang: by department and by place.

use crate::book::Book;
use crate::hostile::Html;
use crate::tables::{figure, limit, section};
use crate::view::{Block, Section, Table};
use crate::words::Arg;

pub(crate) fn places(book: &Book<'_>) -> Section {
    let w = book.words;
    let sites = book.site_count();
    if sites == 0 {
        return section(book, "places", vec![Block::Says(Html::own(&w.text("where-none")))]);
    }
    let mut blocks = vec![Block::Says(w.html("places-says", &[("sites", Arg::N(sites))], &[]))];
    blocks.extend(departments_table(book).map(Block::Table));
    blocks.push(Block::Table(places_table(book)));
    section(book, "places", blocks)
}

/// `None` where no department is named.
fn departments_table(book: &Book<'_>) -> Option<Table> {
    let w = book.words;
    let departments: Vec<_> = book.departments().into_iter().filter(|(d, ..)| !d.is_empty()).collect();
    if departments.is_empty() {
        return None;
    }
    let heads = ["col-department", "#col-cameras", "#col-recorders", "#col-devices"];
    let mut t = Table::new(w, w.text("t-departments"), &heads);
    for (name, c, r) in departments.into_iter().take(limit(book)) {
        t.row(
            String::new(),
            vec![
                Html::hostile(name),
                figure(book, c),
                figure(book, r),
                book.counted(c + r, "department", name),
            ],
        );
    }
    Some(t)
}

fn places_table(book: &Book<'_>) -> Table {
    let w = book.words;
    let heads = ["col-place", "col-department", "#col-cameras", "#col-recorders", "#col-devices"];
    let mut t = Table::new(w, w.text("t-places"), &heads);
    let mut rows: Vec<_> = book.standing.places.iter().collect();
    rows.sort_by(|a, b| {
        (b.cameras + b.recorders)
            .cmp(&(a.cameras + a.recorders))
            .then_with(|| (&a.place, &a.department).cmp(&(&b.place, &b.department)))
    });
    for p in rows.into_iter().take(limit(book)) {
        let name =
            if p.place.is_empty() { Html::own(&w.text("place-unknown")) } else { Html::hostile(&p.place) };
        t.row(
            String::new(),
            vec![
                name,
                Html::hostile(&p.department),
                figure(book, p.cameras),
                figure(book, p.recorders),
                book.counted(p.devices.len() as u64, "place", &p.place),
            ],
        );
    }
    t
}
