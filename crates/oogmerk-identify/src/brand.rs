//! Brand: which of the names that a device shows is the one printed on it.
//!
//! A firmware stack is delivered with its maker's name in it and keeps that name under every label, so such a name is
//! only a default: it gives way to a name that the device was given (a scope name, a manufacturer field, a title, a
//! label that somebody read). Nothing here is about who built it: the maker rests on its own votes.

use crate::model_name::is_empty_word;
use crate::naming::may_be_a_name;
use crate::voice::{Vote, family};
use oogmerk_knowledge::{Edge, EdgeRelation, Oracle, Status, Weight, WordList};
use oogmerk_model::{Evidence, Kind, Property};
use std::collections::BTreeSet;

/// A brand that stands in front of a banner, where the rest says by a model of that brand, or in plain words, that
/// it is a camera or a recorder; and which of them the plain words say it is.
pub(crate) fn brand_in_banner(e: &Evidence, at: u32, oracle: &dyn Oracle) -> Vec<Vote> {
    let field = e.field.as_str();
    let words = oracle.words();
    if !words.holds(WordList::Banner, field) {
        return Vec::new();
    }
    let is_realm_inside = words.holds(WordList::RealmInside, field);
    let value = if is_realm_inside { realm_inside(&e.value) } else { Some(e.value.as_str()) };
    // A recogniser names the program first and the device in brackets: `thttpd (Panasonic IP camera http viewer)`.
    let inner = e.value.split_once('(').map(|(_, inner)| inner);
    let inner = inner.filter(|_| words.holds(WordList::Recogniser, field));
    [value, inner]
        .into_iter()
        .flatten()
        .find_map(|text| votes_in_text(text, field, at, oracle))
        .unwrap_or_default()
}

/// The realm between the quotation marks of a challenge.
fn realm_inside(challenge: &str) -> Option<&str> {
    let (_, rest) = challenge.split_once("realm=\"")?;
    rest.split('"').next()
}

fn votes_in_text(text: &str, field: &str, at: u32, oracle: &dyn Oracle) -> Option<Vec<Vote>> {
    let text = text.trim_start_matches(|c: char| !c.is_alphabetic());
    let split = || text.split([' ', '/', ';', ',', '(', ')']).filter(|w| !w.is_empty()).take(16);
    let heads: Vec<&str> = split().take(3).collect();
    let (length, key) = (1..=3usize).rev().find_map(|length| {
        let head = heads.get(..length)?;
        let plain = !head.iter().any(|w| w.bytes().any(|b| b.is_ascii_digit()));
        plain.then(|| oracle.key_of_name(&head.join(" "))).flatten().map(|key| (length, key))
    })?;
    let words: Vec<&str> = split().collect();
    let rest = words.get(length..).unwrap_or_default();
    // Two names in one text (`Panasonic Sony webcam`): it is not said which is meant.
    if rest.iter().any(|w| oracle.key_of_name(w).is_some_and(|other| other != key)) {
        return None;
    }
    let is_own_model = |word: &&str| {
        is_model_like(word)
            && oracle.grammar(word).iter().any(|row| row.brand == key && row.status >= Status::Tested)
    };
    let fits = rest.iter().any(is_own_model);
    let called = called(&words, field, oracle);
    if (!fits && called.is_none()) || !may_be_a_name(field, text, oracle) {
        return None;
    }
    let kinds = called.unwrap_or_default();
    let known = oracle.words();
    let is_strong = fits
        || known.holds(WordList::Unwritten, field)
        || !known.holds(WordList::ForPeople, field) && !kinds.is_empty();
    let vote = |property, value: String, kinds: &[Kind], weight, group: &str| Vote {
        property,
        value,
        kinds: kinds.to_vec(),
        weight,
        status: Status::Tested,
        group: group.to_owned(),
        evidence: Some(at),
        by: format!("name:{field}"),
    };
    let group = if fits { "model" } else { family(field) };
    let weight = if is_strong { Weight::Strong } else { Weight::Moderate };
    let mut votes = vec![vote(Property::Brand, key, &[], weight, group)];
    // Words of a recogniser are read by tells of its own.
    if !kinds.is_empty() && !known.holds(WordList::Recogniser, field) {
        votes.push(vote(Property::Kind, String::new(), &kinds, Weight::Moderate, family(field)));
    }
    Some(votes)
}

