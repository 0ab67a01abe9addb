//! The opening of the report and of the site: the answer in one sentence, five questions with their pictures, what is
//! not known and what could not be seen.

use crate::book::{Book, concluded, unknown};
use crate::hostile::Html;
use crate::marks;
use crate::svg::{self, Bar, Labels, Node, Part, Sides, Stream};
use crate::view::{Block, OverviewView, Question, Section};
use crate::words::Arg;
use crate::writing::ListWord;
use oogmerk_model::{Conclusion, DeviationKind};
use std::collections::BTreeMap;

/// The makers the page is about, what the label says of them, what the evidence says.
pub(crate) struct Against {
    /// `Dahua of Hikvision`.
    pub names: String,
    /// By label.
    pub label: u64,
    /// Proved.
    pub proved: u64,
    /// At most.
    pub at_most: u64,
}

pub(crate) fn against(book: &Book<'_>) -> Option<Against> {
    let focus = book.focus();
    if focus.is_empty() {
        return None;
    }
    let s = book.standing;
    let names: Vec<String> =
        focus.iter().map(|r| crate::hostile::neutral(book.label(&r.key), '·', Some(40))).collect();
    let label = s
        .by_brand
        .rows
        .iter()
        .filter(|b| focus.iter().any(|m| book.same(&m.key, &b.key)))
        .map(|b| b.proved)
        .sum();
    let proved: u64 = focus.iter().map(|r| r.proved).sum();
    // One undecided device can be of one of them only once.
    let at_most = focus
        .iter()
        .map(|r| r.at_most.max(r.proved))
        .sum::<u64>()
        .min(proved + s.by_maker.undecided + s.by_maker.contested);
    Some(Against { names: book.lang.list(&names, ListWord::Or), label, proved, at_most: at_most.max(proved) })
}

/// Whether there is nothing to say: no devices and no counts (below a disclosure level there are counts only).
pub(crate) fn nothing(book: &Book<'_>) -> bool {
    let s = book.standing;
    s.devices.is_empty() && s.by_kind.rows.is_empty() && s.by_maker.rows.is_empty()
}

pub(crate) fn overview(book: &Book<'_>) -> OverviewView {
    let w = book.words;
    let s = book.standing;
    let title = if s.body.is_empty() {
        Html::own(&w.text("title-nobody"))
    } else {
        w.html("title-body", &[("body", Arg::X(&s.body))], &[])
    };
    if nothing(book) {
        return OverviewView {
            title,
            lead: Html::own(&w.text("lead-empty")),
            prov: Html::own(&w.text("lead-empty-next")),
            questions: Vec::new(),
            pairs: vec![unseen(book)],
        };
    }
    let mut lead = vec![lead_count(book)];
    if let Some(a) = against(book) {
        lead.push(says_against(book, &a));
    }
    let outside = s.outside.len() as u64;
    if outside > 0 {
        lead.push(w.html(
            "lead-outside",
            &[("n", Arg::N(outside))],
            &[("outside", book.section_href("outside"))],
        ));
    }
    OverviewView {
        title,
        lead: Html::join(&lead, " "),
        prov: lead_prov(book),
        questions: vec![how_many(book), who_made(book), where_they_hang(book), inside(book), rules(book)],
        pairs: vec![unknowns(book), unseen(book)],
    }
}

fn lead_count(book: &Book<'_>) -> Html {
    let [cameras, recorders, _] = book.groups();
    book.words.html(
        "lead-count",
        &[
            ("cameras", Arg::N(cameras)),
            ("recorders", Arg::N(recorders)),
            ("sites", Arg::N(book.site_count())),
        ],
        &[
            ("cameras", book.list_href("group", "camera")),
            ("recorders", book.list_href("group", "recorder")),
            ("sites", book.section_href("places")),
        ],
    )
}

fn says_against(book: &Book<'_>, a: &Against) -> Html {
    book.words.html(
        "lead-label",
        &[("label", Arg::N(a.label)), ("maker", Arg::N(a.proved)), ("names", Arg::T(&a.names))],
        &[("label", book.section_href("brands")), ("maker", book.section_href("makers"))],
    )
}

