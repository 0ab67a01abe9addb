//! The chain: what a fact is committed to with, and how one fact is tied to the one before.
//!
//! `commitment = SHA-256(salt ‖ content)`, `hash_n = SHA-256(hash_{n-1} ‖ n ‖ recorded_at ‖ kind ‖ commitment)`;
//! numbers are eight bytes, big-endian. With the salt gone nobody can test a guess of the content against the
//! commitment, and the chain still holds. It does not prove *when* something was recorded to somebody who does not
//! trust the keeper: for that the head has to be kept elsewhere, too.

use crate::error::{RegisterError, Result};
use sha2::{Digest, Sha256};

/// SHA-256, displayed in lower-case hex.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl std::fmt::Display for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl serde::Serialize for Hash {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl Hash {
    /// From a stored column.
    pub(crate) fn stored(bytes: &[u8]) -> Result<Self> {
        bytes
            .try_into()
            .map(Self)
            .map_err(|_| RegisterError::Damaged { what: "a hash does not have 32 bytes".into() })
    }
}

/// Where the chain begins.
pub(crate) fn origin() -> Hash {
    Hash(Sha256::digest(b"oogmerk.register/1").into())
}

/// What the chain holds instead of the content.
pub(crate) fn commitment(salt: &[u8], content: &[u8]) -> Hash {
    Hash(Sha256::new().chain_update(salt).chain_update(content).finalize().into())
}

/// Ties a fact to the one before.
pub(crate) fn link(before: Hash, number: u64, recorded_at: i64, kind: &str, commitment: Hash) -> Hash {
    Hash(
        Sha256::new()
            .chain_update(before.0)
            .chain_update(number.to_be_bytes())
            .chain_update(recorded_at.to_be_bytes())
            .chain_update(kind.as_bytes())
            .chain_update(commitment.0)
            .finalize()
            .into(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_a_link_counts() {
        let base = link(origin(), 1, 5, "observed", commitment(&[0; 16], b"x"));
        for other in [
            link(Hash([0; 32]), 1, 5, "observed", commitment(&[0; 16], b"x")),
            link(origin(), 2, 5, "observed", commitment(&[0; 16], b"x")),
            link(origin(), 1, 6, "observed", commitment(&[0; 16], b"x")),
            link(origin(), 1, 5, "contacts", commitment(&[0; 16], b"x")),
            link(origin(), 1, 5, "observed", commitment(&[1; 16], b"x")),
            link(origin(), 1, 5, "observed", commitment(&[0; 16], b"y")),
        ] {
            assert_ne!(base, other);
        }
    }
}
