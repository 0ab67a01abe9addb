//! Outputs of nmap's scripts, as far as they repeat what the device said.
//!
//! The same text stands in XML (`output=`) and, behind bars, in normal output. Names of scripts and the layout of
//! their outputs are those of the NSE library documentation (nsedoc) and of the outputs themselves.

use crate::banner::unescaped;

/// Reads one output into fields; raw answers of a port are given to `answer`. False where the script is not known.
pub(crate) fn read(
    id: &str,
    output: &str,
    found: &mut Vec<(&'static str, String)>,
    answer: &mut dyn FnMut(Vec<u8>),
) -> bool {
    let output = output.trim();
    let mut put = |field: &'static str, value: &str| {
        let value = value.trim();
        if !value.is_empty() {
            found.push((field, value.to_owned()));
        }
    };
    match id {
        "http-title" => http_title(output, &mut put),
        "http-server-header" => output.lines().for_each(|l| put("http.server", l)),
        "http-auth" | "http-auth-finder" => http_auth(output, &mut put),
        "http-headers" => http_headers(output, &mut put),
        "http-favicon" => put("http.favicon_md5", &favicon(output)),
        "http-generator" => put("http.body_marker", output),
        "rtsp-methods" => put("rtsp.public", output),
        "ssl-cert" => certificate(output, &mut put),
        "snmp-sysdescr" => {
            let end = output.find("System uptime").unwrap_or(output.len());
            put("snmp.sys_descr", &words(&output[..end]));
        }
        "banner" => answer(unescaped(output)),
        "fingerprint-strings" => fingerprint_strings(output, answer),
        "upnp-info" | "broadcast-upnp-info" => upnp(output, &mut put),
        "wsdd-discover" | "broadcast-wsdd-discover" => ws_discovery(output, &mut put),
        "nbstat" => netbios(output, &mut put),
        "ubiquiti-discovery" => ubiquiti(output, &mut put),
        "dns-nsid" => pairs(output)
            .filter(|(name, _)| *name == "bind.version")
            .for_each(|(_, value)| put("dns.version_bind", value)),
        _ => return false,
    }
    true
}

/// The digest of the icon; empty where the output holds none.
fn favicon(output: &str) -> String {
    let digest = output.split(|c: char| !c.is_ascii_hexdigit()).find(|w| w.len() == 32);
    digest.unwrap_or_default().to_ascii_lowercase()
}

