//! ZGrab2: an object a line, with what each of its modules was answered by one address; and ZGrab before it, whose
//! modules hold the answer without a `result` around it.
//!
//! A module that got no answer says nothing. Modules may be run under any name, so what one is follows from its
//! `protocol`. Source: the ZGrab 2.0 schemas (`zgrab2_schemas/zgrab2/*.py`) and the READMEs of both.

use crate::head::{Head, Keys};
use crate::reading::Reading;
use crate::row::Row;
use crate::scan::answer::{Answer, turned};
use crate::scan::objects::{Object, Objects};
use crate::scan::tree::{Branch, Tree};
use base64::Engine as _;
use oogmerk_model::{ProblemSeverity, Subject, Timestamp};
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;

pub(crate) const ROW: Row = Row::new("zgrab-json", |head: &Head<'_>| head.json().is_some_and(is_one), read);

fn is_one(keys: &Keys<'_>) -> bool {
    let is_of_a_module = |path: &str| {
        let below = path.strip_prefix("[].").unwrap_or(path).strip_prefix("data.");
        below
            .and_then(|rest| rest.split_once('.'))
            .is_some_and(|(_, key)| key == "status" || key == "protocol")
    };
    let is_old = |path: &str| path.strip_prefix("[].").unwrap_or(path).starts_with("data.http.response.");
    keys.has_any(&["ip", "domain", "[].ip", "[].domain"])
        && keys.any(|path| is_of_a_module(path) || is_old(path))
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let mut objects = Objects::of(input);
    while let Some(object) = objects.next(reading) {
        let tree = Tree::told(&object, reading);
        record(&tree.root(), &object, reading);
    }
}

fn record(record: &Branch<'_>, object: &Object, reading: &mut Reading<'_>) {
    let ip = record.text("ip").parse::<IpAddr>().ok();
    let domain = record.text("domain");
    let subject = match ip {
        Some(ip) => Subject::ip(ip),
        None if !domain.is_empty() => Subject::named(&format!("row:{}", object.number)),
        None => {
            let reason = "a record names no address";
            reading.problem(ProblemSeverity::Part, Some(object.number), Some(object.offset), reason);
            return;
        }
    };
    reading.outcome.records += 1;
    for (name, module) in record.at("data").members() {
        let result = ["result", ""].iter().map(|path| module.at(path)).find(Branch::is_there);
        let Some(result) = result.filter(|_| matches!(module.text("status"), "success" | "")) else {
            continue;
        };
        let mut observation = object.observation(subject.clone(), ROW.name, reading);
        observation.seen_at = Timestamp::parse_rfc3339(module.text("timestamp"))
            .or_else(|| Timestamp::parse_rfc3339(record.text("timestamp")));
        let observation = Arc::new(observation);
        let mut answer = Answer { observation: &observation, offset: object.offset, reading };
        if let Some(ip) = ip {
            answer.put("import.ip", &ip.to_string());
        }
        answer.put("import.host_name", domain);
        let protocol = module.text("protocol");
        answered(
            if protocol.is_empty() { name } else { protocol },
            module.port("port"),
            &result,
            &mut answer,
        );
    }
}

/// What one module was answered.
fn answered(protocol: &str, port: u16, result: &Branch<'_>, answer: &mut Answer<'_, '_>) {
    answer.port("tcp", port);
    for hop in result.at("redirect_response_chain").items() {
        response(&hop, answer);
    }
    response(&result.at("response"), answer);
    for key in ["", "banner", "server_id.raw", "starttls", "response"] {
        let text = result.text(key);
        match plain(text) {
            Some(bytes) => answer.bytes(&bytes, port, protocol),
            None => answer.greeting(text, port, protocol),
        }
    }
    for log in [
        "handshake_log",
        "tls.handshake_log",
        "tls_log.handshake_log",
        "response.request.tls_log.handshake_log",
    ] {
        certificate(&result.at(log).at("server_certificates.certificate"), answer);
    }
}

/// An answer over HTTP: headers stand under names in lower case with underscores, unknown ones as pairs.
fn response(told: &Branch<'_>, answer: &mut Answer<'_, '_>) {
    let mut headers: Vec<(String, String)> = Vec::new();
    for (name, values) in told.at("headers").members() {
        for value in values.words() {
            headers.push((name.replace('_', "-"), value.to_owned()));
        }
    }
    for pair in told.at("headers.unknown").items() {
        for value in pair.at("value").words() {
            headers.push((pair.text("key").replace('_', "-"), value.to_owned()));
        }
    }
    let code = told.first(&["status_line", "status_code"]);
    if code.is_empty() && headers.is_empty() {
        return;
    }
    let version = told.first(&["protocol.name"]);
    let version = if version.is_empty() { "HTTP/1.1" } else { version };
    answer.head(&if code.is_empty() { String::new() } else { format!("{version} {code}") }, &headers);
    let body = told.text("body");
    match plain(body) {
        Some(bytes) => answer.page(&String::from_utf8_lossy(&bytes), ""),
        None => answer.page(body, ""),
    }
}

/// A certificate as it came, else what ZGrab read in it.
fn certificate(told: &Branch<'_>, answer: &mut Answer<'_, '_>) {
    if answer.certificate(told.text("raw")) {
        return;
    }
    let parsed = told.at("parsed");
    answer.put("tls.subject", &turned(parsed.text("subject_dn")));
    answer.put("tls.issuer", &turned(parsed.text("issuer_dn")));
    for name in parsed.at("names").words().into_iter().take(20) {
        answer.put("tls.san", name);
    }
    answer.fingerprint(parsed.text("fingerprint_sha256"));
}

/// What is written as base64 or hex because it is no text: only where what comes out begins as answers do.
fn plain(text: &str) -> Option<Vec<u8>> {
    let is_hex =
        text.len() >= 8 && text.len().is_multiple_of(2) && text.bytes().all(|b| b.is_ascii_hexdigit());
    let bytes = if is_hex {
        from_hex(text)
    } else if text.len() >= 8 && text.len().is_multiple_of(4) {
        base64::engine::general_purpose::STANDARD.decode(text).ok()?
    } else {
        return None;
    };
    let begins = [
        &b"HTTP/"[..],
        b"RTSP/",
        b"SIP/",
        b"SSH-",
        b"220",
        b"<",
        b"\xff\xfb",
        b"\xff\xfc",
        b"\xff\xfd",
        b"\xff\xfe",
    ];
    begins.iter().any(|start| bytes.trim_ascii_start().starts_with(start)).then_some(bytes)
}

fn from_hex(text: &str) -> Vec<u8> {
    let digits = text.as_bytes().chunks_exact(2).filter_map(|pair| std::str::from_utf8(pair).ok());
    digits.filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_into_letters_is_unpacked_only_where_it_is_an_answer() {
        assert_eq!(plain("SFRUUC8xLjEgMjAwIE9L"), Some(b"HTTP/1.1 200 OK".to_vec()));
        assert_eq!(plain("3232302068690a00"), Some(b"220 hi\n\0".to_vec()));
        for text in ["", "password", "SC-100 login", "deadbeefdeadbeef", "220 camera ready"] {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
