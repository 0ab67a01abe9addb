//! What can be known of a pattern before it is tried: literals of which one stands in every match, the bytes it may
//! begin and end with, how long a value must be. Everything here errs towards "may match", never the other way.
//!
//! Letters are folded as ASCII. `(?i)k` also means U+212A and `(?i)s` U+017F; values that hold one of these are matched
//! without any of this (see [`holds_stranger`]), so that the shapes may leave them out.

use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};
use serde::{Deserialize, Serialize};

/// Most spellings of one required literal.
const SPELLINGS_MAX: usize = 32;
/// Bytes looked at from the beginning.
pub(super) const HEADS: usize = 6;
/// Steps allowed to find the first bytes of one expression.
const STEPS_MAX: usize = 500;

/// What must hold of a value before a pattern is worth trying.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Shape {
    /// Sets of literals; of each set at least one stands in every match. ASCII letters are small.
    pub sets: Vec<Vec<Literal>>,
    /// Bytes possible at the first places of the value, for what is anchored at its beginning.
    pub heads: Vec<ByteSet>,
    /// Bytes possible at its last place, for what is anchored at its end.
    pub last: Option<ByteSet>,
    /// Shortest and longest value, in bytes.
    pub min: usize,
    pub max: usize,
    /// The expression is one literal, perhaps anchored: its test without the expression.
    pub plain: Option<Plain>,
}

/// A literal and where it begins in a match that is anchored at the beginning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Literal {
    pub text: Vec<u8>,
    pub at: Span,
}

/// A range of places, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Span {
    pub min: usize,
    pub max: usize,
}

impl Span {
    const ANYWHERE: Self = Self { min: 0, max: usize::MAX };

    fn after(self, hir: &Hir) -> Self {
        let p = hir.properties();
        Self {
            min: self.min.saturating_add(p.minimum_len().unwrap_or(0)),
            max: p.maximum_len().map_or(usize::MAX, |n| self.max.saturating_add(n)),
        }
    }
}

/// A test that needs no expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Plain {
    pub text: String,
    pub case: Case,
    pub from_start: bool,
    pub to_end: bool,
    /// Behind it a word ends or begins (`\b`), where it stands at the start of a value in plain ASCII: what a word is
    /// elsewhere, only the expression says.
    pub to_word_end: bool,
}

/// How letters compare.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Case {
    Exact,
    AsciiFolded,
}

impl Plain {
    /// Whether only values in plain ASCII, or nearly so, can be held against it.
    pub fn is_of_ascii(&self) -> bool {
        self.case == Case::AsciiFolded || self.to_word_end
    }

    pub fn matches(&self, value: &str) -> bool {
        let (text, value) = (self.text.as_bytes(), value.as_bytes());
        if text.len() > value.len() || (self.from_start && self.to_end && text.len() != value.len()) {
            return false;
        }
        let same = |part: &[u8]| match self.case {
            Case::Exact => part == text,
            Case::AsciiFolded => part.eq_ignore_ascii_case(text),
        };
        if self.from_start {
            let is_word = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
            let is_bound = || text.last().is_some_and(is_word) != value.get(text.len()).is_some_and(is_word);
            same(&value[..text.len()]) && (!self.to_word_end || is_bound())
        } else if self.to_end {
            same(&value[value.len() - text.len()..])
        } else {
            text.is_empty() || value.windows(text.len()).any(same)
        }
    }
}

/// Whether a value holds one of the two letters outside ASCII that fold to a letter inside it.
pub(super) fn holds_stranger(value: &str) -> bool {
    !value.is_ascii() && value.contains(['\u{212a}', '\u{17f}'])
}

/// A set of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct ByteSet([u64; 4]);

impl ByteSet {
    pub fn add(&mut self, byte: u8) {
        self.0[usize::from(byte >> 6)] |= 1 << (byte & 63);
    }
    pub fn holds(&self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1
    }
    fn join(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(a, b)| *a |= b);
    }
    fn of(bytes: impl IntoIterator<Item = u8>) -> Self {
        let mut set = Self::default();
        bytes.into_iter().for_each(|b| set.add(b));
        set
    }
}

