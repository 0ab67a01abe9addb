//! Sessions in which somebody asked one host: certificates as OpenSSL's tools show them: `openssl s_client`, `openssl x509 -text`, `-subject -issuer`.
//!
//! `-subject -issuer`; greetings as `telnet`, `ftp` and `nc -v` show them.
//!
//! Source: the manual pages openssl-s_client(1), openssl-x509(1) and openssl-namedisplay-options(1). Names are put in
//! the order of RFC 4514, as the codec of certificates writes them; an address of mail in one is a person's and left.
//! Greetings: telnet(1), ftp(1), nc(1). What follows a question for an account or a password is not read.

use super::device::Found;
use super::grammar::Grammar;
use super::line::{address_in, command, heading};
use crate::pasted::BareLine;
use oogmerk_wire::codec::banner::{Protocol, parse};
use std::net::IpAddr;

/// The certificate that is being shown.
#[derive(Default)]
pub(super) struct Certificates {
    /// Who was asked, where the command was seen.
    host: Option<String>,
    open: Option<Found>,
}

impl Grammar for Certificates {
    fn take(&mut self, line: &BareLine<'_>, done: &mut Vec<Found>) -> bool {
        if let Some(arguments) = command(line.text, &["openssl", "echo", "timeout"]) {
            self.end(done);
            self.host = connect(arguments);
            return self.host.is_some();
        }
        if line.is_typed {
            self.end(done);
            self.host = None;
            return false;
        }
        if let Some(ip) = heading(line.text) {
            self.end(done);
            self.host = Some(ip.to_string());
            return false;
        }
        let text = line.text.trim();
        if text.starts_with("CONNECTED(") || text == "Certificate:" {
            self.end(done);
            self.begin(line);
            return true;
        }
        let Some((field, name)) = named(text) else { return false };
        let is_alone = text.starts_with("subject=") || text.contains("CN = ") || text.contains("CN=");
        if self.open.is_none() && is_alone {
            self.begin(line);
        }
        let Some(found) = &mut self.open else { return false };
        if !found.has(field) {
            found.say_decoded(field, in_order(name).into(), line);
        }
        true
    }

    fn end(&mut self, done: &mut Vec<Found>) {
        done.extend(self.open.take().filter(|found| found.has("tls.subject") || found.has("tls.issuer")));
    }
}

impl Certificates {
    fn begin(&mut self, line: &BareLine<'_>) {
        let mut found = Found::new("tls-certificate", line);
        found.ip = self.host.as_deref().and_then(address_in);
        found.name = self.host.take().map(|host| host.split(':').next().unwrap_or_default().to_owned());
        self.open = Some(found);
    }
}

/// The host of `s_client -connect host:port`.
fn connect(arguments: &str) -> Option<String> {
    let mut words = arguments.split_whitespace().skip_while(|word| !matches!(*word, "-connect" | "-host"));
    words.next()?;
    words.next().filter(|host| host.len() <= 255).map(str::to_owned)
}

/// Whose name a line gives.
fn named(text: &str) -> Option<(&'static str, &str)> {
    const STARTS: [(&str, &str); 8] = [
        ("subject=", "tls.subject"),
        ("issuer=", "tls.issuer"),
        ("Subject: ", "tls.subject"),
        ("Issuer: ", "tls.issuer"),
        ("0 s:", "tls.subject"),
        ("i:", "tls.issuer"),
        ("depth=0 ", "tls.subject"),
        ("subject: ", "tls.subject"),
    ];
    let (start, field) = STARTS.iter().find(|(start, _)| text.starts_with(start))?;
    let name = text[start.len()..].trim();
    name.contains('=').then_some((*field, name))
}

/// `C = BE, O = Maker, CN = cam` and `/C=BE/O=Maker/CN=cam` as `CN=cam,O=Maker,C=BE`.
fn in_order(name: &str) -> String {
    let parts: Vec<&str> = match name.strip_prefix('/') {
        Some(slashed) => slashed.split('/').collect(),
        None => name.split(',').collect(),
    };
    let mut names: Vec<String> = Vec::new();
    for part in parts {
        match part.split_once('=') {
            Some((key, value)) if !key.trim().contains(' ') => {
                names.push(format!("{}={}", key.trim(), value.trim().trim_matches('"')));
            }
            // A comma or a slash within a value.
            _ => {
                if let Some(last) = names.last_mut() {
                    let comma = if name.starts_with('/') { "/" } else { "\\," };
                    last.push_str(comma);
                    last.push_str(part.trim_end_matches('"'));
                }
            }
        }
    }
    names.retain(|part| !part.to_ascii_lowercase().starts_with("emailaddress"));
    names.reverse();
    names.join(",")
}

