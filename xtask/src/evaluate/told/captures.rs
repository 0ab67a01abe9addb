//! Captures whose publisher, or an independent reader, lists the outside destinations of the one device in them.

use super::held::{Found, Held, text, texts};
use oogmerk_model::{Direction, Fact, ProblemSeverity, Reach};
use serde_json::Value;
use std::collections::BTreeSet;
use std::net::IpAddr;

/// Folders with a truth line per capture.
const LABELLED: [&str; 3] = ["iot-sentinel", "neu-intl-iot", "neolink-reolink"];

pub fn hold(held: &mut Held) {
    for corpus in LABELLED {
        for t in held.truth(corpus) {
            let file = format!("{corpus}/{}", text(&t, "file"));
            let found = held.read(&file);
            let subjects = subjects_of(&found, text(&t, "mac"), corpus == "neolink-reolink");
            destinations(held, &file, &t, &found, &subjects);
            addresses(held, &file, &t, &subjects);
            let broken = found
                .facts
                .iter()
                .any(|f| matches!(f, Fact::Problem(p) if p.severity != ProblemSeverity::Part));
            held.expect(!broken, || format!("{file}: not read to its end"));
        }
    }
}

/// Subjects that are the device of a MAC. One folder holds no frame that shows its sender to be on the link.
fn subjects_of<'f>(found: &'f Found, mac: &str, is_routed: bool) -> BTreeSet<&'f str> {
    let names = |field: &str| field == "link.mac" || (is_routed && field == "frame.mac");
    let own = found.evidence().filter(|e| e.value == mac && names(e.field.as_str()));
    own.map(|e| e.observation.subject.as_str()).collect()
}

fn destinations(held: &mut Held, file: &str, truth: &Value, found: &Found, subjects: &BTreeSet<&str>) {
    let listed = texts(truth, "external_destinations", Some("dst"));
    let want: BTreeSet<IpAddr> = listed.iter().filter_map(|ip| ip.parse().ok()).collect();
    let got: BTreeSet<IpAddr> = found
        .facts
        .iter()
        .filter_map(|f| if let Fact::Contact(c) = f { Some(c) } else { None })
        .filter(|c| subjects.contains(c.subject.as_str()))
        .filter(|c| c.direction == Direction::Out || c.answered)
        .map(|c| c.peer)
        .collect();
    held.expect(got == want, || format!("{file}: reaches {got:?}, truth {want:?}"));
}

fn addresses(held: &mut Held, file: &str, truth: &Value, subjects: &BTreeSet<&str>) {
    for address in texts(truth, "ips_seen", None) {
        let Ok(ip) = address.parse::<IpAddr>() else { continue };
        if Reach::of(ip) == Reach::Inside && !ip.is_unspecified() {
            let has = subjects.contains(format!("ip:{address}").as_str());
            held.expect(has, || format!("{file}: {address} has not the MAC of its truth"));
        }
    }
}
