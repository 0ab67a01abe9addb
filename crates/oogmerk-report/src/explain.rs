//! `oogmerk explain` on a terminal: the argument first, then the chain finding ← claims ← evidence ← bytes.

use crate::argument::{self, Sentence};
use crate::book::{Book, Links};
use crate::hostile::terminal;
use crate::language::Lang;
use crate::marks;
use crate::readings::{Reading, readings};
use crate::sayings::{because_maker, follows_from_maker, how_seen, main_evidence, rules_sorted};
use crate::tables::unstopped;
use crate::terminal::{MarkSet, wrap};
use crate::words::{Arg, Words};
use oogmerk_model::{
    Because, CitedEvidence, CitedSource, Conclusion, Device, Field, Finding, Standing, State,
};
use std::collections::BTreeSet;

const WIDTH: usize = 80;
/// How many readings of a property are printed.
const READINGS: usize = 6;

/// The explanation of a device that stands alone (`identify`, `explain` without a register).
pub fn explain_text(device: &Device, because: &[Because], findings: &[&Finding], lang: Lang) -> String {
    let seen = device.evidence.iter().filter_map(|e| e.seen_at).max();
    let as_of = findings
        .first()
        .map(|f| f.as_of.clone())
        .or_else(|| seen.map(oogmerk_model::Timestamp::day))
        .unwrap_or_default();
    let standing = Standing {
        as_of,
        devices: vec![device.clone()],
        findings: findings.iter().map(|f| (*f).clone()).collect(),
        arguments: [(device.id.clone(), because.to_vec())].into(),
        ..Standing::default()
    };
    explain_device(&standing, &device.id, lang).unwrap_or_default()
}

/// The explanation of a device of a standing, with the labels, names and rules the register knows. `None` where there
/// is no such device.
pub fn explain_device(standing: &Standing, id: &str, lang: Lang) -> Option<String> {
    let book = Book::open(standing, lang, Links::Site { query: String::new() });
    let d = book.device(id)?;
    let because: &[Because] = standing.arguments.get(id).map_or(&[], Vec::as_slice);
    let findings: Vec<&Finding> = standing.findings.iter().filter(|f| f.device == id).collect();
    let mut out = String::new();
    out.push_str(&wrap(&title(&book, d), WIDTH, 0));
    out.push('\n');
    told(&book, &argument::sentences(&book, d, because, &findings), &mut out);
    findings_part(&book, d, because, &findings, &mut out);
    claims_part(&book, d, because, &mut out);
    Some(out)
}

/// The argument about a device of a standing, sentence by sentence: at most eight, each of at most twenty-five words.
/// `None` where there is no such device.
pub fn argument_of(standing: &Standing, id: &str, lang: Lang) -> Option<Vec<String>> {
    let book = Book::open(standing, lang, Links::Site { query: String::new() });
    let device = book.device(id)?;
    let because: &[Because] = standing.arguments.get(id).map_or(&[], Vec::as_slice);
    let findings: Vec<&Finding> = standing.findings.iter().filter(|f| f.device == id).collect();
    let said = argument::sentences(&book, device, because, &findings);
    Some(said.iter().map(|s| s.text(book.words)).collect())
}

/// What it is called: `Camera ZSP-114`.
fn title(book: &Book<'_>, d: &Device) -> String {
    let name = short(book.name(&d.id));
    book.words.say("device-title", &[("noun", Arg::T(Book::noun(d))), ("name", Arg::X(&name))])
}

/// One sentence a line, so that each can be pointed at.
fn told(book: &Book<'_>, sentences: &[Sentence], out: &mut String) {
    for sentence in sentences {
        out.push_str(&wrap(&sentence.text(book.words), WIDTH, 0));
        out.push('\n');
    }
}

fn short(text: &str) -> String {
    crate::hostile::neutral(text, '·', Some(60))
}

