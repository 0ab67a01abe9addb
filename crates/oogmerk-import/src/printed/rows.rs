//! Tables of one line a device: addresses with their MACs, as hosts, routers and switches list them, leases, and what a
//! DHCP server logs.
//!
//! Sources of the forms: the manual pages arp(8), ip-neighbour(8), arp-scan(1), netdiscover(8) and dnsmasq(8), what
//! `arp -a` prints on Windows, macOS and BSD, and the command references of Cisco IOS and NX-OS, Huawei VRP, HPE
//! Comware and ProVision, Juniper Junos and Extreme EXOS for `show arp`, `show mac address-table` and the bindings of DHCP.

use super::device::Found;
use super::grammar::Grammar;
use super::line::{MacStyle, address_in, mac_in};
use super::pattern::{Pattern, is_state, words_of};
use crate::pasted::BareLine;
use oogmerk_model::Mac;

/// Each kind of line, the plainest first.
const PATTERNS: [(&str, &str); 26] = [
    ("arp", "<ip> <mac> <n> <n> <vendor..>"),
    ("arp", "<host> <ip> at <mac> <..>"),
    ("arp", "<ip> dev <w> lladdr <mac> <..>"),
    ("arp", "<ip> lladdr <mac> <..>"),
    ("arp", "<ip> ether <mac> <..>"),
    ("arp", "<host> ether <mac> <..>"),
    ("arp", "<ip> 0x1 0x2 <mac> <..>"),
    ("arp", "<n> <ip> <mac> <state> <..>"),
    ("dhcp", "<n> <mac> <ip> <name> <..>"),
    ("dhcp", "DHCPACK(* <ip> <mac> <name>"),
    ("dhcp", "DHCPACK(* <ip> <mac>"),
    ("dhcp", "<n> DHCPACK(* <ip> <mac> <name>"),
    ("dhcp", "<n> DHCPACK(* <ip> <mac>"),
    ("dhcp", "DHCPACK on <ip> to <mac> via <..>"),
    ("dhcp", "DHCPACK on <ip> to <mac> <name> <..>"),
    ("dhcp", "DHCPREQUEST for <ip> from <mac> via <..>"),
    ("dhcp", "DHCPREQUEST for <ip> from <mac> <name> via <..>"),
    ("dhcp", "<ip> <mac> <date> <w> <w> <name>"),
    ("dhcp", "<mac> <ip> <n> dhcp-snooping <..>"),
    ("arp", "Internet <ip> <w> <mac> <..>"),
    ("arp", "<ip> <mac> <state> <..>"),
    ("arp", "<ip> <mac> <w> <age> <..>"),
    ("arp", "<ip> <mac->"),
    ("arp", "<ip> <mac-> <w>"),
    ("arp", "<ip> <n> <mac> <w>"),
    ("arp", "<mac> <ip> <w> <w> <..>"),
];

/// Most words of a row of a router's table.
const ROW_WORDS_MAX: usize = 14;

/// Rows, and what was said of a row that is still to come.
pub(super) struct Rows {
    patterns: Vec<Pattern>,
    vendors: Pattern,
    /// A heading or a line of arp-scan stood above.
    is_scan: bool,
    /// A heading of a table of MACs stood above.
    is_mac_table: bool,
    /// The vendor class a DHCP server logged, and its transaction.
    class: Option<(String, String)>,
}

impl Default for Rows {
    fn default() -> Self {
        Self {
            patterns: PATTERNS.iter().map(|(protocol, text)| Pattern::new(protocol, text)).collect(),
            vendors: Pattern::new("arp", "<ip> <mac> <vendor..>"),
            is_scan: false,
            is_mac_table: false,
            class: None,
        }
    }
}

