//! Reading the chain: where it ends, what stands on it, which facts were there at a moment. Nothing here writes.

use crate::chain::Hash;
use crate::change::Head;
use crate::content;
use crate::error::{RegisterError, Result};
use oogmerk_model::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use std::collections::BTreeSet;

/// What the first fact says of the form of all others.
pub(crate) const FORMAT: &str = "oogmerk.register/1";

/// Name of the body, from the first fact.
pub(crate) async fn body_of(conn: &mut SqliteConnection) -> Result<String> {
    let row = sqlx::query("SELECT body FROM content WHERE number = 1").fetch_optional(conn).await?;
    let Some(row) = row else {
        return Err(RegisterError::Damaged {
            what: "the first fact, which names the body, is missing".into(),
        });
    };
    let text: String = row.try_get(0)?;
    let opened: content::Opened = content::read(1, &text)?;
    if opened.format == FORMAT {
        Ok(opened.body)
    } else {
        Err(RegisterError::Damaged { what: format!("the first fact says the format is {}", opened.format) })
    }
}

/// Where the chain ends.
pub(crate) async fn head_of(conn: &mut SqliteConnection) -> Result<Head> {
    let row =
        sqlx::query("SELECT head_number, head_hash, last_recorded FROM register").fetch_one(conn).await?;
    let number: i64 = row.try_get(0)?;
    let hash: Vec<u8> = row.try_get(1)?;
    Ok(Head {
        number: number.unsigned_abs(),
        hash: Hash::stored(&hash)?,
        recorded_at: Timestamp(row.try_get(2)?),
    })
}

/// The head as it was when a fact was the last one.
pub(crate) async fn head_at(conn: &mut SqliteConnection, number: u64) -> Result<Option<Head>> {
    let row = sqlx::query("SELECT hash, recorded_at FROM fact WHERE number = $1")
        .bind(number.cast_signed())
        .fetch_optional(conn)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let hash: &[u8] = row.try_get(0)?;
    Ok(Some(Head { number, hash: Hash::stored(hash)?, recorded_at: Timestamp(row.try_get(1)?) }))
}

/// Number of the last fact recorded by a moment.
pub(crate) async fn last_number(conn: &mut SqliteConnection, known_on: Option<Timestamp>) -> Result<u64> {
    // Recorded time never goes back, so the last number is found by halving; no index is needed.
    let (mut low, mut high) = (0, head_of(conn).await?.number);
    let Some(known_on) = known_on else { return Ok(high) };
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        let at: i64 = sqlx::query_scalar("SELECT recorded_at FROM fact WHERE number = $1")
            .bind(middle.cast_signed())
            .fetch_one(&mut *conn)
            .await?;
        if at <= known_on.0 { low = middle } else { high = middle - 1 }
    }
    Ok(low)
}

/// Contents of one kind, oldest first.
pub(crate) async fn all_of(conn: &mut SqliteConnection, kind: &str) -> Result<Vec<(u64, String)>> {
    let rows = sqlx::query(
        "SELECT f.number, c.body FROM fact f JOIN content c ON c.number = f.number WHERE f.kind = $1 ORDER BY f.number",
    )
    .bind(kind)
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(|row| Ok((row.try_get::<i64, _>(0)?.unsigned_abs(), row.try_get(1)?))).collect()
}

/// The numbers that stand first in rows.
pub(crate) fn numbers(rows: &[SqliteRow]) -> Result<BTreeSet<u64>> {
    rows.iter().map(|row| Ok(row.try_get::<i64, _>(0)?.unsigned_abs())).collect()
}

/// Whether a span of valid time holds a moment: from included, to not.
pub(crate) fn holds(from: Option<Timestamp>, to: Option<Timestamp>, at: Timestamp) -> bool {
    from.is_none_or(|from| from <= at) && to.is_none_or(|to| at < to)
}
