//! An SSDP message saved as a file, read by the codec `ssdp`: a notification, a question, or an answer, which is an
//! HTTP answer with a `USN`.
//!
//! Source: UPnP Device Architecture 1.1 sections 1.2 and 1.3.

use crate::formats::http_text;
use crate::head::Head;
use crate::row::Row;
use oogmerk_wire::answers;

pub(crate) const ROW: Row = Row::of_codec("ssdp-text", looks_like, "ssdp");

fn looks_like(head: &Head<'_>) -> bool {
    head.lines().filter(|opening| !answers::holds_several(opening.text)).is_some_and(|opening| {
        opening.begins_any(&["NOTIFY * HTTP/1.", "M-SEARCH * HTTP/1."])
            || (opening.begins_any(http_text::STATUS_LINES)
                && opening.any(20, |line| line.to_ascii_lowercase().starts_with("usn:")))
    })
}

#[cfg(test)]
mod tests {
    use super::answers;

    #[test]
    fn one_message_is_one_and_what_holds_more_is_dug() {
        let one = "NOTIFY * HTTP/1.1\nNT: upnp:rootdevice\nLOCATION: http://10.0.0.7/a.xml\n";
        assert!(!answers::holds_several(one));
        assert!(
            answers::holds_several(&format!("{one}\n{one}"))
                && answers::holds_several(&format!("{one}\n<root><device/></root>"))
        );
    }
}
