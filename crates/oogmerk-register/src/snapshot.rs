//! `snapshot`: the ground state as of one moment and as known on another; what the reasoning crate is given.
//!
//! *As known on* takes only what was recorded by then. *As of* takes only what was true or had been seen by then;
//! an observation whose source says no time counts always. Without *as of*, everything seen counts, and of what people
//! said and decided that which is in force at the last recorded moment. Erased facts are in no snapshot, not even an old one.

use crate::change::{Actor, Decision, Head, Statement};
use crate::content::{self, Item, kind};
use crate::error::Result;
use crate::facts::{body_of, head_at, head_of, holds, last_number};
use crate::naming::Names;
use crate::register::Register;
use oogmerk_model::{Contact, Dropped, Evidence, Fact, Problem, Timestamp, Via, Window};
use sqlx::Row;
use std::collections::BTreeMap;

/// Facts per query.
const PAGE: i64 = 5_000;

/// Something with the fact it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded<T> {
    /// Number of the fact.
    pub number: u64,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// What.
    pub what: T,
}

/// The ground state.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// Name of the body.
    pub body: String,
    /// The last fact that was known; what a derivation says it was made from.
    pub head: Option<Head>,
    /// Evidence, declared rows included.
    pub evidence: Vec<Evidence>,
    /// Contacts.
    pub contacts: Vec<Contact>,
    /// Vias.
    pub vias: Vec<Via>,
    /// What was looked at.
    pub windows: Vec<Window>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What was counted and thrown away.
    pub dropped: Vec<Dropped>,
    /// Key → device id, redirects followed.
    pub names: BTreeMap<String, String>,
    /// Decisions in force, oldest first; of two that contradict each other the later holds.
    pub decisions: Vec<Recorded<Decision>>,
    /// Statements in force, oldest first; of two about one thing the later holds.
    pub statements: Vec<Recorded<Statement>>,
}

impl Snapshot {
    /// The facts as a reader would have handed them over, for whatever collects those.
    pub fn facts(self) -> impl Iterator<Item = Fact> {
        let evidence = self.evidence.into_iter().map(Fact::Evidence);
        let contacts = self.contacts.into_iter().map(Fact::Contact);
        let vias = self.vias.into_iter().map(Fact::Via);
        let windows = self.windows.into_iter().map(Fact::Window);
        let problems = self.problems.into_iter().map(Fact::Problem);
        let dropped = self.dropped.into_iter().map(Fact::Dropped);
        evidence.chain(contacts).chain(vias).chain(windows).chain(problems).chain(dropped)
    }
}

impl Register {
    /// The ground state as of a moment and as known on a moment; `None` is now.
    pub async fn snapshot(&self, as_of: Option<Timestamp>, known_on: Option<Timestamp>) -> Result<Snapshot> {
        self.read_snapshot(as_of, known_on, &mut |_| ()).await
    }

    /// The same, but what readers handed over is handed over again, page by page, and not kept: of it the snapshot
    /// holds only what was counted and thrown away.
    pub async fn snapshot_into(
        &self,
        as_of: Option<Timestamp>,
        known_on: Option<Timestamp>,
        each: &mut (dyn FnMut(Fact) + Send),
    ) -> Result<Snapshot> {
        self.read_snapshot(as_of, known_on, &mut |snapshot| snapshot.hand_over(each)).await
    }

    async fn read_snapshot(
        &self,
        as_of: Option<Timestamp>,
        known_on: Option<Timestamp>,
        after_page: &mut (dyn FnMut(&mut Snapshot) + Send),
    ) -> Result<Snapshot> {
        let mut conn = self.reading().await?;
        let mut snapshot = Snapshot { body: body_of(&mut conn).await?, ..Snapshot::default() };
        let last = last_number(&mut conn, known_on).await?;
        snapshot.head = head_at(&mut conn, last).await?;
        let recorded = head_of(&mut conn).await?.recorded_at;
        let moment = as_of.or(known_on).unwrap_or(recorded);
        let mut after = 0i64;
        loop {
            let rows = sqlx::query(
                "SELECT f.number, f.kind, f.recorded_at, c.body FROM fact f JOIN content c ON c.number = f.number
                 WHERE f.number > $1 AND f.number <= $2 ORDER BY f.number LIMIT $3",
            )
            .bind(after)
            .bind(last.cast_signed())
            .bind(PAGE)
            .fetch_all(&mut *conn)
            .await?;
            let Some(end) = rows.last() else { break };
            after = end.try_get(0)?;
            for row in &rows {
                let body: &str = row.try_get(3)?;
                let kind: &str = row.try_get(1)?;
                let number = row.try_get::<i64, _>(0)?.unsigned_abs();
                snapshot.take(number, Timestamp(row.try_get(2)?), kind, body, as_of, moment)?;
            }
            after_page(&mut snapshot);
        }
        snapshot.names = Names::load(&mut conn, known_on).await?.by_key();
        Ok(snapshot)
    }
}

impl Snapshot {
    /// Hands over what readers gave. What was thrown away is told with the snapshot, and handed over with it.
    fn hand_over(&mut self, each: &mut (dyn FnMut(Fact) + Send)) {
        self.evidence.drain(..).map(Fact::Evidence).for_each(&mut *each);
        self.contacts.drain(..).map(Fact::Contact).for_each(&mut *each);
        self.vias.drain(..).map(Fact::Via).for_each(&mut *each);
        self.windows.drain(..).map(Fact::Window).for_each(&mut *each);
        self.problems.drain(..).map(Fact::Problem).for_each(&mut *each);
    }

    fn take(
        &mut self,
        number: u64,
        recorded_at: Timestamp,
        kind: &str,
        body: &str,
        as_of: Option<Timestamp>,
        moment: Timestamp,
    ) -> Result<()> {
        let seen_by_then = |at: Option<Timestamp>| match (at, as_of) {
            (Some(at), Some(as_of)) => at <= as_of,
            _ => true,
        };
        match kind {
            kind::STATED => {
                let content::Stated { by, statement } = content::read(number, body)?;
                if holds(statement.valid_from, statement.valid_to, moment) {
                    self.statements.push(Recorded { number, recorded_at, by, what: statement });
                }
            }
            kind::DECIDED => {
                let content::Decided { by, decision } = content::read(number, body)?;
                if holds(decision.valid_from, decision.valid_to, moment) {
                    self.decisions.push(Recorded { number, recorded_at, by, what: decision });
                }
            }
            _ => match Item::read(kind, number, body)? {
                Some(Item::Observed(x)) if seen_by_then(x.observation.seen_at) => {
                    self.evidence.extend(x.evidence());
                }
                Some(Item::Contacts(x)) => {
                    self.contacts.extend(x.into_iter().filter(|c| seen_by_then(c.first)));
                }
                Some(Item::Vias(x)) => self.vias.extend(x.into_iter().filter(|v| seen_by_then(v.first))),
                Some(Item::Window(x)) if seen_by_then(x.from) => self.windows.push(x),
                Some(Item::Problem(x)) => self.problems.push(x),
                Some(Item::Dropped(x)) => self.dropped.push(x),
                Some(Item::Observed(_) | Item::Window(_)) | None => {}
            },
        }
        Ok(())
    }
}
