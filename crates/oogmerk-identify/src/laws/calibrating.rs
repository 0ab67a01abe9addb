//! A calibration moves numbers and never a verdict.

use super::*;
use crate::leanings;
use oogmerk_knowledge::Calibration;
use oogmerk_model::Property;

fn bench() -> Bench {
    Bench::new()
        .says("x1", "http.server", "App-webs/")
        .says("x1", "sadp.device_description", "DS-2CD2385G1-I")
        .says("x2", "onvif.manufacturer", "Honeywell")
        .says("x2", "onvif.model", "HBW2PER1")
        .says("x3", "onvif.manufacturer", "Hikvision")
        .says("x3", "sheet.brand", "Dahua")
}

fn calibrated() -> SmallOracle {
    let line = |property| Calibration { property, cases: 200, offset_mdb: -3_000, slope_permille: 500 };
    let mut oracle = SmallOracle::new();
    oracle.calibrations = [Property::Kind, Property::Brand, Property::Model].map(line).to_vec();
    oracle
}

fn said(device: &Device) -> Vec<(State, Option<&str>, Vec<&str>)> {
    [&device.kind, &device.brand, &device.maker, &device.model]
        .map(|v| (v.verdict, v.value.as_deref(), v.rivals.iter().map(|r| r.value.as_str()).collect()))
        .to_vec()
}

#[test]
fn a_calibration_moves_numbers_and_never_a_verdict() {
    let ground = bench().ground();
    let by_rule = identified(&ground, &SmallOracle::new(), &all());
    let fitted = identified(&ground, &calibrated(), &all());
    assert_eq!(by_rule.devices.len(), 3);
    let mut moved = 0;
    for (a, b) in by_rule.devices.iter().zip(&fitted.devices) {
        assert_eq!(said(a), said(b));
        assert_eq!(a.maker.confidence, b.maker.confidence, "nobody fitted the maker");
        moved += usize::from(a.brand.confidence != b.brand.confidence);
    }
    assert!(moved > 0, "no confidence moved: the test shows nothing");
}

#[test]
fn with_a_calibration_the_order_of_facts_still_does_not_matter() {
    let facts = bench().facts();
    let want = bytes(&identified(&ground_of(facts.clone()), &calibrated(), &all()));
    for seed in 0..6 {
        let ground = ground_of(shuffled(facts.clone(), seed));
        assert_eq!(bytes(&identified(&ground, &calibrated(), &all())), want, "seed {seed}");
    }
}

#[test]
fn what_leads_is_what_the_record_says() {
    let ground = bench().ground();
    let assessed = identified(&ground, &calibrated(), &all());
    let mut found = Vec::new();
    leanings(&ground, &calibrated(), &all(), &mut |leanings, _| found.push(leanings));
    assert_eq!(found.len(), assessed.devices.len());
    for (leanings, device) in found.iter().zip(&assessed.devices) {
        assert_eq!(leanings.device, *device);
        for (property, verdict) in [(Property::Brand, &device.brand), (Property::Model, &device.model)] {
            let Some(value) = verdict.decided_value() else { continue };
            let leading = leanings.values.iter().find(|l| l.property == property && l.is_leading).unwrap();
            assert_eq!((leading.value.as_str(), Some(leading.confidence)), (value, verdict.confidence));
        }
        for property in [Property::Kind, Property::Brand, Property::Maker, Property::Model] {
            let own = leanings.values.iter().filter(|l| l.property == property);
            let sum: f64 = own.map(|l| l.confidence).sum();
            assert!(sum < 1.001, "{property:?} adds up to {sum}");
        }
    }
}
