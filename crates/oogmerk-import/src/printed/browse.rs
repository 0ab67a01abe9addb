//! What browsers of mDNS and UPnP print: `avahi-browse` (for people and `-p`), `dns-sd`, `gssdp-discover`, and the
//! lists of miniupnpc.
//!
//! Sources: the manual pages avahi-browse(1), dns-sd(1), gssdp-discover(1), and miniupnpc's `upnpc.c` and
//! `listdevices.c`. Texts of TXT records go through the codec of mDNS, which knows their secrets.

use super::device::Found;
use super::grammar::Grammar;
use super::line::{address_in, address_of_url};
use super::pattern::{rest_from, words_of};
use crate::pasted::BareLine;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// Most instances and hosts that are remembered.
const NAMES_MAX: usize = 20_000;

/// `avahi-browse`.
#[derive(Default)]
pub(super) struct Avahi {
    /// What was announced and is not resolved yet.
    announced: BTreeMap<String, Found>,
    /// The first address of each host: it may have one of IPv6 too.
    hosts: BTreeMap<String, IpAddr>,
    open: Option<Found>,
}

impl Grammar for Avahi {
    fn take(&mut self, line: &BareLine<'_>, done: &mut Vec<Found>) -> bool {
        if line.is_typed {
            self.close(done);
            return false;
        }
        if let Some((key, value)) = bracketed(line.text) {
            if let Some(found) = &mut self.open {
                detail(found, key, value, line);
            }
            return self.open.is_some();
        }
        let Some(one) = Announced::parsed(line.text).or_else(|| Announced::shown(line.text)) else {
            return false;
        };
        self.close(done);
        let mut found = Found::new("mdns", line);
        let full = one.tell(&mut found, line);
        found.name = Some(full.clone());
        if !one.is_resolved {
            if self.announced.len() < NAMES_MAX {
                self.announced.entry(full).or_insert(found);
            }
            return true;
        }
        self.announced.remove(&full);
        for (key, value) in one.details {
            detail(&mut found, key, value, line);
        }
        self.open = Some(found);
        true
    }

    fn end(&mut self, done: &mut Vec<Found>) {
        self.close(done);
        done.extend(std::mem::take(&mut self.announced).into_values());
    }
}

impl Avahi {
    fn close(&mut self, done: &mut Vec<Found>) {
        let Some(mut found) = self.open.take() else { return };
        let host = found.said_of("mdns.host").map(str::to_owned);
        if let (Some(host), Some(ip)) = (host, found.ip) {
            let first = match self.hosts.get(&host) {
                Some(first) => *first,
                None if self.hosts.len() < NAMES_MAX => *self.hosts.entry(host).or_insert(ip),
                None => ip,
            };
            if first != ip {
                found.also_at(ip);
                found.ip = Some(first);
            }
        }
        done.push(found);
    }
}

/// An instance that `avahi-browse` announces.
struct Announced<'l> {
    is_resolved: bool,
    name: String,
    kind: &'l str,
    domain: &'l str,
    details: Vec<(&'static str, &'l str)>,
}

impl<'l> Announced<'l> {
    /// `=;eth0;IPv4;name;type;domain;host;address;port;"txt" …`.
    fn parsed(text: &'l str) -> Option<Self> {
        let parts: Vec<&str> = text.trim().splitn(10, ';').collect();
        let [sign, _, family, name, kind, domain, rest @ ..] = parts.as_slice() else { return None };
        if !matches!(*sign, "+" | "=") || !matches!(*family, "IPv4" | "IPv6") {
            return None;
        }
        let keys = ["hostname", "address", "port", "txt"];
        let details = keys.into_iter().zip(rest.iter().copied()).collect();
        Some(Self { is_resolved: *sign == "=", name: unescaped(name), kind, domain, details })
    }

