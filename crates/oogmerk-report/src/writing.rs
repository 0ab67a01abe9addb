//! How each language writes a day, a moment, a length of time and a list. No clock: days come in as `YYYY-MM-DD`,
//! moments as [`Timestamp`], always shown in UTC.

use crate::language::Lang;
use crate::words::{Arg, Words};
use oogmerk_model::Timestamp;

/// The word before the last item of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListWord {
    /// One of them.
    Or,
    /// All of them.
    And,
}

impl Lang {
    /// A day in words: `20 november 2026`. A month or a year alone is written as far as it goes; anything else is
    /// returned as it came.
    pub fn day(self, text: &str) -> String {
        self.write_day(text, "day-long", "month-long")
    }

    /// A day for a table: `20 nov 2026`.
    pub fn short_day(self, text: &str) -> String {
        self.write_day(text, "day-short", "month-short")
    }

    fn write_day(self, text: &str, pattern: &str, family: &str) -> String {
        let words = Words::of(self);
        let mut parts = text.trim().split('-');
        let year = parts.next().filter(|y| y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit()));
        let month: Option<u8> = parts.next().and_then(|m| m.parse().ok()).filter(|m| (1..=12).contains(m));
        let day: Option<u64> = parts.next().and_then(|d| d.parse().ok()).filter(|d| (1..=31).contains(d));
        match (year, month, day) {
            (Some(y), Some(m), Some(d)) => {
                let month = words.text(&format!("{family}-{m}"));
                words.say(pattern, &[("day", Arg::N(d)), ("month", Arg::T(&month)), ("year", Arg::T(y))])
            }
            (Some(y), Some(m), None) => format!("{} {y}", words.text(&format!("{family}-{m}"))),
            _ => text.trim().to_owned(),
        }
    }

    /// A moment for provenance: `18 nov 2026, 09:14`, in UTC.
    pub fn moment(self, t: Timestamp) -> String {
        let text = t.to_string();
        let clock = text.get(11..16).unwrap_or("00:00");
        format!("{}, {clock}", self.short_day(&t.day()))
    }

    /// A length of time in its largest sensible unit: `14 dagen`, `5 uur`, `3 minuten`.
    pub fn duration(self, seconds: u64) -> String {
        let (key, n) = match seconds {
            172_800.. => ("days", seconds / 86_400),
            7_200.. => ("hours", seconds / 3_600),
            120.. => ("minutes", seconds / 60),
            _ => ("seconds", seconds),
        };
        Words::of(self).say(key, &[("n", Arg::N(n))])
    }

    /// `a, b of c` with the language's own last word, given by the message `list-or` or `list-and`.
    pub fn list(self, items: &[String], joiner: ListWord) -> String {
        let word = Words::of(self).text(match joiner {
            ListWord::Or => "list-or",
            ListWord::And => "list-and",
        });
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [start @ .., last] => format!("{} {word} {last}", start.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_each_language_does() {
        assert_eq!(Lang::Nl.day("2026-11-20"), "20 november 2026");
        assert_eq!(Lang::Fr.day("2026-11-01"), "1er novembre 2026");
        assert_eq!(Lang::De.day("2026-03-02"), "2. März 2026");
        assert_eq!(Lang::En.short_day("2026-03-02"), "2 Mar 2026");
        assert_eq!(Lang::Nl.day("2019-03"), "maart 2019");
        assert_eq!(Lang::Nl.day("2019"), "2019");
        assert_eq!(Lang::Nl.day("someday"), "someday");
    }

    #[test]
    fn durations_take_the_largest_sensible_unit() {
        assert_eq!(Lang::Nl.duration(14 * 86_400), "14 dagen");
        assert_eq!(Lang::Nl.duration(5 * 3_600), "5 uur");
        assert_eq!(Lang::En.duration(311), "5 minutes");
        assert_eq!(Lang::Fr.duration(1), "1 seconde");
    }
}
