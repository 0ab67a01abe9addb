//! What people write in cells: dates, prices, coordinates, addresses.

use jiff::civil::Date;

/// Which number comes first in `03/04/2019`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum DateOrder {
    /// Day, month, year: Europe.
    #[default]
    DayFirst,
    /// Month, day, year.
    MonthFirst,
}

/// Which order a column's values prove; day first where they prove nothing.
pub(crate) fn date_order<'v>(values: impl Iterator<Item = &'v str>) -> DateOrder {
    let (mut day, mut month) = (0, 0);
    for (a, b, _) in values.filter_map(three_numbers) {
        day += usize::from(a > 12 && a <= 31);
        month += usize::from(b > 12 && b <= 31 && a <= 12);
    }
    if month > 0 && day == 0 { DateOrder::MonthFirst } else { DateOrder::DayFirst }
}

/// A day as `YYYY-MM-DD`. A month or year alone is no day.
pub(crate) fn day(text: &str, order: DateOrder) -> Option<String> {
    let text = text.trim();
    iso(text)
        .or_else(|| numbers(text, order))
        .or_else(|| words(text))
        .or_else(|| serial(text))
        .map(|d| d.to_string())
}

/// `2019-05-01`, with or without a time, with `-`, `/` or `.`, or as eight digits.
fn iso(text: &str) -> Option<Date> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return date(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?);
    }
    let head = text.get(..10)?;
    let separator = *head.as_bytes().get(4)?;
    if !matches!(separator, b'-' | b'/' | b'.') || text[10..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut parts = head.split(char::from(separator));
    let year = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
    date(year, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?)
}

fn numbers(text: &str, order: DateOrder) -> Option<Date> {
    let (a, b, year) = three_numbers(text)?;
    let (first, second) = match order {
        DateOrder::DayFirst => ((a, b), (b, a)),
        DateOrder::MonthFirst => ((b, a), (a, b)),
    };
    date(year, first.1, first.0).or_else(|| date(year, second.1, second.0))
}

/// `1/5/19`, `01-05-2019`, `1.5.2019 10:00`: two numbers and a year.
fn three_numbers(text: &str) -> Option<(u8, u8, i16)> {
    let head = text.trim().split([' ', 'T']).next()?;
    let mut parts = head.split(['/', '-', '.']);
    let (a, b, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || a.len() > 2 || b.len() > 2 {
        return None;
    }
    Some((a.parse().ok()?, b.parse().ok()?, full_year(year)?))
}

/// Two digits are of this century below 70.
fn full_year(text: &str) -> Option<i16> {
    let number: i16 = text.parse().ok()?;
    match text.len() {
        4 => Some(number),
        2 if number < 70 => Some(2000 + number),
        2 => Some(1900 + number),
        _ => None,
    }
}

/// `1 mei 2019`, `1er mai 2019`, `1. Mai 2019`, `May 1, 2019`.
fn words(text: &str) -> Option<Date> {
    let folded = super::headings::fold(text);
    let parts: Vec<&str> = folded.split(' ').collect();
    let at = parts.iter().position(|w| month(w).is_some())?;
    let month = month(parts[at])?;
    let number = |w: &str| w.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<u8>().ok();
    let before = at.checked_sub(1).and_then(|i| parts.get(i)).and_then(|w| number(w));
    let after = parts.get(at + 1).copied();
    match (before, after) {
        (Some(day), Some(year)) => date(full_year(year)?, month, day),
        (None, Some(day)) => date(full_year(parts.get(at + 2)?)?, month, number(day)?),
        _ => None,
    }
}

/// A month's name or its usual short form, in four languages.
fn month(word: &str) -> Option<u8> {
    const NAMES: [&[&str]; 12] = [
        &["januari", "janvier", "januar", "january", "jan", "janv"],
        &["februari", "fevrier", "februar", "february", "feb", "febr", "fev", "fevr"],
        &["maart", "mars", "marz", "march", "mrt", "mar", "maerz"],
        &["april", "avril", "apr", "avr"],
        &["mei", "mai", "may"],
        &["juni", "juin", "june", "jun"],
        &["juli", "juillet", "july", "jul", "juil"],
        &["augustus", "aout", "august", "aug"],
        &["september", "septembre", "sep", "sept"],
        &["oktober", "octobre", "october", "okt", "oct"],
        &["november", "novembre", "nov"],
        &["december", "decembre", "dezember", "dec", "dez"],
    ];
    NAMES.iter().position(|names| names.contains(&word)).map(|i| i as u8 + 1)
}

/// Days since the end of 1899, as spreadsheets count: only where they fall between 1954 and 2119.
fn serial(text: &str) -> Option<Date> {
    let days: f64 = text.parse().ok()?;
    if !(20_000.0..80_000.0).contains(&days) {
        return None;
    }
    let start = Date::new(1899, 12, 30).ok()?;
    start.checked_add(jiff::Span::new().days(days as i64)).ok()
}

fn date(year: i16, month: u8, day: u8) -> Option<Date> {
    if !(1900..=2199).contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// An amount in cents. The last separator with one or two digits behind it is the decimal one.
pub(crate) fn cents(text: &str) -> Option<u64> {
    let kept: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '€' | '$' | '£' | '\'' | '\u{a0}' | '\u{202f}'))
        .collect();
    let kept = kept
        .trim_start_matches("EUR")
        .trim_end_matches("EUR")
        .trim_end_matches(",-")
        .trim_end_matches(",--")
        .trim_end_matches(".-");
    if kept.is_empty() || !kept.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.')) {
        return None;
    }
    let (whole, fraction) = match kept.rfind([',', '.']) {
        Some(at) if kept.len() - at - 1 != 3 => (&kept[..at], &kept[at + 1..]),
        _ => (kept, ""),
    };
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let fraction: u64 = match fraction.len() {
        0 => 0,
        // Cells that computed a price hold more digits than it has.
        _ => format!("{fraction:0<2}").get(..2)?.parse().ok()?,
    };
    whole.checked_mul(100)?.checked_add(fraction)
}

