//! Forgetting: content and salt go, the commitment stays, and so does a fact that says under which rule.
//!
//! What was derived from erased facts copies them, so it goes too, in every stored derivation: a device that lost
//! evidence keeps only the row its counts need, until the reasoning is run again. Afterwards the whole file is
//! rewritten and the log cut to nothing, because a database keeps deleted bytes in corners of pages and in its log.

use crate::change::{Decision, Ruling, Scrub, Which};
use crate::content::{self, Item, kind};
use crate::error::{RegisterError, Result};
use crate::facts::{all_of, numbers};
use crate::naming::Names;
use crate::records::derived_row;
use crate::records::{drop_loose, record};
use crate::register::Register;
use oogmerk_model::{Declared, Deviation, Device, Means, RuleBroken, Timestamp};
use serde::Deserialize;
use sqlx::{Row, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};

/// A subject within one input.
type Within = (String, Option<String>);
/// File, sheet and line of a declared row.
type RowPlace = (Option<String>, Option<String>, Option<u64>);

/// What is to be erased, and what it touches.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub numbers: BTreeSet<u64>,
    pub subjects: BTreeSet<Within>,
    pub rows: BTreeSet<RowPlace>,
    pub devices: BTreeSet<String>,
    pub text: Option<String>,
}

/// What becomes of the derived rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Derived {
    /// The row goes, as if the device had never been there.
    Remove,
    /// What is copied from evidence goes; kind, brand, maker and model stay for the counts of that day.
    Strip,
    /// Only contacts last seen before this moment go.
    Contacts(Timestamp),
    /// Nothing derived rests on it.
    Nothing,
}

pub(crate) fn word(which: &Which) -> &'static str {
    match which {
        Which::Facts(_) => "facts",
        Which::Input(_) => "input",
        Which::Subject { .. } => "subject",
        Which::Device(_) => "device",
        Which::Text(_) => "text",
    }
}

pub(crate) fn derived_of(which: &Which) -> Derived {
    match which {
        Which::Device(_) => Derived::Remove,
        _ => Derived::Strip,
    }
}

pub(crate) async fn find(conn: &mut SqliteConnection, which: &Which) -> Result<Found> {
    let mut found = Found::default();
    match which {
        Which::Facts(numbers) => found.numbers.extend(numbers),
        Which::Input(name) => {
            for (number, body) in all_of(conn, kind::INPUT).await? {
                let head: content::InputHead = content::read(number, &body)?;
                if head.name == *name {
                    found.numbers.extend(number..=number.saturating_add(head.facts));
                }
            }
            for (number, body) in all_of(conn, kind::DRAFT).await? {
                let draft: content::Draft = content::read(number, &body)?;
                if draft.name == *name {
                    found.numbers.insert(number);
                }
            }
        }
        Which::Subject { subject, file } => {
            let files = file.clone().map(|f| BTreeSet::from([Some(f)]));
            found.numbers = facts_about(conn, &BTreeMap::from([(subject.clone(), files)])).await?;
        }
        Which::Device(id) => device(conn, id, Said::Too, &mut found).await?,
        Which::Text(text) => {
            if text.trim().len() < 3 {
                return Err(RegisterError::refused("a text to erase has to have three letters at least"));
            }
            let spelled = in_json(text)?;
            found.numbers = numbers(
                &sqlx::query("SELECT number FROM content WHERE instr(lower(body), lower($1)) > 0")
                    .bind(&spelled)
                    .fetch_all(&mut *conn)
                    .await?,
            )?;
            found.text = Some(spelled);
        }
    }
    touched(conn, &mut found).await?;
    Ok(found)
}

/// Whether what people said about the device itself goes with what was seen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    Too,
    Stays,
}

