//! Sheets of `key: value` lines, one a device: neighbours by LLDP and CDP as switches, routers and `lldpctl` print them,
//! peers of a telephone exchange, and hosts that `snmp-check` asked.
//!
//! Every maker prints the same elements under other words, so a sheet is a table of keys, not a grammar of a product.
//! Sources: IEEE 802.1AB and ANSI/TIA-1057 for the elements; the command references of Cisco IOS, IOS-XE and NX-OS,
//! HPE ProVision, Comware and Aruba CX, Huawei VRP, Juniper Junos, Extreme EXOS and Dell for how each prints them;
//! `lldpctl(8)`; Asterisk's `sip show peer` and `pjsip show contact`; `snmp-check` ("snmpcheck.rb"). The accounts of
//! peers, and the communities that hosts were asked with, are not kept.

use super::device::Found;
use super::grammar::Grammar;
use super::line::{address_in, any_mac};
use crate::pasted::BareLine;
use oogmerk_model::MacKind;

/// Longest key.
const KEY_MAX: usize = 48;
/// Most lines that a text runs on over.
const TEXT_LINES_MAX: usize = 12;

/// What a value becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Becomes {
    /// A field, as it stands.
    Field(&'static str),
    /// A field whose text may go on in the lines below.
    Text(&'static str),
    /// The chassis: a MAC, an address or a name.
    Chassis,
    /// The address at which it is managed.
    Management,
    /// Its address.
    Address,
    /// The MAC of one of its ports.
    PortMac,
}

/// One kind of sheet.
struct Sheet {
    protocol: &'static str,
    /// Keys that begin a sheet, alone.
    begins: &'static [&'static str],
    keys: &'static [(&'static str, Becomes)],
    /// Without one of these it tells of nobody.
    needs: &'static [&'static str],
}

const SHEETS: [Sheet; 4] = [
    Sheet {
        protocol: "lldp",
        begins: &[
            "local intf",
            "local interface",
            "local port",
            "local port id",
            "chassis type",
            "chassistype",
            "chassis id",
            "chassisid",
            "chassis id type",
            "chassis id subtype",
            "index",
            "chassis name",
            "chassisid subtype",
        ],
        keys: &[
            ("chassis id", Becomes::Chassis),
            ("chassisid", Becomes::Chassis),
            ("chassisid subtype", Becomes::Chassis),
            ("port id", Becomes::Field("lldp.port")),
            ("portid", Becomes::Field("lldp.port")),
            ("system name", Becomes::Field("lldp.system_name")),
            ("sysname", Becomes::Field("lldp.system_name")),
            ("chassis name", Becomes::Field("lldp.system_name")),
            ("system description", Becomes::Text("lldp.system_description")),
            ("system descr", Becomes::Text("lldp.system_description")),
            ("sysdescr", Becomes::Text("lldp.system_description")),
            ("chassis description", Becomes::Text("lldp.system_description")),
            ("management address", Becomes::Management),
            ("management addresses", Becomes::Management),
            ("management ip", Becomes::Management),
            ("management address ipv4", Becomes::Management),
            ("mgmtip", Becomes::Management),
            ("mgmt ip", Becomes::Management),
            ("ip", Becomes::Management),
            ("ipv4", Becomes::Management),
            ("address", Becomes::Management),
            ("h w revision", Becomes::Field("lldp.hardware")),
            ("hardware revision", Becomes::Field("lldp.hardware")),
            ("hardware rev", Becomes::Field("lldp.hardware")),
            ("hw revision", Becomes::Field("lldp.hardware")),
            ("f w revision", Becomes::Field("lldp.firmware")),
            ("firmware revision", Becomes::Field("lldp.firmware")),
            ("firmware rev", Becomes::Field("lldp.firmware")),
            ("fw revision", Becomes::Field("lldp.firmware")),
            ("s w revision", Becomes::Field("lldp.software")),
            ("software revision", Becomes::Field("lldp.software")),
            ("software rev", Becomes::Field("lldp.software")),
            ("sw revision", Becomes::Field("lldp.software")),
            ("serial number", Becomes::Field("lldp.serial")),
            ("serial num", Becomes::Field("lldp.serial")),
            ("manufacturer", Becomes::Field("lldp.manufacturer")),
            ("manufacturer name", Becomes::Field("lldp.manufacturer")),
            ("vendor", Becomes::Field("lldp.manufacturer")),
            ("model", Becomes::Field("lldp.model")),
            ("model name", Becomes::Field("lldp.model")),
        ],
        needs: &["lldp.chassis_mac", "lldp.system_name", "lldp.system_description"],
    },
    Sheet {
        protocol: "cdp",
        begins: &["device id"],
        keys: &[
            ("device id", Becomes::Field("cdp.device_id")),
            ("platform", Becomes::Field("cdp.platform")),
            ("version", Becomes::Text("cdp.version")),
            ("port id", Becomes::Field("cdp.port")),
            ("device port", Becomes::Field("cdp.port")),
            ("ip address", Becomes::Address),
            ("ipv4 address", Becomes::Address),
            ("address", Becomes::Address),
            ("entry address es", Becomes::Address),
        ],
        // Others have a "Device ID" too.
        needs: &["cdp.platform"],
    },
    Sheet {
        protocol: "sip",
        begins: &["addr ip", "uri"],
        keys: &[
            ("addr ip", Becomes::Address),
            ("uri", Becomes::Address),
            ("useragent", Becomes::Field("sip.user_agent")),
            ("user agent", Becomes::Field("sip.user_agent")),
        ],
        needs: &["sip.user_agent"],
    },
    Sheet {
        protocol: "snmp",
        begins: &["host ip address"],
        keys: &[
            ("host ip address", Becomes::Address),
            ("hostname", Becomes::Field("snmp.sys_name")),
            ("description", Becomes::Field("snmp.sys_descr")),
            ("mac address", Becomes::PortMac),
        ],
        needs: &["snmp.sys_descr"],
    },
];

