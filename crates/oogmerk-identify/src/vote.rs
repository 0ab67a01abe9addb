//! Votes: what each reading of a device says about each property, before anything is decided.
//!
//! Four sorts of reading make votes: a tell that spoke, a field that states a property by its own definition, an
//! address block, and a cloud the device itself talks to. Grammar and lineage, which need a model or a brand first,
//! are added by `identity`. A statement about the name makes a brand vote and never a maker vote; what a client asks
//! for says nothing about what the client is; an open port says nothing at all.

use crate::banner::votes_in_banner;
use crate::brand::{brand_before_model, brand_in_certificate};
use crate::model_name::{is_empty_word, models_agree, tidy_model};
use crate::unknown::{called_instead, class_in_model, unknown_name};
use crate::voice::{STATEMENTS, Vote, family, group_of_field};
use oogmerk_knowledge::foreign::is_foreign;
use oogmerk_knowledge::{FieldDefinition, Oracle, Spoken, Status, Weight, WordList};
use oogmerk_model::{Evidence, Hearing, Kind, Mac, Property};
use std::collections::BTreeSet;

/// Protocols the subject only asked in: what it said in them was said as a client.
fn asked_only<'e>(evidence: &[&'e Evidence], hearing: &Hearing) -> BTreeSet<&'e str> {
    let named = |field: &'static str| {
        evidence.iter().filter(move |e| e.field.as_str() == field).map(|e| e.value.trim())
    };
    let answered: BTreeSet<&str> = named("protocol.answered").collect();
    named("protocol.asked").filter(|p| !answered.contains(p) && !hearing.is_two_sided(p)).collect()
}

/// Every vote of the readings, in the order of the readings.
pub(crate) fn votes_of(evidence: &[&Evidence], oracle: &dyn Oracle, hearing: &Hearing) -> Vec<Vote> {
    let mut votes = Vec::new();
    let mut spoken = Vec::new();
    let asked = asked_only(evidence, hearing);
    let mut read: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (i, e) in evidence.iter().enumerate() {
        let field = e.field.as_str();
        if hearing.is_of_clients(field)
            || field == "port.open"
            || field.starts_with("decision.")
            || asked.contains(family(field))
        {
            continue;
        }
        // The same words again, on another day or over another address, are the same reading.
        if !read.insert((field, &e.value)) {
            continue;
        }
        let at = u32::try_from(i).unwrap_or(u32::MAX);
        // What it looks up or asks for speaks of the cloud's brand only.
        if oracle.words().holds(WordList::AskedName, field) {
            votes.extend(cloud_vote(&e.value, Some(at), oracle));
            continue;
        }
        spoken.clear();
        oracle.speak(field, &e.value, &mut spoken);
        for s in &spoken {
            tell_votes(s, at, e, oracle, &mut votes);
        }
        // Looked up once: most fields stand on no list and state nothing.
        let (definition, lists) = (oracle.field(field), oracle.words().lists(field));
        if let Some(definition) = definition {
            votes.extend(stated(e, at, definition, oracle));
            votes.extend(unknown_name(e, at, definition, oracle));
            votes.extend(class_in_model(e, at, definition, oracle));
        }
        votes.extend(called_instead(e, at, (definition, lists), oracle));
        if lists.hold(WordList::BrandAndModel) {
            votes.extend(brand_before_model(e, at, oracle));
        }
        votes.extend(votes_in_banner(e, at, lists, oracle));
        votes.extend(brand_in_certificate(e, at, oracle));
        votes.extend(said_of_maker(e, at, oracle));
        if lists.hold(WordList::ManyMeans) {
            votes.extend(by_definition(e, at, oracle));
        }
        votes.extend(address_block(e, at, definition, oracle));
    }
    join_foreign(&mut votes, evidence);
    votes
}

/// Two readings of one string are one voice, whoever wrote them down: a foreign tell joins the group of whoever reads
/// the same for the same property, our own tells before other databases.
pub(crate) fn join_foreign(votes: &mut [Vote], evidence: &[&Evidence]) {
    for i in 0..votes.len() {
        if !is_foreign(&votes[i].by) {
            continue;
        }
        // The cheap question comes first: whether the texts meet at all.
        let same = |(j, other): &(usize, &Vote)| {
            (!is_foreign(&other.by) || *j < i)
                && other.property == votes[i].property
                && reads_the_same(&votes[i], other, evidence)
                && says_the_same(&votes[i], other)
        };
        let own_first = |(_, other): &(usize, &Vote)| (is_foreign(&other.by), std::cmp::Reverse(other.mdb()));
        let joined = votes.iter().enumerate().filter(same).min_by_key(own_first);
        if let Some(group) = joined.map(|(_, other)| other.group.clone()) {
            votes[i].group = group;
        }
    }
}

