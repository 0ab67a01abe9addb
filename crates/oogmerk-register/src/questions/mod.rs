//! The named questions: one file each, named after what a council asks. They read; they never reason.
//!
//! Each is answered as of one day (valid time) and as known on one day (recorded time) from the newest derivation
//! recorded by then, and from what people had said by then. All queries of one answer see one state of the file.

mod counting;
mod declared_but_not_found;
mod device;
mod differs;
mod found_but_not_declared;
mod history;
mod how_many_by_brand;
mod how_many_by_kind;
mod how_many_by_maker;
mod list_devices;
mod reaches_outside;
mod rules_broken;
mod said;
mod standing;
mod what_would_settle;
mod where_do_they_hang;

pub use device::DeviceFile;
pub use history::{Event, Happening};
pub use list_devices::{Filter, Listed, Page};
pub use said::Said;

use crate::change::Topic;
use crate::derivation::{DerivationHead, newest};
use crate::error::Result;
use crate::facts::{head_of, last_number};
use crate::naming::Names;
use crate::profile::Held;
use crate::records::derived_row;
use crate::register::Register;
use oogmerk_model::{Device, State, Timestamp, Verdict};
use said::Sayings;
use serde::Deserialize;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, Sqlite, Transaction};
use std::collections::BTreeMap;

/// Which day is asked about, and as known on which day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// Valid time. For a day pass its end. `None` is the latest moment the register knows of.
    pub as_of: Option<Timestamp>,
    /// Recorded time. `None` is everything recorded.
    pub known_on: Option<Timestamp>,
}

impl When {
    /// Everything recorded, as of a moment.
    pub fn as_of(moment: Timestamp) -> Self {
        Self { as_of: Some(moment), known_on: None }
    }
}

/// The register as it was then: one state of the file, one derivation, what had been said.
pub(crate) struct Then {
    conn: Transaction<'static, Sqlite>,
    when: When,
    /// The moment that valid times are held against.
    moment: Timestamp,
    known_on: Timestamp,
    last: u64,
    derivation: Option<DerivationHead>,
    names: Names,
    sayings: Sayings,
}

/// The columns of one device row.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    device: String,
    kind: Held,
    brand: Held,
    maker: Held,
    established: bool,
    model: Option<String>,
    firmware: Option<String>,
    talks_outside: bool,
    present_from: Option<Timestamp>,
    declared_place: Option<String>,
    declared_department: Option<String>,
    record: Option<i64>,
}

const COLUMNS: &str =
    "device, kind_state, kind, brand_state, brand, maker_state, maker, model, firmware, talks_outside,
    present_from, declared_place, declared_department, record, established";

impl Then {
    async fn at(register: &Register, when: When) -> Result<Self> {
        let mut conn = register.reading().await?;
        let head = head_of(&mut conn).await?;
        let known_on = when.known_on.unwrap_or(head.recorded_at);
        let moment = when.as_of.unwrap_or(known_on);
        let last = last_number(&mut conn, when.known_on).await?;
        let derivation = newest(&mut conn, when.known_on).await?;
        let (names, sayings) = Sayings::load(&mut conn, last, moment, when.known_on).await?;
        Ok(Self { conn, when, moment, known_on, last, derivation, names, sayings })
    }

    /// The names with all their keys, where a question needs more than where ids lead.
    async fn with_keys(&mut self) -> Result<()> {
        self.names = Names::load(&mut self.conn, self.when.known_on).await?;
        Ok(())
    }

    /// Number of the derivation; none leads to nothing.
    fn id(&self) -> i64 {
        self.derivation.as_ref().map_or(-1, |d| d.id)
    }

    /// The rows of devices that were there then, by id.
    async fn rows(&mut self) -> Result<Vec<Row>> {
        let sql = format!("SELECT {COLUMNS} FROM device WHERE derivation = $1 ORDER BY device");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(self.id()).fetch_all(&mut *self.conn).await?;
        let mut out = Vec::with_capacity(rows.len());
        for row in &rows {
            let row = Row::read(row)?;
            if self.was_there(&row) {
                out.push(row);
            }
        }
        Ok(out)
    }

    /// Seen by then, and not said to be removed by then.
    fn was_there(&self, row: &Row) -> bool {
        let seen = self.when.as_of.is_none() || row.present_from.is_none_or(|from| from <= self.moment);
        seen && self.sayings.holds(&row.device, Topic::Removed).is_none()
    }

