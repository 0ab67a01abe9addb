//! One voice: readings of one answer count once, and two readings of the same words, in whatever field they stand.
//!
//! What stands in one answer, on one label or in one row was written by one hand. So votes on one property are put into
//! one group by observation first (source, frame or row, protocol) and by family of field second, for every maker
//! alike and whatever spoke: a tell, the shape of a model, or the lineage of a name.
//!
//! A realm that the picture server and the management page both ask with, a name in the certificate and in the host
//! name, a model in two answers: each is one string that somebody set once. Votes on one property that rest on the same
//! words are put into one group, so that they count once.

use crate::union::Union;
use crate::voice::{BLOCK, Vote, family_read};
use oogmerk_model::{Evidence, Property, Source};
use std::collections::{BTreeMap, BTreeSet};

/// Shortest text that counts as contained in another: shorter ones stand in long texts by chance.
const CONTAINED_MIN: usize = 6;

/// Reports in which a scanner writes down many answers of one host; each family of fields in them is an answer.
const MANY_ANSWERS: &[&str] =
    &["nmap-xml", "nmap-normal", "nmap-grepable", "masscan-json", "shodan-json", "censys-json", "zgrab-json"];

/// What makes two readings one voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tie<'e> {
    /// What spoke counts them as one.
    Group(&'e str),
    Family(&'e str),
    /// Where it stands, as what it was read, and its digest.
    Observation(&'e Source, &'e str, &'e str),
}

/// Puts votes on a property that rest on one answer into one group: those of one observation, and those of one family
/// of fields. A hint joins an answer, and never ties two together. What an address block says is no word of the answer
/// that prints the address.
pub(crate) fn one_voice_per_answer(votes: &mut [Vote], property: Property, evidence: &[&Evidence]) {
    let is_said = |v: &Vote| v.property == property && v.group != BLOCK;
    let own: Vec<&Vote> = votes.iter().filter(|v| is_said(v)).collect();
    let mut union = Union::new(own.len());
    let mut first: BTreeMap<Tie<'_>, u32> = BTreeMap::new();
    for (vote, place) in own.iter().zip(0..).filter(|(v, _)| v.is_solid()) {
        for tie in ties(vote, evidence) {
            let place_of_first = *first.entry(tie).or_insert(place);
            union.join(place_of_first, place);
        }
    }
    for (vote, place) in own.iter().zip(0..).filter(|(v, _)| !v.is_solid()) {
        if let Some(answer) = ties(vote, evidence).find_map(|tie| first.get(&tie)) {
            union.join(*answer, place);
        }
    }
    // Called after the first of its families, so that the order of readings does not matter. A hint that stands by itself
    // keeps its name.
    let mut names: BTreeMap<u32, &str> = BTreeMap::new();
    for (vote, place) in own.iter().zip(0..).filter(|(v, _)| v.is_solid()) {
        let name = read_by(vote, evidence).map_or(vote.group.as_str(), family_read);
        let first = names.entry(union.find(place)).or_insert(name);
        *first = (*first).min(name);
    }
    let groups: Vec<Option<String>> = own
        .iter()
        .zip(0..)
        .map(|(_, place)| names.get(&union.find(place)).map(|name| (*name).to_owned()))
        .collect();
    for (vote, group) in votes.iter_mut().filter(|v| is_said(v)).zip(groups) {
        if let Some(group) = group {
            vote.group = group;
        }
    }
}

fn read_by<'e>(vote: &Vote, evidence: &[&'e Evidence]) -> Option<&'e Evidence> {
    evidence.get(vote.evidence? as usize).copied()
}

