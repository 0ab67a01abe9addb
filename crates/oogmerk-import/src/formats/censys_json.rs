//! What Censys gives of hosts: its search (version 2), its platform, and the older dumps with a key a port (version 1).
//!
//! A host is one object, alone, a line of many, or inside an answer of the interface. Software, hardware and labels
//! are what Censys takes a service for: its statement. Places and owners of networks are not read.
//! Names of keys: the published schemas of the search and platform interfaces.

use crate::head::{Head, Keys};
use crate::reading::Reading;
use crate::row::Row;
use crate::scan::answer::{Answer, UPNP_DEVICE, turned};
use crate::scan::objects::{Object, Objects};
use crate::scan::tree::{Branch, Tree};
use oogmerk_model::{Observation, ProblemSeverity, Subject, Timestamp};
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;

pub(crate) const ROW: Row = Row::new("censys-json", |head: &Head<'_>| head.json().is_some_and(is_one), read);

fn is_one(keys: &Keys<'_>) -> bool {
    let is_listed = |path: &str| {
        let service = path.rsplit_once("services[].").map(|(_, key)| key);
        service.is_some_and(|key| {
            ["service_name", "extended_service_name", "transport_protocol"].contains(&key)
                || (key == "protocol" && keys.has(&path.replace("protocol", "port")))
        })
    };
    let has_address = keys.any(|path| path.rsplit('.').next() == Some("ip"));
    has_address && (keys.any(is_listed) || keys.any(is_of_a_port))
}

/// `80.http.get.title`, and `p80` as some dumps have it.
fn is_of_a_port(path: &str) -> bool {
    let mut steps = path.strip_prefix("[].").unwrap_or(path).split('.');
    let (port, protocol, what) = (steps.next(), steps.next(), steps.next());
    port.is_some_and(|port| port_of(port).is_some())
        && protocol.is_some_and(|name| PROTOCOLS.contains(&name))
        && what.is_some()
}

/// Protocols of the older dumps.
const PROTOCOLS: [&str; 11] =
    ["http", "https", "ftp", "telnet", "ssh", "smtp", "rtsp", "upnp", "dns", "snmp", "cwmp"];

fn port_of(name: &str) -> Option<u16> {
    name.strip_prefix('p').unwrap_or(name).parse().ok()
}

/// Where a host stands in what surrounds it.
const AROUND: [&str; 5] = ["host", "result", "resource", "host_v1", "data"];
const LISTS: [&str; 4] = ["hits", "results", "hosts", "matches"];

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let mut objects = Objects::of(input);
    while let Some(object) = objects.next(reading) {
        let tree = Tree::told(&object, reading);
        let mut hosts = Vec::new();
        gather(&tree.root(), 4, &mut hosts);
        if hosts.is_empty() {
            let reason = "a record names no address";
            reading.problem(ProblemSeverity::Part, Some(object.number), Some(object.offset), reason);
        }
        for (ip, told) in &hosts {
            host(*ip, told, &object, reading);
        }
    }
}

/// The hosts of an object.
fn gather<'t>(part: &Branch<'t>, depth: usize, hosts: &mut Vec<(IpAddr, Branch<'t>)>) {
    if let Ok(ip) = part.text("ip").parse() {
        hosts.push((ip, part.clone()));
        return;
    }
    if depth == 0 {
        return;
    }
    for name in AROUND {
        let below = part.at(name);
        if below.is_there() {
            gather(&below, depth - 1, hosts);
        }
    }
    for name in LISTS {
        for below in part.at(name).items() {
            gather(&below, depth - 1, hosts);
        }
    }
}

fn host(ip: IpAddr, told: &Branch<'_>, object: &Object, reading: &mut Reading<'_>) {
    reading.outcome.records += 1;
    let mut observation = object.observation(Subject::ip(ip), ROW.name, reading);
    observation.seen_at = time(told.first(&["last_updated_at", "updated_at", "timestamp"]));
    let seen = Arc::new(observation);
    let mut answer = Answer { observation: &seen, offset: object.offset, reading };
    answer.put("import.ip", &ip.to_string());
    for name in told.at("dns.reverse_dns.names").words().into_iter().take(4) {
        answer.put("import.host_name", name);
    }
    for told in told.at("services").items() {
        service(&told, &seen, object, reading);
    }
    for (name, below) in told.members() {
        if let Some(port) = port_of(name) {
            for (protocol, told) in below.members() {
                old_service(
                    port,
                    protocol,
                    &told,
                    &mut Answer { observation: &seen, offset: object.offset, reading },
                );
            }
        }
    }
}

