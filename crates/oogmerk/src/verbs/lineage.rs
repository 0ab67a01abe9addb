//! `oogmerk knowledge explain BRAND` and `oogmerk knowledge dispute ID`: the lineage of one brand, and the form of an
//! objection to one row.

use super::rows::{edge_story, status_word, tell_story, unknown};
use crate::exit::{Exit, Trouble};
use oogmerk_knowledge::{Edge, EdgeRelation, EvidenceClass, Knowledge, Oracle, Status};
use oogmerk_report::{
    DisputeForm, Disputed, EdgeStory, FirmStory, Lang, LineageStory, ListStory, ShapeStory, dispute_text,
};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

/// The key of a firm that is named by its key, its name or another spelling.
pub fn firm(knowledge: &Knowledge, name: &str) -> Option<String> {
    knowledge.maker(name).map(|m| m.key.clone()).or_else(|| knowledge.key_of_name(name))
}

fn says_owner(edge: &Edge) -> bool {
    matches!(edge.relation, EdgeRelation::Acquired | EdgeRelation::Subsidiary)
}

/// The lineage of a brand, by the key of its firm.
pub fn story(knowledge: &Knowledge, key: String) -> LineageStory {
    let is_checked = |e: &&&Edge| e.status > Status::Draft;
    let own = knowledge.lineage(&key, None, None);
    let tell = |edges: Vec<&Edge>| -> Vec<EdgeStory> {
        edges.into_iter().map(|edge| edge_story(knowledge, edge)).collect()
    };
    let is_part = |e: &Edge| e.relation == EdgeRelation::Component;
    let built = own.iter().filter(is_checked).filter(|e| !is_part(e) && !says_owner(e));
    let parts = own.iter().filter(is_checked).filter(|e| is_part(e));
    let leads = own.iter().filter(|e| e.status == Status::Draft);
    let labels: BTreeSet<String> = knowledge
        .edges()
        .iter()
        .filter(|e| e.maker == key && e.brand != key && !is_part(e) && e.relation != EdgeRelation::Acquired)
        .map(|e| knowledge.label(&e.brand))
        .collect();
    LineageStory {
        firm: firm_story(knowledge, &key),
        built: tell(built.copied().collect()),
        behind: behind(knowledge, &key),
        parts: tell(parts.copied().collect()),
        leads: tell(leads.copied().collect()),
        labels: labels.into_iter().collect(),
    }
}

fn firm_story(knowledge: &Knowledge, key: &str) -> FirmStory {
    let owners = knowledge.lineage(key, None, None).into_iter();
    let owners = owners.filter(|e| says_owner(e) && e.status > Status::Draft);
    let owners = owners.map(|edge| edge_story(knowledge, edge)).collect();
    match knowledge.maker(key) {
        None => FirmStory { name: key.to_owned(), owners, ..FirmStory::default() },
        Some(firm) => FirmStory {
            name: firm.name.clone(),
            country: firm.country.clone(),
            owner: firm.owner.clone(),
            state_link: firm.state_link.clone(),
            source: firm.source.clone(),
            owners,
        },
    }
}

/// Every firm that builds or owns, then who owns these, as far as checked edges go; each once, the brand's own left out.
fn behind(knowledge: &Knowledge, brand: &str) -> Vec<FirmStory> {
    let mut told: BTreeSet<String> = BTreeSet::from([brand.to_owned()]);
    let mut firms = Vec::new();
    let mut wanted = vec![brand.to_owned()];
    while let Some(key) = wanted.pop() {
        let edges = knowledge.lineage(&key, None, None).into_iter().filter(|e| {
            let is_asked = key == brand || says_owner(e);
            is_asked && e.status > Status::Draft && e.relation != EdgeRelation::Component
        });
        for edge in edges {
            if told.insert(edge.maker.clone()) {
                firms.push(firm_story(knowledge, &edge.maker));
                wanted.push(edge.maker.clone());
            }
        }
    }
    firms
}

/// Writes the form of an objection to one row.
pub fn dispute(
    knowledge: &Knowledge,
    id: &str,
    file: Option<&Path>,
    lang: Lang,
    out: &mut impl Write,
) -> Result<Exit, Trouble> {
    let row = disputed(knowledge, id).ok_or_else(|| unknown(knowledge, id))?;
    let text = dispute_text(&form(knowledge, row), lang);
    match file {
        Some(file) => std::fs::write(file, text)?,
        None => write!(out, "{text}")?,
    }
    Ok(Exit::Done)
}

fn form(knowledge: &Knowledge, row: Disputed) -> DisputeForm {
    let classes = |is: fn(EvidenceClass) -> bool| {
        EvidenceClass::ALL.into_iter().filter(|c| is(*c)).map(|c| c.as_str().to_owned()).collect()
    };
    DisputeForm {
        row,
        version: knowledge.version().to_owned(),
        alone: classes(EvidenceClass::is_primary),
        in_pairs: classes(|c| c.is_citable() && !c.is_primary()),
        never: classes(|c| !c.is_citable()),
    }
}

fn disputed(knowledge: &Knowledge, id: &str) -> Option<Disputed> {
    if let Some(edge) = knowledge.edges().iter().find(|e| e.id == id) {
        return Some(Disputed::Edge(edge_story(knowledge, edge)));
    }
    if let Some(tell) = knowledge.tells().iter().find(|t| t.id == id) {
        return Some(Disputed::Tell(tell_story(knowledge, tell)));
    }
    if let Some(shape) = knowledge.grammars().iter().find(|g| g.id == id) {
        let label = |key: &str| if key.is_empty() { String::new() } else { knowledge.label(key) };
        return Some(Disputed::Shape(ShapeStory {
            id: shape.id.clone(),
            brand: label(&shape.brand),
            maker: label(&shape.maker),
            pattern: shape.pattern.clone(),
            kinds: shape.kinds.iter().map(|kind| kind.as_str().to_owned()).collect(),
            status: status_word(shape.status).to_owned(),
            source: shape.source.clone(),
        }));
    }
    let list = knowledge.policies().iter().find(|p| p.id == id)?;
    let firm = |named: &oogmerk_knowledge::PolicyMaker| {
        let days = [named.from.as_str(), named.to.as_str()].join(" – ");
        format!("{} ({})", knowledge.label(&named.maker), days.trim_end_matches([' ', '–']))
    };
    Some(Disputed::List(ListStory {
        id: list.id.clone(),
        name: list.name.clone(),
        authority: format!("{} ({})", list.authority, list.country),
        statement: list.statement.clone(),
        binds: list.binds.clone(),
        firms: list.makers.iter().map(firm).collect(),
        reference: list.legal_reference.clone(),
        source: list.source.clone(),
    }))
}
