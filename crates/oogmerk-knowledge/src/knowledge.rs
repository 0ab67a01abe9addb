//! The knowledge base in memory and its answers. Pure: built from bytes, asked by value.

use crate::clouds::Clouds;
use crate::deciding::Deciding;
use crate::load::{self, Patterns, Problem};
use crate::matcher::Matcher;
use crate::names::Names;
use crate::pack::{FileError, Pack};
use crate::placeholders::Placeholders;
use crate::prefixes::Prefixes;
use crate::{
    Cloud, Decider, Edge, FieldDefinition, Grammar, Maker, Oracle, Oui, Pattern, Policy, Spoken, Tell,
};
use oogmerk_model::{Mac, Property};
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::OnceLock;

/// Everything in `knowledge/`, checked, indexed, matchable.
#[derive(Debug)]
pub struct Knowledge {
    pub(crate) version: String,
    /// Sorted by id.
    pub(crate) tells: Vec<Tell>,
    pub(crate) by_field: HashMap<String, Matcher>,
    pub(crate) makers: BTreeMap<String, Maker>,
    pub(crate) names: Names,
    /// Sorted by brand, then id.
    pub(crate) edges: Vec<Edge>,
    pub(crate) edge_models: Vec<Option<OnceLock<Option<regex::Regex>>>>,
    pub(crate) grammars: Vec<Grammar>,
    pub(crate) grammar_examples: Vec<(Vec<String>, Vec<String>)>,
    pub(crate) by_model: Matcher,
    pub(crate) prefixes: Prefixes,
    pub(crate) clouds: Clouds,
    pub(crate) policies: Vec<Policy>,
    pub(crate) fields: BTreeMap<String, FieldDefinition>,
    pub(crate) placeholders: Placeholders,
    pub(crate) problems: Vec<Problem>,
    pub(crate) deciding: OnceLock<Deciding>,
}

impl Knowledge {
    /// The knowledge this program was built with.
    ///
    /// # Errors
    /// Never for a program whose tests passed: the same pack is checked there.
    pub fn embedded() -> Result<Self, Vec<FileError>> {
        let text = include_str!(concat!(env!("OUT_DIR"), "/knowledge.pack"));
        load::load(text, env!("OOGMERK_KNOWLEDGE_VERSION").to_owned(), Patterns::Trust)
    }

    /// Knowledge from files: path relative to `knowledge/` with forward slashes, and bytes, in any order.
    pub fn from_files<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    ) -> Result<Self, Vec<FileError>> {
        let files: Vec<_> = files.into_iter().collect();
        let pack = Pack::of_files(files.iter().copied())?;
        load::load(&pack.text, pack.version, Patterns::Try).map_err(|errors| {
            let place = |mut e: FileError| {
                if let Some((_, bytes)) = files.iter().find(|(path, _)| *path == e.file) {
                    e.line = line_of_name(bytes, &e.reason);
                }
                e
            };
            errors.into_iter().map(place).collect()
        })
    }

    /// All tells, in id order.
    pub fn tells(&self) -> &[Tell] {
        &self.tells
    }
    /// All vendors, by key.
    pub fn makers(&self) -> impl Iterator<Item = &Maker> {
        self.makers.values()
    }
    /// All edges.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }
    /// All grammar rows.
    pub fn grammars(&self) -> &[Grammar] {
        &self.grammars
    }
    /// All fields.
    pub fn fields(&self) -> impl Iterator<Item = &FieldDefinition> {
        self.fields.values()
    }

    fn deciding(&self) -> &Deciding {
        self.deciding.get_or_init(|| Deciding::of_knowledge(&self.tells, &self.grammars))
    }

    /// Appends what speaks on one field; `begin` is where this reading's answers start, each tell once.
    fn speak_as<'k>(&'k self, field: &str, value: &str, begin: usize, out: &mut Vec<Spoken<'k>>) {
        let Some(matcher) = self.by_field.get(field) else { return };
        let mut hits = Vec::new();
        matcher.find(value, &mut hits);
        for number in hits {
            let tell = &self.tells[number as usize];
            if out[begin..].iter().all(|s| s.tell.id != tell.id) {
                out.push(Spoken { tell, filled: fill(tell, matcher.regex(number), value) });
            }
        }
    }
}