/// The shape of an expression; `None` for a text that is none and can never match.
pub(super) fn of_expression(text: &str) -> Option<Shape> {
    Some(shape_of(&regex_syntax::parse(text).ok()?))
}

/// The shape of a text that is looked for as it stands.
pub(super) fn literal_shape(plain: Plain) -> Shape {
    let text = plain.text.to_ascii_lowercase().into_bytes();
    let both = |b: u8| match plain.case {
        Case::Exact => ByteSet::of([b]),
        Case::AsciiFolded => ByteSet::of([b.to_ascii_lowercase(), b.to_ascii_uppercase()]),
    };
    let heads =
        if plain.from_start { plain.text.bytes().take(HEADS).map(both).collect() } else { Vec::new() };
    let last = plain.text.bytes().next_back().filter(|_| plain.to_end).map(both);
    let at = if plain.from_start { Span { min: 0, max: 0 } } else { Span::ANYWHERE };
    let max = if plain.from_start && plain.to_end { text.len() } else { usize::MAX };
    Shape {
        min: text.len(),
        max,
        heads,
        last,
        sets: if text.is_empty() { Vec::new() } else { vec![vec![Literal { text, at }]] },
        plain: Some(plain),
    }
}

fn shape_of(hir: &Hir) -> Shape {
    if let Some(plain) = plain(hir) {
        return literal_shape(plain);
    }
    let properties = hir.properties();
    let from_start = properties.look_set_prefix().contains(Look::Start);
    let to_end = properties.look_set_suffix().contains(Look::End);
    let begin = if from_start { Span { min: 0, max: 0 } } else { Span::ANYWHERE };
    let mut sets = Vec::new();
    collect(hir, begin, &mut sets);
    let first_bytes = |way, places| ends(&[hir], way, places, &mut { STEPS_MAX }).unwrap_or_default();
    Shape {
        sets,
        heads: if from_start { first_bytes(Way::Forward, HEADS) } else { Vec::new() },
        last: if to_end { first_bytes(Way::Back, 1).first().copied() } else { None },
        min: properties.minimum_len().unwrap_or(0),
        max: properties.maximum_len().filter(|_| from_start && to_end).unwrap_or(usize::MAX),
        plain: None,
    }
}

/// The test of an expression that is one literal between anchors, and captures nothing.
fn plain(hir: &Hir) -> Option<Plain> {
    let parts: &[Hir] = match hir.kind() {
        HirKind::Concat(parts) => parts,
        _ => std::slice::from_ref(hir),
    };
    let (text, case) = (String::new(), Case::Exact);
    let mut plain = Plain { text, case, from_start: false, to_end: false, to_word_end: false };
    let mut has_cased_letter = false;
    for (i, part) in parts.iter().enumerate() {
        match part.kind() {
            HirKind::Look(Look::Start) if i == 0 => plain.from_start = true,
            HirKind::Look(Look::End) if i + 1 == parts.len() => plain.to_end = true,
            HirKind::Look(Look::WordUnicode) if i + 1 == parts.len() && plain.from_start => {
                plain.to_word_end = true;
            }
            HirKind::Literal(l) => {
                let text = std::str::from_utf8(&l.0).ok()?;
                has_cased_letter |= text.bytes().any(|b| b.is_ascii_alphabetic());
                plain.text.push_str(text);
            }
            HirKind::Class(class) => {
                let [letter] = folded(class, 1)?[..] else { return None };
                if !is_both_cases(class) {
                    return None;
                }
                plain.case = Case::AsciiFolded;
                plain.text.push(char::from(letter));
            }
            _ => return None,
        }
    }
    let is_mixed = plain.case == Case::AsciiFolded && has_cased_letter;
    (!is_mixed && !plain.text.is_empty()).then_some(plain)
}

/// `[aA]`, not `[a]`.
fn is_both_cases(class: &Class) -> bool {
    let Class::Unicode(class) = class else { return false };
    let holds = |test: fn(char) -> bool| class.iter().any(|r| test(r.start()));
    holds(|c| c.is_ascii_lowercase()) && holds(|c| c.is_ascii_uppercase())
}