/// Whether the words behind the name call it a camera, a recorder or an encoder, and which: nothing where they do not,
/// no kinds where they leave that open. All words are looked at, because a name may have swallowed one of them (`Sony
/// Network`, a firm, and `Camera`).
fn called(words: &[&str], field: &str, oracle: &dyn Oracle) -> Option<Vec<Kind>> {
    let known = oracle.words();
    let is_recogniser = known.holds(WordList::Recogniser, field);
    let plain = words.join(" ");
    if !is_recogniser && known.found(WordList::Around, &plain).next().is_some() {
        return None;
    }
    let calls: Vec<Option<Kind>> =
        known.found(WordList::Called, &plain).map(|meaning| meaning.kind).collect();
    let is_recognised = || is_recogniser && known.found(WordList::Recognised, &plain).next().is_some();
    if calls.is_empty() && !is_recognised() {
        return None;
    }
    let kinds: BTreeSet<Kind> = calls.into_iter().flatten().collect();
    Some(kinds.into_iter().collect())
}

/// The organisation in the subject of a certificate that a device made or was shipped with.
pub(crate) fn brand_in_certificate(e: &Evidence, at: u32, oracle: &dyn Oracle) -> Option<Vote> {
    if e.field.as_str() != "tls.subject" {
        return None;
    }
    let parts = e.value.split([',', '/']).map(str::trim);
    let organisation = parts.filter_map(|p| p.strip_prefix("O=")).find(|o| !is_empty_word(o))?;
    Some(Vote {
        property: Property::Brand,
        value: oracle.key_of_name(organisation)?,
        kinds: Vec::new(),
        weight: Weight::Strong,
        status: Status::Tested,
        group: "tls".to_owned(),
        evidence: Some(at),
        by: "name:tls.subject".to_owned(),
    })
}

/// Whether a reading carries a name that the device was given, rather than one its firmware came with.
fn is_name_given(e: &Evidence, oracle: &dyn Oracle) -> bool {
    let field = e.field.as_str();
    if field == "onvif.scope" {
        let value = e.value.to_ascii_lowercase();
        return ["/name/", "/manufacturer/", "/mfr/"].iter().any(|part| value.contains(part));
    }
    oracle.words().holds(WordList::NameGiven, field)
        || oracle.field(field).is_some_and(|f| f.states == Some(Property::Brand))
}

/// A brand in front of a model (`HiLook IPC-B140H`), in the fields where devices write both. A name alone is not
/// read: a street or a room can be called like a brand.
pub(crate) fn brand_before_model(e: &Evidence, at: u32, oracle: &dyn Oracle) -> Option<Vote> {
    let field = e.field.as_str();
    if !oracle.words().holds(WordList::BrandAndModel, field) || !may_be_a_name(field, &e.value, oracle) {
        return None;
    }
    let words: Vec<&str> = e.value.split_whitespace().take(4).collect();
    let (key, model) = (1..=2usize).rev().find_map(|length| {
        let model = words.get(length).filter(|word| is_model_like(word))?;
        let head = words.get(..length)?;
        (head.iter().all(|w| !w.chars().any(|c| c.is_ascii_digit())))
            .then(|| oracle.key_of_name(&head.join(" ")))
            .flatten()
            .map(|key| (key, *model))
    })?;
    let fits = oracle.grammar(model).iter().any(|row| row.brand == key && row.status >= Status::Tested);
    Some(Vote {
        property: Property::Brand,
        value: key,
        kinds: Vec::new(),
        weight: if fits { Weight::Strong } else { Weight::Moderate },
        status: Status::Tested,
        // The same words speak for the maker through the shape of the model: one text, one voice.
        group: if fits { "model".to_owned() } else { family(field).to_owned() },
        evidence: Some(at),
        by: format!("name:{field}"),
    })
}

