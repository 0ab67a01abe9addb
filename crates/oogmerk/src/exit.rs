//! Exit codes of CONTRACT.md, and the one error type of the binary: what, where, what now, and whose it was.

use std::fmt;
use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Findings at or above `--fail-on`.
    Findings = 1,
    /// Wrong use.
    WrongUse = 2,
    /// Input partly unreadable; what could be read was done.
    Partly = 3,
    /// Nothing could be done.
    Nothing = 4,
    /// Refused for safety.
    Refused = 5,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// Why a run ended early.
#[derive(Debug)]
pub struct Trouble {
    /// Which code.
    pub exit: Exit,
    text: String,
    closed_pipe: bool,
}

impl Trouble {
    /// The operator asked for something that does not exist.
    pub fn wrong_use(text: impl Into<String>) -> Self {
        Self { exit: Exit::WrongUse, text: text.into(), closed_pipe: false }
    }
    /// Nothing could be done.
    pub fn nothing(text: impl Into<String>) -> Self {
        Self { exit: Exit::Nothing, text: text.into(), closed_pipe: false }
    }
    /// Outside authority.
    pub fn refused(text: impl Into<String>) -> Self {
        Self { exit: Exit::Refused, text: text.into(), closed_pipe: false }
    }
    /// Whether a reader of ours went away.
    pub fn is_closed_pipe(&self) -> bool {
        self.closed_pipe
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Self {
            exit: Exit::Nothing,
            closed_pipe: error.kind() == std::io::ErrorKind::BrokenPipe,
            text: error.to_string(),
        }
    }
}

impl From<oogmerk_register::RegisterError> for Trouble {
    fn from(error: oogmerk_register::RegisterError) -> Self {
        Self::nothing(error.to_string())
    }
}

impl From<serde_json::Error> for Trouble {
    fn from(error: serde_json::Error) -> Self {
        match error.io_error_kind() {
            Some(kind) => Self {
                exit: Exit::Nothing,
                closed_pipe: kind == std::io::ErrorKind::BrokenPipe,
                text: error.to_string(),
            },
            None => Self::nothing(error.to_string()),
        }
    }
}
