//! What Shodan's command prints: `shodan search` (address, port, names and data between tabs, ends of lines written
//! as escapes) and `shodan host` (a host with its ports, titles and certificates).
//!
//! Source: `shodan/__main__.py` (search, parse) and `shodan/cli/host.py` of Shodan's library.

use crate::head::Opening;
use crate::lines::{Line, Lines, Skip};
use crate::reading::Reading;
use crate::row::Row;
use crate::scan::answer::{Answer, turned};
use oogmerk_model::Subject;
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;

pub(crate) const ROW: Row = Row::new("shodan-text", |head| head.lines().is_some_and(is_one), read).sampled(
    b"192.0.2.7\t80\ta.example\tHTTP/1.1 401 Unauthorized\\r\\nServer: Sample-Webs/1.0\\r\\n\\r\\n\n\
          192.0.2.8\n\
          Hostnames:               nvr.example;b.example\n\
          City:                    Sample\n\
          Number of open ports:    2\n\
          \n\
          Ports:\n     80/tcp Sample IP Camera (1.0)\n\
          \t|-- HTTP title: SC-200\n    443/tcp  \n\
          \t|-- Cert Issuer: C=BE, CN=Sample CA\n\
          \t|-- Cert Subject: C=BE, O=Sample, CN=cam-8\n",
);

fn is_one(opening: &Opening<'_>) -> bool {
    let is_host = opening.first.parse::<IpAddr>().is_ok()
        && opening.any(40, |line| line.starts_with("Number of open ports:") || line.trim() == "Ports:");
    is_host || opening.any(5, |line| found(line).is_some_and(|found| found.data.contains("\\r\\n")))
}

/// A line of a search.
struct Found<'l> {
    ip: IpAddr,
    port: u16,
    names: &'l str,
    data: &'l str,
}

fn found(line: &str) -> Option<Found<'_>> {
    let mut cells = line.splitn(4, '\t');
    let (ip, port) = (cells.next()?.trim().parse().ok()?, cells.next()?.trim().parse().ok()?);
    Some(Found { ip, port, names: cells.next()?, data: cells.next()? })
}

/// The host whose ports are being listed.
#[derive(Default)]
struct Host {
    ip: Option<IpAddr>,
    port: u16,
    transport: String,
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let mut host = Host::default();
    let mut lines = Lines::of(input, Skip::Blank);
    while let Some(line) = lines.next(reading) {
        let text = line.text();
        if let Some(found) = found(&text) {
            reading.outcome.records += 1;
            tell(found.ip, &line, reading, &mut |answer| {
                names(found.names, answer);
                answer.port("tcp", found.port);
                answer.greeting(&plain(found.data), found.port, "");
            });
        } else if let Ok(ip) = text.trim().parse() {
            reading.outcome.records += 1;
            host = Host { ip: Some(ip), ..Host::default() };
            tell(ip, &line, reading, &mut |_| {});
        } else if let Some(ip) = host.ip {
            of_host(ip, &mut host, &line, &text, reading);
        } else {
            line.problem(reading, "stands below no host");
        }
    }
}

/// A line below a host.
fn of_host(ip: IpAddr, host: &mut Host, line: &Line<'_>, text: &str, reading: &mut Reading<'_>) {
    if let Some(list) = text.strip_prefix("Hostnames:") {
        tell(ip, line, reading, &mut |answer| names(list, answer));
    } else if let Some((port, transport, words)) = port_line(text) {
        (host.port, host.transport) = (port, transport.to_owned());
        tell(ip, line, reading, &mut |answer| {
            answer.port(transport, port);
            answer.taken_for(transport, port, &[words]);
        });
    } else if let Some((name, value)) = text.trim().strip_prefix("|-- ").and_then(|t| t.split_once(": ")) {
        tell(ip, line, reading, &mut |answer| match name {
            "HTTP title" => answer.put("http.title", value),
            "Cert Subject" => answer.put("tls.subject", &turned(value)),
            "Cert Issuer" => answer.put("tls.issuer", &turned(value)),
            _ => {}
        });
    }
}

/// `     80/tcp Product (version)`
fn port_line(text: &str) -> Option<(u16, &str, &str)> {
    let (port, rest) = text.trim().split_once('/')?;
    let (transport, words) = rest.split_once(' ').unwrap_or((rest, ""));
    let is_known = matches!(transport, "tcp" | "udp");
    is_known.then(|| Some((port.parse().ok()?, transport, words.trim()))).flatten()
}

fn tell(ip: IpAddr, line: &Line<'_>, reading: &mut Reading<'_>, told: &mut dyn FnMut(&mut Answer<'_, '_>)) {
    let observation = reading.observation(Subject::ip(ip), ROW.name, Some(line.number), line.bytes);
    let observation = Arc::new(observation);
    let mut answer = Answer { observation: &observation, offset: line.offset, reading };
    answer.put("import.ip", &ip.to_string());
    told(&mut answer);
}

fn names(list: &str, answer: &mut Answer<'_, '_>) {
    for name in list.split(';').map(str::trim).filter(|name| !name.is_empty()).take(4) {
        answer.put("import.host_name", name);
    }
}

/// Text with the ends of its lines.
fn plain(text: &str) -> String {
    text.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use oogmerk_model::Fact;

    #[test]
    fn both_forms_say_what_the_device_said_and_what_shodan_makes_of_it() {
        let options = Options::default();
        let mut facts: Vec<Fact> = Vec::new();
        let mut reading = Reading::new("t", &options, &mut facts);
        read(Box::new(ROW.sample.expect("a sample")), &mut reading);
        assert_eq!((reading.outcome.records, reading.outcome.problems), (2, 0));
        let told: Vec<String> = facts
            .iter()
            .filter_map(|f| if let Fact::Evidence(e) = f { Some(e) } else { None })
            .filter(|e| e.field.as_str() != "import.ip")
            .map(|e| format!("{} {}={}", e.observation.subject, e.field, e.value))
            .collect();
        assert_eq!(
            told,
            [
                "ip:192.0.2.7 import.host_name=a.example",
                "ip:192.0.2.7 port.open=tcp/80",
                "ip:192.0.2.7 http.status=HTTP/1.1 401 Unauthorized",
                "ip:192.0.2.7 http.server=Sample-Webs/1.0",
                "ip:192.0.2.7 http.header_order=Server",
                "ip:192.0.2.8 import.host_name=nvr.example",
                "ip:192.0.2.8 import.host_name=b.example",
                "ip:192.0.2.8 port.open=tcp/80",
                "ip:192.0.2.8 port.service=80/tcp Sample IP Camera (1.0)",
                "ip:192.0.2.8 http.title=SC-200",
                "ip:192.0.2.8 port.open=tcp/443",
                "ip:192.0.2.8 tls.issuer=CN=Sample CA,C=BE",
                "ip:192.0.2.8 tls.subject=CN=cam-8,O=Sample,C=BE",
            ]
        );
    }
}
