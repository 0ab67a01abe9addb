//! Explain: the spine walked backwards, from a device record to the evidence and the source of each voice.
//!
//! Everything is read from the device record and the knowledge base; nothing is kept beside them. So a record written
//! last year explains itself, as long as the knowledge it names is at hand.

use crate::decide::strength_word;
use crate::lineage::relation_of;
use crate::model_name::pieces;
use oogmerk_knowledge::{Edge, Oracle, Status, Weight};
use oogmerk_model::{Because, CitedEvidence, Claim, Device, Field, Lineage, Property, Relation, State};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Why a device is what it is: every claim with its evidence, decided values first, then by strength.
pub fn explain(device: &Device, oracle: &dyn Oracle) -> Vec<Because> {
    let mut list: Vec<(bool, i64, Because)> = device
        .claims
        .iter()
        .flat_map(|claim| {
            becauses(device, claim, oracle)
                .into_iter()
                .map(|b| (is_counter(device, claim, oracle), claim.weight_mdb, b))
        })
        .collect();
    list.sort_by(|a, b| {
        let rank = |b: &Because| PROPERTIES.iter().position(|(name, _)| *name == b.property);
        (rank(&a.2), a.0, std::cmp::Reverse(a.1))
            .cmp(&(rank(&b.2), b.0, std::cmp::Reverse(b.1)))
            .then_with(|| text(&a.2).cmp(&text(&b.2)))
    });
    let mut told: Vec<Because> = list.into_iter().map(|(_, _, because)| because).collect();
    told.extend(lineage(device, oracle));
    told
}

/// Most rows of the lineage list told about one device.
const LINEAGE_MAX: usize = 8;

/// What the lineage list says of the established brand: who stood behind it, how, and when. The established maker
/// comes first, then what is proved best. These rows carry no weight of their own; where one voted, the vote is among
/// the claims on the maker.
fn lineage(device: &Device, oracle: &dyn Oracle) -> Vec<Because> {
    let Some(brand) = device.brand.decided_value().and_then(|name| oracle.key_of_name(name)) else {
        return Vec::new();
    };
    let maker = device.maker.decided_value().and_then(|name| oracle.key_of_name(name));
    let mut edges: Vec<(&Edge, Relation)> = oracle
        .lineage(&brand, device.model.decided_value(), None)
        .into_iter()
        .filter_map(|edge| Some((edge, relation_of(edge.relation)?)))
        .collect();
    edges.sort_by_key(|(edge, _)| {
        let is_other = maker.as_ref() != Some(&edge.maker);
        (is_other, std::cmp::Reverse(edge.status), edge.models.is_none(), !edge.all, edge.id.as_str())
    });
    edges.truncate(LINEAGE_MAX);
    edges.into_iter().map(|(edge, relation)| lineage_row(&brand, edge, relation, oracle)).collect()
}

fn lineage_row(brand: &str, edge: &Edge, relation: Relation, oracle: &dyn Oracle) -> Because {
    let weight = if edge.status == Status::Draft { Weight::Weak } else { Weight::Moderate };
    Because {
        property: "lineage".into(),
        value: oracle.label(&edge.maker),
        by: format!("lineage:{}", edge.id),
        strength: weight.as_str().into(),
        evidence: oracle.label(brand),
        source: edge.source.clone(),
        lineage: Some(Lineage {
            brand: oracle.label(brand),
            relation,
            from: edge.from.clone(),
            to: edge.to.clone(),
            all: edge.all,
            is_lead: edge.status == Status::Draft,
            disputed: edge.disputed,
        }),
        ..Because::default()
    }
}

/// The arguments of many devices, by device id.
pub fn arguments(devices: &[Device], oracle: &dyn Oracle) -> BTreeMap<String, Vec<Because>> {
    devices.iter().map(|device| (device.id.clone(), explain(device, oracle))).collect()
}

