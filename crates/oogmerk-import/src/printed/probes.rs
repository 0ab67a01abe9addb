//! What tools that greet many hosts print a line a host: WhatWeb over HTTP, svmap over SIP.
//!
//! What WhatWeb makes of a page (plugins that name a product, a country) is its guess and is not read.
//! Sources: WhatWeb, `lib/logging/brief.rb`; SIPVicious, `sipvicious/svmap.py` and the tables of its wiki.

use super::device::Found;
use super::grammar::Grammar;
use super::line::{address_in, address_of_url};
use crate::pasted::BareLine;

/// `http://10.0.0.4 [401 Unauthorized] HTTPServer[x], IP[10.0.0.4], Title[y]`.
#[derive(Default)]
pub(super) struct Web;

impl Grammar for Web {
    fn take(&mut self, line: &BareLine<'_>, done: &mut Vec<Found>) -> bool {
        let text = line.text.trim();
        let Some((url, rest)) = text.split_once(' ').filter(|(url, _)| url.contains("://")) else {
            return false;
        };
        let Some(plugins) = behind_status(rest) else { return false };
        let plugins = plugins_of(plugins);
        if !plugins.iter().any(|plugin| SIGNS.contains(&plugin.name)) {
            return false;
        }
        let stated = plugins.iter().find(|plugin| plugin.name == "IP").and_then(|p| p.values.first());
        let ip = stated.and_then(|ip| ip.parse().ok()).or_else(|| address_of_url(url));
        let mut found = Found { ip, ..Found::new("http", line) };
        for plugin in &plugins {
            tell(&mut found, plugin, line);
        }
        done.extend(found.ip.is_some().then_some(found));
        true
    }

    fn end(&mut self, _: &mut Vec<Found>) {}
}

/// Plugins that every page has one of.
const SIGNS: [&str; 4] = ["Country", "IP", "HTTPServer", "Title"];

/// What stands behind `[401 Unauthorized]`.
fn behind_status(text: &str) -> Option<&str> {
    let (status, rest) = text.trim_start().strip_prefix('[')?.split_once(']')?;
    let code = status.split(' ').next()?;
    (code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit())).then(|| rest.trim_start())
}

struct Plugin<'l> {
    name: &'l str,
    values: Vec<&'l str>,
}

/// Most values of a plugin.
const VALUES_MAX: usize = 20;

/// `Name[value][value], Name, Name[value]`: values may hold commas, and brackets in pairs.
fn plugins_of(text: &str) -> Vec<Plugin<'_>> {
    let (mut found, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    let mut open = Plugin { name: "", values: Vec::new() };
    for (at, c) in text.char_indices() {
        match c {
            '[' => {
                depth += 1;
                if depth == 1 {
                    if open.name.is_empty() {
                        open.name = text[start..at].trim();
                    }
                    start = at + 1;
                }
            }
            ']' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    if open.values.len() < VALUES_MAX {
                        open.values.push(&text[start..at]);
                    }
                    start = at + 1;
                }
            }
            ',' if depth == 0 => {
                found.extend((!open.name.is_empty()).then_some(open));
                open = Plugin { name: "", values: Vec::new() };
                start = at + 1;
            }
            _ => {}
        }
    }
    found.extend((!open.name.is_empty()).then_some(open));
    found
}

fn tell(found: &mut Found, plugin: &Plugin<'_>, line: &BareLine<'_>) {
    let (Some(first), Some(last)) = (plugin.values.first(), plugin.values.last()) else { return };
    match plugin.name {
        // The system that WhatWeb sees in it stands before the header itself.
        "HTTPServer" => found.say("http.server", last, line),
        "Title" => found.say("http.title", first, line),
        "RedirectLocation" => found.say("http.location", first, line),
        "X-Powered-By" => found.say("http.powered_by", first, line),
        "WWW-Authenticate" => {
            found.say("http.realm", first, line);
            let is_digest = plugin.values.iter().skip(1).any(|way| way.eq_ignore_ascii_case("digest"));
            let way = if is_digest { "Digest" } else { "Basic" };
            found.say_decoded("http.www_authenticate", format!("{way} realm=\"{first}\"").into(), line);
        }
        _ => {}
    }
}

/// svmap's table: `| 10.0.0.4:5060 | Door 1.2 | disabled |`.
#[derive(Default)]
pub(super) struct Svmap {
    is_table: bool,
}

impl Grammar for Svmap {
    fn take(&mut self, line: &BareLine<'_>, done: &mut Vec<Found>) -> bool {
        let cells: Vec<&str> = line.text.trim().trim_matches('|').split('|').map(str::trim).collect();
        if let [first, second, ..] = cells.as_slice()
            && first.eq_ignore_ascii_case("SIP Device")
            && second.eq_ignore_ascii_case("User Agent")
        {
            self.is_table = true;
            return true;
        }
        if !self.is_table {
            return false;
        }
        let is_rule = !line.text.trim().is_empty()
            && line.text.trim().bytes().all(|b| matches!(b, b'+' | b'-' | b'=' | b'|' | b' '));
        if is_rule && !line.is_typed {
            return true;
        }
        let (Some(ip), Some(agent)) = (cells.first().and_then(|cell| address_in(cell)), cells.get(1)) else {
            self.is_table = false;
            return false;
        };
        let mut found = Found { ip: Some(ip), ..Found::new("sip", line) };
        found.say("sip.user_agent", agent, line);
        done.push(found);
        true
    }

    fn end(&mut self, _: &mut Vec<Found>) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printed::grammar::found_in as read;

    #[test]
    fn a_page_is_told_by_what_its_host_said_and_by_no_guess() {
        let found = read(
            Web,
            "http://10.0.0.4:81/ [401 Unauthorized] Country[RESERVED][ZZ], HTTPServer[Linux][Sample-Webs/1.0, x], \
             IP[10.0.0.4], Sample-Camera, WWW-Authenticate[SC-100][Digest]\n\
             http://cam.example [200 OK] HTTPServer[S], IP[10.0.0.5], Title[Hall [1], north]\n\
             http://10.0.0.6 [200] [Title] [nginx]\nhttp://10.0.0.7 [200 OK] HTTPServer[cut",
        );
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[2].said.is_empty(), "a value that was cut off is none");
        assert_eq!(found[0].said_of("http.server"), Some("Sample-Webs/1.0, x"));
        assert_eq!(found[0].said_of("http.www_authenticate"), Some("Digest realm=\"SC-100\""));
        assert_eq!(found[1].ip.map(|ip| ip.to_string()).as_deref(), Some("10.0.0.5"));
        assert_eq!(found[1].said_of("http.title"), Some("Hall [1], north"));
        assert!(
            !found.iter().flat_map(|f| &f.said).any(|said| format!("{said:?}").contains("Sample-Camera"))
        );
    }

    #[test]
    fn a_row_of_svmap_is_one_host_whatever_bars_are_left() {
        let table = "+----+----+\n| SIP Device | User Agent |\n+====+====+\n| 10.0.0.4:5060 | Door 1.2 |\n+----+----+\n\
                     | 10.0.0.5:5060 | unknown |\n\n| 10.0.0.6:5060 | no row of it |\n";
        let bare: String =
            table.lines().map(|line| line.trim_matches(['|', ' ']).to_owned() + "\n").collect();
        for text in [table.to_owned(), bare] {
            let found = read(Svmap::default(), &text);
            assert_eq!(found.len(), 2, "{text}: {found:?}");
            assert_eq!(found[0].said_of("sip.user_agent"), Some("Door 1.2"));
            assert!(found[1].said.is_empty());
        }
    }
}