    /// `= eth0 IPv4 name            _type._tcp           local`.
    fn shown(text: &'l str) -> Option<Self> {
        let words = words_of(text);
        let [sign, _, family, first, .., domain] = words.as_slice() else { return None };
        if !matches!(*sign, "+" | "=") || !matches!(*family, "IPv4" | "IPv6") {
            return None;
        }
        let rest = rest_from(text, first).trim_end().strip_suffix(domain)?.trim_end();
        let (name, kind) = rest.rsplit_once("  ").unwrap_or((rest, ""));
        let (name, kind) = match rest.rsplit_once(' ') {
            Some((name, kind)) if kind.starts_with('_') => (name, kind),
            _ => (name, kind),
        };
        let name = name.trim().to_owned();
        Some(Self { is_resolved: *sign == "=", name, kind: kind.trim(), domain, details: Vec::new() })
    }

    /// Notes its name and service; gives the whole name.
    fn tell(&self, found: &mut Found, line: &BareLine<'_>) -> String {
        if !self.kind.starts_with('_') {
            // A word for people stands for the service.
            found.say_decoded("mdns.instance", self.name.as_str().into(), line);
            return self.name.clone();
        }
        let service = format!("{}.{}", self.kind, self.domain);
        let full = format!("{}.{service}", self.name);
        found.say_decoded("mdns.service", service.into(), line);
        found.say_decoded("mdns.instance", full.as_str().into(), line);
        full
    }
}

/// `   hostname = [cam.local]`.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.trim().split_once(" = [")?;
    matches!(key, "hostname" | "address" | "port" | "txt")
        .then(|| (key, value.strip_suffix(']').unwrap_or(value)))
}

fn detail(found: &mut Found, key: &str, value: &str, line: &BareLine<'_>) {
    match key {
        "hostname" => found.say("mdns.host", value, line),
        "address" => found.ip = found.ip.or_else(|| address_in(value)),
        "txt" => quoted(value).iter().for_each(|text| tell_text(found, text, line)),
        _ => {}
    }
}

