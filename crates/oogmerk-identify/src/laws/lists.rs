//! Rows of lists against devices.

use super::*;

fn row(bench: Bench, row: &str, fields: &[(&str, &str)]) -> Bench {
    fields
        .iter()
        .fold(bench.from("list.csv", Means::Declared), |bench, (field, value)| bench.says(row, field, value))
}

#[test]
fn rows_are_matched_by_key_then_address_and_never_become_devices() {
    let found = Bench::new()
        .says("ip:10.0.0.5", "protocol.answered", "sadp")
        .says("ip:10.0.0.5", "sadp.mac", MAC)
        .says("ip:10.0.0.5", "sadp.device_description", "DS-2CD2385G1-I")
        .says("ip:10.0.0.6", "protocol.answered", "sadp")
        .says("ip:10.0.0.7", "protocol.answered", "sadp");
    let bench = row(
        found,
        "1",
        &[
            ("sheet.mac", MAC),
            ("sheet.model", "DS-2CD1111"),
            ("sheet.ip", "10.0.0.5"),
            ("sheet.asset", "CAM-1"),
        ],
    );
    let bench = row(bench, "2", &[("sheet.ip", "10.0.0.6")]);
    let bench = row(bench, "3", &[("sheet.ip", "10.0.0.99"), ("sheet.asset", "CAM-3")]);
    let found = bench.identified();
    assert_eq!(found.devices.len(), 3);
    let by: Vec<_> = found.rest.declared.iter().map(|d| (d.key.as_str(), d.matched_by.as_deref())).collect();
    assert_eq!(by, [("CAM-1", Some("mac")), ("CAM-3", None), ("list.csv#2", Some("ip"))]);
    let kinds: Vec<_> = found.rest.deviations.iter().map(|d| (d.kind, d.declared.as_deref())).collect();
    assert_eq!(
        kinds,
        [
            (DeviationKind::Differs, Some("CAM-1")),
            (DeviationKind::DeclaredNotFound, Some("CAM-3")),
            (DeviationKind::FoundNotDeclared, None)
        ]
    );
    assert_eq!(
        found.rest.deviations[0].fields,
        [("model".to_owned(), "DS-2CD1111".to_owned(), "DS-2CD2385G1-I".to_owned())]
    );
}

/// A Lorex camera that shows one voice for Dahua, and a list.
fn lorex(rows: &[&[(&str, &str)]]) -> Device {
    let found = Bench::new()
        .says("ip:10.0.0.5", "link.mac", MAC)
        .says("ip:10.0.0.5", "link.ip", "10.0.0.5")
        .says("ip:10.0.0.5", "onvif.manufacturer", "Lorex")
        .says("ip:10.0.0.5", "rtsp.realm", "Login to 5C00AA11BB22");
    let bench = rows.iter().zip(["1", "2"]).fold(found, |bench, (fields, name)| row(bench, name, fields));
    only(bench.identified())
}

#[test]
fn the_day_in_a_matched_row_says_under_which_arrangement_a_device_was_built() {
    let check = |rows: &[&[(&str, &str)]], want: Option<&str>| {
        let device = lorex(rows);
        assert_eq!(device.brand.decided_value(), Some("Lorex"), "{rows:?}");
        assert_eq!(device.maker.decided_value(), want, "{rows:?}");
    };
    check(&[], None);
    check(&[&[("sheet.mac", MAC), ("sheet.installed", "2019-05-01")]], Some("Dahua"));
    check(&[&[("sheet.mac", MAC), ("sheet.bought", "2021-05-01")]], Some("Dahua"));
    // Sold since: nobody knows who builds them now. A year on the shelf counts.
    check(&[&[("sheet.mac", MAC), ("sheet.installed", "2024-05-01")]], None);
    check(&[&[("sheet.mac", MAC), ("sheet.installed", "2023-03-01")]], None);
    // No strong key, another device's row, no date, a date to come, two rows for one device: no day.
    check(&[&[("sheet.ip", "10.0.0.5"), ("sheet.installed", "2019-05-01")]], None);
    check(&[&[("sheet.mac", MAC2), ("sheet.installed", "2019-05-01")]], None);
    check(&[&[("sheet.mac", MAC)]], None);
    check(&[&[("sheet.mac", MAC), ("sheet.installed", "2031-05-01")]], None);
    let first: &[(&str, &str)] = &[("sheet.mac", MAC), ("sheet.installed", "2019-05-01")];
    check(&[first, &[("sheet.mac", MAC), ("sheet.installed", "2024-05-01")]], None);
}

#[test]
fn a_day_that_chose_an_arrangement_stands_among_the_evidence() {
    let device = lorex(&[&[("sheet.mac", MAC), ("sheet.installed", "2019-05-01")]]);
    assert_eq!(device.maker.relation, Some(Relation::Subsidiary));
    let claim = device.claims.iter().find(|c| c.by == "lineage:lorex-dahua").unwrap();
    let cited: Vec<&str> = claim
        .because
        .iter()
        .filter_map(|id| device.evidence.iter().find(|e| e.id == *id))
        .map(|e| e.field.as_str())
        .collect();
    assert_eq!(cited, ["onvif.manufacturer", "sheet.installed"]);
    let argument = explain(&device, &SmallOracle::new());
    let source = &argument.iter().find(|b| b.by == "lineage:lorex-dahua").unwrap().source;
    assert!(source.contains("(evidence: project)"), "{source}");
}

#[test]
fn an_address_that_two_rows_claim_matches_neither() {
    let bench = Bench::new().says("ip:10.0.0.5", "protocol.answered", "sadp");
    let bench = row(row(bench, "1", &[("sheet.ip", "10.0.0.5")]), "2", &[("sheet.ip", "10.0.0.5")]);
    assert!(bench.identified().rest.declared.iter().all(|d| d.device.is_none()));
}

#[test]
fn a_name_that_only_the_software_carries_is_not_the_label_where_the_list_names_another() {
    let check = |field: &str, value: &str, listed: &str, want: Option<&str>| {
        let found = Bench::new().says("ip:10.0.0.5", "link.mac", MAC).says("ip:10.0.0.5", field, value);
        let device = only(row(found, "1", &[("sheet.mac", MAC), ("sheet.brand", listed)]).identified());
        assert_eq!(device.brand.decided_value(), want, "{field} {listed}");
    };
    check("ftp.banner", "220 AXIS 214 ready", "Axis", Some("Axis"));
    check("ftp.banner", "220 AXIS 214 ready", "Honeywell", None);
    check("ftp.banner", "220 AXIS 214 ready", "Nobody Knows Ltd", Some("Axis"));
    check("onvif.manufacturer", "AXIS", "Honeywell", Some("Axis"));
}
