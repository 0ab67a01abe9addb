//! Tells and grammars made ready to be found.

use crate::matcher::{Matcher, Sought};
use crate::named::Named;
use crate::{Grammar, Pattern, Tell};
use std::collections::BTreeMap;

/// The tells of each field, ready to be found; a tell answers by its place.
pub(crate) fn by_field(tells: &[Tell]) -> Named<Matcher> {
    let mut fields: BTreeMap<&str, Vec<Sought>> = BTreeMap::new();
    for (i, tell) in tells.iter().enumerate() {
        let wanted = tell.claims.other.values().filter_map(|t| t.strip_prefix('$'));
        fields.entry(&tell.field).or_default().push(Sought {
            number: i as u32,
            pattern: tell.pattern.clone(),
            wanted: wanted.map(str::to_owned).collect(),
        });
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
