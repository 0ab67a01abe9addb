//! What tools that ask many hosts for their first page write: `httpx -json`, an object a page, and `whatweb
//! --log-json`.
//!
//! Title, server, headers, page and certificate are the device's own words. What a tool makes of them (`tech`, plugins
//! that name a product) is left out: it is a guess by signs that others share. So are cookies, and whoever the tool
//! asked as. What WhatWeb prints for people stands in `printed`.
//! Source: httpx of `ProjectDiscovery`, `runner/types.go` (`Result`), whose older versions parted words by dashes;
//! WhatWeb, `lib/logging/json.rb`.

use crate::head::{Head, Keys};
use crate::reading::Reading;
use crate::row::Row;
use crate::scan::answer::Answer;
use crate::scan::objects::{Object, Objects};
use crate::scan::tree::{Branch, Tree};
use oogmerk_model::{Subject, Timestamp};
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;

pub(crate) const ROW: Row = Row::new("web-probes", |head: &Head<'_>| head.json().is_some_and(is_one), read).sampled(
    br#"{"timestamp":"2026-01-02T03:04:05Z","port":"8080","url":"http://geheim@192.0.2.7:8080","input":"192.0.2.7","title":"SC-100","webserver":"Sample-Webs/1.0","host":"192.0.2.7","status_code":200,"tech":["Sample IP Camera"]}
{"url":"https://cam.example","input":"cam.example","host":"192.0.2.8","port":"443","status-code":401,"header":{"www_authenticate":"Basic realm=\"SC-200\"","set_cookie":"sid=geheim; path=/"},"tls":{"subject_dn":"CN=cam-8, O=Sample","subject_an":["cam.example"]}}
{"url":"http://192.0.2.9","input":"192.0.2.9","host":"192.0.2.9","tls":{"subject_cn":"cam-9","subject_org":["Sample"],"issuer_cn":"ca"}}
{"target":"http://192.0.2.10/","http_status":401,"plugins":{"HTTPServer":{"string":["Sample-Webs/2.0"]},"WWW-Authenticate":{"module":["Basic"],"string":["SC-300"]},"Sample-Camera":{}}}
"#,
);

fn is_one(keys: &Keys<'_>) -> bool {
    let has_any = |names: &[&str]| names.iter().any(|name| keys.has(name) || keys.has(&format!("[].{name}")));
    let is_httpx = has_any(&["url"])
        && has_any(&["input"])
        && (has_any(&["webserver", "title", "status_code", "status-code", "content_type"])
            || keys.any(|path| path.strip_prefix("[].").unwrap_or(path).starts_with("tls.")));
    let is_whatweb = has_any(&["target"])
        && has_any(&["http_status"])
        && keys.any(|path| path.strip_prefix("[].").unwrap_or(path).starts_with("plugins."));
    is_httpx || is_whatweb
}

fn read(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) {
    let mut objects = Objects::of(input);
    while let Some(object) = objects.next(reading) {
        let tree = Tree::told(&object, reading);
        record(&tree.root(), &object, reading);
    }
}

fn record(told: &Branch<'_>, object: &Object, reading: &mut Reading<'_>) {
    let url = told.first(&["url", "target"]);
    let (host, port) = host_of(url);
    let plugin = told.at("plugins");
    let stated = ["host_ip", "host", "a.0", "input"].map(|key| told.text(key)).into_iter().chain([host]);
    let ip = stated.chain([plugin.text("IP.string.0")]).find_map(|text| text.parse::<IpAddr>().ok());
    if ip.is_none() && host.is_empty() {
        // Settings of a run, and what is between records.
        reading.outcome.passed_over += 1;
        return;
    }
    reading.outcome.records += 1;
    let subject = ip.map_or_else(|| Subject::named(host), Subject::ip);
    let mut observation = object.observation(subject, ROW.name, reading);
    observation.seen_at = Timestamp::parse_rfc3339(told.text("timestamp"));
    let observation = Arc::new(observation);
    let mut answer = Answer { observation: &observation, offset: object.offset, reading };
    if let Some(ip) = ip {
        answer.put("import.ip", &ip.to_string());
    }
    if host.parse::<IpAddr>().is_err() {
        answer.put("import.host_name", host);
    }
    let stated = told.port("port");
    answer.port("tcp", if stated > 0 { stated } else { port });
    page(told, &mut answer);
    plugins(&plugin, &mut answer);
    certificate(&told.at("tls"), &mut answer);
}

/// What was answered, as `httpx` writes it.
fn page(told: &Branch<'_>, answer: &mut Answer<'_, '_>) {
    let mut headers: Vec<(String, String)> = Vec::new();
    for (name, values) in told.at("header").members() {
        headers.extend(values.words().iter().map(|value| (name.replace('_', "-"), (*value).to_owned())));
    }
    for (key, header) in [("webserver", "Server"), ("location", "Location")] {
        let value = told.text(key);
        let is_told = headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(header));
        if !value.is_empty() && !is_told {
            headers.push((header.to_owned(), value.to_owned()));
        }
    }
    let raw = told.first(&["raw_header", "raw-header", "response-header"]);
    if raw.starts_with("HTTP/") {
        answer.greeting(raw, 0, "http");
    } else if !headers.is_empty() {
        let code = told.first(&["status_code", "status-code"]);
        let status = if code.is_empty() { String::new() } else { format!("HTTP/1.1 {code}") };
        answer.head(&status, &headers);
    }
    answer.page(told.first(&["body", "response-body"]), told.text("title"));
    answer.put("http.favicon_mmh3", told.first(&["favicon", "favicon-mmh3"]));
}