/// The letters of a class, folded, where they are at most `most` and all ASCII.
fn folded(class: &Class, most: usize) -> Option<Vec<u8>> {
    let Class::Unicode(class) = class else { return None };
    let mut letters: Vec<u8> = Vec::new();
    for range in class.iter() {
        if is_stranger(range.start()) && range.start() == range.end() {
            continue;
        }
        if !range.end().is_ascii() {
            return None;
        }
        for c in range.start()..=range.end() {
            let letter = c.to_ascii_lowercase() as u8;
            if !letters.contains(&letter) {
                letters.push(letter);
            }
            if letters.len() > most {
                return None;
            }
        }
    }
    Some(letters)
}

fn is_stranger(c: char) -> bool {
    matches!(c, '\u{212a}' | '\u{17f}')
}

/// A sequence of spellings that is still growing.
struct Run {
    spellings: Vec<Vec<u8>>,
    begin: Span,
}

impl Run {
    fn at(begin: Span) -> Self {
        Self { spellings: vec![Vec::new()], begin }
    }

    fn push(&mut self, bytes: &[u8]) {
        self.spellings.iter_mut().for_each(|s| s.extend(bytes.iter().map(u8::to_ascii_lowercase)));
    }

    /// Goes on in several ways; false where that would be too many.
    fn branch(&mut self, ways: &[Vec<u8>]) -> bool {
        if ways.is_empty() || self.spellings.len() * ways.len() > SPELLINGS_MAX {
            return false;
        }
        let longer = |s: &Vec<u8>| ways.iter().map(|w| [s.as_slice(), w].concat()).collect::<Vec<_>>();
        self.spellings = self.spellings.iter().flat_map(longer).collect();
        true
    }

    fn finish(self, sets: &mut Vec<Vec<Literal>>) {
        if self.spellings.iter().all(|s| !s.is_empty()) {
            let at = self.begin;
            sets.push(self.spellings.into_iter().map(|text| Literal { text, at }).collect());
        }
    }
}

/// Every set of required literals of an expression that begins at `begin`.
fn collect(hir: &Hir, begin: Span, sets: &mut Vec<Vec<Literal>>) {
    let mut parts = Vec::new();
    flatten(hir, &mut parts);
    let mut place = begin;
    let mut run = Run::at(begin);
    for part in parts {
        let after = place.after(part);
        let goes_on = match part.kind() {
            HirKind::Literal(l) => {
                run.push(&l.0);
                true
            }
            HirKind::Look(_) | HirKind::Empty => true,
            _ => spellings(part).is_some_and(|ways| run.branch(&ways)),
        };
        if !goes_on {
            std::mem::replace(&mut run, Run::at(after)).finish(sets);
            inside(part, place, sets);
        }
        place = after;
    }
    run.finish(sets);
}

/// Concatenations and groups opened up.
fn flatten<'h>(hir: &'h Hir, out: &mut Vec<&'h Hir>) {
    match hir.kind() {
        HirKind::Concat(parts) => parts.iter().for_each(|p| flatten(p, out)),
        HirKind::Capture(c) => flatten(&c.sub, out),
        _ => out.push(hir),
    }
}

/// All spellings of something short and finite.
fn spellings(hir: &Hir) -> Option<Vec<Vec<u8>>> {
    match hir.kind() {
        HirKind::Class(class) => Some(folded(class, 4)?.into_iter().map(|b| vec![b]).collect()),
        HirKind::Literal(l) => Some(vec![l.0.to_ascii_lowercase()]),
        HirKind::Capture(c) => spellings(&c.sub),
        HirKind::Empty => Some(vec![Vec::new()]),
        HirKind::Alternation(branches) => {
            let mut all = Vec::new();
            for branch in branches {
                all.extend(spellings(branch)?);
            }
            (all.len() <= SPELLINGS_MAX).then_some(all)
        }
        HirKind::Repetition(Repetition { min: 0, max: Some(1), sub, .. }) => {
            let mut all = spellings(sub)?;
            all.push(Vec::new());
            Some(all)
        }
        HirKind::Concat(parts) => {
            let mut run = Run::at(Span::ANYWHERE);
            for part in parts {
                if !run.branch(&spellings(part)?) {
                    return None;
                }
            }
            Some(run.spellings)
        }
        _ => None,
    }
}

