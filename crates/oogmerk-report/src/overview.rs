//! The opening of the report and of the site: the answer in one sentence, five questions with their pictures, what is
//! not known and what could not be seen.

use crate::book::{Book, concluded, unknown};
use crate::flow::flow;
use crate::hostile::Html;
use crate::marks;
use crate::svg::{self, Bar, Labels, Part};
use crate::view::{Block, OverviewView, Question, Section};
use crate::words::{Arg, Words};
use crate::writing::ListWord;
use oogmerk_model::{Conclusion, CountRow, DeviationKind, RuleBroken};
use std::collections::BTreeMap;

/// The makers the page is about, what the label says of them, what the evidence says.
pub(crate) struct Against {
    /// `Dahua of Hikvision`.
    pub names: String,
    /// By label.
    pub label: u64,
    /// Proved.
    pub proved: u64,
    /// Of these, by proven knowledge alone.
    pub established: u64,
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
    let established: u64 = focus.iter().map(|r| r.parts().0).sum();
    // One open device can be of one of them only once.
    let at_most = focus
        .iter()
        .map(|r| r.at_most.max(r.proved))
        .sum::<u64>()
        .min(proved + s.by_maker.undecided + s.by_maker.contested + s.by_maker.kind_open);
    let names = book.lang.list(&names, ListWord::Or);
    Some(Against { names, label, proved, established, at_most: at_most.max(proved) })
}

impl Against {
    /// The number in two parts, as a sentence; empty where there is nothing to part.
    pub fn parts(&self, words: &Words) -> String {
        if self.proved == 0 {
            return String::new();
        }
        let tested = self.proved - self.established;
        words.say("count-parts", &[("established", Arg::N(self.established)), ("tested", Arg::N(tested))])
    }

    /// A sentence with its number in two parts behind it.
    pub fn parted(&self, says: Html, words: &Words) -> Html {
        let parts = self.parts(words);
        if parts.is_empty() { says } else { Html::join(&[says, Html::own(&parts)], " ") }
    }
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
    let counted = book.words.html(
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
    );
    with_open(book, counted)
}

/// A count of cameras and recorders with what may be either: no number is told as if it were all.
pub(crate) fn with_open(book: &Book<'_>, counted: Html) -> Html {
    let open = [("lead-either", book.either()), ("lead-kind-open", book.kind_open())];
    let open = open.into_iter().filter(|(_, n)| *n > 0);
    let said = open.map(|(key, n)| book.words.html(key, &[("n", Arg::N(n))], &[]));
    Html::join(&std::iter::once(counted).chain(said).collect::<Vec<_>>(), " ")
}

fn says_against(book: &Book<'_>, a: &Against) -> Html {
    let says = book.words.html(
        "lead-label",
        &[("label", Arg::N(a.label)), ("maker", Arg::N(a.proved)), ("names", Arg::T(&a.names))],
        &[("label", book.section_href("brands")), ("maker", book.section_href("makers"))],
    );
    a.parted(says, book.words)
}

fn lead_prov(book: &Book<'_>) -> Html {
    let s = book.standing;
    let open = s.by_maker.undecided + s.by_maker.contested;
    let mut out = Vec::new();
    let (low, high) = against(book).map_or((0, 0), |a| (a.proved, a.at_most));
    if open > 0 || high > low {
        let key = match () {
            () if open == 0 => "lead-range",
            () if high > low => "lead-open-range",
            () => "lead-open",
        };
        out.push(book.words.html(
            key,
            &[("n", Arg::N(open)), ("low", Arg::N(low)), ("high", Arg::N(high))],
            &[("open", book.section_href("unknown"))],
        ));
    }
    out.push(book.words.html("lead-unseen", &[], &[("unseen", book.section_href("unseen"))]));
    Html::join(&out, " ")
}

/// Rows and devices: in both, found only, declared only.
struct Compared {
    both: u64,
    found: u64,
    declared: u64,
}

impl Compared {
    /// `None` where nothing is declared.
    fn of(book: &Book<'_>) -> Option<Self> {
        let s = book.standing;
        let count = |kind| s.deviations.iter().filter(|d| d.kind == kind).count() as u64;
        (!s.declared.is_empty()).then(|| Self {
            both: s.declared.iter().filter(|d| d.device.is_some()).count() as u64,
            found: count(DeviationKind::FoundNotDeclared),
            declared: count(DeviationKind::DeclaredNotFound),
        })
    }

    fn args(&self) -> [(&'static str, Arg<'static>); 3] {
        [("both", Arg::N(self.both)), ("found", Arg::N(self.found)), ("declared", Arg::N(self.declared))]
    }

    fn picture(&self, book: &Book<'_>) -> Html {
        let w = book.words;
        let part = |key: &str, n: u64, class| Part {
            label: w.text(key),
            count: n,
            shown: book.lang.number(n),
            class,
        };
        svg::divided(
            &w.say("picture-declared", &self.args()),
            &[
                part("part-both", self.both, "c1"),
                part("part-found", self.found, "c3"),
                part("part-declared", self.declared, "dash"),
            ],
        )
    }
}

