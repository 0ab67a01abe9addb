//! How an input is read: its name, and the bounds of what is held.

use oogmerk_bytes::Markers;
use std::sync::Arc;

/// How an input is read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The input's name as the user gave it.
    pub file: Option<Arc<str>>,
    /// From where it was seen.
    pub vantage: Option<Arc<str>>,
    /// What pages are searched for.
    pub markers: Markers,
    /// Bytes of streams held at most.
    pub reassembly_bytes: usize,
    /// Flows held at most; more are evicted and counted.
    pub flows_max: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            file: None,
            vantage: None,
            markers: Markers::default(),
            reassembly_bytes: 64 << 20,
            flows_max: 200_000,
        }
    }
}

impl Options {
    /// The usual bounds, for a named input.
    pub fn named(file: &str) -> Self {
        Self { file: Some(Arc::from(file)), ..Self::default() }
    }
}