/// All that is held about a device.
pub(crate) async fn device(
    conn: &mut SqliteConnection,
    id: &str,
    said: Said,
    found: &mut Found,
) -> Result<()> {
    let names = Names::load(conn, None).await?;
    let id = names.device(id).unwrap_or(id).to_owned();
    let ids = names.ids_of(&id);
    let keys: BTreeSet<String> = names.keys_of(&id).into_iter().map(str::to_owned).collect();
    let is_it = |about: &str| keys.contains(about) || (said == Said::Too && ids.contains(about));

    let mut subjects: BTreeMap<String, Option<BTreeSet<Option<String>>>> = BTreeMap::new();
    for device in records_of(conn, &ids).await? {
        let files = device.files();
        for subject in device.subjects {
            subjects.entry(subject).or_default().get_or_insert_default().extend(files.iter().cloned());
        }
    }
    found.numbers.extend(facts_about(conn, &subjects).await?);
    for (number, body) in all_of(conn, kind::NAMED).await? {
        let named: content::Named = content::read(number, &body)?;
        if ids.contains(&named.id) {
            found.numbers.insert(number);
        }
    }
    for (number, body) in all_of(conn, kind::STATED).await? {
        let stated: content::Stated = content::read(number, &body)?;
        if is_it(&stated.statement.about) {
            found.numbers.insert(number);
        }
    }
    for (number, body) in all_of(conn, kind::DECIDED).await? {
        let decided: content::Decided = content::read(number, &body)?;
        if spoken_of(&decided.decision).iter().any(|about| is_it(about)) {
            found.numbers.insert(number);
        }
    }
    found.devices.extend(ids);
    touched(conn, found).await
}

fn spoken_of(decision: &Decision) -> Vec<&str> {
    match &decision.ruling {
        Ruling::Same { a, b } | Ruling::Different { a, b } => vec![a, b],
        Ruling::RiskAccepted { device, .. } => vec![device],
        Ruling::Waiver { device, .. } => device.iter().map(String::as_str).collect(),
    }
}

/// Subjects and list rows of the facts found, for the derived rows that copy them.
pub(crate) async fn touched(conn: &mut SqliteConnection, found: &mut Found) -> Result<()> {
    let rows = sqlx::query(
        "SELECT f.number, f.kind, c.body FROM fact f JOIN content c ON c.number = f.number
         WHERE f.number IN (SELECT value FROM json_each($1))",
    )
    .bind(content::written(&found.numbers)?)
    .fetch_all(conn)
    .await?;
    for row in rows {
        let number = row.try_get::<i64, _>(0)?.unsigned_abs();
        let Some(item) = Item::read(row.try_get(1)?, number, row.try_get(2)?)? else { continue };
        if let Some((subject, source)) = item.subject() {
            found.subjects.insert((subject.as_str().to_owned(), source.file.as_deref().map(str::to_owned)));
        }
        if let Item::Observed(x) = &item
            && x.observation.means == Means::Declared
        {
            let source = &x.observation.source;
            let sheet = source.sheet.as_deref().map(str::to_owned);
            found.rows.insert((source.file.as_deref().map(str::to_owned), sheet, source.line));
        }
    }
    Ok(())
}

/// Facts about subjects, each in the inputs named, or in all where none is named.
async fn facts_about(
    conn: &mut SqliteConnection,
    subjects: &BTreeMap<String, Option<BTreeSet<Option<String>>>>,
) -> Result<BTreeSet<u64>> {
    let names: Vec<&String> = subjects.keys().collect();
    let rows = sqlx::query(
        "SELECT n, subject, file FROM (
           SELECT f.number AS n, json_extract(c.body, '$.observation.subject') AS subject,
                  json_extract(c.body, '$.observation.source.file') AS file
           FROM fact f JOIN content c ON c.number = f.number WHERE f.kind = 'observed'
           UNION ALL
           SELECT f.number, json_extract(c.body, '$[0].subject'), json_extract(c.body, '$[0].source.file')
           FROM fact f JOIN content c ON c.number = f.number WHERE f.kind IN ('contacts', 'vias'))
         WHERE subject IN (SELECT value FROM json_each($1))",
    )
    .bind(content::written(&names)?)
    .fetch_all(conn)
    .await?;
    let mut numbers = BTreeSet::new();
    for row in rows {
        let subject: String = row.try_get(1)?;
        let file: Option<String> = row.try_get(2)?;
        if let Some(files) = subjects.get(&subject)
            && files.as_ref().is_none_or(|files| files.contains(&file))
        {
            numbers.insert(row.try_get::<i64, _>(0)?.unsigned_abs());
        }
    }
    Ok(numbers)
}

/// As much of a stored device as erasing has to know.
#[derive(Deserialize)]
struct Sketch {
    id: String,
    subjects: Vec<String>,
    seen_in: Vec<String>,
    #[serde(default)]
    evidence: Vec<SketchEvidence>,
}

