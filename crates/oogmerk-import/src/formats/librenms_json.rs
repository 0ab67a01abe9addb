//! Devices as a network monitor lists them over its API: LibreNMS (`/api/v0/devices`: `devices` is a list) and Observium
//! (`devices` is an object with a member a device), and the rows of that table alone, in a list or one a line.
//!
//! `sysDescr`, `sysObjectID` and `sysName` are the device's own words. Version and serial the monitor read
//! from the device too, from whichever object; hardware may be one of its own names for a number: it is its statement,
//! as an inventory agent's is, unless the device's serial begins with it or its description holds it. What it takes the system for (`os`, `type`), where the device stands and what it is asked with (`community`, `authname`,
//! `authpass`, `cryptopass`) is not read.
//! Source: LibreNMS, `doc/API/Devices.md` ("list_devices") and `app/Models/Device.php` for the names of columns.

use crate::head::{Head, Keys};
use crate::reading::Reading;
use crate::row::Row;
use crate::scan::answer::{Answer, is_borne_out};
use crate::scan::objects::{Object, Objects};
use crate::scan::tree::{Branch, Tree};
use oogmerk_model::Subject;
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;

pub(crate) const ROW: Row =
    Row::new("librenms-json", |head: &Head<'_>| head.json().is_some_and(is_one), read).sampled(
        br#"{"status": "ok", "devices": [
 {"device_id": 1, "hostname": "192.0.2.7", "sysName": "cam-hall", "ip": "192.0.2.7", "community": "geheim",
  "sysDescr": "Sample SC-100 1.2.3", "sysObjectID": ".1.3.6.1.4.1.99999.1", "hardware": "SC-100", "version": "1.2.3",
  "serial": "S0001", "os": "other", "authname": "geheim"},
 {"device_id": 2, "hostname": "sw-1.example", "overwrite_ip": "192.0.2.8", "ip": null, "sysDescr": "Sample Switch"},
 {"device_id": 3, "hostname": "cam-3.example", "sysDescr": "Sample SC-300"}
], "count": 3}
"#,
    );

/// What a device says of itself to any that ask.
const SYSTEM: [(&str, &str); 3] =
    [("sysDescr", "snmp.sys_descr"), ("sysObjectID", "snmp.sys_object_id"), ("sysName", "snmp.sys_name")];

/// What the monitor read from the device besides.
const READ: [(&str, &str); 2] = [("version", "snmp.firmware"), ("serial", "snmp.serial")];

fn is_one(keys: &Keys<'_>) -> bool {
    let key = |path: &str, name: &str| path.rsplit('.').next() == Some(name);
    let is_below = |path: &str| {
        let depth = path.matches('.').count();
        depth == 0 || path.starts_with("devices") && depth <= 2 || path.starts_with("[].") && depth == 1
    };
    let has = |name: &str| keys.any(|path| key(path, name) && is_below(path));
    has("sysDescr") && has("sysObjectID") && (has("hostname") || has("device_id"))
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let mut objects = Objects::of(input);
    while let Some(object) = objects.next(reading) {
        let tree = Tree::told(&object, reading);
        let root = tree.root();
        let listed = root.at("devices").members();
        if listed.is_empty() {
            device(&root, &object, reading);
        }
        for (_, one) in listed {
            device(&one, &object, reading);
        }
    }
}

fn device(told: &Branch<'_>, object: &Object, reading: &mut Reading<'_>) {
    let name = told.text("hostname");
    let addresses = ["overwrite_ip", "ip", "hostname"].map(|key| told.text(key).parse::<IpAddr>().ok());
    let ip = addresses.into_iter().flatten().find(|ip| !ip.is_unspecified());
    let is_named = ip.is_some() || !name.is_empty();
    let hardware = told.text("hardware");
    if !is_named
        || hardware.is_empty() && SYSTEM.iter().chain(&READ).all(|(key, _)| told.text(key).is_empty())
    {
        reading.outcome.passed_over += 1;
        return;
    }
    reading.outcome.records += 1;
    let subject = ip.map_or_else(|| Subject::named(name), Subject::ip);
    let observation = object.observation(subject, ROW.name, reading);
    let observation = Arc::new(observation);
    let mut answer = Answer { observation: &observation, offset: object.offset, reading };
    if let Some(ip) = ip {
        answer.put("import.ip", &ip.to_string());
    }
    if name.parse::<IpAddr>().is_err() {
        answer.put("import.host_name", name);
    }
    answer.copy(told, &SYSTEM);
    let is_own = is_borne_out(hardware, [told.text("serial"), told.text("sysDescr")]);
    answer.put(if is_own { "saved.model" } else { "agent.model" }, hardware);
    answer.copy(told, &READ);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_device_has_its_own_words_and_no_secret_of_how_it_is_asked() {
        let all = ROW.told_by_sample();
        assert_eq!(all.len(), 12, "{all:#?}");
        for (at, line) in [
            (1, "snmp.sys_descr=Sample SC-100 1.2.3"),
            (5, "snmp.firmware=1.2.3"),
            (8, "import.host_name=sw-1.example"),
            (11, "snmp.sys_descr=Sample SC-300"),
        ] {
            assert!(all[at].ends_with(line), "{line}: {all:#?}");
        }
        assert!(!all.concat().contains("geheim"));
    }

    #[test]
    fn rows_alone_and_members_are_devices_too() {
        let one = r#"{"device_id":1,"hostname":"a","ip":"192.0.2.7","sysDescr":"S","sysObjectID":"1.3"}"#;
        for text in [
            format!("{one}\n"),
            format!("[{one},{one}]"),
            format!("{{\"devices\":{{\"1\":{one},\"7\":{one}}}}}"),
        ] {
            let row = crate::recognise::row_of(text.as_bytes());
            assert_eq!(row.map(|row| row.name), Some(ROW.name), "{text}");
            assert!(
                ROW.told(text.as_bytes()).iter().any(|line| line.ends_with("snmp.sys_descr=S")),
                "{text}"
            );
        }
    }

    #[test]
    fn hardware_that_the_device_says_itself_is_its_model_and_any_other_the_monitors_name() {
        let row = |hardware: &str, serial: &str, description: &str| {
            ROW.told(
                format!(
                    r#"{{"device_id":1,"hostname":"10.0.0.7","sysObjectID":"1.3","sysDescr":"{description}","hardware":"{hardware}","serial":"{serial}"}}"#
                )
                .as_bytes(),
            )
            .concat()
        };
        assert!(row("SC-100", "SC-10020210322CCRR1", "Linux").contains("saved.model=SC-100"));
        assert!(row("SC-100", "S1", "Maker SC-100, 1.2").contains("saved.model=SC-100"));
        for (hardware, serial, description) in [
            ("SC-100", "S1", "Linux"),
            ("SC-100", "S1", "Maker SC-100-X"),
            ("AB1", "AB12", "x"),
            ("Maker", "Maker1", "x"),
        ] {
            assert!(row(hardware, serial, description).contains("agent.model="), "{hardware} {description}");
        }
    }
}
