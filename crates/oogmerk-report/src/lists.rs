//! Lists of facts on a terminal: words on the left, each in one column; what they stand for on the right, broken at the
//! width and hung under its own beginning.

use crate::hostile::terminal;
use crate::terminal::{width, wrap};
use crate::words::{Arg, Words};

/// Columns that a text of one command takes.
pub(crate) const COLUMNS: usize = 80;

/// A word of ours and what it stands for, which may come from outside.
pub(crate) type Fact = (String, String);

/// One fact a line, begun with `indent` spaces. Values are neutralised and broken at spaces only: an address stays whole.
pub(crate) fn facts(rows: &[Fact], indent: usize) -> String {
    fact_blocks(rows, indent).concat()
}

/// The same, each fact by itself: for a list in which more stands under some of them.
pub(crate) fn fact_blocks(rows: &[Fact], indent: usize) -> Vec<String> {
    let column = rows.iter().map(|(word, _)| width(word)).max().unwrap_or(0);
    let hang = indent + column + 2;
    let block = |(word, value): &Fact| {
        let gap = " ".repeat(column - width(word) + 2);
        let value = wrap(&terminal(value), COLUMNS, hang);
        let line = format!("{}{word}{gap}{}", " ".repeat(indent), value.trim_start());
        format!("{}\n", line.trim_end())
    };
    rows.iter().map(block).collect()
}

/// Cells in columns as wide as their widest, two spaces between them, begun with `indent` spaces.
pub(crate) fn columns(rows: &[Vec<String>], indent: usize) -> String {
    let mut widths: Vec<usize> = Vec::new();
    for row in rows {
        for (i, cell) in row.iter().enumerate() {
            match widths.get_mut(i) {
                Some(widest) => *widest = (*widest).max(width(cell)),
                None => widths.push(width(cell)),
            }
        }
    }
    let mut out = String::new();
    for row in rows {
        let mut line = " ".repeat(indent);
        for (cell, widest) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(widest - width(cell) + 2));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// The line on what a list leaves out; empty where it leaves out nothing.
pub(crate) fn left_out(words: &Words, all: usize, shown: usize, indent: usize) -> String {
    if all <= shown {
        return String::new();
    }
    let text = words.say("what-if-more", &[("n", Arg::N((all - shown) as u64))]);
    format!("{}… {text}\n", " ".repeat(indent))
}

#[cfg(test)]
mod tests {
    use super::{columns, facts};

    #[test]
    fn long_values_hang_under_their_beginning() {
        let value = ["seventeen-letters"; 6].join(" ");
        let text = facts(&[("source".into(), value), ("é".into(), "\u{1b}[2J".into())], 2);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 3, "{text}");
        assert!(lines.iter().all(|l| l.chars().count() <= 80), "{text}");
        assert!(lines[1].starts_with("          seventeen"), "{text}");
        assert_eq!(lines[2], "  é       ·[2J");
    }

    #[test]
    fn cells_stand_under_each_other() {
        let rows = [vec!["a".to_owned(), "b".to_owned()], vec!["ccc".to_owned(), "d".to_owned()]];
        assert_eq!(columns(&rows, 2), "  a    b\n  ccc  d\n");
    }
}
