//! Bags out of a table with a heading: each row is a thing, each column a key.

use super::bag::{ADDRESSES, Bag, fold, last};

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
    let (heading, mut at) = cells(text, separator)?;
    let keys: Vec<String> = heading.iter().take(COLUMNS_MAX).map(|cell| cell.trim().to_owned()).collect();
    if !is_heading(&keys) {
        return None;
    }
    let mut found = Vec::new();
    while at < text.len() {
        let Some((row, length)) = cells(&text[at..], separator) else { break };
        let is_blank = row.iter().all(|cell| cell.trim().is_empty());
        if row.len() < 2 && !is_blank {
            break;
        }
        at += length;
        if is_blank || row.iter().all(|cell| cell.trim().bytes().all(|b| b"-+=:".contains(&b))) {
            continue;
        }
        found.push(row_of(&keys, row));
    }
    (!found.is_empty()).then_some((found, at))
}

/// Whether cells name what devices say or where they are: two of them at least, and none a value.
fn is_heading(keys: &[String]) -> bool {
    let known = keys.iter().filter(|key| {
        let folded = fold(last(key));
        super::bag::IDENTITY.contains(&folded.as_str())
            || ADDRESSES.contains(&folded.as_str())
            || super::bag::MACS.contains(&folded.as_str())
    });
    let is_value = |key: &String| super::bag::address(key).is_some() || key.contains("://") || key.len() > 80;
    known.count() >= 1
        && !keys.iter().any(is_value)
        && keys.iter().filter(|key| key.contains(char::is_alphabetic)).count() >= COLUMNS_MIN
}

fn row_of(keys: &[String], row: Vec<String>) -> Row {
    let mut bag = Bag { name: "row".to_owned(), ..Bag::default() };
    let mut inner = Vec::new();
    for (key, cell) in keys.iter().zip(row) {
        if cell.len() <= 512 {
            bag.put(key, &cell);
        }
        if cell.len() >= 12 && super::cleaned::may_hold_answers(&cell) {
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
