//! DHCP messages as tools print them line by line: `tcpdump -v`, `dhcpdump`, and the tree of Wireshark and `tshark -V`.
//!
//! Of a client's message its options are its own words; of a server's answer only whose it is and which address it
//! gives. Sources: RFC 951 and RFC 2132 for the options and their numbers; tcpdump, `print-bootp.c` (both spellings of
//! options); `dhcpdump.c`; Wireshark, `packet-dhcp.c`.

use super::device::Found;
use super::grammar::Grammar;
use super::line::mac_in;
use crate::pasted::BareLine;
use std::net::IpAddr;

/// Most lines of a message: one that has no end must not hide the rest.
const LINES_MAX: usize = 200;

/// The message that is being read.
#[derive(Default)]
pub(super) struct Messages {
    open: Option<Message>,
}

struct Message {
    found: Found,
    is_answer: bool,
    lines: usize,
    /// The codes of the parameters it asks for, where their list goes on in the lines below.
    asked: Option<Vec<u8>>,
}

/// One thing a line of a message says.
#[derive(Debug, PartialEq, Eq)]
enum Said<'l> {
    /// Who sends: a client, or a server.
    Kind {
        is_answer: bool,
    },
    Mac(&'l str),
    Ip(&'l str),
    Option(u8, &'l str),
}

impl Grammar for Messages {
    fn take(&mut self, line: &BareLine<'_>, done: &mut Vec<Found>) -> bool {
        if let Some(is_answer) = begins(line.text) {
            self.end(done);
            let found = Found::new("dhcp", line);
            self.open = Some(Message { found, is_answer, lines: 0, asked: None });
            return true;
        }
        let Some(message) = self.open.as_mut().filter(|m| !line.is_typed && m.lines < LINES_MAX) else {
            self.end(done);
            return false;
        };
        message.lines += 1;
        if is_over(line.text) {
            self.end(done);
            return false;
        }
        if message.asks_on(line.text) {
            return true;
        }
        message.close_list(line);
        if let Some(said) = said(line.text) {
            message.tell(&said, line);
        }
        true
    }

    fn end(&mut self, done: &mut Vec<Found>) {
        let Some(mut message) = self.open.take() else { return };
        if let Some(asked) = message.asked.take() {
            message.found.say_list(&asked);
        }
        done.extend(message.found.mac.is_some().then_some(message.found));
    }
}

impl Message {
    fn tell(&mut self, said: &Said<'_>, line: &BareLine<'_>) {
        match said {
            Said::Kind { is_answer } => self.is_answer = *is_answer,
            Said::Mac(text) => self.found.mac = self.found.mac.or_else(|| mac_in(text).map(|(mac, _)| mac)),
            Said::Ip(text) => self.address(text),
            Said::Option(50, text) => self.address(text),
            Said::Option(..) if self.is_answer => {}
            Said::Option(12, text) => self.found.say("dhcp.hostname", text, line),
            Said::Option(60, text) => self.found.say("dhcp.vendor_class", text, line),
            Said::Option(55, text) => self.asked = Some(codes(text)),
            Said::Option(..) => {}
        }
    }

    fn address(&mut self, text: &str) {
        let ip = text.trim().parse::<IpAddr>().ok().filter(|ip| !ip.is_unspecified());
        self.found.ip = self.found.ip.or(ip);
    }

    /// A line that goes on with the list of what it asks for.
    fn asks_on(&mut self, text: &str) -> bool {
        let Some(asked) = &mut self.asked else { return false };
        let is_named = said(text).is_some() || text.contains("length ") || text.contains("OPTION:");
        let more = codes(text);
        if is_named || more.is_empty() || asked.len() > 255 {
            return false;
        }
        asked.extend(more);
        true
    }

    fn close_list(&mut self, line: &BareLine<'_>) {
        if let Some(asked) = self.asked.take() {
            self.found.say_decoded("dhcp.parameter_list", joined(&asked).into(), line);
        }
    }
}

impl Found {
    /// The list at the end of a message, whose line is gone.
    fn say_list(&mut self, asked: &[u8]) {
        let line = BareLine { text: "", before: "", offset: self.offset, number: self.line, is_typed: false };
        self.say_decoded("dhcp.parameter_list", joined(asked).into(), &line);
    }
}

fn joined(codes: &[u8]) -> String {
    codes.iter().map(u8::to_string).collect::<Vec<_>>().join(",")
}

/// Whether a line begins a message, and whether it is an answer. What only later lines tell is no answer yet.
fn begins(text: &str) -> Option<bool> {
    let trimmed = text.trim();
    if let Some((_, rest)) = trimmed.split_once("BOOTP/DHCP, ") {
        return Some(rest.starts_with("Reply"));
    }
    let is_one = trimmed.starts_with("OP: 1 (BOOTP")
        || trimmed.starts_with("OP: 2 (BOOTP")
        || trimmed.starts_with("Dynamic Host Configuration Protocol (")
        || trimmed.starts_with("Bootstrap Protocol (");
    is_one.then(|| trimmed.starts_with("OP: 2"))
}

/// Whether a line ends a message: the next packet, or the end of its options.
fn is_over(text: &str) -> bool {
    let trimmed = text.trim();
    trimmed.starts_with("END (255)")
        || trimmed.starts_with("END Option 255")
        || trimmed.starts_with("Option: (255) End")
        || trimmed.starts_with("Frame ") && trimmed.contains(" bytes on wire")
        || trimmed.len() > 20 && trimmed.bytes().all(|b| b == b'-')
}

fn said(text: &str) -> Option<Said<'_>> {
    let text = text.trim();
    fields(text).or_else(|| tcpdump_option(text)).or_else(|| dhcpdump_option(text))
}

/// What stands before the options, and Wireshark's lines.
fn fields(text: &str) -> Option<Said<'_>> {
    let (key, value) = text.split_once([':', ' ']).map(|_| key_and_value(text))?;
    Some(match key {
        "Message type" => Said::Kind { is_answer: value.starts_with("Boot Reply") },
        "Client-Ethernet-Address" | "CHADDR" => {
            Said::Mac(value.get(..17).unwrap_or(value).split(' ').next().unwrap_or_default())
        }
        // `Vendor_00:11:22 (00:40:8c:00:11:22)`, or the address alone.
        "Client MAC address" => Said::Mac(value.rsplit('(').next().unwrap_or(value).trim_end_matches(')')),
        "Client-IP" | "Your-IP" | "CIADDR" | "YIADDR" | "Client IP address" | "Your (client) IP address" => {
            Said::Ip(value)
        }
        "Requested IP Address" => Said::Option(50, value),
        "Vendor class identifier" => Said::Option(60, value),
        "Host Name" => Said::Option(12, value),
        _ => return None,
    })
}

