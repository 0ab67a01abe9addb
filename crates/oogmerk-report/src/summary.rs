//! Short texts of single commands: `demo`, `knowledge check`, `import --dry-run`.

use crate::book::{Book, Links, unknown};
use crate::explain::source_text;
use crate::hostile::terminal;
use crate::language::Lang;
use crate::overview::against;
use crate::terminal::{MarkSet, fit, width, wrap};
use crate::words::{Arg, Words};
use crate::writing::ListWord;
use oogmerk_model::{CitedSource, DeviationKind, IsolationVerdict, Problem, Source, Standing, State};
use std::collections::{BTreeMap, BTreeSet};

/// What stands above an empty register: three questions, each with the command that answers it.
pub fn three_questions(lang: Lang, register: &str) -> String {
    let w = Words::of(lang);
    let mut out = format!("{}\n\n", wrap(&w.say("start-says", &[("register", Arg::X(register))]), 80, 0));
    for (i, (question, command)) in [
        ("start-list", "oogmerk import inventory.xlsx --register"),
        ("start-export", "oogmerk import export.csv labels.csv --register"),
        ("start-network", "oogmerk import capture.pcapng nmap.xml --register"),
    ]
    .into_iter()
    .enumerate()
    {
        out.push_str(&format!("  {} {}\n      {command} …\n", i + 1, w.text(question)));
    }
    out.push_str(&format!("\n{}\n", wrap(&w.text("start-skip"), 80, 0)));
    out
}

/// What `demo` prints when the town has been surveyed: every number from the standing.
pub fn demo_summary(standing: &Standing, lang: Lang) -> String {
    demo_summary_on(standing, lang, MarkSet::Unicode)
}

/// The same with the signs a terminal can show.
pub fn demo_summary_on(standing: &Standing, lang: Lang, marks: MarkSet) -> String {
    let w = Words::of(lang);
    let book = Book::open(standing, lang, Links::Site { query: String::new() });
    let [cameras, recorders, _] = book.groups();
    let mut opening = w.say(
        "lead-count",
        &[
            ("cameras", Arg::N(cameras)),
            ("recorders", Arg::N(recorders)),
            ("sites", Arg::N(book.site_count())),
        ],
    );
    for (key, n) in [("lead-either", book.either()), ("lead-kind-open", book.kind_open())] {
        if n > 0 {
            opening.push(' ');
            opening.push_str(&w.say(key, &[("n", Arg::N(n))]));
        }
    }
    if let Some(a) = against(&book) {
        opening.push(' ');
        opening.push_str(&w.say(
            "lead-label",
            &[("label", Arg::N(a.label)), ("maker", Arg::N(a.proved)), ("names", Arg::T(&a.names))],
        ));
        opening.push(' ');
        opening.push_str(&a.parts(w));
    }
    let mut out = format!("{}\n\n", wrap(&opening, 80, 0));
    out.push_str(&makers(&book, marks));
    out.push('\n');
    let sites = site_isolation(&book);
    let count = |v: Option<IsolationVerdict>| sites.values().filter(|x| **x == v).count() as u64;
    let (isolated, leaking) =
        (count(Some(IsolationVerdict::Isolated)), count(Some(IsolationVerdict::Leaking)));
    let unproven = count(Some(IsolationVerdict::Unproven)) + count(None);
    if !sites.is_empty() {
        out.push_str(&format!(
            "  {}\n",
            w.say(
                "demo-isolation",
                &[
                    ("isolated", Arg::N(isolated)),
                    ("leaking", Arg::N(leaking)),
                    ("unproven", Arg::N(unproven)),
                    ("mi", Arg::T(marks.isolation(Some(IsolationVerdict::Isolated)))),
                    ("ml", Arg::T(marks.isolation(Some(IsolationVerdict::Leaking)))),
                    ("mu", Arg::T(marks.isolation(None))),
                ],
            )
        ));
    }
    if !standing.declared.is_empty() {
        let of = |k| standing.deviations.iter().filter(|d| d.kind == k).count() as u64;
        let both = standing.declared.iter().filter(|d| d.device.is_some()).count() as u64;
        out.push_str(&format!(
            "  {}\n",
            w.say(
                "demo-declared",
                &[
                    ("both", Arg::N(both)),
                    ("found", Arg::N(of(DeviationKind::FoundNotDeclared))),
                    ("declared", Arg::N(of(DeviationKind::DeclaredNotFound)))
                ],
            )
        ));
    }
    if standing.by_maker.not_surveyed_sites > 0 {
        out.push_str(&format!(
            "\n{}\n",
            wrap(&w.say("unseen-sites", &[("n", Arg::N(standing.by_maker.not_surveyed_sites))]), 80, 0)
        ));
    }
    out
}

