//! What network tools, routers and switches print about other devices, as people save and paste it: tables of addresses
//! and MACs, leases, neighbours by LLDP and CDP, finds of mDNS and UPnP browsers, certificates, telephone peers.
//!
//! The grammars and their sources stand in `printed`. A text is known by what its first lines tell: one device under a
//! form of its own, anywhere in them.

use crate::formats::saved_answers;
use crate::head::Head;
use crate::printed;
use crate::reading::Reading;
use crate::row::Row;
use std::collections::BTreeMap;
use std::io::Read;
use std::net::Ipv4Addr;
use std::ops::Range;

pub(crate) const ROW: Row = Row::new("network-tables", looks_like, read);

/// How many first lines may go before the first device.
const LINES_MAX: usize = 400;

fn looks_like(head: &Head<'_>) -> bool {
    head.lines().is_some_and(|opening| printed::devices_in(opening.text, LINES_MAX) > 0)
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    if let Some(text) = printed::Text::of(input, reading) {
        let others = printed::read(&text, reading);
        answers_between(&text, others, reading);
    }
}

/// Reads the tables that stand anywhere in a text; false where there is none.
pub(crate) fn anywhere_in(bytes: &[u8], reading: &mut Reading<'_>) -> bool {
    let before = reading.outcome.evidence;
    let Some(text) = printed::Text::of(Box::new(bytes), reading) else { return false };
    let _ = printed::read(&text, reading);
    reading.outcome.evidence > before
}

/// Lines that end in a colon with the hosts in them named in full: below a table people write `the page of .9:`.
fn named_in_full(text: &str, whole: &str) -> String {
    let mut known: BTreeMap<u8, Option<Ipv4Addr>> = BTreeMap::new();
    let words = whole.split(|c: char| !(c.is_ascii_digit() || c == '.')).filter(|word| word.len() >= 7);
    for ip in words.filter_map(|word| word.parse::<Ipv4Addr>().ok()) {
        let place = known.entry(ip.octets()[3]).or_insert(Some(ip));
        *place = place.filter(|own| *own == ip);
    }
    let of = |word: &str| {
        let number = word.strip_prefix('.')?.trim_end_matches([':', ',', ')']);
        known.get(&number.parse().ok()?).copied().flatten()
    };
    let full = |line: &str| -> String {
        line.split_inclusive(' ')
            .map(|word| match of(word.trim()) {
                Some(ip) => word.replacen(word.trim().trim_end_matches([':', ',', ')']), &ip.to_string(), 1),
                None => word.to_owned(),
            })
            .collect()
    };
    text.split_inclusive('\n')
        .map(
            |line| {
                if line.trim_end().ends_with(':') && line.contains(" .") {
                    full(line)
                } else {
                    line.to_owned()
                }
            },
        )
        .collect()
}

/// What devices say of themselves between the tables of a text: somebody looked a host up and then asked it.
pub(crate) fn answers_between(text: &printed::Text, others: Vec<Range<usize>>, reading: &mut Reading<'_>) {
    let between: String = others.into_iter().map(|piece| &text.whole[piece]).collect();
    let between = named_in_full(&between, &text.whole);
    if !between.trim().is_empty() {
        saved_answers::answers_in(between.as_bytes(), reading);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_named_by_its_last_number_is_the_one_of_the_table() {
        let whole = "10.0.0.8 x\n10.0.0.9 y\n10.0.1.9 z\n";
        assert_eq!(named_in_full("the page of .8 (by curl):\n", whole), "the page of 10.0.0.8 (by curl):\n");
        for text in ["the page of .9:\n", "the page of .7:\n", "version .8 is old\n", "a.8:\n"] {
            assert_eq!(named_in_full(text, whole), text);
        }
    }
}
