//! Names that are worked out: what stands behind `dev-` and `fnd-`.

use sha2::{Digest, Sha256};

/// 64 bits of a SHA-256 in lower-case base 32.
pub fn short_digest(text: &str) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let digest = Sha256::digest(text.as_bytes());
    let bits = digest.iter().take(8).fold(0u64, |bits, byte| (bits << 8) | u64::from(*byte));
    (0..13).map(|i| char::from(LETTERS[((bits >> (i * 5)) & 31) as usize])).collect()
}
