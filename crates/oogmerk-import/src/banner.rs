//! Where a greeting or answer belongs that another tool recorded on a port: decided by its first bytes, then by the
//! service's name. The codecs of `wire` read it, and cut what is secret in it.
//!
//! Source of the forms: RFC 9110, RFC 7826 and RFC 2326 (status lines), RFC 4253 section 4.2 (SSH identification),
//! RFC 959 (FTP reply 220), RFC 5321 (SMTP greeting).

use crate::reading::Reading;
use oogmerk_model::{Observation, Place};
use oogmerk_wire::codec::banner::{Protocol, parse};
use std::sync::Arc;

/// Gives what was received on a port to the codec that knows it. A tool's record may be cut anywhere: what the codec
/// cannot read is no fault of the file and passes in silence.
pub(crate) fn route(
    bytes: &[u8],
    port: u16,
    service: &str,
    observation: &Arc<Observation>,
    place: Place,
    reading: &mut Reading<'_>,
) {
    let lead = bytes.iter().position(|b| !b.is_ascii_whitespace() && *b != 0).unwrap_or(bytes.len());
    let bytes = &bytes[lead..];
    let stated: [(&[u8], &str); 4] =
        [(b"HTTP/", "http"), (b"RTSP/", "rtsp"), (b"SIP/", "sip"), (b"\xf0\xde\xbc\x0a", "baichuan")];
    let read = match stated.iter().find(|(start, _)| bytes.starts_with(start)) {
        Some((_, "http")) if is_discovery(bytes) => {
            oogmerk_wire::codec::read("ssdp", bytes).and_then(Result::ok)
        }
        Some((_, codec)) => {
            oogmerk_wire::codec::read_for(codec, bytes, &reading.options.markers).and_then(Result::ok)
        }
        None => parse(greeter(bytes, port, service), bytes).ok().map(|m| m.clues()),
    };
    if let Some(mut clues) = read {
        for clue in &mut clues.0 {
            // Places in an unescaped string are no places in the file.
            clue.span = None;
            clue.decoded = true;
        }
        reading.put_clues(observation, clues, place.offset);
    }
}

/// An answer to a search of UPnP has the form of one over HTTP; no page names a service (UPnP Device Architecture 1.1,
/// section 1.3.3).
fn is_discovery(bytes: &[u8]) -> bool {
    bytes
        .split(|b| *b == b'\n')
        .take(40)
        .any(|line| line.get(..4).is_some_and(|n| n.eq_ignore_ascii_case(b"USN:")))
}

/// Undoes `\xNN`, as which programs write bytes that cannot be printed; everything else stands as it was.
pub(crate) fn unescaped(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(found) = rest.find("\\x") {
        out.extend_from_slice(&rest.as_bytes()[..found]);
        let hex = rest.get(found + 2..found + 4).and_then(|h| u8::from_str_radix(h, 16).ok());
        if let Some(byte) = hex {
            out.push(byte);
            rest = &rest[found + 4..];
        } else {
            out.extend_from_slice(b"\\x");
            rest = &rest[found + 2..];
        }
    }
    out.extend_from_slice(rest.as_bytes());
    out
}

fn greeter(bytes: &[u8], port: u16, service: &str) -> Protocol {
    if bytes.starts_with(b"SSH-") {
        Protocol::Ssh
    } else if bytes.starts_with(b"220") {
        let line = bytes.split(|b| *b == b'\n').next().unwrap_or_default().to_ascii_uppercase();
        let mail = matches!(port, 25 | 465 | 587)
            || service == "smtp"
            || memchr::memmem::find(&line, b"SMTP").is_some();
        if mail { Protocol::Smtp } else { Protocol::Ftp }
    } else if port == 23 || service == "telnet" {
        Protocol::Telnet
    } else {
        Protocol::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use oogmerk_model::{Fact, Subject};

    fn check(bytes: &[u8], port: u16, service: &str, want: &[(&str, &str)]) {
        let options = Options::default();
        let mut facts: Vec<Fact> = Vec::new();
        let mut reading = Reading::new("t", &options, &mut facts);
        let observation = Arc::new(reading.observation(Subject::named("s"), "nmap-xml", None, bytes));
        route(bytes, port, service, &observation, Place::default(), &mut reading);
        let seen: Vec<(String, String)> = facts
            .into_iter()
            .filter_map(
                |f| if let Fact::Evidence(e) = f { Some((e.field.to_string(), e.value)) } else { None },
            )
            .collect();
        let seen: Vec<(&str, &str)> = seen.iter().map(|(f, v)| (f.as_str(), v.as_str())).collect();
        assert_eq!(seen, want);
    }

    #[test]
    fn greetings_go_where_their_first_bytes_say() {
        check(
            b"220 Sample Camera 1.0 ready.\r\n530 no\r\n",
            21,
            "ftp",
            &[("ftp.banner", "220 Sample Camera 1.0 ready.")],
        );
        check(b"220 mail.example ESMTP", 2525, "", &[("smtp.banner", "220 mail.example ESMTP")]);
        check(b"SSH-2.0-sample\r\n", 2222, "", &[("ssh.banner", "SSH-2.0-sample")]);
        check(
            b"\xff\xfd\x01\xff\xfb\x03\r\ncam-1\r\nlogin: ",
            23,
            "telnet",
            &[("telnet.banner", "cam-1\r\nlogin:")],
        );
        check(b"hello there\n", 9999, "unknown", &[("tcp.banner", "hello there")]);
        check(b"SIP/2.0 200 OK\r\nServer: Sample/1\r\n\r\n", 5060, "sip", &[("sip.server", "Sample/1")]);
        check(
            b"HTTP/1.1 200 OK\r\nSERVER: Sample/1\r\nUSN: uuid:1\r\n\r\n",
            1900,
            "",
            &[("ssdp.server", "Sample/1"), ("ssdp.usn", "uuid:1"), ("protocol.answered", "ssdp")],
        );
        check(b"\x01\x02\x03\x04", 9999, "", &[]);
        check(b"", 80, "http", &[]);
        check(b"\xff\xfa\x18", 23, "telnet", &[]);
    }
}
