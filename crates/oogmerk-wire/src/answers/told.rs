//! One line that names a host and tells what that host said: a line of a log that a server gathers, a note beside an
//! address, what a probe wrote down.
//!
//! A line is taken apart at what people and programs put between remarks (bars, tabs, wide blanks, arrows, brackets).
//! A remark under a label (`server: x`, `title "x"`, `fw 1.2`) fills that label's field. A remark without one counts
//! where a number of a type stands in it; whether that means anything is not decided here. What a server logs about
//! others, what stands in quotes without a label and what may be a secret are left.
//!
//! Sources: RFC 3164 section 4.1 and RFC 5424 section 6 (who sends a line of a log, and its tag).

use super::forms::form_in;
use super::heading::{begins_with_address, heading_address, is_logged, only_address};
use super::keys::address;
use super::message::without_state;
use super::remark::remarks;
use super::stamp;
use crate::Clues;
use oogmerk_bytes::cut;
use oogmerk_model::{Field, Mac};
use std::net::IpAddr;

/// The longest line that is looked at.
const LINE_MAX: usize = 2000;

/// Who speaks in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// The host with this address.
    Address(IpAddr),
    /// The host that a log calls so.
    Host(String),
    /// Whoever the lines around speak of.
    Around,
}

/// What a line tells of one host.
#[derive(Debug)]
pub(super) struct Told {
    /// Whose words they are.
    pub who: Who,
    /// The words.
    pub clues: Clues,
}

/// What a line tells of the host that it names; nothing where it names none, or says nothing of it.
pub(super) fn told(line: &str) -> Option<Told> {
    // A document in a line is read as what it is, and so is an answer whose line ends are written out.
    let is_other =
        || line.contains('{') || line.contains("\\n") || line.contains("\\r") || holds_markup(line);
    if line.len() > LINE_MAX || is_other() {
        return None;
    }
    if (is_logged(line) || line.starts_with('<'))
        && let Some(sent) = stamp::sent(line)
    {
        return of_a_sender(&sent);
    }
    if let Some(told) = of_a_form(line) {
        return Some(told);
    }
    if let Some(output) = output(line) {
        let clues = of_a_check(output);
        return (!clues.0.is_empty()).then_some(Told { who: Who::Around, clues });
    }
    let ip = whose(line)?;
    let mut clues = Clues::default();
    let may_be_secret = may_be_secret(line);
    for remark in remarks(behind(line, ip)) {
        remark.say(&mut clues, !may_be_secret);
    }
    (!clues.0.is_empty()).then_some(Told { who: Who::Address(ip), clues })
}

/// A text that only a device writes, in the form in which it does: the parts of a description behind semicolons
/// (`; Maker XC-100; Camera; 10.12.91; Aug 17 2022; 7C3; 1;`), those of a vendor class behind commas without blanks
/// (`MAKER,Camera,XC-100,9.70.1`), or such a class as its bytes (`0x4D41…`). Of the only address that the line names,
/// else of whoever the lines around speak of.
fn of_a_form(line: &str) -> Option<Told> {
    let (field, text) = form_in(line)?;
    let mut clues = Clues::default();
    clues.decoded(Field::of(field), text.as_str(), None);
    let rest = line.replace(&text, " ");
    let who = only_address(&rest).map_or(Who::Around, Who::Address);
    if let (Who::Address(_), Some(mac)) = (&who, rest.split(['\t', ' ', ',']).find_map(Mac::parse)) {
        clues.decoded(Field::of("saved.mac"), mac.to_string(), None);
    }
    Some(Told { who, clues })
}

/// What stands behind the address of a note, with its port.
fn behind(line: &str, ip: IpAddr) -> &str {
    let text = ip.to_string();
    let Some(at) = line.find(&text).filter(|_| !is_logged(line)) else { return line };
    let rest = &line[at + text.len()..];
    let port = rest.strip_prefix(':').map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let rest = port.unwrap_or(rest).trim_start_matches([':', ')', ']', '*', '`', ',', '>']);
    // `10.0.0.7 (hall): …`: where it hangs.
    let place = rest.trim_start().strip_prefix('(').and_then(|rest| rest.split_once(')'));
    place.map_or(rest, |(_, rest)| rest.trim_start_matches(':'))
}

