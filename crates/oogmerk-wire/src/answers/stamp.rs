//! Who sent a line of a log, which program of it, and what it wrote.
//!
//! Sources: RFC 3164 section 4.1 and RFC 5424 section 6; rsyslog's and syslog-ng's default forms of a line.

use super::keys::address;

/// A line of a log that says who sent it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sent<'l> {
    /// The host, by its address or its name.
    pub host: &'l str,
    /// The name that a host gives itself behind the address that the server saw.
    pub name: Option<&'l str>,
    /// The program, without the number of its process; empty where none is named.
    pub program: &'l str,
    /// What it wrote. The tag of a device's own firmware is a part of it: programs are written small.
    pub message: &'l str,
}

/// Reads who sent a line: a date, a time, a host, and a tag or an address.
pub(super) fn sent(line: &str) -> Option<Sent<'_>> {
    let line = line.trim();
    let (rest, is_newer) = without_priority(line);
    let rest = without_stamp(rest)?;
    let (host, behind) = rest.split_once([' ', '\t'])?;
    let is_address = address(host).is_some() && !host.contains('/');
    if !is_address && !is_name(host) {
        return None;
    }
    // A server that keeps its own time writes that of the host behind it.
    let mut behind = without_stamp(behind.trim_start()).unwrap_or(behind).trim_start();
    if is_newer {
        // A program, the number of its process, the kind of the message and its data.
        let mut parts = behind.splitn(5, ' ');
        let program = parts.next()?;
        let message = parts.nth(3)?;
        return Some(Sent { host, name: None, program, message });
    }
    let mut name = None;
    if let Some((word, rest)) = behind.split_once(' ')
        && is_name(word)
        && is_address
        && (rest.trim_start().starts_with('[') || tag(rest.trim_start()).is_some())
    {
        name = Some(word);
        behind = rest.trim_start();
    }
    // `[ INFO    ]`: how grave it is.
    if let Some((level, rest)) = behind.strip_prefix('[').and_then(|rest| rest.split_once(']'))
        && level.trim().bytes().all(|b| b.is_ascii_alphabetic())
    {
        behind = rest.trim_start();
    }
    let (program, message) = match tag(behind) {
        Some((program, rest)) if program.bytes().any(|b| b.is_ascii_uppercase()) => (program, rest.0),
        Some((program, rest)) => (program, rest.1),
        None => ("", behind),
    };
    // A host by its name alone is one where a program is named: prose begins with a word, too.
    (is_address || !program.is_empty()).then_some(Sent { host, name, program, message })
}

/// `<134>` before a line, and whether `1 ` behind it tells the newer form.
fn without_priority(line: &str) -> (&str, bool) {
    let inner = line.strip_prefix('<').and_then(|rest| rest.split_once('>'));
    match inner.filter(|(number, _)| number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit())) {
        Some((_, rest)) => rest.strip_prefix("1 ").map_or((rest, false), |rest| (rest, true)),
        None => (line, false),
    }
}

/// A line without the date and the time in front of it.
fn without_stamp(line: &str) -> Option<&str> {
    let (mut rest, mut has_time) = (line, false);
    for _ in 0..6 {
        let (word, behind) = rest.split_once([' ', '\t'])?;
        let bare = word.trim_matches(['[', ']', ',', ':']);
        let is_time = is_clock(bare);
        if has_time && is_facility(bare) {
            rest = behind;
            continue;
        }
        // A year, or the day of a month.
        let is_number = bare.len() <= 4 && bare.bytes().all(|b| b.is_ascii_digit());
        if !(is_time || is_date(bare) || is_number || is_day(bare) || word.is_empty()) {
            break;
        }
        has_time |= is_time;
        rest = behind;
    }
    let rest = rest.trim_start();
    has_time.then_some(rest)
}

fn is_clock(word: &str) -> bool {
    let time = word.rsplit_once('T').map_or(word, |(_, time)| time);
    let digits = time.bytes().filter(u8::is_ascii_digit).count();
    let mut parts = time.splitn(3, ':');
    let is_pair =
        |part: Option<&str>| part.is_some_and(|p| p.len() == 2 && p.bytes().all(|b| b.is_ascii_digit()));
    digits >= 6
        && is_pair(parts.next())
        && is_pair(parts.next())
        && parts.next().is_some_and(|s| !s.contains(".."))
}

/// `Local7.Info`: what a line is about, and how grave it is.
fn is_facility(word: &str) -> bool {
    const LEVELS: [&str; 11] =
        ["emerg", "alert", "crit", "critical", "err", "error", "warning", "warn", "notice", "info", "debug"];
    word.split_once('.').is_some_and(|(_, level)| LEVELS.iter().any(|own| level.eq_ignore_ascii_case(own)))
}

fn is_date(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    (6..=8).contains(&digits) && word.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/'))
}

fn is_day(word: &str) -> bool {
    const NAMES: [&str; 19] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Mon", "Tue",
        "Wed", "Thu", "Fri", "Sat", "Sun",
    ];
    NAMES.contains(&word)
}

/// Whether a word may be the name of a host.
fn is_name(word: &str) -> bool {
    (2..=63).contains(&word.len())
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// The program in a tag (`program[12]: `), and the message with its tag and without.
fn tag(text: &str) -> Option<(&str, (&str, &str))> {
    let (word, behind) = text.split_once(' ')?;
    let name = word.strip_suffix(':')?;
    let name = name.split('[').next().filter(|name| !name.is_empty())?;
    let is_one = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./".contains(&b));
    is_one.then_some((name, (text, behind.trim_start())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_sent_a_line_stands_behind_the_time() {
        for (line, host, program, message) in [
            ("Nov  3 06:00:15 10.0.0.7 app[4]: x y", "10.0.0.7", "app", "x y"),
            ("<30>Nov  3 06:00:15 10.0.0.7 APP: x y", "10.0.0.7", "APP", "APP: x y"),
            ("2026-11-14T03:00:00.1+01:00 hall app: x", "hall", "app", "x"),
            ("2026-11-14 03:00:00 10.0.0.7 x y", "10.0.0.7", "", "x y"),
            ("<134>1 2026-11-14T03:00:00Z 10.0.0.7 app 12 - - x y", "10.0.0.7", "app", "x y"),
            ("2026-11-14 03:00:00\tLocal7.Info\t10.0.0.7\tNov 14 03:00:01 app: x", "10.0.0.7", "app", "x"),
            ("Sat Nov 14 06:02:11 2026 10.0.0.7 app: x y", "10.0.0.7", "app", "x y"),
        ] {
            let seen = sent(line).map(|sent| (sent.host, sent.program, sent.message));
            assert_eq!(seen, Some((host, program, message)), "{line}");
        }
        for line in [
            "2026-03-02 10:01:56 GET http://10.0.0.7/ -> 200",
            "10.0.0.7 app: x",
            "Nov 3 10.0.0.7 app: x",
            "06:00:15 it rains in the hall",
            "",
        ] {
            assert_eq!(sent(line), None, "{line}");
        }
    }
}
