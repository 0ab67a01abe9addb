//! Where do they hang? By place and department: what a person said holds before what a list says.

use super::{Row, Then, When};
use crate::disclosure::Disclosure;
use crate::error::Result;
use crate::profile::Held;
use crate::register::Register;
use oogmerk_model::{Kind, PlaceRow};
use std::collections::BTreeMap;

impl Register {
    /// Cameras, recorders and devices by place and department, by name; the empty place is "nobody said".
    pub async fn where_do_they_hang(&self, when: When, disclosure: Disclosure) -> Result<Vec<PlaceRow>> {
        let mut then = Then::at(self, when).await?;
        let rows = then.rows().await?;
        Ok(then.places(&rows, disclosure))
    }
}

impl Then {
    pub(super) fn places(&self, rows: &[Row], disclosure: Disclosure) -> Vec<PlaceRow> {
        let mut places: BTreeMap<(String, String), PlaceRow> = BTreeMap::new();
        for row in rows {
            let (place, department) = (self.place(row), self.department(row));
            let line = places.entry((place.clone(), department.clone())).or_insert_with(|| PlaceRow {
                place,
                department,
                ..PlaceRow::default()
            });
            if let Held::Decided(kind) = &row.kind
                && let Some(kind) = Kind::parse(kind)
            {
                line.cameras += u64::from(kind.is_camera());
                line.recorders += u64::from(matches!(kind, Kind::Recorder | Kind::Vms));
            }
            if disclosure >= Disclosure::Internal {
                line.devices.push(row.device.clone());
            }
        }
        places.into_values().collect()
    }
}
