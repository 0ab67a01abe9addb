//! Keys: which values may say that two subjects are one device, and how strongly.
//!
//! A key lives in a space: the same MAC read from ARP, SADP or an export is one key, a serial lives within the
//! protocol family of its maker, a UUID within its field. Weak keys (certificate keys, host names) and values that
//! many units share are not made here at all, so nothing downstream can merge on them by accident.

use crate::voice::family;
use oogmerk_knowledge::{KeyStrength, Oracle, WordList};
use oogmerk_model::{Evidence, Mac, MacKind};

/// Fields in which somebody wrote down when a device was bought or put up: by then it was built.
pub(crate) const DATED: &[&str] = &["sheet.installed", "sheet.bought"];

/// Strength order of key spaces; the strongest names a device in stateless output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Space {
    /// An asset number: a person's own name for the thing.
    Asset,
    /// A MAC bought from the IEEE.
    Mac,
    /// A serial within one maker's protocol family, or a long one anywhere.
    Serial,
    /// A UUID, UID or device id within its own protocol.
    Token,
    /// A MAC set by software; identity within one input only.
    LocalMac,
}

impl Space {
    /// The word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Asset => "asset",
            Self::Mac => "mac",
            Self::Serial => "serial",
            Self::Token => "token",
            Self::LocalMac => "local-mac",
        }
    }
}

/// A strong key: where it lives and what it says. Displayed as `mac:b0:c5:54:25:5b:0e`, `serial:hikvision:…`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Space.
    pub space: Space,
    /// Value with its family where it has one.
    pub value: String,
}

impl Key {
    /// Whether it is a MAC, bought or set by software.
    pub fn is_of_mac(&self) -> bool {
        matches!(self.space, Space::Mac | Space::LocalMac)
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.space.word(), self.value)
    }
}

/// What a piece of evidence says about the identity of its subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spoor {
    /// Keys that may join subjects.
    pub keys: Vec<Key>,
    /// A MAC to print, whether or not it may join.
    pub mac: Option<Mac>,
}

/// Reads the keys of one piece of evidence.
pub fn spoor(evidence: &Evidence, oracle: &dyn Oracle) -> Spoor {
    let field = evidence.field.as_str();
    let Some(definition) = oracle.field(field) else { return Spoor::default() };
    let value = evidence.value.trim();
    if definition.kind == "mac" && definition.key == KeyStrength::Strong {
        return mac_spoor(evidence, value, oracle);
    }
    let mut spoor = match definition.key {
        KeyStrength::Strong => own_spoor(field, value, oracle),
        _ => Spoor::default(),
    };
    if let Some(mac) = hidden_mac(field, value, oracle) {
        spoor.keys.push(Key { space: Space::Mac, value: mac.to_string() });
        spoor.mac = spoor.mac.or(Some(mac));
    }
    spoor
}

/// The hardware address that stands in a serial or at the end of a UUID (RFC 9562, section 5.1): one in a block that is
/// known, since other numbers have twelve digits too.
fn hidden_mac(field: &str, value: &str, oracle: &dyn Oracle) -> Option<Mac> {
    let word = last_word(field);
    if oracle.is_placeholder(field, value) {
        return None;
    }
    let known = |digits: &str| {
        Mac::parse(digits).filter(|mac| mac.kind() == MacKind::Global && oracle.oui(*mac).is_some())
    };
    if word.ends_with("serial") {
        known(value)
    } else if ["udn", "usn", "endpoint"].contains(&word) {
        known(node_of_uuid(value)?)
    } else if NAMES.contains(&word) {
        // Twelve digits between other signs, not all of them decimal.
        let runs = value.split(|c: char| !c.is_ascii_alphanumeric()).filter(|run| run.len() == 12);
        runs.filter(|run| run.bytes().any(|b| b.is_ascii_alphabetic())).find_map(known)
    } else {
        None
    }
}

