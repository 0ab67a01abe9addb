//! Foreign tells beside our own: a second reading of a string is no second voice; and what another knowledge changes.

#![allow(clippy::unwrap_used)]

use oogmerk_identify::{Ground, Options, Side, difference, identify, identify_one};
use oogmerk_knowledge::foreign::recog;
use oogmerk_knowledge::{Knowledge, Pack};
use oogmerk_model::{
    Claim, Conclusion, Count, CountRow, Device, Evidence, Fact, Field, Finding, Means, Observation, Property,
    Severity, Source, State, Subject, Timestamp,
};
use std::collections::BTreeSet;
use std::sync::Arc;

fn evidence(readings: &[(&str, &str)]) -> Vec<Evidence> {
    let one = |((field, value), line): (&(&str, &str), u64)| {
        let observation = Arc::new(Observation {
            subject: Subject::named("ip:10.0.0.7"),
            seen_at: None,
            vantage: None,
            means: Means::Asked,
            authority: None,
            protocol: Arc::from(field.split('.').next().unwrap()),
            source: Source { frame: Some(line), ..Source::default() },
            digest: Arc::from(""),
        });
        Evidence::copied(&observation, Field::named(field), *value)
    };
    readings.iter().zip(1..).map(one).collect()
}

/// Written for these tests, in Recog's format.
fn database(matches: &str, pattern: &str, vendor: &str) -> String {
    format!(
        "<fingerprints matches=\"{matches}\"><fingerprint pattern=\"{pattern}\">\
         <param pos=\"0\" name=\"hw.vendor\" value=\"{vendor}\"/>\
         <param pos=\"0\" name=\"hw.device\" value=\"IP Camera\"/></fingerprint></fingerprints>"
    )
}

fn with(databases: &[String]) -> Knowledge {
    let names: Vec<String> = (0..databases.len()).map(|i| format!("{i}.xml")).collect();
    let files: Vec<(&str, &[u8])> =
        names.iter().map(String::as_str).zip(databases.iter().map(String::as_bytes)).collect();
    Knowledge::embedded().unwrap().with_foreign(recog(&files).tells)
}

fn device(readings: &[(&str, &str)], knowledge: &Knowledge) -> Device {
    identify_one(&evidence(readings), knowledge, &options())
}

fn options() -> Options {
    Options::all_at(Timestamp::parse_day("2026-11-24").unwrap(), oogmerk_wire::hearing())
}

fn brand_groups(device: &Device) -> BTreeSet<&str> {
    let is_brand = |c: &&Claim| c.property == Property::Brand && c.value == "mobotix";
    device.claims.iter().filter(is_brand).map(|c| c.group.as_str()).collect()
}

#[test]
fn a_foreign_reading_of_a_string_is_no_second_voice_and_of_another_string_is_one() {
    let readings = [("rtsp.server", "Zzyzx 1"), ("http.title", "Zzyzx page")];
    let server = database("rtsp_header.server", "^Zzyzx", "MOBOTIX");
    let title = database("html_title", "^Zzyzx", "MOBOTIX");
    let one = device(&readings, &with(std::slice::from_ref(&server)));
    assert_eq!(one.brand.verdict, State::Undecided, "one moderate voice decides no brand");
    let twice = device(&readings, &with(&[server.clone(), server.clone()]));
    assert_eq!(twice.brand.verdict, State::Undecided, "two databases that read one string are one voice");
    assert_eq!(brand_groups(&twice).len(), 1);
    let two = device(&readings, &with(&[server, title]));
    assert_eq!(two.brand.value.as_deref(), Some("Mobotix"), "{:?}", two.claims);
    assert_eq!(two.maker.verdict, State::Undecided, "a name is a statement and says nothing of who built it");
    assert!(two.claims.iter().all(|c| c.property != Property::Maker || !c.by.starts_with("recog:")));
    let by: BTreeSet<&str> =
        two.claims.iter().filter(|c| c.property == Property::Brand).map(|c| c.by.as_str()).collect();
    assert!(by.contains("recog:0.xml:00001") && by.contains("recog:1.xml:00001"), "{by:?}");
}

