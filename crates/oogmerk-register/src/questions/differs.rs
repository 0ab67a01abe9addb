//! Where do list and network say different things?

use super::{Then, When};
use crate::disclosure::Disclosure;
use crate::error::Result;
use crate::register::Register;
use oogmerk_model::{Deviation, DeviationKind};
use std::collections::BTreeSet;

impl Register {
    /// Where do list and network say different things?
    /// Empty below `Internal`.
    pub async fn differs(&self, when: When, disclosure: Disclosure) -> Result<Vec<Deviation>> {
        let mut then = Then::at(self, when).await?;
        let all = then.deviations(disclosure).await?;
        Ok(all.into_iter().filter(|d| d.kind == DeviationKind::Differs).collect())
    }
}

/// Fields of a difference that hold what a lower level does not give.
const CONFIDENTIAL: [&str; 1] = ["serial"];

impl Then {
    /// All differences that concern devices that were there then, as far as the level gives them.
    pub(super) async fn deviations(&mut self, disclosure: Disclosure) -> Result<Vec<Deviation>> {
        if disclosure < Disclosure::Internal {
            return Ok(Vec::new());
        }
        let there: BTreeSet<String> = self.rows().await?.into_iter().map(|r| r.device).collect();
        let mut all = self.items::<Deviation>("deviation").await?;
        all.retain(|d| d.device.as_ref().is_none_or(|id| there.contains(id)));
        if disclosure < Disclosure::Confidential {
            for deviation in &mut all {
                deviation.fields.retain(|(field, _, _)| !CONFIDENTIAL.contains(&field.as_str()));
            }
        }
        Ok(all)
    }
}
