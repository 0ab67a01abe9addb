//! What a scanner recorded of one answer, told: the device's own words by the codecs that know them, and what the
//! scanner makes of them as the scanner's statement.

use crate::banner;
use crate::reading::{How, Reading, at};
use crate::scan::tree::Branch;
use base64::Engine as _;
use oogmerk_model::{Field, Observation};
use oogmerk_wire::Clues;
use std::fmt::Write as _;
use std::sync::Arc;

/// A device of a UPnP description, as scanners name its values.
pub(crate) const UPNP_DEVICE: [(&str, &str); 10] = [
    ("device_type", "upnp.device_type"),
    ("friendly_name", "upnp.friendly_name"),
    ("manufacturer", "upnp.manufacturer"),
    ("manufacturer_url", "upnp.manufacturer_url"),
    ("model_name", "upnp.model_name"),
    ("model_number", "upnp.model_number"),
    ("model_description", "upnp.model_description"),
    ("model_url", "upnp.model_url"),
    ("serial_number", "upnp.serial"),
    ("udn", "upnp.udn"),
];

/// Whether the device itself says the number of a model that a tool tells of it: its serial begins with it, or its
/// description holds it as a word.
pub(crate) fn is_borne_out(model: &str, said: [&str; 2]) -> bool {
    let [serial, description] = said;
    let is_number = model.len() >= 4 && model.bytes().any(|b| b.is_ascii_digit());
    let is_word = || {
        description.match_indices(model).any(|(at, _)| {
            let around =
                [description[..at].chars().next_back(), description[at + model.len()..].chars().next()];
            around.into_iter().flatten().all(|c| !c.is_alphanumeric() && c != '-')
        })
    };
    is_number && (serial.len() > model.len() && serial.starts_with(model) || is_word())
}

/// Headers of one answer that are looked at.
const HEADERS_MAX: usize = 100;

/// One answer being told.
pub(crate) struct Answer<'t, 's> {
    /// Whose it is.
    pub observation: &'t Arc<Observation>,
    /// Where its record begins: its texts stand there escaped, so no nearer place can be told.
    pub offset: u64,
    pub reading: &'t mut Reading<'s>,
}

impl Answer<'_, '_> {
    /// A value of the record.
    pub fn put(&mut self, field: &'static str, value: &str) {
        self.reading.put(self.observation, Field::of(field), value, How::Decoded, at(self.offset));
    }

    /// A MAC of the record.
    pub fn mac(&mut self, field: &'static str, value: &str) {
        self.reading.put_mac(self.observation, Field::of(field), value, at(self.offset));
    }

