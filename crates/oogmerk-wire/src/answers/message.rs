//! What monitors keep of an answer: beside the name of a check stands its last message, and that of a check of the
//! system's description is the device's own sentence, with the state of the check before it (`SNMP OK - "Maker XC-100"`).
//!
//! Sources: Nagios Core, "Status file" (`servicestatus`, `plugin_output`); Icinga 2, "REST API" (`last_check_result`);
//! PRTG, "HTTP API" (`sensor`, `message`); Zabbix, "API, item object" (`key_`, `lastvalue`).

use super::keys::{fold, last};

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

/// The description that a record of one check holds.
pub(super) fn description<'b>(mut said: impl Iterator<Item = (&'b str, &'b str)> + Clone) -> Option<&'b str> {
    let is_message = |key: &str| MESSAGES.contains(&last(&fold(key)));
    let names = said.clone().filter(|(key, value)| value.len() <= NAME_MAX && !is_message(key));
    let (_, message) = said.find(|(key, _)| is_message(key))?;
    let is_of_description = |name: String| OF_DESCRIPTION.iter().any(|word| name.contains(word));
    names.map(|(_, value)| fold(value)).any(is_of_description).then(|| without_state(message)).flatten()
}

/// A message without the state of its check: what stands between quotation marks, else behind the dash.
pub(super) fn without_state(message: &str) -> Option<&str> {
    let message = message.trim();
    let quoted = message.split_once('"').and_then(|(_, rest)| Some(rest.rsplit_once('"')?.0));
    let states = message.split_whitespace().take(3).any(|word| word == "OK" || word == "OK:");
    let behind = || message.split_once(" - ").map(|(_, said)| said);
    let said = if states { quoted.or_else(behind)? } else { quoted.unwrap_or(message) };
    let said = said.trim_matches(['"', ' ']);
    let is_words = said.len() >= 6 && said.len() <= MESSAGE_MAX && said.contains(char::is_alphabetic);
    is_words.then_some(said)
}
