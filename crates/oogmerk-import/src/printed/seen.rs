//! What firewalls and monitors print of the hosts they see: FortiGate's list of devices, and rows that name an object of
//! SNMP, its value and the host (as PRTG exports them, and as people write them down).
//!
//! What a firewall takes a host for, by its block or its traffic, is its guess: the name behind a block enters as
//! `import.vendor`, as from any tool, and its type and system are not read.
//! Sources: Fortinet, FortiOS administration guide, "diagnose user device list"; RFC 3418 for the names of objects.

use super::device::Found;
use super::grammar::Grammar;
use super::line::{address_in, mac_in};
use super::pattern::words_of;
use crate::pasted::BareLine;

/// `diagnose user device list`.
#[derive(Default)]
pub(super) struct Fortigate {
    open: Option<(Found, usize)>,
}

/// Most lines of one host.
const LINES_MAX: usize = 40;

impl Grammar for Fortigate {
    fn take(&mut self, line: &BareLine<'_>, done: &mut Vec<Found>) -> bool {
        let words = words_of(line.text);
        if let ["vd", _, mac, ..] = words.as_slice()
            && let Some((mac, _)) = mac_in(mac)
        {
            self.end(done);
            self.open = Some((Found { mac: Some(mac), is_on_link: true, ..Found::new("arp", line) }, 0));
            return true;
        }
        let is_over = line.is_typed || !line.text.starts_with([' ', '\t']);
        let Some((found, lines)) = self.open.as_mut().filter(|(_, lines)| !is_over && *lines < LINES_MAX)
        else {
            self.end(done);
            return false;
        };
        *lines += 1;
        let from_dhcp = words.windows(2).any(|pair| matches!(pair, ["src", "dhcp"]));
        match words.as_slice() {
            ["ip", ip, ..] => found.ip = found.ip.or_else(|| address_in(ip)),
            ["hardware", "vendor", ..] => say_quoted(found, "import.vendor", line),
            ["host", ..] if from_dhcp => say_quoted(found, "dhcp.hostname", line),
            ["host", ..] => say_quoted(found, "import.host_name", line),
            _ => {}
        }
        true
    }

    fn end(&mut self, done: &mut Vec<Found>) {
        done.extend(self.open.take().map(|(found, _)| found));
    }
}

fn say_quoted(found: &mut Found, field: &'static str, line: &BareLine<'_>) {
    if let Some(value) = line.text.split('\'').nth(1) {
        found.say(field, value, line);
    }
}

/// A row with the name of an object, its value and the host: `sysDescr;"Sample SC-100";hall (10.0.0.4)`.
#[derive(Default)]
pub(super) struct Objects;

/// Objects whose value says what a device is.
const OBJECTS: [(&str, &str); 3] =
    [("sysdescr", "snmp.sys_descr"), ("sysobjectid", "snmp.sys_object_id"), ("sysname", "snmp.sys_name")];

/// Most cells of a row.
const CELLS_MAX: usize = 12;

impl Grammar for Objects {
    fn take(&mut self, line: &BareLine<'_>, done: &mut Vec<Found>) -> bool {
        let found = [';', '\t', ',', '|'].into_iter().find_map(|mark| row(line, mark));
        let is_row = found.is_some();
        done.extend(found);
        is_row
    }

    fn end(&mut self, _: &mut Vec<Found>) {}
}

fn row(line: &BareLine<'_>, mark: char) -> Option<Found> {
    // Most lines name no object.
    let lower = line.text.get(..line.text.floor_char_boundary(400))?.to_ascii_lowercase();
    if !OBJECTS.iter().any(|(name, _)| lower.contains(name)) {
        return None;
    }
    let cells = cells_of(line.text, mark);
    if !(3..=CELLS_MAX).contains(&cells.len()) {
        return None;
    }
    let (at, field) = cells.iter().enumerate().find_map(|(at, cell)| Some((at, object(cell)?)))?;
    let (host, ip) = cells.iter().enumerate().filter(|(i, _)| *i != at).find_map(|(i, cell)| {
        let words = cell.rsplit(' ').next()?;
        Some((i, address_in(cell).or_else(|| address_in(words).filter(|_| words.starts_with('(')))?))
    })?;
    // The value stands behind the name of its object.
    let value = cells.iter().enumerate().skip(at + 1).find(|(i, cell)| *i != host && !cell.is_empty())?.1;
    let mut found = Found { ip: Some(ip), ..Found::new("snmp", line) };
    found.say(field, value, line);
    Some(found)
}

/// The field of an object by its name: `sysDescr`, `sysDescr.0`, `SNMPv2-MIB::sysDescr.0`.
fn object(cell: &str) -> Option<&'static str> {
    let name = cell.rsplit("::").next()?.trim_end_matches(".0").to_ascii_lowercase();
    OBJECTS.iter().find(|(known, _)| *known == name).map(|(_, field)| *field)
}

/// Cells without the quotes around them; what parts cells parts none in quotes.
fn cells_of(text: &str, mark: char) -> Vec<&str> {
    let (mut found, mut start, mut is_quoted) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        if c == '"' {
            is_quoted = !is_quoted;
        } else if c == mark && !is_quoted {
            found.push(&text[start..at]);
            start = at + c.len_utf8();
        }
    }
    found.push(&text[start..]);
    found.into_iter().map(|cell| cell.trim().trim_matches('"').trim()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printed::grammar::found_in as read;

    #[test]
    fn a_host_of_a_firewall_ends_where_the_next_begins() {
        let found = read(
            Fortigate::default(),
            "hosts\n  vd root/0  00:40:8c:9d:31:e8  gen 218  req OUA/34\n    ip 10.0.0.4  src mac\n    \
             hardware vendor 'Axis'  src mac  id 0\n    type 'IP Camera'  src mac\n    host 'cam'  src dhcp\n  \
             vd root/0  00:40:8c:9d:31:e9  gen 219\n    ip 10.0.0.5  src arp\nfw # get\n    ip 10.0.0.9\n",
        );
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0].ip.map(|ip| ip.to_string()).as_deref(), Some("10.0.0.4"));
        assert!(found[0].has("import.vendor") && found[0].has("dhcp.hostname"));
        assert_eq!((found[1].said.len(), found[1].mac.map(|mac| mac.0[5])), (0, Some(0xe9)));
        assert!(!format!("{found:?}").contains("IP Camera"));
    }

    #[test]
    fn a_row_that_names_an_object_and_a_host_is_that_hosts_word() {
        for row in [
            "sysDescr;\"Sample SC-100; 1.2\";hall (10.0.0.4)",
            "10.0.0.4,SNMPv2-MIB::sysDescr.0,Sample SC-100; 1.2",
            "hall\t10.0.0.4\tsysDescr.0\tSample SC-100; 1.2",
        ] {
            let found = read(Objects, row);
            assert_eq!(found.len(), 1, "{row}: {found:?}");
            assert_eq!(found[0].said_of("snmp.sys_descr"), Some("Sample SC-100; 1.2"), "{row}");
            assert_eq!(found[0].ip.map(|ip| ip.to_string()).as_deref(), Some("10.0.0.4"));
        }
        for row in [
            "ip;sysDescr;model",
            "10.0.0.4;Sample;SC-100",
            "sysDescr;10.0.0.4",
            "sysUpTime;12 d;hall (10.0.0.4)",
            "the sysDescr, as we saw, of 10.0.0.4 was x",
        ] {
            assert!(read(Objects, row).is_empty(), "{row}");
        }
    }
}
