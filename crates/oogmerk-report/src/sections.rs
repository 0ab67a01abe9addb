//! The sections of the standing report: makers, brands, kinds, places, outside, isolation, rules, declared against
//! found, what is open, what was looked at, and the lists behind the numbers.

use crate::book::{Book, concluded, isolation_name, unknown};
use crate::compared::{declared, open_questions};
use crate::hostile::{Html, anchor};
use crate::language::ListWord;
use crate::marks;
use crate::svg::{self, Bar, Labels};
use crate::view::{Block, DeviceList, Section, Table};
use crate::words::Arg;
use oogmerk_model::{Conclusion, Count, Device, OutsideContact, RuleBroken, Timestamp, Transport};
use std::collections::{BTreeMap, HashMap};

/// How many rows a table of the site holds before it points to the list page.
const SITE_ROWS: usize = 200;

pub(crate) fn limit(book: &Book<'_>) -> usize {
    match book.links {
        crate::book::Links::File { rows, .. } => rows,
        crate::book::Links::Site { .. } => SITE_ROWS,
    }
}

/// All sections, in order.
pub(crate) fn sections(book: &Book<'_>) -> Vec<Section> {
    if crate::overview::nothing(book) {
        return vec![declared(book), windows(book)];
    }
    let mut out = vec![
        makers(book),
        brands(book),
        kinds(book),
        places(book),
        outside(book),
        isolation(book),
        rules(book),
    ];
    out.extend([declared(book), open_questions(book), windows(book)]);
    if matches!(book.links, crate::book::Links::File { .. }) {
        out.push(lists(book));
        out.push(device_table(book));
    }
    out
}

pub(crate) fn section(book: &Book<'_>, id: &str, blocks: Vec<Block>) -> Section {
    Section { id: id.to_owned(), title: Html::own(&book.words.text(&format!("h-{id}"))), blocks }
}

/// `27` or `27–31`.
fn range(book: &Book<'_>, low: u64, high: u64) -> String {
    if high > low {
        format!("{}–{}", book.lang.number(low), book.lang.number(high))
    } else {
        book.lang.number(low)
    }
}

fn settles(book: &Book<'_>, texts: &[String]) -> Html {
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

fn makers(book: &Book<'_>) -> Section {
    let w = book.words;
    let m = &book.standing.by_maker;
    let focus: Vec<&str> = book.focus().iter().map(|r| r.key.as_str()).collect();
    let rows: Vec<_> = m.rows.iter().filter(|r| !unknown(&r.key)).collect();
    let mut blocks = Vec::new();
    if let Some(a) = crate::overview::against(book) {
        blocks.push(Block::Says(w.html(
            "makers-says",
            &[
                ("low", Arg::N(a.proved)),
                ("high", Arg::N(a.at_most)),
                ("names", Arg::T(&a.names)),
                ("range", Arg::T(&range(book, a.proved, a.at_most))),
            ],
            &[],
        )));
    }
    let bars: Vec<Bar> = rows
        .iter()
        .take(12)
        .map(|r| Bar {
            label: book.label(&r.key).to_owned(),
            proved: r.proved,
            at_most: r.at_most.max(r.proved),
            shown: range(book, r.proved, r.at_most),
            heavy: focus.contains(&r.key.as_str()),
        })
        .collect();
    let title = match rows.first() {
        Some(r) => {
            let name = crate::hostile::neutral(book.label(&r.key), '·', Some(40));
            w.say(
                "picture-makers",
                &[("name", Arg::T(&name)), ("n", Arg::N(r.proved)), ("makers", Arg::N(rows.len() as u64))],
            )
        }
        None => w.text("picture-makers-none"),
    };
    if !bars.is_empty() {
        blocks
            .push(Block::Figure(svg::bars(&title, Labels::Short, &bars), Html::own(&w.text("bars-caption"))));
    }
    let mut other_name: HashMap<&str, u64> = HashMap::new();
    for (brand, maker, ids) in &book.standing.brand_to_maker {
        if book.differs(brand, maker) {
            *other_name.entry(maker.as_str()).or_default() += ids.len() as u64;
        }
    }
    let mut table = Table::new(
        w,
        w.text("t-makers"),
        &["col-maker", "#col-proved", "#col-at-most", "#col-other-name", "col-settles"],
    );
    for r in rows.iter().take(limit(book)) {
        table.row(
            String::new(),
            vec![
                Html::hostile(book.label(&r.key)),
                book.counted(r.proved, "maker", &r.key),
                Html::own(&book.lang.number(r.at_most.max(r.proved))),
                Html::own(&book.lang.number(other_name.get(r.key.as_str()).copied().unwrap_or(0))),
                settles(book, &r.settles),
            ],
        );
    }
    for (state, n) in [("contested", m.contested), ("undecided", m.undecided)] {
        if n > 0 {
            let word = Html::own(&w.word("verdict", state));
            let none = || Html::own("–");
            table.row(
                String::new(),
                vec![
                    marks::mark(state, state, &word),
                    book.counted(n, "verdict", state),
                    none(),
                    none(),
                    none(),
                ],
            );
        }
    }
    table.note = Html::own(&w.text("makers-note"));
    blocks.push(Block::Table(table));
    section(book, "makers", blocks)
}

fn brands(book: &Book<'_>) -> Section {
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
    let mut table = Table::new(w, w.text("t-flow"), &["col-brand", "col-maker", "#col-devices"]);
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
        table.row(
            String::new(),
            vec![b, m, book.counted(ids.len() as u64, "brand+maker", &format!("{brand}\u{1f}{maker}"))],
        );
    }
    blocks.push(Block::Table(table));
    blocks.push(Block::Table(count_table(book, &book.standing.by_brand, "t-brands", "col-brand", "brand")));
    section(book, "brands", blocks)
}

