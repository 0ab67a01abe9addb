//! Decide: from votes to verdicts. All sums are integers, so the order of readings cannot matter.
//!
//! Within a group (readings of one underlying thing) only the loudest voice for a value counts. A maker is decided by
//! one proven decisive tell or by two independent voices; a brand by one strong statement or tell, or two moderate
//! ones; a model, serial or firmware by what the device itself prints. Two values with strong support contest each
//! other. Weak voices never decide, however many.

use crate::bounds::VALUES_MAX;
use crate::voice::Vote;
use oogmerk_knowledge::Weight;
use oogmerk_model::{EvidenceId, Field, Property, Rival, State, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// A rival this far behind (200 times less likely) no longer contests.
const CLEAR_LEAD: i64 = 20_000;

/// Support for one value.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    pub value: String,
    pub total: i64,
    pub decisive: bool,
    /// Independent groups with a solid voice.
    pub solid: usize,
    /// The loudest solid voice.
    pub loudest: i64,
    /// Somebody says so: it is shown beside every other value, however far behind.
    pub is_stated: bool,
    pub evidence: BTreeSet<u32>,
}

/// Support per value, strongest first.
pub(crate) fn tally<'v>(votes: impl Iterator<Item = &'v Vote>) -> Vec<Tally> {
    let mut by_value: BTreeMap<&str, Vec<&Vote>> = BTreeMap::new();
    for vote in votes {
        by_value.entry(&vote.value).or_default().push(vote);
    }
    let mut tallies: Vec<Tally> = by_value.into_iter().map(|(value, votes)| sum(value, &votes)).collect();
    tallies.sort_by(|a, b| b.total.cmp(&a.total).then_with(|| a.value.cmp(&b.value)));
    tallies
}

/// Sums voices for one value: the loudest of each group.
pub(crate) fn sum(value: &str, votes: &[&Vote]) -> Tally {
    let mut groups: BTreeMap<&str, i64> = BTreeMap::new();
    let mut solid: BTreeSet<&str> = BTreeSet::new();
    for vote in votes {
        let loudest = groups.entry(&vote.group).or_default();
        *loudest = (*loudest).max(vote.mdb());
        if vote.is_solid() {
            solid.insert(&vote.group);
        }
    }
    Tally {
        value: value.to_owned(),
        total: groups.values().sum(),
        decisive: votes.iter().any(|v| v.is_decisive()),
        solid: solid.len(),
        loudest: votes.iter().filter(|v| v.is_solid()).map(|v| v.mdb()).max().unwrap_or(0),
        is_stated: votes.iter().any(|v| v.is_statement()),
        evidence: votes.iter().filter_map(|v| v.evidence).collect(),
    }
}

impl Tally {
    /// Whether this value may be said at all.
    fn may_decide(&self, property: Property) -> bool {
        match property {
            Property::Maker => self.decisive || self.solid >= 2,
            Property::Kind => self.loudest >= Weight::Moderate.weight_mdb(),
            Property::Brand => {
                self.decisive || self.loudest >= Weight::Strong.weight_mdb() || self.solid >= 2
            }
            _ => self.loudest >= Weight::Moderate.weight_mdb(),
        }
    }

    /// Whether it stands in the way of another value.
    pub(crate) fn contests(&self) -> bool {
        self.loudest >= Weight::Strong.weight_mdb()
            || (self.solid >= 2 && self.total >= Weight::Strong.weight_mdb())
            || self.is_stated
    }
}

/// What the unnamed rest weighs: how little one voice is worth before anything is known.
const fn rest_mdb(property: Property) -> i64 {
    match property {
        Property::Maker => 10_000,
        Property::Brand | Property::Kind => 5_000,
        _ => 0,
    }
}

/// A verdict from tallies, strongest first. Evidence is given as places; `ids` turns them into names. What would settle
/// it is asked for only where it is not decided.
pub(crate) fn verdict(
    property: Property,
    tallies: &[Tally],
    needs: impl FnOnce() -> Vec<Field>,
    ids: &mut Cited,
) -> Verdict {
    let Some(leader) = tallies.first() else { return Verdict::undecided(needs()) };
    let is_near = |t: &Tally| t.is_stated || leader.total - t.total < CLEAR_LEAD;
    let contesting: Vec<&Tally> = tallies.iter().skip(1).filter(|t| t.contests() && is_near(t)).collect();
    let shares = shares(property, tallies);
    if !contesting.is_empty() && (leader.contests() || leader.may_decide(property)) {
        return contested(leader, &contesting, &shares, needs(), ids);
    }
    let is_tied = tallies.get(1).is_some_and(|t| t.total == leader.total);
    if !leader.may_decide(property) || is_tied {
        return Verdict::undecided(needs());
    }
    Verdict {
        verdict: State::Decided,
        value: Some(leader.value.clone()),
        confidence: Some(below_one(shares.get(leader.value.as_str()).copied().unwrap_or(0.0))),
        because: ids.cite(&leader.evidence),
        ..Verdict::undecided(Vec::new())
    }
}