/// Why a device is not said to be of a maker: what speaks for that maker, what speaks for others, what is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct WhyNot {
    /// The maker's key.
    pub maker: String,
    /// Stable code: `nothing-speaks-for-it`, `too-weak`, `only-one-voice`, `another-is-decided`, `contested`, `it-is`.
    pub reason: String,
    /// What speaks for it.
    pub speaks_for: Vec<Because>,
    /// What speaks for others, strongest first.
    pub speaks_against: Vec<Because>,
    /// What the lineage list says of the brand and its makers.
    pub lineage: Vec<Because>,
    /// Fields that would settle it, cheapest first.
    pub needs: Vec<Field>,
}

/// Why not this maker? Takes a key or a printed name.
pub fn why_not(device: &Device, maker: &str, oracle: &dyn Oracle) -> WhyNot {
    let key = oracle.key_of_name(maker).unwrap_or_else(|| maker.trim().to_lowercase());
    let (own, others): (Vec<&Claim>, Vec<&Claim>) =
        device.claims.iter().filter(|c| c.property == Property::Maker).partition(|c| c.value == key);
    let decided = device
        .maker
        .decided_value()
        .map(|name| oracle.key_of_name(name).unwrap_or_else(|| name.to_lowercase()));
    let groups: std::collections::BTreeSet<&str> = own
        .iter()
        .filter(|c| c.weight_mdb >= Weight::Moderate.weight_mdb())
        .map(|c| c.group.as_str())
        .collect();
    let reason = if decided.as_deref() == Some(key.as_str()) {
        "it-is"
    } else if own.is_empty() {
        "nothing-speaks-for-it"
    } else if decided.is_some() {
        "another-is-decided"
    } else if device.maker.verdict == State::Contested {
        "contested"
    } else if groups.len() == 1 {
        "only-one-voice"
    } else {
        "too-weak"
    };
    let say = |claims: Vec<&Claim>| claims.into_iter().flat_map(|c| becauses(device, c, oracle)).collect();
    WhyNot {
        maker: key,
        reason: reason.into(),
        speaks_for: say(own),
        speaks_against: say(others),
        lineage: lineage(device, oracle),
        needs: device.maker.needs.clone(),
    }
}

/// Every property with its word, in the order they are told.
const PROPERTIES: &[(&str, Property)] = &[
    ("kind", Property::Kind),
    ("brand", Property::Brand),
    ("maker", Property::Maker),
    ("line", Property::Line),
    ("model", Property::Model),
    ("serial", Property::Serial),
    ("firmware", Property::Firmware),
    ("soc", Property::Soc),
    ("hardware", Property::Hardware),
    ("soc-maker", Property::SocMaker),
    ("modem", Property::Modem),
    ("modem-maker", Property::ModemMaker),
];

fn text(b: &Because) -> (&str, &str, &str, &str) {
    (&b.value, &b.by, &b.field, &b.evidence)
}

/// Whether a claim speaks for another value than the one decided.
fn is_counter(device: &Device, claim: &Claim, oracle: &dyn Oracle) -> bool {
    let verdict = match claim.property {
        Property::Kind => &device.kind,
        Property::Brand => &device.brand,
        Property::Maker => &device.maker,
        _ => return false,
    };
    let Some(value) = verdict.decided_value() else { return false };
    match claim.property {
        Property::Kind => !claim.value.split('|').any(|k| k == value),
        _ => oracle.label(&claim.value) != value,
    }
}

fn becauses(device: &Device, claim: &Claim, oracle: &dyn Oracle) -> Vec<Because> {
    let property = PROPERTIES.iter().find(|(_, p)| *p == claim.property).map_or("", |(name, _)| name);
    let value = match claim.property {
        Property::Brand | Property::Maker | Property::SocMaker | Property::ModemMaker => {
            oracle.label(&claim.value)
        }
        _ => claim.value.clone(),
    };
    let because = |field: &str, evidence: &str, id: &str, source: String| Because {
        property: property.to_owned(),
        value: value.clone(),
        by: claim.by.clone(),
        strength: strength_word(claim.weight_mdb).to_owned(),
        field: field.to_owned(),
        evidence: evidence.to_owned(),
        id: id.to_owned(),
        source,
        decisive: claim.decisive,
        group: claim.group.clone(),
        lineage: None,
    };
    let cited: Vec<&CitedEvidence> =
        claim.because.iter().filter_map(|id| device.evidence.iter().find(|e| e.id == *id)).collect();
    if cited.is_empty() {
        let (field, name) = contact_behind(device, claim, oracle);
        return vec![because(&field, &name, "", source(device, claim, None, oracle))];
    }
    cited
        .iter()
        .map(|e| because(&e.field, &e.value, &e.id.0, source(device, claim, Some(e), oracle)))
        .collect()
}

