//! The matcher says of every value what a plain loop over all patterns says: the same tells, the same groups. Values are
//! every example of every tell, under its own field and under every other, and mutations of them.
#![allow(clippy::unwrap_used)]

use oogmerk_knowledge::yardstick::{FieldSets, PlainLoop};
use oogmerk_knowledge::{Knowledge, Oracle, Spoken};
use std::collections::BTreeSet;

/// A small generator of numbers, always the same ones.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

fn mutate(value: &str, others: &[&str], chance: &mut Chance) -> String {
    let mut letters: Vec<char> = value.chars().collect();
    for _ in 0..=chance.below(2) {
        let at = chance.below(letters.len() + 1);
        match chance.below(9) {
            0 if at < letters.len() => drop(letters.remove(at)),
            1 => letters.insert(at, ['x', '0', ' ', '/', '-', 'é', '\u{17f}', '\u{212a}'][chance.below(8)]),
            2 => letters.truncate(at),
            3 => letters = letters.split_off(at),
            4 => letters.iter_mut().for_each(|c| *c = c.to_ascii_uppercase()),
            5 => letters.iter_mut().for_each(|c| *c = c.to_ascii_lowercase()),
            6 => letters.iter_mut().for_each(|c| {
                *c = match c.to_ascii_lowercase() {
                    's' => '\u{17f}',
                    'k' => '\u{212a}',
                    _ => *c,
                }
            }),
            7 => letters.extend(others[chance.below(others.len())].chars()),
            _ => letters.splice(0..0, others[chance.below(others.len())].chars()).for_each(drop),
        }
    }
    letters.into_iter().collect()
}

#[test]
fn the_matcher_says_what_a_plain_loop_and_a_set_say() {
    let knowledge = Knowledge::embedded().unwrap();
    let (plain, sets) = (PlainLoop::new(&knowledge), FieldSets::new(&knowledge));
    let values: BTreeSet<&str> = knowledge
        .tells()
        .iter()
        .flat_map(|t| t.matches.iter().chain(t.silent.iter()))
        .map(String::as_str)
        .collect();
    let values: Vec<&str> = values.into_iter().collect();
    let mut fields: Vec<&str> = plain.sizes().map(|(field, _)| field).collect();
    fields.extend([
        "http.www_authenticate",
        "rtsp.www_authenticate",
        "snmp.engine_id",
        "tcp.banner",
        "x.banner",
    ]);
    fields.extend(["onvif.scope.name", "onvif.scope.location", "onvif.scope.manufacturer"]);
    let mut chance = Chance(0x5eed);
    let (mut spoke, mut cut) = (0, 0);
    let mut check = |field: &str, value: &str, with_set: bool| {
        let mut got: Vec<Spoken<'_>> = Vec::new();
        let mut want = Vec::new();
        knowledge.speak(field, value, &mut got);
        plain.speak(field, value, &mut want);
        assert_eq!(got, want, "{field} {value:?}");
        if with_set {
            want.clear();
            sets.speak(field, value, &mut want);
            assert_eq!(got, want, "set: {field} {value:?}");
        }
        spoke += got.len();
        cut += got.iter().map(|s| s.filled.len()).sum::<usize>();
    };
    for tell in knowledge.tells() {
        for value in tell.matches.iter().chain(tell.silent.iter()) {
            check(&tell.field, value, true);
            for _ in 0..6 {
                check(&tell.field, &mutate(value, &values, &mut chance), false);
            }
        }
    }
    for value in &values {
        for field in &fields {
            check(field, value, false);
        }
        let field = fields[chance.below(fields.len())];
        check(field, &mutate(value, &values, &mut chance), false);
    }
    assert!(spoke > 3 * knowledge.tells().len() && cut > 500, "{spoke} spoke, {cut} groups");
}

/// Long enough for every literal of the field to stand in it many times.
#[test]
fn the_matcher_says_the_same_of_a_very_long_value() {
    let knowledge = Knowledge::embedded().unwrap();
    let plain = PlainLoop::new(&knowledge);
    for (field, _) in plain.sizes() {
        let own = knowledge.tells().iter().filter(|t| t.field == field).flat_map(|t| t.matches.iter());
        let all = own.map(String::as_str).collect::<Vec<_>>().join(" ");
        for value in [all.clone(), all.repeat(3), all.repeat(40)] {
            let (mut got, mut want) = (Vec::new(), Vec::new());
            knowledge.speak(field, &value, &mut got);
            plain.speak(field, &value, &mut want);
            assert_eq!(got, want, "{field}");
        }
    }
}
