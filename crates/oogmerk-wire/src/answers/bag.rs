//! A bag: pairs of a key and a value that stand side by side in one place.

use super::keys::{address, fold, last};
use oogmerk_model::{Mac, Reach};
use std::collections::BTreeMap;
use std::net::IpAddr;

/// One key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// The key as written, with the sections around it where lines name them (`root.Brand.ProdNbr`).
    pub key: String,
    /// The value, unescaped.
    pub value: String,
}

/// What stands side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bag {
    /// Name of the object or element around the pairs, empty where it has none.
    pub name: String,
    /// Which thing of the text it speaks of: bags of one scope are one thing's.
    pub scope: String,
    /// Where it stands itself.
    pub place: String,
    /// The pairs, in the order written.
    pub pairs: Vec<Pair>,
    /// What lines said of it that a thing has but once: key and value, folded.
    pub once: BTreeMap<String, String>,
    /// The address that a sentence beside the pairs names.
    pub named: Option<IpAddr>,
    /// How many pairs were looked at for what the thing is, in vain.
    pub in_vain: usize,
}

/// The longest sentence that names whose the pairs beside it are.
const SENTENCE_MAX: usize = 200;

/// Most pairs of one bag that are looked at.
pub(super) const PAIRS_MAX: usize = 8192;

impl Bag {
    /// Adds a pair, unless it says nothing.
    pub fn put(&mut self, key: &str, value: &str) {
        let value = value.trim();
        if !value.is_empty() && self.pairs.len() < PAIRS_MAX {
            self.pairs.push(Pair { key: key.to_owned(), value: value.to_owned() });
        }
    }

    /// Whether another bag may speak of the same thing: nothing that a thing has once stands in both with two values.
    pub fn may_be_one_with(&self, other: &Self) -> bool {
        other.once.iter().all(|(key, value)| self.once.get(key).is_none_or(|own| own == value))
    }

    /// Adds what another bag says of the same thing.
    pub fn take_in(&mut self, other: Self) {
        self.once.extend(other.once);
        let room = PAIRS_MAX.saturating_sub(self.pairs.len());
        self.pairs.extend(other.pairs.into_iter().take(room));
    }

    /// The address that the bag gives for the thing it speaks of: under a key for it, else the only one in it.
    pub fn ip(&self) -> Option<IpAddr> {
        // Few values are addresses, and keys are dear to fold.
        let found: Vec<(String, IpAddr)> = self
            .pairs
            .iter()
            .filter_map(|pair| Some((pair, address(&pair.value)?)))
            .filter(|(_, ip)| is_a_hosts(ip))
            .map(|(pair, ip)| (fold(&pair.key), ip))
            .filter(|(key, _)| !is_of_a_version(last(key)))
            .collect();
        let own = found.iter().find(|(key, _)| ADDRESSES.contains(&last(key)));
        own.map(|(_, ip)| *ip)
            .or_else(|| only(found.iter().filter(|(key, _)| !is_of_others(key)).map(|(_, ip)| *ip)))
            .or(self.named)
    }

    /// Notes the address that a sentence names (`answer of 10.0.0.7`), where it stands under the key of nobody else.
    pub fn note(&mut self, key: &str, sentence: &str) {
        let is_sentence = sentence.len() <= SENTENCE_MAX && sentence.trim().contains(' ');
        // What a device says of itself names its version, and nobody's address.
        let is_own = super::keys::field_of(key).is_some();
        if self.named.is_none()
            && is_sentence
            && !is_own
            && address(sentence).is_none()
            && !is_of_others(&fold(key))
        {
            // A number of four parts in a sentence of a list is a version as likely as an address.
            let is_list = sentence.contains(';');
            let named = super::heading::heading_address(sentence);
            self.named = named.filter(|ip| !is_list || Reach::of(*ip) == Reach::Inside);
        }
    }

    /// The hardware address likewise.
    pub fn mac(&self) -> Option<Mac> {
        let found: Vec<(String, &Pair, Mac)> = self
            .pairs
            .iter()
            .filter(|pair| (12..=17).contains(&pair.value.len()))
            .filter_map(|pair| Some((pair, Mac::parse(&pair.value).filter(|mac| mac.0 != [0; 6])?)))
            .map(|(pair, mac)| (fold(&pair.key), pair, mac))
            .collect();
        let own = found.iter().find(|(key, _, _)| MACS.contains(&last(key)));
        let is_free = |(key, pair, _): &&(String, &Pair, Mac)| pair.value.len() == 17 && !is_of_others(key);
        own.map(|(_, _, mac)| *mac).or_else(|| only(found.iter().filter(is_free).map(|(_, _, mac)| *mac)))
    }