/// Who built it, once; then a line for each rule: mark, name, since when, whom it binds.
fn findings_part(book: &Book<'_>, d: &Device, because: &[Because], findings: &[&Finding], out: &mut String) {
    let w = book.words;
    if findings.is_empty() {
        return;
    }
    out.push_str(&format!("\n{}\n", w.text("h-findings")));
    if let (Some(m), Some(f)) = (d.maker.decided_value(), findings.iter().find(|f| follows_from_maker(f))) {
        let text = w.say(
            because_maker(d),
            &[
                ("maker", Arg::X(book.label(m))),
                ("evidence", Arg::X(&main_evidence(d, because).unwrap_or_default())),
                ("on", Arg::X(&book.lang.day(&f.as_of))),
            ],
        );
        out.push_str(&wrap(&text, WIDTH, 2));
        out.push('\n');
    }
    for f in rules_sorted(findings.to_vec()) {
        let rule = book.rules.iter().find(|r| r.rule == f.rule);
        // Where no register tells about the rule, the messages know it by its id.
        let name = rule.map_or_else(|| w.word("policy-name", &f.rule), |r| r.name.clone());
        let head = format!(
            "{} {}  {}",
            MarkSet::Unicode.conclusion(f.conclusion),
            w.word("conclusion", marks::conclusion(f.conclusion)),
            terminal(&name)
        );
        // The mark hangs out to the left of the name's further lines.
        out.push_str(wrap(&head, WIDTH, 6).strip_prefix("    ").unwrap_or_default());
        out.push('\n');
        if let Some(r) = rule.filter(|_| f.conclusion == Conclusion::Breaks) {
            let since = book.lang.day(&r.since);
            let text = w.say(
                "because-list",
                &[("since", Arg::X(&since)), ("who", Arg::X(&cut(unstopped(&r.binds))))],
            );
            out.push_str(&wrap(&text, WIDTH, 6));
            out.push('\n');
        }
        if !follows_from_maker(f) && f.conclusion != Conclusion::Clear && !f.because.is_empty() {
            let list: Vec<String> = f.because.iter().take(8).map(|b| terminal(b)).collect();
            out.push_str(&wrap(&w.say("explain-because", &[("list", Arg::T(&list.join(", ")))]), WIDTH, 6));
            out.push('\n');
        }
        // What would settle an open maker stands above, once for all rules.
        if d.maker.verdict == State::Decided && !f.settles.is_empty() {
            out.push_str(&wrap(&argument::settles(book, &f.settles).text(w), WIDTH, 6));
            out.push('\n');
        }
    }
}

fn claims_part(book: &Book<'_>, d: &Device, because: &[Because], out: &mut String) {
    let w = book.words;
    let mut properties = vec!["maker", "brand", "kind", "model", "firmware", "serial", "soc", "soc-maker"];
    for b in because {
        if !properties.contains(&b.property.as_str()) {
            properties.push(&b.property);
        }
    }
    let mut sourced = BTreeSet::new();
    for property in properties {
        let clues = readings(because, property);
        if clues.is_empty() {
            continue;
        }
        out.push_str(&format!(
            "\n{}\n",
            w.say("explain-property", &[("what", Arg::T(&w.word("property", property)))])
        ));
        for (i, reading) in clues.iter().take(READINGS).enumerate() {
            let b = reading.because;
            let says = w.say(
                &format!("clue-{}", how_seen(b)),
                &[
                    ("what", Arg::T(&w.word("property", &b.property))),
                    ("value", Arg::X(&book.value(&b.property, &b.value))),
                ],
            );
            let strength = w.word("strength", &b.strength);
            out.push_str(&format!("  {} {strength}\n", i + 1));
            out.push_str(&wrap(&says, WIDTH, 4));
            out.push('\n');
            if !b.by.is_empty() {
                out.push_str(&format!("    {}\n", w.say("aside-tell", &[("by", Arg::X(&b.by))])));
            }
            // Where a tell comes from is said where it first speaks.
            if !b.source.is_empty() && sourced.insert(b.by.as_str()) {
                out.push_str(&wrap(&w.say("aside-source", &[("source", Arg::X(&b.source))]), WIDTH, 4));
                out.push('\n');
            }
            if !b.field.is_empty() {
                out.push_str(&format!("    {}\n", read_at(book, d, reading)));
            }
            out.push_str(&format!("    │ {}\n", cut(&b.evidence)));
        }
        if clues.len() > READINGS {
            let left = (clues.len() - READINGS) as u64;
            out.push_str(&format!("  {}\n", w.say("and-more", &[("n", Arg::N(left))])));
        }
    }
}

/// Evidence id, field, place; then the ids of the same words elsewhere.
fn read_at(book: &Book<'_>, d: &Device, reading: &Reading<'_>) -> String {
    let b = reading.because;
    let cited = d.evidence.iter().find(|e| e.id.0 == b.id);
    let mut out = vec![terminal(&b.id), terminal(&b.field)];
    out.extend(cited.map(|e| stands(book, e)));
    if !reading.also.is_empty() {
        out.push(book.words.say("also-read", &[("ids", Arg::X(&reading.also.join(", ")))]));
    }
    out.join("  ")
}

fn cut(text: &str) -> String {
    crate::hostile::neutral(text, '·', Some(300))
}

fn stands(book: &Book<'_>, e: &CitedEvidence) -> String {
    let mut out = Vec::new();
    if let Some(t) = e.seen_at {
        out.push(book.lang.moment(t));
    }
    out.push(source_text(book.words, &e.source));
    if e.decoded {
        out.push(book.words.text("decoded"));
    }
    out.join("  ")
}

