//! Judge: dated lists against devices. A finding says which list, since when, and on what evidence; it is no verdict
//! on a country, and "unknown" is never folded into "clear".
//!
//! Dates of lists may be a day, a month or a year. A day inside the month or year in which a listing began cannot be
//! told to be before or after it, so there the conclusion is `undecided`.

use oogmerk_knowledge::{Oracle, Policy, PolicyMaker};
use oogmerk_model::{Conclusion, Device, Field, Finding, Kind, Property, Severity, State, short_digest};
use std::collections::BTreeSet;

/// The facts of one device that a rule looks at. Keys, not printed names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The decided maker's key.
    pub maker: Option<String>,
    /// Keys of makers that contest each other.
    pub rivals: Vec<String>,
    /// Keys of the established makers of parts: chip, modem.
    pub parts: Vec<String>,
    /// Keys of makers of parts that something not merely unproved speaks for, without establishing them.
    pub possible_parts: Vec<String>,
    /// The decided kind.
    pub kind: Option<Kind>,
    /// Where the kind is open: the few it can be. Empty where nothing narrows it down.
    pub among: Vec<Kind>,
}

/// Whether a rule speaks of a thing like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Binds {
    Yes,
    /// It may be of a kind that the rule speaks of, or of another.
    Unclear,
    No,
}

fn binds(policy: &Policy, facts: &Facts) -> Binds {
    let speaks_of = |kind: &Kind| policy.kinds.contains(kind);
    match (&facts.kind, facts.among.as_slice()) {
        _ if policy.kinds.is_empty() => Binds::Yes,
        (Some(kind), _) if speaks_of(kind) => Binds::Yes,
        (Some(_), _) => Binds::No,
        (None, []) => Binds::Unclear,
        (None, few) if few.iter().all(speaks_of) => Binds::Yes,
        (None, few) if few.iter().any(speaks_of) => Binds::Unclear,
        (None, _) => Binds::No,
    }
}

/// What a rule concludes on a day (`YYYY-MM-DD`); `None` where it does not speak of such a thing at all.
pub fn conclude(policy: &Policy, facts: &Facts, on: &str) -> Option<Conclusion> {
    if !policy.verified || policy.makers.iter().all(|m| m.from.is_empty()) {
        return None;
    }
    let binds = binds(policy, facts);
    if binds == Binds::No {
        return None;
    }
    let of_maker = |key: &str| named(policy.makers.iter().filter(|m| m.maker == key), on);
    let by_part = |parts: &[String]| {
        let rows = policy.makers.iter().filter(|m| m.components && parts.contains(&m.maker));
        named(rows, on)
    };
    let by_maker = match (&facts.maker, facts.rivals.as_slice()) {
        (Some(maker), _) => match of_maker(maker) {
            Named::Yes => Conclusion::Breaks,
            Named::Unclear => Conclusion::Undecided,
            Named::No => Conclusion::Clear,
        },
        (None, []) => Conclusion::Undecided,
        (None, rivals) => {
            let all: Vec<Named> = rivals.iter().map(|r| of_maker(r)).collect();
            if all.iter().all(|n| *n == Named::No) { Conclusion::Undecided } else { Conclusion::Contested }
        }
    };
    // Of most devices nobody knows the chip; the list then speaks of the maker alone, and a part that something points
    // to keeps the rest open.
    let conclusion = match (by_maker, by_part(&facts.parts), by_part(&facts.possible_parts)) {
        (_, Named::Yes, _) => Conclusion::Breaks,
        (Conclusion::Clear, Named::Unclear, _) | (Conclusion::Clear, _, Named::Yes | Named::Unclear) => {
            Conclusion::Undecided
        }
        (by_maker, _, _) => by_maker,
    };
    // A rule about certain kinds says nothing sure about a thing that may be of another.
    let unsure = binds == Binds::Unclear && conclusion == Conclusion::Breaks;
    Some(if unsure { Conclusion::Undecided } else { conclusion })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Named {
    Yes,
    Unclear,
    No,
}

fn named<'p>(rows: impl Iterator<Item = &'p PolicyMaker>, on: &str) -> Named {
    let mut result = Named::No;
    for row in rows {
        match within(row, on) {
            Named::Yes => return Named::Yes,
            Named::Unclear => result = Named::Unclear,
            Named::No => {}
        }
    }
    result
}

