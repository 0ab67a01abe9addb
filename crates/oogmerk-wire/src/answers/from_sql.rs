//! Bags out of a dump of a database: the rows of `INSERT INTO … (columns) VALUES (…), (…)` and of PostgreSQL's
//! `COPY … (columns) FROM stdin`, each a thing under the names of its columns.
//!
//! Sources: PostgreSQL's manual, "COPY"; MySQL's, "INSERT Statement" and "String Literals".

use super::bag::Bag;
use super::from_table::Row;

/// Columns of one table, and rows of one dump.
const COLUMNS_MAX: usize = 512;
const ROWS_MAX: usize = 200_000;
/// Between the name of a table and its columns, and the bytes of their names.
const NAME_MAX: usize = 200;
const COLUMNS_LONG: usize = COLUMNS_MAX * 66;

/// The rows of every table of a dump; `None` where a text is none.
pub(super) fn rows(text: &str) -> Option<Vec<Row>> {
    let mut found = Vec::new();
    let mut statements = Statements::new(text);
    while let Some((begin, is_copy)) = statements.next() {
        let Some((columns, behind)) = columns_at(text, begin) else { continue };
        let rest = &text[behind..];
        let length =
            if is_copy { copied(rest, &columns, &mut found) } else { inserted(rest, &columns, &mut found) };
        statements.go_on(behind + length);
    }
    (!found.is_empty()).then_some(found)
}

/// Whether a line among the first of a text begins a statement: what has commas in it is then no list.
pub fn holds_statements(text: &str) -> bool {
    let begins = |line: &str| {
        let own = WORDS.iter().find(|(word, _)| line.trim_start().starts_with(word));
        own.is_some_and(|(_, is_copy)| !is_copy || line.contains(" FROM stdin"))
    };
    text.lines().take(200).any(begins)
}

/// The words that begin statements, each looked for from where it was found last.
struct Statements<'t> {
    text: &'t str,
    at: usize,
    /// Of each word, where it stands next; none where it stands nowhere behind.
    next: [Option<usize>; WORDS.len()],
}

/// The words that begin a statement, and whether it is a copy.
const WORDS: [(&str, bool); 3] = [("INSERT INTO ", false), ("insert into ", false), ("COPY ", true)];

impl<'t> Statements<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, at: 0, next: WORDS.map(|(word, _)| text.find(word)) }
    }

    /// Where the words of the next statement end, and whether it is a copy.
    fn next(&mut self) -> Option<(usize, bool)> {
        for (next, (word, _)) in self.next.iter_mut().zip(WORDS) {
            if next.is_some_and(|next| next < self.at) {
                *next = self.text[self.at..].find(word).map(|found| self.at + found);
            }
        }
        let found = self.next.iter().zip(WORDS).filter_map(|(next, row)| Some((next.as_ref()?, row)));
        let (begin, (word, is_copy)) = found.min_by_key(|(next, _)| **next)?;
        self.at = begin + word.len();
        Some((self.at, is_copy))
    }

    /// Nothing before this place is looked at again.
    fn go_on(&mut self, at: usize) {
        self.at = at;
    }
}

/// The names in the brackets behind the name of a table, and where what follows begins.
fn columns_at(text: &str, at: usize) -> Option<(Vec<String>, usize)> {
    let head = &text[at..text.floor_char_boundary(at + NAME_MAX)];
    let open = at + head.find('(')?;
    if text[at..open].contains(['\n', ';', '\'']) {
        return None;
    }
    let columns = &text[open..text.floor_char_boundary(open + COLUMNS_LONG)];
    let close = open + columns.find(')')?;
    let bare = |name: &str| name.trim().trim_matches(['`', '"', '[', ']']).to_owned();
    let columns: Vec<String> = text[open + 1..close].split(',').take(COLUMNS_MAX).map(bare).collect();
    let is_name = |name: &String| !name.is_empty() && name.len() <= 64 && !name.contains(['\'', '(']);
    columns.iter().all(is_name).then_some((columns, close + 1))
}

/// Lines of cells until the one that ends a copy. Gives their length.
fn copied(text: &str, columns: &[String], found: &mut Vec<Row>) -> usize {
    let mut length = text.find('\n').map_or(text.len(), |end| end + 1);
    for line in text[length..].split_inclusive('\n') {
        length += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        if line == "\\." || found.len() >= ROWS_MAX {
            break;
        }
        put(columns, line.split('\t').map(str::to_owned), found);
    }
    length
}

/// Tuples until the end of the statement. Gives their length.
fn inserted(text: &str, columns: &[String], found: &mut Vec<Row>) -> usize {
    let mut cells: Vec<String> = Vec::new();
    let mut cell = String::new();
    let (mut inside, mut quoted, mut escaped) = (false, false, false);
    for (at, c) in text.char_indices() {
        if escaped {
            escaped = false;
            cell.push(c);
            continue;
        }
        match c {
            '\\' if quoted => escaped = true,
            '\'' => quoted = !quoted,
            _ if quoted => cell.push(c),
            '(' if !inside => inside = true,
            ',' if inside => cells.push(std::mem::take(&mut cell)),
            ')' if inside => {
                cells.push(std::mem::take(&mut cell));
                inside = false;
                put(columns, std::mem::take(&mut cells).into_iter(), found);
            }
            ';' => return at,
            _ if inside => cell.push(c),
            _ => {}
        }
        if found.len() >= ROWS_MAX || cells.len() > COLUMNS_MAX {
            return at;
        }
    }
    text.len()
}

/// A row with a cell for each column.
fn put(columns: &[String], cells: impl Iterator<Item = String>, found: &mut Vec<Row>) {
    let mut bag = Bag { name: "row".to_owned(), ..Bag::default() };
    let mut inner = Vec::new();
    let mut count = 0;
    for (column, cell) in columns.iter().zip(cells) {
        count += 1;
        let cell = cell.trim();
        if cell.len() <= 512 && cell != "NULL" && cell != "\\N" {
            bag.put(column, cell);
        }
        if cell.len() >= 12 && super::cleaned::may_hold_answers(cell) {
            inner.push(cell.to_owned());
        }
    }
    if count == columns.len() {
        found.push(Row { bag, cells: inner });
    }
}
