//! One input being read: where readers put what they found, and what came of it.

use crate::format::Format;
use crate::plan::TablePlan;
use oogmerk_bytes::{cut, spanned};
use oogmerk_model::{
    Cidr, Evidence, Fact, Field, Mac, Means, Observation, Place, Problem, ProblemSeverity, Reach, Sink,
    Source, Subject,
};
use oogmerk_wire::{About, Clues, Malformed, Markers};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

/// The names of the closed vocabulary (`knowledge/fields.toml`), handed in by whoever holds it.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary(Arc<BTreeSet<String>>);

impl Vocabulary {
    /// From the names of the fields.
    pub fn new(names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(Arc::new(names.into_iter().map(Into::into).collect()))
    }

    /// Whether an evidence line may use this name: a field of the vocabulary, or `<protocol>.banner`.
    pub fn admits(&self, name: &str) -> bool {
        let banner = name.strip_suffix(".banner").is_some_and(|p| {
            !p.is_empty()
                && p.len() <= 64
                && p.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        });
        banner || self.0.contains(name)
    }
}

/// What the caller knows about its inputs.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Which field names evidence lines may use.
    pub vocabulary: Vocabulary,
    /// The owner's ranges beside the private ones: hosts of a flow log are subjects only inside.
    pub inside: Vec<Cidr>,
    /// What pages are searched for.
    pub markers: Markers,
    /// How to read a table, where the user changed or confirmed what was sniffed.
    pub plan: Option<TablePlan>,
    /// From where, for formats that do not say.
    pub vantage: Option<Arc<str>>,
    /// Under whose authority.
    pub authority: Option<Arc<str>>,
}

impl Options {
    /// Options with a vocabulary and nothing else.
    pub fn new(vocabulary: Vocabulary) -> Self {
        Self { vocabulary, ..Self::default() }
    }

    /// Whether an address belongs to the owner's side.
    pub fn is_inside(&self, ip: IpAddr) -> bool {
        Reach::of(ip) == Reach::Inside || self.inside.iter().any(|p| p.contains(ip))
    }
}

/// What came of one input.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The format it was read as; `None` where it was not recognised.
    pub format: Option<Format>,
    /// Lines, rows, hosts, flows or messages taken in.
    pub records: u64,
    /// Rows passed over on purpose: empty, totals, section titles, repeated headings, contacts of outside hosts.
    pub passed_over: u64,
    /// Cells that say "unknown" in so many words, by field.
    pub unknown_words: std::collections::BTreeMap<String, u64>,
    /// Cells that hold a failed formula (`#N/A` …), by field.
    pub failed_cells: std::collections::BTreeMap<String, u64>,
    /// Pieces of evidence handed over.
    pub evidence: u64,
    /// Contacts handed over.
    pub contacts: u64,
    /// Problems met, listed or not.
    pub problems: u64,
    /// The worst of them.
    pub worst: Option<ProblemSeverity>,
    /// How a table was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<TablePlan>,
}

/// Whether a value stands in the input as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// Byte for byte.
    Copied,
    /// Unescaped, normalised, computed or shortened.
    Decoded,
}

/// One input being read.
pub(crate) struct Reading<'a> {
    pub options: &'a Options,
    pub outcome: Outcome,
    file: Arc<str>,
    /// The last protocol and subject: long inputs repeat them line after line, and need them in memory once.
    last: RefCell<(Arc<str>, Subject)>,
    sink: &'a mut dyn Sink,
    /// Entities the document declares, and values left out because they hold one.
    entities: (BTreeSet<String>, u64),
    /// Problems that are not told yet, where they are held back.
    held: Option<Vec<Problem>>,
}

/// What LibreNMS writes over a contact, a name and a place in the recordings of SNMP agents it publishes
/// (`tests/snmpsim/*.snmprec`), and others after it: a value that somebody took away is no value.
const PRIVATE: &str = "<private>";

/// Problems of one input that are listed one by one; the rest is counted.
const PROBLEMS_LISTED: u64 = 1000;