fn time(text: &str) -> Option<Timestamp> {
    Timestamp::parse_rfc3339(text)
}

fn software<'t>(told: &Branch<'t>) -> Vec<&'t str> {
    ["vendor", "product", "version"]
        .iter()
        .map(|key| told.text(key))
        .filter(|word| !word.is_empty())
        .collect()
}

/// A service of version 2 or of the platform.
fn service(told: &Branch<'_>, host: &Arc<Observation>, object: &Object, reading: &mut Reading<'_>) {
    let mut observation = (**host).clone();
    observation.seen_at = time(told.first(&["observed_at", "scan_time"])).or(observation.seen_at);
    let observation = Arc::new(observation);
    let mut answer = Answer { observation: &observation, offset: object.offset, reading };
    let (transport, port) = (told.text("transport_protocol"), told.port("port"));
    let name = told.first(&["extended_service_name", "service_name", "protocol"]).to_ascii_lowercase();
    answer.port(transport, port);
    for taken in [told.at("software"), told.at("hardware")].iter().flat_map(Branch::items) {
        let mut words = vec![name.as_str()];
        words.extend(software(&taken));
        if words.len() > 1 {
            answer.taken_for(transport, port, &words);
        }
    }
    let mut web = vec![told.at("http.response")];
    for endpoint in told.at("endpoints").items() {
        web.push(endpoint.at("http"));
        greeting(&endpoint, port, &name, &mut answer);
    }
    let has_head = web.iter().any(|response| response.at("headers").is_there());
    for response in &web {
        page(response, &mut answer);
    }
    // The banner of a service over HTTP is its head again.
    if !has_head {
        greeting(told, port, &name, &mut answer);
    }
    modules(told, &mut answer);
    certificate(told, &mut answer);
}

fn greeting(told: &Branch<'_>, port: u16, name: &str, answer: &mut Answer<'_, '_>) {
    let hex = told.text("banner_hex");
    let banner = told.text("banner");
    // Text in which characters were replaced is less than the bytes.
    if hex.len() >= 2 && (banner.is_empty() || banner.contains('\u{fffd}')) {
        let digits = hex.as_bytes().chunks_exact(2).filter_map(|pair| std::str::from_utf8(pair).ok());
        let bytes: Vec<u8> = digits.filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect();
        answer.bytes(&bytes, port, name);
    } else {
        answer.greeting(banner, port, name);
    }
}

/// An answer over HTTP: headers stand as lists under their names, as pairs, or under `headers` once more.
fn page(told: &Branch<'_>, answer: &mut Answer<'_, '_>) {
    if !told.is_there() {
        return;
    }
    let headers = told.at("headers");
    let mut heads: Vec<(String, String)> = Vec::new();
    let pairs = headers.items();
    let named = if pairs.is_empty() { headers.members() } else { Vec::new() };
    for (name, value) in named.into_iter().filter(|(name, _)| *name != "_encoding") {
        let mut words = value.words();
        words.extend(value.at("headers").words());
        heads.extend(words.into_iter().map(|word| (name.replace('_', "-"), word.to_owned())));
    }
    for pair in pairs {
        let words = pair.at("value").words();
        heads.extend(words.into_iter().map(|word| (pair.text("key").replace('_', "-"), word.to_owned())));
    }
    // What Censys blanked out is no value.
    heads.retain(|(_, value)| !value.contains("<REDACTED>"));
    let (code, reason) = (told.text("status_code"), told.text("status_reason"));
    let status = if code.is_empty() { String::new() } else { format!("HTTP/1.1 {code} {reason}") };
    if !status.is_empty() || !heads.is_empty() {
        answer.head(status.trim_end(), &heads);
    }
    answer.page(told.text("body"), told.first(&["html_title", "title"]));
    for icon in told.at("favicons").items() {
        answer.put("http.favicon_md5", icon.first(&["md5_hash", "hash_md5"]));
        answer.put("http.favicon_mmh3", icon.first(&["shodan_hash", "hash_shodan"]));
    }
}