/// The worst verdict per site: leaking before unproven before isolated.
fn site_isolation<'a>(book: &Book<'a>) -> BTreeMap<&'a str, Option<IsolationVerdict>> {
    let mut out: BTreeMap<&str, Option<IsolationVerdict>> = BTreeMap::new();
    let worse = |v: Option<IsolationVerdict>| match v {
        Some(IsolationVerdict::Leaking) => 0,
        Some(IsolationVerdict::Unproven) | None => 1,
        Some(IsolationVerdict::Isolated) => 2,
    };
    for p in book.standing.places.iter().filter(|p| !p.place.is_empty()) {
        for d in p.devices.iter().filter_map(|id| book.device(id)) {
            let v = d.isolation.as_ref().map(|i| i.verdict);
            out.entry(&p.place)
                .and_modify(|old| {
                    if worse(v) < worse(*old) {
                        *old = v;
                    }
                })
                .or_insert(v);
        }
    }
    out
}

fn makers(book: &Book<'_>, marks: MarkSet) -> String {
    let w = book.words;
    let s = book.standing;
    let site_of: BTreeMap<&str, &str> =
        s.places.iter().flat_map(|p| p.devices.iter().map(move |d| (d.as_str(), p.place.as_str()))).collect();
    let sites = |ids: &[String]| {
        ids.iter()
            .filter_map(|d| site_of.get(d.as_str()))
            .filter(|p| !p.is_empty())
            .collect::<BTreeSet<_>>()
            .len() as u64
    };
    let mut rows: Vec<[String; 4]> = Vec::new();
    let number = |n: u64| book.lang.number(n);
    let parted = |(established, tested)| format!("{} + {}", number(established), number(tested));
    let known: Vec<_> = s.by_maker.rows.iter().filter(|r| !unknown(&r.key)).collect();
    for r in known.iter().take(12) {
        let other: u64 = s
            .brand_to_maker
            .iter()
            .filter(|(b, m, _)| book.same(m, &r.key) && book.differs(b, m))
            .map(|(_, _, ids)| ids.len() as u64)
            .sum();
        let name = terminal(book.label(&r.key));
        rows.push([name, parted(r.parts()), number(other), number(sites(&r.devices))]);
    }
    if known.len() > 12 {
        let rest = known.iter().skip(12).map(|r| r.parts());
        let rest = rest.fold((0, 0), |sum, parts| (sum.0 + parts.0, sum.1 + parts.1));
        let none = || marks.nothing().to_owned();
        rows.push([w.text("flow-others"), parted(rest), none(), none()]);
    }
    for (state, n) in [(State::Contested, s.by_maker.contested), (State::Undecided, s.by_maker.undecided)] {
        if n > 0 {
            let ids: Vec<String> =
                s.devices.iter().filter(|d| d.maker.verdict == state).map(|d| d.id.clone()).collect();
            let word = w.word("verdict", crate::marks::state(state));
            rows.push([
                format!("{} {word}", marks.state(state)),
                number(n),
                marks.nothing().to_owned(),
                number(sites(&ids)),
            ]);
        }
    }
    let heads = ["col-maker", "col-devices", "col-other-name", "col-sites"].map(|h| w.text(h));
    let first = rows.iter().map(|r| width(&r[0])).chain([width(&heads[0]), 16]).max().unwrap_or(16).min(30);
    let needed = |column: usize| {
        std::iter::once(&heads)
            .chain(&rows)
            .filter_map(|r| r.get(column))
            .map(|c| width(c))
            .max()
            .unwrap_or(0)
    };
    let widths = [needed(1), needed(2), needed(3)];
    let mut out = String::new();
    for row in std::iter::once(&heads).chain(&rows) {
        let [name, numbers @ ..] = row;
        out.push_str(&format!("  {}", fit(name, first, marks)));
        for (text, columns) in numbers.iter().zip(widths) {
            out.push_str(&format!("  {}{text}", " ".repeat(columns.saturating_sub(width(text)))));
        }
        out.push('\n');
    }
    out.push_str(&format!("  {}\n", w.text("demo-parts")));
    out
}