/// Texts in quotes.
fn quoted(text: &str) -> Vec<String> {
    let (mut found, mut open, mut is_escaped) = (Vec::new(), None::<String>, false);
    for c in text.chars() {
        match (&mut open, c) {
            (Some(_), '"') if !is_escaped => found.extend(open.take()),
            (Some(said), c) => said.push(c),
            (None, '"') => open = Some(String::new()),
            (None, _) => {}
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    found.iter().map(|said| unescaped(said)).collect()
}

fn tell_text(found: &mut Found, text: &str, line: &BareLine<'_>) {
    let is_device_info = found.said_of("mdns.service").is_some_and(|s| s.starts_with("_device-info."));
    for clue in oogmerk_wire::codec::mdns::text_clues(text.as_bytes(), is_device_info).0 {
        if let Some(field) = TEXT_FIELDS.into_iter().find(|field| *field == clue.field.as_str()) {
            found.say_decoded(field, clue.value.as_str().into(), line);
        }
    }
}

/// What a text of a TXT record gives.
const TEXT_FIELDS: [&str; 6] = [
    "mdns.txt",
    "mdns.txt_model",
    "mdns.txt_vendor",
    "mdns.txt_firmware",
    "mdns.device_info_txt",
    "mdns.mac",
];

/// Names as DNS escapes them: `\032` is a blank, `\.` a stop.
fn unescaped(name: &str) -> String {
    let (mut bytes, mut rest) = (Vec::with_capacity(name.len()), name.as_bytes());
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        if *first != b'\\' {
            bytes.push(*first);
            continue;
        }
        let number = rest.get(..3).filter(|digits| digits.iter().all(u8::is_ascii_digit));
        let number = number.and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
        if let Some(byte) = number {
            bytes.push(byte);
            rest = &rest[3..];
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Apple's `dns-sd`.
#[derive(Default)]
pub(super) struct DnsSd {
    open: Option<Found>,
    /// Instances by their host, until somebody asks where it is.
    resolved: BTreeMap<String, Vec<Found>>,
    /// How many of them.
    kept: usize,
    /// Where hosts are that were asked for.
    hosts: BTreeMap<String, IpAddr>,
}

impl Grammar for DnsSd {
    fn take(&mut self, line: &BareLine<'_>, done: &mut Vec<Found>) -> bool {
        let text = line.text;
        if let Some(found) = self.open.as_mut().filter(|_| text.starts_with(' ') && text.contains('=')) {
            for said in texts(text.trim()) {
                tell_text(found, &said, line);
            }
            self.close(done);
            return true;
        }
        self.close(done);
        if line.is_typed {
            return false;
        }
        if let Some((name, host)) = text.split_once(" can be reached at ") {
            let name = name.rsplit("  ").next().unwrap_or(name);
            let mut found = instance(&unescaped(name), line);
            let host = host.split_once(':').map_or(host, |(host, _)| host);
            found.say("mdns.host", host.trim_end_matches('.'), line);
            self.open = Some(found);
            return true;
        }
        let found = browsed(text, line).or_else(|| zone(text, line));
        let is_ours = found.is_some();
        if let Some(found) = found {
            self.found_at(&found, done);
            done.push(found);
        }
        is_ours
    }

    fn end(&mut self, done: &mut Vec<Found>) {
        self.close(done);
        let mut rest: Vec<Found> = std::mem::take(&mut self.resolved).into_values().flatten().collect();
        rest.sort_by_key(|found| found.line);
        done.extend(rest);
    }
}

impl DnsSd {
    /// Ends an instance: it is handed over where it is known where its host is, else kept.
    fn close(&mut self, done: &mut Vec<Found>) {
        let Some(mut found) = self.open.take() else { return };
        let host = found.said_of("mdns.host").map(str::to_ascii_lowercase);
        found.ip = host.as_ref().and_then(|host| self.hosts.get(host)).copied();
        match host.filter(|_| found.ip.is_none() && self.kept < NAMES_MAX) {
            Some(host) => {
                self.kept += 1;
                self.resolved.entry(host).or_default().push(found);
            }
            None => done.push(found),
        }
    }

    /// An address of a host: the instances that stand on it are there.
    fn found_at(&mut self, found: &Found, done: &mut Vec<Found>) {
        let (Some(ip), Some(host)) = (found.ip, found.said_of("mdns.host")) else { return };
        let host = host.to_ascii_lowercase();
        for instance in self.resolved.remove(&host).unwrap_or_default() {
            done.push(Found { ip: Some(ip), ..instance });
        }
        if self.hosts.len() < NAMES_MAX {
            self.hosts.entry(host).or_insert(ip);
        }
    }
}

/// An instance by its whole name: `Name._type._tcp.local`.
fn instance(full: &str, line: &BareLine<'_>) -> Found {
    let full = full.trim().trim_end_matches('.');
    let mut found = Found::new("mdns", line);
    found.name = Some(full.to_owned());
    found.say_decoded("mdns.instance", full.into(), line);
    if let Some(at) = full.find("._") {
        found.say_decoded("mdns.service", full[at + 1..].into(), line);
    }
    found
}

/// `15:01:22.320  Add        3   6 local.   _http._tcp.    Name`, or with a host and its address (`-G`).
fn browsed(text: &str, line: &BareLine<'_>) -> Option<Found> {
    let words = words_of(text);
    let [_, "Add", _, _, domain, kind, name, ..] = words.as_slice() else { return None };
    if let Some(ip) = address_in(kind) {
        let mut found = Found { ip: Some(ip), ..Found::new("mdns", line) };
        found.say("mdns.host", domain.trim_end_matches('.'), line);
        return Some(found);
    }
    let is_kind = kind.starts_with('_') && domain.ends_with('.');
    is_kind.then(|| {
        let kind = kind.trim_end_matches('.');
        instance(&format!("{}.{kind}.{domain}", rest_from(text, name).trim()), line)
    })
}

/// `Name._http._tcp  SRV  0 0 80 host.local.`, `Name._http._tcp  TXT  "a=b"` (`-Z`).
fn zone(text: &str, line: &BareLine<'_>) -> Option<Found> {
    let words = words_of(text);
    let [name, kind, rest @ ..] = words.as_slice() else { return None };
    if !name.contains("._") {
        return None;
    }
    let full = format!("{}.local", unescaped(name.trim_end_matches(".local.")));
    let mut found = instance(&full, line);
    match (*kind, rest) {
        ("SRV", [_, _, _, host, ..]) => found.say("mdns.host", host.trim_end_matches('.'), line),
        ("TXT", [first, ..]) => {
            for said in quoted(rest_from(text, first)) {
                tell_text(&mut found, &said, line);
            }
        }
        _ => return None,
    }
    Some(found)
}

/// Texts with blanks between; a blank within one is escaped.
fn texts(line: &str) -> Vec<String> {
    let (mut found, mut said, mut is_escaped) = (Vec::new(), String::new(), false);
    for c in line.chars().chain([' ']) {
        if c == ' ' && !is_escaped {
            if !said.is_empty() {
                found.push(unescaped(&said));
                said.clear();
            }
        } else {
            said.push(c);
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    found
}

/// `gssdp-discover`, `upnpc -l` and `listdevices`.
#[derive(Default)]
pub(super) struct Upnp {
    open: Option<Found>,
    is_list: bool,
}

/// What a line says of a device, by its key.
const KEYS: [(&str, &str); 12] = [
    ("usn", "ssdp.usn"),
    ("location", "ssdp.location"),
    ("desc", "ssdp.location"),
    ("server", "ssdp.server"),
    ("st", "ssdp.st"),
    ("friendlyname", "upnp.friendly_name"),
    ("manufacturer", "upnp.manufacturer"),
    ("modelname", "upnp.model_name"),
    ("modelnumber", "upnp.model_number"),
    ("modeldescription", "upnp.model_description"),
    ("serialnumber", "upnp.serial"),
    ("udn", "upnp.udn"),
];

impl Grammar for Upnp {
    fn take(&mut self, line: &BareLine<'_>, done: &mut Vec<Found>) -> bool {
        let text = line.text.trim();
        let is_begin = text == "resource available";
        let is_desc = text.starts_with("desc: http");
        self.is_list |= text.starts_with("List of UPNP devices found") || text.contains("UPnP devices found");
        if is_begin || is_desc {
            self.end(done);
            self.open = Some(Found::new("ssdp", line));
        }
        if is_begin {
            return true;
        }
        if self.is_list && text.starts_with("http://") {
            self.end(done);
            let mut found = Found { ip: address_of_url(text), ..Found::new("ssdp", line) };
            found.say("ssdp.location", text, line);
            self.open = Some(found);
            return true;
        }
        let Some(found) = &mut self.open else { return false };
        let mut is_taken = false;
        for part in text.trim_start_matches("->").split(" | ") {
            let part = part.split_once(" st: ").map_or(part, |(desc, _)| desc);
            is_taken |= part.split_once(':').is_some_and(|(key, value)| say(found, key, value, line));
        }
        if !is_taken {
            self.end(done);
        }
        is_taken
    }

    fn end(&mut self, done: &mut Vec<Found>) {
        done.extend(self.open.take().filter(|found| found.has("ssdp.location") || found.has("ssdp.usn")));
    }
}

fn say(found: &mut Found, key: &str, value: &str, line: &BareLine<'_>) -> bool {
    let key = key.trim().to_ascii_lowercase();
    let Some((_, field)) = KEYS.iter().find(|(known, _)| *known == key) else { return false };
    found.say(field, value, line);
    if *field == "ssdp.location" {
        found.ip = found.ip.or_else(|| address_of_url(value.trim()));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printed::grammar::found_in as read;

    #[test]
    fn instances_are_read_for_people_and_for_programs() {
        let program = "+;eth0;IPv4;SC\\032-\\0321;_axis-video._tcp;local\n\
            =;eth0;IPv4;SC\\032-\\0321;_axis-video._tcp;local;c.local;10.0.0.7;80;\"macaddress=00408C9D31E8\" \"md=SC\"\n\
            =;eth0;IPv6;SC\\032-\\0321;_axis-video._tcp;local;c.local;fe80::1;80;\n+;eth0;IPv4;other;_http._tcp;local\n";
        let found = read(Avahi::default(), program);
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(found[0].said_of("mdns.instance"), Some("SC - 1._axis-video._tcp.local"));
        assert_eq!(found[0].said_of("mdns.mac"), Some("00:40:8c:9d:31:e8"));
        assert_eq!(found[1].ip, found[0].ip);
        let people = "= eth0 IPv4 SC - 1                       _axis-video._tcp     local\n   hostname = [c.local]\n   \
            address = [10.0.0.7]\n   port = [80]\n   txt = [\"md=SC\"]\n";
        let found = read(Avahi::default(), people);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].said_of("mdns.instance"), Some("SC - 1._axis-video._tcp.local"));
        assert_eq!(found[0].said_of("mdns.txt_model"), Some("SC"));
    }

    #[test]
    fn what_dns_sd_browses_looks_up_and_writes_as_a_zone_is_one_instance() {
        let text = "15:01:22.320  Add        3   6 local.               _http._tcp.          SC 1\n\
            15:01:40.900  SC\\0321._http._tcp.local. can be reached at c.local.:80 (interface 6)\n model=SC mac=00408C9D31E8\n\
            SC\\0321._http._tcp       SRV     0 0 80 c.local. ; Replace\nSC\\0321._http._tcp       TXT     \"md=SC\" \"b=c\"\n";
        let found = read(DnsSd::default(), text);
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(found.iter().all(|f| f.name.as_deref() == Some("SC 1._http._tcp.local")), "{found:?}");
        let looked_up = found.iter().find(|f| f.line == 2).expect("what was looked up");
        assert_eq!(looked_up.said_of("mdns.txt_model"), Some("SC"));
        assert_eq!(looked_up.said_of("mdns.host"), Some("c.local"));
    }

    #[test]
    fn an_instance_is_where_its_host_was_found_before_or_after_and_nowhere_else() {
        let asked = |host: &str, ip: &str| format!("11:23:02.1  Add 2  6 {host}.local.   {ip}   120\n");
        let told = |host: &str| {
            format!(
                "1:1:1.1  {host}._x._tcp.local. can be reached at {host}.local.:80 (interface 6)\n md={host}\n"
            )
        };
        let text = told("a") + &asked("A", "10.0.0.4") + &asked("b", "10.0.0.5") + &told("b") + &told("c");
        for end in 0..=text.len() {
            for found in
                read(DnsSd::default(), &text[..end]).iter().filter(|found| found.has("mdns.instance"))
            {
                let host = found.said_of("mdns.host").unwrap_or_default();
                let want = match host {
                    "a.local" => "10.0.0.4",
                    "b.local" => "10.0.0.5",
                    _ => "",
                };
                let ip = found.ip.map(|ip| ip.to_string()).unwrap_or_default();
                assert!(want.starts_with(&ip), "{end}: {found:?}");
            }
        }
        let found = read(DnsSd::default(), &text);
        let at: Vec<_> =
            found.iter().filter(|f| f.has("mdns.instance")).map(|f| f.ip.map(|ip| ip.to_string())).collect();
        assert_eq!(at, [Some("10.0.0.4".to_owned()), Some("10.0.0.5".to_owned()), None]);
    }

    #[test]
    fn devices_of_upnp_are_read_with_what_stands_beside_them() {
        let text = "[2026-10-20 09:11:02] resource available\n  USN:      uuid:a::upnp:rootdevice\n  \
            Location: http://10.0.0.7:49152/a.xml\n  -> friendlyName: SC | manufacturer: M\n[2026-10-20 09:11:03] resource available\n";
        let found = read(Upnp::default(), text);
        assert_eq!(found.len(), 1);
        assert!(found[0].has("upnp.manufacturer") && found[0].ip.is_some());
        let list = "List of UPNP devices found on the network :\n desc: http://10.0.0.7:80/a.xml\n st: upnp:rootdevice\n\n";
        assert_eq!(read(Upnp::default(), list).len(), 1);
    }
}
