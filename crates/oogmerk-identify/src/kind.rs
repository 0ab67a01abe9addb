//! Kind: camera, recorder, or something else altogether.
//!
//! A voice may name several kinds (`camera|recorder`): it then speaks for each of them against all others, and cannot
//! choose between them. So families are compared by what speaks for one and not for the other.

use crate::decide::{Cited, Tally, below_one, odds_shares, shares, sum};
use crate::voice::Vote;
use oogmerk_knowledge::Weight;
use oogmerk_model::{Kind, Property, Rival, State, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// Kinds that answer one question of a council: does it see? does it keep? Others stand alone.
pub(crate) fn family_of(kind: Kind) -> Kind {
    if kind.is_camera() { Kind::Camera } else { kind }
}

/// How far one family must lead on what speaks for it alone.
const LEAD: i64 = 3_000;

/// What speaks for each family, strongest first.
pub(crate) fn tallies(votes: &[Vote]) -> Vec<(Kind, Tally)> {
    let votes: Vec<&Vote> = votes.iter().filter(|v| v.property == Property::Kind).collect();
    let families: BTreeSet<Kind> = votes.iter().flat_map(|v| v.kinds.iter().map(|k| family_of(*k))).collect();
    let mut tallies: Vec<(Kind, Tally)> = families
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
    needs: Vec<String>,
    ids: &mut Cited,
) -> Verdict {
    let votes: Vec<&Vote> = votes.iter().filter(|v| v.property == Property::Kind).collect();
    let Some((first, leader)) = leading(&votes, tallies) else { return Verdict::undecided(needs) };
    let plain: Vec<Tally> = tallies.iter().map(|(_, t)| t.clone()).collect();
    let shares = shares(Property::Kind, &plain);
    let share = |family: Kind| shares.get(family.as_str()).copied().unwrap_or(0.0);

    let others = || tallies.iter().filter(|(other, _)| other != first);
    let rivals: Vec<&(Kind, Tally)> = others()
        .filter(|(other, _)| {
            let (own, against) = (alone(&votes, *first, *other), alone(&votes, *other, *first));
            against >= Weight::Strong.weight_mdb() && own - against < 10_000
        })
        .collect();
    if !rivals.is_empty() && leader.loudest >= Weight::Strong.weight_mdb() {
        return contested(&votes, *first, leader, &rivals, &share, needs, ids);
    }
    if leader.loudest < Weight::Moderate.weight_mdb() {
        return Verdict::undecided(needs);
    }
    let close: Vec<Kind> = others()
        .filter(|(other, _)| alone(&votes, *first, *other) - alone(&votes, *other, *first) < LEAD)
        .map(|(other, _)| *other)
        .collect();
    let family = if close.is_empty() { Some(*first) } else { settle(*first, &close, &votes) };
    let Some(family) = family else { return Verdict::undecided(needs) };
    let shares = leaning(tallies, family, &close);
    let share = shares.get(family.as_str()).copied().unwrap_or(0.0);
    let own: Vec<&Vote> = votes.iter().copied().filter(|v| speaks_for(v, family)).collect();
    let evidence = own.iter().filter_map(|v| v.evidence).collect();
    Verdict {
        verdict: State::Decided,
        value: Some(specific(&own, family).as_str().to_owned()),
        confidence: Some(below_one(share)),
        because: ids.cite(&evidence),
        ..Verdict::undecided(Vec::new())
    }
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

/// What speaks for one family and not for the other: the loudest of each group.
fn alone(votes: &[&Vote], family: Kind, not: Kind) -> i64 {
    let mut groups: BTreeMap<&str, i64> = BTreeMap::new();
    for vote in votes.iter().filter(|v| speaks_for(v, family) && !speaks_for(v, not)) {
        let loudest = groups.entry(&vote.group).or_default();
        *loudest = (*loudest).max(vote.mdb());
    }
    groups.values().sum()
}

/// Where nothing chooses between kinds that a maker sells under one sign, most of what hangs on walls is cameras:
/// only between camera, recorder and their own kin, only where nothing at all speaks for the other.
fn settle(first: Kind, close: &[Kind], votes: &[&Vote]) -> Option<Kind> {
    let kin = |k: Kind| {
        matches!(
            k,
            Kind::Camera | Kind::Recorder | Kind::AccessController | Kind::Vms | Kind::Sensor | Kind::Other
        )
    };
    let all: Vec<Kind> = std::iter::once(first).chain(close.iter().copied()).collect();
    let undisputed = all.iter().all(|k| *k == Kind::Camera || alone(votes, *k, Kind::Camera) == 0);
    (all.contains(&Kind::Camera) && all.iter().all(|k| kin(*k)) && undisputed).then_some(Kind::Camera)
}

/// How much likelier a camera is than any other thing a maker sells under one sign.
const CAMERAS_ARE_MANY: i64 = 7_000;

/// Shares where the choice between close families was made by how common they are.
fn leaning<'t>(tallies: &'t [(Kind, Tally)], family: Kind, close: &[Kind]) -> BTreeMap<&'t str, f64> {
    let lean = |(kind, tally): &(Kind, Tally)| {
        let is_rarer = !close.is_empty() && *kind != family;
        if is_rarer { tally.total - CAMERAS_ARE_MANY } else { tally.total }
    };
    tallies
        .iter()
        .map(|(_, tally)| tally.value.as_str())
        .zip(odds_shares(Property::Kind, tallies.iter().map(lean)))
        .collect()
}

