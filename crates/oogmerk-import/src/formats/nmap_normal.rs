//! nmap's normal output (`-oN`, or what it prints), whole or quoted in part.
//!
//! Source: nmap reference guide, "Nmap Output Formats", "Normal Output".

use crate::encoding::{HEAD_MAX, as_utf8};
use crate::head::Head;
use crate::lines::{Lines, Skip};
use crate::nmap::{Host, Port, Script, hosts_of, join, keep, keep_script, put_host};
use crate::pasted::{Frame, bare_lines};
use crate::reading::Reading;
use crate::row::Row;
use oogmerk_model::{Observation, ProblemSeverity};
use sha2::Digest as _;
use std::io::Read;
use std::sync::Arc;

pub(crate) const ROW: Row = Row::new("nmap-normal", looks_like, read);

/// Longest fingerprint or script output put together from lines.
const JOINED_MAX: usize = 256 * 1024;

/// What stands over the scripts that were run before the scan: they ask everybody at once.
const BEFORE: &str = "Pre-scan script results:";

/// How many first lines may go before the first host.
const LINES_MAX: usize = 400;

fn looks_like(head: &Head<'_>) -> bool {
    head.lines().is_some_and(|opening| {
        bare_lines(opening.text).take(LINES_MAX).any(|line| is_hosts_line(line.text))
            || (opening.first.starts_with("# Nmap ") && opening.first.contains(" scan initiated "))
    })
}

/// The line that begins a host, or the headings of its table of ports.
fn is_hosts_line(line: &str) -> bool {
    if line.starts_with("Nmap scan report for ") || line == BEFORE {
        return true;
    }
    let mut words = line.split_whitespace();
    words.next() == Some("PORT") && words.next() == Some("STATE") && words.next() == Some("SERVICE")
}

/// What pasting put in front of the lines. Bars are nmap's own where the line of a host has none, however many lines
/// of scripts there are.
fn frame_of(opening: &str) -> Frame {
    let frame = Frame::of(opening);
    let bare = frame.without_bars();
    if opening.lines().any(|line| is_hosts_line(bare.bare(line).text)) { bare } else { frame }
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let mut page = Page::default();
    let mut input = as_utf8(input).1;
    let mut head = Vec::new();
    // An error here comes back on the next read.
    let _ = (&mut input).take(HEAD_MAX as u64).read_to_end(&mut head);
    let frame = frame_of(&String::from_utf8_lossy(&head));
    let mut lines = Lines::as_they_are(Box::new(std::io::Cursor::new(head).chain(input)), Skip::Nothing);
    while let Some(line) = lines.next(reading) {
        let text = line.text();
        let bare = frame.bare(&text);
        // A fingerprint is of any signs; a prompt and what was typed is no line of nmap's.
        let is_fingerprint = bare.text.starts_with("SF") || text.starts_with("SF");
        let (said, inside) = if is_fingerprint { (&*text, 0) } else { (bare.text, bare.offset as u64) };
        if bare.is_typed && !is_fingerprint {
            continue;
        }
        let done = page.line(said, Some(line.number), line.offset + inside);
        done.iter().for_each(|host| put_host(host, ROW.name, None, reading));
    }
    page.finish().iter().for_each(|host| put_host(host, ROW.name, None, reading));
}

/// Normal output inside another record, perhaps without its first lines: all of it is about that record's subject.
/// `offset` is the place of that record.
pub(crate) fn read_fragment(
    text: &str,
    offset: u64,
    observation: &Arc<Observation>,
    reading: &mut Reading<'_>,
) {
    let mut page = Page::default();
    let mut done = Vec::new();
    for line in text.lines() {
        done.extend(page.line(line, None, 0));
    }
    done.extend(page.finish());
    if done.is_empty() {
        let line = observation.source.line;
        reading.problem(ProblemSeverity::Part, line, Some(offset), "holds no host as nmap prints one");
    }
    for mut host in done {
        host.offset = offset;
        put_host(&host, ROW.name, Some(observation), reading);
    }
}

/// Normal output line by line.
#[derive(Default)]
struct Page {
    host: Host,
    begun: bool,
    script: Option<Script>,
    fingerprint: Option<(u16, String)>,
    /// No host was named yet: scripts speak of many.
    is_before: bool,
    /// The hosts they spoke of.
    before: Vec<Host>,
}

impl Page {
    /// Takes one line; gives the host before it where the line begins another, and those of scripts that were run
    /// before the scan where one of them ends.
    fn line(&mut self, line: &str, number: Option<u64>, offset: u64) -> Vec<Host> {
        let mut done = std::mem::take(&mut self.before);
        if let Some(target) = line.strip_prefix("Nmap scan report for ") {
            done = self.finish();
            self.is_before = false;
            self.begin(number, offset);
            self.target(target);
        } else if line == BEFORE {
            done = self.finish();
            self.begin(number, offset);
            self.is_before = true;
        } else if !self.begun {
            self.begin(number, offset);
        }
        self.host.digest.update(line.as_bytes());
        if let Some(bar) = line.strip_prefix("| ").or_else(|| line.strip_prefix("|_")) {
            self.bar(bar, line.starts_with("|_"));
            return done;
        }
        self.close_script();
        if !self.fingerprint(line) {
            self.fact(line);
        }
        done
    }

