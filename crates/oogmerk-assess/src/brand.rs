//! Brand: which of the names that a device shows is the one printed on it.
//!
//! A firmware stack is delivered with its maker's name in it and keeps that name under every label, so such a name is
//! only a default: it gives way to a name that the device was given (a scope name, a manufacturer field, a title, a
//! label that somebody read). Nothing here is about who built it: the maker rests on its own votes.

use crate::model_name::is_empty_word;
use crate::vote::{Vote, family};
use oogmerk_knowledge::{Edge, EdgeRelation, Oracle, Status, Weight};
use oogmerk_model::{Evidence, Property};
use std::collections::BTreeSet;

/// Fields besides those that state a brand in which a device carries the name it was given.
const NAME_GIVEN: &[&str] = &[
    "onvif.scope.name",
    "upnp.friendly_name",
    "mdns.instance",
    "mdns.host",
    "dhcp.hostname",
    "netbios.name",
    "isapi.device_name",
    "http.title",
    "onvif.model",
    "upnp.model_name",
    "upnp.model_description",
    "isapi.model",
    "sadp.device_description",
    "label.model",
];

/// Name fields in which a brand may stand in front of a model.
const BRAND_AND_MODEL: &[&str] = &[
    "onvif.scope.name",
    "upnp.friendly_name",
    "mdns.instance",
    "onvif.model",
    "upnp.model_name",
    "isapi.model",
    "sadp.device_description",
    "label.model",
];

/// Texts in which a program says what it is: the name in front is the name its maker gave it.
const BANNERS: &[&str] = &[
    "snmp.sys_descr",
    "nmap.service",
    "port.service",
    "http.server",
    "http.title",
    "http.realm",
    "ftp.banner",
    "telnet.banner",
    "sip.server",
    "sip.user_agent",
    "rtsp.server",
    "ssdp.server",
    "upnp.model_description",
    "lldp.system_description",
];

/// Banners that no user of the device writes: the words of an agent, or of the tool that recognised it.
const UNWRITTEN: &[&str] = &["snmp.sys_descr", "nmap.service", "port.service"];

/// Pairs of words that only a camera, a recorder or an encoder is called by.
const CALLED: &[&str] = &[
    "ip camera",
    "network camera",
    "internet camera",
    "webcam",
    "ipcam",
    "video recorder",
    "video server",
    "video encoder",
    "nvr",
    "dvr",
    "rtspd",
    "surveillance camera",
    "security camera",
];

/// Words that a recogniser puts behind a maker's name for what hangs on a wall. Devices write them too loosely.
const RECOGNISED: &[&str] =
    &["camera", "dvr", "video recorder", "disk recorder", "video server", "video encoder", "web cam"];

/// Fields in which another program says what it took the service for.
const RECOGNISERS: &[&str] = &["nmap.service", "port.service"];

/// A brand that stands in front of a banner, where the rest says by a model of that brand, or in plain words, that
/// it is a camera or a recorder.
pub(crate) fn brand_in_banner(e: &Evidence, at: u32, oracle: &dyn Oracle) -> Option<Vote> {
    let field = e.field.as_str();
    if !BANNERS.contains(&field) {
        return None;
    }
    // A recogniser names the program first and the device in brackets: `thttpd (Panasonic IP camera http viewer)`.
    let inner = e.value.split_once('(').map(|(_, inner)| inner).filter(|_| RECOGNISERS.contains(&field));
    [Some(e.value.as_str()), inner]
        .into_iter()
        .flatten()
        .find_map(|text| brand_in_text(text, field, at, oracle))
}

fn brand_in_text(text: &str, field: &str, at: u32, oracle: &dyn Oracle) -> Option<Vote> {
    let text = text.trim_start_matches(|c: char| !c.is_alphabetic());
    let words: Vec<&str> =
        text.split([' ', '/', ';', ',', '(', ')']).filter(|w| !w.is_empty()).take(16).collect();
    let (length, key) = (1..=3usize).rev().find_map(|length| {
        let head = words.get(..length)?;
        let plain = !head.iter().any(|w| w.chars().any(|c| c.is_ascii_digit()));
        plain.then(|| oracle.key_of_name(&head.join(" "))).flatten().map(|key| (length, key))
    })?;
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
    if !fits && !is_called(&words, field) {
        return None;
    }
    let is_strong = fits || UNWRITTEN.contains(&field);
    Some(Vote {
        property: Property::Brand,
        value: key,
        kinds: Vec::new(),
        weight: if is_strong { Weight::Strong } else { Weight::Moderate },
        status: Status::Tested,
        group: if fits { "model".to_owned() } else { family(field).to_owned() },
        evidence: Some(at),
        by: format!("name:{field}"),
    })
}

/// Whether the words behind the name call it a camera, a recorder or an encoder. All words are looked at, because a
/// name may have swallowed one of them (`Sony Network`, a firm, and `Camera`).
fn is_called(words: &[&str], field: &str) -> bool {
    let plain = format!(" {} ", words.join(" ").to_lowercase());
    let more: &[&str] = if RECOGNISERS.contains(&field) { RECOGNISED } else { &[] };
    CALLED.iter().chain(more).any(|call| plain.contains(&format!(" {call} ")))
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
    NAME_GIVEN.contains(&field) || oracle.field(field).is_some_and(|f| f.states == Some(Property::Brand))
}

/// A brand in front of a model (`HiLook IPC-B140H`), in the fields where devices write both. A name alone is not
/// read: a street or a room can be called like a brand.
pub(crate) fn brand_before_model(e: &Evidence, at: u32, oracle: &dyn Oracle) -> Option<Vote> {
    let field = e.field.as_str();
    if !BRAND_AND_MODEL.contains(&field) {
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
        for maker in makers.iter().chain(&given).filter(|m| *m != name) {
            let edges = oracle.lineage(name, None, None);
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
