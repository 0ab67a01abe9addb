//! The name of an evidence field. The closed vocabulary itself is data: `knowledge/fields.toml`.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A field of the closed vocabulary, such as `http.server` or `onvif.scope.hardware`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Field(pub Cow<'static, str>);

impl Field {
    /// A field known when the program was written.
    pub const fn of(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }
    /// A field named in input.
    pub fn named(name: &str) -> Self {
        Self(Cow::Owned(name.to_owned()))
    }
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