fn lead_prov(book: &Book<'_>) -> Html {
    let s = book.standing;
    let open = s.by_maker.undecided + s.by_maker.contested;
    let mut out = Vec::new();
    if open > 0 {
        let a = against(book);
        let (low, high) = a.as_ref().map_or((0, 0), |a| (a.proved, a.at_most));
        let key = if high > low { "lead-open-range" } else { "lead-open" };
        out.push(book.words.html(
            key,
            &[("n", Arg::N(open)), ("low", Arg::N(low)), ("high", Arg::N(high))],
            &[("open", book.section_href("unknown"))],
        ));
    }
    out.push(book.words.html("lead-unseen", &[], &[("unseen", book.section_href("unseen"))]));
    Html::join(&out, " ")
}

fn how_many(book: &Book<'_>) -> Question {
    let w = book.words;
    let s = book.standing;
    let [cameras, recorders, others] = book.groups();
    let count = |kind| s.deviations.iter().filter(|d| d.kind == kind).count() as u64;
    let (only_declared, only_found) =
        (count(DeviationKind::DeclaredNotFound), count(DeviationKind::FoundNotDeclared));
    let both = s.declared.iter().filter(|d| d.device.is_some()).count() as u64;
    let compared = !s.declared.is_empty();
    let says = w.html(
        "how-many",
        &[("cameras", Arg::N(cameras)), ("recorders", Arg::N(recorders)), ("others", Arg::N(others))],
        &[
            ("cameras", book.list_href("group", "camera")),
            ("recorders", book.list_href("group", "recorder")),
            ("others", book.list_href("group", "other")),
        ],
    );
    let prov = if compared {
        w.html(
            "how-many-declared",
            &[("both", Arg::N(both)), ("found", Arg::N(only_found)), ("declared", Arg::N(only_declared))],
            &[("declared", book.section_href("declared-only")), ("found", book.section_href("found-only"))],
        )
    } else {
        Html::own(&w.text("how-many-no-list"))
    };
    let picture = if compared {
        let title = w.say(
            "picture-declared",
            &[("both", Arg::N(both)), ("found", Arg::N(only_found)), ("declared", Arg::N(only_declared))],
        );
        let part = |key: &str, n: u64, class| Part {
            label: w.text(key),
            count: n,
            shown: book.lang.number(n),
            class,
        };
        svg::divided(
            &title,
            &[
                part("part-both", both, "c1"),
                part("part-found", only_found, "c3"),
                part("part-declared", only_declared, "dash"),
            ],
        )
    } else {
        let rows: Vec<Bar> = s
            .by_kind
            .rows
            .iter()
            .take(7)
            .map(|r| Bar {
                label: w.word("kind", &r.key),
                proved: r.proved,
                at_most: r.proved,
                shown: book.lang.number(r.proved),
                heavy: false,
            })
            .collect();
        svg::bars(&w.text("picture-kinds"), Labels::Short, &rows)
    };
    Question {
        title: w.text("q-how-many"),
        says,
        provs: vec![prov],
        links: vec![go(book, "kinds", "go-kinds"), go(book, "declared", "go-declared")],
        picture,
        caption: Html::default(),
    }
}

