//! Which format an input is in, by its first bytes and never by its name.
//!
//! Marks of binary formats come first, then the root of XML, the keys of JSON, and the shape of the first lines. Text
//! that is in none of these is taken for a list only where its rows agree on a separator.

use crate::encoding::text_of;
use crate::format::{Document, Format};
use crate::{capture, flow, shadowserver, table, vapix};
use oogmerk_bytes::json_walk as json;
use std::collections::BTreeSet;
use std::io::Read as _;

/// How many first bytes are looked at.
pub const HEAD_MAX: usize = 64 * 1024;

/// The format of an input whose first bytes are `head`; `None` where it is none that can be read.
pub fn recognise(head: &[u8]) -> Option<Format> {
    let head = &head[..head.len().min(HEAD_MAX)];
    if is_gzip(head) {
        let mut unpacked = Vec::new();
        // The head of a packed file ends in the middle: what came before the error counts.
        let _ = flate2::read::MultiGzDecoder::new(head).take(HEAD_MAX as u64).read_to_end(&mut unpacked);
        return if is_gzip(&unpacked) { None } else { recognise(&unpacked) };
    }
    if capture::looks_like(head) {
        return Some(Format::Capture);
    }
    if head.starts_with(b"PK\x03\x04") {
        return workbook(head);
    }
    // DHDiscover with its 32-byte binary header in front of the JSON.
    if head.get(4..8) == Some(b"DHIP") {
        return Some(Format::Document(Document::Dhip));
    }
    let text = text_of(head);
    if is_binary(&text) {
        return None;
    }
    let trimmed = text.trim_start();
    match trimmed.chars().next()? {
        '<' => xml(trimmed),
        '{' | '[' => json_document(trimmed),
        _ => lines(&text),
    }
}

/// Whether the input is packed with gzip (RFC 1952), as captures and logs often are.
pub(crate) fn is_gzip(head: &[u8]) -> bool {
    head.starts_with(&[0x1f, 0x8b, 0x08])
}

/// What to tell of an input in no known format: what it is, where that helps, and what to do.
pub(crate) fn why_unknown(head: &[u8]) -> &'static str {
    let holds = |needle: &[u8]| memchr::memmem::find(&head[..head.len().min(512)], needle).is_some();
    if head.is_empty() {
        "is empty"
    } else if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        "is an old Office file; save the list as .xlsx or .csv"
    } else if holds(b"opendocument.spreadsheet") {
        "is an OpenDocument list; save it as .xlsx or .csv"
    } else if head.starts_with(b"PK\x03\x04") {
        "is an archive; unpack it first"
    } else if head.starts_with(b"%PDF-") {
        "is a PDF; a list must be a spreadsheet or text"
    } else {
        "is in no format known here"
    }
}

/// Text holds no control characters but white space (and a few escapes in what tools print).
fn is_binary(text: &str) -> bool {
    let odd = text
        .chars()
        .filter(|c| (c.is_control() && !c.is_whitespace() && *c != '\u{1b}') || *c == '\u{fffd}')
        .count();
    text.contains('\0') || odd * 50 > text.chars().count()
}

fn workbook(head: &[u8]) -> Option<Format> {
    let holds = |needle: &[u8]| memchr::memmem::find(head, needle).is_some();
    let office = holds(b"[Content_Types].xml") || holds(b"_rels/.rels");
    (holds(b"xl/") || (office && !holds(b"word/") && !holds(b"ppt/"))).then_some(Format::SpreadsheetXlsx)
}

/// By the name of the root element and, where that is shared, by what it holds.
fn xml(text: &str) -> Option<Format> {
    let root = root_name(text)?;
    let local = oogmerk_bytes::xml_walk::local(root);
    let has = |needle: &str| text.contains(needle);
    Some(match local {
        "nmaprun" => Format::NmapXml,
        "DeviceInfo" => Format::Isapi,
        "ProbeMatch" | "Probe" => Format::Document(Document::Sadp),
        "root" if has("urn:schemas-upnp-org:device") || has("<deviceType>") => {
            Format::Document(Document::Upnp)
        }
        "Envelope" | "Body" | "Header"
            if has("ProbeMatches")
                || has("ResolveMatches")
                || has(":Hello")
                || has(":Bye")
                || has(":Probe") =>
        {
            Format::Document(Document::WsDiscovery)
        }
        "ProbeMatches" | "Hello" | "Bye" | "ResolveMatches" => Format::Document(Document::WsDiscovery),
        "Envelope" | "Body" => Format::Document(Document::Onvif),
        name if name.ends_with("Response") && (has("onvif.org") || root.contains(':')) => {
            Format::Document(Document::Onvif)
        }
        _ => return None,
    })
}

