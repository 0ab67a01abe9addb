//! In which fields a maker can give itself away: what would decide an open maker, were it read.

use crate::{Decider, Grammar, Status, Tell, Weight};
use std::collections::BTreeMap;

/// The field in which a person reads a model off a label; shapes of models speak there.
const LABEL: &str = "label.model";

/// Deciders per maker, and the fields in which one reading is enough.
#[derive(Debug, Default)]
pub(crate) struct Deciding {
    by_maker: BTreeMap<String, Vec<Decider>>,
    fields: Vec<(String, usize)>,
}

impl Deciding {
    pub(crate) fn of_knowledge(tells: &[Tell], grammars: &[Grammar]) -> Self {
        let mut best: BTreeMap<(&str, &str), (Weight, Status, &str)> = BTreeMap::new();
        let spoken = tells.iter().filter_map(|t| {
            let maker = t.claims.maker.as_deref()?;
            Some((maker, t.field.as_str(), t.weight, t.status, t.group.as_str()))
        });
        let shaped = grammars.iter().map(|g| {
            let weight = if g.status == Status::Proven { Weight::Strong } else { Weight::Moderate };
            (g.maker.as_str(), LABEL, weight, g.status, "model")
        });
        for (maker, field, weight, status, group) in spoken.chain(shaped) {
            if status == Status::Draft {
                continue;
            }
            // A tested tell may not decide alone, however loud: a proven one of the same field goes before it.
            let rank = |w: Weight, s: Status| (w == Weight::Decisive && s == Status::Proven, w, s);
            let held = best.entry((maker, field)).or_insert((weight, status, group));
            if rank(weight, status) > rank(held.0, held.1) {
                *held = (weight, status, group);
            }
        }
        let mut by_maker: BTreeMap<String, Vec<Decider>> = BTreeMap::new();
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for ((maker, field), (weight, status, group)) in best {
            if weight == Weight::Decisive && status == Status::Proven {
                *count.entry(field).or_default() += 1;
            }
            by_maker.entry(maker.to_owned()).or_default().push(Decider {
                field: field.to_owned(),
                weight,
                status,
                group: group.to_owned(),
            });
        }
        let mut fields: Vec<(String, usize)> = count.into_iter().map(|(f, n)| (f.to_owned(), n)).collect();
        fields.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Self { by_maker, fields }
    }

    pub(crate) fn of(&self, maker: &str) -> &[Decider] {
        self.by_maker.get(maker).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn fields(&self) -> &[(String, usize)] {
        &self.fields
    }
}
