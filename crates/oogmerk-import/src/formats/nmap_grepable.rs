//! nmap's grepable output (`-oG`): lines of one host, one after the other, with fields between tabs.
//!
//! Source: nmap reference guide, "Nmap Output Formats", "Grepable Output".

use crate::head::Head;
use crate::lines::{Line, Lines, Skip};
use crate::nmap::{Host, Port, keep, put_host};
use crate::reading::Reading;
use crate::row::Row;
use sha2::Digest as _;
use std::io::Read;

pub(crate) const ROW: Row = Row::new("nmap-grepable", looks_like, read);

fn looks_like(head: &Head<'_>) -> bool {
    let is_host = |line: &&str| {
        line.starts_with("Host: ") && (line.contains("\tPorts: ") || line.contains("\tStatus: "))
    };
    head.lines().is_some_and(|opening| opening.lines.iter().any(is_host))
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let mut host: Option<Host> = None;
    let mut lines = Lines::of(input, Skip::Nothing);
    while let Some(line) = lines.next(reading) {
        take(&line, &mut host, reading);
    }
    put(host, reading);
}

/// Adds a line to the host it is about; a host before it is done.
fn take(line: &Line<'_>, host: &mut Option<Host>, reading: &mut Reading<'_>) {
    let text = line.text();
    let Some((address, names, fields)) = parts(&text) else { return };
    let same = host
        .as_ref()
        .is_some_and(|h| h.addresses.first().map(ToString::to_string).as_deref() == Some(address));
    if !same {
        put(host.take(), reading);
        let Ok(ip) = address.parse() else {
            return line.problem(reading, "what stands behind Host: is no address");
        };
        let names = if names.is_empty() { Vec::new() } else { vec![names.to_owned()] };
        let (number, offset) = (Some(line.number), line.offset);
        *host = Some(Host { addresses: vec![ip], names, line: number, offset, ..Host::default() });
    }
    let Some(host) = host else { return };
    host.digest.update(text.as_bytes());
    for (key, value) in fields {
        field(host, key, value);
    }
}

fn put(host: Option<Host>, reading: &mut Reading<'_>) {
    if let Some(done) = host {
        put_host(&done, ROW.name, None, reading);
    }
}

fn field(host: &mut Host, key: &str, value: &str) {
    match key {
        "Status" => host.down = value == "Down",
        "Ports" => value.split(", ").filter_map(port).for_each(|port| host.keep_port(port)),
        "OS" => keep(&mut host.systems, value),
        _ => {}
    }
}

/// `Host: 10.0.0.7 (name)\tPorts: …\tOS: …`
#[allow(clippy::type_complexity, reason = "address, name, and the fields with their values")]
fn parts(line: &str) -> Option<(&str, &str, Vec<(&str, &str)>)> {
    let rest = line.strip_prefix("Host: ")?;
    let mut parts = rest.split('\t');
    let (address, name) = parts.next()?.split_once(' ').unwrap_or((rest, ""));
    let name = name.trim().trim_start_matches('(').trim_end_matches(')');
    Some((address.trim(), name, parts.filter_map(|p| p.split_once(": ")).collect()))
}

/// `80/open/tcp//http//Product 1.0/`: number, state, protocol, owner, service, RPC, version. Slashes in a version are
/// written as bars.
fn port(text: &str) -> Option<Port> {
    let mut parts = text.trim().split('/');
    let number = parts.next()?.parse().ok()?;
    let open = parts.next()? == "open";
    let transport = parts.next()?.to_owned();
    let service = parts.nth(1).unwrap_or_default();
    let product = parts.nth(1).unwrap_or_default().trim().to_owned();
    open.then(|| Port {
        transport,
        number,
        open,
        probed: !service.ends_with('?'),
        service: service.trim_end_matches('?').to_owned(),
        product,
        ..Port::default()
    })
}
