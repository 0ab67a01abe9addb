//! One pass over a value finds the few patterns that can match it; only those are tried.
//!
//! Exact patterns live in a hash map. Prefixes, suffixes, contained strings and one required literal set per regular
//! expression go into one Aho-Corasick automaton (ASCII case ignored; the candidate is then checked exactly). Regular
//! expressions without a required literal are always tried: there are few. Everything is compiled on first use.

use crate::Pattern;
use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind};
use std::collections::HashMap;
use std::sync::OnceLock;

/// Patterns with the number each answers by, in ascending order of number.
#[derive(Debug)]
pub(crate) struct Matcher {
    patterns: Vec<(u32, Pattern, OnceLock<Option<Regex>>)>,
    compiled: OnceLock<Compiled>,
}

#[derive(Debug)]
struct Compiled {
    exact: HashMap<String, Vec<u32>>,
    automaton: Option<AhoCorasick>,
    /// Automaton pattern → index into `patterns`.
    owner: Vec<u32>,
    always: Vec<u32>,
}

impl Matcher {
    pub(crate) fn new(patterns: impl IntoIterator<Item = (u32, Pattern)>) -> Self {
        Self {
            patterns: patterns.into_iter().map(|(n, p)| (n, p, OnceLock::new())).collect(),
            compiled: OnceLock::new(),
        }
    }

    /// Appends the numbers of all patterns that match, each once, in ascending order of number.
    pub(crate) fn find(&self, value: &str, out: &mut Vec<u32>) {
        let begin = out.len();
        let compiled = self.compiled.get_or_init(|| self.compile());
        if let Some(hits) = compiled.exact.get(value) {
            out.extend(hits.iter().map(|&i| self.patterns[i as usize].0));
        }
        for &i in &compiled.always {
            self.offer(i, value, out);
        }
        if let Some(automaton) = &compiled.automaton {
            for found in automaton.find_overlapping_iter(value) {
                self.offer(compiled.owner[found.pattern().as_usize()], value, out);
            }
        }
        out[begin..].sort_unstable();
    }

    /// Adds a pattern's number where it matches and does not stand there yet.
    fn offer(&self, i: u32, value: &str, out: &mut Vec<u32>) {
        let number = self.patterns[i as usize].0;
        if !out.contains(&number) && self.matches(i as usize, value) {
            out.push(number);
        }
    }

    /// The compiled expression of a pattern by its number, where it is one.
    pub(crate) fn regex(&self, number: u32) -> Option<&Regex> {
        self.patterns.binary_search_by_key(&number, |p| p.0).ok().and_then(|i| self.regex_at(i))
    }

    fn regex_at(&self, i: usize) -> Option<&Regex> {
        let (_, pattern, cell) = &self.patterns[i];
        let Pattern::Regex(text) = pattern else { return None };
        cell.get_or_init(|| Regex::new(text).ok()).as_ref()
    }

    fn matches(&self, i: usize, value: &str) -> bool {
        match &self.patterns[i].1 {
            Pattern::Exact(text) => value == text,
            Pattern::Prefix(text) => value.starts_with(text.as_str()),
            Pattern::Suffix(text) => value.ends_with(text.as_str()),
            Pattern::Contains(text) => value.contains(text.as_str()),
            Pattern::Regex(_) => self.regex_at(i).is_some_and(|r| r.is_match(value)),
        }
    }

    fn compile(&self) -> Compiled {
        let mut exact: HashMap<String, Vec<u32>> = HashMap::new();
        let (mut literals, mut owner, mut always) = (Vec::new(), Vec::new(), Vec::new());
        for (i, (_, pattern, _)) in self.patterns.iter().enumerate() {
            let i = i as u32;
            match pattern {
                Pattern::Exact(text) => exact.entry(text.clone()).or_default().push(i),
                Pattern::Prefix(text) | Pattern::Suffix(text) | Pattern::Contains(text) => {
                    literals.push(text.clone());
                    owner.push(i);
                }
                Pattern::Regex(text) => match required(text) {
                    Some(set) => {
                        owner.extend(set.iter().map(|_| i));
                        literals.extend(set);
                    }
                    None => always.push(i),
                },
            }
        }
        let automaton = (!literals.is_empty())
            .then(|| {
                AhoCorasick::builder()
                    .ascii_case_insensitive(true)
                    .match_kind(MatchKind::Standard)
                    .build(&literals)
                    .ok()
            })
            .flatten();
        if automaton.is_none() {
            always.append(&mut owner);
        }
        Compiled { exact, automaton, owner, always }
    }
}

