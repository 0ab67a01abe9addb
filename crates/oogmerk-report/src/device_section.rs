//! A device within the report: the same answer as on its own page, in little room. One row per reading says all it
//! speaks for and where it stands; where a tell comes from is said once for the whole report. What is left out is
//! counted, and the command that shows it is named.

use crate::book::{Book, linked};
use crate::hostile::{Html, anchor, neutral};
use crate::marks;
use crate::readings::{Row, rows};
use crate::sayings::{open_maker, rules_said, rules_sorted, window_said};
use crate::tables::{contact_table, declared_fields, limit, place_of_row, section};
use crate::view::{Block, Section, Table};
use crate::words::Arg;
use oogmerk_model::{Because, CitedEvidence, Conclusion, Device, Finding, OutsideContact, State};
use std::collections::{BTreeMap, BTreeSet};

/// How many readings of each property the report shows.
const LIMITS: [(&str, usize); 12] = [
    ("maker", 5),
    ("brand", 3),
    ("kind", 3),
    ("model", 2),
    ("firmware", 2),
    ("serial", 2),
    ("soc", 2),
    ("soc-maker", 2),
    ("modem", 2),
    ("modem-maker", 2),
    ("line", 2),
    ("hardware", 2),
];
/// How many characters of a rule's name; the whole name stands with the rule.
const RULE_NAME: usize = 40;

fn told<'b>(book: &'b Book<'_>, d: &Device) -> &'b [Because] {
    book.standing.arguments.get(&d.id).map_or(&[], Vec::as_slice)
}

/// Everything below the facts.
pub(crate) fn device_sections(book: &Book<'_>, d: &Device, id: &str) -> Vec<Section> {
    let w = book.words;
    let mut out = Vec::new();
    let mut add = |suffix: &str, title: String, blocks: Vec<Block>| {
        if !blocks.is_empty() {
            let id = if suffix.is_empty() { String::new() } else { format!("{id}-{suffix}") };
            out.push(Section { id, title: Html::own(&title), blocks });
        }
    };
    if let Some(items) = open_maker(book, d) {
        add("", w.text("h-would-settle"), vec![Block::List(items)]);
    }
    let because = told(book, d);
    if !because.is_empty() {
        let why = match d.maker.decided_value() {
            Some(m) => w.say("why-decided", &[("maker", Arg::X(book.label(m)))]),
            None if d.maker.verdict == State::Contested => w.text("why-contested"),
            None => w.text("why-undecided"),
        };
        add("why", why.clone(), vec![Block::Table(readings_table(book, d, because, why))]);
    }
    let findings: Vec<&Finding> = book.standing.findings.iter().filter(|f| f.device == d.id).collect();
    add("findings", w.text("h-findings"), rules_lines(book, d, because, findings));
    if !d.outside.is_empty() {
        let contacts: Vec<(&str, &OutsideContact)> = d.outside.iter().map(|c| (d.id.as_str(), c)).collect();
        let table = contact_table(book, "h-contacts", &contacts, false);
        add("outside", w.text("h-contacts"), vec![Block::Table(table)]);
    }
    if let Some(i) = d.isolation.as_ref().filter(|i| !i.missing.is_empty() || i.window_s > 0) {
        let mut pieces = vec![window_said(book, i)];
        if !i.missing.is_empty() {
            let go = linked(&w.text("go-isolation"), &book.section_href("isolation"));
            pieces.push(Html(format!("{go}: {}.", book.lang.number(i.missing.len() as u64))));
        }
        add("", w.text("h-measured"), vec![Block::Prov(Html::join(&pieces, " "))]);
    }
    let declared: Vec<Html> = book
        .declared(&d.id)
        .iter()
        .take(4)
        .map(|row| {
            let by = w.word("property", row.matched_by.as_deref().unwrap_or("–"));
            Html(format!(
                "{}. {} {}; {}",
                declared_fields(book, row),
                Html::own(&w.text("col-matched-by")),
                Html::own(&by),
                place_of_row(book, row)
            ))
        })
        .collect();
    if !declared.is_empty() {
        add("", w.text("h-declared-here"), vec![Block::Prov(Html::join(&declared, "<br>"))]);
    }
    out
}

fn readings_table(book: &Book<'_>, d: &Device, because: &[Because], why: String) -> Table {
    let w = book.words;
    let (shown, left) = rows(because, &LIMITS);
    let mut t = Table::new(
        w,
        why,
        &["col-evidence", "col-points-to", "col-strength", "col-reads", "col-stands", "col-tell"],
    );
    t.dense = true;
    let mut there: BTreeSet<&str> = BTreeSet::new();
    for row in &shown {
        there.insert(&row.because.id);
        there.extend(row.also.iter().copied());
        t.row(String::new(), cells(book, d, row));
    }
    // What a contested reading rests on is cited too, whether or not a tell's row shows it.
    for r in [&d.kind, &d.brand, &d.maker, &d.model, &d.serial, &d.firmware]
        .iter()
        .filter(|v| v.verdict == State::Contested)
        .flat_map(|v| &v.rivals)
    {
        for e in r.because.iter().take(4).filter_map(|id| cited(d, &id.0)) {
            if there.insert(&e.id.0) {
                let none = || Html::own("–");
                let reads = read(&e.field, &e.value);
                t.row(
                    String::new(),
                    vec![ours(&e.id.0), none(), none(), reads, book.source(&e.source), none()],
                );
            }
        }
    }
    if left > 0 {
        t.note = w.html("more-readings", &[("n", Arg::N(left as u64)), ("id", Arg::X(&d.id))], &[]);
    }
    t
}

