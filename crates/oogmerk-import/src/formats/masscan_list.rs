//! masscan's list (`-oL`): a line a port that is open, a line a banner.
//!
//! A banner's last field runs to the end of the line, with bytes that cannot be printed as `\xNN`.
//! Source: masscan 1.3.2, `out-text.c`.

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
    rest: &'l str,
}

fn told(line: &str) -> Option<Told<'_>> {
    let mut fields = line.splitn(6, ' ');
    let what = fields.next().filter(|what| matches!(*what, "open" | "closed" | "banner"))?;
    let transport = fields.next().filter(|t| matches!(*t, "tcp" | "udp" | "sctp" | "icmp" | "arp"))?;
    let port = fields.next()?.parse().ok()?;
    let ip = fields.next()?.parse().ok()?;
    let seconds: i64 = fields.next()?.trim().parse().ok()?;
    let time = Some(Timestamp::from_seconds(seconds, 0));
    Some(Told { what, transport, port, ip, time, rest: fields.next().unwrap_or_default() })
}

fn is_record(line: &str) -> bool {
    told(line.trim()).is_some()
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
        let (name, text) = told.rest.split_once(' ').unwrap_or((told.rest, ""));
        answer.piece(name, told.port, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use oogmerk_model::Fact;

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