    /// What a person said, or else what the list says.
    fn place(&self, row: &Row) -> String {
        let said = self.sayings.holds(&row.device, Topic::Place);
        said.or(row.declared_place.as_deref()).unwrap_or_default().to_owned()
    }

    fn department(&self, row: &Row) -> String {
        let said = self.sayings.holds(&row.device, Topic::Department);
        said.or(row.declared_department.as_deref()).unwrap_or_default().to_owned()
    }

    /// Rows of one sort, as the derivation ordered them.
    async fn items<T: for<'de> Deserialize<'de>>(&mut self, sort: &str) -> Result<Vec<T>> {
        let rows = sqlx::query("SELECT body FROM item WHERE derivation = $1 AND sort = $2 ORDER BY position")
            .bind(self.id())
            .bind(sort)
            .fetch_all(&mut *self.conn)
            .await?;
        rows.iter().map(|row| derived_row(row.try_get(0)?)).collect()
    }

    async fn labels(&mut self) -> Result<BTreeMap<String, String>> {
        Ok(self.items::<(String, String)>("label").await?.into_iter().collect())
    }

    /// The device behind a row. Where its record was erased, what its columns still hold.
    async fn device_of(&mut self, row: &Row) -> Result<Device> {
        let Some(record) = row.record else { return Ok(row.sketch()) };
        let body: Option<String> = sqlx::query_scalar("SELECT body FROM record WHERE id = $1")
            .bind(record)
            .fetch_optional(&mut *self.conn)
            .await?;
        body.map_or_else(|| Ok(row.sketch()), |body| derived_row(&body))
    }
}

impl Row {
    /// What it can be may stand among the rivals: of a kind that is open, and of everything contested.
    fn is_open(&self) -> bool {
        self.kind == Held::Undecided
            || [&self.kind, &self.brand, &self.maker]
                .into_iter()
                .any(|held| matches!(held, Held::Contested(_)))
    }

    fn read(row: &SqliteRow) -> Result<Self> {
        let held = |at: usize| -> Result<Held> {
            let (state, value): (&str, Option<String>) = (row.try_get(at)?, row.try_get(at + 1)?);
            Ok(match (state, value) {
                ("decided", Some(value)) => Held::Decided(value),
                ("contested", _) => Held::Contested(Vec::new()),
                _ => Held::Undecided,
            })
        };
        Ok(Self {
            device: row.try_get(0)?,
            kind: held(1)?,
            brand: held(3)?,
            maker: held(5)?,
            model: row.try_get(7)?,
            firmware: row.try_get(8)?,
            talks_outside: row.try_get::<i64, _>(9)? != 0,
            present_from: row.try_get::<Option<i64>, _>(10)?.map(Timestamp),
            declared_place: row.try_get(11)?,
            declared_department: row.try_get(12)?,
            record: row.try_get(13)?,
            established: row.try_get::<i64, _>(14)? != 0,
        })
    }

    fn sketch(&self) -> Device {
        let verdict = |held: &Held| match held {
            Held::Decided(value) => decided(value),
            Held::Contested(_) => Verdict { verdict: State::Contested, ..Verdict::undecided(Vec::new()) },
            Held::Among(_) | Held::Undecided => Verdict::undecided(Vec::new()),
        };
        let column =
            |value: &Option<String>| value.as_deref().map_or_else(|| Verdict::undecided(Vec::new()), decided);
        Device {
            schema: "oogmerk.device/1".into(),
            id: self.device.clone(),
            subject: None,
            subjects: Vec::new(),
            seen_in: Vec::new(),
            mac: Vec::new(),
            ip: Vec::new(),
            kind: verdict(&self.kind),
            brand: verdict(&self.brand),
            maker: Verdict { established: self.established, ..verdict(&self.maker) },
            model: column(&self.model),
            serial: Verdict::undecided(Vec::new()),
            firmware: column(&self.firmware),
            soc: None,
            soc_maker: None,
            modem: None,
            modem_maker: None,
            outside: Vec::new(),
            outside_via: Vec::new(),
            isolation: None,
            merges: Vec::new(),
            evidence: Vec::new(),
            claims: Vec::new(),
            left_out: std::collections::BTreeMap::new(),
        }
    }
}

fn decided(value: &str) -> Verdict {
    Verdict { verdict: State::Decided, value: Some(value.to_owned()), ..Verdict::undecided(Vec::new()) }
}