/// What a host says when somebody connects, before it is asked anything.
#[derive(Default)]
pub(super) struct Greetings {
    /// Who was connected to, and which protocol the tool or the port says.
    host: Option<(IpAddr, Protocol)>,
    /// The line where the greeting begins, and the greeting.
    open: Option<(Found, String)>,
    lines: usize,
}

/// Most lines of a greeting.
const GREETING_LINES_MAX: usize = 12;

impl Grammar for Greetings {
    fn take(&mut self, line: &BareLine<'_>, done: &mut Vec<Found>) -> bool {
        if let Some(host) = connected(line.text).filter(|_| !line.is_typed) {
            self.end(done);
            self.host = Some(host);
            return false;
        }
        let text = line.text.trim();
        let Some((ip, _)) = self.host.filter(|_| !line.is_typed && !is_over(text)) else {
            self.end(done);
            return false;
        };
        self.lines += 1;
        if text.is_empty() || text.starts_with("Escape character is") || self.lines > GREETING_LINES_MAX {
            return false;
        }
        let found = Found { ip: Some(ip), ..Found::new("banner", line) };
        let (_, greeting) = self.open.get_or_insert_with(|| (found, String::new()));
        if !greeting.is_empty() {
            greeting.push('\n');
        }
        let asked = question(text);
        greeting.push_str(&text[..asked.unwrap_or(text.len())]);
        if asked.is_some() {
            // What comes next is an answer of somebody's, and a session.
            self.end(done);
        }
        true
    }

    fn end(&mut self, done: &mut Vec<Found>) {
        self.lines = 0;
        let Some((_, protocol)) = self.host.take() else { return };
        let Some((mut found, greeting)) = self.open.take() else { return };
        let protocol = if greeting.starts_with("SSH-") {
            Protocol::Ssh
        } else if greeting.starts_with("220") {
            Protocol::Ftp
        } else {
            protocol
        };
        let clues = parse(protocol, greeting.as_bytes()).map(|message| message.clues().0).unwrap_or_default();
        let line =
            BareLine { text: "", before: "", offset: found.offset, number: found.line, is_typed: false };
        for clue in clues {
            if let Some(field) = BANNERS.into_iter().find(|field| *field == clue.field.as_str()) {
                found.say_decoded(field, clue.value.as_str().into(), &line);
            }
        }
        done.extend((!found.said.is_empty()).then_some(found));
    }
}

/// Fields of a greeting.
const BANNERS: [&str; 4] = ["ftp.banner", "telnet.banner", "ssh.banner", "tcp.banner"];

/// `Connected to 10.0.0.4.` of telnet and ftp, `Connection to 10.0.0.4 23 port [tcp/telnet] succeeded!` of nc.
fn connected(text: &str) -> Option<(IpAddr, Protocol)> {
    let text = text.trim();
    if let Some(host) = text.strip_prefix("Connected to ").and_then(|rest| rest.strip_suffix('.')) {
        return Some((address_in(host.split(' ').next()?)?, Protocol::Telnet));
    }
    let rest = text.strip_prefix("Connection to ")?.strip_suffix(" succeeded!")?;
    let mut words = rest.split(' ');
    let ip = address_in(words.next()?)?;
    Some((ip, if words.next() == Some("23") { Protocol::Telnet } else { Protocol::Other }))
}

/// Whether a line ends a greeting: the tool speaks again, or an answer of another protocol begins, which others read.
fn is_over(text: &str) -> bool {
    const ENDS: [&str; 11] = [
        "Connection closed",
        "Connection to ",
        "Trying ",
        "Name (",
        "Login incorrect",
        "HTTP/",
        "RTSP/",
        "SIP/",
        "GET ",
        "HEAD ",
        "OPTIONS ",
    ];
    ENDS.iter().any(|end| text.starts_with(end))
}

