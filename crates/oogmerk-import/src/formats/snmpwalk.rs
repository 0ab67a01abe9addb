//! What `snmpwalk`, `snmpbulkwalk` and `snmpget` print, one object a line, of one host or of many; read by the codec
//! `snmp`.
//!
//! A host is named by the command that was typed, by the command that LibreNMS prints while it discovers, by a heading
//! over a walk, or in front of every line; a second `sysDescr.0` without a name between is another host. The community
//! in a command is a secret and not kept. Source: net-snmp's manual pages snmpwalk and snmpcmd (output options).

use crate::head::Head;
use crate::pasted::{BareLine, bare_lines};
use crate::printed::{Text, address_in, command, heading};
use crate::reading::{How, Reading};
use crate::row::Row;
use oogmerk_bytes::runs::Runs;
use oogmerk_model::{Field, Observation, Subject};
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;

pub(crate) const ROW: Row = Row::new("snmpwalk", looks_like, read);

/// How many first lines may go before the first object.
const LINES_MAX: usize = 400;

fn looks_like(head: &Head<'_>) -> bool {
    head.lines().is_some_and(|opening| {
        bare_lines(opening.text)
            .take(LINES_MAX)
            .any(|line| !line.is_typed && is_walk(behind_host(line.text).1))
    })
}

/// Whether a line is an object with its value, and nothing that only resembles one.
fn is_walk(line: &str) -> bool {
    let line = line.trim_start();
    let name = line.split_whitespace().next().unwrap_or_default();
    let named = name.split_once("::").is_some_and(|(module, object)| {
        (module.ends_with("-MIB") || module.ends_with("-SMI"))
            && object.starts_with(|c: char| c.is_ascii_alphabetic())
    });
    let is_path = name.starts_with(".iso.org.dod.internet.");
    let number = name.trim_start_matches('.').replacen("iso", "1", usize::from(name.contains("iso.")));
    let is_number = is_oid(&number) && number.starts_with("1.") && number.matches('.').count() >= 6;
    let rest = line[name.len()..].trim_start();
    (named || is_path || is_number) && !rest.is_empty() && !rest.starts_with('|')
        || is_system(name) && rest.starts_with('=')
}

/// The objects of the system group by their bare names (`-Os`).
fn is_system(name: &str) -> bool {
    name.strip_suffix(".0").is_some_and(|n| matches!(n, "sysDescr" | "sysObjectID" | "sysName"))
}

/// Numbers with dots between, at least two of them.
pub(crate) fn is_oid(text: &str) -> bool {
    let text = text.trim().trim_start_matches('.');
    text.contains('.') && text.split('.').all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()))
}

/// `10.0.0.1: object`: the address that a loop printed in front, and what follows.
fn behind_host(line: &str) -> (Option<IpAddr>, &str) {
    let word = line.split_whitespace().next().unwrap_or_default();
    match word.trim_end_matches(':').parse() {
        Ok(ip) => (Some(ip), line[word.len()..].trim_start()),
        Err(_) => (None, line),
    }
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let Some(text) = Text::of(input, reading) else { return };
    let mut walks = Walks { text: &text, reading, walk: Walk::default(), nameless: 0 };
    for line in bare_lines(&text.whole) {
        walks.line(&line);
    }
    walks.end(Walk::default());
}

/// Who answers a walk, as far as somebody says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Host {
    #[default]
    Unsaid,
    Ip(IpAddr),
    Name(String),
}

/// The objects of one host, as bytes for the codec, and where they stand in the input.
#[derive(Default)]
struct Walk {
    host: Host,
    /// Where the host is named, or the first object stands.
    place: Option<(u64, usize)>,
    objects: String,
    runs: Runs,
    /// The object `sysDescr.0` as printed: another one is another agent's, the same one was asked for twice.
    description: String,
}

struct Walks<'w, 'r> {
    text: &'w Text,
    reading: &'w mut Reading<'r>,
    walk: Walk,
    nameless: usize,
}

impl Walks<'_, '_> {
    fn line(&mut self, line: &BareLine<'_>) {
        let place = Some((line.number, line.offset));
        if let Some(arguments) = snmp_command(line.text) {
            return self.end(Walk { host: host_of(arguments), place, ..Walk::default() });
        }
        if line.is_typed {
            return self.end(Walk::default());
        }
        if let Some(ip) = heading(line.text) {
            return self.end(Walk { host: Host::Ip(ip), place, ..Walk::default() });
        }
        let (ip, object) = behind_host(line.text);
        let is_object = is_walk(object);
        if let Some(ip) = ip.filter(|_| is_object)
            && self.walk.host != Host::Ip(ip)
        {
            self.end(Walk { host: Host::Ip(ip), place, ..Walk::default() });
        }
        let is_description = is_object && is_description(object);
        if is_description && self.walk.host == Host::Unsaid && self.walk.description != object {
            if !self.walk.description.is_empty() {
                self.end(Walk::default());
            }
            object.clone_into(&mut self.walk.description);
        }
        let object = if is_object { object } else { line.text };
        self.walk.place = self.walk.place.or(place);
        let offset = line.offset + (line.text.len() - object.len());
        self.walk.runs.add(self.walk.objects.len(), offset, object.len() + 1);
        self.walk.objects.push_str(object);
        self.walk.objects.push('\n');
    }

