//! Recog's XML databases, from bytes: `<fingerprints matches="…"><fingerprint pattern="…" flags="…">` with
//! `<param pos="…" name="…" value="…"/>` and the author's own `<example>`s.
//!
//! Nothing outside of the bytes is read: examples kept in other files are left out, declared entities are never
//! expanded. Source of the format and of the meaning of flags: github.com/rapid7/recog, `README.md` and
//! `lib/recog/fingerprint/regexp_factory.rb` (read 2026-11-27).

use super::dialect::{Dialect, translate};
use super::{Example, FILE_MAX, Foreign, PATTERNS_MAX, kinds, template};
use crate::{Claims, Pattern, Status, Tell, Weight};
use base64::Engine as _;
use oogmerk_bytes::references::{undo, xml_or_nul};
use oogmerk_bytes::xml::{Piece, Pieces, Tag};
use oogmerk_model::Property;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Longest example kept, in bytes.
const EXAMPLE_MAX: usize = 16 * 1024;

/// Fingerprints of Recog files, each given as name and bytes. Never fails: what cannot be read is in `skipped`.
pub fn recog(files: &[(&str, &[u8])]) -> Foreign {
    let mut foreign = Foreign::default();
    for (name, bytes) in files {
        match std::str::from_utf8(bytes) {
            _ if bytes.len() > FILE_MAX => foreign.skip(name, 0, "the file is larger than 64 MiB"),
            Err(_) => foreign.skip(name, 0, "the file is not UTF-8"),
            Ok(text) => File::new(name, text).read(&mut foreign),
        }
    }
    foreign
}

/// Recog's word for what a database reads, to the field that holds it here, and whether values may have several lines.
/// What no reader of ours hears (a server's refusal, the modules of another) is held by `WORD.banner`, which every line
/// of evidence may bring. A few databases have no word for it: their file's name has.
fn field_of(matches: &str, file: &str) -> Option<(String, Lines)> {
    let one = |field: &str| Some((field.to_owned(), Lines::One));
    let many = |field: &str| Some((field.to_owned(), Lines::Many));
    match matches {
        "http_header.server" => one("http.server"),
        "http_header.cookie" => one("http.set_cookie"),
        "http_header.wwwauth" => one("http.www_authenticate"),
        "http_header.x-powered-by" | "http_header.xpoweredby" => one("http.powered_by"),
        "html_title" => many("http.title"),
        "favicon.md5" => one("http.favicon_md5"),
        "rtsp_header.server" => one("rtsp.server"),
        "sip_header.server" => one("sip.server"),
        "sip_header.user_agent" => one("sip.user_agent"),
        "ssdp_header.server" | "upnp.banner" => one("ssdp.server"),
        "snmp.sys_description" => many("snmp.sys_descr"),
        "snmp.sys_object_id" => one("snmp.sys_object_id"),
        "mdns.device-info.txt" => one("mdns.device_info_txt"),
        "x509.subject" => one("tls.subject"),
        "x509.issuer" => one("tls.issuer"),
        "dhcp_vendor_class" => one("dhcp.vendor_class"),
        "tls.jarm" => one("tls.jarm"),
        "dns.versionbind" => one("dns.version_bind"),
        "operating_system.name" => one("os.name"),
        "" => banner_of(&stem(file).replace("_banners", ".banner")),
        word => banner_of(word),
    }
}

/// The name of a file without its folder and what stands behind the point.
fn stem(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
    name.split_once('.').map_or(name, |(stem, _)| stem)
}

/// The banner that a word is the name of, where it can be one.
fn banner_of(word: &str) -> Option<(String, Lines)> {
    let word = word.trim_end_matches(".banners").trim_end_matches(".banner");
    let is_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    (!word.is_empty() && word.len() <= 64 && word.bytes().all(is_name))
        .then(|| (format!("{word}.banner"), Lines::Many))
}

/// Whether values of a field may have several lines: Ruby's `^` and `$` stand at each of them.
#[derive(Clone, Copy, PartialEq)]
enum Lines {
    One,
    Many,
}

/// What a database leaves out at the beginning of a value and a reader on the wire keeps.
fn lead_in(field: &str) -> &'static str {
    match field {
        "ftp.banner" | "smtp.banner" => r"(?:2[0-9][0-9][ -])?",
        "ssh.banner" => r"(?:SSH-[0-9.]+-)?",
        _ => "",
    }
}