/// Letters and digits together, four or more: no house number and no plain word.
fn is_model_like(word: &str) -> bool {
    word.len() >= 4
        && word.chars().any(|c| c.is_ascii_digit())
        && word.chars().any(|c| c.is_ascii_alphabetic())
        && !is_empty_word(word)
}

/// The brand votes that count: defaults that gave way are left out, and a maker that is known to build for a name
/// speaks for that name.
pub(crate) fn brand_votes(votes: &[Vote], evidence: &[&Evidence], oracle: &dyn Oracle) -> Vec<Vote> {
    let brands: Vec<&Vote> = votes.iter().filter(|v| v.property == Property::Brand).collect();
    let is_given = |v: &Vote| {
        v.evidence.and_then(|at| evidence.get(at as usize)).is_some_and(|e| is_name_given(e, oracle))
    };
    let given: BTreeSet<&str> =
        brands.iter().filter(|v| v.is_solid() && is_given(v)).map(|v| v.value.as_str()).collect();
    let makers: BTreeSet<&str> = votes
        .iter()
        .filter(|v| v.property == Property::Maker && v.is_solid())
        .map(|v| v.value.as_str())
        .collect();

    let mut gone: BTreeSet<(&str, Gone)> = BTreeSet::new();
    let mut corroborated: Vec<Vote> = Vec::new();
    for name in &given {
        let edges = oracle.lineage(name, None, None);
        for maker in makers.iter().chain(&given).filter(|m| *m != name) {
            let edge = edges.iter().filter(|e| e.maker == **maker).max_by_key(|e| (e.status, &e.id));
            match edge {
                // The firm was bought: where both names stand, the buyer's is the newer.
                Some(e) if e.relation == EdgeRelation::Acquired && given.contains(maker) => {
                    gone.insert((name, Gone::Whole));
                }
                Some(e) if e.relation != EdgeRelation::Component => {
                    gone.insert((maker, Gone::Whole));
                    corroborated.extend(corroboration(name, maker, e, votes, &is_given));
                }
                // Nobody wrote down that this maker builds for that name: the name stands all the same, unless it
                // brings a maker of its own, in which case two things contradict each other.
                _ if !makers.contains(name) => {
                    gone.insert((maker, Gone::Defaults));
                }
                _ => {}
            }
        }
    }
    let stays = |v: &&Vote| {
        !gone.contains(&(v.value.as_str(), Gone::Whole))
            && (is_given(v) || !gone.contains(&(v.value.as_str(), Gone::Defaults)))
    };
    let mut kept: Vec<Vote> = brands.iter().copied().filter(|v| stays(v)).cloned().collect();
    kept.extend(corroborated.into_iter().filter(|v| stays(&v)));
    kept
}

/// A name that only the firmware came with is not what the label says where a list names another: the software is sold
/// under many labels. A name that the device was given stays.
pub(crate) fn drop_defaults(
    names: &mut Vec<Vote>,
    listed: &str,
    evidence: &[&Evidence],
    oracle: &dyn Oracle,
) {
    let is_given = |v: &Vote| {
        v.evidence.and_then(|at| evidence.get(at as usize)).is_some_and(|e| is_name_given(e, oracle))
    };
    let given: BTreeSet<String> = names.iter().filter(|v| is_given(v)).map(|v| v.value.clone()).collect();
    names.retain(|v| v.value == listed || given.contains(&v.value));
}

/// How much of a name gives way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Gone {
    /// What its firmware says by itself.
    Defaults,
    /// All of it.
    Whole,
}

