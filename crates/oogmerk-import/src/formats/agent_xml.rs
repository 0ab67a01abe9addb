//! What an inventory agent of the GLPI family (FusionInventory, OCS) found over SNMP: `REQUEST/CONTENT/DEVICE`, an element a
//! device.
//!
//! The description is the device's own `sysDescr`. Type, manufacturer and model are looked up by the agent in tables of its
//! own, by numbers that firms share: they are the agent's statement and stand in fields of their own. Who looks after a
//! device, where it stands and what it was asked with (`CONTACT`, `LOCATION`, `AUTHSNMP`) is not read.
//! Element names: GLPI agent, "netinventory" and "netdiscovery" (`glpi-project/glpi-agent`, `lib/GLPI/Agent/Task`).

use crate::document::{unmarked, whole};
use crate::head::Head;
use crate::reading::{How, Reading, Where, digest};
use crate::row::Row;
use oogmerk_bytes::xml;
use oogmerk_model::{Field, ProblemSeverity, Subject};
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;

pub(crate) const ROW: Row = Row::new("agent-xml", looks_like, read);

const FIELDS: [(&str, &str); 9] = [
    ("COMMENTS", "snmp.sys_descr"),
    ("DESCRIPTION", "snmp.sys_descr"),
    ("MAC", "import.mac"),
    ("IP", "import.ip"),
    ("NAME", "import.host_name"),
    ("SNMPHOSTNAME", "import.host_name"),
    ("TYPE", "agent.type"),
    ("MANUFACTURER", "agent.manufacturer"),
    ("MODEL", "agent.model"),
];

/// Most values of one device that are kept: it has a few addresses, and one of everything else.
const VALUES_MAX: usize = 256;

fn looks_like(head: &Head<'_>) -> bool {
    head.xml().is_some_and(|root| root.local == "REQUEST" && root.holds("<DEVICE>"))
}

struct Said {
    field: &'static str,
    value: String,
    offset: u64,
    how: How,
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let Some(bytes) = whole(input, reading) else { return };
    let digest = digest(&bytes);
    let (bytes, base) = unmarked(bytes);
    let mut said: Vec<Said> = Vec::new();
    let ended = xml::walk(&String::from_utf8_lossy(&bytes), &mut |_, _, _, _| {}, &mut |element| {
        let [_, _, device, inside @ ..] = element.path else { return };
        match inside {
            _ if device != "DEVICE" => {}
            [] => device_of(std::mem::take(&mut said), &digest, base, reading),
            _ => said.extend(field(inside).filter(|_| !element.text.is_empty()).map(|field| Said {
                field,
                value: element.text.to_owned(),
                offset: element.offset as u64,
                how: if element.decoded { How::Decoded } else { How::Copied },
            })),
        }
        said.truncate(VALUES_MAX);
    });
    if let Err(broken) = ended {
        let severity =
            if reading.outcome.records > 0 { ProblemSeverity::Rest } else { ProblemSeverity::Whole };
        reading.problem(severity, None, Some(base + broken.offset as u64), broken.reason);
    }
}

/// The field of an element of a device: directly inside it, in its `INFO`, or one of its addresses there.
fn field(inside: &[String]) -> Option<&'static str> {
    let name = match inside {
        [name] => name,
        [info, name] if info == "INFO" => name,
        [info, list, name] if info == "INFO" && list == "IPS" && name == "IP" => name,
        _ => return None,
    };
    FIELDS.iter().find(|(element, _)| element == name).map(|(_, field)| *field)
}

/// One device. An agent lists loopback and made-up addresses of a device too: they tell nothing from another.
fn device_of(said: Vec<Said>, digest: &Arc<str>, base: u64, reading: &mut Reading<'_>) {
    let of_one = |ip: &IpAddr| match ip {
        IpAddr::V4(v4) => !v4.is_loopback() && !v4.is_link_local(),
        IpAddr::V6(v6) => !v6.is_loopback(),
    };
    let address = |said: &Said| said.value.parse().ok().filter(of_one);
    let ip = said.iter().filter(|s| s.field == "import.ip").find_map(address);
    let mac =
        said.iter().find(|s| s.field == "import.mac").map(|s| format!("mac:{}", s.value.to_lowercase()));
    let number = reading.outcome.records + 1;
    let subject = match (ip, mac) {
        (Some(ip), _) => Subject::ip(ip),
        (None, mac) => Subject::named(&mac.unwrap_or_else(|| format!("device:{number}"))),
    };
    let mut observation = reading.observation(subject, "agent-xml", None, &[]);
    observation.digest = Arc::clone(digest);
    let observation = Arc::new(observation);
    let before = reading.outcome.evidence;
    for one in said {
        let (field, place) = (Field::of(one.field), Where::At(base).place(one.offset));
        match one.field {
            "import.mac" => reading.put_mac(&observation, field, &one.value, place),
            "import.ip" if address(&one).is_none() => {}
            "import.ip" => reading.put_ip(&observation, field, &one.value, place),
            _ => reading.put(&observation, field, &one.value, one.how, place),
        }
    }
    if reading.outcome.evidence > before {
        reading.outcome.records += 1;
    }
}
