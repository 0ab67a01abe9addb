//! nmap's three outputs: XML, grepable and normal.
//!
//! What a device itself said (titles, headers, greetings, certificates) becomes evidence of the protocol it was said
//! in. What nmap concluded (product, CPE, device type, operating system) enters as `nmap.*` only.
//!
//! Sources: nmap reference guide, chapter "Nmap Output Formats", and `nmap.dtd` 1.05 for the names of elements.

use super::{fingerprint, script};
use crate::banner;
use crate::reading::{How, Reading};
use oogmerk_model::{Field, Observation, Place, Subject, Timestamp};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

/// Most ports kept of one host, most scripts of one port: a device has some tens, a hostile file any number.
pub(crate) const PORTS_MAX: usize = 4096;
pub(crate) const SCRIPTS_MAX: usize = 64;

/// One host as nmap reports it.
#[derive(Default)]
pub(crate) struct Host {
    pub addresses: Vec<IpAddr>,
    pub mac: Option<String>,
    pub vendor: Option<String>,
    pub names: Vec<String>,
    pub ports: Vec<Port>,
    pub scripts: Vec<Script>,
    pub systems: Vec<String>,
    pub cpes: Vec<String>,
    pub device_types: Vec<String>,
    pub down: bool,
    pub seen_at: Option<Timestamp>,
    pub line: Option<u64>,
    pub offset: u64,
    /// Digest of what was read of it.
    pub digest: Sha256,
}

#[derive(Default)]
pub(crate) struct Port {
    pub transport: String,
    pub number: u16,
    pub open: bool,
    pub service: String,
    /// nmap matched an answer; otherwise the name is only what usually sits on the port.
    pub probed: bool,
    pub product: String,
    pub version: String,
    pub extra: String,
    pub fingerprint: String,
    pub scripts: Vec<Script>,
    pub cpes: Vec<String>,
    pub device_type: String,
    pub system: String,
    pub host_name: String,
}

pub(crate) struct Script {
    pub id: String,
    pub output: String,
}

/// Most names, systems, CPEs and device types kept of one host.
const WORDS_MAX: usize = 64;

/// Keeps a word once, and no more than [`WORDS_MAX`] of them.
pub(crate) fn keep(words: &mut Vec<String>, word: impl Into<String>) {
    let word = word.into();
    if words.len() < WORDS_MAX && !words.contains(&word) {
        words.push(word);
    }
}

