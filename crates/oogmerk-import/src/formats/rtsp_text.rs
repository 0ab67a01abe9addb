//! An RTSP answer or question saved as a file, read by the codec `rtsp`.
//!
//! Source: RFC 7826 section 20 and RFC 2326 section 15 (status and request lines).

use crate::row::Row;

pub(crate) const ROW: Row = Row::of_codec(
    "rtsp-text",
    |head| {
        head.lines().is_some_and(|opening| {
            opening.begins_any(&["RTSP/1.", "RTSP/2."]) || opening.first.ends_with(" RTSP/1.0")
        })
    },
    "rtsp",
);
