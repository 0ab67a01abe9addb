//! What a grammar of lines is: it is offered every line of a text and takes its own.

use super::device::Found;
use crate::pasted::BareLine;

/// A grammar of lines.
pub(super) trait Grammar {
    /// Takes a line, or leaves it to others and says so. Devices that the line finished are handed over.
    fn take(&mut self, line: &BareLine<'_>, done: &mut Vec<Found>) -> bool;

    /// The text ended, or something else began: what is open is handed over.
    fn end(&mut self, done: &mut Vec<Found>);
}

/// What a grammar finds in a text, for tests.
#[cfg(test)]
pub(super) fn found_in(mut grammar: impl Grammar, text: &str) -> Vec<Found> {
    let mut done = Vec::new();
    for line in crate::pasted::bare_lines(text) {
        grammar.take(&line, &mut done);
    }
    grammar.end(&mut done);
    done
}
