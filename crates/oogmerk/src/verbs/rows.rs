//! Rows of the knowledge as the texts about them want them: an edge, a tell, and what nothing is called.

use crate::exit::Trouble;
use oogmerk_knowledge::{Edge, Knowledge, Oracle, Pattern, Status, Tell};
use oogmerk_model::Property;
use oogmerk_report::{EdgeStory, TellStory};

/// How many model numbers stand for the pattern of an edge.
const EXAMPLES: usize = 4;

pub const fn status_word(status: Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::Tested => "tested",
        Status::Proven => "proven",
    }
}

/// Nothing has this id or name; what is written nearly so.
pub fn unknown(knowledge: &Knowledge, id: &str) -> Trouble {
    let tells = knowledge.tells().iter().map(|t| &t.id);
    let ids = tells.chain(knowledge.edges().iter().map(|e| &e.id));
    let near: Vec<&str> = ids.map(String::as_str).filter(|t| t.contains(id)).take(5).collect();
    Trouble::wrong_use(format!("nothing here is called '{id}'. Near it: {}", near.join(", ")))
}

pub fn edge_story(knowledge: &Knowledge, edge: &Edge) -> EdgeStory {
    EdgeStory {
        id: edge.id.clone(),
        brand: knowledge.label(&edge.brand),
        maker: knowledge.label(&edge.maker),
        relation: edge.relation.as_str().to_owned(),
        all: edge.all,
        models: edge.models.clone(),
        examples: knowledge.models_of_edge(edge).into_iter().take(EXAMPLES).map(str::to_owned).collect(),
        from: edge.from.clone(),
        to: edge.to.clone(),
        status: status_word(edge.status).to_owned(),
        evidence: edge.evidence.iter().map(|class| class.as_str().to_owned()).collect(),
        source: edge.source.clone(),
        statement: edge
            .statement
            .as_ref()
            .map(|s| [s.by.clone(), s.date.clone(), s.says.clone(), s.source.clone()]),
        disputed: edge.disputed,
    }
}

pub fn tell_story(knowledge: &Knowledge, tell: &Tell) -> TellStory {
    let (matching, pattern) = match &tell.pattern {
        Pattern::Exact(text) => ("exact", text),
        Pattern::Prefix(text) => ("prefix", text),
        Pattern::Suffix(text) => ("suffix", text),
        Pattern::Contains(text) => ("contains", text),
        Pattern::Regex(text) => ("regex", text),
    };
    let claims = &tell.claims;
    let firm =
        |word: &str, key: &Option<String>| key.as_ref().map(|k| (word.to_owned(), vec![knowledge.label(k)]));
    let kinds: Vec<String> = claims.kinds.iter().map(|kind| kind.as_str().to_owned()).collect();
    let kinds = (!kinds.is_empty()).then(|| ("kind".to_owned(), kinds));
    let other = claims.other.iter().map(|(property, value)| (property_word(*property), vec![value.clone()]));
    TellStory {
        id: tell.id.clone(),
        field: tell.field.clone(),
        matching,
        pattern: pattern.to_string(),
        claims: [firm("maker", &claims.maker), firm("brand", &claims.brand), kinds]
            .into_iter()
            .flatten()
            .chain(other)
            .collect(),
        strength: tell.weight.as_str().to_owned(),
        status: status_word(tell.status).to_owned(),
        group: tell.group.clone(),
        source: tell.source.to_string(),
        matches: tell.matches.to_vec(),
        silent: tell.silent.to_vec(),
    }
}

/// The word that the property is written as in data.
fn property_word(property: Property) -> String {
    serde_json::to_value(property).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{edge_story, tell_story};
    use oogmerk_knowledge::{EdgeRelation, EvidenceClass, Knowledge};
    use oogmerk_report::{Lang, Words, edges_text, tell_text};

    fn in_one_line(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_edge_is_explained_with_all_it_rests_on_in_every_language() {
        let knowledge = Knowledge::embedded().unwrap();
        for lang in Lang::ALL {
            let words = Words::of(lang);
            for edge in knowledge.edges() {
                let text = in_one_line(&edges_text(&[edge_story(&knowledge, edge)], lang));
                let mut parts =
                    vec![edge.id.clone(), edge.source.clone(), edge.from.clone(), edge.to.clone()];
                parts.extend(edge.evidence.iter().map(|class| words.word("evidence-class", class.as_str())));
                parts.extend(
                    edge.statement.iter().flat_map(|s| [s.by.clone(), s.says.clone(), s.source.clone()]),
                );
                for part in parts {
                    assert!(text.contains(&in_one_line(&part)), "{lang:?}: {part} in {text}");
                }
                assert!(!text.contains("[edge-") && !text.contains("[known-"), "{text}");
            }
        }
    }

    #[test]
    fn every_class_of_evidence_and_every_relation_has_words_in_every_language() {
        use EdgeRelation::{Acquired, Component, Oem, OwnBrand, Relabel, Subsidiary};
        for words in Lang::ALL.map(Words::of) {
            for class in EvidenceClass::ALL {
                assert!(words.has(&format!("evidence-class-{}", class.as_str())), "{}", class.as_str());
            }
            for relation in [OwnBrand, Subsidiary, Acquired, Relabel, Oem, Component] {
                assert!(words.has(&format!("edge-says-{}", relation.as_str())), "{}", relation.as_str());
            }
        }
    }

    #[test]
    fn every_tell_shows_its_pattern_its_source_and_its_examples_unbroken() {
        let knowledge = Knowledge::embedded().unwrap();
        for tell in knowledge.tells() {
            let text = tell_text(&tell_story(&knowledge, tell), Lang::Nl);
            let examples = tell.matches.iter().chain(tell.silent.iter()).map(String::as_str);
            for part in examples.chain([&*tell.source, &tell.field]) {
                let line = oogmerk_report::terminal(part);
                assert!(text.contains(line.trim_end()), "{part:?} in {text}");
            }
            assert!(!text.contains("[tell-") && !text.contains("Some("), "{text}");
        }
    }
}
