//! Tells and grammars made ready to be found.

use crate::matcher::{Matcher, Sought};
use crate::{FieldDefinition, Grammar, Pattern, Tell};
use std::collections::{BTreeMap, HashMap};

/// The tells of each field, ready to be found; a tell answers by its place. A field that reads like another has the
/// other's tells too.
pub(crate) fn by_field(
    tells: &[Tell],
    known: &BTreeMap<String, FieldDefinition>,
) -> HashMap<String, Matcher> {
    let mut alike: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for field in known.values() {
        if let Some(like) = &field.like {
            alike.entry(like).or_default().push(&field.name);
        }
    }
    let mut fields: BTreeMap<&str, Vec<Sought>> = BTreeMap::new();
    for (i, tell) in tells.iter().enumerate() {
        let wanted = tell.claims.other.values().filter_map(|t| t.strip_prefix('$'));
        let sought = Sought {
            number: i as u32,
            pattern: tell.pattern.clone(),
            wanted: wanted.map(str::to_owned).collect(),
        };
        for field in alike.get(tell.field.as_str()).into_iter().flatten() {
            fields.entry(field).or_default().push(sought.clone());
        }
        fields.entry(&tell.field).or_default().push(sought);
    }
    fields.into_iter().map(|(field, sought)| (field.to_owned(), Matcher::new(sought))).collect()
}

/// The rows of all grammars, ready to be found; a row answers by its place.
pub(crate) fn by_model(grammars: &[Grammar]) -> Matcher {
    let sought = |(i, g): (usize, &Grammar)| Sought {
        number: i as u32,
        pattern: Pattern::Regex(g.pattern.clone()),
        wanted: Vec::new(),
    };
    Matcher::new(grammars.iter().enumerate().map(sought))
}
