//! A short hash for the tables of the capture reader. Not for security: tables keyed with it are bounded in size,
//! and no order that leaves the crate depends on it.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// Folded multiplication, eight bytes at a time.
#[derive(Default)]
pub(super) struct Folded(u64);

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

#[inline]
fn fold(a: u64, b: u64) -> u64 {
    let wide = u128::from(a ^ SEED) * u128::from(b ^ 0xd6e8_feb8_6659_fd93);
    (wide as u64) ^ ((wide >> 64) as u64)
}

impl Hasher for Folded {
    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            let mut word = [0u8; 8];
            word.copy_from_slice(chunk);
            self.0 = fold(self.0, u64::from_le_bytes(word));
        }
        let rest = chunks.remainder();
        if !rest.is_empty() {
            let mut word = [0u8; 8];
            word[..rest.len()].copy_from_slice(rest);
            self.0 = fold(self.0, u64::from_le_bytes(word));
        }
        self.0 = fold(self.0, bytes.len() as u64);
    }
    #[inline]
    fn write_u8(&mut self, n: u8) {
        self.write_u64(u64::from(n));
    }
    #[inline]
    fn write_u16(&mut self, n: u16) {
        self.write_u64(u64::from(n));
    }
    fn write_u32(&mut self, n: u32) {
        self.write_u64(u64::from(n));
    }
    #[inline]
    fn write_u64(&mut self, n: u64) {
        self.0 = fold(self.0.rotate_left(23), n);
    }
    #[inline]
    fn write_u128(&mut self, n: u128) {
        self.write_u64(n as u64);
        self.write_u64((n >> 64) as u64);
    }
    fn write_usize(&mut self, n: usize) {
        self.write_u64(n as u64);
    }
}

pub(super) type Map<K, V> = HashMap<K, V, BuildHasherDefault<Folded>>;
pub(super) type Set<K> = HashSet<K, BuildHasherDefault<Folded>>;

/// One number for some bytes.
pub(super) fn of_bytes(seed: u64, bytes: &[u8]) -> u64 {
    let mut hasher = Folded(seed);
    hasher.write(bytes);
    hasher.finish()
}
