//! What an address block and the cloud that its bearer reaches say together.

#![allow(clippy::unwrap_used)]

use crate::bench::{Bench, all, identified};
use oogmerk_knowledge::Knowledge;
use oogmerk_model::Kind;

/// Brand, maker, and between which kinds it lies, of a thing with an address that reaches a name.
fn of(mac: &str, name: Option<&str>) -> (Option<String>, Option<String>, Vec<Kind>) {
    let knowledge = Knowledge::embedded().unwrap();
    let bench = Bench::new().says("ip:10.0.0.5", "link.mac", mac).window(|_| ());
    let bench = match name {
        Some(name) => bench.sends("ip:10.0.0.5", "10.0.0.5", "198.51.100.8", Some(name)),
        None => bench,
    };
    let found = identified(&bench.ground(), &knowledge, &all());
    let device = found.devices.into_iter().find(|d| d.subjects.iter().any(|s| s == "ip:10.0.0.5")).unwrap();
    let value = |verdict: &oogmerk_model::Verdict| verdict.decided_value().map(str::to_owned);
    (value(&device.brand), value(&device.maker), device.kind.among)
}

#[test]
fn a_block_and_a_contact_with_the_cloud_of_its_firm_name_brand_and_kind() {
    let both = vec![Kind::Camera, Kind::Recorder];
    let (brand, _, among) = of("48:62:64:0a:0b:0c", Some("mqtt-cluster.arloxcld.com"));
    assert_eq!((brand.as_deref(), among), (Some("Arlo"), both.clone()));
    // A firm of which another label is known to be built: what both show is no label.
    let (brand, _, among) = of("ec:71:db:0a:0b:0c", Some("p2p3.reolink.com"));
    assert_eq!((brand, among), (None, both));
    // A firm that sells much else: its name, and no kind.
    let (brand, _, among) = of("fc:ec:da:0a:0b:0c", Some("trace.svc.ui.com"));
    assert_eq!((brand.as_deref(), among), (Some("Ubiquiti"), Vec::new()));
}

#[test]
fn one_of_the_two_names_nothing_nor_do_two_firms() {
    let check = |mac: &str, name: Option<&str>| {
        let (brand, maker, among) = of(mac, name);
        assert_eq!((brand, maker, among), (None, None, Vec::new()), "{mac} {name:?}");
    };
    // The block alone; a telephone with the app; a router that hands on what a camera behind it reaches.
    check("48:62:64:0a:0b:0c", None);
    check("f0:99:bf:0a:0b:0c", Some("mqtt-cluster.arloxcld.com"));
    check("00:0a:eb:0a:0b:0c", Some("mqtt-cluster.arloxcld.com"));
    // An address set by software, and a place that is nobody's.
    check("4a:62:64:0a:0b:0c", Some("mqtt-cluster.arloxcld.com"));
    check("48:62:64:0a:0b:0c", Some("cdn.example.org"));
}
