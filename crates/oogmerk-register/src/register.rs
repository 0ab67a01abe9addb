//! The register as a file: made, opened, recognised. What goes in is `apply`, what comes out is `snapshot` and the
//! questions.
//!
//! One writer at a time (a lock here, `BEGIN IMMEDIATE` between programs); readers see a whole state each and never
//! wait. The file says what it is in its own header, so nothing else is ever opened as a register by mistake.

use crate::chain::origin;
use crate::change::{Actor, Head};
use crate::content::{self, kind};
use crate::error::{RegisterError, Result};
use crate::facts::body_of;
use crate::facts::{FORMAT, head_of};
use oogmerk_model::Timestamp;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Sqlite, SqliteConnection, SqlitePool, Transaction};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, MutexGuard};

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// `OOGM`, at byte 68 of the file.
const APPLICATION_ID: u32 = 0x4F4F_474D;
const BUSY: Duration = Duration::from_secs(10);

/// Fills a slice with random bytes.
pub type Entropy<'a> = &'a mut (dyn FnMut(&mut [u8]) + Send);

/// An open register. Cheap to clone; clones share one writer.
#[derive(Clone, Debug)]
pub struct Register {
    writer: Arc<Mutex<SqliteConnection>>,
    readers: SqlitePool,
    path: Arc<Path>,
}

impl Register {
    /// Makes a register for a body (a municipality, a police zone). Never overwrites a file.
    #[allow(clippy::disallowed_methods, reason = "half a register is taken away again")]
    pub async fn create(path: &Path, body: &str, now: Timestamp, entropy: Entropy<'_>) -> Result<Self> {
        if path.exists() {
            return Err(RegisterError::AlreadyThere { path: path.to_owned() });
        }
        let made = Self::make(path, body, now, entropy).await;
        if made.is_err() {
            // Half a register is of no use to anybody; what failed is in the error, not in this clean-up.
            let _ = std::fs::remove_file(path);
        }
        made
    }

    async fn make(path: &Path, body: &str, now: Timestamp, entropy: Entropy<'_>) -> Result<Self> {
        let mut conn = options(path).create_if_missing(true).connect().await?;
        MIGRATIONS.run(&mut conn).await.map_err(|e| migration_error(path, e))?;
        sqlx::query("INSERT INTO register (one, head_number, head_hash, last_recorded, last_clock) VALUES (1, 0, $1, $2, $2)")
            .bind(origin().0.as_slice())
            .bind(now.0.saturating_sub(1))
            .execute(&mut conn)
            .await?;
        let register = Self::around(path, conn).await?;
        let opened = content::Opened { body: body.to_owned(), format: FORMAT.to_owned() };
        register.record_alone(kind::OPENED, content::written(&opened)?, now, entropy).await?;
        register.fold_log().await?;
        Ok(register)
    }

    /// Opens a register. A file that is none, is damaged, was written by a newer version or may not be written is
    /// named as such and left as it is.
    pub async fn open(path: &Path) -> Result<Self> {
        recognise(path)?;
        let mut conn = options(path).connect().await.map_err(|e| at_opening(path, e))?;
        MIGRATIONS.run(&mut conn).await.map_err(|e| migration_error(path, e))?;
        let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM register").fetch_one(&mut conn).await?;
        if rows != 1 {
            return Err(RegisterError::NotARegister {
                path: path.to_owned(),
                reason: "its making was cut short; make it again",
            });
        }
        let register = Self::around(path, conn).await?;
        register.body().await?;
        Ok(register)
    }

