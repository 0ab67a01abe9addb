//! What facts say: the JSON bodies that lie beside the chain. The bytes written here are the bytes hashed.
//!
//! A body is written once, by serde, in the order of its fields, and kept as it is; reading never rewrites it.
//! Grains: one fact per observation with all its evidence; contacts and vias per subject and day, so that they
//! can be forgotten by subject and by age.

use crate::change::{Actor, Decision, Input, Redirect, Statement};
use crate::error::{RegisterError, Result};
use oogmerk_model::{
    Contact, Dropped, Evidence, Fact, Field, Observation, Place, Problem, Source, Subject, Timestamp, Via,
    Window,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Words of the `kind` column. Stable; never reused.
pub(crate) mod kind {
    pub const OPENED: &str = "opened";
    pub const INPUT: &str = "input";
    pub const OBSERVED: &str = "observed";
    pub const CONTACTS: &str = "contacts";
    pub const VIAS: &str = "vias";
    pub const WINDOW: &str = "window";
    pub const DROPPED: &str = "dropped";
    pub const PROBLEM: &str = "problem";
    pub const DRAFT: &str = "draft";
    pub const NAMED: &str = "named";
    pub const REDIRECTED: &str = "redirected";
    pub const DECIDED: &str = "decided";
    pub const STATED: &str = "stated";
    pub const ERASED: &str = "erased";
    pub const CLOCK_JUMPED: &str = "clock-jumped";
    pub const READ: &str = "read";
}

/// Contacts of one subject in one fact, at most.
const PER_FACT: usize = 1_000;

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Opened {
    pub body: String,
    pub format: String,
}

/// Heads the facts of one input; they follow it without a gap.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct InputHead {
    pub by: Actor,
    pub name: String,
    pub digest: Option<String>,
    pub facts: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Observed {
    pub observation: Arc<Observation>,
    pub evidence: Vec<Line>,
}

/// Evidence without its observation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Line {
    pub field: Field,
    pub value: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub decoded: bool,
    #[serde(default, skip_serializing_if = "is_nowhere")]
    pub place: Place,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn is_nowhere(place: &Place) -> bool {
    *place == Place::default()
}

impl Observed {
    pub fn evidence(self) -> impl Iterator<Item = Evidence> {
        let observation = self.observation;
        self.evidence.into_iter().map(move |line| Evidence {
            observation: Arc::clone(&observation),
            field: line.field,
            value: line.value,
            decoded: line.decoded,
            place: line.place,
        })
    }
}

/// A fact of an input, ready to be recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Item {
    Observed(Observed),
    Contacts(Vec<Contact>),
    Vias(Vec<Via>),
    Window(Window),
    Dropped(Dropped),
    Problem(Problem),
}

