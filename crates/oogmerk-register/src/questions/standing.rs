//! How do we stand? Everything the standing report says, in one reading of one state of the file.

use super::counting::{Counted, Kinds, Scope};
use super::{Held, Then, When};
use crate::content::{self, kind};
use crate::disclosure::Disclosure;
use crate::erase::derived_row;
use crate::error::Result;
use crate::register::{Register, body_of};
use oogmerk_model::{Because, Declared, Device, Outsider, Standing, Window};
use sqlx::Row as _;
use std::collections::{BTreeMap, BTreeSet, HashMap};

impl Register {
    /// The whole standing. Without any derivation yet it is empty but for the body and what was looked at.
    pub async fn standing(&self, when: When, disclosure: Disclosure) -> Result<Standing> {
        let mut then = Then::at(self, when).await?;
        let counting = then.counting().await?;
        let all = Scope::default();
        let registered = Scope { kinds: Kinds::Registered, ..Scope::default() };
        let there: BTreeSet<String> = counting.rows.iter().map(|r| r.device.clone()).collect();
        let devices = then.devices(&there).await?;
        let secret = disclosure >= Disclosure::Secret;
        let mut standing = Standing {
            body: body_of(&mut then.conn).await?,
            as_of: then.moment.day(),
            known_on: Some(then.known_on),
            knowledge: then.derivation.as_ref().map(|d| d.knowledge.clone()).unwrap_or_default(),
            labels: then.labels().await?,
            by_maker: then.count(&counting, "how_many_by_maker", Counted::Maker, &all, disclosure).await?,
            by_brand: then.count(&counting, "how_many_by_brand", Counted::Brand, &all, disclosure).await?,
            by_kind: then
                .count(&counting, "how_many_by_kind", Counted::Kind, &registered, disclosure)
                .await?,
            brand_to_maker: brand_to_maker(&counting.rows, disclosure),
            places: then.places(&counting.rows, disclosure),
            outside: devices.iter().filter(|_| secret).filter_map(outsider).collect(),
            rules: then.rules(&there, disclosure).await?,
            findings: then.findings(&there, disclosure).await?,
            declared: then.declared(disclosure).await?,
            deviations: then.deviations(disclosure).await?,
            questions: then.questions(&there, disclosure).await?,
            windows: then.windows().await?,
            bystanders: then.items("bystanders").await?,
            arguments: then.arguments(&there, disclosure).await?,
            devices: Vec::new(),
        };
        if disclosure >= Disclosure::Internal {
            standing.devices = devices;
            standing.devices.iter_mut().for_each(|d| drop(disclosure.withhold(d)));
        }
        Ok(standing)
    }
}

/// The heart of the product: the name printed on it, who built it, and which devices.
fn brand_to_maker(rows: &[super::Row], disclosure: Disclosure) -> Vec<(String, String, Vec<String>)> {
    let mut pairs: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for row in rows {
        if let (Held::Decided(brand), Held::Decided(maker)) = (&row.brand, &row.maker) {
            let devices = pairs.entry((brand, maker)).or_default();
            if disclosure >= Disclosure::Internal {
                devices.push(row.device.clone());
            }
        }
    }
    pairs.into_iter().map(|((brand, maker), devices)| (brand.to_owned(), maker.to_owned(), devices)).collect()
}

fn outsider(device: &Device) -> Option<Outsider> {
    (!device.outside.is_empty()).then(|| Outsider {
        device: device.id.clone(),
        contacts: device.outside.clone(),
        isolation: device.isolation.clone(),
    })
}

impl Then {
    /// Devices by id, in the order of their ids.
    async fn devices(&mut self, there: &BTreeSet<String>) -> Result<Vec<Device>> {
        let bodies = sqlx::query(
            "SELECT d.device, r.body FROM device d JOIN record r ON r.id = d.record WHERE d.derivation = $1",
        )
        .bind(self.id())
        .fetch_all(&mut *self.conn)
        .await?;
        let mut records: HashMap<String, Device> = HashMap::with_capacity(bodies.len());
        for row in &bodies {
            records.insert(row.try_get(0)?, derived_row(row.try_get(1)?)?);
        }
        let rows = self.rows().await?;
        let kept = rows.iter().filter(|r| there.contains(&r.device));
        Ok(kept.map(|row| records.remove(&row.device).unwrap_or_else(|| row.sketch())).collect())
    }

    /// Rows of lists. Empty below `Confidential`: they hold whatever people wrote.
    async fn declared(&mut self, disclosure: Disclosure) -> Result<Vec<Declared>> {
        if disclosure < Disclosure::Confidential { Ok(Vec::new()) } else { self.items("declared").await }
    }

    async fn arguments(
        &mut self,
        there: &BTreeSet<String>,
        disclosure: Disclosure,
    ) -> Result<BTreeMap<String, Vec<Because>>> {
        let mut arguments = BTreeMap::new();
        if disclosure < Disclosure::Confidential {
            return Ok(arguments);
        }
        let rows = sqlx::query(
            "SELECT d.device, r.body FROM device d JOIN record r ON r.id = d.arguments WHERE d.derivation = $1",
        )
        .bind(self.id())
        .fetch_all(&mut *self.conn)
        .await?;
        for row in &rows {
            let device: String = row.try_get(0)?;
            if there.contains(&device) {
                arguments.insert(device, derived_row(row.try_get(1)?)?);
            }
        }
        Ok(arguments)
    }

    /// What had been looked at by then.
    async fn windows(&mut self) -> Result<Vec<Window>> {
        let mut windows = Vec::new();
        for (number, body) in crate::apply::all_of(&mut self.conn, kind::WINDOW).await? {
            let window: Window = content::read(number, &body)?;
            let begun = self.when.as_of.is_none_or(|as_of| window.from.is_none_or(|from| from <= as_of));
            if number <= self.last && begun {
                windows.push(window);
            }
        }
        Ok(windows)
    }
}