/// Whether people write into it what comes to mind.
fn is_a_remark(field: &Field) -> bool {
    matches!(field.as_str(), "sheet.note" | "sheet.place" | "sheet.room" | "sheet.purpose")
}

impl<'a> Reading<'a> {
    pub fn new(name: &str, options: &'a Options, sink: &'a mut dyn Sink) -> Self {
        let last = RefCell::new((Arc::from(""), Subject::named("")));
        let entities = (BTreeSet::new(), 0);
        Self { options, outcome: Outcome::default(), file: Arc::from(name), last, sink, entities, held: None }
    }

    pub fn finish(mut self, format: Option<Format>) -> Outcome {
        if self.outcome.problems > PROBLEMS_LISTED {
            let more = self.outcome.problems - PROBLEMS_LISTED;
            let problem = Problem {
                source: self.source(None),
                offset: None,
                reason: format!("{more} more problems of this input are not listed"),
                severity: ProblemSeverity::Part,
            };
            self.sink.take(Fact::Problem(problem));
        }
        self.outcome.format = format;
        self.outcome
    }

    /// What the user called the input.
    pub fn file(&self) -> &Arc<str> {
        &self.file
    }

    pub fn source(&self, line: Option<u64>) -> Source {
        Source { file: Some(Arc::clone(&self.file)), frame: None, line, sheet: None }
    }

    /// An observation by another tool; `raw` is what its digest covers.
    pub fn observation(
        &self,
        subject: Subject,
        protocol: &str,
        line: Option<u64>,
        raw: &[u8],
    ) -> Observation {
        self.observed(subject, protocol, line, digest(raw))
    }

    /// The same of bytes whose digest is known: many things may stand in one record.
    pub fn observed(
        &self,
        subject: Subject,
        protocol: &str,
        line: Option<u64>,
        digest: Arc<str>,
    ) -> Observation {
        let mut last = self.last.borrow_mut();
        if &*last.0 != protocol {
            last.0 = Arc::from(protocol);
        }
        if last.1 != subject {
            last.1 = subject;
        }
        Observation {
            subject: last.1.clone(),
            seen_at: None,
            vantage: self.options.vantage.clone(),
            means: Means::Imported,
            authority: self.options.authority.clone(),
            protocol: Arc::clone(&last.0),
            source: self.source(line),
            digest,
        }
    }