/// What a monitor's check printed: `SNMP OK - "…"`, alone or under the key of its output.
fn output(line: &str) -> Option<&str> {
    const KEYS: [&str; 6] =
        ["plugin_output", "long_plugin_output", "output", "check_output", "info", "status information"];
    let text = line.trim().trim_start_matches(['|', ' ']);
    let keyed = text
        .split_once(['=', ':'])
        .filter(|(key, _)| KEYS.iter().any(|own| key.trim().eq_ignore_ascii_case(own)));
    let text = keyed.map_or(text, |(_, value)| value.trim());
    let mut words = text.splitn(3, ' ');
    let (check, state) = (words.next()?, words.next()?.trim_end_matches([':', '-']));
    let is_check = check.len() <= 24 && check.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    let is_state = ["OK", "WARNING", "CRITICAL", "UNKNOWN"].contains(&state);
    (is_check && is_state).then_some(text)
}

/// What a check of SNMP repeats in quotes is the device's own word.
fn of_a_check(output: &str) -> Clues {
    let mut clues = Clues::default();
    if output.starts_with("SNMP ")
        && output.contains('"')
        && let Some(said) = without_state(output)
    {
        clues.decoded(Field::of("snmp.sys_descr"), said, None);
    }
    clues
}

/// The address of whom a line tells that no host sent.
fn whose(line: &str) -> Option<IpAddr> {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || "*-•+".contains(c));
    if begins_with_address(line) {
        return heading_address(line);
    }
    // `hall (10.0.0.7): …`, `NVR 10.0.0.7 - …`
    let mut words = line.split_whitespace().take(5).peekable();
    while let Some(word) = words.next() {
        let bare = word.trim_end_matches([':', ',']).trim_matches(['(', ')', '[', ']', '*', '`']);
        if let Some(ip) = address(bare).filter(|_| !bare.contains('/')) {
            let is_marked = word.ends_with(':')
                || words.peek().is_some_and(|next| ["-", "–", "|", "→", "->", "=>", ":"].contains(next));
            return (is_marked && only_address(line) == Some(ip)).then_some(ip);
        }
    }
    // A number of four parts in another remark is a version.
    is_logged(line).then(|| only_address(line).or_else(|| heading_address(line))).flatten()
}

/// What a host wrote in its own log, and that it is there.
fn of_a_sender(sent: &stamp::Sent<'_>) -> Option<Told> {
    let mut clues = Clues::default();
    let is_of_others = FORWARDERS.iter().any(|own| sent.program.eq_ignore_ascii_case(own));
    if !is_of_others && !names_others(sent.message) && !may_be_secret(sent.message) {
        if let Some((field, text)) = form_in(sent.message) {
            clues.decoded(Field::of(field), text, None);
        }
        for remark in remarks(sent.message) {
            remark.say_own(&mut clues);
        }
        if let Some(mac) = own_mac(sent.message) {
            clues.decoded(Field::of("saved.mac"), mac.to_string(), None);
        }
    }
    match address(sent.host) {
        Some(ip) => {
            clues.decoded(Field::of("saved.ip"), ip.to_string(), None);
            if let Some(name) = sent.name {
                clues.decoded(Field::of("import.host_name"), name, None);
            }
            Some(Told { who: Who::Address(ip), clues })
        }
        None if clues.0.is_empty() => None,
        None => {
            clues.decoded(Field::of("import.host_name"), sent.host, None);
            Some(Told { who: Who::Host(sent.host.to_owned()), clues })
        }
    }
}

/// Programs that log about other hosts, jobs and people. Sources: their manual pages.
const FORWARDERS: [&str; 40] = [
    "cupsd",
    "dhcpd",
    "dhcpd6",
    "dnsmasq",
    "dnsmasq-dhcp",
    "dnsmasq-tftp",
    "hostapd",
    "wpa_supplicant",
    "named",
    "sshd",
    "smbd",
    "nmbd",
    "postfix",
    "dovecot",
    "asterisk",
    "snmptrapd",
    "radiusd",
    "freeradius",
    "squid",
    "haproxy",
    "nginx",
    "apache",
    "httpd",
    "filterlog",
    "suricata",
    "snort",
    "arpwatch",
    "lldpd",
    "avahi-daemon",
    "miniupnpd",
    "nagios",
    "icinga",
    "icinga2",
    "zabbix_server",
    "cron",
    "sudo",
    "su",
    "ntpd",
    "chronyd",
    "print",
];

/// Whether a message names another host: what else it says may be that one's.
fn names_others(message: &str) -> bool {
    let words = message.split(|c: char| c.is_whitespace() || "()[],;<>\"'=".contains(c));
    let mut words = words.take(256);
    words.any(|word| address(word).is_some()) || message.contains("://")
}

/// The hardware address that a message gives under its own name.
fn own_mac(message: &str) -> Option<Mac> {
    let mut words =
        message.split(|c: char| c.is_whitespace() || "=,;()[]".contains(c)).filter(|w| !w.is_empty());
    words.find(|word| {
        let word = word.trim_end_matches(':');
        ["mac", "hwaddr", "macaddr"].iter().any(|own| word.eq_ignore_ascii_case(own))
    })?;
    let word = words.next().filter(|word| !word.eq_ignore_ascii_case("address")).or_else(|| words.next())?;
    Mac::parse(word).filter(|mac| word.len() == 17 && mac.0 != [0; 6])
}