fn who_made(book: &Book<'_>) -> Question {
    let w = book.words;
    let m = &book.standing.by_maker;
    let says = match against(book) {
        Some(a) => w.html(
            "who-made",
            &[("label", Arg::N(a.label)), ("maker", Arg::N(a.proved)), ("names", Arg::T(&a.names))],
            &[("label", book.section_href("brands")), ("maker", book.section_href("makers"))],
        ),
        None => Html::own(&w.text("who-made-none")),
    };
    let mut marks_line = Vec::new();
    for (state, n) in [("contested", m.contested), ("undecided", m.undecided)] {
        if n > 0 {
            let word = w.html(
                &format!("makers-{state}"),
                &[("n", Arg::N(n))],
                &[("list", book.list_href("verdict", state))],
            );
            marks_line.push(marks::mark(state, state, &word));
        }
    }
    let decided: u64 = m.rows.iter().filter(|r| !unknown(&r.key)).map(|r| r.proved).sum();
    marks_line.push(w.html("makers-decided", &[("n", Arg::N(decided))], &[]));
    let (picture, dark) = flow(book);
    let caption = if dark > 0 {
        Html(format!("<i class=\"key\"></i>{}", w.html("flow-caption", &[("n", Arg::N(dark))], &[])))
    } else {
        Html::default()
    };
    Question {
        title: w.text("q-who-made"),
        says,
        provs: vec![Html::join(&marks_line, " &nbsp; ")],
        links: vec![
            go(book, "makers", "go-makers"),
            go(book, "brands", "go-brands"),
            go(book, "unknown", "go-unknown"),
        ],
        picture,
        caption,
    }
}