fn says_the_same(a: &Vote, b: &Vote) -> bool {
    a.property == b.property
        && match a.property {
            Property::Kind => a.kinds.iter().any(|kind| b.kinds.contains(kind)),
            Property::Model => models_agree(&a.value, &b.value),
            _ => a.value == b.value,
        }
}

/// Whether two votes rest on one string, or on a string and a part of it.
fn reads_the_same(a: &Vote, b: &Vote, evidence: &[&Evidence]) -> bool {
    let text = |vote: &Vote| evidence.get(vote.evidence? as usize).map(|e| e.value.trim());
    match (text(a), text(b)) {
        (Some(a), Some(b)) => a == b || a.len().min(b.len()) >= 4 && (a.contains(b) || b.contains(a)),
        _ => false,
    }
}

/// Whether a tell for one protocol speaks on a reading of another.
fn is_read_elsewhere(of_tell: &str, read: &str) -> bool {
    const HEADS: [&str; 3] = ["http", "rtsp", "sip"];
    let (own, read) = (family(of_tell), family(read));
    own != read && HEADS.contains(&own) && HEADS.contains(&read)
}

fn tell_votes(spoken: &Spoken<'_>, at: u32, e: &Evidence, oracle: &dyn Oracle, votes: &mut Vec<Vote>) {
    let (tell, field) = (spoken.tell, e.field.as_str());
    // Words of a header are those of the protocol they were read in, wherever their tell expects them.
    let own_group = if tell.group == family(&tell.field) && is_read_elsewhere(&tell.field, field) {
        family(field)
    } else {
        tell.group.as_str()
    };
    // That a protocol was answered, and what was answered in it, are one answer on who built it. On the kind they say
    // two things: what answers there at all, and which of those this is.
    let group = if field == "protocol.answered" {
        group_of_field(e.value.trim()).to_owned()
    } else {
        group_of_field(own_group).to_owned()
    };
    // A client's own name for itself may be a lead, and no more.
    let weight = if field == "http.user_agent" { tell.weight.min(Weight::Moderate) } else { tell.weight };
    let vote = |property, value: String, kinds: Vec<Kind>| Vote {
        property,
        value,
        kinds,
        weight,
        status: tell.status,
        group: if property == Property::Kind { own_group.to_owned() } else { group.clone() },
        evidence: Some(at),
        by: tell.id.clone(),
    };
    if let Some(maker) = &tell.claims.maker {
        votes.push(vote(Property::Maker, maker.clone(), Vec::new()));
    }
    if let Some(brand) = &tell.claims.brand {
        votes.push(vote(Property::Brand, brand.clone(), Vec::new()));
    }
    if !tell.claims.kinds.is_empty() {
        votes.push(vote(Property::Kind, String::new(), tell.claims.kinds.clone()));
    }
    for (property, value) in &spoken.filled {
        let value = value.trim();
        if is_empty_word(value) || oracle.is_placeholder(property_field(*property), value) {
            continue;
        }
        match property {
            Property::Brand => {
                if let Some(key) = oracle.key_of_name(value) {
                    votes.push(vote(Property::Brand, key, Vec::new()));
                }
            }
            Property::Maker | Property::Kind => {}
            Property::Model => votes.push(vote(Property::Model, tidy_model(value, oracle), Vec::new())),
            _ => votes.push(vote(*property, value.to_owned(), Vec::new())),
        }
    }
}

/// The field whose placeholders stand for a property that a tell cut out of a longer text.
fn property_field(property: Property) -> &'static str {
    match property {
        Property::Serial => "onvif.serial",
        Property::Firmware => "onvif.firmware",
        Property::Model => "onvif.model",
        _ => "onvif.manufacturer",
    }
}

/// Fields that speak about a property by their own definition.
fn stated(e: &Evidence, at: u32, definition: &FieldDefinition, oracle: &dyn Oracle) -> Option<Vote> {
    let field = e.field.as_str();
    let property = definition.states?;
    let value = e.value.trim();
    if is_empty_word(value) || oracle.is_placeholder(field, value) {
        return None;
    }
    let vote = |value: String, weight, status| Vote {
        property,
        value,
        kinds: Vec::new(),
        weight,
        status,
        group: family(field).to_owned(),
        evidence: Some(at),
        by: format!("field:{field}"),
    };
    match property {
        Property::Brand => Some(vote(oracle.key_of_name(value)?, Weight::Strong, Status::Tested)),
        Property::Model => {
            let model = tidy_model(value, oracle);
            (!is_empty_word(&model)).then(|| vote(model, Weight::Strong, Status::Tested))
        }
        Property::Maker | Property::Kind => None,
        _ => Some(vote(value.to_owned(), Weight::Strong, Status::Tested)),
    }
}

