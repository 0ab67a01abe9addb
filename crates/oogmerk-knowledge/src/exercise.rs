//! Which rules nothing exercises: rows that no example of any other file reaches.
//!
//! A tell is exercised by its own examples, which `check` runs. A grammar row, an edge, a cloud and a policy stand
//! apart from tells; each is exercised where something that the house holds leads to it. What is listed
//! is not wrong: it is what nobody would notice if it were.

use crate::{Grammar, Knowledge, Oracle};
use oogmerk_model::Property;
use std::collections::BTreeSet;

impl Knowledge {
    /// Names of the rules that no example reaches, each with its sort in front: `edge abus-by-dahua`.
    pub(crate) fn unexercised(&self) -> Vec<String> {
        let models = self.models_in_examples();
        let mut out = self.grammars_without_reader(&models);
        out.extend(self.edges_without_way(&models));
        out.extend(self.shadowed_clouds());
        let bare = self.policies.iter().filter(|p| p.examples.is_empty());
        out.extend(bare.map(|p| format!("policy {}", p.id)));
        out
    }

    /// Every model that a tell's example holds: cut out by the tell, or the whole value of a field that states one.
    fn models_in_examples(&self) -> BTreeSet<String> {
        let mut models = BTreeSet::new();
        for tell in &self.tells {
            let states_model = self.field(&tell.field).is_some_and(|f| f.states == Some(Property::Model));
            for example in tell.matches.iter() {
                if states_model {
                    models.insert(example.trim().to_owned());
                }
                let mut spoken = Vec::new();
                self.speak(&tell.field, example, &mut spoken);
                let cut = spoken.into_iter().flat_map(|s| s.filled);
                models.extend(cut.filter(|(p, _)| *p == Property::Model).map(|(_, v)| v.trim().to_owned()));
            }
        }
        models
    }

    /// Rows that fit nothing but their own example.
    fn grammars_without_reader(&self, models: &BTreeSet<String>) -> Vec<String> {
        let read: BTreeSet<&str> =
            models.iter().flat_map(|m| self.grammar(m)).map(|g| g.id.as_str()).collect();
        let unread = |g: &&Grammar| !read.contains(g.id.as_str());
        self.grammars.iter().filter(unread).map(|g| format!("grammar {}", g.id)).collect()
    }

    /// Edges that no way leads to: nothing names the brand, or no known model fits.
    fn edges_without_way(&self, models: &BTreeSet<String>) -> Vec<String> {
        let named: BTreeSet<&str> = self.tells.iter().filter_map(|t| t.claims.brand.as_deref()).collect();
        let own = |brand: &str| {
            let rows =
                self.grammars.iter().zip(&self.grammar_examples).filter(move |(g, _)| g.brand == brand);
            rows.flat_map(|(_, (matches, _))| matches.iter().map(String::as_str)).collect::<Vec<_>>()
        };
        let mut out = Vec::new();
        for edge in &self.edges {
            let reached = match &edge.models {
                None => named.contains(edge.brand.as_str()) || !own(&edge.brand).is_empty(),
                Some(_) => own(&edge.brand)
                    .into_iter()
                    .chain(models.iter().map(String::as_str))
                    .any(|m| self.lineage(&edge.brand, Some(m), None).iter().any(|e| e.id == edge.id)),
            };
            if !reached {
                out.push(format!("edge {}", edge.id));
            }
        }
        out
    }

    /// Cloud names that a look-up of their own pattern does not find, because another row answers first.
    fn shadowed_clouds(&self) -> Vec<String> {
        let is_name = |p: &str| p.contains('.') && p.chars().any(|c| c.is_ascii_alphabetic());
        let shadowed = |pattern: &str| {
            let name = pattern.trim_start_matches(['*', '.']);
            self.cloud_of_name(name).is_none_or(|found| found.pattern != pattern)
        };
        let names = self.clouds.all.iter().filter(|c| is_name(&c.pattern) && shadowed(&c.pattern));
        names.map(|c| format!("cloud {}", c.pattern)).collect()
    }
}