/// A first line read on a port without a codec of its own may be any of these greetings.
const GREETINGS: [&str; 3] = ["any.banner", "ftp.banner", "telnet.banner"];

/// The line on which the quoted name in an error stands, if it stands anywhere.
fn line_of_name(bytes: &[u8], reason: &str) -> usize {
    let text = String::from_utf8_lossy(bytes);
    let name = reason.split('`').nth(1).unwrap_or_default();
    if name.is_empty() {
        return 1;
    }
    text.lines().position(|l| l.contains(name)).map_or(1, |i| i + 1)
}

/// Fills `$model` and its like from the capture groups. A template whose group did not take part claims nothing.
fn fill(tell: &Tell, regex: Option<&regex::Regex>, value: &str) -> Vec<(Property, String)> {
    if tell.claims.other.is_empty() {
        return Vec::new();
    }
    let captures = regex.and_then(|r| r.captures(value));
    let mut filled = Vec::new();
    for (&property, template) in &tell.claims.other {
        let text = match template.strip_prefix('$') {
            Some(group) => {
                captures.as_ref().and_then(|c| c.name(group)).map(|m| m.as_str().trim().to_owned())
            }
            None => Some(template.clone()),
        };
        if let Some(text) = text.filter(|t| !t.is_empty()) {
            filled.push((property, text));
        }
    }
    filled
}

/// What else a value says by its own grammar: the realm inside a WWW-Authenticate header, the enterprise number inside an
/// object id. A reader that already took these apart sends both; each tell still speaks once.
fn views(field: &str, value: &str) -> Vec<(&'static str, String)> {
    let realm_of = |v: &str| {
        let at = v.to_ascii_lowercase().find("realm=")? + 6;
        let rest = v.get(at..)?.trim_start();
        match rest.strip_prefix('"') {
            Some(quoted) => Some(quoted.split('"').next()?.to_owned()),
            None => Some(rest.split(',').next()?.trim().to_owned()),
        }
    };
    let mut out = Vec::new();
    match field {
        "http.www_authenticate" => out.extend(realm_of(value).map(|r| ("http.realm", r))),
        "rtsp.www_authenticate" => out.extend(realm_of(value).map(|r| ("rtsp.realm", r))),
        "snmp.sys_object_id" => {
            let bare = value.trim_start_matches("iso").trim_start_matches('.');
            let bare = bare.strip_prefix("1.").map_or(bare, |b| b);
            let number = bare.strip_prefix("3.6.1.4.1.").and_then(|r| r.split('.').next());
            out.extend(number.filter(|n| !n.is_empty()).map(|n| ("snmp.enterprise", n.to_owned())));
        }
        "snmp.engine_id" => {
            let digits: String = value.chars().filter(char::is_ascii_hexdigit).take(8).collect();
            if let (8, Ok(n)) = (digits.len(), u32::from_str_radix(&digits, 16))
                && n & 0x8000_0000 != 0
            {
                out.push(("snmp.enterprise", (n & 0x7fff_ffff).to_string()));
            }
        }
        "onvif.scope.name" => out.push(("onvif.scope", format!("onvif://www.onvif.org/name/{value}"))),
        "onvif.scope.hardware" => {
            out.push(("onvif.scope", format!("onvif://www.onvif.org/hardware/{value}")));
        }
        "onvif.scope.location" => {
            out.push(("onvif.scope", format!("onvif://www.onvif.org/location/{value}")));
        }
        "onvif.scope.manufacturer" => {
            out.push(("onvif.scope", format!("onvif://www.onvif.org/manufacturer/{value}")));
        }
        // Some readers keep the domain and some do not.
        // Some readers keep the domain and some do not.
        "mdns.service" => {
            let bare = value.trim_end_matches('.');
            if bare.ends_with("._tcp") || bare.ends_with("._udp") {
                out.push(("mdns.service", format!("{bare}.local")));
            } else if bare != value {
                out.push(("mdns.service", bare.to_owned()));
            }
        }
        _ => {}
    }
    out
}

