//! `oogmerk knowledge`: what is known, its proof, and one tell at a time.

use super::{pack, update};
use crate::arguments::{ForeignCopies, Knowledge as Arguments, KnowledgeWhat};
use crate::exit::{Exit, Trouble};
use crate::foreign::{self, say};
use crate::say::say;
use crate::shelf::{Shelf, current};
use oogmerk_knowledge::foreign::verify;
use oogmerk_knowledge::{Edge, Knowledge, Oracle, Pattern, Status, Tell, edges_about};
use oogmerk_model::Property;
use oogmerk_report::{
    EdgeStory, KnowledgeCheck, KnowledgeList, Lang, TellStory, edges_text, examples_text,
    knowledge_check_text, knowledge_list_text, tell_text,
};
use oogmerk_wire::codec::CODECS;
use oogmerk_wire::row::Proof;
use std::collections::BTreeMap;
use std::io::Write;

/// Runs the verb.
pub fn run(a: &Arguments, lang: Lang) -> Result<Exit, Trouble> {
    let mut out = std::io::stdout().lock();
    match &a.what {
        KnowledgeWhat::List => list(lang, &mut out),
        KnowledgeWhat::Check { copies } => check(&current()?, copies, lang, &mut out),
        KnowledgeWhat::Explain { tell } => explain(&current()?, tell, lang, &mut out),
        KnowledgeWhat::Pack(a) => pack::pack(a, lang, &mut out),
        KnowledgeWhat::Key { what } => pack::key(what, lang, &mut out),
        KnowledgeWhat::Trust(a) => pack::trust(a, lang, &mut out),
        KnowledgeWhat::Update(a) => update::run(a, lang, &mut out),
        KnowledgeWhat::Reset => pack::reset(lang, &mut out),
    }
}

fn list(lang: Lang, out: &mut impl Write) -> Result<Exit, Trouble> {
    let in_use = match Shelf::here() {
        Some(shelf) => Some((shelf.in_use()?, shelf.trusted()?)),
        None => None,
    };
    let knowledge = &current()?;
    let mut tells: BTreeMap<String, [u64; 3]> = BTreeMap::new();
    for tell in knowledge.tells() {
        let firm = tell.claims.maker.as_ref().or(tell.claims.brand.as_ref()).map_or("-", String::as_str);
        let [proven, tested, draft] = tells.entry(firm.to_owned()).or_default();
        *match tell.status {
            Status::Draft => draft,
            Status::Tested => tested,
            Status::Proven => proven,
        } += 1;
    }
    let mut said = KnowledgeList {
        version: knowledge.version().to_owned(),
        tells: tells.into_iter().collect(),
        policies: knowledge
            .policies()
            .iter()
            .map(|p| [p.id.clone(), p.name.clone(), p.country.clone()])
            .collect(),
        ..KnowledgeList::default()
    };
    if let Some((in_use, trusted)) = in_use {
        said.whence = Some(in_use.whence());
        said.passed_over = in_use.passed_over.map(|m| (m.version, m.maker));
        said.trusted = trusted.0.iter().map(|(key, name)| (key.fingerprint(), name.clone())).collect();
    }
    write!(out, "{}", knowledge_list_text(&said, lang))?;
    Ok(Exit::Done)
}

const fn status_word(status: Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::Tested => "tested",
        Status::Proven => "proven",
    }
}

fn check(
    knowledge: &Knowledge,
    copies: &ForeignCopies,
    lang: Lang,
    out: &mut impl Write,
) -> Result<Exit, Trouble> {
    let report = knowledge.check();
    let unproven = CODECS.iter().filter(|c| matches!(c.proof, Proof::Unproven)).map(|c| c.name.to_owned());
    let by_status = |counts: &BTreeMap<String, usize>| {
        ["draft", "tested", "proven"].map(|s| counts.get(s).map_or(0, |n| *n as u64))
    };
    let mut by_vendor: Vec<(String, u64)> =
        report.tells_by_vendor.iter().map(|(key, n)| (key.clone(), *n as u64)).collect();
    by_vendor.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let said = KnowledgeCheck {
        version: report.version.clone(),
        vendors: report.vendors as u64,
        tells: by_status(&report.tells_by_status),
        examples: knowledge.tells().iter().map(|t| (t.matches.len() + t.silent.len()) as u64).sum(),
        edges: by_status(&report.edges_by_status),
        by_vendor,
        policies: report.policies as u64,
        unproven_codecs: unproven.collect(),
        unexercised: report.unexercised.clone(),
        overlaps: report.overlaps.clone(),
        problems: report.failures.clone(),
    };
    write!(out, "{}", knowledge_check_text(&said, lang))?;
    for line in &report.remarks {
        say!("{line}");
    }
    let others_pass = check_copies(copies, lang, out)?;
    Ok(if report.passed() && others_pass { Exit::Done } else { Exit::Findings })
}

/// How much of other people's fingerprints is of use, and whether Recog's own examples agree, at least 999 of 1,000.
fn check_copies(copies: &ForeignCopies, lang: Lang, out: &mut impl Write) -> Result<bool, Trouble> {
    if let Some(path) = &copies.nmap_probes {
        say("nmap", &foreign::nmap(path)?, copies.verbose, lang);
    }
    let Some(folder) = &copies.recog else { return Ok(true) };
    let recog = foreign::recog(folder)?;
    say("recog", &recog, copies.verbose, lang);
    let examples = recog.examples.clone();
    let verified = verify(&current()?.with_foreign(recog.tells), &examples);
    let (right, all) = (verified.right as u64, examples.len() as u64);
    write!(out, "{}", examples_text("recog", right, all, &verified.differences, lang))?;
    Ok(verified.differences.len() * 1_000 <= examples.len())
}

fn explain(knowledge: &Knowledge, id: &str, lang: Lang, out: &mut impl Write) -> Result<Exit, Trouble> {
    if let Some(tell) = knowledge.tells().iter().find(|t| t.id == id) {
        write!(out, "{}", tell_text(&tell_story(knowledge, tell), lang))?;
        return Ok(Exit::Done);
    }
    let edges: Vec<EdgeStory> =
        edges_about(knowledge, id).into_iter().map(|edge| edge_story(knowledge, edge)).collect();
    if !edges.is_empty() {
        write!(out, "{}", edges_text(&edges, lang))?;
        return Ok(Exit::Done);
    }
    let near: Vec<&str> =
        knowledge.tells().iter().map(|t| t.id.as_str()).filter(|t| t.contains(id)).take(5).collect();
    Err(Trouble::wrong_use(format!("no tell is called '{id}'. Near it: {}", near.join(", "))))
}

fn edge_story(knowledge: &Knowledge, edge: &Edge) -> EdgeStory {
    EdgeStory {
        id: edge.id.clone(),
        brand: knowledge.label(&edge.brand),
        maker: knowledge.label(&edge.maker),
        relation: edge.relation.as_str().to_owned(),
        all: edge.all,
        models: edge.models.clone(),
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

fn tell_story(knowledge: &Knowledge, tell: &Tell) -> TellStory {
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
