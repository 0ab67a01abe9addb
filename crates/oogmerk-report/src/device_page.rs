//! One device: what is printed on it, who built it, how certain that is, and the argument down to file, frame and
//! offset. The opening is the same in the report and on its own page; what the report shows below it is in
//! `device_section`.

use crate::argument::sentences;
use crate::book::{Book, Links};
use crate::device_section::device_sections;
use crate::hostile::{Html, anchor};
use crate::marks;
use crate::readings::{Reading, readings};
use crate::sayings::{
    capital, follows_from_maker, how_seen, main_evidence, open_maker, rules_said, rules_sorted, window_said,
};
use crate::tables::{contact_table, declared_fields, place_of_row, serde_word, severity, unstopped};
use crate::view::{Block, Clue, DeviceView, Section, Table};
use crate::words::Arg;
use crate::writing::ListWord;
use oogmerk_model::{Because, CitedEvidence, Conclusion, Device, Finding, State, Verdict};
use std::collections::BTreeSet;

/// Stands for markup inside a message; no argument from outside can hold it.
const SLOT: &str = "\u{e005}";

/// How many rows of evidence a device shows.
const EVIDENCE_ROWS: usize = 200;
/// How many readings for the maker its own page shows, and for each other property.
const MAKER_READINGS: usize = 12;
const OTHER_READINGS: usize = 6;

/// Page of a device, or its section in the report.
pub(crate) fn device_view(book: &Book<'_>, d: &Device, own_page: bool) -> DeviceView {
    let w = book.words;
    let because: &[Because] = book.standing.arguments.get(&d.id).map_or(&[], Vec::as_slice);
    let id = Book::device_anchor("dev", &d.id);
    let noun = Book::noun(d);
    let name = book.name(&d.id);
    let mut title = w.html("device-title", &[("noun", Arg::T(noun)), ("name", Arg::X(name))], &[]);
    if let Some(p) = book.place(&d.id).filter(|p| !p.place.is_empty()) {
        title.0.push_str(&format!(" <span class=\"muted\">· {}</span>", Html::hostile(&p.place)));
    }
    let argued = readings(because, "maker");
    let why = match d.maker.decided_value() {
        Some(m) => w.say("why-decided", &[("maker", Arg::X(book.label(m)))]),
        None if d.maker.verdict == State::Contested => w.text("why-contested"),
        None => w.text("why-undecided"),
    };
    DeviceView {
        why_id: format!("{id}-why"),
        title,
        lead: lead(book, d, because, noun, &id),
        prov: prov(book, d, argued.len()),
        facts: if own_page { facts(book, d, &id) } else { few_facts(book, d) },
        why,
        argument: if own_page { told(book, d, because) } else { Html::default() },
        clues: if own_page { clues(book, d, &argued, &id) } else { Vec::new() },
        sections: if own_page { sections(book, d, because, &id) } else { device_sections(book, d, &id) },
        own_page,
        id,
    }
}

/// The argument without its opening, which stands above it as the lead.
fn told(book: &Book<'_>, d: &Device, because: &[Because]) -> Html {
    let findings: Vec<&Finding> = book.standing.findings.iter().filter(|f| f.device == d.id).collect();
    let argued = sentences(book, d, because, &findings);
    let said: Vec<Html> = argued.iter().skip(2).map(|s| s.html(book.words)).collect();
    Html::join(&said, " ")
}

