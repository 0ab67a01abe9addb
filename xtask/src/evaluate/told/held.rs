//! Held: the data of others as they are read here, and what was found to differ.

use oogmerk_import::{Options, Outcome, read};
use oogmerk_model::{Evidence, Fact};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The data, and what was found to differ so far.
pub struct Held {
    /// Where the data lie.
    pub folder: PathBuf,
    /// How files are read.
    pub options: Options,
    /// Disagreements, one line each.
    pub differ: Vec<String>,
}

/// What was read from one file.
pub struct Found {
    /// How reading went.
    pub outcome: Outcome,
    /// What was read.
    pub facts: Vec<Fact>,
}

impl Held {
    /// Notes one disagreement.
    pub fn differ(&mut self, what: impl Into<String>) {
        self.differ.push(what.into());
    }

    /// Notes a disagreement where a thing does not hold.
    pub fn expect(&mut self, is_so: bool, what: impl FnOnce() -> String) {
        if !is_so {
            self.differ(what());
        }
    }

    /// Reads a file under a neutral name.
    pub fn read(&self, file: &str) -> Found {
        let bytes = std::fs::read(self.folder.join(file)).unwrap_or_default();
        self.read_bytes(&bytes)
    }

    pub fn read_bytes(&self, bytes: &[u8]) -> Found {
        let mut facts = Vec::new();
        let outcome = read(Box::new(bytes), "case", None, &self.options, &mut facts);
        Found { outcome, facts }
    }

    /// The lines of what the publisher of a folder says; none where the folder is absent.
    pub fn truth(&self, corpus: &str) -> Vec<Value> {
        self.lines(corpus, "truth.jsonl")
    }

    pub fn lines(&self, corpus: &str, file: &str) -> Vec<Value> {
        let text = std::fs::read_to_string(self.folder.join(corpus).join(file)).unwrap_or_default();
        text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    }

    /// Notes the problems of a file of which none is expected.
    pub fn expect_no_problem(&mut self, file: &str, found: &Found) {
        let first = found.problems().next().map(ToOwned::to_owned);
        self.expect(first.is_none(), || format!("{file}: {}", first.unwrap_or_default()));
    }
}

impl Found {
    pub fn evidence(&self) -> impl Iterator<Item = &Evidence> {
        self.facts.iter().filter_map(|f| if let Fact::Evidence(e) = f { Some(e) } else { None })
    }

    pub fn problems(&self) -> impl Iterator<Item = &str> {
        self.facts
            .iter()
            .filter_map(|f| if let Fact::Problem(p) = f { Some(p.reason.as_str()) } else { None })
    }

    /// Values of a field, in the order found.
    pub fn values(&self, field: &str) -> Vec<&str> {
        self.evidence().filter(|e| e.field.as_str() == field).map(|e| e.value.as_str()).collect()
    }

    /// Values of a field of one subject.
    pub fn of(&self, subject: &str, field: &str) -> Vec<&str> {
        self.evidence()
            .filter(|e| e.observation.subject.as_str() == subject && e.field.as_str() == field)
            .map(|e| e.value.as_str())
            .collect()
    }

    pub fn subjects(&self) -> BTreeSet<&str> {
        self.evidence().map(|e| e.observation.subject.as_str()).collect()
    }
}

/// A text of a truth line.
pub fn text<'t>(truth: &'t Value, key: &str) -> &'t str {
    truth.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The texts of a list in a truth line; `inner` names the key of each where they are records.
pub fn texts(truth: &Value, key: &str, inner: Option<&str>) -> BTreeSet<String> {
    let list = truth.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let one = |v: &Value| inner.map_or(Some(v), |k| v.get(k))?.as_str().map(str::to_owned);
    list.iter().filter_map(one).collect()
}
