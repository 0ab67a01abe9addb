//! Saying: what goes to a terminal or into JSON on its way there. File names, arguments and values come from outside and
//! may hold signs that colour a screen, turn a line round or hide a part of it: none of them leaves as it is.

use oogmerk_report::{commands, terminal_lines};
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};
use std::io::{Result, Write};

/// Says on standard error, in lines.
macro_rules! say {
    ($($word:tt)*) => { $crate::say::on_standard_error(&format!($($word)*)) };
}
pub(crate) use say;

/// Writes lines to standard error.
#[allow(clippy::print_stderr, reason = "the one place that does")]
pub fn on_standard_error(text: &str) {
    eprintln!("{}", terminal_lines(text));
}

/// Writes one JSON record and a line feed.
pub fn json_line(mut out: impl Write, record: &impl Serialize) -> serde_json::Result<()> {
    record.serialize(&mut Serializer::with_formatter(&mut out, Ascii::default()))?;
    out.write_all(b"\n").map_err(serde_json::Error::io)
}

/// Compact JSON in which signs that command are written as `\u` and their number: it reads back as what it was.
#[derive(Default)]
struct Ascii(CompactFormatter);

impl Formatter for Ascii {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> Result<()> {
        // Of the signs that command only DEL can stand in a fragment of ASCII: all below the blank were escaped before.
        if fragment.is_ascii() && !fragment.as_bytes().contains(&0x7f) {
            return self.0.write_string_fragment(out, fragment);
        }
        let mut plain = 0;
        for (at, sign) in fragment.char_indices().filter(|(_, c)| commands(*c)) {
            self.0.write_string_fragment(out, &fragment[plain..at])?;
            for unit in sign.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            plain = at + sign.len_utf8();
        }
        self.0.write_string_fragment(out, &fragment[plain..])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn json_holds_no_sign_that_commands_and_reads_back_as_it_was() {
        let text = "a\u{1b}[31m\u{7f}\u{9b}31m\u{202e}\u{200b}\u{feff}\u{e0041}é\"\\\n€";
        let mut line = Vec::new();
        json_line(&mut line, &(text, 1.5, [text])).unwrap();
        let line = String::from_utf8(line).unwrap();
        assert!(!line.trim_end_matches('\n').chars().any(commands), "{line:?}");
        let back: (String, f64, [String; 1]) = serde_json::from_str(&line).unwrap();
        assert_eq!((back.0.as_str(), back.2[0].as_str()), (text, text));
        assert!(line.contains("é") && line.contains('€'), "letters stay: {line}");
    }
}
