//! The form of an objection to one row of the knowledge, and of the answer owed to it: what the row says and rests on,
//! what counts as evidence against it, what whoever answers has to say. Markdown that reads as plain text.
//!
//! No term stands in it that no text sets: where one binds those who use the form, they write it in, with the text.

use crate::hostile::terminal;
use crate::known::{EdgeStory, TellStory, edge_rows, pair, status, tell_rows, words};
use crate::language::Lang;
use crate::lists::{COLUMNS, Fact, columns, facts};
use crate::terminal::wrap;
use crate::words::{Arg, Words};

/// A shape of model numbers.
#[derive(Clone, Debug, Default)]
pub struct ShapeStory {
    /// Stable id.
    pub id: String,
    /// The brand's name.
    pub brand: String,
    /// The maker's name; empty where the shape names none.
    pub maker: String,
    /// The pattern.
    pub pattern: String,
    /// Words of the kinds.
    pub kinds: Vec<String>,
    /// Word of the status.
    pub status: String,
    /// Sources, as written.
    pub source: String,
}

/// A list or decision.
#[derive(Clone, Debug, Default)]
pub struct ListStory {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who decided it, and where.
    pub authority: String,
    /// What it says.
    pub statement: String,
    /// Whom it binds.
    pub binds: String,
    /// The firms it names, each with its days.
    pub firms: Vec<String>,
    /// Where it is written.
    pub reference: String,
    /// Sources, as written.
    pub source: String,
}

/// What is objected to.
#[derive(Clone, Debug)]
pub enum Disputed {
    /// A line of descent.
    Edge(EdgeStory),
    /// A tell.
    Tell(TellStory),
    /// A shape of model numbers.
    Shape(ShapeStory),
    /// A list or decision.
    List(ListStory),
}

impl Disputed {
    fn id(&self) -> &str {
        match self {
            Self::Edge(row) => &row.id,
            Self::Tell(row) => &row.id,
            Self::Shape(row) => &row.id,
            Self::List(row) => &row.id,
        }
    }

    /// The row as it stands, for a block that Markdown leaves alone.
    fn block(&self, w: &Words) -> String {
        match self {
            Self::Edge(row) => facts(&edge_rows(row, w), INDENT),
            Self::Tell(row) => columns(&tell_rows(row, w), INDENT),
            Self::Shape(row) => facts(&shape_rows(row, w), INDENT),
            Self::List(row) => facts(&list_rows(row, w), INDENT),
        }
    }
}

/// Lines that begin so far in are shown as they are.
const INDENT: usize = 4;

/// The form of an objection.
#[derive(Clone, Debug)]
pub struct DisputeForm {
    /// The row.
    pub row: Disputed,
    /// Version of the knowledge it stands in.
    pub version: String,
    /// Words of the classes of evidence that prove alone.
    pub alone: Vec<String>,
    /// Of those that prove where two independent ones say the same.
    pub in_pairs: Vec<String>,
    /// Of those that prove nothing.
    pub never: Vec<String>,
}

/// What whoever objects fills in.
const OBJECTION: [&str; 6] =
    ["dispute-who", "dispute-for", "dispute-day", "dispute-wrong", "dispute-right", "dispute-evidence"];

/// What whoever answers owes.
const ANSWER: [&str; 7] = [
    "dispute-received",
    "dispute-opened",
    "dispute-outcome",
    "dispute-reason",
    "dispute-correction",
    "dispute-day",
    "dispute-who",
];

/// The form.
pub fn dispute_text(form: &DisputeForm, lang: Lang) -> String {
    let w = Words::of(lang);
    let id = form.row.id();
    let version = form.version.as_str();
    let say = |key: &str| w.say(key, &[("id", Arg::X(id)), ("version", Arg::X(version))]);
    let paragraph = |key: &str| wrap(&say(key), COLUMNS, 0) + "\n\n";
    let blanks = |keys: &[&str]| {
        let lines: Vec<String> = keys.iter().map(|key| pair(&w.text(key), "____", w)).collect();
        format!("- {}\n\n", lines.join("\n- "))
    };
    let head = |key: &str| format!("## {}\n\n", w.text(key));
    let mut out = format!("# {}\n\n", say("dispute-title"));
    out += &paragraph("dispute-version");
    out += &head("dispute-row");
    out += &(form.row.block(w) + "\n");
    out += &head("dispute-objection");
    out += &blanks(&OBJECTION);
    out += &head("dispute-counts");
    out += &evidence(form, w);
    out += &head("dispute-answer");
    out += &paragraph("dispute-meanwhile");
    out += &blanks(&ANSWER);
    out += &paragraph("dispute-both");
    out += &paragraph("dispute-term");
    out += &blanks(&["dispute-term-text"]);
    out.trim_end().to_owned() + "\n"
}

/// What proves alone, in pairs, and not at all; and how a source is named.
fn evidence(form: &DisputeForm, w: &Words) -> String {
    let line = |key: &str, classes: &[String]| {
        let said = w.say(key, &[("classes", Arg::T(&words("evidence-class", classes, w)))]);
        format!("- {}\n", wrap(&said, COLUMNS - 2, 2).trim_start())
    };
    line("dispute-alone", &form.alone)
        + &line("dispute-in-pairs", &form.in_pairs)
        + &line("dispute-never", &form.never)
        + &format!("- {}\n\n", wrap(&w.text("dispute-locator"), COLUMNS - 2, 2).trim_start())
}

fn shape_rows(row: &ShapeStory, w: &Words) -> Vec<Fact> {
    let mut rows = vec![
        (w.word("property", "brand"), row.brand.clone()),
        (w.word("property", "maker"), row.maker.clone()),
        (w.word("property", "model"), row.pattern.clone()),
        (w.word("property", "kind"), words("kind", &row.kinds, w)),
        (w.text("known-status"), status(&row.status, w)),
        (w.text("known-source"), row.source.clone()),
    ];
    rows.retain(|(_, value)| !value.is_empty());
    rows
}

fn list_rows(row: &ListStory, w: &Words) -> Vec<Fact> {
    let mut rows = vec![
        (w.text("dispute-list-name"), terminal(&row.name)),
        (w.text("dispute-list-authority"), row.authority.clone()),
        (w.text("dispute-list-says"), row.statement.clone()),
        (w.text("dispute-list-binds"), row.binds.clone()),
        (w.text("dispute-list-firms"), row.firms.join(", ")),
        (w.text("dispute-list-reference"), row.reference.clone()),
        (w.text("known-source"), row.source.clone()),
    ];
    rows.retain(|(_, value)| !value.is_empty());
    rows
}
