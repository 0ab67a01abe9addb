//! One pass over a value finds the required literals in it: windows of four, three or two bytes, ASCII letters folded,
//! are looked up in a bit table that fits the nearest cache; only where a bit stands is the literal compared.
//!
//! An Aho-Corasick automaton over thousands of literals costs a dependent load per byte from tables that fit no cache.
//! Values are short (tens of bytes) and literals many, so that a window hashed anew at each place is cheaper.

use super::shape::{Literal, Span};

/// Windows are at most this long.
const WIDTH_MAX: usize = 4;

/// Literals to look for, each with the pattern that needs it.
#[derive(Debug, Default)]
pub(super) struct Grams {
    tables: Vec<Table>,
}

/// All literals whose window has one width.
#[derive(Debug, Default)]
struct Table {
    width: usize,
    /// The bytes of a window among the last four.
    mask: u32,
    shift: u32,
    /// One bit per hash that some window has, 64 hashes to a word, and how many bits stand in the words before.
    bits: Vec<u64>,
    before: Vec<u32>,
    /// Of each hash that some window has, the first of its entries; one more at the end.
    begins: Vec<u32>,
    entries: Vec<Entry>,
    /// The texts of all literals, one behind the other: what is compared lies close together.
    texts: Vec<u8>,
    patterns: Vec<u32>,
}

#[derive(Debug)]
struct Entry {
    /// Where the text begins among all texts, and how long it is.
    text: u32,
    length: u32,
    /// Where the window stands in the literal.
    window: u32,
    /// Where the literal may begin; at the highest number or anywhere behind it.
    min: u32,
    max: u32,
    /// Where the patterns begin that need it, and how many they are.
    pattern: u32,
    patterns: u32,
}

/// A literal on its way into a table.
struct Wanted {
    literal: Literal,
    window: usize,
    pattern: u32,
}

/// How many patterns have a window among their required literals, by the hash of the window: a rank, so windows that
/// share a place only make each other look more common.
#[derive(Debug)]
pub(super) struct Census(Vec<u32>);

/// Bits of a hash of the census.
const CENSUS_BITS: u32 = 14;

impl Default for Census {
    fn default() -> Self {
        Self(vec![0; 1 << CENSUS_BITS])
    }
}

impl Census {
    /// Counts the windows of one pattern, each once.
    pub fn count(&mut self, sets: &[Vec<Literal>]) {
        let mut own: Vec<usize> = sets.iter().flatten().flat_map(|l| windows(&l.text)).map(place).collect();
        own.sort_unstable();
        own.dedup();
        for place in own {
            self.0[place] += 1;
        }
    }

    /// What looking for a literal by its best window costs, and where that window stands.
    fn best(&self, text: &[u8]) -> (u64, usize) {
        let width = text.len().min(WIDTH_MAX);
        let penalty = [0, 1_024, 256, 16, 1][width];
        let cost = |(at, w): (usize, [u8; WIDTH_MAX])| {
            let shared = u64::from(self.0[place(w)].max(1));
            let common: u64 = w[..width].iter().map(|b| commonness(*b)).sum();
            (shared * penalty * (8 + common), at)
        };
        windows(text).enumerate().map(cost).min().unwrap_or((u64::MAX, 0))
    }

    /// What a set costs: the sum over its literals, less where they are long.
    pub fn cost(&self, set: &[Literal]) -> u64 {
        let one = |l: &Literal| self.best(&l.text).0.saturating_mul(16) / l.text.len().clamp(1, 16) as u64;
        set.iter().map(one).fold(0, u64::saturating_add)
    }
}

/// The place of a window in the census.
fn place(window: [u8; WIDTH_MAX]) -> usize {
    hash(u32::from_be_bytes(window), 32 - CENSUS_BITS)
}

/// How often a byte stands in banners and titles, roughly: a rank, not a measurement.
fn commonness(byte: u8) -> u64 {
    match byte {
        b'e' | b'r' | b't' | b'a' | b'o' | b'i' | b'n' | b's' | b' ' => 4,
        b'c' | b'd' | b'l' | b'm' | b'p' | b'u' | b'h' | b'/' | b'.' | b'-' | b'0' | b'1' => 2,
        _ => 0,
    }
}

/// Every window of a literal, folded and filled up with zeros.
fn windows(text: &[u8]) -> impl Iterator<Item = [u8; WIDTH_MAX]> {
    text.windows(text.len().clamp(1, WIDTH_MAX)).map(|w| {
        let mut window = [0; WIDTH_MAX];
        window[..w.len()].copy_from_slice(w);
        window
    })
}

impl Grams {
    /// An index over literals of two bytes and more.
    pub fn new(literals: Vec<(u32, Literal)>, census: &Census) -> Self {
        let mut by_width: [Vec<Wanted>; WIDTH_MAX + 1] = Default::default();
        for (pattern, literal) in literals {
            let (_, window) = census.best(&literal.text);
            by_width[literal.text.len().min(WIDTH_MAX)].push(Wanted { literal, window, pattern });
        }
        let tables = by_width.into_iter().enumerate().filter(|(_, wanted)| !wanted.is_empty());
        Self { tables: tables.map(|(width, wanted)| Table::new(width, wanted)).collect() }
    }

