//! `apply`: the one way in. Everything of one call is recorded together or not at all, at one recorded time.
//!
//! Recorded time never goes back: it is the later of *now* and one microsecond after the last. A clock that said
//! less than it said before is recorded as a fact of its own, so that nobody wonders later.

use crate::chain::{Hash, commitment, link};
use crate::change::{Actor, Change, Head, Input, Receipt, Redirect, Scrub, Statement, Which};
use crate::content::{self, Item, kind, pack, written};
use crate::erase;
use crate::error::{RegisterError, Result};
use crate::facts::all_of;
use crate::ids::is_device_id;
use crate::naming::Names;
use crate::register::{Entropy, Register};
use oogmerk_model::{Fact, Timestamp};
use sha2::{Digest, Sha256};
use sqlx::{Connection, QueryBuilder, Row, Sqlite, SqliteConnection};
use std::collections::HashSet;

/// Rows per INSERT: five columns each stay far below SQLite's limit of 32,766 parameters.
const ROWS: usize = 250;
/// Bodies waiting in memory before they are written.
const PENDING_BYTES: usize = 4 << 20;

impl Register {
    /// Records changes. Nothing is recorded where nothing is new.
    pub async fn apply(
        &self,
        changes: &[Change],
        by: &Actor,
        now: Timestamp,
        entropy: Entropy<'_>,
    ) -> Result<Receipt> {
        let mut writer = self.writer().await;
        let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
        let mut entry = Entry::begin(&mut transaction, now, entropy).await?;
        for change in changes {
            entry.change(change, by).await?;
        }
        let mut receipt = entry.end().await?;
        transaction.commit().await?;
        drop(writer);
        if receipt.scrubbed == Scrub::Waiting {
            receipt.scrubbed = self.scrub().await?;
        }
        Ok(receipt)
    }

    /// Records an input that is handed over in parts, so that nobody holds the whole of it. Each part stands under a
    /// head of its own with the name and the digest of the input; all of them are recorded, or none.
    pub async fn observe(
        &self,
        name: &str,
        digest: Option<&str>,
        parts: &mut (dyn FnMut() -> Option<Vec<Fact>> + Send),
        by: &Actor,
        now: Timestamp,
        entropy: Entropy<'_>,
    ) -> Result<Receipt> {
        let mut writer = self.writer().await;
        let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
        let mut entry = Entry::begin(&mut transaction, now, entropy).await?;
        let known = match digest {
            Some(digest) => entry.known(&digest.to_ascii_lowercase(), name).await?,
            None => HashSet::new(),
        };
        while let Some(facts) = parts() {
            let part = Input { name: name.to_owned(), digest: digest.map(str::to_owned), facts };
            let items = pack(&part);
            drop(part);
            entry.items(by, name, digest, items, &known).await?;
        }
        let receipt = entry.end().await?;
        transaction.commit().await?;
        Ok(receipt)
    }