    async fn around(path: &Path, writer: SqliteConnection) -> Result<Self> {
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .min_connections(0)
            .acquire_timeout(BUSY)
            .connect_with(options(path).pragma("query_only", "ON"))
            .await?;
        Ok(Self { writer: Arc::new(Mutex::new(writer)), readers, path: Arc::from(path) })
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Lets go of the file. Without it the file is let go of when the last clone is dropped.
    pub async fn close(self) -> Result<()> {
        self.readers.close().await;
        if let Ok(writer) = Arc::try_unwrap(self.writer) {
            writer.into_inner().close().await?;
        }
        Ok(())
    }

    /// Name of the body, as given when the register was made.
    pub async fn body(&self) -> Result<String> {
        let mut conn = self.reader().await?;
        body_of(&mut conn).await
    }

    /// Where the chain ends.
    pub async fn head(&self) -> Result<Head> {
        let mut conn = self.reader().await?;
        head_of(&mut conn).await
    }

    /// Number of the last fact that reasoning rests on. A derivation made from this fact or a later one is fresh;
    /// reads, drafts and clock jumps do not count.
    pub async fn ground_number(&self) -> Result<u64> {
        let mut conn = self.reader().await?;
        let number: Option<i64> = sqlx::query_scalar(
            "SELECT max(number) FROM fact WHERE kind NOT IN ('read', 'draft', 'clock-jumped', 'opened')",
        )
        .fetch_one(&mut *conn)
        .await?;
        Ok(number.unwrap_or(0).unsigned_abs())
    }

    /// Records who read what, for the body's own supervision. Kept on the chain; forgotten by `RetentionPolicy`.
    pub async fn log_read(
        &self,
        who: &Actor,
        what: &str,
        now: Timestamp,
        entropy: Entropy<'_>,
    ) -> Result<()> {
        let body = content::written(&content::Read { by: who.clone(), what: what.to_owned() })?;
        self.record_alone(kind::READ, body, now, entropy).await
    }

    pub(crate) async fn reader(&self) -> Result<PoolConnection<Sqlite>> {
        Ok(self.readers.acquire().await?)
    }

    /// One state for all queries of one answer.
    pub(crate) async fn reading(&self) -> Result<Transaction<'static, Sqlite>> {
        Ok(self.readers.begin().await?)
    }

    pub(crate) async fn writer(&self) -> MutexGuard<'_, SqliteConnection> {
        self.writer.lock().await
    }

    /// Moves the write-ahead log into the file, so that the file alone is the register.
    async fn fold_log(&self) -> Result<()> {
        let mut writer = self.writer().await;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut *writer).await?;
        Ok(())
    }
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .pragma("secure_delete", "ON")
        .pragma("cache_size", "-32000")
        .disable_statement_logging()
}

/// Reads the file's header before the database engine may touch the file.
/// Layout: <https://sqlite.org/fileformat.html>, "The Database Header".
#[allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a file is looked at before the database engine opens it"
)]
fn recognise(path: &Path) -> Result<()> {
    let not = |reason| Err(RegisterError::NotARegister { path: path.to_owned(), reason });
    let about = match std::fs::metadata(path) {
        Ok(about) => about,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            return Err(RegisterError::NotThere { path: path.to_owned() });
        }
        Err(e) => return Err(RegisterError::Machine { doing: "opened", reason: e.to_string() }),
    };
    if !about.is_file() {
        return not("it is no file");
    }
    let mut header = [0u8; 100];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut header));
    match read {
        Ok(()) => {}
        Err(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => return not("it is too short"),
        Err(e) => return Err(RegisterError::Machine { doing: "opened", reason: e.to_string() }),
    }
    if !header.starts_with(b"SQLite format 3\0") {
        return not("it is no database");
    }
    if header[68..72] != APPLICATION_ID.to_be_bytes() {
        return not("it is a database of another program");
    }
    if about.permissions().readonly() {
        return Err(RegisterError::ReadOnly { path: path.to_owned() });
    }
    Ok(())
}

fn at_opening(path: &Path, error: sqlx::Error) -> RegisterError {
    match RegisterError::from(error) {
        RegisterError::ReadOnly { .. } => RegisterError::ReadOnly { path: path.to_owned() },
        other => other,
    }
}

fn migration_error(path: &Path, error: MigrateError) -> RegisterError {
    let path = PathBuf::from(path);
    match error {
        MigrateError::VersionMissing(found) => {
            let known = MIGRATIONS.iter().map(|m| m.version).max().unwrap_or(0);
            RegisterError::NewerSchema { path, found, known }
        }
        MigrateError::VersionMismatch(version) => {
            RegisterError::Damaged { what: format!("schema {version} is not the one this version knows") }
        }
        MigrateError::Dirty(version) => {
            RegisterError::Damaged { what: format!("the change to schema {version} was cut short") }
        }
        MigrateError::Execute(e) | MigrateError::ExecuteMigration(e, _) => at_opening(&path, e),
        other => RegisterError::Ours(other.to_string()),
    }
}