#[derive(Deserialize)]
struct SketchEvidence {
    source: SketchSource,
}

#[derive(Deserialize)]
struct SketchSource {
    #[serde(default)]
    file: Option<String>,
}

impl Sketch {
    /// The inputs it was seen in; `None` stands for inputs without a name.
    fn files(&self) -> BTreeSet<Option<String>> {
        let cited = self.evidence.iter().map(|e| e.source.file.clone());
        let named = self.seen_in.iter().cloned().map(Some);
        let mut files: BTreeSet<Option<String>> = named.chain(cited).collect();
        if files.is_empty() {
            files.insert(None);
        }
        files
    }

    fn is_touched_by(&self, found: &Found) -> bool {
        let files = self.files();
        found.devices.contains(&self.id)
            || self.subjects.iter().any(|subject| {
                files.iter().any(|file| found.subjects.contains(&(subject.clone(), file.clone())))
            })
    }
}

async fn records_of(conn: &mut SqliteConnection, ids: &BTreeSet<String>) -> Result<Vec<Sketch>> {
    let rows = sqlx::query(
        "SELECT r.body FROM record r WHERE r.id IN
           (SELECT record FROM device WHERE device IN (SELECT value FROM json_each($1)))",
    )
    .bind(content::written(ids)?)
    .fetch_all(conn)
    .await?;
    rows.iter().map(|row| derived_row(row.try_get(0)?)).collect()
}

/// Deletes or strips what was derived from what is found; how many device rows that were.
pub(crate) async fn derivations(conn: &mut SqliteConnection, found: &Found, derived: Derived) -> Result<u64> {
    if derived == Derived::Nothing {
        return Ok(0);
    }
    let records = touched_records(conn, found).await?;
    if let Derived::Contacts(before) = derived {
        return contacts_of_records(conn, &records, before).await;
    }
    let (rows, devices) = touched_rows(conn, found, &records).await?;
    // Another device that shares evidence with a removed one is stripped, not removed.
    let goes = |device: &str| derived == Derived::Remove && found.devices.contains(device);
    let (removed, stripped): (BTreeSet<String>, BTreeSet<String>) =
        devices.into_iter().partition(|d| goes(d));
    let mut loose: BTreeSet<i64> = records.clone();
    for (derivation, device, record, arguments) in &rows {
        loose.extend(record.iter().chain(arguments));
        let statement = if removed.contains(device) {
            sqlx::query("DELETE FROM device WHERE derivation = $1 AND device = $2")
        } else {
            sqlx::query(
                "UPDATE device SET record = NULL, arguments = NULL, declared_place = NULL, declared_department = NULL
                 WHERE derivation = $1 AND device = $2",
            )
        };
        statement.bind(derivation).bind(device).execute(&mut *conn).await?;
    }
    for sql in [
        "DELETE FROM rival WHERE device IN (SELECT value FROM json_each($1))",
        "DELETE FROM item WHERE device IN (SELECT value FROM json_each($1))",
    ] {
        sqlx::query(sql).bind(content::written(&removed)?).execute(&mut *conn).await?;
    }
    out_of_rules(conn, &removed).await?;
    // Where rows went, the tally does not hold any more; the rows that are left are counted instead.
    let shorter: BTreeSet<i64> =
        rows.iter().filter(|(_, device, _, _)| removed.contains(device)).map(|row| row.0).collect();
    for derivation in shorter {
        sqlx::query("DELETE FROM tally WHERE derivation = $1").bind(derivation).execute(&mut *conn).await?;
    }
    sqlx::query(
        "DELETE FROM item WHERE sort IN ('declared', 'deviation') AND device IN (SELECT value FROM json_each($1))",
    )
    .bind(content::written(&stripped)?)
    .execute(&mut *conn)
    .await?;
    declared_rows(conn, found).await?;
    if let Some(text) = &found.text {
        sqlx::query("DELETE FROM item WHERE sort <> 'label' AND instr(lower(body), lower($1)) > 0")
            .bind(text)
            .execute(&mut *conn)
            .await?;
        sqlx::query(
            "UPDATE device SET
               model = CASE WHEN instr(lower(model), lower($1)) > 0 THEN NULL ELSE model END,
               firmware = CASE WHEN instr(lower(firmware), lower($1)) > 0 THEN NULL ELSE firmware END
             WHERE instr(lower(coalesce(model, '') || ' ' || coalesce(firmware, '')), lower($1)) > 0",
        )
        .bind(text)
        .execute(&mut *conn)
        .await?;
    }
    drop_loose(conn, &loose).await?;
    Ok(rows.len() as u64)
}

