//! Retention: what is forgotten when nobody asks. Each rule has its own time and its own fact on the chain.

use crate::apply::Entry;
use crate::change::{Actor, Receipt, Scrub, Topic};
use crate::content::{self, Item, kind};
use crate::erase::{self, Derived, Found, Said};
use crate::error::Result;
use crate::facts::{all_of, holds, numbers};
use crate::naming::Names;
use crate::records::drop_loose;
use crate::register::{Entropy, Register};
use oogmerk_model::{Contact, Timestamp, Via};
use sqlx::{Connection, Row, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};

/// How long what is kept. A month is counted as thirty days and ten hours, so that twelve are a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetentionPolicy {
    /// Evidence, contacts and key bindings of a device, after the day somebody said it was removed.
    pub evidence_after_removal_months: u32,
    /// Contacts and vias, after they were last seen (after they were recorded, where the source says no time).
    pub contacts_months: u32,
    /// Who read what.
    pub reads_months: u32,
    /// Imports nobody accepted.
    pub drafts_days: u32,
    /// Stored derivations; the newest always stays. `None` keeps them all.
    pub derivations_months: Option<u32>,
}

impl Default for RetentionPolicy {
    fn default() -> Self {
        Self {
            evidence_after_removal_months: 24,
            contacts_months: 13,
            reads_months: 12,
            drafts_days: 30,
            derivations_months: None,
        }
    }
}

const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;
const MONTH: i64 = 30 * DAY + 10 * HOUR;

fn before(now: Timestamp, count: u32, length: i64) -> Timestamp {
    Timestamp(now.0.saturating_sub(i64::from(count).saturating_mul(length)))
}

impl Register {
    /// Forgets what the policy says is due, all in one, each rule with its own fact. Run it daily.
    pub async fn forget(
        &self,
        policy: &RetentionPolicy,
        now: Timestamp,
        entropy: Entropy<'_>,
    ) -> Result<Receipt> {
        let by = Actor::new("retention", "retention");
        let mut writer = self.writer().await;
        let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
        let mut entry = Entry::begin(&mut transaction, now, entropy).await?;

        let found = old(entry.conn, kind::READ, before(now, policy.reads_months, MONTH)).await?;
        entry
            .erase_found(
                &by,
                "reads",
                &rule("reader log", policy.reads_months, "months"),
                &found,
                Derived::Nothing,
            )
            .await?;

        let found = old(entry.conn, kind::DRAFT, before(now, policy.drafts_days, DAY)).await?;
        entry
            .erase_found(
                &by,
                "drafts",
                &rule("draft imports", policy.drafts_days, "days"),
                &found,
                Derived::Nothing,
            )
            .await?;

        let limit = before(now, policy.contacts_months, MONTH);
        let found = contacts(entry.conn, limit).await?;
        let text = rule("outside contacts", policy.contacts_months, "months");
        entry.erase_found(&by, "contacts", &text, &found, Derived::Contacts(limit)).await?;

        let months = policy.evidence_after_removal_months;
        let found = removed(entry.conn, before(now, months, MONTH), now).await?;
        let text = rule("evidence after removal", months, "months");
        entry.erase_found(&by, "removed-devices", &text, &found, Derived::Strip).await?;

        let dropped = match policy.derivations_months {
            Some(months) => derivations(entry.conn, before(now, months, MONTH)).await?,
            None => 0,
        };
        let mut receipt = entry.end().await?;
        transaction.commit().await?;
        drop(writer);
        if receipt.scrubbed == Scrub::Waiting || dropped > 0 {
            receipt.scrubbed = self.scrub().await?;
        }
        Ok(receipt)
    }
}

fn rule(what: &str, count: u32, unit: &str) -> String {
    format!("retention: {what}, {count} {unit}")
}

/// Facts of a kind recorded before a moment.
async fn old(conn: &mut SqliteConnection, kind: &str, limit: Timestamp) -> Result<Found> {
    let rows = sqlx::query(
        "SELECT f.number FROM fact f JOIN content c ON c.number = f.number WHERE f.kind = $1 AND f.recorded_at < $2",
    )
    .bind(kind)
    .bind(limit.0)
    .fetch_all(conn)
    .await?;
    Ok(Found { numbers: numbers(&rows)?, ..Found::default() })
}

