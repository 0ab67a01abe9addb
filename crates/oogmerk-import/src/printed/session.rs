//! Certificates as OpenSSL's tools show them: `openssl s_client`, `openssl x509 -text`, `-subject -issuer`.
//!
//! Source: the manual pages openssl-s_client(1), openssl-x509(1) and openssl-namedisplay-options(1). Names are put in
//! the order of RFC 4514, as the codec of certificates writes them; an address of mail in one is a person's and left.

use super::device::Found;
use super::grammar::Grammar;
use super::line::{address_in, command, heading};
use crate::pasted::BareLine;

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