    /// Hands over a field of an observation. Empty values and values of nothing but masks are no evidence.
    pub fn put<'v>(
        &mut self,
        observation: &Arc<Observation>,
        field: Field,
        value: impl Into<Cow<'v, str>>,
        how: How,
        place: Place,
    ) {
        let value = value.into();
        let text = value.trim();
        if text.is_empty() || text == PRIVATE {
            return;
        }
        if self.holds_an_entity(text) {
            self.entities.1 += 1;
            return;
        }
        let mut decoded = how == How::Decoded;
        let mut value = match cut::urls_in(text) {
            Cow::Owned(cut) => {
                decoded = true;
                cut
            }
            Cow::Borrowed(same) if same.len() < value.len() => same.to_owned(),
            Cow::Borrowed(_) => value.into_owned(),
        };
        if is_a_remark(&field)
            && let std::borrow::Cow::Owned(cut) = cut::secrets_in_words(&value)
        {
            (value, decoded) = (cut, true);
        }
        if value.len() > Clues::VALUE_MAX {
            value.truncate(value.floor_char_boundary(Clues::VALUE_MAX));
            // What was cut off would be held for as long as the value.
            value.shrink_to_fit();
            decoded = true;
        }
        self.tell_problems();
        self.outcome.evidence += 1;
        let observation = Arc::clone(observation);
        self.sink.take(Fact::Evidence(Evidence { observation, field, value, decoded, place }));
    }

    /// A MAC, normalised; zeroes and the broadcast address are no device and no evidence. A group address in an
    /// export is kept as printed: publishers make addresses up, and it joins nothing.
    pub fn put_mac(&mut self, observation: &Arc<Observation>, field: Field, text: &str, place: Place) {
        let Some(mac) = Mac::parse(text) else { return };
        if mac == Mac([0; 6]) || mac == Mac([0xff; 6]) {
            return;
        }
        let normal = mac.to_string();
        let how = if normal == text.trim() { How::Copied } else { How::Decoded };
        self.put(observation, field, &normal, how, place);
    }

    /// An address; the unspecified one is no evidence.
    pub fn put_ip(&mut self, observation: &Arc<Observation>, field: Field, text: &str, place: Place) {
        let Ok(ip) = text.trim().parse::<IpAddr>() else { return };
        if !ip.is_unspecified() {
            let normal = ip.to_string();
            let how = if normal == text.trim() { How::Copied } else { How::Decoded };
            self.put(observation, field, &normal, how, place);
        }
    }

    /// Hands over the clues of one message. `base` is where the message begins in the input, where it stands there
    /// byte for byte. Clues about somebody else get that somebody's own subject.
    pub fn put_clues(&mut self, observation: &Arc<Observation>, clues: Clues, base: Option<u64>) {
        // The owner of a message that speaks of one MAC only (a DHCP client, an ARP sender) is the line's subject.
        let macs: BTreeSet<[u8; 6]> = clues
            .0
            .iter()
            .filter_map(|c| if let About::Mac(m) = c.about { Some(m.0) } else { None })
            .collect();
        let single = macs.len() == 1 && !clues.0.iter().any(|c| c.about == About::Sender);
        for clue in clues.0 {
            let target = match clue.about {
                About::Sender => Arc::clone(observation),
                About::Mac(_) if single => Arc::clone(observation),
                About::Mac(mac) => with_subject(observation, Subject::mac(mac)),
                About::Ip(ip) => with_subject(observation, Subject::ip(ip)),
                About::Receiver => continue,
            };
            let offset = base.and_then(|b| clue.span.as_ref().map(|s| b + s.start as u64));
            let how = if clue.decoded { How::Decoded } else { How::Copied };
            let place = Place { offset: offset.or(base), ..Place::default() };
            self.put(&target, clue.field, clue.value, how, place);
        }
    }

    /// Reads a message with the codec of that name. `false` where the bytes were not understood (told to the user).
    pub fn decode(
        &mut self,
        codec: &str,
        payload: &[u8],
        observation: &Arc<Observation>,
        base: Option<u64>,
    ) -> bool {
        let line = observation.source.line;
        match oogmerk_wire::codec::read_for(codec, payload, &self.options.markers) {
            None => {
                self.problem(ProblemSeverity::Part, line, base, "no reader for this protocol".to_owned());
                false
            }
            Some(Err(Malformed { offset, reason })) => {
                let at = base.map(|b| b + offset as u64);
                self.problem(
                    ProblemSeverity::Part,
                    line,
                    at,
                    format!("not {codec}: {reason} (byte {offset} of the message)"),
                );
                false
            }
            Some(Ok(clues)) => {
                self.put_clues(observation, clues, base);
                true
            }
        }
    }

    /// Runs a reader whose facts are wanted here first; they are neither counted nor handed over yet.
    pub fn gather(&mut self, into: &mut Vec<Fact>, read: impl FnOnce(&mut Reading<'_>)) {
        let mut inner = Reading {
            last: RefCell::new(self.last.borrow().clone()),
            options: self.options,
            outcome: Outcome::default(),
            file: Arc::clone(&self.file),
            sink: into,
            entities: (self.entities.0.clone(), 0),
            held: None,
        };
        read(&mut inner);
        self.entities.1 += inner.entities.1;
    }

    /// Holds problems back until something is found: another reader may do better.
    pub fn hold_problems(&mut self) {
        self.held = Some(Vec::new());
    }

    /// Tells the problems that were held back.
    pub fn tell_problems(&mut self) {
        for problem in self.held.take().unwrap_or_default() {
            self.take(Fact::Problem(problem));
        }
    }

    /// Forgets the problems that were held back: another reader did better.
    pub fn drop_problems(&mut self) {
        self.held = None;
    }

    /// Notes which entities a document declares. They are never expanded, so what stands for one is no value.
    pub fn note_entities(&mut self, names: BTreeSet<String>) {
        self.entities.0 = names;
    }

    /// Tells that a document declares entities, and how many values were not read because of them.
    pub fn tell_of_entities(&mut self) {
        let (names, values) = (self.entities.0.len(), self.entities.1);
        if names > 0 {
            let reason =
                format!("declares entities, which are not read; {values} values that hold one are left out");
            self.problem(ProblemSeverity::Part, None, None, reason);
        }
    }

    /// Tells that an input was known for a format and gave nothing: whoever handed it in expects something of it.
    pub fn tell_of_nothing(&mut self, format: &str) {
        let o = &self.outcome;
        let held = self.held.as_ref().map_or(0, |held| held.len() as u64);
        if o.records + o.passed_over + o.evidence + o.contacts + o.problems + held == 0 {
            let reason = format!("was taken for {format}, but no record in it could be read");
            self.problem(ProblemSeverity::Part, None, None, reason);
        }
    }

    /// Whether a value holds an entity that the document declares itself.
    fn holds_an_entity(&self, value: &str) -> bool {
        !self.entities.0.is_empty()
            && value
                .split('&')
                .skip(1)
                .filter_map(|rest| rest.split_once(';'))
                .any(|(name, _)| self.entities.0.contains(name))
    }

    pub fn take(&mut self, fact: Fact) {
        if let (Fact::Problem(problem), Some(held)) = (&fact, &mut self.held) {
            if held.len() as u64 <= PROBLEMS_LISTED {
                held.push(problem.clone());
            }
            return;
        }
        if self.held.is_some() && matches!(fact, Fact::Evidence(_) | Fact::Contact(_)) {
            self.tell_problems();
        }
        match &fact {
            Fact::Contact(_) => self.outcome.contacts += 1,
            Fact::Evidence(_) => self.outcome.evidence += 1,
            Fact::Problem(p) => {
                self.outcome.problems += 1;
                self.outcome.worst = self.outcome.worst.max(Some(p.severity));
                if self.outcome.problems > PROBLEMS_LISTED {
                    return;
                }
            }
            _ => {}
        }
        self.sink.take(fact);
    }

    pub fn problem(
        &mut self,
        severity: ProblemSeverity,
        line: Option<u64>,
        offset: Option<u64>,
        reason: impl Into<String>,
    ) {
        let problem = Problem { source: self.source(line), offset, reason: reason.into(), severity };
        self.take(Fact::Problem(problem));
    }
}

