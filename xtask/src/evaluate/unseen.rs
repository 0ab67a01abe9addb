//! Unseen: the score over inputs that no tell was written from.
//!
//! A tell carries its own examples, and many of those are banners that others published and that the corpora hold too.
//! That such a tell speaks on such a banner shows nothing; a precision is worth what it is on the rest.

use super::run::Run;
use super::score::Score;
use oogmerk_identify::Ground;
use oogmerk_knowledge::{Knowledge, Tell};
use std::collections::BTreeSet;

/// The score of the inputs of which no string stands as an example or near miss in a tell.
pub(crate) fn unseen(run: &Run<'_>, knowledge: &Knowledge) -> Score {
    let examples = examples(knowledge.tells());
    let mut score = Score::default();
    for done in run.done.iter().filter(|d| !is_seen(&d.input.ground, &examples)) {
        score.add(done.score.clone());
    }
    score
}

/// Shorter texts (`sadp`, a port) are words of a vocabulary and nobody's banner.
const EXAMPLE_MIN: usize = 6;

fn examples(tells: &[Tell]) -> BTreeSet<&str> {
    let all = tells.iter().flat_map(|t| t.matches.iter().chain(t.silent.iter()));
    all.map(|e| e.trim()).filter(|e| e.len() >= EXAMPLE_MIN).collect()
}

fn is_seen(ground: &Ground, examples: &BTreeSet<&str>) -> bool {
    ground
        .evidence
        .iter()
        .any(|e| e.field.as_str() != "protocol.answered" && examples.contains(e.value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use oogmerk_model::{Evidence, Fact, Field, Means, Observation, Source, Subject};
    use std::sync::Arc;

    #[test]
    fn an_input_that_a_tell_was_written_from_is_seen() {
        let observation = Arc::new(Observation {
            subject: Subject::named("x"),
            seen_at: None,
            vantage: None,
            means: Means::Imported,
            authority: None,
            protocol: Arc::from("http"),
            source: Source::default(),
            digest: Arc::from(""),
        });
        let ground = |value: &str| {
            Ground::of([Fact::Evidence(Evidence::copied(&observation, Field::named("http.server"), value))])
        };
        let examples = BTreeSet::from(["App-webs/", "Hikvision-Webs"]);
        assert!(is_seen(&ground("Hikvision-Webs "), &examples));
        assert!(!is_seen(&ground("Hikvision-Webs/2"), &examples));
    }
}
