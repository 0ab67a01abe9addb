//! Texts of `knowledge pack|key|trust|reset|list` and of what `knowledge update` did: which knowledge there is, who
//! vouches for it, whence it is.

use crate::hostile::terminal;
use crate::known::pair;
use crate::language::Lang;
use crate::lists::{COLUMNS, Fact, columns, facts};
use crate::terminal::wrap;
use crate::words::{Arg, Words};

/// How far a row is proved, in the order in which counts are told.
const STATUSES: [&str; 3] = ["proven", "tested", "draft"];

/// What a pack says of itself.
#[derive(Clone, Debug, Default)]
pub struct PackCard {
    /// Version, `k-…`.
    pub version: String,
    /// Day it was made, `YYYY-MM-DD`.
    pub made_on: String,
    /// Version of the program that made it.
    pub program: String,
    /// Who made it, by their own word.
    pub maker: String,
    /// The public key that signed it.
    pub key: String,
    /// That key's fingerprint.
    pub fingerprint: String,
    /// What it holds and how many, `tells_proven` or `vendors`.
    pub counts: Vec<(String, u64)>,
    /// Number of distinct sources.
    pub sources: u64,
}

/// What was done to a pack's file before its card is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackFile {
    /// It was written, of so many bytes.
    Written(u64),
    /// It was read: the signature is of a trusted key and every part is as it was signed.
    Proved,
}

/// A pack's file and what it says of itself.
pub fn pack_text(file: &str, what: PackFile, card: &PackCard, lang: Lang) -> String {
    let w = Words::of(lang);
    let opening = match what {
        PackFile::Written(bytes) => {
            w.say("pack-written", &[("file", Arg::X(file)), ("bytes", Arg::N(bytes))])
        }
        PackFile::Proved => w.say("pack-proved", &[("file", Arg::X(file))]),
    };
    let made = w.say("pack-made-with", &[("day", Arg::X(&card.made_on)), ("program", Arg::X(&card.program))]);
    let mut rows = vec![
        (w.text("pack-version"), card.version.clone()),
        (w.text("pack-made-on"), made),
        (w.text("pack-maker"), card.maker.clone()),
        (w.text("pack-key"), card.key.clone()),
        (w.text("pack-fingerprint"), card.fingerprint.clone()),
    ];
    for (i, held) in holdings(&card.counts, w).into_iter().enumerate() {
        rows.push((if i == 0 { w.text("pack-holds") } else { String::new() }, held));
    }
    rows.push((w.text("pack-sources"), lang.number(card.sources)));
    format!("{opening}\n{}", facts(&rows, 2))
}

/// `tells: 900 proven, 40 tested` and its like, in the order of the counts; a count of no known sort under its own name.
fn holdings(counts: &[(String, u64)], w: &Words) -> Vec<String> {
    let split = |(key, n): &(String, u64)| match key.split_once('_') {
        Some((sort, status)) => (sort.to_owned(), status.to_owned(), *n),
        None => (key.clone(), String::new(), *n),
    };
    let mut out: Vec<(String, Vec<(usize, String)>)> = Vec::new();
    for (sort, status, n) in counts.iter().map(split) {
        let said = if status.is_empty() { w.lang().number(n) } else { w.many("statuses", &status, n) };
        let place = STATUSES.iter().position(|s| *s == status).unwrap_or(STATUSES.len());
        match out.iter_mut().find(|(known, _)| *known == sort) {
            Some((_, all)) => all.push((place, said)),
            None => out.push((sort, vec![(place, said)])),
        }
    }
    let line = |(sort, mut all): (String, Vec<(usize, String)>)| {
        all.sort();
        let said: Vec<String> = all.into_iter().map(|(_, said)| said).collect();
        pair(&w.word("knowledge-rows", &sort), &said.join(", "), w)
    };
    out.into_iter().map(line).collect()
}

/// A public key and its fingerprint; before them, where a new pair was written, what to do with its file.
pub fn key_text(file: Option<&str>, key: &str, fingerprint: &str, lang: Lang) -> String {
    let w = Words::of(lang);
    let warning = file
        .map(|f| wrap(&w.say("key-secret", &[("file", Arg::X(f))]), COLUMNS, 0) + "\n")
        .unwrap_or_default();
    let rows = [(w.text("pack-key"), key.to_owned()), (w.text("pack-fingerprint"), fingerprint.to_owned())];
    warning + &facts(&rows, 0)
}

/// That a key is trusted from now on and where it is listed, or (`None`) that it was trusted already.
pub fn trust_text(fingerprint: &str, listed_in: Option<&str>, lang: Lang) -> String {
    let w = Words::of(lang);
    let key = Arg::X(fingerprint);
    match listed_in {
        None => w.say("trust-already", &[("fingerprint", key)]) + "\n",
        Some(file) => format!(
            "{}\n{}\n",
            w.say("trust-from-now", &[("fingerprint", key)]),
            w.say("trust-listed", &[("file", Arg::X(file))])
        ),
    }
}

