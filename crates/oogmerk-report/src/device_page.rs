//! One device: what is printed on it, who built it, how certain that is, and the argument down to file, frame and
//! offset. The opening is the same in the report and on its own page; what the report shows below it is in
//! `device_section`, what its own page shows in `own_page`.

use crate::argument::sentences;
use crate::book::Book;
use crate::device_section::device_sections;
use crate::hostile::Html;
use crate::marks;
use crate::own_page::{evidence, evidence_links, sections};
use crate::readings::{Reading, readings};
use crate::sayings::{capital, how_seen, main_evidence};
use crate::view::{Clue, DeviceView};
use crate::words::Arg;
use crate::writing::ListWord;
use oogmerk_model::{Because, Conclusion, Device, Finding, Relation, State, Verdict};
use std::collections::BTreeSet;

/// Stands for markup inside a message; no argument from outside can hold it.
const SLOT: &str = "\u{e005}";

/// How many readings for the maker its own page shows.
const MAKER_READINGS: usize = 12;

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
            let key = match (evidence.is_some(), d.maker.established) {
                (true, true) => "says-maker",
                (true, false) => "says-tested",
                (false, true) => "says-maker-bare",
                (false, false) => "says-tested-bare",
            };
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
    let mut out = vec![
        (w.text("col-kind"), book.verdict("kind", &d.kind)),
        (w.text("col-brand"), book.verdict("brand", &d.brand)),
        (w.text("col-maker"), maker_fact(book, d)),
        (w.text("col-model"), book.verdict("model", &d.model)),
        (w.text("col-firmware"), book.verdict("firmware", &d.firmware)),
        (w.text("col-serial"), book.verdict("serial", &d.serial)),
        (w.text("col-isolation"), isolation_fact(book, d, id)),
        (w.text("col-rules"), rules_fact(book, d, id)),
        (w.text("col-address"), addresses(d)),
    ];
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

/// Who built it, and in what relation to the brand.
fn maker_fact(book: &Book<'_>, d: &Device) -> Html {
    let mut maker = book.verdict("maker", &d.maker);
    if let Some(relation) = d.maker.relation {
        let word = match relation {
            Relation::OwnBrand => "own-brand",
            Relation::Subsidiary => "subsidiary",
            Relation::Oem => "oem",
            Relation::Relabel => "relabel",
        };
        let said = Html::own(&book.words.word("relation", word));
        maker.0.push_str(&format!(" <span class=\"small muted\">{said}</span>"));
    }
    maker
}

fn isolation_fact(book: &Book<'_>, d: &Device, id: &str) -> Html {
    let w = book.words;
    let mut isolation = marks::isolation_mark(w, d.isolation.as_ref().map(|i| i.verdict));
    if !d.outside.is_empty() {
        let n = w.html("fact-contacts", &[("n", Arg::N(d.outside.len() as u64))], &[]);
        isolation.0.push_str(&format!(" <a class=\"small\" href=\"#{id}-outside\">{n}</a>"));
    }
    isolation
}

/// The worst that the rules say of it, and how many it breaks.
fn rules_fact(book: &Book<'_>, d: &Device, id: &str) -> Html {
    let w = book.words;
    let findings: Vec<&Finding> = book.standing.findings.iter().filter(|f| f.device == d.id).collect();
    let concludes = |c: Conclusion| findings.iter().any(|f| f.conclusion == c);
    let worst = [Conclusion::Breaks, Conclusion::Contested, Conclusion::Undecided]
        .into_iter()
        .find(|c| concludes(*c))
        .or((!findings.is_empty()).then_some(Conclusion::Clear));
    let Some(worst) = worst else { return Html::own(&w.text("fact-not-judged")) };
    let broken = findings.iter().filter(|f| f.conclusion == Conclusion::Breaks).count() as u64;
    let mut said = marks::conclusion_mark(w, worst);
    let n = w.html("fact-rules", &[("n", Arg::N(broken)), ("all", Arg::N(findings.len() as u64))], &[]);
    said.0.push_str(&format!(" <a class=\"small\" href=\"#{id}-findings\">{n}</a>"));
    said
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
