//! How do we stand? Everything the standing report says, in one reading of one state of the file.

use super::counting::{Counted, Counting, Kinds, Scope};
use super::{Then, When};
use crate::content::{self, kind};
use crate::disclosure::Disclosure;
use crate::error::Result;
use crate::facts::{all_of, body_of};
use crate::profile::Held;
use crate::records::derived_row;
use crate::register::Register;
use oogmerk_model::{Because, Declared, Device, Outsider, Source, Standing, Window};
use sqlx::Row as _;
use std::collections::{BTreeMap, BTreeSet};

impl Register {
    /// The whole standing. Without any derivation yet it is empty but for the body and what was looked at.
    pub async fn standing(&self, when: When, disclosure: Disclosure) -> Result<Standing> {
        let mut then = Then::at(self, when).await?;
        let rows = then.rows().await?;
        let counting = Counting::over(&mut then, &rows).await?;
        let all = Scope::default();
        let registered = Scope { kinds: Kinds::Registered, ..Scope::default() };
        let there: BTreeSet<String> = rows.iter().map(|r| r.device.clone()).collect();
        let devices = then.records(&rows).await?;
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
            brand_to_maker: brand_to_maker(&rows, disclosure),
            places: then.places(&rows, disclosure),
            outside: devices.iter().filter(|_| secret).filter_map(outsider).collect(),
            rules: then.rules(&there, disclosure).await?,
            findings: then.findings(&there, disclosure).await?,
            declared: then.declared(disclosure).await?,
            deviations: then.deviations(disclosure).await?,
            questions: then.questions(&there, disclosure).await?,
            windows: then.windows(disclosure).await?,
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

    /// What had been looked at by then; below `Internal` without saying where.
    async fn windows(&mut self, disclosure: Disclosure) -> Result<Vec<Window>> {
        let mut windows = Vec::new();
        for (number, body) in all_of(&mut self.conn, kind::WINDOW).await? {
            let mut window: Window = content::read(number, &body)?;
            let begun = self.when.as_of.is_none_or(|as_of| window.from.is_none_or(|from| from <= as_of));
            if disclosure < Disclosure::Internal {
                (window.source, window.vantage) = (Source::default(), None);
                window.on_link.clear();
            }
            if number <= self.last && begun {
                windows.push(window);
            }
        }
        Ok(windows)
    }
}