fn netbios(output: &str, put: &mut dyn FnMut(&'static str, &str)) {
    for part in output.split([',', '\n']) {
        match part.split_once(':') {
            Some((name, value)) if name.trim() == "NetBIOS name" => put("netbios.name", value),
            Some((name, value)) if name.trim() == "NetBIOS MAC" => {
                put("import.mac", value.trim().get(..17).unwrap_or_default());
            }
            _ => {}
        }
    }
}

/// nmap's own sentences about a title are no title.
fn http_title(output: &str, put: &mut dyn FnMut(&'static str, &str)) {
    let mut lines = output.lines();
    let first = lines.next().unwrap_or_default();
    if let Some(address) = first.strip_prefix("Did not follow redirect to ") {
        put("http.location", address);
    } else if !first.starts_with("Site doesn't have a title") {
        put("http.title", first);
    }
    for line in lines {
        if let Some(address) = line.trim().strip_prefix("Requested resource was ") {
            put("http.location", address);
        }
    }
}

/// nmap drops the quotes of parameters; the header is put together again with them.
fn http_auth(output: &str, put: &mut dyn FnMut(&'static str, &str)) {
    for line in output.lines().map(str::trim) {
        let Some((scheme, rest)) = line.split_once(' ') else { continue };
        if !matches!(scheme.to_ascii_lowercase().as_str(), "basic" | "digest") {
            continue;
        }
        let Some(realm) = parameter(rest, "realm") else { continue };
        put("http.realm", &realm);
        put("http.www_authenticate", &format!("{scheme} realm=\"{realm}\""));
    }
}

/// A parameter that ends at a quote, or where the next known parameter begins.
fn parameter(text: &str, name: &str) -> Option<String> {
    let start = text.find(&format!("{name}="))? + name.len() + 1;
    let value = &text[start..];
    if let Some(quoted) = value.strip_prefix('"') {
        return quoted.split('"').next().map(str::to_owned);
    }
    const NEXT: [&str; 7] =
        [" nonce=", " qop=", " algorithm=", " opaque=", " stale=", " domain=", " charset="];
    let end = NEXT.iter().filter_map(|n| value.find(n)).min().unwrap_or(value.len());
    Some(value[..end].trim().trim_end_matches(',').to_owned())
}

fn http_headers(output: &str, put: &mut dyn FnMut(&'static str, &str)) {
    for (name, value) in pairs(output) {
        match name.to_ascii_lowercase().as_str() {
            "server" => put("http.server", value),
            "x-powered-by" => put("http.powered_by", value),
            "location" => put("http.location", value),
            "content-type" => put("http.content_type", value),
            "www-authenticate" => http_auth(value, put),
            "set-cookie" => {
                put(
                    "http.set_cookie",
                    &value.split_once('=').map_or(String::new(), |(n, _)| format!("{n}=")),
                );
            }
            _ => {}
        }
    }
}

/// `Subject: commonName=x/organizationName=y/countryName=z` in the order of the certificate.
fn certificate(output: &str, put: &mut dyn FnMut(&'static str, &str)) {
    for (name, value) in pairs(output) {
        match name {
            "Subject" => put("tls.subject", &distinguished_name(value)),
            "Issuer" => put("tls.issuer", &distinguished_name(value)),
            "Subject Alternative Name" => value.split(", ").for_each(|san| {
                put("tls.san", san.split_once(':').map_or(san, |(_, v)| v));
            }),
            "Not valid before" => put("tls.not_before", value),
            _ => {}
        }
    }
}

fn distinguished_name(text: &str) -> String {
    const NAMES: [(&str, &str); 8] = [
        ("commonName", "CN"),
        ("organizationName", "O"),
        ("organizationalUnitName", "OU"),
        ("stateOrProvinceName", "ST"),
        ("localityName", "L"),
        ("countryName", "C"),
        ("emailAddress", "emailAddress"),
        ("serialNumber", "serialNumber"),
    ];
    let mut out: Vec<String> = Vec::new();
    for part in text.split('/') {
        let known = part
            .split_once('=')
            .and_then(|(n, v)| NAMES.iter().find(|(long, _)| *long == n).map(|(_, s)| (s, v)));
        match (known, out.last_mut()) {
            (Some((short, value)), _) => out.push(format!("{short}={value}")),
            // A slash inside a value.
            (None, Some(last)) => {
                last.push('/');
                last.push_str(part);
            }
            (None, None) => out.push(part.to_owned()),
        }
    }
    out.join(",")
}

fn upnp(output: &str, put: &mut dyn FnMut(&'static str, &str)) {
    for (name, value) in pairs(output) {
        match name {
            "Server" => put("ssdp.server", value),
            "Location" => put("ssdp.location", value),
            "Name" => put("upnp.friendly_name", value),
            "Manufacturer" => put("upnp.manufacturer", value),
            "Model Descr" => put("upnp.model_description", value),
            "Model Name" => put("upnp.model_name", value),
            "Model Version" => put("upnp.model_number", value),
            _ => {}
        }
    }
}

/// The answer to a discovery of Ubiquiti's; its `version` is cut out of the firmware by the script.
fn ubiquiti(output: &str, put: &mut dyn FnMut(&'static str, &str)) {
    for (name, value) in pairs(output) {
        match name {
            "hostname" => put("ubiquiti.host_name", value),
            "product" => put("ubiquiti.platform", value),
            "model" => put("ubiquiti.model", value),
            "firmware" => put("ubiquiti.firmware", value),
            // One or more, parted by commas or on lines of their own.
            "mac_addresses" => put("import.mac", value.split(',').next().unwrap_or_default()),
            _ => {}
        }
    }
}

fn ws_discovery(output: &str, put: &mut dyn FnMut(&'static str, &str)) {
    for (name, value) in pairs(output) {
        match name {
            "Address" => value.split_whitespace().for_each(|a| put("wsd.xaddr", a)),
            "Type" => put("wsd.types", value),
            _ => {}
        }
    }
}

/// Groups of `Probe, Probe: ` followed by deeper indented lines of what was answered.
fn fingerprint_strings(output: &str, answer: &mut dyn FnMut(Vec<u8>)) {
    let indent = |l: &str| l.len() - l.trim_start().len();
    let least = output.lines().filter(|l| !l.trim().is_empty()).skip(1).map(indent).min().unwrap_or(0);
    let mut text = String::new();
    for (i, line) in output.lines().enumerate() {
        if i == 0 || (indent(line) <= least.min(2) && line.trim_end().ends_with(':')) {
            if !text.is_empty() {
                answer(std::mem::take(&mut text).into_bytes());
            }
            continue;
        }
        text.push_str(line.trim());
        text.push_str("\r\n");
    }
    if !text.is_empty() {
        answer(text.into_bytes());
    }
}

fn pairs(output: &str) -> impl Iterator<Item = (&str, &str)> {
    output.lines().filter_map(|l| l.split_once(':')).map(|(n, v)| (n.trim(), v.trim()))
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(id: &str, output: &str, want: &[(&str, &str)]) {
        let mut found = Vec::new();
        read(id, output, &mut found, &mut |_| {});
        let found: Vec<(&str, &str)> = found.iter().map(|(f, v)| (*f, v.as_str())).collect();
        assert_eq!(found, want, "{id}: {output}");
    }

    #[test]
    fn scripts_repeat_what_the_device_said() {
        check("http-title", "Site doesn't have a title (text/html).", &[]);
        check(
            "http-title",
            "WEB\nRequested resource was /doc/login.asp",
            &[("http.title", "WEB"), ("http.location", "/doc/login.asp")],
        );
        check(
            "http-title",
            "Did not follow redirect to https://10.0.0.7/",
            &[("http.location", "https://10.0.0.7/")],
        );
        check("http-server-header", "App/1\n  App/2", &[("http.server", "App/1"), ("http.server", "App/2")]);
        check(
            "http-auth",
            "HTTP/1.1 401 Unauthorized\n  Digest qop=auth realm=IP Camera(A1) nonce=abc\n",
            &[("http.realm", "IP Camera(A1)"), ("http.www_authenticate", "Digest realm=\"IP Camera(A1)\"")],
        );
        check(
            "ssl-cert",
            "Subject: commonName=cam/organizationName=A/B Ltd/countryName=BE\nSubject Alternative Name: DNS:cam.example, IP Address:10.0.0.7\nIssuer: commonName=ca\nNot valid before: 2020-01-01T00:00:00\nMD5:   abc",
            &[
                ("tls.subject", "CN=cam,O=A/B Ltd,C=BE"),
                ("tls.san", "cam.example"),
                ("tls.san", "10.0.0.7"),
                ("tls.issuer", "CN=ca"),
                ("tls.not_before", "2020-01-01T00:00:00"),
            ],
        );
        check(
            "snmp-sysdescr",
            "Sample Camera\n  v2\n  System uptime: 1d",
            &[("snmp.sys_descr", "Sample Camera v2")],
        );
        check(
            "http-favicon",
            "Unknown favicon MD5: 0123456789ABCDEF0123456789abcdef",
            &[("http.favicon_md5", "0123456789abcdef0123456789abcdef")],
        );
        check(
            "http-headers",
            "  Server: X\n  Set-Cookie: sid=secret; path=/",
            &[("http.server", "X"), ("http.set_cookie", "sid=")],
        );
        check(
            "ubiquiti-discovery",
            "\n  protocol: v1\n  hostname: hall\n  product: S1\n  firmware: S1.v1.2.3.4\n  version: v1.2.3\n  \
             essid: home\n  interface_to_ip:\n    00:40:8c:9d:31:e8:\n      10.0.0.4\n  mac_addresses: 00:40:8c:9d:31:e8",
            &[
                ("ubiquiti.host_name", "hall"),
                ("ubiquiti.platform", "S1"),
                ("ubiquiti.firmware", "S1.v1.2.3.4"),
                ("import.mac", "00:40:8c:9d:31:e8"),
            ],
        );
        check("unheard-of", "anything", &[]);
    }

    #[test]
    fn raw_answers_are_handed_on() {
        let mut answers = Vec::new();
        read("banner", "220 x\\x0D\\x0Ay\\xZZ", &mut Vec::new(), &mut |b| answers.push(b));
        read(
            "fingerprint-strings",
            "\n  GetRequest, Help: \n    HTTP/1.0 200 OK\n    Server: X\n  NULL: \n    hi",
            &mut Vec::new(),
            &mut |b| answers.push(b),
        );
        assert_eq!(
            answers,
            [b"220 x\r\ny\\xZZ".to_vec(), b"HTTP/1.0 200 OK\r\nServer: X\r\n".to_vec(), b"hi\r\n".to_vec()]
        );
    }
}
