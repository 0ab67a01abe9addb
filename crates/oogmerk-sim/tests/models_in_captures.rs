//! What names a device's model in the small talk of a network reaches the facts of a capture: one announcement a
//! protocol, filmed here, and the fields in which the model and what stands beside it must be found.
#![allow(missing_docs, clippy::unwrap_used)]

use oogmerk_capture as capture;
use oogmerk_model::{Fact, Mac};
use oogmerk_sim::film::{Film, group};
use oogmerk_wire::codec::dhcp::Choice;
use oogmerk_wire::codec::{cdp, dhcp, lldp, mdns, sip, ssdp, ws_discovery};
use std::net::Ipv4Addr;

const MAC: Mac = Mac([0x00, 0x00, 0x5e, 0x00, 0x53, 0x07]);
const OWN: Ipv4Addr = Ipv4Addr::new(10, 20, 0, 7);
const OTHER: (Mac, Ipv4Addr) = (Mac([0x00, 0x00, 0x5e, 0x00, 0x53, 0x09]), Ipv4Addr::new(10, 20, 0, 9));

/// Films what a device says and looks for fields and values in what a capture of it gives.
fn check(say: impl FnOnce(&mut Film), want: &[(&str, &str)]) {
    let mut film = Film::default();
    say(&mut film);
    let mut facts: Vec<Fact> = Vec::new();
    let mut reader = capture::Reader::new(capture::Options::named("film"));
    reader.feed(&film.file(1_764_500_000), &mut facts);
    reader.finish(&mut facts);
    let said: Vec<(&str, &str)> = facts
        .iter()
        .filter_map(|f| if let Fact::Evidence(e) = f { Some((e.field.as_str(), &*e.value)) } else { None })
        .collect();
    for pair in want {
        assert!(said.contains(pair), "{pair:?} is not in {said:?}");
    }
}

/// To a multicast group, from the port of the protocol.
fn to_group(film: &mut Film, ip: [u8; 4], port: u16, payload: &[u8]) {
    let ip = Ipv4Addr::from(ip);
    film.udp(0, (MAC, OWN, port), (group(ip), ip, port), 1, payload);
}

/// A frame of its own: behind a type, or behind a length and the head of an organisation.
fn frame(to: [u8; 6], kind: u16, payload: &[u8]) -> Vec<u8> {
    [&to[..], &MAC.0, &kind.to_be_bytes(), payload].concat()
}

#[test]
fn who_asks_for_an_address_says_what_it_is() {
    let options =
        vec![Choice::of(12, *b"axis-00005e005307"), Choice::of(60, *b"AXIS,Network Camera,M3045-V,8.40.1")];
    let asks = dhcp::write_client(1, 7, MAC, Ipv4Addr::UNSPECIFIED, options);
    let all = (Mac([0xff; 6]), Ipv4Addr::BROADCAST, 67);
    check(
        |film| film.udp(0, (MAC, Ipv4Addr::UNSPECIFIED, 68), all, 64, &asks),
        &[
            ("dhcp.hostname", "axis-00005e005307"),
            ("dhcp.vendor_class", "AXIS,Network Camera,M3045-V,8.40.1"),
        ],
    );
}

#[test]
fn neighbours_say_model_and_software() {
    let inventory = [(7, "1.41.02"), (8, "ZABC1234567"), (9, "Hanwha Techwin"), (10, "XNV-8080R")];
    let told = lldp::write(MAC, "cam", "AXIS M3045-V Network Camera 8.40.1", &inventory);
    check(
        |film| film.add(0, frame([0x01, 0x80, 0xc2, 0, 0, 0x0e], 0x88cc, &told)),
        &[
            ("lldp.system_description", "AXIS M3045-V Network Camera 8.40.1"),
            ("lldp.software", "1.41.02"),
            ("lldp.serial", "ZABC1234567"),
            ("lldp.manufacturer", "Hanwha Techwin"),
            ("lldp.model", "XNV-8080R"),
        ],
    );
    let told = cdp::write(&[(1, "axis-00005e005307"), (5, "9.80.3"), (6, "AXIS P3245-LVE")]);
    let snap = [&[0xaa, 0xaa, 3, 0, 0, 0x0c, 0x20, 0][..], &told].concat();
    let length = u16::try_from(snap.len()).unwrap();
    check(
        |film| film.add(0, frame([0x01, 0x00, 0x0c, 0xcc, 0xcc, 0xcc], length, &snap)),
        &[("cdp.platform", "AXIS P3245-LVE"), ("cdp.version", "9.80.3")],
    );
}

#[test]
fn announcements_and_answers_say_the_model() {
    let agent = sip::write(200, "OK", "Grandstream GDS3710 1.0.7.23");
    check(
        |film| film.udp(0, (MAC, OWN, 5060), (OTHER.0, OTHER.1, 5060), 64, &agent),
        &[("sip.user_agent", "Grandstream GDS3710 1.0.7.23")],
    );
    let service = mdns::Service {
        kind: "_axis-video._tcp.local",
        instance: "AXIS M3045-V - 00005E005307",
        port: 80,
        texts: &["macaddress=00005E005307", "md=M3045-V"],
    };
    let announced = mdns::write_announcement("axis-00005e005307.local", Some(OWN), None, &[service]);
    check(
        |film| to_group(film, [224, 0, 0, 251], 5353, &announced),
        &[
            ("mdns.instance", "AXIS M3045-V - 00005E005307._axis-video._tcp.local"),
            ("mdns.txt_model", "M3045-V"),
        ],
    );
    let notify = ssdp::write_notify(&ssdp::Announcement {
        server: "Linux/2.6, UPnP/1.0, DCS-932L/2.0",
        target: "upnp:rootdevice",
        usn: "uuid:00005e00-5307-4000-8000-00005e005307::upnp:rootdevice",
        location: "http://10.20.0.7:5960/description.xml",
    });
    check(
        |film| to_group(film, [239, 255, 255, 250], 1900, &notify),
        &[("ssdp.server", "Linux/2.6, UPnP/1.0, DCS-932L/2.0")],
    );
}

#[test]
fn scopes_say_maker_model_and_version() {
    let device = ws_discovery::Description {
        address: "urn:uuid:00005e00-5307-4000-8000-00005e005307",
        types: "dn:NetworkVideoTransmitter",
        scopes: &[
            ("hardware", "IPC322LB-SF28-A"),
            ("manufacturer", "UNIVIEW"),
            ("version", "1.41.02"),
            ("model", "XNV-8080R"),
        ],
        xaddrs: &["http://10.20.0.7/onvif/device_service"],
    };
    let hello = ws_discovery::write_hello(ws_discovery::Namespaces::Of2005, [7; 16], &device);
    check(
        |film| to_group(film, [239, 255, 255, 250], 3702, &hello),
        &[
            ("onvif.scope.hardware", "IPC322LB-SF28-A"),
            ("onvif.scope.manufacturer", "UNIVIEW"),
            ("onvif.scope.firmware", "1.41.02"),
            ("onvif.scope.model", "XNV-8080R"),
        ],
    );
}