impl Grammar for Rows {
    fn take(&mut self, line: &BareLine<'_>, done: &mut Vec<Found>) -> bool {
        let words = words_of(line.text);
        if line.is_typed || words.len() < 2 {
            self.is_mac_table &= !line.is_typed;
            return false;
        }
        if self.class(line, &words) {
            return true;
        }
        let macs = words.iter().filter(|word| mac_in(word).is_some()).count();
        if macs == 0 {
            self.heading(line.text);
            return binding(line, &words, done) || zone(line, &words, done);
        }
        let found = self.patterns.iter().find_map(|pattern| pattern.read(line, &words));
        let found = found.or_else(|| self.scanned(line, &words)).or_else(|| self.routers(line, &words, macs));
        let Some(mut found) = found else { return false };
        self.add_class(&mut found, &words, line);
        done.push(found);
        true
    }

    fn end(&mut self, _: &mut Vec<Found>) {}
}

impl Rows {
    fn heading(&mut self, text: &str) {
        let lower = text.to_ascii_lowercase();
        self.is_scan |= lower.contains("arp-scan") || lower.contains("at mac address");
        self.is_mac_table |= lower.contains("mac") && (lower.contains("address") || lower.contains("vlan"));
    }

    /// An address, a MAC and a vendor, with tabs between or under a heading of such a table.
    fn scanned(&self, line: &BareLine<'_>, words: &[&str]) -> Option<Found> {
        let has_tabs = line.text.matches('\t').count() == 2;
        let is_port = |word: &str| word.contains('/') && word.bytes().any(|b| b.is_ascii_digit());
        let is_table = words.iter().skip(2).any(|word| is_state(word) || is_port(word));
        (has_tabs || self.is_scan || words.len() == 2)
            .then(|| self.vendors.read(line, words))
            .flatten()
            .filter(|_| !is_table)
    }

    /// A row of a router's or a switch's table: one MAC as they write it, with an address or without.
    fn routers(&self, line: &BareLine<'_>, words: &[&str], macs: usize) -> Option<Found> {
        if macs != 1 || words.len() > ROW_WORDS_MAX {
            return None;
        }
        let (mac, style) = words.iter().find_map(|word| mac_in(word))?;
        let mut addresses = words.iter().filter_map(|word| word.parse().ok());
        let ip: Option<std::net::IpAddr> = addresses.next();
        let is_router = style == MacStyle::Router;
        let is_row = match ip {
            Some(_) => addresses.next().is_none() && (is_router || words.iter().any(|word| is_state(word))),
            None => (is_router || (self.is_mac_table && style == MacStyle::Colons)) && has_port(words),
        };
        let found = Found { mac: Some(mac), ip, is_on_link: true, ..Found::new("arp", line) };
        is_row.then_some(found)
    }

    /// `3387001 vendor class: udhcp 1.12.1`.
    fn class(&mut self, line: &BareLine<'_>, words: &[&str]) -> bool {
        let ["vendor", "class:", first, ..] = words.get(1..).unwrap_or_default() else { return false };
        let value = super::pattern::rest_from(line.text, first);
        self.class = Some((words[0].to_owned(), value.trim().to_owned()));
        true
    }

    fn add_class(&mut self, found: &mut Found, words: &[&str], line: &BareLine<'_>) {
        let Some((transaction, class)) = &self.class else { return };
        let is_ack = words.iter().take(2).any(|word| word.starts_with("DHCPACK"));
        let is_same = words[0] == transaction || words[0].starts_with("DHCPACK");
        if is_ack && is_same {
            found.say_decoded("dhcp.vendor_class", class.into(), line);
        }
        if is_ack {
            self.class = None;
        }
    }
}

/// `10.0.0.5  0100.408c.9d31.e8  Mar 01 2026 12:00 AM  Automatic`: the client id is a type and a MAC.
fn binding(line: &BareLine<'_>, words: &[&str], done: &mut Vec<Found>) -> bool {
    let Some(ip) = words.first().and_then(|word| address_in(word)) else { return false };
    let Some(mac) = words.get(1).and_then(|word| client_mac(word)) else { return false };
    done.push(Found { mac: Some(mac), ip: Some(ip), is_on_link: true, ..Found::new("dhcp", line) });
    true
}

