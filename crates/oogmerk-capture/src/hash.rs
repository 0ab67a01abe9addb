//! A short hash for the tables of the capture reader. Not for security: tables keyed with it are bounded in size,
//! and no order that leaves the crate depends on it.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// Folded multiplication, eight bytes at a time; long runs in lanes that do not wait for each other.
#[derive(Default)]
pub(super) struct Folded(u64);

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// Lanes of a long run. Each takes sixteen bytes a step.
const LANES: usize = 4;

#[inline]
fn fold(a: u64, b: u64) -> u64 {
    let wide = u128::from(a ^ SEED) * u128::from(b ^ 0xd6e8_feb8_6659_fd93);
    (wide as u64) ^ ((wide >> 64) as u64)
}

/// Up to eight bytes as a number, filled up with zeros.
#[inline]
fn word_of(bytes: &[u8]) -> u64 {
    let mut word = [0u8; 8];
    word[..bytes.len()].copy_from_slice(bytes);
    u64::from_le_bytes(word)
}

impl Hasher for Folded {
    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let (steps, rest) = bytes.as_chunks::<{ LANES * 16 }>();
        if !steps.is_empty() {
            let mut lanes: [u64; LANES] = std::array::from_fn(|lane| fold(self.0, lane as u64));
            for step in steps {
                let (words, _) = step.as_chunks::<16>();
                for (lane, pair) in lanes.iter_mut().zip(words) {
                    let (first, second) = (word_of(&pair[..8]), word_of(&pair[8..]));
                    *lane = fold(*lane ^ first, lane.rotate_left(23) ^ second);
                }
            }
            self.0 = lanes.into_iter().fold(self.0, fold);
        }
        for chunk in rest.chunks(8) {
            self.0 = fold(self.0, word_of(chunk));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_byte_changes_and_whatever_is_left_out_the_number_is_another() {
        let whole: Vec<u8> = (0..300u32).map(|n| (n * 7 % 251) as u8).collect();
        let mut seen = Set::default();
        for end in 0..=whole.len() {
            assert!(seen.insert(of_bytes(1, &whole[..end])), "{end}");
        }
        for at in 0..whole.len() {
            for bit in 0..8 {
                let mut other = whole.clone();
                other[at] ^= 1 << bit;
                assert!(seen.insert(of_bytes(1, &other)), "{at} {bit}");
            }
        }
        // Pieces of one length in another order.
        let turned = [&whole[64..128], &whole[..64], &whole[128..]].concat();
        let swapped = [&whole[16..32], &whole[..16], &whole[32..]].concat();
        assert!(seen.insert(of_bytes(1, &turned)) && seen.insert(of_bytes(1, &swapped)));
        assert!(seen.insert(of_bytes(2, &whole)));
    }
}
