//! What MikroTik's RouterOS prints of neighbours, leases and addresses: `print detail`, `print terse` and `export` as
//! `key=value`, and the tables of plain `print`.
//!
//! Source: MikroTik's documentation, "Neighbor discovery", "DHCP Server" and "IP/ARP". Comments are people's and not
//! kept.

use super::device::Found;
use super::grammar::Grammar;
use super::line::{address_in, any_mac};
use super::pattern::words_of;
use crate::pasted::BareLine;

#[derive(Default)]
pub(super) struct Prints {
    open: Option<Found>,
    /// What the columns of a table are called, where its heading was seen.
    columns: Vec<String>,
}

impl Grammar for Prints {
    fn take(&mut self, line: &BareLine<'_>, done: &mut Vec<Found>) -> bool {
        if line.is_typed {
            self.end(done);
            self.columns.clear();
            return false;
        }
        let words = words_of(line.text);
        if self.heading(&words) {
            self.end(done);
            return true;
        }
        let pairs = pairs(line.text);
        if pairs.is_empty() {
            self.end(done);
            return self.row(line, &words, done);
        }
        let is_first = begins_record(&words);
        let is_ours = pairs.iter().any(|(key, _)| matches!(*key, "mac-address" | "active-mac-address"));
        if is_first {
            self.end(done);
        }
        if self.open.is_none()
            && !(is_first && (is_ours || words.iter().any(|w| w.starts_with("interface="))))
        {
            return false;
        }
        let found = self.open.get_or_insert_with(|| Found::new("mndp", line));
        say(found, &pairs, line);
        true
    }

    fn end(&mut self, done: &mut Vec<Found>) {
        let Some(mut found) = self.open.take().filter(|found| found.mac.is_some()) else { return };
        // A record may be wrapped: what was heard by LLDP is known at its end.
        if found.has("lldp.system_description") {
            for said in found.said.iter_mut().filter(|said| said.field == "import.host_name") {
                said.field = "lldp.system_name";
            }
        }
        done.push(found);
    }
}

impl Prints {
    /// `#   ADDRESS   MAC-ADDRESS   INTERFACE`.
    fn heading(&mut self, words: &[&str]) -> bool {
        let is_one = words.first() == Some(&"#") && words.contains(&"MAC-ADDRESS");
        if is_one {
            self.columns = words[1..].iter().map(|word| (*word).to_owned()).collect();
        }
        is_one
    }

    /// A row under a heading: a number, flags, and the cells, of which the first ones are always filled.
    fn row(&mut self, line: &BareLine<'_>, words: &[&str], done: &mut Vec<Found>) -> bool {
        if self.columns.is_empty() || !begins_record(words) {
            return false;
        }
        let Some(at) = words.iter().position(|word| any_mac(word).is_some()) else { return false };
        let Some(column) = self.columns.iter().position(|name| name == "MAC-ADDRESS") else { return false };
        let mut found = Found { mac: any_mac(words[at]), is_on_link: true, ..Found::new("arp", line) };
        found.ip = words.iter().find_map(|word| address_in(word));
        for (name, word) in self.columns[column + 1..].iter().zip(&words[at + 1..]) {
            match name.as_str() {
                "HOST-NAME" => found.say("dhcp.hostname", word, line),
                "IDENTITY" => found.say("import.host_name", word, line),
                _ => break,
            }
        }
        done.push(found);
        true
    }
}

/// Whether a line begins a record: its number, or `add` in an export.
fn begins_record(words: &[&str]) -> bool {
    words
        .first()
        .is_some_and(|word| *word == "add" || word.parse::<u32>().is_ok() || word.starts_with("interface="))
}

/// `key=value`, `key="value with blanks"`.
fn pairs(text: &str) -> Vec<(&str, &str)> {
    let (mut found, mut rest) = (Vec::new(), text);
    while let Some(sign) = rest.find('=') {
        let key = rest[..sign].rsplit([' ', '\t']).next().unwrap_or_default();
        let behind = &rest[sign + 1..];
        let (value, next) = match behind.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => unquoted(behind),
        };
        let is_key =
            !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if is_key && found.len() < 64 {
            found.push((key, value));
        }
        rest = next;
    }
    found
}