fn count_table(book: &Book<'_>, count: &Count, caption: &str, column: &str, facet: &str) -> Table {
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
    let open = count.undecided + count.contested;
    if open > 0 {
        table.note = w.html("count-open", &[("n", Arg::N(open))], &[]);
    }
    table
}

fn kinds(book: &Book<'_>) -> Section {
    let [c, r, o] = book.groups();
    let says = book.words.html(
        "kinds-says",
        &[("cameras", Arg::N(c)), ("recorders", Arg::N(r)), ("others", Arg::N(o))],
        &[],
    );
    let table = count_table(book, &book.standing.by_kind, "t-kinds", "col-kind", "kind");
    section(book, "kinds", vec![Block::Says(says), Block::Table(table)])
}

fn places(book: &Book<'_>) -> Section {
    let w = book.words;
    let sites = book.site_count();
    if sites == 0 {
        return section(book, "places", vec![Block::Says(Html::own(&w.text("where-none")))]);
    }
    let mut blocks = vec![Block::Says(w.html("places-says", &[("sites", Arg::N(sites))], &[]))];
    let departments: Vec<_> = book.departments().into_iter().filter(|(d, ..)| !d.is_empty()).collect();
    if !departments.is_empty() {
        let mut t = Table::new(
            w,
            w.text("t-departments"),
            &["col-department", "#col-cameras", "#col-recorders", "#col-devices"],
        );
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
        blocks.push(Block::Table(t));
    }
    let mut t = Table::new(
        w,
        w.text("t-places"),
        &["col-place", "col-department", "#col-cameras", "#col-recorders", "#col-devices"],
    );
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
    blocks.push(Block::Table(t));
    section(book, "places", blocks)
}