fn lead(book: &Book<'_>, d: &Device, because: &[Because], noun: &str, id: &str) -> Html {
    let w = book.words;
    let brand = match (d.brand.verdict, d.brand.decided_value()) {
        (_, Some(b)) => {
            w.html("says-brand", &[("noun", Arg::T(noun)), ("brand", Arg::X(book.label(b)))], &[])
        }
        (State::Contested, _) => {
            let names = rivals(book, "brand", &d.brand);
            Html(
                w.html("says-brand-contested", &[("noun", Arg::T(noun)), ("names", Arg::T(SLOT))], &[])
                    .0
                    .replace(SLOT, names.as_str()),
            )
        }
        _ => w.html("says-brand-undecided", &[("noun", Arg::T(noun))], &[]),
    };
    let maker = match d.maker.decided_value() {
        Some(m) => {
            let evidence = main_evidence(d, because);
            let on = book.lang.day(&book.standing.as_of);
            let key = if evidence.is_some() { "says-maker" } else { "says-maker-bare" };
            w.html(
                key,
                &[
                    ("maker", Arg::X(book.label(m))),
                    ("evidence", Arg::X(evidence.as_deref().unwrap_or_default())),
                    ("on", Arg::X(&on)),
                ],
                &[("why", if because.is_empty() { String::new() } else { format!("#{id}-why") })],
            )
        }
        None if d.maker.verdict == State::Contested => Html(
            w.html("says-maker-contested", &[("names", Arg::T(SLOT))], &[])
                .0
                .replace(SLOT, rivals(book, "maker", &d.maker).as_str()),
        ),
        None => w.html("says-maker-undecided", &[], &[]),
    };
    Html::join(&[brand, maker], " ")
}

fn rivals(book: &Book<'_>, property: &str, v: &Verdict) -> Html {
    let names: Vec<String> = v
        .rivals
        .iter()
        .take(4)
        .map(|r| format!("<b>{}</b>", Html::hostile(&book.value(property, &r.value))))
        .collect();
    Html(book.lang.list(&names, ListWord::Or))
}

fn prov(book: &Book<'_>, d: &Device, argued: usize) -> Html {
    let w = book.words;
    let mut out = Vec::new();
    if argued > 0 {
        out.push(w.html("prov-clues", &[("n", Arg::N(argued as u64))], &[]));
    }
    if let (State::Decided, Some(c)) = (d.maker.verdict, d.maker.confidence) {
        let n = (c * 100.0).floor().clamp(1.0, 99.0) as u64;
        out.push(w.html("prov-by-rule", &[("n", Arg::N(n))], &[]));
    }
    if let Some(last) = d.evidence.iter().filter_map(|e| e.seen_at).max() {
        out.push(w.html("prov-seen", &[("when", Arg::T(&book.lang.moment(last)))], &[]));
    }
    if book.name(&d.id) != d.id {
        out.push(Html(format!("<span class=\"mono\">{}</span>", Html::hostile(&d.id))));
    }
    Html::join(&out, " ")
}

