//! The rules, and which devices break them.

use crate::book::{Book, concluded};
use crate::hostile::{Html, anchor};
use crate::marks;
use crate::tables::{section, severity, unstopped};
use crate::view::{Block, Section, Table};
use crate::words::Arg;
use oogmerk_model::{Conclusion, RuleBroken};

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

pub(crate) fn rules(book: &Book<'_>) -> Section {
    let w = book.words;
    let s = book.standing;
    if s.rules.is_empty() {
        return section(book, "rules", vec![Block::Says(Html::own(&w.text("rules-none")))]);
    }
    let says = w.html(
        "rules-says",
        &[
            ("rules", Arg::N(s.rules.len() as u64)),
            ("broken", Arg::N(book.rules_broken())),
            ("n", Arg::N(book.breaking_count())),
        ],
        &[],
    );
    let mut rules: Vec<&RuleBroken> = book.rules.iter().collect();
    rules.sort_by(|a, b| {
        concluded(b, Conclusion::Breaks)
            .cmp(&concluded(a, Conclusion::Breaks))
            .then(b.severity.cmp(&a.severity))
            .then(a.rule.cmp(&b.rule))
    });
    let mut blocks = vec![Block::Says(says), Block::Table(rules_table(book, &rules))];
    for r in rules {
        blocks.push(Block::Heading(anchor("rule", &r.rule), Html::hostile(&r.name)));
        blocks.push(Block::Prov(rule_facts(book, r)));
        blocks.extend(rule_devices(book, r).map(|line| Block::List(vec![line])));
    }
    section(book, "rules", blocks)
}

fn rules_table(book: &Book<'_>, rules: &[&RuleBroken]) -> Table {
    let w = book.words;
    let heads = [
        "col-rule",
        "#conclusion-breaks",
        "#conclusion-clear",
        "#conclusion-undecided",
        "#conclusion-contested",
        "col-severity",
    ];
    let mut t = Table::new(w, w.text("t-rules"), &heads);
    for r in rules {
        t.row(String::new(), rule_cells(book, r));
    }
    t.note = Html::own(&w.text("rules-note"));
    t
}

fn rule_cells(book: &Book<'_>, r: &RuleBroken) -> Vec<Html> {
    let w = book.words;
    let cell = |c: Conclusion| {
        let n = concluded(r, c);
        book.counted(n, "rule+conclusion", &format!("{}\u{1f}{}", r.rule, marks::conclusion(c)))
    };
    let name = linked_hostile(&r.name, &format!("#{}", anchor("rule", &r.rule)));
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
    ]
}

/// The devices that break a rule.
fn rule_devices(book: &Book<'_>, r: &RuleBroken) -> Option<Html> {
    let (_, ids) = r.devices.iter().find(|(c, _)| *c == Conclusion::Breaks)?;
    if ids.is_empty() {
        return None;
    }
    let names: Vec<Html> = ids.iter().take(40).map(|id| book.device_link(id)).collect();
    let mut line = book.words.html(
        "rule-devices",
        &[("n", Arg::N(ids.len() as u64))],
        &[("n", book.list_href("rule+conclusion", &format!("{}\u{1f}breaks", r.rule)))],
    );
    line.0.push(' ');
    line.0.push_str(Html::join(&names, ", ").as_str());
    if ids.len() > 40 {
        line.0.push_str(", …");
    }
    Some(line)
}

fn linked_hostile(text: &str, href: &str) -> Html {
    Html(format!("<a href=\"{}\">{}</a>", Html::own(href), Html::hostile(text)))
}
