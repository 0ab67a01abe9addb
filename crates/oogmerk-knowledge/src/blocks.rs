//! Address blocks refreshed from the registry's own files: names come from there, what they mean stays ours.
//!
//! Reads the IEEE registries MA-L, MA-M and MA-S as CSV (`Registry,Assignment,Organization Name,…`) or as text
//! (`oui.txt`, `mam.txt`, `oui36.txt`), also as Debian's `ieee-data` carries them. Whose maker an assignee is, and
//! whether it sells little but cameras, is kept only where this knowledge base says so already; nothing is invented.

use crate::names::fold;
use crate::pack::FileError;
use crate::{Knowledge, Oracle, Oui};
use std::collections::{BTreeMap, BTreeSet};

/// Largest file read, in bytes.
const FILE_MAX: usize = 64 << 20;

/// A table that came of the registry's files, and what it changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refreshed {
    /// The new table, in the form of `oui.csv`.
    pub csv: String,
    /// Blocks in the files.
    pub read: usize,
    /// Blocks of known assignees that the table did not have: prefix and assignee.
    pub added: Vec<(String, String)>,
    /// Blocks whose assignee is written otherwise now, or is another: prefix, before, after.
    pub changed: Vec<(String, String, String)>,
    /// Blocks that are no longer registered, or now belong to somebody unknown here.
    pub gone: Vec<(String, String)>,
    /// Blocks that the files do not name and that stay all the same, because the files hold only a part of the registry.
    pub kept: usize,
    /// Rows that could not be read.
    pub problems: Vec<FileError>,
}

/// Prefixes of one length sort together: number of hex digits, then the digits.
type Table = BTreeMap<(usize, String), Oui>;

/// The table of address blocks as the registry's files (name, bytes) have it now.
///
/// # Errors
/// A file in which there is no block at all: then nothing is changed.
pub fn refresh(knowledge: &Knowledge, files: &[(&str, &[u8])]) -> Result<Refreshed, FileError> {
    let mut refreshed = Refreshed::default();
    let mut registered: BTreeMap<(usize, String), String> = BTreeMap::new();
    for (name, bytes) in files {
        let wrong = |reason: &str| FileError { file: (*name).to_owned(), line: 0, reason: reason.to_owned() };
        if bytes.len() > FILE_MAX {
            return Err(wrong("the file is larger than 64 MiB"));
        }
        let before = registered.len();
        if bytes.starts_with(b"Registry,") || bytes.starts_with(b"\xef\xbb\xbfRegistry,") {
            rows(name, bytes, &mut registered, &mut refreshed.problems);
        } else {
            lines(name, &String::from_utf8_lossy(bytes), &mut registered, &mut refreshed.problems);
        }
        if registered.len() == before {
            return Err(wrong("no address block in it: the registry's CSV or text form is expected"));
        }
    }
    refreshed.read = registered.len();
    merge(knowledge, &registered, &mut refreshed);
    Ok(refreshed)
}

fn rows(
    name: &str,
    bytes: &[u8],
    registered: &mut BTreeMap<(usize, String), String>,
    problems: &mut Vec<FileError>,
) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    for (i, record) in reader.byte_records().enumerate() {
        let wrong =
            |reason: &str| FileError { file: name.to_owned(), line: i + 2, reason: reason.to_owned() };
        let Ok(record) = record else {
            problems.push(wrong("not a row of CSV"));
            continue;
        };
        let cell = |n: usize| String::from_utf8_lossy(record.get(n).unwrap_or_default()).trim().to_owned();
        match prefix(&cell(1)) {
            Some(key) => drop(registered.insert(key, tidy(&cell(2)))),
            // Company ids are no address blocks.
            None if cell(0) == "CID" => {}
            None => problems.push(wrong("the assignment is not 6, 7 or 9 hex digits")),
        }
    }
}

/// `40-D8-55   (hex)  Name` gives the block of 24 bits, `A00000-AFFFFF  (base 16)  Name` the part of it.
fn lines(
    name: &str,
    text: &str,
    registered: &mut BTreeMap<(usize, String), String>,
    problems: &mut Vec<FileError>,
) {
    let mut base = String::new();
    for (i, line) in text.lines().enumerate() {
        if let Some((block, _)) = line.split_once("(hex)") {
            base = block.trim().replace('-', "");
        } else if let Some((range, assignee)) = line.split_once("(base 16)") {
            match part(&base, range.trim()) {
                Some(key) => drop(registered.insert(key, tidy(assignee))),
                None => problems.push(FileError {
                    file: name.to_owned(),
                    line: i + 1,
                    reason: "not a block of 24, 28 or 36 bits".to_owned(),
                }),
            }
        }
    }
}

