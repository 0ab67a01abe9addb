//! One piece of knowledge for a reader: a line of descent between brand and maker, or a tell, with all it rests on.

use crate::hostile::terminal;
use crate::language::Lang;
use crate::lists::{Fact, columns, facts};
use crate::words::{Arg, Words};

/// Who makes whose devices, as the knowledge has it.
#[derive(Clone, Debug, Default)]
pub struct EdgeStory {
    /// Stable id.
    pub id: String,
    /// The brand's name.
    pub brand: String,
    /// The maker's name.
    pub maker: String,
    /// Word of the relation, `oem`.
    pub relation: String,
    /// Whether it holds for all of the brand (or of the models), not for some.
    pub all: bool,
    /// Pattern on the model; `None` for the whole brand.
    pub models: Option<String>,
    /// Some model numbers that fit the pattern.
    pub examples: Vec<String>,
    /// First day, month or year; empty where unknown.
    pub from: String,
    /// Last; empty where unknown.
    pub to: String,
    /// Word of the status, `draft`.
    pub status: String,
    /// Word of the class of each source, `press`.
    pub evidence: Vec<String>,
    /// Sources, as written.
    pub source: String,
    /// What the maker or the brand's owner says of it: who, when, what, where it can be read.
    pub statement: Option<[String; 4]>,
    /// Whether somebody disputes it.
    pub disputed: bool,
}

/// Edges for a reader, an empty line between them.
pub fn edges_text(edges: &[EdgeStory], lang: Lang) -> String {
    let w = Words::of(lang);
    edges.iter().map(|e| edge_text(e, w)).collect::<Vec<_>>().join("\n")
}

fn edge_text(edge: &EdgeStory, w: &Words) -> String {
    format!("{}\n{}", terminal(&edge.id), facts(&edge_rows(edge, w), 2))
}

/// The edge in a sentence.
pub(crate) fn edge_sentence(edge: &EdgeStory, w: &Words) -> String {
    w.say(
        &format!("edge-says-{}", edge.relation),
        &[("brand", Arg::X(&edge.brand)), ("maker", Arg::X(&edge.maker))],
    )
}

/// What an edge says of when and of which devices, and what it rests on; without what others say of it.
pub(crate) fn edge_basis(edge: &EdgeStory, w: &Words) -> Vec<Fact> {
    let mut rows = vec![(w.text("edge-scope"), scope(edge, w))];
    if !edge.examples.is_empty() {
        rows.push((w.text("edge-examples"), edge.examples.join(", ")));
    }
    rows.extend([
        (w.text("edge-period"), period(edge, w)),
        (w.text("known-status"), status(&edge.status, w)),
        (w.text("edge-evidence"), words("evidence-class", &edge.evidence, w)),
        (w.text("known-source"), edge.source.clone()),
    ]);
    rows
}

/// All that is known of an edge.
pub(crate) fn edge_rows(edge: &EdgeStory, w: &Words) -> Vec<Fact> {
    let mut rows: Vec<Fact> = vec![(w.text("edge-relation"), edge_sentence(edge, w))];
    rows.extend(edge_basis(edge, w));
    let label = w.text("edge-statement");
    match &edge.statement {
        Some([by, date, says, source]) => {
            rows.push((label, format!("{by} ({date}): {says}")));
            rows.push((String::new(), source.clone()));
        }
        None => rows.push((label, w.text("edge-no-statement"))),
    }
    let disputed = w.text(if edge.disputed { "edge-yes" } else { "edge-no" });
    rows.push((w.text("edge-disputed"), disputed));
    rows
}

pub(crate) fn words(family: &str, all: &[String], w: &Words) -> String {
    all.iter().map(|word| w.word(family, word)).collect::<Vec<_>>().join(", ")
}

fn scope(edge: &EdgeStory, w: &Words) -> String {
    match (&edge.models, edge.all) {
        (None, true) => w.text("edge-all"),
        (None, false) => w.text("edge-some"),
        (Some(models), true) => w.say("edge-all-models", &[("models", Arg::X(models))]),
        (Some(models), false) => w.say("edge-some-models", &[("models", Arg::X(models))]),
    }
}

fn period(edge: &EdgeStory, w: &Words) -> String {
    let (from, to) = (Arg::X(&edge.from), Arg::X(&edge.to));
    match (edge.from.is_empty(), edge.to.is_empty()) {
        (true, true) => w.text("edge-period-unknown"),
        (false, true) => w.say("edge-period-from", &[("from", from)]),
        (true, false) => w.say("edge-period-to", &[("to", to)]),
        (false, false) => w.say("edge-period-both", &[("from", from), ("to", to)]),
    }
}

pub(crate) fn status(word: &str, w: &Words) -> String {
    let said = w.word("status", word);
    if word == "draft" { pair(&said, &w.text("known-draft"), w) } else { said }
}

/// A word and what it says, `maker: Axis`, with the colon as the language sets it.
pub(crate) fn pair(name: &str, value: &str, w: &Words) -> String {
    w.say("known-pair", &[("name", Arg::X(name)), ("value", Arg::X(value))])
}

/// How a device gives itself away, as the knowledge has it.
#[derive(Clone, Debug, Default)]
pub struct TellStory {
    /// Stable id.
    pub id: String,
    /// Field it reads.
    pub field: String,
    /// How the pattern is held against the value: `exact`, `prefix`, `suffix`, `contains` or `regex`.
    pub matching: &'static str,
    /// The pattern.
    pub pattern: String,
    /// Property and value of each claim; the kinds stand together in one.
    pub claims: Vec<(String, Vec<String>)>,
    /// Word of its strength.
    pub strength: String,
    /// Word of the status.
    pub status: String,
    /// The group it counts in.
    pub group: String,
    /// Source and date.
    pub source: String,
    /// Values on which it must speak.
    pub matches: Vec<String>,
    /// Values on which it must be silent.
    pub silent: Vec<String>,
}

/// A tell for a reader. Patterns and examples are never broken: each space in them counts.
pub fn tell_text(tell: &TellStory, lang: Lang) -> String {
    format!("{}\n{}", terminal(&tell.id), columns(&tell_rows(tell, Words::of(lang)), 2))
}

/// All that is known of a tell.
pub(crate) fn tell_rows(tell: &TellStory, w: &Words) -> Vec<Vec<String>> {
    let mut rows = vec![
        vec![w.text("tell-reads"), terminal(&tell.field)],
        vec![w.text("tell-pattern"), pair(&w.word("pattern", tell.matching), &tell.pattern, w)],
    ];
    for (i, (property, values)) in tell.claims.iter().enumerate() {
        let family = if property == "kind" { "kind" } else { "" };
        let label = if i == 0 { w.text("tell-claims") } else { String::new() };
        rows.push(vec![label, pair(&w.word("property", property), &words(family, values, w), w)]);
    }
    rows.push(vec![w.text("tell-strength"), w.word("strength", &tell.strength)]);
    rows.push(vec![w.text("known-status"), status(&tell.status, w)]);
    rows.push(vec![w.text("tell-group"), terminal(&tell.group)]);
    rows.push(vec![w.text("known-source"), terminal(&tell.source)]);
    for (key, examples) in [("tell-match", &tell.matches), ("tell-silent", &tell.silent)] {
        rows.extend(examples.iter().map(|example| vec![w.text(key), terminal(example)]));
    }
    rows
}