impl Item {
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Observed(_) => kind::OBSERVED,
            Self::Contacts(_) => kind::CONTACTS,
            Self::Vias(_) => kind::VIAS,
            Self::Window(_) => kind::WINDOW,
            Self::Dropped(_) => kind::DROPPED,
            Self::Problem(_) => kind::PROBLEM,
        }
    }

    pub fn body(&self) -> Result<String> {
        match self {
            Self::Observed(x) => written(x),
            Self::Contacts(x) => written(x),
            Self::Vias(x) => written(x),
            Self::Window(x) => written(x),
            Self::Dropped(x) => written(x),
            Self::Problem(x) => written(x),
        }
    }

    /// Reads a recorded body; `None` for kinds that come from no input.
    pub fn read(kind: &str, number: u64, body: &str) -> Result<Option<Self>> {
        Ok(Some(match kind {
            kind::OBSERVED => Self::Observed(read(number, body)?),
            kind::CONTACTS => Self::Contacts(read(number, body)?),
            kind::VIAS => Self::Vias(read(number, body)?),
            kind::WINDOW => Self::Window(read(number, body)?),
            kind::DROPPED => Self::Dropped(read(number, body)?),
            kind::PROBLEM => Self::Problem(read(number, body)?),
            _ => return Ok(None),
        }))
    }

    /// Spells the item as if its input had been called `to` instead of `from`.
    pub fn rename(&mut self, from: &str, to: &str) {
        let name = |source: &mut Source| {
            if source.file.as_deref() == Some(from) {
                source.file = Some(Arc::from(to));
            }
        };
        match self {
            Self::Observed(x) => name(&mut Arc::make_mut(&mut x.observation).source),
            Self::Contacts(x) => x.iter_mut().for_each(|c| name(&mut c.source)),
            Self::Vias(x) => x.iter_mut().for_each(|v| name(&mut v.source)),
            Self::Window(x) => name(&mut x.source),
            Self::Problem(x) => name(&mut x.source),
            Self::Dropped(_) => {}
        }
    }

    /// Whom it is about, and in which file; `None` where it is about nobody.
    pub fn subject(&self) -> Option<(&Subject, &Source)> {
        match self {
            Self::Observed(x) => Some((&x.observation.subject, &x.observation.source)),
            Self::Contacts(x) => x.first().map(|c| (&c.subject, &c.source)),
            Self::Vias(x) => x.first().map(|v| (&v.subject, &v.source)),
            Self::Window(_) | Self::Dropped(_) | Self::Problem(_) => None,
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Draft {
    pub by: Actor,
    pub name: String,
    pub digest: Option<String>,
    pub items: Vec<Item>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Named {
    pub by: Actor,
    pub id: String,
    pub keys: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Redirected {
    pub by: Actor,
    #[serde(flatten)]
    pub redirect: Redirect,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Decided {
    pub by: Actor,
    #[serde(flatten)]
    pub decision: Decision,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Stated {
    pub by: Actor,
    #[serde(flatten)]
    pub statement: Statement,
}

/// Says which contents are gone: `check` allows no other gaps.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Erased {
    pub by: Actor,
    pub rule: String,
    /// What was asked for, without naming what was erased: `device`, `subject`, `text` …
    pub which: String,
    pub facts: u64,
    /// Numbers, as inclusive ranges.
    pub numbers: Vec<(u64, u64)>,
    /// Devices whose stored derivations were stripped or removed.
    #[serde(default)]
    pub derived: u64,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ClockJumped {
    /// What the clock had said before.
    pub before: Timestamp,
    /// What it says now.
    pub now: Timestamp,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Read {
    pub by: Actor,
    pub what: String,
}

pub(crate) fn written<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|e| RegisterError::Ours(format!("a content could not be written: {e}")))
}

pub(crate) fn read<'de, T: Deserialize<'de>>(number: u64, body: &'de str) -> Result<T> {
    serde_json::from_str(body).map_err(|e| RegisterError::unreadable(number, &e))
}

/// Groups what a reader handed over into the grains of the register, in an order that follows the input.
pub(crate) fn pack(input: &Input) -> Vec<Item> {
    let mut observed: Vec<Observed> = Vec::new();
    let mut at: HashMap<Arc<Observation>, usize> = HashMap::new();
    let mut contacts: BTreeMap<(&Subject, Option<&str>, i64), Vec<Contact>> = BTreeMap::new();
    let mut vias: BTreeMap<(&Subject, Option<&str>, i64), Vec<Via>> = BTreeMap::new();
    let mut rest = Vec::new();
    for fact in &input.facts {
        match fact {
            Fact::Evidence(e) => {
                let last_is_it = observed.last().is_some_and(|o| Arc::ptr_eq(&o.observation, &e.observation));
                let index = if last_is_it {
                    observed.len() - 1
                } else {
                    *at.entry(Arc::clone(&e.observation)).or_insert_with(|| {
                        observed
                            .push(Observed { observation: Arc::clone(&e.observation), evidence: Vec::new() });
                        observed.len() - 1
                    })
                };
                observed[index].evidence.push(Line {
                    field: e.field.clone(),
                    value: e.value.clone(),
                    decoded: e.decoded,
                    place: e.place,
                });
            }
            Fact::Contact(c) => {
                let grain = (&c.subject, c.source.file.as_deref(), day(c.last));
                contacts.entry(grain).or_default().push(c.clone());
            }
            Fact::Via(v) => {
                let grain = (&v.subject, v.source.file.as_deref(), day(v.first));
                vias.entry(grain).or_default().push(v.clone());
            }
            Fact::Window(w) => rest.push(Item::Window(w.clone())),
            Fact::Dropped(d) => rest.push(Item::Dropped(d.clone())),
            Fact::Problem(p) => rest.push(Item::Problem(p.clone())),
        }
    }
    let mut items: Vec<Item> = observed.into_iter().map(Item::Observed).collect();
    items.extend(contacts.into_values().flat_map(|c| chunks(c, Item::Contacts)));
    items.extend(vias.into_values().flat_map(|v| chunks(v, Item::Vias)));
    items.append(&mut rest);
    items
}

fn chunks<T: Clone>(all: Vec<T>, item: fn(Vec<T>) -> Item) -> Vec<Item> {
    all.chunks(PER_FACT).map(|part| item(part.to_vec())).collect()
}

/// What is forgotten by age is recorded by age: one fact per day.
fn day(at: Option<Timestamp>) -> i64 {
    at.map_or(i64::MIN, |t| t.0.div_euclid(86_400 * 1_000_000))
}
