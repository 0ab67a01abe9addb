//! What stands on a device's own page below the argument for its maker: each section where there is something to say.

use crate::book::{Book, Links};
use crate::hostile::{Html, anchor};
use crate::marks;
use crate::readings::{Reading, readings};
use crate::sayings::{follows_from_maker, open_maker, rules_said, rules_sorted, window_said};
use crate::tables::{contact_table, declared_fields, place_of_row, serde_word, severity, unstopped};
use crate::view::{Block, Section, Table};
use crate::words::Arg;
use oogmerk_model::{
    Because, CitedEvidence, Device, Finding, OutsideContact, OutsideVia, Rival, State, Verdict,
};

/// How many rows of evidence a device shows.
const EVIDENCE_ROWS: usize = 200;
/// How many readings for each property but the maker.
const OTHER_READINGS: usize = 6;
/// The properties besides the maker, in the order in which their readings stand.
const OTHERS: [&str; 11] = [
    "kind",
    "brand",
    "model",
    "firmware",
    "serial",
    "soc",
    "soc-maker",
    "modem",
    "modem-maker",
    "line",
    "hardware",
];

/// A device's own page: the device, what argues about it, and what its anchors begin with.
struct Page<'b> {
    book: &'b Book<'b>,
    d: &'b Device,
    because: &'b [Because],
    id: &'b str,
}

