//! What the binary decides about the pages.

use oogmerk_report::{Lang, Reality};

/// What the binary decides about the pages.
#[derive(Clone, Debug, Default)]
pub struct ServeOptions {
    /// The secret of the one-time link `/in/<token>`, at least 16 characters; shorter ones open nothing.
    pub token: String,
    /// The secret of the session that the link begins, as long; the pages have no randomness of their own.
    pub session: String,
    /// Language where the address and the browser name none.
    pub lang: Lang,
    /// Whether the register is a simulated town.
    pub reality: Reality,
}
