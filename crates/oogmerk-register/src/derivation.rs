//! Derivations: what the reasoning made of the facts, each under its knowledge version and the head it was made
//! from. They are stored, never made here; older ones stay, so that *as known on* a day answers what was answered then.

use crate::change::Head;
use crate::content::written;
use crate::error::{RegisterError, Result};
use crate::ids::is_device_id;
use crate::profile::{not_surveyed_sites, tally};
use crate::records::records;
use crate::register::Register;
use oogmerk_model::{
    Because, Bystanders, Declared, Deviation, Device, Finding, IsolationVerdict, Question, RuleBroken, State,
    Timestamp, Verdict,
};
use serde::Serialize;
use sqlx::{Connection, QueryBuilder, Row, Sqlite, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Rows per INSERT; eighteen columns stay below SQLite's limit of parameters.
const ROWS: usize = 200;

/// What one run of the reasoning made, borrowed from whoever ran it.
#[derive(Clone, Copy, Debug)]
pub struct Derivation<'a> {
    /// Knowledge version, `k-…`.
    pub knowledge: &'a str,
    /// The day it was made for, `YYYY-MM-DD`.
    pub as_of: &'a str,
    /// The last fact it rests on: `Snapshot::head`.
    pub made_from: Head,
    /// Registered devices, with minted ids.
    pub devices: &'a [Device],
    /// Findings.
    pub findings: &'a [Finding],
    /// Declared against found.
    pub deviations: &'a [Deviation],
    /// Declared rows, matched.
    pub declared: &'a [Declared],
    /// Counts of what is nobody's inventory.
    pub bystanders: &'a [Bystanders],
    /// Printed names of maker and brand keys.
    pub labels: &'a BTreeMap<String, String>,
    /// Rules with the devices that break them.
    pub rules: &'a [RuleBroken],
    /// What would settle what is open, cheapest first.
    pub questions: &'a [Question],
    /// Argument per device.
    pub arguments: &'a BTreeMap<String, Vec<Because>>,
}

/// A stored derivation's head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DerivationHead {
    /// Its number in this register.
    pub id: i64,
    /// When it was stored.
    pub recorded_at: Timestamp,
    /// Knowledge version.
    pub knowledge: String,
    /// The day it was made for.
    pub as_of: String,
    /// Number of the last fact it rests on.
    pub made_from: u64,
}

impl Register {
    /// Stores a derivation. The same reasoning over the same facts for the same day is stored once.
    pub async fn put_derivation(&self, derivation: Derivation<'_>, now: Timestamp) -> Result<DerivationHead> {
        let mut ids = BTreeSet::new();
        if let Some(device) =
            derivation.devices.iter().find(|d| !is_device_id(&d.id) || !ids.insert(d.id.as_str()))
        {
            return Err(RegisterError::refused(format!(
                "{} is no device id or stands there twice",
                device.id
            )));
        }
        let mut writer = self.writer().await;
        let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
        if let Some(newest) = newest(&mut transaction, None).await?
            && newest.knowledge == derivation.knowledge
            && newest.as_of == derivation.as_of
            && newest.made_from == derivation.made_from.number
        {
            return Ok(newest);
        }
        let head = begin(&mut transaction, &derivation, now).await?;
        put_devices(&mut transaction, head.id, &derivation).await?;
        put_items(&mut transaction, head.id, &derivation).await?;
        transaction.commit().await?;
        Ok(head)
    }

    /// The newest derivation recorded by a moment, or by now.
    pub async fn derivation(&self, known_on: Option<Timestamp>) -> Result<Option<DerivationHead>> {
        let mut conn = self.reader().await?;
        newest(&mut conn, known_on).await
    }
}

