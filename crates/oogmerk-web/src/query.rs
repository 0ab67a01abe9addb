//! The query of an address: repeated keys, percent-encoding, and what every link carries on (language, date). Parsed
//! by hand because `maker=a&maker=b` must stay two filters; bounded, because anybody on the machine can send it.

use crate::workshop::Moment;
use oogmerk_model::Timestamp;
use oogmerk_report::{Lang, percent};

const PAIRS: usize = 64;
const VALUE_BYTES: usize = 400;

/// Keys and values, in a normal order so that equal views have equal addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query {
    pairs: Vec<(String, String)>,
}

impl Query {
    /// Reads a raw query; what is malformed is read as far as it goes.
    pub fn parse(raw: &str) -> Self {
        let mut pairs: Vec<(String, String)> = raw
            .split('&')
            .filter(|p| !p.is_empty())
            .take(PAIRS)
            .map(|p| {
                let (key, value) = p.split_once('=').unwrap_or((p, ""));
                (decode(key), decode(value))
            })
            .collect();
        pairs.sort();
        pairs.dedup();
        Self { pairs }
    }

    /// All values of a key.
    pub fn all<'s>(&'s self, key: &'s str) -> impl Iterator<Item = &'s str> {
        self.pairs.iter().filter(move |(k, _)| k == key).map(|(_, v)| v.as_str())
    }

    /// The first value of a key that is not empty.
    pub fn one<'s>(&'s self, key: &'s str) -> Option<&'s str> {
        self.all(key).find(|v| !v.is_empty())
    }

    /// Whether a pair is there.
    pub fn has(&self, key: &str, value: &str) -> bool {
        self.all(key).any(|v| v == value)
    }

    /// With a pair more.
    pub fn with(&self, key: &str, value: &str) -> Self {
        let mut pairs = self.pairs.clone();
        pairs.push((key.to_owned(), value.to_owned()));
        pairs.sort();
        pairs.dedup();
        Self { pairs }
    }

    /// Without a pair.
    pub fn without(&self, key: &str, value: &str) -> Self {
        Self { pairs: self.pairs.iter().filter(|(k, v)| !(k == key && v == value)).cloned().collect() }
    }

    /// Without any of these keys.
    pub fn without_keys(&self, keys: &[&str]) -> Self {
        Self { pairs: self.pairs.iter().filter(|(k, _)| !keys.contains(&k.as_str())).cloned().collect() }
    }

    /// Only these keys.
    pub fn only(&self, keys: &[&str]) -> Self {
        Self { pairs: self.pairs.iter().filter(|(k, _)| keys.contains(&k.as_str())).cloned().collect() }
    }

    /// All pairs.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// Encoded again, without `?`.
    pub fn write(&self) -> String {
        self.pairs.iter().map(|(k, v)| format!("{}={}", percent(k), percent(v))).collect::<Vec<_>>().join("&")
    }

    /// A path with this query.
    pub fn address(&self, path: &str) -> String {
        let query = self.write();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// Language of the page: `?lang=`, else what the browser prefers, else `fallback`.
    pub fn lang(&self, accept: Option<&str>, fallback: Lang) -> Lang {
        self.one("lang")
            .and_then(Lang::parse)
            .or_else(|| accept.and_then(Lang::negotiate))
            .unwrap_or(fallback)
    }

    /// The moment asked about: a civil day means its end.
    pub fn moment(&self) -> Moment {
        let read = |key: &str| {
            let text = self.one(key)?;
            let end_of_day = |t: Timestamp| Timestamp(t.0.saturating_add(86_400_000_000 - 1));
            Timestamp::parse_day(text).map(end_of_day).or_else(|| Timestamp::parse_rfc3339(text))
        };
        Moment { as_of: read("as_of"), known_on: read("known_on") }
    }
}

fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len().min(VALUE_BYTES));
    let mut i = 0;
    while let Some(b) = bytes.get(i).filter(|_| out.len() < VALUE_BYTES) {
        let hex = |at: usize| bytes.get(at).and_then(|c| char::from(*c).to_digit(16));
        match (b, hex(i + 1), hex(i + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                i += 3;
            }
            (b'+', ..) => {
                out.push(b' ');
                i += 1;
            }
            _ => {
                out.push(*b);
                i += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_views_have_equal_addresses() {
        let a = Query::parse("maker=Hikvision&maker=Dahua&q=a+b%26c");
        let b = Query::parse("q=a%20b%26c&maker=Dahua&maker=Hikvision&maker=Dahua");
        assert_eq!(a.write(), b.write());
        assert_eq!(a.write(), "maker=Dahua&maker=Hikvision&q=a%20b%26c");
        assert_eq!(Query::parse(&a.write()), a);
    }

    #[test]
    fn nonsense_is_read_as_far_as_it_goes() {
        for raw in [
            "&&&",
            "=",
            "%",
            "%zz=%f",
            "a=%ff%fe",
            &"a=b&".repeat(10_000),
            &format!("q={}", "x".repeat(100_000)),
        ] {
            let q = Query::parse(raw);
            assert!(q.write().len() < 10_000);
        }
        assert_eq!(
            Query::parse("as_of=2022-05-09").moment().as_of.map(Timestamp::day).as_deref(),
            Some("2022-05-09")
        );
        assert_eq!(Query::parse("as_of=yesterday").moment(), Moment::default());
    }
}
