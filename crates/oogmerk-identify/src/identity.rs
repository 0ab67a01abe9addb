//! Identity: the readings of one device to claims and verdicts on kind, brand, maker, model, serial, firmware and chip.
//!
//! Order matters only in what needs what: the brand first (statements and tells), then the model, then grammar and
//! lineage, which read the model and the brand, then the maker.

use crate::beside_cloud::beside_cloud;
use crate::block::{block_borne_out, block_votes};
use crate::bounds::VALUES_MAX;
use crate::brand::{brand_votes, drop_defaults};
use crate::company::quieten_names;
use crate::confidence::calibrate;
use crate::decide::{Cited, Tally, gather, rename, tally, verdict};
use crate::kind;
use crate::lineage::{built_by, lineage_votes, relation};
use crate::model_name::{find_piece, firmwares_agree, is_version, models_agree, serials_agree, tidy_model};
use crate::naming::may_be_a_name;
use crate::needs::{of_maker, of_property as needs};
use crate::one_voice::{one_voice_per_answer, one_voice_per_text};
use crate::owner;
use crate::parts::{Parts, lineage_parts, parts_are_no_makers};
use crate::shape::{grammar_votes, is_said};
use crate::unknown::hush_unknown_words;
use crate::voice::{Vote, family, is_told, of, quote_programs};
use crate::vote::{cloud_vote, join_foreign, votes_of};
use oogmerk_knowledge::{Grammar, Oracle, Status, Weight, WordList};
use oogmerk_model::{Claim, Cost, Evidence, EvidenceId, Hearing, Property, State, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// Most claims kept behind one device.
const CLAIMS_MAX: usize = 64;

/// What was found out about one device.
#[derive(Debug)]
pub(crate) struct Identity {
    pub told: Told,
    pub weighed: Weighed,
    /// A registered kind is at least suspected.
    pub is_suspected: bool,
}

/// What an evaluation needs and no record holds.
#[derive(Debug)]
pub(crate) struct Weighed {
    /// What each verdict rests on, strongest first.
    tallies: Vec<(Property, Vec<Tally>)>,
    /// How far the leading value led by rule, in milli-decibans, where something was said.
    margins: Vec<(Property, i64)>,
}

impl Weighed {
    /// What the verdict on a property rests on, strongest first.
    pub fn tallies(&self, property: Property) -> Option<&[Tally]> {
        self.tallies.iter().find(|(p, _)| *p == property).map(|(_, tallies)| tallies.as_slice())
    }

    /// How far its leading value led by rule, in milli-decibans, where something was said.
    pub fn margin(&self, property: Property) -> Option<i64> {
        self.margins.iter().find(|(p, _)| *p == property).map(|(_, margin)| *margin)
    }
}

/// The part of it that goes into the device's record.
#[derive(Debug)]
pub(crate) struct Told {
    pub kind: Verdict,
    pub brand: Verdict,
    pub maker: Verdict,
    pub model: Verdict,
    pub serial: Verdict,
    pub firmware: Verdict,
    pub parts: Parts,
    pub claims: Vec<Claim>,
    /// Places of the cited evidence, in order; their names are `e1`, `e2` …
    pub cited: BTreeMap<u32, EvidenceId>,
}

/// What is known around a device beside its readings.
pub(crate) struct Around<'a> {
    /// Names of clouds it talks to.
    pub cloud_names: &'a BTreeSet<String>,
    /// The brand that its row in a list names.
    pub listed: Option<&'a str>,
    /// Where most makers can be told, as [`askable`](crate::needs::askable) has it.
    pub askable: &'a [(Cost, &'a str)],
}

/// Identifies a device from its readings, in a fixed order, what is known around it, and the day.
pub(crate) fn identity_of(
    evidence: &[&Evidence],
    around: &Around<'_>,
    oracle: &dyn Oracle,
    day: &str,
    hearing: &Hearing,
) -> Identity {
    let mut votes = votes_of(evidence, oracle, hearing);
    votes.extend(around.cloud_names.iter().filter_map(|name| cloud_vote(name, None, oracle)));
    if votes.is_empty() && models_in_names(evidence, &votes, &BTreeSet::new(), oracle).is_empty() {
        return nothing_said(evidence, around, oracle, hearing);
    }
    weighed(votes, evidence, around, oracle, day, hearing)
}