/// A value without quotes and what follows it: `print terse` leaves them out, so it ends where the next key begins.
fn unquoted(behind: &str) -> (&str, &str) {
    let is_key = |key: &str| {
        key.starts_with(|c: char| c.is_ascii_lowercase())
            && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let next = behind.match_indices('=').take(4).find_map(|(sign, _)| {
        let blank = behind[..sign].rfind(' ')?;
        is_key(&behind[blank + 1..sign]).then_some(blank)
    });
    match next {
        Some(blank) => (behind[..blank].trim_end(), &behind[blank + 1..]),
        None if behind.contains('=') => behind.split_once(' ').unwrap_or((behind, "")),
        None => (behind.trim_end(), ""),
    }
}

fn say(found: &mut Found, pairs: &[(&str, &str)], line: &BareLine<'_>) {
    let said = |key: &str| pairs.iter().find(|(k, _)| *k == key).map(|(_, value)| *value);
    let heard = |protocol: &str| said("discovered-by").is_some_and(|by| by.split(',').any(|p| p == protocol));
    found.mac = found.mac.or_else(|| said("active-mac-address").or(said("mac-address")).and_then(any_mac));
    let address =
        ["active-address", "address", "address4"].iter().find_map(|key| said(key).and_then(address_in));
    found.ip = found.ip.or(address);
    let (is_lldp, is_cdp) = (heard("lldp"), heard("cdp"));
    let put = |found: &mut Found, field: &'static str, key: &str| {
        if let Some(value) = said(key) {
            found.say(field, value, line);
        }
    };
    put(found, "dhcp.hostname", "host-name");
    put(found, "dhcp.vendor_class", "class-id");
    put(found, "dhcp.vendor_class", "vendor-class-id");
    put(found, "lldp.system_description", "system-description");
    put(found, if is_lldp { "lldp.system_name" } else { "import.host_name" }, "identity");
    put(found, "mndp.board", "board");
    // Who was heard by another protocol only did not write these.
    if !is_lldp && !is_cdp {
        put(found, "mndp.platform", "platform");
        put(found, "mndp.version", "version");
    }
    if is_lldp && !is_cdp && !heard("mndp") {
        described(found, said, line);
    }
    if is_cdp {
        put(found, "cdp.platform", "platform");
        put(found, "cdp.version", "version");
        put(found, "cdp.port", "interface-name");
    }
}

/// Platform and version of who was heard by LLDP only, where both stand in the description that he sent: the router
/// took them from it.
fn described<'p>(found: &mut Found, said: impl Fn(&str) -> Option<&'p str>, line: &BareLine<'_>) {
    let bare = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let sent = bare(said("system-description").unwrap_or_default());
    let (Some(platform), Some(version)) = (said("platform"), said("version")) else { return };
    let is_sent = |text: &str| text.len() >= 3 && sent.contains(&bare(text));
    if is_sent(platform) && is_sent(version) {
        found.say("lldp.model", platform, line);
        found.say("lldp.firmware", version, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pasted::bare_lines;

    fn read(text: &str) -> Vec<Found> {
        let (mut prints, mut done) = (Prints::default(), Vec::new());
        for line in bare_lines(text) {
            prints.take(&line, &mut done);
        }
        prints.end(&mut done);
        done
    }

    #[test]
    fn neighbours_are_read_over_the_lines_they_are_wrapped_on() {
        let found = read(
            " 0 interface=ether3,bridge address=10.0.0.5 mac-address=00:40:8C:9D:31:E8\n   identity=\"C 1\" platform=\"\"\n   \
             system-description=\"Maker C 1 1.2\" discovered-by=lldp \n\n \
             1 interface=ether1 address=10.0.0.1 mac-address=00:40:8C:9D:31:E9 identity=\"MT\" platform=\"MikroTik\" version=\"6.48\" discovered-by=cdp,mndp\n",
        );
        assert_eq!(found.len(), 2);
        assert!(found[0].has("lldp.system_description"));
        assert!(found[1].has("cdp.platform") && found[1].has("import.host_name"));
        let found = read(
            " 0 interface=e4 address=10.0.0.5 mac-address=00:40:8C:9D:31:E8 identity=\"C\" \n   platform=\"C 1\" version=\"1.2\" board=\"C 1\" \n",
        );
        assert!(["mndp.platform", "mndp.version", "mndp.board"].iter().all(|field| found[0].has(field)));
    }

    #[test]
    fn values_without_quotes_end_where_the_next_key_begins() {
        let found = read(
            " 0 interface=bridge address=10.0.0.5 mac-address=00:40:8C:9D:31:E8 identity=C G4 Hall platform=C unpack=none discovered-by=lldp system-description=Maker C G4 Hall\n",
        );
        assert_eq!(found[0].said_of("lldp.system_name"), Some("C G4 Hall"));
        assert_eq!(found[0].said_of("lldp.system_description"), Some("Maker C G4 Hall"));
    }

    #[test]
    fn what_a_router_took_from_a_description_is_the_neighbours_word() {
        let said = |description: &str| {
            read(&format!(
                " 0 interface=e1 address=10.0.0.5 mac-address=00:40:8C:9D:31:E8 platform=\"XC G1\" version=\"4.3\" system-description=\"{description}\" discovered-by=lldp\n"
            ))
        };
        let found = said("XC-G1,4.3");
        assert!(found[0].has("lldp.model") && found[0].has("lldp.firmware"));
        let found = said("something else");
        assert!(!found[0].has("lldp.model") && !found[0].has("mndp.platform"));
    }

    #[test]
    fn tables_and_exports_are_read() {
        let table = " #    ADDRESS         MAC-ADDRESS       HOST-NAME  SERVER\n 0 D  10.0.0.5        00:40:8C:9D:31:E8 cam        s1\n";
        let found = read(table);
        assert_eq!(found.len(), 1);
        assert!(found[0].has("dhcp.hostname"));
        let export =
            "add address=10.0.0.5 client-id=1:0:40:8c:9d:31:e8 mac-address=00:40:8C:9D:31:E8 server=s1\n";
        assert_eq!(read(export).len(), 1);
        assert_eq!(read("a=b c=d\nmac-address=00:40:8C:9D:31:E8\n").len(), 0);
    }
}
