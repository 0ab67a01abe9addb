//! How many are there, by who really built them?

use super::{Then, When};
use crate::census::{Counted, Scope};
use crate::disclosure::Disclosure;
use crate::error::Result;
use crate::register::Register;
use oogmerk_model::Count;

impl Register {
    /// How many are there, by who really built them? Proved, at most, and what would settle the difference.
    pub async fn how_many_by_maker(
        &self,
        scope: &Scope,
        when: When,
        disclosure: Disclosure,
    ) -> Result<Count> {
        let mut then = Then::at(self, when).await?;
        then.asked(Counted::Maker, scope, disclosure).await
    }
}