impl Sink for Reading<'_> {
    fn take(&mut self, fact: Fact) {
        Reading::take(self, fact);
    }
}

fn with_subject(observation: &Arc<Observation>, subject: Subject) -> Arc<Observation> {
    if observation.subject == subject {
        return Arc::clone(observation);
    }
    Arc::new(Observation { subject, ..(**observation).clone() })
}

/// Lower-case hex SHA-256; empty for no bytes.
pub(crate) fn digest(raw: &[u8]) -> Arc<str> {
    if raw.is_empty() {
        return Arc::from("");
    }
    hex(&Sha256::digest(raw))
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> Arc<str> {
    Arc::from(spanned::hex(bytes))
}

/// Where a message begins in the input.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Where {
    /// Here, byte for byte: places in it are places in the input.
    At(u64),
    /// Escaped inside a record that begins here: the record's place is all that can be told.
    Inside(u64),
}

impl Where {
    /// The place of a byte of the message.
    pub fn place(self, offset: u64) -> Place {
        match self {
            Self::At(base) => at(base + offset),
            Self::Inside(base) => at(base),
        }
    }
}

/// A place at a byte offset of the input.
pub(crate) fn at(offset: u64) -> Place {
    Place { offset: Some(offset), ..Place::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vocabulary_admits_its_names_and_plain_banners_only() {
        let v = Vocabulary::new(["http.server"]);
        for name in ["http.server", "text.banner", "x11-old.banner"] {
            assert!(v.admits(name), "{name}");
        }
        for name in ["http.serverr", ".banner", "banner", "a b.banner", "maker"] {
            assert!(!v.admits(name), "{name}");
        }
    }
}
