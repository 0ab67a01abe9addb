//! The four languages and how each writes a number, a day and a moment. No clock: days come in as `YYYY-MM-DD`,
//! moments as [`Timestamp`], always shown in UTC.

use crate::words::{Arg, Words};
use oogmerk_model::Timestamp;

/// A language of the page. Paths and data never change with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// Dutch as a Flemish civil servant writes it.
    #[default]
    Nl,
    /// Belgian French.
    Fr,
    /// Belgian German.
    De,
    /// Plain British English.
    En,
}

impl Lang {
    /// All, in the order of the footer.
    pub const ALL: [Lang; 4] = [Lang::Nl, Lang::Fr, Lang::De, Lang::En];

    /// Two letters, as in `?lang=` and `--lang`.
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Nl => "nl",
            Lang::Fr => "fr",
            Lang::De => "de",
            Lang::En => "en",
        }
    }

    /// The value of the HTML `lang` attribute.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::Nl => "nl-BE",
            Lang::Fr => "fr-BE",
            Lang::De => "de-BE",
            Lang::En => "en-GB",
        }
    }

    /// Its own name, for the language links.
    pub const fn own_name(self) -> &'static str {
        match self {
            Lang::Nl => "Nederlands",
            Lang::Fr => "Français",
            Lang::De => "Deutsch",
            Lang::En => "English",
        }
    }

    /// Reads `nl`, `nl-BE`, `nl_BE.UTF-8`, any case. `C` and `POSIX` are English. `None` for other languages.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let first = text.split(['-', '_', '.', '@']).next()?.to_ascii_lowercase();
        match first.as_str() {
            "nl" => Some(Lang::Nl),
            "fr" => Some(Lang::Fr),
            "de" => Some(Lang::De),
            "en" | "c" | "posix" => Some(Lang::En),
            _ => None,
        }
    }

    /// The best language of an `Accept-Language` header (RFC 9110 section 12.5.4); ties go to the first named.
    pub fn negotiate(accept: &str) -> Option<Self> {
        let mut best: Option<(Lang, u32)> = None;
        for item in accept.split(',').take(32) {
            let mut parts = item.split(';');
            let Some(lang) = parts.next().and_then(Lang::parse) else { continue };
            let weight = parts
                .find_map(|p| p.trim().strip_prefix("q="))
                .map_or(1.0, |q| q.trim().parse::<f64>().unwrap_or(0.0));
            let weight = (weight.clamp(0.0, 1.0) * 1000.0) as u32;
            if weight > 0 && best.is_none_or(|(_, w)| weight > w) {
                best = Some((lang, weight));
            }
        }
        best.map(|(lang, _)| lang)
    }

    /// A whole number grouped in threes: `95.000`, `95 000` (narrow no-break space), `95,000`.
    pub fn number(self, n: u64) -> String {
        let mark = match self {
            Lang::Nl | Lang::De => '.',
            Lang::Fr => '\u{202f}',
            Lang::En => ',',
        };
        let digits = n.to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (i, d) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(mark);
            }
            out.push(d);
        }
        out
    }

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

/// The word before the last item of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListWord {
    /// One of them.
    Or,
    /// All of them.
    And,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_are_written_as_each_language_does() {
        assert_eq!(Lang::Nl.number(95_000), "95.000");
        assert_eq!(Lang::Fr.number(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(Lang::En.number(999), "999");
        assert_eq!(Lang::Nl.day("2026-11-20"), "20 november 2026");
        assert_eq!(Lang::Fr.day("2026-11-01"), "1er novembre 2026");
        assert_eq!(Lang::De.day("2026-03-02"), "2. März 2026");
        assert_eq!(Lang::En.short_day("2026-03-02"), "2 Mar 2026");
        assert_eq!(Lang::Nl.day("2019-03"), "maart 2019");
        assert_eq!(Lang::Nl.day("2019"), "2019");
        assert_eq!(Lang::Nl.day("someday"), "someday");
    }

    #[test]
    fn the_browsers_languages_are_weighed() {
        assert_eq!(Lang::negotiate("fr-BE,fr;q=0.9,nl;q=0.8"), Some(Lang::Fr));
        assert_eq!(Lang::negotiate("es, de;q=0.3, nl;q=0.7"), Some(Lang::Nl));
        assert_eq!(Lang::negotiate("zh, ja"), None);
        assert_eq!(Lang::negotiate("nl;q=0, en;q=nonsense"), None);
        assert_eq!(Lang::parse("nl_BE.UTF-8"), Some(Lang::Nl));
        assert_eq!(Lang::parse("C"), Some(Lang::En));
    }

    #[test]
    fn durations_take_the_largest_sensible_unit() {
        assert_eq!(Lang::Nl.duration(14 * 86_400), "14 dagen");
        assert_eq!(Lang::Nl.duration(5 * 3_600), "5 uur");
        assert_eq!(Lang::En.duration(311), "5 minutes");
        assert_eq!(Lang::Fr.duration(1), "1 seconde");
    }
}
