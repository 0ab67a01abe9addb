//! Every policy in the knowledge base gets its own examples right, through the code that judges devices.

use oogmerk_judge::{Facts, conclude};
use oogmerk_knowledge::{Knowledge, Oracle};
use oogmerk_model::Conclusion;

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
