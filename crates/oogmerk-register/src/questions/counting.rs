//! Counting: how many are proved, how many there can be at most, and what would settle the difference.
//!
//! For a value V of a property, over devices in scope:
//! *proved* are the devices whose kind is decided within the scope and whose property is decided as V.
//! *At most* adds every device that could still turn out to be one: its kind is decided within the scope or open
//! towards it, and its property is decided as V, contested with V among the rivals, or undecided altogether.
//! A contested device does not count towards a value that is not among its rivals: evidence speaks against it.
//! `undecided` and `contested` count the devices that may be in scope and are proved of no value.

use super::{Held, Row, Then};
use crate::disclosure::Disclosure;
use crate::error::Result;
use oogmerk_model::{Count, CountRow, Declared, Deviation, DeviationKind, Kind, Question};
use sqlx::Row as _;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Entries of `settles` in a row, at most; `what_would_settle` has them all.
const SETTLES: usize = 20;

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

/// What is counted over. Places and departments are compared as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Kinds.
    pub kinds: Kinds,
    /// One place.
    pub place: Option<String>,
    /// One department.
    pub department: Option<String>,
}

impl Scope {
    fn words(&self, body: &str) -> String {
        let parts = [Some(body), self.department.as_deref(), self.place.as_deref(), Some(self.kinds.word())];
        parts.into_iter().flatten().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ")
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
    fn of(self, row: &Row) -> &Held {
        match self {
            Self::Kind => &row.kind,
            Self::Brand => &row.brand,
            Self::Maker => &row.maker,
        }
    }
}

/// Everything counting needs besides the rows; read once for several counts.
pub(super) struct Counting {
    pub rows: Vec<Row>,
    rivals: HashMap<(String, String), Vec<String>>,
    questions: HashMap<String, Vec<Question>>,
    not_surveyed_sites: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum InScope {
    Yes,
    Maybe,
    No,
}

impl Then {
    pub(super) async fn counting(&mut self) -> Result<Counting> {
        let rows = self.rows().await?;
        let mut rivals: HashMap<(String, String), Vec<String>> = HashMap::new();
        let found = sqlx::query("SELECT property, device, value FROM rival WHERE derivation = $1")
            .bind(self.id())
            .fetch_all(&mut *self.conn)
            .await?;
        for row in found {
            rivals.entry((row.try_get(0)?, row.try_get(1)?)).or_default().push(row.try_get(2)?);
        }
        let mut questions: HashMap<String, Vec<Question>> = HashMap::new();
        for question in self.items::<Question>("question").await? {
            questions.entry(question.device.clone()).or_default().push(question);
        }
        let not_surveyed_sites = self.not_surveyed().await?;
        Ok(Counting { rows, rivals, questions, not_surveyed_sites })
    }

    /// Places of the lists where nothing declared was found: nobody looked, or all of it is gone.
    async fn not_surveyed(&mut self) -> Result<u64> {
        let deviations = self.items::<Deviation>("deviation").await?;
        let not_found: BTreeSet<String> = deviations
            .into_iter()
            .filter(|d| d.kind == DeviationKind::DeclaredNotFound)
            .filter_map(|d| d.declared)
            .collect();
        let mut places: BTreeMap<String, bool> = BTreeMap::new();
        for row in self.items::<Declared>("declared").await? {
            if let Some(place) = row.fields.get("place").filter(|p| !p.is_empty()) {
                *places.entry(place.clone()).or_default() |=
                    row.device.is_some() && !not_found.contains(&row.key);
            }
        }
        Ok(places.values().filter(|found| !**found).count() as u64)
    }

    pub(super) async fn count(
        &mut self,
        counting: &Counting,
        question: &'static str,
        counted: Counted,
        scope: &Scope,
        disclosure: Disclosure,
    ) -> Result<Count> {
        let mut rows: BTreeMap<&str, CountRow> = BTreeMap::new();
        let mut open: Vec<&Row> = Vec::new();
        let (mut undecided, mut contested) = (0, 0);
        for row in &counting.rows {
            let inside = counting.in_scope(row, scope.kinds);
            if inside == InScope::No || !self.fits(row, scope) {
                continue;
            }
            match counted.of(row) {
                Held::Decided(value) if inside == InScope::Yes => {
                    let line = rows.entry(value).or_default();
                    line.proved += 1;
                    if disclosure >= Disclosure::Internal {
                        line.devices.push(row.device.clone());
                    }
                    continue;
                }
                Held::Decided(_) | Held::Undecided => undecided += 1,
                Held::Contested => contested += 1,
            }
            open.push(row);
        }
        counting.at_most(&mut rows, &open, counted, disclosure);
        let mut rows: Vec<CountRow> = rows
            .into_iter()
            .map(|(key, line)| CountRow { key: key.to_owned(), at_most: line.at_most + line.proved, ..line })
            .collect();
        rows.sort_by(|a, b| (b.proved, b.at_most, &a.key).cmp(&(a.proved, a.at_most, &b.key)));
        let body = crate::register::body_of(&mut self.conn).await?;
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
    fn in_scope(&self, row: &Row, kinds: Kinds) -> InScope {
        let holds = |word: &str| Kind::parse(word).is_some_and(|k| kinds.hold(k));
        match &row.kind {
            Held::Decided(kind) if holds(kind) => InScope::Yes,
            Held::Decided(_) => InScope::No,
            open => {
                let rivals = self.rivals("kind", row);
                let may_be_anything = rivals.is_empty() || *open == Held::Undecided;
                if may_be_anything || rivals.iter().any(|r| holds(r)) { InScope::Maybe } else { InScope::No }
            }
        }
    }

    fn rivals(&self, property: &str, row: &Row) -> &[String] {
        self.rivals.get(&(property.to_owned(), row.device.clone())).map_or(&[], Vec::as_slice)
    }

    /// Adds to every value the open devices that could have it, and what would settle them.
    fn at_most<'a>(
        &'a self,
        rows: &mut BTreeMap<&'a str, CountRow>,
        open: &[&'a Row],
        counted: Counted,
        level: Disclosure,
    ) {
        for row in open {
            match counted.of(row) {
                Held::Decided(value) => {
                    rows.entry(value).or_default();
                }
                Held::Contested => {
                    for rival in self.rivals(counted.column(), row) {
                        rows.entry(rival).or_default();
                    }
                }
                Held::Undecided => {}
            }
        }
        for (value, line) in rows {
            for row in open {
                let could_be = match counted.of(row) {
                    Held::Decided(decided) => decided == value,
                    Held::Undecided => true,
                    Held::Contested => {
                        let rivals = self.rivals(counted.column(), row);
                        rivals.is_empty() || rivals.iter().any(|r| r == value)
                    }
                };
                if could_be {
                    line.at_most += 1;
                    if line.settles.len() < SETTLES && level >= Disclosure::Internal {
                        line.settles.extend(self.settles(row, counted));
                    }
                }
            }
        }
    }

    /// The cheapest question that is open about a device: about what is counted, or else about its kind.
    fn settles(&self, row: &Row, counted: Counted) -> Option<String> {
        let open = self.questions.get(&row.device)?;
        let about = |property: &str| open.iter().find(|q| q.property == property);
        let question = match counted.of(row) {
            Held::Decided(_) => about("kind"),
            _ => about(counted.column()).or_else(|| about("model")).or_else(|| about("kind")),
        };
        question.map(|q| format!("{} of {}", q.field, q.device))
    }
}