/// Protocols whose answer Censys takes apart.
const MODULES: [(&str, &[(&str, &str)]); 9] = [
    (
        "snmp.oid_system",
        &[("desc", "snmp.sys_descr"), ("name", "snmp.sys_name"), ("object_id", "snmp.sys_object_id")],
    ),
    (
        "snmp.system",
        &[
            ("desc", "snmp.sys_descr"),
            ("descr", "snmp.sys_descr"),
            ("name", "snmp.sys_name"),
            ("object_id", "snmp.sys_object_id"),
        ],
    ),
    ("ssh", &[("endpoint_id.raw", "ssh.banner")]),
    ("ftp", &[("banner", "ftp.banner")]),
    ("telnet", &[("banner", "telnet.banner")]),
    ("jarm", &[("fingerprint", "tls.jarm")]),
    ("netbios", &[("name", "netbios.name"), ("mac_address", "netbios.mac")]),
    ("dvrip", &[("serial", "xm.serial"), ("version", "xm.version")]),
    (
        "dhcpdiscover.params.device_info",
        &[
            ("device_class", "dhdiscover.device_class"),
            ("device_type", "dhdiscover.device_type"),
            ("machine_name", "dhdiscover.machine_name"),
            ("manufacturer", "dhdiscover.manufacturer"),
            ("vendor", "dhdiscover.vendor"),
            ("serial_number", "dhdiscover.serial"),
            ("version", "dhdiscover.version"),
            ("port", "dhdiscover.port"),
            ("video_input_channels", "dhdiscover.video_inputs"),
            ("remote_video_input_channels", "dhdiscover.remote_video_inputs"),
            ("mac", "dhdiscover.mac"),
            ("ipv4_address.ip_address", "dhdiscover.ip"),
        ],
    ),
];

fn modules(told: &Branch<'_>, answer: &mut Answer<'_, '_>) {
    answer.rtsp(told.text("rtsp.server"), told.text("rtsp.www_auth"));
    for (path, keys) in MODULES {
        answer.copy(&told.at(path), keys);
    }
    if told.at("dhcpdiscover.params.device_info").is_there() {
        answer.put("protocol.answered", "dhdiscover");
    }
    for device in told.at("upnp.devices").items().iter().take(4) {
        answer.copy(device, &UPNP_DEVICE);
    }
    for service in told.at("onvif.services").items() {
        answer.put("onvif.service", service.text("namespace"));
        answer.put("onvif.xaddr", service.text("xaddr"));
    }
    answer.put("onvif.hostname", told.text("onvif.hostname.name"));
}

/// The certificate of a service, in whichever place a version keeps it.
fn certificate(told: &Branch<'_>, answer: &mut Answer<'_, '_>) {
    let places =
        ["tls.certificates.leaf_data", "cert", "cert.parsed", "tls.certificate", "tls.certificate.parsed"];
    for place in places {
        let leaf = told.at(place);
        if answer.certificate(leaf.text("raw")) {
            return;
        }
        answer.put("tls.subject", &turned(leaf.text("subject_dn")));
        answer.put("tls.issuer", &turned(leaf.text("issuer_dn")));
        for name in leaf.at("names").words().into_iter().take(20) {
            answer.put("tls.san", name);
        }
        answer.fingerprint(leaf.first(&["fingerprint_sha256", "fingerprint"]));
    }
    answer.fingerprint(told.first(&["tls.certificates.leaf_fp_sha_256", "tls.fingerprint_sha256"]));
}

/// A service of version 1: a port, a protocol, and what it was asked.
fn old_service(port: u16, protocol: &str, told: &Branch<'_>, answer: &mut Answer<'_, '_>) {
    if !PROTOCOLS.contains(&protocol) {
        return;
    }
    answer.port(if matches!(protocol, "upnp" | "dns" | "snmp") { "udp" } else { "tcp" }, port);
    for (_, asked) in told.members() {
        page(&asked.at("response"), answer);
        if !asked.first(&["title", "body", "status_code"]).is_empty() || asked.at("headers").is_there() {
            page(&asked, answer);
        }
        let banner = asked.first(&["banner", "banner.raw", "server_id.raw"]);
        answer.greeting(banner, port, protocol);
        certificate(&asked.at(""), answer);
        let parsed = asked.at("certificate.parsed");
        answer.put("tls.subject", &turned(parsed.text("subject_dn")));
        answer.put("tls.issuer", &turned(parsed.text("issuer_dn")));
        answer.fingerprint(parsed.text("fingerprint_sha256"));
    }
    answer.put("snmp.sys_descr", told.first(&["system.desc", "get.system.desc"]));
}
