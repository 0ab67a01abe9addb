//! Which firms are known on which protocols, and how far: for a reader, and for a spreadsheet.

use crate::csv::push;
use crate::hostile::terminal;
use crate::language::Lang;
use crate::lists::{COLUMNS, Fact, facts};
use crate::terminal::wrap;
use crate::words::{Arg, Words};

/// The words of the status, best first; what has none of them is not known at all.
const STATUSES: [&str; 3] = ["proven", "tested", "draft"];

/// What is known of each firm on each protocol.
#[derive(Clone, Debug, Default)]
pub struct CoverageTable {
    /// The columns.
    pub protocols: Vec<String>,
    /// The rows.
    pub firms: Vec<CoveredFirm>,
    /// How many firms answer on two protocols or more, drafts left out.
    pub on_two: u64,
    /// Whether the protocols on which nothing is known are named, not counted.
    pub names_nothing: bool,
}

/// A firm and the word of the best status on each protocol, `nothing` where there is none.
#[derive(Clone, Debug, Default)]
pub struct CoveredFirm {
    /// Its key.
    pub key: String,
    /// Its printed name.
    pub name: String,
    /// One word a protocol.
    pub words: Vec<&'static str>,
}

impl CoveredFirm {
    fn on<'t>(&self, table: &'t CoverageTable, word: &str) -> Vec<&'t str> {
        let cells = table.protocols.iter().zip(&self.words);
        cells.filter(|(_, is)| **is == word).map(|(protocol, _)| protocol.as_str()).collect()
    }
}

/// The table for a reader: a firm, and under each status the protocols.
pub fn coverage_text(table: &CoverageTable, lang: Lang) -> String {
    let w = Words::of(lang);
    let said = w.say(
        "coverage-says",
        &[
            ("firms", Arg::N(table.firms.len() as u64)),
            ("protocols", Arg::N(table.protocols.len() as u64)),
            ("two", Arg::N(table.on_two)),
        ],
    );
    let (known, nobody): (Vec<_>, Vec<_>) = table
        .firms
        .iter()
        .partition(|firm| table.names_nothing || firm.words.iter().any(|word| *word != "nothing"));
    let mut out = wrap(&said, COLUMNS, 0) + "\n";
    for firm in known {
        out += &format!("\n{}\n{}", terminal(&firm.name), facts(&rows(firm, table, w), 2));
    }
    if !nobody.is_empty() {
        let names: Vec<String> = nobody.iter().map(|firm| terminal(&firm.name)).collect();
        out += &format!("\n{}\n", w.say("coverage-nobody", &[("n", Arg::N(names.len() as u64))]));
        out += &format!("{}\n", wrap(&names.join(", "), COLUMNS, 2));
    }
    out
}

fn rows(firm: &CoveredFirm, table: &CoverageTable, w: &Words) -> Vec<Fact> {
    let mut rows: Vec<Fact> = Vec::new();
    for status in STATUSES {
        let on = firm.on(table, status);
        if !on.is_empty() {
            rows.push((w.word("status", status), on.join(", ")));
        }
    }
    let on = firm.on(table, "nothing");
    let nothing = if table.names_nothing {
        on.join(", ")
    } else {
        w.say("coverage-others", &[("n", Arg::N(on.len() as u64))])
    };
    rows.push((w.text("coverage-nothing"), nothing));
    rows
}

/// The table for a spreadsheet: a firm a row, a protocol a column; words of the data, in English.
pub fn coverage_csv(table: &CoverageTable) -> String {
    let mut out = String::new();
    let mut line = |cells: &[&str]| {
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                out.push(',');
            }
            push(cell, &mut out);
        }
        out.push_str("\r\n");
    };
    let heads: Vec<&str> =
        ["firm", "name"].into_iter().chain(table.protocols.iter().map(String::as_str)).collect();
    line(&heads);
    for firm in &table.firms {
        let cells: Vec<&str> =
            [firm.key.as_str(), firm.name.as_str()].into_iter().chain(firm.words.iter().copied()).collect();
        line(&cells);
    }
    out
}
