//! Lineage: the maker behind a brand, on the day a device was built.
//!
//! Lineage never contradicts: where tells speak for another maker, an edge stays a lead, because a name on a box is no
//! statement about who built it.

use crate::key::DATED;
use crate::voice::{Vote, of};
use oogmerk_knowledge::{Edge, EdgeRelation, Oracle, Status, Weight};
use oogmerk_model::{Evidence, Property, Relation, Timestamp};

/// The day by which a device was built.
#[derive(Clone, Copy)]
pub(crate) struct Built<'e> {
    pub day: &'e str,
    /// Which evidence, as a place in the device's slice.
    place: u32,
}

/// The day by which a device was built, where somebody wrote down when it was bought or put up. What hangs today
/// without a date can be of any period.
pub(crate) fn built_by<'e>(evidence: &[&'e Evidence], day: &str) -> Option<Built<'e>> {
    let dated = evidence.iter().enumerate().filter(|(_, e)| DATED.contains(&e.field.as_str()));
    dated
        .map(|(i, e)| Built { day: e.value.trim(), place: u32::try_from(i).unwrap_or(u32::MAX) })
        .filter(|b| Timestamp::parse_day(b.day).is_some() && b.day <= day)
        .min_by_key(|b| (b.day, b.place))
}

/// The same day a year before: a device may lie in a store that long before it is put up.
fn year_before(day: &str) -> Option<String> {
    let (year, rest) = day.split_at_checked(4)?;
    Some(format!("{:04}{rest}", year.parse::<u32>().ok()?.checked_sub(1)?))
}

/// Edges that can have held when a device was built: all of the brand where no day is known.
pub(crate) fn edges_then<'o>(
    brand: &str,
    model: Option<&str>,
    built: Option<Built<'_>>,
    oracle: &'o dyn Oracle,
) -> Vec<&'o Edge> {
    let Some(built) = built else { return oracle.lineage(brand, model, None) };
    let mut edges = oracle.lineage(brand, model, Some(built.day));
    let earlier = year_before(built.day).map(|day| oracle.lineage(brand, model, Some(&day)));
    for edge in earlier.into_iter().flatten() {
        if !edges.iter().any(|e| e.id == edge.id) {
            edges.push(edge);
        }
    }
    edges
}

/// The maker behind a decided brand, where every edge that could hold agrees and no tell speaks for another maker. One
/// voice, however many votes: the reading that shows the brand, and the day where a day chose the edge.
pub(crate) fn lineage_votes(
    brand: &str,
    model: Option<&str>,
    built: Option<Built<'_>>,
    votes: &[Vote],
    evidence: Option<u32>,
    oracle: &dyn Oracle,
) -> Vec<Vote> {
    let edges = edges_then(brand, model, built, oracle);
    let Some(edge) = edges.iter().find(|e| e.speaks_for_all() && (e.models.is_none() || model.is_some()))
    else {
        return Vec::new();
    };
    let ambiguous = edges.iter().any(|e| could_be_another(e, edge));
    let contradicted = of(votes, Property::Maker).any(|v| v.value != edge.maker && v.is_solid());
    if ambiguous || contradicted || edge.disputed {
        return Vec::new();
    }
    // Where the words that show the brand already spoke for the maker, the edge repeats them and is no second voice.
    let spoken: Vec<&Vote> =
        of(votes, Property::Maker).filter(|v| v.value == edge.maker && v.is_solid()).collect();
    let is_repeated = |named: &Vote| {
        spoken
            .iter()
            .find(|s| s.group == named.group || (s.evidence.is_some() && s.evidence == named.evidence))
    };
    let names = || of(votes, Property::Brand).filter(|v| v.value == brand && v.is_solid());
    // The edge rests on words that show the brand and did not speak for the maker already, where there are any.
    let evidence = names().find(|v| is_repeated(v).is_none()).map_or(evidence, |v| v.evidence.or(evidence));
    let named: Vec<Option<&&Vote>> = names().map(is_repeated).collect();
    let repeats = if named.iter().all(Option::is_some) { named.into_iter().flatten().next() } else { None };
    let group = repeats.map_or("lineage", |v| v.group.as_str());
    let vote = |evidence| Vote {
        property: Property::Maker,
        value: edge.maker.clone(),
        kinds: Vec::new(),
        weight: Weight::Moderate,
        status: edge.status,
        group: group.to_owned(),
        evidence,
        by: format!("lineage:{}", edge.id),
    };
    let is_bounded = !edge.from.is_empty() || !edge.to.is_empty();
    let dated = built.filter(|_| is_bounded).map(|built| vote(Some(built.place)));
    std::iter::once(vote(evidence)).chain(dated).collect()
}

fn could_be_another(other: &Edge, edge: &Edge) -> bool {
    // What was proved of all is not put in doubt by what nobody checked; a new owner of the house builds nothing as long
    // as the house goes on.
    other.maker != edge.maker
        && !(other.relation == EdgeRelation::Acquired && edge.to.is_empty())
        && !(other.status == Status::Draft && edge.status == Status::Proven)
        && other.relation != EdgeRelation::Component
        && !(other.models.is_none() && edge.models.is_some())
}

/// How a decided maker stands to a decided brand on a day.
pub(crate) fn relation(
    brand: &str,
    maker: &str,
    model: Option<&str>,
    day: &str,
    oracle: &dyn Oracle,
) -> Option<Relation> {
    if brand == maker {
        return Some(Relation::OwnBrand);
    }
    // What hangs today can have been built in an earlier arrangement.
    let mut edges = oracle.lineage(brand, model, Some(day));
    edges.retain(|e| e.maker == maker);
    if edges.is_empty() {
        edges = oracle.lineage(brand, model, None);
        edges.retain(|e| e.maker == maker);
    }
    edges.sort_by_key(|e| (std::cmp::Reverse(e.status), !e.all, e.relation));
    edges.iter().find_map(|e| relation_of(e.relation))
}

/// How an edge ties a maker to a brand; a part inside says nothing about who built the whole.
pub(crate) fn relation_of(relation: EdgeRelation) -> Option<Relation> {
    match relation {
        EdgeRelation::OwnBrand => Some(Relation::OwnBrand),
        EdgeRelation::Subsidiary | EdgeRelation::Acquired => Some(Relation::Subsidiary),
        EdgeRelation::Oem => Some(Relation::Oem),
        EdgeRelation::Relabel => Some(Relation::Relabel),
        EdgeRelation::Component => None,
    }
}