/// The flow picture, and how many devices bear another name than their maker's.
pub(crate) fn flow(book: &Book<'_>) -> (Html, u64) {
    const SIDE: usize = 11;
    let w = book.words;
    let all: Vec<(&str, &str, u64)> = book
        .flows
        .iter()
        .map(|(b, m, ids)| (b.as_str(), m.as_str(), ids.len() as u64))
        .filter(|(_, _, n)| *n > 0)
        .collect();
    let dark = all.iter().filter(|(b, m, _)| book.differs(b, m)).map(|(_, _, n)| n).sum();
    if all.is_empty() {
        return (Html::default(), 0);
    }
    let focus: Vec<&str> = book.focus().iter().map(|r| r.key.as_str()).collect();
    let is_focus = |m: &str| focus.iter().any(|f| book.same(f, m));
    let mut makers: BTreeMap<&str, u64> = BTreeMap::new();
    for (_, m, n) in &all {
        *makers.entry(if unknown(m) { "" } else { m }).or_default() += n;
    }
    let mut right: Vec<(&str, u64)> = makers.into_iter().collect();
    right.sort_by(|a, b| a.0.is_empty().cmp(&b.0.is_empty()).then(b.1.cmp(&a.1)).then(a.0.cmp(b.0)));
    let rest_right = right.len() > SIDE;
    if rest_right {
        // Who the page is about is never folded into "other", nor is what is not known.
        let mut kept: Vec<(&str, u64)> = Vec::new();
        for (i, r) in right.iter().enumerate() {
            if i < SIDE - 2 || r.0.is_empty() || is_focus(r.0) {
                kept.push(*r);
            }
        }
        right = kept;
    }
    let other_right = right.len();
    let right_of = |m: &str| {
        let m = if unknown(m) { "" } else { m };
        right.iter().position(|(k, _)| *k == m).unwrap_or(other_right)
    };
    let mut brands: BTreeMap<&str, (u64, usize, u64)> = BTreeMap::new();
    for (b, m, n) in &all {
        let e = brands.entry(if unknown(b) { "" } else { b }).or_insert((0, usize::MAX, 0));
        e.0 += n;
        if *n > e.2 {
            (e.1, e.2) = (right_of(m), *n);
        }
    }
    let mut left: Vec<(&str, u64, usize)> = brands.into_iter().map(|(b, (n, r, _))| (b, n, r)).collect();
    left.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let rest_left = left.len() > SIDE + 2;
    left.truncate(SIDE + 2);
    left.sort_by(|a, b| {
        a.0.is_empty().cmp(&b.0.is_empty()).then(a.2.cmp(&b.2)).then(b.1.cmp(&a.1)).then(a.0.cmp(b.0))
    });
    let other_left = left.len();
    let left_of = |b: &str| {
        let b = if unknown(b) { "" } else { b };
        left.iter().position(|(k, _, _)| *k == b).unwrap_or(other_left)
    };
    let mut streams: BTreeMap<(usize, usize, &'static str), u64> = BTreeMap::new();
    for (b, m, n) in &all {
        let class = match () {
            () if unknown(m) => "unknown",
            () if book.differs(b, m) => "c1",
            () if is_focus(m) => "c3",
            () => "c6",
        };
        *streams.entry((left_of(b), right_of(m), class)).or_default() += n;
    }
    let streams: Vec<Stream> =
        streams.into_iter().map(|((from, to, class), count)| Stream { from, to, count, class }).collect();
    let number = |n| book.lang.number(n);
    let sum = |f: &dyn Fn(&Stream) -> bool| streams.iter().filter(|s| f(s)).map(|s| s.count).sum::<u64>();
    let mut left_nodes: Vec<Node> = left
        .iter()
        .map(|(b, n, _)| Node {
            label: if b.is_empty() { w.text("flow-no-label") } else { book.label(b).to_owned() },
            shown: number(*n),
            heavy: false,
        })
        .collect();
    if rest_left {
        left_nodes.push(Node {
            label: w.text("flow-others"),
            shown: number(sum(&|s| s.from == other_left)),
            heavy: false,
        });
    }
    let mut right_nodes: Vec<Node> = right
        .iter()
        .map(|(m, n)| Node {
            label: if m.is_empty() { w.text("flow-unknown") } else { book.label(m).to_owned() },
            shown: number(*n),
            heavy: !m.is_empty() && is_focus(m),
        })
        .collect();
    if rest_right {
        right_nodes.push(Node {
            label: w.text("flow-others"),
            shown: number(sum(&|s| s.to == other_right)),
            heavy: false,
        });
    }
    let title = match against(book) {
        Some(a) => w.say(
            "picture-flow",
            &[("label", Arg::N(a.label)), ("maker", Arg::N(a.proved)), ("names", Arg::T(&a.names))],
        ),
        None => w.text("picture-flow-plain"),
    };
    let sides = Sides { left: &w.text("flow-left"), right: &w.text("flow-right") };
    (svg::flow(&title, &sides, &left_nodes, &right_nodes, &streams), dark)
}

fn where_they_hang(book: &Book<'_>) -> Question {
    let w = book.words;
    let departments: Vec<_> = book.departments().into_iter().filter(|(d, _, _)| !d.is_empty()).collect();
    let named: Vec<_> = book.sites().into_iter().filter(|(p, _, _)| !p.is_empty()).collect();
    let (rows, facet) =
        if departments.len() > 1 { (departments, "department") } else { (named.clone(), "place") };
    let unplaced: u64 = book.sites().iter().filter(|(p, _, _)| p.is_empty()).map(|(_, c, r)| c + r).sum();
    let mut provs = Vec::new();
    let (says, picture) = if named.is_empty() {
        (Html::own(&w.text("where-none")), Html::default())
    } else {
        let top: Vec<Html> = rows
            .iter()
            .take(3)
            .map(|(name, c, r)| {
                let href = book.list_href(facet, name);
                w.html("where-top", &[("name", Arg::X(name)), ("n", Arg::N(c + r))], &[("n", href)])
            })
            .collect();
        let says = w.html(
            "where",
            &[("sites", Arg::N(named.len() as u64))],
            &[("sites", book.section_href("places"))],
        );
        let bars: Vec<Bar> = rows
            .iter()
            .take(8)
            .map(|(name, c, r)| Bar {
                label: (*name).to_owned(),
                proved: c + r,
                at_most: c + r,
                shown: book.lang.number(c + r),
                heavy: false,
            })
            .collect();
        let says = Html(format!("{says} {}", w.html("where-most", &[], &[]))).joined(&top);
        let title = match rows.first() {
            Some((name, c, r)) => w.say("picture-places", &[("name", Arg::X(name)), ("n", Arg::N(c + r))]),
            None => String::new(),
        };
        (says, svg::bars(&title, Labels::Short, &bars))
    };
    if unplaced > 0 {
        provs.push(w.html(
            "where-unplaced",
            &[("n", Arg::N(unplaced))],
            &[("list", book.list_href("place", ""))],
        ));
    }
    Question {
        title: w.text("q-where"),
        says,
        provs,
        links: vec![go(book, "places", "go-places")],
        picture,
        caption: Html::default(),
    }
}

impl Html {
    /// `self item, item, item.`
    fn joined(self, items: &[Html]) -> Html {
        Html(format!("{self} {}.", Html::join(items, ", ")))
    }
}

fn inside(book: &Book<'_>) -> Question {
    let w = book.words;
    let [leaking, isolated, unproven, unmeasured] = book.isolation();
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
            &[
                ("isolated", book.list_href("isolation", "isolated")),
                ("leaking", book.section_href("outside")),
                ("unproven", book.section_href("isolation")),
            ],
        )
    };
    let mut provs = Vec::new();
    if measured > 0 {
        let line: Vec<Html> = [("leaking", leaking), ("unproven", unproven), ("isolated", isolated)]
            .iter()
            .filter(|(_, n)| *n > 0)
            .map(|(name, n)| {
                let href = book.list_href("isolation", name);
                let word =
                    w.html(&format!("isolation-count-{name}"), &[("n", Arg::N(*n))], &[("list", href)]);
                marks::mark(name, name, &word)
            })
            .collect();
        provs.push(Html::join(&line, " &nbsp; "));
    }
    if unmeasured > 0 && measured > 0 {
        provs.push(w.html(
            "inside-rest",
            &[("n", Arg::N(unmeasured))],
            &[("list", book.list_href("isolation", "unmeasured"))],
        ));
    }
    let title = w.say(
        "picture-inside",
        &[
            ("leaking", Arg::N(leaking)),
            ("isolated", Arg::N(isolated)),
            ("unproven", Arg::N(unproven + unmeasured)),
        ],
    );
    let picture = if measured + unmeasured <= 112 {
        svg::field_of_marks(
            &title,
            &[
                ("leaking", leaking),
                ("unproven", unproven),
                ("unmeasured", unmeasured),
                ("isolated", isolated),
            ],
        )
    } else {
        let part = |name: &str, n, class| Part {
            label: w.word("isolation", name),
            count: n,
            shown: book.lang.number(n),
            class,
        };
        svg::divided(
            &title,
            &[
                part("leaking", leaking, "leak"),
                part("unproven", unproven, "c4"),
                part("unmeasured", unmeasured, "dash"),
                part("isolated", isolated, "safe"),
            ],
        )
    };
    Question {
        title: w.text("q-inside"),
        says,
        provs,
        links: vec![go(book, "outside", "go-outside"), go(book, "isolation", "go-isolation")],
        picture,
        caption: Html::default(),
    }
}