fn contested(
    leader: &Tally,
    rivals: &[&Tally],
    shares: &BTreeMap<&str, f64>,
    needs: Vec<Field>,
    ids: &mut Cited,
) -> Verdict {
    let mut list: Vec<Rival> = Vec::new();
    let mut left = 10_000i64;
    for tally in std::iter::once(leader).chain(rivals.iter().copied()) {
        let share = shares.get(tally.value.as_str()).copied().unwrap_or(0.0);
        let parts = ((share * 10_000.0).round() as i64).clamp(0, left);
        left -= parts;
        list.push(Rival {
            value: tally.value.clone(),
            confidence: parts as f64 / 10_000.0,
            because: ids.cite(&tally.evidence),
        });
    }
    Verdict {
        verdict: State::Contested,
        needs,
        rivals: list,
        other: Some(left as f64 / 10_000.0),
        ..Verdict::undecided(Vec::new())
    }
}

/// Shares of probability per value.
pub(crate) fn shares(property: Property, tallies: &[Tally]) -> BTreeMap<&str, f64> {
    tallies
        .iter()
        .map(|t| t.value.as_str())
        .zip(odds_shares(property, tallies.iter().map(|t| t.total)))
        .collect()
}

/// The odds of each sum against the others and the unnamed rest.
pub(crate) fn odds_shares(property: Property, sums: impl Iterator<Item = i64> + Clone) -> Vec<f64> {
    let rest = rest_mdb(property);
    let top = sums.clone().chain([rest]).max().unwrap_or(0);
    let odds = |mdb: i64| 10f64.powf((mdb - top) as f64 / 10_000.0);
    let all: f64 = sums.clone().map(odds).sum::<f64>() + odds(rest);
    sums.map(|mdb| odds(mdb) / all).collect()
}

/// Four decimals, never certainty.
pub(crate) fn below_one(share: f64) -> f64 {
    ((share * 10_000.0).round() / 10_000.0).clamp(0.0001, 0.9999)
}

/// Evidence that verdicts and claims rest on, named in the order it was read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cited {
    places: BTreeSet<u32>,
}

/// Most evidence named behind one verdict or claim.
const CITED_MAX: usize = 12;

impl Cited {
    /// Provisional names: the place itself, renamed by [`Cited::rename`] once all are known.
    pub fn cite(&mut self, places: &BTreeSet<u32>) -> Vec<EvidenceId> {
        places
            .iter()
            .take(CITED_MAX)
            .map(|place| {
                self.places.insert(*place);
                EvidenceId(place.to_string())
            })
            .collect()
    }

    /// Notes a place without naming it behind a verdict.
    pub fn note(&mut self, place: u32) {
        self.places.insert(place);
    }

    /// The cited places with their final names.
    pub fn names(&self) -> BTreeMap<u32, EvidenceId> {
        self.places.iter().enumerate().map(|(i, place)| (*place, EvidenceId(format!("e{}", i + 1)))).collect()
    }
}

/// Gives a verdict's evidence its final names.
pub(crate) fn rename(ids: &mut [EvidenceId], names: &BTreeMap<u32, EvidenceId>) {
    for id in ids.iter_mut() {
        if let Some(name) = id.0.parse().ok().and_then(|place: u32| names.get(&place)) {
            *id = name.clone();
        }
    }
}

/// Groups votes whose values agree although they are not equal (a longer model, a version with its build), so that
/// they count for one value, printed as its best reading prints it.
///
/// Equal values find their group at once, and no more than [`VALUES_MAX`] groups are made: a quieter reading that fits
/// none of so many says nothing.
pub(crate) fn gather<'v>(votes: &[&'v Vote], agree: fn(&str, &str) -> bool) -> Vec<Tally> {
    let mut best: Vec<&'v Vote> = votes.to_vec();
    // The loudest reading prints the value; of equally loud ones the longest says most.
    best.sort_by(|a, b| {
        (b.is_solid(), b.mdb(), b.value.len())
            .cmp(&(a.is_solid(), a.mdb(), a.value.len()))
            .then_with(|| a.value.cmp(&b.value))
    });
    let mut heads: Vec<(&'v Vote, Vec<&'v Vote>)> = Vec::new();
    let mut groups: BTreeMap<&str, Option<usize>> = BTreeMap::new();
    for vote in best {
        let group = *groups.entry(vote.value.as_str()).or_insert_with(|| {
            let fitting = heads.iter().position(|(head, _)| agree(&head.value, &vote.value));
            fitting.or_else(|| {
                (heads.len() < VALUES_MAX).then(|| heads.push((vote, Vec::new())))?;
                Some(heads.len() - 1)
            })
        });
        if let Some(group) = group {
            heads[group].1.push(vote);
        }
    }
    let mut tallies: Vec<Tally> = heads.iter().map(|(head, members)| sum(&head.value, members)).collect();
    tallies.sort_by(|a, b| b.total.cmp(&a.total).then_with(|| a.value.cmp(&b.value)));
    tallies
}

