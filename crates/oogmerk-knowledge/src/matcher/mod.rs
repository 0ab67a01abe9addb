//! One pass over a value finds the few patterns that can match it; only those are tried.
//!
//! Each pattern is filed once, under what is cheapest to look for: a literal that stands in every match (`grams`), or,
//! where it has none of use, its form: length, first bytes, last byte (`classes`). What was found so is then tried
//! exactly, in the order of the numbers. Everything is compiled on first use; nothing is remembered between values.

mod classes;
mod expression;
mod grams;
mod known;
mod shape;
mod trace;

use crate::Pattern;
use classes::Classes;
use grams::{Census, Grams};
use shape::{ByteSet, Case, Plain, Shape, holds_stranger, literal_shape, of_expression};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

pub(crate) use expression::{Expression, Groups};

/// Candidates kept on the stack.
const FEW: usize = 24;

/// A pattern to be found, the number it answers by and the groups that are wanted of it.
#[derive(Clone, Debug)]
pub(crate) struct Sought {
    pub number: u32,
    pub pattern: Pattern,
    /// Of an expression. Rows that say the same of several fields share one, compiled once.
    pub expression: Option<Arc<Expression>>,
}

impl Sought {
    pub(crate) fn new(number: u32, pattern: Pattern, wanted: Vec<String>) -> Self {
        let expression = match &pattern {
            Pattern::Regex(text) => Some(Arc::new(Expression::new(text.clone(), wanted))),
            _ => None,
        };
        Self { number, pattern, expression }
    }
}

/// Patterns in ascending order of number.
#[derive(Debug)]
pub(crate) struct Matcher {
    patterns: Vec<Sought>,
    index: OnceLock<Index>,
}

#[derive(Debug)]
struct Index {
    tests: Vec<Test>,
    grams: Grams,
    classes: Classes,
}

/// The exact test of one pattern, and the bounds that are cheaper than it.
#[derive(Debug, Default)]
struct Test {
    min: usize,
    max: usize,
    heads: Vec<ByteSet>,
    last: Option<ByteSet>,
    plain: Option<Plain>,
    /// Absent where the plain test says the same of every value, and of what is no expression at all.
    expression: Option<Arc<Expression>>,
}

/// What is known of a value before anything is tried.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Letters {
    Ascii,
    Other,
    /// Holds a letter outside ASCII that folds to one inside it: no shape counts with these.
    Strange,
}

impl Letters {
    fn of(value: &str) -> Self {
        if value.is_ascii() {
            Self::Ascii
        } else if holds_stranger(value) {
            Self::Strange
        } else {
            Self::Other
        }
    }
}

impl Matcher {
    pub(crate) fn new(patterns: impl IntoIterator<Item = Sought>) -> Self {
        Self { patterns: patterns.into_iter().collect(), index: OnceLock::new() }
    }

    /// All patterns.
    pub(crate) fn patterns(&self) -> &[Sought] {
        &self.patterns
    }

