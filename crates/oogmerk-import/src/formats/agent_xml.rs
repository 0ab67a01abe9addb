//! What an inventory agent of the GLPI family (FusionInventory, OCS) reports: the devices it found over SNMP
//! (`REQUEST/CONTENT/DEVICE`), the neighbours it saw (`CONTENT/IPDISCOVER/H`), and the computer it runs on (`HARDWARE`,
//! `BIOS` and `NETWORKS` right below `CONTENT`).
//!
//! The description is the device's own `sysDescr`; firmware and serial the agent read from the device. Type,
//! manufacturer and model are looked up by the agent in tables of its own, by numbers that firms share: they are the
//! agent's statement and stand in fields of their own. Who looks after a device, where it stands and what it was asked
//! with (`CONTACT`, `LOCATION`, `AUTHSNMP`) is not read, nor what is installed on a computer or plugged into it: a
//! program of a maker of cameras is no camera.
//! Element names: GLPI agent, "netinventory" and "netdiscovery" (`glpi-project/glpi-agent`, `lib/GLPI/Agent/Task`); OCS
//! Inventory, `Backend/IpDiscover/IpDiscover.pm` of the Unix agent for `H`, `I`, `M`, `N`, and the XML tags of its wiki.

use crate::head::Head;
use crate::printed::Text;
use crate::reading::{How, Reading, digest};
use crate::row::Row;
use crate::scan::answer::is_borne_out;
use oogmerk_bytes::xml;
use oogmerk_model::{Field, ProblemSeverity, Subject};
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;

pub(crate) const ROW: Row = Row::new("agent-xml", looks_like, read);

const FIELDS: [(&str, &str); 11] = [
    ("COMMENTS", "snmp.sys_descr"),
    ("DESCRIPTION", "snmp.sys_descr"),
    ("MAC", "import.mac"),
    ("IP", "import.ip"),
    ("NAME", "import.host_name"),
    ("SNMPHOSTNAME", "import.host_name"),
    ("TYPE", "agent.type"),
    ("MANUFACTURER", "agent.manufacturer"),
    ("MODEL", "agent.model"),
    ("FIRMWARE", "snmp.firmware"),
    ("SERIAL", "snmp.serial"),
];

/// What an agent saw of a neighbour.
const NEIGHBOUR_FIELDS: [(&str, &str); 3] =
    [("I", "import.ip"), ("M", "import.mac"), ("N", "import.host_name")];

/// What an agent says of the computer it runs on.
const COMPUTER_FIELDS: [(&str, &str, &str); 7] = [
    ("HARDWARE", "NAME", "import.host_name"),
    ("HARDWARE", "OSNAME", "os.name"),
    ("BIOS", "SMANUFACTURER", "agent.manufacturer"),
    ("BIOS", "SMODEL", "agent.model"),
    ("BIOS", "TYPE", "agent.type"),
    ("NETWORKS", "IPADDRESS", "import.ip"),
    ("NETWORKS", "MACADDR", "import.mac"),
];

/// Most values of one device that are kept: it has a few addresses, and one of everything else.
const VALUES_MAX: usize = 256;

fn looks_like(head: &Head<'_>) -> bool {
    const BEGINS: [&str; 5] = ["<DEVICE>", "<IPDISCOVER>", "<HARDWARE>", "<BIOS>", "<NETWORKS>"];
    head.xml().is_some_and(|root| {
        let holds = |name: &&str| root.holds(name);
        root.local == "REQUEST"
            && (root.holds("<DEVICE>") || root.holds("<CONTENT>") && BEGINS.iter().any(holds))
    })
}

struct Said {
    field: &'static str,
    value: String,
    offset: usize,
    how: How,
}

/// What is being told, of whom.
#[derive(Default)]
struct Told {
    /// A device or a neighbour.
    device: Vec<Said>,
    /// The computer.
    computer: Vec<Said>,
    /// One of its network cards.
    card: Vec<Said>,
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let Some(text) = Text::of(input, reading) else { return };
    let digest = digest(text.whole.as_bytes());
    let mut told = Told::default();
    let ended = xml::walk(&text.whole, &mut |_, _, _, _| {}, &mut |element| {
        let [_, inside @ ..] = element.path else { return };
        let inside: Vec<&str> = inside.iter().map(String::as_str).collect();
        let said = |field: &'static str| Said {
            field,
            value: element.text.to_owned(),
            offset: element.offset,
            how: if element.decoded || !text.is_exact { How::Decoded } else { How::Copied },
        };
        let mut put = |said: Vec<Said>| device_of(said, &digest, &text, reading);
        told.element(&inside, element.text, &said, &mut put);
    });
    if let Err(broken) = ended {
        let severity =
            if reading.outcome.records > 0 { ProblemSeverity::Rest } else { ProblemSeverity::Whole };
        reading.problem(severity, None, text.place(broken.offset).offset, broken.reason);
    }
}

