//! Of whom lines speak: the address in a command, a heading or the line of a log.

use super::bag::address;
use std::net::IpAddr;

/// Words before an address that say that it is somebody else's.
const OTHERS: [&str; 10] =
    ["factory", "gateway", "dns", "ntp", "router", "server", "netmask", "subnet", "mask", "broadcast"];

/// The address of whom the lines below speak: in a command or a heading.
pub(super) fn heading_address(line: &str) -> Option<IpAddr> {
    let line = line.trim();
    if line.len() > 8192 {
        return None;
    }
    let mut found: Option<IpAddr> = None;
    let mut url = false;
    for word in line.split(|c: char| c.is_whitespace() || "\"'`()[],;<>|".contains(c)) {
        let bare = word.trim_end_matches([':', '.', '/']);
        let bare = if bare.contains("://") { bare } else { bare.rsplit('=').next().unwrap_or(bare) };
        if let Some(ip) = address(bare).filter(|ip| matches!(ip, IpAddr::V4(v4) if !v4.is_unspecified() && !v4.is_broadcast() && v4.octets()[0] != 255)) {
            url |= bare.contains("://");
            if found.is_some_and(|other| other != ip) {
                return None;
            }
            found = Some(ip);
        }
    }
    let ip = found?;
    let lower = line.to_lowercase();
    let words = line.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic)).count();
    let is_other = OTHERS.iter().any(|word| lower.contains(word));
    (url || !is_other
        && (words <= 6
            || line.ends_with(':')
            || is_command(line)
            || is_logged(line)
            || begins_with_address(line)))
    .then_some(ip)
}

/// Whether a line is a command behind a prompt.
fn is_command(line: &str) -> bool {
    let prompt = line.split_once(['$', '#', '>']);
    prompt.is_some_and(|(before, behind)| {
        before.len() <= 60 && behind.starts_with(|c: char| c == ' ' || c.is_ascii_lowercase())
    })
}

/// Whether the first word of a line is an address.
pub(super) fn begins_with_address(line: &str) -> bool {
    line.split_whitespace()
        .next()
        .is_some_and(|word| address(word.trim_end_matches([':', '>', ']'])).is_some())
}

/// Whether a line begins with a day or an hour, as lines of logs do.
pub(super) fn is_logged(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| "[\"'(<".contains(c) || c.is_whitespace());
    let shape: String = line.chars().take(10).map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
    let month = || {
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        MONTHS.iter().any(|m| shape.strip_prefix(m).is_some_and(|rest| rest.trim_start().starts_with('9')))
    };
    let is_hour = shape.starts_with("99:99:99") && !shape.starts_with("99:99:99:");
    ["9999-99-99", "9999/99/99", "99/99/9999", "99.99.9999"].iter().any(|day| shape.starts_with(day))
        || is_hour
        || month()
}