async fn begin(
    conn: &mut SqliteConnection,
    derivation: &Derivation<'_>,
    now: Timestamp,
) -> Result<DerivationHead> {
    let last: i64 = sqlx::query_scalar("SELECT last_recorded FROM register").fetch_one(&mut *conn).await?;
    let recorded_at = Timestamp(now.0.max(last.saturating_add(1)));
    sqlx::query("UPDATE register SET last_recorded = $1").bind(recorded_at.0).execute(&mut *conn).await?;
    let id: i64 = sqlx::query_scalar(
        "INSERT INTO derivation (recorded_at, knowledge, as_of, head_number, head_hash, not_surveyed_sites)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
    )
    .bind(recorded_at.0)
    .bind(derivation.knowledge)
    .bind(derivation.as_of)
    .bind(derivation.made_from.number.cast_signed())
    .bind(derivation.made_from.hash.0.as_slice())
    .bind(not_surveyed_sites(derivation.declared, derivation.deviations).cast_signed())
    .fetch_one(&mut *conn)
    .await?;
    Ok(DerivationHead {
        id,
        recorded_at,
        knowledge: derivation.knowledge.to_owned(),
        as_of: derivation.as_of.to_owned(),
        made_from: derivation.made_from.number,
    })
}

pub(crate) async fn newest(
    conn: &mut SqliteConnection,
    known_on: Option<Timestamp>,
) -> Result<Option<DerivationHead>> {
    let row = sqlx::query(
        "SELECT id, recorded_at, knowledge, as_of, head_number FROM derivation
         WHERE recorded_at <= $1 ORDER BY recorded_at DESC, id DESC LIMIT 1",
    )
    .bind(known_on.map_or(i64::MAX, |t| t.0))
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(DerivationHead {
        id: row.try_get(0)?,
        recorded_at: Timestamp(row.try_get(1)?),
        knowledge: row.try_get(2)?,
        as_of: row.try_get(3)?,
        made_from: row.try_get::<i64, _>(4)?.unsigned_abs(),
    }))
}

async fn put_devices(conn: &mut SqliteConnection, id: i64, derivation: &Derivation<'_>) -> Result<()> {
    let mut declared: HashMap<&str, &Declared> = HashMap::new();
    for row in derivation.declared {
        if let Some(device) = &row.device {
            declared.entry(device).or_insert(row);
        }
    }
    for devices in derivation.devices.chunks(ROWS) {
        let bodies = devices.iter().map(written).collect::<Result<Vec<_>>>()?;
        let arguments = devices
            .iter()
            .map(|d| derivation.arguments.get(&d.id).map(written).transpose())
            .collect::<Result<Vec<_>>>()?;
        let wanted: Vec<&String> = bodies.iter().chain(arguments.iter().flatten()).collect();
        let mut records = records(conn, &wanted).await?.into_iter();
        let body_ids: Vec<Option<i64>> = records.by_ref().take(bodies.len()).map(Some).collect();
        let argument_ids: Vec<Option<i64>> =
            arguments.iter().map(|a| a.as_ref().and_then(|_| records.next())).collect();
        let mut insert = QueryBuilder::<Sqlite>::new(
            "INSERT INTO device (derivation, device, kind_state, kind, brand_state, brand, maker_state, maker, relation,
             model, firmware, isolation, talks_outside, present_from, declared_place, declared_department, record, arguments,
             established) ",
        );
        let rows = devices.iter().zip(body_ids).zip(argument_ids);
        insert.push_values(rows, |mut row, ((device, record), arguments)| {
            let listed = declared.get(device.id.as_str());
            let said = |field: &str| listed.and_then(|d| d.fields.get(field)).cloned();
            row.push_bind(id)
                .push_bind(device.id.clone())
                .push_bind(state(&device.kind))
                .push_bind(decided(&device.kind))
                .push_bind(state(&device.brand))
                .push_bind(decided(&device.brand))
                .push_bind(state(&device.maker))
                .push_bind(decided(&device.maker))
                .push_bind(device.maker.relation.and_then(word))
                .push_bind(decided(&device.model))
                .push_bind(decided(&device.firmware))
                .push_bind(device.isolation.as_ref().map(|i| isolation(i.verdict)))
                .push_bind(i64::from(!device.outside.is_empty()))
                .push_bind(present_from(device, listed.copied()).map(|t| t.0))
                .push_bind(said("place"))
                .push_bind(said("department"))
                .push_bind(record)
                .push_bind(arguments)
                .push_bind(i64::from(device.maker.established && decided(&device.maker).is_some()));
        });
        insert.build().execute(&mut *conn).await?;
    }
    put_tally(conn, id, derivation.devices).await?;
    put_rivals(conn, id, derivation.devices).await
}

