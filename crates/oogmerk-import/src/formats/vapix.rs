//! VAPIX parameters (`param.cgi?action=list`): one `name=value` a line, with or without `root.`.
//!
//! Only the names in [`FIELDS`] are read, besides which groups of parameters exist: parameter lists hold network keys
//! and accounts, which nobody asks for here. Source: Axis VAPIX library, "Parameter management".

use crate::document::{unmarked, whole};
use crate::head::Head;
use crate::lines::{Lines, Skip};
use crate::reading::{How, Reading, Where, digest};
use crate::row::Row;
use oogmerk_model::{Field, Observation, Place, ProblemSeverity, Subject};
use std::collections::BTreeSet;
use std::io::Read;
use std::sync::Arc;

pub(crate) const ROW: Row = Row::new("vapix", looks_like, read);

const FIELDS: [(&str, &str); 8] = [
    ("Brand.Brand", "vapix.brand"),
    ("Brand.ProdNbr", "vapix.model"),
    ("Brand.ProdFullName", "vapix.full_name"),
    ("Brand.ProdType", "vapix.product_type"),
    ("Properties.Firmware.Version", "vapix.firmware"),
    ("Properties.System.SerialNumber", "vapix.serial"),
    ("Properties.System.Soc", "vapix.soc"),
    ("Properties.System.HardwareID", "vapix.hardware_id"),
];

/// Most groups named.
const GROUPS_MAX: usize = 64;

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let Some(bytes) = whole(input, reading) else { return };
    let mut observation = reading.observation(Subject::named("doc"), "vapix", None, &[]);
    observation.digest = digest(&bytes);
    let (bytes, base) = unmarked(bytes);
    parameters(&bytes, Where::At(base), &Arc::new(observation), reading);
}

/// Parameters inside another record, whose place is theirs.
pub(crate) fn read_fragment(
    payload: &[u8],
    offset: u64,
    observation: &Arc<Observation>,
    reading: &mut Reading<'_>,
) {
    parameters(payload, Where::Inside(offset), observation, reading);
}

fn parameters(bytes: &[u8], base: Where, observation: &Arc<Observation>, reading: &mut Reading<'_>) {
    let mut lines = Lines::as_they_are(Box::new(bytes), Skip::Nothing);
    let mut groups: BTreeSet<String> = BTreeSet::new();
    let mut read = 0u64;
    while let Some(line) = lines.next(reading) {
        let text = line.text();
        let Some((name, value)) = text.split_once('=') else { continue };
        let bare = bare(name);
        if !is_name(bare) {
            continue;
        }
        read += 1;
        let place = base.place(line.offset + name.len() as u64 + 1);
        parameter(bare, value, place, observation, reading);
        if let Some((group, _)) = bare.split_once('.')
            && groups.len() < GROUPS_MAX
            && groups.insert(group.to_owned())
        {
            let (field, group) = (Field::of("vapix.parameter_group"), format!("root.{group}"));
            reading.put(observation, field, &group, How::Decoded, base.place(line.offset));
        }
    }
    if read == 0 {
        let (line, offset) = (observation.source.line, base.place(0).offset);
        reading.problem(ProblemSeverity::Whole, line, offset, "holds no parameters");
    } else {
        reading.outcome.records += 1;
    }
}

fn parameter(
    name: &str,
    value: &str,
    place: Place,
    observation: &Arc<Observation>,
    reading: &mut Reading<'_>,
) {
    if let Some((_, field)) = FIELDS.iter().find(|(n, _)| *n == name) {
        reading.put(observation, Field::of(field), value, How::Copied, place);
    } else if name.starts_with("Network.") && name.ends_with(".MACAddress") {
        reading.put_mac(observation, Field::of("import.mac"), value, place);
    } else if name.starts_with("Network.eth") && name.ends_with(".IPAddress") {
        reading.put_ip(observation, Field::of("import.ip"), value, place);
    }
}

/// A parameter's name without the root that some devices write before it.
fn bare(name: &str) -> &str {
    name.trim().strip_prefix("root.").unwrap_or(name.trim())
}

/// Words with dots between, at least two of them, the first one capitalised.
fn is_name(name: &str) -> bool {
    name.contains('.')
        && name.len() <= 256
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.split('.').all(|w| {
            !w.is_empty() && w.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        })
}

/// Whether the first lines are parameters of such a device.
fn looks_like(head: &Head<'_>) -> bool {
    let Some(opening) = head.lines() else { return false };
    let (mut good, mut bad, mut own) = (0, 0, false);
    for line in opening.lines.iter().take(40) {
        let Some((name, _)) = line.split_once('=') else {
            bad += 1;
            continue;
        };
        let bare = bare(name);
        own |= name.starts_with("root.") || bare.starts_with("Brand.Prod") || bare.starts_with("Properties.");
        if is_name(bare) { good += 1 } else { bad += 1 }
    }
    own && good > 0 && bad * 10 <= good
}