/// The sets inside a part that is no run of letters by itself.
fn inside(part: &Hir, begin: Span, sets: &mut Vec<Vec<Literal>>) {
    match part.kind() {
        HirKind::Repetition(r) if r.min >= 1 => collect(&r.sub, begin, sets),
        HirKind::Alternation(branches) => {
            let mut all = Vec::new();
            for branch in branches {
                let mut own = Vec::new();
                collect(branch, begin, &mut own);
                let shortest = |s: &Vec<Literal>| s.iter().map(|l| l.text.len()).min();
                match own.into_iter().max_by_key(shortest) {
                    Some(best) => all.extend(best),
                    None => return,
                }
            }
            if all.len() <= SPELLINGS_MAX * 2 {
                sets.push(all);
            }
        }
        _ => {}
    }
}

/// Which end of a match is looked at.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Forward,
    Back,
}

/// The bytes possible at the first (or last) places of a match of a sequence, at most `places`. A match is at least as
/// long as the answer. `None` where finding out takes too long.
fn ends(parts: &[&Hir], way: Way, places: usize, steps: &mut usize) -> Option<Vec<ByteSet>> {
    *steps = steps.checked_sub(1)?;
    if places == 0 {
        return Some(Vec::new());
    }
    let split = match way {
        Way::Forward => parts.split_first(),
        Way::Back => parts.split_last(),
    };
    let Some((part, rest)) = split else { return Some(Vec::new()) };
    let with = |more: &[&Hir], steps: &mut usize| {
        let all = if way == Way::Forward { [more, rest].concat() } else { [rest, more].concat() };
        ends(&all, way, places, steps)
    };
    match part.kind() {
        HirKind::Empty | HirKind::Look(_) => ends(rest, way, places, steps),
        HirKind::Literal(l) => {
            let one = |b: &u8| ByteSet::of([*b]);
            let mut sets: Vec<ByteSet> = match way {
                Way::Forward => l.0.iter().take(places).map(one).collect(),
                Way::Back => l.0.iter().rev().take(places).map(one).collect(),
            };
            sets.extend(ends(rest, way, places - sets.len(), steps)?);
            Some(sets)
        }
        HirKind::Class(class) => {
            let (set, is_one_byte) = bytes_of(class, way);
            let mut sets = vec![set];
            if is_one_byte {
                sets.extend(ends(rest, way, places - 1, steps)?);
            }
            Some(sets)
        }
        HirKind::Capture(c) => with(&[&c.sub], steps),
        HirKind::Concat(inner) => with(&inner.iter().collect::<Vec<_>>(), steps),
        HirKind::Alternation(branches) => {
            let mut joined: Option<Vec<ByteSet>> = None;
            for branch in branches {
                joined = Some(join(joined, with(&[branch], steps)?));
            }
            joined
        }
        HirKind::Repetition(r) => repeated(part, r, way, &with, steps),
    }
}

/// Goes on with other parts in the place of one.
type With<'w> = dyn Fn(&[&Hir], &mut usize) -> Option<Vec<ByteSet>> + 'w;

fn repeated(
    part: &Hir,
    r: &Repetition,
    way: Way,
    with: &With<'_>,
    steps: &mut usize,
) -> Option<Vec<ByteSet>> {
    let sub: &Hir = &r.sub;
    if r.min > 0 {
        // Above the places looked at the number makes no difference, and below it what may follow is left open.
        let times = (r.min as usize).min(HEADS);
        let more = Hir::repetition(Repetition { min: 0, max: r.max.map(|m| m - r.min), ..r.clone() });
        let mut parts = vec![sub; times];
        if r.max != Some(r.min) && times < HEADS {
            // The optional part may stand before or behind: both orders spell the same words.
            parts.push(&more);
        }
        return with(&parts, steps);
    }
    if sub.properties().minimum_len() == Some(0) {
        return Some(Vec::new());
    }
    let once = match way {
        _ if r.max == Some(1) => with(&[sub], steps)?,
        Way::Forward => with(&[sub, part], steps)?,
        Way::Back => with(&[part, sub], steps)?,
    };
    Some(join(Some(once), with(&[], steps)?))
}