/// All sections, in order.
pub(crate) fn sections<'b>(
    book: &'b Book<'b>,
    d: &'b Device,
    because: &'b [Because],
    id: &'b str,
) -> Vec<Section> {
    let page = Page { book, d, because, id };
    [
        page.looks_different(),
        open_maker(book, d).map(|items| page.section("h-would-settle", "", vec![Block::List(items)])),
        page.contested(),
        page.other_clues(),
        page.findings(),
        page.contacts(),
        page.measured(),
        page.declared(),
        page.merges(),
        page.evidence(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

impl Page<'_> {
    fn section(&self, key: &str, suffix: &str, blocks: Vec<Block>) -> Section {
        let id = if suffix.is_empty() { String::new() } else { format!("{}-{suffix}", self.id) };
        Section { id, title: Html::own(&self.book.words.text(key)), blocks }
    }

    /// What is printed on it speaks of the brand, not of the maker.
    fn looks_different(&self) -> Option<Section> {
        let (book, d) = (self.book, self.d);
        let (brand, maker) = (d.brand.decided_value()?, d.maker.decided_value()?);
        if !book.differs(brand, maker) {
            return None;
        }
        let says = book.words.html("differs-brand", &[("brand", Arg::X(book.label(brand)))], &[]);
        let mut blocks = vec![Block::List(vec![says])];
        // The maker's own name in a clue says nothing of what is printed on it.
        let names_it = |r: &Reading<'_>| book.same(&r.because.value, brand);
        let named = readings(self.because, "brand").into_iter().filter(names_it);
        let items: Vec<Html> = named.take(5).map(|r| self.printed(&r)).collect();
        if !items.is_empty() {
            blocks.push(Block::List(items));
        }
        Some(self.section("h-looks-different", "", blocks))
    }

    fn printed(&self, reading: &Reading<'_>) -> Html {
        let b = reading.because;
        Html(format!(
            "<span class=\"mono\">{}</span> <b>{}</b> <span class=\"muted\">{}</span>",
            Html::hostile(&b.field),
            Html::hostile(&b.evidence),
            evidence_links(self.d, reading, self.id)
        ))
    }

    fn contested(&self) -> Option<Section> {
        let (w, d) = (self.book.words, self.d);
        let contested: Vec<(&str, &Verdict)> = [
            ("kind", &d.kind),
            ("brand", &d.brand),
            ("maker", &d.maker),
            ("model", &d.model),
            ("serial", &d.serial),
            ("firmware", &d.firmware),
        ]
        .into_iter()
        .filter(|(_, v)| v.verdict == State::Contested)
        .collect();
        if contested.is_empty() {
            return None;
        }
        let heads = ["col-property", "col-reading", "#col-share", "col-evidence"];
        let mut t = Table::new(w, w.text("h-contested"), &heads);
        for (property, v) in contested {
            for rival in &v.rivals {
                t.row(String::new(), self.rival_cells(property, rival));
            }
        }
        Some(self.section("h-contested", "", vec![Block::Table(t)]))
    }

    fn rival_cells(&self, property: &str, rival: &Rival) -> Vec<Html> {
        let (book, w) = (self.book, self.book.words);
        let ids: Vec<Html> =
            rival.because.iter().take(8).map(|e| evidence_link(self.d, &e.0, self.id)).collect();
        let share = (rival.confidence * 100.0).floor().clamp(0.0, 99.0) as u64;
        vec![
            Html::own(&w.word("property", property)),
            Html::hostile(&book.value(property, &rival.value)),
            w.html("share", &[("n", Arg::N(share))], &[]),
            Html::join(&ids, ", "),
        ]
    }

    fn other_clues(&self) -> Option<Section> {
        let w = self.book.words;
        let others: Vec<Reading<'_>> =
            OTHERS.iter().flat_map(|p| readings(self.because, p).into_iter().take(OTHER_READINGS)).collect();
        if others.is_empty() {
            return None;
        }
        let heads = [
            "col-property",
            "col-value",
            "col-strength",
            "col-field",
            "col-reads",
            "col-evidence",
            "col-tell",
        ];
        let mut t = Table::new(w, w.text("h-other-clues"), &heads);
        for reading in &others {
            t.row(String::new(), self.clue_cells(reading));
        }
        Some(self.section("h-other-clues", "", vec![Block::Table(t)]))
    }

    fn clue_cells(&self, reading: &Reading<'_>) -> Vec<Html> {
        let (book, w, b) = (self.book, self.book.words, reading.because);
        vec![
            Html::own(&w.word("property", &b.property)),
            Html::hostile(&book.value(&b.property, &b.value)),
            marks::strength(w, &b.strength),
            Html(format!("<span class=\"mono\">{}</span>", Html::hostile(&b.field))),
            Html(format!("<span class=\"mono\">{}</span>", Html::hostile(&b.evidence))),
            evidence_links(self.d, reading, self.id),
            Html::hostile(&b.by),
        ]
    }

    fn findings(&self) -> Option<Section> {
        let (book, d) = (self.book, self.d);
        let findings: Vec<&Finding> = book.standing.findings.iter().filter(|f| f.device == d.id).collect();
        if findings.is_empty() {
            return None;
        }
        let mut blocks = Vec::new();
        if let Some(said) = rules_said(book, d, self.because, &findings) {
            blocks.push(Block::Prov(said));
        }
        blocks.push(Block::Table(findings_table(book, d, findings, self.id)));
        Some(self.section("h-findings", "findings", blocks))
    }

    fn contacts(&self) -> Option<Section> {
        let (book, d) = (self.book, self.d);
        if d.outside.is_empty() && d.outside_via.is_empty() {
            return None;
        }
        let contacts: Vec<(&str, &OutsideContact)> = d.outside.iter().map(|c| (d.id.as_str(), c)).collect();
        let mut blocks = Vec::new();
        if !contacts.is_empty() {
            blocks.push(Block::Table(contact_table(book, "h-contacts", &contacts, false)));
        }
        if !d.outside_via.is_empty() {
            blocks.push(Block::List(d.outside_via.iter().take(50).map(|v| self.via(v)).collect()));
        }
        Some(self.section("h-contacts", "outside", blocks))
    }

    fn via(&self, via: &OutsideVia) -> Html {
        let w = self.book.words;
        w.html(
            "via-says",
            &[
                ("how", Arg::T(&w.word("via", serde_word(via.how)))),
                ("through", Arg::T(&via.through.to_string())),
                ("name", Arg::X(via.name.as_deref().unwrap_or_default())),
            ],
            &[],
        )
    }

    fn measured(&self) -> Option<Section> {
        let i = self.d.isolation.as_ref().filter(|i| !i.missing.is_empty() || i.window_s > 0)?;
        let mut items = vec![window_said(self.book, i)];
        items.extend(i.missing.iter().map(|m| Html::own(&self.book.words.word("missing", m))));
        Some(self.section("h-measured", "", vec![Block::List(items)]))
    }

    fn declared(&self) -> Option<Section> {
        let (book, w) = (self.book, self.book.words);
        let declared = book.declared(&self.d.id);
        if declared.is_empty() {
            return None;
        }
        let heads = ["col-number", "col-declared-as", "col-matched-by", "col-row"];
        let mut t = Table::new(w, w.text("h-declared-here"), &heads);
        for row in declared {
            t.row(
                String::new(),
                vec![
                    Html::hostile(&row.key),
                    declared_fields(book, row),
                    Html::own(&w.word("property", row.matched_by.as_deref().unwrap_or("–"))),
                    place_of_row(book, row),
                ],
            );
        }
        t.note = Html::own(&w.text("declared-here-note"));
        Some(self.section("h-declared-here", "", vec![Block::Table(t)]))
    }

    fn merges(&self) -> Option<Section> {
        let w = self.book.words;
        if self.d.merges.is_empty() {
            return None;
        }
        let mut t = Table::new(w, w.text("h-merges"), &["col-key", "col-value", "col-joined"]);
        for m in self.d.merges.iter().take(50) {
            let subjects: Vec<Html> = m.subjects.iter().take(8).map(|s| Html::hostile(s)).collect();
            t.row(
                String::new(),
                vec![Html::hostile(&m.key), Html::hostile(&m.value), Html::join(&subjects, ", ")],
            );
        }
        Some(self.section("h-merges", "", vec![Block::Table(t)]))
    }

    fn evidence(&self) -> Option<Section> {
        if self.d.evidence.is_empty() {
            return None;
        }
        let table = evidence_table(self.book, self.d, self.id);
        Some(self.section("h-evidence", "evidence", vec![Block::Table(table)]))
    }
}

/// What an id of evidence stands for, where its row is shown.
pub(crate) fn evidence<'d>(d: &'d Device, id: &str) -> Option<&'d CitedEvidence> {
    d.evidence.iter().take(EVIDENCE_ROWS).find(|e| e.id.0 == id)
}