/// The sheet that is being read.
#[derive(Default)]
pub(super) struct Sheets {
    open: Option<(&'static Sheet, Found)>,
    /// The keys seen in it that begin one: a second one is the next device.
    begun: Vec<String>,
    /// The field whose text goes on, and over how many lines it did.
    text: Option<(&'static str, usize)>,
}

impl Grammar for Sheets {
    fn take(&mut self, line: &BareLine<'_>, done: &mut Vec<Found>) -> bool {
        if line.is_typed || is_rule(line.text) || names_neighbours(line.text) {
            self.end(done);
            return !line.is_typed && is_rule(line.text);
        }
        let mut rest = line.text;
        let mut is_taken = false;
        // `Platform: x,  Capabilities: y` and `Interface: x,  Port ID (outgoing port): y` hold two.
        while let Some((key, value, next)) = keyed(rest) {
            is_taken |= self.key(&key, value, line, done);
            let Some(next) = next else { break };
            rest = next;
        }
        is_taken || self.goes_on(line)
    }

    fn end(&mut self, done: &mut Vec<Found>) {
        self.begun.clear();
        self.text = None;
        if let Some((sheet, mut found)) = self.open.take()
            && sheet.needs.iter().any(|field| found.has(field))
        {
            // The address at which a neighbour is managed is its own.
            if found.ip.is_none() {
                found.ip = found.said_of("lldp.management_ip").and_then(address_in);
            }
            done.push(found);
        }
    }
}

impl Sheets {
    fn key(&mut self, key: &str, value: &str, line: &BareLine<'_>, done: &mut Vec<Found>) -> bool {
        let begins = SHEETS.iter().find(|sheet| sheet.begins.contains(&key) && is_begin(sheet, key, value));
        if let Some(sheet) = begins {
            let is_other = self.open.as_ref().is_none_or(|(open, _)| open.protocol != sheet.protocol);
            if is_other || self.begun.iter().any(|k| k == key) {
                self.end(done);
                self.open = Some((sheet, Found::new(sheet.protocol, line)));
            }
            self.begun.push(key.to_owned());
        }
        let Some((sheet, found)) = &mut self.open else { return false };
        let Some((_, becomes)) = sheet.keys.iter().find(|(known, _)| *known == key) else {
            // A text that is still to come may hold a colon.
            self.text = self.text.filter(|(field, _)| !found.has(field));
            return begins.is_some();
        };
        self.text = None;
        match *becomes {
            Becomes::Field(field) => found.say(field, value, line),
            Becomes::Text(field) => {
                found.say(field, value, line);
                self.text = Some((field, 0));
            }
            Becomes::Chassis => chassis(found, value, line),
            Becomes::PortMac => {
                let mac = any_mac(value).filter(|mac| mac.0 != [0; 6]);
                found.mac = found.mac.or(mac.filter(|mac| mac.kind() == MacKind::Global));
            }
            Becomes::Management => manage(found, value, line),
            Becomes::Address => {
                let uri = value.rsplit('@').next().unwrap_or(value);
                let ip = address_in(uri.trim_start_matches("sip:").split(';').next().unwrap_or_default());
                found.ip = found.ip.or(ip.filter(|ip| !ip.is_unspecified()));
            }
        }
        true
    }

    /// A line below a key whose text is on it, or goes on in it.
    fn goes_on(&mut self, line: &BareLine<'_>) -> bool {
        let (Some((_, found)), Some((field, lines))) = (&mut self.open, &mut self.text) else { return false };
        let text = line.text.trim();
        *lines += 1;
        if text.is_empty() && !found.has(field) && *lines < 3 {
            return true;
        }
        if text.is_empty() || *lines > TEXT_LINES_MAX {
            self.text = None;
            return false;
        }
        if found.has(field) {
            found.go_on(field, text);
        } else {
            found.say(field, text, line);
        }
        true
    }
}

/// Whether a key begins a sheet with this value: `index` and `uri` are words of others too.
fn is_begin(sheet: &Sheet, key: &str, value: &str) -> bool {
    match (sheet.protocol, key) {
        ("sip", "uri") => value.starts_with("sip:"),
        ("lldp", "index") => value.bytes().all(|b| b.is_ascii_digit()),
        _ => true,
    }
}

fn chassis(found: &mut Found, value: &str, line: &BareLine<'_>) {
    let value = value.strip_prefix("mac ").or_else(|| value.strip_prefix("ip ")).unwrap_or(value);
    // `0040-8c9d-31e8/MAC address`.
    let value = value.split('/').next().unwrap_or_default().trim();
    if let Some(mac) = any_mac(value) {
        found.mac = found.mac.or(Some(mac));
        found.say("lldp.chassis_mac", value, line);
    } else {
        manage(found, value, line);
    }
}

fn manage(found: &mut Found, value: &str, line: &BareLine<'_>) {
    let Some(ip) = value.split_whitespace().find_map(address_in) else { return };
    if !found.has("lldp.management_ip") {
        found.say_decoded("lldp.management_ip", ip.to_string().into(), line);
    }
}

/// The key of a line in plain words, its value, and what else the line says behind it.
fn keyed(text: &str) -> Option<(String, &str, Option<&str>)> {
    let text = text.trim_start().trim_start_matches(['-', '+', '*', '>']).trim_start();
    let colon = text.find(':').filter(|colon| (1..=KEY_MAX).contains(colon))?;
    let (key, value) = (plain(&text[..colon]), text[colon + 1..].trim());
    if key.is_empty() || value.starts_with("//") {
        return None;
    }
    let split = value.find(", ").filter(|comma| {
        let behind = value[comma + 2..].trim_start();
        ["Capabilit", "Port ID", "via:", "Port id"].iter().any(|start| behind.starts_with(start))
    });
    let (value, next) = match split {
        Some(comma) => (&value[..comma], Some(&value[comma + 2..])),
        None => (value, None),
    };
    Some((key, unquoted(value.trim()), next))
}

fn unquoted(value: &str) -> &str {
    value.strip_prefix('"').and_then(|v| v.strip_suffix('"')).unwrap_or(value)
}

/// A key without brackets, signs and the words that only say whose it is: `Neighbor Chassis-ID` is `chassis id`.
fn plain(key: &str) -> String {
    let mut depth = 0;
    let mut words = String::new();
    for c in key.chars() {
        depth += i32::from(c == '(');
        let is_kept = depth == 0 && c.is_ascii_alphanumeric();
        words.push(if is_kept { c.to_ascii_lowercase() } else { ' ' });
        depth -= i32::from(c == ')' && depth > 0);
    }
    let is_whose =
        |word: &&str| matches!(*word, "neighbor" | "neighbour" | "remote" | "med" | "lldp" | "peer");
    words.split_whitespace().skip_while(is_whose).collect::<Vec<_>>().join(" ")
}

/// A line of dashes between devices.
fn is_rule(text: &str) -> bool {
    let text = text.trim();
    text.len() >= 5 && text.bytes().all(|b| matches!(b, b'-' | b'=' | b'*'))
}

/// What stands over the neighbours of a port: `GigabitEthernet0/0/4 has 1 neighbor(s):`.
fn names_neighbours(text: &str) -> bool {
    let lower = text.trim().to_ascii_lowercase();
    (lower.contains("neighbor") || lower.contains("neighbour"))
        && (lower.contains(" has ")
            || lower.contains("detected")
            || lower.contains("information")
            || lower.ends_with("neighbors:"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pasted::bare_lines;

    fn read(text: &str) -> Vec<Found> {
        let (mut sheets, mut done) = (Sheets::default(), Vec::new());
        for line in bare_lines(text) {
            sheets.take(&line, &mut done);
        }
        sheets.end(&mut done);
        done
    }

    #[test]
    fn neighbours_are_read_under_the_words_of_every_maker() {
        for text in [
            "Local Intf: Gi1/0/5\nChassis id: 0040.8c9d.31e8\nSystem Name: n\n\nSystem Description: \nAXIS X 1.2\n\nMED Information:\n    Model: X\n",
            "  Local Port   : B12\n  ChassisType  : mac-address\n  ChassisId    : 00 40 8c 9d 31 e8\n  SysName      : n\n  System Descr : AXIS X 1.2\n  Model Name : X\n",
            "GE0/0/4 has 1 neighbor(s):\nNeighbor index :1\nChassis type   :MAC address\nChassis ID     :0040-8c9d-31e8\nSystem name    :n\nSystem description  :AXIS X 1.2\nModel :X\n",
            "Neighbour Information:\nChassis type       : Mac address\nChassis ID         : 00:40:8c:9d:31:e8\nSystem name        : n\n\nSystem Description : AXIS X 1.2\n\nMED Model name: X\n",
            "LLDP Port 12 detected 1 neighbor\n    - Chassis ID type: MAC address (4)\n      Chassis ID     : 00:40:8C:9D:31:E8\n    - System Name: \"n\"\n    - System Description: \"AXIS X 1.2\"\n    - MED Model Name: \"X\"\n",
            "Interface:    eth0, via: LLDP, RID: 1\n  Chassis:     \n    ChassisID:    mac 00:40:8c:9d:31:e8\n    SysName:      n\n    SysDescr:     AXIS X 1.2\n  LLDP-MED:\n    Inventory:\n      Model:        X\n",
            "Neighbor Chassis-Name          : n\nNeighbor Chassis-Description   : AXIS X 1.2\nNeighbor Chassis-ID            : 00:40:8c:9d:31:e8\nModel name: X\n",
            "LLDP neighbor-information of port 5[GE1/0/5]:\n ChassisID/subtype   : 0040-8c9d-31e8/MAC address\n System name  : n\n System description  : AXIS X 1.2\n Model name : X\n",
            "  + Chassis ID (MAC address): 0040.8c9d.31e8\n  + System name         : \"n\"\n  + System description  : \"AXIS X 1.2\"\n  + MED Model name : \"X\"\n",
        ] {
            let found = read(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!(found[0].mac.map(|m| m.to_string()).as_deref(), Some("00:40:8c:9d:31:e8"), "{text}");
            for field in ["lldp.system_name", "lldp.system_description", "lldp.model"] {
                assert!(found[0].has(field), "{field}: {text}");
            }
        }
    }

    #[test]
    fn hosts_that_were_asked_over_snmp_are_read_with_their_ports() {
        let one = "[+] Try to connect to 10.0.0.4:161 using SNMPv1 and community 'geheim'\n\n[*] System information:\n\n  \
             Host IP address               : 10.0.0.4\n  Hostname                      : nvr\n  \
             Description                   : Sample NVR 1.2\n  Contact                       : geheim\n\n[*] Network interfaces:\n\n  \
             Interface                     : [ up ] lo\n  Mac Address                   : :::::\n\n  \
             Interface                     : [ up ] eth0\n  Mac Address                   : 00:40:8c:9d:31:e8\n";
        let two = one.replace("10.0.0.4", "10.0.0.5").replace("31:e8", "31:e9");
        let found = read(&format!("{one}{two}"));
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0].said_of("snmp.sys_descr"), Some("Sample NVR 1.2"));
        assert_eq!(found[1].mac.map(|m| m.to_string()).as_deref(), Some("00:40:8c:9d:31:e9"));
        assert!(!format!("{found:?}").contains("geheim"));
    }

    #[test]
    fn a_sheet_ends_where_the_next_begins_and_other_texts_have_none() {
        let two = "Chassis id: 0040.8c9d.31e8\nSystem Name: a\nChassis id: 0040.8c9d.31e9\nSystem Name: b\n";
        assert_eq!(read(two).len(), 2);
        assert_eq!(
            read("Device ID: a\nPlatform: x,  Capabilities: Host\n-----\nDevice ID: b\nPlatform : y\n").len(),
            2
        );
        assert_eq!(read("Model: X\nManufacturer: Y\nSerial number: 1\nhttp://10.0.0.1/\n").len(), 0);
        assert_eq!(read("Device ID: \nindex: 4\n").len(), 0);
        assert_eq!(read("Model: b\nDevice ID: 000FFC8A1D05\nIP address: 10.0.0.1\nVersion: 1\n").len(), 0);
    }
}
