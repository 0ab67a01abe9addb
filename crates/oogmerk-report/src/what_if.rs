//! What `knowledge update` would change and what it did: rows of the knowledge, and on a register the verdicts,
//! conclusions and counts.

use crate::hostile::terminal;
use crate::known::pair;
use crate::language::Lang;
use crate::lists::{COLUMNS, Fact, columns, fact_blocks, left_out};
use crate::packs::{Whence, whence_text};
use crate::terminal::wrap;
use crate::words::{Arg, Words};
use oogmerk_model::{Conclusion, State};

/// How many voices of a changed verdict are shown where not everything is asked for.
const VOICES: usize = 4;

/// Rows of one sort that differ between two knowledge bases, by id.
#[derive(Clone, Debug, Default)]
pub struct RowsChange {
    /// `tells`, `edges`, `grammar`, `policies`, `vendors` or `blocks`.
    pub sort: &'static str,
    /// Only in the new one.
    pub added: Vec<String>,
    /// Only in the old one.
    pub removed: Vec<String>,
    /// In both, with another content.
    pub changed: Vec<String>,
}

/// The version in use, the one that would follow, and the rows in which they differ; at most `rows` ids of a sort.
pub fn knowledge_change_text(
    (version, whence): (&str, &Whence),
    then: &str,
    changes: &[RowsChange],
    rows: usize,
    lang: Lang,
) -> String {
    let w = Words::of(lang);
    let opening = [
        ("version", Arg::X(version)),
        ("whence", Arg::X(&whence_text(whence, lang))),
        ("then", Arg::X(then)),
    ];
    let mut out = wrap(&w.say("what-if-versions", &opening), COLUMNS, 0) + "\n";
    let changes: Vec<&RowsChange> = changes
        .iter()
        .filter(|c| !(c.added.is_empty() && c.removed.is_empty() && c.changed.is_empty()))
        .collect();
    let numbers = |c: &RowsChange| {
        let numbers = [
            ("added", Arg::N(c.added.len() as u64)),
            ("removed", Arg::N(c.removed.len() as u64)),
            ("changed", Arg::N(c.changed.len() as u64)),
        ];
        w.say("what-if-rows", &numbers)
    };
    let heads: Vec<Fact> = changes.iter().map(|c| (w.word("knowledge-rows", c.sort), numbers(c))).collect();
    for (change, head) in changes.iter().zip(fact_blocks(&heads, 0)) {
        out.push_str(&head);
        let signed = [("+", &change.added), ("-", &change.removed), ("~", &change.changed)];
        let all: Vec<String> = signed
            .iter()
            .flat_map(|(sign, ids)| ids.iter().map(move |id| format!("  {sign} {}\n", terminal(id))))
            .collect();
        out.extend(all.iter().take(rows).map(String::as_str));
        out.push_str(&left_out(w, all.len(), rows, 2));
    }
    out
}

/// How a refreshed table of address blocks differs from the one in use: rows read, added, changed, gone; and how many
/// stay although a list that is only a part of the registry does not name them.
pub fn blocks_change_text([read, added, changed, gone, kept]: [u64; 5], lang: Lang) -> String {
    let numbers = [
        ("read", Arg::N(read)),
        ("added", Arg::N(added)),
        ("changed", Arg::N(changed)),
        ("gone", Arg::N(gone)),
    ];
    let w = Words::of(lang);
    let mut out = w.say("what-if-blocks", &numbers) + "\n";
    if kept > 0 {
        out += &(w.say("what-if-blocks-kept", &[("n", Arg::N(kept))]) + "\n");
    }
    out
}

/// A verdict as it is told.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Its state.
    pub state: State,
    /// The value, or the rivals where it is contested.
    pub values: Vec<String>,
}

/// A verdict that changes.
#[derive(Clone, Debug)]
pub struct VerdictChanged {
    /// The device.
    pub device: String,
    /// The property's word.
    pub property: String,
    /// Before and after.
    pub sides: [Reading; 2],
    /// What speaks now and did not before.
    pub now_says: Vec<String>,
    /// What no longer speaks.
    pub no_longer_says: Vec<String>,
}

/// A conclusion that changes; `None` where the rule does not judge the device.
#[derive(Clone, Debug)]
pub struct ConclusionChanged {
    /// The device.
    pub device: String,
    /// The rule's id.
    pub rule: String,
    /// Before and after.
    pub sides: [Option<Conclusion>; 2],
}

/// A count that changes.
#[derive(Clone, Debug)]
pub struct CountChanged {
    /// The property counted by.
    pub property: String,
    /// The row's key.
    pub key: String,
    /// Proved and at most, before and after.
    pub sides: [(u64, u64); 2],
}

/// Everything that would change on a register.
#[derive(Clone, Debug, Default)]
pub struct WhatIf {
    /// The register's file.
    pub register: String,
    /// Verdicts.
    pub verdicts: Vec<VerdictChanged>,
    /// Conclusions about rules.
    pub conclusions: Vec<ConclusionChanged>,
    /// Devices that would be told about only then.
    pub appears: Vec<String>,
    /// Devices that would no longer be told about.
    pub vanishes: Vec<String>,
    /// Counts.
    pub counts: Vec<CountChanged>,
}

