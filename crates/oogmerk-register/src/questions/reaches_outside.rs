//! Who reaches outside, and whom? Secret below which nothing is told.

use super::{Row, Then, When};
use crate::disclosure::Disclosure;
use crate::error::Result;
use crate::register::Register;
use oogmerk_model::Outsider;

impl Register {
    /// Devices that sent outside or were reached from outside and answered, with whom. Empty below `Secret`.
    pub async fn reaches_outside(&self, when: When, disclosure: Disclosure) -> Result<Vec<Outsider>> {
        if disclosure < Disclosure::Secret {
            return Ok(Vec::new());
        }
        let mut then = Then::at(self, when).await?;
        let rows = then.rows().await?;
        then.outsiders(&rows).await
    }
}

impl Then {
    async fn outsiders(&mut self, rows: &[Row]) -> Result<Vec<Outsider>> {
        let mut outsiders = Vec::new();
        for row in rows.iter().filter(|r| r.talks_outside) {
            let device = self.device_of(row).await?;
            outsiders.push(Outsider {
                device: device.id,
                contacts: device.outside,
                isolation: device.isolation,
            });
        }
        Ok(outsiders)
    }
}
