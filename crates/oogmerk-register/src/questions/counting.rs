//! Counting: how many are proved, how many there can be at most, and what would settle the difference.
//!
//! For a value V of a property, over devices in scope:
//! *proved* are the devices whose kind is decided within the scope and whose property is decided as V.
//! *At most* adds every device that could still turn out to be one: its kind is decided within the scope or open
//! towards it, and its property is decided as V, contested with V among the rivals, or undecided altogether.
//! A contested device does not count towards a value that is not among its rivals: evidence speaks against it.
//! `undecided` and `contested` count the devices that may be in scope and are proved of no value.

use super::{Row, Then};
use crate::change::Topic;
use crate::content;
use crate::disclosure::Disclosure;
use crate::erase::derived_row;
use crate::error::Result;
use crate::profile::{Held, Profile, not_surveyed_sites};
use oogmerk_model::{Count, CountRow, Kind, Question};
use sqlx::Row as _;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Entries of `settles` in a row, at most; `what_would_settle` has them all.
const SETTLES: usize = 20;
/// Questions looked at for totals, cheapest first.
const QUESTIONS: i64 = 200;

/// Kinds a question is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kinds {
    /// Cameras of every sort, recorders and video management: what a council means by "cameras".
    #[default]
    CamerasAndRecorders,
    /// Everything that belongs in the register.
    Registered,
    /// One kind.
    Only(Kind),
}

impl Kinds {
    fn hold(self, kind: Kind) -> bool {
        match self {
            Self::CamerasAndRecorders => kind.is_camera() || matches!(kind, Kind::Recorder | Kind::Vms),
            Self::Registered => kind.is_registered(),
            Self::Only(only) => kind == only,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::CamerasAndRecorders => "cameras and recorders",
            Self::Registered => "registered devices",
            Self::Only(kind) => kind.as_str(),
        }
    }
}

/// What stands behind a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Behind {
    /// The ids of the devices that are proved.
    #[default]
    Ids,
    /// Nothing: for registers so large that nobody reads the ids; `list_devices` leads to them page by page.
    Totals,
}

/// What is counted over. Places and departments are compared as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Kinds.
    pub kinds: Kinds,
    /// One place.
    pub place: Option<String>,
    /// One department.
    pub department: Option<String>,
    /// Whether ids are listed.
    pub behind: Behind,
}

impl Scope {
    fn words(&self, body: &str) -> String {
        let parts = [Some(body), self.department.as_deref(), self.place.as_deref(), Some(self.kinds.word())];
        parts.into_iter().flatten().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ")
    }

    fn is_everywhere(&self) -> bool {
        self.place.is_none() && self.department.is_none()
    }
}

/// A property that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    Kind,
    Brand,
    Maker,
}