/// Name of the first element, after declarations, comments and a document type.
fn root_name(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        rest = if let Some(after) = rest.strip_prefix("<!--") {
            &after[after.find("-->")? + 3..]
        } else if let Some(after) = rest.strip_prefix("<?") {
            &after[after.find("?>")? + 2..]
        } else if let Some(after) = rest.strip_prefix("<!") {
            // An internal subset may hold closing brackets of its own.
            match (after.find('['), after.find('>')?) {
                (Some(open), end) if open < end => {
                    let close = after.find("]>").or_else(|| after.find("] >"))?;
                    &after[after[close..].find('>')? + close + 1..]
                }
                (_, end) => &after[end + 1..],
            }
        } else {
            break;
        };
    }
    let name = rest.strip_prefix('<')?;
    let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
    Some(&name[..end]).filter(|n| !n.is_empty())
}

/// By its keys: a document of any size is told by those in its head, whether whole or cut.
fn json_document(text: &str) -> Option<Format> {
    let mut paths: BTreeSet<String> = BTreeSet::new();
    let mut schema = String::new();
    let mut feature_collection = false;
    let mut method = String::new();
    let walked = json::walk(text.as_bytes(), &mut |leaf| {
        if let Some(value) = leaf.value.as_text() {
            match leaf.path {
                "schema" => schema = value.into_owned(),
                "type" => feature_collection |= value == "FeatureCollection",
                "method" => method = value.into_owned(),
                _ => {}
            }
        }
        if paths.len() < 4096 && leaf.path.len() < 200 {
            paths.insert(leaf.path.to_owned());
        }
    });
    if walked.is_err_and(|stop| !stop.cut_off) && paths.is_empty() {
        return None;
    }
    let has = |path: &str| paths.contains(path);
    let any = |wanted: &[&str]| wanted.iter().any(|p| has(p));
    if is_own(&schema) || text.lines().skip(1).take(50).any(|l| is_own(&schema_of(l))) {
        return Some(Format::OogmerkLines);
    }
    if has("id.orig_h") && has("id.resp_h") {
        return Some(Format::ZeekConn);
    }
    if feature_collection && has("features") {
        return Some(Format::GeoJson);
    }
    if method.contains("notifyDevInfo") || has("params.deviceInfo") {
        return Some(Format::Document(Document::Dhip));
    }
    if any(&[
        "DeviceInfo.model",
        "DeviceInfo.serialNumber",
        "DeviceInfo.deviceType",
        "DeviceInfo.firmwareVersion",
    ]) || (has("model") && has("serialNumber") && has("firmwareReleasedDate"))
    {
        return Some(Format::Isapi);
    }
    let masscan = |base: &str| has(&format!("{base}ip")) && has(&format!("{base}timestamp"));
    if (masscan("[].") && has("[].ports")) || (masscan("") && any(&["ports", "port"])) {
        return Some(Format::MasscanJson);
    }
    let tplink = [
        "discovery_result",
        "system.get_sysinfo",
        "get_sysinfo",
        "get_device_info",
        "getDeviceInfo",
        "component_nego",
        "child_info_from_parent",
        "getAppComponentList",
    ];
    if any(&tplink) || (has("result.device_type") && any(&["result.device_model", "result.device_id"])) {
        return Some(Format::TplinkJson);
    }
    // Modules of the older TP-Link protocol come before `system` where keys are sorted.
    if paths
        .iter()
        .any(|p| p.starts_with("smartlife.iot.") || p.starts_with("emeter.get_") || p.starts_with("cnCloud."))
    {
        return Some(Format::TplinkJson);
    }
    let bootstrap = (has("authUserId") || has("accessKey") || has("nvr"))
        && any(&["cameras", "nvr", "lights", "sensors"]);
    let entry = has("mac")
        && any(&["modelKey", "marketName", "isAdopted"])
        && any(&["firmwareVersion", "connectionHost", "type"]);
    let list = |base: &str| has(&format!("{base}modelKey")) && has(&format!("{base}mac"));
    if bootstrap || entry || list("cameras[].") || list("[].") {
        return Some(Format::UnifiJson);
    }
    None
}

