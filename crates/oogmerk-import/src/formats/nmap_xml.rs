//! nmap's XML, host by host in flat memory. `masscan -oX` writes the same elements.

use crate::nmap::{Host, Port, Script, hosts_of, keep, keep_script, put_host};
use crate::reading::Reading;
use crate::row::Row;
use oogmerk_bytes::Clues;
use oogmerk_bytes::xml::{Piece, Pieces, Tag};
use oogmerk_model::{ProblemSeverity, Timestamp};
use sha2::{Digest as _, Sha256};
use std::io::Read;

pub(crate) const ROW: Row =
    Row::new("nmap-xml", |head| head.xml().is_some_and(|root| root.local == "nmaprun"), read);

/// Most bytes one element, text or comment may take.
const EVENT_MAX: u64 = 4 * 1024 * 1024;
/// Most of a script's output that is kept until its host ends; a whole certificate takes a tenth.
const OUTPUT_MAX: usize = 64 * 1024;

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let (_, input) = crate::encoding::as_utf8(input);
    let mut pieces = Pieces::streamed(input, EVENT_MAX);
    let mut state = State::default();
    loop {
        let offset = pieces.span().end as u64;
        match pieces.next_streamed() {
            Ok(Piece::End) => break,
            Ok(piece) => state.take(&piece, offset, reading),
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
        let reason = "ends before </nmaprun>: the scan was cut short";
        reading.problem(ProblemSeverity::Rest, None, Some(pieces.span().end as u64), reason);
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
    /// Inside what scripts found before the scan, and the hosts of one of them.
    is_before: bool,
    before: Vec<Host>,
    ended: bool,
}

impl State {
    fn take(&mut self, piece: &Piece<'_>, offset: u64, reading: &mut Reading<'_>) {
        match piece {
            Piece::Open(tag) => {
                self.start(tag, offset);
                for host in std::mem::take(&mut self.before) {
                    put_host(&host, ROW.name, None, reading);
                }
                if tag.is_empty {
                    self.end(tag.local_name(), reading);
                }
            }
            Piece::Close(tag) => self.end(tag.local_name(), reading),
            Piece::Text(text) => self.text(text),
            Piece::Reference(name) => self.text(&Piece::resolved(name)),
            Piece::CData(_) | Piece::Other | Piece::End => {}
        }
    }

    fn start(&mut self, said: &Tag<'_>, offset: u64) {
        match (said.local_name(), self.host.as_mut(), self.port.as_mut()) {
            ("nmaprun", ..) => self.started = seconds(&text(said, "start")),
            ("host", ..) => self.begin(said, offset),
            ("status", Some(host), _) => host.down = text(said, "state") == "down",
            ("address", Some(host), _) => address(host, said),
            ("hostname", Some(host), _) => keep(&mut host.names, text(said, "name")),
            ("port", Some(_), _) => {
                let number = text(said, "portid").parse().unwrap_or(0);
                self.port = Some(Port { transport: text(said, "protocol"), number, ..Port::default() });
            }
            ("state", Some(_), Some(port)) => port.open = text(said, "state") == "open",
            ("service", Some(_), Some(port)) => service(port, said),
            ("cpe", Some(_), _) if !said.is_empty => self.cpe = Some(String::new()),
            ("prescript", ..) => self.is_before = true,
            ("script", Some(host), port) => script(host, port, said),
            ("script", None, _) if self.is_before => {
                let hosts = hosts_of(&script_of(said)).into_iter();
                self.before = hosts.map(|host| Host { offset, seen_at: self.started, ..host }).collect();
            }
            ("osmatch", Some(host), _) => {
                self.os_matches += 1;
                if self.os_matches == 1 {
                    host.systems.push(text(said, "name"));
                }
            }
            ("osclass", Some(host), _) if self.os_matches <= 1 => {
                keep(&mut host.device_types, text(said, "type"));
            }
            _ => {}
        }
    }

    fn begin(&mut self, said: &Tag<'_>, offset: u64) {
        let seen_at = seconds(&text(said, "endtime")).or(seconds(&text(said, "starttime"))).or(self.started);
        let digest = Sha256::new_with_prefix(said.attributes_raw());
        self.host = Some(Host { seen_at, offset, digest, ..Host::default() });
        self.port = None;
        self.os_matches = 0;
    }

    fn text(&mut self, text: &str) {
        // Running text comes in any number of pieces: what is longer than any value is cut.
        if let Some(cpe) = &mut self.cpe {
            let room = Clues::VALUE_MAX.saturating_sub(cpe.len());
            cpe.push_str(&text[..text.floor_char_boundary(room)]);
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
            "prescript" => self.is_before = false,
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
        if port.open {
            host.keep_port(port);
        }
    }

    /// The end came inside a host: what was read of it still counts.
    fn give_up(&mut self, reading: &mut Reading<'_>) {
        self.end("port", reading);
        self.end("host", reading);
    }
}

/// What an element says in an attribute; empty where it does not say it.
fn text(tag: &Tag<'_>, name: &str) -> String {
    tag.attribute(name).unwrap_or_default()
}

fn address(host: &mut Host, said: &Tag<'_>) {
    let address = text(said, "addr");
    host.digest.update(address.as_bytes());
    if text(said, "addrtype") == "mac" {
        host.vendor = said.attribute("vendor");
        host.mac = Some(address);
    } else if let Ok(ip) = address.parse()
        && host.addresses.len() < 64
    {
        host.addresses.push(ip);
    }
}

fn service(port: &mut Port, said: &Tag<'_>) {
    port.service = text(said, "name");
    port.probed = text(said, "method") == "probed";
    port.product = text(said, "product");
    port.version = text(said, "version");
    port.extra = text(said, "extrainfo");
    port.device_type = text(said, "devicetype");
    port.system = text(said, "ostype");
    port.host_name = text(said, "hostname");
    port.fingerprint = text(said, "servicefp");
}

fn script_of(said: &Tag<'_>) -> Script {
    let mut script = Script { id: text(said, "id"), output: text(said, "output") };
    script.output.truncate(script.output.floor_char_boundary(OUTPUT_MAX));
    script
}

fn script(host: &mut Host, port: Option<&mut Port>, said: &Tag<'_>) {
    let script = script_of(said);
    host.digest.update(script.output.as_bytes());
    let scripts = port.map_or(&mut host.scripts, |p| &mut p.scripts);
    host.left_out += keep_script(scripts, script);
}

fn seconds(text: &str) -> Option<Timestamp> {
    text.parse::<i64>().ok().filter(|s| *s > 0).map(|s| Timestamp::from_seconds(s, 0))
}