impl Host {
    fn subject(&self) -> Subject {
        match (self.addresses.first(), self.mac.as_deref().and_then(oogmerk_model::Mac::parse)) {
            (Some(ip), _) => Subject::ip(*ip),
            (None, Some(mac)) => Subject::mac(mac),
            (None, None) => Subject::named("doc"),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.addresses.is_empty() && self.mac.is_none() && self.ports.is_empty()
    }
}

/// Hands over one host. `given` is the observation of a line that already names its subject.
pub(crate) fn put_host(
    host: &Host,
    protocol: &str,
    given: Option<&Arc<Observation>>,
    reading: &mut Reading<'_>,
) {
    if host.is_empty() || (host.down && host.mac.is_none()) {
        return;
    }
    reading.outcome.records += 1;
    let observation = if let Some(given) = given {
        Arc::clone(given)
    } else {
        let mut observation = reading.observation(host.subject(), protocol, host.line, &[]);
        observation.seen_at = host.seen_at;
        observation.digest = crate::reading::hex(&host.digest.clone().finalize());
        Arc::new(observation)
    };
    let place = crate::reading::at(host.offset);
    let copied = |reading: &mut Reading<'_>, field, value: &str| {
        reading.put(&observation, Field::of(field), value, How::Copied, place);
    };
    for ip in &host.addresses {
        reading.put_ip(&observation, Field::of("import.ip"), &ip.to_string(), place);
    }
    if let Some(mac) = &host.mac {
        reading.put_mac(&observation, Field::of("import.mac"), mac, place);
    }
    if let Some(vendor) = &host.vendor {
        copied(reading, "import.vendor", vendor);
    }
    let mut said: BTreeSet<(&'static str, String)> = BTreeSet::new();
    let mut once = |reading: &mut Reading<'_>, field: &'static str, value: &str| {
        if !value.trim().is_empty() && said.insert((field, value.to_owned())) {
            reading.put(&observation, Field::of(field), value, How::Decoded, place);
        }
    };
    for name in &host.names {
        once(reading, "import.host_name", name);
    }
    for port in host.ports.iter().filter(|p| p.open) {
        once(reading, "port.open", &format!("{}/{}", port.transport, port.number));
        let product = [&port.product, &port.version].map(|s| s.trim()).join(" ");
        let named = [port.service.as_str(), product.as_str()].map(str::trim).join(" ");
        if port.probed && !matches!(named.trim(), "" | "unknown" | "tcpwrapped") {
            once(reading, "port.service", &format!("{}/{} {}", port.number, port.transport, named.trim()));
        }
        let extra = if port.extra.is_empty() { String::new() } else { format!(" ({})", port.extra.trim()) };
        if !product.trim().is_empty() {
            once(reading, "nmap.service", format!("{}{extra}", product.trim()).trim());
        }
        for cpe in &port.cpes {
            once(reading, "nmap.cpe", cpe);
        }
        once(reading, "nmap.device_type", &port.device_type);
        once(reading, "nmap.os", &port.system);
        once(reading, "import.host_name", &port.host_name);
    }
    for cpe in &host.cpes {
        once(reading, "nmap.cpe", cpe);
    }
    for kind in &host.device_types {
        once(reading, "nmap.device_type", kind);
    }
    for system in &host.systems {
        once(reading, "nmap.os", system);
    }
    put_said(host, &observation, place, reading);
}

/// What the device itself said, through scripts and service fingerprints; each thing once per host.
fn put_said(host: &Host, observation: &Arc<Observation>, place: Place, reading: &mut Reading<'_>) {
    let mut readings: BTreeSet<(String, String)> = BTreeSet::new();
    readings.extend(host.mac.iter().map(|mac| ("import.mac".to_owned(), mac.clone())));
    let mut answers: Vec<(u16, String, Vec<u8>)> = Vec::new();
    for port in host.ports.iter().filter(|p| p.open) {
        let mut found: Vec<(&'static str, String)> = Vec::new();
        for script in &port.scripts {
            script::read(&script.id, &script.output, &mut found, &mut |bytes| {
                answers.push((port.number, port.service.clone(), bytes));
            });
        }
        for (_, bytes) in fingerprint::answers(&port.fingerprint) {
            answers.push((port.number, port.service.clone(), bytes));
        }
        for (field, value) in found {
            if readings.insert((field.to_owned(), value.clone())) {
                reading.put(observation, Field::of(field), &value, How::Decoded, place);
            }
        }
    }
    let mut found = Vec::new();
    for script in &host.scripts {
        script::read(&script.id, &script.output, &mut found, &mut |_| {});
    }
    for (field, value) in found {
        if readings.insert((field.to_owned(), value.clone())) {
            let field = Field::of(field);
            if field.as_str() == "import.mac" {
                reading.put_mac(observation, field, &value, place);
            } else {
                reading.put(observation, field, &value, How::Decoded, place);
            }
        }
    }
    answers.sort();
    answers.dedup();
    for (port, service, bytes) in answers {
        let mut facts = Gathered { readings: &mut readings, kept: Vec::new() };
        reading.gather(&mut facts.kept, |reading| {
            banner::route(&bytes, port, &service, observation, place, reading);
        });
        for fact in facts.fresh() {
            reading.take(fact);
        }
    }
}

/// Facts of one answer, from which those are dropped that the host has said before.
struct Gathered<'s> {
    readings: &'s mut BTreeSet<(String, String)>,
    kept: Vec<oogmerk_model::Fact>,
}

impl Gathered<'_> {
    fn fresh(self) -> Vec<oogmerk_model::Fact> {
        let Self { readings, kept } = self;
        kept.into_iter()
            .filter(|fact| match fact {
                oogmerk_model::Fact::Evidence(e) => readings.insert((e.field.to_string(), e.value.clone())),
                _ => true,
            })
            .collect()
    }
}
