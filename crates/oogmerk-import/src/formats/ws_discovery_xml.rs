//! A WS-Discovery message saved as a file, in its envelope or without, read by the codec `ws-discovery`.
//!
//! Source: WS-Discovery 2005/04 (Hello, Bye, Probe, ProbeMatches, ResolveMatches).

use crate::head::{Head, Root};
use crate::row::Row;

pub(crate) const ROW: Row = Row::of_codec("ws-discovery-xml", looks_like, "ws-discovery");

fn looks_like(head: &Head<'_>) -> bool {
    head.xml().is_some_and(|root| match root.local {
        "ProbeMatches" | "Hello" | "Bye" | "ResolveMatches" => true,
        "Envelope" | "Body" | "Header" => holds_message(root),
        _ => false,
    })
}

fn holds_message(root: &Root<'_>) -> bool {
    ["ProbeMatches", "ResolveMatches", ":Hello", ":Bye", ":Probe"].iter().any(|m| root.holds(m))
}
