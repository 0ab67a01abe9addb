//! What several grammars look for in a line: addresses in every spelling, a tool's command, a heading that names a host.

use oogmerk_model::Mac;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// How tools write a MAC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MacStyle {
    /// `00:40:8c:9d:31:e8`, also without leading zeros.
    Colons,
    /// `00-40-8c-9d-31-e8`.
    Dashes,
    /// `0040.8c9d.31e8`, `0040-8c9d-31e8`, `00408c-9d31e8`: routers and switches only.
    Router,
    /// `00408C9D31E8`.
    Bare,
}

/// A MAC and how it is written.
pub(super) fn mac_in(word: &str) -> Option<(Mac, MacStyle)> {
    let lengths = |mark: char| word.split(mark).map(str::len).collect::<Vec<_>>();
    let is_hex = |mark: char| word.chars().all(|c| c == mark || c.is_ascii_hexdigit());
    if word.len() > 17 || word.len() < 11 {
        return None;
    }
    if word.contains(':') {
        let parts: Vec<&str> = word.split(':').collect();
        if parts.len() != 6 || !is_hex(':') || parts.iter().any(|p| p.is_empty() || p.len() > 2) {
            return None;
        }
        // BSD and macOS drop leading zeros.
        let padded: Vec<String> = parts.iter().map(|p| format!("{p:0>2}")).collect();
        return Mac::parse(&padded.join(":")).map(|mac| (mac, MacStyle::Colons));
    }
    let style = if is_hex('-') && lengths('-') == [2; 6] {
        MacStyle::Dashes
    } else if (is_hex('.') && lengths('.') == [4; 3])
        || (is_hex('-') && (lengths('-') == [4; 3] || lengths('-') == [6; 2]))
    {
        MacStyle::Router
    } else if word.len() == 12 && word.bytes().all(|b| b.is_ascii_hexdigit()) {
        MacStyle::Bare
    } else {
        return None;
    };
    Mac::parse(word).map(|mac| (mac, style))
}

/// A MAC however it is written, with blanks between its bytes too, as HP prints it.
pub(super) fn any_mac(text: &str) -> Option<Mac> {
    let text = text.trim();
    mac_in(text).map(|(mac, _)| mac).or_else(|| Mac::parse(text).filter(|_| text.contains(' ')))
}

/// An address, with a port or a zone behind it or not.
pub(crate) fn address_in(word: &str) -> Option<IpAddr> {
    let word = word.trim_matches(['(', ')', ',', ';', '"']);
    if let Ok(socket) = word.parse::<SocketAddr>() {
        return Some(socket.ip());
    }
    let word = word.trim_matches(['[', ']']);
    if let Ok(ip) = word.parse() {
        return Some(ip);
    }
    let is_zone = |b: u8| b.is_ascii_alphanumeric() || b == b'.' || b == b'-';
    if let Some((address, zone)) = word.split_once('%') {
        return address.parse().ok().filter(|_| zone.bytes().all(is_zone));
    }
    let (address, behind) = word.split_once([':', '/'])?;
    let is_tail = behind.bytes().all(|b| b.is_ascii_digit());
    address.parse::<Ipv4Addr>().ok().filter(|_| is_tail && !behind.is_empty()).map(IpAddr::V4)
}

/// The address that a link names.
pub(crate) fn address_of_url(url: &str) -> Option<IpAddr> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', ' ']).next()?;
    // Who asked is not told: what stands before an `@` is an account.
    address_in(host.rsplit('@').next()?)
}

/// What stands behind one of these tools' names, where a line is a command: the first word, or one behind `sudo`, a
/// path, or the bracket that LibreNMS puts around.
pub(crate) fn command<'l>(line: &'l str, tools: &[&str]) -> Option<&'l str> {
    let line = line.trim_start();
    let line = line.strip_prefix("SNMP[").or_else(|| line.strip_prefix("sudo ")).unwrap_or(line);
    let line = line.strip_prefix(['\'', '"']).unwrap_or(line);
    let end = line.find([' ', '\'', '"']).unwrap_or(line.len());
    let name = line[..end].rsplit(['/', '\\']).next().unwrap_or_default();
    let name = name.strip_suffix(".exe").unwrap_or(name);
    tools.contains(&name).then(|| line[end..].trim_start_matches(['\'', '"', ' ']))
}

/// The address in a line that says little else: `### 10.0.0.4`, `=== cam (10.0.0.4) ===`, `Host: 10.0.0.4`.
pub(crate) fn heading(line: &str) -> Option<IpAddr> {
    let words: Vec<&str> = line
        .split(|c: char| {
            c.is_whitespace() || matches!(c, '#' | '=' | '*' | '(' | ')' | '<' | '>' | ',' | '[' | ']')
        })
        .filter(|word| !word.is_empty())
        .take(7)
        .collect();
    if words.is_empty() || words.len() > 5 || line.len() > 120 {
        return None;
    }
    let mut found = words.iter().filter_map(|word| address_in(word.trim_end_matches(':')));
    let ip = found.next()?;
    let is_marked = line.trim_start().starts_with(['#', '=', '*', '-', '['])
        || words.len() == 1
        || words
            .first()
            .is_some_and(|word| HEADINGS.contains(&word.trim_end_matches(':').to_ascii_lowercase().as_str()));
    (is_marked && found.next().is_none()).then_some(ip)
}

/// Words before the address in a heading.
const HEADINGS: [&str; 8] = ["host", "ip", "device", "target", "agent", "walk", "node", "camera"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macs_are_read_in_every_spelling() {
        for (word, want) in [
            ("00:40:8c:9d:31:e8", Some(MacStyle::Colons)),
            ("0:40:8c:9d:31:e8", Some(MacStyle::Colons)),
            ("00-40-8C-9D-31-E8", Some(MacStyle::Dashes)),
            ("0040.8c9d.31e8", Some(MacStyle::Router)),
            ("0040-8c9d-31e8", Some(MacStyle::Router)),
            ("00408c-9d31e8", Some(MacStyle::Router)),
            ("00408C9D31E8", Some(MacStyle::Bare)),
            ("fe80::1:2:3:4", None),
            ("2026-11-30", None),
            ("00408c9d31e", None),
        ] {
            assert_eq!(mac_in(word).map(|(_, style)| style), want, "{word}");
        }
        assert_eq!(any_mac("00 40 8c 9d 31 e8").map(|m| m.to_string()).as_deref(), Some("00:40:8c:9d:31:e8"));
    }

    #[test]
    fn addresses_and_headings_are_read() {
        for (word, want) in [
            ("10.0.0.1", Some("10.0.0.1")),
            ("(10.0.0.1)", Some("10.0.0.1")),
            ("10.0.0.1:5060", Some("10.0.0.1")),
            ("[fe80::1]:161", Some("fe80::1")),
            ("fe80::1%eth0", Some("fe80::1")),
            ("1.2.3", None),
            ("10.0.0.1.5", None),
        ] {
            assert_eq!(address_in(word).map(|ip| ip.to_string()).as_deref(), want, "{word}");
        }
        assert_eq!(
            address_of_url("http://u:p@10.0.0.1:80/x").map(|i| i.to_string()).as_deref(),
            Some("10.0.0.1")
        );
        for (line, is_heading) in [
            ("### 10.12.0.4", true),
            ("=== hall (10.0.0.1) ===", true),
            ("Host: 10.0.0.1", true),
            ("10.0.0.1:", true),
            ("10.0.0.1 is up", false),
            ("see 10.0.0.1 for more of it", false),
        ] {
            assert_eq!(heading(line).is_some(), is_heading, "{line}");
        }
    }
}
