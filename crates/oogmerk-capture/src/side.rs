//! Which side of a connection speaks, as far as its beginning was seen.

use oogmerk_wire::row::Writer;

/// Which side a direction is, as far as known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Client,
    Server,
    /// A server whose client has not said anything yet: what it says is a greeting.
    Greeter,
    Unknown,
}

impl Side {
    /// Who wrote what this side says, where that is known.
    pub(super) fn writer(self) -> Option<Writer> {
        match self {
            Self::Client => Some(Writer::Client),
            Self::Server | Self::Greeter => Some(Writer::Server),
            Self::Unknown => None,
        }
    }
}
