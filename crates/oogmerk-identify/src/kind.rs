//! Kind: camera, recorder, or something else altogether.
//!
//! A voice may name several kinds (`camera|recorder`): it then speaks for each of them against all others, and cannot
//! choose between them. So families are compared by what speaks for one and not for the other. How common a kind is
//! says nothing here: what nothing tells apart stays open, with the kinds it can still be.

use crate::decide::{Cited, Tally, below_one, odds_shares, sum};
use crate::voice::Vote;
use oogmerk_knowledge::{Status, Weight};
use oogmerk_model::{Field, Kind, Property, Rival, State, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// Kinds that words for one of them may be used for: whoever says "camera" of a doorbell with a lens is right. An
/// encoder has none, and is no camera.
pub(crate) fn family_of(kind: Kind) -> Kind {
    if kind.has_lens() { Kind::Camera } else { kind }
}

/// Kinds that a council counts as one.
fn class_of(kind: Kind) -> Kind {
    if kind.is_camera() { Kind::Camera } else { kind }
}

/// How far one family must lead on what speaks for it alone.
const LEAD: i64 = 3_000;

/// The votes on the kind that count. What the model number decides beats what a protocol may be: where the shapes of
/// model numbers agree, a voice that leaves several kinds open and none of theirs is not heard. Against a shape that
/// is proven one voice alone is not either: a maker's software says the same on all that it runs on.
fn heard(votes: &[Vote]) -> Vec<&Vote> {
    let mut votes: Vec<&Vote> = votes.iter().filter(|v| v.property == Property::Kind).collect();
    let numbers: Vec<&Vote> = votes.iter().copied().filter(|v| is_of_model(v) && v.is_solid()).collect();
    let agreed = numbers.iter().map(|v| families(v)).reduce(|all, one| &all & &one).unwrap_or_default();
    if agreed.is_empty() {
        return votes;
    }
    let is_against = |v: &Vote| families(v).is_disjoint(&agreed);
    votes.retain(|v| families(v).len() < 2 || !is_against(v));
    let against: BTreeSet<&str> =
        votes.iter().filter(|v| v.is_solid() && is_against(v)).map(|v| v.group.as_str()).collect();
    if against.len() < 2 && numbers.iter().any(|v| v.status == Status::Proven) {
        votes.retain(|v| !is_against(v));
    }
    votes
}

/// Read out of the shape of the model number.
fn is_of_model(vote: &Vote) -> bool {
    vote.by.starts_with("grammar:")
}

/// The families of the kinds that a voice names.
pub(crate) fn families(vote: &Vote) -> BTreeSet<Kind> {
    vote.kinds.iter().map(|k| family_of(*k)).collect()
}

/// What speaks for each family, strongest first.
pub(crate) fn tallies(votes: &[Vote]) -> Vec<(Kind, Tally)> {
    let votes = heard(votes);
    let all: BTreeSet<Kind> = votes.iter().flat_map(|v| &v.kinds).map(|k| family_of(*k)).collect();
    let mut tallies: Vec<(Kind, Tally)> = all
        .iter()
        .map(|family| {
            let own: Vec<&Vote> = votes.iter().copied().filter(|v| speaks_for(v, *family)).collect();
            (*family, sum(family.as_str(), &own))
        })
        .collect();
    tallies.sort_by(|a, b| b.1.total.cmp(&a.1.total).then_with(|| a.0.cmp(&b.0)));
    tallies
}

/// Decides the kind from votes and their [`tallies`].
pub(crate) fn verdict(
    votes: &[Vote],
    tallies: &[(Kind, Tally)],
    needs: impl FnOnce() -> Vec<Field>,
    ids: &mut Cited,
) -> Verdict {
    let votes = heard(votes);
    let Some((first, leader)) = leading(&votes, tallies) else { return Verdict::undecided(needs()) };
    let shares = odds_shares(Property::Kind, tallies.iter().map(|(_, t)| t.total));
    let share = |family: Kind| {
        let place = tallies.iter().position(|(own, _)| *own == family);
        place.and_then(|place| shares.get(place)).copied().unwrap_or(0.0)
    };

    let others = || tallies.iter().filter(|(other, _)| other != first);
    let rivals: Vec<&(Kind, Tally)> =
        others().filter(|(other, _)| contests(&votes, *first, *other)).collect();
    if !rivals.is_empty() && leader.loudest >= Weight::Strong.weight_mdb() {
        return contested(&votes, *first, leader, &rivals, &share, needs(), ids);
    }
    if leader.loudest < Weight::Moderate.weight_mdb() {
        return Verdict::undecided(needs());
    }
    let close = others().map(|(other, _)| *other).filter(|other| !is_told_from(&votes, *first, *other));
    let left: BTreeSet<Kind> = close.chain([*first]).collect();
    let own: Vec<&Vote> = votes.iter().copied().filter(|v| speaks_for(v, *first)).collect();
    let said = own.iter().any(|v| v.is_solid() && names_one_class(v, *first));
    let kind = specific(&own, *first).filter(|_| said && left.len() == 1);
    let Some(kind) = kind else { return open(&votes, &left, needs()) };
    let evidence = own.iter().filter_map(|v| v.evidence).collect();
    Verdict {
        verdict: State::Decided,
        value: Some(kind.as_str().to_owned()),
        confidence: Some(below_one(share(*first))),
        because: ids.cite(&evidence),
        ..Verdict::undecided(Vec::new())
    }
}

/// Whether so much speaks for one family and not for the leading one that both are shown: nearly as much, or the
/// number of a model whose shape is proven.
fn contests(votes: &[&Vote], first: Kind, other: Kind) -> bool {
    let (own, against) = (alone(votes, first, other), alone(votes, other, first));
    let is_number = |v: &&Vote| is_of_model(v) && v.status == Status::Proven && v.is_solid();
    let has_number = votes.iter().copied().filter(is_number).any(|v| speaks_only_for(v, other, first));
    against >= Weight::Strong.weight_mdb() && (has_number || own - against < 10_000)
}

/// Whether something tells the leading family from another: a clue of its own that is more than a hint.
fn is_told_from(votes: &[&Vote], first: Kind, other: Kind) -> bool {
    let has_clue = votes.iter().any(|v| v.is_solid() && speaks_only_for(v, first, other));
    has_clue && alone(votes, first, other) - alone(votes, other, first) >= LEAD
}

/// Whether what a voice leaves open within a family is counted as one.
fn names_one_class(vote: &Vote, family: Kind) -> bool {
    let own = vote.kinds.iter().filter(|k| family_of(**k) == family);
    own.map(|k| class_of(*k)).collect::<BTreeSet<Kind>>().len() == 1
}

/// Open, with the kinds it can still be: those that all voices leave, or where they leave none in common, those that
/// any names. Where one of them is "something else", nothing is narrowed down.
fn open(votes: &[&Vote], left: &BTreeSet<Kind>, needs: Vec<Field>) -> Verdict {
    let of = |v: &Vote| -> BTreeSet<Kind> {
        v.kinds.iter().copied().filter(|k| left.contains(&family_of(*k))).map(class_of).collect()
    };
    let any: BTreeSet<Kind> = votes.iter().flat_map(|v| of(v)).collect();
    let solid = votes.iter().filter(|v| v.is_solid()).map(|v| of(v)).filter(|kinds| !kinds.is_empty());
    let all = solid.fold(any.clone(), |all, one| &all & &one);
    let kinds = if all.len() < 2 { any } else { all };
    let among = if kinds.contains(&Kind::Other) { Vec::new() } else { kinds.into_iter().collect() };
    Verdict { among, ..Verdict::undecided(needs) }
}

/// The family with the most behind it. Within one group only the loudest voice counts, so a quieter one that chooses
/// (`NVR` behind a maker of cameras and recorders) is not in the sum: among equals it decides who leads.
fn leading<'t>(votes: &[&Vote], tallies: &'t [(Kind, Tally)]) -> Option<&'t (Kind, Tally)> {
    let most = tallies.first()?.1.total;
    let equals = || tallies.iter().filter(|(_, tally)| tally.total == most);
    let lead_over_all = |family: Kind| {
        equals()
            .filter(|(other, _)| *other != family)
            .map(|(other, _)| alone(votes, family, *other) - alone(votes, *other, family))
            .min()
    };
    // The first of several that lead equally, as they are sorted.
    equals().rev().max_by_key(|(family, _)| lead_over_all(*family))
}

