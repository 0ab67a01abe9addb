//! The port to everything the pages cannot do themselves: read the register, reason, know how late it is. The binary
//! implements it; this crate holds no SQL, no reasoning, no clock and no socket but its listener's.

use oogmerk_model::{Standing, Timestamp};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// What a workshop answers, in time.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, WorkshopError>> + Send + 'a>>;

/// Why a workshop has no answer. The text is for the operator's log; a reader sees only that it failed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct WorkshopError(pub String);

/// The moment a page is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Moment {
    /// Valid time; `None` is today.
    pub as_of: Option<Timestamp>,
    /// Recorded time; `None` is now.
    pub known_on: Option<Timestamp>,
}

/// What the pages ask for.
pub trait Workshop: Send + Sync + 'static {
    /// Everything the pages say, as of a moment. Asked at most every few seconds per moment.
    fn standing(&self, moment: Moment) -> Answer<'_, Arc<Standing>>;

    /// The id a device goes by at that moment: ids that were merged or split away lead to the one that stayed.
    /// `None` where there never was such a device.
    fn device<'a>(&'a self, id: &'a str, _moment: Moment) -> Answer<'a, Option<String>> {
        Box::pin(async move { Ok(Some(id.to_owned())) })
    }

    /// Time since any one moment, by a clock that never goes back. How long a reading of the register serves the pages
    /// is measured with it; the pages have no clock of their own.
    fn elapsed(&self) -> Duration;

    /// Name of the body whose register it is.
    fn body(&self) -> Answer<'_, String> {
        Box::pin(async move { Ok(self.standing(Moment::default()).await?.body.clone()) })
    }
}
