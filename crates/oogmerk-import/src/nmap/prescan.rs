//! What scripts found before the scan, by asking everybody at once: an output holds many hosts.
//!
//! Each host is given as if its own script had told of it. Source: nsedoc of `broadcast-wsdd-discover` and
//! `broadcast-upnp-info`; the latter puts answers under the group address they were asked at, where the link in an
//! answer says whose it is.

use super::host::{Host, Script};
use std::net::IpAddr;

/// Most hosts of one output.
const HOSTS_MAX: usize = 4096;

/// The hosts that an output tells of.
pub(crate) fn hosts_of(script: &Script) -> Vec<Host> {
    let id = match script.id.as_str() {
        "broadcast-wsdd-discover" => "wsdd-discover",
        "broadcast-upnp-info" => "upnp-info",
        _ => return Vec::new(),
    };
    let mut hosts = Vec::new();
    let mut open = Answer::default();
    for line in script.output.lines() {
        let text = line.trim();
        if let Ok(ip) = text.parse::<IpAddr>() {
            hosts.extend(std::mem::take(&mut open).host(id));
            open.ip = Some(ip).filter(|ip| !ip.is_multicast());
            open.is_shared = open.ip.is_none();
        } else if let Some((key, value)) = text.split_once(':') {
            let begins = open.is_shared && open.keys.iter().any(|known| *known == key);
            if begins && matches!(key, "Server" | "Location") {
                hosts.extend(std::mem::take(&mut open).host(id));
                open.is_shared = true;
            }
            open.take(key, value.trim(), line);
        } else {
            open.line(line);
        }
        if hosts.len() >= HOSTS_MAX {
            return hosts;
        }
    }
    hosts.extend(open.host(id));
    hosts
}

/// One host's part of an output.
#[derive(Default)]
struct Answer<'o> {
    ip: Option<IpAddr>,
    /// It stands under the address of a group.
    is_shared: bool,
    keys: Vec<&'o str>,
    output: String,
}

impl<'o> Answer<'o> {
    fn take(&mut self, key: &'o str, value: &str, line: &str) {
        if matches!(key, "Location" | "Address") && self.ip.is_none() {
            self.ip = crate::printed::address_of_url(value);
        }
        if self.keys.len() < 64 {
            self.keys.push(key);
        }
        self.line(line);
    }

    fn line(&mut self, line: &str) {
        self.output.push_str(line);
        self.output.push('\n');
    }

    fn host(self, id: &str) -> Option<Host> {
        let script = Script { id: id.to_owned(), output: self.output };
        let ip = self.ip.filter(|_| !script.output.trim().is_empty())?;
        Some(Host { addresses: vec![ip], scripts: vec![script], ..Host::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(id: &str, output: &str, want: &[(&str, &str)]) {
        let script = Script { id: id.to_owned(), output: output.to_owned() };
        let hosts = hosts_of(&script);
        let seen: Vec<(String, &str)> = hosts
            .iter()
            .map(|host| (host.addresses[0].to_string(), host.scripts[0].output.as_str()))
            .collect();
        assert_eq!(seen.len(), want.len(), "{output}: {seen:?}");
        for ((ip, output), (wanted, word)) in seen.iter().zip(want) {
            assert!(ip == wanted && output.contains(word), "{ip} {output}");
        }
        // Cut anywhere, nobody gets another's words.
        for end in 0..=output.len() {
            for host in hosts_of(&Script { id: id.to_owned(), output: output[..end].to_owned() }) {
                let ip = host.addresses[0].to_string();
                let others = want.iter().filter(|(wanted, _)| *wanted != ip && !wanted.starts_with(&ip));
                for (_, word) in others {
                    assert!(!host.scripts[0].output.contains(word), "{end}: {ip} {word}");
                }
            }
        }
    }

    #[test]
    fn each_host_of_an_output_has_its_own_words() {
        check(
            "broadcast-wsdd-discover",
            "\n  Devices\n    10.0.0.4\n      Address: http://10.0.0.4/a\n      Type: Device one\n    10.0.0.5\n      Type: two\n",
            &[("10.0.0.4", "one"), ("10.0.0.5", "two")],
        );
        check(
            "broadcast-upnp-info",
            "\n  239.255.255.250\n      Server: first\n      Location: http://10.0.0.4:80/d\n        Name: one\n      \
             Server: second\n      Location: http://10.0.0.5/d\n        Name: two\n  10.0.0.6\n      Server: third\n",
            &[("10.0.0.4", "one"), ("10.0.0.5", "two"), ("10.0.0.6", "third")],
        );
        check("broadcast-upnp-info", "\n  239.255.255.250\n      Server: nobody's\n", &[]);
        check("broadcast-listener", "\n  10.0.0.4\n    Name: x\n", &[]);
    }
}