fn rules(book: &Book<'_>) -> Question {
    let w = book.words;
    let s = book.standing;
    let broken = book.rules_broken();
    let says = if s.rules.is_empty() {
        Html::own(&w.text("rules-none"))
    } else {
        w.html(
            "rules-says",
            &[
                ("rules", Arg::N(s.rules.len() as u64)),
                ("broken", Arg::N(broken)),
                ("n", Arg::N(book.breaking_count())),
            ],
            &[("n", book.section_href("rules"))],
        )
    };
    let unclear: u64 = s
        .rules
        .iter()
        .map(|r| concluded(r, Conclusion::Undecided) + concluded(r, Conclusion::Contested))
        .max()
        .unwrap_or(0);
    let provs =
        if unclear > 0 { vec![w.html("rules-unclear", &[("n", Arg::N(unclear))], &[])] } else { Vec::new() };
    let mut rows: Vec<Bar> = book
        .rules
        .iter()
        .map(|r| {
            let breaks = concluded(r, Conclusion::Breaks);
            let open = concluded(r, Conclusion::Undecided) + concluded(r, Conclusion::Contested);
            Bar {
                label: r.name.clone(),
                proved: breaks,
                at_most: breaks + open,
                shown: book.lang.number(breaks),
                heavy: false,
            }
        })
        .filter(|b| b.at_most > 0)
        .collect();
    rows.sort_by(|a, b| b.proved.cmp(&a.proved).then_with(|| a.label.cmp(&b.label)));
    rows.truncate(7);
    let picture = if rows.is_empty() {
        Html::default()
    } else {
        svg::bars(&w.say("picture-rules", &[("n", Arg::N(book.breaking_count()))]), Labels::Long, &rows)
    };
    Question {
        title: w.text("q-rules"),
        says,
        provs,
        links: vec![go(book, "rules", "go-rules")],
        picture,
        caption: Html::default(),
    }
}

