//! What `snmpwalk` prints, one object a line, read by the codec `snmp`.
//!
//! Source: net-snmp's output options: `.1.3.6… = STRING: value` and `SNMPv2-MIB::sysDescr.0 = …`.

use crate::row::Row;

pub(crate) const ROW: Row =
    Row::of_codec("snmpwalk", |head| head.lines().is_some_and(|opening| is_walk(opening.first)), "snmp");

fn is_walk(line: &str) -> bool {
    let Some((name, _)) = line.split_once(" = ") else { return false };
    let name = name.trim();
    let named = name.split_once("::").is_some_and(|(module, object)| {
        (module.ends_with("-MIB") || module.ends_with("-SMI"))
            && object.starts_with(|c: char| c.is_ascii_alphabetic())
    });
    named || is_oid(&name.replacen("iso", "1", usize::from(name.starts_with("iso."))))
}

/// Numbers with dots between, at least two of them.
pub(crate) fn is_oid(text: &str) -> bool {
    let text = text.trim().trim_start_matches('.');
    text.contains('.') && text.split('.').all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()))
}
