//! VAPIX parameters (`param.cgi?action=list`): one `name=value` a line, with or without `root.`.
//!
//! Only the names in [`FIELDS`] are read, besides which groups of parameters exist: parameter lists hold network keys
//! and accounts, which nobody asks for here. Source: Axis VAPIX library, "Parameter management".

use crate::formats::oogmerk_lines::too_long;
use crate::lines::{Line, Lines};
use crate::reading::{How, Reading, Where, digest};
use oogmerk_model::{Field, Observation, ProblemSeverity, Subject};
use std::collections::BTreeSet;
use std::io::Read;
use std::sync::Arc;

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

pub(crate) fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let Some(bytes) = crate::document::whole(input, reading) else { return };
    let mut observation = reading.observation(Subject::named("doc"), "vapix", None, &[]);
    observation.digest = digest(&bytes);
    let (bytes, base) = crate::document::unmarked(bytes);
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
    let mut lines = Lines::new(bytes);
    let mut line = Vec::new();
    let mut groups: BTreeSet<String> = BTreeSet::new();
    let mut read = 0u64;
    loop {
        let offset = match lines.next_line(&mut line) {
            Ok(Line::Text { offset, .. }) => offset,
            Ok(Line::TooLong { number, offset }) => {
                too_long(reading, number, offset);
                continue;
            }
            Ok(Line::End) | Err(_) => break,
        };
        let text = String::from_utf8_lossy(&line);
        let Some((name, value)) = text.split_once('=') else { continue };
        let bare = name.trim().strip_prefix("root.").unwrap_or(name.trim());
        if !is_name(bare) {
            continue;
        }
        read += 1;
        let place = base.place(offset + name.len() as u64 + 1);
        if let Some((_, field)) = FIELDS.iter().find(|(n, _)| *n == bare) {
            reading.put(observation, Field::of(field), value, How::Copied, place);
        } else if bare.starts_with("Network.") && bare.ends_with(".MACAddress") {
            reading.put_mac(observation, Field::of("import.mac"), value, place);
        } else if bare.starts_with("Network.eth") && bare.ends_with(".IPAddress") {
            reading.put_ip(observation, Field::of("import.ip"), value, place);
        }
        if let Some((group, _)) = bare.split_once('.')
            && groups.len() < GROUPS_MAX
            && groups.insert(group.to_owned())
        {
            let place = base.place(offset);
            reading.put(
                observation,
                Field::of("vapix.parameter_group"),
                &format!("root.{group}"),
                How::Decoded,
                place,
            );
        }
    }
    if read == 0 {
        reading.problem(
            ProblemSeverity::Whole,
            observation.source.line,
            base.place(0).offset,
            "holds no parameters",
        );
    } else {
        reading.outcome.records += 1;
    }
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

/// Whether the first lines of a text are parameters of such a device.
pub(crate) fn looks_like(head: &str) -> bool {
    let (mut good, mut bad, mut own) = (0, 0, false);
    for line in head.lines().filter(|l| !l.trim().is_empty()).take(40) {
        let Some((name, _)) = line.split_once('=') else {
            bad += 1;
            continue;
        };
        let bare = name.trim().strip_prefix("root.").unwrap_or(name.trim());
        own |= name.starts_with("root.") || bare.starts_with("Brand.Prod") || bare.starts_with("Properties.");
        if is_name(bare) { good += 1 } else { bad += 1 }
    }
    own && good > 0 && bad * 10 <= good
}
