//! BER and DER, as far as SNMP and certificates need it: tags, lengths, integers, object identifiers, strings.
//!
//! Not a validator: devices sign with negative serials, wrong dates and bad text, and all of it is read.
//! Lengths of the indefinite form and beyond the bytes at hand end the reading. Format: ITU-T X.690.

use std::ops::Range;

/// One tagged value, as places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tagged {
    /// The first identifier byte.
    pub tag: u8,
    /// Its content.
    pub content: Range<usize>,
    /// Identifier, length and content.
    pub whole: Range<usize>,
}

/// Reads values one after another within a range of some bytes.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Reader<'a> {
    /// Reads within `range`, cut to the bytes at hand.
    pub fn new(bytes: &'a [u8], range: Range<usize>) -> Self {
        let end = range.end.min(bytes.len());
        Self { bytes, at: range.start.min(end), end }
    }

    /// Where it stands.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The next value; `None` at the end or where the bytes make no sense (and then for ever).
    pub fn read(&mut self) -> Option<Tagged> {
        let tagged = self.peek();
        self.at = tagged.as_ref().map_or(self.end, |t| t.whole.end);
        tagged
    }

    /// The next value without moving on.
    pub fn peek(&self) -> Option<Tagged> {
        let bytes = &self.bytes[..self.end];
        let tag = *bytes.get(self.at)?;
        let mut at = self.at + 1;
        if tag & 0x1f == 0x1f {
            // Tags above 30 take further bytes, each with the top bit set but the last.
            while bytes.get(at)? & 0x80 != 0 {
                at += 1;
            }
            at += 1;
        }
        let first = *bytes.get(at)?;
        at += 1;
        let length = if first < 0x80 {
            usize::from(first)
        } else {
            let count = usize::from(first & 0x7f);
            if !(1..=4).contains(&count) {
                return None;
            }
            let length = bytes.get(at..at + count)?.iter().fold(0usize, |n, b| n << 8 | usize::from(*b));
            at += count;
            length
        };
        let end = at.checked_add(length).filter(|end| *end <= self.end)?;
        Some(Tagged { tag, content: at..end, whole: self.at..end })
    }

    /// The next value, if it has this tag.
    pub fn take(&mut self, tag: u8) -> Option<Tagged> {
        let next = self.peek().filter(|t| t.tag == tag)?;
        self.at = next.whole.end;
        Some(next)
    }

    /// A reader of a value's content.
    #[must_use]
    pub fn inside(&self, tagged: &Tagged) -> Self {
        Self { bytes: self.bytes, at: tagged.content.start, end: tagged.content.end }
    }
}

/// A signed integer of at most eight bytes.
pub fn integer(content: &[u8]) -> Option<i64> {
    let first = *content.first()?;
    if content.len() > 8 {
        return None;
    }
    let sign = if first & 0x80 == 0 { 0 } else { -1 };
    Some(content.iter().fold(sign, |n, b| n << 8 | i64::from(*b)))
}

/// An object identifier in dotted form, at most 128 numbers.
pub fn oid(content: &[u8]) -> Option<String> {
    let mut numbers: Vec<u64> = Vec::new();
    let mut number: u64 = 0;
    let mut open = false;
    for byte in content {
        number = number.checked_mul(128)? | u64::from(byte & 0x7f);
        open = byte & 0x80 != 0;
        if !open {
            if numbers.is_empty() {
                let first = (number / 40).min(2);
                numbers.push(first);
                number -= first * 40;
            }
            numbers.push(number);
            number = 0;
            if numbers.len() > 128 {
                return None;
            }
        }
    }
    if open || numbers.is_empty() {
        return None;
    }
    Some(numbers.iter().map(u64::to_string).collect::<Vec<_>>().join("."))
}

