//! Which devices are there? A filtered list in the order of ids, page by page.

use super::{Row, Then, When};
use crate::disclosure::Disclosure;
use crate::error::Result;
use crate::register::Register;
use oogmerk_model::{Device, IsolationVerdict, Kind};
use serde::Serialize;
use sqlx::{QueryBuilder, Sqlite};

/// Rows looked at per query.
const STEP: i64 = 1_000;
/// Longest page.
const LONGEST: usize = 10_000;

/// What a device has to be to be listed. Empty lists everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Decided maker, by key.
    pub maker: Option<String>,
    /// Decided brand, by key.
    pub brand: Option<String>,
    /// Decided kind.
    pub kind: Option<Kind>,
    /// Decided model.
    pub model: Option<String>,
    /// Decided firmware.
    pub firmware: Option<String>,
    /// Isolation.
    pub isolation: Option<IsolationVerdict>,
    /// Place, as written.
    pub place: Option<String>,
    /// Department, as written.
    pub department: Option<String>,
    /// Only devices whose maker is not decided.
    pub maker_open: bool,
}

/// Which page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The last id of the page before; `None` is the first page.
    pub after: Option<String>,
    /// Devices on a page, 1 to 10,000.
    pub length: usize,
}

impl Default for Page {
    fn default() -> Self {
        Self { after: None, length: 100 }
    }
}

/// One device of a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Listed {
    /// Place.
    pub place: String,
    /// Department.
    pub department: String,
    /// The record, as far as the level gives it.
    pub device: Device,
}

impl Register {
    /// One page of devices, and the id to ask the next page after; `None` where this is the last.
    /// Empty below `Internal`, where only totals are given.
    pub async fn list_devices(
        &self,
        filter: &Filter,
        page: &Page,
        when: When,
        disclosure: Disclosure,
    ) -> Result<(Vec<Listed>, Option<String>)> {
        if disclosure < Disclosure::Internal {
            return Ok((Vec::new(), None));
        }
        let mut then = Then::at(self, when).await?;
        let length = page.length.clamp(1, LONGEST);
        let mut rows: Vec<Row> = Vec::new();
        let mut after = page.after.clone().unwrap_or_default();
        while rows.len() <= length {
            let found = then.filtered(filter, &after).await?;
            let Some(last) = found.last() else { break };
            after.clone_from(&last.device);
            rows.extend(found.into_iter().filter(|row| then.was_there(row) && then.hangs(row, filter)));
        }
        let more = rows.len() > length;
        rows.truncate(length);
        let next = rows.last().filter(|_| more).map(|r| r.device.clone());
        let devices = then.records(&rows).await?;
        let listed = rows.iter().zip(devices).map(|(row, mut device)| {
            disclosure.withhold(&mut device);
            Listed { place: then.place(row), department: then.department(row), device }
        });
        Ok((listed.collect(), next))
    }
}

impl Then {
    async fn filtered(&mut self, filter: &Filter, after: &str) -> Result<Vec<Row>> {
        let mut select = QueryBuilder::<Sqlite>::new("SELECT ");
        select.push(super::COLUMNS).push(" FROM device WHERE derivation = ").push_bind(self.id());
        select.push(" AND device > ").push_bind(after.to_owned());
        let isolation = filter.isolation.map(|verdict| match verdict {
            IsolationVerdict::Leaking => "leaking".to_owned(),
            IsolationVerdict::Isolated => "isolated".to_owned(),
            IsolationVerdict::Unproven => "unproven".to_owned(),
        });
        let columns = [
            (" AND maker = ", filter.maker.clone()),
            (" AND brand = ", filter.brand.clone()),
            (" AND kind = ", filter.kind.map(|k| k.as_str().to_owned())),
            (" AND model = ", filter.model.clone()),
            (" AND firmware = ", filter.firmware.clone()),
            (" AND isolation = ", isolation),
        ];
        for (column, value) in columns {
            if let Some(value) = value {
                select.push(column).push_bind(value);
            }
        }
        if filter.maker_open {
            select.push(" AND maker_state <> 'decided'");
        }
        select.push(" ORDER BY device LIMIT ").push_bind(STEP);
        let rows = select.build().fetch_all(&mut *self.conn).await?;
        rows.iter().map(Row::read).collect()
    }

    fn hangs(&self, row: &Row, filter: &Filter) -> bool {
        filter.place.as_ref().is_none_or(|place| self.place(row) == *place)
            && filter.department.as_ref().is_none_or(|department| self.department(row) == *department)
    }
}