fn cited<'d>(d: &'d Device, id: &str) -> Option<&'d CitedEvidence> {
    d.evidence.iter().find(|e| e.id.0 == id)
}

fn cells(book: &Book<'_>, d: &Device, row: &Row<'_>) -> Vec<Html> {
    let w = book.words;
    let b = row.because;
    let mut ids = if b.id.is_empty() { Html::own("–") } else { ours(&b.id) };
    if !row.also.is_empty() {
        ids.0.push(' ');
        ids.0.push_str(w.html("also-read", &[("ids", Arg::X(&row.also.join(", ")))], &[]).as_str());
    }
    let says: Vec<Html> = row
        .says
        .iter()
        .map(|(property, value)| {
            let value = match *property {
                "kind" => Html::own(&book.value(property, value)),
                _ => Html::hostile(&book.value(property, value)),
            };
            Html(format!("{} {value}", Html::own(&w.word("property", property))))
        })
        .collect();
    vec![
        ids,
        Html::join(&says, "; "),
        marks::strength(w, &b.strength),
        read(&b.field, &b.evidence),
        cited(d, &b.id).map_or_else(|| Html::own("–"), |e| book.source(&e.source)),
        ours(&row.tells.iter().map(|(by, _)| *by).collect::<Vec<_>>().join("; ")),
    ]
}

/// Names the knowledge and the record gave: they need no isolation, but are still no markup.
fn ours(text: &str) -> Html {
    Html::own(&neutral(text, '□', Some(200)))
}

fn read(field: &str, value: &str) -> Html {
    Html(format!(
        "<i>{}</i> <code>{}</code>",
        Html::own(&neutral(field, '□', Some(60))),
        Html::hostile(value)
    ))
}

/// Who built it, said once; then the rules by name, what is broken first. What is met is counted.
fn rules_lines(book: &Book<'_>, d: &Device, because: &[Because], findings: Vec<&Finding>) -> Vec<Block> {
    let w = book.words;
    if findings.is_empty() {
        return Vec::new();
    }
    let mut blocks = Vec::new();
    if let Some(said) = rules_said(book, d, because, &findings) {
        blocks.push(Block::Prov(said));
    }
    let findings = rules_sorted(findings);
    for conclusion in [Conclusion::Breaks, Conclusion::Contested, Conclusion::Undecided, Conclusion::Clear] {
        let of: Vec<_> = findings.iter().filter(|f| f.conclusion == conclusion).collect();
        if of.is_empty() {
            continue;
        }
        let n = book.lang.number(of.len() as u64);
        blocks.push(Block::Prov(Html(format!("{} {n}", marks::conclusion_mark(w, conclusion)))));
        if conclusion != Conclusion::Clear {
            blocks.push(Block::Lines(of.into_iter().map(|f| rule_line(book, f)).collect()));
        }
    }
    blocks
}

/// Name, cut and linked to where it stands whole with whom it binds; since when.
fn rule_line(book: &Book<'_>, f: &Finding) -> Html {
    let rule = book.rules.iter().find(|r| r.rule == f.rule);
    let name = Html::hostile(&neutral(rule.map_or(&f.rule, |r| &r.name), '□', Some(RULE_NAME)));
    let Some(r) = rule else { return name };
    let link = format!("<a href=\"#{}\">{name}</a>", anchor("rule", &r.rule));
    let since = book.lang.short_day(&r.since);
    Html(if since.is_empty() { link } else { format!("{link} · {}", Html::own(&since)) })
}

/// Where the tells shown in the report come from: once each.
pub(crate) fn tells<'d>(book: &Book<'_>, devices: impl Iterator<Item = &'d Device>) -> Option<Section> {
    let w = book.words;
    let mut sources: BTreeMap<&str, &str> = BTreeMap::new();
    for d in devices {
        for row in rows(told(book, d), &LIMITS).0 {
            for (by, source) in
                row.tells.into_iter().filter(|(by, source)| !by.is_empty() && !source.is_empty())
            {
                sources.entry(by).or_insert(source);
            }
        }
    }
    if sources.is_empty() {
        return None;
    }
    let mut t = Table::new(w, w.text("h-tells"), &["col-tell", "col-source"]);
    t.dense = true;
    let cap = limit(book);
    for (by, source) in sources.iter().take(cap) {
        t.row(String::new(), vec![Html::hostile(by), Html::hostile(source)]);
    }
    if sources.len() > cap {
        t.note = w.html("rows-left", &[("n", Arg::N((sources.len() - cap) as u64))], &[]);
    }
    Some(section(book, "tells", vec![Block::Table(t)]))
}