/// Whether a schema is one of our own inputs.
fn is_own(schema: &str) -> bool {
    schema.starts_with("oogmerk.observation/") || schema.starts_with("oogmerk.evidence/")
}

/// The schema a line names: a bad first line must not hide what the others are.
fn schema_of(line: &str) -> String {
    let mut schema = String::new();
    if line.starts_with('{') {
        let _ = json::walk(line.as_bytes(), &mut |leaf| {
            if let ("schema", Some(value)) = (leaf.path, leaf.value.as_text()) {
                schema = value.into_owned();
            }
        });
    }
    schema
}

fn lines(text: &str) -> Option<Format> {
    let first = text.lines().find(|l| !l.trim().is_empty())?.trim();
    let head: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).take(200).collect();
    if first.starts_with("RTSP/1.") || first.starts_with("RTSP/2.") || first.ends_with(" RTSP/1.0") {
        return Some(Format::Document(Document::Rtsp));
    }
    if first.starts_with("NOTIFY * HTTP/1.") || first.starts_with("M-SEARCH * HTTP/1.") {
        return Some(Format::Document(Document::Ssdp));
    }
    if first.starts_with("HTTP/1.") || first.starts_with("HTTP/0.9 ") {
        let ssdp = head.iter().take(20).any(|l| l.to_ascii_lowercase().starts_with("usn:"));
        return Some(Format::Document(if ssdp { Document::Ssdp } else { Document::Http }));
    }
    if first == "v=0"
        && head.iter().take(10).any(|l| l.starts_with("m=") || l.starts_with("s=") || l.starts_with("o="))
    {
        return Some(Format::Document(Document::Sdp));
    }
    if first.starts_with("onvif://") {
        return Some(Format::Document(Document::OnvifScopes));
    }
    if first.starts_with("#separator") || (first.starts_with("#fields") && first.contains("id.orig_h")) {
        return head
            .iter()
            .any(|l| l.starts_with("#fields") && l.contains("id.orig_h") && l.contains("proto"))
            .then_some(Format::ZeekConn);
    }
    if head.iter().any(|l| l.starts_with("Host: ") && (l.contains("\tPorts: ") || l.contains("\tStatus: "))) {
        return Some(Format::NmapGrepable);
    }
    if head.iter().any(|l| is_nmap_normal(l))
        || (first.starts_with("# Nmap ") && first.contains(" scan initiated "))
    {
        return Some(Format::NmapNormal);
    }
    if flow::is_nfdump_header(first) {
        return Some(Format::NfdumpCsv);
    }
    if shadowserver::is_header(first) {
        return Some(Format::ShadowserverCsv);
    }
    if is_snmp_recording(first) {
        return Some(Format::SnmpRec);
    }
    if is_snmp_walk(first) {
        return Some(Format::SnmpWalk);
    }
    if vapix::looks_like(text) {
        return Some(Format::Vapix);
    }
    table::looks_like(text).then_some(Format::SpreadsheetCsv)
}

/// The line that begins a host, or the headings of its table of ports.
fn is_nmap_normal(line: &str) -> bool {
    if line.starts_with("Nmap scan report for ") {
        return true;
    }
    let mut words = line.split_whitespace();
    words.next() == Some("PORT") && words.next() == Some("STATE") && words.next() == Some("SERVICE")
}

