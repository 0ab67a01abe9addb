//! nmap's XML, host by host in flat memory. `masscan -oX` writes the same elements.

use crate::nmap::{Host, PORTS_MAX, Port, SCRIPTS_MAX, Script, keep, put_host};
use crate::reading::Reading;
use crate::row::Row;
use oogmerk_bytes::xml_walk::unescape;
use oogmerk_model::{ProblemSeverity, Timestamp};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use sha2::{Digest as _, Sha256};
use std::cell::Cell;
use std::io::{BufRead, BufReader, Read};
use std::rc::Rc;

pub(crate) const ROW: Row =
    Row::new("nmap-xml", |head| head.xml().is_some_and(|root| root.local == "nmaprun"), read);

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

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
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
            Ok(Event::Eof) => break,
            Ok(event) => state.take(&event, offset, reading),
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
        let reason = "ends before </nmaprun>: the scan was cut short";
        reading.problem(ProblemSeverity::Rest, None, Some(offset), reason);
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
    fn take(&mut self, event: &Event<'_>, offset: u64, reading: &mut Reading<'_>) {
        match event {
            Event::Start(start) => self.start(start, offset, Shape::Open),
            Event::Empty(start) => {
                self.start(start, offset, Shape::Closed);
                self.end(start.local_name().as_ref(), reading);
            }
            Event::End(end) => self.end(end.local_name().as_ref(), reading),
            Event::Text(text) => self.text(text),
            Event::GeneralRef(entity) => self.text(&oogmerk_bytes::xml_walk::resolve(entity)),
            _ => {}
        }
    }

    fn start(&mut self, start: &BytesStart<'_>, offset: u64, shape: Shape) {
        let said = Attributes(start);
        let name = start.local_name();
        match (name.as_ref(), self.host.as_mut(), self.port.as_mut()) {
            ("nmaprun", ..) => self.started = seconds(&said.text("start")),
            ("host", ..) => self.begin(&said, offset),
            ("status", Some(host), _) => host.down = said.text("state") == "down",
            ("address", Some(host), _) => address(host, &said),
            ("hostname", Some(host), _) => keep(&mut host.names, said.text("name")),
            ("port", Some(_), _) => {
                let number = said.text("portid").parse().unwrap_or(0);
                self.port = Some(Port { transport: said.text("protocol"), number, ..Port::default() });
            }
            ("state", Some(_), Some(port)) => port.open = said.text("state") == "open",
            ("service", Some(_), Some(port)) => service(port, &said),
            ("cpe", Some(_), _) if shape == Shape::Open => self.cpe = Some(String::new()),
            ("script", Some(host), port) => script(host, port, &said),
            ("osmatch", Some(host), _) => {
                self.os_matches += 1;
                if self.os_matches == 1 {
                    host.systems.push(said.text("name"));
                }
            }
            ("osclass", Some(host), _) if self.os_matches <= 1 => {
                keep(&mut host.device_types, said.text("type"));
            }
            _ => {}
        }
    }

    fn begin(&mut self, said: &Attributes<'_>, offset: u64) {
        let seen_at = seconds(&said.text("endtime")).or(seconds(&said.text("starttime"))).or(self.started);
        let digest = Sha256::new_with_prefix(said.0.attributes_raw());
        self.host = Some(Host { seen_at, offset, digest, ..Host::default() });
        self.port = None;
        self.os_matches = 0;
    }

    fn text(&mut self, text: &str) {
        if let Some(cpe) = &mut self.cpe {
            cpe.push_str(text);
        }
    }

    fn end(&mut self, name: &str, reading: &mut Reading<'_>) {
        match name {
            "cpe" => self.end_cpe(),
            "port" => self.end_port(),
            "host" => {
                if let Some(host) = self.host.take() {
                    put_host(&host, ROW.name, None, reading);
                }
            }
            "nmaprun" => self.ended = true,
            _ => {}
        }
    }

    fn end_cpe(&mut self) {
        let (Some(cpe), Some(host)) = (self.cpe.take(), self.host.as_mut()) else { return };
        match &mut self.port {
            Some(port) => keep(&mut port.cpes, cpe),
            None if self.os_matches <= 1 => keep(&mut host.cpes, cpe),
            None => {}
        }
    }

    fn end_port(&mut self) {
        let (Some(port), Some(host)) = (self.port.take(), self.host.as_mut()) else { return };
        host.digest.update(port.number.to_be_bytes());
        host.digest.update(port.fingerprint.as_bytes());
        if port.open && host.ports.len() < PORTS_MAX {
            host.ports.push(port);
        }
    }

    /// The end came inside a host: what was read of it still counts.
    fn give_up(&mut self, reading: &mut Reading<'_>) {
        self.end("port", reading);
        self.end("host", reading);
    }
}

/// What an element says in its attributes.
struct Attributes<'e>(&'e BytesStart<'e>);

impl Attributes<'_> {
    fn get(&self, name: &str) -> Option<String> {
        self.0
            .html_attributes()
            .with_checks(false)
            .flatten()
            .find(|a| a.key.as_ref() == name)
            .map(|a| unescape(&a.value))
    }

    /// Empty where the element does not say it.
    fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or_default()
    }
}

fn address(host: &mut Host, said: &Attributes<'_>) {
    let address = said.text("addr");
    host.digest.update(address.as_bytes());
    if said.text("addrtype") == "mac" {
        host.vendor = said.get("vendor");
        host.mac = Some(address);
    } else if let Ok(ip) = address.parse()
        && host.addresses.len() < 64
    {
        host.addresses.push(ip);
    }
}

fn service(port: &mut Port, said: &Attributes<'_>) {
    port.service = said.text("name");
    port.probed = said.text("method") == "probed";
    port.product = said.text("product");
    port.version = said.text("version");
    port.extra = said.text("extrainfo");
    port.device_type = said.text("devicetype");
    port.system = said.text("ostype");
    port.host_name = said.text("hostname");
    port.fingerprint = said.text("servicefp");
}

fn script(host: &mut Host, port: Option<&mut Port>, said: &Attributes<'_>) {
    let script = Script { id: said.text("id"), output: said.text("output") };
    host.digest.update(script.output.as_bytes());
    let scripts = port.map_or(&mut host.scripts, |p| &mut p.scripts);
    if scripts.len() < SCRIPTS_MAX {
        scripts.push(script);
    }
}

fn seconds(text: &str) -> Option<Timestamp> {
    text.parse::<i64>().ok().filter(|s| *s > 0).map(|s| Timestamp::from_seconds(s, 0))
}
