//! Keys by which tools, exports and databases name what a device said in a protocol: the field itself stands above the
//! value (`sysDescr`, `http.server`, `dhcp.option.vendor_class_id`).
//!
//! Sources: the MIB modules of RFC 3418 (SNMP), the display filters of Wireshark (`docbook`, "Display Filter
//! Reference": dhcp, http, rtsp, sip, lldp, cdp), LibreNMS's API documentation ("Devices"), Aruba's REST API guide
//! ("LLDP neighbors"), Kea's administrator manual (`user-context`).

use super::bag::Bag;
use super::heads;
use super::keys::{field_of, fold, last};
use crate::Clues;
use oogmerk_model::Field;

/// The longest value that is one thing said.
const VALUE_MAX: usize = 1024;

/// What a bag says under such keys.
pub(super) fn clues(bag: &Bag) -> Clues {
    let mut clues = Clues::default();
    clues.0.extend(page(bag).0);
    clues.0.extend(certificate(bag).0);
    clues.0.extend(listed(bag).0);
    if let Some(said) = super::message::description(bag.said()) {
        clues.decoded(Field::of("snmp.sys_descr"), said, None);
    }
    for pair in bag.pairs.iter().filter(|pair| pair.value.len() <= VALUE_MAX) {
        let value = pair.value.trim_matches(['"', '\'', ' ']);
        match field_of(&pair.key) {
            // The type of a value that was cut off behind it (`sysDescr.0 = STRING: ; …`).
            _ if value.is_empty() || ["STRING:", "OID:", "INTEGER:"].contains(&value) => {}
            Some("http.www_authenticate") => clues.0.extend(challenge(value).0),
            Some(field) => clues.decoded(Field::of(field), value, None),
            None if last(&fold(&pair.key)) == "banner" => clues.0.extend(banner(value).0),
            None => {}
        }
    }
    clues
}

/// What scanners of networks write of a page in one column named after the protocol: the state, the title, the server in
/// brackets (`HTTP: Maker XC-100 (Boa/0.94)`, `HTTP 401: XC-100`), beside the address of whose it is.
fn listed(bag: &Bag) -> Clues {
    let mut clues = Clues::default();
    let is_page = |key: &str| PAGES.contains(&fold(key).as_str());
    let Some(pair) = bag.pairs.iter().find(|pair| is_page(&pair.key)).filter(|_| bag.is_addressed()) else {
        return clues;
    };
    let parts = pair.value.split_once([':', ',']).filter(|(state, _)| state.trim().starts_with("HTTP"));
    let (state, said) = parts.unwrap_or(("", &pair.value));
    if pair.value.len() > 200 || said.contains("://") || !said.contains(char::is_alphabetic) || said.len() < 5
    {
        return clues;
    }
    let (title, behind) = said.split_once(" (").unwrap_or((said, ""));
    let (title, server) = (title.trim(), behind.trim().strip_suffix(')').unwrap_or_default());
    let field = if state.contains("401") { "http.realm" } else { "http.title" };
    for (field, word) in [(field, title), ("http.server", server)] {
        if !word.is_empty() {
            clues.decoded(Field::of(field), word, None);
        }
    }
    clues
}

const PAGES: [&str; 5] = ["commentshttp", "httpcomments", "http", "https", "webinterface"];

/// What lists of pages call their columns: the title, the server and the challenge, two of them at least.
fn page(bag: &Bag) -> Clues {
    let of = |names: &[&str]| {
        let pair = bag.pairs.iter().find(|pair| names.contains(&last(&fold(&pair.key))))?;
        (pair.value.len() <= VALUE_MAX).then_some(pair.value.as_str())
    };
    let (title, server) = (of(&TITLES), of(&["server"]));
    let auth =
        of(&["auth", "authenticate", "authentication", "realm"]).filter(|auth| auth.contains("realm="));
    let mut clues = Clues::default();
    // A row of a probe: what was asked, how it was answered, and the title.
    let is_probe = title.is_some()
        && of(&["status", "statuscode", "code"]).is_some()
        && of(&["path", "url", "uri"]).is_some();
    if !is_probe
        && usize::from(title.is_some()) + usize::from(server.is_some()) + usize::from(auth.is_some()) < 2
    {
        return clues;
    }
    if let Some(title) = title {
        clues.decoded(Field::of("http.title"), title.split_whitespace().collect::<Vec<_>>().join(" "), None);
    }
    if let Some(server) = server.filter(|server| super::keys::address(server).is_none()) {
        clues.decoded(Field::of("http.server"), server, None);
    }
    clues.0.extend(auth.map(challenge).unwrap_or_default().0);
    clues
}

const TITLES: [&str; 7] = ["title", "titel", "título", "titulo", "titre", "titolo", "pagetitle"];

/// The parts of a certificate's subject, as scanners and browsers list them under whole words.
fn certificate(bag: &Bag) -> Clues {
    const PARTS: [(&str, &str); 6] = [
        ("commonname", "CN"),
        ("organization", "O"),
        ("organizationname", "O"),
        ("organizationunit", "OU"),
        ("organizationalunit", "OU"),
        ("country", "C"),
    ];
    let part = |(key, short): &(&str, &str)| {
        let pair = bag.pairs.iter().find(|pair| fold(&pair.key) == *key)?;
        (pair.value.len() <= 200).then(|| format!("{short}={}", pair.value))
    };
    let parts: Vec<String> = PARTS.iter().filter_map(part).collect();
    let mut clues = Clues::default();
    if parts.len() > 1 && parts[0].starts_with("CN=") {
        clues.decoded(Field::of("tls.subject"), parts.join(","), None);
    }
    clues
}

/// What a challenge says, without the head around it that nobody wrote.
fn challenge(value: &str) -> Clues {
    heads::read("http", &[&format!("WWW-Authenticate: {value}")]).unwrap_or_default()
}

/// What a server said first, in whatever protocol.
fn banner(value: &str) -> Clues {
    let mut clues = Clues::default();
    if let Some(greeting) = heads::greets(value) {
        clues.decoded(Field::of("ftp.banner"), greeting, None);
    } else if let Some((0, codec)) = heads::begins(value) {
        let lines: Vec<&str> = value.lines().map(str::trim_end).collect();
        clues = heads::read(codec, &lines).unwrap_or_default();
    }
    clues
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_name_fields_and_what_resembles_them_does_not() {
        for (key, want) in [
            ("sysDescr", Some("snmp.sys_descr")),
            (".iso.org.dod.internet.mgmt.mib-2.system.sysDescr.0", Some("snmp.sys_descr")),
            ("dhcp.option.vendor_class_id", Some("dhcp.vendor_class")),
            ("vendor-class", Some("dhcp.vendor_class")),
            ("lldp.tlv.system.desc", Some("lldp.system_description")),
            ("http.server", Some("http.server")),
            ("sip.User-Agent", Some("sip.user_agent")),
            ("User-Agent", None),
            ("server", None),
            ("title", None),
            ("hostname", None),
            ("xhttp.server", None),
        ] {
            assert_eq!(field_of(key), want, "{key}");
        }
    }
}
