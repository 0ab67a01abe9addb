//! What happened to a device? What was recorded about it and how its verdicts changed, in recorded order.

use super::{Then, When};
use crate::change::{Actor, Decision, Redirect, Ruling, Statement};
use crate::content::{self, kind};
use crate::disclosure::Disclosure;
use crate::error::Result;
use crate::facts::all_of;
use crate::register::Register;
use oogmerk_model::Timestamp;
use serde::Serialize;
use sqlx::Row as _;
use std::collections::BTreeSet;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Event {
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Number of the fact; none for what was derived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
    /// By whom; empty for what was derived.
    pub by: Actor,
    /// What.
    pub what: Happening,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "happening", rename_all = "kebab-case")]
pub enum Happening {
    /// Keys were bound to the id. The keys are left out below `Confidential`.
    Named {
        /// The id.
        id: String,
        /// The keys.
        keys: Vec<String>,
    },
    /// Ids were joined or parted.
    Redirected(Redirect),
    /// Somebody said something.
    Stated(Statement),
    /// Somebody decided something.
    Decided(Decision),
    /// A derivation holds something else than the one before.
    Derived {
        /// Knowledge version.
        knowledge: String,
        /// `maker`, `brand`, `kind`, `model`, `firmware`, `isolation`, or `device` for its first appearance.
        property: String,
        /// Before; the state's word where not decided.
        before: String,
        /// After.
        after: String,
    },
}

impl Register {
    /// Everything recorded about a device by then, oldest first. Empty below `Internal`.
    pub async fn history(&self, id: &str, when: When, disclosure: Disclosure) -> Result<Vec<Event>> {
        if disclosure < Disclosure::Internal {
            return Ok(Vec::new());
        }
        let mut then = Then::at(self, when).await?;
        then.with_keys().await?;
        let id = then.names.lead(id).to_owned();
        let ids = then.names.ids_of(&id);
        let mut about: BTreeSet<String> = then.names.keys_of(&id).into_iter().map(str::to_owned).collect();
        about.extend(ids.iter().cloned());
        let mut events = then.recorded(&ids, &about, disclosure).await?;
        events.extend(then.derived(&ids).await?);
        events.sort_by_key(|e| (e.recorded_at, e.number.unwrap_or(u64::MAX)));
        Ok(events)
    }
}

impl Then {
    async fn recorded(
        &mut self,
        ids: &BTreeSet<String>,
        about: &BTreeSet<String>,
        level: Disclosure,
    ) -> Result<Vec<Event>> {
        let mut found: Vec<(u64, Actor, Happening)> = Vec::new();
        for (number, body) in all_of(&mut self.conn, kind::NAMED).await? {
            let content::Named { by, id, keys } = content::read(number, &body)?;
            if ids.contains(&id) {
                let keys = if level >= Disclosure::Confidential { keys } else { Vec::new() };
                found.push((number, by, Happening::Named { id, keys }));
            }
        }
        for (number, body) in all_of(&mut self.conn, kind::REDIRECTED).await? {
            let content::Redirected { by, redirect } = content::read(number, &body)?;
            let (Redirect::Merged { from, to } | Redirect::Split { from, to }) = &redirect;
            if ids.contains(from) || ids.contains(to) {
                found.push((number, by, Happening::Redirected(redirect)));
            }
        }
        for (number, body) in all_of(&mut self.conn, kind::STATED).await? {
            let content::Stated { by, statement } = content::read(number, &body)?;
            if about.contains(&statement.about) {
                found.push((number, by, Happening::Stated(statement)));
            }
        }
        for (number, body) in all_of(&mut self.conn, kind::DECIDED).await? {
            let content::Decided { by, decision } = content::read(number, &body)?;
            let concerns = match &decision.ruling {
                Ruling::Same { a, b } | Ruling::Different { a, b } => about.contains(a) || about.contains(b),
                Ruling::RiskAccepted { device, .. } => about.contains(device),
                Ruling::Waiver { device, .. } => device.as_ref().is_some_and(|d| about.contains(d)),
            };
            if concerns {
                found.push((number, by, Happening::Decided(decision)));
            }
        }
        found.retain(|(number, _, _)| *number <= self.last);
        let mut events = Vec::with_capacity(found.len());
        for (number, by, what) in found {
            let recorded: i64 = sqlx::query_scalar("SELECT recorded_at FROM fact WHERE number = $1")
                .bind(number.cast_signed())
                .fetch_one(&mut *self.conn)
                .await?;
            events.push(Event { recorded_at: Timestamp(recorded), number: Some(number), by, what });
        }
        Ok(events)
    }

    /// Where one derivation holds something else than the one before.
    async fn derived(&mut self, ids: &BTreeSet<String>) -> Result<Vec<Event>> {
        const PROPERTIES: [&str; 6] = ["kind", "brand", "maker", "model", "firmware", "isolation"];
        let rows = sqlx::query(
            "SELECT v.recorded_at, v.knowledge, coalesce(d.kind, d.kind_state), coalesce(d.brand, d.brand_state),
                    coalesce(d.maker, d.maker_state), coalesce(d.model, 'undecided'), coalesce(d.firmware, 'undecided'),
                    coalesce(d.isolation, 'not looked at')
             FROM device d JOIN derivation v ON v.id = d.derivation
             WHERE d.device IN (SELECT value FROM json_each($1)) AND v.recorded_at <= $2
             ORDER BY v.recorded_at, v.id",
        )
        .bind(content::written(ids)?)
        .bind(self.when.known_on.map_or(i64::MAX, |t| t.0))
        .fetch_all(&mut *self.conn)
        .await?;
        let mut events = Vec::new();
        let mut before: Option<Vec<String>> = None;
        for row in &rows {
            let (recorded_at, knowledge): (i64, String) = (row.try_get(0)?, row.try_get(1)?);
            let after = (2..8).map(|at| Ok(row.try_get(at)?)).collect::<Result<Vec<String>>>()?;
            let mut changed = |property: &str, before: &str, after: &str| {
                events.push(Event {
                    recorded_at: Timestamp(recorded_at),
                    number: None,
                    by: Actor::default(),
                    what: Happening::Derived {
                        knowledge: knowledge.clone(),
                        property: property.to_owned(),
                        before: before.to_owned(),
                        after: after.to_owned(),
                    },
                });
            };
            match &before {
                None => changed("device", "", "found"),
                Some(before) => {
                    for ((property, before), after) in PROPERTIES.iter().zip(before).zip(&after) {
                        if before != after {
                            changed(property, before, after);
                        }
                    }
                }
            }
            before = Some(after);
        }
        Ok(events)
    }
}