    /// Values of the record, by the names of their keys.
    pub fn copy(&mut self, from: &Branch<'_>, keys: &[(&str, &'static str)]) {
        for (key, field) in keys {
            let value = from.text(key);
            if field.rsplit('.').next() == Some("mac") {
                self.mac(field, value);
            } else if field.rsplit('.').next() == Some("ip") {
                self.reading.put_ip(self.observation, Field::of(field), value, at(self.offset));
            } else {
                self.put(field, value);
            }
        }
    }

    /// A port on which something answered.
    pub fn port(&mut self, transport: &str, number: u16) {
        let transport = if transport.eq_ignore_ascii_case("udp") { "udp" } else { "tcp" };
        if number > 0 {
            self.put("port.open", &format!("{transport}/{number}"));
        }
    }

    /// What the scanner takes a service for: its statement, and none of the device's words.
    pub fn taken_for(&mut self, transport: &str, number: u16, words: &[&str]) {
        let transport = if transport.eq_ignore_ascii_case("udp") { "udp" } else { "tcp" };
        let words: Vec<&str> = words.iter().copied().filter(|word| !word.trim().is_empty()).collect();
        let words = words.join(" ");
        if !words.is_empty() && number > 0 {
            self.put("port.service", &format!("{number}/{transport} {words}"));
        } else {
            self.put("port.service", &words);
        }
    }

    /// What was received on a port, as it came or written as text.
    pub fn greeting(&mut self, text: &str, number: u16, service: &str) {
        let bytes = banner::unescaped(text);
        banner::route(&bytes, number, service, self.observation, at(self.offset), self.reading);
    }

    /// What was received on a port, as bytes.
    pub fn bytes(&mut self, bytes: &[u8], number: u16, service: &str) {
        banner::route(bytes, number, service, self.observation, at(self.offset), self.reading);
    }

    /// What masscan wrote of a port under the name of a piece: one it cut out of an answer, or all that came.
    pub fn piece(&mut self, name: &str, number: u16, text: &str) {
        match name {
            "title" => self.put("http.title", text),
            "http.server" => self.put("http.server", text),
            "X509" => drop(self.certificate(text)),
            // What it makes of a handshake, of an icon, of a name.
            "ssl" | "vuln" | "favicon" | "X509CA" => {}
            _ => self.greeting(text, number, name),
        }
    }

    /// The head of an answer over HTTP, taken apart by the scanner and put together again for the codec. The order of
    /// headers is the scanner's, so it is not told.
    pub fn head(&mut self, status: &str, headers: &[(String, String)]) {
        self.head_but(status, headers, &[]);
    }

    /// A head of which some fields are told already.
    pub fn head_but(&mut self, status: &str, headers: &[(String, String)], told: &[&str]) {
        let line = if status.is_empty() { "HTTP/1.1 200" } else { status };
        let mut head = format!("{}\r\n", one_line(line));
        for (name, value) in headers.iter().take(HEADERS_MAX) {
            let _ = write!(head, "{}: {}\r\n", one_line(name), one_line(value));
        }
        head.push_str("\r\n");
        let mut without = vec!["http.header_order"];
        without.extend(status.is_empty().then_some("http.status"));
        without.extend(told);
        self.message("http", head.as_bytes(), &without);
    }

    /// A page, with the title the scanner found where it kept no more of it.
    pub fn page(&mut self, body: &str, title: &str) {
        let mut answer = b"HTTP/1.1 200\r\n\r\n".to_vec();
        answer.extend_from_slice(body.as_bytes());
        let told = if body.is_empty() {
            Vec::new()
        } else {
            self.message("http", &answer, &["http.status", "http.header_order"])
        };
        if !told.iter().any(|field| field == "http.title") {
            self.put("http.title", title);
        }
    }

    /// The head of an answer over RTSP of which the scanner kept the server's name and the challenge.
    pub fn rtsp(&mut self, server: &str, challenge: &str) {
        let headers = [("Server", server), ("WWW-Authenticate", challenge)];
        let mut head = String::from("RTSP/1.0 401\r\n");
        for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            let _ = write!(head, "{name}: {}\r\n", one_line(value));
        }
        head.push_str("\r\n");
        self.message("rtsp", head.as_bytes(), &["rtsp.status"]);
    }

    /// Gives a message to a codec; what it cannot read passes in silence, as records may be cut anywhere. Gives the
    /// fields that were told.
    pub fn message(&mut self, codec: &str, bytes: &[u8], without: &[&str]) -> Vec<String> {
        let markers = &self.reading.options.markers;
        let Some(Ok(Clues(clues))) = oogmerk_wire::codec::read_for(codec, bytes, markers) else {
            return Vec::new();
        };
        let mut kept = Vec::new();
        for mut clue in clues {
            if without.contains(&clue.field.as_str()) {
                continue;
            }
            // Places in a text that was put together are no places in the file.
            clue.span = None;
            clue.decoded = true;
            kept.push(clue);
        }
        let told = kept.iter().map(|clue| clue.field.as_str().to_owned()).collect();
        self.reading.put_clues(self.observation, Clues(kept), Some(self.offset));
        told
    }

    /// A certificate as base64, with or without the lines of PEM. `false` where it is none.
    pub fn certificate(&mut self, text: &str) -> bool {
        let body: String = text
            .lines()
            .filter(|line| !line.starts_with("-----"))
            .flat_map(str::chars)
            .filter(|c| !c.is_whitespace())
            .collect();
        let Ok(der) = base64::engine::general_purpose::STANDARD.decode(body) else { return false };
        !der.is_empty() && !self.message("tls-certificate", &der, &[]).is_empty()
    }

    /// A fingerprint of a certificate, where it is SHA-256.
    pub fn fingerprint(&mut self, text: &str) {
        let digest: String = text.chars().filter(char::is_ascii_hexdigit).collect();
        if digest.len() == 64 {
            self.put("tls.cert_sha256", &digest.to_ascii_lowercase());
        }
    }
}

/// Without what would end a line.
fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

/// A name of a certificate as the certificate orders it, `C=US, O=Sample, CN=a`, in the order of RFC 4514.
pub(crate) fn turned(name: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for piece in name.split(", ") {
        let begins = piece.split_once('=').is_some_and(|(key, _)| {
            !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.')
        });
        match parts.last_mut() {
            Some(last) if !begins => {
                last.push_str("\\, ");
                last.push_str(&piece.replace(',', "\\,"));
            }
            _ => parts.push(piece.to_owned()),
        }
    }
    parts.reverse();
    parts.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_turned_and_its_commas_stay() {
        assert_eq!(turned("C=CN, O=Sample Co., Ltd., CN=cam"), "CN=cam,O=Sample Co.\\, Ltd.,C=CN");
        assert_eq!(turned(""), "");
    }
}