/// The hardware address that a device gives as, or within, a number of its own where no owner can write it.
pub(crate) fn address_as_number(e: &Evidence, oracle: &dyn Oracle) -> Option<Mac> {
    let (field, value) = (e.field.as_str(), e.value.trim());
    let is_written = oracle.field(field).is_none_or(|f| f.may_be_written(value));
    // Numbers that are counted up are decimal, and some of them begin as an old block does.
    let is_counted = |mac: &Mac| mac.to_string().bytes().all(|b| b.is_ascii_digit() || b == b':');
    hidden_mac(field, value, oracle).filter(|mac| !is_written && !is_counted(mac))
}

/// Fields in which a device calls itself by its hardware address.
const NAMES: [&str; 8] =
    ["realm", "hostname", "host_name", "user_agent", "subject", "system_name", "sys_name", "instance"];

/// The last part of a UUID that was not drawn at random: twelve digits.
fn node_of_uuid(value: &str) -> Option<&str> {
    let uuid = value.split("uuid:").nth(1).unwrap_or(value);
    let uuid = uuid.get(..36)?;
    let is_one = uuid.char_indices().all(|(i, c)| match i {
        8 | 13 | 18 | 23 => c == '-',
        _ => c.is_ascii_hexdigit(),
    });
    (is_one && !uuid[14..].starts_with('4')).then(|| &uuid[24..])
}

/// The keys of a strong field that is no hardware address.
fn own_spoor(field: &str, value: &str, oracle: &dyn Oracle) -> Spoor {
    if value.is_empty() || monotonous(value) || oracle.is_placeholder(field, value) {
        return Spoor::default();
    }
    if last_word(field) == "asset" {
        return Spoor { keys: vec![Key { space: Space::Asset, value: fold(value) }], mac: None };
    }
    if !last_word(field).ends_with("serial") {
        return Spoor {
            keys: vec![Key { space: Space::Token, value: format!("{field}:{}", value.to_ascii_lowercase()) }],
            mac: None,
        };
    }
    serial_spoor(field, value, oracle)
}

/// The part of a field's name behind its family.
fn last_word(field: &str) -> &str {
    field.rsplit('.').next().unwrap_or(field)
}

fn mac_spoor(evidence: &Evidence, value: &str, oracle: &dyn Oracle) -> Spoor {
    let Some(mac) = Mac::parse(value) else { return Spoor::default() };
    if oracle.is_placeholder(evidence.field.as_str(), &mac.to_string()) {
        return Spoor::default();
    }
    let key = match mac.kind() {
        MacKind::Global => Some(Key { space: Space::Mac, value: mac.to_string() }),
        MacKind::Local => {
            let file = evidence.source().file.as_deref().unwrap_or("");
            Some(Key { space: Space::LocalMac, value: format!("{mac} in {file}") })
        }
        MacKind::Group | MacKind::Zero => None,
    };
    // An export may hold made-up addresses; its own words are printed, but a group address never joins anything.
    let printed = mac.kind() != MacKind::Zero
        && !(mac.kind() == MacKind::Group && evidence.field.as_str() == "link.mac");
    Spoor { keys: key.into_iter().collect(), mac: printed.then_some(mac) }
}

fn serial_spoor(field: &str, value: &str, oracle: &dyn Oracle) -> Spoor {
    let folded = fold(value);
    // Axis prints the MAC as serial number.
    if field == "vapix.serial"
        && let Some(mac) = Mac::parse(value)
    {
        return Spoor { keys: vec![Key { space: Space::Mac, value: mac.to_string() }], mac: Some(mac) };
    }
    let mut keys = Vec::new();
    // A serial lives within the firm whose protocol the field is of; in fields that any maker fills it has no family.
    let family = oracle.words().meaning(WordList::SerialFamily, family(field));
    if let Some(family) = family.and_then(|meaning| meaning.maker.as_deref()) {
        keys.push(Key { space: Space::Serial, value: format!("{family}:{folded}") });
    }
    if is_telling_serial(&folded) {
        keys.push(Key { space: Space::Serial, value: format!("any:{folded}") });
    }
    Spoor { keys, mac: None }
}