/// `cam-hall  IN A 10.0.0.7`, with or without a time to live: a line of a zone (RFC 1035, section 5.1).
fn zone(line: &BareLine<'_>, words: &[&str], done: &mut Vec<Found>) -> bool {
    let is_time = |word: &&&str| word.bytes().all(|b| b.is_ascii_digit());
    let rest = &words[1..];
    let rest = if rest.first().as_ref().is_some_and(is_time) { &rest[1..] } else { rest };
    let ["IN", "A" | "AAAA", address, behind @ ..] = rest else { return false };
    let is_remark = behind.first().is_none_or(|word| word.starts_with(';'));
    let Some(ip) = address_in(address).filter(|_| is_remark && words[0] != "@") else { return false };
    let mut found = Found { ip: Some(ip), ..Found::new("dns", line) };
    found.say("import.host_name", words[0].trim_end_matches('.'), line);
    done.push(found);
    true
}

/// A client id as Cisco prints it: `01` for Ethernet and the MAC, with dots.
fn client_mac(word: &str) -> Option<Mac> {
    let is_plain = word.contains(['.', ':', '-']) && word.len() <= 24;
    let digits: String = word.chars().filter(|c| !matches!(c, '.' | ':' | '-')).collect();
    let mac = digits.strip_prefix("01").filter(|rest| is_plain && rest.len() == 12)?;
    mac.bytes().all(|b| b.is_ascii_hexdigit()).then(|| Mac::parse(mac)).flatten()
}

