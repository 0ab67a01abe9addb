//! Heads of log lines: the date and time, the host and the program, the level and the thread that stand before what was
//! logged. Known by their shape only; a time alone is no head, since tools print those themselves.
//!
//! Sources: RFC 3164 section 4.1 and RFC 5424 section 6 (syslog), Python's `logging`, Asterisk's `logger.conf`, the logs
//! of IRC clients (`21:03 <nick> text`).

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const LEVELS: [&str; 12] = [
    "TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "WARNING", "ERROR", "CRITICAL", "FATAL", "VERBOSE", "debug",
    "info",
];

/// The line without its head; the line itself where it has none.
pub(super) fn without(line: &str) -> &str {
    let trimmed = line.trim_start();
    let said = priority(trimmed).unwrap_or(trimmed);
    if let Some(rest) = stamp(said) {
        return levels(program(rest));
    }
    spoken(trimmed).unwrap_or(line)
}

/// `<134>`, or `<134>1 ` of the newer form.
fn priority(line: &str) -> Option<&str> {
    let (number, rest) = line.strip_prefix('<')?.split_once('>')?;
    let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| rest.strip_prefix("1 ").unwrap_or(rest))
}

/// A date with a time, perhaps in brackets, and the blank behind it.
fn stamp(line: &str) -> Option<&str> {
    let is_bracketed = line.starts_with('[');
    let inner = line.strip_prefix('[').unwrap_or(line);
    // The system log of OpenWrt and others begins with the day of the week.
    let dated = DAYS
        .iter()
        .find_map(|day| inner.strip_prefix(day))
        .map_or(inner, |rest| rest.trim_start_matches([',', ' ']));
    let rest = month_first(dated).or_else(|| year_first(inner))?;
    let rest = fraction(rest);
    let rest = if is_bracketed { rest.strip_prefix(']')? } else { rest };
    let behind = rest.strip_prefix(':').unwrap_or(rest);
    let said = behind.strip_prefix([' ', '\t']);
    if is_bracketed { Some(said.unwrap_or(behind)) } else { said }
}

/// `Nov 14 06:02:11`, `Nov 14 2026 06:02:11`, `Nov 14 06:02:11 2026`.
fn month_first(line: &str) -> Option<&str> {
    let rest = MONTHS.iter().find_map(|m| line.strip_prefix(m))?.strip_prefix(' ')?;
    let rest = digits(rest.trim_start_matches(' '), 1..=2)?.strip_prefix(' ')?;
    let rest = digits(rest, 4..=4).and_then(|r| r.strip_prefix(' ')).unwrap_or(rest);
    let rest = clock(rest)?;
    let year = rest.strip_prefix(' ').and_then(|r| digits(r, 4..=4)).filter(|r| r.starts_with([' ', ']']));
    Some(year.unwrap_or(rest))
}

/// `2026-11-14 06:02:11`, `2026-11-14T06:02:11`, `2026/11/14 06:02:11`.
fn year_first(line: &str) -> Option<&str> {
    let rest = digits(line, 4..=4)?.strip_prefix(['-', '/'])?;
    let rest = digits(rest, 2..=2)?.strip_prefix(['-', '/'])?;
    clock(digits(rest, 2..=2)?.strip_prefix(['T', ' ', '_'])?)
}

/// `06:02:11`.
fn clock(line: &str) -> Option<&str> {
    let rest = digits(line, 2..=2)?.strip_prefix(':')?;
    digits(digits(rest, 2..=2)?.strip_prefix(':')?, 2..=2)
}

/// Parts of a second and the zone: `,123`, `.123456+01:00`, `Z`.
fn fraction(line: &str) -> &str {
    let rest = line.strip_prefix(['.', ',']).and_then(|r| digits(r, 1..=9)).unwrap_or(line);
    let zone = rest.strip_prefix('Z').or_else(|| {
        let rest = digits(rest.strip_prefix(['+', '-'])?, 2..=2)?;
        digits(rest.strip_prefix(':').unwrap_or(rest), 2..=2)
    });
    zone.unwrap_or(rest)
}

fn digits(line: &str, many: std::ops::RangeInclusive<usize>) -> Option<&str> {
    let found = line.bytes().take_while(u8::is_ascii_digit).count();
    many.contains(&found).then(|| &line[found..])
}