/// Whether a line may hold a password or an account.
fn may_be_secret(line: &str) -> bool {
    let lower = line.to_lowercase();
    let is_named = |word: &str| cut::names_a_secret(word) || ACCOUNTS.contains(&word);
    lower.split(|c: char| !c.is_alphanumeric()).any(is_named) || cut::secrets_in_words(line) != line
}

/// Words beside which somebody writes how to get in.
const ACCOUNTS: [&str; 10] =
    ["admin", "root", "user", "login", "pw", "pwd", "pass", "cred", "creds", "gebruiker"];

/// Whether a line holds tags but those of a title.
fn holds_markup(line: &str) -> bool {
    line.match_indices('<').any(|(at, _)| {
        let behind = &line[at + 1..];
        let name = behind.trim_start_matches('/');
        let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '?' | '!'));
        is_tag && !name.get(..5).is_some_and(|own| own.eq_ignore_ascii_case("title")) && behind.contains('>')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything told, as `whose field=value`.
    fn check(line: &str, want: &[&str]) {
        let told = told(line);
        let seen: Vec<String> = told
            .iter()
            .flat_map(|told| {
                let whose = match &told.who {
                    Who::Address(ip) => ip.to_string(),
                    Who::Host(name) => name.clone(),
                    Who::Around => "-".to_owned(),
                };
                told.clues.0.iter().map(move |clue| format!("{whose} {}={}", clue.field, clue.value))
            })
            .collect();
        assert_eq!(seen, want, "{line}");
    }

    #[test]
    fn a_host_speaks_in_its_own_log() {
        check(
            "Nov  3 05:59:04 10.0.0.7 sample-00005e005301 [ INFO    ] kernel: Linux version 4.9.206 SAMPLE XC1785-LE Network Camera 10.12.199",
            &[
                "10.0.0.7 saved.words=version 4.9.206 SAMPLE XC1785-LE Network Camera 10.12.199",
                "10.0.0.7 saved.ip=10.0.0.7",
                "10.0.0.7 import.host_name=sample-00005e005301",
            ],
        );
        check(
            "<134>Nov  3 06:00:12 10.0.0.7 PROGRAM: Sample XC-4603 1.04.03 [Motion] motion detected",
            &["10.0.0.7 saved.words=PROGRAM Sample XC-4603 1.04.03", "10.0.0.7 saved.ip=10.0.0.7"],
        );
        check(
            "<46>Nov  3 06:01:00 10.0.0.7 SAMPLE-XC8531H[388]: [XC8531H-0102b] boot complete, mac 00:00:5e:00:53:01",
            &[
                "10.0.0.7 saved.words=SAMPLE-XC8531H",
                "10.0.0.7 saved.mac=00:00:5e:00:53:01",
                "10.0.0.7 saved.ip=10.0.0.7",
            ],
        );
        check(
            "<134>1 2026-11-14T03:00:00.123Z 10.0.0.7 app 12 - - Sample XC-4603 booted",
            &["10.0.0.7 saved.words=Sample XC-4603", "10.0.0.7 saved.ip=10.0.0.7"],
        );
        check(
            "2026-11-14T03:00:00+01:00 cam-hall kernel: Sample XC-4603 firmware 1.2",
            &["cam-hall saved.words=Sample XC-4603 firmware 1.2", "cam-hall import.host_name=cam-hall"],
        );
    }

    #[test]
    fn a_host_that_logs_about_others_only_is_there() {
        for line in [
            "<30>Nov  3 06:00:15 10.0.0.7 cupsd[411]: Job 33 queued on 'camera XC-4603' by jan",
            "Nov  3 06:00:15 10.0.0.7 dnsmasq-dhcp[2]: offering lease to Sample XC-4603",
            "Nov  3 06:00:15 10.0.0.7 kernel: Sample XC-4603 at 10.0.0.9 is down",
            "Nov  3 06:00:15 10.0.0.7 kernel: login Sample XC-4603",
            "Nov  3 06:00:15 10.0.0.7 dhcpd: class \"SAMPLE,Network Camera,XC3225,9.70.1.5\"",
            "Nov  3 06:00:15 10.0.0.7 relay: ; SAMPLE XC-1; Camera; 5.40.9.2; May 15 2012; 188; 1; of 10.0.0.9",
            "Nov  3 06:00:15 10.0.0.7 kernel: eth0: link is up",
        ] {
            check(line, &["10.0.0.7 saved.ip=10.0.0.7"]);
        }
        check("Nov  3 06:00:15 hall cupsd[411]: Job 33 queued on XC-4603", &[]);
        check("Nov  3 06:00:15 hall app: it rains", &[]);
    }

    #[test]
    fn what_only_a_device_writes_counts_in_any_line() {
        let class = "SAMPLE,Network Camera,XC3225 Mk II,9.70.1.5";
        let described = "; SAMPLE XC-1; Camera; 5.40.9.2; May 15 2012 09:50; 188.1; 1;";
        let hex: String = class.bytes().fold("0x".to_owned(), |all, b| all + &format!("{b:02X}"));
        for line in [
            format!("  10.0.0.7\t02:00:5e:00:00:07\tcam\t{class}\t\t3"),
            format!(
                "10,11/24/26,08:14:51,Assign,10.0.0.7,cam.example,02005E000007,,33,0,,,,{hex},{class},,,,0"
            ),
        ] {
            check(
                &line,
                &[&format!("10.0.0.7 dhcp.vendor_class={class}"), "10.0.0.7 saved.mac=02:00:5e:00:00:07"],
            );
        }
        check(&format!("10.0.0.7 | {described}"), &[&format!("10.0.0.7 snmp.sys_descr={described}")]);
        check(&format!("\tsysDescr.0 = STRING: {described}"), &[&format!("- snmp.sys_descr={described}")]);
        // What people write has blanks, and few parts.
        for line in
            ["10.0.0.7\tHall, first floor, SAMPLE XC-1, 2.1", "10.0.0.7; hall; 2.1", "10.0.0.7\tA,b,c"]
        {
            assert!(of_a_form(line).is_none(), "{line}");
        }
    }

    #[test]
    fn a_note_beside_an_address_is_of_that_host() {
        check(
            "2026-03-02 10:01:56 GET http://10.0.0.7/ -> 200 | server: Sample/0.94.13 | title: Sample XU-2015 IP Camera | fw: LM.1.6.12",
            &[
                "10.0.0.7 http.server=Sample/0.94.13",
                "10.0.0.7 http.title=Sample XU-2015 IP Camera",
                "10.0.0.7 saved.firmware=LM.1.6.12",
            ],
        );
        check(
            "192.0.2.7    get?model -> model=3105   realm \"Sample Vision\"  get?fwversion -> fwversion=52042",
            &["192.0.2.7 saved.model=3105", "192.0.2.7 http.realm=Sample Vision"],
        );
        check(
            "192.0.2.7    <title>Sample IP Camera</title>  XIP2-1300c-dn  fw 3.5.0",
            &[
                "192.0.2.7 http.title=Sample IP Camera",
                "192.0.2.7 saved.words=XIP2-1300c-dn",
                "192.0.2.7 saved.firmware=3.5.0",
            ],
        );
        check("10.0.0.7 - Sample XC-4603 - the hall", &["10.0.0.7 saved.words=Sample XC-4603"]);
    }

    #[test]
    fn what_a_check_repeats_is_of_whom_was_checked() {
        check(
            "SNMP OK - \"SAMPLE SX-M25M, Software SX-V4.4\" | x=1",
            &["- snmp.sys_descr=SAMPLE SX-M25M, Software SX-V4.4"],
        );
        check("\tplugin_output=SNMP OK - \"Sample XC-1\"", &["- snmp.sys_descr=Sample XC-1"]);
        check("plugin_output=SNMP OK - 42 ", &[]);
        check("PING OK - Packet loss = 0%", &[]);
        check("All OK \"Sample XC-1\"", &[]);
    }

    #[test]
    fn what_may_be_a_secret_is_not_kept() {
        for line in [
            "10.0.0.7  admin / Welkom01",
            "10.0.0.7  Welkom01",
            "10.0.0.7 | password: Geheim-12",
            "10.0.0.7 wachtwoord GEHEIM-12",
            "Nov  3 06:00:15 10.0.0.7 app: user JAN-12 logged in",
        ] {
            let told = told(line).map(|told| told.clues);
            let is_kept =
                told.iter().flat_map(|clues| &clues.0).any(|clue| clue.field.as_str() != "saved.ip");
            assert!(!is_kept, "{line}: {told:?}");
        }
    }

    #[test]
    fn other_lines_tell_nothing() {
        for line in [
            "",
            "10.0.0.7",
            "10.0.0.7 is up",
            "Model: XC-4603",
            "see 10.0.0.7 for the XC-4603",
            "10.0.0.7 {\"model\": \"XC-4603\"}",
            "10.0.0.7 <root><modelName>XC-4603</modelName></root>",
        ] {
            check(line, &[]);
        }
    }
}
