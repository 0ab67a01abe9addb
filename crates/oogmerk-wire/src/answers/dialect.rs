//! A dialect: the keys by which one interface of devices is known, and the fields that they fill.

use super::bag::Bag;
use super::keys::{fold, last};
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
    /// Which fields the keys fill.
    pub fields: &'static [Fill],
}

/// Keys and the fields they fill, in the order in which they are believed: of one field, the first key that says
/// something. Keys may be written as the interface writes them. One with a dot is compared with the end of a whole key,
/// another with its last part.
pub(super) enum Fill {
    /// Each key its own field.
    Each(&'static [(&'static str, &'static str)]),
    /// Any of these keys one field.
    Any(&'static [&'static str], &'static str),
    /// The same, where what stands under them is a version and no name of a system.
    Versions(&'static [&'static str], &'static str),
}

impl Fill {
    /// Every key with its field.
    fn pairs(&self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::Each(pairs) => pairs.to_vec(),
            Self::Any(keys, field) | Self::Versions(keys, field) => {
                keys.iter().map(|key| (*key, *field)).collect()
            }
        }
    }
}

impl Dialect {
    /// Whether what a key of it holds is to be a version.
    fn wants_version(&self, key: &str) -> bool {
        self.fields.iter().any(|fill| matches!(fill, Fill::Versions(keys, _) if keys.contains(&key)))
    }

    /// Whether a bag is of this dialect.
    pub fn fits(&self, bag: &Bag, keys: &BTreeSet<String>) -> bool {
        (self.inside.is_empty() || self.inside.iter().any(|name| bag.name.ends_with(name)))
            && self.needs.iter().all(|group| group.iter().any(|key| keys.contains(*key)))
    }

    /// Whether any key of the same field has a value with a number in it.
    fn has_better(&self, field: &str, bag: &Bag, folded: &[String]) -> bool {
        let keys = self.fields.iter().flat_map(Fill::pairs).filter(|(_, own)| *own == field);
        let mut values = keys.flat_map(|(key, _)| {
            let pairs = bag.pairs.iter().zip(folded);
            pairs.filter(move |(_, own)| is_key(own, key)).map(|(pair, _)| &pair.value)
        });
        values.any(|value| has_number(value))
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
        for (key, field) in self.fields.iter().flat_map(Fill::pairs) {
            let pair = bag
                .pairs
                .iter()
                .zip(&folded)
                .filter(|(pair, _)| !self.wants_version(key) || version_in(&pair.value).is_some())
                .find(|(pair, own)| is_key(own, key) && !is_nothing(&pair.value));
            let Some((pair, _)) = pair.filter(|_| !said.contains(&field)) else { continue };
            // A model without a number is a sort of device, where another key has one.
            if !self.name.is_empty()
                && last(field) == "model"
                && !has_number(&pair.value)
                && self.has_better(field, bag, &folded)
            {
                continue;
            }
            // Where the type is a number, the model stands in what updates are for (Lorex).
            let is_number =
                field == "dhdiscover.device_type" && pair.value.bytes().all(|b| b.is_ascii_digit());
            let better = bag.pairs.iter().zip(&folded).find(|(_, own)| last(own) == "updateserial");
            let value = better
                .filter(|_| is_number && self.name == "dahua-cgi")
                .map_or(&pair.value, |(p, _)| &p.value);
            let version = version_in(value).filter(|_| self.wants_version(key));
            said.insert(field);
            tell(field, version.unwrap_or(value), &mut clues);
        }
        clues
    }
}

/// The version in a value that may have the name of a system of the maker's own before it (`Maker NVR V4.30.085`):
/// none where that is a system under many makers' things, whose number is its own.
fn version_in(value: &str) -> Option<&str> {
    const SYSTEMS: [&str; 8] =
        ["linux", "windows", "vxworks", "freebsd", "android", "ubuntu", "debian", "uclinux"];
    let lower = value.to_lowercase();
    if SYSTEMS.iter().any(|system| lower.contains(system)) {
        return None;
    }
    let begins = |word: &str| {
        let bare = word.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '.');
        word.len() - bare.len() <= 3 && bare.starts_with(|c: char| c.is_ascii_digit()) && bare.contains('.')
    };
    let word = value.split_whitespace().find(|word| begins(word))?;
    let at = word.as_ptr() as usize - value.as_ptr() as usize;
    value.get(at..)
}

fn has_number(value: &str) -> bool {
    value.bytes().any(|b| b.is_ascii_digit())
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

fn is_key(folded: &str, key: &str) -> bool {
    if key.contains('.') {
        let dots = key.bytes().filter(|b| *b == b'.').count();
        let behind = folded.rmatch_indices('.').nth(dots).map_or(folded, |(at, _)| &folded[at + 1..]);
        folds_to(key, behind)
    } else {
        folds_to(key, last(folded))
    }
}

/// Whether a key as it is written is this one, folded.
fn folds_to(key: &str, folded: &str) -> bool {
    let own = key.chars().filter(|c| c.is_alphanumeric() || *c == '.').flat_map(char::to_lowercase);
    own.eq(folded.chars())
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
        if let Some(ip) = super::keys::address(value).filter(|ip| !ip.is_unspecified()) {
            clues.decoded(Field::of(field), ip.to_string(), None);
        }
    } else if value.len() <= 200 {
        clues.decoded(Field::of(field), value, None);
    }
}
