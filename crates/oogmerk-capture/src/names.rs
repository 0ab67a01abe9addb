//! Names behind addresses: just enough of DNS to know which name a host asked for to get an address, and which
//! names it asked of whom. Evidence is the `dns` codec's work; nothing here is written out by itself.
//! Source: RFC 1035 section 4, RFC 3596.

use crate::hash::Map;
use crate::internet::{self, Address};
use std::sync::Arc;

/// A DNS message, as far as needed.
pub(super) struct Lookup {
    pub is_answer: bool,
    /// The first question's name, lower case.
    pub name: String,
    pub addresses: Vec<Address>,
}

const ANSWERS_MAX: usize = 64;
const NAMES_MAX: usize = 200_000;

/// Reads a DNS message. `None` where it is none or asks nothing.
pub(super) fn read(message: &[u8]) -> Option<Lookup> {
    let word = |at: usize| Some(u16::from_be_bytes([*message.get(at)?, *message.get(at + 1)?]));
    let flags = word(2)?;
    let (questions, answers) = (word(4)?, word(6)?);
    if questions != 1 || flags & 0x7800 != 0 {
        return None;
    }
    let (name, mut at) = name(message, 12)?;
    at += 4;
    let mut lookup = Lookup { is_answer: flags & 0x8000 != 0, name, addresses: Vec::new() };
    if !lookup.is_answer {
        return Some(lookup);
    }
    for _ in 0..usize::from(answers).min(ANSWERS_MAX) {
        let Some(end) = skip_name(message, at) else { break };
        let (Some(kind), Some(length)) = (word(end), word(end + 8)) else { break };
        let data = end + 10;
        let Some(bytes) = message.get(data..data + usize::from(length)) else { break };
        // The addresses at the end of a chain of aliases all answer the name that was asked.
        match (kind, bytes) {
            (1, &[a, b, c, d]) => lookup.addresses.push(internet::v4([a, b, c, d])),
            (28, bytes) if bytes.len() == 16 => {
                lookup.addresses.push(bytes.iter().fold(0, |n, b| n << 8 | u128::from(*b)));
            }
            _ => {}
        }
        at = data + usize::from(length);
    }
    Some(lookup)
}

/// A name, compressed or not, with dots; and where it ends.
fn name(message: &[u8], start: usize) -> Option<(String, usize)> {
    let end = skip_name(message, start)?;
    let mut text = String::new();
    let mut at = start;
    // Each jump must go back, so there can be no circle.
    let mut limit = start;
    loop {
        match *message.get(at)? {
            0 => break,
            length @ 1..=63 => {
                let label = message.get(at + 1..at + 1 + usize::from(length))?;
                if !text.is_empty() {
                    text.push('.');
                }
                for &byte in label {
                    text.push(if byte.is_ascii_graphic() { byte.to_ascii_lowercase() as char } else { '?' });
                }
                at += 1 + usize::from(length);
            }
            high @ 0xc0.. => {
                let to = usize::from(high & 0x3f) << 8 | usize::from(*message.get(at + 1)?);
                if to >= limit {
                    return None;
                }
                limit = to;
                at = to;
            }
            _ => return None,
        }
        if text.len() > 255 {
            return None;
        }
    }
    Some((text, end))
}

fn skip_name(message: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *message.get(at)? {
            0 => return Some(at + 1),
            length @ 1..=63 => at += 1 + usize::from(length),
            0xc0.. => return Some(at + 2),
            _ => return None,
        }
    }
}

/// Whether a name leads outside: not local, not a reverse look-up, not a bare word.
pub(super) fn leads_outside(name: &str) -> bool {
    const INSIDE: &[&str] = &[
        "local",
        "lan",
        "home",
        "internal",
        "intranet",
        "localdomain",
        "localhost",
        "arpa",
        "test",
        "invalid",
        "corp",
        "private",
    ];
    let Some((_, last)) = name.trim_end_matches('.').rsplit_once('.') else { return false };
    !INSIDE.contains(&last)
}

/// Which name each client asked for to get an address.
#[derive(Default)]
pub(super) struct Names {
    table: Map<(Address, Address), Arc<str>>,
}

impl Names {
    /// Remembers an answer given to a client.
    pub(super) fn remember(&mut self, client: Address, lookup: &Lookup) {
        if lookup.name.is_empty() || lookup.addresses.is_empty() {
            return;
        }
        let name: Arc<str> = Arc::from(lookup.name.as_str());
        for &address in &lookup.addresses {
            if self.table.len() >= NAMES_MAX {
                self.table.clear();
            }
            self.table.insert((client, address), Arc::clone(&name));
        }
    }

    /// The name a client asked for to get this address.
    pub(super) fn of(&self, client: Address, address: Address) -> Option<Arc<str>> {
        self.table.get(&(client, address)).cloned()
    }
}
