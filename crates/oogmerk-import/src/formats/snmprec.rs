//! Recordings for an SNMP simulator, one `oid|tag|value` a line, read by the codec `snmp`.
//!
//! Source: snmpsim's `oid|type|value`: `1.3.6.1.2.1.1.1.0|4|value`, types with a letter or more behind them.

use crate::formats::snmpwalk::is_oid;
use crate::row::Row;

pub(crate) const ROW: Row =
    Row::of_codec("snmprec", |head| head.lines().is_some_and(|opening| is_recording(opening.first)), "snmp");

fn is_recording(line: &str) -> bool {
    let mut parts = line.splitn(3, '|');
    let (Some(oid), Some(tag), Some(_)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let tag = tag.split(':').next().unwrap_or_default().trim_end_matches(|c: char| c.is_ascii_lowercase());
    is_oid(oid) && !tag.is_empty() && tag.bytes().all(|b| b.is_ascii_digit())
}
