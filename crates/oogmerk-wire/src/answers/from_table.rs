//! Bags out of a table with a heading: each row is a thing, each column a key.

use super::bag::{ADDRESSES, Bag};
use super::keys::{fold, last};
use std::collections::HashMap;
use std::net::IpAddr;

/// Columns looked at, and the least that make a table.
const COLUMNS_MAX: usize = 512;
const COLUMNS_MIN: usize = 3;

/// A row of a table: its bag, and cells that may hold answers themselves.
pub(super) struct Row {
    pub bag: Bag,
    pub cells: Vec<String>,
}

/// The rows of the table that a text begins with, and how many bytes it takes; `None` where it is none.
pub(super) fn rows(text: &str) -> Option<(Vec<Row>, usize)> {
    let first = text.lines().next()?;
    let separator = ['\t', ';', ',', '|']
        .into_iter()
        .find(|s| cells(first, *s).map_or(0, |(c, _)| c.len()) >= COLUMNS_MIN)?;
    let (heading, at) = cells(text, separator)?;
    let keys = keys_of(&heading);
    if !is_heading(&heading, &keys) {
        return None;
    }
    rows_below(text, at, &keys, separator, true)
}

/// The rows of a table that begins at a line in the middle of a text, where no sentence looks like one: with bars,
/// tabs or semicolons.
pub(super) fn rows_within(text: &str, line: &str) -> Option<(Vec<Row>, usize)> {
    let separator = ['|', '\t', ';'].into_iter().find(|s| line.matches(*s).count() >= COLUMNS_MIN - 1)?;
    let (heading, _) = cells(line, separator)?;
    let keys = keys_of(&heading);
    let at = text.find('\n').map_or(text.len(), |end| end + 1);
    if is_heading(&heading, &keys) { rows_below(text, at, &keys, separator, false) } else { None }
}

/// A row under columns that were named elsewhere, where it has as many cells.
pub(super) fn row_under(columns: &[String], line: &str) -> Option<Bag> {
    let cells: Vec<&str> = line.split('\t').collect();
    if cells.len() != columns.len() {
        return None;
    }
    let mut bag = Bag { name: "row".to_owned(), ..Bag::default() };
    columns.iter().zip(cells).for_each(|(key, cell)| bag.put(key, cell));
    Some(bag)
}

/// The rows of a table whose columns stand one below the other, with a line of dashes below each heading; `None` where
/// the next line is none.
pub(super) fn rows_ruled(text: &str) -> Option<(Vec<Row>, usize)> {
    let mut lines = text.split_inclusive('\n');
    let (heading, rule) = (lines.next()?, lines.next()?);
    let columns = columns_of(rule)?;
    let keys = keys_of(&cut(heading, &columns));
    if !is_heading(&keys, &keys) {
        return None;
    }
    let mut length = heading.len() + rule.len();
    let mut found = Vec::new();
    for line in lines.take_while(|line| !line.trim().is_empty()) {
        length += line.len();
        found.push(cut(line, &columns));
    }
    let keys = with_model(&keys, &found);
    let found = turned(found.into_iter().map(|row| row_of(&keys, row)).collect(), &keys);
    (!found.is_empty()).then_some((found, length))
}

/// Where the runs of dashes of a line begin, by characters: three at least, and nothing else in it.
fn columns_of(rule: &str) -> Option<Vec<usize>> {
    let rule = rule.trim_end();
    if !rule.trim_start().starts_with(['-', '=']) || !rule.bytes().all(|b| b"-= ".contains(&b)) {
        return None;
    }
    let bytes = rule.as_bytes();
    let begins = |at: &usize| bytes[*at] != b' ' && (*at == 0 || bytes[*at - 1] == b' ');
    let columns: Vec<usize> = (0..bytes.len()).filter(begins).take(COLUMNS_MAX).collect();
    (columns.len() >= COLUMNS_MIN).then_some(columns)
}

/// A line cut where the columns begin.
fn cut(line: &str, columns: &[usize]) -> Vec<String> {
    let chars: Vec<char> = line.trim_end().chars().collect();
    let ends = columns.iter().skip(1).copied().chain([usize::MAX]);
    let cell = |(start, end): (&usize, usize)| -> String {
        let end = end.min(chars.len());
        chars.get(*start..end).unwrap_or_default().iter().collect::<String>().trim().to_owned()
    };
    columns.iter().zip(ends).map(cell).collect()
}

fn keys_of(heading: &[String]) -> Vec<String> {
    heading.iter().take(COLUMNS_MAX).map(|cell| cell.trim().trim_matches(['*', '`']).to_owned()).collect()
}

/// Columns of types.
const TYPES: [&str; 9] =
    ["type", "typ", "tipo", "types", "devicetype", "toestel", "typecamera", "apparaat", "camera"];

/// The rows below a heading; where cells may be quoted over several lines, a row may too.
fn rows_below(
    text: &str,
    mut at: usize,
    keys: &[String],
    separator: char,
    may_be_quoted: bool,
) -> Option<(Vec<Row>, usize)> {
    let mut found = Vec::new();
    while at < text.len() {
        let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        let rest = if may_be_quoted { &text[at..] } else { &text[at..line_end] };
        let Some((row, length)) = cells(rest, separator) else { break };
        // The line between a heading and its rows, as terminals draw it.
        let line = text[at..line_end].trim();
        if !line.is_empty() && line.bytes().all(|b| b"-+=:| ".contains(&b)) {
            at = line_end;
            continue;
        }
        let is_blank = row.iter().all(|cell| cell.trim().is_empty());
        if row.len() < 2 && !is_blank {
            break;
        }
        at += length;
        if is_blank || row.iter().all(|cell| cell.trim().bytes().all(|b| b"-+=:".contains(&b))) {
            if is_blank && !may_be_quoted {
                break;
            }
            continue;
        }
        found.push(row);
    }
    let keys = with_model(keys, &found);
    let found = turned(found.into_iter().map(|row| row_of(&keys, row)).collect(), &keys);
    (!found.is_empty()).then_some((found, at))
}

