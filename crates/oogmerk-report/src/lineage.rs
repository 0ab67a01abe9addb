//! The lineage of one brand for a reader: which line, who built it, who owns that firm; what the firms say themselves,
//! what is disputed, what is inside, each apart. Leads stand last, under a head that says that they decide nothing.

use crate::hostile::terminal;
use crate::known::{EdgeStory, edge_basis, edge_sentence};
use crate::language::Lang;
use crate::lists::{COLUMNS, Fact, facts};
use crate::terminal::wrap;
use crate::words::{Arg, Words};

/// A firm as the knowledge has it.
#[derive(Clone, Debug, Default)]
pub struct FirmStory {
    /// Its printed name.
    pub name: String,
    /// Country of its headquarters, two letters.
    pub country: String,
    /// Who owns it, as noted.
    pub owner: String,
    /// What is noted of ties to a state.
    pub state_link: String,
    /// What that rests on.
    pub source: String,
    /// Edges that say who bought or owns it.
    pub owners: Vec<EdgeStory>,
}

/// The lineage of a brand.
#[derive(Clone, Debug, Default)]
pub struct LineageStory {
    /// The brand's own firm.
    pub firm: FirmStory,
    /// Edges that say who builds its devices.
    pub built: Vec<EdgeStory>,
    /// The firms that build or own, and who owns these, each once.
    pub behind: Vec<FirmStory>,
    /// Chips and modules inside.
    pub parts: Vec<EdgeStory>,
    /// What nobody has checked.
    pub leads: Vec<EdgeStory>,
    /// Other names on devices that the firm builds.
    pub labels: Vec<String>,
}

impl LineageStory {
    fn edges(&self) -> impl Iterator<Item = &EdgeStory> {
        let behind = self.behind.iter().flat_map(|firm| &firm.owners);
        self.built.iter().chain(&self.firm.owners).chain(behind).chain(&self.parts).chain(&self.leads)
    }
}

/// The lineage for a reader.
pub fn lineage_text(story: &LineageStory, lang: Lang) -> String {
    let w = Words::of(lang);
    let mut out = firm_text(&story.firm, w, 2);
    out += &part("descent-built", &edges(&story.built, w), "descent-built-nobody", w);
    out += &part("descent-owned", &edges(&story.firm.owners, w), "descent-owned-nobody", w);
    out += &part("descent-behind", &behind(&story.behind, w), "descent-behind-nobody", w);
    out += &part("descent-statements", &statements(story, w), "descent-statements-none", w);
    out += &part("descent-disputed", &disputed(story, w), "descent-disputed-none", w);
    out += &part("descent-parts", &edges(&story.parts, w), "descent-parts-none", w);
    out += &part("descent-leads", &edges(&story.leads, w), "descent-leads-none", w);
    if !story.labels.is_empty() {
        let names: Vec<String> = story.labels.iter().map(|name| terminal(name)).collect();
        let names = wrap(&names.join(", "), COLUMNS, 2) + "\n";
        out += &part("descent-labels", &names, "", w);
    }
    let how = w.say("descent-dispute-how", &[("command", Arg::T("oogmerk knowledge dispute ID"))]);
    out + "\n" + &wrap(&how, COLUMNS, 0) + "\n"
}

/// A head and what stands under it, or the sentence that says that nothing does.
fn part(head: &str, body: &str, nothing: &str, w: &Words) -> String {
    let body = if body.is_empty() { wrap(&w.text(nothing), COLUMNS, 2) + "\n" } else { body.to_owned() };
    format!("\n{}\n{body}", w.text(head))
}

fn firm_text(firm: &FirmStory, w: &Words, indent: usize) -> String {
    let or_unknown = |text: &str| if text.is_empty() { w.text("descent-not-known") } else { text.to_owned() };
    let rows: Vec<Fact> = vec![
        (w.text("descent-country"), or_unknown(&firm.country)),
        (w.text("descent-owner"), or_unknown(&firm.owner)),
        (w.text("descent-state"), or_unknown(&firm.state_link)),
        (w.text("known-source"), or_unknown(&firm.source)),
    ];
    format!("{}{}\n{}", " ".repeat(indent - 2), terminal(&firm.name), facts(&rows, indent))
}

fn edges(all: &[EdgeStory], w: &Words) -> String {
    all.iter().map(|edge| edge_block(edge, w, 2)).collect()
}

/// An edge as its sentence, and under it what it rests on.
fn edge_block(edge: &EdgeStory, w: &Words, indent: usize) -> String {
    let mut rows = edge_basis(edge, w);
    if edge.disputed {
        rows.push((w.text("edge-disputed"), w.text("edge-yes")));
    }
    rows.push((w.text("descent-id"), edge.id.clone()));
    format!("{}\n{}", wrap(&edge_sentence(edge, w), COLUMNS, indent), facts(&rows, indent + 2))
}

fn behind(firms: &[FirmStory], w: &Words) -> String {
    let one = |firm: &FirmStory| {
        let owners: String = firm.owners.iter().map(|edge| edge_block(edge, w, 4)).collect();
        firm_text(firm, w, 4) + &owners
    };
    firms.iter().map(one).collect()
}

/// What a firm says itself, beside the edge it speaks of.
fn statements(story: &LineageStory, w: &Words) -> String {
    let said = story.edges().filter_map(|edge| edge.statement.as_ref().map(|said| (edge, said)));
    let one = |(edge, [by, date, says, source]): (&EdgeStory, &[String; 4])| {
        let rows = vec![(w.text("known-source"), source.clone()), (w.text("descent-id"), edge.id.clone())];
        wrap(&terminal(&format!("{by} ({date}): {says}")), COLUMNS, 2) + "\n" + &facts(&rows, 4)
    };
    said.map(one).collect()
}

fn disputed(story: &LineageStory, w: &Words) -> String {
    let rows = story.edges().filter(|edge| edge.disputed);
    rows.map(|edge| facts(&[(terminal(&edge.id), edge_sentence(edge, w))], 2)).collect()
}
