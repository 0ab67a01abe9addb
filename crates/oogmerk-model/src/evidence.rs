//! Evidence: one field of one observation with its value and its place. Never a conclusion.

use crate::{Field, Observation, Source, Timestamp};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// `(subject, field, value, place)`. The subject and time are the observation's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Evidence {
    /// The observation it was read from; shared by all evidence of that observation.
    pub observation: Arc<Observation>,
    /// Which field of the closed vocabulary.
    pub field: Field,
    /// The value as text. Hostile: it came from a device or a file; escape it wherever it is shown.
    pub value: String,
    /// True where the value was decoded (unpacked, decompressed, unescaped, computed) rather than copied byte for byte.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub decoded: bool,
    /// Where the value's bytes begin.
    #[serde(default)]
    pub place: Place,
}

/// Where a value's bytes stand. `frame` differs from the observation's where a stream spans frames.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Frame in the capture, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frame: Option<u64>,
    /// Byte offset in that frame (captures: from the first byte of the link layer; elsewhere: in the input).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// Column of a table, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
}

impl Evidence {
    /// The value for a field; the common case of a plainly copied value.
    pub fn copied(observation: &Arc<Observation>, field: Field, value: impl Into<String>) -> Self {
        Self {
            observation: Arc::clone(observation),
            field,
            value: value.into(),
            decoded: false,
            place: Place::default(),
        }
    }

    /// When it was seen, if the source said.
    pub fn seen_at(&self) -> Option<Timestamp> {
        self.observation.seen_at
    }

    /// Where it stands, for people and for `explain`.
    pub fn source(&self) -> &Source {
        &self.observation.source
    }
}
