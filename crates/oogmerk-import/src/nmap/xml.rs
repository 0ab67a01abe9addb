//! nmap's XML, host by host in flat memory. `masscan -oX` writes the same elements.

use super::{Host, PORTS_MAX, Port, SCRIPTS_MAX, Script, keep, put_host};
use crate::reading::Reading;
use oogmerk_bytes::xml_walk::unescape;
use oogmerk_model::{ProblemSeverity, Timestamp};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use sha2::{Digest as _, Sha256};
use std::cell::Cell;
use std::io::{BufRead, BufReader, Read};
use std::rc::Rc;

/// Most bytes one element, text or comment may take.
const EVENT_MAX: u64 = 4 * 1024 * 1024;

/// A reader that refuses to feed one XML event without end.
struct Guarded<R> {
    inner: BufReader<R>,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let n = self.fill_buf()?.read(out)?;
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Guarded<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.left.get() == 0 {
            return Err(std::io::Error::other("one element is longer than 4 MiB"));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.left.set(self.left.get().saturating_sub(amount as u64));
        self.inner.consume(amount);
    }
}

pub(crate) fn read_xml(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let (_, input) = crate::encoding::as_utf8(input);
    let left = Rc::new(Cell::new(EVENT_MAX));
    let mut xml = Reader::from_reader(Guarded {
        inner: BufReader::with_capacity(64 * 1024, input),
        left: Rc::clone(&left),
    });
    xml.config_mut().check_end_names = false;
    let mut state = State::default();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        left.set(EVENT_MAX);
        let offset = xml.buffer_position();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(start)) => state.start(&start, offset, Shape::Open),
            Ok(Event::Empty(start)) => {
                state.start(&start, offset, Shape::Closed);
                state.end(start.local_name().as_ref(), reading);
            }
            Ok(Event::End(end)) => state.end(end.local_name().as_ref(), reading),
            Ok(Event::Text(text)) => state.text(&text),
            Ok(Event::GeneralRef(entity)) => state.text(&oogmerk_bytes::xml_walk::resolve(&entity)),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                state.give_up(reading);
                let reason = format!("is no XML from here on: {error}");
                reading.problem(ProblemSeverity::Rest, None, Some(offset), reason);
                return;
            }
        }
    }
    if !state.ended {
        let offset = xml.buffer_position();
        state.give_up(reading);
        reading.problem(
            ProblemSeverity::Rest,
            None,
            Some(offset),
            "ends before </nmaprun>: the scan was cut short",
        );
    }
}

/// Whether an element stays open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Open,
    Closed,
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
    fn start(&mut self, start: &BytesStart<'_>, offset: u64, shape: Shape) {
        let attribute = |name: &str| -> Option<String> {
            start
                .html_attributes()
                .with_checks(false)
                .flatten()
                .find(|a| a.key.as_ref() == name)
                .map(|a| unescape(&a.value))
        };
        let text = |name: &str| attribute(name).unwrap_or_default();
        match (start.local_name().as_ref(), self.host.as_mut()) {
            ("nmaprun", _) => self.started = seconds(&text("start")),
            ("host", _) => {
                let seen_at = seconds(&text("endtime")).or(seconds(&text("starttime"))).or(self.started);
                let digest = Sha256::new_with_prefix(start.attributes_raw());
                self.host = Some(Host { seen_at, offset, digest, ..Host::default() });
                self.port = None;
                self.os_matches = 0;
            }
            ("status", Some(host)) => host.down = text("state") == "down",
            ("address", Some(host)) => {
                let address = text("addr");
                host.digest.update(address.as_bytes());
                if text("addrtype") == "mac" {
                    host.vendor = attribute("vendor");
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
            ("cpe", Some(_)) if shape == Shape::Open => self.cpe = Some(String::new()),
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