fn within(row: &PolicyMaker, on: &str) -> Named {
    if row.from.is_empty() {
        return Named::No;
    }
    let since = compare(on, &row.from);
    let until = if row.to.is_empty() { std::cmp::Ordering::Less } else { compare(on, &row.to) };
    match (since, until) {
        (std::cmp::Ordering::Less, _) | (_, std::cmp::Ordering::Greater) => Named::No,
        (std::cmp::Ordering::Equal, _) if row.from.len() < 10 => Named::Unclear,
        (_, std::cmp::Ordering::Equal) if row.to.len() < 10 => Named::Unclear,
        _ => Named::Yes,
    }
}

/// Compares a day with a day, month or year, at the coarser of the two.
fn compare(day: &str, date: &str) -> std::cmp::Ordering {
    let length = date.len().min(day.len());
    day.get(..length).unwrap_or(day).cmp(date.get(..length).unwrap_or(date))
}

/// Findings for every registered device, by device and rule: of the standard lists, or of those that are named.
pub fn judge(
    devices: &[Device],
    oracle: &dyn Oracle,
    on: &str,
    rules: Option<&BTreeSet<String>>,
) -> Vec<Finding> {
    devices.iter().flat_map(|device| judge_one(device, oracle, on, rules)).collect()
}

/// Findings for one device: of the standard lists, or of those that are named.
pub fn judge_one(
    device: &Device,
    oracle: &dyn Oracle,
    on: &str,
    rules: Option<&BTreeSet<String>>,
) -> Vec<Finding> {
    let facts = facts_of(device, oracle);
    let kinds = facts.kind.iter().chain(&facts.among);
    if kinds.clone().next().is_some() && !kinds.clone().any(|k| k.is_registered()) {
        return Vec::new();
    }
    let asked = |policy: &&Policy| rules.map_or(policy.standard, |rules| rules.contains(&policy.id));
    oracle.policies().iter().filter(asked).filter_map(|policy| finding(policy, device, &facts, on)).collect()
}

/// Makers that a standard list names on a day, by key.
pub fn makers_named(oracle: &dyn Oracle, on: &str) -> BTreeSet<String> {
    let holds = |m: &&PolicyMaker| m.from.as_str() <= on && (m.to.is_empty() || on <= m.to.as_str());
    let standard = oracle.policies().iter().filter(|p| p.standard);
    standard.flat_map(|p| &p.makers).filter(holds).map(|m| m.maker.clone()).collect()
}

/// What a rule looks at, from a device record.
pub fn facts_of(device: &Device, oracle: &dyn Oracle) -> Facts {
    let key = |name: &str| oracle.key_of_name(name).unwrap_or_else(|| name.to_lowercase());
    let rivals = if device.maker.verdict == State::Contested {
        device.maker.rivals.iter().map(|r| key(&r.value)).collect()
    } else {
        Vec::new()
    };
    let parts: Vec<String> = [&device.soc_maker, &device.modem_maker]
        .into_iter()
        .filter_map(|part| part.as_ref()?.decided_value().map(key))
        .collect();
    Facts {
        maker: device.maker.decided_value().map(key),
        rivals,
        possible_parts: possible_parts(device, &parts),
        parts,
        kind: device.kind.decided_value().and_then(Kind::parse),
        among: device.kind.among.clone(),
    }
}

/// What would settle a conclusion that is open: who built it, where that is open; else its kind.
fn settles(policy: &Policy, device: &Device, facts: &Facts, conclusion: Conclusion) -> Vec<Field> {
    match conclusion {
        Conclusion::Breaks | Conclusion::Clear => Vec::new(),
        _ if facts.maker.is_none() => device.maker.needs.clone(),
        _ if binds(policy, facts) == Binds::Unclear => device.kind.needs.clone(),
        _ => Vec::new(),
    }
}