    /// Hands over the walk that ended; the next one begins.
    fn end(&mut self, next: Walk) {
        let walk = std::mem::replace(&mut self.walk, next);
        // Words between two walks are none.
        if !walk.objects.lines().any(is_walk) {
            return;
        }
        let Some(Ok(clues)) = oogmerk_wire::codec::read("snmp", walk.objects.as_bytes()) else { return };
        let (line, offset) = walk.place.unwrap_or((1, 0));
        let observation = Arc::new(self.observation(&walk, line));
        self.reading.outcome.records += 1;
        let place = self.text.place(offset);
        match &walk.host {
            Host::Ip(ip) => {
                let field = Field::of("import.ip");
                self.reading.put(&observation, field, ip.to_string(), How::Decoded, place);
            }
            Host::Name(name) => {
                let field = Field::of("import.host_name");
                self.reading.put(&observation, field, name, How::Decoded, place);
            }
            Host::Unsaid => {}
        }
        let mut clues = walk.runs.place(clues, &(offset..offset));
        if !self.text.is_exact {
            clues.0.iter_mut().for_each(|clue| clue.decoded = true);
        }
        self.reading.put_clues(&observation, clues, Some(self.text.base));
    }

    fn observation(&mut self, walk: &Walk, line: u64) -> Observation {
        let subject = match &walk.host {
            Host::Ip(ip) => Subject::ip(*ip),
            Host::Name(name) => Subject::named(name),
            Host::Unsaid => {
                self.nameless += 1;
                let number = self.nameless;
                if number == 1 { Subject::named("doc") } else { Subject::named(&format!("doc#{number}")) }
            }
        };
        self.reading.observation(subject, "snmp", Some(line), walk.objects.as_bytes())
    }
}

/// Whether an object is `sysDescr.0`.
fn is_description(object: &str) -> bool {
    let name = object.split_whitespace().next().unwrap_or_default();
    name.ends_with("sysDescr.0")
        || matches!(name.trim_start_matches('.'), "1.3.6.1.2.1.1.1.0" | "iso.3.6.1.2.1.1.1.0")
}

/// What stands behind the name of one of net-snmp's tools, in a command that was typed or that LibreNMS prints.
fn snmp_command(line: &str) -> Option<&str> {
    const TOOLS: [&str; 6] =
        ["snmpbulkwalk", "snmpwalk", "snmpbulkget", "snmpgetnext", "snmpget", "snmptable"];
    command(line, &TOOLS).filter(|arguments| arguments.contains('-'))
}

/// The agent that a command asks: the first argument that is neither an option nor its value.
fn host_of(arguments: &str) -> Host {
    let mut words = arguments.split_whitespace().map(|w| w.trim_matches(['\'', '"', ']', '[', ',']));
    while let Some(word) = words.next() {
        if let Some(option) = word.strip_prefix('-') {
            // `-c public` has its value behind it, `-v2c` and `-On` carry it.
            let takes_a_value = option.len() == 1 && "vcualAxXenmMOtrICLEZ".contains(option);
            if takes_a_value {
                words.next();
            }
            continue;
        }
        let agent =
            ["udp6:", "tcp6:", "udp:", "tcp:"].iter().find_map(|t| word.strip_prefix(t)).unwrap_or(word);
        let name = agent.split(['[', ']']).find(|part| !part.is_empty()).unwrap_or_default();
        if let Some(ip) = address_in(name) {
            return Host::Ip(ip);
        }
        let name = name.split(':').next().unwrap_or_default();
        let is_name = name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.len() <= 255;
        return if is_name { Host::Name(name.to_owned()) } else { Host::Unsaid };
    }
    Host::Unsaid
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_agent_of_a_command_is_found_behind_its_options() {
        let ip = |text: &str| Host::Ip(text.parse().expect("an address"));
        for (line, want) in [
            ("snmpwalk -v2c -c geheim -On 10.9.3.17 .1.3.6.1.4.1.39165", ip("10.9.3.17")),
            ("sudo snmpwalk -v 2c -c geheim cam-7.example system", Host::Name("cam-7.example".into())),
            ("/usr/bin/snmpget -v2c -c X -OUQnt -M /opt/mibs udp:10.0.0.7:161 .1.3", ip("10.0.0.7")),
            ("SNMP['/usr/bin/snmpget' '-v2c' '-c' 'X' '-OQ' 'udp:cam:161' 'a']", Host::Name("cam".into())),
            ("snmpbulkwalk -v3 -u who -l authPriv -A x -X y udp6:[fe80::1]:161 system", ip("fe80::1")),
        ] {
            assert_eq!(snmp_command(line).map(host_of), Some(want), "{line}");
        }
        assert_eq!(snmp_command("here is the snmpwalk you asked for"), None);
    }

    #[test]
    fn a_walk_is_known_by_its_objects() {
        for line in [
            ".1.3.6.1.2.1.1.1.0 = STRING: x",
            "iso.3.6.1.2.1.1.1.0 = STRING: \"x\"",
            "SNMPv2-MIB::sysDescr.0 = x",
            ".1.3.6.1.2.1.1.1.0 x",
            ".iso.org.dod.internet.mgmt.mib-2.system.sysDescr.0 = STRING: x",
            "sysDescr.0 = x",
        ] {
            assert!(is_walk(line), "{line}");
        }
        for line in ["10.0.0.1 = x", "1.2.3 = 4", "a.b = c", "std::string = x", "1.3.6.1.2.1.1.1.0|4|x", ""] {
            assert!(!is_walk(line), "{line}");
        }
    }

    #[test]
    fn a_line_that_begins_with_blanks_and_signs_of_several_bytes_is_no_walk() {
        for line in ["  \u{23f1}\u{fe0f}  Batch completed", " \u{e9}", "\u{3000}\u{e9}\u{e9} = x", "   ", ""]
        {
            assert!(!is_walk(line), "{line:?}");
        }
        assert!(is_walk("  .1.3.6.1.2.1.1.1.0 = STRING: x"));
    }
}