    /// Names the pattern of every literal that stands in the value where it may stand; some more than once.
    pub fn scan(&self, value: &[u8], mut found: impl FnMut(u32)) {
        match &self.tables[..] {
            [] => {}
            [one] => scan([one], value, &mut found),
            [one, two] => scan([one, two], value, &mut found),
            [one, two, three] => scan([one, two, three], value, &mut found),
            more => more.iter().for_each(|one| scan([one], value, &mut found)),
        }
    }
}

impl Table {
    fn new(width: usize, mut wanted: Vec<Wanted>) -> Self {
        // A hundred places per entry keep chance hits rare; 64 kbit are 8 kB.
        let size = (wanted.len() * 128).next_power_of_two().clamp(1 << 10, 1 << 16);
        let shift = 32 - size.trailing_zeros();
        let hash_of = |w: &Wanted| {
            let window = &w.literal.text[w.window..w.window + width];
            hash(window.iter().fold(0, |g, b| g << 8 | u32::from(*b)), shift)
        };
        let order = |w: &Wanted| (hash_of(w), w.window, w.literal.at.min, w.literal.at.max);
        wanted.sort_by(|a, b| (order(a), &a.literal.text).cmp(&(order(b), &b.literal.text)));
        let mut this = Self { width, shift, bits: vec![0; size / 64], ..Self::default() };
        this.mask = u32::MAX >> (8 * (WIDTH_MAX - width));
        // Several fields often want the same of a value: it is compared once for all of them.
        for same in wanted.chunk_by(|a, b| order(a) == order(b) && a.literal.text == b.literal.text) {
            let h = hash_of(&same[0]);
            let bit = 1 << (h % 64);
            if this.bits[h / 64] & bit == 0 {
                this.bits[h / 64] |= bit;
                this.begins.push(this.entries.len() as u32);
            }
            this.put(same);
        }
        this.begins.push(this.entries.len() as u32);
        let mut before = 0;
        for word in &this.bits {
            this.before.push(before);
            before += word.count_ones();
        }
        this
    }

    /// Puts an entry at the end for literals that are the same.
    fn put(&mut self, same: &[Wanted]) {
        let Literal { text, at: Span { min, max } } = &same[0].literal;
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.entries.push(Entry {
            text: self.texts.len() as u32,
            length: text.len() as u32,
            window: same[0].window as u32,
            min: place(*min),
            max: place(*max),
            pattern: self.patterns.len() as u32,
            patterns: same.len() as u32,
        });
        self.texts.extend_from_slice(text);
        self.patterns.extend(same.iter().map(|w| w.pattern));
    }

    /// Whether some window has a hash.
    fn has(&self, h: usize) -> bool {
        self.bits[h / 64] >> (h % 64) & 1 == 1
    }

    #[inline(never)]
    fn compare(&self, h: usize, value: &[u8], at: usize, found: &mut impl FnMut(u32)) {
        let lower = self.bits[h / 64] & ((1 << (h % 64)) - 1);
        let place = (self.before[h / 64] + lower.count_ones()) as usize;
        let (from, to) = (self.begins[place] as usize, self.begins[place + 1] as usize);
        for entry in &self.entries[from..to] {
            let Some(begin) = at.checked_sub(entry.window as usize) else { continue };
            let (place, text) = (u32::try_from(begin).unwrap_or(u32::MAX), entry.text as usize);
            let text = &self.texts[text..text + entry.length as usize];
            let stands = (entry.min..=entry.max).contains(&place)
                && value.get(begin..begin + text.len()).is_some_and(|part| is_folded(part, text));
            if stands {
                let from = entry.pattern as usize;
                self.patterns[from..from + entry.patterns as usize].iter().for_each(|p| found(*p));
            }
        }
    }
}

/// Whether a part of a value is a literal, whose letters are small.
fn is_folded(part: &[u8], literal: &[u8]) -> bool {
    part.iter().zip(literal).all(|(a, b)| a.to_ascii_lowercase() == *b)
}

/// Goes through a value once for some tables: at each byte, the window of each that ends there is looked up.
fn scan<const TABLES: usize>(tables: [&Table; TABLES], value: &[u8], found: &mut impl FnMut(u32)) {
    let mut gram = 0u32;
    for (last, byte) in value.iter().enumerate() {
        gram = gram << 8 | u32::from(byte.to_ascii_lowercase());
        for table in tables {
            let h = hash(gram & table.mask, table.shift);
            if table.has(h)
                && let Some(at) = (last + 1).checked_sub(table.width)
            {
                table.compare(h, value, at, found);
            }
        }
    }
}

/// Knuth's multiplicative hash: the upper bits of the product.
fn hash(gram: u32, shift: u32) -> usize {
    (gram.wrapping_mul(0x9e37_79b1) >> shift) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_is_found_wherever_it_may_stand_and_only_there() {
        let literal = |text: &str, min, max| Literal { text: text.into(), at: Span { min, max } };
        let literals = vec![
            (0, literal("app-webs", 0, 0)),
            (1, literal("webs", 0, usize::MAX)),
            (2, literal("eb", 0, usize::MAX)),
            (3, literal("app", 1, 4)),
        ];
        let grams = Grams::new(literals, &Census::default());
        let check = |value: &str, want: &[u32]| {
            let mut got = Vec::new();
            grams.scan(value.as_bytes(), |p| got.push(p));
            got.sort_unstable();
            assert_eq!(got, want, "{value}");
        };
        check("App-WEBS/", &[0, 1, 2]);
        check("xApp-webs", &[1, 2, 3]);
        check("eb", &[2]);
        check("e", &[]);
        check("webwebs", &[1, 2, 2]);
    }
}