/// What would change on a register; at most `rows` rows of a list.
pub fn what_if_text(what: &WhatIf, rows: usize, lang: Lang) -> String {
    let w = Words::of(lang);
    let mut out = format!("\n{}\n", w.say("what-if-register", &[("register", Arg::X(&what.register))]));
    let parts = [
        verdicts(&what.verdicts, rows, w),
        list("what-if-conclusions", &conclusions(&what.conclusions, w), rows, w),
        list("what-if-appears", &ids(&what.appears), rows, w),
        list("what-if-vanishes", &ids(&what.vanishes), rows, w),
        list("what-if-counts", &counts(&what.counts, w), rows, w),
    ];
    let told = parts.concat();
    out.push_str(if told.is_empty() { "  " } else { &told });
    if told.is_empty() {
        out.push_str(&w.text("what-if-nothing"));
        out.push('\n');
    }
    out
}

fn head(key: &str, n: usize, w: &Words) -> String {
    format!("  {}\n", w.say(key, &[("n", Arg::N(n as u64))]))
}

/// A heading with its number and the rows under it; empty where there are none.
fn list(key: &str, all: &[Vec<String>], rows: usize, w: &Words) -> String {
    if all.is_empty() {
        return String::new();
    }
    let shown = all.get(..rows.min(all.len())).unwrap_or_default();
    head(key, all.len(), w) + &columns(shown, 4) + &left_out(w, all.len(), rows, 4)
}

fn verdicts(all: &[VerdictChanged], rows: usize, w: &Words) -> String {
    if all.is_empty() {
        return String::new();
    }
    let shown = all.get(..rows.min(all.len())).unwrap_or_default();
    let words: Vec<Vec<String>> =
        shown.iter().map(|c| vec![terminal(&c.device), w.word("property", &c.property)]).collect();
    let heads = columns(&words, 0);
    let facts: Vec<Fact> = shown
        .iter()
        .zip(heads.lines())
        .map(|(c, head)| {
            (head.to_owned(), between(c.sides.each_ref().map(|side| reading(&c.property, side, w))))
        })
        .collect();
    let most = if rows == usize::MAX { rows } else { VOICES };
    let mut out = head("what-if-verdicts", all.len(), w);
    for (change, block) in shown.iter().zip(fact_blocks(&facts, 4)) {
        out.push_str(&block);
        for (sign, says) in [("+", &change.now_says), ("-", &change.no_longer_says)] {
            for by in says.iter().take(most) {
                out.push_str(&format!("      {sign} {}\n", terminal(by)));
            }
            out.push_str(&left_out(w, says.len(), most, 6));
        }
    }
    out + &left_out(w, all.len(), rows, 4)
}

fn between([from, to]: [String; 2]) -> String {
    format!("{from} → {to}")
}

fn value(property: &str, text: &str, w: &Words) -> String {
    if property == "kind" { w.word("kind", text) } else { terminal(text) }
}

fn reading(property: &str, read: &Reading, w: &Words) -> String {
    let values: Vec<String> = read.values.iter().map(|v| value(property, v, w)).collect();
    match read.state {
        State::Decided => values.join(", "),
        State::Contested => pair(&w.word("verdict", "contested"), &values.join(" / "), w),
        State::Undecided => w.word("verdict", "undecided"),
    }
}

fn conclusions(all: &[ConclusionChanged], w: &Words) -> Vec<Vec<String>> {
    let word = |side: &Option<Conclusion>| match side {
        Some(conclusion) => w.word("conclusion", crate::marks::conclusion(*conclusion)),
        None => w.text("what-if-not-judged"),
    };
    let row = |c: &ConclusionChanged| {
        vec![terminal(&c.device), terminal(&c.rule), between(c.sides.each_ref().map(word))]
    };
    all.iter().map(row).collect()
}

fn ids(all: &[String]) -> Vec<Vec<String>> {
    all.iter().map(|id| vec![terminal(id)]).collect()
}

fn counts(all: &[CountChanged], w: &Words) -> Vec<Vec<String>> {
    let number = |n: u64| w.lang().number(n);
    let side = |(proved, most): &(u64, u64)| format!("{}, {}", number(*proved), number(*most));
    let row = |c: &CountChanged| {
        vec![
            w.word("property", &c.property),
            value(&c.property, &c.key, w),
            between(c.sides.each_ref().map(side)),
        ]
    };
    all.iter().map(row).collect()
}

/// How an update ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The same knowledge is in use already.
    InUseAlready,
    /// Only looked.
    DryRun,
    /// Asked, and the answer was no.
    Declined,
    /// Installed: the version in use from now on.
    Installed(String),
}

/// How an update ended, in a line.
pub fn update_end_text(ended: &Ended, lang: Lang) -> String {
    let w = Words::of(lang);
    let text = match ended {
        Ended::InUseAlready => w.text("update-already"),
        Ended::DryRun => w.text("update-dry-run"),
        Ended::Declined => w.text("update-declined"),
        Ended::Installed(version) => w.say("update-installed", &[("version", Arg::X(version))]),
    };
    text + "\n"
}

/// The question before a knowledge is installed, with the letters of the answers and a space after it.
pub fn update_question(lang: Lang) -> String {
    Words::of(lang).text("update-question") + " "
}