    /// Hands over the number of every pattern that matches, each once, in ascending order, with its groups.
    pub(crate) fn find(&self, value: &str, found: impl FnMut(u32, Groups<'_>)) {
        self.find_first(value, std::iter::once(0..u32::MAX), found);
    }

    /// The same for the patterns at the first of these places at which any matches.
    pub(crate) fn find_first(
        &self,
        value: &str,
        places: impl Iterator<Item = Range<u32>>,
        mut found: impl FnMut(u32, Groups<'_>),
    ) {
        let index = self.index.get_or_init(|| Index::new(&self.patterns));
        let letters = Letters::of(value);
        let mut candidates = Candidates::default();
        if letters == Letters::Strange {
            candidates.many.extend(0..index.tests.len() as u32);
        } else {
            index.grams.scan(value.as_bytes(), |i| candidates.add(i));
            index.classes.scan(value.as_bytes(), |i| candidates.add(i));
        }
        let candidates = candidates.sorted();
        if candidates.is_empty() {
            return;
        }
        for place in places {
            let mut is_found = false;
            for i in candidates.iter().filter(|i| place.contains(i)) {
                let number = self.patterns[*i as usize].number;
                index.tests[*i as usize].find(value, letters, |groups| {
                    is_found = true;
                    found(number, groups);
                });
            }
            if is_found {
                return;
            }
        }
    }
}

impl Index {
    fn new(patterns: &[Sought]) -> Self {
        let shapes: Vec<Option<Shape>> = patterns.iter().map(|s| shape_of(&s.pattern)).collect();
        let mut census = Census::default();
        shapes.iter().flatten().for_each(|s| census.count(&s.sets));
        let (mut literals, mut formed) = (Vec::new(), Vec::new());
        for (i, shape) in shapes.iter().enumerate() {
            let Some(shape) = shape else { continue };
            let i = i as u32;
            let usable = shape.sets.iter().filter(|set| is_of_use(set, shape));
            match usable.min_by_key(|set| census.cost(set)) {
                Some(set) => literals.extend(set.iter().map(|l| (i, l.clone()))),
                None => formed.push((i, shape)),
            }
        }
        let grams = Grams::new(literals, &census);
        let classes = Classes::new(&formed);
        let tests = patterns.iter().zip(shapes).map(|(s, shape)| Test::new(s, shape)).collect();
        Self { tests, grams, classes }
    }
}

/// The shape of a pattern; `None` for an expression that is none and can never match.
fn shape_of(pattern: &Pattern) -> Option<Shape> {
    let (text, from_start, to_end) = match pattern {
        Pattern::Exact(t) => (t, true, true),
        Pattern::Prefix(t) => (t, true, false),
        Pattern::Suffix(t) => (t, false, true),
        Pattern::Contains(t) => (t, false, false),
        Pattern::Regex(t) => return known::shape_of(t).or_else(|| of_expression(t)),
    };
    let (text, case) = (text.to_string(), Case::Exact);
    Some(literal_shape(Plain { text, case, from_start, to_end, to_word_end: false }))
}

/// Two letters say less than the first bytes of what is anchored; one letter says nothing.
fn is_of_use(set: &[shape::Literal], shape: &Shape) -> bool {
    let shortest = set.iter().map(|l| l.text.len()).min().unwrap_or(0);
    shortest >= 3 || (shortest == 2 && shape.heads.len() < 2)
}

impl Test {
    fn new(sought: &Sought, shape: Option<Shape>) -> Self {
        let Some(shape) = shape else { return Self::default() };
        let is_needed = shape.plain.as_ref().is_none_or(Plain::is_of_ascii);
        let expression = sought.expression.clone().filter(|_| is_needed);
        let Shape { min, max, heads, last, plain, .. } = shape;
        Self { min, max, heads, last, plain, expression }
    }

    /// Whether length and ends are those of a match: a few loads that save most expressions tried in vain.
    fn fits(&self, value: &[u8]) -> bool {
        let at_end = |set: &ByteSet| value.last().is_some_and(|b| set.holds(*b));
        (self.min..=self.max).contains(&value.len())
            && self.heads.iter().zip(value).all(|(set, byte)| set.holds(*byte))
            && self.last.as_ref().is_none_or(at_end)
    }

    fn find(&self, value: &str, letters: Letters, found: impl FnOnce(Groups<'_>)) {
        let is_plain = self.expression.is_none() || letters != Letters::Strange;
        let may_decide = |p: &&Plain| is_plain && (letters == Letters::Ascii || !p.to_word_end);
        if let Some(plain) = self.plain.as_ref().filter(may_decide) {
            if plain.matches(value) {
                found(Groups::default());
            }
        } else if let Some(expression) = &self.expression
            && (letters == Letters::Strange || self.fits(value.as_bytes()))
        {
            expression.find(value, letters == Letters::Ascii, found);
        }
    }
}

/// Patterns that may match, gathered without order and perhaps more than once.
struct Candidates {
    few: [u32; FEW],
    length: usize,
    many: Vec<u32>,
    /// At this many, those that stand there twice are thrown out.
    full: usize,
}

impl Default for Candidates {
    fn default() -> Self {
        Self { few: [0; FEW], length: 0, many: Vec::new(), full: 4_096 }
    }
}

impl Candidates {
    fn add(&mut self, pattern: u32) {
        if self.length < FEW {
            self.few[self.length] = pattern;
            self.length += 1;
            return;
        }
        self.many.push(pattern);
        // A long value may name one pattern at every place: the list stays as long as there are patterns.
        if self.many.len() >= self.full {
            self.many.sort_unstable();
            self.many.dedup();
            self.full = self.full.max(self.many.len() * 2);
        }
    }

    /// Each once, in ascending order.
    fn sorted(&mut self) -> &[u32] {
        if self.many.is_empty() {
            let few = &mut self.few[..self.length];
            few.sort_unstable();
            let mut kept = 0;
            for i in 0..few.len() {
                if i == 0 || few[i] != few[kept - 1] {
                    few[kept] = few[i];
                    kept += 1;
                }
            }
            return &self.few[..kept];
        }
        self.many.extend_from_slice(&self.few[..self.length]);
        self.many.sort_unstable();
        self.many.dedup();
        &self.many
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matcher(patterns: impl IntoIterator<Item = Pattern>) -> Matcher {
        let sought = |(i, pattern)| Sought::new(i as u32, pattern, Vec::new());
        Matcher::new(patterns.into_iter().enumerate().map(|(i, p)| sought((i, p))))
    }

    fn find(matcher: &Matcher, value: &str) -> Vec<u32> {
        let mut out = Vec::new();
        matcher.find(value, |number, _| out.push(number));
        out
    }

    #[test]
    fn every_kind_of_pattern_is_found_once_and_in_order() {
        let matcher = matcher([
            Pattern::Regex("(?i)^app-?webs".into()),
            Pattern::Contains("Webs".into()),
            Pattern::Exact("App-webs/".into()),
            Pattern::Prefix("App".into()),
            Pattern::Suffix("webs/".into()),
            Pattern::Regex("^[A-Z][a-z]+".into()),
            Pattern::Regex("(".into()),
            Pattern::Contains("-".into()),
        ]);
        assert_eq!(find(&matcher, "App-webs/"), [0, 2, 3, 4, 5, 7]);
        assert_eq!(find(&matcher, "app-webs/"), [0, 4, 7]);
        assert_eq!(find(&matcher, "DVRDVS-Webs"), [1, 7]);
        assert!(find(&matcher, "").is_empty());
    }

    #[test]
    fn letters_outside_ascii_that_fold_to_it_are_matched_as_the_expression_says() {
        let matcher = matcher([
            Pattern::Regex("(?i)^ipolis$".into()),
            Pattern::Regex("(?i)hiks[0-9]$".into()),
            Pattern::Exact("hik".into()),
            Pattern::Regex("caf\u{e9}".into()),
        ]);
        assert_eq!(find(&matcher, "ipoli\u{17f}"), [0]);
        assert_eq!(find(&matcher, "xHI\u{212a}S7"), [1]);
        assert_eq!(find(&matcher, "un caf\u{e9}"), [3]);
    }

    #[test]
    fn a_word_ends_as_the_expression_says() {
        let matcher = matcher([
            Pattern::Regex("^Cam Server\\b".into()),
            Pattern::Regex("(?i)^cam server\\b".into()),
            Pattern::Regex("^Cam/\\b".into()),
            Pattern::Regex("Server\\b".into()),
        ]);
        assert_eq!(find(&matcher, "Cam Server"), [0, 1, 3]);
        assert_eq!(find(&matcher, "cam server/2"), [1]);
        assert_eq!(find(&matcher, "Cam Server\u{20ac}"), [0, 1, 3]);
        assert!(find(&matcher, "Cam Servers").is_empty());
        assert!(find(&matcher, "Cam Server\u{e9}").is_empty());
        assert_eq!(find(&matcher, "Cam/x"), [2]);
        assert!(find(&matcher, "Cam/").is_empty() && find(&matcher, "Cam//").is_empty());
    }

    #[test]
    fn more_candidates_than_few_are_each_tried_once() {
        let pattern = |i: usize| Pattern::Regex(format!("(?:xyz|abc).*[0-9]{{{}}}", i % 9 + 1).into());
        let matcher = matcher((0..100).map(pattern));
        let value = "abc xyz ".repeat(100) + "12";
        let found = find(&matcher, &value);
        assert_eq!(found.len(), (0..100).filter(|i| i % 9 < 2).count());
        assert!(found.windows(2).all(|w| w[0] < w[1]));
    }
    /// Expressions put together by chance from the pieces tells are made of, against values made of the same letters.
    #[test]
    fn an_expression_of_any_make_matches_what_it_matches_alone() {
        const ATOMS: [&str; 22] = [
            "ab",
            "(?i:sk)",
            "[0-9]",
            "[^a]",
            ".",
            "(?:ab|c|)",
            "(?:a|bc)",
            "k?",
            "(?:sk){2}",
            "[a-c]{2,3}",
            "\\b",
            "(x|[0-9]+)y",
            ".*",
            "(?:^|-)",
            "(?:$|-)",
            "é",
            "[aé]",
            "\\w+",
            "(?i)s",
            "(?:a?b?)+",
            "7{7,}",
            "(?s:.)x",
        ];
        const LETTERS: [&str; 14] =
            ["a", "b", "c", "s", "K", "x", "y", "7", "-", "ab", "sk", "é", "\u{17f}", "7777777"];
        let mut state = 0x0dd_ba11_u64;
        let mut below = move |n: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % n as u64) as usize
        };
        let mut matched = 0;
        for _ in 0..60 {
            let texts: Vec<String> = (0..40)
                .map(|_| {
                    let middle: String = (0..=below(4)).map(|_| ATOMS[below(ATOMS.len())]).collect();
                    format!("{}{middle}{}", ["", "^", "(?i)", "(?i)^"][below(4)], ["", "$"][below(2)])
                })
                .collect();
            let alone: Vec<Option<regex::Regex>> = texts.iter().map(|t| regex::Regex::new(t).ok()).collect();
            let matcher = matcher(texts.iter().map(|text| Pattern::Regex(text.as_str().into())));
            for _ in 0..120 {
                let value: String = (0..below(7)).map(|_| LETTERS[below(LETTERS.len())]).collect();
                let is_match = |i: &usize| alone[*i].as_ref().is_some_and(|r| r.is_match(&value));
                let want: Vec<u32> = (0..40).filter(is_match).map(|i| i as u32).collect();
                matched += want.len();
                assert_eq!(find(&matcher, &value), want, "{value:?}: {texts:#?}");
            }
        }
        assert!(matched > 10_000, "{matched}");
    }
}
