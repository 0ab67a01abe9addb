//! Two slow ways to the answers of [`Oracle::speak`](crate::Oracle::speak): every pattern of a field one after another,
//! and one set of expressions per field. They prove the matcher, which must say the same, and are what its speed is
//! measured against. Nothing else uses them.

use crate::{Knowledge, Pattern, Spoken, Tell};
use oogmerk_model::Property;
use regex::{Regex, RegexSet};
use std::collections::BTreeMap;

/// A tell and its test, compiled.
struct Rule<'k> {
    tell: &'k Tell,
    test: Option<Regex>,
}

impl<'k> Rule<'k> {
    fn new(tell: &'k Tell) -> Self {
        let test = match &tell.pattern {
            Pattern::Regex(text) => Regex::new(text).ok(),
            _ => None,
        };
        Self { tell, test }
    }

    /// What the tell says of a value, templates filled.
    fn speak(&self, value: &str) -> Option<Spoken<'k>> {
        let tell = self.tell;
        let captures = match (&tell.pattern, &self.test) {
            (Pattern::Exact(text), _) => (value == &**text).then_some(None),
            (Pattern::Prefix(text), _) => value.starts_with(&**text).then_some(None),
            (Pattern::Suffix(text), _) => value.ends_with(&**text).then_some(None),
            (Pattern::Contains(text), _) => value.contains(&**text).then_some(None),
            (Pattern::Regex(_), Some(test)) if tell.claims.other.is_empty() => {
                test.is_match(value).then_some(None)
            }
            (Pattern::Regex(_), Some(test)) => test.captures(value).map(Some),
            (Pattern::Regex(_), None) => None,
        }?;
        let filled = |(property, template): (&Property, &String)| {
            let text = match template.strip_prefix('$') {
                Some(group) => captures.as_ref()?.name(group)?.as_str().trim(),
                None => template,
            };
            (!text.is_empty()).then(|| (*property, text.to_owned()))
        };
        Some(Spoken { tell, filled: tell.claims.other.iter().filter_map(filled).collect() })
    }
}

fn rules(knowledge: &Knowledge) -> BTreeMap<&str, Vec<Rule<'_>>> {
    let mut fields: BTreeMap<&str, Vec<Rule<'_>>> = BTreeMap::new();
    for tell in knowledge.tells() {
        fields.entry(&tell.field).or_default().push(Rule::new(tell));
        for field in knowledge.fields.like(&tell.field) {
            fields.entry(field).or_default().push(Rule::new(tell));
        }
    }
    fields
}

/// Every pattern of a field, one after another.
pub struct PlainLoop<'k> {
    knowledge: &'k Knowledge,
    fields: BTreeMap<&'k str, Vec<Rule<'k>>>,
}

impl<'k> PlainLoop<'k> {
    /// Compiles every expression.
    pub fn new(knowledge: &'k Knowledge) -> Self {
        Self { knowledge, fields: rules(knowledge) }
    }

    /// Appends every tell that speaks, in id order, as the matcher must.
    pub fn speak(&self, field: &str, value: &str, out: &mut Vec<Spoken<'k>>) {
        self.knowledge.gather(field, value, out, |field, value, each| {
            let rules = self.fields.get(field).into_iter().flatten();
            rules.filter_map(|rule| rule.speak(value)).for_each(each);
        });
    }

    /// How many patterns each field has.
    pub fn sizes(&self) -> impl Iterator<Item = (&'k str, usize)> {
        self.fields.iter().map(|(field, rules)| (*field, rules.len()))
    }
}

/// One set of expressions per field, then the captures of those that matched.
pub struct FieldSets<'k> {
    knowledge: &'k Knowledge,
    fields: BTreeMap<&'k str, (RegexSet, Vec<Rule<'k>>)>,
}

impl<'k> FieldSets<'k> {
    /// Compiles every set; a field whose set is none answers nothing.
    pub fn new(knowledge: &'k Knowledge) -> Self {
        let set_of = |(field, mut rules): (&'k str, Vec<Rule<'k>>)| {
            rules.retain(|r| r.test.is_some() || !matches!(r.tell.pattern, Pattern::Regex(_)));
            let texts: Vec<String> = rules.iter().map(|r| as_expression(&r.tell.pattern)).collect();
            let set = regex::RegexSetBuilder::new(texts)
                .size_limit(1 << 30)
                .dfa_size_limit(1 << 28)
                .build()
                .ok()?;
            Some((field, (set, rules)))
        };
        Self { knowledge, fields: rules(knowledge).into_iter().filter_map(set_of).collect() }
    }

    /// Appends every tell that speaks, in id order, as the matcher must.
    pub fn speak(&self, field: &str, value: &str, out: &mut Vec<Spoken<'k>>) {
        self.knowledge.gather(field, value, out, |field, value, each| {
            if let Some((set, rules)) = self.fields.get(field) {
                set.matches(value).iter().filter_map(|i| rules[i].speak(value)).for_each(each);
            }
        });
    }
}

fn as_expression(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Exact(text) => format!("^{}$", regex::escape(text)),
        Pattern::Prefix(text) => format!("^{}", regex::escape(text)),
        Pattern::Suffix(text) => format!("{}$", regex::escape(text)),
        Pattern::Contains(text) => regex::escape(text),
        Pattern::Regex(text) => text.to_string(),
    }
}