fn speaks_for(vote: &Vote, family: Kind) -> bool {
    vote.kinds.iter().any(|k| family_of(*k) == family)
}

fn speaks_only_for(vote: &Vote, family: Kind, not: Kind) -> bool {
    speaks_for(vote, family) && !speaks_for(vote, not)
}

/// What speaks for one family and not for the other: the loudest of each group.
fn alone(votes: &[&Vote], family: Kind, not: Kind) -> i64 {
    let mut groups: BTreeMap<&str, i64> = BTreeMap::new();
    for vote in votes.iter().filter(|v| speaks_only_for(v, family, not)) {
        let loudest = groups.entry(&vote.group).or_default();
        *loudest = (*loudest).max(vote.mdb());
    }
    groups.values().sum()
}

/// The most telling kind within the family; nothing where two that are counted apart are told equally.
fn specific(votes: &[&Vote], family: Kind) -> Option<Kind> {
    let mut best: BTreeMap<Kind, BTreeMap<&str, i64>> = BTreeMap::new();
    for vote in votes.iter().filter(|v| v.is_solid()) {
        let own: Vec<Kind> = vote.kinds.iter().copied().filter(|k| family_of(*k) == family).collect();
        // Only a voice that names one kind of the family says which.
        if let [kind] = own[..]
            && kind != family
        {
            let loudest = best.entry(kind).or_default().entry(&vote.group).or_default();
            *loudest = (*loudest).max(vote.mdb());
        }
    }
    let mut kinds: Vec<(i64, Kind)> =
        best.iter().map(|(kind, groups)| (groups.values().sum(), *kind)).collect();
    kinds.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    match kinds[..] {
        [] => Some(family),
        [(a, one), (b, other), ..] if a == b && class_of(one) == class_of(other) => Some(family),
        [(a, _), (b, _), ..] if a == b => None,
        [(_, kind), ..] => Some(kind),
    }
}

