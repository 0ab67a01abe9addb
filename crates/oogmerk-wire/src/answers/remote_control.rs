//! Answers of Bosch's remote control protocol over HTTP (`rcp.xml`): the number of a command, and what was said to it.
//!
//! Source: "RCP+ over CGI", Bosch Security Systems: 0x0aea the type number, 0x002f the software's version, 0x0024 the
//! name that the unit was given, 0x00bc its hardware address.

use crate::Clues;
use oogmerk_model::{Field, Mac};

/// Answers of one text that are read at most.
const ANSWERS_MAX: usize = 256;

/// What the answers in a text say.
pub(super) fn clues(text: &str) -> Clues {
    let mut clues = Clues::default();
    for answer in text.split("<rcp>").skip(1).take(ANSWERS_MAX) {
        let answer = answer.split("</rcp>").next().unwrap_or_default();
        let between = |open: &str, close: &str| Some(answer.split_once(open)?.1.split_once(close)?.0.trim());
        let (Some(number), Some(said)) = (between("<hex>", "</hex>"), between("<str>", "</str>")) else {
            continue;
        };
        let field = match number.to_ascii_lowercase().as_str() {
            "0x0aea" => "bosch.model",
            "0x002f" => "saved.firmware",
            "0x0024" => "bosch.unit_name",
            "0x00bc" => {
                if let Some(mac) = Mac::parse(&said.replace(' ', "")) {
                    clues.decoded(Field::of("saved.mac"), mac.to_string(), None);
                }
                continue;
            }
            _ => continue,
        };
        clues.decoded(Field::of(field), said, None);
    }
    if !clues.0.is_empty() {
        clues.decoded(Field::of("protocol.answered"), "bosch-rcp", None);
    }
    clues
}
