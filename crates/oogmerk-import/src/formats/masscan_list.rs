//! masscan's list (`-oL`) and its grepable form (`-oG`): a line a port that is open, a line a banner.
//!
//! A banner's last field runs to the end of the line, with bytes that cannot be printed as `\xNN`.
//! Source: masscan 1.3.2, `out-text.c` and `out-grepable.c`.

use crate::lines::{Line, Lines, Skip};
use crate::reading::Reading;
use crate::row::Row;
use crate::scan::answer::Answer;
use oogmerk_model::{Subject, Timestamp};
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;

pub(crate) const ROW: Row =
    Row::new("masscan-list", |head| head.lines().is_some_and(|opening| opening.any(5, is_record)), read).sampled(
        b"#masscan\n\
          open tcp 80 192.0.2.7 1767322800\n\
          banner tcp 80 192.0.2.7 1767322801 http HTTP/1.1 401 Unauthorized\\x0d\\x0aServer: Sample-Webs/1.0\\x0d\\x0a\n\
          banner tcp 80 192.0.2.7 1767322801 title SC-100\n\
          banner tcp 23 192.0.2.7 1767322801 telnet \\xff\\xfd\\x01login:\\x20\n\
          closed tcp 81 192.0.2.8 1767322801\n\
          open tcp port nowhere 1\n\
          # end\n",
    );

/// The fields before the text of a line.
struct Told<'l> {
    what: &'l str,
    transport: &'l str,
    port: u16,
    ip: IpAddr,
    time: Option<Timestamp>,
    /// masscan's name for what it read, and what that was.
    service: &'l str,
    text: &'l str,
}

fn told(line: &str) -> Option<Told<'_>> {
    if line.starts_with("Timestamp: ") || line.starts_with("Host: ") { grepable(line) } else { listed(line) }
}

/// `Timestamp: 1\tHost: 10.0.0.7 ()\tPorts: 80/open/tcp//http//`, or
/// `Host: 10.0.0.7 ()\tPort: 80\tService: http\tBanner: …`.
fn grepable(line: &str) -> Option<Told<'_>> {
    let (mut time, mut ip, mut service) = (None, None, "");
    let mut rest = line;
    while !rest.is_empty() {
        let (field, behind) = rest.split_once('\t').unwrap_or((rest, ""));
        let (name, value) = field.split_once(": ")?;
        match name {
            "Timestamp" => time = value.trim().parse().ok().map(|s| Timestamp::from_seconds(s, 0)),
            "Host" => ip = value.split(' ').next()?.parse().ok(),
            "Service" => service = value,
            "Ports" => {
                let mut parts = value.split('/');
                let (port, state, transport) = (parts.next()?.parse().ok()?, parts.next()?, parts.next()?);
                let what = if state == "open" { "open" } else { "closed" };
                return Some(Told { what, transport, port, ip: ip?, time, service, text: "" });
            }
            "Port" => {
                let port = value.trim().parse().ok()?;
                let (_, text) = behind.split_once("Banner: ")?;
                let service = behind.strip_prefix("Service: ")?.split('\t').next()?;
                return Some(Told { what: "banner", transport: "tcp", port, ip: ip?, time, service, text });
            }
            _ => {}
        }
        rest = behind;
    }
    None
}

fn listed(line: &str) -> Option<Told<'_>> {
    let mut fields = line.splitn(6, ' ');
    let what = fields.next().filter(|what| matches!(*what, "open" | "closed" | "banner"))?;
    let transport = fields.next().filter(|t| matches!(*t, "tcp" | "udp" | "sctp" | "icmp" | "arp"))?;
    let port = fields.next()?.parse().ok()?;
    let ip = fields.next()?.parse().ok()?;
    let seconds: i64 = fields.next()?.trim().parse().ok()?;
    let time = Some(Timestamp::from_seconds(seconds, 0));
    let rest = fields.next().unwrap_or_default();
    let (service, text) = rest.split_once(' ').unwrap_or((rest, ""));
    Some(Told { what, transport, port, ip, time, service, text })
}

fn is_record(line: &str) -> bool {
    let is_nmaps = line.starts_with("Host: ") && line.contains("\tPorts: ");
    !is_nmaps && told(line.trim()).is_some()
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let mut lines = Lines::of(input, Skip::BlankAndComments);
    while let Some(line) = lines.next(reading) {
        match told(&line.text()) {
            Some(told) => take(&told, &line, reading),
            None => line.problem(reading, "not a line of masscan's list"),
        }
    }
}

fn take(told: &Told<'_>, line: &Line<'_>, reading: &mut Reading<'_>) {
    if told.what == "closed" {
        reading.outcome.passed_over += 1;
        return;
    }
    reading.outcome.records += 1;
    let mut observation = reading.observation(Subject::ip(told.ip), ROW.name, Some(line.number), line.bytes);
    observation.seen_at = told.time;
    let observation = Arc::new(observation);
    let mut answer = Answer { observation: &observation, offset: line.offset, reading };
    answer.put("import.ip", &told.ip.to_string());
    if matches!(told.transport, "tcp" | "udp") {
        answer.port(told.transport, told.port);
    }
    if told.what == "banner" {
        answer.piece(told.service, told.port, told.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use oogmerk_model::Fact;

    #[test]
    fn the_grepable_form_says_the_same() {
        let open =
            told("Timestamp: 1767322800\tHost: 192.0.2.7 ()\tPorts: 80/open/tcp//http//").expect("a port");
        assert_eq!((open.what, open.transport, open.port, open.time.is_some()), ("open", "tcp", 80, true));
        let said = told("Host: 192.0.2.7 ()\tPort: 80\tService: title\tBanner: SC-100\tb").expect("a banner");
        assert_eq!((said.what, said.service, said.text, said.port), ("banner", "title", "SC-100\tb", 80));
        for line in
            ["Host: 192.0.2.7 ()\tStatus: Up", "Host: x\tPort: 1\tService: a\tBanner: b", "Timestamp: 1"]
        {
            assert!(told(line).is_none(), "{line}");
        }
        // A line of nmap's own is nmap's to read.
        assert!(!is_record("Host: 192.0.2.7 ()\tPorts: 80/open/tcp//http///"));
    }

    #[test]
    fn the_sample_gives_what_it_says_and_names_the_line_that_says_nothing() {
        let options = Options::default();
        let mut facts: Vec<Fact> = Vec::new();
        let mut reading = Reading::new("t", &options, &mut facts);
        read(Box::new(ROW.sample.expect("a sample")), &mut reading);
        assert_eq!(
            (reading.outcome.records, reading.outcome.passed_over, reading.outcome.problems),
            (4, 1, 1)
        );
        let told: Vec<String> = facts
            .iter()
            .filter_map(|f| {
                if let Fact::Evidence(e) = f { Some(format!("{}={}", e.field, e.value)) } else { None }
            })
            .filter(|said| !said.starts_with("import.ip") && !said.starts_with("port.open"))
            .collect();
        assert_eq!(
            told,
            [
                "http.status=HTTP/1.1 401 Unauthorized",
                "http.server=Sample-Webs/1.0",
                "http.header_order=Server",
                "http.title=SC-100",
                "telnet.banner=login:"
            ]
        );
    }
}
