//! The laws about who may be called the maker, as tests over whole devices: independence of voices, makers of parts,
//! and what would decide an open one.

#![allow(clippy::unwrap_used)]

use crate::bench::{Bench, SmallOracle, all};
use crate::{explain, identify_one};
use oogmerk_knowledge::{Knowledge, Oracle, Status};
use oogmerk_model::{Device, Evidence, Field, State};

fn device(readings: &[(&str, &str)], oracle: &dyn Oracle) -> Device {
    let bench = readings.iter().fold(Bench::new(), |bench, (field, value)| bench.says("x", field, value));
    let evidence: Vec<Evidence> = bench.evidence();
    identify_one(&evidence, oracle, &all())
}

fn maker(readings: &[(&str, &str)]) -> Option<String> {
    maker_of(readings, &SmallOracle::new())
}

fn maker_of(readings: &[(&str, &str)], oracle: &dyn Oracle) -> Option<String> {
    device(readings, oracle).maker.decided_value().map(str::to_owned)
}

#[test]
fn one_string_read_in_two_fields_is_one_voice() {
    // The realm stands in the header, and the title repeats it: one string that somebody set.
    assert_eq!(maker(&[("rtsp.realm", "IP Camera(C1)")]), None);
    // A model in two answers is one model, and its shape one voice.
    assert_eq!(
        maker(&[("onvif.model", "DS-2CD2143G2-I"), ("sadp.device_description", "DS-2CD2143G2-I")]),
        None
    );
    assert_eq!(
        maker(&[("rtsp.realm", "IP Camera(C1)"), ("http.server", "App-webs/")]).as_deref(),
        Some("Hikvision")
    );
}

#[test]
fn a_statement_is_no_voice_that_decides_and_two_statements_are_one() {
    assert_eq!(maker(&[("onvif.manufacturer", "HIKVISION")]), None);
    assert_eq!(maker(&[("onvif.manufacturer", "HIKVISION"), ("sheet.brand", "Hikvision")]), None);
    let said = device(&[("protocol.answered", "sadp"), ("onvif.manufacturer", "Dahua")], &SmallOracle::new());
    assert_eq!(said.maker.decided_value(), Some("Hikvision"), "a name rivals no maker");
    let contested =
        device(&[("protocol.answered", "sadp"), ("statement.maker", "Dahua")], &SmallOracle::new());
    assert_eq!(
        contested.maker.verdict,
        State::Contested,
        "a statement about who built it is shown beside it"
    );
}

#[test]
fn the_block_of_a_house_that_builds_what_it_sells_bears_out_the_label() {
    let mac = "44:47:cc:37:ce:81";
    let (named, linked) = (("onvif.manufacturer", "HIKVISION"), ("link.mac", mac));
    assert_eq!(maker(&[named, linked]).as_deref(), Some("Hikvision"));
    // A house brand: one house builds and sells.
    assert_eq!(maker(&[("onvif.manufacturer", "EZVIZ"), linked]).as_deref(), Some("Hikvision"));
    // The name alone, the block alone, and a name that no edge ties to whoever bought the block.
    for readings in [&[named][..], &[linked], &[("onvif.manufacturer", "Honeywell"), linked]] {
        assert_eq!(maker(readings), None, "{readings:?}");
    }
    // An owner's word is no label, and a frame may carry the address of a neighbour.
    for readings in [[("dhcp.hostname", "hikvision"), linked], [named, ("frame.mac", mac)]] {
        assert_eq!(maker(&readings), None, "{readings:?}");
    }
}

