//! What Shodan gives: downloads (an object a line), answers of its search, host pages and free look-up (InternetDB),
//! lists of such objects.
//!
//! An object is one answer of one port; a host's page is a host with its answers. What Shodan makes of an answer
//! (`product`, `version`, `devicetype`) is Shodan's statement. Pictures, places and owners of networks are not read.
//! An address joins the answers of one day: what it held on another day may have been another device.
//! Names of keys: Shodan's banner specification (datapedia.shodan.io) and its `download` and `host` answers.

use crate::head::{Head, Keys};
use crate::reading::Reading;
use crate::row::Row;
use crate::scan::answer::{Answer, UPNP_DEVICE, turned};
use crate::scan::objects::{Object, Objects};
use crate::scan::tree::{Branch, Tree};
use oogmerk_model::{ProblemSeverity, Subject, Timestamp};
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;

pub(crate) const ROW: Row = Row::new("shodan-json", |head: &Head<'_>| head.json().is_some_and(is_one), read);

/// A record with its address; in a long one the address may stand behind the head.
fn is_one(keys: &Keys<'_>) -> bool {
    ["", "[].", "matches[]."].iter().any(|at| {
        let has = |name: &str| keys.has(&format!("{at}{name}"));
        (has("ip_str") && ["port", "ports", "ports[]", "data", "data[]"].iter().any(|name| has(name)))
            || (has("_shodan") && (has("port") || has("data")))
            || (has("http.html_hash") && has("data"))
            // Shodan's free look-up of an address.
            || (has("ip") && has("ports") && has("cpes") && has("vulns"))
    })
}

/// Modules whose object holds the device's own fields, with what they are called there.
const MODULES: [(&str, &[(&str, &str)]); 8] = [
    (
        "snmp",
        &[
            ("description", "snmp.sys_descr"),
            ("name", "snmp.sys_name"),
            ("objectid", "snmp.sys_object_id"),
            ("object_id", "snmp.sys_object_id"),
        ],
    ),
    (
        "hikvision",
        &[
            ("device_model", "isapi.model"),
            ("model", "isapi.model"),
            ("serial_number", "isapi.serial"),
            ("firmware_version", "isapi.firmware"),
            ("mac_address", "isapi.mac"),
        ],
    ),
    (
        "dahua",
        &[
            ("device_type", "dhdiscover.device_type"),
            ("model", "dhdiscover.device_type"),
            ("serial_number", "dhdiscover.serial"),
            ("version", "dhdiscover.version"),
            ("vendor", "dhdiscover.vendor"),
            ("mac", "dhdiscover.mac"),
        ],
    ),
    (
        "ubiquiti",
        &[
            ("product", "ubiquiti.model"),
            ("version", "ubiquiti.firmware"),
            ("hostname", "ubiquiti.host_name"),
            ("mac", "ubiquiti.mac"),
        ],
    ),
    ("upnp", &UPNP_DEVICE),
    ("netbios", &[("server_name", "netbios.name"), ("mac_address", "netbios.mac"), ("mac", "netbios.mac")]),
    ("dns", &[("software", "dns.version_bind")]),
    ("dahua_dvr_web", &[("firmware", "dhdiscover.version")]),
];

/// The parts of a certificate's name, in the order in which they are written here.
const NAME_PARTS: [&str; 7] = ["CN", "OU", "O", "L", "ST", "C", "emailAddress"];

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let mut objects = Objects::of(input);
    while let Some(object) = objects.next(reading) {
        let tree = Tree::told(&object, reading);
        let root = tree.root();
        let matches = root.at("matches").items();
        if matches.is_empty() {
            record(&root, &object, reading);
        }
        for found in &matches {
            record(found, &object, reading);
        }
    }
}

/// The address of a record or host.
fn address_of(record: &Branch<'_>) -> Option<IpAddr> {
    record.first(&["ip_str", "ipv6", "ip"]).parse().ok()
}

/// One answer, or a host with its answers.
pub(super) fn record(record: &Branch<'_>, object: &Object, reading: &mut Reading<'_>) {
    let Some(ip) = address_of(record) else {
        let reason = "a record names no address";
        reading.problem(ProblemSeverity::Part, Some(object.number), Some(object.offset), reason);
        return;
    };
    let answers = record.at("data").items();
    if answers.is_empty() {
        answer(record, ip, object, reading);
    }
    for told in &answers {
        answer(told, ip, object, reading);
    }
}

