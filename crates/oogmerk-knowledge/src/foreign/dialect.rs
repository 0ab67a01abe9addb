//! Regular expressions of Ruby (Recog) and Perl (nmap) in Rust's dialect, or the reason why one cannot be said in it.
//!
//! Rust's engine runs in linear time and so has no look-around, back references, atomic groups or possessive
//! repetition: a pattern that uses one is left out and counted, never approximated. What only differs in spelling is
//! respelled: `\d \w \s` mean ASCII as they do there, stray brackets and braces are literals, escapes of ordinary
//! letters are the letters. Sources: Onigmo's `doc/RE`, perlre(1), the `regex` crate's syntax page.

use crate::Pattern;
use regex_syntax::hir::{Class, Hir, HirKind};
use std::collections::BTreeMap;

/// Longest pattern taken, in bytes.
const PATTERN_MAX: usize = 8 * 1024;
/// Longest text a pattern may be bound to match, where it is bound: beyond it the automaton would be large.
const BOUND_MAX: usize = 64 * 1024;
/// Most states one pattern may become; the longest of Recog and nmap stay under a tenth.
const STATES_MAX: usize = 20_000;

/// Whose dialect a pattern is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Ruby,
    Perl,
}

/// A pattern in Rust's dialect. `names` gives capture groups (counted from 1) the name they get.
///
/// # Errors
/// Why it cannot be said, in a few words of plain English.
pub(super) fn translate(
    source: &str,
    dialect: Dialect,
    flags: &str,
    names: &BTreeMap<u32, String>,
) -> Result<String, &'static str> {
    if source.len() > PATTERN_MAX {
        return Err("longer than 8 KiB");
    }
    let mut translator =
        Translator { chars: source.chars().collect(), at: 0, dialect, names, groups: 0, out: String::new() };
    translator.whole()?;
    let flags = if flags.is_empty() { String::new() } else { format!("(?{flags})") };
    let pattern = flags + &translator.out;
    let parsed = regex_syntax::parse(&pattern).map_err(|_| "not a regular expression here")?;
    let properties = parsed.properties();
    let most = properties.maximum_len().or(properties.minimum_len()).unwrap_or(0);
    if most > BOUND_MAX || states(&parsed) > STATES_MAX { Err("repeats too much") } else { Ok(pattern) }
}

/// About how many states a pattern that was [`translate`]d becomes.
pub(super) fn states_of(pattern: &Pattern) -> usize {
    let Pattern::Regex(text) = pattern else { return 0 };
    regex_syntax::parse(text).map_or(0, |parsed| states(&parsed))
}

/// About how many states an expression becomes: what is repeated a number of times is written out as often.
fn states(expression: &Hir) -> usize {
    match expression.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(Class::Bytes(class)) => 1 + class.ranges().len(),
        HirKind::Class(Class::Unicode(class)) => 1 + 4 * class.ranges().len(),
        HirKind::Capture(capture) => states(&capture.sub).saturating_add(2),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().fold(parts.len(), |sum, part| sum.saturating_add(states(part)))
        }
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min.saturating_add(1)).max(1) as usize;
            states(&repetition.sub).saturating_add(1).saturating_mul(times)
        }
    }
}

/// Appends a character that stands for itself.
pub(super) fn literal(c: char, out: &mut String) {
    if regex_syntax::is_meta_character(c) {
        out.push('\\');
    }
    out.push(c);
}

struct Translator<'n> {
    chars: Vec<char>,
    at: usize,
    dialect: Dialect,
    names: &'n BTreeMap<u32, String>,
    groups: u32,
    out: String,
}

const NO_BYTES: &str = "a byte above 127";
const SPACE: &str = r"\t\n\x0B\x0C\r ";