/// Without `host program[pid]: `, `program[pid]: ` or `host program: `, where that stands here.
fn program(line: &str) -> &str {
    let mut rest = line.trim_start_matches(' ');
    for _ in 0..3 {
        let (word, behind) = rest.split_once(' ').unwrap_or((rest, ""));
        if let Some(name) = word.strip_suffix(':') {
            let is_tag = name.ends_with(']') || (name.len() > 1 && !LEVELS.contains(&name));
            let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./[]()@".contains(&b));
            return if is_tag && is_name && !behind.is_empty() { behind } else { line };
        }
        // A host's name, a facility with its level, or the number of a process.
        let is_plain = !word.is_empty()
            && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
            && !LEVELS.contains(&word);
        if !is_plain {
            return line;
        }
        rest = behind;
    }
    line
}

/// Without a level, and what names its thread or its component: `DEBUG (MainThread) [part] `, `VERBOSE[2201] file.c: `.
fn levels(line: &str) -> &str {
    let trimmed = line.trim_start_matches(['-', ' ']);
    let bare = trimmed.strip_prefix('[').unwrap_or(trimmed);
    let Some(mut rest) = LEVELS.iter().find_map(|level| {
        let rest = bare.strip_prefix(level)?;
        (!rest.starts_with(|c: char| c.is_ascii_alphanumeric())).then_some(rest)
    }) else {
        return line;
    };
    rest = rest.trim_start_matches([']', ':', ' ', '-']);
    for (open, close) in [('[', ']'), ('(', ')'), ('[', ']')] {
        let inner = rest.strip_prefix(open).and_then(|r| r.split_once(close));
        if let Some((_, behind)) = inner.filter(|(name, _)| name.len() <= 80 && !name.contains([' ', '"'])) {
            rest = behind.trim_start_matches([':', ' ']);
        }
    }
    match rest.split_once(": ") {
        Some((file, behind)) if file.strip_suffix(".c").is_some_and(|f| !f.contains(' ')) => behind,
        _ => rest,
    }
}

/// `21:03 <nick> text`, `[21:03] <nick> text`.
fn spoken(line: &str) -> Option<&str> {
    let rest = line.strip_prefix('[').unwrap_or(line);
    let rest = digits(digits(rest, 2..=2)?.strip_prefix(':')?, 2..=2)?;
    let rest = rest.strip_prefix(':').and_then(|r| digits(r, 2..=2)).unwrap_or(rest);
    let rest = rest.strip_prefix(']').unwrap_or(rest).strip_prefix(" <")?;
    let (nick, said) = rest.split_once("> ")?;
    (nick.len() <= 32 && !nick.contains([' ', '<', '/'])).then_some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_logs_are_taken_off_and_nothing_else() {
        for (line, want) in [
            ("Nov 14 06:02:11 OpenWrt dnsmasq-dhcp[2107]: DHCPACK(br) x", "DHCPACK(br) x"),
            ("Nov  4 06:02:11 gw kernel: text: more", "text: more"),
            ("<134>1 2026-11-14T03:00:00.123Z host app 12 - - text", "host app 12 - - text"),
            ("<30>Nov 14 06:02:11 host app[1]: text", "text"),
            ("2025-01-11 22:01:04 upnpc[4471]: List of", "List of"),
            ("2025-01-11 22:01:05,123 DEBUG (MainThread) [part.of.it] said: this", "said: this"),
            ("[2026-10-20 09:11:02] resource available", "resource available"),
            ("[Jan 12 08:00:01] VERBOSE[2201] res_pjsip_logger.c: <--- text", "<--- text"),
            ("2026-11-14T06:02:11+01:00 plain words here", "plain words here"),
            ("Sat Nov 14 06:02:11 2026 daemon.info dnsmasq-dhcp[2107]: DHCPACK(br) x", "DHCPACK(br) x"),
            ("21:03 <@henk> 220 ready", "220 ready"),
            ("15:01:22.320  Add        3   6 local.", "15:01:22.320  Add        3   6 local."),
            ("  indented: text", "  indented: text"),
            ("<root>", "<root>"),
            ("2026-11-14 is a day", "2026-11-14 is a day"),
            ("Nov 14 06:02:11", "Nov 14 06:02:11"),
        ] {
            assert_eq!(without(line), want, "{line}");
        }
    }
}
