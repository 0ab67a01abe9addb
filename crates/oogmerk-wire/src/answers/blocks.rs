//! Blocks: what a program prints of one thing after another, each under a rule, an empty line or a line that stands
//! further out. Where each block names one address, that address is of the whole block, wherever it stands in it:
//! programs print it last as often as first.

use super::heading::of_a_device;
use std::collections::HashSet;
use std::net::IpAddr;

/// Most lines that are looked at, and most lines of one block.
const LINES_MAX: usize = 100_000;
const BLOCK_MAX: usize = 400;

/// The blocks of a text with the address of each, where every block that tells something names exactly one, each another
/// and behind what it tells.
pub(super) fn blocks(text: &str) -> Option<Vec<(IpAddr, String)>> {
    let lines: Vec<&str> = text.lines().take(LINES_MAX + 1).collect();
    if lines.len() > LINES_MAX {
        return None;
    }
    by_rules(&lines).or_else(|| by_indents(&lines))
}

fn by_rules(lines: &[&str]) -> Option<Vec<(IpAddr, String)>> {
    addressed(lines.split(|line| is_rule(line)).map(<[&str]>::to_vec))
}

/// Blocks that begin with a line further out than those that follow it.
fn by_indents(lines: &[&str]) -> Option<Vec<(IpAddr, String)>> {
    let mut blocks: Vec<Vec<&str>> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let begins = !is_indented(line) && !line.trim().is_empty();
        let has_more = lines.get(at + 1).is_some_and(|next| is_indented(next));
        match blocks.last_mut() {
            Some(block) if !begins => block.push(line),
            _ if begins && has_more => blocks.push(vec![line]),
            // A line that nothing hangs below belongs to no block.
            _ => {}
        }
    }
    addressed(blocks.into_iter())
}

fn is_indented(line: &str) -> bool {
    line.starts_with([' ', '\t']) && !line.trim().is_empty()
}

/// Whether a line parts: an empty one, or signs alone.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.len() >= 3 && line.chars().all(|c| "-=_*#+~─━═".contains(c))
}

fn addressed<'t>(blocks: impl Iterator<Item = Vec<&'t str>>) -> Option<Vec<(IpAddr, String)>> {
    let mut found = Vec::new();
    for block in blocks {
        if block.len() > BLOCK_MAX {
            return None;
        }
        if block.iter().any(|line| tells(line)) {
            found.push((ends_with_its_address(&block)?, block.join("\n")));
        }
    }
    let distinct: HashSet<IpAddr> = found.iter().map(|(ip, _)| *ip).collect();
    (found.len() > 1 && distinct.len() == found.len()).then_some(found)
}

/// The one address of a block that names it behind what it tells; `None` where it names it otherwise, or nobody.
fn ends_with_its_address(block: &[&str]) -> Option<IpAddr> {
    let mut named = block.iter().enumerate().flat_map(|(at, line)| of_a_device(line).map(move |ip| (at, ip)));
    let told = block.iter().position(|line| tells(line))?;
    let (mut last, ip) = named.next()?;
    for (at, other) in named {
        if other != ip {
            return None;
        }
        last = at;
    }
    // A line that begins with signs, or is an address alone, heads what follows.
    let line = block.get(last)?.trim();
    let is_heading = line.starts_with(['#', '=', '*', '>', '$']) || !tells(line) && !line.contains("://");
    (last > told && !is_heading).then_some(ip)
}

/// Whether a line tells something: a key and a value, or words of a device.
fn tells(line: &str) -> bool {
    let line = line.trim();
    let is_pair = line.split_once([':', '=']).is_some_and(|(key, value)| {
        !key.trim().is_empty() && !value.trim().is_empty() && !value.starts_with("//")
    });
    is_pair || line.contains('<') || line.contains('{') || line.contains('\t') || line.contains("  ")
}
