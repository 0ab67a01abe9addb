//! The file in which a monitor keeps what it checked last, one block a check. Source: Nagios Core, "Status file"
//! (`servicestatus`, `plugin_output`).

use super::bag::Bag;
use super::from_table::Row;
use super::message::description;
use std::collections::HashMap;
use std::net::IpAddr;

/// Blocks of one file.
const BLOCKS_MAX: usize = 200_000;

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
        if let Some(said) = description(block.said()) {
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
