//! Recog's patterns in our engine, from the user's own copy, and Recog's own matcher where Ruby is there to run it.

use std::path::Path;

/// Says what stands in the way of measuring with Recog, where something does.
pub fn not_run(_copy: Option<&Path>) -> &'static str {
    "no copy of Recog"
}
