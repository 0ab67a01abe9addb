//! What is found by a name that stands in our own data: a field, a word of a list, a firm.
//!
//! A name is looked up for every reading of every device, some of them a dozen times. What is kept under is written by
//! us, so nobody can choose names that fall together, and the hash need not guard against it as the standard one does.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// Things by name.
pub(crate) type Named<T> = HashMap<String, T, BuildHasherDefault<Eights>>;

/// Names that stand elsewhere.
pub(crate) type NamesHere<'n> = HashSet<&'n str, BuildHasherDefault<Eights>>;

/// Eight bytes at a time: mixed in, multiplied by the golden ratio, and both halves of that laid over each other.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Eights(u64);

impl Eights {
    fn mix(&mut self, word: u64) {
        let wide = u128::from(self.0.rotate_left(5) ^ word) * 0x9e37_79b9_7f4a_7c15;
        self.0 = wide as u64 ^ (wide >> 64) as u64;
    }
}

impl Hasher for Eights {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.mix(u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            self.mix(rest.iter().fold(rest.len() as u64, |word, byte| word << 8 | u64::from(*byte)));
        }
    }

    // The byte that the standard library puts behind a text parts nothing where there is one text only.
    fn write_u8(&mut self, _: u8) {}

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::hash::BuildHasher;

    #[test]
    fn names_that_differ_anywhere_fall_apart() {
        let build = BuildHasherDefault::<Eights>::default();
        let names = (0..4_000u32).map(|i| format!("{}.{i}", ["http", "onvif.scope", "sadp"][i as usize % 3]));
        let mut hashes: Vec<u64> = names.map(|name| build.hash_one(name.as_str())).collect();
        // A map takes its place from the lower bits.
        let mut places: Vec<u64> = hashes.iter().map(|h| h & 0xffff).collect();
        for list in [&mut hashes, &mut places] {
            list.sort_unstable();
            list.dedup();
        }
        assert_eq!(hashes.len(), 4_000);
        assert!(places.len() > 3_700, "{}", places.len());
    }
}
