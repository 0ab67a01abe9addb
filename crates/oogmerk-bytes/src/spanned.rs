//! A value together with the bytes it was read from. What it is not: evidence; a codec turns it into a clue.

use crate::{About, Clues};
use oogmerk_model::{Field, Mac, MacKind};
use std::net::IpAddr;
use std::ops::Range;

/// Text read from a payload, where it stands, and whether it had to be changed on the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spanned {
    /// The value as text.
    pub value: String,
    /// The bytes of the payload it was read from.
    pub span: Range<usize>,
    /// True where the value is not those bytes as they stand.
    pub decoded: bool,
}

impl Spanned {
    /// The bytes at `span`, white space and NULs at both ends left out. Bytes that are not UTF-8 become `�`.
    /// An empty value where the span is outside the payload.
    pub fn copied(payload: &[u8], span: Range<usize>) -> Self {
        let Some(bytes) = payload.get(span.clone()) else { return Self::default() };
        let blank = |b: &u8| b.is_ascii_whitespace() || *b == 0;
        let lead = bytes.iter().take_while(|b| blank(b)).count();
        let tail = bytes[lead..].iter().rev().take_while(|b| blank(b)).count();
        let span = span.start + lead..span.end - tail;
        let bytes = &payload[span.clone()];
        match std::str::from_utf8(bytes) {
            Ok(text) => Self { value: text.to_owned(), span, decoded: false },
            Err(_) => Self { value: String::from_utf8_lossy(bytes).into_owned(), span, decoded: true },
        }
    }

    /// Fixed-width text: the bytes up to the first NUL of `span`.
    pub fn padded(payload: &[u8], span: Range<usize>) -> Self {
        let Some(bytes) = payload.get(span.clone()) else { return Self::default() };
        let length = memchr::memchr(0, bytes).unwrap_or(bytes.len());
        Self::copied(payload, span.start..span.start + length)
    }

    /// Six bytes as a MAC; `None` outside the payload and for addresses no device can own.
    pub fn mac_bytes(payload: &[u8], at: usize) -> Option<Self> {
        let mac = Mac(*payload.get(at..)?.first_chunk::<6>()?);
        let owned = !matches!(mac.kind(), MacKind::Zero | MacKind::Group);
        owned.then(|| Self::computed(mac.to_string(), at..at + 6))
    }

    /// Four bytes as an IPv4 address; `None` outside the payload and for 0.0.0.0.
    pub fn ipv4_bytes(payload: &[u8], at: usize) -> Option<Self> {
        let ip = std::net::Ipv4Addr::from(*payload.get(at..)?.first_chunk::<4>()?);
        (!ip.is_unspecified()).then(|| Self::computed(ip.to_string(), at..at + 4))
    }

    /// Text made from the bytes at `span`; decoded only where it is not those bytes.
    pub fn made(payload: &[u8], span: Range<usize>, value: impl Into<String>) -> Self {
        let value = value.into();
        let decoded = payload.get(span.clone()) != Some(value.as_bytes());
        Self { value, span, decoded }
    }

    /// A value computed from the bytes at `span`.
    pub fn computed(value: impl Into<String>, span: Range<usize>) -> Self {
        Self { value: value.into(), span, decoded: true }
    }

    /// The same bytes read as something else; `decoded` becomes true only where the text differs.
    #[must_use]
    pub fn read_as(&self, value: impl Into<String>) -> Self {
        let value = value.into();
        let decoded = self.decoded || value != self.value;
        Self { value, span: self.span.clone(), decoded }
    }

    /// A part of this value, given as a slice of it, with its own place. Where the value was decoded, or the part
    /// is no slice of it, the part is decoded from the whole.
    #[must_use]
    pub fn read_part(&self, part: &str) -> Self {
        let offset = part.as_ptr().addr().wrapping_sub(self.value.as_ptr().addr());
        let end = offset.saturating_add(part.len());
        if self.decoded || self.value.get(offset..end) != Some(part) {
            return Self::computed(part, self.span.clone());
        }
        Self { value: part.to_owned(), span: self.span.start + offset..self.span.start + end, decoded: false }
    }

