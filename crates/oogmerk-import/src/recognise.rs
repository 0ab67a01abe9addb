//! Which format an input is in, by its first bytes and never by its name.
//!
//! Magic bytes come first; then every row of the table is asked about one head, in the table's order.

use crate::encoding::{HEAD_MAX, text_of};
use crate::format::Format;
use crate::formats::ROWS;
use crate::head::{Head, is_archive};
use crate::row::Row;
use std::collections::BTreeSet;
use std::io::Read as _;

/// The format of an input whose first bytes are `head`; `None` where it is none that can be read.
pub fn recognise(head: &[u8]) -> Option<Format> {
    row_of(head).map(|row| Format::named(row.name))
}

/// The row of the table that takes an input for its own.
pub(crate) fn row_of(head: &[u8]) -> Option<&'static Row> {
    let head = &head[..head.len().min(HEAD_MAX)];
    if is_gzip(head) {
        let unpacked = unpacked_head(head);
        return if is_gzip(&unpacked) { None } else { row_of(&unpacked) };
    }
    let marked = ROWS.iter().copied().find(|row| row.mark.is_some_and(|mark| mark(head)));
    if marked.is_some() || is_archive(head) {
        return marked;
    }
    let text = text_of(head);
    let head = Head::of(&text)?;
    for row in ROWS {
        if (row.looks_like)(&head) {
            return Some(row);
        }
        if row.relative.is_some_and(|is_relative| is_relative(&head)) {
            return None;
        }
    }
    None
}

fn unpacked_head(head: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::new();
    // The head of a packed file ends in the middle: what came before the error counts.
    let _ = flate2::read::MultiGzDecoder::new(head).take(HEAD_MAX as u64).read_to_end(&mut unpacked);
    unpacked
}

/// Names of the entities that an XML document declares. They stand before its root, and so in the head of every input
/// that is recognised as XML.
pub(crate) fn entities(head: &[u8]) -> BTreeSet<String> {
    if is_gzip(head) {
        let unpacked = unpacked_head(head);
        return if is_gzip(&unpacked) { BTreeSet::new() } else { entities(&unpacked) };
    }
    let text = text_of(&head[..head.len().min(HEAD_MAX)]);
    if !text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
        return BTreeSet::new();
    }
    let names = text.split("<!ENTITY").skip(1).filter_map(|rest| {
        // `<!ENTITY % name` is one for the declarations themselves.
        rest.split_whitespace().find(|word| *word != "%").map(str::to_owned)
    });
    names.collect()
}

/// Whether the input is packed with gzip (RFC 1952), as captures and logs often are.
pub(crate) fn is_gzip(head: &[u8]) -> bool {
    head.starts_with(&[0x1f, 0x8b, 0x08])
}

/// Whether an input cannot be a text.
pub(crate) fn is_binary(head: &[u8]) -> bool {
    let head = &head[..head.len().min(HEAD_MAX)];
    if is_gzip(head) {
        let unpacked = unpacked_head(head);
        return is_gzip(&unpacked) || is_binary(&unpacked);
    }
    is_archive(head)
        || head.starts_with(b"%PDF-")
        || ROWS.iter().any(|row| row.mark.is_some_and(|mark| mark(head)))
}

/// What to tell of an input in no known format: what it is, where that helps, and what to do.
pub(crate) fn why_unknown(head: &[u8]) -> String {
    let holds = |needle: &[u8]| memchr::memmem::find(&head[..head.len().min(512)], needle).is_some();
    let known = if head.is_empty() {
        "is empty"
    } else if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        "is an old Office file; save the list as .xlsx or .csv"
    } else if holds(b"opendocument.spreadsheet") {
        "is an OpenDocument list; save it as .xlsx or .csv"
    } else if is_archive(head) {
        "is an archive; unpack it first"
    } else if head.starts_with(b"%PDF-") {
        "is a PDF; a list must be a spreadsheet or text"
    } else if is_gzip(head) {
        return crate::nearest::why(&unpacked_head(head));
    } else {
        return crate::nearest::why(head);
    };
    known.to_owned()
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

    /// Rows that would take a sample too, were they asked first: why the table has an order.
    const ALSO: [(&str, &str); 10] = [
        // A WS-Discovery message stands in an envelope.
        ("ws-discovery-xml", "onvif-xml"),
        // Both begin by saying which scan was begun.
        ("nmap-grepable", "nmap-normal"),
        // Rows that agree on a separator look like a list.
        ("network-tables", "spreadsheet-csv"),
        ("nfdump-csv", "spreadsheet-csv"),
        ("shadowserver-csv", "spreadsheet-csv"),
        ("shodan-csv", "spreadsheet-csv"),
        ("snmprec", "spreadsheet-csv"),
        ("zeek-conn", "spreadsheet-csv"),
        ("zeek-log", "spreadsheet-csv"),
        // Logs of protocols name both ends, as flows do.
        ("zeek-log", "zeek-conn"),
    ];

    /// Every row that says an input is its own.
    fn takers(bytes: &[u8]) -> Vec<&'static str> {
        let head = &bytes[..bytes.len().min(HEAD_MAX)];
        let text = text_of(head);
        let text = Head::of(&text).filter(|_| !is_archive(head));
        let takes = |row: &&&Row| {
            row.mark.is_some_and(|mark| mark(head)) || text.as_ref().is_some_and(|h| (row.looks_like)(h))
        };
        ROWS.iter().filter(takes).map(|row| row.name).collect()
    }

    #[test]
    fn no_two_rows_take_the_same_sample_but_those_that_are_named() {
        let mut seen = std::collections::BTreeSet::new();
        let in_files =
            ROWS.iter().filter_map(|row| Some((std::path::PathBuf::from(row.name), row.sample?.to_vec())));
        for (path, bytes) in oogmerk_trial::samples().into_iter().chain(in_files) {
            let takers = takers(&bytes);
            let Some((first, others)) = takers.split_first() else { continue };
            assert_eq!(row_of(&bytes).map(|row| row.name), Some(*first), "{}", path.display());
            seen.extend(others.iter().map(|other| (*first, *other)));
        }
        assert_eq!(seen, ALSO.into_iter().collect());
    }
}
