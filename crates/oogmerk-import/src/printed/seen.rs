//! Rows that name an object of SNMP, its value and the host, as monitors (PRTG) export them and as people write them
//! down. Source: RFC 3418 for the names of objects.

use super::device::Found;
use super::grammar::Grammar;
use super::line::address_in;
use crate::pasted::BareLine;

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
