//! Records: bodies of derived rows, each stored once however many derivations hold it.

use crate::content;
use crate::error::{RegisterError, Result};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Stores one record, or finds it.
pub(crate) async fn record(conn: &mut SqliteConnection, body: &str) -> Result<i64> {
    let ids = records(conn, &[&body.to_owned()]).await?;
    ids.first().copied().ok_or_else(|| RegisterError::Ours("a record was stored and is not there".into()))
}

/// Stores records that are not there yet; ids in the order asked.
pub(crate) async fn records(conn: &mut SqliteConnection, bodies: &[&String]) -> Result<Vec<i64>> {
    let digests: Vec<[u8; 32]> = bodies.iter().map(|b| Sha256::digest(b.as_bytes()).into()).collect();
    let mut known = known_records(conn, &digests).await?;
    let mut new: BTreeMap<[u8; 32], &String> = BTreeMap::new();
    for (digest, body) in digests.iter().zip(bodies) {
        if !known.contains_key(digest) {
            new.insert(*digest, body);
        }
    }
    if !new.is_empty() {
        let mut insert = QueryBuilder::<Sqlite>::new("INSERT INTO record (digest, body) ");
        insert.push_values(new, |mut row, (digest, body)| {
            row.push_bind(digest.to_vec()).push_bind(body.clone());
        });
        insert.push(" RETURNING digest, id");
        for row in insert.build().fetch_all(&mut *conn).await? {
            known.insert(digest_of(&row)?, row.try_get(1)?);
        }
    }
    digests
        .iter()
        .map(|d| {
            known
                .get(d)
                .copied()
                .ok_or_else(|| RegisterError::Ours("a record was stored and is not there".into()))
        })
        .collect()
}

async fn known_records(conn: &mut SqliteConnection, digests: &[[u8; 32]]) -> Result<HashMap<[u8; 32], i64>> {
    let mut select = QueryBuilder::<Sqlite>::new("SELECT digest, id FROM record WHERE digest IN (");
    let mut list = select.separated(", ");
    for digest in digests {
        list.push_bind(digest.to_vec());
    }
    select.push(")");
    let rows = select.build().fetch_all(conn).await?;
    rows.iter().map(|row| Ok((digest_of(row)?, row.try_get(1)?))).collect()
}

fn digest_of(row: &sqlx::sqlite::SqliteRow) -> Result<[u8; 32]> {
    let bytes: &[u8] = row.try_get(0)?;
    bytes.try_into().map_err(|_| RegisterError::Damaged { what: "a digest does not have 32 bytes".into() })
}

/// Deletes those records no device row leads to any more.
pub(crate) async fn drop_loose(conn: &mut SqliteConnection, records: &BTreeSet<i64>) -> Result<()> {
    sqlx::query(
        "DELETE FROM record WHERE id IN (SELECT value FROM json_each($1))
         AND NOT EXISTS (SELECT 1 FROM device d WHERE d.record = record.id)
         AND NOT EXISTS (SELECT 1 FROM device d WHERE d.arguments = record.id)",
    )
    .bind(content::written(records)?)
    .execute(conn)
    .await?;
    Ok(())
}

/// What a derived row says.
pub(crate) fn derived_row<'de, T: Deserialize<'de>>(body: &'de str) -> Result<T> {
    serde_json::from_str(body)
        .map_err(|e| RegisterError::Damaged { what: format!("a derived row cannot be read: {e}") })
}
