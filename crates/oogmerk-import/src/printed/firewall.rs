//! What a firewall of FortiOS lists of the devices behind it: `diagnose user device list`.
//!
//! Source: Fortinet, "FortiOS CLI reference", `diagnose user device list`. What it takes a device for (`type`, `os`) is
//! its guess and not kept, nor are its users.

use super::device::Found;
use super::grammar::Grammar;
use super::line::{address_in, any_mac};
use crate::pasted::BareLine;

/// The device that is being listed.
#[derive(Default)]
pub(super) struct Users {
    open: Option<Found>,
}

impl Grammar for Users {
    fn take(&mut self, line: &BareLine<'_>, done: &mut Vec<Found>) -> bool {
        let text = line.text.trim();
        let words: Vec<&str> = text.split_whitespace().take(8).collect();
        if let ["vd", domain, mac, ..] = words.as_slice()
            && domain.contains('/')
            && let Some(mac) = any_mac(mac)
        {
            self.end(done);
            self.open = Some(Found { mac: Some(mac), is_on_link: true, ..Found::new("arp", line) });
            return true;
        }
        let Some(found) = &mut self.open else { return false };
        if line.is_typed || !line.text.starts_with([' ', '\t']) {
            self.end(done);
            return false;
        }
        let quoted = text.split('\'').nth(1).unwrap_or_default();
        match words.as_slice() {
            ["ip", ip, ..] => found.ip = found.ip.or_else(|| address_in(ip)),
            ["hardware", "vendor", ..] => found.say("import.vendor", quoted, line),
            ["host", ..] if text.contains("src dhcp") => found.say("dhcp.hostname", quoted, line),
            ["host", ..] => found.say("import.host_name", quoted, line),
            ["vendor-class", ..] => found.say("dhcp.vendor_class", quoted, line),
            _ => {}
        }
        true
    }

    fn end(&mut self, done: &mut Vec<Found>) {
        done.extend(self.open.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printed::grammar::found_in as read;

    #[test]
    fn devices_are_read_with_what_they_said_and_not_with_what_was_guessed() {
        let found = read(
            Users::default(),
            "FGT # diagnose user device list\nvd root/0  00:40:8c:9d:31:e8  gen 41  req OUA/34\n  created 1s  gen 12\n  ip 10.0.0.7  src arp\n  \
             hardware vendor 'V'  src mac  id 0\n  type 'IP Camera'  src http\n  host 'cam'  src dhcp\n  user 'geheim'\n  vendor-class 'C 1'  src dhcp\n\
             vd root/0  00:40:8c:9d:31:e9  gen 44\n  ip 10.0.0.8  src arp\nvd of something else\n",
        );
        assert_eq!(found.len(), 2);
        let fields = ["import.vendor", "dhcp.hostname", "dhcp.vendor_class"];
        assert!(fields.iter().all(|field| found[0].has(field)) && found[0].said.len() == 3);
        assert_eq!(found[1].ip.map(|ip| ip.to_string()).as_deref(), Some("10.0.0.8"));
    }
}