impl Told {
    /// An element that ended, below the root.
    fn element(
        &mut self,
        inside: &[&str],
        text: &str,
        said: &dyn Fn(&'static str) -> Said,
        put: &mut dyn FnMut(Vec<Said>),
    ) {
        let fresh = |field: Option<&'static str>| field.filter(|_| !matches!(text, "" | "-")).map(said);
        match inside {
            [_, "DEVICE"] | [_, "IPDISCOVER", "H"] => put(std::mem::take(&mut self.device)),
            [_, "DEVICE", inner @ ..] => self.device.extend(fresh(field(inner))),
            [_, "IPDISCOVER", "H", name] => self.device.extend(fresh(named(&NEIGHBOUR_FIELDS, name))),
            [_, "NETWORKS"] => self.card(),
            [_, "NETWORKS", name] => self.card.extend(fresh(of_computer("NETWORKS", name))),
            [_, part, name] => self.computer.extend(fresh(of_computer(part, name))),
            ["CONTENT"] => put(std::mem::take(&mut self.computer)),
            _ => {}
        }
        for list in [&mut self.device, &mut self.computer, &mut self.card] {
            list.truncate(VALUES_MAX);
        }
    }

    /// A card of the computer's: one without an address of its own is none that others see.
    fn card(&mut self) {
        let card = std::mem::take(&mut self.card);
        if card.iter().any(|said| said.address().is_some()) {
            self.computer.extend(card);
        }
    }
}

impl Said {
    /// The address, where it is one that tells a device from another. An agent lists loopback and made-up ones too.
    fn address(&self) -> Option<IpAddr> {
        let of_one = |ip: &IpAddr| match ip {
            IpAddr::V4(v4) => !v4.is_loopback() && !v4.is_link_local() && !v4.is_unspecified(),
            IpAddr::V6(v6) => !v6.is_loopback() && !v6.is_unspecified(),
        };
        self.value.parse().ok().filter(|ip| self.field == "import.ip" && of_one(ip))
    }
}

fn named(fields: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    fields.iter().find(|(element, _)| *element == name).map(|(_, field)| *field)
}

fn of_computer(part: &str, name: &str) -> Option<&'static str> {
    COMPUTER_FIELDS.iter().find(|(p, n, _)| *p == part && *n == name).map(|(_, _, field)| *field)
}

/// The field of an element of a device: directly inside it, in its `INFO`, or one of its addresses there.
fn field(inside: &[&str]) -> Option<&'static str> {
    let name = match inside {
        [name] | ["INFO", name] => name,
        ["INFO", "IPS", "IP"] => "IP",
        _ => return None,
    };
    named(&FIELDS, name)
}

/// One device.
fn device_of(said: Vec<Said>, digest: &Arc<str>, text: &Text, reading: &mut Reading<'_>) {
    let ip = said.iter().find_map(Said::address);
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
    let of =
        |field: &str| said.iter().find(|s| s.field == field).map(|s| s.value.as_str()).unwrap_or_default();
    let is_own = is_borne_out(of("agent.model"), [of("snmp.serial"), of("snmp.sys_descr")]);
    for mut one in said {
        if is_own && one.field == "agent.model" {
            one.field = "saved.model";
        }
        let (field, place) = (Field::of(one.field), text.place(one.offset));
        match one.field {
            "import.mac" => reading.put_mac(&observation, field, &one.value, place),
            "import.ip" if one.address().is_none() => {}
            "import.ip" => reading.put_ip(&observation, field, &one.value, place),
            _ => reading.put(&observation, field, &one.value, one.how, place),
        }
    }
    if reading.outcome.evidence > before {
        reading.outcome.records += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_in_an_older_encoding_is_read_in_it() {
        let text = b"<?xml version='1.0' encoding='ISO-8859-1'?><REQUEST><CONTENT><DEVICE><IP>10.0.0.4</IP>\
            <DESCRIPTION>Cam\xe9ra &#233;</DESCRIPTION></DEVICE></CONTENT></REQUEST>";
        assert_eq!(ROW.told(text)[1], "ip:10.0.0.4 snmp.sys_descr=Cam\u{e9}ra \u{e9}");
    }

    #[test]
    fn what_is_installed_or_plugged_in_is_no_device_and_a_cut_gives_nobody_anothers_words() {
        let text = "<REQUEST><CONTENT><HARDWARE><NAME>pc</NAME></HARDWARE><NETWORKS><IPADDRESS>10.0.0.3</IPADDRESS></NETWORKS>\
            <SOFTWARES><NAME>Camera Client</NAME></SOFTWARES><INPUTS><CAPTION>Camera</CAPTION></INPUTS>\
            <IPDISCOVER><H><I>10.0.0.4</I><M>00:40:8c:9d:31:e8</M><N>cam-4</N></H><H><I>10.0.0.5</I><N>cam-5</N></H></IPDISCOVER>\
            </CONTENT></REQUEST>";
        for end in 0..=text.len() {
            for line in ROW.told(&text.as_bytes()[..end]) {
                let of = |ip: &str| line.starts_with(&format!("ip:{ip} "));
                assert!(of("10.0.0.4") || !line.contains("cam-4"), "{end}: {line}");
                assert!(of("10.0.0.5") || !line.contains("cam-5"), "{end}: {line}");
                assert!(!line.contains("Camera"), "{end}: {line}");
            }
        }
        assert_eq!(ROW.told(text.as_bytes()).len(), 7);
    }
}
