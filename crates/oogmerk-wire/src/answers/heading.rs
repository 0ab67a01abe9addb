//! Of whom lines speak: the address in a command, a heading or the line of a log.

use super::keys::address;
use oogmerk_model::Reach;
use std::net::IpAddr;

/// Words before an address that say that it is somebody else's.
const OTHERS: [&str; 10] =
    ["factory", "gateway", "dns", "ntp", "router", "server", "netmask", "subnet", "mask", "broadcast"];

/// Words behind which a number of four parts is no address.
const VERSIONS: [&str; 8] =
    ["firmware", "version", "versie", "versión", "software", "release", "build", "fw"];

/// The address of whom the lines below speak: in a command or a heading.
pub(super) fn heading_address(line: &str) -> Option<IpAddr> {
    let line = line.trim();
    if line.len() > 8192 {
        return None;
    }
    if let Some(sender) = sender(line) {
        return Some(sender);
    }
    let mut found: Option<IpAddr> = None;
    let mut url = false;
    // Numbers of four parts behind the address that a line begins with may be versions.
    if let Some(ip) = first_address(line) {
        return Some(ip);
    }
    for word in line.split(|c: char| c.is_whitespace() || "\"'`()[],;<>|".contains(c)) {
        let Some((ip, is_url)) = named(word) else { continue };
        url |= is_url;
        if found.is_some_and(|other| other != ip) {
            return None;
        }
        found = Some(ip);
    }
    let ip = found?;
    let lower = line.to_lowercase();
    let words = line.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic)).count();
    let is_other = is_of_others(&lower, ip);
    let is_version = || VERSIONS.iter().any(|word| lower.contains(word)) && Reach::of(ip) != Reach::Inside;
    (url || !is_other
        && !is_version()
        && (words <= 6
            || line.ends_with(':')
            || is_command(line)
            || is_logged(line)
            || begins_with_address(line)))
    .then_some(ip)
}

/// Whether a word says that the address is somebody else's: just before it, with one word between at most, or anywhere
/// behind it. The name of the program that writes the line says nothing of the address in it.
fn is_of_others(lower: &str, ip: IpAddr) -> bool {
    let at = lower.find(&ip.to_string()).unwrap_or(lower.len());
    let (before, behind) = lower.split_at(at);
    let words = before.rsplit(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let names = |text: &str| OTHERS.iter().any(|word| text.contains(word));
    words.take(2).any(names) || names(behind)
}

/// The addresses in a line that are not said to be somebody else's, a version or the mask of a network.
pub(super) fn of_a_device(line: &str) -> impl Iterator<Item = IpAddr> + '_ {
    let lower = line.to_lowercase();
    let is_version = VERSIONS.iter().any(|word| lower.contains(word));
    let words = line.split(|c: char| c.is_whitespace() || "\"'`()[],;<>|".contains(c)).take(256);
    words
        .filter_map(named)
        .filter(move |(ip, is_url)| {
            *is_url || !is_of_others(&lower, *ip) && (!is_version || begins_with_address(line))
        })
        .map(|(ip, _)| ip)
}

/// The only address in a line, whatever else it says.
pub(super) fn only_address(line: &str) -> Option<IpAddr> {
    let words = line.split(|c: char| c.is_whitespace() || "\"'`()[],;<>|".contains(c));
    let mut found = words.take(256).filter_map(named).map(|(ip, _)| ip);
    let first = found.next()?;
    found.all(|ip| ip == first).then_some(first)
}

/// The address in a word, and whether it is one of a URL. A word may have more in it: the name of a file
/// (`backup/10.0.0.7.json`), the name that a program gives it (`unit/10.0.0.7:80::send()`).
fn named(word: &str) -> Option<(IpAddr, bool)> {
    let bare = word.trim_end_matches([':', '.', '/', '=', '*', '#']).trim_start_matches(['=', '*', '#', '@']);
    let is_url = bare.contains("://");
    let bare = if is_url { bare } else { bare.rsplit('=').next().unwrap_or(bare) };
    let ip = address(bare).or_else(|| (!is_url).then(|| within(bare)).flatten())?;
    matches!(ip, IpAddr::V4(v4) if !v4.is_unspecified() && !v4.is_broadcast() && v4.octets()[0] != 255)
        .then_some((ip, is_url))
}

/// The first four numbers of an address that stand in a word by themselves.
fn within(word: &str) -> Option<IpAddr> {
    let is_of_number = |b: u8| b.is_ascii_digit() || b == b'.';
    let bytes = word.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let length = bytes[at..].iter().take_while(|b| is_of_number(**b)).count();
        let is_apart = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        let behind = bytes.get(at + length);
        let number = word[at..at + length].trim_end_matches('.');
        let ends = behind.is_none_or(|b| !b.is_ascii_alphanumeric() || bytes[at + length - 1] == b'.');
        if is_apart
            && ends
            && let Ok(ip) = number.parse()
        {
            return Some(ip);
        }
        at += length;
    }
    None
}

/// Who speaks in what follows a line of two addresses with an arrow between them: the one that it points from.
fn sender(line: &str) -> Option<IpAddr> {
    const ARROWS: [&str; 6] = [" -> ", " --> ", " => ", " > ", " → ", "->"];
    let (before, behind) = ARROWS.iter().find_map(|arrow| line.split_once(arrow))?;
    let from = ended(before.split_whitespace().next_back()?)?;
    ended(behind.split_whitespace().next()?.trim_end_matches([':', ',', ')']))?;
    Some(from)
}

/// The address of one end of a connection, with its port behind a colon or, as tcpdump writes it, behind a dot.
fn ended(word: &str) -> Option<IpAddr> {
    address(word).or_else(|| word.rsplit_once('.')?.0.parse().ok())
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
    first_address(line).is_some()
}

/// The address that the first word of a line is.
fn first_address(line: &str) -> Option<IpAddr> {
    let word = line.split_whitespace().next()?;
    address(word.trim_matches(['[', '(', ':', '>', ']', ')', '*'])).filter(|ip| !ip.is_unspecified())
}

/// Whether a line begins with a day or an hour, as lines of logs do.
pub(super) fn is_logged(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| "[\"'(<".contains(c) || c.is_whitespace());
    let epoch = line.bytes().take_while(u8::is_ascii_digit).count();
    if epoch == 10 && line[epoch..].starts_with([']', ' ', '.']) {
        return true;
    }
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
