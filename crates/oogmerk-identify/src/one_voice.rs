//! One voice: two readings of the same words count once, in whatever field they stand.
//!
//! A realm that the picture server and the management page both ask with, a name in the certificate and in the host
//! name, a model in two answers: each is one string that somebody set once. Votes on one property that rest on the same
//! words are put into one group, so that they count once.

use crate::voice::Vote;
use oogmerk_model::{Evidence, Property};
use std::collections::{BTreeMap, BTreeSet};

/// Shortest text that counts as contained in another: shorter ones stand in long texts by chance.
const CONTAINED_MIN: usize = 6;

/// Puts votes on a property that rest on the same words into one group.
///
/// Of the groups that share words the one with the fewest other words gives its name, so that a voice that rests on
/// something else as well keeps its own.
pub(crate) fn one_voice_per_text(votes: &mut [Vote], property: Property, evidence: &[&Evidence]) {
    let of_property = |v: &Vote| v.property == property;
    if votes.iter().filter(|v| of_property(v)).take(2).count() < 2 {
        return;
    }
    let texts: BTreeMap<u32, String> = votes
        .iter()
        .filter(|v| of_property(v))
        .filter_map(|v| v.evidence)
        .filter_map(|at| Some((at, folded(&evidence.get(at as usize)?.value))))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let classes = classes(&texts);
    let class = |v: &Vote| v.evidence.and_then(|at| classes.get(&at).copied());
    let mut words: BTreeMap<String, BTreeSet<Option<u32>>> = BTreeMap::new();
    for vote in votes.iter().filter(|v| of_property(v)) {
        words.entry(vote.group.clone()).or_default().insert(class(vote));
    }
    let mut groups: BTreeMap<u32, BTreeSet<(usize, String)>> = BTreeMap::new();
    for vote in votes.iter().filter(|v| of_property(v)) {
        if let Some(class) = class(vote) {
            let others = words.get(&vote.group).map_or(0, BTreeSet::len);
            groups.entry(class).or_default().insert((others, vote.group.clone()));
        }
    }
    for vote in votes.iter_mut().filter(|v| v.property == property) {
        let shared = vote.evidence.and_then(|at| classes.get(&at)).and_then(|class| groups.get(class));
        if let Some((_, group)) = shared.filter(|g| g.len() > 1).and_then(BTreeSet::first) {
            vote.group.clone_from(group);
        }
    }
}

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

/// The first place of each set of texts that are the same or stand in each other.
fn classes(texts: &BTreeMap<u32, String>) -> BTreeMap<u32, u32> {
    let mut classes: BTreeMap<u32, u32> = BTreeMap::new();
    for (at, text) in texts {
        let same = texts.range(..at).find(|(_, other)| is_same(text, other));
        let class = same.and_then(|(other, _)| classes.get(other)).copied().unwrap_or(*at);
        classes.insert(*at, class);
    }
    classes
}

fn is_same(a: &str, b: &str) -> bool {
    let holds = |long: &str, short: &str| short.len() >= CONTAINED_MIN && long.contains(short);
    a == b || holds(a, b) || holds(b, a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::Bench;
    use oogmerk_knowledge::{Status, Weight};

    /// Readings as field and value, each a vote in the group of its field; how many groups are left.
    fn check(readings: &[(&str, &str)], want: usize) {
        let bench = readings.iter().fold(Bench::new(), |b, (field, value)| b.says("x", field, value));
        let evidence = bench.evidence();
        let evidence: Vec<&Evidence> = evidence.iter().collect();
        let mut votes: Vec<Vote> = (0..readings.len())
            .map(|at| Vote {
                property: Property::Maker,
                value: "m".into(),
                kinds: Vec::new(),
                weight: Weight::Strong,
                status: Status::Tested,
                group: crate::voice::family(readings[at].0).into(),
                evidence: u32::try_from(at).ok(),
                by: String::new(),
            })
            .collect();
        one_voice_per_text(&mut votes, Property::Maker, &evidence);
        let groups: BTreeSet<&str> = votes.iter().map(|v| v.group.as_str()).collect();
        assert_eq!(groups.len(), want, "{readings:?} {groups:?}");
    }

    #[test]
    fn the_same_words_in_two_fields_are_one_voice() {
        check(&[("http.realm", "Login to 5C00AA"), ("rtsp.realm", "login to 5c00aa")], 1);
        check(&[("http.www_authenticate", "Digest realm=\"IP Camera\""), ("rtsp.realm", "IP Camera")], 1);
        check(&[("tls.subject", "CN=cam-4711"), ("mdns.instance", "cam-4711")], 1);
        check(&[("http.server", "App-webs/"), ("rtsp.realm", "IP Camera(C1)")], 2);
        check(&[("http.title", "NVR"), ("rtsp.server", "NVR Server 2")], 2);
    }

    #[test]
    fn a_voice_that_has_other_words_too_keeps_its_own() {
        check(&[("http.realm", "same words"), ("http.title", "others"), ("rtsp.realm", "same words")], 2);
        check(&[("http.realm", "same words"), ("rtsp.realm", "same words"), ("rtsp.server", "others")], 2);
    }
}
