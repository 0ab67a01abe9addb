//! A device that a tool told of: where it stands, how it is known, and what was said of it.

use crate::document::whole;
use crate::pasted::BareLine;
use crate::reading::{How, Reading, at};
use oogmerk_model::{Field, Mac, MacKind, Place, Subject};
use std::borrow::Cow;
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;

/// Most things kept of one device, and the longest.
const FACTS_MAX: usize = 256;
const VALUE_MAX: usize = 4096;

/// A text taken in whole, as UTF-8, and where it begins in the input.
pub(crate) struct Text {
    /// The text.
    pub whole: String,
    /// How many bytes of the input stand before it.
    pub base: u64,
    /// Whether its bytes are those of the input.
    pub is_exact: bool,
}

impl Text {
    /// The whole input, or a problem.
    pub fn of(input: Box<dyn Read + '_>, reading: &mut Reading<'_>) -> Option<Self> {
        let bytes = whole(input, reading)?;
        let encoding = crate::encoding::sniff(&bytes);
        let mark = if bytes.starts_with(&[0xef, 0xbb, 0xbf]) { 3 } else { 0 };
        if encoding == encoding_rs::UTF_8
            && let Ok(text) = std::str::from_utf8(&bytes[mark..])
        {
            return Some(Self { whole: text.to_owned(), base: mark as u64, is_exact: true });
        }
        let (text, _) = encoding.decode_with_bom_removal(&bytes);
        Some(Self { whole: text.into_owned(), base: 0, is_exact: false })
    }

    /// The place of a byte of the text; none where the input has other bytes.
    pub fn place(&self, offset: usize) -> Place {
        if self.is_exact { at(self.base + offset as u64) } else { Place::default() }
    }
}

/// One thing that was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub field: &'static str,
    value: String,
    offset: usize,
    how: How,
}

/// A device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// What the tool looked with.
    pub protocol: &'static str,
    /// The line where it begins to tell, and its place in the text.
    pub line: u64,
    /// See `line`.
    pub offset: usize,
    /// Its MAC, as something on its link saw it.
    pub mac: Option<Mac>,
    /// Its address.
    pub ip: Option<IpAddr>,
    /// What to call it where it has neither.
    pub name: Option<String>,
    /// Whether the address was seen on the link, beside the MAC.
    pub is_on_link: bool,
    /// What was said.
    pub said: Vec<Said>,
}

impl Found {
    /// A device of which a line begins to tell.
    pub fn new(protocol: &'static str, line: &BareLine<'_>) -> Self {
        Self {
            protocol,
            line: line.number,
            offset: line.offset,
            mac: None,
            ip: None,
            name: None,
            is_on_link: false,
            said: Vec::new(),
        }
    }

    /// Notes a value that stands in a line as it is. `-`, `*` and the like are none.
    pub fn say(&mut self, field: &'static str, value: &str, line: &BareLine<'_>) {
        let value = value.trim();
        if !is_value(value) {
            return;
        }
        let start = (value.as_ptr() as usize).wrapping_sub(line.text.as_ptr() as usize);
        let is_within = start <= line.text.len();
        let offset = line.offset + if is_within { start } else { 0 };
        let how = if is_within { How::Copied } else { How::Decoded };
        self.push(Said { field, value: value.to_owned(), offset, how });
    }

    /// Notes a value that was unescaped or put together.
    pub fn say_decoded(&mut self, field: &'static str, value: Cow<'_, str>, line: &BareLine<'_>) {
        let value = value.trim();
        if is_value(value) {
            self.push(Said { field, value: value.to_owned(), offset: line.offset, how: How::Decoded });
        }
    }

    fn push(&mut self, said: Said) {
        let is_known = self.said.iter().any(|s| s.field == said.field && s.value == said.value);
        if self.said.len() < FACTS_MAX && said.value.len() <= VALUE_MAX && !is_known {
            self.said.push(said);
        }
    }