fn figure(book: &Book<'_>, n: u64) -> Html {
    Html::own(&book.lang.number(n))
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

fn between(book: &Book<'_>, first: Option<Timestamp>, last: Option<Timestamp>) -> Html {
    let m = |t: Timestamp| book.lang.moment(t);
    match (first, last) {
        (Some(a), Some(b)) if a != b => Html::own(&format!("{} – {}", m(a), m(b))),
        (Some(a), _) | (None, Some(a)) => Html::own(&m(a)),
        (None, None) => Html::own("–"),
    }
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

fn outside(book: &Book<'_>) -> Section {
    let w = book.words;
    let all: Vec<(&str, &OutsideContact)> = book
        .standing
        .outside
        .iter()
        .flat_map(|o| o.contacts.iter().map(|c| (o.device.as_str(), c)))
        .collect();
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
    let answered =
        book.standing.outside.iter().filter(|o| o.contacts.iter().any(|c| c.answered)).count() as u64;
    let says = w.html(
        "outside-says",
        &[
            ("n", Arg::N(book.standing.outside.len() as u64)),
            ("measured", Arg::N(measured)),
            ("answered", Arg::N(answered)),
        ],
        &[("n", book.list_href("isolation", "leaking"))],
    );
    let mut table = contact_table(book, "t-outside", &all, true);
    let note = Html::own(&w.text("outside-note"));
    table.note = if table.note.is_empty() { note } else { Html(format!("{} {note}", table.note)) };
    let mut blocks = vec![Block::Says(says), Block::Table(table)];
    let via: Vec<_> = book.devices().flat_map(|d| d.outside_via.iter().map(move |v| (d, v))).collect();
    if !via.is_empty() {
        let mut t = Table::new(
            w,
            w.text("t-via"),
            &["col-device", "col-through", "col-how", "col-asked-name", "col-whose"],
        );
        for (d, v) in via.iter().take(limit(book)) {
            let how = serde_word(v.how);
            t.row(
                String::new(),
                vec![
                    book.device_link(&d.id),
                    Html(format!("<span class=\"mono\">{}</span>", v.through)),
                    Html::own(&w.word("via", how)),
                    v.name.as_deref().map_or_else(|| Html::own(&w.text("no-name")), Html::hostile),
                    v.cloud.as_deref().map_or_else(|| Html::own("–"), Html::hostile),
                ],
            );
        }
        t.note = Html::own(&w.text("via-note"));
        blocks.push(Block::Table(t));
    }
    section(book, "outside", blocks)
}

pub(crate) fn serde_word(how: oogmerk_model::ViaHow) -> &'static str {
    use oogmerk_model::ViaHow;
    match how {
        ViaHow::Resolver => "resolver",
        ViaHow::Proxy => "proxy",
        ViaHow::Relay => "relay",
        ViaHow::Recorder => "recorder",
    }
}

fn isolation(book: &Book<'_>) -> Section {
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
    let mut missing: BTreeMap<&str, u64> = BTreeMap::new();
    for i in book.standing.devices.iter().filter_map(|d| d.isolation.as_ref()) {
        for m in &i.missing {
            *missing.entry(m).or_default() += 1;
        }
    }
    let mut blocks = vec![Block::Says(if leaking + isolated + unproven == 0 {
        Html::own(&w.text("inside-unmeasured"))
    } else {
        w.html(
            "inside",
            &[
                ("isolated", Arg::N(isolated)),
                ("leaking", Arg::N(leaking)),
                ("unproven", Arg::N(unproven)),
                ("measured", Arg::N(leaking + isolated + unproven)),
            ],
            &[],
        )
    })];
    blocks.push(Block::Table(t));
    if !missing.is_empty() {
        let mut rows: Vec<_> = missing.into_iter().collect();
        rows.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let mut t = Table::new(w, w.text("t-missing"), &["col-missing", "#col-devices"]);
        for (code, n) in rows {
            t.row(String::new(), vec![Html::own(&w.word("missing", code)), figure(book, n)]);
        }
        blocks.push(Block::Table(t));
    }
    blocks.push(Block::Prov(Html::own(&w.text("isolation-note"))));
    section(book, "isolation", blocks)
}

/// Text of the data without the full stop at its end: the sentence it is put into has its own.
pub(crate) fn unstopped(text: &str) -> &str {
    text.trim_end().trim_end_matches('.')
}

/// Name, who is bound, since when, where it is written: as the policy file gives them.
pub(crate) fn rule_facts(book: &Book<'_>, r: &RuleBroken) -> Html {
    let w = book.words;
    let since = book.lang.day(&r.since);
    let mut out = Vec::new();
    if !r.binds.is_empty() {
        out.push(w.html("rule-binds", &[("who", Arg::X(unstopped(&r.binds)))], &[]));
    }
    if !r.since.is_empty() {
        out.push(w.html("rule-since", &[("since", Arg::X(&since))], &[]));
    }
    if !r.legal_reference.is_empty() {
        out.push(w.html("rule-written", &[("where", Arg::X(unstopped(&r.legal_reference)))], &[]));
    }
    if !r.source.is_empty() {
        out.push(w.html("rule-source", &[("source", Arg::X(unstopped(&r.source)))], &[]));
    }
    Html::join(&out, " ")
}

fn rules(book: &Book<'_>) -> Section {
    let w = book.words;
    let s = book.standing;
    if s.rules.is_empty() {
        return section(book, "rules", vec![Block::Says(Html::own(&w.text("rules-none")))]);
    }
    let mut blocks = vec![Block::Says(w.html(
        "rules-says",
        &[
            ("rules", Arg::N(s.rules.len() as u64)),
            ("broken", Arg::N(book.rules_broken())),
            ("n", Arg::N(book.breaking_count())),
        ],
        &[],
    ))];
    let mut t = Table::new(
        w,
        w.text("t-rules"),
        &[
            "col-rule",
            "#conclusion-breaks",
            "#conclusion-clear",
            "#conclusion-undecided",
            "#conclusion-contested",
            "col-severity",
        ],
    );
    let mut rules: Vec<&RuleBroken> = book.rules.iter().collect();
    rules.sort_by(|a, b| {
        concluded(b, Conclusion::Breaks)
            .cmp(&concluded(a, Conclusion::Breaks))
            .then(b.severity.cmp(&a.severity))
            .then(a.rule.cmp(&b.rule))
    });
    for r in &rules {
        let cell = |c: Conclusion| {
            let n = concluded(r, c);
            book.counted(n, "rule+conclusion", &format!("{}\u{1f}{}", r.rule, marks::conclusion(c)))
        };
        let name = linked_hostile(&r.name, &format!("#{}", anchor("rule", &r.rule)));
        t.row(
            String::new(),
            vec![
                if concluded(r, Conclusion::Breaks) > 0 {
                    marks::mark_hidden("breaks", "breaks", &w.text("conclusion-breaks"), &name)
                } else {
                    name
                },
                cell(Conclusion::Breaks),
                cell(Conclusion::Clear),
                cell(Conclusion::Undecided),
                cell(Conclusion::Contested),
                Html::own(&w.word("severity", severity(r.severity))),
            ],
        );
    }
    t.note = Html::own(&w.text("rules-note"));
    blocks.push(Block::Table(t));
    for r in rules {
        blocks.push(Block::Heading(anchor("rule", &r.rule), Html::hostile(&r.name)));
        blocks.push(Block::Prov(rule_facts(book, r)));
        if let Some(ids) = r
            .devices
            .iter()
            .find(|(c, _)| *c == Conclusion::Breaks)
            .map(|(_, ids)| ids)
            .filter(|i| !i.is_empty())
        {
            let names: Vec<Html> = ids.iter().take(40).map(|id| book.device_link(id)).collect();
            let mut line = w.html(
                "rule-devices",
                &[("n", Arg::N(ids.len() as u64))],
                &[("n", book.list_href("rule+conclusion", &format!("{}\u{1f}breaks", r.rule)))],
            );
            line.0.push(' ');
            line.0.push_str(Html::join(&names, ", ").as_str());
            if ids.len() > 40 {
                line.0.push_str(", …");
            }
            blocks.push(Block::List(vec![line]));
        }
    }
    section(book, "rules", blocks)
}

fn linked_hostile(text: &str, href: &str) -> Html {
    Html(format!("<a href=\"{}\">{}</a>", Html::own(href), Html::hostile(text)))
}

pub(crate) const fn severity(s: oogmerk_model::Severity) -> &'static str {
    use oogmerk_model::Severity;
    match s {
        Severity::Info => "info",
        Severity::Low => "low",
        Severity::Medium => "medium",
        Severity::High => "high",
        Severity::Critical => "critical",
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

/// What was looked at, and who else was seen: counts only.
fn windows(book: &Book<'_>) -> Section {
    let w = book.words;
    let s = book.standing;
    let mut blocks = Vec::new();
    if s.windows.is_empty() {
        blocks.push(Block::Says(Html::own(&w.text("unseen-no-traffic"))));
    } else {
        let from = s.windows.iter().filter_map(|x| x.from).min();
        let to = s.windows.iter().filter_map(|x| x.to).max();
        let frames: u64 = s.windows.iter().map(|x| x.frames).sum();
        let (a, b) = (from.map(|t| book.lang.day(&t.day())), to.map(|t| book.lang.day(&t.day())));
        let key = match (&a, &b) {
            (Some(a), Some(b)) if a != b => "windows-says",
            (Some(_), _) => "windows-says-day",
            _ => "windows-says-undated",
        };
        blocks.push(Block::Says(w.html(
            key,
            &[
                ("n", Arg::N(s.windows.len() as u64)),
                ("frames", Arg::N(frames)),
                ("from", Arg::T(a.as_deref().unwrap_or_default())),
                ("to", Arg::T(b.as_deref().unwrap_or_default())),
            ],
            &[],
        )));
        let mut t = Table::new(
            w,
            w.text("t-windows"),
            &["col-input", "col-window", "#col-length", "#col-frames", "#col-dropped", "col-limits"],
        );
        for x in s.windows.iter().take(limit(book)) {
            let name = x.source.file.as_deref().or(x.vantage.as_deref()).unwrap_or_default();
            let length = match (x.from, x.to) {
                (Some(a), Some(b)) => book.lang.duration(b.seconds_since(a)),
                _ => "–".to_owned(),
            };
            let mut limits = Vec::new();
            match x.sampled {
                1 => {}
                0 => limits.push(w.text("limit-sampling-unknown")),
                n => limits.push(w.say("limit-sampled", &[("n", Arg::N(u64::from(n)))])),
            }
            if x.flows_only {
                limits.push(w.text("limit-flows-only"));
            }
            if x.evicted_flows > 0 {
                limits.push(w.say("limit-evicted", &[("n", Arg::N(x.evicted_flows))]));
            }
            t.row(
                String::new(),
                vec![
                    Html::hostile(name),
                    between(book, x.from, x.to),
                    Html::own(&length),
                    figure(book, x.frames),
                    x.dropped.map_or_else(|| Html::own(&w.text("no-counter")), |n| figure(book, n)),
                    Html::own(&limits.join("; ")),
                ],
            );
        }
        t.note = Html::own(&w.text("times-utc"));
        blocks.push(Block::Table(t));
    }
    let others: u64 = s.bystanders.iter().map(|b| b.count).sum();
    if others > 0 {
        let kinds: Vec<String> =
            s.bystanders.iter().filter(|b| b.count > 0).map(|b| w.many("kinds", &b.kind, b.count)).collect();
        blocks.push(Block::Heading("bystanders".into(), Html::own(&w.text("h-bystanders"))));
        blocks.push(Block::List(vec![w.html(
            "bystanders",
            &[("n", Arg::N(others)), ("kinds", Arg::T(&book.lang.list(&kinds, ListWord::And)))],
            &[],
        )]));
    }
    section(book, "windows", blocks)
}

/// The lists that numbers lead to.
fn lists(book: &Book<'_>) -> Section {
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

fn device_table(book: &Book<'_>) -> Section {
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

/// For tables of contents: anchor and heading.
pub(crate) fn contents(sections: &[Section]) -> Vec<(String, Html)> {
    sections.iter().map(|s| (s.id.clone(), s.title.clone())).collect()
}
