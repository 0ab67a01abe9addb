//! Derivations: what the reasoning made of the facts, each under its knowledge version and the head it was made
//! from. They are stored, never made here; older ones stay, so that *as known on* a day answers what was answered then.

use crate::change::Head;
use crate::content::written;
use crate::error::{RegisterError, Result};
use crate::ids::is_device_id;
use crate::profile::{Profile, Sites};
use crate::records::records;
use crate::register::Register;
use oogmerk_model::{
    Because, Bystanders, Declared, Deviation, Device, Finding, IsolationVerdict, Question, RuleBroken, State,
    Timestamp, Verdict,
};
use serde::Serialize;
use sqlx::{Connection, QueryBuilder, Row, Sqlite, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};

/// Rows per INSERT; seventeen columns stay below SQLite's limit of parameters.
const ROWS: usize = 200;

/// What one run of the reasoning is told apart by.
#[derive(Clone, Copy, Debug)]
pub struct Derivation<'a> {
    /// Knowledge version, `k-…`.
    pub knowledge: &'a str,
    /// The day it was made for, `YYYY-MM-DD`.
    pub as_of: &'a str,
    /// The last fact it rests on: `Snapshot::head`.
    pub made_from: Head,
}

/// Some of what it made. Parts are stored as they come, so that nobody holds the whole: devices with their
/// arguments, then deviations, then rows of lists.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Registered devices, with minted ids.
    pub devices: Vec<Device>,
    /// Arguments of these devices, by id.
    pub arguments: BTreeMap<String, Vec<Because>>,
    /// Findings.
    pub findings: Vec<Finding>,
    /// What would settle what is open, cheapest first.
    pub questions: Vec<Question>,
    /// Declared against found.
    pub deviations: Vec<Deviation>,
    /// Declared rows, matched, each with its place among all of them; of one device no more than one.
    pub declared: Vec<(u64, Declared)>,
    /// Counts of what is nobody's inventory.
    pub bystanders: Vec<Bystanders>,
    /// Printed names of maker and brand keys, in the order of keys.
    pub labels: Vec<(String, String)>,
    /// Rules with the devices that break them.
    pub rules: Vec<RuleBroken>,
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
    /// Stores a derivation, part by part: all of it, or none where a part fails. The same reasoning over the same facts
    /// for the same day is stored once; then no part is asked for.
    pub async fn put_derivation(
        &self,
        derivation: Derivation<'_>,
        parts: &mut dyn FnMut() -> Result<Option<Part>>,
        now: Timestamp,
    ) -> Result<DerivationHead> {
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
        let mut counted = Counted::default();
        while let Some(part) = parts()? {
            counted.part(&part);
            put_devices(&mut transaction, head.id, &part).await?;
            put_items(&mut transaction, head.id, &part, &mut counted.items).await?;
        }
        counted.put(&mut transaction, head.id).await?;
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
        "INSERT INTO derivation (recorded_at, knowledge, as_of, head_number, head_hash)
         VALUES ($1, $2, $3, $4, $5) RETURNING id",
    )
    .bind(recorded_at.0)
    .bind(derivation.knowledge)
    .bind(derivation.as_of)
    .bind(derivation.made_from.number.cast_signed())
    .bind(derivation.made_from.hash.0.as_slice())
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

async fn put_devices(conn: &mut SqliteConnection, id: i64, part: &Part) -> Result<()> {
    if let Some(device) = part.devices.iter().find(|d| !is_device_id(&d.id)) {
        return Err(RegisterError::refused(format!("{} is no device id", device.id)));
    }
    for devices in part.devices.chunks(ROWS) {
        let bodies = devices.iter().map(written).collect::<Result<Vec<_>>>()?;
        let arguments = devices
            .iter()
            .map(|d| part.arguments.get(&d.id).map(written).transpose())
            .collect::<Result<Vec<_>>>()?;
        let wanted: Vec<&String> = bodies.iter().chain(arguments.iter().flatten()).collect();
        let mut records = records(conn, &wanted).await?.into_iter();
        let body_ids: Vec<Option<i64>> = records.by_ref().take(bodies.len()).map(Some).collect();
        let argument_ids: Vec<Option<i64>> =
            arguments.iter().map(|a| a.as_ref().and_then(|_| records.next())).collect();
        let mut insert = QueryBuilder::<Sqlite>::new(
            "INSERT INTO device (derivation, device, kind_state, kind, brand_state, brand, maker_state, maker, relation,
             model, firmware, isolation, talks_outside, present_from, record, arguments, established) ",
        );
        let rows = devices.iter().zip(body_ids).zip(argument_ids);
        insert.push_values(rows, |mut row, ((device, record), arguments)| {
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
                .push_bind(present_from(device).map(|t| t.0))
                .push_bind(record)
                .push_bind(arguments)
                .push_bind(i64::from(device.maker.established && decided(&device.maker).is_some()));
        });
        insert.build().execute(&mut *conn).await?;
    }
    put_rivals(conn, id, &part.devices).await?;
    for (_, row) in &part.declared {
        put_declared(conn, id, row).await?;
    }
    Ok(())
}