    pub(crate) async fn record_alone(
        &self,
        kind: &'static str,
        body: String,
        now: Timestamp,
        entropy: Entropy<'_>,
    ) -> Result<()> {
        let mut writer = self.writer().await;
        let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
        let mut entry = Entry::begin(&mut transaction, now, entropy).await?;
        entry.push(kind, body).await?;
        entry.end().await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// Stands for a fact that is held already: half of a SHA-256 of what it says.
type Known = [u8; 16];

fn digest_of(kind: &str, body: &str) -> Known {
    let whole = Sha256::new().chain_update(kind).chain_update([0]).chain_update(body).finalize();
    let mut half = Known::default();
    half.copy_from_slice(&whole[..16]);
    half
}

/// One call of `apply`, open.
pub(crate) struct Entry<'c, 'e> {
    pub conn: &'c mut SqliteConnection,
    entropy: Entropy<'e>,
    head: Head,
    clock: Timestamp,
    clock_before: Timestamp,
    pending: Vec<(&'static str, String)>,
    pending_bytes: usize,
    names: Option<Names>,
    receipt: Receipt,
}

impl<'c, 'e> Entry<'c, 'e> {
    pub async fn begin(conn: &'c mut SqliteConnection, now: Timestamp, entropy: Entropy<'e>) -> Result<Self> {
        let row = sqlx::query("SELECT head_number, head_hash, last_recorded, last_clock FROM register")
            .fetch_one(&mut *conn)
            .await?;
        let hash: Vec<u8> = row.try_get(1)?;
        let last = row.try_get::<i64, _>(2)?;
        let recorded_at = Timestamp(now.0.max(last.saturating_add(1)));
        let head = Head {
            number: row.try_get::<i64, _>(0)?.unsigned_abs(),
            hash: Hash::stored(&hash)?,
            recorded_at,
        };
        let receipt = Receipt {
            recorded_at,
            appended: 0,
            already_known: 0,
            erased: 0,
            head,
            scrubbed: Scrub::NotNeeded,
            drafts: Vec::new(),
        };
        Ok(Self {
            conn,
            entropy,
            head,
            clock: now,
            clock_before: Timestamp(row.try_get(3)?),
            pending: Vec::new(),
            pending_bytes: 0,
            names: None,
            receipt,
        })
    }

    /// Number the next pushed fact gets.
    fn next(&self) -> u64 {
        self.head.number + self.pending.len() as u64 + 1
    }

    pub async fn push(&mut self, kind: &'static str, body: String) -> Result<u64> {
        if self.receipt.appended == 0 && self.clock < self.clock_before {
            let jumped = content::ClockJumped { before: self.clock_before, now: self.clock };
            self.pending.push((kind::CLOCK_JUMPED, written(&jumped)?));
            self.receipt.appended += 1;
        }
        let number = self.next();
        self.pending_bytes += body.len();
        self.pending.push((kind, body));
        self.receipt.appended += 1;
        if self.pending_bytes > PENDING_BYTES {
            self.flush().await?;
        }
        Ok(number)
    }

    /// Writes what is pending onto the chain.
    pub async fn flush(&mut self) -> Result<()> {
        let pending = std::mem::take(&mut self.pending);
        self.pending_bytes = 0;
        let mut salts = vec![0u8; pending.len() * 16];
        (self.entropy)(&mut salts);
        let recorded = self.head.recorded_at.0;
        let mut rows = Vec::with_capacity(pending.len());
        for ((kind, body), salt) in pending.into_iter().zip(salts.chunks_exact(16)) {
            let commitment = commitment(salt, body.as_bytes());
            self.head.number += 1;
            self.head.hash = link(self.head.hash, self.head.number, recorded, kind, commitment);
            rows.push((
                self.head.number.cast_signed(),
                kind,
                commitment,
                self.head.hash,
                salt.to_vec(),
                body,
            ));
        }
        while !rows.is_empty() {
            let rest = rows.split_off(rows.len().min(ROWS));
            let mut facts = QueryBuilder::<Sqlite>::new(
                "INSERT INTO fact (number, recorded_at, kind, commitment, hash) ",
            );
            facts.push_values(&rows, |mut row, (number, kind, commitment, hash, _, _)| {
                row.push_bind(*number)
                    .push_bind(recorded)
                    .push_bind(*kind)
                    .push_bind(commitment.0.to_vec())
                    .push_bind(hash.0.to_vec());
            });
            facts.build().execute(&mut *self.conn).await?;
            let mut contents = QueryBuilder::<Sqlite>::new("INSERT INTO content (number, salt, body) ");
            contents.push_values(rows, |mut row, (number, _, _, _, salt, body)| {
                row.push_bind(number).push_bind(salt).push_bind(body);
            });
            contents.build().execute(&mut *self.conn).await?;
            rows = rest;
        }
        Ok(())
    }

    pub async fn end(mut self) -> Result<Receipt> {
        self.flush().await?;
        if self.receipt.appended > 0 {
            sqlx::query(
                "UPDATE register SET head_number = $1, head_hash = $2, last_recorded = $3, last_clock = $4",
            )
            .bind(self.head.number.cast_signed())
            .bind(self.head.hash.0.as_slice())
            .bind(self.head.recorded_at.0)
            .bind(self.clock.0)
            .execute(&mut *self.conn)
            .await?;
        }
        self.receipt.head = self.head;
        Ok(self.receipt)
    }

    pub async fn change(&mut self, change: &Change, by: &Actor) -> Result<()> {
        match change {
            Change::Observed(input) => {
                let items = pack(input);
                self.input(by, &input.name, input.digest.as_deref(), items).await
            }
            Change::Draft(input) => self.draft(by, input).await,
            Change::AcceptDraft(number) => self.accept(by, *number).await,
            Change::DeviceNamed { id, keys } => self.name(by, id, keys).await,
            Change::Redirected(redirect) => self.redirect(by, redirect).await,
            Change::Decided(decision) => {
                in_order(decision.valid_from, decision.valid_to)?;
                let body = written(&content::Decided { by: by.clone(), decision: decision.clone() })?;
                self.push(kind::DECIDED, body).await.map(drop)
            }
            Change::Stated(statement) => self.state(by, statement).await,
            Change::Erase { which, rule } => self.erase(by, which, rule).await,
        }
    }

    /// Records an input, or what of it is new where its digest is known.
    async fn input(&mut self, by: &Actor, name: &str, digest: Option<&str>, items: Vec<Item>) -> Result<()> {
        let known = match digest {
            Some(digest) => {
                self.flush().await?;
                self.known(&digest.to_ascii_lowercase(), name).await?
            }
            None => HashSet::new(),
        };
        self.items(by, name, digest, items, &known).await
    }

    /// Records what is not known yet, under a head.
    async fn items(
        &mut self,
        by: &Actor,
        name: &str,
        digest: Option<&str>,
        mut items: Vec<Item>,
        known: &HashSet<Known>,
    ) -> Result<()> {
        let digest = digest.map(str::to_ascii_lowercase);
        if !known.is_empty() {
            let before = items.len();
            items.retain(|item| {
                item.body().map_or(true, |body| !known.contains(&digest_of(item.kind(), &body)))
            });
            self.receipt.already_known += (before - items.len()) as u64;
            if items.is_empty() {
                return Ok(());
            }
        }
        let head =
            content::InputHead { by: by.clone(), name: name.to_owned(), digest, facts: items.len() as u64 };
        self.push(kind::INPUT, written(&head)?).await?;
        for item in items {
            self.push(item.kind(), item.body()?).await?;
        }
        Ok(())
    }

    /// What is already held of an input with this digest, spelled as if it had been called `name` then, too.
    async fn known(&mut self, digest: &str, name: &str) -> Result<HashSet<Known>> {
        let mut known = HashSet::new();
        for (number, body) in all_of(self.conn, kind::INPUT).await? {
            let head: content::InputHead = content::read(number, &body)?;
            if head.digest.as_deref() != Some(digest) {
                continue;
            }
            known.insert(digest_of(kind::INPUT, ""));
            let rows = sqlx::query(
                "SELECT f.number, f.kind, c.body FROM fact f JOIN content c ON c.number = f.number
                 WHERE f.number > $1 AND f.number <= $2",
            )
            .bind(number.cast_signed())
            .bind((number + head.facts).cast_signed())
            .fetch_all(&mut *self.conn)
            .await?;
            for row in rows {
                let body: String = row.try_get(2)?;
                let kind: String = row.try_get(1)?;
                let number = row.try_get::<i64, _>(0)?.unsigned_abs();
                let body = match Item::read(&kind, number, &body)? {
                    Some(mut item) if head.name != name => {
                        item.rename(&head.name, name);
                        item.body()?
                    }
                    _ => body,
                };
                known.insert(digest_of(&kind, &body));
            }
        }
        Ok(known)
    }

    async fn draft(&mut self, by: &Actor, input: &Input) -> Result<()> {
        let draft = content::Draft {
            by: by.clone(),
            name: input.name.clone(),
            digest: input.digest.clone(),
            items: pack(input),
        };
        let number = self.push(kind::DRAFT, written(&draft)?).await?;
        self.receipt.drafts.push(number);
        Ok(())
    }

    async fn accept(&mut self, by: &Actor, number: u64) -> Result<()> {
        self.flush().await?;
        let body: Option<String> = sqlx::query_scalar(
            "SELECT c.body FROM fact f JOIN content c ON c.number = f.number WHERE f.number = $1 AND f.kind = 'draft'",
        )
        .bind(number.cast_signed())
        .fetch_optional(&mut *self.conn)
        .await?;
        let Some(body) = body else {
            return Err(RegisterError::refused(format!("there is no draft {number}")));
        };
        let draft: content::Draft = content::read(number, &body)?;
        self.input(by, &draft.name, draft.digest.as_deref(), draft.items).await?;
        self.erase(by, &Which::Facts(vec![number]), "draft accepted").await
    }

    /// The names as they are at this point of the call.
    async fn names(&mut self) -> Result<&mut Names> {
        if self.names.is_none() {
            self.flush().await?;
            self.names = Some(Names::load(self.conn, None).await?);
        }
        self.names.as_mut().ok_or_else(|| RegisterError::Ours("names were loaded and are not there".into()))
    }

    async fn name(&mut self, by: &Actor, id: &str, keys: &[String]) -> Result<()> {
        if !is_device_id(id) {
            return Err(RegisterError::refused(format!("{id} is no device id")));
        }
        let names = self.names().await?;
        let new: Vec<String> = keys.iter().filter(|k| names.holder(k) != Some(id)).cloned().collect();
        if new.is_empty() && names.is_known(id) {
            self.receipt.already_known += 1;
            return Ok(());
        }
        let named = content::Named { by: by.clone(), id: id.to_owned(), keys: new };
        let number = self.push(kind::NAMED, written(&named)?).await?;
        self.names().await?.bind(number, &named.id, &named.keys);
        Ok(())
    }

    async fn redirect(&mut self, by: &Actor, redirect: &Redirect) -> Result<()> {
        let (Redirect::Merged { from, to } | Redirect::Split { from, to }) = redirect;
        let names = self.names().await?;
        for id in [from, to] {
            if !names.is_known(id) {
                return Err(RegisterError::refused(format!("there is no device {id}")));
            }
        }
        if names.resolve(from) == names.resolve(to) {
            return Err(RegisterError::refused(format!("{from} and {to} are one device already")));
        }
        let body = written(&content::Redirected { by: by.clone(), redirect: redirect.clone() })?;
        let number = self.push(kind::REDIRECTED, body).await?;
        self.names().await?.redirect(number, redirect);
        Ok(())
    }

    async fn state(&mut self, by: &Actor, statement: &Statement) -> Result<()> {
        in_order(statement.valid_from, statement.valid_to)?;
        if statement.about.trim().is_empty() {
            return Err(RegisterError::refused("a statement has to be about a device or a key"));
        }
        let body = written(&content::Stated { by: by.clone(), statement: statement.clone() })?;
        self.push(kind::STATED, body).await.map(drop)
    }

    pub async fn erase(&mut self, by: &Actor, which: &Which, rule: &str) -> Result<()> {
        self.flush().await?;
        let found = erase::find(self.conn, which).await?;
        let (word, derived) = (erase::word(which), erase::derived_of(which));
        self.erase_found(by, word, rule, &found, derived).await
    }

    /// Deletes contents and what was derived from them, and says so on the chain.
    pub async fn erase_found(
        &mut self,
        by: &Actor,
        word: &str,
        rule: &str,
        found: &erase::Found,
        derived: erase::Derived,
    ) -> Result<()> {
        self.flush().await?;
        let stripped = erase::derivations(self.conn, found, derived).await?;
        let numbers = erase::contents(self.conn, &found.numbers).await?;
        if numbers.is_empty() && stripped == 0 {
            return Ok(());
        }
        self.names = None;
        let erased = content::Erased {
            by: by.clone(),
            rule: rule.to_owned(),
            which: word.to_owned(),
            facts: numbers.len() as u64,
            numbers: erase::ranges(&numbers),
            derived: stripped,
        };
        self.receipt.erased += erased.facts;
        self.receipt.scrubbed = Scrub::Waiting;
        self.push(kind::ERASED, written(&erased)?).await.map(drop)
    }
}

fn in_order(from: Option<Timestamp>, to: Option<Timestamp>) -> Result<()> {
    match (from, to) {
        (Some(from), Some(to)) if from >= to => Err(RegisterError::refused("it would end before it begins")),
        _ => Ok(()),
    }
}
