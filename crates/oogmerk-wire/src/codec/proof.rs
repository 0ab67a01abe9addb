//! What every codec's tests ask of it: spans that are true, and no bytes on which it panics.

use crate::{Clues, Malformed};

/// Every clue that says it was copied is exactly the bytes at its span.
pub fn spans_are_true(payload: &[u8], clues: &Clues) {
    for clue in &clues.0 {
        if let Some(span) = &clue.span {
            let bytes = payload.get(span.clone());
            assert!(bytes.is_some(), "{} = {:?}: span {span:?} is outside", clue.field, clue.value);
            if !clue.decoded {
                assert_eq!(bytes, Some(clue.value.as_bytes()), "{} is no copy", clue.field);
            }
        } else {
            assert!(clue.decoded, "{} = {:?} is called a copy but has no span", clue.field, clue.value);
        }
    }
}

/// Every prefix, every tail and every one-byte change is read without a panic and with true spans.
pub fn survives(read: fn(&[u8]) -> Result<Clues, Malformed>, sample: &[u8]) {
    let check = |bytes: &[u8]| {
        if let Ok(clues) = read(bytes) {
            spans_are_true(bytes, &clues);
        }
    };
    for cut in 0..=sample.len() {
        check(&sample[..cut]);
        check(&sample[cut..]);
    }
    let mut changed = sample.to_vec();
    for at in 0..sample.len() {
        let values = [0x00, sample[at] ^ 0x80, 0xff, b'<', b'"', sample[at].wrapping_add(1), 0xc0];
        // Long samples take fewer of them: the work grows with the square of the length.
        for value in values.into_iter().take(if sample.len() > 800 { 2 } else { 7 }) {
            changed[at] = value;
            check(&changed);
        }
        changed[at] = sample[at];
    }
}

/// The clues as `field=value` lines, `~` before those that were decoded.
pub fn lines(clues: &Clues) -> Vec<String> {
    let line = |c: &crate::Clue| format!("{}{}={}", if c.decoded { "~" } else { "" }, c.field, c.value);
    clues.0.iter().map(line).collect()
}

/// Reads a sample, checks its spans and compares its clues with what is wanted, line by line.
pub fn golden(read: fn(&[u8]) -> Result<Clues, Malformed>, sample: &[u8], want: &[&str]) {
    let clues = match read(sample) {
        Ok(clues) => clues,
        Err(e) => panic!("{e}: {}", String::from_utf8_lossy(sample)),
    };
    spans_are_true(sample, &clues);
    assert_eq!(lines(&clues), want);
}