/// `a.pcap, frame 120, byte 54`.
pub(crate) fn source_text(w: &Words, s: &CitedSource) -> String {
    let mut out = Vec::new();
    if let Some(file) = s.file.as_deref() {
        out.push(terminal(file));
    }
    if let Some(sheet) = s.sheet.as_deref() {
        out.push(w.say("source-sheet", &[("sheet", Arg::X(sheet))]));
    }
    for (key, n) in [
        ("source-frame", s.frame),
        ("source-line", s.line),
        ("source-column", s.column.map(u64::from)),
        ("source-offset", s.offset),
    ] {
        if let Some(n) = n {
            out.push(w.say(key, &[("n", Arg::N(n))]));
        }
    }
    if out.is_empty() { w.text("source-none") } else { out.join(", ") }
}

/// Why a device is not said to be of a maker, as `assess::why_not` answers it.
#[derive(Clone, Copy, Debug)]
pub struct WhyNot<'a> {
    /// The maker's printed name.
    pub maker: &'a str,
    /// `nothing-speaks-for-it`, `too-weak`, `only-one-voice`, `another-is-decided`, `contested`, `it-is`.
    pub reason: &'a str,
    /// What speaks for it.
    pub speaks_for: &'a [Because],
    /// What speaks for others.
    pub speaks_against: &'a [Because],
    /// What the lineage list says of the brand.
    pub lineage: &'a [Because],
    /// Fields that would settle it.
    pub needs: &'a [Field],
}

/// The same from the argument of the device alone, for whoever has no answer of `assess` at hand.
pub fn why_not(device: &Device, because: &[Because], maker: &str, lang: Lang) -> String {
    let is = |value: &str| value.eq_ignore_ascii_case(maker);
    let (own, others): (Vec<Because>, Vec<Because>) =
        because.iter().filter(|b| b.property == "maker").cloned().partition(|b| is(&b.value));
    let lineage: Vec<Because> = because.iter().filter(|b| b.lineage.is_some()).cloned().collect();
    let voices: std::collections::BTreeSet<&str> =
        own.iter().filter(|b| b.strength != "weak").map(|b| b.by.as_str()).collect();
    let reason = match (device.maker.verdict, device.maker.decided_value()) {
        (_, Some(m)) if is(m) => "it-is",
        _ if own.is_empty() => "nothing-speaks-for-it",
        (_, Some(_)) => "another-is-decided",
        (State::Contested, _) => "contested",
        _ if voices.len() == 1 => "only-one-voice",
        _ => "too-weak",
    };
    let answer = WhyNot {
        maker,
        reason,
        speaks_for: &own,
        speaks_against: &others,
        lineage: &lineage,
        needs: &device.maker.needs,
    };
    why_not_text(device, &answer, lang)
}

/// Why a device is not said to be built by a maker: the argument, then what speaks for and against.
pub fn why_not_text(device: &Device, answer: &WhyNot<'_>, lang: Lang) -> String {
    let standing = Standing { devices: vec![device.clone()], ..Standing::default() };
    why_not_of(&standing, device, answer, lang)
}

/// The same about a device of a standing, with the labels and names the register knows. `None` where there is no such
/// device.
pub fn why_not_device(standing: &Standing, id: &str, answer: &WhyNot<'_>, lang: Lang) -> Option<String> {
    let device = standing.devices.iter().find(|d| d.id == id)?;
    Some(why_not_of(standing, device, answer, lang))
}

/// The opposite argument, sentence by sentence, within the same bounds. `None` where there is no such device.
pub fn why_not_argument(
    standing: &Standing,
    id: &str,
    answer: &WhyNot<'_>,
    lang: Lang,
) -> Option<Vec<String>> {
    let book = Book::open(standing, lang, Links::Site { query: String::new() });
    let said = against(&book, book.device(id)?, answer);
    Some(said.iter().map(|s| s.text(book.words)).collect())
}

fn against(book: &Book<'_>, device: &Device, answer: &WhyNot<'_>) -> Vec<Sentence> {
    let all: Vec<Because> = [answer.speaks_for, answer.speaks_against, answer.lineage].concat();
    let other =
        argument::Other { maker: answer.maker, reason: answer.reason, because: &all, needs: answer.needs };
    argument::why_not(book, device, &other)
}

fn why_not_of(standing: &Standing, device: &Device, answer: &WhyNot<'_>, lang: Lang) -> String {
    let book = Book::open(standing, lang, Links::Site { query: String::new() });
    let w = book.words;
    let maker = short(answer.maker);
    let mut out = String::new();
    told(&book, &against(&book, device, answer), &mut out);
    for (key, list) in [("why-not-for", answer.speaks_for), ("why-not-against", answer.speaks_against)] {
        if list.is_empty() {
            continue;
        }
        out.push_str(&format!("\n{}\n", w.say(key, &[("maker", Arg::T(&maker))])));
        for b in list.iter().take(12) {
            out.push_str(&format!(
                "  {}  {}  {} {}\n      │ {}\n",
                w.word("strength", &b.strength),
                short(&b.value),
                terminal(&b.id),
                terminal(&b.field),
                cut(&b.evidence)
            ));
        }
    }
    out
}