/// Puts a lead-in behind the `^` a pattern begins with, where it begins with one.
fn with_lead_in(pattern: String, lead_in: &str) -> String {
    if lead_in.is_empty() {
        return pattern;
    }
    let flags = if pattern.starts_with("(?") { pattern.find(')').map_or(0, |at| at + 1) } else { 0 };
    match pattern.get(flags..).and_then(|rest| rest.strip_prefix('^')) {
        Some(rest) => format!("{}^{lead_in}{rest}", pattern.get(..flags).unwrap_or_default()),
        None => pattern,
    }
}

struct File<'t> {
    name: &'t str,
    text: &'t str,
    /// What the database reads; `None` before its root.
    matches: Option<String>,
    number: usize,
    counted_to: usize,
    line: usize,
    open: Option<Fingerprint>,
    example: Option<Sample>,
    is_whole: bool,
}

#[derive(Default)]
struct Fingerprint {
    line: usize,
    pattern: String,
    flags: String,
    params: BTreeMap<String, (u32, String)>,
    examples: Vec<String>,
}

struct Sample {
    text: String,
    is_base64: bool,
    /// Kept in another file, which is not read.
    is_elsewhere: bool,
}

impl<'t> File<'t> {
    fn new(name: &'t str, text: &'t str) -> Self {
        Self {
            name,
            text,
            matches: None,
            number: 0,
            counted_to: 0,
            line: 1,
            open: None,
            example: None,
            is_whole: false,
        }
    }

    fn read(mut self, foreign: &mut Foreign) {
        let mut pieces = Pieces::of_file(self.text);
        loop {
            let piece = pieces.next_piece();
            let before = pieces.span().start;
            match piece {
                Ok(Piece::Open(tag)) => {
                    self.begin(&tag, before);
                    if tag.is_empty {
                        self.end(tag.name(), foreign);
                    }
                }
                Ok(Piece::Close(tag)) => self.end(tag.name(), foreign),
                Ok(Piece::Text(text) | Piece::CData(text)) => self.append(&text),
                Ok(Piece::Reference(name)) => self.append(&Piece::resolved(&name)),
                Ok(Piece::Other) => {}
                Ok(Piece::End) => break,
                Err(broken) => {
                    let line = self.line_at(before);
                    return foreign.skip(self.name, line, format!("the file ends early: {}", broken.reason));
                }
            }
            if self.number > PATTERNS_MAX {
                return foreign.skip(self.name, self.line, "more than 100,000 patterns");
            }
        }
        if self.matches.is_none() {
            foreign.skip(self.name, 0, "the file is no Recog database");
        } else if !self.is_whole {
            let line = self.line_at(self.text.len());
            foreign.skip(self.name, line, "the file is cut off");
        }
    }

    /// The line of an offset; offsets are asked in ascending order.
    fn line_at(&mut self, offset: usize) -> usize {
        let bytes = self.text.as_bytes().get(self.counted_to..offset).unwrap_or_default();
        self.line += bytes.split(|b| *b == b'\n').count().saturating_sub(1);
        self.counted_to = self.counted_to.max(offset.min(self.text.len()));
        self.line
    }

    fn begin(&mut self, tag: &Tag<'_>, at: usize) {
        let mut attributes: BTreeMap<String, String> = tag
            .loose_attributes()
            .map(|(name, value)| (name.to_owned(), undo(&value, xml_or_nul).into_owned()))
            .collect();
        let mut take = |name: &str| attributes.remove(name).unwrap_or_default();
        match tag.name() {
            "fingerprints" => self.matches = Some(take("matches")),
            "fingerprint" => {
                self.number += 1;
                let (pattern, flags) = (take("pattern"), take("flags"));
                self.open =
                    Some(Fingerprint { line: self.line_at(at), pattern, flags, ..Fingerprint::default() });
            }
            "example" => {
                self.example = Some(Sample {
                    text: String::new(),
                    is_base64: take("_encoding") == "base64",
                    is_elsewhere: !take("_filename").is_empty(),
                });
            }
            "param" => {
                if let (Some(open), Ok(group)) = (&mut self.open, take("pos").trim().parse()) {
                    open.params.insert(take("name"), (group, take("value")));
                }
            }
            _ => {}
        }
    }

    fn append(&mut self, piece: &str) {
        if let Some(example) = &mut self.example
            && example.text.len() + piece.len() <= EXAMPLE_MAX
        {
            example.text.push_str(piece);
        }
    }

    fn end(&mut self, name: &str, foreign: &mut Foreign) {
        match name {
            "example" => {
                let (Some(example), Some(open)) = (self.example.take(), &mut self.open) else { return };
                if let Some(text) = example.decoded().filter(|t| !t.trim().is_empty()) {
                    open.examples.push(text);
                }
            }
            "fingerprints" => self.is_whole = true,
            "fingerprint" => {
                if let Some(open) = self.open.take() {
                    self.close(open, foreign);
                }
            }
            _ => {}
        }
    }

