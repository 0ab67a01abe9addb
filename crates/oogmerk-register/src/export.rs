//! Export: the chain as JSON lines, complete enough to be checked by somebody else with nothing but SHA-256.
//!
//! Per line: `{"schema":"oogmerk.fact/1","number":…,"recorded_at":…,"recorded_us":…,"kind":…,"commitment":…,"hash":…,
//! "salt":…,"content":{…}}`. The commitment is over the bytes of `content` exactly as they stand on the line, from its
//! first brace or bracket to its last. Erased facts have null in place of salt and content. `recorded_us` is what is
//! hashed. An export holds everything, so it is of disclosure level secret.

use crate::chain::Hash;
use crate::content::written;
use crate::error::{RegisterError, Result};
use crate::register::Register;
use oogmerk_model::Timestamp;
use sqlx::Row;
use std::io::Write;

const PAGE: i64 = 5_000;

impl Register {
    /// Writes all facts, oldest first; how many.
    pub async fn export_jsonl(&self, out: &mut (dyn Write + Send)) -> Result<u64> {
        let mut conn = self.reading().await?;
        let mut after = 0i64;
        let mut count = 0;
        loop {
            let rows = sqlx::query(
                "SELECT f.number, f.recorded_at, f.kind, f.commitment, f.hash, c.salt, c.body
                 FROM fact f LEFT JOIN content c ON c.number = f.number
                 WHERE f.number > $1 ORDER BY f.number LIMIT $2",
            )
            .bind(after)
            .bind(PAGE)
            .fetch_all(&mut *conn)
            .await?;
            if rows.is_empty() {
                return Ok(count);
            }
            for row in &rows {
                after = row.try_get(0)?;
                count += 1;
                let recorded: i64 = row.try_get(1)?;
                let kind = written(&row.try_get::<&str, _>(2)?)?;
                let commitment = Hash::stored(row.try_get(3)?)?;
                let hash = Hash::stored(row.try_get(4)?)?;
                let salt: Option<&[u8]> = row.try_get(5)?;
                let salt = salt.map_or("null".to_owned(), |s| format!("\"{}\"", hex(s)));
                let body: Option<&str> = row.try_get(6)?;
                let body = body.unwrap_or("null");
                writeln!(
                    out,
                    "{{\"schema\":\"oogmerk.fact/1\",\"number\":{after},\"recorded_at\":\"{}\",\"recorded_us\":{recorded},\
                     \"kind\":{kind},\"commitment\":\"{commitment}\",\"hash\":\"{hash}\",\"salt\":{salt},\"content\":{body}}}",
                    Timestamp(recorded)
                )
                .map_err(|e| RegisterError::Machine { doing: "exported", reason: e.to_string() })?;
            }
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
