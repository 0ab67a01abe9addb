//! What would settle what is open, cheapest first?

use super::{Then, When};
use crate::disclosure::Disclosure;
use crate::error::Result;
use crate::register::Register;
use oogmerk_model::Question;
use std::collections::BTreeSet;

impl Register {
    /// Every open question of the derivation, in its order. Empty below `Internal`: a question names a device.
    pub async fn what_would_settle(&self, when: When, disclosure: Disclosure) -> Result<Vec<Question>> {
        let mut then = Then::at(self, when).await?;
        let there = then.rows().await?.into_iter().map(|r| r.device).collect();
        then.questions(&there, disclosure).await
    }
}

impl Then {
    pub(super) async fn questions(
        &mut self,
        there: &BTreeSet<String>,
        disclosure: Disclosure,
    ) -> Result<Vec<Question>> {
        if disclosure < Disclosure::Internal {
            return Ok(Vec::new());
        }
        let mut questions = self.items::<Question>("question").await?;
        questions.retain(|q| there.contains(&q.device));
        Ok(questions)
    }
}
