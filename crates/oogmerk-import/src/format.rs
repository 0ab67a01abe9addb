//! A format by its stable name, as `--as FORMAT` takes it and JSON prints it. What is known of each stands in the
//! table; only a name of the table becomes a [`Format`].

use serde::{Serialize, Serializer};

/// A format of an input file: the name of a row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Format(&'static str);

impl Format {
    /// The format a row of the table names.
    pub(crate) const fn named(name: &'static str) -> Self {
        Self(name)
    }

    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Format {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}