/// What papers and people say about who built it.
///
/// The declaration of conformity names the manufacturer in law, who may have had it built by another under its own
/// name (Decision 768/2008/EC, article R1): a voice, and no more.
fn said_of_maker(e: &Evidence, at: u32, oracle: &dyn Oracle) -> Option<Vote> {
    let field = e.field.as_str();
    let group = match field {
        "label.ce_manufacturer" => "declaration",
        _ if STATEMENTS.contains(&field) => "statement",
        _ => return None,
    };
    Some(Vote {
        property: Property::Maker,
        value: oracle.key_of_name(&e.value)?,
        kinds: Vec::new(),
        weight: Weight::Moderate,
        status: Status::Tested,
        group: group.to_owned(),
        evidence: Some(at),
        by: format!("field:{field}"),
    })
}

/// Numbers whose field defines what more than one of them means for the kind, whoever made the device.
fn by_definition(e: &Evidence, at: u32, oracle: &dyn Oracle) -> Option<Vote> {
    let field = e.field.as_str();
    let kind = oracle.words().meaning(WordList::ManyMeans, field)?.kind?;
    let is_many = e.value.trim().parse::<u32>().ok()? > 1;
    is_many.then(|| Vote {
        property: Property::Kind,
        value: String::new(),
        kinds: vec![kind],
        weight: Weight::Moderate,
        status: Status::Tested,
        group: family(field).to_owned(),
        evidence: Some(at),
        by: format!("field:{field}"),
    })
}

/// Who bought the address block: a lead where the buyer sells little but cameras, nothing elsewhere.
fn address_block(
    e: &Evidence,
    at: u32,
    definition: Option<&FieldDefinition>,
    oracle: &dyn Oracle,
) -> Vec<Vote> {
    let field = e.field.as_str();
    let vote = |property, value: String, kinds, by| Vote {
        property,
        value,
        kinds,
        weight: Weight::Weak,
        status: Status::Tested,
        group: "oui".into(),
        evidence: Some(at),
        by,
    };
    if field == "import.vendor" {
        let by = || format!("field:{field}");
        return oracle
            .key_of_name(&e.value)
            .map(|key| vec![vote(Property::Maker, key, Vec::new(), by())])
            .unwrap_or_default();
    }
    let mac = if field == "mac.oui" { prefix_as_mac(&e.value) } else { address_in(e, definition) };
    let Some(oui) = mac.and_then(|mac| oracle.oui(mac)) else { return Vec::new() };
    let by = || format!("oui:{}", oui.assignee);
    let mut votes = Vec::new();
    if oui.narrow {
        if let Some(maker) = &oui.maker {
            votes.push(vote(Property::Maker, maker.clone(), Vec::new(), by()));
        }
        votes.push(vote(Property::Kind, String::new(), vec![Kind::Camera, Kind::Recorder], by()));
    }
    votes
}

/// The hardware address that a reading gives as the device's own; a frame may carry its neighbour's.
pub(crate) fn own_address(e: &Evidence, oracle: &dyn Oracle) -> Option<Mac> {
    address_in(e, oracle.field(e.field.as_str()))
}

fn address_in(e: &Evidence, definition: Option<&FieldDefinition>) -> Option<Mac> {
    let is_own = definition.is_some_and(|f| f.kind == "mac") && e.field.as_str() != "frame.mac";
    is_own.then(|| Mac::parse(&e.value)).flatten()
}

fn prefix_as_mac(prefix: &str) -> Option<Mac> {
    let digits: String = prefix.chars().filter(char::is_ascii_hexdigit).collect();
    (6..=12).contains(&digits.len()).then(|| Mac::parse(&format!("{digits:0<12}"))).flatten()
}

/// A cloud that a name belongs to: its maker's name may be on the device, or on the telephone that watches it.
pub(crate) fn cloud_vote(name: &str, evidence: Option<u32>, oracle: &dyn Oracle) -> Option<Vote> {
    let cloud = oracle.cloud_of_name(name)?;
    let weight = if cloud.purpose == "ntp" { Weight::Weak } else { Weight::Moderate };
    Some(Vote {
        property: Property::Brand,
        value: cloud.maker.clone()?,
        kinds: Vec::new(),
        weight,
        status: cloud.status,
        group: "cloud".into(),
        evidence,
        by: format!("cloud:{}", cloud.pattern),
    })
}