fn go(book: &Book<'_>, section: &str, key: &str) -> Html {
    crate::book::linked(&book.words.text(key), &book.section_href(section))
}

/// What is not known, each with what would settle it.
fn unknowns(book: &Book<'_>) -> Section {
    let w = book.words;
    let m = &book.standing.by_maker;
    let mut items = Vec::new();
    for (state, n) in [("undecided", m.undecided), ("contested", m.contested)] {
        if n > 0 {
            items.push(w.html(
                &format!("unknown-maker-{state}"),
                &[("n", Arg::N(n))],
                &[("list", book.list_href("verdict", state))],
            ));
        }
    }
    let mut by_field: BTreeMap<&str, u64> = BTreeMap::new();
    for q in book.standing.questions.iter().filter(|q| q.property == "maker") {
        *by_field.entry(q.field.as_str()).or_default() += 1;
    }
    let mut fields: Vec<_> = by_field.into_iter().collect();
    fields.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    for (field, n) in fields.into_iter().take(3) {
        let what = book.settles(field);
        items.push(Html(format!(
            "{what} <span class=\"muted\">{}</span>",
            w.html("unknown-settles", &[("n", Arg::N(n))], &[])
        )));
    }
    let [_, _, unproven, _] = book.isolation();
    if unproven > 0 {
        items.push(w.html(
            "unknown-isolation",
            &[("n", Arg::N(unproven))],
            &[("list", book.section_href("isolation"))],
        ));
    }
    if items.is_empty() {
        items.push(Html::own(&w.text("unknown-nothing")));
    }
    Section {
        id: "not-known".into(),
        title: Html::own(&w.text("h-not-known")),
        blocks: vec![Block::List(items)],
    }
}

/// What could not be seen, in sentences; the windows stand in their own section.
pub(crate) fn unseen(book: &Book<'_>) -> Section {
    let w = book.words;
    let s = book.standing;
    let mut items = Vec::new();
    if s.windows.is_empty() {
        items.push(Html::own(&w.text("unseen-no-traffic")));
    } else {
        let [_, _, _, unmeasured] = book.isolation();
        if unmeasured > 0 {
            items.push(w.html(
                "unseen-unmeasured",
                &[("n", Arg::N(unmeasured))],
                &[("list", book.list_href("isolation", "unmeasured"))],
            ));
        }
        let no_counter = s.windows.iter().filter(|x| x.dropped.is_none()).count() as u64;
        if no_counter > 0 {
            items.push(w.html(
                "unseen-no-counter",
                &[("n", Arg::N(no_counter))],
                &[("windows", book.section_href("windows"))],
            ));
        }
        let dropped: u64 = s.windows.iter().filter_map(|x| x.dropped).sum();
        if dropped > 0 {
            items.push(w.html(
                "unseen-dropped",
                &[("n", Arg::N(dropped))],
                &[("windows", book.section_href("windows"))],
            ));
        }
        let sampled = s.windows.iter().filter(|x| x.sampled != 1).count() as u64;
        if sampled > 0 {
            items.push(w.html(
                "unseen-sampled",
                &[("n", Arg::N(sampled))],
                &[("windows", book.section_href("windows"))],
            ));
        }
        items.push(Html::own(&w.text("unseen-encrypted")));
    }
    if s.by_maker.not_surveyed_sites > 0 {
        items.push(w.html("unseen-sites", &[("n", Arg::N(s.by_maker.not_surveyed_sites))], &[]));
    }
    let [_, recorders, _] = book.groups();
    if recorders > 0 {
        items.push(w.html("unseen-analogue", &[("n", Arg::N(recorders))], &[]));
    }
    items.push(Html::own(&w.text("unseen-radio")));
    Section { id: "unseen".into(), title: Html::own(&w.text("h-unseen")), blocks: vec![Block::List(items)] }
}