/// Records that copy what is found.
async fn touched_records(conn: &mut SqliteConnection, found: &Found) -> Result<BTreeSet<i64>> {
    let mut ids = BTreeSet::new();
    if let Some(text) = &found.text {
        let rows = sqlx::query("SELECT id FROM record WHERE instr(lower(body), lower($1)) > 0")
            .bind(text)
            .fetch_all(&mut *conn)
            .await?;
        for row in rows {
            ids.insert(row.try_get(0)?);
        }
    }
    if found.subjects.is_empty() && found.devices.is_empty() {
        return Ok(ids);
    }
    let mut after = 0i64;
    loop {
        let rows = sqlx::query(
            "SELECT id, body FROM record WHERE id > $1 AND substr(body, 1, 1) = '{' ORDER BY id LIMIT 2000",
        )
        .bind(after)
        .fetch_all(&mut *conn)
        .await?;
        let Some(end) = rows.last() else { return Ok(ids) };
        after = end.try_get(0)?;
        for row in &rows {
            let sketch: Sketch = derived_row(row.try_get(1)?)?;
            if sketch.is_touched_by(found) {
                ids.insert(row.try_get(0)?);
            }
        }
    }
}

type TouchedRow = (i64, String, Option<i64>, Option<i64>);

async fn touched_rows(
    conn: &mut SqliteConnection,
    found: &Found,
    records: &BTreeSet<i64>,
) -> Result<(Vec<TouchedRow>, BTreeSet<String>)> {
    let rows = sqlx::query(
        "SELECT derivation, device, record, arguments FROM device
         WHERE device IN (SELECT value FROM json_each($1))
            OR record IN (SELECT value FROM json_each($2))
            OR arguments IN (SELECT value FROM json_each($2))",
    )
    .bind(content::written(&found.devices)?)
    .bind(content::written(records)?)
    .fetch_all(conn)
    .await?;
    let mut touched = Vec::with_capacity(rows.len());
    let mut devices = found.devices.clone();
    for row in rows {
        let device: String = row.try_get(1)?;
        devices.insert(device.clone());
        touched.push((row.try_get(0)?, device, row.try_get(2)?, row.try_get(3)?));
    }
    Ok((touched, devices))
}

/// Rewrites records without contacts last seen before a moment.
async fn contacts_of_records(
    conn: &mut SqliteConnection,
    records: &BTreeSet<i64>,
    before: Timestamp,
) -> Result<u64> {
    let mut rewritten = 0;
    for id in records {
        let body: Option<String> = sqlx::query_scalar("SELECT body FROM record WHERE id = $1")
            .bind(id)
            .fetch_optional(&mut *conn)
            .await?;
        let Some(body) = body else { continue };
        let mut device: Device = derived_row(&body)?;
        let (contacts, vias) = (device.outside.len(), device.outside_via.len());
        device.outside.retain(|c| c.last.or(c.first).is_some_and(|last| last >= before));
        if device.outside.is_empty() {
            device.outside_via.clear();
        }
        if (contacts, vias) == (device.outside.len(), device.outside_via.len()) {
            continue;
        }
        let new = record(conn, &content::written(&device)?).await?;
        let done = sqlx::query("UPDATE device SET record = $1 WHERE record = $2")
            .bind(new)
            .bind(id)
            .execute(&mut *conn)
            .await?;
        rewritten += done.rows_affected();
    }
    drop_loose(conn, records).await?;
    Ok(rewritten)
}

