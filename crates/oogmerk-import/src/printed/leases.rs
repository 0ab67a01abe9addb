//! Lease files: ISC dhcpd's blocks in braces, Kea's CSV.
//!
//! Sources: the manual page dhcpd.leases(5) and dhcpd.conf(5) (host declarations); the Kea administrator's reference,
//! "Memfile", and the names of its columns; Kea's classes `VENDOR_CLASS_…` hold the client's option 60.

use super::device::{Found, Text};
use super::grammar::Grammar;
use super::line::any_mac;
use crate::pasted::BareLine;
use crate::reading::Reading;
use oogmerk_bytes::json;

/// ISC dhcpd.
#[derive(Default)]
pub(super) struct Dhcpd {
    /// The block that is open, and over how many lines.
    open: Option<(Found, usize)>,
}

/// Most lines of a block: one that is not closed must not hide the rest.
const BLOCK_LINES_MAX: usize = 100;

impl Grammar for Dhcpd {
    fn take(&mut self, line: &BareLine<'_>, done: &mut Vec<Found>) -> bool {
        let text = line.text.trim_start();
        let mut rest = text;
        if let Some((found, inside)) = begin(text, line) {
            self.end(done);
            self.open = Some((found, 0));
            rest = inside;
        } else if line.is_typed || self.open.as_ref().is_none_or(|(_, lines)| *lines >= BLOCK_LINES_MAX) {
            self.end(done);
            return false;
        }
        for statement in statements(rest) {
            if statement.starts_with('}') {
                self.end(done);
                return true;
            }
            if let Some((found, _)) = &mut self.open {
                say(found, statement, line);
            }
        }
        if let Some((_, lines)) = &mut self.open {
            *lines += 1;
        }
        true
    }

    fn end(&mut self, done: &mut Vec<Found>) {
        done.extend(self.open.take().map(|(found, _)| found).filter(|found| found.mac.is_some()));
    }
}

/// `lease 10.0.0.5 {` or `host name {`, and what follows on the line.
fn begin<'l>(text: &'l str, line: &BareLine<'_>) -> Option<(Found, &'l str)> {
    let (head, inside) = text.split_once('{')?;
    let mut words = head.split_whitespace();
    let mut found = Found { is_on_link: true, ..Found::new("dhcp", line) };
    match (words.next()?, words.next()?, words.next()) {
        ("lease", address, None) => found.ip = Some(address.parse().ok()?),
        ("host", name, None) => found.say("import.host_name", name, line),
        _ => return None,
    }
    Some((found, inside))
}