fn contested(
    votes: &[&Vote],
    first: Kind,
    leader: &Tally,
    rivals: &[&(Kind, Tally)],
    share: &dyn Fn(Kind) -> f64,
    needs: Vec<Field>,
    ids: &mut Cited,
) -> Verdict {
    let mut left = 10_000i64;
    let mut list = Vec::new();
    for (family, tally) in std::iter::once((first, leader)).chain(rivals.iter().map(|(k, t)| (*k, t))) {
        let parts = ((share(family) * 10_000.0).round() as i64).clamp(0, left);
        left -= parts;
        let own: Vec<&Vote> = votes.iter().copied().filter(|v| speaks_for(v, family)).collect();
        let value = specific(&own, family).unwrap_or(family).as_str().to_owned();
        list.push(Rival { value, confidence: parts as f64 / 10_000.0, because: ids.cite(&tally.evidence) });
    }
    Verdict {
        verdict: State::Contested,
        needs,
        rivals: list,
        other: Some(left as f64 / 10_000.0),
        ..Verdict::undecided(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oogmerk_knowledge::Status::{Draft, Proven, Tested};
    use oogmerk_knowledge::Weight::{Decisive, Moderate, Strong, Weak};

    type Voice<'v> = (&'v [Kind], &'v str, Weight, Status);

    /// Votes by kinds, group, weight and status; those of the group `model` are read out of a model number.
    fn verdict_of(votes: &[Voice<'_>]) -> Verdict {
        let votes: Vec<Vote> = votes
            .iter()
            .map(|(kinds, group, weight, status)| Vote {
                property: Property::Kind,
                value: String::new(),
                kinds: kinds.to_vec(),
                weight: *weight,
                status: *status,
                group: (*group).into(),
                evidence: None,
                by: if *group == "model" { "grammar:t".into() } else { "t".into() },
            })
            .collect();
        verdict(&votes, &tallies(&votes), Vec::new, &mut Cited::default())
    }

    fn check(votes: &[Voice<'_>], want: Option<&str>) {
        let got = verdict_of(votes);
        assert_eq!(got.decided_value(), want, "{votes:?} {got:?}");
    }

    fn check_open(votes: &[Voice<'_>], among: &[Kind]) {
        let got = verdict_of(votes);
        assert_eq!((got.verdict, got.among.as_slice()), (State::Undecided, among), "{votes:?} {got:?}");
    }

    use Kind::{
        AccessController, Camera, Doorbell, Encoder, Hub, Intercom, Other, Plug, Printer, PtzCamera,
        Recorder, ThermalCamera,
    };

    #[test]
    fn kinds_are_decided_by_what_speaks_for_one_and_not_the_other() {
        check(&[(&[Camera], "http", Strong, Tested)], Some("camera"));
        check(&[(&[Camera], "http", Weak, Tested), (&[Camera], "rtsp", Weak, Tested)], None);
        check(&[(&[Camera], "http", Decisive, Draft)], None);
        check(
            &[(&[Camera, Recorder], "sadp", Decisive, Tested), (&[Recorder], "model", Strong, Tested)],
            Some("recorder"),
        );
        check(
            &[(&[Camera, Recorder], "sadp", Decisive, Tested), (&[Camera], "model", Moderate, Tested)],
            Some("camera"),
        );
        check(&[(&[Camera, Plug], "tdp", Decisive, Tested), (&[Plug], "type", Strong, Tested)], Some("plug"));
        check(&[(&[Camera], "oui", Weak, Tested), (&[Printer], "http", Moderate, Tested)], Some("printer"));
        check(&[(&[Camera], "a", Strong, Tested), (&[Printer], "b", Strong, Tested)], None);
        check(
            &[(&[Camera, Recorder], "snmp", Strong, Tested), (&[Recorder], "snmp", Moderate, Tested)],
            Some("recorder"),
        );
        check(
            &[(&[Camera, Recorder], "snmp", Strong, Tested), (&[Camera], "snmp", Moderate, Tested)],
            Some("camera"),
        );
        check(&[(&[Other], "a", Weak, Tested), (&[Hub], "b", Strong, Tested)], Some("hub"));
    }

    #[test]
    fn what_nothing_tells_apart_stays_open_however_common_one_of_them_is() {
        let both = &[Camera, Recorder][..];
        check_open(&[(both, "sadp", Decisive, Proven)], both);
        check_open(&[(both, "http", Decisive, Proven), (both, "rtsp", Strong, Tested)], both);
        check_open(&[(both, "http", Strong, Tested), (&[Recorder], "host", Weak, Tested)], both);
        check_open(&[(both, "http", Strong, Tested), (&[Camera], "title", Decisive, Draft)], both);
        check_open(&[(&[Camera, Plug], "tdp", Decisive, Tested)], &[Camera, Plug]);
        check_open(
            &[(&[Camera, Encoder, Recorder], "snmp", Strong, Tested), (both, "http", Strong, Tested)],
            both,
        );
        check_open(&[(&[Camera], "a", Moderate, Tested), (&[Recorder], "b", Moderate, Tested)], both);
        check_open(&[(&[Camera, Encoder], "rtsp", Strong, Tested)], &[Camera, Encoder]);
        check_open(&[(&[Camera, Intercom], "sip", Strong, Tested)], &[Camera, Intercom]);
        check_open(&[(&[Camera, Recorder, Other], "sadp", Decisive, Proven)], &[]);
        check_open(&[(both, "oui", Weak, Tested)], &[]);
    }

    #[test]
    fn what_the_model_number_decides_beats_what_a_protocol_may_be() {
        let both = &[Camera, Recorder][..];
        let door = (&[AccessController][..], "model", Moderate, Tested);
        check(&[(both, "sadp", Decisive, Proven), door], Some("access-controller"));
        let camera = (&[Camera][..], "model", Strong, Proven);
        check(&[(&[Encoder], "http", Decisive, Proven), camera], Some("camera"));
        check(&[(&[Encoder], "http", Decisive, Proven), (&[Encoder], "rtsp", Strong, Proven), camera], None);
        check(&[(&[Encoder], "http", Decisive, Proven), (&[Camera], "rtsp", Decisive, Proven)], None);
    }

    #[test]
    fn the_special_kind_is_told_where_something_says_it() {
        check(&[(&[Camera], "http", Strong, Tested), (&[Doorbell], "tdp", Strong, Tested)], Some("doorbell"));
        check(&[(&[Camera], "http", Strong, Tested), (&[PtzCamera], "model", Weak, Tested)], Some("camera"));
        check(&[(&[Camera, PtzCamera], "http", Strong, Tested)], Some("camera"));
        check(
            &[(&[PtzCamera], "a", Strong, Tested), (&[ThermalCamera], "b", Strong, Tested)],
            Some("camera"),
        );
        check_open(
            &[(&[Doorbell], "a", Strong, Tested), (&[Intercom], "b", Strong, Tested)],
            &[Doorbell, Intercom],
        );
    }
}