/// Where a line has asked for an account or a password; what stands behind is somebody's answer.
fn question(text: &str) -> Option<usize> {
    const ASKS: [&str; 6] = ["login:", "username:", "user name:", "password:", "user:", "passwd:"];
    let lower = text.to_ascii_lowercase();
    ASKS.iter().filter_map(|ask| Some(lower.find(ask)? + ask.len())).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pasted::bare_lines;

    #[test]
    fn names_are_put_in_the_order_of_the_codec() {
        for name in ["C = BE, O = \"Maker, Ltd\", CN = cam, emailAddress = a@b", "/C=BE/O=Maker, Ltd/CN=cam"]
        {
            let want = in_order(name).replace("\\,", ",");
            assert_eq!(want, "CN=cam,O=Maker, Ltd,C=BE", "{name}");
        }
    }

    #[test]
    fn a_greeting_is_read_up_to_what_it_asks() {
        let read = |text: &str| crate::printed::grammar::found_in(Greetings::default(), text);
        for (text, field, value) in [
            (
                "Trying 10.0.0.4...\nConnected to 10.0.0.4.\nEscape character is '^]'.\nSample SC-100\nFirmware 1.2\nlogin: geheim\ngeheim\n",
                "telnet.banner",
                "Sample SC-100\nFirmware 1.2",
            ),
            (
                "Connected to 10.0.0.4.\n220 Sample SC-100 ready.\nName (10.0.0.4:geheim): geheim\n",
                "ftp.banner",
                "220 Sample SC-100 ready.",
            ),
            (
                "Connection to 10.0.0.4 22 port [tcp/ssh] succeeded!\nSSH-2.0-Sample\n",
                "ssh.banner",
                "SSH-2.0-Sample",
            ),
        ] {
            let found = read(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].said_of(field).is_some_and(|said| said.starts_with(value)), "{found:?}");
            assert!(!format!("{found:?}").contains("geheim"), "{found:?}");
            for end in 0..text.len() {
                assert!(!format!("{:?}", read(&text[..end])).contains("geheim"), "{end}");
            }
        }
        let two =
            "Connected to 10.0.0.4.\nA 1\nConnection closed by foreign host.\nConnected to 10.0.0.5.\nB 2\n";
        let found = read(two);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].said_of("telnet.banner"), Some("B 2"));
        for text in [
            "Connected to 10.0.0.4.\nHTTP/1.1 200 OK\nServer: x\n",
            "* Connected to 10.0.0.4 (10.0.0.4) port 80\nx\n",
        ] {
            assert!(read(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_session_gives_the_first_certificate_and_who_was_asked() {
        let text = "$ openssl s_client -connect 10.0.0.7:443\nCONNECTED(00000003)\nCertificate chain\n \
            0 s:O = Maker, CN = cam\n   i:O = Root\n 1 s:O = Root\n   i:O = Root\nsubject=O = Maker, CN = cam\n";
        let (mut certificates, mut done) = (Certificates::default(), Vec::new());
        for line in bare_lines(text) {
            certificates.take(&line, &mut done);
        }
        certificates.end(&mut done);
        assert_eq!(done.len(), 1);
        assert_eq!(done[0].said_of("tls.subject"), Some("CN=cam,O=Maker"));
        assert_eq!(done[0].said_of("tls.issuer"), Some("O=Root"));
        let mut certificates = Certificates::default();
        for line in bare_lines(
            "--- hall (10.0.0.8) ---\n  Issuer: O = Root, CN = r\n  Subject: O = Maker, CN = c\nSubject: Re: x = y\n",
        ) {
            certificates.take(&line, &mut done);
        }
        certificates.end(&mut done);
        assert_eq!(done.len(), 2);
        assert_eq!(done[1].said_of("tls.subject"), Some("CN=c,O=Maker"));
        assert_eq!(done[1].ip.map(|ip| ip.to_string()).as_deref(), Some("10.0.0.8"));
        assert_eq!(done[0].ip.map(|ip| ip.to_string()).as_deref(), Some("10.0.0.7"));
    }
}
