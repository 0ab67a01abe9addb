//! Which rules are broken, by which devices?

use super::{Then, When};
use crate::disclosure::Disclosure;
use crate::error::Result;
use crate::register::Register;
use oogmerk_model::{Finding, RuleBroken};
use std::collections::BTreeSet;

impl Register {
    /// Every rule of the derivation with its devices per conclusion. Device ids are left out below `Internal`.
    pub async fn rules_broken(&self, when: When, disclosure: Disclosure) -> Result<Vec<RuleBroken>> {
        let mut then = Then::at(self, when).await?;
        let there = then.rows().await?.into_iter().map(|r| r.device).collect();
        then.rules(&there, disclosure).await
    }
}

impl Then {
    pub(super) async fn rules(
        &mut self,
        there: &BTreeSet<String>,
        disclosure: Disclosure,
    ) -> Result<Vec<RuleBroken>> {
        let mut rules = self.items::<RuleBroken>("rule").await?;
        for rule in &mut rules {
            for (_, devices) in &mut rule.devices {
                devices.retain(|id| disclosure >= Disclosure::Internal && there.contains(id));
            }
        }
        Ok(rules)
    }

    pub(super) async fn findings(
        &mut self,
        there: &BTreeSet<String>,
        disclosure: Disclosure,
    ) -> Result<Vec<Finding>> {
        if disclosure < Disclosure::Internal {
            return Ok(Vec::new());
        }
        let mut findings = self.items::<Finding>("finding").await?;
        findings.retain(|f| there.contains(&f.device));
        Ok(findings)
    }
}