fn facts(book: &Book<'_>, d: &Device, id: &str) -> Vec<(String, Html)> {
    let w = book.words;
    let mut maker = book.verdict("maker", &d.maker);
    if let Some(r) = d.maker.relation {
        use oogmerk_model::Relation;
        let word = match r {
            Relation::OwnBrand => "own-brand",
            Relation::Subsidiary => "subsidiary",
            Relation::Oem => "oem",
            Relation::Relabel => "relabel",
        };
        maker.0.push_str(&format!(
            " <span class=\"small muted\">{}</span>",
            Html::own(&w.word("relation", word))
        ));
    }
    let mut out = vec![
        (w.text("col-kind"), book.verdict("kind", &d.kind)),
        (w.text("col-brand"), book.verdict("brand", &d.brand)),
        (w.text("col-maker"), maker),
        (w.text("col-model"), book.verdict("model", &d.model)),
        (w.text("col-firmware"), book.verdict("firmware", &d.firmware)),
        (w.text("col-serial"), book.verdict("serial", &d.serial)),
    ];
    let mut isolation = marks::isolation_mark(w, d.isolation.as_ref().map(|i| i.verdict));
    if !d.outside.is_empty() {
        let n = w.html("fact-contacts", &[("n", Arg::N(d.outside.len() as u64))], &[]);
        isolation.0.push_str(&format!(" <a class=\"small\" href=\"#{id}-outside\">{n}</a>"));
    }
    out.push((w.text("col-isolation"), isolation));
    let findings: Vec<&Finding> = book.standing.findings.iter().filter(|f| f.device == d.id).collect();
    let broken = findings.iter().filter(|f| f.conclusion == Conclusion::Breaks).count() as u64;
    let worst = match () {
        () if broken > 0 => Some(Conclusion::Breaks),
        () if findings.iter().any(|f| f.conclusion == Conclusion::Contested) => Some(Conclusion::Contested),
        () if findings.iter().any(|f| f.conclusion == Conclusion::Undecided) => Some(Conclusion::Undecided),
        () if !findings.is_empty() => Some(Conclusion::Clear),
        () => None,
    };
    let rules = worst.map_or_else(
        || Html::own(&w.text("fact-not-judged")),
        |c| {
            let mut m = marks::conclusion_mark(w, c);
            let n =
                w.html("fact-rules", &[("n", Arg::N(broken)), ("all", Arg::N(findings.len() as u64))], &[]);
            m.0.push_str(&format!(" <a class=\"small\" href=\"#{id}-findings\">{n}</a>"));
            m
        },
    );
    out.push((w.text("col-rules"), rules));
    out.push((w.text("col-address"), addresses(d)));
    for (key, property, part) in [
        ("col-soc", "soc", &d.soc),
        ("property-soc-maker", "soc-maker", &d.soc_maker),
        ("property-modem", "modem", &d.modem),
        ("property-modem-maker", "modem-maker", &d.modem_maker),
    ] {
        if let Some(verdict) = part {
            out.push((capital(&w.text(key)), book.verdict(property, verdict)));
        }
    }
    out
}

/// The facts the opening of a device in the report does not hold yet; what is settled stands without a mark.
fn few_facts(book: &Book<'_>, d: &Device) -> Vec<(String, Html)> {
    let w = book.words;
    let mut out = Vec::new();
    for (key, property, v) in [
        ("col-kind", "kind", &d.kind),
        ("col-model", "model", &d.model),
        ("col-firmware", "firmware", &d.firmware),
        ("col-serial", "serial", &d.serial),
    ] {
        out.push((w.text(key), book.plain_verdict(property, v)));
    }
    out.push((w.text("col-isolation"), marks::isolation_mark(w, d.isolation.as_ref().map(|i| i.verdict))));
    out.push((w.text("col-address"), addresses(d)));
    out
}

fn addresses(d: &Device) -> Html {
    let keys: Vec<String> =
        d.ip.iter()
            .take(4)
            .map(std::string::ToString::to_string)
            .chain(d.mac.iter().take(4).map(std::string::ToString::to_string))
            .collect();
    if keys.is_empty() {
        return Html::own("–");
    }
    Html(format!("<span class=\"mono\">{}</span>", keys.join("<br>")))
}

fn evidence<'d>(d: &'d Device, id: &str) -> Option<&'d CitedEvidence> {
    d.evidence.iter().take(EVIDENCE_ROWS).find(|e| e.id.0 == id)
}

fn evidence_links(d: &Device, reading: &Reading<'_>, id: &str) -> Html {
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

fn clues(book: &Book<'_>, d: &Device, argued: &[Reading<'_>], id: &str) -> Vec<Clue> {
    let mut sourced = BTreeSet::new();
    argued.iter().take(MAKER_READINGS).map(|r| clue(book, d, r, id, &mut sourced)).collect()
}