    /// A line of a service fingerprint; `false` where it is none.
    fn fingerprint(&mut self, line: &str) -> bool {
        if let Some(rest) = line.strip_prefix("SF-Port") {
            self.close_fingerprint();
            let port = rest.split('-').next().and_then(|p| p.parse().ok()).unwrap_or(0);
            self.fingerprint = Some((port, line.to_owned()));
            return true;
        }
        let Some((_, text)) = self.fingerprint.as_mut().filter(|_| line.starts_with("SF:")) else {
            return false;
        };
        if text.len() < JOINED_MAX {
            join(text, line);
        }
        true
    }

    /// A line that tells one thing of the host, or of one of its ports.
    fn fact(&mut self, line: &str) {
        let after = |label: &str| line.strip_prefix(label);
        if let Some(rest) = after("MAC Address: ") {
            let (mac, vendor) = rest.split_once(' ').unwrap_or((rest, ""));
            let vendor = vendor.trim().trim_start_matches('(').trim_end_matches(')');
            self.host.mac = Some(mac.to_owned());
            self.host.vendor = Some(vendor.to_owned()).filter(|v| !v.is_empty() && v != "Unknown");
        } else if let Some(rest) = after("OS details: ").or_else(|| after("Running: ")) {
            keep(&mut self.host.systems, rest);
        } else if let Some(rest) = after("Device type: ") {
            rest.split('|').for_each(|w| keep(&mut self.host.device_types, w));
        } else if let Some(rest) = after("OS CPE: ") {
            rest.split_whitespace().for_each(|w| keep(&mut self.host.cpes, w));
        } else if let Some(rest) = after("Service Info: ") {
            self.service_info(rest);
        } else if line.starts_with("Host seems down") {
            self.host.down = true;
        } else {
            self.port(line);
        }
    }

    fn begin(&mut self, number: Option<u64>, offset: u64) {
        self.host = Host { line: number, offset, ..Host::default() };
        self.begun = true;
    }

    /// `name (address)` or the address alone, perhaps with `[host down]` behind it.
    fn target(&mut self, target: &str) {
        self.host.down = target.ends_with("[host down]");
        let target = target.split(" [").next().unwrap_or(target).trim();
        let (name, address) = match target.rsplit_once(" (") {
            Some((name, address)) => (Some(name), address.trim_end_matches(')')),
            None => (None, target),
        };
        match address.parse() {
            Ok(ip) => self.host.addresses.push(ip),
            Err(_) => self.host.names.push(address.to_owned()),
        }
        self.host.names.extend(name.map(str::to_owned));
    }

    /// `554/tcp   open  rtsp          Product 1.0`
    fn port(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        let Some((number, transport)) = words.next().and_then(|w| w.split_once('/')) else { return };
        let (Ok(number), Some(state)) = (number.parse::<u16>(), words.next()) else { return };
        if !matches!(transport, "tcp" | "udp" | "sctp") {
            return;
        }
        let service = words.next().unwrap_or_default();
        let mut product: Vec<&str> = words.collect();
        // With --reason a column stands between service and version.
        if product.first().is_some_and(|w| matches!(*w, "syn-ack" | "udp-response" | "script-set")) {
            let skip = if product.get(1) == Some(&"ttl") { 3 } else { 1 };
            product.drain(..skip.min(product.len()));
        }
        self.close_fingerprint();
        self.host.keep_port(Port {
            transport: transport.to_owned(),
            number,
            open: state == "open",
            probed: !service.ends_with('?') && !product.is_empty(),
            service: service.trim_end_matches('?').to_owned(),
            product: product.join(" "),
            ..Port::default()
        });
    }

    /// A line of script output: `id: text`, or `id: ` followed by deeper lines.
    fn bar(&mut self, text: &str, last: bool) {
        let named = |id: &str| {
            !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        match (text.split_once(':').filter(|(id, _)| named(id)), self.script.as_mut()) {
            (Some((id, output)), _) => {
                self.close_script();
                self.script = Some(Script { id: id.to_owned(), output: output.trim_start().to_owned() });
            }
            (None, Some(script)) if script.output.len() < JOINED_MAX => {
                script.output.push('\n');
                script.output.push_str(text);
            }
            _ => {}
        }
        if last {
            self.close_script();
        }
    }

    fn close_script(&mut self) {
        let Some(script) = self.script.take() else { return };
        if self.is_before {
            let (line, offset) = (self.host.line, self.host.offset);
            self.before.extend(hosts_of(&script).into_iter().map(|host| Host { line, offset, ..host }));
            return;
        }
        let scripts = self.host.ports.last_mut().map_or(&mut self.host.scripts, |p| &mut p.scripts);
        self.host.left_out += keep_script(scripts, script);
    }

    fn close_fingerprint(&mut self) {
        if let Some((port, text)) = self.fingerprint.take()
            && let Some(port) = self.host.ports.iter_mut().find(|p| p.number == port)
        {
            port.fingerprint = text;
        }
    }

    /// `Host: name; OS: Linux; Device: webcam; CPE: cpe:/…, cpe:/…`
    fn service_info(&mut self, text: &str) {
        for (key, value) in text.split("; ").filter_map(|p| p.split_once(": ")) {
            let words = match key {
                "Host" | "Hosts" => &mut self.host.names,
                "OS" | "OSs" => &mut self.host.systems,
                "Device" | "Devices" => &mut self.host.device_types,
                "CPE" => &mut self.host.cpes,
                _ => continue,
            };
            value.split(", ").for_each(|w| keep(words, w));
        }
    }

    fn finish(&mut self) -> Vec<Host> {
        self.close_script();
        self.close_fingerprint();
        self.begun = false;
        let host = std::mem::take(&mut self.host);
        let mut done = std::mem::take(&mut self.before);
        done.extend((!host.is_empty()).then_some(host));
        done
    }
}
