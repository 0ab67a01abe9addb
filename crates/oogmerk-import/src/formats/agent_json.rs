//! What an inventory agent of the GLPI family reports as JSON, its format since version 10: one device found over SNMP
//! (`content.network_device`), or the computer it runs on (`content.hardware`, `bios`, `networks`).
//!
//! What is whose word, and what is not read, is as in the older XML (`agent_xml`).
//! Source: `glpi-project/inventory_format`, `inventory.schema.json`, for the names of keys.

use crate::head::{Head, Keys};
use crate::reading::Reading;
use crate::row::Row;
use crate::scan::answer::{Answer, is_borne_out};
use crate::scan::objects::{Object, Objects};
use crate::scan::tree::{Branch, Tree};
use oogmerk_model::{Mac, Subject};
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;

pub(crate) const ROW: Row =
    Row::new("agent-json", |head: &Head<'_>| head.json().is_some_and(is_one), read).sampled(
        br#"{"action": "netinventory", "deviceid": "agent-1", "itemtype": "NetworkEquipment", "content": {
  "network_device": {"type": "Networking", "description": "Sample SC-100 1.2.3", "mac": "00:40:8c:00:00:45",
    "ips": ["127.0.0.1", "192.0.2.45"], "name": "cam-hall", "model": "SC-100", "manufacturer": "Sample",
    "firmware": "1.2.3", "serial": "S0001", "contact": "geheim", "location": "geheim", "credentials": 4}}}
{"action": "inventory", "deviceid": "pc-1", "itemtype": "Computer", "content": {
  "hardware": {"name": "pc-1"}, "bios": {"smanufacturer": "Sample", "smodel": "Desk 1"},
  "operatingsystem": {"full_name": "Sample OS 11"}, "softwares": [{"name": "Camera Client", "publisher": "geheim"}],
  "networks": [{"description": "lo", "ipaddress": "127.0.0.1"},
    {"description": "eth0", "ipaddress": "192.0.2.46", "mac": "00:40:8c:00:00:46"},
    {"description": "tun0", "mac": "02:00:00:00:00:47"}]}}
"#,
    );

/// Keys of a device.
const DEVICE: [(&str, &str); 8] = [
    ("description", "snmp.sys_descr"),
    ("name", "import.host_name"),
    ("snmphostname", "import.host_name"),
    ("mac", "import.mac"),
    ("type", "agent.type"),
    ("manufacturer", "agent.manufacturer"),
    ("firmware", "snmp.firmware"),
    ("serial", "snmp.serial"),
];

/// Keys of the computer an agent runs on.
const COMPUTER: [(&str, &str); 4] = [
    ("hardware.name", "import.host_name"),
    ("bios.smanufacturer", "agent.manufacturer"),
    ("bios.smodel", "agent.model"),
    ("operatingsystem.full_name", "os.name"),
];

fn is_one(keys: &Keys<'_>) -> bool {
    let holds = |part: &str| keys.any(|path| path.strip_prefix("[].").unwrap_or(path).starts_with(part));
    let is_report = holds("action") || holds("deviceid") || holds("itemtype");
    is_report
        && (holds("content.network_device.") || holds("content.hardware.") || holds("content.networks["))
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let mut objects = Objects::of(input);
    while let Some(object) = objects.next(reading) {
        let tree = Tree::told(&object, reading);
        let content = tree.root().at("content");
        let device = content.at("network_device");
        if device.members().is_empty() {
            computer(&content, &object, reading);
        } else {
            let addresses = device.at("ips").words();
            put(&addresses, device.text("mac"), &device, &DEVICE, &object, reading);
        }
    }
}

/// The computer: a card without an address of its own is none that others see.
fn computer(content: &Branch<'_>, object: &Object, reading: &mut Reading<'_>) {
    let cards = content.at("networks").items();
    let seen = |card: &&Branch<'_>| is_own(card.text("ipaddress"));
    let addresses: Vec<&str> = cards.iter().filter(seen).map(|card| card.text("ipaddress")).collect();
    let mac = cards.iter().find(seen).map(|card| card.text("mac")).unwrap_or_default();
    put(&addresses, mac, content, &COMPUTER, object, reading);
}

/// Whether an address tells a device from another.
fn is_own(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok_and(|ip| match ip {
        IpAddr::V4(v4) => !v4.is_loopback() && !v4.is_link_local() && !v4.is_unspecified(),
        IpAddr::V6(v6) => !v6.is_loopback() && !v6.is_unspecified(),
    })
}

fn put(
    addresses: &[&str],
    mac: &str,
    told: &Branch<'_>,
    fields: &[(&str, &'static str)],
    object: &Object,
    reading: &mut Reading<'_>,
) {
    let addresses: Vec<&str> = addresses.iter().copied().filter(|text| is_own(text)).collect();
    let ip = addresses.iter().find_map(|text| text.parse().ok());
    let subject = match (ip, Mac::parse(mac)) {
        (Some(ip), _) => Subject::ip(ip),
        (None, Some(mac)) => Subject::mac(mac),
        (None, None) => Subject::named(&format!("device:{}", object.number)),
    };
    let observation = object.observation(subject, ROW.name, reading);
    let observation = Arc::new(observation);
    let before = reading.outcome.evidence;
    let mut answer = Answer { observation: &observation, offset: object.offset, reading };
    for address in addresses.iter().take(16) {
        answer.put("import.ip", address);
    }
    if !fields.iter().any(|(key, _)| *key == "mac") {
        answer.mac("import.mac", mac);
    }
    answer.copy(told, fields);
    let model = told.text("model");
    let is_own = is_borne_out(model, [told.text("serial"), told.text("description")]);
    answer.put(if is_own { "saved.model" } else { "agent.model" }, model);
    let is_told = reading.outcome.evidence > before;
    reading.outcome.records += u64::from(is_told);
    reading.outcome.passed_over += u64::from(!is_told);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_and_a_computer_are_told_by_their_own_words_and_no_persons() {
        let whole = ROW.sample.expect("a sample");
        let all = ROW.told(whole);
        for line in [
            "ip:192.0.2.45 snmp.sys_descr=Sample SC-100 1.2.3",
            "ip:192.0.2.45 import.mac=00:40:8c:00:00:45",
            "ip:192.0.2.45 snmp.serial=S0001",
            "ip:192.0.2.46 import.mac=00:40:8c:00:00:46",
            "ip:192.0.2.46 os.name=Sample OS 11",
        ] {
            assert!(all.iter().any(|told| told == line), "{line}: {all:#?}");
        }
        let words = all.concat();
        assert!(!["geheim", "Camera Client", "127.0.0.1", "00:47"].iter().any(|word| words.contains(word)));
        for end in 0..=whole.len() {
            let is_right =
                |line: &String| all.contains(line) || line.starts_with("device:") || line.starts_with("mac:");
            assert!(ROW.told(&whole[..end]).iter().all(is_right), "{end}");
        }
    }
}
