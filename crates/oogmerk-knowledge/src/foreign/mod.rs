//! Other people's fingerprints as tells: Recog's XML databases ([`recog()`]) and nmap's service probes ([`nmap()`]).
//!
//! They come from the user's own copy and are never shipped. What they say enters as ordinary tells of weight
//! `moderate` at most: a brand's name, a kind, a model, a firmware version, never who built it. Within one database
//! the first pattern that fits speaks and the others are silent, as their own programs have it; a pattern that says
//! nothing about a device therefore still takes its place.

mod dialect;
mod nmap;
mod recog;

pub use crate::origin::is_foreign;
pub use nmap::nmap;
pub use recog::recog;

use crate::alike::Lists;
use crate::index::by_field;
use crate::knowledge::has_views;
use crate::origin::database;
use crate::{Knowledge, Oracle, Tell};
use oogmerk_model::{Kind, Property};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Largest file read, in bytes.
const FILE_MAX: usize = 64 << 20;
/// Most patterns of one file.
const PATTERNS_MAX: usize = 100_000;

/// Most states of all patterns of one copy together: each costs some hundred bytes once its pattern is needed, and a
/// hostile value can need them all.
const STATES_MAX: usize = 2_500_000;

/// What came of files of fingerprints.
#[derive(Clone, Debug, Default)]
pub struct Foreign {
    /// One tell per usable pattern, in the order of the files. Ids are `recog:FILE:NUMBER` and `nmap:LINE`.
    pub tells: Vec<Tell>,
    /// What could not be used, and why.
    pub skipped: Vec<Skipped>,
    /// The database's own examples of usable patterns.
    pub examples: Vec<Example>,
    /// About how many states the tells become when all are compiled.
    states: usize,
}

/// A pattern, file or rest of a file that could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// File as the caller named it.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Why, in a few words of plain English; the same words for the same cause.
    pub reason: String,
}

/// A value that a database's author says a pattern is the first to match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The tell's id.
    pub tell: String,
    /// The field it reads.
    pub field: String,
    /// The value.
    pub value: String,
}

impl Foreign {
    /// Puts another reading behind this one.
    pub fn append(&mut self, mut other: Foreign) {
        self.tells.append(&mut other.tells);
        self.skipped.append(&mut other.skipped);
        self.examples.append(&mut other.examples);
        self.states = self.states.saturating_add(other.states);
    }

    /// Keeps a tell while the patterns of this copy may take more memory.
    fn keep(&mut self, tell: Tell) -> Result<(), &'static str> {
        let states = self.states.saturating_add(dialect::states_of(&tell.pattern));
        if states > STATES_MAX {
            return Err("more patterns than are kept in memory");
        }
        self.states = states;
        self.tells.push(tell);
        Ok(())
    }

    /// How many usable patterns say something about a device.
    pub fn speaking(&self) -> usize {
        self.tells.iter().filter(|t| !t.claims.kinds.is_empty() || !t.claims.other.is_empty()).count()
    }

    /// Causes of what was skipped, most frequent first.
    pub fn causes(&self) -> Vec<(&str, usize)> {
        let mut causes: BTreeMap<&str, usize> = BTreeMap::new();
        for skipped in &self.skipped {
            *causes.entry(&skipped.reason).or_default() += 1;
        }
        let mut causes: Vec<_> = causes.into_iter().collect();
        causes.sort_by_key(|(reason, n)| (std::cmp::Reverse(*n), *reason));
        causes
    }

    fn skip(&mut self, file: &str, line: usize, reason: impl Into<String>) {
        self.skipped.push(Skipped { file: file.to_owned(), line, reason: reason.into() });
    }
}

/// What became of a database's own examples.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Examples on which their own pattern is the first of its database to speak.
    pub right: usize,
    /// The others, one line each.
    pub differences: Vec<String>,
}

/// Whether each example is matched first by its own pattern. `knowledge` holds the tells ([`Knowledge::with_foreign`]).
pub fn verify(knowledge: &Knowledge, examples: &[Example]) -> Verified {
    let mut verified = Verified::default();
    let mut spoken = Vec::new();
    for example in examples {
        spoken.clear();
        knowledge.speak(&example.field, &example.value, &mut spoken);
        let database = database(&example.tell);
        let first = spoken
            .iter()
            .map(|s| s.tell)
            .find(|t| t.field == example.field && self::database(&t.id) == database);
        if first.is_some_and(|t| t.id == example.tell) {
            verified.right += 1;
        } else {
            let instead = first.map_or("nothing", |t| t.id.as_str());
            verified.differences.push(format!("{} {:?}: {instead} speaks", example.tell, example.value));
        }
    }
    verified
}