/// A key and its value, with a colon between or, as tcpdump prints them, a blank.
fn key_and_value(text: &str) -> (&str, &str) {
    let blank = text.find(' ').unwrap_or(text.len());
    let (word, behind) = text.split_at(blank);
    if matches!(word, "Client-Ethernet-Address" | "Client-IP" | "Your-IP") {
        return (word, behind.trim());
    }
    text.split_once(": ").map_or((text, ""), |(key, value)| (key.trim(), value.trim()))
}

/// `Vendor-Class (60), length 26: "x"`, before tcpdump 4.99 `Vendor-Class Option 60, length 26: "x"`.
fn tcpdump_option(text: &str) -> Option<Said<'_>> {
    let (head, value) = text.split_once(", length ")?;
    let value = value.split_once(':').map_or("", |(_, value)| value).trim();
    let number = head.rsplit([' ', '(']).next()?.trim_end_matches(')');
    let is_option = head.ends_with(')') || head.contains(" Option ");
    let value = value.strip_prefix('"').map_or(value, |v| v.strip_suffix('"').unwrap_or(v));
    Some(Said::Option(number.parse().ok().filter(|_| is_option)?, value))
}

/// `OPTION:  60 ( 26) Vendor class identifier   x`.
fn dhcpdump_option(text: &str) -> Option<Said<'_>> {
    let (number, rest) = text.strip_prefix("OPTION:")?.trim_start().split_once(' ')?;
    let (_, rest) = rest.split_once(')')?;
    let names = ["Vendor class identifier", "Host name", "Request IP address", "Parameter Request List"];
    let value = names.iter().find_map(|name| rest.trim_start().strip_prefix(name)).unwrap_or_default();
    Some(Said::Option(number.parse().ok()?, value.trim()))
}