/// What `knowledge check` found.
#[derive(Clone, Debug, Default)]
pub struct KnowledgeCheck {
    /// Version, `k-…`.
    pub version: String,
    /// Vendors.
    pub vendors: u64,
    /// Tells by status: draft, tested, proven.
    pub tells: [u64; 3],
    /// Examples that must speak and did, and near misses that stayed silent.
    pub examples: u64,
    /// Lineage edges by status: draft, tested, proven.
    pub edges: [u64; 3],
    /// Tells per vendor key, most first; `-` are tells that name nobody.
    pub by_vendor: Vec<(String, u64)>,
    /// Policies.
    pub policies: u64,
    /// Names of the codecs not yet proven on bytes someone else wrote.
    pub unproven_codecs: Vec<String>,
    /// Rules that no example reaches.
    pub unexercised: Vec<String>,
    /// Examples on which tells of two firms speak.
    pub overlaps: Vec<String>,
    /// What is wrong: file and reason.
    pub problems: Vec<String>,
}

/// The text of `knowledge check`.
pub fn knowledge_check_text(check: &KnowledgeCheck, lang: Lang) -> String {
    let w = Words::of(lang);
    let [draft, tested, proven] = check.tells;
    let mut out = String::new();
    let mut say = |text: String| {
        out.push_str(&wrap(&text, 80, 0));
        out.push('\n');
    };
    say(w.say(
        "knowledge-verdict",
        &[("n", Arg::N(check.problems.len() as u64)), ("version", Arg::X(&check.version))],
    ));
    say(w.say(
        "knowledge-tells",
        &[
            ("n", Arg::N(draft + tested + proven)),
            ("draft", Arg::N(draft)),
            ("tested", Arg::N(tested)),
            ("proven", Arg::N(proven)),
            ("examples", Arg::N(check.examples)),
        ],
    ));
    let [edges_draft, edges_tested, edges_proven] = check.edges;
    say(w.say(
        "knowledge-rest",
        &[
            ("vendors", Arg::N(check.vendors)),
            ("edges", Arg::N(edges_draft + edges_tested + edges_proven)),
            ("draft", Arg::N(edges_draft)),
            ("tested", Arg::N(edges_tested)),
            ("proven", Arg::N(edges_proven)),
            ("policies", Arg::N(check.policies)),
        ],
    ));
    let vendors: Vec<String> = check.by_vendor.iter().map(|(key, n)| format!("{key} {n}")).collect();
    let lists = [
        ("knowledge-by-vendor", vendors, ", "),
        ("knowledge-unproven", check.unproven_codecs.clone(), ", "),
        ("knowledge-unexercised", check.unexercised.clone(), "; "),
        ("knowledge-overlaps", check.overlaps.clone(), "\n"),
    ];
    for (key, names, between) in lists.into_iter().filter(|(_, names, _)| !names.is_empty()) {
        out.push_str(&wrap(&w.say(key, &[("n", Arg::N(names.len() as u64))]), 80, 0));
        out.push('\n');
        for line in names.join(between).lines() {
            out.push_str(&wrap(&terminal(line), 78, 2));
            out.push('\n');
        }
    }
    for p in &check.problems {
        out.push_str(&format!("  {}\n", terminal(p)));
    }
    out
}

