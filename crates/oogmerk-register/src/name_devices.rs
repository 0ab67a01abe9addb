//! Naming groups of keys in the register: known groups keep their id, new ones get one, and what changed is recorded.

use crate::apply::Entry;
use crate::change::{Actor, Receipt, Scrub};
use crate::error::Result;
use crate::ids::mint;
use crate::naming::Names;
use crate::register::{Entropy, Register};
use oogmerk_model::Timestamp;
use sqlx::Connection;

impl Register {
    /// Names groups of keys, each group the strong keys of one device, strongest first. Known groups keep their id,
    /// new ones get one. A group without keys of its own gets none: it cannot be found again.
    pub async fn name_devices(
        &self,
        groups: &[Vec<String>],
        by: &Actor,
        now: Timestamp,
        entropy: Entropy<'_>,
    ) -> Result<(Vec<Option<String>>, Receipt)> {
        let mut writer = self.writer().await;
        let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
        let names = Names::load(&mut transaction, None).await?;
        let (ids, changes) = names.plan(groups, &mut || mint(entropy));
        let mut entry = Entry::begin(&mut transaction, now, entropy).await?;
        for change in &changes {
            entry.change(change, by).await?;
        }
        let receipt = entry.end().await?;
        transaction.commit().await?;
        debug_assert_eq!(receipt.scrubbed, Scrub::NotNeeded);
        Ok((ids, receipt))
    }

    /// The names as known on a moment, or now.
    pub async fn names(&self, known_on: Option<Timestamp>) -> Result<Names> {
        let mut reading = self.reading().await?;
        Names::load(&mut reading, known_on).await
    }
}
