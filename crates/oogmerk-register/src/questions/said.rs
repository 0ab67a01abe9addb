//! What people had said by then about each device, and which of two sayings holds.
//!
//! Of the statements in force at the moment asked about, the one recorded last holds; one without a value takes the
//! earlier back. A statement about an id that was split afterwards is contested for both halves until somebody says
//! it again of either; a contested statement places nothing and counts nowhere.

use crate::change::{Actor, Topic};
use crate::content::{self, kind};
use crate::error::Result;
use crate::facts::{all_of, holds};
use crate::ids::is_device_id;
use crate::naming::Names;
use oogmerk_model::Timestamp;
use serde::Serialize;
use sqlx::SqliteConnection;
use std::collections::{BTreeMap, HashMap};

/// One saying that is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// About what.
    pub topic: Topic,
    /// What.
    pub value: String,
    /// Number of its fact.
    pub number: u64,
    /// By whom.
    pub by: Actor,
    /// True while it is unclear which half of a split device it is about.
    pub contested: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Sayings(HashMap<String, BTreeMap<Topic, Said>>);

impl Sayings {
    /// What was said, and the names it was said of: without keys, unless something was said of a key.
    pub async fn load(
        conn: &mut SqliteConnection,
        last: u64,
        moment: Timestamp,
        known_on: Option<Timestamp>,
    ) -> Result<(Names, Self)> {
        let mut stated = Vec::new();
        for (number, body) in all_of(conn, kind::STATED).await?.into_iter().filter(|(n, _)| *n <= last) {
            stated.push((number, content::read::<content::Stated>(number, &body)?));
        }
        let of_ids_only = stated.iter().all(|(_, s)| is_device_id(&s.statement.about));
        let names = if of_ids_only {
            Names::load_redirects(conn, last).await?
        } else {
            Names::load(conn, known_on).await?
        };
        let sayings = Self::of(&names, stated, moment);
        Ok((names, sayings))
    }

    fn of(names: &Names, stated: Vec<(u64, content::Stated)>, moment: Timestamp) -> Self {
        let mut sayings = Self::default();
        for (number, content::Stated { by, statement }) in stated {
            if !holds(statement.valid_from, statement.valid_to, moment) {
                continue;
            }
            let device = names.lead(&statement.about).to_owned();
            let topics = sayings.0.entry(device).or_default();
            match statement.value {
                Some(value) => {
                    let contested = names.split_after(&statement.about, number);
                    topics.insert(
                        statement.topic,
                        Said { topic: statement.topic, value, number, by, contested },
                    );
                }
                None => drop(topics.remove(&statement.topic)),
            }
        }
        sayings.inherit(names);
        sayings
    }

    /// The new half of a split device shows what is contested about the old half.
    fn inherit(&mut self, names: &Names) {
        for (from, to) in names.splits() {
            let old: Vec<Said> = self.about(names.resolve(from)).filter(|s| s.contested).cloned().collect();
            let topics = self.0.entry(names.resolve(to).to_owned()).or_default();
            for said in old {
                topics.entry(said.topic).or_insert(said);
            }
        }
    }

    /// What is said about a device, contested or not.
    pub fn about(&self, device: &str) -> impl Iterator<Item = &Said> {
        self.0.get(device).into_iter().flat_map(BTreeMap::values)
    }

    /// Devices of which something uncontested is said on a topic.
    pub fn with(&self, topic: Topic) -> Vec<&String> {
        self.0.keys().filter(|device| self.holds(device, topic).is_some()).collect()
    }

    /// What holds, uncontested.
    pub fn holds(&self, device: &str, topic: Topic) -> Option<&str> {
        self.0.get(device)?.get(&topic).filter(|s| !s.contested).map(|s| s.value.as_str())
    }
}