impl Translator<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += 1;
        Some(c)
    }

    fn takes(&mut self, text: &str) -> bool {
        let length = text.chars().count();
        let fits =
            self.chars.get(self.at..self.at + length).is_some_and(|c| c.iter().copied().eq(text.chars()));
        if fits {
            self.at += length;
        }
        fits
    }

    fn whole(&mut self) -> Result<(), &'static str> {
        while let Some(c) = self.next() {
            match c {
                '\\' => self.escape()?,
                '[' => self.class()?,
                '(' => self.group()?,
                '{' => self.brace()?,
                '*' | '+' | '?' => {
                    self.out.push(c);
                    self.after_repetition()?;
                }
                '}' | ']' => literal(c, &mut self.out),
                c => self.out.push(c),
            }
        }
        Ok(())
    }

    /// What may follow a repetition: `?` makes it lazy, `+` possessive.
    fn after_repetition(&mut self) -> Result<(), &'static str> {
        match self.peek() {
            Some('+') => Err("possessive repetition"),
            Some('?') => {
                self.at += 1;
                self.out.push('?');
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// `{n}`, `{n,}`, `{n,m}` and Ruby's `{,m}` repeat; every other brace is itself.
    fn brace(&mut self) -> Result<(), &'static str> {
        let end = self.chars.iter().skip(self.at).take(12).position(|c| *c == '}').map(|n| self.at + n);
        let inner: String = end.and_then(|e| self.chars.get(self.at..e)).unwrap_or_default().iter().collect();
        let (from, to) = inner.split_once(',').unwrap_or((&inner, "0"));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        let open_below =
            from.is_empty() && self.dialect == Dialect::Ruby && !to.is_empty() && inner.contains(',');
        let Some(end) = end.filter(|_| digits(from) && digits(to) && (!from.is_empty() || open_below)) else {
            self.out.push_str(r"\{");
            return Ok(());
        };
        self.at = end + 1;
        self.out.push('{');
        if open_below {
            self.out.push('0');
        }
        self.out.push_str(&inner);
        self.out.push('}');
        self.after_repetition()
    }

    fn group(&mut self) -> Result<(), &'static str> {
        if self.peek() != Some('?') {
            self.capture();
            return Ok(());
        }
        for (sign, reason) in [
            ("?=", "look-around"),
            ("?!", "look-around"),
            ("?<=", "look-around"),
            ("?<!", "look-around"),
            ("?>", "atomic group"),
            ("?|", "branch reset"),
            ("?(", "condition"),
        ] {
            if self.takes(sign) {
                return Err(reason);
            }
        }
        if self.takes("?#") {
            while self.next().is_some_and(|c| c != ')') {}
            return Ok(());
        }
        if self.takes("?:") {
            self.out.push_str("(?:");
            return Ok(());
        }
        if self.takes("?P<") || self.takes("?<") {
            while self.next().is_some_and(|c| c != '>') {}
            self.capture();
            return Ok(());
        }
        self.at += 1;
        self.inline_flags()
    }

    fn capture(&mut self) {
        self.groups += 1;
        match self.names.get(&self.groups) {
            Some(name) => {
                self.out.push_str("(?P<");
                self.out.push_str(name);
                self.out.push('>');
            }
            None => self.out.push('('),
        }
    }

    fn inline_flags(&mut self) -> Result<(), &'static str> {
        let mut flags = String::new();
        while let Some(c) = self.next() {
            match (c, self.dialect) {
                ('i' | '-', _) | ('s', Dialect::Perl) => flags.push(c),
                // Ruby's `m` is what everybody else calls `s`.
                ('m', Dialect::Ruby) => flags.push('s'),
                ('m', Dialect::Perl) => flags.push('m'),
                (':' | ')', _) if !flags.is_empty() => {
                    let flags = flags.trim_end_matches('-');
                    self.out.push_str("(?");
                    self.out.push_str(flags);
                    self.out.push(c);
                    return Ok(());
                }
                _ => break,
            }
        }
        Err("a group of another sort")
    }

    fn escape(&mut self) -> Result<(), &'static str> {
        let c = self.next().ok_or("ends in a backslash")?;
        match c {
            'd' => self.out.push_str("[0-9]"),
            'D' => self.out.push_str("[^0-9]"),
            'w' => self.out.push_str("[0-9A-Za-z_]"),
            'W' => self.out.push_str("[^0-9A-Za-z_]"),
            's' => self.out.push_str(&format!("[{SPACE}]")),
            'S' => self.out.push_str(&format!("[^{SPACE}]")),
            'h' if self.dialect == Dialect::Ruby => self.out.push_str("[0-9A-Fa-f]"),
            'h' => self.out.push_str(r"[\t ]"),
            'R' => self.out.push_str(r"(?:\r\n|\n|\r)"),
            'A' | 'z' => self.out.extend(['\\', c]),
            'Z' => self.out.push_str(r"(?:\n?\z)"),
            'b' => self.out.push_str(r"(?-u:\b)"),
            'B' => self.out.push_str(r"\B"),
            '1'..='9' => return Err("back reference"),
            'k' | 'g' => return Err("back reference"),
            'G' | 'K' | 'X' | 'C' | 'N' | 'Q' | 'E' | 'c' | 'H' => return Err("an escape unknown here"),
            c => self.one(c)?,
        }
        Ok(())
    }

    /// An escape that stands for one character, the same inside and outside of a class.
    fn one(&mut self, c: char) -> Result<(), &'static str> {
        match c {
            'n' | 'r' | 't' | 'f' | 'a' => self.out.extend(['\\', c]),
            'v' => self.out.push_str(r"\x0B"),
            'e' => self.out.push_str(r"\x1B"),
            '0' => {
                let code = self.number(2, 8);
                self.code(code)?;
            }
            'x' => {
                let code = if self.takes("{") {
                    let code = self.number(6, 16);
                    self.takes("}");
                    code
                } else {
                    self.number(2, 16)
                };
                self.code(code)?;
            }
            'u' => {
                let code = self.number(4, 16);
                self.code(code)?;
            }
            'p' | 'P' => return Err("an escape unknown here"),
            c => literal(c, &mut self.out),
        }
        Ok(())
    }

    fn number(&mut self, most: usize, radix: u32) -> u32 {
        let mut value = 0;
        for _ in 0..most {
            let Some(digit) = self.peek().and_then(|c| c.to_digit(radix)) else { break };
            self.at += 1;
            value = value * radix + digit;
        }
        value
    }

    fn code(&mut self, code: u32) -> Result<(), &'static str> {
        if code > 127 {
            return Err(NO_BYTES);
        }
        self.out.push_str(&format!(r"\x{code:02X}"));
        Ok(())
    }

    fn class(&mut self) -> Result<(), &'static str> {
        self.out.push('[');
        if self.takes("^") {
            self.out.push('^');
        }
        // A closing bracket that stands first is itself.
        if self.takes("]") {
            self.out.push_str(r"\]");
        }
        let mut after_set = false;
        loop {
            let c = self.next().ok_or("an open class")?;
            let was_set = std::mem::take(&mut after_set);
            match c {
                ']' => {
                    self.out.push(']');
                    return Ok(());
                }
                '\\' => after_set = self.class_escape()?,
                '[' if self.peek() == Some(':') => {
                    self.posix()?;
                    after_set = true;
                }
                '[' if self.dialect == Dialect::Ruby => return Err("a class inside a class"),
                '-' if was_set || self.begins_set() || self.peek() == Some('-') => self.out.push_str(r"\-"),
                '[' | '&' | '~' | '^' => self.out.extend(['\\', c]),
                c => self.out.push(c),
            }
        }
    }

    /// Whether a set such as `\d` comes next: then a dash before it is itself.
    fn begins_set(&self) -> bool {
        let ahead = |n: usize| self.chars.get(self.at + n).copied();
        ahead(0) == Some('\\') && ahead(1).is_some_and(|c| "dDwWsShH".contains(c))
    }

    /// Returns whether it stood for a set.
    fn class_escape(&mut self) -> Result<bool, &'static str> {
        let c = self.next().ok_or("ends in a backslash")?;
        match c {
            'd' => self.out.push_str("0-9"),
            'w' => self.out.push_str("0-9A-Za-z_"),
            's' => self.out.push_str(SPACE),
            'h' if self.dialect == Dialect::Ruby => self.out.push_str("0-9A-Fa-f"),
            'h' => self.out.push_str(r"\t "),
            'D' | 'W' | 'S' => self.out.extend(['\\', c]),
            'b' => {
                self.out.push_str(r"\x08");
                return Ok(false);
            }
            '1'..='7' => {
                self.at -= 1;
                let code = self.number(3, 8);
                self.code(code)?;
                return Ok(false);
            }
            c => {
                self.one(c)?;
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn posix(&mut self) -> Result<(), &'static str> {
        let rest: String = self.chars.iter().skip(self.at).take(12).collect();
        let end = rest.find(":]").ok_or("an open class")? + 2;
        self.out.push('[');
        self.out.push_str(rest.get(..end).unwrap_or_default());
        self.at += end;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(dialect: Dialect, source: &str, matches: &[&str], silent: &[&str]) {
        let pattern =
            translate(source, dialect, "", &BTreeMap::new()).unwrap_or_else(|e| panic!("{source}: {e}"));
        let regex = regex::Regex::new(&pattern).unwrap_or_else(|e| panic!("{source} as {pattern}: {e}"));
        for text in matches {
            assert!(regex.is_match(text), "{source} as {pattern} on {text:?}");
        }
        for text in silent {
            assert!(!regex.is_match(text), "{source} as {pattern} on {text:?}");
        }
    }

    #[test]
    fn what_only_differs_in_spelling_is_respelled() {
        use Dialect::{Perl, Ruby};
        check(Ruby, r"^Eye\/([\d\.]+)$", &["Eye/1.2"], &["Eye/x", "Eye/١"]);
        check(Ruby, r"^\h{2}:\h{2}$", &["aF:09"], &["g0:00"]);
        check(Ruby, r"^a{,2}$", &["", "aa"], &["aaa"]);
        check(Ruby, r"^[\w-.]+$", &["a-b.c"], &["a b"]);
        check(Ruby, r"^[[:alpha:]-]+$", &["a-b"], &["a1"]);
        check(Ruby, r"^{name} \<x\>$", &["{name} <x>"], &["name x"]);
        check(Ruby, r"(?m:a.b)", &["a\nb"], &["ab"]);
        check(Perl, r"^a\hb\0$", &["a b\0", "a\tb\0"], &["aab\0"]);
        check(Perl, r"^[[a&&b]+$", &["[a&b"], &["c"]);
        check(Perl, r"^[]x]+$", &["]x"], &["y"]);
        check(Perl, r"^a(?#a remark)b\Z", &["ab"], &["ab c"]);
        check(Perl, r"^x]}$", &["x]}"], &["x"]);
    }

    #[test]
    fn what_cannot_be_said_here_is_named() {
        let check = |source: &str, want: &str| {
            assert_eq!(translate(source, Dialect::Perl, "", &BTreeMap::new()), Err(want), "{source}");
        };
        let long = "a".repeat(9_000);
        for source in ["a(?=b)", "a(?!b)", "(?<=a)b", "(?<!a)b"] {
            check(source, "look-around");
        }
        check(r"(a)\1", "back reference");
        check("a++b", "possessive repetition");
        check("a{2}+b", "possessive repetition");
        check("(?>a)", "atomic group");
        check(r"\xff", NO_BYTES);
        check(&long, "longer than 8 KiB");
        check("(a{1000}){1000}", "repeats too much");
        check("(a{0,1000}){0,1000}", "repeats too much");
        check("(a", "not a regular expression here");
        check("[a", "an open class");
        check("a\\", "ends in a backslash");
    }

    #[test]
    fn a_group_gets_its_name_by_its_number() {
        let names = BTreeMap::from([(2, "model".to_owned())]);
        let pattern = translate(r"^(?:x)(a\()([(]b)$", Dialect::Ruby, "i", &names).unwrap();
        let regex = regex::Regex::new(&pattern).unwrap();
        assert_eq!(regex.captures("XA((B").unwrap().name("model").unwrap().as_str(), "(B");
    }

    #[test]
    fn no_text_makes_it_panic() {
        let alphabet: Vec<char> = r"\[]{}()?*+-:^$<>#!=,|.xduhZ0917éA".chars().collect();
        let mut seed = 7u32;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..12 {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                text.push(alphabet[(seed >> 8) as usize % alphabet.len()]);
            }
            for dialect in [Dialect::Ruby, Dialect::Perl] {
                let _ = translate(&text, dialect, "", &BTreeMap::from([(1, "model".to_owned())]));
            }
        }
    }
}