/// Makers of parts that a claim speaks for and no verdict holds. What nobody proved is no reason to doubt.
fn possible_parts(device: &Device, established: &[String]) -> Vec<String> {
    let mut keys: Vec<String> = device
        .claims
        .iter()
        .filter(|c| matches!(c.property, Property::SocMaker | Property::ModemMaker) && !c.is_draft)
        .map(|c| c.value.clone())
        .filter(|key| !established.contains(key))
        .collect();
    keys.sort();
    keys.dedup();
    keys
}

fn finding(policy: &Policy, device: &Device, facts: &Facts, on: &str) -> Option<Finding> {
    let conclusion = conclude(policy, facts, on)?;
    let mut because: Vec<String> = Vec::new();
    because.extend(facts.maker.iter().map(|m| format!("maker:{m}")));
    because.extend(facts.rivals.iter().map(|m| format!("maker?:{m}")));
    because.extend(facts.parts.iter().map(|m| format!("part:{m}")));
    because.extend(facts.possible_parts.iter().map(|m| format!("part?:{m}")));
    because.extend(facts.kind.iter().map(|k| format!("kind:{}", k.as_str())));
    because.extend(facts.among.iter().map(|k| format!("kind?:{}", k.as_str())));
    let strongest = device.claims.iter().filter(|c| c.property == Property::Maker).flat_map(|c| &c.because);
    let mut told = BTreeSet::new();
    let cited = device.maker.because.iter().chain(strongest).filter(|id| told.insert(*id));
    because.extend(cited.take(8).map(|id| id.0.clone()));
    let (severity, remedy) = match conclusion {
        Conclusion::Breaks => (policy.severity, "remedy-breaks"),
        Conclusion::Contested => (policy.severity.min(Severity::Medium), "remedy-contested"),
        Conclusion::Undecided if facts.maker.is_some() && binds(policy, facts) == Binds::Unclear => {
            (Severity::Info, "remedy-kind")
        }
        Conclusion::Undecided => (Severity::Info, "remedy-undecided"),
        Conclusion::Clear => (Severity::Info, "remedy-clear"),
    };
    Some(Finding {
        schema: "oogmerk.finding/1".into(),
        id: format!("fnd-{}", short_digest(&format!("{}|{}", device.id, policy.id))),
        device: device.id.clone(),
        rule: policy.id.clone(),
        conclusion,
        severity,
        because,
        settles: settles(policy, device, facts, conclusion),
        remedy: remedy.into(),
        as_of: on.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> Policy {
        let named = |maker: &str, from: &str, to: &str, components| PolicyMaker {
            maker: maker.into(),
            from: from.into(),
            to: to.into(),
            components,
        };
        Policy {
            id: "us-ndaa-889a".into(),
            name: "NDAA 889(a)".into(),
            authority: "US Congress".into(),
            country: "US".into(),
            statement: String::new(),
            binds: "federal agencies".into(),
            standard: true,
            makers: vec![
                named("hikvision", "2019-08-13", "", false),
                named("dahua", "2020-07", "2022-03", false),
                named("huawei", "2019-08-13", "", true),
            ],
            kinds: Vec::new(),
            legal_reference: "Pub. L. 115-232".into(),
            source: "test".into(),
            severity: Severity::High,
            verified: true,
            examples: Vec::new(),
        }
    }

    fn check(maker: &str, rivals: &[&str], part: &str, on: &str, want: Option<Conclusion>) {
        let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
        let facts = Facts {
            maker: some(maker),
            rivals: rivals.iter().map(|r| (*r).to_owned()).collect(),
            parts: some(part).into_iter().collect(),
            kind: Some(Kind::Camera),
            ..Facts::default()
        };
        assert_eq!(conclude(&policy(), &facts, on), want, "{maker} {rivals:?} {part} {on}");
    }

    #[test]
    fn a_rule_binds_from_its_day_for_named_makers_only() {
        use Conclusion::{Breaks, Clear, Contested, Undecided};
        check("hikvision", &[], "", "2019-08-12", Some(Clear));
        check("hikvision", &[], "", "2019-08-13", Some(Breaks));
        check("axis", &[], "", "2026-01-01", Some(Clear));
        check("", &[], "", "2026-01-01", Some(Undecided));
        check("", &["hikvision", "axis"], "", "2026-01-01", Some(Contested));
        check("", &["axis", "mobotix"], "", "2026-01-01", Some(Undecided));
        // dahua: named from a month on, until a month.
        check("dahua", &[], "", "2020-06-30", Some(Clear));
        check("dahua", &[], "", "2020-07-15", Some(Undecided));
        check("dahua", &[], "", "2020-08-01", Some(Breaks));
        check("dahua", &[], "", "2022-03-09", Some(Undecided));
        check("dahua", &[], "", "2022-04-01", Some(Clear));
        // huawei: its chips count too.
        check("axis", &[], "huawei", "2026-01-01", Some(Breaks));
        check("axis", &[], "dahua", "2021-01-01", Some(Clear));
    }

    #[test]
    fn an_unverified_or_undated_list_never_makes_a_finding() {
        let facts = Facts { maker: Some("hikvision".into()), kind: Some(Kind::Camera), ..Facts::default() };
        let unverified = Policy { verified: false, ..policy() };
        assert_eq!(conclude(&unverified, &facts, "2026-01-01"), None);
        let mut undated = policy();
        undated.makers.iter_mut().for_each(|m| m.from.clear());
        assert_eq!(conclude(&undated, &facts, "2026-01-01"), None);
    }

    #[test]
    fn a_rule_about_cameras_says_nothing_about_a_plug_and_nothing_sure_about_the_unknown() {
        let only_cameras = Policy { kinds: vec![Kind::Camera], ..policy() };
        let facts = |kind| Facts { maker: Some("hikvision".into()), kind, ..Facts::default() };
        assert_eq!(conclude(&only_cameras, &facts(Some(Kind::Plug)), "2026-01-01"), None);
        assert_eq!(conclude(&only_cameras, &facts(None), "2026-01-01"), Some(Conclusion::Undecided));
        assert_eq!(
            conclude(&only_cameras, &facts(Some(Kind::Camera)), "2026-01-01"),
            Some(Conclusion::Breaks)
        );
    }

    #[test]
    fn a_rule_that_binds_every_kind_a_thing_can_be_applies_and_one_that_binds_some_is_open() {
        use Conclusion::{Breaks, Clear, Undecided};
        let concluded = |kinds: &[Kind], maker: &str, among: &[Kind]| {
            let policy = Policy { kinds: kinds.to_vec(), ..policy() };
            let facts =
                Facts { maker: Some(maker.into()), kind: None, among: among.to_vec(), ..Facts::default() };
            conclude(&policy, &facts, "2026-01-01")
        };
        let both = [Kind::Camera, Kind::Recorder];
        assert_eq!(concluded(&both, "hikvision", &both), Some(Breaks));
        assert_eq!(concluded(&[Kind::Camera], "hikvision", &both), Some(Undecided));
        assert_eq!(concluded(&[Kind::Drone], "hikvision", &both), None);
        // Whatever it turns out to be, nothing is against it.
        assert_eq!(concluded(&[Kind::Camera], "axis", &both), Some(Clear));
    }

    #[test]
    fn a_rule_about_parts_is_judged_by_parts_and_doubt_stays_doubt() {
        let facts = |parts: &[&str], possible: &[&str]| Facts {
            maker: Some("axis".into()),
            parts: parts.iter().map(|p| (*p).to_owned()).collect(),
            possible_parts: possible.iter().map(|p| (*p).to_owned()).collect(),
            kind: Some(Kind::Camera),
            ..Facts::default()
        };
        let on = "2026-01-01";
        assert_eq!(conclude(&policy(), &facts(&["huawei"], &[]), on), Some(Conclusion::Breaks));
        assert_eq!(conclude(&policy(), &facts(&[], &["huawei"]), on), Some(Conclusion::Undecided));
        assert_eq!(conclude(&policy(), &facts(&["ambarella"], &[]), on), Some(Conclusion::Clear));
        // A rule that does not speak of parts is not broken by one.
        assert_eq!(conclude(&policy(), &facts(&["hikvision"], &["hikvision"]), on), Some(Conclusion::Clear));
    }
}