/// A maker that shows itself in words other than the name, and is known to build for that name, is a second voice
/// for it.
fn corroboration(
    name: &str,
    maker: &str,
    edge: &Edge,
    votes: &[Vote],
    is_given: &dyn Fn(&Vote) -> bool,
) -> Option<Vote> {
    let shown = votes
        .iter()
        .find(|v| v.property == Property::Maker && v.value == maker && v.is_solid() && !is_given(v))?;
    (edge.status >= Status::Tested && !edge.disputed).then(|| Vote {
        property: Property::Brand,
        value: name.to_owned(),
        kinds: Vec::new(),
        weight: Weight::Moderate,
        status: edge.status,
        group: "lineage".to_owned(),
        evidence: shown.evidence,
        by: format!("lineage:{}", edge.id),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::bench::{Bench, SmallOracle};

    /// What one banner says: the brand with its weight, and the kinds that the plain words give.
    fn check(field: &str, value: &str, brand: Option<(&str, Weight)>, kinds: &[Kind]) {
        let evidence = Bench::new().says("x", field, value).evidence();
        let votes = brand_in_banner(&evidence[0], 0, &SmallOracle::new());
        let of = |property| votes.iter().filter(move |v: &&Vote| v.property == property);
        let brands: Vec<(&str, Weight)> = of(Property::Brand).map(|v| (v.value.as_str(), v.weight)).collect();
        assert_eq!(brands, brand.into_iter().collect::<Vec<_>>(), "{field} {value}");
        let read: Vec<Kind> = of(Property::Kind).flat_map(|v| v.kinds.clone()).collect();
        assert_eq!(read, kinds, "{field} {value}");
        assert!(of(Property::Kind).all(|v| v.weight == Weight::Moderate), "{field} {value}");
        assert!(of(Property::Maker).next().is_none(), "a name is no statement about who built it");
    }

    #[test]
    fn a_program_that_says_whose_camera_it_is_is_believed_and_a_title_is_a_lead() {
        use Weight::{Moderate, Strong};
        let camera = &[Kind::Camera];
        for field in ["http.server", "http.realm", "ftp.banner", "telnet.banner", "sip.user_agent"] {
            check(field, "Honeywell Network Camera", Some(("honeywell", Strong)), camera);
        }
        check("ftp.banner", "220 Honeywell IP Camera FTP server ready", Some(("honeywell", Strong)), camera);
        check(
            "http.www_authenticate",
            "Digest realm=\"Honeywell IP Camera\", qop=\"auth\"",
            Some(("honeywell", Strong)),
            camera,
        );
        check("http.title", "Honeywell Network Camera", Some(("honeywell", Moderate)), camera);
        check("http.server", "Honeywell NVR", Some(("honeywell", Strong)), &[Kind::Recorder]);
        check("http.server", "Honeywell Video Encoder/1.0", Some(("honeywell", Strong)), &[Kind::Encoder]);
    }

    #[test]
    fn words_that_other_things_are_called_by_too_say_no_kind() {
        check("http.server", "Honeywell DVR", Some(("honeywell", Weight::Moderate)), &[]);
        check("http.server", "Honeywell Video Server", Some(("honeywell", Weight::Moderate)), &[]);
        check("http.server", "Honeywell thermostat", None, &[]);
        check("http.server", "Network Camera", None, &[]);
    }

    #[test]
    fn what_stands_around_cameras_is_no_camera() {
        for text in [
            "220 Honeywell IP camera upload server",
            "Honeywell network camera software",
            "Honeywell IP camera manager",
            "Honeywell driver for IP camera",
            "Honeywell Axis IP camera",
        ] {
            check("ftp.banner", text, None, &[]);
        }
        check("http.user_agent", "Honeywell Network Camera", None, &[]);
        check("http.www_authenticate", "Basic realm=Honeywell", None, &[]);
    }

    #[test]
    fn a_recogniser_keeps_its_own_words_for_the_kind() {
        check(
            "nmap.service",
            "thttpd (Honeywell IP camera http viewer)",
            Some(("honeywell", Weight::Strong)),
            &[],
        );
    }
}
