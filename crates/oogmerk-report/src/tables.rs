//! Tables and cells that several sections and pages have in common: how many rows they hold, how a figure, a range, a
//! device, a contact and a row of a list are written in them.

use crate::book::{Book, Links, unknown};
use crate::hostile::Html;
use crate::marks;
use crate::view::{Block, Section, Table};
use crate::words::Arg;
use oogmerk_model::{
    CitedSource, Count, CountRow, Declared, Device, OutsideContact, Severity, Timestamp, Transport, ViaHow,
};

/// How many rows a table of the site holds before it points to the list page.
const SITE_ROWS: usize = 200;

pub(crate) fn limit(book: &Book<'_>) -> usize {
    match book.links {
        Links::File { rows, .. } => rows,
        Links::Site { .. } => SITE_ROWS,
    }
}

pub(crate) fn section(book: &Book<'_>, id: &str, blocks: Vec<Block>) -> Section {
    Section { id: id.to_owned(), title: Html::own(&book.words.text(&format!("h-{id}"))), blocks }
}

pub(crate) fn figure(book: &Book<'_>, n: u64) -> Html {
    Html::own(&book.lang.number(n))
}

/// `27` or `27–31`.
pub(crate) fn range(book: &Book<'_>, low: u64, high: u64) -> String {
    if high > low {
        format!("{}–{}", book.lang.number(low), book.lang.number(high))
    } else {
        book.lang.number(low)
    }
}

/// `20 + 7`: established, and decided on tested facts; `(≤ 31)` behind it where it can be more.
pub(crate) fn in_parts(book: &Book<'_>, row: &CountRow) -> String {
    let (established, tested) = row.parts();
    let number = |n| book.lang.number(n);
    let parts = format!("{} + {}", number(established), number(tested));
    if row.at_most > row.proved { format!("{parts} (≤ {})", number(row.at_most)) } else { parts }
}

pub(crate) fn between(book: &Book<'_>, first: Option<Timestamp>, last: Option<Timestamp>) -> Html {
    let m = |t: Timestamp| book.lang.moment(t);
    match (first, last) {
        (Some(a), Some(b)) if a != b => Html::own(&format!("{} – {}", m(a), m(b))),
        (Some(a), _) | (None, Some(a)) => Html::own(&m(a)),
        (None, None) => Html::own("–"),
    }
}

pub(crate) fn settles(book: &Book<'_>, texts: &[String]) -> Html {
    let mut out: Vec<Html> = texts
        .iter()
        .take(3)
        .map(|t| {
            // `field of dev-…`, as the register writes it, or any other text.
            match t.split_once(" of ") {
                Some((field, id)) if book.device(id).is_some() => {
                    Html(format!("{}: {}", book.device_link(id), book.settles(field)))
                }
                _ => Html::hostile(t),
            }
        })
        .collect();
    if texts.len() > 3 {
        out.push(book.words.html("and-more", &[("n", Arg::N(texts.len() as u64 - 3))], &[]));
    }
    Html::join(&out, "; ")
}

/// Text of the data without the full stop at its end: the sentence it is put into has its own.
pub(crate) fn unstopped(text: &str) -> &str {
    text.trim_end().trim_end_matches('.')
}

pub(crate) const fn severity(s: Severity) -> &'static str {
    match s {
        Severity::Info => "info",
        Severity::Low => "low",
        Severity::Medium => "medium",
        Severity::High => "high",
        Severity::Critical => "critical",
    }
}

pub(crate) fn serde_word(how: ViaHow) -> &'static str {
    match how {
        ViaHow::Resolver => "resolver",
        ViaHow::Proxy => "proxy",
        ViaHow::Relay => "relay",
        ViaHow::Recorder => "recorder",
    }
}

/// Name, kind, brand, maker, model, address.
pub(crate) fn device_cells(book: &Book<'_>, d: &Device) -> Vec<Html> {
    vec![
        book.device_link(&d.id),
        book.plain_verdict("kind", &d.kind),
        book.plain_verdict("brand", &d.brand),
        book.maker_beside_brand(d),
        book.plain_verdict("model", &d.model),
        address(d),
    ]
}

pub(crate) fn address(d: &Device) -> Html {
    match d.ip.as_slice() {
        [] => match d.mac.first() {
            Some(mac) => Html(format!("<span class=\"mono id\">{mac}</span>")),
            None => Html::own("–"),
        },
        [one] => Html(format!("<span class=\"mono id\">{one}</span>")),
        [one, rest @ ..] => Html(format!(
            "<span class=\"id\"><span class=\"mono\">{one}</span> <span class=\"muted\">+{}</span></span>",
            rest.len()
        )),
    }
}

