//! nmap's three outputs: XML, grepable and normal.
//!
//! What a device itself said (titles, headers, greetings, certificates) becomes evidence of the protocol it was said
//! in. What nmap concluded (product, CPE, device type, operating system) enters as `nmap.*` only.
//!
//! Sources: nmap reference guide, chapter "Nmap Output Formats", and `nmap.dtd` 1.05 for the names of elements.

use super::{fingerprint, script};
use crate::banner;
use crate::reading::{How, Reading};
use oogmerk_model::{Field, Observation, Place, ProblemSeverity, Subject, Timestamp};
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
    /// Ports and scripts for which there was no room.
    pub left_out: u64,
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

/// Keeps a script of a host or of a port, and gives how many were left out.
pub(crate) fn keep_script(scripts: &mut Vec<Script>, script: Script) -> u64 {
    let has_room = scripts.len() < SCRIPTS_MAX;
    if has_room {
        scripts.push(script);
    }
    u64::from(!has_room)
}

impl Host {
    /// Keeps a port, or counts it.
    pub fn keep_port(&mut self, port: Port) {
        if self.ports.len() < PORTS_MAX {
            self.ports.push(port);
        } else {
            self.left_out += 1;
        }
    }

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
    for ip in &host.addresses {
        reading.put_ip(&observation, Field::of("import.ip"), &ip.to_string(), place);
    }
    if let Some(mac) = &host.mac {
        reading.put_mac(&observation, Field::of("import.mac"), mac, place);
    }
    if let Some(vendor) = &host.vendor {
        reading.put(&observation, Field::of("import.vendor"), vendor, How::Copied, place);
    }
    Conclusions { observation: &observation, place, said: BTreeSet::new() }.put(host, reading);
    put_said(host, &observation, place, reading);
    if host.left_out > 0 {
        let reason = format!(
            "{} ports and scripts of this host beyond {PORTS_MAX} and {SCRIPTS_MAX} were left out",
            host.left_out
        );
        reading.problem(ProblemSeverity::Part, host.line, Some(host.offset), reason);
    }
}

/// What nmap makes of a host, each thing once.
struct Conclusions<'o> {
    observation: &'o Arc<Observation>,
    place: Place,
    said: BTreeSet<(&'static str, String)>,
}

impl Conclusions<'_> {
    fn put(&mut self, host: &Host, reading: &mut Reading<'_>) {
        self.all("import.host_name", &host.names, reading);
        for port in host.ports.iter().filter(|p| p.open) {
            self.port(port, reading);
        }
        self.all("nmap.cpe", &host.cpes, reading);
        self.all("nmap.device_type", &host.device_types, reading);
        self.all("nmap.os", &host.systems, reading);
    }

    fn port(&mut self, port: &Port, reading: &mut Reading<'_>) {
        self.once("port.open", &format!("{}/{}", port.transport, port.number), reading);
        let product = [&port.product, &port.version].map(|s| s.trim()).join(" ");
        let named = [port.service.as_str(), product.as_str()].map(str::trim).join(" ");
        if port.probed && !matches!(named.trim(), "" | "unknown" | "tcpwrapped") {
            let service = format!("{}/{} {}", port.number, port.transport, named.trim());
            self.once("port.service", &service, reading);
        }
        let extra = if port.extra.is_empty() { String::new() } else { format!(" ({})", port.extra.trim()) };
        if !product.trim().is_empty() {
            self.once("nmap.service", format!("{}{extra}", product.trim()).trim(), reading);
        }
        self.all("nmap.cpe", &port.cpes, reading);
        self.once("nmap.device_type", &port.device_type, reading);
        self.once("nmap.os", &port.system, reading);
        self.once("import.host_name", &port.host_name, reading);
    }

    fn all(&mut self, field: &'static str, values: &[String], reading: &mut Reading<'_>) {
        for value in values {
            self.once(field, value, reading);
        }
    }

    fn once(&mut self, field: &'static str, value: &str, reading: &mut Reading<'_>) {
        if !value.trim().is_empty() && self.said.insert((field, value.to_owned())) {
            reading.put(self.observation, Field::of(field), value, How::Decoded, self.place);
        }
    }
}

/// A raw answer of a port: its number, its service, what was received.
type Answer = (u16, String, Vec<u8>);

/// What the device itself said, through scripts and service fingerprints; each thing once per host.
fn put_said(host: &Host, observation: &Arc<Observation>, place: Place, reading: &mut Reading<'_>) {
    let mut readings: BTreeSet<(String, String)> = BTreeSet::new();
    readings.extend(host.mac.iter().map(|mac| ("import.mac".to_owned(), mac.clone())));
    let mut answers: Vec<Answer> = Vec::new();
    for port in host.ports.iter().filter(|p| p.open) {
        for (field, value) in said_on(port, &mut answers) {
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
            match Field::of(field) {
                mac if field == "import.mac" => reading.put_mac(observation, mac, &value, place),
                field => reading.put(observation, field, &value, How::Decoded, place),
            }
        }
    }
    put_others(host, &mut readings, observation, place, reading);
    answers.sort();
    answers.dedup();
    put_answers(answers, &mut readings, observation, place, reading);
}

/// What scripts that are not known by name repeat of the device.
fn put_others(
    host: &Host,
    readings: &mut BTreeSet<(String, String)>,
    observation: &Arc<Observation>,
    place: Place,
    reading: &mut Reading<'_>,
) {
    let scripts =
        host.ports.iter().filter(|port| port.open).flat_map(|port| &port.scripts).chain(&host.scripts);
    for script in scripts {
        if script::read(&script.id, &script.output, &mut Vec::new(), &mut |_| {}) {
            continue;
        }
        let answers = oogmerk_wire::answers::in_text(&script.output, &reading.options.markers);
        for clue in answers.into_iter().flat_map(|answer| answer.clues.0) {
            if readings.insert((clue.field.to_string(), clue.value.clone())) {
                reading.put(observation, clue.field, clue.value, How::Decoded, place);
            }
        }
    }
}

/// What the scripts of a port repeat; raw answers are added to the others.
fn said_on(port: &Port, answers: &mut Vec<Answer>) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for script in &port.scripts {
        script::read(&script.id, &script.output, &mut found, &mut |bytes| {
            answers.push((port.number, port.service.clone(), bytes));
        });
    }
    for (_, bytes) in fingerprint::answers(&port.fingerprint) {
        answers.push((port.number, port.service.clone(), bytes));
    }
    found
}

fn put_answers(
    answers: Vec<Answer>,
    readings: &mut BTreeSet<(String, String)>,
    observation: &Arc<Observation>,
    place: Place,
    reading: &mut Reading<'_>,
) {
    for (port, service, bytes) in answers {
        let mut facts = Gathered { readings, kept: Vec::new() };
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