/// Links to all the evidence a reading was made from.
pub(crate) fn evidence_links(d: &Device, reading: &Reading<'_>, id: &str) -> Html {
    let ids = std::iter::once(reading.because.id.as_str()).chain(reading.also.iter().copied());
    Html::join(&ids.map(|e| evidence_link(d, e, id)).collect::<Vec<_>>(), ", ")
}

fn evidence_link(d: &Device, e: &str, id: &str) -> Html {
    let text = Html::hostile(e);
    match evidence(d, e) {
        Some(e) => Html(format!("<a href=\"#{}\">{text}</a>", anchor(&format!("{id}-ev"), &e.id.0))),
        None => text,
    }
}

/// One line a rule: its name, outcome, since when, whom it binds, what follows.
fn findings_table(book: &Book<'_>, d: &Device, findings: Vec<&Finding>, id: &str) -> Table {
    let w = book.words;
    let mut t = Table::new(
        w,
        w.text("h-findings"),
        &["col-rule", "col-outcome", "col-because", "col-since", "col-binds", "col-severity", "col-remedy"],
    );
    t.dense = true;
    for f in rules_sorted(findings) {
        let rule = book.rules.iter().find(|r| r.rule == f.rule);
        let name = match (rule, &book.links) {
            (Some(r), Links::Site { query }) => {
                let and = if query.is_empty() { "" } else { "?" };
                let href = format!("/{and}{query}#{}", anchor("rule", &r.rule));
                Html(format!("<a href=\"{}\">{}</a>", Html::own(&href), Html::hostile(&r.name)))
            }
            _ => Html::hostile(rule.map_or(f.rule.as_str(), |r| r.name.as_str())),
        };
        let reasons: Vec<Html> = f
            .because
            .iter()
            .filter(|b| !follows_from_maker(f) || evidence(d, b).is_none())
            .take(6)
            .map(|b| reason(book, d, b, id))
            .collect();
        t.row(
            String::new(),
            vec![
                name,
                marks::conclusion_mark(w, f.conclusion),
                Html::join(&reasons, "; "),
                rule.map_or_else(Html::default, |r| Html::own(&book.lang.day(&r.since))),
                rule.map_or_else(Html::default, |r| Html::hostile(unstopped(&r.binds))),
                Html::own(&w.word("severity", severity(f.severity))),
                remedy(book, d, f),
            ],
        );
    }
    t
}

