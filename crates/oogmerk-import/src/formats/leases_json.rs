//! Leases and neighbours as JSON: Kea's answer to `lease4-get-all`, `ip -j neigh`, OpenWrt's `ubus call dhcp
//! ipv4leases`, the leases of Pi-hole and AdGuard Home.
//!
//! A record is an object with a MAC and an address under the keys that these tools use; what follows the document, as
//! when a terminal was saved, is read as the tables it holds. Sources: the Kea administrator's reference, "lease_cmds";
//! the manual page ip-neighbour(8); the API documentation of odhcpd, Pi-hole and AdGuard Home.

use crate::formats::network_tables::answers_between;
use crate::head::Head;
use crate::printed::{self, Lease, Text};
use crate::reading::Reading;
use crate::row::Row;
use oogmerk_bytes::json;
use oogmerk_model::ProblemSeverity;
use std::io::Read;

pub(crate) const ROW: Row = Row::new("leases-json", looks_like, read);

/// Where the MAC of a record stands.
const MACS: [&str; 6] = [
    "[].arguments.leases[].hw-address",
    "arguments.leases[].hw-address",
    "leases[].hwaddr",
    "leases[].mac",
    "static_leases[].mac",
    "[].lladdr",
];

fn looks_like(head: &Head<'_>) -> bool {
    head.json().is_some_and(|keys| {
        let is_ubus = keys.begins_any(&["device."]) && keys.text.contains("\"leases\"");
        keys.has_any(&MACS) || (is_ubus && keys.text.contains("\"mac\""))
    })
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let Some(text) = Text::of(input, reading) else { return };
    let bytes = text.whole.as_bytes();
    let mut leases: Vec<(Vec<usize>, Lease)> = Vec::new();
    let walked = json::walk(bytes, &mut |leaf| {
        let Some((record, key)) = record_of(leaf.path) else { return };
        let Some(value) = leaf.text() else { return };
        let indexes = &leaf.indexes[..record.min(leaf.indexes.len())];
        if leases.last().is_none_or(|(known, _)| known != indexes) {
            leases.push((indexes.to_vec(), Lease::at(leaf.span.start)));
        }
        if let Some((_, lease)) = leases.last_mut() {
            lease.say(key, &value);
        }
    });
    let end = match walked {
        Ok(end) => end,
        Err(stop) => {
            let at = text.base + stop.offset as u64;
            reading.problem(ProblemSeverity::Rest, None, Some(at), stop.reason);
            bytes.len()
        }
    };
    let (mut line, mut counted) = (1, 0);
    for lease in leases.into_iter().map(|(_, lease)| lease) {
        let between = bytes.get(counted..lease.offset()).unwrap_or_default();
        line += memchr::memchr_iter(b'\n', between).count() as u64;
        counted = lease.offset();
        lease.put(line, &text, reading);
    }
    let rest =
        Text { whole: text.whole[end..].to_owned(), base: text.base + end as u64, is_exact: text.is_exact };
    let others = printed::read(&rest, reading);
    answers_between(&rest, others, reading);
}

/// How deep in arrays the record of a value lies, and its key within.
fn record_of(path: &str) -> Option<(usize, &str)> {
    let end = match path.find("leases[].") {
        Some(at) => at + "leases[].".len(),
        None => path.find("[].")? + "[].".len(),
    };
    Some((path[..end].matches("[]").count(), &path[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_of_a_value_is_that_of_its_lease() {
        assert_eq!(record_of("[].arguments.leases[].hostname"), Some((2, "hostname")));
        assert_eq!(record_of("leases[].user-context.ISC.client-classes[]").map(|r| r.0), Some(1));
        assert_eq!(record_of("[].lladdr"), Some((1, "lladdr")));
        assert_eq!(record_of("result"), None);
    }
}