/// One clue; where its tell comes from is said at its first.
fn clue<'b>(
    book: &Book<'_>,
    d: &Device,
    reading: &Reading<'b>,
    id: &str,
    sourced: &mut BTreeSet<&'b str>,
) -> Clue {
    let w = book.words;
    let b = reading.because;
    let value = book.value(&b.property, &b.value);
    let says = w.html(
        &format!("clue-{}", how_seen(b)),
        &[("what", Arg::T(&w.word("property", &b.property))), ("value", Arg::X(&value))],
        &[],
    );
    let mut aside = vec![marks::strength(w, &b.strength)];
    let mut seen = Vec::new();
    if let Some(e) = evidence(d, &b.id) {
        if let Some(t) = e.seen_at {
            seen.push(w.html("aside-seen", &[("when", Arg::T(&book.lang.moment(t)))], &[]));
        }
        aside.push(book.source(&e.source));
    }
    if !b.id.is_empty() {
        seen.push(Html(format!("{} {}", w.text("aside-evidence"), evidence_links(d, reading, id))));
    }
    if !seen.is_empty() {
        aside.insert(1, Html::join(&seen, " "));
    }
    if !b.by.is_empty() {
        aside.push(w.html("aside-tell", &[("by", Arg::X(&b.by))], &[]));
    }
    if !b.source.is_empty() && sourced.insert(&b.by) {
        aside.push(w.html("aside-source", &[("source", Arg::X(&b.source))], &[]));
    }
    let raw = Html(format!(
        "<span class=\"muted\">{}</span>  <b>{}</b>",
        Html::hostile(&b.field),
        Html::hostile(&b.evidence)
    ));
    Clue { says, raw, aside }
}