/// Takes devices out of the lists of broken rules.
async fn out_of_rules(conn: &mut SqliteConnection, devices: &BTreeSet<String>) -> Result<()> {
    if devices.is_empty() {
        return Ok(());
    }
    let rows = sqlx::query("SELECT derivation, position, body FROM item WHERE sort = 'rule'")
        .fetch_all(&mut *conn)
        .await?;
    for row in rows {
        let mut rule: RuleBroken = derived_row(row.try_get(2)?)?;
        let before = rule.clone();
        rule.devices.iter_mut().for_each(|(_, ids)| ids.retain(|id| !devices.contains(id)));
        if rule != before {
            sqlx::query(
                "UPDATE item SET body = $1 WHERE derivation = $2 AND sort = 'rule' AND position = $3",
            )
            .bind(content::written(&rule)?)
            .bind(row.try_get::<i64, _>(0)?)
            .bind(row.try_get::<i64, _>(1)?)
            .execute(&mut *conn)
            .await?;
        }
    }
    Ok(())
}

/// Deletes declared rows, and their differences, that stand where an erased row stood.
async fn declared_rows(conn: &mut SqliteConnection, found: &Found) -> Result<()> {
    if found.rows.is_empty() {
        return Ok(());
    }
    let mut gone: BTreeSet<(i64, String)> = BTreeSet::new();
    for (derivation, position, row) in items::<Declared>(conn, "declared").await? {
        let place = (
            row.source.file.as_deref().map(str::to_owned),
            row.source.sheet.as_deref().map(str::to_owned),
            row.source.line,
        );
        if found.rows.contains(&place) {
            delete_item(conn, derivation, "declared", position).await?;
            gone.insert((derivation, row.key));
        }
    }
    for (derivation, position, row) in items::<Deviation>(conn, "deviation").await? {
        if row.declared.is_some_and(|key| gone.contains(&(derivation, key))) {
            delete_item(conn, derivation, "deviation", position).await?;
        }
    }
    Ok(())
}

async fn items<T: for<'de> Deserialize<'de>>(
    conn: &mut SqliteConnection,
    sort: &str,
) -> Result<Vec<(i64, i64, T)>> {
    let rows = sqlx::query("SELECT derivation, position, body FROM item WHERE sort = $1")
        .bind(sort)
        .fetch_all(conn)
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, derived_row(row.try_get(2)?)?))).collect()
}

async fn delete_item(conn: &mut SqliteConnection, derivation: i64, sort: &str, position: i64) -> Result<()> {
    sqlx::query("DELETE FROM item WHERE derivation = $1 AND sort = $2 AND position = $3")
        .bind(derivation)
        .bind(sort)
        .bind(position)
        .execute(conn)
        .await?;
    Ok(())
}

/// Deletes contents that may be erased; the numbers of those that were there.
/// The first fact, the erasures themselves, redirects between ids and clock jumps say nothing about anybody and stay.
pub(crate) async fn contents(conn: &mut SqliteConnection, wanted: &BTreeSet<u64>) -> Result<BTreeSet<u64>> {
    let rows = sqlx::query(
        "DELETE FROM content WHERE number IN (SELECT value FROM json_each($1)) AND number IN
           (SELECT number FROM fact WHERE kind NOT IN ('opened', 'erased', 'redirected', 'clock-jumped'))
         RETURNING number",
    )
    .bind(content::written(wanted)?)
    .fetch_all(conn)
    .await?;
    numbers(&rows)
}

/// Runs of numbers, both ends included.
pub(crate) fn ranges(numbers: &BTreeSet<u64>) -> Vec<(u64, u64)> {
    let mut ranges: Vec<(u64, u64)> = Vec::new();
    for &n in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == n => *last = n,
            _ => ranges.push((n, n)),
        }
    }
    ranges
}

/// A text as it is spelled inside a JSON string.
fn in_json(text: &str) -> Result<String> {
    let quoted = content::written(&text.trim())?;
    Ok(quoted.trim_matches('"').to_owned())
}

impl Register {
    /// Rewrites the file and cuts the log, so that erased bytes are gone. `apply` does it by itself; call it again
    /// where the receipt says `Waiting`. Needs as much free disk as the register is large.
    pub async fn scrub(&self) -> Result<Scrub> {
        let mut writer = self.writer().await;
        let rewritten = sqlx::query("VACUUM").execute(&mut *writer).await;
        match rewritten.map_err(RegisterError::from) {
            Ok(_) => {}
            Err(RegisterError::Busy) => return Ok(Scrub::Waiting),
            Err(other) => return Err(other),
        }
        let row = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *writer).await?;
        let busy: i64 = row.try_get(0)?;
        Ok(if busy == 0 { Scrub::Done } else { Scrub::Waiting })
    }
}