fn how_many(book: &Book<'_>) -> Question {
    let w = book.words;
    let [cameras, recorders, others] = book.groups();
    let says = w.html(
        "how-many",
        &[("cameras", Arg::N(cameras)), ("recorders", Arg::N(recorders)), ("others", Arg::N(others))],
        &[
            ("cameras", book.list_href("group", "camera")),
            ("recorders", book.list_href("group", "recorder")),
            ("others", book.list_href("group", "other")),
        ],
    );
    let says = with_open(book, says);
    let (prov, picture) = match Compared::of(book) {
        Some(compared) => (
            w.html(
                "how-many-declared",
                &compared.args(),
                &[
                    ("declared", book.section_href("declared-only")),
                    ("found", book.section_href("found-only")),
                ],
            ),
            compared.picture(book),
        ),
        None => (Html::own(&w.text("how-many-no-list")), kinds_picture(book)),
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

fn kinds_picture(book: &Book<'_>) -> Html {
    let bar = |r: &CountRow| Bar {
        label: book.words.word("kind", &r.key),
        proved: r.proved,
        at_most: r.proved,
        shown: book.lang.number(r.proved),
        heavy: false,
    };
    let rows: Vec<Bar> = book.standing.by_kind.rows.iter().take(7).map(bar).collect();
    svg::bars(&book.words.text("picture-kinds"), Labels::Short, &rows)
}

fn who_made(book: &Book<'_>) -> Question {
    let w = book.words;
    let m = &book.standing.by_maker;
    let says = match against(book) {
        Some(a) => {
            let says = w.html(
                "who-made",
                &[("label", Arg::N(a.label)), ("maker", Arg::N(a.proved)), ("names", Arg::T(&a.names))],
                &[("label", book.section_href("brands")), ("maker", book.section_href("makers"))],
            );
            a.parted(says, w)
        }
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
    marks_line.push(makers_known(book));
    let (picture, dark) = flow(book, &flow_title(book));
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

/// For how many the maker is known, in two parts.
fn makers_known(book: &Book<'_>) -> Html {
    let rows = || book.standing.by_maker.rows.iter().filter(|r| !unknown(&r.key));
    let [known, established, tested] = [
        rows().map(|r| r.proved).sum(),
        rows().map(|r| r.parts().0).sum(),
        rows().map(|r| r.parts().1).sum(),
    ];
    book.words.html(
        "makers-decided",
        &[("n", Arg::N(known)), ("established", Arg::N(established)), ("tested", Arg::N(tested))],
        &[],
    )
}

/// What the flow picture says.
fn flow_title(book: &Book<'_>) -> String {
    match against(book) {
        Some(a) => {
            let says = book.words.say(
                "picture-flow",
                &[("label", Arg::N(a.label)), ("maker", Arg::N(a.proved)), ("names", Arg::T(&a.names))],
            );
            format!("{says} {}", a.parts(book.words)).trim_end().to_owned()
        }
        None => book.words.text("picture-flow-plain"),
    }
}

fn where_they_hang(book: &Book<'_>) -> Question {
    let w = book.words;
    let named: Vec<_> = book.sites().into_iter().filter(|(p, _, _)| !p.is_empty()).collect();
    let unplaced: u64 = book.sites().iter().filter(|(p, _, _)| p.is_empty()).map(|(_, c, r)| c + r).sum();
    let (says, picture) = if named.is_empty() {
        (Html::own(&w.text("where-none")), Html::default())
    } else {
        places(book, &named)
    };
    let mut provs = Vec::new();
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

/// What is said of the places, and their picture: by department where there are several.
fn places(book: &Book<'_>, named: &[(&str, u64, u64)]) -> (Html, Html) {
    let w = book.words;
    let departments: Vec<_> = book.departments().into_iter().filter(|(d, _, _)| !d.is_empty()).collect();
    let (rows, facet) =
        if departments.len() > 1 { (departments.as_slice(), "department") } else { (named, "place") };
    let top: Vec<Html> = rows
        .iter()
        .take(3)
        .map(|(name, c, r)| {
            let href = book.list_href(facet, name);
            w.html("where-top", &[("name", Arg::X(name)), ("n", Arg::N(c + r))], &[("n", href)])
        })
        .collect();
    let says =
        w.html("where", &[("sites", Arg::N(named.len() as u64))], &[("sites", book.section_href("places"))]);
    let says = Html(format!("{says} {}", w.html("where-most", &[], &[]))).joined(&top);
    let title = match rows.first() {
        Some((name, c, r)) => w.say("picture-places", &[("name", Arg::X(name)), ("n", Arg::N(c + r))]),
        None => String::new(),
    };
    let bar = |(name, c, r): &(&str, u64, u64)| Bar {
        label: (*name).to_owned(),
        proved: c + r,
        at_most: c + r,
        shown: book.lang.number(c + r),
        heavy: false,
    };
    let bars: Vec<Bar> = rows.iter().take(8).map(bar).collect();
    (says, svg::bars(&title, Labels::Short, &bars))
}

impl Html {
    /// `self item, item, item.`
    fn joined(self, items: &[Html]) -> Html {
        Html(format!("{self} {}.", Html::join(items, ", ")))
    }
}

fn inside(book: &Book<'_>) -> Question {
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
            &[
                ("isolated", book.list_href("isolation", "isolated")),
                ("leaking", book.section_href("outside")),
                ("unproven", book.section_href("isolation")),
            ],
        )
    };
    Question {
        title: w.text("q-inside"),
        says,
        provs: if measured > 0 { inside_counts(book) } else { Vec::new() },
        links: vec![go(book, "outside", "go-outside"), go(book, "isolation", "go-isolation")],
        picture: inside_picture(book),
        caption: Html::default(),
    }
}

/// How many of each verdict, and how many were never measured.
fn inside_counts(book: &Book<'_>) -> Vec<Html> {
    let w = book.words;
    let [leaking, isolated, unproven, unmeasured] = book.isolation();
    let line: Vec<Html> = [("leaking", leaking), ("unproven", unproven), ("isolated", isolated)]
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(name, n)| {
            let href = book.list_href("isolation", name);
            let word = w.html(&format!("isolation-count-{name}"), &[("n", Arg::N(*n))], &[("list", href)]);
            marks::mark(name, name, &word)
        })
        .collect();
    let mut provs = vec![Html::join(&line, " &nbsp; ")];
    if unmeasured > 0 {
        provs.push(w.html(
            "inside-rest",
            &[("n", Arg::N(unmeasured))],
            &[("list", book.list_href("isolation", "unmeasured"))],
        ));
    }
    provs
}

/// A mark for each device, or one divided bar where there are too many.
fn inside_picture(book: &Book<'_>) -> Html {
    let w = book.words;
    let [leaking, isolated, unproven, unmeasured] = book.isolation();
    let title = w.say(
        "picture-inside",
        &[
            ("leaking", Arg::N(leaking)),
            ("isolated", Arg::N(isolated)),
            ("unproven", Arg::N(unproven + unmeasured)),
        ],
    );
    let all = [
        ("leaking", leaking, "leak"),
        ("unproven", unproven, "c4"),
        ("unmeasured", unmeasured, "dash"),
        ("isolated", isolated, "safe"),
    ];
    if leaking + isolated + unproven + unmeasured <= 112 {
        return svg::field_of_marks(&title, &all.map(|(name, n, _)| (name, n)));
    }
    let part = |(name, count, class): (&str, u64, &'static str)| Part {
        label: w.word("isolation", name),
        count,
        shown: book.lang.number(count),
        class,
    };
    svg::divided(&title, &all.map(part))
}

fn rules(book: &Book<'_>) -> Question {
    let w = book.words;
    let s = book.standing;
    let says = if s.rules.is_empty() {
        Html::own(&w.text("rules-none"))
    } else {
        w.html(
            "rules-says",
            &[
                ("rules", Arg::N(s.rules.len() as u64)),
                ("broken", Arg::N(book.rules_broken())),
                ("n", Arg::N(book.breaking_count())),
            ],
            &[("n", book.section_href("rules"))],
        )
    };
    let unclear: u64 = s.rules.iter().map(open).max().unwrap_or(0);
    let provs =
        if unclear > 0 { vec![w.html("rules-unclear", &[("n", Arg::N(unclear))], &[])] } else { Vec::new() };
    Question {
        title: w.text("q-rules"),
        says,
        provs,
        links: vec![go(book, "rules", "go-rules")],
        picture: rules_picture(book),
        caption: Html::default(),
    }
}

/// Of how many devices it is open whether they break a rule.
fn open(r: &RuleBroken) -> u64 {
    concluded(r, Conclusion::Undecided) + concluded(r, Conclusion::Contested)
}

fn rules_picture(book: &Book<'_>) -> Html {
    let bar = |r: &RuleBroken| {
        let breaks = concluded(r, Conclusion::Breaks);
        Bar {
            label: r.name.clone(),
            proved: breaks,
            at_most: breaks + open(r),
            shown: book.lang.number(breaks),
            heavy: false,
        }
    };
    let mut rows: Vec<Bar> = book.rules.iter().map(bar).filter(|b| b.at_most > 0).collect();
    rows.sort_by(|a, b| b.proved.cmp(&a.proved).then_with(|| a.label.cmp(&b.label)));
    rows.truncate(7);
    if rows.is_empty() {
        return Html::default();
    }
    let title = book.words.say("picture-rules", &[("n", Arg::N(book.breaking_count()))]);
    svg::bars(&title, Labels::Long, &rows)
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
