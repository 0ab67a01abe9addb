//! One regular expression, compiled when it is first needed, and the groups it cut out.
//!
//! Values in plain ASCII, which nearly all are, go through an automaton of bytes: for them it says the same as the one
//! for Unicode, and is a tenth of the size. The short ones among them are traced ([`super::trace`]). Other values get the
//! Unicode one.

use super::trace::{LENGTH_MAX, MATCHED_MAX, Trace, Traced};
use regex_automata::meta::{Config, Regex};
use regex_automata::util::primitives::NonMaxUsize;
use regex_automata::util::syntax;
use regex_automata::{Input, PatternID};
use std::sync::{Arc, OnceLock};

/// Slots kept on the stack: eight groups.
const SLOTS: usize = 16;
/// Largest automaton, in bytes, as in the `regex` crate.
const SIZE_MAX: usize = 10 << 20;

#[derive(Debug)]
pub(crate) struct Expression {
    text: Arc<str>,
    wanted: Vec<String>,
    trace: OnceLock<Option<Trace>>,
    bytes: OnceLock<Option<Compiled>>,
    unicode: OnceLock<Option<Compiled>>,
}

#[derive(Debug)]
struct Compiled {
    regex: Regex,
    /// Numbers of the wanted groups.
    groups: Vec<Option<usize>>,
}

/// The wanted groups of one match, in the order in which they were wished for.
#[derive(Debug, Default)]
pub(crate) struct Groups<'v> {
    value: &'v str,
    wanted: &'v [Option<usize>],
    slots: &'v [Option<NonMaxUsize>],
}

impl<'v> Groups<'v> {
    /// What a group cut out; `None` where it took no part.
    pub fn nth(&self, wish: usize) -> Option<&'v str> {
        let group = (*self.wanted.get(wish)?)?;
        let (from, to) = ((*self.slots.get(group * 2)?)?, (*self.slots.get(group * 2 + 1)?)?);
        self.value.get(from.get()..to.get())
    }
}

impl Expression {
    pub fn new(text: Arc<str>, wanted: Vec<String>) -> Self {
        Self { text, wanted, trace: OnceLock::new(), bytes: OnceLock::new(), unicode: OnceLock::new() }
    }

    /// Hands over the groups where the expression matches.
    pub fn find(&self, value: &str, is_ascii: bool, found: impl FnOnce(Groups<'_>)) {
        let longest = if self.wanted.is_empty() { MATCHED_MAX } else { LENGTH_MAX };
        let traced = if is_ascii && value.len() <= longest { self.trace() } else { None };
        if let Some(trace) = traced {
            let mut slots = [None; SLOTS];
            match trace.find(value.as_bytes(), &mut slots) {
                Traced::Match => return found(Groups { value, wanted: trace.groups(), slots: &slots }),
                Traced::None => return,
                Traced::Unknown => {}
            }
        }
        self.search(value, is_ascii, found);
    }

    /// The same for any value.
    fn search(&self, value: &str, is_ascii: bool, found: impl FnOnce(Groups<'_>)) {
        let Some(compiled) = self.compiled(is_ascii) else { return };
        if self.wanted.is_empty() {
            if compiled.regex.is_match(value) {
                found(Groups::default());
            }
            return;
        }
        let needed = compiled.groups.iter().flatten().max().map_or(2, |g| g * 2 + 2);
        let (mut few, mut many);
        let slots: &mut [Option<NonMaxUsize>] = if needed <= SLOTS {
            few = [None; SLOTS];
            &mut few[..needed]
        } else {
            many = vec![None; needed];
            &mut many
        };
        if compiled.regex.search_slots(&Input::new(value), slots).is_some() {
            found(Groups { value, wanted: &compiled.groups, slots });
        }
    }

    fn trace(&self) -> Option<&Trace> {
        let is_few = self.wanted.len() * 2 <= SLOTS;
        let trace = || if is_few { Trace::new(&self.text, &self.wanted, SIZE_MAX) } else { None };
        self.trace.get_or_init(trace).as_ref()
    }

    fn compiled(&self, is_ascii: bool) -> Option<&Compiled> {
        if is_ascii {
            let bytes =
                self.bytes.get_or_init(|| self.compile(syntax::Config::new().unicode(false).utf8(false)));
            if bytes.is_some() {
                return bytes.as_ref();
            }
        }
        // Some expressions name characters outside ASCII and can only be read as Unicode.
        self.unicode.get_or_init(|| self.compile(syntax::Config::new())).as_ref()
    }

    fn compile(&self, syntax: syntax::Config) -> Option<Compiled> {
        let config = Config::new().nfa_size_limit(Some(SIZE_MAX));
        let regex = Regex::builder().syntax(syntax).configure(config).build(&self.text).ok()?;
        let number = |name: &String| regex.group_info().to_index(PatternID::ZERO, name);
        let groups = self.wanted.iter().map(number).collect();
        Some(Compiled { regex, groups })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_those_wished_for_in_ascii_and_outside_it() {
        let expression = Expression::new(
            r"^(\w+) (?P<model>[^;]+)(?:; v(?P<firmware>[0-9.]+))?".into(),
            vec!["firmware".into(), "model".into()],
        );
        let check = |value: &str, want: Option<(Option<&str>, Option<&str>)>| {
            let mut got = None;
            expression.find(value, value.is_ascii(), |g| {
                got = Some((g.nth(0).map(str::to_owned), g.nth(1).map(str::to_owned)));
            });
            let want = want.map(|(f, m)| (f.map(str::to_owned), m.map(str::to_owned)));
            assert_eq!(got, want, "{value}");
        };
        check("AXIS P1; v1.2", Some((Some("1.2"), Some("P1"))));
        check("Œil né; x", Some((None, Some("né"))));
        check("-", None);
    }
}