    fn close(&self, open: Fingerprint, foreign: &mut Foreign) {
        let line = open.line;
        let kept = self.tell(&open).and_then(|tell| {
            let (id, field) = (tell.id.clone(), tell.field.clone());
            foreign.keep(tell)?;
            let example = |value: String| Example { tell: id.clone(), field: field.clone(), value };
            foreign.examples.extend(open.examples.into_iter().map(example));
            Ok(())
        });
        if let Err(reason) = kept {
            foreign.skip(self.name, line, reason);
        }
    }

    fn tell(&self, open: &Fingerprint) -> Result<Tell, String> {
        let matches = self.matches.as_deref().unwrap_or_default();
        let (field, lines) =
            field_of(matches, self.name).ok_or_else(|| format!("no field here holds `{matches}`"))?;
        let mut flags = String::new();
        for flag in open.flags.split(',').map(str::trim).filter(|f| !f.is_empty()) {
            match flag {
                "REG_ICASE" => flags.push('i'),
                // In Ruby all three let the dot match line ends.
                "REG_DOT_NEWLINE" | "REG_LINE_ANY_CRLF" | "REG_MULTILINE" if flags.contains('s') => {}
                "REG_DOT_NEWLINE" | "REG_LINE_ANY_CRLF" | "REG_MULTILINE" => flags.push('s'),
                other => return Err(format!("the flag `{other}` is unknown")),
            }
        }
        if lines == Lines::Many {
            flags.push('m');
        }
        let mut names = BTreeMap::new();
        let claims = claims(&open.params, &mut names);
        let pattern = translate(&open.pattern, Dialect::Ruby, &flags, &names)?;
        let pattern = with_lead_in(pattern, lead_in(&field));
        let group = field.split('.').next().unwrap_or_default().to_owned();
        Ok(Tell {
            id: format!("recog:{}:{:05}", self.name, self.number),
            field,
            pattern: Pattern::Regex(pattern.into()),
            claims: claims.into(),
            weight: weight(&open.params),
            group,
            status: Status::Tested,
            source: format!("the user's copy of Recog: {}, line {}", self.name, open.line).into(),
            matches: open.examples.clone().into(),
            silent: Arc::default(),
        })
    }
}

impl Sample {
    fn decoded(self) -> Option<String> {
        if self.is_elsewhere {
            return None;
        }
        if !self.is_base64 {
            return Some(self.text);
        }
        let compact: String = self.text.split_whitespace().collect();
        let bytes = base64::engine::general_purpose::STANDARD.decode(compact).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// What a fingerprint says of the device: hardware first; the operating system's words only where they name a device.
fn claims(params: &BTreeMap<String, (u32, String)>, names: &mut BTreeMap<u32, String>) -> Claims {
    let text = |name: &str| params.get(name).filter(|p| p.0 == 0).map(|p| p.1.as_str());
    let device = text("hw.device").map(kinds).unwrap_or_default();
    let os_device = text("os.device").map(kinds).unwrap_or_default();
    let family =
        if params.contains_key("hw.vendor") || params.contains_key("hw.device") || os_device.is_empty() {
            "hw"
        } else {
            "os"
        };
    let mut say = |property, name: String| {
        let (group, text) = params.get(&name)?;
        // `{other.name}` stands for another parameter's value: not followed.
        if *group == 0 && (text.contains('{') || text == "-" || text.eq_ignore_ascii_case("unknown")) {
            return None;
        }
        template(property, (*group > 0).then_some(*group), text, names)
    };
    let mut other = BTreeMap::new();
    other.extend(say(Property::Brand, format!("{family}.vendor")));
    let has_brand = other.contains_key(&Property::Brand);
    // A product that nobody's name stands beside may be software.
    other.extend(say(Property::Model, format!("{family}.product")).filter(|_| has_brand));
    let same_vendor = params.get("os.vendor").is_some() && params.get("os.vendor") == params.get("hw.vendor");
    let is_own_system = same_vendor || family == "os";
    other.extend(say(Property::Firmware, "os.version".into()).filter(|_| has_brand && is_own_system));
    Claims { maker: None, brand: None, kinds: if family == "hw" { device } else { os_device }, other }
}

/// `moderate`, or `weak` where the author is in doubt about the hardware.
fn weight(params: &BTreeMap<String, (u32, String)>) -> Weight {
    let certainty = ["hw.certainty", "os.certainty"]
        .iter()
        .find_map(|name| params.get(*name)?.1.trim().parse::<f64>().ok());
    if certainty.is_some_and(|c| c < 0.5) { Weight::Weak } else { Weight::Moderate }
}