/// A cloud claim rests on a contact, not on a reading.
fn contact_behind(device: &Device, claim: &Claim, oracle: &dyn Oracle) -> (String, String) {
    let Some(pattern) = claim.by.strip_prefix("cloud:") else { return (String::new(), String::new()) };
    let outside = device.outside.iter().filter_map(|c| c.name.as_deref());
    let via = device.outside_via.iter().filter_map(|c| c.name.as_deref());
    let name =
        outside.chain(via).find(|name| oracle.cloud_of_name(name).is_some_and(|c| c.pattern == pattern));
    ("outside.name".into(), name.unwrap_or(pattern).to_owned())
}

/// The source the author of a tell, row or edge gave.
fn source(device: &Device, claim: &Claim, evidence: Option<&CitedEvidence>, oracle: &dyn Oracle) -> String {
    let (sort, id) = claim.by.split_once(':').unwrap_or(("tell", &claim.by));
    match sort {
        "field" => oracle.field(id).map(|f| f.meaning.clone()).unwrap_or_default(),
        "grammar" => grammar_source(device, evidence, id, oracle),
        "lineage" => {
            let brand =
                device.brand.decided_value().and_then(|name| oracle.key_of_name(name)).unwrap_or_default();
            let edges = oracle.lineage(&brand, device.model.decided_value(), None);
            edges.iter().find(|e| e.id == id).map(|e| edge_source(e)).unwrap_or_default()
        }
        "oui" => "IEEE registry of address blocks".to_owned(),
        "cloud" => contact_cloud(device, evidence, oracle),
        _ => {
            let Some(e) = evidence else { return String::new() };
            let mut spoken = Vec::new();
            oracle.speak(&e.field, &e.value, &mut spoken);
            spoken
                .iter()
                .find(|s| s.tell.id == claim.by)
                .map(|s| s.tell.source.to_string())
                .unwrap_or_default()
        }
    }
}

/// An edge's source with the class of each source, and what is known of the other side.
fn edge_source(edge: &Edge) -> String {
    let mut text = format!("{} (evidence: {})", edge.source, edge.classes());
    if let Some(said) = &edge.statement {
        let _ = write!(text, "; {}, {}: {} ({})", said.by, said.date, said.says, said.source);
    }
    if edge.disputed {
        text.push_str("; disputed");
    }
    text
}

fn contact_cloud(device: &Device, evidence: Option<&CitedEvidence>, oracle: &dyn Oracle) -> String {
    let names = evidence
        .map(|e| e.value.as_str())
        .into_iter()
        .chain(device.outside.iter().filter_map(|c| c.name.as_deref()));
    names.filter_map(|name| oracle.cloud_of_name(name)).map(|c| c.source.clone()).next().unwrap_or_default()
}

fn grammar_source(
    device: &Device,
    evidence: Option<&CitedEvidence>,
    id: &str,
    oracle: &dyn Oracle,
) -> String {
    let pieces = evidence.map(|e| pieces(&e.value)).unwrap_or_default();
    let models =
        device.model.decided_value().into_iter().chain(device.model.rivals.iter().map(|r| r.value.as_str()));
    let candidates: Vec<String> =
        models.map(str::to_owned).chain(evidence.map(|e| e.value.clone())).chain(pieces).collect();
    let branded = candidates
        .iter()
        .filter_map(|model| device.brand.decided_value().map(|brand| format!("{brand} {model}")));
    let found = candidates.iter().cloned().chain(branded).find_map(|model| {
        let rows = oracle.grammar(&model);
        rows.iter().find(|row| row.id == id).map(|row| row.source.clone())
    });
    found.unwrap_or_default()
}
