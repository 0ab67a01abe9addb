//! A point in time as the register keeps it: microseconds since the Unix epoch, UTC. No clock lives here.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Microseconds since 1970-01-01T00:00:00Z. Serialised as RFC 3339 with six decimals where they are not zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Reads RFC 3339 (`2026-11-22T10:00:00Z`, with or without fraction, any offset). `None` where it is not that.
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        text.trim().parse::<jiff::Timestamp>().ok().map(|t| Self(t.as_microsecond()))
    }

    /// From whole seconds and microseconds of a capture header; saturates.
    pub fn from_seconds(seconds: i64, micros: i64) -> Self {
        Self(seconds.saturating_mul(1_000_000).saturating_add(micros))
    }

    /// Midnight UTC of a civil day written `YYYY-MM-DD`. `None` where it is no day.
    pub fn parse_day(text: &str) -> Option<Self> {
        let date: jiff::civil::Date = text.trim().parse().ok()?;
        let zoned = date.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(Self(zoned.timestamp().as_microsecond()))
    }

    /// The UTC day, `YYYY-MM-DD`.
    pub fn day(self) -> String {
        let second = Self(self.0.div_euclid(1_000_000) * 1_000_000);
        match second.plain() {
            Some(plain) => String::from_utf8_lossy(&plain[..10]).into_owned(),
            None => self.to_string().chars().take(10).collect(),
        }
    }

    /// A whole second of the years 0 to 9999 as RFC 3339 writes it: nearly every time there is, and printed so often that
    /// it is worked out here. The civil date is found as in "chrono-Compatible Low-Level Date Algorithms" (Hinnant).
    fn plain(self) -> Option<[u8; 20]> {
        let seconds = self.0.div_euclid(1_000_000);
        let days = seconds.div_euclid(86_400) + 719_468;
        let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        if self.0.rem_euclid(1_000_000) != 0 || !(0..=9_999).contains(&year) {
            return None;
        }
        let second = seconds.rem_euclid(86_400);
        let pairs = [year / 100, year % 100, month, day, second / 3_600, second / 60 % 60, second % 60];
        let mut text = *b"0000-00-00T00:00:00Z";
        for (pair, at) in pairs.into_iter().zip([0, 2, 5, 8, 11, 14, 17]) {
            text[at] += (pair / 10) as u8;
            text[at + 1] += (pair % 10) as u8;
        }
        Some(text)
    }

    /// Whole seconds from `earlier` to `self`, never below zero.
    pub fn seconds_since(self, earlier: Self) -> u64 {
        u64::try_from((self.0 - earlier.0) / 1_000_000).unwrap_or(0)
    }
}

impl std::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(plain) = self.plain() {
            return f.write_str(std::str::from_utf8(&plain).unwrap_or_default());
        }
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(t) => write!(f, "{t}"),
            Err(_) => write!(f, "1970-01-01T00:00:00Z"),
        }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self.plain() {
            Some(plain) => s.serialize_str(std::str::from_utf8(&plain).unwrap_or_default()),
            None => s.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse_rfc3339(&text).ok_or_else(|| serde::de::Error::custom("not an RFC 3339 time"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_time_is_written_as_any_other() {
        let by_library = |t: Timestamp| jiff::Timestamp::from_microsecond(t.0).map(|t| t.to_string()).ok();
        let mut seconds = -62_500_000_000i64;
        while seconds < 253_500_000_000 {
            for micros in [0, 1, 999_999] {
                let t = Timestamp::from_seconds(seconds, micros);
                if let Some(written) = by_library(t) {
                    assert_eq!(t.to_string(), written, "{t:?}");
                    assert_eq!(t.day(), written.chars().take(10).collect::<String>(), "{t:?}");
                }
            }
            // Coprime to days, so that all of them and all hours come by.
            seconds += 7_654_321;
        }
    }

    #[test]
    fn a_time_survives_being_written_and_read() {
        let t = Timestamp::from_seconds(1_700_000_000, 123_456);
        assert_eq!(Timestamp::parse_rfc3339(&t.to_string()), Some(t));
        assert_eq!(t.day(), "2023-11-14");
        assert_eq!(
            Timestamp::parse_day("2023-11-14").map(|d| d.to_string()),
            Some("2023-11-14T00:00:00Z".into())
        );
    }
}
