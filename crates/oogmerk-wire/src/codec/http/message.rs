//! Whole messages: a head with its body, one by one.

use super::body::{Body, Chunks, begins_like_media, is_readable, text_body};
use super::head::{Head, Start, head_at, is_media};
use crate::Malformed;
use std::ops::Range;

/// A request or a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Start line and headers.
    pub head: Head,
    /// The body.
    pub body: Body,
    /// The body's bytes in the payload, as sent.
    pub body_span: Range<usize>,
    /// True where the message ends within the payload; false where more bytes would have belonged to it.
    pub complete: bool,
}

/// Reads one whole message; a missing blank line or a short body is tolerated.
pub fn parse(payload: &[u8]) -> Result<Message, Malformed> {
    message_at(payload, 0)
}

/// The messages of one direction of a stream, in order; ends at the first thing that is not HTTP.
pub fn messages(stream: &[u8]) -> impl Iterator<Item = Message> {
    messages_from(stream, 0)
}

/// Those behind the first one.
pub(super) fn messages_behind<'s>(
    stream: &'s [u8],
    first: &Message,
) -> impl Iterator<Item = Message> + use<'s> {
    messages_from(stream, first.next(0, stream))
}

fn messages_from(stream: &[u8], mut at: usize) -> impl Iterator<Item = Message> {
    std::iter::from_fn(move || {
        if at >= stream.len() {
            return None;
        }
        let message = message_at(stream, at).ok()?;
        at = message.next(at, stream);
        Some(message)
    })
}

impl Message {
    /// Where the next message of the stream begins; this one begins at `at`.
    fn next(&self, at: usize, stream: &[u8]) -> usize {
        if self.complete { self.body_span.end.max(at + 1) } else { stream.len() }
    }
}

#[allow(clippy::single_range_in_vec_init, reason = "a body in one part is one range")]
fn message_at(payload: &[u8], from: usize) -> Result<Message, Malformed> {
    let (head, _) = head_at(payload, from)?;
    let at = head.span.end;
    let rest = &payload[at..];
    let request = matches!(head.start, Start::Request { .. });
    let bodiless = matches!(head.status(), Some(100..=199 | 204 | 304));
    let announced = head.length();
    let next_follows = rest.starts_with(b"HTTP/1.");
    let (span, complete, parts) = if bodiless || (next_follows && !request) {
        (at..at, true, Vec::new())
    } else if head.is_chunked() {
        let chunks = Chunks::read(payload, at);
        (at..chunks.end, chunks.complete, chunks.parts)
    } else if let Some(length) = announced {
        let wanted = usize::try_from(length).unwrap_or(usize::MAX);
        let end = at + wanted.min(rest.len());
        (at..end, wanted <= rest.len(), vec![at..end])
    } else if request {
        (at..at, true, Vec::new())
    } else {
        (at..payload.len(), true, vec![at..payload.len()])
    };
    let seen: u64 = parts.iter().map(|p| p.len() as u64).sum();
    let content_type = head.content_type();
    let body = if announced.unwrap_or(seen) == 0 && seen == 0 {
        Body::None
    } else if request {
        Body::Unread { length: announced.unwrap_or(seen) }
    } else if content_type.as_deref().is_some_and(is_media)
        || parts.first().is_some_and(|p| begins_like_media(&payload[p.clone()]))
    {
        Body::Media { length: announced.unwrap_or(seen) }
    } else if !is_readable(content_type.as_deref()) {
        Body::Unread { length: announced.unwrap_or(seen) }
    } else {
        text_body(
            payload,
            &parts,
            head.value("content-encoding").map(|v| v.value.to_ascii_lowercase()).as_deref(),
        )
    };
    let mut message = Message { head, body, body_span: span, complete };
    message.head.secret |= request && message.body != Body::None;
    Ok(message)
}
