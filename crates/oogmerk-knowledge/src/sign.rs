//! Keys that sign knowledge packs, and lists of keys that are believed. Ed25519 (RFC 8032), strict verification.
//!
//! A secret key's file is two lines: `oogmerk.key/1` and 64 hex digits. A list of trusted keys holds one public key a
//! line (64 hex digits), with a name behind it; `#` begins a remark. Randomness is an argument.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use std::fmt;

const KEY_SCHEMA: &str = "oogmerk.key/1";

/// Why a key or a list of keys was not taken. The file's author is at fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not a public key.
    #[error("not a public key: 64 hex digits are expected")]
    NotPublic,
    /// Not a secret key's file.
    #[error("not a key file: `oogmerk.key/1` and 64 hex digits on the next line are expected")]
    NotSecret,
    /// A list of trusted keys holds something else.
    #[error("line {0} of the trusted keys is not a public key and a name")]
    Line(usize),
}

/// Who signed: 32 bytes, printed as 64 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublicKey([u8; 32]);

/// What signs. Never printed by accident: its `Debug` is the public half.
pub struct SecretKey(SigningKey);

impl SecretKey {
    /// From 32 bytes of randomness.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&seed))
    }

    /// From the text of its file.
    ///
    /// # Errors
    /// [`KeyError::NotSecret`].
    pub fn parse(file: &str) -> Result<Self, KeyError> {
        let mut lines = file.lines().map(str::trim);
        match (lines.next(), lines.next().and_then(bytes_of::<32>)) {
            (Some(KEY_SCHEMA), Some(seed)) => Ok(Self::from_seed(seed)),
            _ => Err(KeyError::NotSecret),
        }
    }

    /// The text of its file.
    pub fn to_file(&self) -> String {
        format!("{KEY_SCHEMA}\n{}\n", hex(self.0.as_bytes()))
    }

    /// Its public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey of {}", self.public())
    }
}

impl PublicKey {
    /// From 64 hex digits, blanks ignored.
    ///
    /// # Errors
    /// [`KeyError::NotPublic`], also for digits that are no point of the curve.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let digits: String = text.split_whitespace().collect();
        let bytes = bytes_of::<32>(&digits).ok_or(KeyError::NotPublic)?;
        VerifyingKey::from_bytes(&bytes).map_err(|_| KeyError::NotPublic)?;
        Ok(Self(bytes))
    }

    /// Six groups of four hex digits, for two people on the telephone: the first 96 bits of the key's SHA-256.
    pub fn fingerprint(&self) -> String {
        let digits = hex(&Sha256::digest(self.0)[..12]);
        digits.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
    }

    /// Whether `signature` over `message` was made by this key.
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        VerifyingKey::from_bytes(&self.0)
            .is_ok_and(|key| key.verify_strict(message, &Signature::from_bytes(signature)).is_ok())
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey {self}")
    }
}

/// Keys a person said are to be believed, each with the name they gave it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedKeys(pub Vec<(PublicKey, String)>);

impl TrustedKeys {
    /// Reads the list.
    ///
    /// # Errors
    /// [`KeyError::Line`] with the first line that is none: a list that is half understood is not believed at all.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let mut keys = Vec::new();
        for (i, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (key, name) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            let key = PublicKey::parse(key).map_err(|_| KeyError::Line(i + 1))?;
            keys.push((key, name.trim().to_owned()));
        }
        Ok(Self(keys))
    }

    /// The line that adds a key: control characters of the name are left out.
    pub fn line(key: &PublicKey, name: &str) -> String {
        let name: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
        format!("{key} {}\n", name.trim())
    }

    /// Whether a key is in the list.
    pub fn holds(&self, key: &PublicKey) -> bool {
        self.0.iter().any(|(k, _)| k == key)
    }

    /// The name a key was given.
    pub fn name_of(&self, key: &PublicKey) -> Option<&str> {
        self.0.iter().find(|(k, _)| k == key).map(|(_, name)| name.as_str())
    }
}

/// Bytes as lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |text, byte| text + &format!("{byte:02x}"))
}

/// Exactly `N` bytes from hex, lower case only so that equal bytes have one spelling.
pub(crate) fn bytes_of<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    let is_hex = digits.len() == 2 * N && digits.iter().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let mut bytes = [0u8; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    is_hex.then_some(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_key_pair_is_that_of_rfc_8032_and_reads_back() {
        // RFC 8032 section 7.1, test 1.
        let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
        let key = SecretKey::parse(&format!("oogmerk.key/1\n{seed}\n")).unwrap();
        assert_eq!(
            key.public().to_string(),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
        );
        assert!(hex(&key.sign(b"")).starts_with("e5564300c360ac729086e2cc806e828a"));
        assert_eq!(SecretKey::parse(&key.to_file()).unwrap().public(), key.public());
        assert!(!format!("{key:?}").contains(&seed[..8]));
        assert_eq!(key.public().fingerprint().len(), 29);
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["", "oogmerk.key/1", "oogmerk.key/1\n00", "oogmerk.key/2\n9d61", "xx"] {
            assert!(SecretKey::parse(text).is_err(), "{text}");
            assert!(PublicKey::parse(text).is_err(), "{text}");
        }
        let key = SecretKey::from_seed([7; 32]).public();
        let list = format!("# ours\n\n{}{key}\n", TrustedKeys::line(&key, "the\nprovince "));
        let keys = TrustedKeys::parse(&list).unwrap();
        assert_eq!(keys.name_of(&key), Some("theprovince"));
        assert_eq!(TrustedKeys::parse("# x\nnonsense\n"), Err(KeyError::Line(2)));
        assert!(!keys.holds(&SecretKey::from_seed([8; 32]).public()));
    }
}