fn join(a: Option<Vec<ByteSet>>, b: Vec<ByteSet>) -> Vec<ByteSet> {
    let Some(mut a) = a else { return b };
    a.truncate(b.len());
    a.iter_mut().zip(&b).for_each(|(a, b)| a.join(b));
    a
}

/// The bytes a character of the class begins (or ends) with, and whether it is always one byte.
fn bytes_of(class: &Class, way: Way) -> (ByteSet, bool) {
    let mut set = ByteSet::default();
    match class {
        Class::Bytes(c) => {
            for r in c.iter() {
                (r.start()..=r.end()).for_each(|b| set.add(b));
            }
            (set, true)
        }
        Class::Unicode(c) => {
            let mut is_one_byte = true;
            for r in c.iter() {
                if is_stranger(r.start()) && r.start() == r.end() {
                    continue;
                }
                let ascii_end = (r.end() as u32).min(0x7f);
                (r.start() as u32..=ascii_end).for_each(|b| set.add(b as u8));
                if !r.end().is_ascii() {
                    is_one_byte = false;
                    let others = if way == Way::Forward { 0xc2..=0xf4 } else { 0x80..=0xbf };
                    others.for_each(|b| set.add(b));
                }
            }
            (set, is_one_byte)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn of(pattern: &str) -> Shape {
        of_expression(pattern).unwrap()
    }

    #[test]
    fn required_literals_stand_in_every_match() {
        let check = |pattern: &str, want: &[&[&str]]| {
            let got: Vec<Vec<String>> = of(pattern)
                .sets
                .iter()
                .map(|s| s.iter().map(|l| String::from_utf8_lossy(&l.text).into_owned()).collect())
                .collect();
            assert_eq!(got, want, "{pattern}");
        };
        check(r"^IP Camera\([0-9A-Za-z]+\)$", &[&["ip camera("], &[")"]]);
        check("^(ab|cd)x?", &[&["abx", "ab", "cdx", "cd"]]);
        check("(?i)^hiks[0-9]", &[&["hiks"]]);
        check("^[0-9]+$", &[]);
        check("a?b?", &[]);
        check("(?i)^(?:name|maker)/AXIS(?:[^a-z]|$)", &[&["name/axis", "maker/axis"]]);
        check("^(?:DS-[0-9]+|iDS-[0-9]+)x", &[&["ds-", "ids-"], &["x"]]);
        check("^(?:[0-9]+|iDS-[0-9]+)x", &[&["x"]]);
    }

    #[test]
    fn places_lengths_and_first_bytes_are_bounds() {
        let shape = of("^ab?[0-9]{2,3}-x$");
        let dash = shape.sets.iter().flatten().find(|l| l.text == b"-x").unwrap();
        assert_eq!(dash.at, Span { min: 3, max: 5 });
        assert_eq!((shape.min, shape.max), (5, 7));
        assert_eq!(shape.heads.len(), 5);
        assert!(shape.heads[1].holds(b'b') && shape.heads[1].holds(b'7') && !shape.heads[1].holds(b'a'));
        assert!(shape.last.unwrap().holds(b'x') && !shape.last.unwrap().holds(b'-'));
        assert_eq!(of("ab?[0-9]-x").heads, []);
        assert_eq!(of("^[^a]b").heads.len(), 1);
    }

    #[test]
    fn a_literal_between_anchors_needs_no_expression() {
        let check = |pattern: &str, value: &str, want: Option<bool>| {
            assert_eq!(of(pattern).plain.map(|p| p.matches(value)), want, "{pattern}");
        };
        check("^NetEVI/", "NetEVI/1", Some(true));
        check("^NetEVI/", "netevi/1", Some(false));
        check("(?i)^ipolis$", "iPOLiS", Some(true));
        check("(?i)^ipolis$", "iPOLiS ", Some(false));
        check("x-y", "ax-yb", Some(true));
        check("(?i:a)b", "ab", None);
        check("^[a]$", "A", Some(false));
        check("^(?P<model>ab)$", "ab", None);
    }
}
