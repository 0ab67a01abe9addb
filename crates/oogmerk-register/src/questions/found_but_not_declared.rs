//! What was found and stands in no list?

use super::{Then, When};
use crate::disclosure::Disclosure;
use crate::error::Result;
use crate::register::Register;
use oogmerk_model::{Deviation, DeviationKind};

impl Register {
    /// What was found and stands in no list?
    /// Empty below `Internal`.
    pub async fn found_but_not_declared(&self, when: When, disclosure: Disclosure) -> Result<Vec<Deviation>> {
        let mut then = Then::at(self, when).await?;
        let all = then.deviations(disclosure).await?;
        Ok(all.into_iter().filter(|d| d.kind == DeviationKind::FoundNotDeclared).collect())
    }
}