/// The most telling kind within the family.
fn specific(votes: &[&Vote], family: Kind) -> Kind {
    let mut best: BTreeMap<Kind, BTreeMap<&str, i64>> = BTreeMap::new();
    for vote in votes {
        let own: Vec<Kind> = vote.kinds.iter().copied().filter(|k| family_of(*k) == family).collect();
        // Only a voice that names one kind of the family says which.
        if let [kind] = own[..] {
            let loudest = best.entry(kind).or_default().entry(&vote.group).or_default();
            *loudest = (*loudest).max(vote.mdb());
        }
    }
    let mut kinds: Vec<(i64, Kind)> =
        best.iter().map(|(kind, groups)| (groups.values().sum(), *kind)).collect();
    kinds.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let mut special = kinds.iter().filter(|(_, kind)| *kind != family);
    match (special.next(), special.next()) {
        (Some((a, _)), Some((b, _))) if a == b => family,
        (Some((mdb, kind)), _)
            if *mdb >= Weight::Moderate.weight_mdb() || kinds.iter().all(|(_, k)| *k != family) =>
        {
            *kind
        }
        _ => family,
    }
}

fn contested(
    votes: &[&Vote],
    first: Kind,
    leader: &Tally,
    rivals: &[&(Kind, Tally)],
    share: &dyn Fn(Kind) -> f64,
    needs: Vec<String>,
    ids: &mut Cited,
) -> Verdict {
    let mut left = 10_000i64;
    let mut list = Vec::new();
    for (family, tally) in std::iter::once((first, leader)).chain(rivals.iter().map(|(k, t)| (*k, t))) {
        let parts = ((share(family) * 10_000.0).round() as i64).clamp(0, left);
        left -= parts;
        let own: Vec<&Vote> = votes.iter().copied().filter(|v| speaks_for(v, family)).collect();
        let value = specific(&own, family).as_str().to_owned();
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
    use oogmerk_knowledge::Status::{Draft, Tested};
    use oogmerk_knowledge::Weight::{Decisive, Moderate, Strong, Weak};
    use oogmerk_knowledge::{Status, Weight};

    fn check(votes: &[(&[Kind], &str, Weight, Status)], want: Option<&str>) {
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
                by: "t".into(),
            })
            .collect();
        let got = verdict(&votes, &tallies(&votes), Vec::new(), &mut Cited::default());
        assert_eq!(got.decided_value(), want, "{votes:?} {got:?}");
    }

    use Kind::{Camera, Doorbell, Hub, Other, Plug, Printer, PtzCamera, Recorder};

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
        check(&[(&[Camera, Recorder], "sadp", Decisive, Tested)], Some("camera"));
        check(&[(&[Camera, Plug], "tdp", Decisive, Tested)], None);
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
    fn the_special_kind_is_told_where_something_says_it() {
        check(&[(&[Camera], "http", Strong, Tested), (&[Doorbell], "tdp", Strong, Tested)], Some("doorbell"));
        check(&[(&[Camera], "http", Strong, Tested), (&[PtzCamera], "model", Weak, Tested)], Some("camera"));
        check(&[(&[Camera, PtzCamera], "http", Strong, Tested)], Some("camera"));
    }
}
