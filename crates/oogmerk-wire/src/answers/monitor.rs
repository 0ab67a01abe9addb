//! What monitors keep of an answer: beside the name of a check stands its last message, and that of a check of the
//! system's description is the device's own sentence, with the state of the check before it (`SNMP OK - "Maker XC-100"`).
//!
//! Sources: Nagios Core, "Status file" (`servicestatus`, `plugin_output`); Icinga 2, "REST API" (`last_check_result`);
//! PRTG, "HTTP API" (`sensor`, `message`); Zabbix, "API, item object" (`key_`, `lastvalue`).

use super::bag::Bag;
use super::from_table::Row;
use super::keys::{fold, last};
use std::collections::HashMap;
use std::net::IpAddr;

/// Keys of a last message.
const MESSAGES: [&str; 8] = [
    "message",
    "output",
    "pluginoutput",
    "statusinformation",
    "lastvalue",
    "lastmessage",
    "lastmsg",
    "messageraw",
];

/// What the check of a description is called, folded.
const OF_DESCRIPTION: [&str; 9] = [
    "sysdescr",
    "1.3.6.1.2.1.1.1.0",
    "systeminfo",
    "systembeschreibung",
    "systemdescription",
    "descriptionsyst",
    "systeembeschrijving",
    "snmpfirmware",
    "snmpdescr",
];

/// The longest message that is a description, and the longest name of a check that is looked at.
const MESSAGE_MAX: usize = 255;
const NAME_MAX: usize = 200;
/// Blocks of one file.
const BLOCKS_MAX: usize = 200_000;

/// The description that a record of one check holds.
pub(super) fn description(bag: &Bag) -> Option<&str> {
    let is_message = |key: &str| MESSAGES.contains(&last(&fold(key)));
    let message = bag.pairs.iter().find(|pair| is_message(&pair.key))?;
    let names = bag.pairs.iter().filter(|pair| pair.value.len() <= NAME_MAX && !is_message(&pair.key));
    let is_of_description =
        names.map(|pair| fold(&pair.value)).any(|name| OF_DESCRIPTION.iter().any(|word| name.contains(word)));
    is_of_description.then(|| without_state(&message.value)).flatten()
}

/// A message without the state of its check: what stands between quotation marks, else behind the dash.
fn without_state(message: &str) -> Option<&str> {
    let message = message.trim();
    let quoted = message.split_once('"').and_then(|(_, rest)| Some(rest.rsplit_once('"')?.0));
    let states = message.split_whitespace().take(3).any(|word| word == "OK" || word == "OK:");
    let behind = || message.split_once(" - ").map(|(_, said)| said);
    let said = if states { quoted.or_else(behind)? } else { quoted.unwrap_or(message) };
    let said = said.trim_matches(['"', ' ']);
    let is_words = said.len() >= 6 && said.len() <= MESSAGE_MAX && said.contains(char::is_alphabetic);
    is_words.then_some(said)
}

/// One row a host of a file of blocks (`servicestatus {` … `}`): its address, from whichever check names it, the
/// description, and what other checks were answered. `None` where the text is no such file.
pub(super) fn hosts(text: &str) -> Option<Vec<Row>> {
    memchr::memmem::find(text.as_bytes(), b"status {")?;
    let mut hosts: Vec<Row> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for block in blocks(text).take(BLOCKS_MAX) {
        let of = |key: &str| block.pairs.iter().find(|pair| pair.key == key).map(|pair| pair.value.as_str());
        let Some(name) = of("host_name") else { continue };
        let next = hosts.len();
        let at = *places.entry(name.to_owned()).or_insert(next);
        if at == next {
            hosts.push(Row { bag: Bag { name: "row".to_owned(), ..Bag::default() }, cells: Vec::new() });
        }
        let host = &mut hosts[at];
        let named = [of("address"), of("host_name"), of("check_command")];
        if let Some(ip) = named.into_iter().flatten().find_map(asked).filter(|_| host.bag.ip().is_none()) {
            host.bag.put("ip", &ip.to_string());
        }
        if let Some(said) = description(&block) {
            host.bag.put("sysDescr", said);
        } else if let Some(said) = of("plugin_output").and_then(head_in) {
            host.cells.push(said);
        }
    }
    (!hosts.is_empty()).then_some(hosts)
}

fn blocks(text: &str) -> impl Iterator<Item = Bag> + '_ {
    let mut lines = text.lines();
    std::iter::from_fn(move || {
        lines.by_ref().find(|line| line.trim_end().ends_with("status {"))?;
        let mut block = Bag::default();
        for line in lines.by_ref().take_while(|line| line.trim() != "}") {
            if let Some((key, value)) = line.trim().split_once('=') {
                block.put(key, value);
            }
        }
        Some(block)
    })
}

/// The address in a command of a check (`check_rtsp!10.0.0.7`).
fn asked(command: &str) -> Option<IpAddr> {
    command.split(['!', ' ']).find_map(super::keys::address)
}

/// The head of an answer that a check prints on one line, with bars or `\n` between its lines.
fn head_in(message: &str) -> Option<String> {
    let start = ["RTSP/1.", "HTTP/1."].iter().find_map(|begin| message.find(begin))?;
    Some(message[start..].trim_end_matches(']').replace('|', "\n").replace("\\n", "\n"))
}
