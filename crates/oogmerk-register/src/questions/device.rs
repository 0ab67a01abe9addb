//! What is held about one device? Its record, what was said, which rules, why, and what the lists say.

use super::{Row, Said, Then, When};
use crate::content;
use crate::disclosure::Disclosure;
use crate::error::Result;
use crate::ids::is_device_id;
use crate::records::derived_row;
use crate::register::Register;
use oogmerk_model::{Because, Declared, Deviation, Device, Finding, Question};
use serde::{Deserialize, Serialize};
use sqlx::Row as _;
use std::collections::BTreeSet;

/// One device with everything around it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeviceFile {
    /// The id that was asked for, where it led to another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked: Option<String>,
    /// The id it was split from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub split_from: Option<String>,
    /// The record.
    pub device: Device,
    /// True where its evidence was erased and only what counts need is left.
    pub erased: bool,
    /// True where a person said it was removed by then.
    pub removed: bool,
    /// Place: what a person said, else what a list says, else empty.
    pub place: String,
    /// Department, likewise.
    pub department: String,
    /// Everything people say of it, contested sayings too.
    pub said: Vec<Said>,
    /// Findings.
    pub findings: Vec<Finding>,
    /// Why it is what it is.
    pub arguments: Vec<Because>,
    /// Rows of lists it was matched with.
    pub declared: Vec<Declared>,
    /// Where list and network differ.
    pub deviations: Vec<Deviation>,
    /// What would settle what is open.
    pub questions: Vec<Question>,
    /// Names of what the reader's level does not give.
    pub withheld: Vec<&'static str>,
}

impl Register {
    /// One device, by its id, an id that was merged into it, or one of its keys. `None` where nothing is held.
    pub async fn device(&self, id: &str, when: When, disclosure: Disclosure) -> Result<Option<DeviceFile>> {
        let mut then = Then::at(self, when).await?;
        if !is_device_id(id) {
            then.with_keys().await?;
        }
        let resolved = then.names.lead(id).to_owned();
        let Some(row) = then.row(&resolved).await? else { return Ok(None) };
        let mut device = then.device_of(&row).await?;
        let mut withheld = disclosure.withhold(&mut device);
        let confidential = disclosure >= Disclosure::Confidential;
        let internal = disclosure >= Disclosure::Internal;
        if !confidential {
            withheld.extend(["arguments", "declared"]);
        }
        if !internal {
            withheld.extend(["said", "findings", "deviations", "questions"]);
        }
        let there = BTreeSet::from([resolved.clone()]);
        Ok(Some(DeviceFile {
            asked: (id != resolved).then(|| id.to_owned()),
            split_from: then.names.split_from(&resolved).map(str::to_owned),
            erased: row.record.is_none(),
            removed: !then.was_there(&row),
            place: then.place(&row),
            department: then.department(&row),
            said: then.sayings.about(&resolved).filter(|_| internal).cloned().collect(),
            findings: if internal { then.items_of("finding", &resolved).await? } else { Vec::new() },
            arguments: if confidential { then.argument(&resolved).await? } else { Vec::new() },
            declared: if confidential { then.items_of("declared", &resolved).await? } else { Vec::new() },
            deviations: then
                .deviations(disclosure)
                .await?
                .into_iter()
                .filter(|d| d.device.as_ref() == Some(&resolved))
                .collect(),
            questions: then.questions(&there, disclosure).await?,
            device,
            withheld,
        }))
    }
}

impl Then {
    pub(super) async fn row(&mut self, id: &str) -> Result<Option<Row>> {
        let sql = format!("SELECT {} FROM device WHERE derivation = $1 AND device = $2", super::COLUMNS);
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(self.id())
            .bind(id)
            .fetch_optional(&mut *self.conn)
            .await?;
        row.as_ref().map(Row::read).transpose()
    }

    async fn items_of<T: for<'de> Deserialize<'de>>(&mut self, sort: &str, device: &str) -> Result<Vec<T>> {
        let rows = sqlx::query(
            "SELECT body FROM item WHERE derivation = $1 AND device = $2 AND sort = $3 ORDER BY position",
        )
        .bind(self.id())
        .bind(device)
        .bind(sort)
        .fetch_all(&mut *self.conn)
        .await?;
        rows.iter().map(|row| derived_row(row.try_get(0)?)).collect()
    }

    async fn argument(&mut self, device: &str) -> Result<Vec<Because>> {
        let body: Option<String> = sqlx::query_scalar(
            "SELECT r.body FROM device d JOIN record r ON r.id = d.arguments WHERE d.derivation = $1 AND d.device = $2",
        )
        .bind(self.id())
        .bind(device)
        .fetch_optional(&mut *self.conn)
        .await?;
        body.map_or(Ok(Vec::new()), |body| derived_row(&body))
    }

    /// The devices of a list of ids, in that order; ids nothing is held about are left out.
    pub(super) async fn records(&mut self, rows: &[Row]) -> Result<Vec<Device>> {
        let ids: Vec<i64> = rows.iter().filter_map(|r| r.record).collect();
        let found = sqlx::query("SELECT id, body FROM record WHERE id IN (SELECT value FROM json_each($1))")
            .bind(content::written(&ids)?)
            .fetch_all(&mut *self.conn)
            .await?;
        let mut bodies = std::collections::HashMap::with_capacity(found.len());
        for row in &found {
            bodies.insert(row.try_get::<i64, _>(0)?, row.try_get::<&str, _>(1)?);
        }
        rows.iter()
            .map(|row| {
                row.record
                    .and_then(|id| bodies.get(&id))
                    .map_or_else(|| Ok(row.sketch()), |body| derived_row(body))
            })
            .collect()
    }
}