#[test]
fn an_address_that_stands_in_a_number_of_the_device_is_its_block_too() {
    let knowledge = Knowledge::embedded().unwrap();
    let maker = |readings: &[(&str, &str)]| maker_of(readings, &knowledge);
    let (named, model) = (("onvif.manufacturer", "GeoVision"), ("onvif.model", "GV-FER5700"));
    let serial = ("onvif.serial", "0013E20C7A19");
    for number in [serial, ("wsd.endpoint", "urn:uuid:2419d68a-2dd2-21b2-a205-0013e20c7a19")] {
        assert_eq!(maker(&[named, model, number]).as_deref(), Some("GeoVision"), "{number:?}");
        assert_eq!(maker(&[number]), None, "{number:?} alone");
        assert_eq!(maker(&[("onvif.manufacturer", "Bosch"), number]), None, "under another name");
    }
    // Too short, drawn at random, counted up, of another house; and a name that its owner sets.
    for number in [
        ("onvif.serial", "0013E20C7A1"),
        ("wsd.endpoint", "urn:uuid:2419d68a-2dd2-41b2-a205-0013e20c7a19"),
        ("onvif.serial", "000136402773"),
        ("onvif.serial", "ACCC8E0C7A19"),
        ("dhcp.hostname", "cam-0013e20c7a19"),
    ] {
        assert_eq!(maker(&[named, model, number]), None, "{number:?}");
    }
    assert_eq!(maker(&[named, model, serial, ("link.mac", "00:40:8c:33:44:55")]), None, "two houses' blocks");
}

#[test]
fn the_block_of_whoever_bought_a_house_bears_out_the_house() {
    let knowledge = Knowledge::embedded().unwrap();
    let maker = |readings: &[(&str, &str)]| maker_of(readings, &knowledge);
    let (label, model) = (("lldp.manufacturer", "Avigilon"), ("lldp.model", "2.0C-H5SL-D1-IR"));
    let bought = ("link.mac", "00:18:85:1c:40:d2");
    assert_eq!(maker(&[label, model, bought]).as_deref(), Some("Avigilon"));
    // The owner's block under a name that it did not buy, on a model that the house is not known to build, and alone.
    for readings in [&[("lldp.manufacturer", "Bosch"), bought][..], &[label, bought], &[bought]] {
        assert_eq!(maker(readings), None, "{readings:?}");
    }
}

#[test]
fn a_block_bears_out_an_edge_to_its_owner_and_no_other_maker() {
    let mut oracle = SmallOracle::new();
    let label = |oracle: &SmallOracle, more: &[(&str, &str)]| {
        let readings =
            [&[("onvif.manufacturer", "Honeywell"), ("link.mac", "44:47:cc:37:ce:81")], more].concat();
        maker_of(&readings, oracle)
    };
    oracle.edge("honeywell", "hikvision", Status::Draft);
    assert_eq!(label(&oracle, &[]), None, "a lead");
    oracle.edge("honeywell", "hikvision", Status::Tested);
    assert_eq!(label(&oracle, &[]).as_deref(), Some("Hikvision"));
    assert_eq!(label(&oracle, &[("protocol.answered", "dhdiscover")]).as_deref(), Some("Dahua"));
    // Who sells and buys a block for what an unknown firm builds.
    oracle.edge("hikvision", "hikvision", Status::Draft);
    assert_eq!(
        maker_of(&[("onvif.manufacturer", "HIKVISION"), ("link.mac", "44:47:cc:37:ce:81")], &oracle),
        None
    );
}

#[test]
fn a_row_that_somebody_typed_is_one_voice_address_and_all() {
    let typed = [("sheet.brand", "Hikvision"), ("sheet.mac", "44:47:cc:37:ce:81")];
    let bench = Bench::new().from("list.csv", oogmerk_model::Means::Declared);
    let bench = typed.iter().fold(bench, |bench, (field, value)| bench.says("x", field, value));
    let evidence: Vec<Evidence> = bench.evidence();
    assert_eq!(identify_one(&evidence, &SmallOracle::new(), &all()).maker.decided_value(), None);
}