/// A column of types is one of models, where no other is: most of its cells hold a number, with letters where no column
/// of brands stands beside it.
fn with_model(keys: &[String], rows: &[Vec<String>]) -> Vec<String> {
    let mut keys = keys.to_vec();
    let at = |names: &[&str]| keys.iter().position(|key| names.contains(&fold(last(key)).as_str()));
    let (None, Some(place)) = (at(super::dialects::MODELS), at(&TYPES)) else { return keys };
    let is_branded = at(super::dialects::MANUFACTURERS).is_some();
    // The interface of one maker has a column of that name.
    if !is_branded && fold(&keys[place]) == "devicetype" {
        return keys;
    }
    let is_number = |cell: &&String| {
        cell.bytes().any(|b| b.is_ascii_digit())
            && (is_branded || cell.bytes().any(|b| b.is_ascii_alphabetic()))
    };
    let cells = || rows.iter().filter_map(|row| row.get(place)).filter(|cell| !cell.trim().is_empty());
    if cells().filter(is_number).count() * 2 > cells().count() {
        "model".clone_into(&mut keys[place]);
    }
    keys
}

/// A table in which each row names one key and its value (`sysDescr.0`, `Value`) is turned: the rows of one address are
/// one thing's.
fn turned(rows: Vec<Row>, keys: &[String]) -> Vec<Row> {
    let at = |names: &[&str]| keys.iter().position(|key| names.contains(&fold(key).as_str()));
    let (Some(name), Some(value)) = (at(&NAMES), at(&VALUES)) else { return rows };
    let mut things: Vec<Row> = Vec::new();
    let mut places: HashMap<Option<IpAddr>, usize> = HashMap::new();
    for mut row in rows {
        let of = |key: &str| row.bag.pairs.iter().find(|pair| pair.key == key).map(|pair| pair.value.clone());
        if let (Some(own), Some(said)) = (of(&keys[name]), of(&keys[value])) {
            row.bag.put(&own, &said);
        }
        let next = things.len();
        let at = *places.entry(row.bag.ip()).or_insert(next);
        match things.get_mut(at) {
            Some(thing) => {
                thing.bag.take_in(row.bag);
                thing.cells.append(&mut row.cells);
            }
            None => things.push(row),
        }
    }
    things
}

/// Columns of keys, and of their values.
const NAMES: [&str; 7] = ["name", "nameoid", "oid", "key", "parameter", "item", "sensor"];
const VALUES: [&str; 5] = ["value", "lastvalue", "wert", "waarde", "valeur"];

/// Whether cells name what devices say or where they are: two of them at least, and none a value.
pub(super) fn is_heading(cells: &[String], keys: &[String]) -> bool {
    let known = keys.iter().filter(|key| {
        let folded = fold(last(key));
        super::bag::IDENTITY.contains(&folded.as_str())
            || ADDRESSES.contains(&folded.as_str())
            || super::bag::MACS.contains(&folded.as_str())
            || super::keys::field_of(key).is_some()
    });
    let is_value =
        |key: &String| super::keys::address(key).is_some() || key.contains("://") || key.len() > 80;
    let is_turned = || {
        let has = |names: &[&str]| keys.iter().any(|key| names.contains(&fold(key).as_str()));
        has(&NAMES) && has(&VALUES)
    };
    // A sentence with commas has blanks behind them, and more words than a heading.
    let is_sentence = cells.iter().any(|cell| cell.split_whitespace().count() > 3)
        && cells.iter().skip(1).all(|cell| cell.starts_with(' '));
    !is_sentence
        && (known.count() >= 1 || is_turned())
        && !keys.iter().any(is_value)
        && keys.iter().filter(|key| key.contains(char::is_alphabetic)).count() >= COLUMNS_MIN
}

pub(super) fn row_of(keys: &[String], row: Vec<String>) -> Row {
    let mut bag = Bag { name: "row".to_owned(), ..Bag::default() };
    let mut inner = Vec::new();
    for (key, cell) in keys.iter().zip(row) {
        let cell = cell.trim().trim_matches('`').to_owned();
        let is_own = cell.split_once('=').is_some_and(|(own, _)| fold(own) == fold(key));
        if cell.len() <= 512 && !is_own {
            bag.put(key, &cell);
        }
        if (is_own || cell.len() >= 12) && super::cleaned::may_hold_answers(&cell) {
            inner.push(cell);
        }
    }
    Row { bag, cells: inner }
}

/// The cells of the first row of a text, and its length: quoted cells may hold separators and line ends (RFC 4180).
fn cells(text: &str, separator: char) -> Option<(Vec<String>, usize)> {
    let mut row = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if quoted {
            match c {
                '"' if chars.peek().is_some_and(|(_, next)| *next == '"') => {
                    chars.next();
                    cell.push('"');
                }
                '"' => quoted = false,
                _ => cell.push(c),
            }
        } else if c == '"' && cell.trim().is_empty() {
            cell.clear();
            quoted = true;
        } else if c == separator {
            row.push(std::mem::take(&mut cell));
        } else if c == '\n' {
            row.push(cell.trim_end_matches('\r').to_owned());
            return Some((row, at + 1));
        } else {
            cell.push(c);
        }
        if cell.len() > 1 << 20 || row.len() > COLUMNS_MAX {
            return None;
        }
    }
    row.push(cell);
    Some((row, text.len()))
}