/// Statements of a line: a `;` or `}` in quotes ends none, a remark ends all.
fn statements(text: &str) -> Vec<&str> {
    let (mut found, mut start, mut is_quoted, mut is_escaped) = (Vec::new(), 0, false, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' if !is_escaped => is_quoted = !is_quoted,
            '#' if !is_quoted => return found,
            ';' | '}' if !is_quoted => {
                found.push(text[start..at].trim());
                if c == '}' {
                    found.push("}");
                }
                start = at + 1;
            }
            _ => {}
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    found
}

fn say(found: &mut Found, statement: &str, line: &BareLine<'_>) {
    if let Some(mac) = statement.strip_prefix("hardware ethernet ") {
        found.mac = any_mac(mac);
    } else if let Some(address) = statement.strip_prefix("fixed-address ") {
        found.ip = address.split(',').next().and_then(|a| a.trim().parse().ok());
        // What is written down for it is no address that was seen.
        found.is_on_link = false;
    }
    let field = STRINGS.iter().find(|(start, _)| statement.starts_with(start)).map(|(_, field)| *field);
    // A variable in which the owner's configuration keeps what the client sent: its name is his.
    let name = statement.strip_prefix("set ").and_then(|rest| rest.split('=').next());
    let field = field.or_else(|| name?.contains("vendor").then_some("dhcp.vendor_class"));
    if let (Some(field), Some((_, value))) = (field, statement.split_once('"')) {
        found.say(field, value.trim_end_matches('"'), line);
    }
}

/// Statements whose value is a text.
const STRINGS: [(&str, &str); 4] = [
    ("client-hostname", "dhcp.hostname"),
    ("option host-name", "import.host_name"),
    ("vendor-class-identifier", "dhcp.vendor_class"),
    ("option vendor-class-identifier", "dhcp.vendor_class"),
];

/// Kea's lease files, for IPv4 and IPv6.
#[derive(Default)]
pub(super) struct Kea {
    columns: Vec<String>,
}

impl Grammar for Kea {
    fn take(&mut self, line: &BareLine<'_>, done: &mut Vec<Found>) -> bool {
        if line.text.starts_with("address,") && line.text.contains(",valid_lifetime,") {
            self.columns = line.text.split(',').map(str::to_owned).collect();
            return true;
        }
        if self.columns.is_empty() {
            return false;
        }
        let cells = cells(line.text);
        let cell = |name: &str| {
            let at = self.columns.iter().position(|column| column == name)?;
            cells.get(at).copied()
        };
        let Some(ip) = cell("address").and_then(|a| a.parse().ok()) else {
            // Another table begins.
            self.columns.clear();
            return false;
        };
        let mac = cell("hwaddr").and_then(any_mac);
        let mut found = Found { ip: Some(ip), mac, is_on_link: true, ..Found::new("dhcp", line) };
        if let Some(name) = cell("hostname") {
            found.say("dhcp.hostname", name, line);
        }
        if let Some(class) = cell("user_context").and_then(class_of_context) {
            found.say_decoded("dhcp.vendor_class", class.into(), line);
        }
        // An address that was declined is nobody's: its MAC is zeroes.
        if found.mac.is_some_and(|mac| mac.0 != [0; 6]) {
            done.push(found);
        }
        true
    }

    fn end(&mut self, _: &mut Vec<Found>) {}
}

/// The cells of a line; commas in quotes part none.
fn cells(text: &str) -> Vec<&str> {
    let (mut found, mut start, mut is_quoted) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => {
                found.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&text[start..]);
    found
}

/// The vendor class in the classes that Kea keeps with a lease, where commas are escaped.
pub(in crate::printed) fn vendor_class(context: &str) -> Option<String> {
    let class = context.split_once("VENDOR_CLASS_")?.1.split(['"', '\\']).next()?;
    let plain = class.replace("&#x2c;", ",").replace("&#x2c", ",");
    (!plain.trim().is_empty()).then_some(plain)
}

/// The vendor class in the context of a lease in Kea's CSV, as a class or under a key of its own: its quotes are doubled
/// there.
fn class_of_context(context: &str) -> Option<String> {
    vendor_class(context).or_else(|| {
        let mut class = None;
        let plain = context.trim().trim_matches('"').replace("\"\"", "\"").replace("&#x2c", ",");
        // A context that was cut short says what stands before the cut.
        let _ = json::walk(plain.as_bytes(), &mut |leaf| {
            let key = leaf.path.rsplit('.').next().unwrap_or_default();
            if is_class(key) {
                class = leaf.text().map(std::borrow::Cow::into_owned);
            }
        });
        class
    })
}

/// Whether a key names the client's option 60.
fn is_class(key: &str) -> bool {
    matches!(key, "vendor-class" | "vendor-class-identifier" | "vendor_class" | "vendor-class-id")
}

/// A lease or a neighbour whose parts are named by keys, as programs write them.
pub(crate) struct Lease(Found, usize);

impl Lease {
    /// One that begins at a byte of the text.
    pub fn at(offset: usize) -> Self {
        Self(Found { is_on_link: true, ..Found::new("dhcp", &standing_at(1, offset)) }, offset)
    }

    /// Notes a value under its key; other keys are passed over.
    pub fn say(&mut self, key: &str, value: &str) {
        let (found, line) = (&mut self.0, standing_at(1, self.1));
        match key {
            "hw-address" | "lladdr" | "mac" | "hwaddr" => found.mac = any_mac(value),
            "ip-address" | "dst" | "ip" | "address" => found.ip = value.parse().ok(),
            "hostname" | "name" => found.say_decoded("dhcp.hostname", value.into(), &line),
            _ if is_class(key.rsplit('.').next().unwrap_or_default()) => {
                found.say_decoded("dhcp.vendor_class", value.into(), &line);
            }
            _ if key.contains("client-classes") => {
                if let Some(class) = vendor_class(value) {
                    found.say_decoded("dhcp.vendor_class", class.into(), &line);
                }
            }
            _ => {}
        }
    }

    /// Hands it over, where it has a MAC; `line` is that where it begins.
    pub fn put(mut self, line: u64, text: &Text, reading: &mut Reading<'_>) {
        if self.0.mac.is_some_and(|mac| mac.0 != [0; 6]) {
            self.0.line = line;
            self.0.put(text, reading);
        }
    }

    /// Where it begins in the text.
    pub fn offset(&self) -> usize {
        self.1
    }
}

/// A line of which only the place matters.
fn standing_at(number: u64, offset: usize) -> BareLine<'static> {
    BareLine { text: "", before: "", offset, number, is_typed: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printed::grammar::found_in as read;

    #[test]
    fn blocks_of_dhcpd_are_read_on_many_lines_or_one() {
        let found = read(
            Dhcpd::default(),
            "lease 10.0.0.5 {\n  starts epoch 1; # a } remark\n  hardware ethernet 00:40:8c:9d:31:e8;\n  \
             uid \"\\001;}\\\"\";\n  set vendor-class-identifier = \"A;B\";\n  client-hostname \"cam\";\n}\n\
             host hall { hardware ethernet 00:40:8c:9d:31:e9; fixed-address 10.0.0.6; option host-name \"C 1\"; }\n\
             lease 10.0.0.7 {\n}\nif known { x; }\n",
        );
        assert_eq!(found.len(), 2);
        assert!(found[0].has("dhcp.vendor_class") && found[0].has("dhcp.hostname"));
        assert_eq!(found[1].ip.map(|ip| ip.to_string()).as_deref(), Some("10.0.0.6"));
        assert!(found[1].has("import.host_name"));
    }

    #[test]
    fn a_class_of_kea_gives_its_commas_back() {
        let context = "{ \"\"classes\"\": [ \"\"VENDOR_CLASS_AXIS&#x2cCamera&#x2c;P1\"\" ] }";
        assert_eq!(vendor_class(context).as_deref(), Some("AXIS,Camera,P1"));
        assert_eq!(class_of_context("{ \"vendor-class\": \"AXIS P1\" }").as_deref(), Some("AXIS P1"));
        assert_eq!(class_of_context("{ \"vendor-class\": \"AX"), None);
        let found = read(
            Kea::default(),
            "address,hwaddr,client_id,valid_lifetime,expire,hostname,state,user_context\n\
             10.0.0.5,00:40:8c:9d:31:e8,,1,1,cam,0,\"{ \"\"a\"\": [ \"\"VENDOR_CLASS_X\"\", 1 ] }\"\n\
             10.0.0.6,00:00:00:00:00:00,,0,1,,1,\nnot a row\n10.0.0.7,00:40:8c:9d:31:e9,,1,1,,0,\n",
        );
        assert_eq!(found.len(), 1);
        assert!(found[0].has("dhcp.hostname") && found[0].has("dhcp.vendor_class"));
    }

    #[test]
    fn a_class_under_a_key_of_its_own_is_the_leases_own() {
        let rows = "address,hwaddr,client_id,valid_lifetime,expire,hostname,state,user_context,pool_id\n\
             10.0.0.5,00:40:8c:9d:31:e8,,1,1,cam,0,\"{ \"\"ISC\"\": { \"\"a\"\": \"\"0x01\"\" }, \"\"vendor-class\"\": \"\"A,B 1\"\" }\",0\n\
             10.0.0.6,00:40:8c:9d:31:e9,,1,1,cam,0,\"{ \"\"note\"\": \"\"vendor-class\"\" }\",0\n";
        for end in 0..=rows.len() {
            for found in read(Kea::default(), &rows[..end]) {
                let class = found.said_of("dhcp.vendor_class").unwrap_or("A,B 1");
                assert_eq!(class, "A,B 1", "{end}");
                assert!(found.mac.is_some_and(|mac| mac.0[5] == 0xe8) || !found.has("dhcp.vendor_class"));
            }
        }
        let found = read(Kea::default(), rows);
        assert!(found.len() == 2 && found[0].has("dhcp.vendor_class"), "{found:?}");
        let mut lease = Lease::at(0);
        lease.say("user-context.ISC.vendor-class", "A 1");
        assert_eq!(lease.0.said_of("dhcp.vendor_class"), Some("A 1"));
    }
}