fn answer(told: &Branch<'_>, ip: IpAddr, object: &Object, reading: &mut Reading<'_>) {
    reading.outcome.records += 1;
    let seen = told.text("timestamp");
    let seen_at = Timestamp::parse_rfc3339(seen).or_else(|| Timestamp::parse_rfc3339(&format!("{seen}Z")));
    let subject = match seen.get(..10).filter(|_| seen_at.is_some()) {
        Some(day) => Subject::named(&format!("ip:{ip}#{day}")),
        None => Subject::ip(ip),
    };
    let mut observation = object.observation(subject, ROW.name, reading);
    observation.seen_at = seen_at;
    let observation = Arc::new(observation);
    let mut answer = Answer { observation: &observation, offset: object.offset, reading };
    answer.put("import.ip", &ip.to_string());
    for name in told.at("hostnames").words().into_iter().take(4) {
        answer.put("import.host_name", name);
    }
    let (transport, port) = (told.text("transport"), told.port("port"));
    answer.port(transport, port);
    for open in told.at("ports").words().into_iter().take(256) {
        answer.port("tcp", open.parse().unwrap_or(0));
    }
    let module = told.text("_shodan.module");
    let words =
        [module, told.text("product"), told.text("version"), told.text("info"), told.text("devicetype")];
    // The module alone is the name of a question.
    if words[1..].iter().any(|word| !word.is_empty()) {
        answer.taken_for(transport, port, &words);
    }
    said(told, port, module, &mut answer);
    web(told, &mut answer);
    modules(told, &mut answer);
    certificate(&told.at("ssl"), &mut answer);
}

/// What came over the wire, where it is that: the modules that take an answer apart write a summary in its place.
fn said(told: &Branch<'_>, port: u16, module: &str, answer: &mut Answer<'_, '_>) {
    let data = told.text("data");
    let is_answer = ["HTTP/", "RTSP/", "SIP/", "SSH-", "220"].iter().any(|start| data.starts_with(start));
    let product = told.text("product");
    let is_summary = MODULES.iter().any(|(name, _)| told.at(name).is_there())
        || told.at("mdns").is_there()
        || (!product.is_empty() && data.starts_with(product));
    if is_answer || !is_summary {
        answer.greeting(data, port, module);
    }
}

fn web(told: &Branch<'_>, answer: &mut Answer<'_, '_>) {
    let http = told.at("http");
    answer.page(http.first(&["html"]), http.first(&["title"]));
    if !told.text("data").starts_with("HTTP/") {
        answer.put("http.server", http.text("server"));
    }
    answer.put("http.favicon_mmh3", http.text("favicon.hash"));
    for hop in http.at("redirects").items() {
        answer.greeting(hop.text("data"), 80, "http");
    }
}

fn modules(told: &Branch<'_>, answer: &mut Answer<'_, '_>) {
    for (name, keys) in MODULES {
        answer.copy(&told.at(name), keys);
    }
    for (_, service) in told.at("mdns.services").members() {
        answer.put("mdns.instance", service.text("name"));
        for text in service.at("data").words() {
            answer.put("mdns.txt", text);
            model_of(text, answer);
        }
    }
    // Several addresses beside one answer are those of what stands behind it.
    if let [(mac, _)] = told.at("mac").members()[..] {
        answer.mac("import.mac", mac);
    }
}

/// The model in a TXT string of mDNS.
fn model_of(text: &str, answer: &mut Answer<'_, '_>) {
    let (key, value) = text.split_once('=').unwrap_or((text, ""));
    if matches!(key.to_ascii_lowercase().as_str(), "md" | "model" | "ty" | "product" | "am") {
        answer.put("mdns.txt_model", value);
    }
}

fn certificate(tls: &Branch<'_>, answer: &mut Answer<'_, '_>) {
    answer.put("tls.jarm", tls.text("jarm"));
    if answer.certificate(tls.text("chain.0")) {
        return;
    }
    let cert = tls.at("cert");
    for (side, field) in [("subject", "tls.subject"), ("issuer", "tls.issuer")] {
        answer.put(field, &name_of(&cert.at(side)));
    }
    answer.fingerprint(cert.text("fingerprint.sha256"));
    answer.put("tls.not_before", cert.text("issued"));
}

/// A name of a certificate: its parts by their keys, or as one text.
fn name_of(name: &Branch<'_>) -> String {
    let parts = NAME_PARTS.iter().filter_map(|part| {
        let value = name.text(part);
        (!value.is_empty()).then(|| format!("{part}={}", value.replace(',', "\\,")))
    });
    let joined = parts.collect::<Vec<_>>().join(",");
    if joined.is_empty() { turned(name.text("")) } else { joined }
}