impl Oracle for Knowledge {
    fn version(&self) -> &str {
        &self.version
    }

    fn speak<'k>(&'k self, field: &str, value: &str, out: &mut Vec<Spoken<'k>>) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        let begin = out.len();
        self.speak_as(field, value, begin, out);
        for (other, text) in views(field, value) {
            self.speak_as(other, text.trim(), begin, out);
        }
        if field.ends_with(".banner") && !self.fields.contains_key(field) || field == "tcp.banner" {
            for greeting in GREETINGS {
                self.speak_as(greeting, value, begin, out);
            }
        }
        out[begin..].sort_by(|a, b| a.tell.id.cmp(&b.tell.id));
    }

    fn maker(&self, key: &str) -> Option<&Maker> {
        self.makers.get(key)
    }

    fn key_of_name(&self, name: &str) -> Option<String> {
        self.names.key_of(name)
    }

    fn label(&self, key: &str) -> String {
        self.makers.get(key).map_or_else(|| key.to_owned(), |m| m.name.clone())
    }

    fn lineage<'k>(&'k self, brand: &str, model: Option<&str>, on: Option<&str>) -> Vec<&'k Edge> {
        let begin = self.edges.partition_point(|e| e.brand.as_str() < brand);
        let mut found = Vec::new();
        for (i, edge) in self.edges.iter().enumerate().skip(begin).take_while(|(_, e)| e.brand == brand) {
            let fits = match (&self.edge_models[i], &edge.models, model) {
                (Some(cell), Some(pattern), Some(model)) => cell
                    .get_or_init(|| regex::Regex::new(pattern).ok())
                    .as_ref()
                    .is_some_and(|r| r.is_match(model.trim())),
                _ => true,
            };
            if fits && on.is_none_or(|day| holds_on(edge, day)) {
                found.push(edge);
            }
        }
        found
    }

    fn grammar<'k>(&'k self, model: &str) -> Vec<&'k Grammar> {
        let mut hits = Vec::new();
        self.by_model.find(model.trim(), &mut hits);
        hits.into_iter().map(|i| &self.grammars[i as usize]).collect()
    }

    fn oui(&self, mac: Mac) -> Option<&Oui> {
        self.prefixes.find(mac)
    }

    fn cloud_of_name(&self, name: &str) -> Option<&Cloud> {
        self.clouds.of_name(name)
    }

    fn cloud_of_address(&self, ip: IpAddr, port: u16) -> Option<&Cloud> {
        self.clouds.of_address(ip, port)
    }

    fn policies(&self) -> &[Policy] {
        &self.policies
    }

    fn field(&self, name: &str) -> Option<&FieldDefinition> {
        self.fields.get(name)
    }

    fn is_placeholder(&self, field: &str, value: &str) -> bool {
        self.placeholders.holds(field, value)
    }

    fn deciders(&self, maker: &str) -> &[Decider] {
        self.deciding().of(maker)
    }

    fn deciding_fields(&self) -> &[(String, usize)] {
        self.deciding().fields()
    }
}

/// Whether an edge holds on a day; a bound that is a month or a year counts whole.
fn holds_on(edge: &Edge, day: &str) -> bool {
    let within = |bound: &str| day.get(..bound.len().min(day.len())).unwrap_or(day).to_owned();
    (edge.from.is_empty() || within(&edge.from).as_str() >= edge.from.as_str())
        && (edge.to.is_empty() || within(&edge.to).as_str() <= edge.to.as_str())
}

pub(crate) fn matcher_of(patterns: impl IntoIterator<Item = (u32, Pattern)>) -> Matcher {
    Matcher::new(patterns)
}
