//! What stands in a list and was not found?

use super::{Then, When};
use crate::disclosure::Disclosure;
use crate::error::Result;
use crate::register::Register;
use oogmerk_model::{Deviation, DeviationKind};

impl Register {
    /// What stands in a list and was not found? Absence is not proof: see what was looked at (`Standing::windows`).
    /// Empty below `Internal`.
    pub async fn declared_but_not_found(&self, when: When, disclosure: Disclosure) -> Result<Vec<Deviation>> {
        let mut then = Then::at(self, when).await?;
        let all = then.deviations(disclosure).await?;
        Ok(all.into_iter().filter(|d| d.kind == DeviationKind::DeclaredNotFound).collect())
    }
}
