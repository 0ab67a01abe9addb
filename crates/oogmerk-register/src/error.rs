//! What can go wrong, and whose fault it was: the file's, the operator's, the machine's or ours.

use std::path::PathBuf;

/// Who has to do something about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The register file is not what it should be: restore a backup.
    File,
    /// Whoever asked: ask differently.
    Operator,
    /// The disk, or another program that holds the file.
    Machine,
    /// A bug in this program.
    Us,
}

/// Every error of this crate.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// Operator: there is no such file.
    #[error("there is no register at {}", .path.display())]
    NotThere {
        /// Where.
        path: PathBuf,
    },
    /// Operator: `create` never overwrites.
    #[error("there already is a file at {}", .path.display())]
    AlreadyThere {
        /// Where.
        path: PathBuf,
    },
    /// Operator: the file may not be written.
    #[error("{} may only be read, and a register records who reads it", .path.display())]
    ReadOnly {
        /// Where; empty where the database said so later.
        path: PathBuf,
    },
    /// Operator: what was asked cannot be recorded.
    #[error("refused: {reason}")]
    Refused {
        /// Why, in plain English.
        reason: String,
    },
    /// File: something else than a register.
    #[error("{} is not a register: {reason}", .path.display())]
    NotARegister {
        /// Where.
        path: PathBuf,
        /// Why, in plain English.
        reason: &'static str,
    },
    /// File: written by a newer version of this program.
    #[error("{} was written by a newer version (schema {found}, this version knows {known})", .path.display())]
    NewerSchema {
        /// Where.
        path: PathBuf,
        /// Schema of the file.
        found: i64,
        /// Newest schema known.
        known: i64,
    },
    /// File: it is a register, but cannot be read any more.
    #[error("the register is damaged: {what}")]
    Damaged {
        /// What is damaged.
        what: String,
    },
    /// Machine: another program holds the register.
    #[error("the register is in use by another program")]
    Busy,
    /// Machine: the disk or the operating system refused.
    #[error("the register could not be {doing}: {reason}")]
    Machine {
        /// `read`, `written` …
        doing: &'static str,
        /// What the system said.
        reason: String,
    },
    /// Us.
    #[error("the program made a mistake with the register: {0}")]
    Ours(String),
}

impl RegisterError {
    /// Who has to do something about it.
    pub fn fault(&self) -> Fault {
        match self {
            Self::NotThere { .. }
            | Self::AlreadyThere { .. }
            | Self::ReadOnly { .. }
            | Self::Refused { .. } => Fault::Operator,
            Self::NotARegister { .. } | Self::NewerSchema { .. } | Self::Damaged { .. } => Fault::File,
            Self::Busy | Self::Machine { .. } => Fault::Machine,
            Self::Ours(_) => Fault::Us,
        }
    }

    pub(crate) fn refused(reason: impl Into<String>) -> Self {
        Self::Refused { reason: reason.into() }
    }

    pub(crate) fn unreadable(number: u64, why: &serde_json::Error) -> Self {
        Self::Damaged { what: format!("fact {number} cannot be read: {why}") }
    }
}

/// SQLite's primary result codes: <https://sqlite.org/rescode.html>.
impl From<sqlx::Error> for RegisterError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(inner) => {
                let code = inner.code().and_then(|c| c.parse::<i32>().ok()).unwrap_or(0);
                let reason = inner.message().to_owned();
                match code & 0xff {
                    5 | 6 => Self::Busy,
                    8 => Self::ReadOnly { path: PathBuf::new() },
                    11 | 26 => Self::Damaged { what: reason },
                    10 | 13 | 14 => Self::Machine { doing: "read or written", reason },
                    _ => Self::Ours(reason),
                }
            }
            sqlx::Error::Io(io) => Self::Machine { doing: "read or written", reason: io.to_string() },
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::RowNotFound => Self::Damaged { what: "a row that must be there is missing".into() },
            sqlx::Error::ColumnDecode { index, source } => {
                Self::Damaged { what: format!("column {index} cannot be read: {source}") }
            }
            _ => Self::Ours(error.to_string()),
        }
    }
}

pub(crate) type Result<T, E = RegisterError> = std::result::Result<T, E>;