impl Knowledge {
    /// The same knowledge with other people's tells beside its own. The version says so.
    #[must_use]
    pub fn with_foreign(mut self, tells: Vec<Tell>) -> Self {
        let mut digest = Sha256::new();
        for tell in &tells {
            digest.update(format!("{}\t{}\t{:?}\t{:?}\n", tell.id, tell.field, tell.pattern, tell.claims));
        }
        let hex =
            digest.finalize().iter().take(4).fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
        self.version = format!("{}+f-{hex}", self.version);
        for mut tell in tells {
            self.keep_known_brand(&mut tell);
            self.tells.push(tell);
        }
        self.tells.sort_by(|a, b| a.id.cmp(&b.id));
        self.tells.dedup_by(|a, b| a.id == b.id);
        self.by_field = by_field(&self.tells, self.fields());
        self.alike = Lists::new(&self.by_field, &self.tells, has_views);
        self.has_foreign = self.tells.iter().any(Tell::is_foreign);
        self
    }
}

impl Knowledge {
    /// Leaves a foreign tell the name of a known brand, and nothing else in its place: a product's text may begin with
    /// one where the tell says what sort of device it is.
    fn keep_known_brand(&self, tell: &mut Tell) {
        let Some(text) = tell.claims.other.get(&Property::Brand).filter(|t| !t.starts_with('$')) else {
            return;
        };
        if self.key_of_name(text).is_some() {
            return;
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        // "One or other": the text names several.
        let is_plain = !words.contains(&"or") && !tell.claims.kinds.is_empty();
        let known = (1..=words.len().min(3))
            .rev()
            .filter(|_| is_plain)
            .filter_map(|n| words.get(..n).map(|w| w.join(" ")))
            .find(|name| self.key_of_name(name).is_some());
        match known {
            Some(name) => Arc::make_mut(&mut tell.claims).other.insert(Property::Brand, name),
            None => Arc::make_mut(&mut tell.claims).other.remove(&Property::Brand),
        };
    }
}

/// The kinds a database's word for a device can mean; none where the word says too little.
fn kinds(word: &str) -> Vec<Kind> {
    match word.trim().to_ascii_lowercase().as_str() {
        "ip camera" | "web cam" | "network camera" => vec![Kind::Camera],
        // nmap calls recorders and video servers by this word too.
        "webcam" => vec![Kind::Camera, Kind::Recorder, Kind::Encoder],
        "dvr" | "nvr" => vec![Kind::Recorder],
        "video encoder" => vec![Kind::Encoder],
        "access control" => vec![Kind::AccessController],
        "sensor" => vec![Kind::Sensor],
        "printer" | "multifunction device" | "print server" => vec![Kind::Printer],
        "switch" => vec![Kind::Switch],
        "router" | "broadband router" | "adsl modem" | "dsl modem" | "cable modem" | "docsis cable modem" => {
            vec![Kind::Router]
        }
        "wap" | "wlan repeater" => vec![Kind::AccessPoint],
        "mobile phone" | "tablet" | "phone" | "pda" => vec![Kind::Phone],
        "laptop" | "desktop" => vec![Kind::Computer],
        "light bulb" => vec![Kind::Light],
        "nas"
        | "storage"
        | "storage appliance"
        | "storage-misc"
        | "media server"
        | "media receiver"
        | "media device"
        | "smart tv"
        | "av receiver"
        | "video conference"
        | "video conferencing"
        | "video decoder"
        | "voip"
        | "voip phone"
        | "voip adapter"
        | "voip server"
        | "pbx"
        | "sip device"
        | "sip gateway"
        | "firewall"
        | "vpn"
        | "ips"
        | "kvm"
        | "ups"
        | "power device"
        | "power-device"
        | "power-misc"
        | "lights out management"
        | "remote management"
        | "plc"
        | "industrial control"
        | "terminal"
        | "terminal server"
        | "device server"
        | "load balancer"
        | "proxy server"
        | "game console" => vec![Kind::Other],
        _ => Vec::new(),
    }
}

/// A claim's template: the text itself, or `$name` of the capture group it stands in.
fn template(
    property: Property,
    group: Option<u32>,
    text: &str,
    names: &mut BTreeMap<u32, String>,
) -> Option<(Property, String)> {
    match group {
        Some(group) => {
            let name = names.entry(group).or_insert_with(|| format!("{property:?}").to_ascii_lowercase());
            Some((property, format!("${name}")))
        }
        None if text.is_empty() || text.starts_with('$') || text.len() > 120 => None,
        None => Some((property, text.to_owned())),
    }
}
