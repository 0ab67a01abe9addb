//! An ONVIF answer saved as a file, in its envelope or without, read by the codec `onvif`.
//!
//! Any envelope that holds no WS-Discovery message is taken for one: what it holds is the codec's to judge.

use crate::head::Head;
use crate::row::Row;

pub(crate) const ROW: Row = Row::of_codec("onvif-xml", looks_like, "onvif");

fn looks_like(head: &Head<'_>) -> bool {
    head.xml().is_some_and(|root| {
        matches!(root.local, "Envelope" | "Body")
            || (root.local.ends_with("Response") && (root.holds("onvif.org") || root.name.contains(':')))
    })
}