impl Counted {
    const fn column(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Brand => "brand",
            Self::Maker => "maker",
        }
    }

    fn of(self, profile: &Profile) -> &Held {
        match self {
            Self::Kind => &profile.kind,
            Self::Brand => &profile.brand,
            Self::Maker => &profile.maker,
        }
    }

    fn is_proved(self, profile: &Profile, kinds: Kinds) -> Option<&str> {
        match (self.of(profile), in_scope(&profile.kind, kinds)) {
            (Held::Decided(value), InScope::Yes) => Some(value),
            _ => None,
        }
    }

    fn could_be(self, profile: &Profile, value: &str) -> bool {
        match self.of(profile) {
            Held::Decided(decided) => decided == value,
            Held::Contested(rivals) => rivals.is_empty() || rivals.iter().any(|r| r == value),
            Held::Undecided => true,
        }
    }

    /// Whether a question's answer would settle the device for this count.
    fn is_settled_by(self, profile: &Profile, property: &str) -> bool {
        match self.of(profile) {
            Held::Decided(_) => property == "kind",
            _ => property == self.column() || property == "model",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum InScope {
    Yes,
    Maybe,
    No,
}

fn in_scope(kind: &Held, kinds: Kinds) -> InScope {
    let holds = |word: &str| Kind::parse(word).is_some_and(|k| kinds.hold(k));
    match kind {
        Held::Decided(kind) if holds(kind) => InScope::Yes,
        Held::Decided(_) => InScope::No,
        Held::Contested(rivals) if !rivals.is_empty() && !rivals.iter().any(|r| holds(r)) => InScope::No,
        Held::Contested(_) | Held::Undecided => InScope::Maybe,
    }
}

/// Devices that look alike to the counts.
#[derive(Debug, Default)]
struct Group {
    devices: u64,
    ids: Vec<String>,
}

/// Everything counting needs; read once for several counts.
pub(super) struct Counting {
    groups: BTreeMap<Profile, Group>,
    /// Open questions in the derivation's order, with the profile of their device.
    questions: Vec<(Question, Profile)>,
    not_surveyed_sites: u64,
}

impl Counting {
    /// Over rows, with their ids.
    pub(super) async fn over(then: &mut Then, rows: &[Row]) -> Result<Self> {
        let profiles = then.profiles(rows).await?;
        let mut groups: BTreeMap<Profile, Group> = BTreeMap::new();
        let mut of: HashMap<&str, &Profile> = HashMap::with_capacity(rows.len());
        for (row, profile) in rows.iter().zip(&profiles) {
            of.insert(&row.device, profile);
            match groups.get_mut(profile) {
                Some(group) => group.add(&row.device),
                None => groups.entry(profile.clone()).or_default().add(&row.device),
            }
        }
        let questions = then.items::<Question>("question").await?.into_iter();
        let questions =
            questions.filter_map(|q| of.get(q.device.as_str()).map(|p| (q.clone(), (*p).clone()))).collect();
        Ok(Self { groups, questions, not_surveyed_sites: then.not_surveyed().await? })
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
        Ok(Some(Self { groups, questions, not_surveyed_sites: then.not_surveyed().await? }))
    }
}

impl Group {
    fn add(&mut self, id: &str) {
        self.devices += 1;
        self.ids.push(id.to_owned());
    }
}

impl Then {
    /// What the counts look at, for each row.
    async fn profiles(&mut self, rows: &[Row]) -> Result<Vec<Profile>> {
        let contested: Vec<&str> =
            rows.iter().filter(|r| r.is_contested()).map(|r| r.device.as_str()).collect();
        let mut rivals: HashMap<(String, String), Vec<String>> = HashMap::new();
        if !contested.is_empty() {
            let found = sqlx::query(
                "SELECT device, property, value FROM rival
                 WHERE derivation = $1 AND device IN (SELECT value FROM json_each($2)) ORDER BY value",
            )
            .bind(self.id())
            .bind(content::written(&contested)?)
            .fetch_all(&mut *self.conn)
            .await?;
            for row in found {
                rivals.entry((row.try_get(0)?, row.try_get(1)?)).or_default().push(row.try_get(2)?);
            }
        }
        let mut full = |row: &Row, property: &str, held: &Held| match held {
            Held::Contested(_) => {
                Held::Contested(rivals.remove(&(row.device.clone(), property.to_owned())).unwrap_or_default())
            }
            other => other.clone(),
        };
        Ok(rows
            .iter()
            .map(|row| Profile {
                kind: full(row, "kind", &row.kind),
                brand: full(row, "brand", &row.brand),
                maker: full(row, "maker", &row.maker),
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
        question: &'static str,
        counted: Counted,
        scope: &Scope,
        disclosure: Disclosure,
    ) -> Result<Count> {
        if scope.behind == Behind::Totals
            && scope.is_everywhere()
            && let Some(counting) = Counting::by_tally(self).await?
        {
            return self.count(&counting, question, counted, scope, disclosure).await;
        }
        let mut rows = self.rows().await?;
        rows.retain(|row| self.fits(row, scope));
        let counting = Counting::over(self, &rows).await?;
        self.count(&counting, question, counted, scope, disclosure).await
    }

    pub(super) async fn count(
        &mut self,
        counting: &Counting,
        question: &'static str,
        counted: Counted,
        scope: &Scope,
        disclosure: Disclosure,
    ) -> Result<Count> {
        let body = crate::register::body_of(&mut self.conn).await?;
        let (rows, undecided, contested) = counting.count(counted, scope, disclosure);
        Ok(Count {
            schema: "oogmerk.count/1".into(),
            question: question.into(),
            scope: scope.words(&body),
            as_of: self.moment.day(),
            known_on: self.known_on.to_string(),
            rows,
            undecided,
            contested,
            not_surveyed_sites: counting.not_surveyed_sites,
        })
    }

    fn fits(&self, row: &Row, scope: &Scope) -> bool {
        scope.place.as_ref().is_none_or(|place| self.place(row) == *place)
            && scope.department.as_ref().is_none_or(|department| self.department(row) == *department)
    }
}

impl Counting {
    fn count(&self, counted: Counted, scope: &Scope, disclosure: Disclosure) -> (Vec<CountRow>, u64, u64) {
        let ids = scope.behind == Behind::Ids && disclosure >= Disclosure::Internal;
        let mut rows: BTreeMap<&str, CountRow> = BTreeMap::new();
        let mut open: Vec<(&Profile, u64)> = Vec::new();
        let (mut undecided, mut contested) = (0, 0);
        for (profile, group) in self.groups.iter().filter(|(_, g)| g.devices > 0) {
            if in_scope(&profile.kind, scope.kinds) == InScope::No {
                continue;
            }
            if let Some(value) = counted.is_proved(profile, scope.kinds) {
                let line = rows.entry(value).or_default();
                line.proved += group.devices;
                line.devices.extend(group.ids.iter().filter(|_| ids).cloned());
                continue;
            }
            open.push((profile, group.devices));
            match counted.of(profile) {
                Held::Contested(rivals) => {
                    contested += group.devices;
                    for rival in rivals {
                        rows.entry(rival).or_default();
                    }
                }
                Held::Decided(value) => {
                    undecided += group.devices;
                    rows.entry(value).or_default();
                }
                Held::Undecided => undecided += group.devices,
            }
        }
        let mut rows: Vec<CountRow> = rows
            .into_iter()
            .map(|(value, mut line)| {
                let possible = open.iter().filter(|(profile, _)| counted.could_be(profile, value));
                line.at_most = line.proved + possible.map(|(_, devices)| devices).sum::<u64>();
                if disclosure >= Disclosure::Internal {
                    line.settles = self.settles(counted, scope.kinds, value);
                }
                line.devices.sort_unstable();
                CountRow { key: value.to_owned(), ..line }
            })
            .collect();
        rows.sort_by(|a, b| (b.proved, b.at_most, &a.key).cmp(&(a.proved, a.at_most, &b.key)));
        (rows, undecided, contested)
    }

    /// The cheapest question about each open device that could have this value, cheapest first.
    fn settles(&self, counted: Counted, kinds: Kinds, value: &str) -> Vec<String> {
        let mut asked: HashSet<&str> = HashSet::new();
        self.questions
            .iter()
            .filter(|(question, profile)| {
                in_scope(&profile.kind, kinds) != InScope::No
                    && counted.is_proved(profile, kinds).is_none()
                    && counted.could_be(profile, value)
                    && counted.is_settled_by(profile, &question.property)
                    && asked.insert(&question.device)
            })
            .map(|(question, _)| format!("{} of {}", question.field, question.device))
            .take(SETTLES)
            .collect()
    }
}