async fn put_tally(conn: &mut SqliteConnection, id: i64, devices: &[Device]) -> Result<()> {
    for (profile, devices) in tally(devices) {
        sqlx::query("INSERT INTO tally (derivation, profile, devices) VALUES ($1, $2, $3)")
            .bind(id)
            .bind(written(&profile)?)
            .bind(devices)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// What an open property could be, for counting "at most".
async fn put_rivals(conn: &mut SqliteConnection, id: i64, devices: &[Device]) -> Result<()> {
    let mut rows: BTreeSet<(&str, &str, &str)> = BTreeSet::new();
    for device in devices {
        rows.extend(device.kind.among.iter().map(|kind| ("kind", device.id.as_str(), kind.as_str())));
        for (property, verdict) in
            [("kind", &device.kind), ("brand", &device.brand), ("maker", &device.maker)]
        {
            if verdict.verdict != State::Decided {
                rows.extend(verdict.rivals.iter().map(|r| (property, device.id.as_str(), r.value.as_str())));
            }
        }
    }
    let rows: Vec<_> = rows.into_iter().collect();
    for part in rows.chunks(1_000) {
        let mut insert =
            QueryBuilder::<Sqlite>::new("INSERT INTO rival (derivation, property, device, value) ");
        insert.push_values(part, |mut row, (property, device, value)| {
            row.push_bind(id)
                .push_bind((*property).to_owned())
                .push_bind((*device).to_owned())
                .push_bind((*value).to_owned());
        });
        insert.build().execute(&mut *conn).await?;
    }
    Ok(())
}

struct Stored {
    sort: &'static str,
    position: i64,
    device: Option<String>,
    body: String,
}

fn stored<T: Serialize>(
    sort: &'static str,
    all: &[T],
    device: impl Fn(&T) -> Option<String>,
) -> Result<Vec<Stored>> {
    all.iter()
        .zip(0..)
        .map(|(one, position)| Ok(Stored { sort, position, device: device(one), body: written(one)? }))
        .collect()
}

async fn put_items(conn: &mut SqliteConnection, id: i64, derivation: &Derivation<'_>) -> Result<()> {
    let labels: Vec<(&String, &String)> = derivation.labels.iter().collect();
    let mut rows = stored("finding", derivation.findings, |f| Some(f.device.clone()))?;
    rows.extend(stored("deviation", derivation.deviations, |d| d.device.clone())?);
    rows.extend(stored("declared", derivation.declared, |d| d.device.clone())?);
    rows.extend(stored("question", derivation.questions, |q| Some(q.device.clone()))?);
    rows.extend(stored("bystanders", derivation.bystanders, |_| None)?);
    rows.extend(stored("rule", derivation.rules, |_| None)?);
    rows.extend(stored("label", &labels, |_| None)?);
    for part in rows.chunks(1_000) {
        let mut insert =
            QueryBuilder::<Sqlite>::new("INSERT INTO item (derivation, sort, position, device, body) ");
        insert.push_values(part, |mut row, one| {
            row.push_bind(id)
                .push_bind(one.sort)
                .push_bind(one.position)
                .push_bind(one.device.clone())
                .push_bind(one.body.clone());
        });
        insert.build().execute(&mut *conn).await?;
    }
    Ok(())
}

pub(crate) fn state(verdict: &Verdict) -> &'static str {
    match verdict.verdict {
        State::Decided => "decided",
        State::Contested => "contested",
        State::Undecided => "undecided",
    }
}

fn decided(verdict: &Verdict) -> Option<String> {
    verdict.decided_value().map(str::to_owned)
}

fn isolation(verdict: IsolationVerdict) -> &'static str {
    match verdict {
        IsolationVerdict::Leaking => "leaking",
        IsolationVerdict::Isolated => "isolated",
        IsolationVerdict::Unproven => "unproven",
    }
}

fn word<T: Serialize>(value: T) -> Option<String> {
    serde_json::to_value(value).ok()?.as_str().map(str::to_owned)
}

/// The earliest moment anything says the device was there; `None` where nothing does.
fn present_from(device: &Device, declared: Option<&Declared>) -> Option<Timestamp> {
    let seen = device.evidence.iter().filter_map(|e| e.seen_at);
    let spoke = device.outside.iter().filter_map(|c| c.first);
    let installed =
        declared.and_then(|d| d.fields.get("installed")).and_then(|day| Timestamp::parse_day(day));
    seen.chain(spoke).chain(installed).min()
}
