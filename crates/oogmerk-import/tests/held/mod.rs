//! What the integration tests share: reading bytes under a neutral name.
#![allow(clippy::disallowed_methods, reason = "tests read their samples; the crate reads none")]
#![allow(dead_code, reason = "each test file uses a part")]

use oogmerk_bytes::{Markers, Until};
use oogmerk_import::{Format, Options, Outcome, Vocabulary, read};
use oogmerk_model::{Contact, Evidence, Fact, Problem};
use std::collections::BTreeSet;

pub struct Held {
    pub outcome: Outcome,
    pub facts: Vec<Fact>,
}

/// The vocabulary as the knowledge folder writes it.
pub fn vocabulary() -> Vocabulary {
    static KNOWN: std::sync::OnceLock<Vocabulary> = std::sync::OnceLock::new();
    KNOWN.get_or_init(read_vocabulary).clone()
}

fn read_vocabulary() -> Vocabulary {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../knowledge/fields.toml");
    let text = std::fs::read_to_string(path).expect("the knowledge folder is beside the crates");
    let names = text.lines().filter_map(|l| l.strip_prefix("name = \"")?.strip_suffix('"'));
    Vocabulary::new(names)
}

/// That vocabulary, and two texts that pages of the samples are searched for.
pub fn options() -> Options {
    let markers = [("/doc/page/login.asp", Until::Here), ("/doc/script/", Until::Quote)];
    Options { markers: Markers::new(markers), ..Options::new(vocabulary()) }
}

pub fn read_bytes(bytes: &[u8]) -> Held {
    read_with(bytes, None, &options())
}

pub fn read_with(bytes: &[u8], format: Option<Format>, options: &Options) -> Held {
    let mut facts = Vec::new();
    let outcome = read(Box::new(bytes), "case", format, options, &mut facts);
    Held { outcome, facts }
}

impl Held {
    pub fn format(&self) -> &'static str {
        self.outcome.format.map_or("none", Format::as_str)
    }

    pub fn evidence(&self) -> impl Iterator<Item = &Evidence> {
        self.facts.iter().filter_map(|f| if let Fact::Evidence(e) = f { Some(e) } else { None })
    }

    pub fn contacts(&self) -> impl Iterator<Item = &Contact> {
        self.facts.iter().filter_map(|f| if let Fact::Contact(c) = f { Some(c) } else { None })
    }

    pub fn problems(&self) -> Vec<&Problem> {
        self.facts.iter().filter_map(|f| if let Fact::Problem(p) = f { Some(p) } else { None }).collect()
    }

    /// Values of a field, in the order found.
    pub fn values(&self, field: &str) -> Vec<&str> {
        self.evidence().filter(|e| e.field.as_str() == field).map(|e| e.value.as_str()).collect()
    }

    pub fn subjects(&self) -> BTreeSet<&str> {
        self.evidence().map(|e| e.observation.subject.as_str()).collect()
    }

    /// Values of a field of one subject.
    pub fn of(&self, subject: &str, field: &str) -> Vec<&str> {
        self.evidence()
            .filter(|e| e.observation.subject.as_str() == subject && e.field.as_str() == field)
            .map(|e| e.value.as_str())
            .collect()
    }
}