/// A cell of a list that says something else than the register.
#[derive(Clone, Debug, Default)]
pub struct ChangedCell {
    /// The row's key.
    pub key: String,
    /// Where it stands.
    pub source: Source,
    /// Field.
    pub field: String,
    /// What the register holds.
    pub was: String,
    /// What the list says.
    pub is: String,
}

/// What an import would do.
#[derive(Clone, Debug, Default)]
pub struct ImportDiff {
    /// The input's name.
    pub file: String,
    /// Rows that could be read.
    pub readable: u64,
    /// Rows that match a device.
    pub matched: u64,
    /// Keys of rows the register does not hold yet.
    pub new: Vec<String>,
    /// What would change.
    pub changed: Vec<ChangedCell>,
    /// Rows that say what the register says.
    pub same: u64,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Whether anything was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// `--dry-run`.
    Nothing,
    /// Yes.
    Done,
}

/// The readable difference of an import.
pub fn import_diff_text(diff: &ImportDiff, stored: Stored, lang: Lang) -> String {
    const LINES: usize = 40;
    let w = Words::of(lang);
    let mut out = String::new();
    let says = w.say(
        "import-says",
        &[
            ("file", Arg::X(&diff.file)),
            ("rows", Arg::N(diff.readable)),
            ("matched", Arg::N(diff.matched)),
            ("bad", Arg::N(diff.problems.len() as u64)),
        ],
    );
    let end = w.text(match stored {
        Stored::Nothing => "import-nothing-stored",
        Stored::Done => "import-stored",
    });
    out.push_str(&format!("{}\n", wrap(&format!("{says} {end}"), 80, 0)));
    out.push_str(&format!(
        "  {}\n",
        w.say(
            "import-counts",
            &[
                ("changed", Arg::N(diff.changed.len() as u64)),
                ("new", Arg::N(diff.new.len() as u64)),
                ("same", Arg::N(diff.same))
            ]
        )
    ));
    for c in diff.changed.iter().take(LINES) {
        out.push_str(&format!(
            "  {}  {}  {}: {} → {}\n",
            place(w, &c.source),
            terminal(&c.key),
            w.word("property", &c.field),
            if c.was.is_empty() { "–".to_owned() } else { terminal(&c.was) },
            terminal(&c.is)
        ));
    }
    if diff.changed.len() > LINES {
        out.push_str(&format!(
            "  {}\n",
            w.say("and-more", &[("n", Arg::N((diff.changed.len() - LINES) as u64))])
        ));
    }
    if !diff.new.is_empty() {
        let names: Vec<String> = diff.new.iter().take(10).map(|k| terminal(k)).collect();
        let mut line = format!("{}: {}", w.text("import-new"), lang.list(&names, ListWord::And));
        if diff.new.len() > 10 {
            line.push_str(&format!(" {}", w.say("and-more", &[("n", Arg::N(diff.new.len() as u64 - 10))])));
        }
        out.push_str(&format!("{}\n", wrap(&line, 80, 2)));
    }
    for p in diff.problems.iter().take(LINES) {
        out.push_str(&format!("  {}: {}\n", place(w, &p.source), terminal(&p.reason)));
    }
    if diff.problems.len() > LINES {
        out.push_str(&format!(
            "  {}\n",
            w.say("and-more", &[("n", Arg::N((diff.problems.len() - LINES) as u64))])
        ));
    }
    out
}

fn place(w: &Words, s: &Source) -> String {
    source_text(
        w,
        &CitedSource {
            file: s.file.as_deref().map(str::to_owned),
            frame: s.frame,
            line: s.line,
            sheet: s.sheet.as_deref().map(str::to_owned),
            ..CitedSource::default()
        },
    )
}