#[test]
fn a_foreign_reading_takes_the_group_of_our_own_tell_on_the_same_string() {
    let own = Knowledge::embedded().unwrap();
    let tell = own
        .tells()
        .iter()
        .find(|t| t.field == "telnet.banner" && t.claims.brand.is_some() && t.matches[0].len() < 60)
        .unwrap();
    let (brand, value) = (tell.claims.brand.clone().unwrap(), tell.matches[0].clone());
    let plain: String = value.chars().take_while(char::is_ascii_alphanumeric).collect();
    let database = database("telnet.banner", &format!("^{plain}"), &brand);
    let found = device(&[("telnet.banner", &value)], &with(&[database]));
    let groups: BTreeSet<&str> = found
        .claims
        .iter()
        .filter(|c| {
            c.property == Property::Brand
                && c.value == brand
                && (c.by == tell.id || c.by.starts_with("recog:"))
        })
        .map(|c| c.group.as_str())
        .collect();
    assert_eq!(groups.len(), 1, "{:?}", found.claims);
    assert!(found.claims.iter().any(|c| c.by.starts_with("recog:")), "it speaks beside our own");
}

#[test]
fn the_difference_between_two_knowledge_bases_is_told_by_device_rule_and_count() {
    let own = Knowledge::embedded().unwrap();
    let text: String = Knowledge::embedded_pack()
        .text
        .split_inclusive('\n')
        .filter(|line| !line.starts_with("vendors/axis/tells.toml"))
        .collect();
    let less = Knowledge::of_pack(&Pack::of_text(text)).unwrap();
    let readings = [("rtsp.realm", "AXIS_ACCC8E000001"), ("http.realm", "AXIS_ACCC8E000001")];
    let ground = Ground::of(evidence(&readings).into_iter().map(Fact::Evidence));
    let devices = |knowledge: &Knowledge| {
        let mut devices = Vec::new();
        identify(&ground, knowledge, &options(), &mut |device, _| devices.push(device));
        devices
    };
    let (before, after) = (devices(&own), devices(&less));
    let finding = |conclusion| Finding {
        schema: "oogmerk.finding/1".into(),
        id: "fnd-1".into(),
        device: before[0].id.clone(),
        rule: "a-rule".into(),
        conclusion,
        severity: Severity::Info,
        because: Vec::new(),
        settles: vec![],
        remedy: String::new(),
        as_of: "2026-11-24".into(),
    };
    let count = |proved, at_most| {
        let row = CountRow { key: "axis".into(), proved, at_most, ..CountRow::default() };
        Count { question: "how_many_by_maker".into(), rows: vec![row], ..Count::default() }
    };
    let (clear, open) = ([finding(Conclusion::Clear)], [finding(Conclusion::Undecided)]);
    let (one, none) = ([count(1, 1)], [count(0, 1)]);
    let had = Side { devices: &before, findings: &clear, counts: &one };
    let has = Side { devices: &after, findings: &open, counts: &none };
    assert!(difference(had, had).is_empty());
    let told = difference(had, has);
    let brand = told.verdicts.iter().find(|v| v.property == "brand").unwrap();
    assert_eq!((brand.from.state, brand.to.state), (State::Decided, State::Undecided));
    assert_eq!(brand.from.values, ["Axis"]);
    assert!(brand.to.values.is_empty());
    assert!(brand.no_longer_says.iter().any(|by| by.starts_with("axis-")), "{brand:?}");
    assert!(brand.now_says.is_empty());
    let changed: Vec<_> = told.counts.iter().map(|c| (c.key.as_str(), c.from, c.to)).collect();
    assert_eq!(changed, [("axis", (1, 1), (0, 1))]);
    let concluded: Vec<_> = told.findings.iter().map(|f| (f.rule.as_str(), f.from, f.to)).collect();
    assert_eq!(concluded, [("a-rule", Some(Conclusion::Clear), Some(Conclusion::Undecided))]);
    let back = difference(has, had);
    assert_eq!(back.verdicts.len(), told.verdicts.len());
}