/// Degrees with a point. Anything outside of `limit` either way is no angle of this kind.
pub(crate) fn degrees(text: &str, limit: f64) -> Option<String> {
    let plain = text.trim().trim_end_matches('°').trim().replacen(',', ".", 1);
    let value: f64 = plain.parse().ok()?;
    let full = value.is_finite()
        && value.abs() <= limit
        && plain.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
    full.then_some(plain)
}

/// Latitude and longitude in one cell: `51.05, 3.72` or `51,05; 3,72`.
pub(crate) fn coordinates(text: &str) -> Option<(String, String)> {
    let inner = text.trim().trim_matches(['(', ')', '[', ']']);
    let (a, b) = inner
        .split_once(';')
        .or_else(|| inner.split_once(", "))
        .or_else(|| inner.split_once(','))
        .or_else(|| inner.split_once(' '))?;
    Some((degrees(a, 90.0)?, degrees(b, 180.0)?))
}

/// The first address in a cell that may also hold a port, a mask or a whole URL.
pub(crate) fn address(text: &str) -> Option<std::net::IpAddr> {
    let text = text.trim();
    if let Ok(ip) = text.parse() {
        return Some(ip);
    }
    let rest = text.split_once("://").map_or(text, |(_, r)| r);
    let rest = rest.rsplit_once('@').map_or(rest, |(_, r)| r);
    let host = rest.split(['/', ' ', ',', ';', '\n', '(']).next()?;
    let host = host.strip_prefix('[').and_then(|h| h.split(']').next()).unwrap_or(host);
    host.parse().ok().or_else(|| host.split(':').next()?.parse().ok())
}

/// A whole number.
pub(crate) fn whole(text: &str) -> Option<u64> {
    let text = text.trim();
    text.parse().ok().or_else(|| text.strip_suffix(".0").or_else(|| text.strip_suffix(",0"))?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: Option<&str>) {
        assert_eq!(day(text, DateOrder::DayFirst).as_deref(), want, "{text}");
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for text in [
            "2019-05-01",
            "01/05/19",
            "1-5-2019",
            "1.5.2019",
            "2019-05-01T10:00:00",
            "1 mei 2019",
            "1er mai 2019",
            "1. Mai 2019",
            "May 1, 2019",
            "01/05/2019 12:30",
            "43586",
            "43586.5",
            "20190501",
            "1 MAI 2019",
        ] {
            check(text, Some("2019-05-01"));
        }
        check("31/12/99", Some("1999-12-31"));
        check("04/25/2019", Some("2019-04-25"));
        for text in [
            "",
            "inconnue",
            "Début 2019",
            "mei 2019",
            "2019",
            "32/13/2019",
            "1/2/3/4",
            "99999999",
            "-",
            "12345",
            "0019-01-01x",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn a_column_may_prove_that_the_month_comes_first() {
        assert_eq!(date_order(["01/02/2019", "03/25/2019"].into_iter()), DateOrder::MonthFirst);
        assert_eq!(date_order(["25/03/2019", "03/25/2019"].into_iter()), DateOrder::DayFirst);
        assert_eq!(day("03/04/2019", DateOrder::MonthFirst).as_deref(), Some("2019-03-04"));
    }

    #[test]
    fn prices_are_cents() {
        let check = |text: &str, want| assert_eq!(cents(text), want, "{text}");
        check("€ 1.234,56", Some(123_456));
        check("1,234.56", Some(123_456));
        check("1.234", Some(123_400));
        check("349", Some(34_900));
        check("349,5", Some(34_950));
        check("EUR 12", Some(1_200));
        check("349.333333", Some(34_933));
        check("gratis", None);
        check("", None);
        check("99999999999999999999", None);
    }

    #[test]
    fn places_and_addresses_are_read_or_left_alone() {
        assert_eq!(degrees("48,8587", 90.0).as_deref(), Some("48.8587"));
        assert_eq!(degrees("104532.2", 180.0), None);
        assert_eq!(degrees("NaN", 180.0), None);
        assert_eq!(coordinates("(51.05, 3.72)"), Some(("51.05".to_owned(), "3.72".to_owned())));
        assert_eq!(coordinates("51,05; 3,72"), Some(("51.05".to_owned(), "3.72".to_owned())));
        for text in ["10.0.0.7", "10.0.0.7:8000", "http://u:p@10.0.0.7/x", "10.0.0.7/24", " 10.0.0.7 (hall)"]
        {
            assert_eq!(address(text).map(|a| a.to_string()).as_deref(), Some("10.0.0.7"), "{text}");
        }
        assert_eq!(address("cam-hall"), None);
        assert_eq!(address("[2001:db8::1]:80").map(|a| a.to_string()).as_deref(), Some("2001:db8::1"));
    }
}