fn ties<'v>(vote: &'v Vote, evidence: &[&'v Evidence]) -> impl Iterator<Item = Tie<'v>> {
    let read = read_by(vote, evidence);
    let family = read.map(|e| Tie::Family(family_read(e)));
    let is_one_answer = |e: &&Evidence| !MANY_ANSWERS.contains(&&*e.observation.protocol);
    let observation = read.filter(is_one_answer).map(|e| {
        let seen = &*e.observation;
        Tie::Observation(&seen.source, &seen.protocol, &seen.digest)
    });
    std::iter::once(Tie::Group(&vote.group)).chain(family).chain(observation)
}

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

    fn vote(at: usize, group: &str) -> Vote {
        Vote {
            property: Property::Maker,
            value: "m".into(),
            kinds: Vec::new(),
            weight: Weight::Strong,
            status: Status::Tested,
            group: group.into(),
            evidence: u32::try_from(at).ok(),
            by: String::new(),
        }
    }

    /// Readings as field and value, each a vote in the group of its field; how many groups are left.
    fn check(readings: &[(&str, &str)], want: usize) {
        let bench = readings.iter().fold(Bench::new(), |b, (field, value)| b.says("x", field, value));
        let evidence = bench.evidence();
        let evidence: Vec<&Evidence> = evidence.iter().collect();
        let mut votes: Vec<Vote> =
            (0..readings.len()).map(|at| vote(at, crate::voice::family(readings[at].0))).collect();
        one_voice_per_text(&mut votes, Property::Maker, &evidence);
        let groups: BTreeSet<&str> = votes.iter().map(|v| v.group.as_str()).collect();
        assert_eq!(groups.len(), want, "{readings:?} {groups:?}");
    }

    /// Readings as frame, field and value, each a vote in a group of its own; how many voices they are.
    fn check_answers(readings: &[(u64, &str, &str)], want: usize) {
        let add = |b: Bench, (frame, field, value): &(u64, &str, &str)| b.at("x", *frame, field, value);
        let evidence = readings.iter().fold(Bench::new(), add).evidence();
        let evidence: Vec<&Evidence> = evidence.iter().collect();
        let mut votes: Vec<Vote> = (0..readings.len()).map(|at| vote(at, &at.to_string())).collect();
        one_voice_per_answer(&mut votes, Property::Maker, &evidence);
        let groups: BTreeSet<&str> = votes.iter().map(|v| v.group.as_str()).collect();
        assert_eq!(groups.len(), want, "{readings:?} {groups:?}");
    }

    #[test]
    fn what_one_answer_or_one_label_gives_is_one_voice() {
        check_answers(&[(1, "label.brand", "Bosch"), (2, "label.model", "NBE-3502-AL")], 1);
        check_answers(&[(1, "onvif.manufacturer", "AXIS"), (1, "onvif.model", "M3045-V")], 1);
        check_answers(
            &[(1, "onvif.manufacturer", "AXIS"), (2, "wsd.types", "x"), (2, "http.server", "y")],
            2,
        );
        check_answers(&[(1, "http.server", "App-webs/"), (2, "http.title", "index")], 1);
        check_answers(&[(1, "http.server", "App-webs/"), (2, "rtsp.realm", "IP Camera(C1)")], 2);
        check_answers(&[(1, "protocol.answered", "sadp"), (1, "sadp.device_description", "x")], 1);
        check_answers(&[(1, "protocol.answered", "sadp"), (2, "protocol.answered", "dhdiscover")], 2);
    }

    #[test]
    fn a_scanners_record_of_a_host_holds_many_answers() {
        for (report, want) in
            [("nmap-xml", 2), ("censys-json", 2), ("zgrab-json", 2), ("shadowserver-csv", 1)]
        {
            let told =
                Bench::new().at("x", 1, "http.server", "App-webs/").at("x", 1, "rtsp.realm", "IP Camera(C1)");
            let mut evidence = told.evidence();
            for reading in &mut evidence {
                let protocol = std::sync::Arc::from(report);
                let seen = oogmerk_model::Observation { protocol, ..(*reading.observation).clone() };
                reading.observation = std::sync::Arc::new(seen);
            }
            let evidence: Vec<&Evidence> = evidence.iter().collect();
            let mut votes = [vote(0, "0"), vote(1, "1")];
            one_voice_per_answer(&mut votes, Property::Maker, &evidence);
            let groups: BTreeSet<&str> = votes.iter().map(|v| v.group.as_str()).collect();
            assert_eq!(groups.len(), want, "{report}");
        }
    }

    #[test]
    fn a_hint_joins_an_answer_and_ties_no_two() {
        let evidence = Bench::new()
            .at("x", 1, "sadp.mac", "44:47:cc:00:00:01")
            .at("x", 2, "wsd.mac", "44:47:cc:00:00:01")
            .at("x", 1, "protocol.answered", "sadp")
            .at("x", 2, "onvif.model", "DS-2CD2143G2-I")
            .evidence();
        let evidence: Vec<&Evidence> = evidence.iter().collect();
        let mut votes = [vote(0, "oui"), vote(1, "oui"), vote(2, "a"), vote(3, "b")];
        votes[..2].iter_mut().for_each(|v| v.weight = Weight::Weak);
        one_voice_per_answer(&mut votes, Property::Maker, &evidence);
        assert_ne!(votes[2].group, votes[3].group);
        assert_eq!((votes[0].group.as_str(), votes[1].group.as_str()), ("sadp", "onvif"));
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