    /// Whether it gives an address or a hardware address.
    pub fn is_addressed(&self) -> bool {
        self.ip().is_some() || self.mac().is_some()
    }
}

/// The one value that all are.
fn only<T: PartialEq>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next()?;
    values.all(|other| other == first).then_some(first)
}

/// Parts of keys under which somebody else's address stands.
const OF_OTHERS: [&str; 20] = [
    "gateway",
    "dns",
    "ntp",
    "router",
    "mask",
    "broadcast",
    "bssid",
    "accesspoint",
    "server",
    "client",
    "peer",
    "ddns",
    "multicast",
    "ftp",
    "smtp",
    "uplink",
    "factory",
    "werks",
    "fabriek",
    "usine",
];

fn is_of_others(folded: &str) -> bool {
    OF_OTHERS.iter().any(|part| folded.contains(part))
}

/// Whether a key is for a number that only looks like an address: a version of four parts.
pub(super) fn is_of_a_version(folded: &str) -> bool {
    const PARTS: [&str; 10] = [
        "version", "versie", "firm", "software", "hardware", "release", "build", "serial", "model", "kernel",
    ];
    PARTS.iter().any(|part| folded.contains(part))
        || folded.ends_with("fw")
        || folded.ends_with("ver") && !folded.ends_with("server") && !folded.ends_with("receiver")
}

fn is_a_hosts(ip: &IpAddr) -> bool {
    !ip.is_unspecified()
        && !ip.is_loopback()
        && !ip.is_multicast()
        && !matches!(ip, IpAddr::V4(v4) if v4.octets()[0] == 255 || v4.octets()[0] == 0 || v4.octets()[3] == 0 || v4.is_broadcast())
}

/// Keys for the address of the thing itself.
pub(super) const ADDRESSES: [&str; 40] = [
    "ipaddresses",
    "lanip",
    "ip",
    "ipaddress",
    "ipaddr",
    "ipv4",
    "ipv4address",
    "ipstr",
    "host",
    "hostip",
    "address",
    "addr",
    "hostipaddr",
    "hostaddress",
    "deviceip",
    "cameraip",
    "connectionhost",
    "ipadres",
    "target",
    "instance",
    "exportedinstance",
    "hostname",
    "ipadresse",
    "adresseip",
    "direccionip",
    "adres",
    "adresse",
    "primaryip",
    "primaryip4",
    "managementip",
    "managementaddress",
    "mgmtip",
    "mgmtaddress",
    "remoteip",
    "urlbase",
    "presentationurl",
    "localip",
    "mgmtiplist",
    "hostip4",
    "ipport",
];

/// Keys for the hardware address of the thing itself.
pub(super) const MACS: [&str; 16] = [
    "mac",
    "macaddress",
    "macaddr",
    "hwaddr",
    "hwaddress",
    "physicaladdress",
    "ethernetmac",
    "devicemac",
    "wifimac",
    "cmdbmac",
    "ethermac",
    "macadres",
    "macadresse",
    "adressemac",
    "direccionmac",
    "macid",
];

/// Keys by which a thing says what it is.
pub(super) const IDENTITY: [&str; 30] = [
    "hardwarevendor",
    "serialnoa",
    "model",
    "modelname",
    "devicemodel",
    "devicetype",
    "manufacturer",
    "vendor",
    "firmware",
    "firmwareversion",
    "firmver",
    "swversion",
    "softwareversion",
    "serial",
    "serialno",
    "serialnumber",
    "sn",
    "deviceclass",
    "prodnbr",
    "prodshortname",
    "productname",
    "hardwareversion",
    "markettype",
    "marketname",
    "modelkey",
    "modelshort",
    "deviceid",
    "udn",
    "productnumber",
    "prodfullname",
];

impl Bag {
    /// Keys and values.
    pub fn said(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.pairs.iter().map(|pair| (pair.key.as_str(), pair.value.as_str()))
    }

    /// Whether any pair says what the thing is.
    pub fn says_what_it_is(&self) -> bool {
        self.pairs.iter().any(is_said) || super::message::description(self.said()).is_some()
    }

    /// The same of a bag that is being filled and asked again and again: no pair is looked at twice.
    pub fn says_by_now(&mut self) -> bool {
        let new = &self.pairs[self.in_vain.min(self.pairs.len())..];
        let says = new.iter().position(is_said);
        self.in_vain = says.map_or(self.pairs.len(), |at| self.in_vain + at);
        says.is_some()
    }
}

/// Whether a pair says what a thing is.
fn is_said(pair: &Pair) -> bool {
    IDENTITY.contains(&fold(last(&pair.key)).as_str())
        || super::keys::field_of(&pair.key).is_some()
        || super::forms::form_in(&pair.value).is_some()
}
