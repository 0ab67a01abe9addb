//! Scratch: a temporary database for pieces of bytes that find no room in memory, by the key of what they belong to.
//!
//! It is no register: nothing in it is dated, chained or kept. It is written once from front to back, then read; a
//! crash may leave it half written and nobody minds, so nothing is journalled and nothing waits for the disk.

use crate::error::Result;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode, SqliteRow, SqliteSynchronous,
};
use sqlx::{ConnectOptions, QueryBuilder, Row, Sqlite, SqliteConnection};
use std::path::Path;

/// Names what pieces belong to.
pub type ScratchKey = [u8; 16];

/// A piece with its key and its number.
pub type ScratchPiece = (ScratchKey, i64, Vec<u8>);

/// Which keys.
#[derive(Clone, Copy, Debug)]
pub enum ScratchKeys<'k> {
    /// From the first up to and without the second; without a second to the end.
    Range(ScratchKey, Option<ScratchKey>),
    /// These.
    These(&'k [ScratchKey]),
}

/// Pieces per statement and per page.
const PAGE: usize = 256;

/// An open scratch database.
#[derive(Debug)]
pub struct Scratch {
    conn: SqliteConnection,
    is_indexed: bool,
}

impl Scratch {
    /// Opens a scratch database in an empty file.
    pub async fn open(path: &Path) -> Result<Self> {
        let mut conn = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(false)
            .journal_mode(SqliteJournalMode::Off)
            .synchronous(SqliteSynchronous::Off)
            .locking_mode(SqliteLockingMode::Exclusive)
            .pragma("cache_size", "-16000")
            .disable_statement_logging()
            .connect()
            .await?;
        sqlx::query(
            "CREATE TABLE piece (number INTEGER PRIMARY KEY, key BLOB NOT NULL, bytes BLOB NOT NULL)",
        )
        .execute(&mut conn)
        .await?;
        Ok(Self { conn, is_indexed: false })
    }

    /// Takes pieces.
    pub async fn put(&mut self, pieces: &[(ScratchKey, Vec<u8>)]) -> Result<()> {
        sqlx::query("BEGIN").execute(&mut self.conn).await?;
        for some in pieces.chunks(PAGE) {
            let mut insert = QueryBuilder::<Sqlite>::new("INSERT INTO piece (key, bytes) ");
            insert.push_values(some, |mut row, (key, bytes)| {
                row.push_bind(key.as_slice()).push_bind(bytes.as_slice());
            });
            insert.build().execute(&mut self.conn).await?;
        }
        sqlx::query("COMMIT").execute(&mut self.conn).await?;
        Ok(())
    }

    /// The pieces that come next behind one, by key and number; none at the end.
    pub async fn next(
        &mut self,
        keys: ScratchKeys<'_>,
        behind: Option<(ScratchKey, i64)>,
    ) -> Result<Vec<ScratchPiece>> {
        if !self.is_indexed {
            sqlx::query("CREATE INDEX piece_of ON piece (key, number)").execute(&mut self.conn).await?;
            self.is_indexed = true;
        }
        let mut select = QueryBuilder::<Sqlite>::new("SELECT key, number, bytes FROM piece WHERE ");
        match keys {
            ScratchKeys::Range(from, to) => {
                select.push("key >= ").push_bind(from.to_vec());
                if let Some(to) = to {
                    select.push(" AND key < ").push_bind(to.to_vec());
                }
            }
            ScratchKeys::These(keys) => {
                select.push("key IN (");
                let mut list = select.separated(", ");
                for key in keys {
                    list.push_bind(key.to_vec());
                }
                select.push(")");
            }
        }
        if let Some((key, number)) = behind {
            select
                .push(" AND (key, number) > (")
                .push_bind(key.to_vec())
                .push(", ")
                .push_bind(number)
                .push(")");
        }
        select.push(" ORDER BY key, number LIMIT ").push_bind(i64::try_from(PAGE).unwrap_or(i64::MAX));
        let rows = select.build().fetch_all(&mut self.conn).await?;
        rows.iter().map(piece).collect()
    }
}

fn piece(row: &SqliteRow) -> Result<ScratchPiece> {
    let key: &[u8] = row.try_get(0)?;
    let key =
        ScratchKey::try_from(key).map_err(|_| sqlx::Error::Protocol("a key of another length".into()))?;
    Ok((key, row.try_get(1)?, row.try_get(2)?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn key(first: u8, last: u8) -> ScratchKey {
        let mut key = [0; 16];
        (key[0], key[15]) = (first, last);
        key
    }

    async fn all(scratch: &mut Scratch, keys: ScratchKeys<'_>) -> Vec<(ScratchKey, Vec<u8>)> {
        let (mut found, mut behind) = (Vec::new(), None);
        loop {
            let page = scratch.next(keys, behind).await.unwrap();
            let Some((key, number, _)) = page.last() else { return found };
            behind = Some((*key, *number));
            found.extend(page.into_iter().map(|(key, _, bytes)| (key, bytes)));
        }
    }

    #[tokio::test]
    async fn pieces_come_back_by_key_in_the_order_they_were_put() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut scratch = Scratch::open(file.path()).await.unwrap();
        let mut put = Vec::new();
        for turn in 0..3u8 {
            for last in (0..200).rev() {
                put.push((key(last % 2 * 0x80, last), vec![turn; usize::from(last) + 1]));
            }
        }
        for some in put.chunks(37) {
            scratch.put(some).await.unwrap();
        }
        let mut want = put.clone();
        want.sort_by_key(|(key, _)| *key);
        let (zero, half) = (key(0, 0), key(0x80, 0));
        let (low, high) = want.split_at(300);
        assert!(all(&mut scratch, ScratchKeys::Range(zero, Some(half))).await == low);
        assert!(all(&mut scratch, ScratchKeys::Range(half, None)).await == high);
        let these = [key(0, 4), key(0x80, 7), key(9, 9)];
        let few: Vec<_> = want.iter().filter(|(key, _)| these.contains(key)).cloned().collect();
        assert!(all(&mut scratch, ScratchKeys::These(&these)).await == few && few.len() == 6);
    }
}