/// Whether a row names a port or a network: `Gi1/0/14`, `GE0/0/4`, `Po1`, `12`.
fn has_port(words: &[&str]) -> bool {
    words.iter().any(|word| {
        let is_number = word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit());
        let is_slot = word.contains('/') && word.bytes().any(|b| b.is_ascii_digit()) && !word.contains("://");
        is_number || is_slot
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pasted::bare_lines;

    /// Every device found, as `ip mac facts`.
    fn check(text: &str, want: &[&str]) {
        let (mut rows, mut done) = (Rows::default(), Vec::new());
        for line in bare_lines(text) {
            rows.take(&line, &mut done);
        }
        let seen: Vec<String> = done
            .iter()
            .filter(|f| f.is_device())
            .map(|f| {
                let ip = f.ip.map_or("-".to_owned(), |ip| ip.to_string());
                let mac = f.mac.map_or("-".to_owned(), |mac| mac.to_string());
                let fields = ["import.vendor", "import.host_name", "dhcp.hostname", "dhcp.vendor_class"];
                let told = fields.iter().filter(|n| f.has(n)).fold(String::new(), |told, n| told + " " + n);
                format!("{ip} {mac}{told}")
            })
            .collect();
        assert_eq!(seen, want, "{text}");
    }

    #[test]
    fn tables_of_addresses_are_read_as_hosts_and_routers_print_them() {
        let one = "10.0.0.7 00:40:8c:9d:31:e8";
        for row in [
            "? (10.0.0.7) at 00:40:8c:9d:31:e8 [ether] on eth0",
            "? (10.0.0.7) at 0:40:8c:9d:31:e8 on en0 ifscope [ethernet]",
            "10.0.0.7 dev eth0 lladdr 00:40:8c:9d:31:e8 REACHABLE",
            "10.0.0.7 lladdr 00:40:8c:9d:31:e8 STALE",
            "10.0.0.7         ether   00:40:8c:9d:31:e8   C                     eth0",
            "10.0.0.7         0x1         0x2         00:40:8c:9d:31:e8     *        eth0",
            "  10.0.0.7          00-40-8c-9d-31-e8     dynamisch ",
            "12      10.0.0.7      00-40-8C-9D-31-E8     Reachable   ActiveStore",
            "Internet  10.0.0.7        4   0040.8c9d.31e8  ARPA   Vlan60",
            "10.0.0.7       00:05:12  0040.8c9d.31e8  Vlan60",
            "10.0.0.7      0040-8c9d-31e8  20        D-0         GE0/0/4",
            "10.0.0.7   00408c-9d31e8  dynamic 12",
            "00:40:8c:9d:31:e8 10.0.0.7   10.0.0.7   ge-0/0/5.0   none",
            "10.0.0.7         0100.408c.9d31.e8       Mar 01 2026 12:00 AM    Automatic",
            "00:40:8C:9D:31:E8   10.0.0.7   86250   dhcp-snooping   10   GigabitEthernet1/0/5",
            "10.0.0.7  00:40:8c:9d:31:e8  em0 23h59m58s S",
            "10.0.0.7  3  00:40:8c:9d:31:e8 port5",
        ] {
            check(row, &[one]);
        }
        check("cam (10.0.0.7) at 00:40:8c:9d:31:e8 on em0", &[&format!("{one} import.host_name")]);
        check("10.0.0.7\t00:40:8c:9d:31:e8\tAxis AB (DUP: 2)", &[&format!("{one} import.vendor")]);
        check("10.0.0.7\t00:40:8c:9d:31:e8\t(Unknown)", &[one]);
        check(
            "1794550011 00:40:8c:9d:31:e8 10.0.0.7 cam 01:00:40:8c:9d:31:e8",
            &[&format!("{one} dhcp.hostname")],
        );
        check(
            "Nov 14 06:02:11 gw dnsmasq-dhcp[7]: DHCPACK(br0) 10.0.0.7 00:40:8c:9d:31:e8 cam",
            &[&format!("{one} dhcp.hostname")],
        );
        check(
            "Nov 14 06:02:11 gw dhcpd: DHCPACK on 10.0.0.7 to 00:40:8c:9d:31:e8 (cam) via eth0",
            &[&format!("{one} dhcp.hostname")],
        );
    }

    #[test]
    fn names_of_a_zone_are_those_of_their_addresses() {
        check("cam-hall\tIN A 10.0.0.7", &["10.0.0.7 - import.host_name"]);
        check("cam-hall.example. 3600 IN A 10.0.0.7 ; hall", &["10.0.0.7 - import.host_name"]);
        check(
            "@ IN A 10.0.0.7\nx IN TXT 10.0.0.7\nx IN SRV 0 0 80 10.0.0.7\nput it IN A 10.0.0.7 box\n",
            &[],
        );
    }

    #[test]
    fn a_class_that_was_logged_is_that_of_its_transaction() {
        let row = "DHCPACK(br0) 10.0.0.7 00:40:8c:9d:31:e8 cam";
        let named = "10.0.0.7 00:40:8c:9d:31:e8 dhcp.hostname";
        check(&format!("12 vendor class: udhcp\n12 {row}"), &[&format!("{named} dhcp.vendor_class")]);
        check(&format!("12 vendor class: udhcp\n13 {row}"), &[named]);
    }

    #[test]
    fn tables_of_macs_need_a_port_and_group_addresses_are_no_devices() {
        check("  60    0040.8c9d.31e8    DYNAMIC     Gi1/0/14", &["- 00:40:8c:9d:31:e8"]);
        check(" All    0100.0ccc.cccc    STATIC      CPU", &[]);
        check("0040.8c9d.31e8", &[]);
        check("MAC address table of vlan\n cams 00:40:8c:9d:31:e8 D - ge-0/0/1.0", &["- 00:40:8c:9d:31:e8"]);
        check("  224.0.0.22            01-00-5e-00-00-16     statisch", &[]);
        check("the camera 00:40:8c:9d:31:e8 is at 10.0.0.7 since Tuesday", &[]);
        check("interface eth0 00:40:8c:9d:31:e8 up", &[]);
    }
}