/// What `knowledge reset` took away, and the version in use after it.
pub fn reset_text(taken: &[String], version: &str, lang: Lang) -> String {
    let w = Words::of(lang);
    let mut out: String =
        taken.iter().map(|file| w.say("reset-taken", &[("file", Arg::X(file))]) + "\n").collect();
    out.push_str(&w.say("reset-in-use", &[("version", Arg::X(version))]));
    out.push('\n');
    out
}

/// Whence the knowledge in use is.
#[derive(Clone, Debug, Default)]
pub struct Whence {
    /// Version of this program.
    pub program: String,
    /// Maker and day of the installed pack; `None` for the program's own knowledge.
    pub pack: Option<(String, String)>,
    /// Whether refreshed address blocks lie over it.
    pub has_blocks: bool,
}

/// Whence it is, in part of a line.
pub fn whence_text(whence: &Whence, lang: Lang) -> String {
    let w = Words::of(lang);
    let base = match &whence.pack {
        Some((maker, day)) => w.say("whence-pack", &[("maker", Arg::X(maker)), ("day", Arg::X(day))]),
        None => w.say("whence-own", &[("program", Arg::X(&whence.program))]),
    };
    if whence.has_blocks { format!("{base}, {}", w.text("whence-blocks")) } else { base }
}

/// What there is, by firm and status.
#[derive(Clone, Debug, Default)]
pub struct KnowledgeList {
    /// Version in use.
    pub version: String,
    /// Whence; `None` where nothing can be installed, for want of a home.
    pub whence: Option<Whence>,
    /// Version and maker of a pack that is installed and not used, being made for an older program.
    pub passed_over: Option<(String, String)>,
    /// Fingerprint and name of each trusted key.
    pub trusted: Vec<(String, String)>,
    /// Tells by firm, `-` for those that name nobody: proven, tested, draft.
    pub tells: Vec<(String, [u64; 3])>,
    /// Lists that can be judged by: id, name, country.
    pub policies: Vec<[String; 3]>,
}

/// The text of `knowledge list`.
pub fn knowledge_list_text(list: &KnowledgeList, lang: Lang) -> String {
    let w = Words::of(lang);
    let mut head: Vec<Fact> = vec![(w.text("list-knowledge"), list.version.clone())];
    if let Some(whence) = &list.whence {
        head.push((w.text("list-whence"), whence_text(whence, lang)));
    }
    if let Some((version, maker)) = &list.passed_over {
        let said = w.say("list-passed-over", &[("version", Arg::X(version)), ("maker", Arg::X(maker))]);
        head.push((w.text("list-not-used"), said));
    }
    for (fingerprint, name) in &list.trusted {
        head.push((w.text("list-trusted"), format!("{fingerprint} {name}")));
    }
    let mut out = facts(&head, 0);
    let counts = |counts: &[u64; 3]| {
        let words = STATUSES.into_iter().zip(counts).filter(|(_, n)| **n > 0);
        let said: Vec<String> = words.map(|(status, n)| w.many("statuses", status, *n)).collect();
        said.join(", ")
    };
    let tells: Vec<Vec<String>> =
        list.tells.iter().map(|(firm, n)| vec![terminal(firm), counts(n)]).collect();
    out.push_str(&format!("\n{}\n{}", w.text("list-tells"), columns(&tells, 2)));
    let policies: Vec<Vec<String>> = list
        .policies
        .iter()
        .map(|[id, name, country]| vec![terminal(id), terminal(&format!("{name} ({country})"))])
        .collect();
    out.push_str(&format!("\n{}\n{}", w.text("list-policies"), columns(&policies, 2)));
    out
}

/// How much of somebody else's fingerprints is of use.
#[derive(Clone, Debug, Default)]
pub struct Patterns {
    /// `recog` or `nmap`.
    pub of: String,
    /// Patterns this program can use.
    pub usable: u64,
    /// All patterns of the copy.
    pub all: u64,
    /// Those that say something about a device.
    pub speaking: u64,
    /// Why others were left out, and how many.
    pub causes: Vec<(String, u64)>,
}

/// How much of a copy is of use, and why the rest is not.
pub fn patterns_text(patterns: &Patterns, lang: Lang) -> String {
    let w = Words::of(lang);
    let of = Arg::X(&patterns.of);
    let numbers = [
        ("of", of),
        ("usable", Arg::N(patterns.usable)),
        ("all", Arg::N(patterns.all)),
        ("speaking", Arg::N(patterns.speaking)),
    ];
    let mut out = w.say("patterns-usable", &numbers) + "\n";
    for (reason, n) in &patterns.causes {
        out.push_str(
            &w.say("patterns-left-out", &[("of", of), ("n", Arg::N(*n)), ("reason", Arg::X(reason))]),
        );
        out.push('\n');
    }
    out
}

/// How many of a copy's own examples are matched first by their own pattern, and where not.
pub fn examples_text(of: &str, right: u64, all: u64, differences: &[String], lang: Lang) -> String {
    let numbers = [("of", Arg::X(of)), ("right", Arg::N(right)), ("all", Arg::N(all))];
    let mut out = Words::of(lang).say("patterns-examples", &numbers) + "\n";
    for line in differences {
        out.push_str(&format!("{}: {}\n", terminal(of), terminal(line)));
    }
    out
}