/// `udp 8800`.
pub(crate) fn port(c: &OutsideContact) -> String {
    let transport = match c.transport {
        Transport::Tcp => "tcp",
        Transport::Udp => "udp",
        Transport::Icmp => return "icmp".to_owned(),
        Transport::Other => "ip",
    };
    format!("{transport} {}", c.port)
}

/// Contacts of one device, or of all.
pub(crate) fn contact_table(
    book: &Book<'_>,
    caption: &str,
    contacts: &[(&str, &OutsideContact)],
    with_device: bool,
) -> Table {
    let w = book.words;
    let mut heads = vec!["col-to", "col-asked-name", "col-whose", "#col-packets", "col-answer", "col-when"];
    if with_device {
        heads.insert(0, "col-device");
    }
    let mut t = Table::new(w, w.text(caption), &heads);
    for (id, c) in contacts.iter().take(limit(book)) {
        let mut cells = Vec::with_capacity(7);
        if with_device {
            cells.push(book.device_link(id));
        }
        cells.push(Html(format!(
            "<span class=\"mono id\">{}</span> <span class=\"muted id\">{}</span>",
            Html::own(&c.ip.to_string()),
            port(c)
        )));
        cells.push(match &c.name {
            Some(n) => Html(format!("<span class=\"mono\">{}</span>", Html::hostile(n))),
            None => Html(format!("<span class=\"muted\">{}</span>", w.text("no-name"))),
        });
        cells.push(match &c.cloud {
            Some(cloud) => Html::hostile(cloud),
            None => marks::mark("undecided", "undecided", &Html::own(&w.text("verdict-undecided"))),
        });
        cells.push(figure(book, c.packets));
        cells.push(if c.answered {
            Html(format!("<span class=\"tag\">{}</span>", w.text("answered")))
        } else {
            Html::own(&w.text("unanswered"))
        });
        cells.push(between(book, c.first, c.last));
        t.row(String::new(), cells);
    }
    if contacts.len() > limit(book) {
        t.note = w.html("rows-left", &[("n", Arg::N((contacts.len() - limit(book)) as u64))], &[]);
    }
    t
}

pub(crate) fn count_table(book: &Book<'_>, count: &Count, caption: &str, column: &str, facet: &str) -> Table {
    let w = book.words;
    let mut table = Table::new(w, w.text(caption), &[column, "#col-proved", "#col-at-most"]);
    for r in count.rows.iter().take(limit(book)) {
        let name = match facet {
            _ if unknown(&r.key) => Html::own(&w.text("verdict-undecided")),
            "kind" => Html::own(&w.word("kind", &r.key)),
            _ => Html::hostile(book.label(&r.key)),
        };
        table.row(
            String::new(),
            vec![
                name,
                book.counted(r.proved, facet, &r.key),
                Html::own(&book.lang.number(r.at_most.max(r.proved))),
            ],
        );
    }
    table.note = open_note(book, count);
    table
}

/// How many have no answer, and of how many it is open whether they belong here.
pub(crate) fn open_note(book: &Book<'_>, count: &Count) -> Html {
    let open = [("count-open", count.undecided + count.contested), ("count-kind-open", count.kind_open)];
    let said: Vec<Html> = open
        .into_iter()
        .filter(|(_, n)| *n > 0)
        .map(|(key, n)| book.words.html(key, &[("n", Arg::N(n))], &[]))
        .collect();
    Html::join(&said, " ")
}

/// What a row says, field by field.
pub(crate) fn declared_fields(book: &Book<'_>, row: &Declared) -> Html {
    let pieces: Vec<Html> = row
        .fields
        .iter()
        .filter(|(_, v)| !v.trim().is_empty())
        .take(6)
        .map(|(k, v)| Html(format!("{} {}", Html::own(&book.words.word("property", k)), Html::hostile(v))))
        .collect();
    Html::join(&pieces, "; ")
}

/// Where a row stands.
pub(crate) fn place_of_row(book: &Book<'_>, row: &Declared) -> Html {
    let s = &row.source;
    book.source(&CitedSource {
        file: s.file.as_deref().map(str::to_owned),
        frame: s.frame,
        line: s.line,
        sheet: s.sheet.as_deref().map(str::to_owned),
        ..Default::default()
    })
}
