//! VAPIX: the parameters (`param.cgi?action=list`), one `name=value` a line, with or without `root.`; and the
//! properties that a device gives without log-in (`basicdeviceinfo.cgi`), as JSON.
//!
//! Only the names in [`PARAMETERS`] and [`PROPERTIES`] are read, besides which groups of parameters exist: parameter
//! lists hold network keys and accounts, which nobody asks for here. Source: Axis VAPIX library, "Parameter
//! management" and "Basic device information".

pub use super::told::Told as Message;
use super::told::{begins_with, holds_any, opening};
use crate::row::Codec;
use crate::{Clues, Malformed};
use oogmerk_bytes::json;
use oogmerk_bytes::spanned::Spanned;
use std::collections::BTreeSet;
use std::net::IpAddr;

/// The row of this codec.
pub const CODEC: Codec = Codec {
    in_bodies: Some(is_one),
    ..Codec::new("vapix", read, include_bytes!("../../../../fuzz/corpus/vapix/list.txt"))
};

pub(crate) const PARAMETERS: [(&str, &str); 8] = [
    ("Brand.Brand", "vapix.brand"),
    ("Brand.ProdNbr", "vapix.model"),
    ("Brand.ProdFullName", "vapix.full_name"),
    ("Brand.ProdType", "vapix.product_type"),
    ("Properties.Firmware.Version", "vapix.firmware"),
    ("Properties.System.SerialNumber", "vapix.serial"),
    ("Properties.System.Soc", "vapix.soc"),
    ("Properties.System.HardwareID", "vapix.hardware_id"),
];

pub(crate) const PROPERTIES: [(&str, &str); 8] = [
    ("Brand", "vapix.brand"),
    ("ProdNbr", "vapix.model"),
    ("ProdFullName", "vapix.full_name"),
    ("ProdType", "vapix.product_type"),
    ("Version", "vapix.firmware"),
    ("SerialNumber", "vapix.serial"),
    ("Soc", "vapix.soc"),
    ("HardwareID", "vapix.hardware_id"),
];

/// Most groups named.
const GROUPS_MAX: usize = 64;
/// Lines of a list that are looked at to tell it.
const LOOKED_AT: usize = 40;

/// Whether a document is one.
fn is_one(document: &[u8]) -> bool {
    if begins_with(document, b'{') {
        return holds_any(document, &[b"\"propertyList\""])
            && holds_any(document, &[b"\"ProdNbr\"", b"\"Soc\""]);
    }
    is_list(opening(document).lines())
}

/// Whether the first lines are parameters of such a device.
pub fn is_list<'l>(lines: impl Iterator<Item = &'l str>) -> bool {
    let (mut good, mut bad, mut own) = (0, 0, false);
    for line in lines.filter(|line| !line.trim().is_empty()).take(LOOKED_AT) {
        let name = line.split_once('=').map(|(name, _)| name);
        let bare = name.map(bare).unwrap_or_default();
        own |= name.is_some_and(|name| name.starts_with("root."))
            || bare.starts_with("Brand.Prod")
            || bare.starts_with("Properties.");
        if is_name(bare) {
            good += 1
        } else {
            bad += 1
        }
        // However good the rest is, these are too many: a page for people is known by its first lines.
        if bad * 10 > LOOKED_AT - bad {
            return false;
        }
    }
    own && good > 0 && bad * 10 <= good
}

/// Reads one list or document as far as it goes.
pub fn parse(payload: &[u8]) -> Message {
    let mut told = Message::default();
    if payload.trim_ascii_start().starts_with(b"{") {
        let ended = json::walk_document(payload, &mut |leaf| {
            let name = leaf.path.strip_prefix("data.propertyList.");
            let field = PROPERTIES.iter().find(|(property, _)| Some(*property) == name);
            if let (Some((_, field)), Some(value)) = (field, leaf.text()) {
                told.add(payload, field, &value, leaf.span.start);
            }
        });
        told.stopped = ended.err().map(|stop| (stop.offset, stop.reason.to_owned()));
    } else {
        list(payload, &mut told);
    }
    told
}

/// Bytes to clues.
pub fn read(payload: &[u8]) -> Result<Clues, Malformed> {
    parse(payload).or("holds no parameters").map(|told| told.clues())
}

fn list(payload: &[u8], told: &mut Message) {
    let mut groups: BTreeSet<String> = BTreeSet::new();
    let mut at = 0;
    for line in payload.split_inclusive(|b| *b == b'\n') {
        let start = at;
        at += line.len();
        let Some(equals) = memchr::memchr(b'=', line) else { continue };
        let name = String::from_utf8_lossy(&line[..equals]);
        let bare = bare(&name);
        if !is_name(bare) {
            continue;
        }
        let value = String::from_utf8_lossy(&line[equals + 1..]);
        parameter(payload, bare, value.trim_end(), start + equals + 1, told);
        if let Some((group, _)) = bare.split_once('.')
            && groups.len() < GROUPS_MAX
            && groups.insert(group.to_owned())
        {
            let name = Spanned::computed(format!("root.{group}"), start..start + equals);
            told.values.push(("vapix.parameter_group", name));
        }
    }
}

fn parameter(payload: &[u8], name: &str, value: &str, offset: usize, told: &mut Message) {
    if let Some((_, field)) = PARAMETERS.iter().find(|(n, _)| *n == name) {
        told.add(payload, field, value, offset);
    } else if name.starts_with("Network.") && name.ends_with(".MACAddress") {
        told.add_mac(payload, "import.mac", value, offset);
    } else if name.starts_with("Network.eth") && name.ends_with(".IPAddress") {
        let ip = value.trim().parse::<IpAddr>().ok().filter(|ip| !ip.is_unspecified());
        if let Some(ip) = ip {
            told.add(payload, "import.ip", &ip.to_string(), offset);
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::proof;

    const LIST: &[u8] = include_bytes!("../../../../samples/vapix/list.txt");
    const BASIC: &[u8] = include_bytes!("../../../../fuzz/corpus/vapix/basic.json");

    #[test]
    fn parameters_are_read_by_name_and_keys_of_networks_are_not() {
        proof::golden(
            read,
            LIST,
            &[
                "vapix.brand=AXIS",
                "~vapix.parameter_group=root.Brand",
                "vapix.full_name=AXIS X0001 Sample",
                "vapix.model=X0001",
                "~import.mac=00:00:5e:00:53:07",
                "~vapix.parameter_group=root.Network",
                "import.ip=192.0.2.7",
                "vapix.firmware=1.2.3",
                "~vapix.parameter_group=root.Properties",
                "vapix.serial=00005E005307",
            ],
        );
    }

    #[test]
    fn what_is_given_without_log_in_is_read_too() {
        proof::golden(
            read,
            BASIC,
            &[
                "vapix.brand=AXIS",
                "vapix.full_name=AXIS X0001 Sample",
                "vapix.model=X0001",
                "vapix.product_type=Sample Camera",
                "vapix.serial=00005E005307",
                "vapix.firmware=1.2.3",
            ],
        );
    }

    #[test]
    fn a_document_is_told_by_its_names() {
        for (document, want) in [
            (LIST, true),
            (BASIC, true),
            (b"root.Brand.Brand=AXIS\r\n", true),
            (b"model=X\nversion=1\n", false),
            (b"{\"propertyList\":{}}", false),
            (b"<html>root.Brand.Brand=AXIS</html>", false),
        ] {
            assert_eq!(is_one(document), want, "{}", document.escape_ascii());
        }
    }

    #[test]
    fn no_bytes_make_it_panic() {
        proof::survives(read, LIST);
        proof::survives(read, BASIC);
    }
}