/// The text of a string type; BMP and universal strings are unpacked, T61 is read as Latin-1.
pub fn text(tag: u8, content: &[u8]) -> String {
    match tag & 0x1f {
        30 => {
            let units = content.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
        }
        28 => content
            .chunks_exact(4)
            .map(|four| {
                char::from_u32(u32::from_be_bytes([four[0], four[1], four[2], four[3]])).unwrap_or('\u{fffd}')
            })
            .collect(),
        20 if std::str::from_utf8(content).is_err() => content.iter().map(|b| char::from(*b)).collect(),
        _ => String::from_utf8_lossy(content).into_owned(),
    }
}

/// A value with this tag around `content`.
pub fn wrap(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    let length = content.len();
    if length < 0x80 {
        out.push(length as u8);
    } else {
        let bytes = (length as u64).to_be_bytes();
        let bytes = &bytes[bytes.iter().take_while(|b| **b == 0).count()..];
        out.push(0x80 | bytes.len() as u8);
        out.extend_from_slice(bytes);
    }
    out.extend_from_slice(content);
    out
}

/// An object identifier's content; `None` where the text is none.
pub fn oid_content(dotted: &str) -> Option<Vec<u8>> {
    let numbers: Vec<u64> =
        dotted.trim_matches('.').split('.').map(|n| n.parse().ok()).collect::<Option<_>>()?;
    let [first, second, rest @ ..] = &numbers[..] else { return None };
    if *first > 2 || (*first < 2 && *second >= 40) {
        return None;
    }
    let mut out = Vec::new();
    for number in std::iter::once(first.checked_mul(40)?.checked_add(*second)?).chain(rest.iter().copied()) {
        let digits = (64 - number.max(1).leading_zeros()).div_ceil(7);
        for digit in (0..digits).rev() {
            let more = if digit == 0 { 0 } else { 0x80 };
            out.push((number >> (7 * digit) & 0x7f) as u8 | more);
        }
    }
    Some(out)
}

/// A non-negative or negative integer's content, as short as the standard wants it.
pub fn integer_content(number: i64) -> Vec<u8> {
    let bytes = number.to_be_bytes();
    let spare =
        bytes.windows(2).take_while(|w| (w[0] == 0 && w[1] < 0x80) || (w[0] == 0xff && w[1] >= 0x80)).count();
    bytes[spare..].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_identifiers_go_both_ways() {
        for number in [0, 1, 127, 128, 255, 256, 65_535, -1, -128, -129, i64::MAX, i64::MIN] {
            assert_eq!(integer(&integer_content(number)), Some(number));
        }
        for dotted in [
            "1.3.6.1.2.1.1.1.0",
            "1.3.6.1.4.1.39165.1.1.0",
            "2.5.4.3",
            "2.999.3",
            "0.9.2342.19200300.100.1.25",
        ] {
            assert_eq!(oid_content(dotted).and_then(|c| oid(&c)).as_deref(), Some(dotted));
        }
        // X.690 8.19.5 and RFC 3416: 1.3.6.1.2.1.1.1.0 as it stands on every wire.
        assert_eq!(oid_content("1.3.6.1.2.1.1.1.0"), Some(vec![0x2b, 6, 1, 2, 1, 1, 1, 0]));
        for bad in ["", "1", "x", "1.40", "3.1", "1.3.-1"] {
            assert_eq!(oid_content(bad), None, "{bad}");
        }
        assert_eq!(oid(&[0x2b, 0x86]), None);
        assert_eq!(oid(&[0xff; 20]), None);
    }

    #[test]
    fn lengths_beyond_the_bytes_end_the_reading() {
        for bytes in [
            &b"\x30\x05ab"[..],
            b"\x30\x80\0\0",
            b"\x30\x85\0\0\0\0\x01",
            b"\x30\x84\xff\xff\xff\xff",
            b"\x1f",
            b"\x1f\xff",
            b"\x30",
        ] {
            assert_eq!(Reader::new(bytes, 0..bytes.len()).read(), None, "{bytes:x?}");
        }
        let long = wrap(4, &[7; 300]);
        assert_eq!(Reader::new(&long, 0..long.len()).read().map(|t| t.content), Some(4..304));
    }
}