/// Contacts and vias last seen before a moment.
async fn contacts(conn: &mut SqliteConnection, limit: Timestamp) -> Result<Found> {
    let mut found = Found::default();
    let rows = sqlx::query(
        "SELECT f.number, f.kind, f.recorded_at, c.body FROM fact f JOIN content c ON c.number = f.number
         WHERE f.kind IN ('contacts', 'vias')",
    )
    .fetch_all(&mut *conn)
    .await?;
    for row in &rows {
        let number = row.try_get::<i64, _>(0)?.unsigned_abs();
        let recorded = Timestamp(row.try_get(2)?);
        let last = match Item::read(row.try_get(1)?, number, row.try_get(3)?)? {
            Some(Item::Contacts(all)) => newest(&all, |c: &Contact| c.last.or(c.first), recorded),
            Some(Item::Vias(all)) => newest(&all, |v: &Via| v.first, recorded),
            _ => continue,
        };
        if last < limit {
            found.numbers.insert(number);
        }
    }
    erase::touched(conn, &mut found).await?;
    Ok(found)
}

/// When the last of several was seen; a source that says no time counts from its recording.
fn newest<T>(all: &[T], at: impl Fn(&T) -> Option<Timestamp>, recorded: Timestamp) -> Timestamp {
    all.iter().map(|one| at(one).unwrap_or(recorded)).max().unwrap_or(recorded)
}

/// What was seen of devices that somebody said were removed before a moment. What was said about them stays.
async fn removed(conn: &mut SqliteConnection, limit: Timestamp, now: Timestamp) -> Result<Found> {
    let names = Names::load(conn, None).await?;
    let mut gone: BTreeMap<String, Option<Timestamp>> = BTreeMap::new();
    for (number, body) in all_of(conn, kind::STATED).await? {
        let content::Stated { statement, .. } = content::read(number, &body)?;
        if statement.topic == Topic::Removed && holds(statement.valid_from, statement.valid_to, now) {
            let device = names.device(&statement.about).unwrap_or(&statement.about).to_owned();
            gone.insert(device, statement.value.and(statement.valid_from));
        }
    }
    let mut found = Found::default();
    for (device, _) in gone.iter().filter(|(_, since)| since.is_some_and(|since| since < limit)) {
        erase::device(conn, device, Said::Stays, &mut found).await?;
    }
    Ok(found)
}

/// Drops derivations recorded before a moment, but never the newest.
async fn derivations(conn: &mut SqliteConnection, limit: Timestamp) -> Result<usize> {
    let rows = sqlx::query(
        "SELECT id FROM derivation WHERE recorded_at < $1
         AND id <> (SELECT id FROM derivation ORDER BY recorded_at DESC, id DESC LIMIT 1)",
    )
    .bind(limit.0)
    .fetch_all(&mut *conn)
    .await?;
    for row in &rows {
        let id: i64 = row.try_get(0)?;
        let records = sqlx::query("SELECT record, arguments FROM device WHERE derivation = $1")
            .bind(id)
            .fetch_all(&mut *conn)
            .await?;
        let mut loose: BTreeSet<i64> = BTreeSet::new();
        for record in &records {
            loose.extend(record.try_get::<Option<i64>, _>(0)?);
            loose.extend(record.try_get::<Option<i64>, _>(1)?);
        }
        for sql in [
            "DELETE FROM device WHERE derivation = $1",
            "DELETE FROM rival WHERE derivation = $1",
            "DELETE FROM item WHERE derivation = $1",
            "DELETE FROM tally WHERE derivation = $1",
            "DELETE FROM derivation WHERE id = $1",
        ] {
            sqlx::query(sql).bind(id).execute(&mut *conn).await?;
        }
        drop_loose(conn, &loose).await?;
    }
    Ok(rows.len())
}
