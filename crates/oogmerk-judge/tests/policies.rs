//! Every policy in the knowledge base gets its own examples right, through the code that judges devices.

mod bench;

use oogmerk_judge::{Facts, conclude, judge, makers_named};
use oogmerk_knowledge::{Knowledge, Oracle};
use oogmerk_model::{Conclusion, Device, Field, Kind, State, Verdict};
use std::collections::BTreeSet;

#[test]
fn every_policy_gets_its_own_examples_right() -> Result<(), String> {
    let knowledge = Knowledge::embedded().map_err(|e| format!("{e:?}"))?;
    let mut wrong = Vec::new();
    let mut examples = 0;
    for policy in knowledge.policies() {
        for example in &policy.examples {
            examples += 1;
            let facts = Facts {
                maker: (!example.maker.is_empty()).then(|| example.maker.clone()),
                kind: example.kind,
                ..Facts::default()
            };
            let got = conclude(policy, &facts, &example.on);
            // A list that does not speak of such a thing has nothing against it.
            let holds =
                got == Some(example.conclusion) || (got.is_none() && example.conclusion == Conclusion::Clear);
            if !holds && policy.verified {
                wrong.push(format!(
                    "{} {} {:?} on {}: {got:?}, not {:?}",
                    policy.id, example.maker, example.kind, example.on, example.conclusion
                ));
            }
            if got.is_some() && !policy.verified {
                wrong.push(format!("{}: an unverified list made a finding", policy.id));
            }
        }
    }
    assert!(examples > 0, "no policy has examples");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn only_lists_that_speak_to_every_reader_are_judged_by_default() -> Result<(), String> {
    let knowledge = Knowledge::embedded().map_err(|e| format!("{e:?}"))?;
    let standard: Vec<&str> =
        knowledge.policies().iter().filter(|p| p.standard).map(|p| p.id.as_str()).collect();
    assert_eq!(standard, ["be-kortrijk", "eu-parliament-2021", "us-fcc-covered-list", "us-ndaa-889"]);
    for policy in knowledge.policies() {
        assert!(policy.name.chars().count() <= 60, "{}: a name in a table is short", policy.id);
        assert!(!policy.statement.is_empty(), "{}", policy.id);
    }
    Ok(())
}

#[test]
fn makers_named_are_those_of_standard_lists_on_the_day() -> Result<(), String> {
    let knowledge = Knowledge::embedded().map_err(|e| format!("{e:?}"))?;
    assert!(makers_named(&knowledge, "2026-01-01").contains("huawei"));
    assert!(!makers_named(&knowledge, "2015-01-01").contains("huawei"));
    assert!(!makers_named(&knowledge, "2026-01-01").contains("axis"));
    Ok(())
}

fn decided(value: &str) -> Verdict {
    Verdict { verdict: State::Decided, value: Some(value.to_owned()), ..Verdict::undecided(Vec::new()) }
}

#[test]
fn a_list_that_is_not_standard_judges_only_where_it_is_named() -> Result<(), String> {
    let knowledge = Knowledge::embedded().map_err(|e| format!("{e:?}"))?;
    let camera = Device { kind: decided("camera"), maker: decided("Hikvision"), ..bench::device() };
    let judged = |rules: Option<&[&str]>| -> Vec<String> {
        let rules: Option<BTreeSet<String>> = rules.map(|r| r.iter().map(|r| (*r).to_owned()).collect());
        let found = judge(std::slice::from_ref(&camera), &knowledge, "2026-06-01", rules.as_ref());
        found.into_iter().map(|f| f.rule).collect()
    };
    let other = knowledge
        .policies()
        .iter()
        .find(|p| !p.standard && p.verified && p.makers.iter().any(|m| m.maker == "hikvision"))
        .ok_or("no such list")?;
    assert!(judged(None).iter().all(|rule| *rule != other.id));
    assert!(judged(None).iter().any(|rule| rule == "us-ndaa-889"));
    assert_eq!(judged(Some(&[&other.id])).as_slice(), std::slice::from_ref(&other.id));
    assert!(judged(Some(&["another"])).is_empty());
    Ok(())
}

#[test]
fn a_finding_rests_on_a_decided_maker_and_a_registered_kind() -> Result<(), String> {
    let knowledge = Knowledge::embedded().map_err(|e| format!("{e:?}"))?;
    let rule = BTreeSet::from(["us-ndaa-889".to_owned()]);
    let conclusion = |kind: Verdict, maker: Verdict| {
        let device = Device { kind, maker, ..bench::device() };
        let found = judge(&[device], &knowledge, "2026-06-01", Some(&rule));
        found.first().map(|f| f.conclusion)
    };
    let open = || Verdict::undecided(Vec::new());
    assert_eq!(conclusion(decided("camera"), decided("Hikvision")), Some(Conclusion::Breaks));
    assert_eq!(conclusion(decided("camera"), open()), Some(Conclusion::Undecided));
    assert_eq!(conclusion(decided("printer"), decided("Hikvision")), None);
    Ok(())
}

#[test]
fn a_rule_on_one_kind_is_open_for_what_may_be_another_and_says_what_settles_it() -> Result<(), String> {
    let knowledge = Knowledge::embedded().map_err(|e| format!("{e:?}"))?;
    let among = vec![Kind::ThermalCamera, Kind::Recorder];
    let kind = Verdict { among, ..Verdict::undecided(vec![Field::of("onvif.scope.type")]) };
    let device = Device { kind, maker: decided("Hikvision"), ..bench::device() };
    let found = judge(&[device], &knowledge, "2026-06-01", None);
    let told = |rule: &str| found.iter().find(|f| f.rule == rule).ok_or(rule.to_owned());
    let (all, thermal) = (told("us-ndaa-889")?, told("eu-parliament-2021")?);
    assert_eq!((all.conclusion, all.settles.len()), (Conclusion::Breaks, 0), "it binds whatever it is");
    assert_eq!((thermal.conclusion, thermal.remedy.as_str()), (Conclusion::Undecided, "remedy-kind"));
    assert_eq!(thermal.settles, [Field::of("onvif.scope.type")]);
    assert!(thermal.because.contains(&"kind?:recorder".to_owned()), "{:?}", thermal.because);
    Ok(())
}
