//! The knowledge base in memory and its answers. Pure: built from bytes, asked by value.

use crate::alike::{self, Alike, Lists};
use crate::clouds::Clouds;
use crate::deciding::Deciding;
use crate::matcher::{Groups, Matcher};
use crate::named::Named;
use crate::names::Names;
use crate::origin::first_of_each;
use crate::placeholders::Placeholders;
use crate::prefixes::Prefixes;
use crate::words::Words;
use crate::{
    Calibration, Cloud, Decider, Demotion, Edge, EdgeRelation, FieldDefinition, Grammar, Maker, Oracle, Oui,
    Policy, Spoken, Tell,
};
use oogmerk_bytes::Markers;
use oogmerk_model::{Mac, Property};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::OnceLock;

/// Something that does not stop loading but that `check` reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem(pub String);

/// All fields.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    /// By name.
    sorted: Vec<FieldDefinition>,
    places: Named<usize>,
}

impl Fields {
    pub fn of(by_name: BTreeMap<String, FieldDefinition>) -> Self {
        let sorted: Vec<FieldDefinition> = by_name.into_values().collect();
        let places = sorted.iter().enumerate().map(|(place, f)| (f.name.clone(), place)).collect();
        Self { sorted, places }
    }

    pub fn get(&self, name: &str) -> Option<&FieldDefinition> {
        self.places.get(name).and_then(|place| self.sorted.get(*place))
    }

    /// Names of the fields that read like another.
    pub fn like<'k>(&'k self, other: &'k str) -> impl Iterator<Item = &'k str> {
        self.sorted.iter().filter(move |f| f.like.as_deref() == Some(other)).map(|f| f.name.as_str())
    }
}

/// Everything in `knowledge/`, checked, indexed, matchable.
#[derive(Debug)]
pub struct Knowledge {
    pub(crate) version: String,
    /// Sorted by id.
    pub(crate) tells: Vec<Tell>,
    pub(crate) by_field: Named<Matcher>,
    pub(crate) alike: Lists,
    /// Whether tells of other people's databases stand among the tells.
    pub(crate) has_foreign: bool,
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
    pub(crate) fields: Fields,
    pub(crate) placeholders: Placeholders,
    pub(crate) words: Words,
    pub(crate) calibrations: BTreeMap<Property, Calibration>,
    pub(crate) fitted_on: String,
    pub(crate) demotions: Vec<Demotion>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) deciding: OnceLock<Deciding>,
}

impl Knowledge {
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
        self.fields.sorted.iter()
    }

    fn deciding(&self) -> &Deciding {
        self.deciding.get_or_init(|| Deciding::of_knowledge(&self.tells, &self.grammars))
    }

    /// What readers search pages for. The order is that of the file.
    pub fn page_markers(&self) -> Markers {
        self.words.page_markers()
    }

    /// The day on which `weights.toml` was fitted, `YYYY-MM-DD`; empty where nothing is fitted.
    pub fn fitted_on(&self) -> &str {
        &self.fitted_on
    }

    /// Appends what speaks on every reading of a value, each tell once, in the order of ids; `speak` hands over what
    /// speaks on one field, in that order too.
    pub(crate) fn gather<'k>(
        &'k self,
        field: &str,
        value: &str,
        out: &mut Vec<Spoken<'k>>,
        speak: impl Fn(&str, &str, &mut dyn FnMut(Spoken<'k>)),
    ) {
        let begin = out.len();
        let mut readings = 0;
        let mut read = |field: &str, value: &str, is_wanted: fn(&Tell) -> bool| {
            readings += 1;
            speak(field, value, &mut |spoken| {
                let is_new = out[begin..].iter().all(|s| !std::ptr::eq(s.tell, spoken.tell));
                if is_new && is_wanted(spoken.tell) {
                    out.push(spoken);
                }
            });
            out.len() > begin
        };
        let mut is_known = false;
        self.readings(field, value, &mut |field, value| is_known |= read(field, value, |_| true));
        // What no tell of the field itself knows, those of its like may.
        if !is_known {
            let mut others = alike::lenders(field);
            others.any(|(other, lends_all)| {
                read(other, value.trim(), if lends_all { |_| true } else { alike::is_lent })
            });
        }
        if readings > 1 {
            out[begin..].sort_by(|a, b| a.tell.id.cmp(&b.tell.id));
        }
        if self.has_foreign {
            first_of_each(out, begin);
        }
    }

    /// What [`gather`](Self::gather) does for a field that has its like, in one pass.
    fn speak_alike<'k>(&'k self, alike: &Alike, place: usize, value: &str, out: &mut Vec<Spoken<'k>>) {
        let begin = out.len();
        alike.find(place, value, |number, groups| {
            let tell = &self.tells[number as usize];
            out.push(Spoken { tell, filled: fill(tell, &groups) });
        });
        if self.has_foreign {
            first_of_each(out, begin);
        }
    }

    /// Under which fields a value is read, and as which text: as it stands, and as what its own grammar says besides.
    fn readings(&self, field: &str, value: &str, each: &mut dyn FnMut(&str, &str)) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        each(field, value);
        views(field, value, &mut |other, text| each(other, text.trim()));
        if field.ends_with(".banner") && self.fields.get(field).is_none() || field == "tcp.banner" {
            for greeting in GREETINGS {
                each(greeting, value);
            }
        }
    }
}

/// A first line read on a port without a codec of its own may be any of these greetings.
const GREETINGS: [&str; 3] = ["any.banner", "ftp.banner", "telnet.banner"];

