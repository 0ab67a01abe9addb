//! A DHDiscover answer saved as a file, as JSON or with its 32-byte binary header in front, read by the codec
//! `dhdiscover`.

use crate::head::Head;
use crate::row::Row;

pub(crate) const ROW: Row =
    Row::of_codec("dhip-json", looks_like, "dhdiscover").marked(|head| head.get(4..8) == Some(b"DHIP"));

fn looks_like(head: &Head<'_>) -> bool {
    head.json().is_some_and(|keys| {
        (keys.last("method").contains("notifyDevInfo") || keys.has("params.deviceInfo"))
            && !keys.are_of_several()
    })
}