/// Codes of options in a list: `Subnet-Mask (1), Hostname (12)`, `1 (Subnet mask)`, `Parameter Request List Item: (1) x`.
fn codes(text: &str) -> Vec<u8> {
    let in_brackets = text.split('(').skip(1).filter_map(|rest| rest.split(')').next()?.trim().parse().ok());
    let all: Vec<u8> = in_brackets.collect();
    if all.is_empty() {
        // dhcpdump: the number stands before its name.
        let lead = text.trim_start().split(' ').next().and_then(|word| word.parse().ok());
        return lead.into_iter().collect();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printed::grammar::found_in as read;

    const TCPDUMP: &str = "08:11:02.1 IP (tos 0x0, length 328)\n    0.0.0.0.68 > 255.255.255.255.67: [udp sum ok] BOOTP/DHCP, Request from 00:40:8c:9d:31:e8, length 300, xid 0x1\n\
        \t  Client-Ethernet-Address 00:40:8c:9d:31:e8 (oui Unknown)\n\t    DHCP-Message (53), length 1: Request\n\
        \t    Requested-IP (50), length 4: 10.0.0.4\n\t    Vendor-Class (60), length 6: \"Sample\"\n\
        \t    Hostname (12), length 3: \"cam\"\n\t    Parameter-Request (55), length 3:\n\t      Subnet-Mask (1), Default-Gateway (3)\n\t      NTP (42)\n\t    END (255), length 0\n";

    #[test]
    fn a_message_is_read_as_each_tool_prints_it() {
        let old = TCPDUMP
            .replace("(53),", "Option 53,")
            .replace("(50),", "Option 50,")
            .replace("(60),", "Option 60,")
            .replace("(12),", "Option 12,")
            .replace("(55),", "Option 55,");
        let dhcpdump = "  TIME: 2026-01-02\n    IP: 0.0.0.0 (0:40:8c:9d:31:e8) > 255.255.255.255 (ff:ff:ff:ff:ff:ff)\n    OP: 1 (BOOTPREQUEST)\n\
            CIADDR: 0.0.0.0\nCHADDR: 00:40:8c:9d:31:e8:00:00:00:00:00:00:00:00:00:00\nOPTION:  53 (  1) DHCP message type         3 (DHCPREQUEST)\n\
            OPTION:  50 (  4) Request IP address        10.0.0.4\nOPTION:  60 (  6) Vendor class identifier   Sample\nOPTION:  12 (  3) Host name                 cam\n\
            OPTION:  55 (  3) Parameter Request List      1 (Subnet mask)\n\t\t\t\t\t      3 (Routers)\n\t\t\t\t\t     42 (NTP servers)\n---------------------------------------------------------------------------\n";
        let wireshark = "Frame 1: 342 bytes on wire (2736 bits)\nDynamic Host Configuration Protocol (Request)\n    Message type: Boot Request (1)\n    Client IP address: 0.0.0.0\n    \
            Client MAC address: AxisComm_9d:31:e8 (00:40:8c:9d:31:e8)\n    Option: (50) Requested IP Address (10.0.0.4)\n        Length: 4\n        Requested IP Address: 10.0.0.4\n    \
            Option: (60) Vendor class identifier\n        Vendor class identifier: Sample\n    Option: (12) Host Name\n        Host Name: cam\n    Option: (255) End\n";
        for text in [TCPDUMP, &old, dhcpdump, wireshark] {
            let found = read(Messages::default(), text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            let one = &found[0];
            assert_eq!(one.mac.map(|mac| mac.to_string()).as_deref(), Some("00:40:8c:9d:31:e8"), "{text}");
            assert_eq!(one.ip.map(|ip| ip.to_string()).as_deref(), Some("10.0.0.4"), "{text}");
            assert_eq!(one.said_of("dhcp.vendor_class"), Some("Sample"), "{text}");
            assert_eq!(one.said_of("dhcp.hostname"), Some("cam"), "{text}");
        }
        for text in [TCPDUMP, &old, dhcpdump] {
            let found = read(Messages::default(), text);
            assert_eq!(found[0].said_of("dhcp.parameter_list"), Some("1,3,42"), "{text}");
        }
    }

    #[test]
    fn two_messages_are_two_and_an_answer_is_not_the_clients_word() {
        let other = TCPDUMP.replace("31:e8", "31:e9").replace("\"Sample\"", "\"Other\"");
        let found = read(Messages::default(), &format!("{TCPDUMP}{other}"));
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].said_of("dhcp.vendor_class"), Some("Other"));
        let answer = TCPDUMP.replace("BOOTP/DHCP, Request", "BOOTP/DHCP, Reply");
        let answer = read(Messages::default(), &answer.replace("Requested-IP (50), length 4:", "Your-IP"));
        assert_eq!(answer.len(), 1);
        assert!(answer[0].said.is_empty() && answer[0].ip.is_some(), "{answer:?}");
    }

    #[test]
    fn a_message_cut_anywhere_tells_no_other_thing() {
        for end in 0..=TCPDUMP.len() {
            for found in read(Messages::default(), &TCPDUMP[..end]) {
                let class = found.said_of("dhcp.vendor_class").unwrap_or("Sample");
                assert!("Sample".starts_with(class), "{end}: {class}");
            }
        }
    }
}
