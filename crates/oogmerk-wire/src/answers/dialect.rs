//! A dialect: the keys by which one interface of devices is known, and the fields that they fill.

use super::bag::{Bag, fold, last};
use crate::Clues;
use oogmerk_model::{Field, Mac};
use std::collections::BTreeSet;

/// One dialect.
pub(super) struct Dialect {
    /// Its name, told as the protocol that was answered; empty where anybody may have written it.
    pub name: &'static str,
    /// The object or element it stands in, by its end; empty where it may stand anywhere.
    pub inside: &'static [&'static str],
    /// Keys that must stand together: of each group one.
    pub needs: &'static [&'static [&'static str]],
    /// Keys with the field that each fills. A key with a dot is compared with the end of a whole key, another with
    /// its last part.
    pub fields: &'static [(&'static str, &'static str)],
}

impl Dialect {
    /// Whether a bag is of this dialect.
    pub fn fits(&self, bag: &Bag, keys: &BTreeSet<String>) -> bool {
        (self.inside.is_empty() || self.inside.iter().any(|name| bag.name.ends_with(name)))
            && self.needs.iter().all(|group| group.iter().any(|key| holds(keys, key)))
    }

    /// What a bag says in it.
    pub fn clues(&self, bag: &Bag) -> Clues {
        let mut clues = Clues::default();
        if !self.name.is_empty() {
            clues.decoded(Field::of("protocol.answered"), self.name, None);
        }
        let folded: Vec<String> = bag.pairs.iter().map(|pair| fold(&pair.key)).collect();
        let mut said: BTreeSet<&str> = BTreeSet::new();
        // The keys of a dialect stand in the order in which they are believed.
        for (key, field) in self.fields {
            let pair = bag
                .pairs
                .iter()
                .zip(&folded)
                .find(|(pair, own)| is_key(own, key) && !is_nothing(&pair.value));
            let Some((pair, _)) = pair.filter(|_| !said.contains(field)) else { continue };
            // Where the type is a number, the model stands in what updates are for (Lorex).
            let is_number =
                *field == "dhdiscover.device_type" && pair.value.bytes().all(|b| b.is_ascii_digit());
            let better = bag.pairs.iter().zip(&folded).find(|(_, own)| last(own) == "updateserial");
            let value = better
                .filter(|_| is_number && self.name == "dahua-cgi")
                .map_or(&pair.value, |(p, _)| &p.value);
            said.insert(field);
            tell(field, value, &mut clues);
        }
        clues
    }
}

/// The keys of a bag, folded: whole, and their last parts.
pub(super) fn keys_of(bag: &Bag) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for pair in bag.pairs.iter().filter(|pair| !is_nothing(&pair.value)) {
        let folded = fold(&pair.key);
        let mut rest = folded.as_str();
        keys.insert(rest.to_owned());
        while let Some((_, behind)) = rest.split_once('.') {
            keys.insert(behind.to_owned());
            rest = behind;
        }
    }
    keys
}

fn holds(keys: &BTreeSet<String>, key: &str) -> bool {
    keys.contains(key)
}

fn is_key(folded: &str, key: &str) -> bool {
    if key.contains('.') {
        folded.strip_suffix(key).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    } else {
        last(folded) == key
    }
}

/// Words for no value.
fn is_nothing(value: &str) -> bool {
    let bare = value.trim_matches(['"', '\'', ' ']);
    ["", "null", "none", "unknown", "n/a", "-", "undefined", "(null)", "nil"]
        .iter()
        .any(|word| bare.eq_ignore_ascii_case(word))
}

fn tell(field: &'static str, value: &str, clues: &mut Clues) {
    let name = last(field);
    let value = value.trim().trim_matches(['"', '\'']).trim();
    // Some devices of TP-Link write blanks as in a URL.
    let plain = (field.starts_with("tdp.") && value.contains('+')).then(|| value.replace('+', " "));
    let value = plain.as_deref().unwrap_or(value);
    // The day of the build stands behind the version (`2.800.0000000.13.R,build:2020-06-05`).
    let value = if field.ends_with("version") || field.ends_with("firmware") {
        value.split(",build").next().unwrap_or(value).trim_start_matches("Ver. ")
    } else {
        value
    };
    if name.ends_with("mac") {
        if let Some(mac) = Mac::parse(value).filter(|mac| mac.0 != [0; 6] && mac.0 != [0xff; 6]) {
            clues.decoded(Field::of(field), mac.to_string(), None);
        }
    } else if name.ends_with("ip") {
        if let Some(ip) = super::bag::address(value).filter(|ip| !ip.is_unspecified()) {
            clues.decoded(Field::of(field), ip.to_string(), None);
        }
    } else if value.len() <= 200 {
        clues.decoded(Field::of(field), value, None);
    }
}