fn sections(book: &Book<'_>, d: &Device, because: &[Because], id: &str) -> Vec<Section> {
    let w = book.words;
    let mut out = Vec::new();
    let mut add = |key: &str, suffix: &str, blocks: Vec<Block>| {
        let id = if suffix.is_empty() { String::new() } else { format!("{id}-{suffix}") };
        out.push(Section { id, title: Html::own(&w.text(key)), blocks });
    };

    // What is printed on it speaks of the brand, not of the maker.
    if let (Some(brand), Some(maker)) = (d.brand.decided_value(), d.maker.decided_value())
        && book.differs(brand, maker)
    {
        let items: Vec<Html> = readings(because, "brand")
            .into_iter()
            .take(5)
            .map(|r| {
                let b = r.because;
                Html(format!(
                    "<span class=\"mono\">{}</span> <b>{}</b> <span class=\"muted\">{}</span>",
                    Html::hostile(&b.field),
                    Html::hostile(&b.evidence),
                    evidence_links(d, &r, id)
                ))
            })
            .collect();
        let mut blocks =
            vec![Block::List(vec![w.html("differs-brand", &[("brand", Arg::X(book.label(brand)))], &[])])];
        if !items.is_empty() {
            blocks.push(Block::List(items));
        }
        add("h-looks-different", "", blocks);
    }

    if let Some(items) = open_maker(book, d) {
        add("h-would-settle", "", vec![Block::List(items)]);
    }

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
    if !contested.is_empty() {
        let mut t = Table::new(
            w,
            w.text("h-contested"),
            &["col-property", "col-reading", "#col-share", "col-evidence"],
        );
        for (property, v) in contested {
            for r in &v.rivals {
                let ids: Vec<Html> = r
                    .because
                    .iter()
                    .take(8)
                    .map(|e| match evidence(d, &e.0) {
                        Some(_) => Html(format!(
                            "<a href=\"#{}\">{}</a>",
                            anchor(&format!("{id}-ev"), &e.0),
                            Html::hostile(&e.0)
                        )),
                        None => Html::hostile(&e.0),
                    })
                    .collect();
                t.row(
                    String::new(),
                    vec![
                        Html::own(&w.word("property", property)),
                        Html::hostile(&book.value(property, &r.value)),
                        w.html(
                            "share",
                            &[("n", Arg::N((r.confidence * 100.0).floor().clamp(0.0, 99.0) as u64))],
                            &[],
                        ),
                        Html::join(&ids, ", "),
                    ],
                );
            }
        }
        add("h-contested", "", vec![Block::Table(t)]);
    }

    let others: Vec<Reading<'_>> = [
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
    ]
    .iter()
    .flat_map(|p| readings(because, p).into_iter().take(OTHER_READINGS))
    .collect();
    if !others.is_empty() {
        let mut t = Table::new(
            w,
            w.text("h-other-clues"),
            &[
                "col-property",
                "col-value",
                "col-strength",
                "col-field",
                "col-reads",
                "col-evidence",
                "col-tell",
            ],
        );
        for r in others {
            let b = r.because;
            t.row(
                String::new(),
                vec![
                    Html::own(&w.word("property", &b.property)),
                    Html::hostile(&book.value(&b.property, &b.value)),
                    marks::strength(w, &b.strength),
                    Html(format!("<span class=\"mono\">{}</span>", Html::hostile(&b.field))),
                    Html(format!("<span class=\"mono\">{}</span>", Html::hostile(&b.evidence))),
                    evidence_links(d, &r, id),
                    Html::hostile(&b.by),
                ],
            );
        }
        add("h-other-clues", "", vec![Block::Table(t)]);
    }

    let findings: Vec<&Finding> = book.standing.findings.iter().filter(|f| f.device == d.id).collect();
    if !findings.is_empty() {
        let mut blocks = Vec::new();
        if let Some(said) = rules_said(book, d, because, &findings) {
            blocks.push(Block::Prov(said));
        }
        blocks.push(Block::Table(findings_table(book, d, findings, id)));
        add("h-findings", "findings", blocks);
    }

    if !d.outside.is_empty() || !d.outside_via.is_empty() {
        let contacts: Vec<(&str, &oogmerk_model::OutsideContact)> =
            d.outside.iter().map(|c| (d.id.as_str(), c)).collect();
        let mut blocks = Vec::new();
        if !contacts.is_empty() {
            blocks.push(Block::Table(contact_table(book, "h-contacts", &contacts, false)));
        }
        if !d.outside_via.is_empty() {
            let items = d
                .outside_via
                .iter()
                .take(50)
                .map(|v| {
                    let through = v.through.to_string();
                    let name = v.name.as_deref().unwrap_or_default();
                    w.html(
                        "via-says",
                        &[
                            ("how", Arg::T(&w.word("via", serde_word(v.how)))),
                            ("through", Arg::T(&through)),
                            ("name", Arg::X(name)),
                        ],
                        &[],
                    )
                })
                .collect();
            blocks.push(Block::List(items));
        }
        add("h-contacts", "outside", blocks);
    }
    if let Some(i) = d.isolation.as_ref().filter(|i| !i.missing.is_empty() || i.window_s > 0) {
        let mut items = vec![window_said(book, i)];
        items.extend(i.missing.iter().map(|m| Html::own(&w.word("missing", m))));
        add("h-measured", "", vec![Block::List(items)]);
    }

    let declared = book.declared(&d.id);
    if !declared.is_empty() {
        let mut t = Table::new(
            w,
            w.text("h-declared-here"),
            &["col-number", "col-declared-as", "col-matched-by", "col-row"],
        );
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
        add("h-declared-here", "", vec![Block::Table(t)]);
    }

    if !d.merges.is_empty() {
        let mut t = Table::new(w, w.text("h-merges"), &["col-key", "col-value", "col-joined"]);
        for m in d.merges.iter().take(50) {
            let subjects: Vec<Html> = m.subjects.iter().take(8).map(|s| Html::hostile(s)).collect();
            t.row(
                String::new(),
                vec![Html::hostile(&m.key), Html::hostile(&m.value), Html::join(&subjects, ", ")],
            );
        }
        add("h-merges", "", vec![Block::Table(t)]);
    }

    if !d.evidence.is_empty() {
        add("h-evidence", "evidence", vec![Block::Table(evidence_table(book, d, id))]);
    }
    out
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
                Html::own(&w.word("remedy", f.remedy.strip_prefix("remedy-").unwrap_or(&f.remedy))),
            ],
        );
    }
    t
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