    /// Lets the last value of a field go on in another line.
    pub fn go_on(&mut self, field: &'static str, value: &str) {
        if let Some(said) = self.said.iter_mut().rfind(|s| s.field == field)
            && said.value.len() + value.len() < VALUE_MAX
        {
            said.value.push('\n');
            said.value.push_str(value.trim());
            said.how = How::Decoded;
        }
    }

    /// The first value of a field.
    pub fn said_of(&self, field: &str) -> Option<&str> {
        self.said.iter().find(|s| s.field == field).map(|s| s.value.as_str())
    }

    /// Notes another address of it.
    pub fn also_at(&mut self, ip: IpAddr) {
        let offset = self.offset;
        self.push(Said { field: "import.ip", value: ip.to_string(), offset, how: How::Decoded });
    }

    /// Whether it says the same as another, in another line.
    pub fn repeats(&self, other: &Self) -> bool {
        let said = |found: &Self| found.said.iter().map(|s| (s.field, s.value.clone())).collect::<Vec<_>>();
        (self.protocol, self.mac, self.ip, &self.name) == (other.protocol, other.mac, other.ip, &other.name)
            && said(self) == said(other)
    }

    /// Whether a field was filled.
    pub fn has(&self, field: &str) -> bool {
        self.said.iter().any(|s| s.field == field)
    }

    /// Whether enough was said to speak of a device.
    pub fn is_device(&self) -> bool {
        let is_unicast = self.mac.is_none_or(|mac| matches!(mac.kind(), MacKind::Global | MacKind::Local));
        let is_host = self.ip.is_none_or(is_hosts);
        let is_known = self.mac.is_some() || self.ip.is_some() || !self.said.is_empty();
        is_unicast && is_host && is_known
    }

    fn subject(&self) -> Subject {
        match (self.mac, self.ip, &self.name) {
            (Some(mac), _, _) => Subject::mac(mac),
            (None, Some(ip), _) => Subject::ip(ip),
            (None, None, Some(name)) => Subject::named(name),
            (None, None, None) => Subject::named(&format!("line:{}", self.line)),
        }
    }

    /// Hands the device over.
    pub fn put(self, text: &Text, reading: &mut Reading<'_>) {
        if !self.is_device() {
            reading.outcome.passed_over += 1;
            return;
        }
        reading.outcome.records += 1;
        let raw = self.said.iter().fold(String::new(), |all, s| all + &s.value + "\n");
        let observation =
            Arc::new(reading.observation(self.subject(), self.protocol, Some(self.line), raw.as_bytes()));
        let place = text.place(self.offset);
        let is_said = self.has("lldp.chassis_mac") || self.has("mdns.mac");
        if let Some(mac) = self.mac.filter(|_| !is_said) {
            reading.put(&observation, Field::of("import.mac"), mac.to_string(), How::Decoded, place);
        }
        if let Some(ip) = self.ip {
            let is_on_link = self.is_on_link && self.mac.is_some();
            let field = if is_on_link { Field::of("link.ip") } else { Field::of("import.ip") };
            reading.put(&observation, field, ip.to_string(), How::Decoded, place);
        }
        for said in self.said {
            let how = if text.is_exact { said.how } else { How::Decoded };
            let (field, place) = (Field::of(said.field), text.place(said.offset));
            if said.field == "lldp.chassis_mac" {
                reading.put_mac(&observation, field, &said.value, place);
            } else {
                reading.put(&observation, field, &said.value, how, place);
            }
        }
    }
}

/// Whether an address can be a device's own.
fn is_hosts(ip: IpAddr) -> bool {
    !ip.is_unspecified() && !ip.is_multicast() && ip != IpAddr::from([255, 255, 255, 255])
}

/// Whether a cell says something: not a dash, a star, or words for nothing.
fn is_value(value: &str) -> bool {
    let is_blank = value.bytes().all(|b| matches!(b, b'-' | b'*' | b'?' | b'.' | b'"' | b'\'' | b' '));
    let lower = value.to_ascii_lowercase();
    !is_blank
        && !matches!(
            lower.as_str(),
            "n/a" | "none" | "(none)" | "null" | "unknown" | "(unknown)" | "undefined" | "not specified"
        )
        && !lower.contains("not advertised")
        && !lower.contains("not present")
}