    /// True where there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.value.is_empty()
    }

    /// A MAC in our spelling; `None` where it is none, or one that no device can own (zero, multicast).
    pub fn as_mac(&self) -> Option<Self> {
        let mac = Mac::parse(&self.value)?;
        (!matches!(mac.kind(), MacKind::Zero | MacKind::Group)).then(|| self.read_as(mac.to_string()))
    }

    /// An address, a prefix length or zone behind it cut; `None` where it is none or unspecified.
    pub fn as_ip(&self) -> Option<Self> {
        let bare = self.value.split(['/', '%']).next().unwrap_or_default();
        let ip: IpAddr = bare.parse().ok()?;
        (!ip.is_unspecified()).then(|| self.read_as(bare))
    }

    /// A URL without user-info and without the values of its query: both may hold passwords.
    #[must_use]
    pub fn without_secrets(&self) -> Self {
        self.read_as(crate::cut::url(&self.value))
    }

    /// Adds it to the clues about the sender.
    pub fn tell(&self, clues: &mut Clues, field: &'static str) {
        self.tell_about(clues, About::Sender, field);
    }

    /// Adds it to the clues about the sender, and is gone.
    pub fn give(self, clues: &mut Clues, field: &'static str) {
        clues.about(About::Sender, Field::of(field), self.value, self.decoded, Some(self.span));
    }

    /// Adds it to the clues about somebody.
    pub fn tell_about(&self, clues: &mut Clues, about: About, field: &'static str) {
        clues.about(about, Field::of(field), self.value.clone(), self.decoded, Some(self.span.clone()));
    }
}

/// Adds the name of the codec as `protocol.answered`: the sender spoke about itself as a device.
pub fn answered(clues: &mut Clues, codec: &'static str) {
    clues.decoded(Field::of("protocol.answered"), codec, None);
}

/// Adds the name of the codec as `protocol.asked`: the sender searched as a client.
pub fn asked(clues: &mut Clues, codec: &'static str) {
    clues.decoded(Field::of("protocol.asked"), codec, None);
}

/// Bytes as lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut hex = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        hex.push(char::from(DIGITS[usize::from(byte >> 4)]));
        hex.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    hex
}

/// Sixteen bytes as a UUID in lower case.
pub fn uuid_text(bytes: [u8; 16]) -> String {
    let hex = hex(&bytes);
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_at_the_ends_are_left_out_and_the_span_follows() {
        let s = Spanned::copied(b"..  ab \0..", 2..8);
        assert_eq!((s.value.as_str(), s.span.clone(), s.decoded), ("ab", 4..6, false));
        assert!(Spanned::copied(b"    ", 0..4).is_empty());
        assert!(Spanned::copied(b"ab", 1..9).is_empty());
        assert!(Spanned::copied(b"a\xffb", 0..3).decoded);
    }

    #[test]
    fn a_url_is_cut_and_then_counts_as_decoded() {
        let cut = |url: &str| Spanned::copied(url.as_bytes(), 0..url.len()).without_secrets();
        let secret = cut("http://u:canary@10.0.0.1/x?a=canary&b=2");
        assert_eq!((secret.value.as_str(), secret.decoded), ("http://10.0.0.1/x?a=&b=", true));
        assert!(!cut("http://10.0.0.1/onvif/device_service").decoded);
    }

    #[test]
    fn a_mac_in_another_spelling_counts_as_decoded() {
        let dashes = Spanned::copied(b"44-47-CC-37-ce-81", 0..17);
        let mac = dashes.as_mac().map(|m| (m.value, m.decoded));
        assert_eq!(mac, Some(("44:47:cc:37:ce:81".to_owned(), true)));
        let ours = Spanned::copied(b"44:47:cc:37:ce:81", 0..17);
        assert_eq!(ours.as_mac().map(|m| m.decoded), Some(false));
        assert_eq!(Spanned::copied(b"00:00:00:00:00:00", 0..17).as_mac(), None);
        assert_eq!(Spanned::copied(b"::", 0..2).as_ip(), None);
    }
}
