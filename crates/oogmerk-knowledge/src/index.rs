//! Tells and grammars made ready to be found.

use crate::matcher::{Matcher, Sought};
use crate::named::Named;
use crate::{FieldDefinition, Grammar, Pattern, Tell};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The tells of each field, ready to be found; a tell answers by its place. A field that reads like another has the
/// other's tells too.
pub(crate) fn by_field<'k>(
    tells: &[Tell],
    known: impl Iterator<Item = &'k FieldDefinition>,
) -> Named<Matcher> {
    let mut alike: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for field in known {
        if let Some(like) = &field.like {
            alike.entry(like).or_default().push(&field.name);
        }
    }
    let mut fields: BTreeMap<&str, Vec<Sought>> = BTreeMap::new();
    let mut before: Option<(&Tell, Sought)> = None;
    for (i, tell) in tells.iter().enumerate() {
        let number = i as u32;
        let sought = match before.take() {
            // The same row on its next field.
            Some((of, sought)) if Arc::ptr_eq(&of.claims, &tell.claims) => Sought { number, ..sought },
            _ => {
                let wanted = tell.claims.other.values().filter_map(|t| t.strip_prefix('$'));
                Sought::new(number, tell.pattern.clone(), wanted.map(str::to_owned).collect())
            }
        };
        before = Some((tell, sought.clone()));
        for field in alike.get(tell.field.as_str()).into_iter().flatten() {
            fields.entry(field).or_default().push(sought.clone());
        }
        fields.entry(&tell.field).or_default().push(sought);
    }
    fields.into_iter().map(|(field, sought)| (field.to_owned(), Matcher::new(sought))).collect()
}

/// The rows of all grammars, ready to be found; a row answers by its place.
pub(crate) fn by_model(grammars: &[Grammar]) -> Matcher {
    let sought = |(i, g): (usize, &Grammar)| {
        Sought::new(i as u32, Pattern::Regex(g.pattern.as_str().into()), Vec::new())
    };
    Matcher::new(grammars.iter().enumerate().map(sought))
}