/// What comes of readings that say nothing about anything, as those of most things on a network do: what [`weighed`]
/// makes of no votes.
fn nothing_said(
    evidence: &[&Evidence],
    around: &Around<'_>,
    oracle: &dyn Oracle,
    hearing: &Hearing,
) -> Identity {
    let open = |property| Verdict::undecided(needs(property, evidence));
    let maker = of_maker(&[], evidence, None, oracle, (hearing, around.askable));
    let mut ids = Cited::default();
    for place in key_places(evidence, oracle) {
        ids.note(place);
    }
    let told = Told {
        kind: open(Property::Kind),
        brand: open(Property::Brand),
        maker: Verdict::undecided(maker),
        model: open(Property::Model),
        serial: open(Property::Serial),
        firmware: open(Property::Firmware),
        parts: Parts::default(),
        claims: Vec::new(),
        cited: ids.names(),
    };
    let of_nothing = [Property::Brand, Property::Maker, Property::Model, Property::Kind];
    let tallies = of_nothing.map(|property| (property, Vec::new())).into();
    Identity { told, weighed: Weighed { tallies, margins: Vec::new() }, is_suspected: false }
}

/// Weighs votes, and what follows from them.
fn weighed(
    mut votes: Vec<Vote>,
    evidence: &[&Evidence],
    around: &Around<'_>,
    oracle: &dyn Oracle,
    day: &str,
    hearing: &Hearing,
) -> Identity {
    let built = built_by(evidence, day);
    let beside = beside_cloud(&votes, evidence, oracle);
    votes.extend(beside);
    let named = models_beside_leads(evidence, &votes, oracle);
    owner::temper(&mut votes, &named, evidence, oracle);
    parts_are_no_makers(&mut votes, oracle);
    hush_unknown_words(&mut votes, evidence, oracle);
    drop_older_firmware(&mut votes, evidence);
    // A program's word suffices to look closer, and for nothing else.
    let may_be_ours = is_suspected(&votes);
    quote_programs(&mut votes, evidence);
    let mut ids = Cited::default();

    let mut names = brand_votes(&votes, evidence, oracle);
    if let Some(listed) = around.listed {
        drop_defaults(&mut names, listed, evidence, oracle);
    }
    one_voice_per_answer(&mut names, Property::Brand, evidence);
    one_voice_per_text(&mut names, Property::Brand, evidence);
    let brand_tallies = tally(names.iter());
    let brand = verdict(Property::Brand, &brand_tallies, || needs(Property::Brand, evidence), &mut ids);
    let brand_key = brand.decided_value().map(str::to_owned);
    let brands: BTreeSet<String> =
        of(&votes, Property::Brand).chain(of(&votes, Property::Maker)).map(|v| v.value.clone()).collect();

    let named = models_in_names(evidence, &votes, &brands, oracle);
    votes.extend(named);
    quote_programs(&mut votes, evidence);
    join_foreign(&mut votes, evidence);
    let models: Vec<&Vote> = of(&votes, Property::Model).collect();
    let models = one_name_per_answer(models, evidence);
    let model_tallies = gather(&models, models_agree);
    let model = verdict(Property::Model, &model_tallies, || needs(Property::Model, evidence), &mut ids);
    let grammar = model_tallies
        .iter()
        .take(3)
        .flat_map(|t| grammar_votes(&t.value, &votes, evidence, &brands, oracle))
        .collect::<Vec<_>>();
    votes.extend(grammar);
    quote_programs(&mut votes, evidence);

    let model_text = model.decided_value().map(str::to_owned);
    if let Some(key) = &brand_key {
        let evidence = brand.because.first().and_then(|id| id.0.parse().ok());
        votes.extend(lineage_votes(key, model_text.as_deref(), built, &votes, evidence, oracle));
    }
    let model_of = model_text.as_deref();
    let named = brand_key.as_deref();
    let mut borne_out =
        named.map_or_else(Vec::new, |key| block_votes(key, model_of, built, &votes, evidence, oracle));
    if borne_out.is_empty() {
        borne_out = block_borne_out(model_of, &votes, evidence, oracle);
    }
    votes.extend(borne_out);
    one_voice_per_answer(&mut votes, Property::Maker, evidence);
    one_voice_per_text(&mut votes, Property::Maker, evidence);
    let maker_tallies = tally(of(&votes, Property::Maker));
    let mut maker = verdict(Property::Maker, &maker_tallies, Vec::new, &mut ids);
    if maker.verdict != State::Decided {
        maker.needs = of_maker(&votes, evidence, model_text.as_deref(), oracle, (hearing, around.askable));
    }
    let maker_key = maker.decided_value().map(str::to_owned);
    if let (Some(brand), Some(maker_key)) = (&brand_key, &maker_key) {
        let built = built.map_or(day, |built| built.day);
        maker.relation = relation(brand, maker_key, model_text.as_deref(), built, oracle);
    }
    maker.established = maker_key.as_deref().is_some_and(|key| is_established(&votes, key));
    quieten_names(&mut votes, evidence, oracle);
    let kind_tallies = kind::tallies(&votes);
    let kind = kind::verdict(&votes, &kind_tallies, || needs(Property::Kind, evidence), &mut ids);
    let single = |property, agree: fn(&str, &str) -> bool, ids: &mut Cited| {
        let own: Vec<&Vote> = of(&votes, property).collect();
        verdict(property, &gather(&own, agree), || needs(property, evidence), ids)
    };
    let serial = single(Property::Serial, serials_agree, &mut ids);
    let firmware = single(Property::Firmware, firmwares_agree, &mut ids);
    votes.extend(lineage_parts(
        &votes,
        &[&brand_key, &maker_key],
        model_text.as_deref(),
        built.map(|b| b.day),
        oracle,
    ));
    let parts = Parts::of(&votes, evidence, &mut ids);

    let claims = claims(&votes, &mut ids);
    let is_suspected = may_be_ours || is_suspected(&votes);
    let cited = BTreeMap::new();
    let mut told = Told { kind, brand, maker, model, serial, firmware, parts, claims, cited };
    let margins = told.calibrate(oracle);
    for place in key_places(evidence, oracle) {
        ids.note(place);
    }
    told.print_names(oracle);
    told.rename(ids.names());
    let tallies = vec![
        (Property::Brand, brand_tallies),
        (Property::Maker, maker_tallies),
        (Property::Model, model_tallies),
        (Property::Kind, kind_tallies.into_iter().map(|(_, tally)| tally).collect()),
    ];
    Identity { told, weighed: Weighed { tallies, margins }, is_suspected }
}

