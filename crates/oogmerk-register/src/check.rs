//! `check`: recomputes the whole chain from what is stored, counts what was erased, and names the first broken link.

use crate::chain::{Hash, commitment, link, origin};
use crate::content::{self, kind};
use crate::error::Result;
use crate::facts::head_of;
use crate::register::Register;
use serde::Serialize;
use sqlx::{Row, SqliteConnection};
use std::collections::BTreeMap;

const PAGE: i64 = 5_000;

/// What `check` found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "check", rename_all = "lowercase")]
pub enum Check {
    /// Every link holds.
    Ok {
        /// Facts on the chain.
        facts: u64,
        /// Of these, contents erased by rule.
        erased: u64,
        /// Hash of the last fact. Keep it elsewhere: it is what proves a later check.
        head: Hash,
    },
    /// The first link that does not hold.
    Broken {
        /// Number of the fact.
        number: u64,
        /// Why, in plain English.
        reason: String,
    },
}

impl Register {
    /// Recomputes every commitment and link. With `expected`, a head noted earlier, also proves that the chain was
    /// not written anew since.
    pub async fn check(&self, expected: Option<Hash>) -> Result<Check> {
        let mut conn = self.reading().await?;
        match walk(&mut conn, expected).await? {
            Ok(done) => Ok(done),
            Err(Broken(number, reason)) => Ok(Check::Broken { number, reason: reason.to_owned() }),
        }
    }
}

struct Broken(u64, &'static str);

async fn walk(conn: &mut SqliteConnection, expected: Option<Hash>) -> Result<Result<Check, Broken>> {
    let head = head_of(conn).await?;
    let (mut number, mut hash, mut time, mut met) = (0u64, origin(), i64::MIN, expected.is_none());
    let mut missing: BTreeMap<u64, bool> = BTreeMap::new();
    let mut spoken_of: Vec<(u64, (u64, u64))> = Vec::new();
    let mut bodies = 0u64;
    loop {
        let rows = sqlx::query(
            "SELECT f.number, f.recorded_at, f.kind, f.commitment, f.hash, c.salt, CAST(c.body AS BLOB)
             FROM fact f LEFT JOIN content c ON c.number = f.number
             WHERE f.number > $1 ORDER BY f.number LIMIT $2",
        )
        .bind(number.cast_signed())
        .bind(PAGE)
        .fetch_all(&mut *conn)
        .await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            let n = row.try_get::<i64, _>(0)?.unsigned_abs();
            if n != number + 1 {
                return Ok(Err(Broken(number + 1, "the fact is missing")));
            }
            let recorded: i64 = row.try_get(1)?;
            let kind: &str = row.try_get(2)?;
            let (Ok(held), Ok(tied)) = (Hash::stored(row.try_get(3)?), Hash::stored(row.try_get(4)?)) else {
                return Ok(Err(Broken(n, "its hash does not have 32 bytes")));
            };
            if recorded < time {
                return Ok(Err(Broken(n, "it was recorded before the fact before it")));
            }
            if link(hash, n, recorded, kind, held) != tied {
                return Ok(Err(Broken(n, "it is not tied to the fact before it")));
            }
            let (salt, body): (Option<&[u8]>, Option<&[u8]>) = (row.try_get(5)?, row.try_get(6)?);
            match (salt, body) {
                (Some(salt), Some(body)) => {
                    bodies += 1;
                    if commitment(salt, body) != held {
                        return Ok(Err(Broken(n, "its content is not what was committed to")));
                    }
                    if kind == kind::ERASED {
                        let erased: content::Erased = content::read(n, &String::from_utf8_lossy(body))?;
                        spoken_of.extend(erased.numbers.into_iter().map(|range| (n, range)));
                    }
                }
                _ => drop(missing.insert(n, false)),
            }
            (number, hash, time) = (n, tied, recorded);
            met |= expected == Some(hash);
        }
    }
    for (by, (first, last)) in spoken_of {
        for n in first..=last.min(by) {
            match missing.get_mut(&n) {
                Some(accounted) => *accounted = true,
                None => return Ok(Err(Broken(n, "its content is there although it was erased"))),
            }
        }
    }
    if let Some((n, _)) = missing.iter().find(|(_, accounted)| !**accounted) {
        return Ok(Err(Broken(*n, "its content is missing and was never erased by rule")));
    }
    if number != head.number || hash != head.hash {
        return Ok(Err(Broken(number + 1, "the end of the chain is missing")));
    }
    let stored: i64 = sqlx::query_scalar("SELECT count(*) FROM content").fetch_one(&mut *conn).await?;
    if stored.unsigned_abs() != bodies {
        return Ok(Err(Broken(number + 1, "there are contents that belong to no fact")));
    }
    if !met {
        return Ok(Err(Broken(number, "the head that was noted is not on this chain")));
    }
    Ok(Ok(Check::Ok { facts: number, erased: missing.len() as u64, head: hash }))
}