fn part(base: &str, range: &str) -> Option<(usize, String)> {
    let Some((from, to)) = range.split_once('-') else { return prefix(range) };
    let number = |digits: &str| (digits.len() == 6).then(|| u32::from_str_radix(digits, 16).ok()).flatten();
    let digits = match number(to)?.checked_sub(number(from)?)? {
        0xfffff => 1,
        0xfff => 3,
        _ => return None,
    };
    prefix(&format!("{base}{}", from.get(..digits)?))
}

fn prefix(digits: &str) -> Option<(usize, String)> {
    let is_prefix = matches!(digits.len(), 6 | 7 | 9) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    is_prefix.then(|| (digits.len(), digits.to_ascii_lowercase()))
}

fn tidy(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the knowledge base knows about assignees.
struct Known<'k> {
    knowledge: &'k Knowledge,
    /// Folded assignee to maker and narrowness; `None` where rows of one name disagree.
    by_name: BTreeMap<String, Option<(String, bool)>>,
}

impl Known<'_> {
    /// What an assignee's name says about a block that this name never had here.
    fn flags(&self, assignee: &str) -> Option<(String, bool)> {
        match self.by_name.get(&fold(assignee)) {
            Some(flags) => flags.clone(),
            None => self.knowledge.key_of_name(assignee).map(|key| (key, false)),
        }
    }

    /// The same for a block the table has: a name written otherwise keeps what is known, another owner does not.
    fn flags_of(&self, had: &Oui, assignee: &str) -> Option<(String, bool)> {
        let is_same = fold(&had.assignee) == fold(assignee)
            || had.maker.is_some() && self.knowledge.key_of_name(assignee) == had.maker;
        match (&had.maker, is_same) {
            (Some(maker), true) => Some((maker.clone(), had.narrow)),
            _ => self.flags(assignee),
        }
    }
}

fn merge(knowledge: &Knowledge, registered: &BTreeMap<(usize, String), String>, out: &mut Refreshed) {
    let had: Table =
        knowledge.prefixes.rows().map(|(digits, oui)| ((digits.len(), digits), oui.clone())).collect();
    let mut by_name: BTreeMap<String, Option<(String, bool)>> = BTreeMap::new();
    for oui in had.values() {
        let Some(maker) = &oui.maker else { continue };
        let flags = Some((maker.clone(), oui.narrow));
        by_name
            .entry(fold(&oui.assignee))
            .and_modify(|known| {
                if *known != flags {
                    *known = None;
                }
            })
            .or_insert(flags);
    }
    let known = Known { knowledge, by_name };
    let mut table: Table = BTreeMap::new();
    for (key, assignee) in registered {
        let before = had.get(key);
        let flags = before.map_or_else(|| known.flags(assignee), |oui| known.flags_of(oui, assignee));
        let Some((maker, narrow)) = flags else {
            out.gone.extend(before.map(|oui| (key.1.clone(), oui.assignee.clone())));
            continue;
        };
        let now = Oui { assignee: assignee.clone(), maker: Some(maker), narrow };
        match before {
            None => out.added.push((key.1.clone(), assignee.clone())),
            Some(oui) if *oui != now => {
                out.changed.push((key.1.clone(), oui.assignee.clone(), assignee.clone()));
            }
            Some(_) => {}
        }
        table.insert(key.clone(), now);
    }
    // A registry that was not given, or of which the file holds a part (a download that was cut off), takes nothing away.
    let whole = whole(&had, registered);
    for (key, oui) in had.into_iter().filter(|(key, _)| !registered.contains_key(key)) {
        if whole.contains(&key.0) {
            out.gone.push((key.1, oui.assignee));
        } else {
            out.kept += usize::from(registered.keys().any(|given| given.0 == key.0));
            table.insert(key, oui);
        }
    }
    out.csv.push_str("prefix,maker,narrow,assignee\n");
    let mut sorted: Vec<_> = table.into_iter().collect();
    sorted.sort_by(|a, b| a.0.1.cmp(&b.0.1));
    for ((_, digits), oui) in sorted {
        let narrow = if oui.narrow { "1" } else { "" };
        out.csv += &format!("{digits},{},{narrow},{}\n", oui.maker.unwrap_or_default(), oui.assignee);
    }
}

/// Lengths of prefixes of which the files name nearly every block known here: registries hardly ever take one back.
fn whole(had: &Table, registered: &BTreeMap<(usize, String), String>) -> BTreeSet<usize> {
    let mut known: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for key in had.keys() {
        let (all, named) = known.entry(key.0).or_default();
        *all += 1;
        *named += usize::from(registered.contains_key(key));
    }
    known.into_iter().filter(|(_, (all, named))| named * 10 >= all * 9).map(|(length, _)| length).collect()
}