/// The word for a sum of weights.
pub(crate) fn strength_word(mdb: i64) -> &'static str {
    [Weight::Decisive, Weight::Strong, Weight::Moderate]
        .into_iter()
        .find(|w| mdb >= w.weight_mdb())
        .unwrap_or(Weight::Weak)
        .as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use oogmerk_knowledge::Status;

    fn vote(value: &str, group: &str, weight: Weight, status: Status) -> Vote {
        Vote {
            property: Property::Maker,
            value: value.into(),
            kinds: Vec::new(),
            weight,
            status,
            group: group.into(),
            evidence: Some(0),
            by: "t".into(),
        }
    }

    fn check(property: Property, votes: &[(&str, &str, Weight, Status)], want: State) -> Verdict {
        let votes: Vec<Vote> = votes.iter().map(|(v, g, w, s)| vote(v, g, *w, *s)).collect();
        let got = verdict(property, &tally(votes.iter()), Vec::new, &mut Cited::default());
        assert_eq!(got.verdict, want, "{votes:?}");
        got
    }

    use Status::{Draft, Proven, Tested};
    use Weight::{Decisive, Moderate, Strong, Weak};

    #[test]
    fn a_maker_rests_on_a_decisive_tell_or_two_independent_ones() {
        let maker = Property::Maker;
        check(maker, &[("a", "http", Decisive, Proven)], State::Decided);
        check(maker, &[("a", "http", Strong, Proven), ("a", "rtsp", Moderate, Tested)], State::Decided);
        check(maker, &[("a", "http", Strong, Proven), ("a", "http", Strong, Proven)], State::Undecided);
        check(maker, &[("a", "http", Strong, Proven), ("a", "oui", Weak, Proven)], State::Undecided);
        check(maker, &[("a", "http", Decisive, Draft), ("a", "rtsp", Decisive, Draft)], State::Undecided);
        check(maker, &[("a", "http", Decisive, Tested)], State::Undecided);
    }

    #[test]
    fn weak_voices_never_decide_however_many() {
        let groups = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
        for property in [Property::Maker, Property::Brand, Property::Model] {
            let votes: Vec<_> = groups.iter().map(|g| ("a", *g, Weak, Proven)).collect();
            check(property, &votes, State::Undecided);
            let votes: Vec<_> = groups.iter().map(|g| ("a", *g, Decisive, Draft)).collect();
            check(property, &votes, State::Undecided);
        }
    }

    #[test]
    fn two_strong_values_contest_and_their_shares_add_up_to_one() {
        let got = check(
            Property::Maker,
            &[("a", "http", Decisive, Proven), ("b", "rtsp", Strong, Proven)],
            State::Contested,
        );
        let sum: f64 = got.rivals.iter().map(|r| r.confidence).sum::<f64>() + got.other.unwrap_or(0.0);
        assert!((sum - 1.0).abs() < 1e-9, "{got:?}");
        check(
            Property::Maker,
            &[
                ("a", "http", Decisive, Proven),
                ("a", "rtsp", Strong, Proven),
                ("b", "x", Strong, Tested),
                ("a", "y", Strong, Tested),
            ],
            State::Decided,
        );
    }

    #[test]
    fn twice_the_readings_take_at_most_twice_the_comparisons() {
        use std::sync::atomic::{AtomicU64, Ordering};
        static ASKED: AtomicU64 = AtomicU64::new(0);
        fn agree(a: &str, b: &str) -> bool {
            ASKED.fetch_add(1, Ordering::Relaxed);
            a == b
        }
        let comparisons = |distinct: usize, readings: usize| {
            let votes: Vec<Vote> = (0..readings)
                .map(|i| vote(&format!("v{}", i % distinct), "g", Weight::Strong, Status::Tested))
                .collect();
            ASKED.store(0, Ordering::Relaxed);
            let tallies = gather(&votes.iter().collect::<Vec<_>>(), agree);
            assert_eq!(tallies.len(), distinct.min(VALUES_MAX));
            ASKED.load(Ordering::Relaxed)
        };
        assert_eq!(comparisons(10, 1000), comparisons(10, 4000), "equal values are compared once");
        let (once, twice) = (comparisons(1000, 1000), comparisons(2000, 2000));
        assert!(twice <= 1000 * VALUES_MAX as u64 + once, "{once} {twice}");
    }

    #[test]
    fn confidence_is_never_certainty() {
        let groups: Vec<String> = (0..30).map(|i| i.to_string()).collect();
        let votes: Vec<_> = groups.iter().map(|g| ("a", g.as_str(), Decisive, Proven)).collect();
        let got = check(Property::Maker, &votes, State::Decided);
        assert_eq!(got.confidence, Some(0.9999));
    }
}
