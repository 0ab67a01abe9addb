//! The one place that reads the clocks and the machine's randomness.

use crate::exit::Trouble;
use oogmerk_model::Timestamp;
use std::time::Instant;

/// Now, UTC, microseconds.
pub fn now() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_microsecond())
}

/// Now, by a clock that never goes back: for how long something took, never for when it was.
pub fn monotonic() -> Instant {
    Instant::now()
}

/// Fills with the operating system's randomness. Without any there can be no salt, so the run must end.
pub fn entropy(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the operating system gives randomness: without it no salt can be made");
}

/// A token for one-time links: 32 hex digits.
pub fn token() -> Result<String, Trouble> {
    secret::<16>()
}

/// What a session is known by: 64 hex digits.
pub fn session() -> Result<String, Trouble> {
    secret::<32>()
}

fn secret<const BYTES: usize>() -> Result<String, Trouble> {
    let mut bytes = [0u8; BYTES];
    getrandom::fill(&mut bytes)
        .map_err(|e| Trouble::nothing(format!("no randomness on this machine: {e}")))?;
    Ok(hex(&bytes))
}

/// Bytes as lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{b:02x}");
        out
    })
}