/// `1.3.6.1.2.1.1.1.0|4|value`, as recordings for an SNMP simulator hold it.
fn is_snmp_recording(line: &str) -> bool {
    let mut parts = line.splitn(3, '|');
    let (Some(oid), Some(tag), Some(_)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let tag = tag.split(':').next().unwrap_or_default().trim_end_matches(|c: char| c.is_ascii_lowercase());
    is_oid(oid) && !tag.is_empty() && tag.bytes().all(|b| b.is_ascii_digit())
}

/// `.1.3.6… = STRING: value` or `SNMPv2-MIB::sysDescr.0 = …`.
fn is_snmp_walk(line: &str) -> bool {
    let Some((name, _)) = line.split_once(" = ") else { return false };
    let name = name.trim();
    let named = name.split_once("::").is_some_and(|(module, object)| {
        (module.ends_with("-MIB") || module.ends_with("-SMI"))
            && object.starts_with(|c: char| c.is_ascii_alphabetic())
    });
    named || is_oid(&name.replacen("iso", "1", usize::from(name.starts_with("iso."))))
}

fn is_oid(text: &str) -> bool {
    let text = text.trim().trim_start_matches('.');
    text.contains('.') && text.split('.').all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &[u8], want: Option<&str>) {
        assert_eq!(
            recognise(head).map(Format::as_str),
            want,
            "{}",
            String::from_utf8_lossy(&head[..head.len().min(60)])
        );
    }

    #[test]
    fn content_tells_the_format() {
        check(b"\xd4\xc3\xb2\xa1rest", Some("capture"));
        check(b"\x0a\x0d\x0d\x0a\x1c", Some("capture"));
        check(b"{\"schema\":\"oogmerk.evidence/1\",\"field\":\"a\"}\n{}", Some("oogmerk-lines"));
        check(b"{\"broken\":\n{\"schema\":\"oogmerk.evidence/1\"}\n", Some("oogmerk-lines"));
        check(b"<?xml version='1.0'?><!DOCTYPE nmaprun [<!ENTITY a \"]>\">]><!-- x --><nmaprun a='b'>", None);
        check(b"<?xml version='1.0'?><!DOCTYPE nmaprun><!-- x --><nmaprun a='b'>", Some("nmap-xml"));
        check(b"# Nmap 7.9 scan initiated Sun\nHost: 10.0.0.7 ()\tStatus: Up\n", Some("nmap-grepable"));
        check(b"PORT   STATE SERVICE\n80/tcp open http\n", Some("nmap-normal"));
        check(
            b"[\n{ \"ip\": \"10.0.0.7\", \"timestamp\": \"1\", \"ports\": [ {\"port\": 80",
            Some("masscan-json"),
        );
        check(b"ts,te,td,sa,da,sp,dp,pr,flg,ipkt,ibyt\n", Some("nfdump-csv"));
        check(
            b"#separator \\x09\n#path\tconn\n#fields\tts\tuid\tid.orig_h\tid.resp_h\tproto\n",
            Some("zeek-conn"),
        );
        check(
            b"{\"ts\":1.0,\"uid\":\"C\",\"id.orig_h\":\"10.0.0.7\",\"id.resp_h\":\"10.0.0.8\"}\n",
            Some("zeek-conn"),
        );
        check(b"1.3.6.1.2.1.1.1.0|4|x\n", Some("snmprec"));
        check(b".1.3.6.1.2.1.1.1.0 = STRING: x\n", Some("snmpwalk"));
        check(b"root.Brand.Brand=AXIS\n", Some("vapix"));
        check(b"<DeviceInfo version=\"2.0\"><model>x</model>", Some("isapi"));
        check(b"{\"system\":{\"get_sysinfo\":{\"model\":\"x\"", Some("tplink-json"));
        check(
            b"{\"mac\":\"A\",\"type\":\"UVC\",\"modelKey\":\"camera\",\"isAdopted\":true}",
            Some("unifi-json"),
        );
        check(b"RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\n\r\n", Some("rtsp-text"));
        check(b"v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\n", Some("sdp-text"));
        check(b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n", Some("http-text"));
        check(b"HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\nUSN: uuid:1\r\n\r\n", Some("ssdp-text"));
        check(b"<s:Envelope xmlns:s='x'><s:Body><tds:GetDeviceInformationResponse>", Some("onvif-xml"));
        check(b"<s:Envelope><s:Body><d:ProbeMatches>", Some("ws-discovery-xml"));
        check(b"<?xml version=\"1.0\"?><ProbeMatch><Uuid>1</Uuid>", Some("sadp-xml"));
        check(b"<root xmlns=\"urn:schemas-upnp-org:device-1-0\">", Some("upnp-xml"));
        check(b"{\"mac\":\"x\",\"method\":\"client.notifyDevInfo\",\"params\":{}}", Some("dhip-json"));
        check(b"merk;model;locatie\nA;B;C\n", Some("spreadsheet-csv"));
        check(b"{\"type\":\"FeatureCollection\",\"features\":[", Some("geojson"));
    }

    #[test]
    fn what_is_nothing_known_stays_unknown() {
        for head in [
            &b""[..],
            b" ",
            b"\0",
            b"x",
            b"{",
            b"[",
            b"<",
            b"<!",
            b"<!--",
            b"<a",
            b"{}",
            b"hello world\nthis is prose, with a comma\n",
        ] {
            check(head, None);
        }
        check(b"\x7fELF\x02\x01\x01\0\0\0\0", None);
        check(b"merk;model\n\0\0\0\0\x01\x02;x\n", None);
        check(b"<html><body></body></html>", None);
    }
}