#[test]
fn a_maker_of_chips_is_never_the_maker_or_the_brand() {
    for field in ["onvif.manufacturer", "statement.maker", "sheet.brand"] {
        let d = device(&[(field, "HiSilicon"), ("protocol.answered", "sadp")], &SmallOracle::new());
        assert_eq!(d.maker.decided_value(), Some("Hikvision"), "{field}");
        assert_ne!(d.brand.decided_value(), Some("HiSilicon"), "{field}");
        let chip = d.soc_maker.clone().unwrap();
        assert_eq!(chip.decided_value(), Some("HiSilicon"), "{field}: {chip:?}");
        let told = explain(&d, &SmallOracle::new());
        assert!(told.iter().any(|b| b.property == "soc-maker" && b.value == "HiSilicon"), "{field}");
        assert!(told.iter().all(|b| b.property != "maker" || b.value != "HiSilicon"), "{field}");
    }
    let modem = device(&[("onvif.manufacturer", "Quectel")], &SmallOracle::new());
    assert_eq!(modem.modem_maker.unwrap().decided_value(), Some("Quectel"));
    assert_eq!((modem.brand.decided_value(), modem.maker.decided_value()), (None, None));
}

#[test]
fn a_chip_called_after_its_maker_names_it() {
    let d = device(&[("vapix.soc", "Ambarella S2L (Flattened Device Tree)")], &SmallOracle::new());
    assert_eq!(d.soc_maker.unwrap().decided_value(), Some("Ambarella"));
    let own = device(&[("vapix.soc", "Axis Artpec-7")], &SmallOracle::new());
    assert_eq!(own.soc_maker.unwrap().decided_value(), Some("Axis"), "a firm may make its own");
    assert_eq!(own.maker.decided_value(), None, "a chip says nothing about who built the device");
    assert!(device(&[("http.server", "App-webs/")], &SmallOracle::new()).soc_maker.is_none());
}

/// What a field would have to say to be read as a candidate's, by the knowledge's own examples.
fn examples<'k>(knowledge: &'k Knowledge, field: &'k str) -> impl Iterator<Item = (&'k str, &'k str)> {
    knowledge
        .tells()
        .iter()
        .filter(move |t| t.field == field)
        .filter_map(|t| Some((t.claims.maker.as_deref()?, t.matches.first()?.as_str())))
}

#[test]
fn each_need_of_an_open_maker_names_a_field_that_really_could_decide() {
    let knowledge = Knowledge::embedded().unwrap();
    let open: [&[(&str, &str)]; 5] = [
        &[("onvif.manufacturer", "Lorex")],
        &[("onvif.manufacturer", "Honeywell"), ("http.title", "WEB SERVICE")],
        &[("link.mac", "44:47:cc:37:ce:81")],
        &[("rtsp.server", "HiIpcam/V100R003 VodServer/1.0.0")],
        &[("protocol.answered", "sadp"), ("protocol.answered", "dhdiscover")],
    ];
    let mut tried = 0;
    for readings in open {
        let d = device(readings, &knowledge);
        assert_ne!(d.maker.verdict, State::Decided, "{readings:?}");
        assert!(!d.maker.needs.is_empty(), "{readings:?}");
        let costs: Vec<_> =
            d.maker.needs.iter().map(|f| oogmerk_wire::hearing().cost(f.as_str()).unwrap()).collect();
        assert!(costs.is_sorted(), "{readings:?} {:?}", d.maker.needs);
        for field in d.maker.needs.iter().map(Field::as_str).filter(|f| *f != "label.model") {
            assert!(readings.iter().all(|(read, _)| *read != field), "{field} was read already");
            let decides = examples(&knowledge, field).any(|(maker, example)| {
                let with: Vec<(&str, &str)> = readings.iter().copied().chain([(field, example)]).collect();
                let after = device(&with, &knowledge);
                after.maker.decided_value().is_some_and(|name| name == knowledge.label(maker))
            });
            let is_contested = d.maker.verdict == State::Contested;
            assert!(decides || is_contested, "{readings:?}: {field} decides nothing");
            tried += usize::from(decides);
        }
    }
    assert!(tried >= 8, "{tried}");
}