/// Whether proven knowledge alone decides a maker too: a tell or an edge that rests on a primary source, on two
/// independent ones or on a device whose label is known.
fn is_established(votes: &[Vote], maker: &str) -> bool {
    let is_proven = |v: &&Vote| v.value == maker && v.status == Status::Proven && !v.is_statement();
    let proven = tally(of(votes, Property::Maker).filter(is_proven));
    verdict(Property::Maker, &proven, Vec::new, &mut Cited::default()).verdict == State::Decided
}

/// Whether something speaks for a registered kind, however little is decided.
fn is_suspected(votes: &[Vote]) -> bool {
    of(votes, Property::Kind)
        .any(|v| v.weight >= Weight::Moderate && v.kinds.iter().any(|k| k.is_registered()))
}

/// A device that was updated shows two versions on two days: the later one is what it runs.
fn drop_older_firmware(votes: &mut Vec<Vote>, evidence: &[&Evidence]) {
    const DAY: i64 = 86_400_000_000;
    let firmware: Vec<&Vote> = of(votes, Property::Firmware).collect();
    let versions: BTreeSet<&str> = firmware.iter().map(|v| v.value.as_str()).collect();
    // More spellings than that are no one version, and need not be held against each other to know it.
    let is_one = versions.len() <= VALUES_MAX
        && versions.iter().all(|a| versions.iter().all(|b| firmwares_agree(a, b)));
    if is_one {
        return;
    }
    // A reading is as fresh as the last time its words were seen.
    let mut last_seen: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for e in evidence {
        if let Some(at) = e.seen_at() {
            let last = last_seen.entry((e.field.as_str(), &e.value)).or_insert(at.0);
            *last = at.0.max(*last);
        }
    }
    let seen = |v: &Vote| {
        let e = evidence.get(v.evidence? as usize)?;
        last_seen.get(&(e.field.as_str(), e.value.as_str())).copied()
    };
    let Some(latest) = firmware.iter().filter_map(|v| seen(v)).max() else { return };
    votes.retain(|v| v.property != Property::Firmware || seen(v).is_none_or(|at| latest - at < DAY));
    votes.retain(|v| v.property != Property::Firmware || is_version(&v.value));
}

