//! Patterns of lines, word by word: `<ip> <mac> <n> <n> <vendor..>`.
//!
//! `<ip>` and `<mac>` are the device's, `<mac->` one with dashes, `<n>` a number, `<w>` any word, `<date>` a date,
//! `<state>` how a neighbour stands, `<age>` how long it does, `<..>` whatever follows. A word with a field in it is kept: `<host>` for what the
//! tool calls the host, `<name>` for the name the host gave itself, `<vendor..>` for a vendor to the end of the line.
//! `word*` begins with the word; anything else is the word itself.

use super::device::Found;
use super::line::{MacStyle, address_in, mac_in};
use crate::pasted::BareLine;

/// Most words of a line that are looked at.
const WORDS_MAX: usize = 40;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Ip,
    Mac,
    DashedMac,
    Number,
    Word,
    Date,
    State,
    Age,
    Tail,
    Host,
    Name,
    Vendor,
    Begins(&'static str),
    Is(&'static str),
}

/// One kind of line.
pub(super) struct Pattern {
    protocol: &'static str,
    pieces: Vec<Piece>,
}

impl Pattern {
    pub fn new(protocol: &'static str, text: &'static str) -> Self {
        let piece = |word: &'static str| match word {
            "<ip>" => Piece::Ip,
            "<mac>" => Piece::Mac,
            "<mac->" => Piece::DashedMac,
            "<n>" => Piece::Number,
            "<w>" => Piece::Word,
            "<date>" => Piece::Date,
            "<state>" => Piece::State,
            "<age>" => Piece::Age,
            "<..>" => Piece::Tail,
            "<host>" => Piece::Host,
            "<name>" => Piece::Name,
            "<vendor..>" => Piece::Vendor,
            word => word.strip_suffix('*').map_or(Piece::Is(word), Piece::Begins),
        };
        Self { protocol, pieces: text.split(' ').map(piece).collect() }
    }

    /// The device a line tells of, where it is of this kind.
    pub fn read(&self, line: &BareLine<'_>, words: &[&str]) -> Option<Found> {
        let mut found = Found { is_on_link: true, ..Found::new(self.protocol, line) };
        let mut at = 0;
        for piece in &self.pieces {
            match piece {
                Piece::Tail => return Some(found),
                Piece::Vendor => {
                    let rest = words.get(at).map_or("", |word| rest_from(line.text, word));
                    vendor(rest, line, &mut found);
                    return Some(found);
                }
                piece => piece.take(words.get(at)?, line, &mut found)?,
            }
            at += 1;
        }
        (at == words.len()).then_some(found)
    }
}

impl Piece {
    fn take(self, word: &str, line: &BareLine<'_>, found: &mut Found) -> Option<()> {
        match self {
            Self::Ip => found.ip = Some(address_in(word).filter(|_| !word.contains('"'))?),
            Self::Mac => found.mac = Some(mac_in(word)?.0),
            Self::DashedMac => {
                found.mac = Some(mac_in(word).filter(|(_, style)| *style == MacStyle::Dashes)?.0);
            }
            Self::Number => drop(word.parse::<u64>().ok()?),
            Self::Date => {
                let parts: Vec<&str> = word.split(['/', '-']).collect();
                let is_date = parts.len() == 3 && parts.iter().all(|p| p.parse::<u32>().is_ok());
                return is_date.then_some(());
            }
            Self::Age => return is_age(word).then_some(()),
            Self::State => return is_state(word).then_some(()),
            Self::Host => found.say("import.host_name", word.trim_matches(['(', ')']), line),
            Self::Name => found.say("dhcp.hostname", word.trim_matches(['(', ')']), line),
            Self::Begins(start) => return word.starts_with(start).then_some(()),
            Self::Is(other) => return word.eq_ignore_ascii_case(other).then_some(()),
            Self::Word | Self::Tail | Self::Vendor => {}
        }
        Some(())
    }
}

/// The words of a line.
pub(super) fn words_of(text: &str) -> Vec<&str> {
    text.split_whitespace().take(WORDS_MAX).collect()
}

/// From a word of a text to its end.
pub(super) fn rest_from<'t>(text: &'t str, word: &str) -> &'t str {
    let start = (word.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
    text.get(start..).unwrap_or_default()
}

/// A vendor as tools print it, without what they add: `(DUP: 2)`, `(Unknown)`.
fn vendor(rest: &str, line: &BareLine<'_>, found: &mut Found) {
    let name = rest.split(" (DUP:").next().unwrap_or_default().trim();
    let name = name.strip_prefix('(').and_then(|n| n.strip_suffix(')')).unwrap_or(name);
    if !name.to_ascii_lowercase().starts_with("unknown") && !name.starts_with("Locally administered") {
        found.say("import.vendor", name, line);
    }
}

/// How long an entry stays: `23h59m58s`.
fn is_age(word: &str) -> bool {
    let is_part = |b: u8| b.is_ascii_digit() || b"dhms".contains(&b);
    word == "permanent"
        || word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with('s') && word.bytes().all(is_part)
}

/// How tables of neighbours say that an entry is there, in the languages of Windows too.
pub(super) fn is_state(word: &str) -> bool {
    const STATES: [&str; 22] = [
        "dynamic",
        "dynamisch",
        "dynamique",
        "dinámico",
        "dinamico",
        "dinâmico",
        "dynamiczne",
        "static",
        "statisch",
        "statique",
        "estático",
        "statico",
        "reachable",
        "stale",
        "delay",
        "probe",
        "permanent",
        "noarp",
        "incomplete",
        "unreachable",
        "learned",
        "arpa",
    ];
    let word = word.to_lowercase();
    STATES.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pasted::bare_lines;

    #[test]
    fn a_pattern_takes_its_words_and_no_others() {
        let pattern = Pattern::new("arp", "<ip> <mac> <n> <n> <vendor..>");
        let read = |text: &str| {
            let line = bare_lines(text).next().expect("a line");
            pattern.read(&line, &words_of(line.text))
        };
        let found =
            read(" 10.0.0.64       ec:71:db:0a:b3:19      1      60  Reolink (Unknown)").expect("one");
        assert_eq!(found.ip.map(|ip| ip.to_string()).as_deref(), Some("10.0.0.64"));
        assert!(found.has("import.vendor"));
        assert!(!read("10.0.0.64 ec:71:db:0a:b3:19 1 60 Unknown vendor").expect("one").has("import.vendor"));
        assert!(read("10.0.0.64 ec:71:db:0a:b3:19 Reolink").is_none());
        assert!(read("10.0.0.64").is_none());
    }
}
