//! An SSDP message saved as a file, read by the codec `ssdp`: a notification, a question, or an answer, which is an
//! HTTP answer with a `USN`.
//!
//! Source: UPnP Device Architecture 1.1 sections 1.2 and 1.3.

use crate::formats::http_text;
use crate::head::Head;
use crate::row::Row;

pub(crate) const ROW: Row = Row::of_codec("ssdp-text", looks_like, "ssdp");

/// Whether a description or another message stands behind the first one: those are dug out together.
fn holds_more(text: &str) -> bool {
    let messages =
        text.lines().filter(|line| line.starts_with("NOTIFY * HTTP/1.") || line.starts_with("HTTP/1."));
    text.contains("<root") || messages.count() > 1
}

fn looks_like(head: &Head<'_>) -> bool {
    head.lines().filter(|opening| !holds_more(opening.text)).is_some_and(|opening| {
        opening.begins_any(&["NOTIFY * HTTP/1.", "M-SEARCH * HTTP/1."])
            || (opening.begins_any(http_text::STATUS_LINES)
                && opening.any(20, |line| line.to_ascii_lowercase().starts_with("usn:")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_message_is_one_and_what_holds_more_is_dug() {
        let one = "NOTIFY * HTTP/1.1\nLOCATION: http://10.0.0.7/a.xml\n";
        assert!(!holds_more(one));
        assert!(
            holds_more(&format!("{one}\n{one}")) && holds_more(&format!("{one}\n<root><device/></root>"))
        );
    }
}