/// Models that stand in names and titles, where a name alone waits for one.
fn models_beside_leads(evidence: &[&Evidence], votes: &[Vote], oracle: &dyn Oracle) -> Vec<Vote> {
    let leads: BTreeSet<String> =
        votes.iter().filter(|v| owner::is_lead(v)).map(|v| v.value.clone()).collect();
    if leads.is_empty() { Vec::new() } else { models_in_names(evidence, votes, &leads, oracle) }
}

/// Models that stand in host names, titles and banners, where the grammar of a maker knows them.
fn models_in_names(
    evidence: &[&Evidence],
    votes: &[Vote],
    brands: &BTreeSet<String>,
    oracle: &dyn Oracle,
) -> Vec<Vote> {
    let mut found = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let read: BTreeSet<u32> = of(votes, Property::Model).filter_map(|v| v.evidence).collect();
    for (i, e) in evidence.iter().enumerate() {
        let field = e.field.as_str();
        let at = u32::try_from(i).unwrap_or(u32::MAX);
        if !oracle.words().holds(WordList::HoldsModel, field) || seen.contains(e.value.as_str()) {
            continue;
        }
        // What a program repeats of the device's words does not stand in their way.
        if !is_told(e) {
            seen.insert(&e.value);
        }
        // A tell that already read the model out of this very text knows better.
        if read.contains(&at) {
            continue;
        }
        let known = find_piece(&e.value, |piece| {
            let row = oracle.grammar(piece).into_iter().find(|row| knows_name(row, brands))?;
            Some((tidy_model(piece, oracle), row))
        });
        // A sentence about a thing is not the thing's name.
        if let Some((value, row)) = known.filter(|_| may_be_a_name(field, &e.value, oracle)) {
            // The name in the same text makes the model of a shape that others use too.
            let mut names = of(votes, Property::Brand).filter(|v| v.evidence == Some(at));
            let is_named = names.any(|v| v.value == row.brand && is_said(v));
            found.push(Vote {
                property: Property::Model,
                value,
                kinds: Vec::new(),
                weight: Weight::Moderate,
                status: if is_named { row.status.max(Status::Tested) } else { row.status },
                group: family(field).to_owned(),
                evidence: Some(at),
                by: format!("grammar:{}", row.id),
            });
        }
    }
    found
}

/// In a free text only a proven shape is a model by itself; others need the brand from another reading.
fn knows_name(row: &Grammar, brands: &BTreeSet<String>) -> bool {
    row.status == Status::Proven || brands.contains(&row.brand) || brands.contains(&row.maker)
}

/// A device that gives its model twice in one answer (`NSM5` and `NanoStation M5`) has two names, not two models:
/// the longer one is kept.
fn one_name_per_answer<'v>(votes: Vec<&'v Vote>, evidence: &[&Evidence]) -> Vec<&'v Vote> {
    let answer = |v: &Vote| {
        let e = evidence.get(v.evidence? as usize)?;
        v.by.starts_with("field:")
            .then(|| (e.field.as_str(), e.source(), e.observation.subject.as_str(), e.seen_at()))
    };
    let length = |v: &'v Vote| (v.value.len(), v.value.as_str());
    let mut longest: BTreeMap<_, (usize, &str)> = BTreeMap::new();
    for vote in &votes {
        if let Some(answer) = answer(vote) {
            let most = longest.entry(answer).or_default();
            *most = (*most).max(length(vote));
        }
    }
    let is_second =
        |v: &'v Vote| answer(v).and_then(|own| longest.get(&own)).is_some_and(|most| *most > length(v));
    votes.iter().copied().filter(|v| !is_second(v)).collect()
}

/// Evidence that shows which thing it is: keys and addresses, one place per value.
fn key_places(evidence: &[&Evidence], oracle: &dyn Oracle) -> Vec<u32> {
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut places = Vec::new();
    for (i, e) in evidence.iter().enumerate() {
        let field = e.field.as_str();
        let is_key = oracle
            .field(field)
            .is_some_and(|f| f.key == oogmerk_knowledge::KeyStrength::Strong || f.kind == "ip");
        // When it was put up says which period of a brand it belongs to.
        if (is_key || field == "sheet.installed") && seen.insert((field, &e.value)) {
            places.extend(u32::try_from(i));
        }
        if places.len() >= 24 {
            break;
        }
    }
    places
}

