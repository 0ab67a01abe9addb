//! Counting: what the register holds, read for the [`crate::census`], which has the rule.

use super::{Row, Then};
use crate::census::{Behind, Census, Counted, Counts, Group, Scope};
use crate::change::Topic;
use crate::content;
use crate::disclosure::Disclosure;
use crate::error::Result;
use crate::profile::{Held, Profile, not_surveyed_sites};
use crate::records::derived_row;
use oogmerk_model::{Count, Question};
use sqlx::Row as _;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Questions looked at for totals, cheapest first.
const QUESTIONS: i64 = 200;

/// A census with what stands beside every count.
pub(super) struct Counting {
    census: Census,
    not_surveyed_sites: u64,
}

impl Counting {
    /// Over rows, with their ids.
    pub(super) async fn over(then: &mut Then, rows: &[Row]) -> Result<Self> {
        let profiles = then.profiles(rows).await?;
        let questions = then.items::<Question>("question").await?;
        let census = Census::over(rows.iter().map(|r| r.device.as_str()).zip(&profiles), questions);
        Ok(Self { census, not_surveyed_sites: then.not_surveyed().await? })
    }

    /// Over everything that was there then, by the stored tally; `None` where there is none.
    async fn by_tally(then: &mut Then) -> Result<Option<Self>> {
        let rows = sqlx::query("SELECT profile, devices FROM tally WHERE derivation = $1")
            .bind(then.id())
            .fetch_all(&mut *then.conn)
            .await?;
        let mut groups: BTreeMap<Profile, Group> = BTreeMap::new();
        for row in &rows {
            let devices = row.try_get::<i64, _>(1)?.unsigned_abs();
            groups.insert(derived_row(row.try_get(0)?)?, Group { devices, ids: Vec::new() });
        }
        let absent = then.absent().await?;
        let mut away: HashSet<&str> = HashSet::with_capacity(absent.len());
        for (row, profile) in absent.iter().zip(then.profiles(&absent).await?) {
            away.insert(&row.device);
            match groups.get_mut(&profile) {
                Some(group) if group.devices > 0 => group.devices -= 1,
                _ => return Ok(None),
            }
        }
        if groups.is_empty() {
            return Ok(None);
        }
        let found = sqlx::query(
            "SELECT body FROM item WHERE derivation = $1 AND sort = 'question' ORDER BY position LIMIT $2",
        )
        .bind(then.id())
        .bind(QUESTIONS)
        .fetch_all(&mut *then.conn)
        .await?;
        let mut questions = Vec::with_capacity(found.len());
        for row in &found {
            let question: Question = derived_row(row.try_get(0)?)?;
            if !away.contains(question.device.as_str())
                && let Some(row) = then.row(&question.device).await?
            {
                questions.extend(
                    then.profiles(&[row]).await?.into_iter().map(|profile| (question.clone(), profile)),
                );
            }
        }
        Ok(Some(Self {
            census: Census { groups, questions },
            not_surveyed_sites: then.not_surveyed().await?,
        }))
    }
}

impl Then {
    /// What the counts look at, for each row.
    async fn profiles(&mut self, rows: &[Row]) -> Result<Vec<Profile>> {
        let open: Vec<&str> = rows.iter().filter(|r| r.is_open()).map(|r| r.device.as_str()).collect();
        let mut rivals: HashMap<(String, String), Vec<String>> = HashMap::new();
        if !open.is_empty() {
            let found = sqlx::query(
                "SELECT device, property, value FROM rival
                 WHERE derivation = $1 AND device IN (SELECT value FROM json_each($2)) ORDER BY value",
            )
            .bind(self.id())
            .bind(content::written(&open)?)
            .fetch_all(&mut *self.conn)
            .await?;
            for row in found {
                rivals.entry((row.try_get(0)?, row.try_get(1)?)).or_default().push(row.try_get(2)?);
            }
        }
        let mut full = |row: &Row, property: &str, held: &Held| {
            let mut named = || rivals.remove(&(row.device.clone(), property.to_owned()));
            match held {
                Held::Contested(_) => Held::Contested(named().unwrap_or_default()),
                Held::Undecided => named().map_or(Held::Undecided, Held::Among),
                other => other.clone(),
            }
        };
        Ok(rows
            .iter()
            .map(|row| Profile {
                kind: full(row, "kind", &row.kind),
                brand: full(row, "brand", &row.brand),
                maker: full(row, "maker", &row.maker),
                established: row.established,
            })
            .collect())
    }

    /// Rows of devices that were not there yet, or not any more.
    async fn absent(&mut self) -> Result<Vec<Row>> {
        let removed = content::written(&self.sayings.with(Topic::Removed))?;
        let after = if self.when.as_of.is_some() { self.moment.0 } else { i64::MAX };
        let columns = super::COLUMNS;
        let sql = format!(
            "SELECT {columns} FROM device WHERE derivation = $1 AND present_from > $2
             UNION SELECT {columns} FROM device WHERE derivation = $1 AND device IN (SELECT value FROM json_each($3))"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(self.id())
            .bind(after)
            .bind(removed)
            .fetch_all(&mut *self.conn)
            .await?;
        rows.iter().map(Row::read).collect()
    }

    async fn not_surveyed(&mut self) -> Result<u64> {
        let stored: Option<Option<i64>> =
            sqlx::query_scalar("SELECT not_surveyed_sites FROM derivation WHERE id = $1")
                .bind(self.id())
                .fetch_optional(&mut *self.conn)
                .await?;
        match stored.flatten() {
            Some(sites) => Ok(sites.unsigned_abs()),
            None => Ok(not_surveyed_sites(&self.items("declared").await?, &self.items("deviation").await?)),
        }
    }

    /// One count, by whichever way is shorter.
    pub(super) async fn asked(
        &mut self,
        counted: Counted,
        scope: &Scope,
        disclosure: Disclosure,
    ) -> Result<Count> {
        if scope.behind == Behind::Totals
            && scope.is_everywhere()
            && let Some(counting) = Counting::by_tally(self).await?
        {
            return self.count(&counting, counted, scope, disclosure).await;
        }
        let mut rows = self.rows().await?;
        rows.retain(|row| self.fits(row, scope));
        let counting = Counting::over(self, &rows).await?;
        self.count(&counting, counted, scope, disclosure).await
    }

    async fn count(
        &mut self,
        counting: &Counting,
        counted: Counted,
        scope: &Scope,
        disclosure: Disclosure,
    ) -> Result<Count> {
        let body = crate::facts::body_of(&mut self.conn).await?;
        let counts = counting.census.count(counted, scope, disclosure);
        let total = counts.total();
        let Counts { rows, undecided, contested, kind_open } = counts;
        Ok(Count {
            schema: "oogmerk.count/1".into(),
            question: counted.question().into(),
            of: scope.kinds.of().into(),
            by: vec![counted.column().into()],
            scope: scope.words(&body),
            as_of: self.moment.day(),
            known_on: self.known_on.to_string(),
            rows,
            undecided,
            contested,
            kind_open,
            total,
            not_surveyed_sites: counting.not_surveyed_sites,
        })
    }

    /// One count over what it is usually counted over.
    pub(super) async fn usual(
        &mut self,
        counting: &Counting,
        counted: Counted,
        disclosure: Disclosure,
    ) -> Result<Count> {
        self.count(counting, counted, &counted.usual_scope(), disclosure).await
    }

    fn fits(&self, row: &Row, scope: &Scope) -> bool {
        scope.place.as_ref().is_none_or(|place| self.place(row) == *place)
            && scope.department.as_ref().is_none_or(|department| self.department(row) == *department)
    }
}