/// What to do; with what would settle it, where that is not the maker, of which the page says it above.
fn remedy(book: &Book<'_>, d: &Device, f: &Finding) -> Html {
    let what = Html::own(&book.words.word("remedy", f.remedy.strip_prefix("remedy-").unwrap_or(&f.remedy)));
    if d.maker.verdict != State::Decided || f.settles.is_empty() {
        return what;
    }
    let ways: Vec<Html> = f.settles.iter().take(2).map(|field| book.settles(field.as_str())).collect();
    Html::join(&[what, Html::join(&ways, ", ")], ": ")
}

/// `maker:dahua` in words, `maker?:dahua` as one of several readings, `e3` as a link; anything else as it is.
fn reason(book: &Book<'_>, d: &Device, text: &str, id: &str) -> Html {
    if evidence(d, text).is_some() {
        return Html(format!(
            "<a href=\"#{}\">{}</a>",
            anchor(&format!("{id}-ev"), text),
            Html::hostile(text)
        ));
    }
    match text.split_once(':') {
        Some((property, value))
            if book.words.has(&format!("property-{}", property.trim_end_matches('?'))) =>
        {
            let word = book.words.word("property", property.trim_end_matches('?'));
            let sure = if property.ends_with('?') { "? " } else { " " };
            Html(format!(
                "{}{sure}{}",
                Html::own(&word),
                Html::hostile(&book.value(property.trim_end_matches('?'), value))
            ))
        }
        _ => Html::hostile(text),
    }
}

fn evidence_table(book: &Book<'_>, d: &Device, id: &str) -> Table {
    let w = book.words;
    let mut t = Table::new(
        w,
        w.text("h-evidence"),
        &["col-evidence", "col-field", "col-reads", "col-stands", "col-seen"],
    );
    for e in d.evidence.iter().take(EVIDENCE_ROWS) {
        let mut value = Html(format!("<span class=\"mono\">{}</span>", Html::hostile(&e.value)));
        if e.decoded {
            value.0.push_str(&format!(" <span class=\"small muted\">{}</span>", w.text("decoded")));
        }
        let mut place = book.source(&e.source);
        if !e.protocol.is_empty() {
            place.0.push_str(&format!(" <span class=\"muted\">{}</span>", Html::hostile(&e.protocol)));
        }
        if !e.digest.is_empty() {
            let short: String = e.digest.chars().take(12).collect();
            place.0.push_str(&format!(
                "<br><span class=\"small muted mono\">sha256 {}…</span>",
                Html::hostile(&short)
            ));
        }
        t.row(
            anchor(&format!("{id}-ev"), &e.id.0),
            vec![
                Html::hostile(&e.id.0),
                Html(format!("<span class=\"mono\">{}</span>", Html::hostile(&e.field))),
                value,
                place,
                e.seen_at.map_or_else(|| Html::own("–"), |s| Html::own(&book.lang.moment(s))),
            ],
        );
    }
    if d.evidence.len() > EVIDENCE_ROWS {
        t.note = w.html("rows-left", &[("n", Arg::N((d.evidence.len() - EVIDENCE_ROWS) as u64))], &[]);
    }
    t
}