/// Long and varied enough that two makers do not print the same one by chance.
fn is_telling_serial(folded: &str) -> bool {
    let digits = folded.bytes().filter(u8::is_ascii_digit).count();
    let distinct: std::collections::BTreeSet<u8> = folded.bytes().collect();
    folded.len() >= 9 && digits >= 5 && distinct.len() >= 5 && !"01234567890123456789".contains(folded)
}

/// A run of one character says nothing: `000000`, `FFFFFFFF`, `xxxx`.
fn monotonous(value: &str) -> bool {
    let mut letters = value.chars().filter(|c| c.is_alphanumeric());
    let first = letters.next();
    letters.all(|c| Some(c) == first)
}

/// Letters and digits only, upper case.
pub fn fold(value: &str) -> String {
    value.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::{Bench, SmallOracle};

    fn check(field: &'static str, value: &str, want: &[&str]) {
        let evidence = Bench::new().says("x", field, value).evidence();
        let keys: Vec<String> =
            spoor(&evidence[0], &SmallOracle::new()).keys.iter().map(ToString::to_string).collect();
        assert_eq!(keys, want, "{field} {value}");
    }

    #[test]
    fn keys_live_in_their_spaces() {
        check("link.mac", "44:47:CC:37:CE:81", &["mac:44:47:cc:37:ce:81"]);
        check("sadp.mac", "44-47-cc-37-ce-81", &["mac:44:47:cc:37:ce:81"]);
        check("frame.mac", "44:47:cc:37:ce:81", &[]);
        check("link.mac", "02:00:00:00:00:01", &["local-mac:02:00:00:00:00:01 in a.pcap"]);
        check("import.mac", "4b:82:90:f6:d7:a9", &[]);
        check("sadp.serial", "000000", &[]);
        check("sadp.serial", "C1234", &["serial:hikvision:C1234"]);
        check("onvif.serial", "C1234", &[]);
        check("onvif.serial", "DS-2CD2385G1-I20190701AAWRD1", &["serial:any:DS2CD2385G1I20190701AAWRD1"]);
        check("vapix.serial", "ACCC8E123456", &["mac:ac:cc:8e:12:34:56"]);
        check("tls.key_sha256", "aabbccdd", &[]);
        check("dhcp.hostname", "cam-hall", &[]);
        check("sheet.asset", "CAM-0042", &["asset:CAM0042"]);
    }

    #[test]
    fn a_hardware_address_is_a_key_wherever_it_stands() {
        check("onvif.serial", "4447CC37CE81", &["serial:any:4447CC37CE81", "mac:44:47:cc:37:ce:81"]);
        let endpoint = |uuid: &str| format!("urn:uuid:{uuid}");
        let token = |uuid: &str| format!("token:wsd.endpoint:{}", endpoint(uuid));
        let node = "2419d68a-2dd2-21b2-a205-4447cc37ce81";
        check("wsd.endpoint", &endpoint(node), &[&token(node), "mac:44:47:cc:37:ce:81"]);
        // Drawn at random, in no known block, or no address at all.
        for uuid in ["2419d68a-2dd2-41b2-a205-4447cc37ce81", "2419d68a-2dd2-21b2-a205-0212af37ce81"] {
            check("wsd.endpoint", &endpoint(uuid), &[&token(uuid)]);
        }
        check("dhcp.hostname", "cam-4447cc37ce81", &["mac:44:47:cc:37:ce:81"]);
        check("dhcp.hostname", "cam4447cc37ce81 444712345678", &[]);
        check("onvif.serial", "101806402773", &["serial:any:101806402773"]);
        check("onvif.serial", "4447CC37CE8", &["serial:any:4447CC37CE8"]);
    }
}
