//! nmap's XML, host by host in flat memory. `masscan -oX` writes the same elements.

use super::{Host, PORTS_MAX, Port, SCRIPTS_MAX, Script, keep, put_host};
use crate::reading::Reading;
use oogmerk_bytes::xml::{Piece, Pieces, Tag};
use oogmerk_model::{ProblemSeverity, Timestamp};
use sha2::{Digest as _, Sha256};
use std::io::Read;

/// Most bytes one element, text or comment may take.
const EVENT_MAX: u64 = 4 * 1024 * 1024;

pub(crate) fn read_xml(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let (_, input) = crate::encoding::as_utf8(input);
    let mut pieces = Pieces::streamed(input, EVENT_MAX);
    let mut state = State::default();
    loop {
        let offset = pieces.span().end as u64;
        match pieces.next_streamed() {
            Ok(Piece::Open(tag)) => {
                state.start(&tag, offset);
                if tag.is_empty {
                    state.end(tag.local_name(), reading);
                }
            }
            Ok(Piece::Close(tag)) => state.end(tag.local_name(), reading),
            Ok(Piece::Text(text)) => state.text(&text),
            Ok(Piece::Reference(name)) => state.text(&Piece::resolved(&name)),
            Ok(Piece::End) => break,
            Ok(Piece::CData(_) | Piece::Other) => {}
            Err(error) => {
                state.give_up(reading);
                let reason = format!("is no XML from here on: {}", error.reason);
                reading.problem(ProblemSeverity::Rest, None, Some(offset), reason);
                return;
            }
        }
    }
    if !state.ended {
        state.give_up(reading);
        reading.problem(
            ProblemSeverity::Rest,
            None,
            Some(pieces.span().end as u64),
            "ends before </nmaprun>: the scan was cut short",
        );
    }
}

#[derive(Default)]
struct State {
    host: Option<Host>,
    port: Option<Port>,
    /// Collecting the text of a `<cpe>`.
    cpe: Option<String>,
    /// First `<osmatch>` of the host is the likeliest; its classes count, those of later ones do not.
    os_matches: usize,
    started: Option<Timestamp>,
    ended: bool,
}

impl State {
    fn start(&mut self, tag: &Tag<'_>, offset: u64) {
        let text = |name: &str| tag.attribute(name).unwrap_or_default();
        match (tag.local_name(), self.host.as_mut()) {
            ("nmaprun", _) => self.started = seconds(&text("start")),
            ("host", _) => {
                let seen_at = seconds(&text("endtime")).or(seconds(&text("starttime"))).or(self.started);
                let digest = Sha256::new_with_prefix(tag.attributes_raw());
                self.host = Some(Host { seen_at, offset, digest, ..Host::default() });
                self.port = None;
                self.os_matches = 0;
            }
            ("status", Some(host)) => host.down = text("state") == "down",
            ("address", Some(host)) => {
                let address = text("addr");
                host.digest.update(address.as_bytes());
                if text("addrtype") == "mac" {
                    host.vendor = tag.attribute("vendor");
                    host.mac = Some(address);
                } else if let Ok(ip) = address.parse()
                    && host.addresses.len() < 64
                {
                    host.addresses.push(ip);
                }
            }
            ("hostname", Some(host)) => keep(&mut host.names, text("name")),
            ("port", Some(_)) => {
                let number = text("portid").parse().unwrap_or(0);
                self.port = Some(Port { transport: text("protocol"), number, ..Port::default() });
            }
            ("state", Some(_)) => {
                if let Some(port) = &mut self.port {
                    port.open = text("state") == "open";
                }
            }
            ("service", Some(_)) => {
                if let Some(port) = &mut self.port {
                    port.service = text("name");
                    port.probed = text("method") == "probed";
                    port.product = text("product");
                    port.version = text("version");
                    port.extra = text("extrainfo");
                    port.device_type = text("devicetype");
                    port.system = text("ostype");
                    port.host_name = text("hostname");
                    port.fingerprint = text("servicefp");
                }
            }
            ("cpe", Some(_)) if !tag.is_empty => self.cpe = Some(String::new()),
            ("script", Some(host)) => {
                let script = Script { id: text("id"), output: text("output") };
                host.digest.update(script.output.as_bytes());
                let scripts = self.port.as_mut().map_or(&mut host.scripts, |p| &mut p.scripts);
                if scripts.len() < SCRIPTS_MAX {
                    scripts.push(script);
                }
            }
            ("osmatch", Some(host)) => {
                self.os_matches += 1;
                if self.os_matches == 1 {
                    host.systems.push(text("name"));
                }
            }
            ("osclass", Some(host)) if self.os_matches <= 1 => {
                keep(&mut host.device_types, text("type"));
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(cpe) = &mut self.cpe {
            cpe.push_str(text);
        }
    }

    fn end(&mut self, name: &str, reading: &mut Reading<'_>) {
        match name {
            "cpe" => {
                let (Some(cpe), Some(host)) = (self.cpe.take(), self.host.as_mut()) else { return };
                match &mut self.port {
                    Some(port) => keep(&mut port.cpes, cpe),
                    None if self.os_matches <= 1 => keep(&mut host.cpes, cpe),
                    None => {}
                }
            }
            "port" => {
                if let (Some(port), Some(host)) = (self.port.take(), self.host.as_mut()) {
                    host.digest.update(port.number.to_be_bytes());
                    host.digest.update(port.fingerprint.as_bytes());
                    if port.open && host.ports.len() < PORTS_MAX {
                        host.ports.push(port);
                    }
                }
            }
            "host" => {
                if let Some(host) = self.host.take() {
                    put_host(&host, "nmap-xml", None, reading);
                }
            }
            "nmaprun" => self.ended = true,
            _ => {}
        }
    }

    /// The end came inside a host: what was read of it still counts.
    fn give_up(&mut self, reading: &mut Reading<'_>) {
        self.end("port", reading);
        self.end("host", reading);
    }
}

fn seconds(text: &str) -> Option<Timestamp> {
    text.parse::<i64>().ok().filter(|s| *s > 0).map(|s| Timestamp::from_seconds(s, 0))
}