/// What a row says of its device.
async fn put_declared(conn: &mut SqliteConnection, id: i64, row: &Declared) -> Result<()> {
    let Some(device) = &row.device else { return Ok(()) };
    let installed = row.fields.get("installed").and_then(|day| Timestamp::parse_day(day));
    sqlx::query(
        "UPDATE device SET declared_place = $1, declared_department = $2,
             present_from = min(coalesce(present_from, $3), coalesce($3, present_from))
         WHERE derivation = $4 AND device = $5",
    )
    .bind(row.fields.get("place"))
    .bind(row.fields.get("department"))
    .bind(installed.map(|t| t.0))
    .bind(id)
    .bind(device)
    .execute(conn)
    .await?;
    Ok(())
}

/// What is counted over all parts.
#[derive(Debug, Default)]
struct Counted {
    profiles: BTreeMap<Profile, i64>,
    sites: Sites,
    /// Items so far, by sort.
    items: BTreeMap<&'static str, i64>,
}

impl Counted {
    fn part(&mut self, part: &Part) {
        for device in &part.devices {
            *self.profiles.entry(Profile::of(device)).or_insert(0) += 1;
        }
        for deviation in &part.deviations {
            self.sites.deviation(deviation);
        }
        for (_, row) in &part.declared {
            self.sites.row(row);
        }
    }

    async fn put(self, conn: &mut SqliteConnection, id: i64) -> Result<()> {
        for (profile, devices) in self.profiles {
            sqlx::query("INSERT INTO tally (derivation, profile, devices) VALUES ($1, $2, $3)")
                .bind(id)
                .bind(written(&profile)?)
                .bind(devices)
                .execute(&mut *conn)
                .await?;
        }
        sqlx::query("UPDATE derivation SET not_surveyed_sites = $1 WHERE id = $2")
            .bind(self.sites.not_surveyed().cast_signed())
            .bind(id)
            .execute(conn)
            .await?;
        Ok(())
    }
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

/// Items of a part, behind those of the parts before it.
struct Items<'c> {
    so_far: &'c mut BTreeMap<&'static str, i64>,
    rows: Vec<Stored>,
}

impl Items<'_> {
    fn of<'a, T: Serialize>(
        &mut self,
        sort: &'static str,
        all: &'a [T],
        device: impl Fn(&'a T) -> Option<&'a String>,
    ) -> Result<()> {
        let next = self.so_far.entry(sort).or_default();
        for one in all {
            let (position, device) = (*next, device(one).cloned());
            self.rows.push(Stored { sort, position, device, body: written(one)? });
            *next += 1;
        }
        Ok(())
    }
}

async fn put_items(
    conn: &mut SqliteConnection,
    id: i64,
    part: &Part,
    so_far: &mut BTreeMap<&'static str, i64>,
) -> Result<()> {
    let mut items = Items { so_far, rows: Vec::new() };
    items.of("finding", &part.findings, |f| Some(&f.device))?;
    items.of("deviation", &part.deviations, |d| d.device.as_ref())?;
    items.of("question", &part.questions, |q| Some(&q.device))?;
    items.of("bystanders", &part.bystanders, |_| None)?;
    items.of("rule", &part.rules, |_| None)?;
    items.of("label", &part.labels, |_| None)?;
    let mut rows = items.rows;
    for (place, row) in &part.declared {
        let position = place.cast_signed();
        rows.push(Stored { sort: "declared", position, device: row.device.clone(), body: written(row)? });
    }
    for some in rows.chunks(1_000) {
        let mut insert =
            QueryBuilder::<Sqlite>::new("INSERT INTO item (derivation, sort, position, device, body) ");
        insert.push_values(some, |mut row, one| {
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

/// The earliest moment at which the device was seen; `None` where it never was.
fn present_from(device: &Device) -> Option<Timestamp> {
    let seen = device.evidence.iter().filter_map(|e| e.seen_at);
    let spoke = device.outside.iter().filter_map(|c| c.first);
    seen.chain(spoke).min()
}
