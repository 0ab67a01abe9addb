//! Patterns without a useful literal, found by their form: how long the value is, which bytes it begins and ends with.
//! One bit per pattern; the tables of all places are laid over each other with AND, 64 patterns at a time.

use super::shape::{ByteSet, HEADS, Shape};

/// Lengths told apart; longer values share the last row.
const LENGTHS: usize = 64;

/// Patterns to find by form.
#[derive(Debug, Default)]
pub(super) struct Classes {
    words: Vec<Word>,
}

/// Up to 64 patterns.
#[derive(Debug)]
struct Word {
    patterns: Vec<u32>,
    lengths: [u64; LENGTHS + 1],
    heads: Vec<[u64; 256]>,
    last: Box<[u64; 256]>,
}

impl Classes {
    pub fn new(patterns: &[(u32, &Shape)]) -> Self {
        Self { words: patterns.chunks(64).map(Word::new).collect() }
    }

    /// Names every pattern whose form the value has.
    pub fn scan(&self, value: &[u8], mut found: impl FnMut(u32)) {
        for word in &self.words {
            let mut bits = word.fitting(value);
            while bits != 0 {
                found(word.patterns[bits.trailing_zeros() as usize]);
                bits &= bits - 1;
            }
        }
    }
}

impl Word {
    fn new(patterns: &[(u32, &Shape)]) -> Self {
        let places = patterns.iter().map(|(_, s)| s.heads.len()).max().unwrap_or(0).min(HEADS);
        let mut lengths = [0; LENGTHS + 1];
        for (length, row) in lengths.iter_mut().enumerate() {
            // The last row stands for its length and all above.
            let longest = if length == LENGTHS { usize::MAX } else { length };
            *row = bits_where(patterns, |s| s.min <= longest && s.max >= length);
        }
        let table = |set_of: &dyn Fn(&Shape) -> Option<ByteSet>| {
            let mut table = [0; 256];
            for (byte, row) in table.iter_mut().enumerate() {
                *row = bits_where(patterns, |s| set_of(s).is_none_or(|set| set.holds(byte as u8)));
            }
            table
        };
        Self {
            patterns: patterns.iter().map(|p| p.0).collect(),
            lengths,
            heads: (0..places).map(|place| table(&|s: &Shape| s.heads.get(place).copied())).collect(),
            last: Box::new(table(&|s: &Shape| s.last)),
        }
    }

    fn fitting(&self, value: &[u8]) -> u64 {
        let mut bits = self.lengths[value.len().min(LENGTHS)];
        // A pattern with bytes at a place is at least so long: the row of lengths has already shut out shorter values.
        for (table, byte) in self.heads.iter().zip(value) {
            bits &= table[usize::from(*byte)];
        }
        value.last().map_or(bits, |byte| bits & self.last[usize::from(*byte)])
    }
}

fn bits_where(patterns: &[(u32, &Shape)], test: impl Fn(&Shape) -> bool) -> u64 {
    patterns.iter().enumerate().filter(|(_, (_, s))| test(s)).fold(0, |bits, (i, _)| bits | 1 << i)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::shape::of_expression;
    use super::*;

    #[test]
    fn the_form_of_a_value_shuts_out_what_cannot_match() {
        let patterns = ["^[0-9]{2}[a-z]$", "^[a-f]+[0-9]$", "[0-9]", "^[^x]*$", "^(?:a|bc)[0-9]{70}"];
        let shapes: Vec<Shape> = patterns.iter().map(|p| of_expression(p).unwrap()).collect();
        let numbered: Vec<(u32, &Shape)> = shapes.iter().enumerate().map(|(i, s)| (i as u32, s)).collect();
        let classes = Classes::new(&numbered);
        let check = |value: &str, want: &[u32]| {
            let mut got = Vec::new();
            classes.scan(value.as_bytes(), |p| got.push(p));
            assert_eq!(got, want, "{value}");
        };
        check("12a", &[0, 2, 3]);
        check("123", &[2, 3]);
        check("ab7", &[1, 2, 3]);
        check("", &[3]);
        check(&format!("a{}", "1".repeat(70)), &[1, 2, 3, 4]);
    }
}