/// Votes as claims, equal ones joined, strongest first.
fn claims(votes: &[Vote], ids: &mut Cited) -> Vec<Claim> {
    type Voice<'v> = (Property, String, &'v str, &'v str);
    type Support = (i64, bool, BTreeSet<u32>, bool);
    let mut joined: BTreeMap<Voice<'_>, Support> = BTreeMap::new();
    for vote in votes {
        let value = if vote.property == Property::Kind {
            vote.kinds.iter().map(|k| k.as_str()).collect::<Vec<_>>().join("|")
        } else {
            vote.value.clone()
        };
        let entry = joined
            .entry((vote.property, value, &vote.by, &vote.group))
            .or_insert_with(|| (0, false, BTreeSet::new(), true));
        entry.3 &= vote.status == Status::Draft;
        entry.0 = entry.0.max(vote.mdb());
        entry.1 |= vote.is_decisive();
        entry.2.extend(vote.evidence);
    }
    let mut list: Vec<(Voice<'_>, Support)> = joined.into_iter().collect();
    list.sort_by(|a, b| b.1.0.cmp(&a.1.0).then_with(|| a.0.cmp(&b.0)));
    list.into_iter()
        .take(CLAIMS_MAX)
        .map(|((property, value, by, group), (weight_mdb, decisive, places, is_draft))| Claim {
            property,
            value,
            weight_mdb,
            decisive,
            group: group.to_owned(),
            because: ids.cite(&places),
            by: by.to_owned(),
            is_draft,
        })
        .collect()
}

impl Told {
    /// Numbers beside verdicts: what they were found to stand for, where enough labelled cases told. Returns the margins
    /// by rule.
    fn calibrate(&mut self, oracle: &dyn Oracle) -> Vec<(Property, i64)> {
        let verdicts = [
            (Property::Kind, &mut self.kind),
            (Property::Brand, &mut self.brand),
            (Property::Maker, &mut self.maker),
            (Property::Model, &mut self.model),
            (Property::Firmware, &mut self.firmware),
        ];
        let margin =
            |(property, verdict)| Some((property, calibrate(verdict, oracle.calibration(property))?));
        verdicts.into_iter().filter_map(margin).collect()
    }

    /// Verdicts on makers and brands print names; claims keep keys.
    fn print_names(&mut self, oracle: &dyn Oracle) {
        let parts = [self.parts.soc_maker.as_mut(), self.parts.modem_maker.as_mut()];
        for verdict in [&mut self.brand, &mut self.maker].into_iter().chain(parts.into_iter().flatten()) {
            if let Some(value) = &mut verdict.value {
                *value = oracle.label(value);
            }
            for rival in &mut verdict.rivals {
                rival.value = oracle.label(&rival.value);
            }
        }
    }

    fn rename(&mut self, names: BTreeMap<u32, EvidenceId>) {
        let verdicts = [
            &mut self.kind,
            &mut self.brand,
            &mut self.maker,
            &mut self.model,
            &mut self.serial,
            &mut self.firmware,
        ];
        for verdict in verdicts.into_iter().chain(self.parts.each()) {
            rename(&mut verdict.because, &names);
            verdict.rivals.iter_mut().for_each(|r| rename(&mut r.because, &names));
        }
        self.claims.iter_mut().for_each(|c| rename(&mut c.because, &names));
        self.cited = names;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::{Bench, SmallOracle};
    use crate::needs::askable;

    #[test]
    fn what_says_nothing_comes_to_the_same_whether_it_is_weighed_or_not() {
        let (oracle, hearing) = (SmallOracle::new(), oogmerk_wire::hearing());
        let askable = askable(&oracle, hearing);
        let names = BTreeSet::new();
        let around = Around { cloud_names: &names, listed: Some("hikvision"), askable: &askable };
        let answer = |bench: Bench| bench.says("x", "link.ip", "10.0.0.7").says("x", "sadp.ip", "10.0.0.7");
        let benches = [
            Bench::new(),
            answer(Bench::new()).says("x", "http.server", "nginx/1.18.0").says("x", "http.title", "Welcome"),
            answer(Bench::new()).says("x", "sheet.installed", "2024-01-01").says("x", "port.open", "tcp/80"),
        ];
        for bench in benches {
            let evidence = bench.evidence();
            let evidence: Vec<&Evidence> = evidence.iter().collect();
            assert!(votes_of(&evidence, &oracle, hearing).is_empty());
            let told = nothing_said(&evidence, &around, &oracle, hearing);
            let weighed = weighed(Vec::new(), &evidence, &around, &oracle, "2026-06-01", hearing);
            assert_eq!(format!("{told:?}"), format!("{weighed:?}"));
        }
    }
}