/// What was answered, as WhatWeb parts it.
fn plugins(told: &Branch<'_>, answer: &mut Answer<'_, '_>) {
    let said = |name: &str| told.at(name).at("string").words().last().copied().unwrap_or_default();
    let mut headers: Vec<(String, String)> = Vec::new();
    for (plugin, header) in
        [("HTTPServer", "Server"), ("RedirectLocation", "Location"), ("X-Powered-By", "X-Powered-By")]
    {
        if !said(plugin).is_empty() {
            headers.push((header.to_owned(), said(plugin).to_owned()));
        }
    }
    if !said("WWW-Authenticate").is_empty() {
        let scheme = told.text("WWW-Authenticate.module.0");
        headers.push(("WWW-Authenticate".to_owned(), challenge(scheme, said("WWW-Authenticate"))));
    }
    if !headers.is_empty() {
        answer.head("", &headers);
    }
    answer.put("http.title", said("Title"));
}

/// The header that asks who is there, put together again.
fn challenge(scheme: &str, realm: &str) -> String {
    let scheme = if scheme.eq_ignore_ascii_case("digest") { "Digest" } else { "Basic" };
    format!("{scheme} realm=\"{}\"", realm.replace('"', ""))
}

fn certificate(told: &Branch<'_>, answer: &mut Answer<'_, '_>) {
    for (whole, cn, org, field) in [
        ("subject_dn", "subject_cn", "subject_org", "tls.subject"),
        ("issuer_dn", "issuer_cn", "issuer_org", "tls.issuer"),
    ] {
        let parts = |name: &'static str, key: &str| {
            let words = told.at(key).words();
            words
                .into_iter()
                .map(move |word| format!("{name}={}", word.replace(',', "\\,")))
                .collect::<Vec<_>>()
        };
        let put_together = [parts("CN", cn), parts("O", org)].concat().join(",");
        let name = told.text(whole);
        let spaced = name.replace(", ", ",");
        answer.put(field, if name.is_empty() { &put_together } else { &spaced });
    }
    for name in told.at("subject_an").words().into_iter().take(20) {
        answer.put("tls.san", name);
    }
    answer.fingerprint(told.text("fingerprint_hash.sha256"));
}

/// The host a link names, and its port; who asked is not told.
fn host_of(url: &str) -> (&str, u16) {
    let Some((scheme, rest)) = url.split_once("://") else { return ("", 0) };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let usual = if scheme.eq_ignore_ascii_case("https") { 443 } else { 80 };
    if let Some((inside, behind)) = host.strip_prefix('[').and_then(|h| h.split_once(']')) {
        return (inside, behind.trim_start_matches(':').parse().unwrap_or(usual));
    }
    match host.split_once(':') {
        Some((name, port)) => (name, port.parse().unwrap_or(usual)),
        None => (host, usual),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_is_its_hosts_and_no_guess_or_secret_leaves() {
        let whole = ROW.sample.expect("a sample");
        let all = ROW.told(whole);
        for (host, said) in [
            ("192.0.2.7", "port.open=tcp/8080"),
            ("192.0.2.7", "http.server=Sample-Webs/1.0"),
            ("192.0.2.7", "http.title=SC-100"),
            ("192.0.2.8", "http.realm=SC-200"),
            ("192.0.2.8", "tls.subject=CN=cam-8,O=Sample"),
            ("192.0.2.8", "import.host_name=cam.example"),
            ("192.0.2.9", "tls.subject=CN=cam-9,O=Sample"),
            ("192.0.2.9", "tls.issuer=CN=ca"),
            ("192.0.2.10", "http.server=Sample-Webs/2.0"),
            ("192.0.2.10", "http.realm=SC-300"),
        ] {
            assert!(
                all.iter().any(|line| line.contains(host) && line.ends_with(said)),
                "{host} {said}: {all:#?}"
            );
        }
        let words = all.concat();
        assert!(!words.contains("geheim") && !words.contains("Sample IP Camera"), "{words}");
        for line in whole.split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
            assert_eq!(crate::recognise::row_of(line).map(|row| row.name), Some(ROW.name));
        }
    }

    #[test]
    fn the_host_of_a_link_is_neither_who_asked_nor_what_was_asked_for() {
        for (url, host, port) in [
            ("http://a:b@192.0.2.7:8080/x@y", "192.0.2.7", 8080),
            ("https://cam.example/", "cam.example", 443),
            ("https://[2001:db8::1]:8443", "2001:db8::1", 8443),
            ("no link", "", 0),
        ] {
            assert_eq!(host_of(url), (host, port), "{url}");
        }
    }
}