/// Fills `$model` and its like from the groups, which come in the order of the templates. A template whose group did not
/// take part claims nothing.
fn fill(tell: &Tell, groups: &Groups<'_>) -> Vec<(Property, String)> {
    let mut filled = Vec::with_capacity(tell.claims.other.len());
    let mut wish = 0;
    for (&property, template) in &tell.claims.other {
        let text = if template.starts_with('$') {
            wish += 1;
            groups.nth(wish - 1).unwrap_or_default().trim()
        } else {
            template
        };
        if !text.is_empty() {
            filled.push((property, text.to_owned()));
        }
    }
    filled
}

/// Fields whose values say more by their own grammar, or may be any greeting.
pub(crate) fn has_views(field: &str) -> bool {
    const FIELDS: [&str; 6] = [
        "onvif.scope.name",
        "onvif.scope.hardware",
        "dhcp.hostname",
        "mdns.host",
        "netbios.name",
        "tcp.banner",
    ];
    FIELDS.contains(&field)
}

/// What else a value says by its own grammar: the realm inside a WWW-Authenticate header, the enterprise number inside an
/// object id. A reader that already took these apart sends both; each tell still speaks once.
fn views(field: &str, value: &str, each: &mut dyn FnMut(&str, &str)) {
    match field {
        "http.www_authenticate" => realm_of(value).into_iter().for_each(|r| each("http.realm", r)),
        "rtsp.www_authenticate" => realm_of(value).into_iter().for_each(|r| each("rtsp.realm", r)),
        "snmp.sys_object_id" => {
            let bare = value.trim_start_matches("iso").trim_start_matches('.');
            let bare = bare.strip_prefix("1.").map_or(bare, |b| b);
            let number = bare.strip_prefix("3.6.1.4.1.").and_then(|r| r.split('.').next());
            number.filter(|n| !n.is_empty()).into_iter().for_each(|n| each("snmp.enterprise", n));
        }
        "snmp.engine_id" => {
            let digits: String = value.chars().filter(char::is_ascii_hexdigit).take(8).collect();
            if let (8, Ok(n)) = (digits.len(), u32::from_str_radix(&digits, 16))
                && n & 0x8000_0000 != 0
            {
                each("snmp.enterprise", &(n & 0x7fff_ffff).to_string());
            }
        }
        "onvif.scope.name" | "onvif.scope.hardware" | "onvif.scope.location" | "onvif.scope.manufacturer" => {
            let kind = field.trim_start_matches("onvif.scope.");
            each("onvif.scope", &format!("onvif://www.onvif.org/{kind}/{value}"));
        }
        // In names of hosts `_` stands where a blank or a stroke cannot.
        "dhcp.hostname" | "mdns.host" | "netbios.name" if value.contains('_') => {
            each(field, &value.replace('_', "-"));
        }
        // Some readers keep the domain and some do not.
        "mdns.service" => {
            let bare = value.trim_end_matches('.');
            if bare.ends_with("._tcp") || bare.ends_with("._udp") {
                each("mdns.service", &format!("{bare}.local"));
            } else if bare != value {
                each("mdns.service", bare);
            }
        }
        _ => {}
    }
}

/// The realm in a challenge, with or without quotation marks.
fn realm_of(challenge: &str) -> Option<&str> {
    const NAME: &[u8] = b"realm=";
    let at = challenge.as_bytes().windows(NAME.len()).position(|w| w.eq_ignore_ascii_case(NAME))?;
    let rest = challenge.get(at + NAME.len()..)?.trim_start();
    match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => rest.split(',').next().map(str::trim),
    }
}

/// An edge by its id, or every edge of a vendor, as brand or as maker; empty where the id names neither.
pub fn edges_about<'k>(knowledge: &'k Knowledge, id: &str) -> Vec<&'k Edge> {
    let is_vendor = knowledge.maker(id).is_some();
    let speaks = |e: &&Edge| e.id == id || (is_vendor && (e.brand == id || e.maker == id));
    knowledge.edges().iter().filter(speaks).collect()
}

impl Oracle for Knowledge {
    fn version(&self) -> &str {
        &self.version
    }

    fn speak<'k>(&'k self, field: &str, value: &str, out: &mut Vec<Spoken<'k>>) {
        if let Some((alike, place)) = self.alike.get(field) {
            return self.speak_alike(alike, place, value.trim(), out);
        }
        self.gather(field, value, out, |field, value, each| {
            let Some(matcher) = self.by_field.get(field) else { return };
            // Tells lie in the order of their ids.
            matcher.find(value, |number, groups| {
                let tell = &self.tells[number as usize];
                each(Spoken { tell, filled: fill(tell, &groups) });
            });
        });
    }

    fn maker(&self, key: &str) -> Option<&Maker> {
        self.makers.get(key)
    }

    fn key_of_name(&self, name: &str) -> Option<String> {
        self.names.key_of(name)
    }

    fn may_begin_a_name(&self, text: &str) -> bool {
        self.names.may_begin(text)
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

    fn builds_for_others(&self, maker: &str) -> bool {
        let is_other = |e: &Edge| {
            e.brand != maker && !matches!(e.relation, EdgeRelation::Component | EdgeRelation::Acquired)
        };
        self.edges.iter().any(|e| e.maker == maker && is_other(e))
    }

    fn grammar<'k>(&'k self, model: &str) -> Vec<&'k Grammar> {
        let mut rows = Vec::new();
        self.by_model.find(model.trim(), |i, _| rows.push(&self.grammars[i as usize]));
        rows
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
    fn words(&self) -> &Words {
        &self.words
    }

    fn calibration(&self, property: Property) -> Option<&Calibration> {
        self.calibrations.get(&property)
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