/// Literals of which at least one stands in every match of the expression, case ignored. `None` where there is none of use.
pub(crate) fn required(pattern: &str) -> Option<Vec<String>> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let set = required_of(&hir)?;
    (set.iter().all(|s| s.len() >= 2) && set.len() <= 64).then_some(set)
}

fn required_of(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(l) => std::str::from_utf8(&l.0).ok().map(|s| vec![s.to_owned()]),
        HirKind::Class(c) => one_letter(c).map(|c| vec![c.to_string()]),
        HirKind::Capture(c) => required_of(&c.sub),
        HirKind::Repetition(r) if r.min >= 1 => required_of(&r.sub),
        HirKind::Alternation(branches) => {
            let mut all = Vec::new();
            for branch in branches {
                all.extend(required_of(branch)?);
            }
            Some(all)
        }
        HirKind::Concat(parts) => best_of(parts),
        _ => None,
    }
}

/// The best set of a sequence: neighbouring single literals are joined first.
fn best_of(parts: &[Hir]) -> Option<Vec<String>> {
    let mut best: Option<Vec<String>> = None;
    let mut run = String::new();
    let mut offer = |set: Vec<String>| {
        let worth =
            |s: &Vec<String>| (s.iter().map(String::len).min().unwrap_or(0).min(8), usize::MAX - s.len());
        if best.as_ref().is_none_or(|b| worth(&set) > worth(b)) {
            best = Some(set);
        }
    };
    for part in parts {
        let literal = match part.kind() {
            HirKind::Literal(l) => std::str::from_utf8(&l.0).ok().map(str::to_owned),
            HirKind::Class(c) => one_letter(c).map(|c| c.to_string()),
            _ => None,
        };
        if let Some(text) = literal {
            run.push_str(&text);
            continue;
        }
        if matches!(part.kind(), HirKind::Look(_)) {
            continue;
        }
        if !run.is_empty() {
            offer(vec![std::mem::take(&mut run)]);
        }
        if let Some(set) = required_of(part) {
            offer(set);
        }
    }
    if !run.is_empty() {
        offer(vec![run]);
    }
    best
}

/// `[aA]` is the letter a, whatever its case.
fn one_letter(class: &Class) -> Option<char> {
    let Class::Unicode(class) = class else { return None };
    let mut letter = None;
    for range in class.ranges() {
        for c in range.start()..=range.end() {
            // `(?i)k` also means U+212A and `(?i)s` U+017F; no device spells so, and missing one is silence, not error.
            let lower = match c {
                '\u{212a}' => 'k',
                '\u{17f}' => 's',
                c if c.is_ascii() => c.to_ascii_lowercase(),
                _ => return None,
            };
            if letter.is_some_and(|l| l != lower) {
                return None;
            }
            letter = Some(lower);
        }
    }
    letter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_required_literal_of_an_expression_stands_in_every_match() {
        let check = |pattern: &str, want: Option<&[&str]>| {
            let got = required(pattern);
            let want = want.map(|w| w.iter().map(|s| (*s).to_string()).collect::<Vec<_>>());
            assert_eq!(got, want, "{pattern}");
        };
        check(r"^IP Camera\([0-9A-Za-z]+\)$", Some(&["IP Camera("]));
        check("^(ab|cd)x?", Some(&["ab", "cd"]));
        check("(?i)^hiks", Some(&["hiks"]));
        check("^[0-9]+$", None);
        check("a?b?", None);
        check("^(a|[0-9])$", None);
    }

    #[test]
    fn every_kind_of_pattern_is_found_once_and_in_order() {
        let patterns = [
            Pattern::Regex("(?i)^app-?webs".into()),
            Pattern::Contains("Webs".into()),
            Pattern::Exact("App-webs/".into()),
            Pattern::Prefix("App".into()),
            Pattern::Suffix("webs/".into()),
            Pattern::Regex("^[A-Z][a-z]+".into()),
        ];
        let matcher = Matcher::new(patterns.into_iter().enumerate().map(|(i, p)| (i as u32, p)));
        let find = |v: &str| {
            let mut out = Vec::new();
            matcher.find(v, &mut out);
            out
        };
        assert_eq!(find("App-webs/"), [0, 2, 3, 4, 5]);
        assert_eq!(find("app-webs/"), [0, 4]);
        assert_eq!(find("DVRDVS-Webs"), [1]);
        assert!(find("").is_empty());
    }
}
